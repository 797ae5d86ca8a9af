//! The categories of errors.

/// The category of an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The configuration of the client, or an option of the call, is invalid. Nothing was sent.
    Config,
    /// The client has no credentials for the operation, or the server rejected them.
    Auth,
    /// The request is invalid, for example because of an empty path parameter. Nothing was sent.
    Build,
    /// Connecting to the server failed. Nothing was sent.
    Connect,
    /// The response did not arrive in time. The server may have processed the request.
    Timeout,
    /// The server reports a failure.
    Api,
    /// The server reports too many requests. It did not process this one.
    RateLimited,
    /// The response is not what its document specifies, for example invalid JSON. The server processed the request.
    Decode,
    /// A body ended early, failed while it was read, or exceeded the size limit. The server may have processed the
    /// request.
    Body,
    /// Any other error. The server may have processed the request.
    Other,
}
