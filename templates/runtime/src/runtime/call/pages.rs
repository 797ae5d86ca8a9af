//! Lists that the server returns in pages.
//!
//! [`Pages`] is a stream that requests the next page only when the caller polls for it. The stream must end, whatever
//! the server responds. The module `items` reads the items of the pages.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use crate::runtime::call::Call;
use crate::runtime::call::decoder::Decoder;
use crate::runtime::call::page_options::PageToken;
use crate::runtime::call::pager::{PagePosition, Pager};
use crate::runtime::error::{Error, Result};
use crate::runtime::http::response::RawResponse;
use crate::runtime::http::split_page::SplitPage;
use crate::runtime::json::field::JsonField;
use crate::runtime::operation::Operation;

/// A page of a list.
pub trait Page {
    /// The type of the items.
    type Item: JsonField;

    /// The name of the JSON property with the list of items. With this name, [`Items`](crate::runtime::Items) can skip
    /// an item that cannot be decoded. If the name is empty, such an item ends the list.
    const ITEMS: &'static str = "";

    /// Converts the page into its items.
    fn into_items(self) -> Vec<Self::Item>;

    /// Returns the token of the next page; `None` or empty on the last page.
    fn next_token(&self) -> Option<&str> {
        None
    }

    /// Returns whether the list has more pages; `None` if the response does not contain this information.
    fn has_more(&self) -> Option<bool> {
        None
    }

    /// Returns the number of this page, counted from 1; `None` if the response contains no page number.
    fn page_number(&self) -> Option<i64> {
        None
    }

    /// Returns the number of pages; `None` if the response contains no such number.
    fn page_count(&self) -> Option<i64> {
        None
    }

    /// Returns the total number of items in the list; `None` if the response contains no such number.
    fn total_records(&self) -> Option<i64> {
        None
    }
}

/// Options of lists. If the operation does not support an option, the call fails with
/// [`ErrorKind::Config`](crate::runtime::ErrorKind::Config).
impl<T: Page, P, S> Call<T, P, S> {
    /// Sets the number of items per page. The call fails if the number is 0 or exceeds the maximum of the operation
    /// ([`Pagination::max_size`](crate::runtime::Pagination::max_size)).
    ///
    /// Without this option, [`items`](Call::items) and [`pages`](Call::pages) request pages of the maximum size. If the
    /// maximum is not known, the server chooses the size. If you await the call instead, the server also chooses the
    /// size.
    pub fn page_size(mut self, size: u32) -> Self {
        self.parts.page.set_size(size);
        self
    }

    /// Starts the list at the page with this number, counted from 1. Use this option for lists with numbered pages.
    pub fn page_number(mut self, number: u32) -> Self {
        self.parts.page.set_number(number);
        self
    }

    /// Starts the list at the page with this token. Use this option for lists whose pages have tokens. If the pages have
    /// offsets, the token is the offset. All other
    /// parameters must have the same values as in the call that returned the token. If you awaited that call, also set
    /// the page size.
    pub fn page_token(mut self, token: impl Into<PageToken>) -> Self {
        self.parts.page.set_token(token.into());
        self
    }

    /// Limits the number of items that [`items`](Call::items) returns. Items that could not be decoded count too. After
    /// the last of these items, the client requests no further page.
    pub fn max_items(mut self, count: usize) -> Self {
        self.parts.page.max_items = Some(count);
        self
    }

    /// Returns a stream of the pages of the list. If an item of a page cannot be decoded, the stream returns an error
    /// in place of this page, and continues with the next page. To get the other items of such a page, use
    /// [`items`](Call::items).
    ///
    /// ```ignore
    /// let mut pages = client.users().list().pages();
    /// while let Some(page) = pages.next().await {
    ///     println!("{} users", page?.users.len());
    /// }
    /// ```
    pub fn pages(mut self) -> Pages<T> {
        self.parts.maximize_page_size(None);
        Pages {
            pager: Pager::new(self.parts),
            decoder: self.decoder,
        }
    }
}

/// A stream of the pages of a list. The stream ends after the last page, or after a request that failed. If an item of
/// a page cannot be decoded, the stream returns an error in place of this page, and continues with the next page.
#[must_use = "a stream does nothing unless it is polled"]
pub struct Pages<T> {
    pager: Pager,
    decoder: Decoder<T>,
}

impl<T: Page> Pages<T> {
    /// Waits for the next page. Returns `None` after the last page, and after an error that ends the stream.
    pub async fn next(&mut self) -> Option<Result<T>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// Returns the token of the next page. To continue the list later, pass the token to
    /// [`page_token`](Call::page_token). After the last page, returns `None`. Before the first page, returns the token
    /// that the call sets, if there is one.
    #[must_use]
    pub fn next_token(&self) -> Option<&PageToken> {
        self.pager.next_token()
    }
}

impl<T: Page> Pages<T> {
    /// Polls for the next page. If an item of the page cannot be decoded, returns the page without its items.
    pub(crate) fn poll_read(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<ReadPage<T>>>> {
        let Self { pager, decoder } = self;
        let raw = match ready!(pager.poll(context)) {
            Some(Ok(raw)) => raw,
            Some(Err(error)) => return Poll::Ready(Some(Err(error))),
            None => return Poll::Ready(None),
        };
        let (page, failure) = match decoder.decode(&raw) {
            Ok(page) => (page, None),
            Err(error) => match decode_without_items(decoder, &raw) {
                Some(page) => (page, Some(error)),
                None => return Poll::Ready(Some(Err(error))),
            },
        };
        let position = PagePosition {
            token: page
                .next_token()
                .filter(|token| !token.is_empty())
                .map(PageToken::from),
            number: page.page_number(),
            count: page.page_count(),
            total: page.total_records(),
            has_more: page.has_more() == Some(true),
        };
        // `into_items` would consume the page, so this decodes the page again.
        let items = || match &failure {
            None => decoder
                .decode(&raw)
                .map_or(0, |page| page.into_items().len()),
            Some(_) => SplitPage::new(&raw.body, T::ITEMS).map_or(1, |split| split.items.len()),
        };
        let advanced = pager.advance(&raw, position, items);
        Poll::Ready(Some(advanced.map(|()| match failure {
            None => ReadPage::Complete(page),
            Some(error) => ReadPage::Incomplete(page, raw, error),
        })))
    }

    pub(crate) fn operation(&self) -> &'static Operation {
        self.pager.operation()
    }
}

/// A page of a list, with or without its items.
pub(crate) enum ReadPage<T> {
    /// A page whose items could all be decoded.
    Complete(T),
    /// A page without its items, because an item could not be decoded. The response contains the items.
    Incomplete(T, Box<RawResponse>, Error),
}

/// Decodes a page as if its list of items were empty. Returns `None` if this fails too: the error is then not in the
/// items.
fn decode_without_items<T: Page>(decoder: &Decoder<T>, raw: &RawResponse) -> Option<T> {
    let mut rest = raw.clone();
    rest.body = SplitPage::new(&raw.body, T::ITEMS)?.rest;
    decoder.decode(&rest).ok()
}

impl<T: Page> Stream for Pages<T> {
    type Item = Result<T>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let read = ready!(self.get_mut().poll_read(context));
        Poll::Ready(read.map(|read| match read? {
            ReadPage::Complete(page) => Ok(page),
            ReadPage::Incomplete(_, _, error) => Err(error),
        }))
    }
}

impl<T> fmt::Debug for Pages<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("pager", &self.pager)
            .finish_non_exhaustive()
    }
}
