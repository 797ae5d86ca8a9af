//! Runs the work for several rows at a time.

use std::collections::VecDeque;
use std::fmt;
use std::task::{Context, Poll};

use crate::runtime::http::transport::BoxFuture;

/// The work in progress, for a limited number of rows. All work runs on the task that calls [`poll`](Workers::poll).
pub struct Workers<R, T> {
    concurrency: usize,
    tasks: Vec<(R, BoxFuture<'static, T>)>,
}

impl<R, T> Workers<R, T> {
    /// Creates workers for at most `concurrency` rows at a time. Minimum: 1.
    #[must_use]
    pub fn new(concurrency: usize) -> Self {
        Self {
            concurrency: concurrency.max(1),
            tasks: Vec::new(),
        }
    }

    /// Returns whether the work for another row may start.
    #[must_use]
    pub fn has_room(&self) -> bool {
        self.tasks.len() < self.concurrency
    }

    /// Returns the number of rows in progress.
    #[must_use]
    pub fn len(&self) -> usize {
        self.tasks.len()
    }

    /// Returns whether no row is in progress.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.tasks.is_empty()
    }

    /// Starts the work for a row. The caller must check [`has_room`](Workers::has_room).
    pub fn start(&mut self, row: R, work: BoxFuture<'static, T>) {
        self.tasks.push((row, work));
    }

    /// Polls all work in progress. The work that started first is polled first. Appends each row whose work has ended,
    /// with its result.
    pub fn poll(&mut self, context: &mut Context<'_>, ended: &mut VecDeque<(R, T)>) {
        for (row, mut work) in std::mem::take(&mut self.tasks) {
            match work.as_mut().poll(context) {
                Poll::Pending => self.tasks.push((row, work)),
                Poll::Ready(outcome) => ended.push_back((row, outcome)),
            }
        }
    }
}

impl<R, T> fmt::Debug for Workers<R, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Workers")
            .field("concurrency", &self.concurrency)
            .field("tasks", &self.tasks.len())
            .finish()
    }
}
