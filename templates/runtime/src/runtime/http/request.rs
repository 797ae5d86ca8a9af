//! Requests before encoding.
//!
//! A [`Request`] starts with an operation, and then gets parameters and credentials. The module `encode` turns it into
//! an `http::Request`. `Debug` must not show the values of parameters, because any value may be a secret.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use http::header::{AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderMap, HeaderName, HeaderValue, Method};

use crate::runtime::error::Error;
use crate::runtime::http::body::Body;
use crate::runtime::http::escape::Place;
use crate::runtime::http::header::{bearer_header, header_value};
use crate::runtime::http::pairs::{Pair, Pairs};
use crate::runtime::http::part::Part;
use crate::runtime::http::path::PathValue;
use crate::runtime::http::style::{self, Ambiguous};
use crate::runtime::http::texts::param_values;
use crate::runtime::http::transport::Transport;
use crate::runtime::http::url::BaseUrl;
use crate::runtime::json::secret::Secret;
use crate::runtime::operation::Operation;
use crate::runtime::operation::error_kind::ErrorKind;
use crate::runtime::param::{ListStyle, Param};

/// A request that is not yet encoded.
///
/// Absent values are omitted. If adding a value fails, the request keeps the first such error, and the call fails with
/// it.
pub struct Request {
    pub(super) operation: &'static Operation,
    pub(super) method: Method,
    pub(super) path: Cow<'static, str>,
    pub(super) path_values: Vec<PathValue>,
    pub(super) query: Pairs,
    pub(super) headers: HeaderMap,
    /// The default value of the `accept` header. The operation or the decoder sets it, and the operation takes
    /// precedence.
    pub(crate) accept: Option<&'static str>,
    pub(super) cookies: Pairs,
    pub(super) form: Pairs,
    pub(super) parts: Vec<Part>,
    pub(super) body: Option<Body>,
    pub(super) transport: Arc<dyn Transport>,
    pub(crate) base_url: Option<BaseUrl>,
    pub(crate) credentials_version: Option<u64>,
    pub(super) error: Option<Error>,
}

impl Request {
    pub(crate) fn new(operation: &'static Operation, transport: Arc<dyn Transport>) -> Self {
        Self {
            operation,
            method: operation.request_method(),
            path: Cow::Borrowed(operation.path),
            path_values: Vec::new(),
            query: Pairs::default(),
            headers: HeaderMap::new(),
            accept: operation.accept,
            cookies: Pairs::default(),
            form: Pairs::default(),
            parts: Vec::new(),
            body: None,
            transport,
            base_url: None,
            credentials_version: None,
            error: None,
        }
    }
}

/// Getters of a request.
impl Request {
    /// Returns the operation of the request.
    #[must_use]
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// Returns the HTTP method.
    #[must_use]
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// Returns the path template, relative to the URL of the server.
    #[must_use]
    pub fn path_template(&self) -> &str {
        &self.path
    }

    /// Returns the names and values of the query, before encoding.
    #[must_use]
    pub fn query_pairs(&self) -> &[(String, String)] {
        self.query.decoded()
    }

    /// Returns the names and values of the form body, before encoding. If the request also has parts, the client sends
    /// the form fields as parts.
    #[must_use]
    pub fn form_pairs(&self) -> &[(String, String)] {
        self.form.decoded()
    }

    /// Returns the headers, without those that encoding adds later.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Returns the bytes of the body, for authorizers that sign the body. Returns `None` if the body is a form, parts
    /// or a stream.
    #[must_use]
    pub fn body_bytes(&self) -> Option<&Bytes> {
        self.body.as_ref()?.as_bytes()
    }

    /// Returns the transport of the client, for an authorizer that requests a token.
    #[must_use]
    pub fn transport(&self) -> &Arc<dyn Transport> {
        &self.transport
    }
}

/// Methods that change a request.
impl Request {
    /// Adds a query parameter. A list repeats the parameter for each element.
    pub fn query<V: Param + ?Sized>(&mut self, name: &str, value: &V) {
        self.query_list(name, value, ListStyle::Repeat);
    }

    /// Adds a list as a query parameter.
    pub fn query_list<V: Param + ?Sized>(&mut self, name: &str, value: &V, style: ListStyle) {
        self.add_list(Place::Query, name, value, style);
    }

    /// Replaces the query parameters with this name. An absent value removes these parameters.
    pub fn set_query<V: Param + ?Sized>(&mut self, name: &str, value: &V) {
        self.query.remove(name);
        self.query(name, value);
    }

    /// Adds a header. The elements of a list are separated by commas.
    pub fn header<V: Param + ?Sized>(&mut self, name: &str, value: &V) {
        match header_value(name, value) {
            Ok((name, Some(value))) => {
                self.headers.append(name, value);
            }
            Ok((_, None)) => {}
            Err(error) => self.fail(error),
        }
    }

    /// Replaces the headers with this name. An absent value removes these headers.
    pub fn set_header<V: Param + ?Sized>(&mut self, name: &str, value: &V) {
        match header_value(name, value) {
            Ok((name, Some(value))) => {
                self.headers.insert(name, value);
            }
            Ok((name, None)) => {
                self.headers.remove(name);
            }
            Err(error) => self.fail(error),
        }
    }

    /// Sets the `authorization` header to a bearer token.
    pub fn set_bearer(&mut self, token: &Secret) {
        self.set_authorization(bearer_header(token));
    }

    /// Adds a cookie.
    pub fn cookie<V: Param + ?Sized>(&mut self, name: &str, value: &V) {
        self.cookie_list(name, value, ListStyle::Repeat);
    }

    /// Adds a list as a cookie.
    pub fn cookie_list<V: Param + ?Sized>(&mut self, name: &str, value: &V, style: ListStyle) {
        self.add_list(Place::Cookie, name, value, style);
    }

    /// Adds a field to the form body. A list repeats the field for each element.
    pub fn form<V: Param + ?Sized>(&mut self, name: &str, value: &V) {
        self.form_list(name, value, ListStyle::Repeat);
    }

    /// Adds a list as a field of the form body.
    pub fn form_list<V: Param + ?Sized>(&mut self, name: &str, value: &V, style: ListStyle) {
        self.add_list(Place::Form, name, value, style);
    }

    /// Replaces the form fields with this name. An absent value removes these fields.
    pub fn set_form<V: Param + ?Sized>(&mut self, name: &str, value: &V) {
        self.form.remove(name);
        self.form(name, value);
    }

    /// Sets the URL of the server, unless the call or the client sets a base URL. An authorizer uses this method if its
    /// token works only in one region.
    pub fn set_default_base_url(&mut self, url: BaseUrl) {
        self.base_url = Some(url);
    }

    /// Sets the version of the credentials that an authorizer adds. If the server rejects the credentials,
    /// [`Rejection::credentials_version`](crate::runtime::Rejection::credentials_version) returns this version.
    pub fn set_credentials_version(&mut self, version: u64) {
        self.credentials_version = Some(version);
    }

    /// Makes the call fail with this error, unless the request already has an error.
    pub fn fail(&mut self, error: Error) {
        self.error.get_or_insert(error);
    }
}

/// Methods for other modules of the runtime.
impl Request {
    /// Returns the pairs of the query, the form or the cookies.
    pub(super) fn pairs_mut(&mut self, place: Place) -> &mut Pairs {
        match place {
            Place::Query => &mut self.query,
            Place::Form => &mut self.form,
            Place::Cookie => &mut self.cookies,
        }
    }

    /// Adds the elements of a list in this style. An empty list is omitted.
    fn add_list<V>(&mut self, place: Place, name: &str, value: &V, list_style: ListStyle)
    where
        V: Param + ?Sized,
    {
        let texts = match param_values(place.word(), name, value) {
            Ok(values) => values.into_strings(),
            Err(error) => return self.fail(error),
        };
        match list_style.delimiter() {
            Some(delimiter) if !texts.is_empty() => {
                match style::joined(place, name, &texts, delimiter, false) {
                    Ok(pair) => self.pairs_mut(place).push(pair),
                    Err(ambiguous) => self.fail_ambiguous(place.word(), name, ambiguous),
                }
            }
            _ => {
                for value in texts {
                    self.pairs_mut(place).push(Pair {
                        name: name.to_owned(),
                        value,
                        encoded: None,
                    });
                }
            }
        }
    }

    /// Makes the call fail, because an element of a list contains the delimiter of the list.
    pub(super) fn fail_ambiguous(&mut self, what: &str, name: &str, ambiguous: Ambiguous) {
        self.fail(Error::new(ErrorKind::Build, ambiguous.message(what, name)));
    }

    pub(crate) fn take_error(&mut self) -> Option<Error> {
        self.error.take()
    }

    pub(crate) fn set_target(&mut self, method: Method, path: String) {
        self.method = method;
        self.path = Cow::Owned(path);
        // `accept` belongs to the response of the operation. A custom request can have another response.
        self.accept = None;
    }

    pub(crate) fn prefix_path(&mut self, prefix: &str) {
        self.path = Cow::Owned(format!("{prefix}{}", self.path));
    }

    pub(crate) fn set_path_value(&mut self, value: PathValue) {
        self.path_values.push(value);
    }

    /// Takes the values of the path placeholders. Authorizers never change these values, so all attempts share them.
    pub(crate) fn take_path_values(&mut self) -> Vec<PathValue> {
        std::mem::take(&mut self.path_values)
    }

    pub(crate) fn set_body(&mut self, content_type: &str, body: Body) {
        self.set_header(CONTENT_TYPE.as_str(), content_type);
        self.body = Some(body);
    }

    /// Replaces the bytes of the body. The content type stays.
    pub(crate) fn replace_body(&mut self, body: Vec<u8>) {
        self.body = Some(body.into());
    }

    /// Sets the `authorization` header. If `value` is `None`, the call fails: the token contains characters that are
    /// not allowed in headers.
    pub(crate) fn set_authorization(&mut self, value: Option<HeaderValue>) {
        if let Some(value) = value {
            self.headers.insert(AUTHORIZATION, value);
        } else {
            // The value is a secret, so the error does not show the value.
            let message = "header `authorization` contains characters that a header cannot";
            self.fail(Error::new(ErrorKind::Build, message));
        }
    }

    pub(crate) fn insert_header(&mut self, name: HeaderName, value: HeaderValue) {
        self.headers.insert(name, value);
    }

    /// Sets a header, unless the request already has it.
    pub(crate) fn default_header(&mut self, name: &HeaderName, value: &HeaderValue) {
        self.headers.entry(name).or_insert_with(|| value.clone());
    }

    /// Takes the request and leaves an empty request behind.
    pub(crate) fn take(&mut self) -> Self {
        let empty = Self::new(self.operation, Arc::clone(&self.transport));
        std::mem::replace(self, empty)
    }

    /// Clones the request without its error. Returns `None` if the body or a file is a stream.
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
            .field("query", &Names(pair_names(self.query.decoded())))
            .field("headers", &self.headers.keys().collect::<Vec<_>>())
            .field("cookies", &Names(pair_names(self.cookies.decoded())))
            .field("form", &Names(pair_names(self.form.decoded())))
            .field("parts", &Names(self.parts.iter().map(|part| &*part.name)))
            .field("body", &self.body)
            .finish_non_exhaustive()
    }
}

/// Shows the names of parameters and hides their values.
struct Names<I>(I);

impl<'a, I: Iterator<Item = &'a str> + Clone> fmt::Debug for Names<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.clone()).finish()
    }
}

fn pair_names(pairs: &[(String, String)]) -> impl Iterator<Item = &str> + Clone {
    pairs.iter().map(|(name, _)| &**name)
}
