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
    let Success::Json(Ty::Named(id)) = operation.success else {
        return Err("the response is not an object".to_owned());
    };
    let fields = model.fields(id).ok_or("the response is not an object")?;
    let find = |name: &str| fields.iter().position(|field| field.wire == name);
    let items = find(&rule.items)
        .ok_or_else(|| format!("the response has no property `{}`", rule.items))?;
    let item = match fields.get(items).map(|field| &field.ty) {
        Some(Ty::List(item)) => (**item).clone(),
        _ => return Err(format!("`{}` is not a list", rule.items)),
    };
    let marker = find(&rule.response)
        .ok_or_else(|| format!("the response has no property `{}`", rule.response))?;
    let fits = fields
        .get(marker)
        .is_some_and(|field| fits(field, rule.kind));
    if !fits {
        return Err(format!(
            "`{}` has the wrong type for the next page",
            rule.response
        ));
    }
    let find_integer = |name: &str| {
        let is_integer = |field: &Field| matches!(field.ty, Ty::Int(_));
        find(name).filter(|index| fields.get(*index).is_some_and(is_integer))
    };
    let by_token = rule.kind == PageKind::Token;
    let page = PageFields {
        items,
        item,
        token: by_token.then_some(marker),
        number: (!by_token).then_some(marker),
        count: rule.count.as_deref().and_then(find_integer),
        total: rule.total.as_deref().and_then(find_integer),
    };
    Ok((id, page))
}

fn fits(field: &Field, kind: PageKind) -> bool {
    match kind {
        PageKind::Token => field.ty == Ty::Str,
        PageKind::Number => matches!(field.ty, Ty::Int(_)),
    }
}
