//! The page that shows people what the fake knows and the calls to which it has responded.

use std::time::Duration;

use serde_json::Value;

use super::clock;
use super::exchange::Reply;
use super::html::Html;
use super::journal::FakeCall;
use super::state::State;
use super::world::account::{Account, AccountKind};
use super::world::user::{text, user_type};

/// How many calls, events, users of an account, and values of a table the page shows.
const MAX_CALLS: usize = 100;
const MAX_EVENTS: usize = 50;
const MAX_USERS: usize = 100;
const MAX_VALUES: usize = 200;
/// The page forbids everything that it does not need, such as scripts.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const HEAD: &str = "<!doctype html>
<html lang=\"en\">
<head>
<meta charset=\"utf-8\">
<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">
<title>Fake of Zoom</title>
<style>
:root { color-scheme: light dark; --text: #1d2129; --faint: #5b6472; --page: #ffffff; --card: #f4f6f9; --line: #d5dae2;
  --bad: #b3261e; --good: #1a7f37; }
@media (prefers-color-scheme: dark) {
  :root { --text: #e4e7ec; --faint: #9aa4b2; --page: #15181d; --card: #1f242b; --line: #39414c; --bad: #ff8a80;
    --good: #6fdd8b; }
}
body { margin: 0 auto; max-width: 75rem; padding: 1.5rem; color: var(--text); background: var(--page);
  font: 15px/1.5 system-ui, sans-serif; }
h1 { margin: 0; font-size: 1.6rem; }
h2 { margin: 2rem 0 .5rem; font-size: 1.15rem; }
p { margin: .3rem 0; }
.faint { color: var(--faint); }
.bad { color: var(--bad); font-weight: 600; }
.good { color: var(--good); }
code, td { overflow-wrap: anywhere; }
code, .calls td { font: 13px/1.5 ui-monospace, monospace; }
table { width: 100%; border-collapse: collapse; }
th, td { padding: .25rem .75rem .25rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
th { color: var(--faint); font-weight: 500; }
.calls td:nth-child(-n+2), .events td:nth-child(-n+3) { white-space: nowrap; }
ul { margin: 0; padding: 0; list-style: none; }
ul ul { margin-left: .8rem; padding-left: 1rem; border-left: 2px solid var(--line); }
li > div { margin: .5rem 0; padding: .6rem 1rem; border: 1px solid var(--line); border-radius: .5rem;
  background: var(--card); }
summary { cursor: pointer; }
.name { font-weight: 600; overflow-wrap: anywhere; }
.tag { padding: 0 .5rem; border: 1px solid var(--line); border-radius: 1rem; font-size: 12px; }
</style>
</head>
<body>
";

/// Returns the page.
pub(super) fn show(state: &State, url: &str) -> Reply {
    let mut html = Html::default();
    html.markup(HEAD).element("h1", "Fake of Zoom");
    html.markup("<p class=\"faint\">").element("code", url);
    let clock = if state.clock.is_running() {
        "runs"
    } else {
        "is frozen"
    };
    let accounts = count(state.world.order.len(), "account");
    let calls = state.journal.total;
    html.text(&format!(
        " · seed {} · {accounts} · calls: {calls} · the clock {clock} at {}",
        state.world.seed,
        state.clock.timestamp()
    ));
    html.markup("</p>\n");
    accounts_section(&mut html, state);
    calls_section(&mut html, state);
    events_section(&mut html, state);
    let budgets = serde_json::to_value(&state.budgets);
    values_section(&mut html, "Rate limits", budgets);
    let faults = serde_json::to_value(&state.faults);
    values_section(&mut html, "Faults", faults);
    html.markup("</body>\n</html>\n");
    Reply::html(200, html.finish()).header("content-security-policy", POLICY)
}

/// Returns a number with a noun, such as `1 user` or `2 users`.
fn count(number: usize, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{plural}")
}

fn accounts_section(html: &mut Html, state: &State) {
    html.element("h2", "Accounts");
    html.markup("<ul>\n");
    let world = &state.world;
    let accounts = world.order.iter().filter_map(|id| world.account(id));
    for account in accounts.filter(|account| account.parent.is_none()) {
        branch(html, state, account);
    }
    html.markup("</ul>\n");
}

/// Adds an account and the accounts below it.
fn branch(html: &mut Html, state: &State, account: &Account) {
    html.markup("<li><div>");
    card(html, account);
    html.markup("</div>\n");
    let mut children = state.world.children(&account.id).peekable();
    if children.peek().is_some() {
        html.markup("<ul>\n");
        for child in children {
            branch(html, state, child);
        }
        html.markup("</ul>\n");
    }
    html.markup("</li>\n");
}

fn card(html: &mut Html, account: &Account) {
    let kind = match (account.kind, &account.parent) {
        (AccountKind::Primary, _) => "primary account",
        (AccountKind::Sub, Some(_)) => "sub account",
        (AccountKind::Sub, None) => "disassociated",
    };
    html.markup("<p><span class=\"name\">").text(account.name());
    html.markup("</span> ").element("code", &account.id);
    html.markup(" <span class=\"tag\">").text(kind);
    html.markup("</span></p>\n<p class=\"faint\">");
    let (email, plans) = (account.owner_email(), plans(account));
    html.text(&format!("Owner: {email} · Plans: {plans}"));
    html.markup("</p>\n");
    users(html, account);
}

/// Returns the plans of an account as text.
fn plans(account: &Account) -> String {
    let addons = &account.plans.addons;
    let addons = addons.values().flatten();
    let plans: Vec<String> = (account.plans.base.iter().chain(addons))
        .map(|plan| {
            let hosts = plan.hosts.map(|hosts| format!(" with {hosts} licenses"));
            let status = (!plan.is_active()).then(|| format!(" ({})", plan.status));
            let (hosts, status) = (hosts.unwrap_or_default(), status.unwrap_or_default());
            format!("{}{hosts}{status}", plan.name)
        })
        .collect();
    if plans.is_empty() {
        return "none".to_owned();
    }
    plans.join(", ")
}

fn users(html: &mut Html, account: &Account) {
    let total = account.users().count();
    html.markup("<details><summary>");
    html.text(&count(total, "user"));
    html.markup("</summary>\n");
    html.table(&["Email", "Name", "Type", "Status", "Id"]);
    for (id, user) in account.users().take(MAX_USERS) {
        let name = format!("{} {}", text(user, "first_name"), text(user, "last_name"));
        let kind = match user_type(user) {
            1 => "basic".to_owned(),
            2 => "licensed".to_owned(),
            other => other.to_string(),
        };
        html.row([text(user, "email"), &name, &kind, text(user, "status"), id]);
    }
    html.markup("</tbody></table>\n");
    more(html, total, MAX_USERS);
    html.markup("</details>\n");
}

/// Adds how many rows are not shown.
fn more(html: &mut Html, total: usize, shown: usize) {
    if total > shown {
        html.markup("<p class=\"faint\">");
        html.text(&format!("{} more", total - shown));
        html.markup("</p>\n");
    }
}

fn calls_section(html: &mut Html, state: &State) {
    html.element("h2", "Last calls");
    let total = state.journal.calls().count();
    if total == 0 {
        html.markup("<p class=\"faint\">No call yet.</p>\n");
        return;
    }
    html.markup("<div class=\"calls\">");
    html.table(&[
        "Time",
        "Method",
        "Path",
        "Operation",
        "Status",
        "Code",
        "Fault",
    ]);
    for call in state.journal.calls().rev().take(MAX_CALLS) {
        row(html, call);
    }
    html.markup("</tbody></table></div>\n");
    more(html, total, MAX_CALLS);
}

fn row(html: &mut Html, call: &FakeCall) {
    html.markup("<tr>");
    html.element("td", &call.time);
    html.element("td", &call.method);
    html.element("td", &call.path);
    html.element("td", call.operation.unwrap_or_default());
    // A call of API v1 can fail with status 200. It has a code then.
    let is_good = (200..400).contains(&call.status) && call.code.is_none();
    html.markup(if is_good {
        "<td class=\"good\">"
    } else {
        "<td class=\"bad\">"
    });
    html.text(&match call.status {
        0 => "none".to_owned(),
        status => status.to_string(),
    });
    html.markup("</td>");
    html.element(
        "td",
        &call.code.map(|code| code.to_string()).unwrap_or_default(),
    );
    html.element("td", call.fault.as_deref().unwrap_or_default());
    html.markup("</tr>\n");
}

fn events_section(html: &mut Html, state: &State) {
    html.element("h2", "Events");
    let subscriptions = state.outbox.subscriptions();
    if !subscriptions.is_empty() {
        html.table(&["Receiver", "Delivered", "Waiting", "Dropped"]);
        for subscription in subscriptions {
            let numbers = [
                subscription.delivered.to_string(),
                subscription.waiting().to_string(),
                subscription.dropped.to_string(),
            ];
            let numbers = numbers.iter().map(String::as_str);
            html.row(std::iter::once(subscription.url.as_str()).chain(numbers));
        }
        html.markup("</tbody></table>\n");
    }
    let total = state.outbox.events().count();
    if total == 0 {
        html.markup("<p class=\"faint\">No event yet.</p>\n");
        return;
    }
    html.markup("<div class=\"events\">");
    html.table(&["Time", "Event", "Account", "Object"]);
    for event in state.outbox.events().rev().take(MAX_EVENTS) {
        let milliseconds = event["event_ts"].as_u64().unwrap_or_default();
        let time = clock::timestamp(Duration::from_millis(milliseconds).as_secs());
        let name = event["event"].as_str().unwrap_or_default();
        let payload = &event["payload"];
        let account = payload["account_id"].as_str().unwrap_or_default();
        html.row([&time, name, account, &payload["object"].to_string()]);
    }
    html.markup("</tbody></table></div>\n");
    more(html, total, MAX_EVENTS);
}

/// Adds the values of a part of the state as a table of paths and values.
fn values_section(html: &mut Html, title: &str, value: Result<Value, serde_json::Error>) {
    html.element("h2", title);
    let mut rows = Vec::new();
    if let Ok(value) = value {
        flatten(String::new(), &value, &mut rows);
    }
    if rows.is_empty() {
        html.markup("<p class=\"faint\">None.</p>\n");
        return;
    }
    html.table(&["Name", "Value"]);
    for (name, text) in rows.iter().take(MAX_VALUES) {
        html.row([name.as_str(), text]);
    }
    html.markup("</tbody></table>\n");
    more(html, rows.len(), MAX_VALUES);
}

/// Adds the values in `value` to `rows`, each with its path. For a list of numbers, the value is the length of the list.
fn flatten(path: String, value: &Value, rows: &mut Vec<(String, String)>) {
    let below = |name: &str| match path.as_str() {
        "" => name.to_owned(),
        path => format!("{path}.{name}"),
    };
    match value {
        Value::Null => {}
        Value::Object(fields) => {
            // The state of the generator of random values and the number of the day mean nothing to people.
            let is_shown = |name: &str| !matches!(name, "random" | "day");
            for (name, value) in fields.iter().filter(|(name, _)| is_shown(name)) {
                flatten(below(name), value, rows);
            }
        }
        Value::Array(items) if !items.is_empty() && items.iter().all(Value::is_number) => {
            rows.push((path, count(items.len(), "value")));
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                flatten(below(&index.to_string()), item, rows);
            }
        }
        Value::String(text) => rows.push((path, text.clone())),
        other => rows.push((path, other.to_string())),
    }
}
