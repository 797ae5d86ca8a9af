//! Requests and responses: how they are built, encoded, sent and decoded.
//!
//! A request starts as an operation with values and becomes an `http::Request`. This module must not add credentials,
//! limit rates or retry: the modules `auth` and `call` do this.

pub(crate) mod body;
pub(crate) mod body_slot;
pub(crate) mod by_status;
pub(crate) mod connection;
pub(crate) mod decode;
pub(crate) mod encode;
pub(crate) mod escape;
pub(crate) mod file;
pub(crate) mod header;
pub(crate) mod pairs;
pub(crate) mod params;
pub(crate) mod part;
pub(crate) mod path;
pub(crate) mod redirect;
pub(crate) mod request;
pub(crate) mod request_parts;
pub(crate) mod request_values;
#[cfg(feature = "reqwest")]
pub(crate) mod reqwest;
#[cfg(feature = "reqwest")]
mod reqwest_client;
pub(crate) mod response;
pub(crate) mod split_page;
pub(crate) mod style;
pub(crate) mod texts;
pub(crate) mod transport;
pub(crate) mod url;
