//! A stateful fake of Zoom.

pub(crate) mod api;
mod clock;
pub(crate) mod exchange;
pub(crate) mod failure;
#[doc(hidden)]
pub mod probe;
pub(crate) mod random;
