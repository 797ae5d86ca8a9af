//! A fault of the generator that planning discovers: an index without a thing, a thing without a name.

use crate::names::NameFault;

/// What is wrong. The run reports it as an internal error.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Fault {
    /// The message.
    pub message: String,
}

/// A part of the plan, or a fault.
pub(super) type Planned<T> = Result<T, Fault>;

impl Fault {
    /// A thing that the model mentions and does not hold.
    pub(super) fn missing(thing: &str, index: usize) -> Self {
        Self {
            message: format!("the model has no {thing} {index}"),
        }
    }
}

impl From<NameFault> for Fault {
    fn from(fault: NameFault) -> Self {
        Self {
            message: fault.message,
        }
    }
}
