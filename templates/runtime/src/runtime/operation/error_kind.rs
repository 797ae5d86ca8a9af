//! The categories of errors.

/// The category of an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The configuration of the client, or an option of the call, is invalid. Nothing was sent.
    Config,
    /// The client has no credentials for the operation, or the server rejected the credentials.
    Auth,
    /// The request is invalid, for example because a path parameter is empty. Nothing was sent.
    Build,
    /// The client could not connect to the server. Nothing was sent.
    Connect,
    /// The connection was closed while the request was being sent, or before the response arrived. The server may have
    /// processed the request.
    ConnectionLost,
    /// The response did not arrive in time. The server may have processed the request.
    Timeout,
    /// The server reports a failure.
    Api,
    /// The server reports too many requests. The server did not process this request.
    RateLimited,
    /// The response does not match the OpenAPI document. For example, the JSON is invalid. The server processed the
    /// request.
    Decode,
    /// The request body or the response body ended early, could not be read, or exceeded the size limit. The server may
    /// have processed the request.
    Body,
    /// A list has more items than the caller allows ([`Items::collect_all`](crate::runtime::Items::collect_all)).
    ListTooLong,
    /// Any other error. The server may have processed the request.
    Other,
}
