//! What every generated client stands on: calls, errors, authorization, pages, and the types of values.
//!
//! In: the operations and types that emitted code describes. Out: requests and responses. It must know nothing of any one service:
//! what is a service's own comes in through [`Authorize`], [`Transport`], [`Server`] and [`Failure`].

pub mod lenient;
pub mod member;
pub mod object;
#[cfg(feature = "test-util")]
pub mod testing;
pub mod union;

mod auth;
mod body;
mod builder;
mod call;
mod client;
mod decode;
mod encode;
mod error;
mod execute;
mod extra;
mod failure;
mod file;
mod handover;
mod json_path;
mod limit;
mod multipart;
mod operation;
mod pager;
mod pages;
mod params;
mod patch;
mod path;
#[cfg(feature = "test-util")]
mod recorded;
#[cfg(feature = "test-util")]
mod recorded_part;
mod request;
mod request_builder;
#[cfg(feature = "reqwest")]
mod reqwest;
mod response;
mod retry;
mod scope;
mod secret;
mod setters;
mod text;
mod time;
#[cfg(any(feature = "chrono", feature = "time"))]
mod time_crates;
mod trace;
mod transport;
mod url;

pub use bytes::Bytes;
pub use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};

pub use self::auth::{ApiKey, Authorize, Basic, Bearer, Rejection};
pub use self::body::Body;
pub use self::builder::ClientBuilder;
pub use self::call::Call;
pub use self::client::Core;
pub use self::decode::from_json;
pub use self::error::{Error, ErrorKind, Result};
pub use self::extra::Extra;
pub use self::failure::{Failure, FieldError};
pub use self::file::{File, Files};
pub use self::lenient::deserialize_lenient;
pub use self::limit::{RateLimit, RateLimitContext};
pub use self::member::{JsonField, json_field};
pub use self::object::json_object;
pub use self::operation::{
    FailureReader, Operation, PageStyle, Pagination, ParamLocation, Safety, Scheme, SchemeKind,
    ScopeRelation, Server,
};
pub use self::pages::{Items, Page, PageToken, Pages};
pub use self::params::{ListStyle, Param, ParamValues, Params};
pub use self::patch::Patch;
pub use self::path::PathEncoding;
pub use self::request::Request;
pub use self::request_builder::RequestBuilder;
#[cfg(feature = "reqwest")]
pub use self::reqwest::ReqwestTransport;
pub use self::response::{RawResponse, Response, ResponseHead, read_common_failure};
pub use self::retry::RetryPolicy;
pub use self::scope::{Root, Scope, Scoped};
pub use self::secret::Secret;
pub use self::setters::setter;
pub use self::text::{
    UnknownValue, integer_enum, integer_value, string_enum, string_id, string_value,
};
pub use self::time::{Date, Timestamp};
pub use self::transport::{BoxFuture, Transport, TransportError, TransportErrorKind};
pub use self::union::{read_union, union_variant};
pub use self::url::BaseUrl;

/// Any JSON value.
pub type Json = serde_json::Value;

/// The members of a JSON object.
pub type JsonMap = serde_json::Map<String, serde_json::Value>;
