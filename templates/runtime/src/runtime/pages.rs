//! Lists that come page by page.
//!
//! In: a call of an operation with [`Pagination`], and its options. Out: [`Pages`] and [`Items`], streams that ask for the next page
//! only when it is wanted. They must not loop for ever, whatever the server answers.

use std::collections::VecDeque;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use crate::runtime::call::{Call, Decode};
use crate::runtime::error::{Error, ErrorKind, Result};
use crate::runtime::operation::{PageStyle, Pagination};
use crate::runtime::pager::{Marks, Pager};
use crate::runtime::request::Request;
use crate::runtime::text::string_id;

/// A page of a list.
pub trait Page {
    /// What the list is of.
    type Item;

    /// The items of this page.
    fn into_items(self) -> Vec<Self::Item>;

    /// The token of the next page; absent or empty on the last.
    fn next_token(&self) -> Option<&str> {
        None
    }

    /// The number of this page, from 1.
    fn page_number(&self) -> Option<i64> {
        None
    }

    /// How many pages there are.
    fn page_count(&self) -> Option<i64> {
        None
    }
}

/// What a server calls the place of a page in its list.
///
/// Servers let tokens expire: one that is kept for long may be refused
/// ([`Error::is_page_expired`](crate::runtime::Error::is_page_expired)), and the list is then read from its begin.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PageToken(String);

string_id!(PageToken);

/// Which page is asked for, and how large it is to be.
#[derive(Clone, Debug, Default)]
pub(crate) struct PageOptions {
    size: Option<u32>,
    number: Option<u32>,
    token: Option<PageToken>,
    /// For `items` only.
    max_items: Option<usize>,
}

impl PageOptions {
    /// Where the list is to begin.
    pub(crate) fn place(&self) -> (Option<&PageToken>, Option<u32>) {
        (self.token.as_ref(), self.number)
    }

    pub(crate) fn set_token(&mut self, token: PageToken) {
        self.token = Some(token);
    }

    pub(crate) fn set_number(&mut self, number: u32) {
        self.number = Some(number);
    }

    /// Writes the parameters of the page into a request.
    pub(crate) fn apply(&self, request: &mut Request) -> Result<()> {
        if self.size.is_none() && self.number.is_none() && self.token.is_none() {
            return Ok(());
        }
        let pages = pagination_of(request)?;
        let config = |message: String| Err(Error::new(ErrorKind::Config, message));
        let set = |request: &mut Request, name: &str, value: &str| {
            if pages.in_form {
                request.set_form(name, value);
            } else {
                request.set_query(name, value);
            }
        };
        if let Some(size) = self.size {
            if size == 0 || (pages.max_size > 0 && size > pages.max_size) {
                return config(match pages.max_size {
                    0 => "a page holds 1 item or more".to_owned(),
                    max => format!("a page holds 1 to {max} items, not {size}"),
                });
            }
            if pages.size_param.is_empty() {
                return config("the size of a page cannot be chosen".to_owned());
            }
            set(request, pages.size_param, &size.to_string());
        }
        match (pages.style, self.number, &self.token) {
            (PageStyle::Token, Some(_), _) => config("pages have tokens, not numbers".to_owned()),
            (PageStyle::Number, _, Some(_)) => config("pages have numbers, not tokens".to_owned()),
            (PageStyle::Number, Some(0), _) => config("pages are numbered from 1".to_owned()),
            (_, Some(number), _) => {
                set(request, pages.page_param, &number.to_string());
                Ok(())
            }
            (_, _, Some(token)) => {
                set(request, pages.page_param, token.as_str());
                Ok(())
            }
            (_, None, None) => Ok(()),
        }
    }
}

fn pagination_of(request: &Request) -> Result<&'static Pagination> {
    let pagination = request.operation().pagination;
    pagination.ok_or_else(|| {
        Error::new(ErrorKind::Config, "operation has no pages").of(request.operation())
    })
}

/// Options of lists. One that does not fit the operation is an error of the kind [`ErrorKind::Config`].
impl<T: Page, P> Call<T, P> {
    /// Asks for this many items in a page. None, or more than the operation's maximum
    /// ([`Pagination::max_size`]), is an error of the kind [`ErrorKind::Config`].
    pub fn page_size(mut self, size: u32) -> Self {
        self.draft.page.size = Some(size);
        self
    }

    /// Begins with the page of this number, from 1, where pages are numbered.
    pub fn page_number(mut self, number: u32) -> Self {
        self.draft.page.number = Some(number);
        self
    }

    /// Begins with the page of this token, where pages have tokens. All other parameters must be those that the token came from.
    pub fn page_token(mut self, token: impl Into<PageToken>) -> Self {
        self.draft.page.token = Some(token.into());
        self
    }

    /// Ends [`items`](Call::items) after this many. Pages that are not needed for them are not asked for.
    pub fn max_items(mut self, count: usize) -> Self {
        self.draft.page.max_items = Some(count);
        self
    }

    /// The pages of the list, one after the other.
    pub fn pages(self) -> Pages<T> {
        Pages {
            pager: Pager::new(self.draft),
            decode: self.decode,
        }
    }

    /// The items of all pages of the list, one after the other.
    pub fn items(self) -> Items<T> {
        let left = self.draft.page.max_items;
        Items {
            pages: self.pages(),
            page: VecDeque::new(),
            left,
        }
    }
}

/// A stream of the pages of a list.
///
/// After an error it ends.
#[must_use = "a stream does nothing unless it is polled"]
pub struct Pages<T> {
    pager: Pager,
    decode: Decode<T>,
}

impl<T: Page> Pages<T> {
    /// The next page; `None` after the last, and after an error.
    pub async fn next(&mut self) -> Option<Result<T>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// The token of the page that comes next, to [`resume`](Call::page_token) from; `None` after the last, and
    /// before the first unless the stream was resumed itself.
    #[must_use]
    pub fn next_token(&self) -> Option<&PageToken> {
        self.pager.next_token()
    }
}

impl<T: Page> Stream for Pages<T> {
    type Item = Result<T>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Self { pager, decode } = self.get_mut();
        let raw = match ready!(pager.poll(context)) {
            Some(Ok(raw)) => raw,
            Some(Err(error)) => return Poll::Ready(Some(Err(error))),
            None => return Poll::Ready(None),
        };
        let page = match decode.read(&raw) {
            Ok(page) => page,
            Err(error) => return Poll::Ready(Some(Err(error))),
        };
        let marks = Marks {
            token: page
                .next_token()
                .filter(|token| !token.is_empty())
                .map(PageToken::from),
            number: page.page_number(),
            count: page.page_count(),
        };
        // A page tells its items only by giving them up: a second one tells whether there are any.
        let is_empty = || {
            decode
                .read(&raw)
                .map_or(true, |page| page.into_items().is_empty())
        };
        Poll::Ready(Some(pager.advance(&raw, marks, is_empty).map(|()| page)))
    }
}

impl<T> fmt::Debug for Pages<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("pager", &self.pager)
            .finish_non_exhaustive()
    }
}

/// A stream of the items of a list.
///
/// After an error it ends.
#[must_use = "a stream does nothing unless it is polled"]
pub struct Items<T: Page> {
    pages: Pages<T>,
    page: VecDeque<T::Item>,
    left: Option<usize>,
}

impl<T: Page> Items<T> {
    /// The next item; `None` after the last, and after an error.
    pub async fn next(&mut self) -> Option<Result<T::Item>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

// Items are never pinned: they are moved out.
impl<T: Page> Unpin for Items<T> {}

impl<T: Page> Stream for Items<T> {
    type Item = Result<T::Item>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            if this.left == Some(0) {
                return Poll::Ready(None);
            }
            if let Some(item) = this.page.pop_front() {
                this.left = this.left.map(|left| left - 1);
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
            .field("left", &self.left)
            .finish_non_exhaustive()
    }
}
