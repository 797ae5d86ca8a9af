//! A small server for the example: five operations of Zoom's v1 on a loopback socket. All accounts are in memory.

use std::collections::BTreeMap;
use std::io;

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// The key pair of the primary account.
pub(crate) const ABC: (&str, &str) = ("test-abc-key", "test-abc-secret");

type Form = BTreeMap<String, String>;

struct Account {
    id: String,
    email: String,
    base: Option<Value>,
    webinar: Vec<Value>,
}

impl Account {
    fn key(&self) -> String {
        format!("test-key-of-{}", self.id)
    }

    fn secret(&self) -> String {
        format!("test-secret-of-{}", self.id)
    }

    fn plans(&self) -> Value {
        json!({"email": self.email, "plan_base": self.base, "plan_webinar": self.webinar})
    }

    fn row(&self) -> Value {
        let seats = self.base.as_ref().map(|plan| &plan["hosts"]);
        json!({"id": self.id, "owner_email": self.email, "seats": seats})
    }
}

/// Starts the server and returns its URL. The server runs until the program ends.
pub(crate) async fn start() -> io::Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}/v1", listener.local_addr()?);
    tokio::spawn(async move {
        let mut accounts = Vec::new();
        while let Ok((connection, _)) = listener.accept().await {
            // If a client disconnects, the other clients are not affected.
            drop(serve(connection, &mut accounts).await);
        }
    });
    Ok(url)
}

/// Replies to the one request of a connection.
async fn serve(mut connection: TcpStream, accounts: &mut Vec<Account>) -> io::Result<()> {
    let mut request = Vec::new();
    let (head, sent) = loop {
        let text = String::from_utf8_lossy(&request).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let head = head.to_ascii_lowercase();
            let length = head
                .lines()
                .find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
            if body.len() >= length.unwrap_or(0) {
                break (head, body.to_owned());
            }
        }
        if connection.read_buf(&mut request).await? == 0 {
            return Ok(());
        }
    };
    let path = head.split(' ').nth(1).unwrap_or_default();
    let body = respond(path, &form(&sent), accounts)
        .unwrap_or_else(|(code, message)| json!({"error": {"code": code, "message": message}}));
    // In API v1, errors have HTTP status 200 too.
    let body = body.to_string();
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        body.len()
    );
    connection.write_all((head + &body).as_bytes()).await
}

/// Returns the response body, or the code and message of an error.
fn respond(path: &str, form: &Form, accounts: &mut Vec<Account>) -> Result<Value, (i32, String)> {
    let field = |name: &str| form.get(name).map(String::as_str).unwrap_or_default();
    let pair = (field("api_key"), field("api_secret"));
    let is_primary = pair == ABC;
    let own = |account: &Account| pair == (account.key().as_str(), account.secret().as_str());
    if !is_primary && !accounts.iter().any(own) {
        return Err((102, "api key and secret do not match".to_owned()));
    }
    let call = path.strip_prefix("/v1/ma/account/").unwrap_or(path);
    match call {
        "create" if is_primary => {
            let email = field("email").to_owned();
            if accounts.iter().any(|account| account.email == email) {
                return Err((1005, "user existing".to_owned()));
            }
            let id = format!("test-account-{}", accounts.len() + 1);
            accounts.push(Account {
                id: id.clone(),
                email,
                base: None,
                webinar: Vec::new(),
            });
            return Ok(json!({"id": id, "created_at": "2017-10-19T09:30:00Z"}));
        }
        "list" if is_primary => {
            let number = |name: &str, default| field(name).parse().unwrap_or(default);
            let (page, size): (usize, usize) = (number("page_number", 1), number("page_size", 30));
            let rows = accounts
                .iter()
                .skip(page.saturating_sub(1) * size)
                .take(size)
                .map(Account::row);
            let rows: Vec<Value> = rows.collect();
            let count = accounts.len().div_ceil(size);
            return Ok(json!({"page_count": count, "page_number": page, "subAccounts": rows}));
        }
        _ => {}
    }
    let reachable =
        |account: &&mut Account| account.id == field("account_id") && (is_primary || own(account));
    let Some(account) = accounts.iter_mut().find(reachable) else {
        return Err((2001, "account does not exist".to_owned()));
    };
    match call {
        "get" => Ok(json!({
            "id": account.id,
            "owner_email": account.email,
            "api_key": account.key(),
            "api_secret": account.secret(),
        })),
        "plan/get" => Ok(account.plans()),
        "plan/subscribe" => {
            account.base = serde_json::from_str(field("plan_base")).ok();
            Ok(account.plans())
        }
        "plan/add" => {
            account
                .webinar
                .push(json!({"type": field("plan"), "hosts": 1}));
            Ok(json!({"id": account.id, "updated_at": "2017-11-02T14:05:08Z"}))
        }
        _ => Err((200, format!("no permission for {call}"))),
    }
}

fn form(text: &str) -> Form {
    let pairs = text.split('&').filter_map(|pair| pair.split_once('='));
    pairs
        .map(|(name, value)| (decode(name), decode(value)))
        .collect()
}

fn decode(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let digits: String = rest.by_ref().take(2).map(char::from).collect();
                u8::from_str_radix(&digits, 16).unwrap_or(b'?')
            }
            byte => byte,
        });
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
