//! The runtime of a generated client: calls, errors, authorization, pages, and value types such as `Timestamp` and `Secret`.
//!
//! Start with these types: [`ClientBuilder`] creates a client. [`Call`] has the options of a call. [`Pages`] and
//! [`Items`] read lists. [`Events`] and [`Records`] read streams. [`Bulk`] does the same work for many rows. [`Error`] describes what went wrong.
//!
//! To extend a client, implement one of these traits: [`Authorize`] for other credentials, [`Transport`] for another
//! HTTP client, [`RateLimit`] for the rate limits of a service, and [`Observer`] for metrics.
// The runtime must not depend on any particular service. A service implements `Authorize`, `Transport` and `RateLimit`,
// and gives each `Server` a failure reader.
//
// These are the modules, in order: `json`, `param`, `macros`, `time`, `operation`, `error`, `time_conversions`, `http`,
// `auth`, `call`, `stream`, `bulk`, `testing`. A module imports only from modules that come before it in this list. This file
// exports every public item exactly once.

#[doc(hidden)]
pub mod macros;
#[cfg(feature = "test-util")]
pub mod testing;

mod auth;
mod bulk;
mod call;
mod error;
mod http;
mod json;
mod operation;
mod param;
mod stream;
mod time;
#[cfg(any(feature = "chrono", feature = "jiff", feature = "time"))]
mod time_conversions;

pub use ::bytes::Bytes;
pub use ::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};

pub use self::auth::api_key::ApiKey;
pub use self::auth::basic::Basic;
pub use self::auth::bearer::Bearer;
pub use self::auth::{Authorize, Rejection};
pub use self::bulk::outcome::{Done, WorkOutcome};
pub use self::bulk::progress::Progress;
pub use self::bulk::run::{Bulk, BulkItem, BulkRun};
pub use self::bulk::work_log::WorkLog;
pub use self::bulk::workers::Workers;
pub use self::call::Call;
pub use self::call::api_client::ApiClient;
pub use self::call::client_builder::ClientBuilder;
pub use self::call::core::Core;
pub use self::call::items::{Items, ListProgress};
pub use self::call::observer::{FinishedCall, Observer, RateLimitBudget, RateLimitWait, Retry};
pub use self::call::page_options::PageToken;
pub use self::call::pages::{Page, Pages};
pub use self::call::patience::wait_for_rate_limits;
pub use self::call::rate_limit::{RateLimit, RateLimitContext};
pub use self::call::request_builder::RequestBuilder;
pub use self::call::retry::RetryPolicy;
pub use self::call::scope::{Root, Scope, Scoped};
pub use self::error::transport_error::{TransportError, TransportErrorKind};
pub use self::error::{Error, Result};
pub use self::http::body::Body;
pub use self::http::decode::{from_json, from_json_with_repairs};
pub use self::http::file::{File, Files};
pub use self::http::params::Params;
pub use self::http::path::PathEncoding;
pub use self::http::request::Request;
#[cfg(feature = "reqwest")]
pub use self::http::reqwest::ReqwestTransport;
pub use self::http::response::{RawResponse, Response};
pub use self::http::style::ParamStyle;
pub use self::http::transport::{BoxFuture, Transport};
pub use self::http::url::BaseUrl;
pub use self::json::base64::{Base64, Base64Url};
pub use self::json::enum_name::ParseEnumError;
pub use self::json::extra::Extra;
pub use self::json::field::JsonField;
pub use self::json::known::KnownValue;
pub use self::json::lenient::deserialize_lenient;
pub use self::json::patch::Patch;
pub use self::json::repair::{Repair, RepairKind, Repairs};
pub use self::json::secret::{Exposed, Secret};
pub use self::json::secret_integer::SecretInteger;
pub use self::json::strict::StrictJson;
pub use self::json::unknown::UnknownValue;
pub use self::json::{Json, JsonMap};
pub use self::operation::error_kind::ErrorKind;
pub use self::operation::failure::{Failure, FieldError, read_common_failure};
pub use self::operation::failure_class::FailureClass;
pub use self::operation::outcome::Outcome;
pub use self::operation::pagination::{PageStyle, Pagination};
pub use self::operation::response_head::ResponseHead;
pub use self::operation::scheme::{ParamLocation, Scheme, SchemeKind};
pub use self::operation::server::{FailureReader, Server};
pub use self::operation::streaming::{StreamData, Streaming};
pub use self::operation::{Operation, Safety, ScopeRelation};
pub use self::param::{ListStyle, Param, ParamValues};
pub use self::stream::events::{Event, Events};
pub use self::stream::records::Records;
pub use self::stream::sequence::Sequence;
pub use self::time::date::Date;
pub use self::time::timestamp::Timestamp;

// Generated code imports the hidden items below. Users of the client do not need them.
#[doc(hidden)]
pub use self::http::by_status::{FromStatus, StatusVariant, read_by_status, status_union};
#[doc(hidden)]
pub use self::http::params::ParamsPart;
#[doc(hidden)]
pub use self::json::fixed::FixedProperty;
#[doc(hidden)]
pub use self::macros::{
    events::event_enum,
    field::json_field,
    integers::{integer_enum, integer_value},
    object::json_object,
    optional::optional_object,
    order::enum_order,
    scalars::scalar_enum,
    setter::setter,
    strings::{string_enum, string_id, string_value},
    union::json_union,
};
#[doc(hidden)]
pub use smol_str::SmolStr;
