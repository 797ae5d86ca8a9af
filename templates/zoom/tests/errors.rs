//! Tests of the functions that read the error bodies of Zoom.

#![cfg(test)]

use codegen_runtime::runtime::{
    ErrorKind, Failure, FailureClass, HeaderMap, ResponseHead, StatusCode,
};
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
fn v1_codes_determine_kind_and_class() {
    for (code, kind, class) in [
        (102, None, Some(FailureClass::Unauthenticated)),
        (403, Some(ErrorKind::RateLimited), None),
        (1001, None, Some(FailureClass::NotFound)),
        (1005, None, Some(FailureClass::AlreadyExists)),
        (2001, None, Some(FailureClass::NotFound)),
        (2010, None, Some(FailureClass::NotFound)),
        (987_654, None, None),
    ] {
        let failure = v1(&format!(
            r#"{{"error": {{"code": {code}, "message": "m"}}}}"#
        ))
        .unwrap();
        assert_eq!((failure.kind, failure.class), (kind, class), "{code}");
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

/// Returns the class of a v2 failure with this code and HTTP status.
fn class(status: u16, code: i64) -> Option<FailureClass> {
    let failure = v2(status, &format!(r#"{{"code": {code}, "message": "m"}}"#)).unwrap();
    assert_eq!(failure.kind, None, "{code}");
    failure.class
}

/// All codes in Zoom's references, each with its class.
#[rustfmt::skip]
const CLASSES: &[(Option<FailureClass>, &[i64])] = &[
    (Some(FailureClass::NotFound), &[404, 1001, 1010, 1012, 1034, 1120, 1238, 2001, 2040, 2300, 2312, 3001, 3079, 3200, 3201, 3211, 3301, 3322, 4060, 4061, 4130, 4131, 4138, 4801, 5010, 5110, 7012, 7013, 8004, 8005, 8202, 8503, 12004, 13003, 13019, 13500, 13507, 13802, 13803, 13808, 15001, 15101, 15102, 40401, 40402, 40406, 400_001]),
    (Some(FailureClass::AlreadyExists), &[409, 1005, 1009, 1224, 2020, 4005, 4100, 4132, 10001, 13004, 13005, 13601]),
    (Some(FailureClass::PermissionDenied), &[135, 200, 403, 1004, 1117, 2016, 2035, 2036, 2037, 2305, 2308, 2309, 3003, 3018, 3037, 3161, 3306, 3336, 5411, 12703, 13001, 13002, 13011, 13262]),
    (Some(FailureClass::FeatureUnavailable), &[1108, 1109, 1122, 1206, 1207, 1208, 1210, 1233, 1234, 2002, 2024, 2031, 2032, 2306, 2314, 4400, 8501, 8502, 12001, 12008, 13000, 13267, 13273, 13504, 13600, 13605, 13800]),
    (Some(FailureClass::LimitReached), &[412, 1102, 1209, 1211, 1228, 2033, 2034, 2038, 2039, 3035, 3043, 3309, 3412, 13022, 42006]),
    (Some(FailureClass::RateLimited), &[429, 4001]),
    (Some(FailureClass::Invalid), &[120, 121, 138, 140, 300, 301, 303, 316, 400, 405, 1002, 1024, 1107, 1111, 1116, 1124, 1125, 1126, 1127, 1128, 1129, 1130, 1131, 1136, 3034, 4505, 7001, 7015, 11321, 13006, 13007, 13008, 13010, 13012, 13013, 13014, 13015, 13016, 13017, 13018, 13020, 13021, 13023, 13024, 13604, 13606, 13804, 13805, 13806, 40005, 300_510, 300_520, 300_550, 400_201]),
    (Some(FailureClass::Conflict), &[302, 802, 1000, 1123, 1151, 1204, 1205, 1242, 2000, 2100, 2316, 3000, 3002, 3007, 3027, 3038, 3063, 3261, 3303, 3310, 4927, 7035, 8001, 8002, 8003, 8500, 12000, 12002, 12007, 12702, 13277, 13508, 13602, 13603, 15104, 42011, 42012]),
    (Some(FailureClass::Unauthenticated), &[124, 401, 4700, 300_310]),
    (None, &[201, 204, 2310, 2313, 5301, 8201, 12003, 13009]),
];

#[test]
fn every_code_of_the_references_has_its_class() {
    let count: usize = CLASSES.iter().map(|(_, codes)| codes.len()).sum();
    assert_eq!(count, 230);
    for (expected, codes) in CLASSES {
        for code in *codes {
            // The status 418 has no special meaning for any code, so only the code determines the class.
            assert_eq!(class(418, *code), *expected, "{code}");
        }
    }
}

#[test]
fn some_codes_mean_something_else_with_another_status() {
    for (code, status, expected) in [
        (200, 401, FailureClass::Unauthenticated),
        (200, 429, FailureClass::RateLimited),
        (300, 401, FailureClass::Unauthenticated),
        (300, 404, FailureClass::NotFound),
        (300, 429, FailureClass::RateLimited),
        (400, 401, FailureClass::Unauthenticated),
        (400, 404, FailureClass::NotFound),
        (400, 429, FailureClass::RateLimited),
        (301, 404, FailureClass::NotFound),
        (409, 400, FailureClass::Invalid),
        (412, 412, FailureClass::Conflict),
        (429, 400, FailureClass::Invalid),
        (429, 429, FailureClass::RateLimited),
        (13000, 404, FailureClass::NotFound),
        (13001, 404, FailureClass::Invalid),
        (2305, 404, FailureClass::NotFound),
        (300_510, 404, FailureClass::NotFound),
        (300_520, 404, FailureClass::NotFound),
        (300_550, 403, FailureClass::PermissionDenied),
        (300_550, 404, FailureClass::NotFound),
        (300, 400, FailureClass::Invalid),
        (1010, 401, FailureClass::NotFound),
        (2020, 404, FailureClass::AlreadyExists),
    ] {
        assert_eq!(class(status, code), Some(expected), "{code}, {status}");
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
