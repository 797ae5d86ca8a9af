//! Scopes: the root of an API, or everything below a prefix such as `/accounts/{accountId}`.
//!
//! A scope starts requests whose paths are in the scope. If a path already starts with the prefix, the scope must not
//! add the prefix again.

use std::fmt;
use std::sync::Arc;

use http::Method;

use crate::runtime::call::core::Core;
use crate::runtime::call::request_builder::RequestBuilder;
use crate::runtime::error::Error;
use crate::runtime::operation::error_kind::ErrorKind;
use crate::runtime::operation::{Operation, ScopeRelation};
use crate::runtime::param::{Param, ParamValues};

mod sealed {
    pub trait Sealed {}
}

/// The part of an API that a resource handle calls: [`Root`] or [`Scoped`].
///
/// A scope is a path prefix. It has nothing to do with OAuth scopes. With this trait, you can write a function that
/// works both for the root and below a prefix.
pub trait Scope: Clone + fmt::Debug + Send + Sync + sealed::Sealed + 'static {
    /// Returns the core of the client.
    fn core(&self) -> &Core;

    /// Starts a request of this operation.
    fn request<P>(&self, operation: &'static Operation) -> RequestBuilder<P>;
}

/// The root of the API: the paths are those of the OpenAPI document.
#[derive(Clone, Debug)]
pub struct Root {
    core: Core,
}

impl Root {
    /// Creates the root scope of a client.
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

/// A path prefix with one parameter, such as `/accounts/{accountId}`.
///
/// The client puts the prefix in front of the path of a [mirrored](ScopeRelation::Mirrored) operation. The path of a
/// [native](ScopeRelation::Native) operation already has the prefix.
#[derive(Clone, Debug)]
pub struct Scoped {
    core: Core,
    prefix: &'static str,
    name: &'static str,
    value: Arc<str>,
}

impl Scoped {
    /// Creates a scope. `name` and `value` are the parameter of the prefix and its value.
    #[must_use]
    pub fn new<V: Param + ?Sized>(
        core: Core,
        prefix: &'static str,
        name: &'static str,
        value: &V,
    ) -> Self {
        // `new` accepts an empty value. The first call then fails.
        let value = ParamValues::of(value).into_strings().join(",").into();
        Self {
            core,
            prefix,
            name,
            value,
        }
    }

    /// Returns the value of the parameter.
    #[must_use]
    pub fn value(&self) -> &str {
        &self.value
    }

    /// Starts a request to a path that no operation has. The path is relative to the prefix; see
    /// [`Core::custom_request`].
    pub fn custom_request(
        &self,
        defaults: &'static Operation,
        method: Method,
        path: impl Into<String>,
    ) -> RequestBuilder {
        let request = self.core.custom_request(defaults, method, path);
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
                let message = format!("operation has no path below `{}`", self.prefix);
                request.fail(Error::new(ErrorKind::Build, message))
            }
        }
    }
}
