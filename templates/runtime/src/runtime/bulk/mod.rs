//! Bulk work: the same work for each row of a list, several rows at a time.
//!
//! In: rows, a key for each row, and a work function. Out: a stream of outcomes, and a record of the rows that are done,
//! from which another process can continue. This module must not know what the work does.

pub(crate) mod outcome;
pub(crate) mod progress;
pub(crate) mod run;
pub(crate) mod work_log;
pub(crate) mod workers;
