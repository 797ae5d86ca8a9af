//! How the pages of a list are read.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{
    Field, Input, Model, Operation, PageKind, PageRule, ParamLocation, Success, Ty, TypeId,
};

/// How one page is read: members of its type, by index.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct PageFields {
    /// The member that holds the items.
    pub items: usize,
    /// The type of an item.
    pub item: Ty,
    /// The member that holds the token of the next page.
    pub token: Option<usize>,
    /// The member that holds the number of this page.
    pub number: Option<usize>,
    /// The member that holds the number of pages.
    pub count: Option<usize>,
}

/// The pages of every operation that has some, by the type of a page.
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
                &format!("no parameter `{}` asks for a page", rule.request),
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
            format!("`x-pagination` does not fit: {message}"),
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
        return Err("the answer has no members".to_owned());
    };
    let fields = model.fields(id).ok_or("the answer has no members")?;
    let find = |name: &str| fields.iter().position(|field| field.wire == name);
    let items =
        find(&rule.items).ok_or_else(|| format!("the answer has no member `{}`", rule.items))?;
    let item = match fields.get(items).map(|field| &field.ty) {
        Some(Ty::List(item)) => (**item).clone(),
        _ => return Err(format!("`{}` is no list", rule.items)),
    };
    let marker = find(&rule.response)
        .ok_or_else(|| format!("the answer has no member `{}`", rule.response))?;
    let fits = fields
        .get(marker)
        .is_some_and(|field| fits(field, rule.kind));
    if !fits {
        return Err(format!(
            "`{}` is not of the type that tells the next page",
            rule.response
        ));
    }
    let by_token = rule.kind == PageKind::Token;
    let page = PageFields {
        items,
        item,
        token: by_token.then_some(marker),
        number: (!by_token).then_some(marker),
        count: rule.count.as_deref().and_then(find),
    };
    Ok((id, page))
}

fn fits(field: &Field, kind: PageKind) -> bool {
    match kind {
        PageKind::Token => field.ty == Ty::Str,
        PageKind::Number => matches!(field.ty, Ty::Int(_)),
    }
}
