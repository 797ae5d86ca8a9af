//! What each operation does. An operation without a rule of its own follows the document.

pub(crate) mod accounts;
mod batches;
pub(crate) mod billing;
pub(crate) mod document;
pub(crate) mod files;
pub(crate) mod groups;
mod invoices;
pub(crate) mod meetings;
mod orders;
pub(crate) mod phone;
mod plans;
pub(crate) mod roles;
pub(crate) mod settings;
pub(crate) mod users;
pub(crate) mod v1;

use super::call::{Call, Outcome};

/// Responds to a call.
pub(crate) fn answer(call: &mut Call<'_>) -> Outcome {
    let resource = call.id().split('.').next().unwrap_or_default();
    // The built-in roles exist without having been created.
    if resource != "roles" {
        document::check_parents(call)?;
    }
    match resource {
        "accounts" => accounts::answer(call),
        "billing" => billing::answer(call),
        "plans" => plans::answer(call),
        "users" => users::answer(call),
        "groups" => groups::answer(call),
        "roles" => roles::answer(call),
        "account_settings" | "group_settings" | "user_settings" => settings::answer(call),
        "meetings"
        | "meeting_registrants"
        | "meeting_polls"
        | "meeting_live_streams"
        | "meeting_surveys"
        | "meeting_summaries"
        | "webinars"
        | "webinar_registrants"
        | "webinar_polls"
        | "webinar_live_streams"
        | "webinar_surveys"
        | "webinar_panelists"
        | "webinar_branding" => meetings::answer(call),
        _ if resource.starts_with("phone_") => phone::answer(call),
        _ => document::answer(call),
    }
}
