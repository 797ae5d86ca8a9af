//! A request before it is encoded: what parameters are written into, and what authorizers see and change.
//!
//! In: an operation and values. Out: by [`Request::assemble`], an `http::Request`. It must not send anything, and must not show a
//! value of a parameter in `Debug`, since any may be a secret.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use http::header::{AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use serde::Serialize;

use crate::runtime::auth;
use crate::runtime::body::Body;
use crate::runtime::error::{Error, ErrorKind, Result};
use crate::runtime::multipart::Part;
use crate::runtime::operation::Operation;
use crate::runtime::params::{ListStyle, Param, ParamValues};
use crate::runtime::path::PathValue;
use crate::runtime::secret::Secret;
use crate::runtime::transport::Transport;
use crate::runtime::url::BaseUrl;

/// A request that is not encoded yet.
///
/// ParamValues that are absent add nothing; the first error while building is kept, and comes out of the call.
pub struct Request {
    pub(super) operation: &'static Operation,
    pub(super) method: Method,
    pub(super) path: Cow<'static, str>,
    pub(super) path_values: Vec<PathValue>,
    pub(super) query: Vec<(String, String)>,
    pub(super) headers: HeaderMap,
    /// What is asked for where no header says so.
    pub(super) accept: Option<&'static str>,
    pub(super) cookies: Vec<(String, String)>,
    pub(super) form: Vec<(String, String)>,
    pub(super) parts: Vec<Part>,
    pub(super) body: Option<Body>,
    pub(super) transport: Arc<dyn Transport>,
    pub(super) base_url: Option<BaseUrl>,
    pub(super) credentials_version: Option<u64>,
    pub(super) error: Option<Error>,
}

impl Request {
    pub(crate) fn new(operation: &'static Operation, transport: Arc<dyn Transport>) -> Self {
        Self {
            operation,
            method: operation.method.clone(),
            path: Cow::Borrowed(operation.path),
            path_values: Vec::new(),
            query: Vec::new(),
            headers: HeaderMap::new(),
            accept: None,
            cookies: Vec::new(),
            form: Vec::new(),
            parts: Vec::new(),
            body: None,
            transport,
            base_url: None,
            credentials_version: None,
            error: None,
        }
    }
}

/// What the request holds so far.
impl Request {
    /// The operation that is called.
    #[must_use]
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// The HTTP method.
    #[must_use]
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// The template of the path, without the server's URL.
    #[must_use]
    pub fn path_template(&self) -> &str {
        &self.path
    }

    /// Names and values of the query, not encoded.
    #[must_use]
    pub fn query_pairs(&self) -> &[(String, String)] {
        &self.query
    }

    /// Names and values of the form that is the body, not encoded. Beside parts, they are sent as parts.
    #[must_use]
    pub fn form_pairs(&self) -> &[(String, String)] {
        &self.form
    }

    /// The headers, without those that encoding adds.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The body, unless it is a form, has parts or is a stream: for an authorizer that signs it.
    #[must_use]
    pub fn body_bytes(&self) -> Option<&Bytes> {
        self.body.as_ref()?.as_bytes()
    }

    /// The transport of the client: for an authorizer that has to ask for a token.
    #[must_use]
    pub fn transport(&self) -> &Arc<dyn Transport> {
        &self.transport
    }
}

/// Adding and replacing.
impl Request {
    /// Adds to the query: a list adds the name once for each element.
    pub fn query<V: Param + ?Sized>(&mut self, name: &str, value: &V) {
        self.query_list(name, value, ListStyle::Repeat);
    }

    /// Adds a list to the query.
    pub fn query_list<V: Param + ?Sized>(&mut self, name: &str, value: &V, style: ListStyle) {
        append(&mut self.query, name, value, style);
    }

    /// Replaces all of this name in the query; an absent value removes them.
    pub fn set_query<V: Param + ?Sized>(&mut self, name: &str, value: &V) {
        self.query.retain(|(other, _)| other != name);
        self.query(name, value);
    }

    /// Adds a header.
    pub fn header<V: Param + ?Sized>(&mut self, name: &str, value: &V) {
        match header_values(name, value) {
            Ok((name, values)) => {
                for value in values {
                    self.headers.append(&name, value);
                }
            }
            Err(error) => self.fail(error),
        }
    }

    /// Replaces all headers of this name; an absent value removes them.
    pub fn set_header<V: Param + ?Sized>(&mut self, name: &str, value: &V) {
        match header_values(name, value) {
            Ok((name, values)) => {
                self.headers.remove(&name);
                for value in values {
                    self.headers.append(&name, value);
                }
            }
            Err(error) => self.fail(error),
        }
    }

    /// Replaces the `authorization` header by `Bearer` and this token.
    pub fn set_bearer(&mut self, token: &Secret) {
        self.set_authorization(auth::bearer_header(token));
    }

    /// Adds a cookie.
    pub fn cookie<V: Param + ?Sized>(&mut self, name: &str, value: &V) {
        self.cookie_list(name, value, ListStyle::Repeat);
    }

    /// Adds a list as a cookie.
    pub fn cookie_list<V: Param + ?Sized>(&mut self, name: &str, value: &V, style: ListStyle) {
        append(&mut self.cookies, name, value, style);
    }

    /// Adds to the form that is the body: a list adds the name once for each element.
    pub fn form<V: Param + ?Sized>(&mut self, name: &str, value: &V) {
        self.form_list(name, value, ListStyle::Repeat);
    }

    /// Adds a list to the form that is the body.
    pub fn form_list<V: Param + ?Sized>(&mut self, name: &str, value: &V, style: ListStyle) {
        append(&mut self.form, name, value, style);
    }

    /// Replaces all of this name in the form; an absent value removes them.
    pub fn set_form<V: Param + ?Sized>(&mut self, name: &str, value: &V) {
        self.form.retain(|(other, _)| other != name);
        self.form(name, value);
    }

    /// Adds a value to the form as JSON in one field. A value that is text in JSON is sent as that text, without quotes.
    pub fn form_json<V: Serialize + ?Sized>(&mut self, name: &str, value: &V) {
        match json_field(value) {
            Ok(Some(text)) => self.form.push((name.to_owned(), text)),
            Ok(None) => {}
            Err(error) => {
                let message = format!("form field `{name}` cannot be written as JSON");
                self.fail(Error::new(ErrorKind::Build, message).with_source(error));
            }
        }
    }

    /// Adds a value as JSON text to the query; a JSON string goes without its quotes, an absent value adds nothing.
    pub fn query_json<V: Serialize + ?Sized>(&mut self, name: &str, value: &V) {
        match json_field(value) {
            Ok(Some(text)) => self.query.push((name.to_owned(), text)),
            Ok(None) => {}
            Err(error) => {
                let message = format!("query parameter `{name}` cannot be written as JSON");
                self.fail(Error::new(ErrorKind::Build, message).with_source(error));
            }
        }
    }

    /// Adds the members of an object to the query, each under its own name; members that are absent add nothing.
    pub fn query_object<V: Serialize + ?Sized>(&mut self, value: &V) {
        match serde_json::to_value(value) {
            Ok(serde_json::Value::Object(members)) => {
                for (member, value) in members {
                    self.query_json(&member, &value);
                }
            }
            Ok(_) => {}
            Err(error) => {
                self.fail(
                    Error::new(ErrorKind::Build, "query parameters cannot be written")
                        .with_source(error),
                );
            }
        }
    }

    /// Adds a value as JSON text as a header; a JSON string goes without its quotes, an absent value adds nothing.
    pub fn header_json<V: Serialize + ?Sized>(&mut self, name: &str, value: &V) {
        match json_field(value) {
            Ok(text) => self.header(name, &text),
            Err(error) => {
                let message = format!("header `{name}` cannot be written as JSON");
                self.fail(Error::new(ErrorKind::Build, message).with_source(error));
            }
        }
    }

    /// Adds a value as JSON text as a cookie; a JSON string goes without its quotes, an absent value adds nothing.
    pub fn cookie_json<V: Serialize + ?Sized>(&mut self, name: &str, value: &V) {
        match json_field(value) {
            Ok(text) => self.cookie(name, &text),
            Err(error) => {
                let message = format!("cookie `{name}` cannot be written as JSON");
                self.fail(Error::new(ErrorKind::Build, message).with_source(error));
            }
        }
    }

    /// Adds the members of an object to the query as `name[member]=value`; members that are absent add nothing.
    pub fn query_deep_object<V: Serialize + ?Sized>(&mut self, name: &str, value: &V) {
        let members = match serde_json::to_value(value) {
            Ok(serde_json::Value::Object(members)) => members,
            Ok(serde_json::Value::Null) => return,
            Ok(_) => return self.query_json(name, value),
            Err(error) => {
                let message = format!("query parameter `{name}` cannot be written as an object");
                return self.fail(Error::new(ErrorKind::Build, message).with_source(error));
            }
        };
        for (member, value) in members {
            self.query_json(&format!("{name}[{member}]"), &value);
        }
    }

    /// Sends the request to this URL in the place of the server's own: for an authorizer whose token belongs to a region. Where the
    /// call or the client names a URL, that is taken all the same.
    pub fn set_default_base_url(&mut self, url: BaseUrl) {
        self.base_url = Some(url);
    }

    /// Says which of its credentials an authorizer put into the request: it is told when they are refused, by
    /// [`Rejection::credentials_version`](crate::runtime::Rejection::credentials_version).
    pub fn set_credentials_version(&mut self, version: u64) {
        self.credentials_version = Some(version);
    }

    /// Keeps an error for the caller of the operation; only the first is kept.
    pub fn fail(&mut self, error: Error) {
        self.error.get_or_insert(error);
    }
}

/// What the rest of the runtime needs.
impl Request {
    pub(crate) fn take_error(&mut self) -> Option<Error> {
        self.error.take()
    }

    pub(crate) fn set_target(&mut self, method: Method, path: String) {
        self.method = method;
        self.path = Cow::Owned(path);
    }

    pub(crate) fn prefix_path(&mut self, prefix: &str) {
        self.path = Cow::Owned(format!("{prefix}{}", self.path));
    }

    pub(crate) fn set_path_value(&mut self, value: PathValue) {
        self.path_values.push(value);
    }

    /// Takes out the values of the path, which no authorizer changes: one copy is for all tries.
    pub(crate) fn take_path_values(&mut self) -> Vec<PathValue> {
        std::mem::take(&mut self.path_values)
    }

    pub(crate) fn set_body(&mut self, content_type: &str, body: Body) {
        self.set_header(CONTENT_TYPE.as_str(), content_type);
        self.body = Some(body);
    }

    /// Replaces the `authorization` header by this value; `None` is one that no header can carry.
    pub(crate) fn set_authorization(&mut self, value: Option<HeaderValue>) {
        if let Some(value) = value {
            self.headers.insert(AUTHORIZATION, value);
        } else {
            // The value is not shown: it is a secret.
            let message = "header `authorization` holds characters that a header cannot";
            self.fail(Error::new(ErrorKind::Build, message));
        }
    }

    pub(crate) fn insert_header(&mut self, name: HeaderName, value: HeaderValue) {
        self.headers.insert(name, value);
    }

    /// Sets a header unless there is one of that name.
    pub(crate) fn default_header(&mut self, name: &HeaderName, value: &HeaderValue) {
        self.headers.entry(name).or_insert_with(|| value.clone());
    }

    /// The request itself; an empty one stays in its place.
    pub(crate) fn take(&mut self) -> Self {
        let empty = Self::new(self.operation, Arc::clone(&self.transport));
        std::mem::replace(self, empty)
    }

    /// A copy, unless the body or a part of it is a stream. An error that is kept stays with the original.
    pub(crate) fn try_clone(&self) -> Option<Self> {
        let body = match &self.body {
            Some(body) => Some(body.try_clone()?),
            None => None,
        };
        if !self.parts.iter().all(Part::is_repeatable) {
            return None;
        }
        Some(Self {
            operation: self.operation,
            method: self.method.clone(),
            path: self.path.clone(),
            path_values: self.path_values.clone(),
            query: self.query.clone(),
            headers: self.headers.clone(),
            accept: self.accept,
            cookies: self.cookies.clone(),
            form: self.form.clone(),
            parts: self.parts.clone(),
            body,
            transport: Arc::clone(&self.transport),
            base_url: self.base_url.clone(),
            credentials_version: None,
            error: None,
        })
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("operation", &self.operation.id)
            .field("method", &self.method)
            .field("path", &self.path)
            .field("query", &Names(pair_names(&self.query)))
            .field("headers", &self.headers.keys().collect::<Vec<_>>())
            .field("cookies", &Names(pair_names(&self.cookies)))
            .field("form", &Names(pair_names(&self.form)))
            .field("parts", &Names(self.parts.iter().map(|part| &*part.name)))
            .field("body", &self.body)
            .finish_non_exhaustive()
    }
}

/// Shows names, without their values.
struct Names<I>(I);

impl<'a, I: Iterator<Item = &'a str> + Clone> fmt::Debug for Names<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.clone()).finish()
    }
}

fn pair_names(pairs: &[(String, String)]) -> impl Iterator<Item = &str> + Clone {
    pairs.iter().map(|(name, _)| &**name)
}

fn append<V: Param + ?Sized>(
    pairs: &mut Vec<(String, String)>,
    name: &str,
    value: &V,
    style: ListStyle,
) {
    let texts = style.join(ParamValues::of(value).into_texts());
    pairs.extend(texts.into_iter().map(|text| (name.to_owned(), text)));
}

/// A header's name and values, as HTTP takes them.
pub(crate) fn header_values<V: Param + ?Sized>(
    name: &str,
    value: &V,
) -> Result<(HeaderName, Vec<HeaderValue>)> {
    let values = ParamValues::of(value);
    let is_secret = values.is_secret();
    let build = |what: &str| Error::new(ErrorKind::Build, format!("header `{name}` {what}"));
    let header: HeaderName = name
        .parse()
        .map_err(|error| build("has no valid name").with_source(error))?;
    let values = (values.into_texts().into_iter())
        .map(|text| {
            // The value is not shown: it may be a secret.
            let mut value = HeaderValue::try_from(text)
                .map_err(|_| build("holds characters that a header cannot"))?;
            value.set_sensitive(is_secret);
            Ok(value)
        })
        .collect::<Result<_>>()?;
    Ok((header, values))
}

/// The text of a form field that holds JSON; `None` for `null`.
fn json_field<V: Serialize + ?Sized>(value: &V) -> serde_json::Result<Option<String>> {
    let json = serde_json::to_string(value)?;
    if json.starts_with('"') {
        return serde_json::from_str(&json).map(Some);
    }
    Ok((json != "null").then_some(json))
}
