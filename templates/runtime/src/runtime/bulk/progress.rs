//! The progress of bulk work.

/// The progress of bulk work or of a walk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// The number of rows that were read from the list so far. Each duplicate counts only once.
    pub listed: u64,
    /// The total number of rows, if the list reports it; `None` otherwise.
    pub announced: Option<u64>,
    /// The number of rows whose work is done, including those of earlier runs.
    pub done: u64,
    /// The number of rows whose last attempt failed, including those of earlier runs.
    pub failed: u64,
    /// The number of rows whose work has started but not ended.
    pub in_progress: usize,
}
