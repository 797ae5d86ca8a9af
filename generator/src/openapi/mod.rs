//! The vocabulary of OpenAPI: its objects, keys, references and path templates.
//!
//! All stages that read OpenAPI use this module. Thus, each rule of OpenAPI is in one place. The module changes no
//! documents and reports no diagnostics, but its functions return errors. The stages turn these errors into
//! diagnostics.

pub(crate) mod grammar;
pub(crate) mod keywords;
pub(crate) mod parts;
mod reference;
pub mod template;

pub(crate) use reference::{
    Found, Resolver, Target, Unresolved, component, component_around, local, relative,
};
pub use reference::{Reference, ReferenceError};
