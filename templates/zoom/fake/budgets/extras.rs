//! The limits of single operations, in addition to the limits of their labels.

use serde_json::Value;

use super::FakePlan;
use super::claim::{Claim, Counted};
use super::table::Label;
use crate::fake::world::account::Account;

const MINUTE: u64 = 60;

/// How many meetings and webinars a user may create and update in a day.
const MEETINGS_PER_DAY: u32 = 100;

/// Returns the claims of the limits that belong to the operation of a call.
pub(super) fn claims(call: &Counted<'_>, plan: FakePlan) -> Vec<Claim> {
    let category = Label::of(call).map_or("Heavy", Label::name);
    let pool = |account: &str, name: &str| format!("{account} {name}");
    let window = |account: &str, name: &str, seconds: u64| {
        Claim::window(pool(account, name), seconds, 1, category)
    };
    let day = |account: &str, name: &str, limit: u32| {
        Claim::day(format!("{account} {name} day"), limit, category)
    };
    let (caller, target) = (call.caller, call.target);
    match call.route.endpoint.id() {
        "billing.list_invoices" => vec![
            window(target, "invoices", 5 * MINUTE),
            day(target, "invoices", 6),
        ],
        "billing.get_invoice" => vec![
            window(target, "invoice", 30 * MINUTE),
            day(target, "invoice", 100),
        ],
        // The paths of both downloads do not contain the account.
        "billing.download_invoice" | "billing.download_invoice_pdf" => vec![
            window(caller, "invoice pdf", 30 * MINUTE),
            day(caller, "invoice pdf", 100),
        ],
        "billing.create_invoice_report" => vec![
            window(caller, "new invoice report", 3 * MINUTE),
            day(caller, "new invoice report", 100),
        ],
        "billing.list_invoice_reports"
        | "billing.download_invoice_report"
        | "billing.delete_invoice_report" => vec![window(caller, "invoice reports", 1)],
        "users.create" if action(call).as_deref() == Some("create") => {
            let limit = match plan {
                FakePlan::Free => 50,
                FakePlan::Pro => 1_500,
                FakePlan::BusinessPlus => 10_000,
            };
            vec![day(caller, "new users", limit)]
        }
        "meetings.create" | "webinars.create" | "meetings.update" | "webinars.update" => {
            let host = format!("{target} host {}", host(call));
            vec![day(&host, "meetings", MEETINGS_PER_DAY)]
        }
        _ => Vec::new(),
    }
}

/// Returns the property `action` of a JSON body.
fn action(call: &Counted<'_>) -> Option<String> {
    let body: Value = serde_json::from_slice(&call.request.body).ok()?;
    Some(body.get("action")?.as_str()?.to_owned())
}

/// Returns the user whose meeting or webinar a call creates or updates. A meeting that the fake does not know counts by
/// its own id.
fn host<'a>(call: &Counted<'a>) -> &'a str {
    let params = &call.route.params;
    if let Some(user) = params.get("userId") {
        return user;
    }
    let id = params.get("meetingId").or_else(|| params.get("webinarId"));
    let id = id.map(String::as_str).unwrap_or_default();
    call.account
        .and_then(|account| host_of(account, id))
        .unwrap_or(id)
}

fn host_of<'a>(account: &'a Account, id: &str) -> Option<&'a str> {
    account.collections.iter().find_map(|(path, collection)| {
        let (parent, name) = path.rsplit_once('/')?;
        let item = (name == "meetings" || name == "webinars").then(|| collection.get(id))??;
        let host = item.value.get("host_id").and_then(Value::as_str);
        host.or_else(|| parent.strip_prefix("/users/"))
    })
}
