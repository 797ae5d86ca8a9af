//! Adds lists and objects to a request as parameters.
//!
//! The module `style` formats the values.

use serde::Serialize;

use crate::runtime::error::{Error, Result};
use crate::runtime::http::escape::Place;
use crate::runtime::http::header::{header_name, text_value};
use crate::runtime::http::pairs::Pair;
use crate::runtime::http::request::Request;
use crate::runtime::http::style::{self, ParamStyle, Text};
use crate::runtime::json::tree::Tree;
use crate::runtime::operation::error_kind::ErrorKind;

/// Methods that add lists and objects.
impl Request {
    /// Adds a query parameter. `style` is a parameter style of OpenAPI.
    pub fn query_styled<V: Serialize + ?Sized>(
        &mut self,
        name: &str,
        value: &V,
        style: ParamStyle,
    ) {
        self.add_styled(Place::Query, name, value, style);
    }

    /// Adds a query parameter as JSON. A string is sent without its JSON quotes. `null` is omitted.
    pub fn query_json<V: Serialize + ?Sized>(&mut self, name: &str, value: &V) {
        self.add_styled(Place::Query, name, value, ParamStyle::JSON);
    }

    /// Adds each field of an object as a separate query parameter (style `form` of OpenAPI, exploded). A list repeats
    /// the parameter for each element. A `null` field is omitted.
    pub fn query_object<V: Serialize + ?Sized>(&mut self, value: &V) {
        self.add_object(Place::Query, value, &[]);
    }

    /// Adds each field of an object as a query parameter `name[field]=value` (style `deepObject` of OpenAPI). Fields of
    /// nested objects become `name[field][inner]=value`, and elements of lists become `name[0]=value`. A `null` field
    /// is omitted.
    pub fn query_deep_object<V: Serialize + ?Sized>(&mut self, name: &str, value: &V) {
        self.add_styled(Place::Query, name, value, ParamStyle::DEEP_OBJECT);
    }

    /// Adds a form field. `style` is a parameter style of OpenAPI.
    pub fn form_styled<V: Serialize + ?Sized>(&mut self, name: &str, value: &V, style: ParamStyle) {
        self.add_styled(Place::Form, name, value, style);
    }

    /// Adds a form field as JSON. A string is sent without its JSON quotes. `null` is omitted.
    pub fn form_json<V: Serialize + ?Sized>(&mut self, name: &str, value: &V) {
        self.add_styled(Place::Form, name, value, ParamStyle::JSON);
    }

    /// Adds a form field in the format that fits the value. A string, a number or a boolean is sent as text. A list of
    /// strings, numbers and booleans repeats the field for each element. Any other value is sent as JSON. `null` is
    /// omitted.
    pub fn form_value<V: Serialize + ?Sized>(&mut self, name: &str, value: &V) {
        if let Some(value) = self.tree(Place::Form.word(), name, value) {
            for pair in style::property(Place::Form, name, value) {
                self.form.push(pair);
            }
        }
    }

    /// Adds each property of an object as a form field. `styles` lists the properties that have a style. Any other
    /// property is added as by [`form_value`](Self::form_value). If the value is a list, the names of the form fields
    /// are `0`, `1` and so on.
    pub fn form_object<V: Serialize + ?Sized>(&mut self, value: &V, styles: &[(&str, ParamStyle)]) {
        self.add_object(Place::Form, value, styles);
    }

    /// Adds a header. `style` is a parameter style of OpenAPI.
    pub fn header_styled<V: Serialize + ?Sized>(
        &mut self,
        name: &str,
        value: &V,
        style: ParamStyle,
    ) {
        let Some(value) = self.tree("header", name, value) else {
            return;
        };
        let is_secret = value.is_secret();
        match style::text(Text::Header, name, value, style) {
            Ok(Some(text)) => match header(name, text, is_secret) {
                Ok((name, value)) => {
                    self.headers.append(name, value);
                }
                Err(error) => self.fail(error),
            },
            Ok(None) => {}
            Err(ambiguous) => self.fail_ambiguous("header", name, ambiguous),
        }
    }

    /// Adds a header as JSON. A string is sent without its JSON quotes. `null` is omitted.
    pub fn header_json<V: Serialize + ?Sized>(&mut self, name: &str, value: &V) {
        self.header_styled(name, value, ParamStyle::JSON);
    }

    /// Adds a cookie. `style` is a parameter style of OpenAPI.
    pub fn cookie_styled<V: Serialize + ?Sized>(
        &mut self,
        name: &str,
        value: &V,
        style: ParamStyle,
    ) {
        self.add_styled(Place::Cookie, name, value, style);
    }

    /// Adds a cookie as JSON. A string is sent without its JSON quotes. `null` is omitted.
    pub fn cookie_json<V: Serialize + ?Sized>(&mut self, name: &str, value: &V) {
        self.add_styled(Place::Cookie, name, value, ParamStyle::JSON);
    }

    fn add_styled<V: Serialize + ?Sized>(
        &mut self,
        place: Place,
        name: &str,
        value: &V,
        style: ParamStyle,
    ) {
        let Some(value) = self.tree(place.word(), name, value) else {
            return;
        };
        match style::pairs(place, name, value, style) {
            Ok(pairs) => self.add_pairs(place, pairs),
            Err(ambiguous) => self.fail_ambiguous(place.word(), name, ambiguous),
        }
    }

    fn add_object<V: Serialize + ?Sized>(
        &mut self,
        place: Place,
        value: &V,
        styles: &[(&str, ParamStyle)],
    ) {
        let what = place.word();
        let value = match Tree::of(value) {
            Ok(value) => value,
            Err(error) => {
                let message = format!("{what}s cannot be serialized as JSON");
                return self.fail(Error::new(ErrorKind::Build, message).with_source(error));
            }
        };
        match style::body_pairs(place, value, styles) {
            Ok(Some(pairs)) => self.add_pairs(place, pairs),
            Ok(None) => {
                let message = format!("{what}s must be an object, and not a single value");
                self.fail(Error::new(ErrorKind::Build, message));
            }
            Err((name, ambiguous)) => self.fail_ambiguous(what, &name, ambiguous),
        }
    }

    fn add_pairs(&mut self, place: Place, pairs: Vec<Pair>) {
        for pair in pairs {
            self.pairs_mut(place).push(pair);
        }
    }

    /// Converts a value into a tree. If this fails, the request keeps the error, and the call fails with it.
    fn tree<V: Serialize + ?Sized>(&mut self, what: &str, name: &str, value: &V) -> Option<Tree> {
        match Tree::of(value) {
            Ok(value) => Some(value),
            Err(error) => {
                let message = format!("{what} `{name}` cannot be serialized as JSON");
                self.fail(Error::new(ErrorKind::Build, message).with_source(error));
                None
            }
        }
    }
}

fn header(
    name: &str,
    text: String,
    is_secret: bool,
) -> Result<(http::HeaderName, http::HeaderValue)> {
    Ok((header_name(name)?, text_value(name, text, is_secret)?))
}
