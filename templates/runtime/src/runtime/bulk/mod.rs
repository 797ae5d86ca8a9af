//! Bulk work: runs the same function for each row of a list, several rows at a time.
//!
//! Each row has a key. The result is a stream with the outcome of each row. A record lists the rows that are done, so
//! that another process can continue. This module does not depend on what the work does.

pub(crate) mod outcome;
pub(crate) mod progress;
pub(crate) mod run;
pub(crate) mod work_log;
pub(crate) mod workers;
