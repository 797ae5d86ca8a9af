//! A walk over a tree of accounts, as a stream of visits.
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
use crate::runtime::{BoxFuture, Error, Progress, WorkLog, WorkOutcome, Workers};
use crate::v2::accounts::AccountSummary;

/// An item of a [`Walk`].
#[derive(Debug)]
#[non_exhaustive]
pub enum Visit<T> {
    /// The work for an account has ended, with success or with an error.
    Account {
        /// The name of the root.
        root: Arc<str>,
        /// The entry of the account in the list of sub accounts.
        account: Box<AccountSummary>,
        /// The result of the work.
        outcome: T,
    },
    /// An entry in the list of a root could not be decoded. The walk continues with the next entry.
    ///
    /// [`Error::body`] is the JSON of the entry. If a page token expires, the walk lists the accounts again, and
    /// returns this item again for the same entry. With such an entry, the root is never finished in a position.
    EntryFailed {
        /// The name of the root.
        root: Arc<str>,
        /// The error of the entry.
        error: Error,
    },
    /// The list of a root could not be read to its end.
    ///
    /// The walk has visited all accounts that were listed before the error. The other roots continue. A walk that
    /// resumes lists the accounts of this root again.
    RootFailed {
        /// The name of the root.
        root: Arc<str>,
        /// The error that occurred while the list was read.
        error: Error,
    },
    /// The list of a root was read to its end, and the work for all its accounts has ended.
    RootFinished {
        /// The name of the root.
        root: Arc<str>,
        /// The number of accounts in the list. This includes accounts that were skipped, because an earlier walk has
        /// finished them.
        listed: u64,
        /// The number of accounts whose work failed.
        failed: u64,
        /// The total number of accounts, as the first page reports it.
        ///
        /// This number can be larger than `listed` for three reasons: an entry could not be decoded
        /// ([`EntryFailed`](Visit::EntryFailed)), the list changed during the walk, or Zoom left accounts out.
        total_records: Option<u64>,
    },
}

/// The settings of a walk.
#[derive(Clone, Copy, Debug)]
pub(super) struct Settings {
    /// The maximum number of accounts in progress.
    pub(super) concurrency: usize,
    /// The number of accounts per page; `None` for the maximum.
    pub(super) max_open_roots: usize,
    /// The number of accounts per page; `None` for the maximum.
    pub(super) page_size: Option<u32>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            concurrency: 8,
            max_open_roots: 4,
            page_size: None,
        }
    }
}

/// The work for each account.
pub(super) type Work<T> = Box<dyn FnMut(FoundAccount) -> BoxFuture<'static, T> + Send>;

/// A stream of the accounts of a [`Tree`](crate::hierarchy::Tree), each with the outcome of its work.
///
/// The walk ends when every root has finished or failed. In memory, it keeps the ids of all accounts, and at most one
/// page of each open root. If you drop the walk, the work in progress is canceled.
#[must_use = "a stream does nothing unless it is polled"]
pub struct Walk<T> {
    waiting: VecDeque<Root>,
    /// The open roots. The first one is the next that provides an account.
    open: VecDeque<OpenRoot>,
    /// The names of all roots that were opened or skipped.
    started: Vec<Arc<str>>,
    /// The sum of the numbers of all roots that have ended.
    ended: Progress,
    workers: Workers<Task, T>,
    finished: VecDeque<(Task, T)>,
    /// The items that are ready to be returned.
    ready: VecDeque<Visit<T>>,
    position: Position,
    settings: Settings,
    work: Work<T>,
}

/// An account whose work is in progress.
struct Task {
    root: Arc<str>,
    account: AccountSummary,
}

impl<T: WorkOutcome> Walk<T> {
    pub(super) fn new(
        roots: VecDeque<Root>,
        settings: Settings,
        position: Position,
        work: Work<T>,
    ) -> Self {
        Self {
            waiting: roots,
            open: VecDeque::new(),
            started: Vec::new(),
            ended: Progress::default(),
            workers: Workers::new(settings.concurrency),
            finished: VecDeque::new(),
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

    /// Returns the position of the walk. The position covers all items that the walk has returned so far.
    ///
    /// Save the position after you have processed an item. To continue later, pass it to
    /// [`Tree::resume`](crate::hierarchy::Tree::resume).
    #[must_use]
    pub fn position(&self) -> &Position {
        &self.position
    }

    /// Returns the progress of the walk: the sums over all roots that were started so far. Therefore, the total number
    /// of accounts grows when the walk starts another root.
    #[must_use]
    pub fn progress(&self) -> Progress {
        let mut sum = self.ended;
        for root in &self.open {
            add(&mut sum, root.listed(), root.total_records());
        }
        for name in &self.started {
            if let Some(accounts) = self.position.accounts(name) {
                sum.done += accounts.done_count();
                sum.failed += accounts.failed_count();
            }
        }
        sum.in_progress = self.workers.len();
        sum
    }

    /// Opens roots until the maximum number of roots is open.
    fn open_roots(&mut self) {
        while self.open.len() < self.settings.max_open_roots {
            let Some(root) = self.waiting.pop_front() else {
                return;
            };
            let name = Arc::clone(&root.name);
            match root.open(self.settings.page_size) {
                Ok(_) if self.position.is_finished(&name) => {
                    let done = self.position.accounts(&name);
                    let done = done.map_or(0, WorkLog::done_count);
                    add(&mut self.ended, done, Some(done));
                    self.started.push(name);
                }
                Ok(root) => {
                    self.position.roots.entry(name.to_string()).or_default();
                    self.started.push(name);
                    self.open.push_back(root);
                }
                Err(error) => self
                    .ready
                    .push_back(Visit::RootFailed { root: name, error }),
            }
        }
    }

    /// Polls the lists of all open roots. Returns whether any list changed.
    fn poll_lists(&mut self, context: &mut Context<'_>) -> bool {
        let mut is_changed = false;
        for open in &mut self.open {
            let Some(accounts) = self.position.accounts(&open.root.name) else {
                continue;
            };
            let Poll::Ready(listed) = open.poll_list(accounts, context) else {
                continue;
            };
            is_changed = true;
            if let Err(error) = listed {
                let root = Arc::clone(&open.root.name);
                self.ready.push_back(Visit::EntryFailed { root, error });
            }
        }
        is_changed
    }

    /// Starts work until the maximum number of accounts is in progress. The open roots take turns to provide an
    /// account. Returns whether any work was started.
    fn start_tasks(&mut self) -> bool {
        let before = self.workers.len();
        for _ in 0..self.open.len() {
            if !self.workers.has_room() {
                break;
            }
            let Some(mut open) = self.open.pop_front() else {
                break;
            };
            if let Some(found) = open.next() {
                open.pending += 1;
                let task = Task {
                    root: Arc::clone(&found.root),
                    account: found.account.clone(),
                };
                self.workers.start(task, (self.work)(found));
            }
            self.open.push_back(open);
        }
        self.workers.len() > before
    }

    /// Closes the roots whose list has ended and whose accounts are all finished. Returns whether any root was closed.
    fn close_roots(&mut self) -> bool {
        let before = self.open.len();
        for _ in 0..before {
            let Some(mut open) = self.open.pop_front() else {
                break;
            };
            let root = Arc::clone(&open.root.name);
            let position = self.position.roots.entry(root.to_string()).or_default();
            let Some(end) = open.take_end(position) else {
                self.open.push_back(open);
                continue;
            };
            let (listed, total_records) = (open.listed(), open.total_records());
            add(&mut self.ended, listed, total_records);
            self.ready.push_back(match end {
                Ok(()) => Visit::RootFinished {
                    root,
                    listed,
                    failed: position.accounts.failed_count(),
                    total_records,
                },
                Err(error) => Visit::RootFailed { root, error },
            });
        }
        self.open.len() < before
    }

    /// Takes the next item that is ready. If it is finished work, records it in the position.
    fn take_ready(&mut self) -> Option<Visit<T>> {
        if let Some(visit) = self.ready.pop_front() {
            return Some(visit);
        }
        let (Task { root, account }, outcome) = self.finished.pop_front()?;
        let mut open = self.open.iter_mut();
        if let Some(open) = open.find(|open| open.root.name == root) {
            open.pending -= 1;
        }
        let accounts = self.position.accounts_mut(&root);
        accounts.record(account.id.as_str(), &outcome);
        Some(Visit::Account {
            root,
            account: Box::new(account),
            outcome,
        })
    }
}

/// Adds the numbers of a root to the progress of a walk.
fn add(sum: &mut Progress, listed: u64, announced: Option<u64>) {
    sum.listed += listed;
    if let Some(announced) = announced {
        *sum.announced.get_or_insert(0) += announced;
    }
}

// Nothing here relies on pinning: futures are in boxes, and outcomes are moved out.
impl<T> Unpin for Walk<T> {}

impl<T: WorkOutcome> Stream for Walk<T> {
    type Item = Visit<T>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            if let Some(visit) = this.take_ready() {
                return Poll::Ready(Some(visit));
            }
            this.open_roots();
            let has_listed = this.poll_lists(context);
            let has_started = this.start_tasks();
            this.workers.poll(context, &mut this.finished);
            let has_closed = this.close_roots();
            let is_changed = has_listed || has_started || has_closed;
            if !is_changed && this.ready.is_empty() && this.finished.is_empty() {
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
            .field("workers", &self.workers)
            .field("ready", &self.ready.len())
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}
