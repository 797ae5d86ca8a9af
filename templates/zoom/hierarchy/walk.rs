//! A walk over a tree, as a stream of visits.
//!
//! An error in one root must not affect other roots.

use std::collections::VecDeque;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use futures_core::Stream;

use crate::hierarchy::found_account::FoundAccount;
use crate::hierarchy::position::Position;
use crate::hierarchy::root::{OpenRoot, Root};
use crate::runtime::{BoxFuture, Error};
use crate::v2::accounts::AccountSummary;

/// An item of a [`Walk`].
#[derive(Debug)]
#[non_exhaustive]
pub enum Visit<T> {
    /// The work for an account is finished.
    Account {
        /// The name of the root.
        root: Arc<str>,
        /// The entry of the account in the list of sub accounts.
        account: AccountSummary,
        /// The result of the work.
        outcome: T,
    },
    /// The list of a root could not be read to its end.
    ///
    /// The walk has visited all accounts that were listed before the error, and the other roots continue. A walk that
    /// resumes from the position requests the failed page again.
    RootFailed {
        /// The name of the root.
        root: Arc<str>,
        /// The error that occurred while the list was read.
        error: Error,
    },
    /// A root is finished: its whole list was read, and all its accounts are finished.
    RootFinished {
        /// The name of the root.
        root: Arc<str>,
        /// The number of accounts that the list returned. If this walk resumes an earlier walk, the accounts of the
        /// earlier walk are included.
        listed: u64,
        /// The total number of accounts, as the last page reports it.
        ///
        /// If this number is larger than `listed`, the list changed during the walk or Zoom omitted accounts.
        total_records: Option<u64>,
    },
}

/// The settings of a walk.
#[derive(Clone, Copy, Debug)]
pub(super) struct Settings {
    /// The maximum number of accounts in progress.
    pub(super) concurrency: usize,
    /// The maximum number of open roots.
    pub(super) max_open_roots: usize,
    pub(super) page_size: u32,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            concurrency: 8,
            max_open_roots: 4,
            page_size: 300,
        }
    }
}

/// The work for each account.
pub(super) type Work<T> = Box<dyn FnMut(FoundAccount) -> BoxFuture<'static, T> + Send>;

/// A stream of the accounts of a [`Tree`](crate::hierarchy::Tree), each with the outcome of its work.
///
/// The walk keeps at most one page of each open root in memory. It ends when every root has finished or failed.
#[must_use = "a stream does nothing unless it is polled"]
pub struct Walk<T> {
    waiting: VecDeque<Root>,
    /// The open roots. The first root provides the next account.
    open: VecDeque<OpenRoot>,
    tasks: Vec<Task<T>>,
    /// The items that are ready to be returned.
    ready: VecDeque<Visit<T>>,
    position: Position,
    settings: Settings,
    work: Work<T>,
}

/// The work that is in progress for an account.
struct Task<T> {
    root: Arc<str>,
    account: AccountSummary,
    future: BoxFuture<'static, T>,
}

impl<T> Walk<T> {
    pub(super) fn new(
        roots: VecDeque<Root>,
        settings: Settings,
        position: Position,
        work: Work<T>,
    ) -> Self {
        Self {
            waiting: roots,
            open: VecDeque::new(),
            tasks: Vec::new(),
            ready: VecDeque::new(),
            position,
            settings,
            work,
        }
    }

    /// Returns the next item; `None` after the last one.
    pub async fn next(&mut self) -> Option<Visit<T>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// Returns the position of the walk. It includes all items that the walk has returned so far.
    ///
    /// Save the position after you have processed an item. To continue later, pass it to
    /// [`Tree::resume`](crate::hierarchy::Tree::resume).
    #[must_use]
    pub fn position(&self) -> &Position {
        &self.position
    }

    /// Opens roots up to the maximum.
    fn open_roots(&mut self) {
        while self.open.len() < self.settings.max_open_roots {
            let Some(root) = self.waiting.pop_front() else {
                return;
            };
            let name = Arc::clone(&root.name);
            let position = self.position.roots.get(&*name).cloned().unwrap_or_default();
            match root.open(&position, self.settings.page_size) {
                Ok(_) if position.is_finished => {}
                Ok(root) => {
                    self.position.roots.insert(name.to_string(), position);
                    self.open.push_back(root);
                }
                Err(error) => self
                    .ready
                    .push_back(Visit::RootFailed { root: name, error }),
            }
        }
    }

    /// Polls for the next page of each root whose current page is finished. Returns whether the list of any root
    /// returned a page, ended or failed.
    fn poll_pages(&mut self, context: &mut Context<'_>) -> bool {
        let mut is_changed = false;
        for _ in 0..self.open.len() {
            let Some(mut open) = self.open.pop_front() else {
                break;
            };
            if !open.is_page_finished() {
                self.open.push_back(open);
                continue;
            }
            let root = Arc::clone(&open.root.name);
            let position = self.position.roots.entry(root.to_string()).or_default();
            match open.poll_page(position, context) {
                Poll::Pending => {
                    self.open.push_back(open);
                    continue;
                }
                Poll::Ready(Ok(true)) => self.open.push_back(open),
                Poll::Ready(Ok(false)) => self.ready.push_back(Visit::RootFinished {
                    root,
                    listed: position.before,
                    total_records: open.total_records,
                }),
                Poll::Ready(Err(error)) => self.ready.push_back(Visit::RootFailed { root, error }),
            }
            is_changed = true;
        }
        is_changed
    }

    /// Starts work until the maximum number of accounts is in progress. Takes accounts from the open roots in turn.
    /// Returns whether any work was started.
    fn start_tasks(&mut self) -> bool {
        let before = self.tasks.len();
        let mut idle = 0;
        while self.tasks.len() < self.settings.concurrency && idle < self.open.len() {
            let Some(mut open) = self.open.pop_front() else {
                break;
            };
            if let Some(found) = open.next() {
                idle = 0;
                open.pending += 1;
                self.tasks.push(Task {
                    root: Arc::clone(&found.root),
                    account: found.account.clone(),
                    future: (self.work)(found),
                });
            } else {
                idle += 1;
            }
            self.open.push_back(open);
        }
        self.tasks.len() > before
    }

    /// Polls all work in progress, in order of its start. Finished work becomes a ready item.
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

    /// Takes the next ready item and records it in the position.
    fn take_ready(&mut self) -> Option<Visit<T>> {
        let visit = self.ready.pop_front()?;
        if let Visit::Account { root, account, .. } = &visit {
            let mut open = self.open.iter_mut();
            if let Some(open) = open.find(|open| open.root.name == *root) {
                open.pending -= 1;
            }
            if let Some(position) = self.position.roots.get_mut(&**root) {
                position.done.insert(account.id.clone());
            }
        }
        Some(visit)
    }
}

// Futures are boxed, and outcomes are moved out without pinning.
impl<T> Unpin for Walk<T> {}

impl<T> Stream for Walk<T> {
    type Item = Visit<T>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            if let Some(visit) = this.take_ready() {
                return Poll::Ready(Some(visit));
            }
            this.open_roots();
            let has_page = this.poll_pages(context);
            let has_started = this.start_tasks();
            this.poll_tasks(context);
            if !has_page && !has_started && this.ready.is_empty() {
                let is_finished = this.open.is_empty() && this.waiting.is_empty();
                return if is_finished {
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
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}
