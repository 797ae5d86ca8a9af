//! Tests of the functions that read the error bodies of Zoom.

#![cfg(test)]

use codegen_runtime::runtime::{ErrorKind, Failure, HeaderMap, ResponseHead, StatusCode};
use codegen_zoom::errors;

fn v1(body: &str) -> Option<Failure> {
    errors::read_v1_failure(&head(200), body.as_bytes())
}

fn v2(status: u16, body: &str) -> Option<Failure> {
    errors::read_v2_failure(&head(status), body.as_bytes())
}

fn head(status: u16) -> ResponseHead {
    ResponseHead::new(StatusCode::from_u16(status).unwrap(), HeaderMap::new())
}

#[test]
fn other_bodies_are_not_v1_failures() {
    for body in [
        "",
        "{}",
        "[]",
        "null",
        "not json with \"error\"",
        r#"{"error"#,
        r#"{"error": null}"#,
        r#"{"error": false}"#,
        r#"{"errors": [1]}"#,
        r#"{"message": "error"}"#,
        r#"{"inner": {"error": {"code": 1}}}"#,
        r#"[{"error": {"code": 1}}]"#,
    ] {
        assert!(v1(body).is_none(), "{body}");
    }
}

#[test]
fn a_v1_code_is_text_whatever_its_json_type() {
    for (body, code) in [
        (r#"{"error": {"code": 102}}"#, Some("102")),
        (r#"{"error": {"code": "102"}}"#, Some("102")),
        (r#"{"error": {"code": ""}}"#, None),
        (r#"{"error": {"code": null, "message": null}}"#, None),
        (r#"{"error": {"code": {}}}"#, None),
        (r#"{"error": []}"#, None),
        (r#"{"error": true}"#, None),
    ] {
        assert_eq!(v1(body).unwrap().code.as_deref(), code, "{body}");
    }
}

#[test]
fn v1_codes_determine_the_error_kind() {
    for (code, kind, not_found) in [
        (102, Some(ErrorKind::Auth), false),
        (403, Some(ErrorKind::RateLimited), false),
        (2001, None, true),
        (1005, None, false),
    ] {
        let failure = v1(&format!(
            r#"{{"error": {{"code": {code}, "message": "m"}}}}"#
        ))
        .unwrap();
        assert_eq!(
            (failure.kind, failure.not_found),
            (kind, not_found),
            "{code}"
        );
    }
}

#[test]
fn a_v2_success_is_a_failure_only_with_a_numeric_code_and_a_message() {
    for (body, is_failure) in [
        (r#"{"code": 200, "message": "m"}"#, true),
        (r#"{"code": -1, "error_message": "m"}"#, true),
        (r#"{"code": 0, "message": "m"}"#, false),
        (r#"{"code": 200, "message": ""}"#, false),
        (r#"{"code": 200}"#, false),
        (r#"{"code": 200, "reason": "r"}"#, false),
        (r#"{"code": "200", "message": "m"}"#, false),
        (r#"{"code": 2.5, "message": "m"}"#, false),
        (r#"{"message": "m"}"#, false),
        (r#"[{"code": 200, "message": "m"}]"#, false),
        (r#"{"users": [{"code": 200, "message": "m"}]}"#, false),
    ] {
        assert_eq!(v2(200, body).is_some(), is_failure, "{body}");
        assert_eq!(v2(201, body).is_some(), is_failure, "{body}");
    }
}

#[test]
fn a_v2_body_without_code_and_message_is_not_read() {
    for body in [
        "",
        "{}",
        "[]",
        "<html>",
        r#"{"reason": "r", "error": "e"}"#,
        r#"{"code": {}}"#,
    ] {
        assert!(v2(400, body).is_none(), "{body}");
    }
}

#[test]
fn v2_codes_determine_the_error_kind() {
    for (code, kind, not_found) in [
        (124, Some(ErrorKind::Auth), false),
        (4700, Some(ErrorKind::Auth), false),
        (4711, Some(ErrorKind::Auth), false),
        (429, Some(ErrorKind::RateLimited), false),
        (1001, None, true),
        (2001, None, true),
        (200, None, false),
        (300, None, false),
    ] {
        let failure = v2(400, &format!(r#"{{"code": {code}, "message": "m"}}"#)).unwrap();
        assert_eq!(
            (failure.kind, failure.not_found),
            (kind, not_found),
            "{code}"
        );
    }
}

#[test]
fn empty_field_errors_are_dropped() {
    let body =
        r#"{"code": 300, "errors": [{"field": "a", "message": "b"}, {}, null, {"field": "c"}]}"#;
    let fields = v2(400, body).unwrap().fields;
    let fields: Vec<_> = fields
        .iter()
        .map(|error| (error.field.as_str(), error.message.as_str()))
        .collect();
    assert_eq!(fields, [("a", "b"), ("c", "")]);
    let failure = v2(400, r#"{"code": 300, "message": "m", "errors": "text"}"#).unwrap();
    assert!(failure.fields.is_empty());
}
