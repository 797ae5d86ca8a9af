//! The parameters of an operation as one value.
//!
//! Generated code has a struct for the parameters, and implements [`Params`] for it.

use crate::runtime::http::request::Request;

/// The parameters of an operation, or the fields of its form body, as one value.
pub trait Params {
    /// Adds the parameters to a request.
    fn apply(&self, request: &mut Request);
}

/// A part of the parameters, if an operation has many. Each part has its own function, so that no generated function is
/// long.
#[doc(hidden)]
pub trait ParamsPart<const PART: usize> {
    /// Adds the parameters of this part to a request.
    fn apply_part(&self, request: &mut Request);
}

impl<T: Params + ?Sized> Params for &T {
    fn apply(&self, request: &mut Request) {
        (**self).apply(request);
    }
}

impl<T: Params> Params for Option<T> {
    fn apply(&self, request: &mut Request) {
        if let Some(params) = self {
            params.apply(request);
        }
    }
}

impl<T: Params> Params for [T] {
    fn apply(&self, request: &mut Request) {
        for params in self {
            params.apply(request);
        }
    }
}

impl<T: Params> Params for Vec<T> {
    fn apply(&self, request: &mut Request) {
        self.as_slice().apply(request);
    }
}
