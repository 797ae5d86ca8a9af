//! Finds the fields of pages that pagination reads.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{
    Field, Input, Model, Operation, PageKind, PageRule, ParamLocation, Success, Ty, TypeId,
};

/// The fields of a page that pagination reads. Each value is a position in the fields of the struct.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct PageFields {
    /// The field with the items.
    pub items: usize,
    /// The type of an item.
    pub item: Ty,
    /// The field with the next page's token.
    pub token: Option<usize>,
    /// The field with the current page's number.
    pub number: Option<usize>,
    /// The field with the number of pages.
    pub count: Option<usize>,
    /// The field with the total number of items.
    pub total: Option<usize>,
    /// The field that is `true` if more pages follow.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub more: Option<usize>,
    /// The type of the items, and its field whose value selects the next page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<(TypeId, usize)>,
}

/// Finds these fields for each operation with pagination. The key is the type of the page. Reports operations whose
/// response does not fit their pagination.
pub(super) fn of(model: &Model, diagnostics: &mut Diagnostics) -> BTreeMap<TypeId, PageFields> {
    let mut table = BTreeMap::new();
    for operation in &model.operations {
        let Some(rule) = &operation.pages else {
            continue;
        };
        if !sends(model, operation, &rule.request) {
            report(
                operation,
                diagnostics,
                &format!(
                    "the operation has no parameter `{}` that selects a page",
                    rule.request
                ),
            );
        }
        match read(model, operation, rule) {
            Ok((id, fields)) => {
                table.insert(id, fields);
            }
            Err(message) => report(operation, diagnostics, &message),
        }
    }
    table
}

fn report(operation: &Operation, diagnostics: &mut Diagnostics, message: &str) {
    diagnostics.push(
        Diagnostic::error(
            Code::PaginationMismatch,
            format!("`x-pagination` does not fit the operation: {message}"),
        )
        .label(operation.origin.span, "of this operation"),
    );
}

fn sends(model: &Model, operation: &Operation, name: &str) -> bool {
    operation.inputs.iter().any(|input| match input {
        Input::Argument { wire, location, .. } => wire == name && *location != ParamLocation::Path,
        Input::Params { ty, .. } => model
            .fields(*ty)
            .is_some_and(|fields| fields.iter().any(|field| field.wire == name)),
    })
}

fn read(
    model: &Model,
    operation: &Operation,
    rule: &PageRule,
) -> Result<(TypeId, PageFields), String> {
    let Success::Json(Ty::Named(page_id)) = operation.success else {
        return Err("the response is not an object".to_owned());
    };
    let fields = model
        .fields(page_id)
        .ok_or("the response is not an object")?;
    let find = |name: &str| fields.iter().position(|field| field.wire == name);
    let items = find(&rule.items)
        .ok_or_else(|| format!("the response has no property `{}`", rule.items))?;
    let item = match fields.get(items).map(|field| &field.ty) {
        Some(Ty::List(item)) => (**item).clone(),
        _ => return Err(format!("`{}` is not a list", rule.items)),
    };
    let marker = marker(rule, fields)?;
    let id = match rule.kind {
        PageKind::LastId => Some(id_of_item(model, rule, &item)?),
        PageKind::Token | PageKind::Number | PageKind::Offset => None,
    };
    let find_integer = |name: &str| {
        let is_integer = |field: &Field| matches!(field.ty, Ty::Int(_));
        find(name).filter(|index| fields.get(*index).is_some_and(is_integer))
    };
    let is_flag = |index: &usize| fields.get(*index).is_some_and(|field| field.ty == Ty::Bool);
    let page = PageFields {
        items,
        item,
        token: marker.filter(|_| rule.kind == PageKind::Token),
        number: marker.filter(|_| rule.kind == PageKind::Number),
        count: rule.count.as_deref().and_then(find_integer),
        total: rule.total.as_deref().and_then(find_integer),
        more: rule.more.as_deref().and_then(find).filter(is_flag),
        id,
    };
    Ok((page_id, page))
}

/// Finds the field with the token of the next page, or with the number of the current page.
fn marker(rule: &PageRule, fields: &[Field]) -> Result<Option<usize>, String> {
    let is_without = match rule.kind {
        PageKind::Offset | PageKind::LastId => true,
        PageKind::Number => rule.response.is_empty(),
        PageKind::Token => false,
    };
    if is_without {
        return Ok(None);
    }
    let name = &rule.response;
    let index = fields.iter().position(|field| field.wire == *name);
    let index = index.ok_or_else(|| format!("the response has no property `{name}`"))?;
    let is_fit = fields
        .get(index)
        .is_some_and(|field| fits(field, rule.kind));
    if is_fit {
        Ok(Some(index))
    } else {
        Err(format!("`{name}` has the wrong type for the next page"))
    }
}

/// Finds the field of the items whose value selects the next page.
fn id_of_item(model: &Model, rule: &PageRule, item: &Ty) -> Result<(TypeId, usize), String> {
    let name = &rule.response;
    let found = item.named().and_then(|id| {
        let fields = model.fields(id)?;
        let is_id = |field: &Field| field.wire == *name && field.ty == Ty::Str;
        Some((id, fields.iter().position(is_id)?))
    });
    found.ok_or_else(|| format!("the items have no text `{name}`"))
}

fn fits(field: &Field, kind: PageKind) -> bool {
    match kind {
        PageKind::Token | PageKind::LastId => field.ty == Ty::Str,
        PageKind::Number | PageKind::Offset => matches!(field.ty, Ty::Int(_)),
    }
}
