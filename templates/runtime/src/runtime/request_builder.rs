//! From an operation to a call: what the methods of a client are written with.
//!
//! In: an operation, values of its path, its parameters and its body. Out: a [`Call`] that knows how to decode the response. It
//! must not fail: what goes wrong while building comes out of the call.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use bytes::Bytes;
use http::Method;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::runtime::body::Body;
use crate::runtime::call::{Call, Decode, Draft};
use crate::runtime::client::Core;
use crate::runtime::error::{Error, ErrorKind, Result};
use crate::runtime::member::JsonField;
use crate::runtime::operation::Operation;
use crate::runtime::params::{Param, ParamValues, Params};
use crate::runtime::path::{PathEncoding, PathValue};
use crate::runtime::request::Request;
use crate::runtime::response::RawResponse;

/// What is asked for where JSON is read: some servers have it under a type of their own.
const JSON: &str = "application/json, */*;q=0.1";

/// A request that is being built.
///
/// `P` is the type of the optional parameters that the [`Call`] will take.
#[must_use = "a request does nothing until it is made a call, and that is awaited"]
pub struct RequestBuilder<P = ()> {
    draft: Box<Draft>,
    params: PhantomData<fn(P)>,
}

impl<P> RequestBuilder<P> {
    pub(crate) fn new(core: Core, operation: &'static Operation) -> Self {
        Self {
            draft: Box::new(Draft::new(core, operation)),
            params: PhantomData,
        }
    }

    pub(crate) fn target(mut self, method: Method, path: String) -> Self {
        self.draft.request.set_target(method, path);
        self
    }

    pub(crate) fn prefix(mut self, prefix: &str) -> Self {
        self.draft.request.prefix_path(prefix);
        self
    }

    pub(crate) fn fail(mut self, error: Error) -> Self {
        self.draft.request.fail(error);
        self
    }

    /// Fills a placeholder of the path. A list is parted by commas.
    pub fn path<V: Param + ?Sized>(self, name: impl Into<Cow<'static, str>>, value: &V) -> Self {
        self.path_encoded(name, value, PathEncoding::Segment)
    }

    /// Fills a placeholder of the path, encoded in this way.
    pub fn path_encoded<V: Param + ?Sized>(
        mut self,
        name: impl Into<Cow<'static, str>>,
        value: &V,
        encoding: PathEncoding,
    ) -> Self {
        let value = PathValue::new(name.into(), ParamValues::of(value), encoding);
        self.draft.request.set_path_value(value);
        self
    }

    /// Lets a function write into the request.
    pub fn modify(mut self, write: impl FnOnce(&mut Request)) -> Self {
        write(&mut self.draft.request);
        self
    }

    /// Writes parameters, or the fields of a form, into the request.
    pub fn params<V: Params>(mut self, params: V) -> Self {
        params.apply(&mut self.draft.request);
        self
    }

    /// Adds to the query.
    pub fn query<V: Param + ?Sized>(mut self, name: &str, value: &V) -> Self {
        self.draft.request.query(name, value);
        self
    }

    /// Adds a field to the form that is the body.
    pub fn form<V: Param + ?Sized>(mut self, name: &str, value: &V) -> Self {
        self.draft.request.form(name, value);
        self
    }

    /// Adds a header.
    pub fn header<V: Param + ?Sized>(mut self, name: &str, value: &V) -> Self {
        self.draft.request.header(name, value);
        self
    }

    /// Makes this value, as JSON, the body.
    pub fn json_body<B: Serialize>(self, body: B) -> Self {
        self.json_body_with_type("application/json", body)
    }

    /// Makes this value, as JSON, the body, under a content type of its own, such as `application/merge-patch+json`.
    pub fn json_body_with_type<B: Serialize>(self, content_type: &str, body: B) -> Self {
        match serde_json::to_vec(&body) {
            Ok(json) => self.body(content_type, json),
            Err(error) => self.fail(
                Error::new(ErrorKind::Build, "body cannot be written as JSON").with_source(error),
            ),
        }
    }

    /// Makes this value, as JSON, the body, if there is one.
    pub fn optional_json_body<B: Serialize>(self, body: Option<B>) -> Self {
        self.optional_json_body_with_type("application/json", body)
    }

    /// Makes this value, as JSON, the body, under a content type of its own, if there is one.
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

    /// Sets the body and its content type, if there is one.
    pub fn optional_body(self, content_type: &str, body: Option<impl Into<Body>>) -> Self {
        match body {
            Some(body) => self.body(content_type, body),
            None => self,
        }
    }

    /// Sets the body and its content type.
    pub fn body(mut self, content_type: &str, body: impl Into<Body>) -> Self {
        self.draft.request.set_body(content_type, body.into());
        self
    }

    /// A call that decodes the response from JSON, as tolerantly as [`JsonField`] tells.
    pub fn response<T: JsonField + Send + 'static>(self) -> Call<T, P> {
        self.finish(JSON, RawResponse::decode)
    }

    /// A call that decodes the response from JSON as [`response`](Self::response) does, if it has a body.
    pub fn optional_response<T: JsonField + Send + 'static>(self) -> Call<Option<T>, P> {
        self.finish(JSON, |response| {
            if response.body().is_empty() {
                Ok(None)
            } else {
                response.decode().map(Some)
            }
        })
    }

    /// A call that decodes the response from JSON, as the type's own `Deserialize` does.
    pub fn json<T: DeserializeOwned + Send + 'static>(self) -> Call<T, P> {
        self.finish(JSON, RawResponse::json)
    }

    /// A call whose response has no content, or none that matters.
    pub fn empty(self) -> Call<(), P> {
        self.finish(JSON, |_| Ok(()))
    }

    /// A call that gives the response as text.
    pub fn text(self) -> Call<String, P> {
        self.finish("*/*", RawResponse::text)
    }

    /// A call that gives the bytes of the response.
    pub fn bytes(self) -> Call<Bytes, P> {
        self.finish("*/*", |response| Ok(response.body().clone()))
    }

    /// A call that gives the body of the response as a stream, which may be larger than
    /// [`max_response_bytes`](crate::runtime::ClientBuilder::max_response_bytes).
    ///
    /// The call is done when the body begins. Its limit of time is for that, and then anew for each chunk. A failure is read to its
    /// end, and is an error as that of any other call.
    pub fn stream(mut self) -> Call<Body, P> {
        self.draft.is_streamed = true;
        self.finish("*/*", |response| Ok(response.take_body()))
    }

    /// A call that decodes the response by a function.
    pub fn decode_with<T: Send + 'static>(
        self,
        decode: fn(&RawResponse) -> Result<T>,
    ) -> Call<T, P> {
        self.finish("*/*", decode)
    }

    fn finish<T: Send + 'static>(
        mut self,
        accept: &'static str,
        decode: fn(&RawResponse) -> Result<T>,
    ) -> Call<T, P> {
        self.draft.request.accept = Some(accept);
        Call::new(self.draft, Decode::Plain(decode))
    }
}

impl<P> fmt::Debug for RequestBuilder<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RequestBuilder")
            .field("request", &self.draft.request)
            .finish_non_exhaustive()
    }
}
