//! Dates and times that servers send as text: [`Timestamp`](timestamp::Timestamp) and [`Date`](date::Date).
//!
//! This module must not read the clock.

pub(crate) mod calendar;
pub(crate) mod date;
pub(crate) mod timestamp;
