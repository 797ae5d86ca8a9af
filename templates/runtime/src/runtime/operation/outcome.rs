//! What the server did with a request.

/// What the server did with the request of a failed call. [`Error::outcome`](crate::runtime::Error::outcome) returns
/// this value.
///
/// The variants are in order: from a call that changed nothing to a call that the server executed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Outcome {
    /// No request reached the server. Nothing was changed.
    NotSent,
    /// The server reported that it did not execute the request. Nothing was changed.
    Rejected,
    /// The server may have executed the request. Check the state on the server before you repeat the call.
    Unknown,
    /// The server executed the request, but the client could not return the result. For example, the response does not
    /// match the OpenAPI document, or the list has more items than the caller allows. Do not repeat a call that changes
    /// data.
    Done,
}
