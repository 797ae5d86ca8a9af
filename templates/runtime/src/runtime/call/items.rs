//! The items of a list that the server returns in pages.
//!
//! [`Items`] is a stream of the items of all pages. If one item cannot be decoded, the stream must still return all
//! others.

use std::collections::VecDeque;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use crate::runtime::call::Call;
use crate::runtime::call::page_options::PageToken;
use crate::runtime::call::pages::{Page, Pages, ReadPage};
use crate::runtime::call::trace;
use crate::runtime::error::{Error, Result};
use crate::runtime::http::response::RawResponse;
use crate::runtime::http::split_page::SplitPage;
use crate::runtime::json::repair::{self, RepairKind, Repairs};
use crate::runtime::operation::error_kind::ErrorKind;

impl<T: Page, P, S> Call<T, P, S> {
    /// Returns a stream of the items of all pages of the list. If an item cannot be decoded, the stream returns an error
    /// for this item, and continues with the next item; see [`Items`].
    ///
    /// ```ignore
    /// let mut users = client.users().list().items();
    /// while let Some(user) = users.next().await {
    ///     println!("{}", user?.id);
    /// }
    /// ```
    pub fn items(mut self) -> Items<T> {
        let remaining = self.parts.page.max_items;
        self.parts.maximize_page_size(remaining);
        Items {
            pages: self.pages(),
            page: VecDeque::new(),
            remaining,
            is_failed: false,
            progress: ListProgress::default(),
            report: None,
        }
    }
}

/// A stream of the items of a list. The stream ends after the last item, or after a request that failed.
///
/// If a single item cannot be decoded, the stream returns an error and continues with the next item. The kind of this
/// error is [`ErrorKind::Decode`]. Its [`body`](Error::body) is the JSON of the item, and its
/// [`json_path`](Error::json_path) is the path in the page, such as `users[3].type`. After an error, check
/// [`is_failed`](Items::is_failed) to find out whether the stream has ended.
#[must_use = "a stream does nothing unless it is polled"]
pub struct Items<T: Page> {
    pages: Pages<T>,
    page: VecDeque<Result<T::Item>>,
    /// The number of items that the stream may still return; `None` if the number is not limited.
    remaining: Option<usize>,
    is_failed: bool,
    progress: ListProgress,
    report: Option<Box<dyn FnMut(ListProgress) + Send>>,
}

/// The progress of reading a list. [`Items::with_progress`] reports it after each page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ListProgress {
    /// The number of pages that were read.
    pub pages: u64,
    /// The number of items on these pages, including items that could not be decoded.
    pub listed: u64,
    /// The total number of items in the list; `None` if no page so far contains this number. If several pages contain
    /// it, the first one counts.
    pub total: Option<u64>,
}

impl<T: Page> Items<T> {
    /// Waits for the next item. Returns `None` after the last item, and after an error that ends the stream.
    pub async fn next(&mut self) -> Option<Result<T::Item>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// Reads the whole list.
    ///
    /// # Errors
    ///
    /// - [`ErrorKind::ListTooLong`] if the list has more than `limit` items. The client stops reading at the first item
    ///   above the limit.
    /// - The first error of the stream, including the error of a single item.
    pub async fn collect_all(mut self, limit: usize) -> Result<Vec<T::Item>> {
        let mut all = Vec::new();
        while let Some(item) = self.next().await {
            if all.len() == limit {
                let message = format!("list has more than {limit} items");
                let error = Error::new(ErrorKind::ListTooLong, message);
                return Err(error.with_operation(self.pages.operation()));
            }
            all.push(item?);
        }
        Ok(all)
    }

    /// Calls `report` after each page, before the stream returns the items of the page.
    ///
    /// ```ignore
    /// let users = client.users().list().items();
    /// let users = users.with_progress(|progress| println!("{} of {:?}", progress.listed, progress.total));
    /// ```
    pub fn with_progress(mut self, report: impl FnMut(ListProgress) + Send + 'static) -> Self {
        self.report = Some(Box::new(report));
        self
    }

    /// Returns the total number of items in the list, as the first page reports it. Returns `None` before the first
    /// page, or if the server does not report this number.
    #[must_use]
    pub fn total(&self) -> Option<u64> {
        self.progress.total
    }

    /// Returns the token of the next page. To continue the list later, pass the token to
    /// [`page_token`](Call::page_token).
    ///
    /// A token refers to a whole page. If the stream has not yet returned all items of the current page, the continued
    /// list skips these items. [`buffered`](Items::buffered) returns their number. Save the token only if this number
    /// is 0, or process these items first.
    ///
    /// Tokens expire, often within minutes. After the last page, returns `None`. Before the first page, returns the
    /// token that the call sets, if there is one. Lists with numbered pages have no tokens.
    #[must_use]
    pub fn next_token(&self) -> Option<&PageToken> {
        self.pages.next_token()
    }

    /// Returns the number of items of the current page that the stream has not returned yet.
    #[must_use]
    pub fn buffered(&self) -> usize {
        self.page.len()
    }

    /// Returns whether an error ended the stream, so that further items are missing. An item that cannot be decoded
    /// does not end the stream.
    #[must_use]
    pub fn is_failed(&self) -> bool {
        self.is_failed
    }

    /// Stores the items of a page, which the stream then returns one by one.
    fn store(&mut self, read: ReadPage<T>) {
        let (items, total): (VecDeque<_>, _) = match read {
            ReadPage::Complete(page) => {
                let total = page.total_records();
                (page.into_items().into_iter().map(Ok).collect(), total)
            }
            ReadPage::Incomplete(page, raw, _) => {
                let total = page.total_records();
                (decode_items::<T>(&raw), total)
            }
        };
        let count = u64::try_from(items.len()).unwrap_or(u64::MAX);
        let total = total.and_then(|total| total.try_into().ok());
        self.page = items;
        self.progress.pages += 1;
        self.progress.listed = self.progress.listed.saturating_add(count);
        self.progress.total = self.progress.total.or(total);
        if let Some(report) = &mut self.report {
            report(self.progress);
        }
    }
}

/// Decodes each item of a page separately. `null` is skipped, unless it is a value of the item type.
fn decode_items<T: Page>(raw: &RawResponse) -> VecDeque<Result<T::Item>> {
    let split = SplitPage::new(&raw.body, T::ITEMS);
    let items = split.iter().flat_map(|split| split.items.iter());
    let decode = |(index, item): (usize, &&str)| {
        let path = format!("{}[{index}]", T::ITEMS);
        let decoded = raw.decode_item(item, &path);
        if decoded.is_err() && *item == "null" {
            repair::report(Repairs::of(path, RepairKind::NullItem));
            return None;
        }
        Some(decoded)
    };
    let (items, repairs) = repair::collecting(|| items.enumerate().filter_map(decode).collect());
    if !repairs.is_empty() {
        trace::repaired(raw.operation, &repairs);
    }
    items
}

// Nothing here relies on pinning: items are moved out of the page.
impl<T: Page> Unpin for Items<T> {}

impl<T: Page> Stream for Items<T> {
    type Item = Result<T::Item>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            if this.remaining == Some(0) {
                return Poll::Ready(None);
            }
            if let Some(item) = this.page.pop_front() {
                this.remaining = this.remaining.map(|remaining| remaining - 1);
                return Poll::Ready(Some(item));
            }
            match ready!(this.pages.poll_read(context)) {
                Some(Ok(read)) => this.store(read),
                Some(Err(error)) => {
                    this.is_failed = true;
                    return Poll::Ready(Some(Err(error)));
                }
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<T: Page> fmt::Debug for Items<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items")
            .field("pages", &self.pages)
            .field("remaining", &self.remaining)
            .field("progress", &self.progress)
            .finish_non_exhaustive()
    }
}
