//! Scopes: whether a resource is reached from the root of the API or beneath a prefix such as `/accounts/{accountId}`.
//!
//! In: a client's core and, for a prefix, the value of its parameter. Out: requests whose paths fit the scope. It must never put a
//! prefix before a path that has it already.

use std::fmt;
use std::sync::Arc;

use http::Method;

use crate::runtime::client::Core;
use crate::runtime::error::{Error, ErrorKind};
use crate::runtime::operation::{Operation, ScopeRelation};
use crate::runtime::params::{Param, ParamValues};
use crate::runtime::request_builder::RequestBuilder;

mod sealed {
    pub trait Sealed {}
}

/// Where a resource is reached from. There are two: [`Root`] and [`Scoped`].
pub trait Scope: Clone + fmt::Debug + Send + Sync + sealed::Sealed + 'static {
    /// The client's core.
    fn core(&self) -> &Core;

    /// Begins a request of this operation.
    fn request<P>(&self, operation: &'static Operation) -> RequestBuilder<P>;
}

/// The root of the API: paths are as the document writes them.
#[derive(Clone, Debug)]
pub struct Root {
    core: Core,
}

impl Root {
    /// The root for this client.
    #[must_use]
    pub fn new(core: Core) -> Self {
        Self { core }
    }
}

impl sealed::Sealed for Root {}

impl Scope for Root {
    fn core(&self) -> &Core {
        &self.core
    }

    fn request<P>(&self, operation: &'static Operation) -> RequestBuilder<P> {
        self.core.request(operation)
    }
}

/// Beneath a prefix that has one parameter.
///
/// A [mirrored](ScopeRelation::Mirrored) operation gets the prefix before its path; of a [native](ScopeRelation::Native) one, whose
/// path has the prefix already, only the parameter is filled.
#[derive(Clone, Debug)]
pub struct Scoped {
    core: Core,
    prefix: &'static str,
    name: &'static str,
    value: Arc<str>,
}

impl Scoped {
    /// The scope of this prefix, with this value for its parameter.
    #[must_use]
    pub fn new<V: Param + ?Sized>(
        core: Core,
        prefix: &'static str,
        name: &'static str,
        value: &V,
    ) -> Self {
        // An empty value is kept: the call, which can fail, reports it.
        let value = ParamValues::of(value).into_texts().join(",").into();
        Self {
            core,
            prefix,
            name,
            value,
        }
    }

    /// The value of the prefix's parameter.
    #[must_use]
    pub fn value(&self) -> &str {
        &self.value
    }

    /// Begins a request that no operation describes, with a path behind the prefix. As [`Core::custom_request`] does it.
    pub fn custom_request(
        &self,
        like: &'static Operation,
        method: Method,
        path: impl Into<String>,
    ) -> RequestBuilder {
        let request = self.core.custom_request(like, method, path);
        request.prefix(self.prefix).path(self.name, &*self.value)
    }

    fn has_prefix(&self, path: &str) -> bool {
        path.strip_prefix(self.prefix)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}

impl sealed::Sealed for Scoped {}

impl Scope for Scoped {
    fn core(&self) -> &Core {
        &self.core
    }

    fn request<P>(&self, operation: &'static Operation) -> RequestBuilder<P> {
        let request = self.core.request(operation);
        if self.has_prefix(operation.path) {
            return request.path(self.name, &*self.value);
        }
        match operation.scope_relation {
            ScopeRelation::Mirrored => request.prefix(self.prefix).path(self.name, &*self.value),
            ScopeRelation::None | ScopeRelation::Native => {
                let message = format!("operation has no path beneath `{}`", self.prefix);
                request.fail(Error::new(ErrorKind::Build, message))
            }
        }
    }
}
