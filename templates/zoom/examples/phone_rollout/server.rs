//! A small server for the example: the part of Zoom Phone that it needs, on a loopback socket. The server keeps its
//! data in a file.
//!
//! Like Zoom, the server does not recognize a request that is sent a second time. It then creates the same thing twice.

#![expect(
    clippy::indexing_slicing,
    reason = "a missing property of a JSON value is null"
)]

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::{fs, io};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{Method, StatusCode, Uri};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use zoom_accounts::auth::ServerToServer;
use zoom_accounts::{Client, ClientBuilder};

/// The data of the server: a list for each kind of thing, such as `sites`.
struct Zoom {
    file: PathBuf,
    data: Value,
}

/// Starts a server and returns a builder for its client. The server runs until the program ends.
pub(crate) async fn builder(file: PathBuf) -> io::Result<ClientBuilder<Client>> {
    let data = match fs::read(&file) {
        Ok(saved) => serde_json::from_slice(&saved)?,
        Err(_) => json!({}),
    };
    let zoom = Arc::new(Mutex::new(Zoom { file, data }));
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}", listener.local_addr()?);
    let app = Router::new().fallback(serve).with_state(zoom);
    tokio::spawn(async move { axum::serve(listener, app).await });
    let credentials = ServerToServer::new("test-account", "test-client", "test-secret");
    Ok(Client::builder()
        .server_url("v2", format!("{url}/v2"))
        .auth(credentials.oauth_url(&url)))
}

/// Responds to a request and saves the data.
async fn serve(
    State(zoom): State<Arc<Mutex<Zoom>>>,
    method: Method,
    uri: Uri,
    body: Bytes,
) -> Result<(StatusCode, String), StatusCode> {
    let mut zoom = zoom.lock().unwrap_or_else(PoisonError::into_inner);
    let body = serde_json::from_slice(&body).unwrap_or_default();
    let (status, response) = zoom.respond(method.as_str(), uri.path(), &body);
    let saved = fs::write(&zoom.file, zoom.data.to_string());
    saved.map_err(|_| StatusCode::INSUFFICIENT_STORAGE)?;
    let status = StatusCode::from_u16(status).unwrap_or_default();
    Ok((status, response.to_string()))
}

impl Zoom {
    /// Returns the status and body of the response.
    fn respond(&mut self, method: &str, path: &str, body: &Value) -> (u16, Value) {
        let path = path.trim_start_matches("/v2/accounts/acme/phone");
        let segments: Vec<&str> = path.split('/').skip(1).collect();
        match (method, segments.as_slice()) {
            ("POST", ["oauth", "token"]) => (
                200,
                json!({"access_token": "test-token", "token_type": "bearer", "expires_in": 3600}),
            ),
            ("GET", [kind]) => (200, json!({*kind: self.list(kind), "next_page_token": ""})),
            ("POST", ["sites"]) => {
                let receptionist = json!({"name": body["auto_receptionist_name"]});
                self.create("auto_receptionists", receptionist);
                self.create(
                    "emergency_addresses",
                    body["default_emergency_address"].clone(),
                );
                (201, self.create("sites", body.clone()))
            }
            ("POST", ["emergency_addresses"]) => {
                // Zoom changes an address to its own notation before it stores the address.
                let corrected = body
                    .to_string()
                    .replace("Street", "ST")
                    .replace("Floor", "FL");
                let address = serde_json::from_str(&corrected).unwrap_or_default();
                (201, self.create("emergency_addresses", address))
            }
            ("POST", ["users", "batch"]) => {
                let mut user = body["users"][0].clone();
                let plans = user["calling_plans"].as_array_mut();
                for plan in plans.into_iter().flatten() {
                    *plan = json!({"name": plan});
                }
                let user = self.create("users", user);
                // The server creates this user, but the response is lost.
                let is_lost = user["extension_number"] == "1007";
                (if is_lost { 504 } else { 201 }, json!([user]))
            }
            ("POST", ["call_queues"]) => (504, self.create("call_queues", body.clone())),
            ("POST", ["auto_receptionists"]) => {
                (201, self.create("auto_receptionists", body.clone()))
            }
            ("GET", [kind, id, "members"]) => self.change(kind, id, |_| ()),
            ("POST", [kind, id, "members"]) => self.change(kind, id, |queue| {
                append(&mut queue["call_queue_members"], &body["members"]["users"]);
            }),
            ("POST", [kind, id, "phone_numbers"]) => self.change(kind, id, |owner| {
                append(&mut owner["phone_numbers"], &body["phone_numbers"]);
            }),
            ("PATCH", [kind, id, ..]) => self.change(kind, id, |thing| {
                if let (Some(thing), Some(body)) = (thing.as_object_mut(), body.as_object()) {
                    thing.extend(body.clone());
                }
            }),
            _ => (
                404,
                json!({"code": 404, "message": format!("{method} {path} is not supported")}),
            ),
        }
    }

    /// Returns the list of all things of a kind.
    fn list(&mut self, kind: &str) -> &mut Value {
        let list = &mut self.data[kind];
        if list.is_null() {
            *list = json!([]);
        }
        list
    }

    /// Creates a thing with a new id.
    fn create(&mut self, kind: &str, mut thing: Value) -> Value {
        let id = self.data["ids"].as_u64().unwrap_or_default() + 1;
        self.data["ids"] = json!(id);
        thing["id"] = json!(format!("id-{id}"));
        thing["extension_id"] = json!(format!("extension-{id}"));
        append(self.list(kind), &json!([thing]));
        thing
    }

    /// Changes a thing and returns it.
    fn change(&mut self, kind: &str, id: &str, change: impl FnOnce(&mut Value)) -> (u16, Value) {
        let mut list = self.list(kind).as_array_mut().into_iter().flatten();
        match list.find(|thing| thing["id"] == id) {
            Some(thing) => {
                change(thing);
                (200, thing.clone())
            }
            None => (
                404,
                json!({"code": 404, "message": format!("{id} does not exist")}),
            ),
        }
    }
}

/// Appends the items of a list to another list.
fn append(list: &mut Value, items: &Value) {
    let old = list.as_array().into_iter().flatten();
    *list = old
        .chain(items.as_array().into_iter().flatten())
        .cloned()
        .collect();
}
