//! Tests of webhooks: signatures, checks of URLs, keys of events, and the events themselves.
//!
//! The signatures in `vectors.tsv` are from OpenSSL. The script `vectors.sh` computes them again. The tests do not need
//! OpenSSL.

#![cfg(test)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http::HeaderMap;
use serde_json::{Value, json};
use zoom_accounts::events::Event;
use zoom_accounts::runtime::Exposed;
use zoom_accounts::webhooks::{Delivery, EventKey, Verifier, VerifyError};

const TIMESTAMP: &str = "x-zm-request-timestamp";
const SIGNATURE: &str = "x-zm-signature";
const SECRET: &str = "s3cret";

/// A line of `vectors.tsv`.
struct Vector {
    kind: &'static str,
    secret: &'static str,
    timestamp: &'static str,
    body: Vec<u8>,
    expected: &'static str,
}

fn vectors(kind: &str) -> Vec<Vector> {
    let lines = include_str!("vectors.tsv").lines();
    let vectors = lines.map(|line| {
        let columns: Vec<&str> = line.split('\t').collect();
        let [kind, secret, timestamp, body, expected] = columns[..] else {
            panic!("{line}");
        };
        let pairs = (0..body.len()).step_by(2);
        let bytes = pairs.map(|at| u8::from_str_radix(&body[at..at + 2], 16).unwrap());
        Vector {
            kind,
            secret,
            timestamp,
            body: bytes.collect(),
            expected,
        }
    });
    vectors.filter(|vector| vector.kind == kind).collect()
}

fn headers(timestamp: &str, signature: &str) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(TIMESTAMP, timestamp.parse().unwrap());
    headers.insert(SIGNATURE, signature.parse().unwrap());
    headers
}

fn at(timestamp: &str) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(timestamp.parse().unwrap())
}

/// Verifies a vector as if it were received at its own timestamp.
fn verified(verifier: &Verifier, vector: &Vector) -> Result<Delivery, VerifyError> {
    let headers = headers(vector.timestamp, vector.expected);
    verifier.verify(&headers, &vector.body, at(vector.timestamp))
}

/// Signs and verifies an event.
fn delivered(body: &Value) -> (Event, EventKey) {
    let verifier = Verifier::new(SECRET);
    let body = body.to_string();
    let signature = verifier.signature("1790000000", body.as_bytes()).unwrap();
    let headers = headers("1790000000", &signature);
    match verifier.verify(&headers, body.as_bytes(), at("1790000000")) {
        Ok(Delivery::Event { event, key }) => (event, key),
        other => panic!("{other:?}"),
    }
}

fn written(event: &Event) -> Value {
    serde_json::to_value(Exposed(event)).unwrap()
}

#[test]
fn signatures_are_those_that_openssl_computes() {
    let vectors = vectors("signature");
    assert_eq!(vectors.len(), 9);
    for vector in &vectors {
        let verifier = Verifier::new(vector.secret);
        let signature = verifier.signature(vector.timestamp, &vector.body);
        assert_eq!(signature.as_deref(), Some(vector.expected));
        let is_event = vector.body.starts_with(b"{");
        match verified(&verifier, vector) {
            Ok(_) => assert!(is_event),
            Err(error) => assert_eq!((error, is_event), (VerifyError::NotJson, false)),
        }
    }
}

#[test]
fn a_changed_request_has_a_wrong_signature() {
    for vector in vectors("signature") {
        let verifier = Verifier::new(vector.secret);
        let now = at(vector.timestamp);
        let wrong = |headers: &HeaderMap, body: &[u8]| {
            let result = verifier.verify(headers, body, now);
            assert_eq!(result, Err(VerifyError::WrongSignature));
        };
        let signed = headers(vector.timestamp, vector.expected);
        for at in 0..vector.body.len() {
            let mut body = vector.body.clone();
            body[at] ^= 1;
            wrong(&signed, &body);
        }
        wrong(&signed, &[&vector.body[..], b" "].concat());
        let later = (vector.timestamp.parse::<u64>().unwrap() + 1).to_string();
        wrong(&headers(&later, vector.expected), &vector.body);
        let digits = vector.expected.strip_prefix("v0=").unwrap();
        let short = &vector.expected[..vector.expected.len() - 2];
        for signature in [
            digits,
            short,
            "v0=",
            "",
            "v0",
            &format!("v1={digits}"),
            &format!("v0={digits}00"),
        ] {
            wrong(&headers(vector.timestamp, signature), &vector.body);
        }
        for at in 3..vector.expected.len() {
            let mut changed = vector.expected.as_bytes().to_vec();
            changed[at] = if changed[at] == b'0' { b'1' } else { b'0' };
            let changed = String::from_utf8(changed).unwrap();
            wrong(&headers(vector.timestamp, &changed), &vector.body);
        }
    }
}

#[test]
fn the_notation_of_the_body_changes_neither_the_event_nor_its_key() {
    let deliveries: Vec<Delivery> = vectors("signature")[..2]
        .iter()
        .map(|vector| verified(&Verifier::new(SECRET), vector).unwrap())
        .collect();
    assert_eq!(deliveries[0], deliveries[1]);
    let Delivery::Event { event, key } = &deliveries[0] else {
        panic!("{deliveries:?}");
    };
    assert!(matches!(event, Event::AccountCreated(_)), "{event:?}");
    assert_eq!(key.as_str().len(), 64);
}

#[test]
fn a_request_is_stale_beyond_the_tolerance_in_both_directions() {
    let vector = &vectors("signature")[0];
    let signed = headers(vector.timestamp, vector.expected);
    let sent = at(vector.timestamp);
    for (verifier, tolerance) in [
        (Verifier::new(SECRET), 300),
        (Verifier::new(SECRET).tolerance(Duration::from_secs(7)), 7),
        (Verifier::new(SECRET).tolerance(Duration::ZERO), 0),
    ] {
        let tolerance = Duration::from_secs(tolerance);
        let more = Duration::from_millis(1);
        for now in [sent, sent + tolerance, sent - tolerance] {
            assert!(verifier.verify(&signed, &vector.body, now).is_ok());
        }
        for now in [sent + tolerance + more, sent - tolerance - more, UNIX_EPOCH] {
            let result = verifier.verify(&signed, &vector.body, now);
            assert_eq!(result, Err(VerifyError::Stale));
        }
    }
}

#[test]
fn a_timestamp_that_is_not_a_number_of_seconds_is_an_error() {
    let verifier = Verifier::new(SECRET);
    for timestamp in [
        "",
        "soon",
        "-1",
        "1.5",
        "99999999999999999999",
        "1790000000 ",
    ] {
        let signature = verifier.signature(timestamp, b"{}").unwrap();
        let result = verifier.verify(&headers(timestamp, &signature), b"{}", UNIX_EPOCH);
        assert_eq!(result, Err(VerifyError::InvalidTimestamp), "{timestamp:?}");
    }
    let signature = verifier.signature("18446744073709551615", b"{}").unwrap();
    let far = headers("18446744073709551615", &signature);
    assert_eq!(
        verifier.verify(&far, b"{}", SystemTime::now()),
        Err(VerifyError::Stale)
    );
}

#[test]
fn a_missing_header_is_named() {
    let vector = &vectors("signature")[0];
    for name in [TIMESTAMP, SIGNATURE] {
        let mut incomplete = headers(vector.timestamp, vector.expected);
        incomplete.remove(name);
        let result = Verifier::new(SECRET).verify(&incomplete, &vector.body, at(vector.timestamp));
        assert_eq!(result, Err(VerifyError::MissingHeader(name)));
        assert!(result.unwrap_err().to_string().contains(name));
    }
}

#[test]
fn each_of_several_secrets_verifies_requests() {
    let vector = &vectors("signature")[0];
    for verifier in [
        Verifier::new(SECRET).or_secret("new"),
        Verifier::new("new").or_secret(SECRET),
        Verifier::new("new").or_secret("newer").or_secret(SECRET),
    ] {
        assert!(verified(&verifier, vector).is_ok());
    }
    let others = Verifier::new("new").or_secret("newer");
    assert_eq!(verified(&others, vector), Err(VerifyError::WrongSignature));
}

#[test]
fn an_empty_secret_verifies_nothing() {
    let empty = Verifier::new("").or_secret("");
    assert_eq!(empty.signature("1790000000", b"{}"), None);
    // The HMAC-SHA-256 of `v0:1790000000:{}` with an empty key.
    let signature = "v0=03f60f22c032af9607e49d3d023c641d82500c5991a7306b0502665e769f8168";
    let result = empty.verify(&headers("1790000000", signature), b"{}", at("1790000000"));
    assert_eq!(result, Err(VerifyError::WrongSignature));
}

#[test]
fn the_response_to_a_check_of_the_url_has_the_hash_that_openssl_computes() {
    for vector in vectors("challenge") {
        let token = String::from_utf8(vector.body).unwrap();
        let body = json!({"event": "endpoint.url_validation", "event_ts": 1, "payload": {"plainToken": token}});
        let body = body.to_string();
        // The response is encrypted with the token that signed the request. In this case, it is the second one.
        let signer = Verifier::new(vector.secret);
        let verifier = Verifier::new("another").or_secret(vector.secret);
        let signature = signer.signature("1790000000", body.as_bytes()).unwrap();
        let headers = headers("1790000000", &signature);
        let delivery = verifier.verify(&headers, body.as_bytes(), at("1790000000"));
        let Ok(Delivery::Challenge(challenge)) = delivery else {
            panic!("{delivery:?}");
        };
        assert_eq!(challenge.plain_token(), token);
        assert_eq!(challenge.encrypted_token(), vector.expected);
        let response: Value = serde_json::from_str(&challenge.response()).unwrap();
        assert_eq!(
            response,
            json!({"plainToken": token, "encryptedToken": vector.expected})
        );
    }
}

#[test]
fn neither_errors_nor_debug_output_contain_secrets() {
    let verifier = Verifier::new("hunter2").or_secret("correct horse");
    let vector = &vectors("signature")[0];
    let error = verified(&verifier, vector).unwrap_err();
    for text in [format!("{verifier:?}"), format!("{error:?} {error}")] {
        assert!(
            !text.contains("hunter2") && !text.contains("horse"),
            "{text}"
        );
        assert!(!text.contains(vector.expected), "{text}");
    }
}

#[test]
fn a_retry_has_the_same_key_and_another_event_has_another_key() {
    let event = json!({"event": "user.created", "event_ts": 1, "payload": {"account_id": "a", "object": {"id": "b"}}});
    let (_, key) = delivered(&event);
    let body = event.to_string();
    let verifier = Verifier::new(SECRET);
    let signature = verifier.signature("1790003600", body.as_bytes()).unwrap();
    let retry = verifier.verify(
        &headers("1790003600", &signature),
        body.as_bytes(),
        at("1790003600"),
    );
    assert!(matches!(retry, Ok(Delivery::Event { key: again, .. }) if again == key));
    let mut keys = BTreeSet::from([key]);
    for (pointer, value) in [
        ("/event", json!("user.deleted")),
        ("/event_ts", json!(2)),
        ("/payload/account_id", json!("b")),
        ("/payload/object/id", json!("c")),
        ("/payload/object", json!({"id": "b", "more": null})),
        ("/payload/object", json!([["id", "b"]])),
        ("/payload/object", json!("{\"id\":\"b\"}")),
    ] {
        let mut other = event.clone();
        *other.pointer_mut(pointer).unwrap() = value;
        assert!(keys.insert(delivered(&other).1), "{other}");
    }
}

#[test]
fn an_unknown_event_round_trips() {
    let json = json!({
        "event": "space.opened", "event_ts": 1.5, "payload": {"list": [1, "\u{1f980}", {"a": null}], "": {}},
        "more": true,
    });
    let (event, _) = delivered(&json);
    assert!(
        matches!(&event, Event::Unknown(whole) if *whole == json),
        "{event:?}"
    );
    assert_eq!(event.name(), "space.opened");
    assert_eq!(written(&event), json);
}

/// The examples of the documents, keyed by the name of the event.
fn examples() -> BTreeMap<String, Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../generated/tests/examples");
    let files = fs::read_dir(folder).unwrap().map(|file| file.unwrap());
    let events = files.filter(|file| file.file_name().to_string_lossy().starts_with("events_"));
    let examples = events.filter(|file| file.path().extension().is_some_and(|it| it == "json"));
    examples
        .map(|file| {
            let json: Value = serde_json::from_slice(&fs::read(file.path()).unwrap()).unwrap();
            (json["event"].as_str().unwrap().to_owned(), json)
        })
        .collect()
}

#[test]
fn the_example_of_every_known_event_decodes_and_encodes_without_loss() {
    let examples = examples();
    let known: BTreeSet<&str> = Event::NAMES.iter().copied().collect();
    assert_eq!(known.len(), Event::NAMES.len());
    assert_eq!(
        examples.keys().map(String::as_str).collect::<BTreeSet<_>>(),
        known
    );
    for (name, json) in examples {
        let (event, _) = delivered(&json);
        assert!(!matches!(event, Event::Unknown(_)), "{name}");
        assert_eq!(event.name(), name);
        assert_eq!(written(&event), json, "{name}");
    }
}

#[test]
fn every_product_has_events() {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for name in Event::NAMES {
        *counts.entry(name.split('.').next().unwrap()).or_default() += 1;
    }
    let families: Vec<&str> = counts.keys().copied().collect();
    let expected = [
        "account",
        "group",
        "information_barriers",
        "meeting",
        "phone",
        "recording",
        "session",
        "user",
        "webinar",
    ];
    assert_eq!(families, expected);
    assert_eq!(counts.values().sum::<usize>(), 215);
}

#[test]
fn a_value_that_the_crate_does_not_know_is_kept() {
    let mut json = examples().remove("user.created").unwrap();
    json["payload"]["object"]["type"] = json!(77);
    let (event, _) = delivered(&json);
    assert!(matches!(event, Event::UserCreated(_)));
    assert_eq!(written(&event), json);
}
