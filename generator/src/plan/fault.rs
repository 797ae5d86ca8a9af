//! Bugs of the generator that the stage `plan` detects: an id without an item, or an item without a name.

use crate::names::NameFault;

/// A bug in the generator, which the run reports as an internal error.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Fault {
    /// The message.
    pub message: String,
}

/// The result of planning: a part of the plan, or a bug in the generator.
pub(super) type Planned<T> = Result<T, Fault>;

impl Fault {
    /// Creates the fault for an id that is not in the model.
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
