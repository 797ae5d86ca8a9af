//! A small fake of Zoom on a loopback socket, so that the examples run without an account.
//!
//! The responses of the fake follow Zoom's documentation. The fake is not part of the client.

use std::collections::BTreeMap;
use std::io;

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use zoom_accounts::auth::ServerToServer;
use zoom_accounts::{Client, ClientBuilder};

/// The size of every recording file.
const FILE_SIZE: usize = 500_000;

/// Starts a server and returns the builder of a client for it. The server runs until the program ends.
pub(crate) async fn builder() -> io::Result<ClientBuilder<Client>> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}", listener.local_addr()?);
    let mut state = State::new(&url);
    tokio::spawn(async move {
        while let Ok((connection, _)) = listener.accept().await {
            // If a client disconnects, the other clients are not affected.
            drop(serve(connection, &mut state).await);
        }
    });
    let app = ServerToServer::new("test-account", "test-client", "test-secret").oauth_url(&url);
    Ok(Client::builder()
        .server_url("v2", format!("{url}/v2"))
        .auth(app))
}

/// The state of the server: its URL, accounts by id, one user, and plans.
struct State {
    url: String,
    accounts: BTreeMap<String, Value>,
    user: Value,
    base_plan: Value,
    webinar_plans: Vec<Value>,
}

impl State {
    fn new(url: &str) -> Self {
        let account = |id: &str, name: &str| {
            let row = json!({"id": id, "account_name": name, "owner_email": "it@acme.example"});
            (id.to_owned(), row)
        };
        Self {
            url: url.to_owned(),
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

/// Replies to the one request of a connection.
async fn serve(mut connection: TcpStream, state: &mut State) -> io::Result<()> {
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
    if target.starts_with("/rec/download/") {
        return send_file(connection, &head).await;
    }
    let body = serde_json::from_str(&body).unwrap_or_default();
    let (status, response) = respond(method, target, &body, state);
    let text = if response.is_null() {
        String::new()
    } else {
        response.to_string()
    };
    let retry_after = if status == 429 {
        "retry-after: 30\r\n"
    } else {
        ""
    };
    let head = format!(
        "HTTP/1.1 {status} Fake\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\
         x-zm-trackingid: WEB_fake\r\n{retry_after}connection: close\r\n\r\n",
        text.len()
    );
    connection
        .write_all(&[head, text].concat().into_bytes())
        .await?;
    connection.shutdown().await
}

/// Sends a file, or only the range that the request asks for. If the request asks for no range, the connection breaks
/// halfway through the file.
async fn send_file(mut connection: TcpStream, head: &str) -> io::Result<()> {
    let file = vec![7; FILE_SIZE];
    let lower = head.to_ascii_lowercase();
    let range = lower
        .lines()
        .find_map(|line| line.strip_prefix("range: bytes="));
    let start = range.and_then(|range| range.trim_end_matches('-').parse::<usize>().ok());
    let (status, end) = match start {
        Some(_) => (206, FILE_SIZE),
        None => (200, FILE_SIZE / 2),
    };
    let start = start.unwrap_or(0).min(end);
    let length = FILE_SIZE - start;
    let head = format!(
        "HTTP/1.1 {status} Fake\r\ncontent-type: video/mp4\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n"
    );
    connection.write_all(head.as_bytes()).await?;
    let part = file.get(start..end).unwrap_or_default();
    connection.write_all(part).await?;
    connection.shutdown().await
}

/// Returns the status and body of the response.
fn respond(method: &str, target: &str, body: &Value, state: &mut State) -> (u16, Value) {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let segments: Vec<&str> = path.trim_start_matches("/v2").split('/').skip(1).collect();
    match (method, segments.as_slice()) {
        ("POST", ["oauth", "token"]) => (
            200,
            json!({"access_token": "test-token", "token_type": "bearer", "expires_in": 3600}),
        ),
        ("GET", ["accounts"]) => (
            200,
            json!({
                "accounts": state.accounts.values().collect::<Vec<_>>(),
                "total_records": state.accounts.len(),
                "next_page_token": "",
            }),
        ),
        ("POST", ["accounts"]) => create(body, state),
        ("GET", ["accounts", "busy"]) => (
            429,
            json!({"code": 429, "message": "You have reached the maximum per-second rate limit."}),
        ),
        ("GET", ["accounts", id]) => match state.accounts.get(*id) {
            Some(account) => (200, account.clone()),
            None => (
                404,
                json!({"code": 2001, "message": format!("Account does not exist: {id}.")}),
            ),
        },
        ("GET", ["accounts", id, "users"]) => (200, page(&format!("{id}.example"), query)),
        ("GET", ["users"]) => (200, page("primary.example", query)),
        ("GET", ["accounts", id, "recordings"]) => (200, recordings(id, &state.url)),
        ("GET", ["accounts", id, "report", "daily"]) => (200, daily_usage(id)),
        ("GET", ["accounts", id, "metrics", "meetings"]) => (200, past_meetings(id)),
        ("GET", ["accounts", id, "phone", "call_history"]) => (200, calls(id, query)),
        ("GET", ["accounts", _, "plans"]) => {
            let plans = json!({"plan_base": state.base_plan, "plan_webinar": state.webinar_plans});
            (200, plans)
        }
        ("PUT", ["accounts", _, "plans", "base"]) => {
            change(&mut state.base_plan, body);
            (204, Value::Null)
        }
        ("POST", ["accounts", _, "plans", "addons"]) => {
            state.webinar_plans.push(body.clone());
            (201, json!({"plan_webinar": [body]}))
        }
        ("GET", [.., "users", _]) => (200, state.user.clone()),
        ("PATCH", [.., "users", _]) => {
            change(&mut state.user, body);
            (204, Value::Null)
        }
        _ => (
            404,
            json!({"code": 404, "message": format!("{method} {path} is not supported by the fake")}),
        ),
    }
}

fn create(body: &Value, state: &mut State) -> (u16, Value) {
    let email = &body["email"];
    if state
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
    let id = format!("new-{}", state.accounts.len());
    let account = json!({"id": id, "owner_email": email, "account_name": body["account_name"], "options": body["options"]});
    state.accounts.insert(id.clone(), account);
    (
        201,
        json!({"id": id, "owner_email": email, "created_at": "2026-01-15T08:00:00Z"}),
    )
}

/// Returns one of two pages of users.
fn page(domain: &str, query: &str) -> Value {
    let user = |name: &str| json!({"email": format!("{name}@{domain}"), "type": 1});
    if query.contains("next_page_token=second") {
        json!({"users": [user("grace")], "next_page_token": ""})
    } else {
        json!({"users": [user("ada"), user("alan")], "next_page_token": "second"})
    }
}

/// Returns one meeting with one recording file.
fn recordings(account: &str, url: &str) -> Value {
    let file = json!({
        "id": format!("{account}-1"),
        "file_type": "MP4",
        "file_extension": "MP4",
        "file_size": FILE_SIZE,
        "status": "completed",
        "download_url": format!("{url}/rec/download/{account}-1"),
    });
    let meeting =
        json!({"uuid": "4444AAAiAAAAAiAiAiiAii==", "topic": "Example", "recording_files": [file]});
    json!({"meetings": [meeting], "next_page_token": ""})
}

/// Returns the usage on two days.
fn daily_usage(account: &str) -> Value {
    let day = |date: &str, meetings: usize| json!({"date": date, "meetings": meetings, "participants": meetings * 3, "meeting_minutes": meetings * 50});
    json!({"year": 2026, "month": 1, "dates": [day("2026-01-05", account.len()), day("2026-01-06", 2)]})
}

/// Returns two meetings that have ended.
fn past_meetings(account: &str) -> Value {
    let meeting = |day: &str, quality: &str| json!({"host": account, "start_time": format!("{day}T09:00:00Z"), "audio_quality": quality});
    json!({"meetings": [meeting("2026-01-05", "good"), meeting("2026-01-06", "bad")], "next_page_token": ""})
}

/// Returns a page of calls. The account `acme` has three pages with 100 calls each, and other accounts have one page.
fn calls(account: &str, query: &str) -> Value {
    let token = query
        .split('&')
        .find_map(|pair| pair.strip_prefix("next_page_token="));
    let page = token.and_then(|token| token.parse().ok()).unwrap_or(1);
    let pages = if account == "acme" { 3 } else { 1 };
    let call = |number: usize| {
        json!({
            "call_id": format!("{account}-{page}-{number}"),
            "direction": "outbound",
            "start_time": "2026-01-05T09:00:00Z",
            "end_time": "2026-01-05T09:02:05Z",
            "duration": 125,
            "call_result": "answered",
            "caller_ext_number": "1001",
            "caller_name": "Ada",
            "callee_did_number": "+12025550142",
        })
    };
    let calls: Vec<Value> = (0..100).map(call).collect();
    let next = if page < pages {
        (page + 1).to_string()
    } else {
        String::new()
    };
    json!({"call_history": calls, "total_records": pages * 100, "next_page_token": next})
}

/// Replaces the fields in `body`, and keeps all other fields.
fn change(value: &mut Value, body: &Value) {
    if let (Some(value), Some(body)) = (value.as_object_mut(), body.as_object()) {
        value.extend(body.clone());
    }
}
