//! Receives webhooks: verifies the signature of a request, and returns the event.
//!
//! Zoom posts each event as JSON to the URL of your app, and signs the request with the secret token of the app. A
//! [`Verifier`] checks the signature and returns a [`Delivery`]. You can use any web framework: pass the headers and
//! the bytes of the body.
//!
//! ```
//! use std::time::SystemTime;
//!
//! use http::{HeaderMap, StatusCode};
//! use zoom_accounts::events::Event;
//! use zoom_accounts::webhooks::{Delivery, Verifier};
//!
//! // `body` must be the bytes as received. A body that was parsed and written again has another signature.
//! fn receive(zoom: &Verifier, headers: &HeaderMap, body: &[u8]) -> (StatusCode, String) {
//!     match zoom.verify(headers, body, SystemTime::now()) {
//!         Ok(Delivery::Challenge(challenge)) => (StatusCode::OK, challenge.response()),
//!         Ok(Delivery::Event { event, key }) => {
//!             match event {
//!                 Event::AccountCreated(created) => println!("{key}: {:?}", created.payload.object.email),
//!                 other => println!("{key}: {}", other.name()),
//!             }
//!             (StatusCode::NO_CONTENT, String::new())
//!         }
//!         Ok(_) => (StatusCode::NO_CONTENT, String::new()),
//!         Err(error) => (StatusCode::UNAUTHORIZED, error.to_string()),
//!     }
//! }
//! ```
//!
//! # Delivery
//!
//! Respond with status 200 or 204 within three seconds, and process the event later. If the status is 500 or higher, or
//! if there is no response, Zoom retries three times: 5 minutes after the first attempt, 20 minutes after the second, and
//! 60 minutes after the third. After any other status, Zoom does not retry.
//! Therefore, an event can arrive several times, and events can arrive out of order. An [`EventKey`] identifies an
//! event, even if it arrives several times.
//!
//! Zoom checks each URL with a [`Challenge`], first when the URL is registered, and then every 72 hours. After six
//! failed checks, Zoom disables the URL.
//!
//! The documentation of each event lists its scopes. An app of a primary account with a master scope also receives the
//! events of its sub accounts. In such an event, for example [`AccountCreated`](crate::events::AccountCreated),
//! `payload.account_id` is the account that receives the event, and `payload.object.id` is the sub account.

mod challenge;
mod error;
mod key;
mod signature;
mod verifier;

pub use challenge::Challenge;
pub use error::VerifyError;
pub use key::EventKey;
pub use verifier::{Delivery, Verifier};
