//! Lists that the server returns in pages.
//!
//! In: a call of an operation with pagination, and the page options. Out: the streams [`Pages`] and [`Items`], which
//! request the next page only when the caller polls for it. Both streams must end, whatever the server responds.

use std::collections::VecDeque;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use crate::runtime::call::Call;
use crate::runtime::call::decoder::Decoder;
use crate::runtime::call::page_options::PageToken;
use crate::runtime::call::pager::{PagePosition, Pager};
use crate::runtime::error::Result;

/// A page of a list.
pub trait Page {
    /// The type of the items.
    type Item;

    /// Converts the page into its items.
    fn into_items(self) -> Vec<Self::Item>;

    /// Returns the token of the next page; `None` or empty on the last page.
    fn next_token(&self) -> Option<&str> {
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
}

/// Options of lists. If the operation does not support an option, the call fails with
/// [`ErrorKind::Config`](crate::runtime::ErrorKind::Config).
impl<T: Page, P> Call<T, P> {
    /// Sets the number of items per page. The call fails if the number is 0 or exceeds the maximum of the operation
    /// ([`Pagination::max_size`](crate::runtime::Pagination::max_size)).
    pub fn page_size(mut self, size: u32) -> Self {
        self.parts.page.set_size(size);
        self
    }

    /// Starts with the page that has this number, counted from 1. This option is for lists with numbered pages.
    pub fn page_number(mut self, number: u32) -> Self {
        self.parts.page.set_number(number);
        self
    }

    /// Starts with the page that this token identifies. This option is for lists whose pages have tokens. Give all
    /// other parameters the same values as in the call that returned the token.
    pub fn page_token(mut self, token: impl Into<PageToken>) -> Self {
        self.parts.page.set_token(token.into());
        self
    }

    /// Limits the number of items that [`items`](Call::items) returns. After the last of these items, the client
    /// requests no further page.
    pub fn max_items(mut self, count: usize) -> Self {
        self.parts.page.max_items = Some(count);
        self
    }

    /// Returns a stream of the pages of the list.
    ///
    /// ```ignore
    /// let mut pages = client.users().list().page_size(100).pages();
    /// while let Some(page) = pages.next().await {
    ///     println!("{} users", page?.users.len());
    /// }
    /// ```
    pub fn pages(self) -> Pages<T> {
        Pages {
            pager: Pager::new(self.parts),
            decoder: self.decoder,
        }
    }

    /// Returns a stream of the items of all pages of the list.
    ///
    /// ```ignore
    /// let mut users = client.users().list().items();
    /// while let Some(user) = users.next().await {
    ///     println!("{}", user?.id);
    /// }
    /// ```
    pub fn items(self) -> Items<T> {
        let remaining = self.parts.page.max_items;
        Items {
            pages: self.pages(),
            page: VecDeque::new(),
            remaining,
        }
    }
}

/// A stream of the pages of a list. The stream ends after the last page, and after an error.
#[must_use = "a stream does nothing unless it is polled"]
pub struct Pages<T> {
    pager: Pager,
    decoder: Decoder<T>,
}

impl<T: Page> Pages<T> {
    /// Waits for the next page; `None` after the last page, and after an error.
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

impl<T: Page> Stream for Pages<T> {
    type Item = Result<T>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Self { pager, decoder } = self.get_mut();
        let raw = match ready!(pager.poll(context)) {
            Some(Ok(raw)) => raw,
            Some(Err(error)) => return Poll::Ready(Some(Err(error))),
            None => return Poll::Ready(None),
        };
        let page = match decoder.decode(&raw) {
            Ok(page) => page,
            Err(error) => return Poll::Ready(Some(Err(error))),
        };
        let position = PagePosition {
            token: page
                .next_token()
                .filter(|token| !token.is_empty())
                .map(PageToken::from),
            number: page.page_number(),
            count: page.page_count(),
        };
        // The page is decoded again for this check, because `into_items` consumes the page.
        let is_empty = || {
            decoder
                .decode(&raw)
                .map_or(true, |page| page.into_items().is_empty())
        };
        Poll::Ready(Some(pager.advance(&raw, position, is_empty).map(|()| page)))
    }
}

impl<T> fmt::Debug for Pages<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("pager", &self.pager)
            .finish_non_exhaustive()
    }
}

/// A stream of the items of a list. The stream ends after the last item, and after an error.
#[must_use = "a stream does nothing unless it is polled"]
pub struct Items<T: Page> {
    pages: Pages<T>,
    page: VecDeque<T::Item>,
    /// The number of items that the stream may still return; `None` if there is no limit.
    remaining: Option<usize>,
}

impl<T: Page> Items<T> {
    /// Waits for the next item; `None` after the last item, and after an error.
    pub async fn next(&mut self) -> Option<Result<T::Item>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

// Items are never pinned, because they are moved out of the page.
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
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(Pin::new(&mut this.pages).poll_next(context)) {
                Some(Ok(page)) => this.page = page.into_items().into(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
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
            .finish_non_exhaustive()
    }
}
