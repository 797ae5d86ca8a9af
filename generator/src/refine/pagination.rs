//! Detects operations with pagination, if the document does not declare it.
//!
//! In: the model. Out: the same model, in which more `GET` operations of lenient APIs have pagination. An operation has
//! pagination if a parameter and properties of the response have well-known names. Either the names belong to
//! pagination by token, or they belong to pagination by page number, by offset or by the last id. The response must also have
//! exactly one list.

use super::policies::Policies;
use crate::input::Policy;
use crate::model::{
    Field, Input, Method, Model, Operation, PageKind, PageRule, ParamLocation, Success, Ty,
};

/// Names for pagination by token: the parameter, and the response property with the token of the next page.
const TOKENS: &[(&str, &str)] = &[
    ("next_page_token", "next_page_token"),
    ("page_token", "next_page_token"),
    ("pageToken", "nextPageToken"),
    ("next_token", "next_token"),
    ("nextToken", "nextToken"),
    ("cursor", "next_cursor"),
    ("cursor", "nextCursor"),
    ("cursor", "next"),
];

/// Names for pagination by page number: the parameter, and the response property with the number of pages. The response
/// property with the number of the current page has the same name as the parameter.
const NUMBERS: &[(&str, &str)] = &[
    ("page_number", "page_count"),
    ("pageNumber", "pageCount"),
    ("page", "total_pages"),
    ("page", "totalPages"),
    ("page", "page_count"),
];

/// Names of the request parameter for an offset.
const OFFSETS: &[&str] = &["offset"];

/// Names for pages after an item: the request parameter with the id of the item, the response property that is `true` if more
/// pages follow, and a response property that must exist too. Without this property, `after` could be another token.
const LAST_IDS: &[(&str, &str, Option<&str>)] = &[
    ("starting_after", "has_more", None),
    ("after", "has_more", Some("last_id")),
];

/// Names of response properties with the total number of items.
const TOTALS: &[&str] = &[
    "total_records",
    "total_count",
    "totalCount",
    "total_items",
    "totalItems",
    "total_results",
    "totalResults",
    "total",
];

/// Names of request parameters for the page size.
const SIZES: &[&str] = &[
    "page_size",
    "pageSize",
    "per_page",
    "perPage",
    "limit",
    "max_results",
    "maxResults",
];

/// Adds pagination to each operation that has these names and does not declare pagination.
pub(super) fn detect(model: &mut Model, policies: Policies<'_>) {
    let rules: Vec<Option<PageRule>> = model
        .operations
        .iter()
        .map(|operation| {
            let asks = policies.is(operation.group, Policy::Lenient)
                && operation.method == Method::Get
                && operation.pages.is_none();
            if asks { rule(model, operation) } else { None }
        })
        .collect();
    for (operation, rule) in model.operations.iter_mut().zip(rules) {
        if rule.is_some() {
            operation.pages = rule;
        }
    }
}

fn rule(model: &Model, operation: &Operation) -> Option<PageRule> {
    let Success::Json(Ty::Named(page)) = operation.success else {
        return None;
    };
    let answer = model.fields(page)?;
    let parameters = operation.inputs.iter().find_map(|input| match input {
        Input::Params {
            ty,
            required: false,
        } => model.fields(*ty),
        Input::Params { .. } | Input::Argument { .. } => None,
    })?;
    let mut lists = answer
        .iter()
        .filter(|field| matches!(field.ty, Ty::List(_)));
    let (Some(items), None) = (lists.next(), lists.next()) else {
        return None;
    };
    let asks = |name: &str| parameters.iter().any(|field| is_query(field, name));
    let has = |name: &str, is_fit: fn(&Ty) -> bool| {
        answer
            .iter()
            .any(|field| field.wire == name && is_fit(&field.ty))
    };
    let is_text = |ty: &Ty| *ty == Ty::Str;
    let is_integer = |ty: &Ty| matches!(ty, Ty::Int(_));
    let token = TOKENS
        .iter()
        .find(|(request, response)| asks(request) && has(response, is_text))
        .map(|(request, response)| (PageKind::Token, *request, *response, None));
    let number = NUMBERS
        .iter()
        .find(|(request, count)| {
            asks(request) && has(request, is_integer) && has(count, is_integer)
        })
        .map(|(request, count)| {
            (
                PageKind::Number,
                *request,
                *request,
                Some((*count).to_owned()),
            )
        });
    let size = SIZES.iter().find(|name| asks(name));
    let total = TOTALS.iter().find(|name| has(name, is_integer));
    let is_of_integer = |name: &&&str| {
        let mut named = parameters.iter().filter(|field| is_query(field, name));
        named.any(|field| is_integer(&field.ty))
    };
    // Without the total number, `offset` could have another meaning.
    let offset = OFFSETS
        .iter()
        .find(is_of_integer)
        .filter(|_| total.is_some() && size.is_some())
        .map(|request| (PageKind::Offset, *request, "", None));
    let last_id = LAST_IDS
        .iter()
        .find(|(request, more, beside)| {
            asks(request)
                && has(more, |ty| *ty == Ty::Bool)
                && beside.is_none_or(|name| answer.iter().any(|field| field.wire == name))
                && has_id(model, items)
        })
        .map(|(request, more, _)| (PageKind::LastId, *request, "id", Some((*more).to_owned())));
    let (kind, request, response, extra) = token.or(number).or(offset).or(last_id)?;
    let (more, count) = match kind {
        PageKind::LastId => (extra, None),
        PageKind::Token | PageKind::Number | PageKind::Offset => (None, extra),
    };
    Some(PageRule {
        kind,
        more,
        items: items.wire.clone(),
        request: request.to_owned(),
        size: size.map(|name| (*name).to_owned()),
        max_size: 0,
        response: response.to_owned(),
        count,
        total: total.map(|name| (*name).to_owned()),
        location: ParamLocation::Query,
    })
}

/// Whether the items of a list have a text `id`.
fn has_id(model: &Model, items: &Field) -> bool {
    let Ty::List(item) = &items.ty else {
        return false;
    };
    let fields = item.named().and_then(|id| model.fields(id));
    let mut fields = fields.unwrap_or_default().iter();
    fields.any(|field| field.wire == "id" && field.ty == Ty::Str)
}

fn is_query(field: &Field, name: &str) -> bool {
    field.wire == name && field.location == Some(ParamLocation::Query)
}
