//! Finds out whether an operation returns its results in pages.

use super::shape::{Kind, Object, Shape};
use super::work::Work;
use crate::import::tree::{Members, Tree};

/// How an operation returns its results in pages.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Pages {
    kind: &'static str,
    /// The property of the response that contains the items.
    pub(super) items: String,
    /// The maximum size of a page.
    most: Option<i128>,
}

impl Pages {
    /// Returns the pagination as the value of `x-pagination`.
    pub(super) fn tree(&self) -> Tree {
        let mut members: Members = vec![
            ("kind".to_owned(), Tree::text(self.kind)),
            ("items".to_owned(), Tree::text(&self.items)),
        ];
        if let Some(most) = self.most {
            members.push(("max-page-size".to_owned(), Tree::Plain(most.to_string())));
        }
        Tree::Map(members)
    }
}

impl Work<'_> {
    /// Returns the pagination of an operation. `None` if the operation does not return pages. `query` contains the
    /// names and schemas of its query parameters.
    pub(super) fn pages(
        &mut self,
        operation: &str,
        query: &[(String, Shape)],
        body: Option<&Shape>,
        item_at: impl Fn(&str) -> bool,
    ) -> Option<Pages> {
        let options = self.options;
        let names = &options.pagination;
        let asked = |name: &str| query.iter().find(|(other, _)| other == name);
        let answered = |name: &str| body.is_some_and(|body| body.property(name).is_some());
        let token = names.token.as_ref();
        let token = token.map(|names| ("token", &names.request, &names.response, &names.size));
        let number = names.number.as_ref();
        let number = number.map(|names| ("number", &names.request, &names.response, &names.size));
        let styles: Vec<_> = token.into_iter().chain(number).collect();
        let style = styles
            .iter()
            .find(|(_, request, response, _)| asked(request).is_some() && answered(response));
        let Some((kind, _, _, size)) = style else {
            let is_asked = styles
                .iter()
                .any(|(_, request, _, _)| asked(request).is_some());
            if is_asked {
                self.here
                    .review
                    .add("asks for pages, but returns none", operation);
            }
            return None;
        };
        let lists: Vec<&str> = body.into_iter().flat_map(lists).collect();
        // If the response has several lists, the items of the page are in the list whose item schema has the name in
        // the table `names`.
        let decided: Vec<&str> = lists.iter().copied().filter(|list| item_at(list)).collect();
        let (([items], _) | (_, [items])) = (lists.as_slice(), decided.as_slice()) else {
            let line = format!("{operation}: {}", lists.join(", "));
            self.here.review.add("pages without exactly one list", line);
            return None;
        };
        let most = |shape: &Shape| shape.limit("maximum");
        let size = size.as_deref();
        let asked_size = size.and_then(asked).and_then(|(_, shape)| most(shape));
        let answered_size = size.and_then(|size| body?.property(size)).and_then(most);
        Some(Pages {
            kind,
            items: (*items).to_owned(),
            most: asked_size.or(answered_size),
        })
    }
}

/// Returns the names of the properties that are lists. Deprecated properties are ignored. If several properties are
/// lists, lists of strings or numbers are ignored too.
pub(super) fn lists(body: &Shape) -> Vec<&str> {
    let all: Vec<(&str, &Shape)> = body
        .properties()
        .filter(|(_, shape)| matches!(shape.kind, Kind::List(_)) && !shape.is_deprecated())
        .collect();
    let of_objects: Vec<&str> = all
        .iter()
        .filter(|(_, shape)| shape.items().is_some_and(Shape::is_object))
        .map(|(name, _)| *name)
        .collect();
    if all.len() > 1 && !of_objects.is_empty() {
        of_objects
    } else {
        all.into_iter().map(|(name, _)| name).collect()
    }
}

/// If the items of a list in a body are objects, gives their schema a name. Returns whether the schema got the name.
pub(super) fn name_items(body: &mut Shape, list: &str, name: impl FnOnce(Shape) -> Shape) -> bool {
    let Kind::Object(Object { properties, .. }) = &mut body.kind else {
        return false;
    };
    let Some(Shape {
        kind: Kind::List(items),
        ..
    }) = properties.get_mut(list)
    else {
        return false;
    };
    if !items.is_object() {
        return false;
    }
    **items = name(std::mem::take(&mut **items));
    true
}
