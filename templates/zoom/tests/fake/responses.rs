//! The responses that the fake generates from the documents.

use serde_json::{Value, json};
use zoom_accounts::fake::probe;

#[test]
fn every_response_is_valid_for_the_schema_of_its_endpoint() {
    assert!(probe::endpoint_count() > 500, "the documents are missing");
    let problems = probe::self_check();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn the_same_seed_gives_the_same_ids_and_another_seed_gives_others() {
    let ids = |seed| {
        let body = probe::answer(seed, "/users", None);
        let users = body["users"].as_array().cloned().unwrap_or_default();
        users
            .iter()
            .map(|user| user["id"].clone())
            .collect::<Vec<Value>>()
    };
    assert_eq!(ids(1), ids(1));
    assert_ne!(ids(1), ids(2));
    assert!(!ids(1).is_empty());
}

#[test]
fn the_response_about_a_user_has_the_id_of_the_path() {
    let user = probe::answer(1, "/users/Xy7-abcDEFghiJKLmnop_Q", None);
    assert_eq!(user["id"], "Xy7-abcDEFghiJKLmnop_Q");
    let user = probe::answer(1, "/users/me", None);
    assert_ne!(user["id"], "me");
}

#[test]
fn a_response_with_stored_properties_has_only_them_and_the_required_ones() {
    let stored = json!({
        "email": "ada@acme.example",
        "first_name": "Ada",
        "no_property_of_zoom": 1,
        "pmi": "not a number",
        "type": 2,
    });
    let user = probe::answer(1, "/users/abc", Some(&stored));
    assert_eq!(user["email"], "ada@acme.example");
    assert_eq!(user["first_name"], "Ada");
    assert_eq!(user["type"], 2);
    for name in ["no_property_of_zoom", "pmi", "phone_number"] {
        assert_eq!(user.get(name), None, "{user}");
    }
}

#[test]
fn an_invalid_property_of_a_stored_object_is_left_out() {
    let stored = json!({"in_meeting": {"chat": false, "co_host": "yes"}, "unknown": {}});
    let settings = probe::answer(1, "/users/abc/settings", Some(&stored));
    assert_eq!(settings["in_meeting"], json!({"chat": false}));
}
