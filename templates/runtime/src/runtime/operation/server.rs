//! Servers of an API.
//!
//! Generated code has a static [`Server`] for each server. A static is shared by all clients, so it must not contain
//! the data of one client or of one call.

use crate::runtime::operation::failure::Failure;
use crate::runtime::operation::response_head::ResponseHead;

/// A function that finds out whether a response reports a failure. Returns the failure, or `None` if there is no
/// failure.
///
/// The client calls this function for every response, because some servers report failures with a success status.
pub type FailureReader = fn(&ResponseHead, &[u8]) -> Option<Failure>;

/// A server of the API.
///
/// The module `ops` of a generated client has a static for each server.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Server {
    /// The name of the server. [`ClientBuilder::server_url`](crate::runtime::ClientBuilder::server_url) accepts this
    /// name.
    pub name: &'static str,
    /// The URL to which the paths of operations are appended.
    pub url: &'static str,
    /// The function that reads failures in the format of this server.
    pub failure_reader: Option<FailureReader>,
    /// The response header that contains the id of the request. The support team of the service asks for this id.
    pub request_id_header: Option<&'static str>,
}

impl Server {
    /// Creates a server from its name and URL.
    #[must_use]
    pub const fn new(name: &'static str, url: &'static str) -> Self {
        Self {
            name,
            url,
            failure_reader: None,
            request_id_header: None,
        }
    }

    /// Sets the function that reads the failures of this server.
    #[must_use]
    pub const fn failure_reader(mut self, reader: FailureReader) -> Self {
        self.failure_reader = Some(reader);
        self
    }

    /// Sets the response header that contains the id of the request. Write the name in lower case.
    #[must_use]
    pub const fn request_id_header(mut self, name: &'static str) -> Self {
        self.request_id_header = Some(name);
        self
    }
}

/// Returns the name, so that [`ClientBuilder::server_url`](crate::runtime::ClientBuilder::server_url) accepts a server.
impl AsRef<str> for Server {
    fn as_ref(&self) -> &str {
        self.name
    }
}
