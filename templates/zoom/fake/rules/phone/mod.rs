//! Zoom Phone: sites, users, numbers, emergency addresses, and the extensions that are not users.

mod addresses;
mod extension;
mod extensions;
mod members;
mod numbers;
mod plans;
mod sites;
mod users;

use super::document;
use crate::fake::call::{Call, Outcome};
use crate::fake::failure::Failure;
use crate::fake::world::account::Account;

/// The paths of the collections.
const SITES: &str = "/phone/sites";
const USERS: &str = "/phone/users";
const NUMBERS: &str = "/phone/numbers";
const ADDRESSES: &str = "/phone/emergency_addresses";
const RECEPTIONISTS: &str = "/phone/auto_receptionists";
const QUEUES: &str = "/phone/call_queues";
const GROUPS: &str = "/phone/shared_line_groups";
const AREAS: &str = "/phone/common_areas";

/// Responds to a call about Zoom Phone.
pub(crate) fn answer(call: &mut Call<'_>) -> Outcome {
    check_user(call)?;
    let (resource, action) = call.id().split_once('.').unwrap_or_default();
    match resource {
        "phone_sites" => sites::answer(call, action),
        "phone_users" => users::answer(call, action),
        "phone_user_calling_plans" => plans::answer(call, action),
        "phone_numbers" => numbers::answer(call, action),
        "phone_emergency_addresses" => addresses::answer(call, action),
        "phone_auto_receptionists" => extensions::answer(call, action, &extensions::RECEPTIONIST),
        "phone_call_queues" => extensions::answer(call, action, &extensions::QUEUE),
        "phone_shared_line_groups" => extensions::answer(call, action, &extensions::GROUP),
        "phone_common_areas" => extensions::answer(call, action, &extensions::AREA),
        _ => document::answer(call),
    }
}

/// Checks that the user in the path has Zoom Phone.
fn check_user(call: &Call<'_>) -> Result<(), Failure> {
    let path = call.route.endpoint.relative_path();
    if !path.starts_with("/phone/users/{userId}") {
        return Ok(());
    }
    let id = call.param("userId");
    let users = call.target()?.collection(USERS);
    if users.is_none_or(|users| users.get(id).is_none()) {
        return Err(document::missing(call, "user", 1001, id));
    }
    Ok(())
}

/// Changes the email address of a user, if the user has Zoom Phone.
pub(crate) fn set_email(account: &mut Account, id: &str, email: &str) {
    let users = account.collections.get_mut(USERS);
    if let Some(user) = users.and_then(|users| users.get_mut(id)) {
        user.value.insert("email".to_owned(), email.into());
    }
}

/// Removes Zoom Phone from a user who leaves the account. The numbers of the user become available, and the
/// emergency addresses of the user are removed.
pub(crate) fn remove_user(account: &mut Account, id: &str) {
    account.collection_mut(USERS).remove(id);
    account.remove_below(&format!("{USERS}/{id}"));
    numbers::unassign_all(account, id);
    addresses::remove_of(account, id);
}
