//! What each operation does. An operation without a rule of its own follows the document.

pub(crate) mod accounts;
pub(crate) mod document;

use super::call::{Call, Outcome};

/// Answers a call.
pub(crate) fn answer(call: &mut Call<'_>) -> Outcome {
    document::check_parents(call)?;
    let resource = call.id().split('.').next().unwrap_or_default();
    match resource {
        "accounts" => accounts::answer(call),
        _ => document::answer(call),
    }
}
