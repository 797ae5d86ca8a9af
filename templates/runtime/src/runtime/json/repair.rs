//! Repairs: differences between a response and its document that do not make the response unreadable.
//!
//! Responses are first read as fast as possible. Only if a repair is needed, the module `decode` reads the JSON once
//! more and records each repair with its path. The record belongs to the current thread, because Serde cannot pass it
//! to the types. This works because decoding never awaits.

use std::cell::{Cell, RefCell};
use std::fmt;

use crate::runtime::json::tracked;

/// The number of repairs that are listed. Further repairs are only counted.
const MOST_LISTED: usize = 100;

/// The kind of a repair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RepairKind {
    /// A list or a map that the document requires is `null`. It is read as an empty list or map.
    NullAsEmpty,
    /// A list contains `null`, but its items are never `null`. The item is skipped.
    NullItem,
    /// A list or a map that the document requires is missing. It is read as an empty list or map.
    MissingAsEmpty,
}

impl RepairKind {
    /// Returns the name of the kind, such as `null-item`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::NullAsEmpty => "null-as-empty",
            Self::NullItem => "null-item",
            Self::MissingAsEmpty => "missing-as-empty",
        }
    }
}

/// A repair: a value that differs from the document and was still read.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Repair {
    /// The JSON path of the value, such as `users[3].groups`. Inside of a union, the path of the union.
    pub path: String,
    /// What was done.
    pub kind: RepairKind,
}

impl fmt::Display for Repair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.kind.name(), self.path)
    }
}

/// The repairs of a response. The server sent JSON that differs from its document, and the client could still read it.
/// No value of the response was invented: a repair only skips `null`, or reads a list or a map as empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Repairs {
    listed: Vec<Repair>,
    count: usize,
}

impl Repairs {
    /// Returns the repairs in the order of the JSON. At most 100 repairs are listed.
    #[must_use]
    pub fn list(&self) -> &[Repair] {
        &self.listed
    }

    /// Returns the number of all repairs, including those that are not listed.
    #[must_use]
    pub const fn count(&self) -> usize {
        self.count
    }

    /// Returns whether the response was read without repairs.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Creates a list of one repair.
    pub(crate) fn of(path: String, kind: RepairKind) -> Self {
        Self {
            listed: vec![Repair { path, kind }],
            count: 1,
        }
    }

    fn push(&mut self, repair: impl FnOnce() -> Repair) {
        self.count += 1;
        if self.listed.len() < MOST_LISTED {
            self.listed.push(repair());
        }
    }

    /// Adds the repairs of another part of the response.
    fn extend(&mut self, more: Self) {
        let free = MOST_LISTED.saturating_sub(self.listed.len());
        self.count += more.count;
        self.listed.extend(more.listed.into_iter().take(free));
    }
}

/// How the current thread reads JSON.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// As fast as possible. Repairs that need no second read are only counted.
    Fast,
    /// With repairs, which are recorded.
    Repairing,
}

thread_local! {
    static MODE: Cell<Mode> = const { Cell::new(Mode::Fast) };
    /// Whether a fast read made a repair. The repair has no path yet.
    static IS_NOTED: Cell<bool> = const { Cell::new(false) };
    static RECORD: RefCell<Repairs> = const { RefCell::new(Repairs { listed: Vec::new(), count: 0 }) };
}

/// Restores the mode of the thread when it is dropped, also after a panic.
struct Restore(Mode);

impl Drop for Restore {
    fn drop(&mut self) {
        MODE.set(self.0);
    }
}

/// Reads JSON as fast as possible. Returns whether a repair was made.
pub(crate) fn fast<T>(read: impl FnOnce() -> T) -> (T, bool) {
    let _restore = Restore(MODE.replace(Mode::Fast));
    let before = IS_NOTED.replace(false);
    let value = read();
    (value, IS_NOTED.replace(before))
}

/// Reads JSON and records the repairs.
pub(crate) fn repairing<T>(read: impl FnOnce() -> T) -> (T, Repairs) {
    let _restore = Restore(MODE.replace(Mode::Repairing));
    let before = RECORD.take();
    let value = read();
    (value, RECORD.replace(before))
}

/// Makes `decode` read the JSON once more, unless this is already the second read. The second read finds out whether
/// the repair of an alternative is in the chosen one.
pub(crate) fn again() {
    if !is_on() {
        IS_NOTED.set(true);
    }
}

/// Runs a function and returns all repairs that [`report`] gets meanwhile.
pub(crate) fn collecting<T>(run: impl FnOnce() -> T) -> (T, Repairs) {
    let before = REPORTED.take();
    let value = run();
    (value, REPORTED.replace(before))
}

thread_local! {
    /// The repairs of the values that were decoded for the current response.
    static REPORTED: RefCell<Repairs> = const { RefCell::new(Repairs { listed: Vec::new(), count: 0 }) };
}

/// Adds the repairs of a decoded value to those of the response.
pub(crate) fn report(repairs: Repairs) {
    REPORTED.with_borrow_mut(|reported| reported.extend(repairs));
}

/// Returns whether values are repaired at the moment.
#[inline]
pub(crate) fn is_on() -> bool {
    MODE.get() == Mode::Repairing
}

/// Records a repair of the current value.
#[cold]
pub(crate) fn note(kind: RepairKind) {
    note_at(kind, "");
}

/// Records a repair of a property of the current value.
#[cold]
pub(crate) fn note_at(kind: RepairKind, name: &str) {
    if !is_on() {
        IS_NOTED.set(true);
        return;
    }
    RECORD.with_borrow_mut(|record| {
        record.push(|| Repair {
            path: tracked::path_of(name),
            kind,
        });
    });
}
