//! The vocabulary of OpenAPI: its objects, keys, references and path templates.
//!
//! Every stage that reads OpenAPI uses this module, so that each rule of OpenAPI is written once. This module changes no
//! documents and reports no diagnostics. The stages convert the errors of this module to diagnostics.

pub(crate) mod grammar;
pub(crate) mod keywords;
mod reference;
pub mod template;

pub(crate) use reference::{
    Found, Resolver, Target, Unresolved, component, component_around, local, relative,
};
pub use reference::{Reference, ReferenceError};
