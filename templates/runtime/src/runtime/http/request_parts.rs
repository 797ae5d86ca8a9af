//! Adding parts to a request.
//!
//! In: values and files. Out: parts of a [`Request`], which is then sent as `multipart/form-data`. This module must not
//! encode the parts: `part` does that.

use serde::Serialize;
use serde_json::Value;

use crate::runtime::error::Error;
use crate::runtime::http::file::Files;
use crate::runtime::http::part::{Content, Part};
use crate::runtime::http::request::Request;
use crate::runtime::operation::error_kind::ErrorKind;
use crate::runtime::param::{ListStyle, Param, ParamValues};

/// Methods that add parts. A request with parts is sent as `multipart/form-data`.
impl Request {
    /// Adds a text part. A list adds one part per element.
    pub fn part<V: Param + ?Sized>(&mut self, name: &str, value: &V) {
        self.part_list(name, value, ListStyle::Repeat);
    }

    /// Adds a list in this style: either one part per element, or one part for the whole list.
    pub fn part_list<V: Param + ?Sized>(&mut self, name: &str, value: &V, style: ListStyle) {
        let texts = style.join(ParamValues::of(value).into_strings());
        let parts = texts.into_iter().map(Content::Text);
        self.parts.extend(parts.map(|text| Part::new(name, text)));
    }

    /// Adds a JSON part. A string is also sent as JSON. `null` is omitted.
    pub fn part_json<V: Serialize + ?Sized>(&mut self, name: &str, value: &V) {
        match serde_json::to_vec(value) {
            Ok(json) if json == b"null" => {}
            Ok(json) => self.parts.push(Part::new(name, Content::Json(json))),
            Err(error) => self.fail_part(name, error),
        }
    }

    /// Adds a part whose kind depends on the value: an object becomes a JSON part; a string, a number or a boolean
    /// becomes a text part. A list adds one part per element. `null` is omitted.
    pub fn part_value<V: Serialize + ?Sized>(&mut self, name: &str, value: &V) {
        match serde_json::to_value(value) {
            Ok(Value::Array(items)) => {
                for item in items {
                    self.part_element(name, item);
                }
            }
            Ok(value) => self.part_element(name, value),
            Err(error) => self.fail_part(name, error),
        }
    }

    fn part_element(&mut self, name: &str, value: Value) {
        match value {
            Value::Null => {}
            Value::String(text) => self.part(name, &text),
            Value::Bool(_) | Value::Number(_) => self.part(name, &value.to_string()),
            Value::Array(_) | Value::Object(_) => self.part_json(name, &value),
        }
    }

    /// Adds a file part. A list adds one part per file.
    pub fn file<F: Files + ?Sized>(&mut self, name: &str, files: &F) {
        let mut found = Vec::new();
        files.append_to(&mut found);
        let parts = found.into_iter().map(Content::File);
        self.parts.extend(parts.map(|file| Part::new(name, file)));
    }

    fn fail_part(&mut self, name: &str, error: serde_json::Error) {
        let message = format!("part `{name}` cannot be serialized as JSON");
        self.fail(Error::new(ErrorKind::Build, message).with_source(error));
    }
}
