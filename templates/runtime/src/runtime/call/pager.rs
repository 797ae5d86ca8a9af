//! Requests the pages of a list. This code is not generic over the type of the pages, so that it is compiled only once.
//!
//! The caller reports the position of each page, and this module requests the next page. It must never request a page
//! twice.

use std::collections::BTreeSet;
use std::fmt;
use std::task::{Context, Poll};

use bytes::Bytes;

use crate::runtime::call::execute::execute;
use crate::runtime::call::page_options::{PageToken, page_param};
use crate::runtime::call::parts::CallParts;
use crate::runtime::error::{Error, Result};
use crate::runtime::http::response::RawResponse;
use crate::runtime::http::transport::BoxFuture;
use crate::runtime::operation::Operation;
use crate::runtime::operation::error_kind::ErrorKind;
use crate::runtime::operation::pagination::PageStyle;

/// The position of a page in its list.
pub(crate) struct PagePosition {
    /// The token of the next page, if there is one. The token is never empty.
    pub(crate) token: Option<PageToken>,
    pub(crate) number: Option<i64>,
    pub(crate) count: Option<i64>,
    /// The total number of items.
    pub(crate) total: Option<i64>,
    /// Whether the server reports that more pages follow.
    pub(crate) has_more: bool,
}

/// Requests one page at a time.
pub(crate) struct Pager {
    parts: Box<CallParts>,
    step: Step,
    /// The tokens of all pages so far. If the server returns one of them again, the list would never end.
    tokens: BTreeSet<PageToken>,
    /// The number of the last page that was requested.
    number: u32,
    /// The offset of the last page that was requested.
    offset: u64,
    is_first: bool,
    /// The body of the previous page. If responses have no page number, an equal body means that the server returned
    /// the same page again.
    previous: Bytes,
}

/// The next step of a pager.
enum Step {
    /// Request the page that the call selects.
    Request,
    /// Wait for the requested page.
    Wait(BoxFuture<'static, Result<Box<RawResponse>>>),
    /// Wait until the caller passes the position of the received page to [`Pager::advance`].
    Advance,
    /// Return this error, then end.
    Fail(Error),
    /// The list has ended.
    End,
}

impl Pager {
    pub(crate) fn new(mut parts: Box<CallParts>) -> Self {
        parts.core = parts.core.for_walk();
        let (token, number) = start(&parts);
        let offset = token.as_ref().and_then(|token| token.as_str().parse().ok());
        Self {
            offset: offset.unwrap_or(0),
            tokens: token.into_iter().collect(),
            number: number.unwrap_or(1),
            parts,
            step: Step::Request,
            is_first: true,
            previous: Bytes::new(),
        }
    }

    /// Returns the token of the page that comes next.
    pub(crate) fn next_token(&self) -> Option<&PageToken> {
        let (token, _) = self.parts.page.selected();
        token.filter(|_| matches!(self.step, Step::Request | Step::Wait(_)))
    }

    /// Polls for the next page; `None` is the end of the list.
    pub(crate) fn poll(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Box<RawResponse>>>> {
        loop {
            match std::mem::replace(&mut self.step, Step::End) {
                Step::Request => match self.request() {
                    Ok(parts) => self.step = Step::Wait(Box::pin(execute(parts))),
                    Err(error) => self.step = Step::Fail(error),
                },
                Step::Wait(mut response) => match response.as_mut().poll(context) {
                    Poll::Ready(Ok(raw)) => {
                        self.step = Step::Advance;
                        return Poll::Ready(Some(Ok(raw)));
                    }
                    Poll::Ready(Err(error)) => return Poll::Ready(Some(Err(error))),
                    Poll::Pending => {
                        self.step = Step::Wait(response);
                        return Poll::Pending;
                    }
                },
                Step::Fail(error) => {
                    return Poll::Ready(Some(Err(error.with_operation(self.operation()))));
                }
                Step::Advance | Step::End => return Poll::Ready(None),
            }
        }
    }

    /// Creates the call for the next page.
    fn request(&mut self) -> Result<Box<CallParts>> {
        if let Some(error) = self.parts.request.take_error() {
            return Err(error);
        }
        let streamed = || {
            Error::new(
                ErrorKind::Build,
                "a list cannot be requested with a body that is a stream",
            )
        };
        let parts = self.parts.try_clone().ok_or_else(streamed)?;
        Ok(Box::new(parts))
    }

    /// Determines the next page from the position of the current page. If this fails, the caller must return the error
    /// in place of the current page.
    pub(crate) fn advance(
        &mut self,
        raw: &RawResponse,
        position: PagePosition,
        items: impl FnOnce() -> usize,
    ) -> Result<()> {
        match self
            .operation()
            .pagination
            .map(|pagination| pagination.style)
        {
            Some(PageStyle::Token) => self.advance_token(raw, position),
            Some(PageStyle::Number) => {
                self.advance_number(raw, &position, || items() == 0)?;
            }
            Some(PageStyle::Offset) => self.advance_offset(raw, &position, items())?,
            None => self.step = Step::End,
        }
        Ok(())
    }

    fn advance_token(&mut self, raw: &RawResponse, position: PagePosition) {
        self.step = match position.token {
            None if position.has_more => Step::Fail(raw.error(
                ErrorKind::Decode,
                "list cannot continue: the server reported more pages, but the page has no token for the next page",
            )),
            None => Step::End,
            Some(token) if self.tokens.contains(&token) => Step::Fail(raw.error(
                ErrorKind::Decode,
                "list does not end: the server returned a page token twice",
            )),
            Some(token) => {
                self.tokens.insert(token.clone());
                self.parts.page.set_token(token);
                Step::Request
            }
        };
    }

    /// Determines the next offset from the number of items of the current page. The list ends at an empty page, or at the
    /// total number of items. A page can be shorter than requested, because servers limit the size of pages.
    fn advance_offset(
        &mut self,
        raw: &RawResponse,
        position: &PagePosition,
        items: usize,
    ) -> Result<()> {
        if items > 0 && !self.is_first && self.previous == *raw.body() {
            let message = "list does not end: the server returned a page twice";
            return Err(raw.error(ErrorKind::Decode, message));
        }
        let items = u64::try_from(items).ok();
        let next = items.and_then(|items| self.offset.checked_add(items));
        let is_end = |next: u64| {
            let total = position.total.and_then(|total| u64::try_from(total).ok());
            next == self.offset || total.is_some_and(|total| next >= total)
        };
        self.step = match next.filter(|next| !is_end(*next)) {
            None => Step::End,
            Some(next) => {
                self.offset = next;
                self.parts.page.set_token(PageToken::from(next.to_string()));
                Step::Request
            }
        };
        self.is_first = false;
        self.previous = raw.body().clone();
        Ok(())
    }

    fn advance_number(
        &mut self,
        raw: &RawResponse,
        position: &PagePosition,
        is_empty: impl FnOnce() -> bool,
    ) -> Result<()> {
        let requested = i64::from(self.number);
        // The page number of the first request comes from the caller, and there may be fewer pages. Servers respond to
        // such a number in different ways, so the first response is not checked.
        let is_other = !self.is_first
            && match position.number {
                Some(number) => number != requested,
                None => position.count.is_none() && self.previous == *raw.body(),
            };
        let is_last = match position.count {
            Some(count) => requested >= count,
            None => is_empty(),
        };
        if is_other && !is_last {
            let message =
                format!("list does not end: the server returned another page than {requested}");
            return Err(raw.error(ErrorKind::Decode, message));
        }
        let next = self.number.checked_add(1).filter(|_| !is_last);
        self.step = next.map_or(Step::End, |next| {
            self.number = next;
            self.parts.page.set_number(next);
            Step::Request
        });
        self.is_first = false;
        self.previous = raw.body().clone();
        Ok(())
    }

    pub(crate) fn operation(&self) -> &'static Operation {
        self.parts.request.operation()
    }
}

impl fmt::Debug for Pager {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pager")
            .field("request", &self.parts.request)
            .finish_non_exhaustive()
    }
}

/// Returns the token and the number of the first page. If the call has both a page option and a parameter for the page,
/// the option takes precedence.
fn start(parts: &CallParts) -> (Option<PageToken>, Option<u32>) {
    let (token, number) = parts.page.selected();
    let token = token.cloned();
    let param = parts.request.operation().pagination.and_then(|pages| {
        let text = page_param(&parts.request, pages, pages.page_param)?;
        Some((pages.style, text))
    });
    match param {
        Some((PageStyle::Token | PageStyle::Offset, text)) if !text.is_empty() => {
            (token.or_else(|| Some(PageToken::from(text))), number)
        }
        Some((PageStyle::Number, text)) => (token, number.or_else(|| text.parse().ok())),
        _ => (token, number),
    }
}
