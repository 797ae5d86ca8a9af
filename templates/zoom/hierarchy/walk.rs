//! Walking over a tree.
//!
//! In: roots, bounds and the work for an account. Out: a [`Walk`], a stream of what came of each account and each list. It must not let
//! one root's error touch another, nor go beyond its bounds.

use std::collections::VecDeque;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use futures_core::Stream;

use crate::hierarchy::branch::{Branch, Open};
use crate::hierarchy::position::Position;
use crate::hierarchy::tree::Found;
use crate::runtime::{BoxFuture, Error};
use crate::v2::AccountSummary;

/// What a walk gives, one after the other.
#[derive(Debug)]
#[non_exhaustive]
pub enum Visit<T> {
    /// An account, and what was done for it.
    Account {
        /// The name of the root that it stands below.
        root: Arc<str>,
        /// Its row of the list.
        account: AccountSummary,
        /// What the work gave.
        outcome: T,
    },
    /// The list of a root could not be read on. The accounts that it gave until then were visited, other roots go on, and a walk
    /// that is resumed from the position asks for the same page again.
    Failed {
        /// The name of the root.
        root: Arc<str>,
        /// Why.
        error: Error,
    },
    /// The list of a root was read to its end, and all its accounts are done.
    Ended {
        /// The name of the root.
        root: Arc<str>,
        /// How many accounts the list gave, with those of the walks that were resumed.
        listed: u64,
        /// How many it has, as its last page says. If that is more than it gave, the list was changed while it was read, or Zoom left
        /// some out.
        announced: Option<u64>,
    },
}

/// How much a walk does at a time.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    /// Accounts that are worked for.
    pub(super) tasks: usize,
    /// Lists that are open.
    pub(super) open: usize,
    pub(super) page_size: u32,
}

impl Default for Bounds {
    fn default() -> Self {
        Self {
            tasks: 8,
            open: 4,
            page_size: 300,
        }
    }
}

/// What is done for each account.
pub(super) type Work<T> = Box<dyn FnMut(Found) -> BoxFuture<'static, T> + Send>;

/// A stream of the accounts of a [`Tree`](crate::hierarchy::Tree), each with what was done for it.
///
/// It holds at most one page of each list that is open. It ends when each root has ended or failed.
#[must_use = "a stream does nothing unless it is polled"]
pub struct Walk<T> {
    waiting: VecDeque<Branch>,
    /// The next one to be asked for an account is at the front.
    open: VecDeque<Reading>,
    tasks: Vec<Task<T>>,
    /// What is to be given next.
    ready: VecDeque<Visit<T>>,
    position: Position,
    bounds: Bounds,
    work: Work<T>,
}

/// An open root.
struct Reading {
    list: Open,
    /// Accounts whose outcome was not given yet.
    pending: usize,
}

/// An account that is worked for.
struct Task<T> {
    root: Arc<str>,
    account: AccountSummary,
    future: BoxFuture<'static, T>,
}

impl<T> Walk<T> {
    pub(super) fn new(
        roots: VecDeque<Branch>,
        bounds: Bounds,
        position: Position,
        work: Work<T>,
    ) -> Self {
        Self {
            waiting: roots,
            open: VecDeque::new(),
            tasks: Vec::new(),
            ready: VecDeque::new(),
            position,
            bounds,
            work,
        }
    }

    /// The next item; `None` after the last.
    pub async fn next(&mut self) -> Option<Visit<T>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// Where the walk is: all that it gave so far is done.
    ///
    /// It is as good as the latest item; keep it whenever an item was dealt with, and give it to
    /// [`Tree::resume`](crate::hierarchy::Tree::resume).
    #[must_use]
    pub fn position(&self) -> &Position {
        &self.position
    }

    /// Opens lists, as many as may be.
    fn open_roots(&mut self) {
        while self.open.len() < self.bounds.open {
            let Some(branch) = self.waiting.pop_front() else {
                return;
            };
            let root = Arc::clone(&branch.name);
            let place = self.position.roots.get(&*root).cloned().unwrap_or_default();
            match branch.open(&place, self.bounds.page_size) {
                Ok(_) if place.is_finished => {}
                Ok(list) => {
                    self.position.roots.insert(root.to_string(), place);
                    self.open.push_back(Reading { list, pending: 0 });
                }
                Err(error) => self.ready.push_back(Visit::Failed { root, error }),
            }
        }
    }

    /// Asks for the next page of each list whose accounts are all done. Whether anything came of it.
    fn poll_pages(&mut self, context: &mut Context<'_>) -> bool {
        let mut is_changed = false;
        for _ in 0..self.open.len() {
            let Some(mut reading) = self.open.pop_front() else {
                break;
            };
            if reading.pending > 0 || !reading.list.is_empty() {
                self.open.push_back(reading);
                continue;
            }
            let root = Arc::clone(&reading.list.branch.name);
            let place = self.position.roots.entry(root.to_string()).or_default();
            match reading.list.poll_page(place, context) {
                Poll::Pending => {
                    self.open.push_back(reading);
                    continue;
                }
                Poll::Ready(Ok(true)) => self.open.push_back(reading),
                Poll::Ready(Ok(false)) => self.ready.push_back(Visit::Ended {
                    root,
                    listed: place.before,
                    announced: reading.list.announced,
                }),
                Poll::Ready(Err(error)) => self.ready.push_back(Visit::Failed { root, error }),
            }
            is_changed = true;
        }
        is_changed
    }

    /// Begins to work for as many accounts as may be, of each list in turn.
    fn begin_tasks(&mut self) -> bool {
        let before = self.tasks.len();
        let mut idle = 0;
        while self.tasks.len() < self.bounds.tasks && idle < self.open.len() {
            let Some(mut reading) = self.open.pop_front() else {
                break;
            };
            if let Some(found) = reading.list.next() {
                idle = 0;
                reading.pending += 1;
                self.tasks.push(Task {
                    root: Arc::clone(&found.root),
                    account: found.account.clone(),
                    future: (self.work)(found),
                });
            } else {
                idle += 1;
            }
            self.open.push_back(reading);
        }
        self.tasks.len() > before
    }

    /// Goes on with all work. What is done is ready to be given, that which began first before the rest.
    fn poll_tasks(&mut self, context: &mut Context<'_>) {
        for mut task in std::mem::take(&mut self.tasks) {
            match task.future.as_mut().poll(context) {
                Poll::Pending => self.tasks.push(task),
                Poll::Ready(outcome) => self.ready.push_back(Visit::Account {
                    root: task.root,
                    account: task.account,
                    outcome,
                }),
            }
        }
    }

    /// Gives what is ready, and counts it as done.
    fn give(&mut self) -> Option<Visit<T>> {
        let visit = self.ready.pop_front()?;
        if let Visit::Account { root, account, .. } = &visit {
            let mut open = self.open.iter_mut();
            if let Some(reading) = open.find(|reading| reading.list.branch.name == *root) {
                reading.pending -= 1;
            }
            if let Some(place) = self.position.roots.get_mut(&**root) {
                place.done.insert(account.id.clone());
            }
        }
        Some(visit)
    }
}

// Futures are boxed, and outcomes never pinned: they are moved out.
impl<T> Unpin for Walk<T> {}

impl<T> Stream for Walk<T> {
    type Item = Visit<T>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            if let Some(visit) = this.give() {
                return Poll::Ready(Some(visit));
            }
            this.open_roots();
            let is_paged = this.poll_pages(context);
            let is_begun = this.begin_tasks();
            this.poll_tasks(context);
            if !is_paged && !is_begun && this.ready.is_empty() {
                let is_over = this.open.is_empty() && this.waiting.is_empty();
                return if is_over {
                    Poll::Ready(None)
                } else {
                    Poll::Pending
                };
            }
        }
    }
}

impl<T> fmt::Debug for Walk<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Walk")
            .field("waiting", &self.waiting.len())
            .field("open", &self.open.len())
            .field("tasks", &self.tasks.len())
            .field("ready", &self.ready.len())
            .field("bounds", &self.bounds)
            .finish_non_exhaustive()
    }
}
