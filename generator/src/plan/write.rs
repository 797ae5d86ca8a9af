//! How parameters and form fields are written to a request.

use serde::Serialize;

use crate::model::{Encoding, ParamLocation, Ty};

/// The statement that writes a value to a request.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Write {
    /// The name of the value on the wire.
    pub wire: String,
    /// The function of the request.
    pub call: WriteCall,
}

/// The function of a request that writes a value.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
pub enum WriteCall {
    /// `query`
    Query,
    /// `query_list`
    QueryList(ListStyle),
    /// `query_json`
    QueryJson,
    /// `query_deep_object`
    QueryDeepObject,
    /// `query_object`, which takes no name.
    QueryObject,
    /// `form`
    Form,
    /// `form_list`
    FormList(ListStyle),
    /// `form_json`
    FormJson,
    /// `file`
    File,
    /// `part`
    Part,
    /// `part_list`
    PartList(ListStyle),
    /// `part_json`
    PartJson,
    /// `part_value`
    PartValue,
    /// `header`
    Header,
    /// `header_json`
    HeaderJson,
    /// `cookie`
    Cookie,
    /// `cookie_list`
    CookieList(ListStyle),
    /// `cookie_json`
    CookieJson,
}

/// How a list is written as one text.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
pub enum ListStyle {
    /// Joined by commas.
    Comma,
    /// Joined by blanks.
    Space,
    /// Joined by `|`.
    Pipe,
}

impl WriteCall {
    pub(super) fn of(location: ParamLocation, encoding: Encoding, ty: &Ty) -> Self {
        let style = ListStyle::of(encoding, ty);
        match location {
            ParamLocation::Path => Self::Query,
            ParamLocation::Query => query(encoding, style),
            ParamLocation::Form => form(encoding, style),
            ParamLocation::Part => part(encoding, style, ty),
            // A header that occurs several times means the same as a list.
            ParamLocation::Header if is_json(encoding) => Self::HeaderJson,
            ParamLocation::Header => Self::Header,
            ParamLocation::Cookie if is_json(encoding) => Self::CookieJson,
            ParamLocation::Cookie => style.map_or(Self::Cookie, Self::CookieList),
        }
    }
}

fn query(encoding: Encoding, style: Option<ListStyle>) -> WriteCall {
    match (encoding, style) {
        (_, Some(style)) => WriteCall::QueryList(style),
        (Encoding::Json, None) => WriteCall::QueryJson,
        (Encoding::DeepObject, None) => WriteCall::QueryDeepObject,
        (Encoding::ExplodedObject, None) => WriteCall::QueryObject,
        (_, None) => WriteCall::Query,
    }
}

fn form(encoding: Encoding, style: Option<ListStyle>) -> WriteCall {
    match style {
        Some(style) => WriteCall::FormList(style),
        None if is_json(encoding) => WriteCall::FormJson,
        None => WriteCall::Form,
    }
}

fn part(encoding: Encoding, style: Option<ListStyle>, ty: &Ty) -> WriteCall {
    match (encoding, style) {
        _ if is_file(ty) => WriteCall::File,
        (_, Some(style)) => WriteCall::PartList(style),
        (Encoding::Json, None) => WriteCall::PartJson,
        (Encoding::DeepObject | Encoding::ExplodedObject | Encoding::ByValue, None) => {
            WriteCall::PartValue
        }
        (_, None) => WriteCall::Part,
    }
}

/// Whether an object is written as JSON outside of a query.
fn is_json(encoding: Encoding) -> bool {
    matches!(
        encoding,
        Encoding::Json | Encoding::DeepObject | Encoding::ExplodedObject
    )
}

impl ListStyle {
    fn of(encoding: Encoding, ty: &Ty) -> Option<Self> {
        match encoding {
            Encoding::CommaDelimited => matches!(ty, Ty::List(_)).then_some(Self::Comma),
            Encoding::SpaceDelimited => Some(Self::Space),
            Encoding::PipeDelimited => Some(Self::Pipe),
            Encoding::Text
            | Encoding::DoublePercent
            | Encoding::Json
            | Encoding::DeepObject
            | Encoding::ExplodedObject
            | Encoding::ByValue => None,
        }
    }
}

fn is_file(ty: &Ty) -> bool {
    match ty {
        Ty::List(inner) => is_file(inner),
        other => *other == Ty::File,
    }
}
