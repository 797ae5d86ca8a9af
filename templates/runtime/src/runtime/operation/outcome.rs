//! What the server did with a request.
//!
//! In: nothing. Out: [`Outcome`].

/// What the server did with the request of a failed call. [`Error::outcome`](crate::runtime::Error::outcome) returns it.
///
/// The variants are ordered: from a call that cannot have changed anything to a call that succeeded on the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Outcome {
    /// No request reached the server. Nothing was changed.
    NotSent,
    /// The server reported that it did not execute the request. Nothing was changed.
    Rejected,
    /// The server may have executed the request. Check the state on the server before you repeat the call.
    Unknown,
    /// The server executed the request. The response does not match the document, or the list is longer than the caller
    /// allows. Do not repeat a call that changes data.
    Done,
}
