//! The builder of requests, which turns an operation into a call.
//!
//! The builder collects the values of path placeholders, parameters and the body. Its methods never fail. It keeps the
//! first error, and the call fails with this error.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use bytes::Bytes;
use http::{Method, StatusCode};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::runtime::call::Call;
use crate::runtime::call::core::Core;
use crate::runtime::call::decoder::Decoder;
use crate::runtime::call::parts::CallParts;
use crate::runtime::error::{Error, Result};
use crate::runtime::http::body::Body;
use crate::runtime::http::by_status::FromStatus;
use crate::runtime::http::params::Params;
use crate::runtime::http::path::{PathEncoding, PathValue};
use crate::runtime::http::request::Request;
use crate::runtime::http::response::RawResponse;
use crate::runtime::http::style::ParamStyle;
use crate::runtime::http::texts::param_values;
use crate::runtime::json::field::JsonField;
use crate::runtime::json::secret::Exposed;
use crate::runtime::json::tree::Tree;
use crate::runtime::operation::Operation;
use crate::runtime::operation::error_kind::ErrorKind;
use crate::runtime::param::Param;

/// The `accept` header for JSON. It includes `*/*`, because some servers send JSON with another media type.
const JSON: &str = "application/json, */*;q=0.1";

/// The `accept` header for text and bytes.
const ANY: &str = "*/*";

/// The builder of a request, which becomes a [`Call`].
///
/// Set the parameters and the body, then choose how to decode the response: [`json`](Self::json), [`text`](Self::text),
/// [`bytes`](Self::bytes), [`stream`](Self::stream) or [`empty`](Self::empty).
///
/// ```ignore
/// let request = client.request(Method::PATCH, "/users/{id}/status").path("id", "1");
/// request.json_body(json!({"status": "active"})).empty().await?;
/// ```
///
/// `P` is the type of the optional parameters, which [`Call::params`] sets.
#[must_use = "a request is sent only when it is turned into a call and awaited"]
pub struct RequestBuilder<P = ()> {
    parts: Box<CallParts>,
    params: PhantomData<fn(P)>,
}

impl<P> RequestBuilder<P> {
    pub(crate) fn new(core: Core, operation: &'static Operation) -> Self {
        Self {
            parts: Box::new(CallParts::new(core, operation)),
            params: PhantomData,
        }
    }

    pub(crate) fn target(mut self, method: Method, path: String) -> Self {
        self.parts.request.set_target(method, path);
        self
    }

    pub(crate) fn prefix(mut self, prefix: &str) -> Self {
        self.parts.request.prefix_path(prefix);
        self
    }

    pub(crate) fn fail(mut self, error: Error) -> Self {
        self.parts.request.fail(error);
        self
    }

    /// Fills a path placeholder. The elements of a list are separated by commas.
    pub fn path<V: Param + ?Sized>(self, name: impl Into<Cow<'static, str>>, value: &V) -> Self {
        self.path_encoded(name, value, PathEncoding::Segment)
    }

    /// Fills a path placeholder. `encoding` sets how the value is encoded.
    pub fn path_encoded<V: Param + ?Sized>(
        mut self,
        name: impl Into<Cow<'static, str>>,
        value: &V,
        encoding: PathEncoding,
    ) -> Self {
        let name = name.into();
        match param_values("path parameter", &name, value) {
            Ok(values) => {
                let value = PathValue::new(name, values, encoding);
                self.parts.request.set_path_value(value);
                self
            }
            Err(error) => self.fail(error),
        }
    }

    /// Fills a path placeholder with a list or an object. `style` is a parameter style of OpenAPI.
    pub fn path_styled<V: Serialize + ?Sized>(
        mut self,
        name: &'static str,
        value: &V,
        style: ParamStyle,
    ) -> Self {
        let build = |message: String| Error::new(ErrorKind::Build, message);
        let value = match Tree::of(value) {
            Ok(value) => value,
            Err(error) => {
                let message = format!("path parameter `{name}` cannot be serialized as JSON");
                return self.fail(build(message).with_source(error));
            }
        };
        match PathValue::styled(name.into(), value, style) {
            Ok(value) => {
                self.parts.request.set_path_value(value);
                self
            }
            Err(ambiguous) => self.fail(build(ambiguous.message("path parameter", name))),
        }
    }

    /// Changes the request with a function, for settings that this builder has no method for.
    pub fn modify(mut self, modify: impl FnOnce(&mut Request)) -> Self {
        modify(&mut self.parts.request);
        self
    }

    /// Adds the parameters of an operation, or the fields of its form body.
    pub fn params<V: Params>(mut self, params: V) -> Self {
        params.apply(&mut self.parts.request);
        self
    }

    /// Adds a query parameter. A list repeats the parameter for each element. `None` is omitted.
    pub fn query<V: Param + ?Sized>(mut self, name: &str, value: &V) -> Self {
        self.parts.request.query(name, value);
        self
    }

    /// Adds a field to the form body. A list repeats the field for each element. `None` is omitted.
    pub fn form<V: Param + ?Sized>(mut self, name: &str, value: &V) -> Self {
        self.parts.request.form(name, value);
        self
    }

    /// Adds a header. `None` is omitted.
    pub fn header<V: Param + ?Sized>(mut self, name: &str, value: &V) -> Self {
        self.parts.request.header(name, value);
        self
    }

    /// Sets the body to a value that is sent as JSON.
    pub fn json_body<B: Serialize>(self, body: B) -> Self {
        self.json_body_with_type("application/json", body)
    }

    /// Sets the body to a value that is sent as JSON with another content type, such as `application/merge-patch+json`.
    pub fn json_body_with_type<B: Serialize>(self, content_type: &str, body: B) -> Self {
        match serde_json::to_vec(&Exposed(&body)) {
            Ok(json) => self.body(content_type, json),
            Err(error) => self.fail(
                Error::new(ErrorKind::Build, "body cannot be serialized as JSON")
                    .with_source(error),
            ),
        }
    }

    /// Sets the body to a value that is sent as JSON. `None` omits the body.
    pub fn optional_json_body<B: Serialize>(self, body: Option<B>) -> Self {
        self.optional_json_body_with_type("application/json", body)
    }

    /// Sets the body to a value that is sent as JSON with another content type. `None` omits the body.
    pub fn optional_json_body_with_type<B: Serialize>(
        self,
        content_type: &str,
        body: Option<B>,
    ) -> Self {
        match body {
            Some(body) => self.json_body_with_type(content_type, body),
            None => self,
        }
    }

    /// Sets the body and its content type. `None` omits the body.
    pub fn optional_body(self, content_type: &str, body: Option<impl Into<Body>>) -> Self {
        match body {
            Some(body) => self.body(content_type, body),
            None => self,
        }
    }

    /// Sets the body and its content type.
    pub fn body(mut self, content_type: &str, body: impl Into<Body>) -> Self {
        self.parts.request.set_body(content_type, body.into());
        self
    }

    /// Returns a call that decodes the response from JSON leniently, with the [`JsonField`] implementation of `T`.
    pub fn response<T: JsonField + Send + 'static>(self) -> Call<T, P> {
        self.finish(JSON, RawResponse::decode)
    }

    /// Returns a call like [`response`](Self::response), except that the value is `None` if the response has no body.
    pub fn optional_response<T: JsonField + Send + 'static>(self) -> Call<Option<T>, P> {
        self.finish(JSON, |response| {
            if response.body().trim_ascii().is_empty() {
                Ok(None)
            } else {
                response.decode().map(Some)
            }
        })
    }

    /// Returns a call that decodes the response into the type for its status.
    pub fn response_by_status<T: FromStatus + Send + 'static>(self) -> Call<T, P> {
        self.finish(JSON, T::from_response)
    }

    /// Returns a call like [`response_by_status`](Self::response_by_status), except that the value is `None` if the
    /// response has no body.
    pub fn optional_response_by_status<T: FromStatus + Send + 'static>(self) -> Call<Option<T>, P> {
        self.finish(JSON, |response| {
            if response.body().trim_ascii().is_empty() {
                Ok(None)
            } else {
                T::from_response(response).map(Some)
            }
        })
    }

    /// Returns a call that decodes the response from JSON strictly, with the `Deserialize` implementation of `T`.
    pub fn json<T: DeserializeOwned + Send + 'static>(self) -> Call<T, P> {
        self.finish(JSON, RawResponse::json)
    }

    /// Returns a call that ignores the response body.
    pub fn empty(self) -> Call<(), P> {
        self.finish(JSON, |_| Ok(()))
    }

    /// Returns a call whose value is the response as text.
    pub fn text(self) -> Call<String, P> {
        self.finish(ANY, RawResponse::text)
    }

    /// Returns a call like [`text`](Self::text), except that the value is `None` if the response has no body.
    pub fn optional_text(self) -> Call<Option<String>, P> {
        self.finish(ANY, |response| {
            let text = response.text()?;
            Ok(Some(text).filter(|text| !text.is_empty()))
        })
    }

    /// Returns a call whose value is the response body as bytes.
    pub fn bytes(self) -> Call<Bytes, P> {
        self.finish(ANY, |response| Ok(response.body().clone()))
    }

    /// Returns a call whose value is the response body as a stream. The stream may be longer than
    /// [`max_response_bytes`](crate::runtime::ClientBuilder::max_response_bytes).
    ///
    /// The call completes when the body starts. The timeout of the call first limits the time until then. Afterwards,
    /// it limits the wait for each chunk. If the server reports a failure, the call fails like any other call.
    ///
    /// The server may redirect a `GET` or `HEAD` request to a file host, with status 302, 303, 307 or 308. The client
    /// then requests the file from this host. It follows at most 5 redirects. All other redirects are errors.
    ///
    /// The URL of the file host must use `https`, unless the client allows insecure HTTP, or a loopback host redirects
    /// to another loopback host. The file host gets no credentials and no cookies. It gets only these headers:
    /// `accept`, `accept-encoding`, `accept-language`, `if-modified-since`, `if-none-match`, `if-range`, `range`,
    /// `user-agent`.
    pub fn stream(mut self) -> Call<Body, P> {
        self.parts.is_streamed = true;
        self.finish(ANY, |response| Ok(response.take_body()))
    }

    /// Returns a call like [`stream`](Self::stream), except that the value is `None` if the response has no body.
    pub fn optional_stream(mut self) -> Call<Option<Body>, P> {
        self.parts.is_streamed = true;
        self.finish(ANY, |response| {
            let is_empty = response.head().status() == StatusCode::NO_CONTENT;
            let body = response.take_body();
            Ok(Some(body).filter(|body| !is_empty && body.length() != Some(0)))
        })
    }

    /// Returns a call that decodes the response with a function.
    pub fn decode_with<T: Send + 'static>(
        self,
        decode: fn(&RawResponse) -> Result<T>,
    ) -> Call<T, P> {
        self.finish(ANY, decode)
    }

    fn finish<T: Send + 'static>(
        mut self,
        accept: &'static str,
        decode: fn(&RawResponse) -> Result<T>,
    ) -> Call<T, P> {
        self.parts.request.accept.get_or_insert(accept);
        Call::new(self.parts, Decoder::Function(decode))
    }
}

/// Methods that start a request.
impl Core {
    /// Starts a request of this operation.
    pub fn request<P>(&self, operation: &'static Operation) -> RequestBuilder<P> {
        RequestBuilder::new(self.clone(), operation)
    }

    /// Starts a request to a path that no operation has. The request uses the server, the credentials and the failure
    /// reader of the operation `defaults`.
    ///
    /// The path may contain placeholders, such as `/users/{id}`. Fill them with [`RequestBuilder::path`]:
    ///
    /// ```ignore
    /// let request = client.core().custom_request(&ops::USERS_LIST, Method::GET, "/users/{id}/tags");
    /// let tags: Json = request.path("id", "1").json().await?;
    /// ```
    pub fn custom_request(
        &self,
        defaults: &'static Operation,
        method: Method,
        path: impl Into<String>,
    ) -> RequestBuilder {
        RequestBuilder::new(self.clone(), defaults).target(method, path.into())
    }
}

impl<P> fmt::Debug for RequestBuilder<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RequestBuilder")
            .field("request", &self.parts.request)
            .finish_non_exhaustive()
    }
}
