//! The progress of bulk work.

/// The progress of bulk work or of a walk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// The number of rows that were listed so far. Duplicates are counted once.
    pub listed: u64,
    /// The total number of rows, as the source reports it; `None` if the source has not reported it yet.
    pub announced: Option<u64>,
    /// The number of rows whose work is done, including the rows of earlier runs.
    pub done: u64,
    /// The number of rows whose latest work failed, including the rows of earlier runs.
    pub failed: u64,
    /// The number of rows whose work is in progress.
    pub in_progress: usize,
}
