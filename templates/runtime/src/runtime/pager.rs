//! The part of reading a list that does not depend on the type of its pages, so that it is compiled once.
//!
//! In: a draft, and the marks that each page bears. Out: one response after the other. It must not ask for a page that it had.

use std::collections::BTreeSet;
use std::fmt;
use std::task::{Context, Poll};

use bytes::Bytes;

use crate::runtime::call::Draft;
use crate::runtime::error::{Error, ErrorKind, Result};
use crate::runtime::execute::execute;
use crate::runtime::operation::{Operation, PageStyle};
use crate::runtime::pages::PageToken;
use crate::runtime::response::RawResponse;
use crate::runtime::transport::BoxFuture;

/// What a page says of its place in the list.
pub(crate) struct Marks {
    /// The token of the next page; not empty.
    pub(crate) token: Option<PageToken>,
    pub(crate) number: Option<i64>,
    pub(crate) count: Option<i64>,
}

/// Asks for one page after the other.
pub(crate) struct Pager {
    draft: Box<Draft>,
    step: Step,
    /// The tokens that were asked for or given, to find one that comes again.
    tokens: BTreeSet<PageToken>,
    /// The number of the page that was asked for last.
    number: u32,
    is_first: bool,
    /// The body of the page before, where pages do not number themselves.
    previous: Bytes,
}

/// What is to be done next.
enum Step {
    /// Ask for the page that the draft names.
    Ask,
    /// Wait for the page that was asked for.
    Wait(BoxFuture<'static, Result<Box<RawResponse>>>),
    /// Wait for the caller to say what the page bears.
    Read,
    /// Give this error, then end.
    Fail(Error),
    /// Give nothing more.
    End,
}

impl Pager {
    pub(crate) fn new(draft: Box<Draft>) -> Self {
        let (token, number) = begin(&draft);
        Self {
            tokens: token.into_iter().collect(),
            number: number.unwrap_or(1),
            draft,
            step: Step::Ask,
            is_first: true,
            previous: Bytes::new(),
        }
    }

    /// The token of the page that is asked for next.
    pub(crate) fn next_token(&self) -> Option<&PageToken> {
        let (token, _) = self.draft.page.place();
        token.filter(|_| matches!(self.step, Step::Ask | Step::Wait(_)))
    }

    /// Waits for the next page; `None` is the end.
    pub(crate) fn poll(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Box<RawResponse>>>> {
        loop {
            match std::mem::replace(&mut self.step, Step::End) {
                Step::Ask => match self.request() {
                    Ok(draft) => self.step = Step::Wait(Box::pin(execute(draft))),
                    Err(error) => self.step = Step::Fail(error),
                },
                Step::Wait(mut response) => match response.as_mut().poll(context) {
                    Poll::Ready(Ok(raw)) => {
                        self.step = Step::Read;
                        return Poll::Ready(Some(Ok(raw)));
                    }
                    Poll::Ready(Err(error)) => return Poll::Ready(Some(Err(error))),
                    Poll::Pending => {
                        self.step = Step::Wait(response);
                        return Poll::Pending;
                    }
                },
                Step::Fail(error) => return Poll::Ready(Some(Err(error.of(self.operation())))),
                Step::Read | Step::End => return Poll::Ready(None),
            }
        }
    }

    /// The call of the page that comes next.
    fn request(&mut self) -> Result<Box<Draft>> {
        if let Some(error) = self.draft.request.take_error() {
            return Err(error);
        }
        let streamed = || {
            Error::new(
                ErrorKind::Build,
                "a list cannot be asked for with a body that is a stream",
            )
        };
        let draft = self.draft.try_clone().ok_or_else(streamed)?;
        Ok(Box::new(draft))
    }

    /// Finds out which page comes next. An error here stands in the place of the page.
    pub(crate) fn advance(
        &mut self,
        raw: &RawResponse,
        marks: Marks,
        is_empty: impl FnOnce() -> bool,
    ) -> Result<()> {
        match self
            .operation()
            .pagination
            .map(|pagination| pagination.style)
        {
            Some(PageStyle::Token) => self.advance_token(raw, marks.token),
            Some(PageStyle::Number) => self.advance_number(raw, &marks, is_empty)?,
            None => self.step = Step::End,
        }
        Ok(())
    }

    fn advance_token(&mut self, raw: &RawResponse, token: Option<PageToken>) {
        self.step = match token {
            None => Step::End,
            Some(token) if self.tokens.contains(&token) => Step::Fail(raw.error(
                ErrorKind::Decode,
                "list has no end: a page names the token of a page before",
            )),
            Some(token) => {
                self.tokens.insert(token.clone());
                self.draft.page.set_token(token);
                Step::Ask
            }
        };
    }

    fn advance_number(
        &mut self,
        raw: &RawResponse,
        marks: &Marks,
        is_empty: impl FnOnce() -> bool,
    ) -> Result<()> {
        let asked = i64::from(self.number);
        // The caller may ask for a page that is beyond the end, and servers answer that in their own ways.
        let is_other = !self.is_first
            && match marks.number {
                Some(number) => number != asked,
                None => marks.count.is_none() && self.previous == *raw.body(),
            };
        let is_last = match marks.count {
            Some(count) => asked >= count,
            None => is_empty(),
        };
        if is_other && !is_last {
            let message = format!("list has no end: page {asked} was asked for, another page came");
            return Err(raw.error(ErrorKind::Decode, message));
        }
        let next = self.number.checked_add(1).filter(|_| !is_last);
        self.step = next.map_or(Step::End, |next| {
            self.number = next;
            self.draft.page.set_number(next);
            Step::Ask
        });
        self.is_first = false;
        self.previous = raw.body().clone();
        Ok(())
    }

    fn operation(&self) -> &'static Operation {
        self.draft.request.operation()
    }
}

impl fmt::Debug for Pager {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pager")
            .field("request", &self.draft.request)
            .finish_non_exhaustive()
    }
}

/// Where a list is to begin, by an option of the call or by a parameter of its own.
fn begin(draft: &Draft) -> (Option<PageToken>, Option<u32>) {
    let (token, number) = draft.page.place();
    let token = token.cloned();
    let given = draft.request.operation().pagination.and_then(|pages| {
        let pairs = if pages.in_form {
            draft.request.form_pairs()
        } else {
            draft.request.query_pairs()
        };
        let (_, text) = pairs.iter().find(|(name, _)| name == pages.page_param)?;
        Some((pages.style, text.as_str()))
    });
    match given {
        Some((PageStyle::Token, text)) if !text.is_empty() => {
            (token.or_else(|| Some(PageToken::from(text))), number)
        }
        Some((PageStyle::Number, text)) => (token, number.or_else(|| text.parse().ok())),
        _ => (token, number),
    }
}
