//! Pagination: how operations return lists in pages.
//!
//! Generated code has a static [`Pagination`] for each paginated operation. The module `pages` reads the pages.

/// The pagination of an operation: the request parameters that select a page.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Pagination {
    /// Whether a token, a number or an offset selects the page.
    pub style: PageStyle,
    /// The parameter that contains the token or the number of the page.
    pub page_param: &'static str,
    /// The parameter that contains the number of items per page; empty if there is no such parameter.
    pub size_param: &'static str,
    /// The maximum number of items per page; 0 if the OpenAPI document does not specify a maximum.
    pub max_size: u32,
    /// Whether `page_param` and `size_param` are fields of the form body instead of query parameters.
    pub in_form: bool,
}

/// Whether a token, a number or an offset selects a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PageStyle {
    /// By a token. Each page contains the token of the next page.
    Token,
    /// By a number, counted from 1.
    Number,
    /// By the number of items before the page. This number is used like a token: the first page has the token `0`.
    Offset,
}

impl Pagination {
    /// Creates the pagination of a list in which a token selects each page. `token` and `size` are the names of the
    /// query parameters for the page token and the page size. `max_size` is the maximum page size, or 0 if the OpenAPI
    /// document does not specify a maximum.
    #[must_use]
    pub const fn token(token: &'static str, size: &'static str, max_size: u32) -> Self {
        Self {
            style: PageStyle::Token,
            page_param: token,
            size_param: size,
            max_size,
            in_form: false,
        }
    }

    /// Creates the pagination of a list in which a number selects each page. `number` and `size` are the names of the
    /// query parameters for the page number and the page size. `max_size` is the maximum page size, or 0 if the OpenAPI
    /// document does not specify a maximum.
    #[must_use]
    pub const fn number(number: &'static str, size: &'static str, max_size: u32) -> Self {
        Self {
            style: PageStyle::Number,
            page_param: number,
            size_param: size,
            max_size,
            in_form: false,
        }
    }

    /// Creates the pagination of a list in which an offset selects each page: the number of items before the page. `offset`
    /// and `size` are the names of the query parameters for the offset and the page size. `max_size` is the maximum page
    /// size, or 0 if the OpenAPI document does not specify a maximum.
    #[must_use]
    pub const fn offset(offset: &'static str, size: &'static str, max_size: u32) -> Self {
        Self {
            style: PageStyle::Offset,
            page_param: offset,
            size_param: size,
            max_size,
            in_form: false,
        }
    }

    /// Sends the page parameter and the size parameter as fields of the form body.
    #[must_use]
    pub const fn in_form(mut self) -> Self {
        self.in_form = true;
        self
    }
}
