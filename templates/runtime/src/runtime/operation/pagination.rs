//! How operations return lists in pages.
//!
//! In: plain data, which generated code writes as statics. Out: a [`Pagination`]. It must not read pages: `pages` does.

/// How an operation returns a list in pages: the parameters of its requests.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Pagination {
    /// How a request selects a page.
    pub style: PageStyle,
    /// The parameter with the token or the number of the page.
    pub page_param: &'static str,
    /// The parameter with the number of items in a page; empty if there is no such parameter.
    pub size_param: &'static str,
    /// The maximum number of items in a page; 0 if the document does not specify one.
    pub max_size: u32,
    /// Whether the two parameters are fields of the form body instead of query parameters.
    pub in_form: bool,
}

/// How a request selects a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PageStyle {
    /// By a token: each page contains the token of the next one.
    Token,
    /// By a number, from 1.
    Number,
}

impl Pagination {
    /// Pages that are selected by a token: the parameters of token and size, and the maximum size (0 = not specified).
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

    /// Pages that are selected by a number: the parameters of number and size, and the maximum size (0 = not
    /// specified).
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

    /// Makes the parameters fields of the form body.
    #[must_use]
    pub const fn in_form(mut self) -> Self {
        self.in_form = true;
        self
    }
}
