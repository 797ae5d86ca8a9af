//! Servers of an API.
//!
//! In: plain data, which generated code writes as statics. Out: a [`Server`]. It must not hold anything of one client
//! or of one call.

use crate::runtime::operation::failure::Failure;
use crate::runtime::operation::response_head::ResponseHead;

/// Reads the failure that a response reports; `None` if it reports none.
///
/// It is called for every response, whatever its status, since some servers report failures with a status of success.
pub type FailureReader = fn(&ResponseHead, &[u8]) -> Option<Failure>;

/// A server of the API.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Server {
    /// The name of the server for [`ClientBuilder::server_url`](crate::runtime::ClientBuilder::server_url).
    pub name: &'static str,
    /// The URL to which the paths of operations are appended.
    pub url: &'static str,
    /// Reads the failures that this server reports in its own format.
    pub failure_reader: Option<FailureReader>,
    /// The response header with the id of the request, to be quoted to the support of the service.
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

    /// Sets the response header with the id of the request, in lower case.
    #[must_use]
    pub const fn request_id_header(mut self, name: &'static str) -> Self {
        self.request_id_header = Some(name);
        self
    }
}
