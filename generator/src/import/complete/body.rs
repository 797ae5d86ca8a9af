//! Reads the publisher's request and response bodies, and writes the bodies of our documents.

use super::pages;
use super::read::Reader;
use super::shape::{Kind, Shape};
use super::work::{Context, Work};
use crate::import::nodes::maps_of;
use crate::import::tables::Place;
use crate::import::tree::{Members, Tree};
use crate::source::Map;

/// A request or response body: its media type and its schema.
#[derive(Clone, Debug)]
pub(super) struct Body {
    pub(super) media: String,
    /// The settled schema. `None` if the publisher's document contains no schema.
    pub(super) shape: Option<Shape>,
    pub(super) place: Place,
    pub(super) context: Context,
}

impl Body {
    /// Creates the body of a response that is a file, for example of a download.
    pub(super) fn file(place: Place, context: &Context) -> Self {
        let shape = Shape {
            format: Some("binary".to_owned()),
            ..Shape::of(Kind::Text)
        };
        Self {
            media: "application/octet-stream".to_owned(),
            shape: Some(shape),
            place,
            context: context.clone(),
        }
    }
}

/// The names that the table `names` gives to the schema of a body and to the schema of its items.
#[derive(Clone, Copy, Debug)]
pub(super) struct BodyNames<'a> {
    /// The name of the body's schema.
    pub(super) schema: Option<&'a str>,
    /// The name of the schema of the items, for example of each user in a list of users.
    pub(super) item: Option<&'a str>,
    /// The property that contains the list of items, if `pages` found it.
    pub(super) list: Option<&'a str>,
}

/// Returns the first media type of a `content`, and the schema of this media type. A JSON media type is preferred.
pub(super) fn first(content: &Map, reader: Reader<'_>) -> Option<(String, Option<Shape>)> {
    let all = || {
        let node = content.get("content");
        maps_of(node)
    };
    let json = all().find(|(media, _)| is_json(media));
    let (media, map) = json.or_else(|| all().next())?;
    let schema = map
        .get("schema")
        .filter(|node| node.as_map().is_some_and(|map| !map.is_empty()));
    Some((media.to_owned(), schema.map(|node| reader.shape(node))))
}

/// Returns whether a media type is JSON.
pub(super) fn is_json(media: &str) -> bool {
    let plain = media.split(';').next().unwrap_or_default().trim();
    plain == "application/json" || plain.ends_with("+json")
}

impl Work<'_> {
    /// Settles the schema of a body. The schema and the schema of its items get the names in `names`.
    pub(super) fn body(
        &mut self,
        media: String,
        shape: Option<Shape>,
        place: &Place,
        names: BodyNames<'_>,
        context: &Context,
    ) -> Body {
        let shape = shape.map(|shape| match names.schema {
            Some(name) if is_json(&media) => self.named_body(name, shape, names, context),
            _ => {
                let shape = self.with_named_items(shape, place, names, context);
                self.settle(shape, place, context)
            }
        });
        Body {
            media,
            shape,
            place: place.clone(),
            context: context.clone(),
        }
    }

    fn named_body(
        &mut self,
        name: &str,
        shape: Shape,
        names: BodyNames<'_>,
        context: &Context,
    ) -> Shape {
        // The place of a named schema starts with the name of the schema, not with the operation.
        let outer = Place::default();
        let inner = outer.named(name);
        self.order.insert(name.to_owned());
        let shape = self.with_named_items(shape, &inner, names, context);
        self.named(name, shape, &outer, context)
    }

    /// Finds the list in a body, and gives the name in `names` to the schema of the list's items.
    fn with_named_items(
        &mut self,
        mut shape: Shape,
        place: &Place,
        names: BodyNames<'_>,
        context: &Context,
    ) -> Shape {
        if let Some(item) = names.item {
            if let Kind::List(items) = &mut shape.kind {
                let taken = std::mem::take(&mut **items);
                **items = self.named(item, taken, place, context);
            } else {
                let lists = pages::lists(&shape);
                let list = names.list.or_else(|| lists.first().copied());
                let list = list.map(str::to_owned);
                let found = list.is_some_and(|list| {
                    let place = place.child(&list);
                    pages::name_items(&mut shape, &list, |shape| {
                        self.named(item, shape, &place, context)
                    })
                });
                if !found {
                    self.here.review.add(
                        "items without a list of objects",
                        format!("{}: {item}", place.full()),
                    );
                }
            }
        }
        shape
    }

    /// Writes the `content` of a body: its media type, its schema and an example.
    pub(super) fn content(&mut self, body: &Body) -> Option<Tree> {
        let shape = body.shape.as_ref()?;
        let mut members = Members::new();
        let schema = self.bare(shape, &body.place, &body.context);
        members.push(("schema".to_owned(), schema));
        if is_json(&body.media) {
            let example = self.example(shape, &body.place, &body.context);
            members.push(("example".to_owned(), example));
        }
        Some(Tree::Block(vec![(
            body.media.clone(),
            Tree::Block(members),
        )]))
    }
}
