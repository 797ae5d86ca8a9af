//! The statements that write parameters and form fields to a request.

use serde::Serialize;

use crate::model::{Encoding, ParamLocation, Style, Ty};
use crate::text::Untrusted;

/// The statement that writes a value to a request.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Write {
    /// The name of the parameter or the form field.
    pub wire: Untrusted,
    /// The method that writes the value.
    pub call: WriteCall,
}

/// The method of the runtime's `Request` that writes a value.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub enum WriteCall {
    /// `query`
    Query,
    /// `query_list`
    QueryList(ListStyle),
    /// `query_json`
    QueryJson,
    /// `query_deep_object`
    QueryDeepObject,
    /// `query_object`. It has no argument for a name, because each property has its own name.
    QueryObject,
    /// `query_styled`
    QueryStyled(Style),
    /// `form`
    Form,
    /// `form_list`
    FormList(ListStyle),
    /// `form_json`
    FormJson,
    /// `form_value`
    FormValue,
    /// `form_styled`
    FormStyled(Style),
    /// `form_object`. It has no argument for a name. The list contains the styles of properties.
    FormObject(Vec<(Untrusted, Style)>),
    /// `file`
    File,
    /// `file_typed`
    FileTyped(Vec<Untrusted>),
    /// `file_map`. It has no argument for a name.
    FileMap,
    /// `part`
    Part,
    /// `part_typed`
    PartTyped(Untrusted),
    /// `part_list`
    PartList(ListStyle),
    /// `part_json`
    PartJson,
    /// `part_json_typed`
    PartJsonTyped(Untrusted),
    /// `part_value`
    PartValue,
    /// `part_styled`
    PartStyled(Style),
    /// `part_object`. It has no argument for a name.
    PartObject,
    /// `Params::apply`, for a list whose items are groups of parts.
    PartGroups,
    /// `header`
    Header,
    /// `header_json`
    HeaderJson,
    /// `header_styled`
    HeaderStyled(Style),
    /// `cookie`
    Cookie,
    /// `cookie_list`
    CookieList(ListStyle),
    /// `cookie_json`
    CookieJson,
    /// `cookie_styled`
    CookieStyled(Style),
}

/// The separator between the items of a list.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
pub enum ListStyle {
    /// A comma.
    Comma,
    /// A space.
    Space,
    /// The character `|`.
    Pipe,
}

impl WriteCall {
    pub(super) fn of(location: ParamLocation, encoding: &Encoding, ty: &Ty) -> Self {
        let style = ListStyle::of(encoding, ty);
        match (location, encoding) {
            (ParamLocation::Path, _) => Self::Query,
            (ParamLocation::Query, Encoding::Styled(style)) => Self::QueryStyled(*style),
            (ParamLocation::Form, Encoding::Styled(style)) => Self::FormStyled(*style),
            (ParamLocation::Header, Encoding::Styled(style)) => Self::HeaderStyled(*style),
            (ParamLocation::Cookie, Encoding::Styled(style)) => Self::CookieStyled(*style),
            (ParamLocation::Query, _) => query(encoding, style),
            (ParamLocation::Form, _) => form(encoding, style),
            (ParamLocation::Part, _) => part(encoding, style, ty),
            (ParamLocation::Header, _) if is_json(encoding) => Self::HeaderJson,
            (ParamLocation::Header, _) => Self::Header,
            (ParamLocation::Cookie, _) if is_json(encoding) => Self::CookieJson,
            (ParamLocation::Cookie, _) => style.map_or(Self::Cookie, Self::CookieList),
        }
    }

    /// Returns the method that writes the additional properties of a form. `ty` is the type of each property.
    pub(super) fn additional(location: ParamLocation, ty: &Ty) -> Self {
        match location {
            ParamLocation::Part => part(
                &Encoding::Properties(Vec::new()),
                None,
                &Ty::Map(Box::new(ty.clone())),
            ),
            _ => Self::FormObject(Vec::new()),
        }
    }
}

fn query(encoding: &Encoding, style: Option<ListStyle>) -> WriteCall {
    match (encoding, style) {
        (_, Some(style)) => WriteCall::QueryList(style),
        (Encoding::Json, None) => WriteCall::QueryJson,
        (Encoding::DeepObject, None) => WriteCall::QueryDeepObject,
        (Encoding::ExplodedObject, None) => WriteCall::QueryObject,
        (_, None) => WriteCall::Query,
    }
}

fn form(encoding: &Encoding, style: Option<ListStyle>) -> WriteCall {
    match (encoding, style) {
        (_, Some(style)) => WriteCall::FormList(style),
        (Encoding::Properties(styles), None) => WriteCall::FormObject(untrusted(styles)),
        (Encoding::ByValue, None) => WriteCall::FormValue,
        _ if is_json(encoding) => WriteCall::FormJson,
        _ => WriteCall::Form,
    }
}

fn untrusted(styles: &[(String, Style)]) -> Vec<(Untrusted, Style)> {
    let styles = styles.iter();
    styles
        .map(|(name, style)| (Untrusted::new(name), *style))
        .collect()
}

fn part(encoding: &Encoding, style: Option<ListStyle>, ty: &Ty) -> WriteCall {
    let first = |types: &[String]| types.first().map(Untrusted::new).unwrap_or_default();
    match (encoding, style) {
        (Encoding::Properties(_), _) => match ty {
            Ty::Map(files) if is_file(files) => WriteCall::FileMap,
            _ => WriteCall::PartObject,
        },
        (Encoding::Groups, _) => WriteCall::PartGroups,
        (Encoding::Typed { content_types, .. }, _) if is_file(ty) => {
            WriteCall::FileTyped(content_types.iter().map(Untrusted::new).collect())
        }
        _ if is_file(ty) => WriteCall::File,
        (_, Some(style)) => WriteCall::PartList(style),
        (
            Encoding::Typed {
                json,
                content_types,
            },
            None,
        ) => {
            if *json {
                WriteCall::PartJsonTyped(first(content_types))
            } else {
                WriteCall::PartTyped(first(content_types))
            }
        }
        (Encoding::Json, None) => WriteCall::PartJson,
        (Encoding::Styled(style), None) => WriteCall::PartStyled(*style),
        (Encoding::DeepObject | Encoding::ExplodedObject | Encoding::ByValue, None) => {
            WriteCall::PartValue
        }
        (_, None) => WriteCall::Part,
    }
}

/// Returns whether a value with this encoding is sent as JSON text in forms, headers and cookies.
fn is_json(encoding: &Encoding) -> bool {
    matches!(
        encoding,
        Encoding::Json | Encoding::DeepObject | Encoding::ExplodedObject
    )
}

impl ListStyle {
    fn of(encoding: &Encoding, ty: &Ty) -> Option<Self> {
        match encoding {
            Encoding::CommaDelimited => matches!(ty, Ty::List(_)).then_some(Self::Comma),
            Encoding::SpaceDelimited => Some(Self::Space),
            Encoding::PipeDelimited => Some(Self::Pipe),
            Encoding::Text
            | Encoding::DoublePercent
            | Encoding::Json
            | Encoding::DeepObject
            | Encoding::ExplodedObject
            | Encoding::ByValue
            | Encoding::Styled(_)
            | Encoding::Typed { .. }
            | Encoding::Properties(_)
            | Encoding::Groups => None,
        }
    }
}

fn is_file(ty: &Ty) -> bool {
    match ty {
        Ty::List(inner) => is_file(inner),
        other => *other == Ty::File,
    }
}
