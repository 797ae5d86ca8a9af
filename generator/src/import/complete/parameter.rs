//! Reads the parameters of operations, and writes the parameters of our documents.

use super::prose::says_deprecated;
use super::publisher::Published;
use super::read::Reader;
use super::shape::{Flag, Kind, Shape};
use super::work::{Context, Work};
use crate::import::nodes::list;
use crate::import::tables::Place;
use crate::import::tree::{Members, Tree};
use crate::openapi::template;
use crate::source::{Map, Node};

/// In the table `types`, this word marks a string parameter that contains several values, separated by commas. The
/// parameter becomes a list.
pub(super) const COMMAS: &str = "commas";

/// A parameter of an operation.
#[derive(Clone, Debug)]
pub(super) struct Parameter<'a> {
    pub(super) map: &'a Map,
    /// The name in our document.
    pub(super) name: String,
    /// The name in the publisher's document.
    pub(super) published: String,
    /// The place of the parameter. Rows of the tables are found by this place.
    pub(super) place: Place,
    pub(super) shape: Shape,
}

impl Parameter<'_> {
    pub(super) fn location(&self) -> &str {
        self.map.text_of("in").unwrap_or_default()
    }
}

/// Reads the parameters of an operation. `path` is the path of the operation in our document. If this path has no
/// prefix, the placeholders of the prefix are omitted.
pub(super) fn read<'a>(
    published: &Published<'a>,
    path: &str,
    prefix: Option<&str>,
) -> Vec<Parameter<'a>> {
    let reader = Reader {
        document: published.document,
    };
    let below = |path: &str| {
        let below = prefix.and_then(|prefix| path.strip_prefix(prefix));
        below.map(str::to_owned)
    };
    // The publisher's path and our path can have different names for the same placeholder. Placeholders are matched by
    // position, after the prefix.
    let theirs = below(published.path).unwrap_or_else(|| published.path.to_owned());
    let ours = below(path).unwrap_or_else(|| path.to_owned());
    let theirs = template::placeholders(&theirs);
    let ours = template::placeholders(&ours);
    let in_path = template::placeholders(path);
    let rename = |name: &str| {
        let position = theirs.iter().position(|other| *other == name);
        let ours = position.and_then(|position| ours.get(position));
        ours.map_or(name, |name| name).to_owned()
    };
    let mut found: Vec<Parameter<'a>> = Vec::new();
    let all = list(published.item.get("parameters")).chain(list(published.node.get("parameters")));
    for map in all.filter_map(|node| reader.resolve(node)) {
        let published = map.text_of("name").unwrap_or_default();
        let is_in_path = map.text_of("in") == Some("path");
        let name = if is_in_path {
            rename(published)
        } else {
            published.to_owned()
        };
        if is_in_path && !in_path.contains(&name.as_str()) {
            continue;
        }
        let shape = map.get("schema").map(|node| reader.shape(node));
        let parameter = Parameter {
            map,
            published: published.to_owned(),
            place: Place::default(),
            shape: shape.unwrap_or_else(|| Shape::of(Kind::Text)),
            name,
        };
        // A parameter of the operation replaces a parameter of the path item with the same name.
        found.retain(|other| {
            other.name != parameter.name || other.location() != parameter.location()
        });
        found.push(parameter);
    }
    found
}

impl Work<'_> {
    /// Gives a parameter its final schema and its place. `place` is the place of the operation.
    pub(super) fn settle_parameter(
        &mut self,
        parameter: &mut Parameter<'_>,
        place: &Place,
        context: &Context,
    ) {
        parameter.place = place.child(&parameter.name);
        parameter.place.add(&place.child(&parameter.published));
        parameter
            .place
            .add(&Place::new(["parameters", &parameter.name]));
        let place = &parameter.place;
        let mut shape = std::mem::take(&mut parameter.shape);
        let flag = |name: &str| parameter.map.get(name).and_then(Node::as_bool) == Some(true);
        let description = parameter.map.text_of("description");
        if flag("deprecated") || description.is_some_and(says_deprecated) {
            shape.flags.insert(Flag::Deprecated);
        }
        let is_joined = self.tables.types.value(&context.area, place) == Some(COMMAS);
        if is_joined && !matches!(shape.kind, Kind::List(_)) {
            // The publisher describes one value instead of a list, so the list is added here.
            let flags = std::mem::take(&mut shape.flags);
            shape = Shape {
                flags,
                ..Shape::of(Kind::List(Box::new(shape)))
            };
        }
        let mut shape = self.settle(shape, place, context);
        if parameter.map.text_of("in") == Some("path") {
            if self.tables.ids.value(&context.area, place).is_some() {
                shape.kind = Kind::Text;
                shape.limits.clear();
                shape.values.clear();
                shape.format = None;
            }
            shape.flags.remove(&Flag::Nullable);
            shape.default = None;
        }
        parameter.shape = shape;
    }

    /// Returns a settled parameter as a tree.
    pub(super) fn parameter(&mut self, parameter: &Parameter<'_>, context: &Context) -> Tree {
        let location = parameter.location();
        let is_in_path = location == "path";
        let place = &parameter.place;
        let mut shape = parameter.shape.clone();
        let mut members: Members = vec![
            ("name".to_owned(), Tree::text(&parameter.name)),
            ("in".to_owned(), Tree::text(location)),
        ];
        let flag = |name: &str| parameter.map.get(name).and_then(Node::as_bool) == Some(true);
        // If a parameter has a default, the server accepts requests without this parameter.
        if is_in_path || flag("required") && shape.default.is_none() {
            members.push(("required".to_owned(), Tree::yes()));
        }
        if shape.flags.remove(&Flag::Deprecated) {
            members.push(("deprecated".to_owned(), Tree::yes()));
        }
        if self.tables.types.value(&context.area, place) == Some(COMMAS) {
            members.push(("style".to_owned(), Tree::text("form")));
            members.push(("explode".to_owned(), Tree::Plain("false".to_owned())));
        } else {
            for name in ["style", "explode"] {
                let value = parameter.map.get(name).map(Tree::of);
                members.extend(value.map(|value| (name.to_owned(), value)));
            }
        }
        members.push((
            "description".to_owned(),
            Tree::Text(self.words(place, &context.area)),
        ));
        let twice = self.setting("double-encode").unwrap_or_default();
        let id = self.tables.ids.value(&context.area, place);
        let is_twice = id.is_some_and(|id| twice.split_whitespace().any(|other| other == id));
        if is_in_path && is_twice {
            members.push(("x-double-encode".to_owned(), Tree::yes()));
        }
        let schema = match &shape.kind {
            // OpenAPI 3.0 ignores keys beside `$ref`. The default counts if the reference is inside an `allOf`.
            Kind::Named(_) if shape.default.is_some() => {
                Tree::Block(self.schema(&shape, place, context, ""))
            }
            _ => self.bare(&shape, place, context),
        };
        members.push(("schema".to_owned(), schema));
        let tree = Tree::Block(members);
        self.here
            .parameters
            .entry(parameter.name.clone())
            .or_default()
            .push(tree.clone());
        tree
    }
}
