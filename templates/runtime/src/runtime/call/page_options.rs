//! The page of a list that a call selects.
//!
//! This module converts the page options of a call into parameters of its request. It must not read pages.

use smol_str::SmolStr;

use crate::runtime::error::{Error, Result};
use crate::runtime::http::request::Request;
use crate::runtime::macros::strings::string_id;
use crate::runtime::operation::error_kind::ErrorKind;
use crate::runtime::operation::pagination::{PageStyle, Pagination};

/// The opaque pagination token.
///
/// Servers expire tokens. If a token has expired, the call fails, and
/// [`Error::is_page_expired`](crate::runtime::Error::is_page_expired) returns `true`. After this error, read the list
/// again from the first page.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PageToken(SmolStr);

string_id!(PageToken);

/// The page that a request selects, and the page size.
#[derive(Clone, Debug, Default)]
pub(crate) struct PageOptions {
    size: Option<u32>,
    number: Option<u32>,
    token: Option<PageToken>,
    /// The maximum number of items that `Items` returns.
    pub(crate) max_items: Option<usize>,
}

impl PageOptions {
    /// Returns the token and the number that the call sets; `None` for each one that it does not set.
    pub(crate) fn selected(&self) -> (Option<&PageToken>, Option<u32>) {
        (self.token.as_ref(), self.number)
    }

    pub(crate) fn set_size(&mut self, size: u32) {
        self.size = Some(size);
    }

    pub(crate) fn set_token(&mut self, token: PageToken) {
        self.token = Some(token);
    }

    pub(crate) fn set_number(&mut self, number: u32) {
        self.number = Some(number);
    }

    /// Selects the maximum page size of the operation, unless the call sets a page size. If the maximum is not known,
    /// the server chooses the size. If the caller needs only `max_items` items, a smaller page is enough.
    pub(crate) fn maximize_size(&mut self, request: &Request, max_items: Option<usize>) {
        let Some(pages) = request.operation().pagination else {
            return;
        };
        let is_set = self.size.is_some() || page_param(request, pages, pages.size_param).is_some();
        if is_set || pages.max_size == 0 || pages.size_param.is_empty() {
            return;
        }
        // If the call selects a page, another size would change which items are on this page.
        let is_selected = self.number.is_some()
            || self.token.is_some()
            || page_param(request, pages, pages.page_param).is_some();
        let max_items = max_items.filter(|_| !is_selected);
        let max_items = max_items.and_then(|count| u32::try_from(count).ok());
        let size = max_items.map_or(pages.max_size, |count| count.clamp(1, pages.max_size));
        self.size = Some(size);
    }

    /// Adds the parameters that select the page and its size to a request.
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
                    0 => "page size must be at least 1".to_owned(),
                    max => format!("page size must be 1 to {max}, not {size}"),
                });
            }
            if pages.size_param.is_empty() {
                return config("operation has no page size".to_owned());
            }
            set(request, pages.size_param, &size.to_string());
        }
        match (pages.style, self.number, &self.token) {
            (PageStyle::Token, Some(_), _) => {
                config("pages are selected by token, not by number".to_owned())
            }
            (PageStyle::Offset, Some(_), _) => {
                config("pages are selected by offset, not by number".to_owned())
            }
            (PageStyle::Offset, _, Some(offset)) if offset.as_str().parse::<u64>().is_err() => {
                config(format!(
                    "page token must be an offset, not `{}`",
                    offset.as_str()
                ))
            }
            (PageStyle::Number, _, Some(_)) => {
                config("pages are selected by number, not by token".to_owned())
            }
            (PageStyle::Number, Some(0), _) => config("page numbers start at 1".to_owned()),
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

/// Returns the value of a parameter of the operation that selects a page or its size. Returns `None` if the call does
/// not set the parameter.
pub(crate) fn page_param<'a>(
    request: &'a Request,
    pages: &Pagination,
    name: &str,
) -> Option<&'a str> {
    let pairs = if pages.in_form {
        request.form_pairs()
    } else {
        request.query_pairs()
    };
    let (_, value) = pairs.iter().find(|(other, _)| other == name)?;
    Some(value)
}

fn pagination_of(request: &Request) -> Result<&'static Pagination> {
    let pagination = request.operation().pagination;
    pagination.ok_or_else(|| {
        Error::new(ErrorKind::Config, "operation has no pages").with_operation(request.operation())
    })
}
