//! Where in a JSON document reading failed.
//!
//! In: steps, told on the way back from a failure, the innermost first. Out: the path, as in `users[3].id`. It must cost nothing as
//! long as nothing fails: that is why steps are not told on the way in.

use std::cell::Cell;
use std::fmt::Write as _;

/// A step from a value to one inside of it.
enum Step {
    Member(String),
    Element(usize),
}

thread_local! {
    /// The steps of the failure of the reading that is going on. `None` if there is none, or its failures do not count.
    static STEPS: Cell<Option<Vec<Step>>> = const { Cell::new(None) };
}

/// Reads, and beside an error gives the path to where it came up, empty for the document itself.
pub(crate) fn tracked<T, E>(read: impl FnOnce() -> Result<T, E>) -> Result<T, (E, String)> {
    let before = STEPS.replace(Some(Vec::new()));
    let result = read();
    let steps = STEPS.replace(before);
    result.map_err(|error| (error, path(steps.unwrap_or_default())))
}

/// Reads what may fail without harm.
pub(crate) fn untracked<T>(read: impl FnOnce() -> T) -> T {
    let before = STEPS.replace(None);
    let result = read();
    STEPS.set(before);
    result
}

/// Tells of a failure that it came up in this member.
#[cold]
pub(crate) fn in_member(name: &str) {
    tell(|| Step::Member(name.to_owned()));
}

/// Tells of a failure that it came up in this element of a list.
#[cold]
pub(crate) fn in_element(index: usize) {
    tell(|| Step::Element(index));
}

fn tell(step: impl FnOnce() -> Step) {
    let mut steps = STEPS.take();
    if let Some(steps) = &mut steps {
        steps.push(step());
    }
    STEPS.set(steps);
}

fn path(steps: Vec<Step>) -> String {
    let mut path = String::new();
    for step in steps.into_iter().rev() {
        match step {
            Step::Member(name) => {
                if !path.is_empty() {
                    path.push('.');
                }
                path.push_str(&name);
            }
            // Writing to a string does not fail.
            Step::Element(index) => write!(path, "[{index}]").unwrap_or_default(),
        }
    }
    path
}
