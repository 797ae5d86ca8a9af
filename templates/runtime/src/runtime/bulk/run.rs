//! A run of bulk work, as a stream of outcomes.

use std::collections::{BTreeSet, VecDeque};
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;

use crate::runtime::bulk::outcome::WorkOutcome;
use crate::runtime::bulk::progress::Progress;
use crate::runtime::bulk::work_log::WorkLog;
use crate::runtime::bulk::workers::Workers;
use crate::runtime::call::patience::wait_for_rate_limits;
use crate::runtime::error::{Error, Result};
use crate::runtime::http::transport::BoxFuture;

type Rows<R> = Pin<Box<dyn Stream<Item = Result<R>> + Send>>;
type Key<R> = Box<dyn Fn(&R) -> String + Send>;
type Work<R, T> = Box<dyn FnMut(R) -> BoxFuture<'static, T> + Send>;

/// Bulk work: runs the same function for each row, several rows at a time.
///
/// Each row has a key, such as the id of an account. If several rows have the same key, the work runs only for the
/// first of them.
///
/// ```ignore
/// let mut run = Bulk::new(rows, |row: &Row| row.account_id.clone())
///     .concurrency(8)
///     .resume(log) // the log of an interrupted run
///     .run(move |row| change_price(client.clone(), row));
/// while let Some(item) = run.next().await {
///     if let BulkItem::Row { key, outcome: Err(error), .. } = item {
///         eprintln!("{key}: {error}");
///     }
///     save(run.log())?;
/// }
/// ```
#[must_use = "bulk work does nothing until `run`, and until the stream is polled"]
pub struct Bulk<R> {
    rows: Rows<R>,
    key: Key<R>,
    concurrency: usize,
    announced: Option<u64>,
    log: WorkLog,
}

impl<R: Clone + Send + 'static> Bulk<R> {
    /// Creates bulk work for these rows. `key` returns the key of a row.
    pub fn new<I, K>(rows: I, key: impl Fn(&R) -> K + Send + 'static) -> Self
    where
        I: IntoIterator<Item = R>,
        I::IntoIter: Send + 'static,
        K: fmt::Display,
    {
        let rows = rows.into_iter();
        let (least, most) = rows.size_hint();
        let announced = most.filter(|most| *most == least);
        let bulk = Self::from_stream(IterStream(Box::new(rows)), key);
        match announced.and_then(|count| count.try_into().ok()) {
            Some(count) => bulk.announced(count),
            None => bulk,
        }
    }

    /// Creates bulk work for the rows of a stream, such as [`Items`](crate::runtime::Items). If the stream returns an
    /// error, the run returns [`BulkItem::ReadFailed`] and continues until the stream ends.
    pub fn from_stream<K: fmt::Display>(
        rows: impl Stream<Item = Result<R>> + Send + 'static,
        key: impl Fn(&R) -> K + Send + 'static,
    ) -> Self {
        Self {
            rows: Box::pin(rows),
            key: Box::new(move |row| key(row).to_string()),
            concurrency: 8,
            announced: None,
            log: WorkLog::new(),
        }
    }

    /// Sets how many rows may be in progress at a time. Default: 8. Minimum: 1.
    pub fn concurrency(mut self, rows: usize) -> Self {
        self.concurrency = rows;
        self
    }

    /// Sets the total number of rows for [`Progress::announced`]. This number is already set if the rows come from an
    /// iterator of known length.
    pub fn announced(mut self, rows: u64) -> Self {
        self.announced = Some(rows);
        self
    }

    /// Resumes an interrupted run from its [log](BulkRun::log). Rows that are done are skipped. The work runs again for
    /// rows that failed.
    pub fn resume(mut self, log: WorkLog) -> Self {
        self.log = log;
        self
    }

    /// Runs `work` for each row.
    ///
    /// The stream returns each row with its outcome. The row whose work ends first comes first. A failure does not stop
    /// the stream. The work makes progress only while the stream is polled, on the task that polls it.
    ///
    /// Calls in the work wait for rate limits as long as necessary. To limit these waits, set a `rate_limit_timeout` on
    /// the client or the call.
    pub fn run<T, F, W>(self, mut work: F) -> BulkRun<R, T>
    where
        T: WorkOutcome,
        F: FnMut(R) -> W + Send + 'static,
        W: Future<Output = T> + Send + 'static,
    {
        BulkRun {
            rows: self.rows,
            is_ended: false,
            key: self.key,
            work: Box::new(move |row| Box::pin(wait_for_rate_limits(work(row)))),
            workers: Workers::new(self.concurrency),
            next: None,
            ended: VecDeque::new(),
            ready: VecDeque::new(),
            seen: BTreeSet::new(),
            announced: self.announced,
            log: self.log,
        }
    }
}

impl<R> fmt::Debug for Bulk<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Bulk")
            .field("concurrency", &self.concurrency)
            .field("announced", &self.announced)
            .finish_non_exhaustive()
    }
}

/// An item of a [`BulkRun`].
#[derive(Debug)]
#[non_exhaustive]
pub enum BulkItem<R, T> {
    /// The work for a row has ended.
    Row {
        /// The key of the row.
        key: String,
        /// The row.
        row: R,
        /// The result of the work.
        outcome: T,
    },
    /// An earlier row has the same key, so the work did not run for this row.
    Duplicate {
        /// The key of the row.
        key: String,
        /// The row.
        row: R,
    },
    /// A row could not be read from the stream of rows.
    ReadFailed(Error),
}

/// A stream of rows, each with the outcome of its work. [`Bulk::run`] creates this stream.
///
/// If you drop the stream, the work in progress is canceled. A run that resumes starts this work again.
#[must_use = "a stream does nothing unless it is polled"]
pub struct BulkRun<R, T> {
    rows: Rows<R>,
    is_ended: bool,
    key: Key<R>,
    work: Work<R, T>,
    workers: Workers<(String, R), T>,
    /// The next row whose work can start.
    next: Option<(String, R)>,
    ended: VecDeque<((String, R), T)>,
    ready: VecDeque<BulkItem<R, T>>,
    /// The keys of all rows so far.
    seen: BTreeSet<String>,
    announced: Option<u64>,
    log: WorkLog,
}

impl<R: Clone, T: WorkOutcome> BulkRun<R, T> {
    /// Returns the next item; `None` after the last one.
    pub async fn next(&mut self) -> Option<BulkItem<R, T>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// Returns the record of finished work. The record covers all items that the stream has returned so far.
    ///
    /// Save the record after you have processed an item. To continue later, pass the record to [`Bulk::resume`].
    #[must_use]
    pub fn log(&self) -> &WorkLog {
        &self.log
    }

    /// Returns the progress of the run.
    #[must_use]
    pub fn progress(&self) -> Progress {
        Progress {
            listed: self.seen.len().try_into().unwrap_or(u64::MAX),
            announced: self.announced,
            done: self.log.done_count(),
            failed: self.log.failed_count(),
            in_progress: self.workers.len(),
        }
    }

    /// Reads rows until the work for one of them can start, or until an item is ready. Returns whether a row was read.
    fn read(&mut self, context: &mut Context<'_>) -> bool {
        while self.next.is_none() && !self.is_ended {
            match self.rows.as_mut().poll_next(context) {
                Poll::Pending => return false,
                Poll::Ready(None) => self.is_ended = true,
                Poll::Ready(Some(Err(error))) => {
                    self.ready.push_back(BulkItem::ReadFailed(error));
                    return true;
                }
                Poll::Ready(Some(Ok(row))) => {
                    let key = (self.key)(&row);
                    if !self.seen.insert(key.clone()) {
                        self.ready.push_back(BulkItem::Duplicate { key, row });
                        return true;
                    }
                    if !self.log.is_done(&key) {
                        self.next = Some((key, row));
                    }
                }
            }
        }
        false
    }

    /// Starts the work for the next row if there is room. Returns whether work was started.
    fn start(&mut self) -> bool {
        if !self.workers.has_room() {
            return false;
        }
        let Some((key, row)) = self.next.take() else {
            return false;
        };
        let work = (self.work)(row.clone());
        self.workers.start((key, row), work);
        true
    }
}

// Nothing here relies on pinning: futures and streams are in boxes, and outcomes are moved out.
impl<R, T> Unpin for BulkRun<R, T> {}

impl<R: Clone, T: WorkOutcome> Stream for BulkRun<R, T> {
    type Item = BulkItem<R, T>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            if let Some(item) = this.ready.pop_front() {
                return Poll::Ready(Some(item));
            }
            if let Some(((key, row), outcome)) = this.ended.pop_front() {
                this.log.record(&key, &outcome);
                return Poll::Ready(Some(BulkItem::Row { key, row, outcome }));
            }
            let mut is_changed = this.read(context);
            while this.start() {
                is_changed = true;
                this.read(context);
            }
            this.workers.poll(context, &mut this.ended);
            if !is_changed && this.ended.is_empty() && this.ready.is_empty() {
                let is_finished = this.is_ended && this.next.is_none() && this.workers.is_empty();
                return if is_finished {
                    Poll::Ready(None)
                } else {
                    Poll::Pending
                };
            }
        }
    }
}

impl<R, T> fmt::Debug for BulkRun<R, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BulkRun")
            .field("workers", &self.workers)
            .field("seen", &self.seen.len())
            .finish_non_exhaustive()
    }
}

/// Converts an iterator of rows into a stream.
struct IterStream<I>(Box<I>);

impl<I: Iterator> Stream for IterStream<I> {
    type Item = Result<I::Item>;

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.get_mut().0.next().map(Ok))
    }
}
