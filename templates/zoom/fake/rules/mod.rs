//! What each operation does. An operation without a rule of its own follows the document.

pub(crate) mod accounts;
pub(crate) mod billing;
pub(crate) mod document;
pub(crate) mod groups;
mod invoices;
mod orders;
mod plans;
pub(crate) mod roles;
pub(crate) mod settings;
pub(crate) mod users;
pub(crate) mod v1;

use super::call::{Call, Outcome};

/// Answers a call.
pub(crate) fn answer(call: &mut Call<'_>) -> Outcome {
    document::check_parents(call)?;
    let resource = call.id().split('.').next().unwrap_or_default();
    match resource {
        "accounts" => accounts::answer(call),
        "billing" => billing::answer(call),
        "plans" => plans::answer(call),
        "users" => users::answer(call),
        "groups" => groups::answer(call),
        "roles" => roles::answer(call),
        "account_settings" | "group_settings" | "user_settings" => settings::answer(call),
        _ => document::answer(call),
    }
}
