//! Receives webhooks with the web framework axum. The example starts a server, sends one signed event to it, and ends.
//!
//! ```text
//! cargo run --example webhooks --features events
//! ```

#![expect(clippy::print_stdout, reason = "the example prints its results")]

use std::error::Error;
use std::net::SocketAddr;
use std::time::{SystemTime, UNIX_EPOCH};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use zoom_accounts::events::Event;
use zoom_accounts::webhooks::{Delivery, Verifier};

/// Receives each event. Zoom posts the events to the URL of this function.
async fn receive(
    State(verifier): State<Verifier>,
    headers: HeaderMap,
    body: Bytes,
) -> (StatusCode, String) {
    match verifier.verify(&headers, &body, SystemTime::now()) {
        Ok(Delivery::Challenge(challenge)) => (StatusCode::OK, challenge.response()),
        Ok(Delivery::Event { event, .. }) => {
            // Zoom waits only three seconds for the response. Therefore, put the event into a queue here. If its key is
            // known, Zoom has sent it before, so ignore it.
            match event {
                Event::AccountCreated(event) => {
                    let account = event.payload.object;
                    println!("new sub account of {}", account.email.unwrap_or_default());
                }
                other => println!("ignored {}", other.name()),
            }
            (StatusCode::NO_CONTENT, String::new())
        }
        Ok(_) => (StatusCode::NO_CONTENT, String::new()),
        Err(error) => (StatusCode::UNAUTHORIZED, error.to_string()),
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let verifier = Verifier::new("the secret token of your app");
    let app = Router::new()
        .route("/webhooks", post(receive))
        .with_state(verifier.clone());
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let server = tokio::spawn(async move { axum::serve(listener, app).await });

    let response = send_event(address, &verifier).await?;
    println!("response: {}", response.lines().next().unwrap_or_default());
    server.abort();
    Ok(())
}

/// Sends an event in the same way as Zoom.
async fn send_event(address: SocketAddr, verifier: &Verifier) -> Result<String, Box<dyn Error>> {
    let body = r#"{"event":"account.created","event_ts":1790000000000,"payload":{"account_id":"a","object":{"id":"b","owner_id":"c","email":"owner@acme.example"}}}"#;
    let timestamp = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
    let timestamp = timestamp.to_string();
    let signature = verifier.signature(&timestamp, body.as_bytes());
    let signature = signature.ok_or("the secret token is empty")?;
    let length = body.len();
    let request = format!(
        "POST /webhooks HTTP/1.1\r\nhost: {address}\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\
         connection: close\r\nx-zm-request-timestamp: {timestamp}\r\nx-zm-signature: {signature}\r\n\r\n{body}"
    );
    let mut stream = TcpStream::connect(address).await?;
    stream.write_all(request.as_bytes()).await?;
    let mut response = String::new();
    stream.read_to_string(&mut response).await?;
    Ok(response)
}
