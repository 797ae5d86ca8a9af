//! The checks of parameters in the path and the query.

use serde_json::{Value, json};
use zoom_accounts::fake::probe;
use zoom_accounts::runtime::Method;

fn query(target: &str) -> Value {
    let input = probe::check(false, Method::GET, target, None, "");
    input.unwrap_or_else(|(status, body)| panic!("{status}: {body}"))["query"].clone()
}

fn errors(target: &str) -> Value {
    match probe::check(false, Method::GET, target, None, "") {
        Ok(input) => panic!("{target} is valid: {input}"),
        Err((status, body)) => {
            assert_eq!(status, 400);
            assert_eq!(body["code"], 300);
            assert_eq!(body["message"], "Validation Failed.");
            body["errors"].clone()
        }
    }
}

#[test]
fn parameters_have_the_types_of_their_schemas() {
    let query = query("/users?page_size=50&status=inactive&unknown=1");
    assert_eq!(query["page_size"], 50);
    assert_eq!(query["status"], "inactive");
    assert_eq!(query.get("unknown"), None);
}

#[test]
fn an_empty_parameter_is_a_missing_parameter() {
    let query = query("/users?next_page_token=&page_size=");
    assert_eq!(query.get("next_page_token"), None);
}

#[test]
fn a_parameter_that_was_not_sent_has_its_default_value() {
    assert_eq!(query("/users")["page_size"], 30);
}

#[test]
fn a_page_size_above_the_limit_is_refused() {
    assert_eq!(
        errors("/users?page_size=9999"),
        json!([{"field": "page_size", "message": "The value must be at most 2000."}])
    );
}

#[test]
fn a_text_instead_of_a_number_is_refused() {
    assert_eq!(
        errors("/users?page_size=many"),
        json!([{"field": "page_size", "message": "Invalid field."}])
    );
}

#[test]
fn a_date_that_does_not_exist_is_refused() {
    assert_eq!(
        errors("/report/users?from=2026-02-30&to=2026-03-01"),
        json!([{"field": "from", "message": "Invalid field."}])
    );
}

#[test]
fn a_missing_required_parameter_is_named() {
    assert_eq!(
        errors("/report/users?to=2026-03-01"),
        json!([{"field": "from", "message": "This field is required."}])
    );
}

#[test]
fn a_comma_separated_list_is_a_list() {
    let query = query("/accounts/abc/settings?custom_query_fields=in_meeting,recording");
    assert_eq!(
        query["custom_query_fields"],
        json!(["in_meeting", "recording"])
    );
}
