//! Tests that no value can add or remove a part of a path, query or form.

#![cfg(feature = "test-util")]

use proptest::prelude::*;
use serde_json::json;

use crate::runtime::testing::{MockTransport, RecordedRequest};
use crate::runtime::{Error, Method, PathEncoding, RequestBuilder};
use crate::support::api::ops;
use crate::support::{client, properties};

/// Builds a request, sends it, and returns what the transport received.
fn sent(build: impl FnOnce(RequestBuilder) -> RequestBuilder) -> Result<RecordedRequest, Error> {
    let mock = MockTransport::new()
        .on(&ops::V2_REQUEST)
        .reply(200, json!({}));
    let request = build(client(&mock).request(Method::POST, "/a/{value}/b"));
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .unwrap();
    runtime.block_on(request.empty().into_future())?;
    Ok(mock.requests().remove(0))
}

fn decode(text: &str) -> String {
    percent_encoding::percent_decode_str(text)
        .decode_utf8()
        .unwrap()
        .into_owned()
}

/// Generates random texts, some of them with characters that have a meaning in URLs.
fn text() -> impl Strategy<Value = String> {
    prop_oneof!["[./?#%&=+;,:@ \\\\{}\r\n\t\u{0}2eEfF-]{0,8}", ".*"]
}

proptest! {
    #![proptest_config(properties())]

    #[test]
    fn a_value_in_a_path_is_one_segment_and_decodes_to_itself(value in text(), is_double in any::<bool>()) {
        let encoding = if is_double { PathEncoding::DoubleWhenSlash } else { PathEncoding::Segment };
        let request = sent(|request| request.path_encoded("value", &value, encoding));
        if matches!(value.as_str(), "" | "." | "..") {
            prop_assert!(request.is_err());
            return Ok(());
        }
        let request = request.unwrap();
        let segments: Vec<_> = request.path().split('/').collect();
        prop_assert_eq!(segments.len(), 5, "{}", request.path());
        prop_assert_eq!((segments[1], segments[2], segments[4]), ("v2", "a", "b"));
        let once = decode(segments[3]);
        let is_twice = is_double && (value.starts_with('/') || value.contains("//"));
        let decoded = if is_twice { decode(&once) } else { once };
        prop_assert_eq!(decoded, value);
        prop_assert!(request.query().is_empty());
    }

    #[test]
    fn pairs_of_a_query_and_of_a_form_round_trip(name in text(), value in text(), other in text()) {
        let request = sent(|request| {
            request.path("value", "x").query(&name, &value).query("other", &other).form(&name, &value).form("other", &other)
        }).unwrap();
        let expected = vec![(name, value), ("other".to_owned(), other)];
        prop_assert_eq!(request.query(), &expected[..]);
        prop_assert_eq!(request.form(), expected);
    }

    #[test]
    fn cookies_and_headers_cannot_be_split(value in text()) {
        let build = |request: RequestBuilder| request.path("value", "x").modify(|request| request.cookie("c", &value)).header("x-h", &value);
        match sent(build) {
            Ok(request) => {
                let cookie = request.headers()["cookie"].to_str().unwrap();
                prop_assert!(cookie.starts_with("c=") && !cookie.contains([';', ' ', '\r', '\n']), "{}", cookie);
                prop_assert_eq!(request.headers()["x-h"].as_bytes(), value.as_bytes());
            }
            Err(_) => prop_assert!(value.chars().any(|c| c.is_ascii_control())),
        }
    }
}

#[test]
fn a_value_that_makes_a_segment_empty_or_dots_is_an_error() {
    for (template, value) in [
        ("/a/{v}.", "."),
        ("/a/.{v}", "."),
        ("/{v}/a", ".."),
        ("/a/{v}", ""),
    ] {
        let mock = MockTransport::new();
        let call = client(&mock)
            .request(Method::GET, template)
            .path("v", value)
            .empty();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .build()
            .unwrap();
        assert!(
            runtime.block_on(call.into_future()).is_err(),
            "{template} {value}"
        );
        assert!(mock.requests().is_empty());
    }
}

#[test]
fn only_values_that_would_create_empty_segments_are_encoded_twice() {
    for (value, segment) in [
        ("/ab==", "%252Fab%253D%253D"),
        ("a//b", "a%252F%252Fb"),
        ("/", "%252F"),
        ("a/b==", "a%2Fb%3D%3D"),
        ("a/", "a%2F"),
        ("ab+=", "ab%2B%3D"),
    ] {
        let sent =
            sent(|request| request.path_encoded("value", value, PathEncoding::DoubleWhenSlash));
        assert_eq!(
            sent.unwrap().path(),
            format!("/v2/a/{segment}/b"),
            "{value}"
        );
    }
}
