//! Pages of lists, with tokens that expire.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::failure::Failure;
use super::random::Random;

/// How long a page token is valid, in seconds.
const LIFETIME: u64 = 15 * 60;
/// The number of rows of a page, if the request does not contain `page_size`.
const DEFAULT_SIZE: u64 = 30;

/// The page tokens that were issued.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct PageTokens {
    tokens: BTreeMap<String, Place>,
}

/// The place in a list at which a page starts.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Place {
    /// The list that the token belongs to: the path and the parameters of the request.
    list: String,
    start: usize,
    expires_at: u64,
}

/// A page of a list.
#[derive(Debug)]
pub(crate) struct Page {
    /// The index of the first row.
    pub(crate) start: usize,
    /// The index after the last row.
    pub(crate) end: usize,
    /// The properties of the page: its token, its number and the number of all rows.
    pub(crate) properties: Map<String, Value>,
}

impl PageTokens {
    /// Returns the page that a request asks for. `list` identifies the list, and `total` is the number of its rows.
    pub(crate) fn page(
        &mut self,
        query: &Map<String, Value>,
        list: &str,
        total: usize,
        now: u64,
        random: &mut Random,
    ) -> Result<Page, Failure> {
        let number = |name: &str| query.get(name).and_then(Value::as_u64);
        let size = number("page_size").unwrap_or(DEFAULT_SIZE).max(1);
        let size = usize::try_from(size).unwrap_or(usize::MAX);
        let token = query.get("next_page_token").and_then(Value::as_str);
        let (start, page_number) = if let Some(token) = token.filter(|token| !token.is_empty()) {
            let start = self.start(token, list, now)?;
            (start, start / size + 1)
        } else {
            let page = number("page_number").unwrap_or(1).max(1);
            let page = usize::try_from(page).unwrap_or(usize::MAX);
            ((page - 1).saturating_mul(size).min(total), page)
        };
        let end = start.saturating_add(size).min(total);
        let next = if end < total {
            let token = random.id();
            let place = Place {
                list: list.to_owned(),
                start: end,
                expires_at: now + LIFETIME,
            };
            self.tokens.insert(token.clone(), place);
            token
        } else {
            String::new()
        };
        self.tokens.retain(|_, place| place.expires_at > now);
        let properties = json!({
            "next_page_token": next,
            "page_count": total.div_ceil(size),
            "page_number": page_number,
            "page_size": size,
            "total_records": total,
        });
        let Value::Object(properties) = properties else {
            return Err(Failure::new(500, 500, "The page could not be built."));
        };
        Ok(Page {
            start,
            end,
            properties,
        })
    }

    fn start(&self, token: &str, list: &str, now: u64) -> Result<usize, Failure> {
        let place = self.tokens.get(token);
        let place = place.filter(|place| place.list == list && place.expires_at > now);
        let expired = || Failure::new(400, 300, "The next page token is invalid or expired.");
        place.map(|place| place.start).ok_or_else(expired)
    }
}
