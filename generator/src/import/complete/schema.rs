//! Writes the schemas of a document.
//!
//! In: a settled schema and its place. Out: a tree with the schema, its descriptions, `x-id`, `x-sensitive` and the
//! names of its enum values.

use super::shape::{Kind, Literal, Object, Shape};
use super::work::{Context, Work};
use crate::import::tables::Place;
use crate::import::tree::{Members, Tree};
use crate::import::words::pascal;
use crate::text::{sounds_secret, sounds_secret_number};

impl Literal {
    /// Converts a scalar value to a tree.
    pub(super) fn tree(&self) -> Tree {
        match self {
            Self::Text(text) => Tree::text(text),
            Self::Number(text) => Tree::Plain(text.clone()),
            Self::Boolean(value) => Tree::Plain(value.to_string()),
        }
    }
}

impl Work<'_> {
    /// Writes a named schema for `components`.
    pub(super) fn component(&mut self, name: &str) -> Tree {
        let Some(entry) = self.schemas.get(name).cloned() else {
            return Tree::Block(Members::new());
        };
        let words = self.schema_words(name, &entry.context.area);
        let mut members = self.schema(&entry.shape, &entry.place, &entry.context, &words);
        // In the schema of a property, the description is the last keyword. In a named schema, the description follows
        // the type.
        if let Some(at) = members.iter().position(|(key, _)| key == "description") {
            let description = members.remove(at);
            let is_type = |(key, _): &&(String, Tree)| key == "type" || key == "format";
            let at = members.iter().take_while(is_type).count();
            members.insert(at, description);
        }
        Tree::Block(members)
    }

    /// Writes the schema of a property, with its description.
    fn property(&mut self, shape: &Shape, place: &Place, context: &Context) -> Tree {
        let words = self.words(place, &context.area);
        // A property can be missing in all examples. This search marks its row as used, so that the row is not
        // reported.
        let _ = self.tables.examples.at(&context.area, place);
        Tree::Block(self.schema(shape, place, context, &words))
    }

    /// Returns the keywords of a schema, with the description `words`. An empty description is omitted.
    pub(super) fn schema(
        &mut self,
        shape: &Shape,
        place: &Place,
        context: &Context,
        words: &str,
    ) -> Members {
        let words = Tree::text(words);
        let mut members = Members::new();
        let mut add = |name: &str, tree: Tree| members.push((name.to_owned(), tree));
        match &shape.kind {
            Kind::Named(name) => {
                let reference = Tree::Block(vec![(
                    "$ref".to_owned(),
                    Tree::Text(self.reference_to(name)),
                )]);
                add("allOf", Tree::List(vec![reference]));
                flags(shape, &mut members);
                if let Some(default) = shape.default.as_ref().filter(|_| context.has_defaults) {
                    members.push(("default".to_owned(), default.tree()));
                }
                add_words(&mut members, words);
            }
            Kind::Any => add_words(&mut members, words),
            Kind::Object(object) => {
                add("type", Tree::text("object"));
                flags(shape, &mut members);
                add_words(&mut members, words);
                self.object(object, place, context, &mut members);
            }
            Kind::List(items) => {
                add("type", Tree::text("array"));
                flags(shape, &mut members);
                members.extend(limits(shape));
                let items = self.items(items, place, context, &words);
                members.push(("items".to_owned(), items));
                add_words(&mut members, words);
            }
            Kind::Choice(choice) => {
                flags(shape, &mut members);
                add_words(&mut members, words);
                let mut mapping = Members::new();
                let mut alternatives = Vec::new();
                for alternative in &choice.alternatives {
                    if let (Kind::Named(name), Some(tag)) = (&alternative.kind, &choice.tag) {
                        let values = self
                            .schemas
                            .get(name)
                            .and_then(|entry| entry.shape.property(tag));
                        for value in values.into_iter().flat_map(|shape| &shape.values) {
                            mapping.push((value.text(), Tree::Text(self.reference_to(name))));
                        }
                    }
                    alternatives.push(self.bare(alternative, place, context));
                }
                members.push(("oneOf".to_owned(), Tree::List(alternatives)));
                if let Some(tag) = &choice.tag {
                    let discriminator = vec![
                        ("propertyName".to_owned(), Tree::text(tag)),
                        ("mapping".to_owned(), Tree::Block(mapping)),
                    ];
                    members.push(("discriminator".to_owned(), Tree::Block(discriminator)));
                }
            }
            Kind::Text | Kind::Integer | Kind::Number | Kind::Boolean => {
                members = self.scalar(shape, place, context);
                let words = self.with_type(shape, place, context, words);
                add_words(&mut members, words);
            }
        }
        members
    }

    /// If a number could be an integer, adds a `GAP:` to its description.
    fn with_type(&mut self, shape: &Shape, place: &Place, context: &Context, words: Tree) -> Tree {
        match words {
            Tree::Text(text) if !self.is_exact(shape, place, context) => {
                let gap = self
                    .here
                    .review
                    .gap("types", &format!("the number `{}`", place.full()));
                Tree::Text(format!("{gap}. {text}"))
            }
            words => words,
        }
    }

    /// Returns whether the type of a schema is exact. A `number` without a format could be an integer, so it needs a
    /// row in the table `types`.
    fn is_exact(&mut self, shape: &Shape, place: &Place, context: &Context) -> bool {
        let is_exact = shape.kind != Kind::Number
            || shape.format.is_some()
            || self.tables.types.value(&context.area, place).is_some();
        if !is_exact {
            self.here
                .review
                .add("plain numbers without a row", place.full());
        }
        is_exact
    }

    fn object(&mut self, object: &Object, place: &Place, context: &Context, members: &mut Members) {
        // The publisher's `required` of a response is not reliable, but a row of the table is.
        let is_certain = |name: &str| {
            let place = place.child(name);
            self.tables.required.value(&context.area, &place) == Some("yes")
        };
        let required = object.required.iter().filter(|name| {
            context.is_sent || object.tag.as_ref() == Some(*name) || is_certain(name)
        });
        let required: Vec<String> = required.cloned().collect();
        if !required.is_empty() {
            members.push(("required".to_owned(), Tree::texts(&required)));
        }
        let mut properties = Members::new();
        for (name, shape) in &object.properties {
            let tree = self.property(shape, &place.child(name), context);
            properties.push((name.clone(), tree));
        }
        if !properties.is_empty() {
            members.push(("properties".to_owned(), Tree::Block(properties)));
        }
        if let Some(additional) = &object.additional {
            let tree = self.bare(additional, &place.child("items"), context);
            members.push(("additionalProperties".to_owned(), tree));
        }
    }

    /// Writes the schema of a list's items. If the items are objects, their schema gets the description of the list,
    /// unless the tables have a description for the items.
    fn items(&mut self, items: &Shape, place: &Place, context: &Context, words: &Tree) -> Tree {
        if !matches!(items.kind, Kind::Object(_) | Kind::Choice(_)) {
            return self.bare(items, place, context);
        }
        let own = self
            .tables
            .words
            .one(&context.area, &format!("{}.items", place.full()));
        let own = own.and_then(|row| row.cell(1)).map(str::to_owned);
        let words = match (own, words) {
            (Some(own), _) => own,
            (None, Tree::Text(words)) => words.clone(),
            (None, _) => String::new(),
        };
        Tree::Block(self.schema(items, place, context, &words))
    }

    /// Writes a schema without a description of its own. The properties of an object still have descriptions.
    pub(super) fn bare(&mut self, shape: &Shape, place: &Place, context: &Context) -> Tree {
        match &shape.kind {
            Kind::Named(name) => Tree::Block(vec![(
                "$ref".to_owned(),
                Tree::Text(self.reference_to(name)),
            )]),
            Kind::Text | Kind::Integer | Kind::Number | Kind::Boolean => {
                self.is_exact(shape, place, context);
                Tree::Map(self.scalar(shape, place, context))
            }
            _ => Tree::Block(self.schema(shape, place, context, "")),
        }
    }

    fn scalar(&mut self, shape: &Shape, place: &Place, context: &Context) -> Members {
        let mut members = Members::new();
        let kind = match shape.kind {
            Kind::Integer => "integer",
            Kind::Number => "number",
            Kind::Boolean => "boolean",
            _ => "string",
        };
        members.push(("type".to_owned(), Tree::text(kind)));
        if let Some(format) = &shape.format {
            members.push(("format".to_owned(), Tree::text(format)));
        }
        flags(shape, &mut members);
        members.extend(limits(shape));
        if let Some(pattern) = &shape.pattern {
            members.push(("pattern".to_owned(), Tree::text(pattern)));
        }
        if !shape.values.is_empty() {
            let values = shape.values.iter().map(Literal::tree);
            members.push(("enum".to_owned(), Tree::List(values.collect())));
        }
        if let Some(default) = shape.default.as_ref().filter(|_| context.has_defaults) {
            members.push(("default".to_owned(), default.tree()));
        }
        if shape.kind == Kind::Text && shape.values.is_empty() {
            members.extend(self.id(shape, place, context));
            let sounds = sounds_secret(place.last());
            members.extend(self.secret(place, context, sounds));
        }
        if shape.kind == Kind::Integer && shape.values.is_empty() {
            let sounds = sounds_secret_number(place.last());
            let secret = self.secret(place, context, sounds);
            // A row such as `key` is about strings.
            members.extend(secret.filter(|(_, word)| sounds || *word == Tree::yes()));
        }
        members.extend(self.enum_words(shape, place, context));
        members
    }

    /// Returns `x-id` with the id type, if the string is an id.
    fn id(&mut self, shape: &Shape, place: &Place, context: &Context) -> Option<(String, Tree)> {
        let id = self.tables.ids.value(&context.area, place)?.to_owned();
        if !self.options.ids.is_empty() && !self.options.ids.contains_key(&id) {
            self.here
                .review
                .add("types of ids that the manifest lacks", id.clone());
        }
        shape
            .format
            .is_none()
            .then(|| ("x-id".to_owned(), Tree::text(&id)))
    }

    /// Returns `x-sensitive` for a property. `None` if neither the table `secrets` nor the pagination shows whether the
    /// property is a secret. `sounds` says whether the name suggests a secret.
    fn secret(&mut self, place: &Place, context: &Context, sounds: bool) -> Option<(String, Tree)> {
        let name = place.last();
        if self.is_page_token(name) {
            return Some(("x-sensitive".to_owned(), Tree::Plain("false".to_owned())));
        }
        let word = self.tables.secrets.value(&context.area, place);
        if word.is_none() && sounds {
            let section = "names that suggest a secret, but have no row";
            self.here.review.add(section, place.full());
        }
        let is_secret = word? == "yes";
        Some(("x-sensitive".to_owned(), Tree::Plain(is_secret.to_string())))
    }

    /// Returns whether a parameter or property with this name contains a page token.
    pub(super) fn is_page_token(&self, name: &str) -> bool {
        let token = self.options.pagination.token.as_ref();
        token.is_some_and(|token| token.request == name || token.response == name)
    }

    /// Returns the keywords with the names and descriptions of an enum's values.
    fn enum_words(&mut self, shape: &Shape, place: &Place, context: &Context) -> Members {
        let mut members = Members::new();
        if shape.values.is_empty() {
            return members;
        }
        let tables = self.tables;
        let rows = tables.enums.at(&context.area, place);
        let find = |value: &Literal| rows.iter().find(|row| row.cell(1) == Some(&value.text()));
        let is_needed = shape.kind == Kind::Integer;
        if !is_needed && shape.values.iter().all(|value| find(value).is_none()) {
            return members;
        }
        let mut names = Vec::new();
        let mut words = Vec::new();
        let mut has_names = false;
        for value in &shape.values {
            let row = find(value);
            let name = row.and_then(|row| row.cell(2));
            has_names |= name.is_some();
            names.push(name.map_or_else(|| pascal(&value.text()), str::to_owned));
            let text = row.and_then(|row| row.cell(3)).map(str::to_owned);
            let what = format!("the value `{}` of `{}`", value.text(), place.full());
            words.push(match text {
                Some(text) => text,
                None if is_needed => self.here.review.gap("enums", &what),
                // A string value such as `active` often needs no description.
                None => String::new(),
            });
        }
        if has_names {
            members.push(("x-enum-varnames".to_owned(), Tree::texts(&names)));
        }
        if words.iter().any(|text| !text.is_empty()) {
            let words = words.into_iter().map(Tree::Text).collect();
            members.push(("x-enum-descriptions".to_owned(), Tree::Lines(words)));
        }
        members
    }
}

fn add_words(members: &mut Members, words: Tree) {
    if words != Tree::Text(String::new()) {
        members.push(("description".to_owned(), words));
    }
}

/// Adds the keywords whose value is `true`, such as `nullable`.
fn flags(shape: &Shape, members: &mut Members) {
    let flags = shape.flags.iter();
    members.extend(flags.map(|flag| (flag.key().to_owned(), Tree::yes())));
}

fn limits(shape: &Shape) -> Members {
    let limits = shape.limits.iter();
    limits
        .map(|(name, value)| ((*name).to_owned(), value.tree()))
        .collect()
}
