//! The parts of a call that do not depend on the type of its value.

use std::sync::Arc;
use std::time::Duration;

use crate::runtime::auth::Authorize;
use crate::runtime::call::core::Core;
use crate::runtime::call::page_options::PageOptions;
use crate::runtime::call::patience::is_patient;
use crate::runtime::call::retry::RetryPolicy;
use crate::runtime::http::request::Request;
use crate::runtime::http::url::BaseUrl;
use crate::runtime::operation::{Operation, Safety};

pub(crate) struct CallParts {
    pub(crate) core: Core,
    pub(crate) request: Request,
    pub(crate) timeout: Option<Duration>,
    pub(crate) rate_limit_timeout: Option<Duration>,
    pub(crate) retry: Option<RetryPolicy>,
    /// Whether the caller declared this call idempotent.
    pub(crate) is_idempotent: bool,
    /// Whether the caller gets the response body as a stream.
    pub(crate) is_streamed: bool,
    /// The limit for the time of each chunk of a stream; `None` for the timeout of the call.
    pub(crate) chunk_timeout: Option<Duration>,
    pub(crate) base_url: Option<BaseUrl>,
    pub(crate) authorizer: Option<Arc<dyn Authorize>>,
    pub(crate) page: PageOptions,
}

impl CallParts {
    pub(crate) fn new(core: Core, operation: &'static Operation) -> Self {
        let request = Request::new(operation, Arc::clone(core.transport()));
        Self {
            core,
            request,
            timeout: None,
            rate_limit_timeout: None,
            retry: None,
            is_idempotent: false,
            is_streamed: false,
            chunk_timeout: None,
            base_url: None,
            authorizer: None,
            page: PageOptions::default(),
        }
    }

    /// Returns the safety of the call, which decides about retries.
    pub(crate) fn safety(&self) -> Safety {
        match self.request.operation().safety {
            Safety::Unsafe if self.is_idempotent => Safety::Idempotent,
            safety => safety,
        }
    }

    /// Returns how long the call may wait for rate limits. Returns `None` if these waits count towards the timeout of
    /// the call.
    pub(crate) fn wait_limit(&self) -> Option<Duration> {
        let limit = self
            .rate_limit_timeout
            .or(self.core.settings().rate_limit_timeout);
        let is_patient = self.core.is_for_walk() || is_patient();
        limit.or(is_patient.then_some(Duration::MAX))
    }

    /// Selects the maximum page size, unless the call sets a page size. If the caller needs only `max_items` items, a
    /// smaller page is enough.
    pub(crate) fn maximize_page_size(&mut self, max_items: Option<usize>) {
        self.page.maximize_size(&self.request, max_items);
    }

    /// Clones the parts. Returns `None` if the request body or a file is a stream.
    pub(crate) fn try_clone(&self) -> Option<Self> {
        Some(Self {
            core: self.core.clone(),
            request: self.request.try_clone()?,
            timeout: self.timeout,
            rate_limit_timeout: self.rate_limit_timeout,
            retry: self.retry,
            is_idempotent: self.is_idempotent,
            is_streamed: self.is_streamed,
            chunk_timeout: self.chunk_timeout,
            base_url: self.base_url.clone(),
            authorizer: self.authorizer.clone(),
            page: self.page.clone(),
        })
    }
}
