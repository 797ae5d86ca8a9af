//! As much of Zoom as the examples need, on a loopback socket and in memory, so that they run without an account.
//!
//! In: requests. Out: answers, as Zoom's documentation has them. It is no part of the client and nothing to build upon.

use std::collections::BTreeMap;
use std::io;

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use zoom_accounts::auth::ServerToServer;
use zoom_accounts::{Client, ClientBuilder};

/// Begins a client of a server that is started for it, and that ends with the program.
pub(crate) async fn builder() -> io::Result<ClientBuilder<Client>> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}", listener.local_addr()?);
    tokio::spawn(async move {
        let mut known = Known::new();
        while let Ok((connection, _)) = listener.accept().await {
            // A client that hangs up is none of the others' business.
            drop(serve(connection, &mut known).await);
        }
    });
    let app = ServerToServer::new("test-account", "test-client", "test-secret").oauth_url(&url);
    Ok(Client::builder()
        .server_url("v2", format!("{url}/v2"))
        .auth(app))
}

/// What the server knows: accounts by their ids, and what was made of the one user and of the plans.
struct Known {
    accounts: BTreeMap<String, Value>,
    user: Value,
    base_plan: Value,
    webinar_plans: Vec<Value>,
}

impl Known {
    fn new() -> Self {
        let account = |id: &str, name: &str| {
            let row = json!({"id": id, "account_name": name, "owner_email": "it@acme.example"});
            (id.to_owned(), row)
        };
        Self {
            accounts: [
                account("acme", "Acme Example"),
                account("bolt", "Bolt Example"),
            ]
            .into(),
            user: json!({"id": "ada", "email": "ada@acme.example", "type": 2, "dept": "Sales", "job_title": "Director"}),
            base_plan: json!({"type": "business_monthly", "hosts": 20, "status": "active"}),
            webinar_plans: Vec::new(),
        }
    }
}

/// Answers the one request of a connection.
async fn serve(mut connection: TcpStream, known: &mut Known) -> io::Result<()> {
    let mut request = Vec::new();
    let (head, body) = loop {
        let text = String::from_utf8_lossy(&request).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let lower = head.to_ascii_lowercase();
            let length = lower
                .lines()
                .find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
            if body.len() >= length.unwrap_or(0) {
                break (head.to_owned(), body.to_owned());
            }
        }
        if connection.read_buf(&mut request).await? == 0 {
            return Ok(());
        }
    };
    let mut words = head.split(' ');
    let method = words.next().unwrap_or_default();
    let target = words.next().unwrap_or_default();
    let body = serde_json::from_str(&body).unwrap_or_default();
    let (status, answer) = answer(method, target, &body, known);
    let text = if answer.is_null() {
        String::new()
    } else {
        answer.to_string()
    };
    let wait = if status == 429 {
        "retry-after: 30\r\n"
    } else {
        ""
    };
    let head = format!(
        "HTTP/1.1 {status} Pretended\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\
         x-zm-trackingid: WEB_pretended\r\n{wait}connection: close\r\n\r\n",
        text.len()
    );
    connection
        .write_all(&[head, text].concat().into_bytes())
        .await?;
    connection.shutdown().await
}

/// Status and body of an answer.
fn answer(method: &str, target: &str, body: &Value, known: &mut Known) -> (u16, Value) {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let segments: Vec<&str> = path.trim_start_matches("/v2").split('/').skip(1).collect();
    match (method, segments.as_slice()) {
        ("POST", ["oauth", "token"]) => (
            200,
            json!({"access_token": "test-token", "token_type": "bearer", "expires_in": 3600}),
        ),
        ("GET", ["accounts"]) => (
            200,
            json!({"accounts": known.accounts.values().collect::<Vec<_>>(), "next_page_token": ""}),
        ),
        ("POST", ["accounts"]) => create(body, known),
        ("GET", ["accounts", "busy"]) => (
            429,
            json!({"code": 429, "message": "You have reached the maximum per-second rate limit."}),
        ),
        ("GET", ["accounts", id]) => match known.accounts.get(*id) {
            Some(account) => (200, account.clone()),
            None => (
                404,
                json!({"code": 2001, "message": format!("Account does not exist: {id}.")}),
            ),
        },
        ("GET", ["accounts", id, "users"]) => (200, page(&format!("{id}.example"), query)),
        ("GET", ["users"]) => (200, page("primary.example", query)),
        ("GET", ["accounts", _, "plans"]) => {
            let plans = json!({"plan_base": known.base_plan, "plan_webinar": known.webinar_plans});
            (200, plans)
        }
        ("PUT", ["accounts", _, "plans", "base"]) => {
            change(&mut known.base_plan, body);
            (204, Value::Null)
        }
        ("POST", ["accounts", _, "plans", "addons"]) => {
            known.webinar_plans.push(body.clone());
            (201, json!({"plan_webinar": [body]}))
        }
        ("GET", [.., "users", _]) => (200, known.user.clone()),
        ("PATCH", [.., "users", _]) => {
            change(&mut known.user, body);
            (204, Value::Null)
        }
        _ => (
            404,
            json!({"code": 404, "message": format!("{method} {path} is not pretended")}),
        ),
    }
}

fn create(body: &Value, known: &mut Known) -> (u16, Value) {
    let email = &body["email"];
    if known
        .accounts
        .values()
        .any(|account| account["owner_email"] == *email)
    {
        return (
            409,
            json!({"code": 1005, "message": format!("User already in the account: {email}")}),
        );
    }
    let mut fields = Vec::new();
    if body["password"]
        .as_str()
        .is_none_or(|password| password.len() < 8)
    {
        fields.push(json!({"field": "password", "message": "It must have eight characters."}));
    }
    if !fields.is_empty() {
        return (
            400,
            json!({"code": 300, "message": "Validation Failed.", "errors": fields}),
        );
    }
    let id = format!("pretended-{}", known.accounts.len());
    let account = json!({"id": id, "owner_email": email, "account_name": body["account_name"], "options": body["options"]});
    known.accounts.insert(id.clone(), account);
    (
        201,
        json!({"id": id, "owner_email": email, "created_at": "2026-01-15T08:00:00Z"}),
    )
}

/// One of two pages of users.
fn page(domain: &str, query: &str) -> Value {
    let user = |name: &str| json!({"email": format!("{name}@{domain}"), "type": 1});
    if query.contains("next_page_token=second") {
        json!({"users": [user("grace")], "next_page_token": ""})
    } else {
        json!({"users": [user("ada"), user("alan")], "next_page_token": "second"})
    }
}

/// Takes over the members that were sent, and leaves the others.
fn change(value: &mut Value, body: &Value) {
    if let (Some(value), Some(body)) = (value.as_object_mut(), body.as_object()) {
        value.extend(body.clone());
    }
}
