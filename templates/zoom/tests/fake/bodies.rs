//! The checks of request bodies.

use serde_json::{Value, json};
use zoom_accounts::fake::probe;
use zoom_accounts::runtime::Method;

const JSON: Option<&str> = Some("application/json");
const FORM: Option<&str> = Some("application/x-www-form-urlencoded");

fn post(target: &str, body: &Value) -> Result<Value, (u16, Value)> {
    probe::check(false, Method::POST, target, JSON, body.to_string())
}

fn errors(result: Result<Value, (u16, Value)>) -> Value {
    match result {
        Ok(input) => panic!("the request is valid: {input}"),
        Err((status, body)) => {
            assert_eq!((status, &body["code"]), (400, &json!(300)));
            body["errors"].clone()
        }
    }
}

#[test]
fn a_valid_body_is_returned_as_sent() {
    let body = json!({"action": "create", "user_info": {"email": "a@acme.example", "type": 1}});
    let input = post("/users", &body);
    assert_eq!(input.map(|input| input["body"].clone()), Ok(body));
}

#[test]
fn a_missing_and_an_invalid_property_are_named_with_their_paths() {
    let body = json!({"action": "create", "user_info": {"type": "one"}});
    assert_eq!(
        errors(post("/users", &body)),
        json!([
            {"field": "user_info.email", "message": "This field is required."},
            {"field": "user_info.type", "message": "Invalid field."},
        ])
    );
}

#[test]
fn a_property_of_an_item_is_named_with_the_index() {
    let body = json!({
        "action": "create",
        "user_info": {
            "email": "a@acme.example",
            "type": 1,
            "license_info_list": [
                {"license_type": "MEETING", "license_option": 2, "subscription_id": "S1"},
                {"license_type": 7, "license_option": 2, "subscription_id": "S1"},
            ],
        },
    });
    let errors = errors(post("/users", &body));
    assert_eq!(
        errors[0]["field"],
        "user_info.license_info_list[1].license_type"
    );
}

#[test]
fn a_response_names_at_most_20_fields() {
    let list: Vec<Value> = (0..50).map(|_| json!({"license_type": 7})).collect();
    let info = json!({"email": "a@acme.example", "type": 1, "license_info_list": list});
    let body = json!({"action": "create", "user_info": info});
    let errors = errors(post("/users", &body));
    assert_eq!(errors.as_array().map(Vec::len), Some(20), "{errors}");
}

#[test]
fn a_body_that_is_not_json_is_refused() {
    for body in ["", "{", "action=create"] {
        let result = probe::check(false, Method::POST, "/users", JSON, body);
        let (status, body) = result.expect_err("the body is refused");
        assert_eq!((status, &body["code"]), (400, &json!(300)));
        let message = body["message"].as_str().unwrap_or_default();
        assert!(
            message.starts_with("Request Body should be a valid JSON object"),
            "{message}"
        );
    }
}

#[test]
fn another_media_type_is_refused() {
    let result = probe::check(false, Method::POST, "/users", FORM, "action=create");
    let (status, body) = result.expect_err("the body is refused");
    assert_eq!((status, &body["code"]), (415, &json!(300)));
}

#[test]
fn a_body_of_an_endpoint_without_a_body_is_ignored() {
    let input = probe::check(false, Method::GET, "/users", JSON, "{");
    assert_eq!(input.map(|input| input["body"].clone()), Ok(Value::Null));
}

#[test]
fn the_file_of_a_multipart_form_is_read() {
    let form = "--x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.png\"\r\n\
                content-type: image/png\r\n\r\n12345\r\n--x--\r\n";
    let multipart = Some("multipart/form-data; boundary=x");
    let target = "/accounts/abc/settings/virtual_backgrounds";
    let input = probe::check(false, Method::POST, target, multipart, form);
    assert_eq!(
        input.map(|input| input["body"].clone()),
        Ok(json!({"file": {"file_name": "a.png", "size": 5}}))
    );
}

#[test]
fn a_multipart_form_without_the_file_is_refused() {
    let form = "--x\r\ncontent-disposition: form-data; name=\"file\"\r\n\r\n12345\r\n--x--\r\n";
    let multipart = Some("multipart/form-data; boundary=x");
    let target = "/accounts/abc/settings/virtual_backgrounds";
    let result = probe::check(false, Method::POST, target, multipart, form);
    assert_eq!(
        errors(result),
        json!([{"field": "file", "message": "Invalid field."}])
    );
    for truncated in [
        "",
        "--x\r\n",
        "--x\r\ncontent-disposition: form-data; name=\"file\"\r\n\r\n1",
    ] {
        let result = probe::check(false, Method::POST, target, multipart, truncated);
        assert!(result.is_err(), "{truncated:?}");
    }
}

#[test]
fn the_fields_of_a_form_have_the_types_of_their_schemas() {
    let form = "account_id=a&address=b&city=c&country=US&first_name=d&last_name=e&phone_number=1&\
                state=CA&zip=95113&plan_base=%7B%22type%22%3A%22monthly%22%2C%22hosts%22%3A5%7D";
    let input = probe::check(true, Method::POST, "/ma/account/plan/subscribe", FORM, form);
    let body = match input {
        Ok(input) => input["body"].clone(),
        Err((status, body)) => panic!("{status}: {body}"),
    };
    assert_eq!(body["plan_base"], json!({"type": "monthly", "hosts": 5}));
}

#[test]
fn a_number_outside_of_its_format_is_refused() {
    for number in [json!(u64::MAX), json!(-1e30)] {
        let body = json!({"display_name": "Sales", "site_id": "S1", "extension_number": number});
        let fields = errors(post("/phone/group_call_pickup", &body));
        assert_eq!(fields[0]["field"], "extension_number", "{fields}");
    }
}
