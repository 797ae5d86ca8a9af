//! Results whose type depends on the status of the response.
//!
//! For example, a job is either done (200) or accepted (202). Such a result is an enum with a variant for each status.

use crate::runtime::error::Result;
use crate::runtime::http::response::RawResponse;
use crate::runtime::json::Json;

/// A result with a variant for each status of the OpenAPI document. `status_union!` implements this trait.
pub trait FromStatus: Sized {
    /// Decodes a response.
    fn from_response(response: &RawResponse) -> Result<Self>;
}

/// How to read one variant of a result.
#[derive(Debug)]
pub struct StatusVariant<T> {
    /// The statuses, such as `201`, `2XX` or `default`.
    pub statuses: &'static [&'static str],
    /// Decodes the variant.
    pub read: fn(&RawResponse) -> Result<T>,
}

/// Decodes the variant for the status of a response. The status `201` takes precedence over the range `2XX`, and a
/// range takes precedence over `default`. If no variant fits the status, `other` creates the value from the JSON.
pub fn read_by_status<T>(
    response: &RawResponse,
    variants: &[StatusVariant<T>],
    other: fn(Json) -> T,
) -> Result<T> {
    let status = response.head().status();
    let (exact, class) = (status.as_str(), status.as_u16() / 100);
    let fits = |text: &str| {
        let is_range = || text.ends_with(['X', 'x']) && text.starts_with(&class.to_string());
        match text {
            _ if text == exact => Some(0),
            "default" => Some(2),
            _ => is_range().then_some(1),
        }
    };
    let rank =
        |variant: &StatusVariant<T>| variant.statuses.iter().filter_map(|text| fits(text)).min();
    let ranked = variants
        .iter()
        .filter_map(|variant| Some((rank(variant)?, variant)));
    match ranked.min_by_key(|(rank, _)| *rank) {
        Some((_, variant)) => (variant.read)(response),
        None if response.body().trim_ascii().is_empty() => Ok(other(Json::Null)),
        None => response.decode().map(other),
    }
}

/// Implements `FromStatus` for an enum with a variant `Other(Json)`:
/// `status_union!(JobCreated => Ok = "200", Accepted = "202" | "203")`.
///
/// The statuses after `=` select the variant.
#[doc(hidden)]
#[macro_export]
macro_rules! status_union {
    ($type:ident => $($variant:ident = $first:literal $(| $more:literal)*),+ $(,)?) => {
        impl $crate::runtime::FromStatus for $type {
            fn from_response(response: &$crate::runtime::RawResponse) -> $crate::runtime::Result<Self> {
                $crate::runtime::read_by_status(
                    response,
                    &[$($crate::runtime::StatusVariant {
                        statuses: &[$first $(, $more)*],
                        read: |response| response.decode().map(Self::$variant),
                    }),+],
                    Self::Other,
                )
            }
        }
    };
}

pub use status_union;
