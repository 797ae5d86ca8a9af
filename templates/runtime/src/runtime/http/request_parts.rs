//! Adds parts to a request, such as texts and files.
//!
//! A [`Request`] with parts is sent as `multipart/form-data`. The module `part` encodes the parts.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::runtime::error::Error;
use crate::runtime::http::escape::Place;
use crate::runtime::http::file::{File, Files};
use crate::runtime::http::part::{Content, Part};
use crate::runtime::http::request::Request;
use crate::runtime::http::style::{self, Ambiguous, ParamStyle};
use crate::runtime::http::texts::param_values;
use crate::runtime::json::secret::Exposed;
use crate::runtime::json::tree::Tree;
use crate::runtime::operation::error_kind::ErrorKind;
use crate::runtime::param::{ListStyle, Param};

/// Methods that add parts. A request with parts is sent as `multipart/form-data`.
impl Request {
    /// Adds a text part. A list adds one part per element.
    pub fn part<V: Param + ?Sized>(&mut self, name: &str, value: &V) {
        self.add_texts(name, value, None);
    }

    /// Adds a text part with this content type. A list adds one part per element.
    pub fn part_typed<V: Param + ?Sized>(&mut self, name: &str, value: &V, content_type: &str) {
        self.add_texts(name, value, Some(content_type));
    }

    fn add_texts<V: Param + ?Sized>(&mut self, name: &str, value: &V, content_type: Option<&str>) {
        match param_values("part", name, value) {
            Ok(values) => {
                for text in values.into_strings() {
                    let part = Part::new(name, Content::Text(text));
                    self.parts.push(part.typed(content_type));
                }
            }
            Err(error) => self.fail(error),
        }
    }

    /// Adds a list. In the style [`ListStyle::Repeat`], each element becomes a part. In any other style, the whole list
    /// becomes one part.
    pub fn part_list<V: Param + ?Sized>(&mut self, name: &str, value: &V, style: ListStyle) {
        let Some(delimiter) = style.delimiter() else {
            return self.part(name, value);
        };
        let texts = match param_values("part", name, value) {
            Ok(values) => values.into_strings(),
            Err(error) => return self.fail(error),
        };
        if texts.iter().any(|text| text.contains(delimiter)) {
            self.fail_ambiguous("part", name, Ambiguous(delimiter));
        } else if !texts.is_empty() {
            self.part(name, &texts.join(&delimiter.to_string()));
        }
    }

    /// Adds a JSON part. A string is also sent as JSON. `null` is omitted.
    pub fn part_json<V: Serialize + ?Sized>(&mut self, name: &str, value: &V) {
        self.add_json(name, value, None);
    }

    /// Adds a JSON part with another content type, such as `application/ld+json`. `null` is omitted.
    pub fn part_json_typed<V>(&mut self, name: &str, value: &V, content_type: &str)
    where
        V: Serialize + ?Sized,
    {
        self.add_json(name, value, Some(content_type));
    }

    fn add_json<V>(&mut self, name: &str, value: &V, content_type: Option<&str>)
    where
        V: Serialize + ?Sized,
    {
        match serde_json::to_vec(&Exposed(value)) {
            Ok(json) if json == b"null" => {}
            Ok(json) => {
                let part = Part::new(name, Content::Json(json));
                self.parts.push(part.typed(content_type));
            }
            Err(error) => self.fail_part(&format!("part `{name}`"), error),
        }
    }

    /// Adds a value as a part. An object becomes a JSON part. A string, a number or a boolean becomes a text part. A
    /// list adds one part per element. `null` is omitted.
    pub fn part_value<V: Serialize + ?Sized>(&mut self, name: &str, value: &V) {
        match Tree::of(value) {
            Ok(value) => self.add_tree(name, value),
            Err(error) => self.fail_part(&format!("part `{name}`"), error),
        }
    }

    /// Adds a list or an object as text parts. `style` is a parameter style of OpenAPI.
    pub fn part_styled<V>(&mut self, name: &str, value: &V, style: ParamStyle)
    where
        V: Serialize + ?Sized,
    {
        let value = match Tree::of(value) {
            Ok(value) => value,
            Err(error) => return self.fail_part(&format!("part `{name}`"), error),
        };
        match style::pairs(Place::Form, name, value, style) {
            Ok(pairs) => {
                let parts = pairs.into_iter();
                let parts = parts.map(|pair| Part::new(&pair.name, Content::Text(pair.value)));
                self.parts.extend(parts);
            }
            Err(ambiguous) => self.fail_ambiguous("part", name, ambiguous),
        }
    }

    /// Adds each property of an object as a part, in the same way as [`part_value`](Self::part_value).
    pub fn part_object<V: Serialize + ?Sized>(&mut self, value: &V) {
        match Tree::of(value) {
            Ok(Tree::Object(fields)) => {
                for (name, value) in fields {
                    self.add_tree(&name, value);
                }
            }
            Ok(Tree::Null) => {}
            Ok(_) => {
                let message = "the parts must be an object, and not a single value";
                self.fail(Error::new(ErrorKind::Build, message));
            }
            Err(error) => self.fail_part("the body", error),
        }
    }

    fn add_tree(&mut self, name: &str, value: Tree) {
        let items = match value {
            Tree::List(items) => items,
            other => vec![other],
        };
        for item in items.into_iter().filter(|item| !item.is_null()) {
            let is_text = item.is_scalar();
            let text = item.into_text();
            self.parts.push(if is_text {
                Part::new(name, Content::Text(text))
            } else {
                Part::new(name, Content::Json(text.into_bytes()))
            });
        }
    }

    /// Adds a file part. A list adds one part per file.
    pub fn file<F: Files + ?Sized>(&mut self, name: &str, files: &F) {
        self.file_typed(name, files, &[]);
    }

    /// Adds a file part. A list adds one part per file. `types` are the allowed content types. A file without a content
    /// type gets the one that matches its extension, such as `image/png` for `a.png`. If none matches, the file gets
    /// the first one.
    pub fn file_typed<F: Files + ?Sized>(&mut self, name: &str, files: &F, types: &[&str]) {
        let mut found = Vec::new();
        files.append_to(&mut found);
        for file in found {
            let content_type = type_of(&file, types);
            let part = Part::new(name, Content::File(file));
            self.parts.push(part.typed(content_type));
        }
    }

    /// Adds the files of a map. The keys are the names of the parts.
    pub fn file_map<F: Files>(&mut self, files: &BTreeMap<String, F>) {
        for (name, files) in files {
            self.file(name, files);
        }
    }

    fn fail_part(&mut self, what: &str, error: serde_json::Error) {
        let message = format!("{what} cannot be serialized as JSON");
        self.fail(Error::new(ErrorKind::Build, message).with_source(error));
    }
}

/// Returns the content type that fits a file: the one that matches its extension, or else the first of `types`.
fn type_of<'a>(file: &File, types: &[&'a str]) -> Option<&'a str> {
    let extension = match file.name().rsplit_once('.') {
        Some((_, extension)) => extension.to_ascii_lowercase(),
        None => String::new(),
    };
    let extension = match extension.as_str() {
        "jpg" => "jpeg",
        "md" => "markdown",
        "svg" => "svg+xml",
        "txt" => "plain",
        other => other,
    };
    let by_name = types.iter().find(|kind| {
        let subtype = kind.split(['/', ';']).nth(1).unwrap_or_default();
        subtype.trim().eq_ignore_ascii_case(extension)
    });
    by_name.or(types.first()).copied()
}
