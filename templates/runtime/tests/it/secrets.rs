//! Tests that debug output hides secrets.

use serde_json::json;

use crate::runtime::{ApiKey, Basic, Bearer, Exposed, Extra, JsonField, Secret, SecretInteger};

#[test]
fn debug_hides_a_secret() {
    let secret = Secret::from("hunter2");
    assert_eq!(
        format!("{secret:?} {:#?}", Some(&secret)),
        "Secret(***) Some(\n    Secret(***),\n)"
    );
    assert_eq!(secret.expose(), "hunter2");
    assert_eq!(secret, Secret::new(String::from("hunter2")));
    assert_ne!(secret, Secret::default());
}

#[test]
fn a_secret_serializes_as_a_placeholder_unless_it_is_exposed() {
    let user = std::collections::BTreeMap::from([("pin", [Some(Secret::from("hunter2")), None])]);
    assert_eq!(
        serde_json::to_value(&user).unwrap(),
        json!({"pin": ["***", null]})
    );
    let stored = serde_json::to_value(Exposed(&user)).unwrap();
    assert_eq!(stored, json!({"pin": ["hunter2", null]}));
    // Exposure ends with the call.
    assert_eq!(
        serde_json::to_value(&user).unwrap(),
        json!({"pin": ["***", null]})
    );
    assert!(!format!("{:?}", Exposed(&user)).contains("hunter2"));
}

#[test]
fn the_placeholder_of_a_secret_cannot_be_exposed() {
    let error = serde_json::to_string(&Exposed(&[Secret::from("***")])).unwrap_err();
    assert!(error.to_string().contains("placeholder"), "{error}");
    // A failed exposure ends too.
    assert_eq!(
        serde_json::to_value(Secret::from("x")).unwrap(),
        json!("***")
    );
}

#[test]
fn a_secret_is_read_from_any_scalar() {
    assert_eq!(
        serde_json::from_value::<Secret>(json!(123_456))
            .unwrap()
            .expose(),
        "123456"
    );
    let error = serde_json::from_value::<Secret>(json!(["hunter2"])).unwrap_err();
    assert!(!error.to_string().contains("hunter2"));
}

#[test]
fn authorizers_do_not_show_their_secrets() {
    let text = format!(
        "{:?} {:?} {:?} {:?}",
        Bearer::new("hunter2"),
        Basic::new("ada", "hunter2"),
        ApiKey::new("key", "hunter2"),
        Basic::new("ada", "hunter2").header_value().unwrap()
    );
    assert!(
        !text.contains("hunter2") && !text.contains("YWRhOmh1bnRlcjI="),
        "{text}"
    );
}

#[test]
fn debug_of_additional_properties_shows_only_their_names() {
    let extra: Extra = serde_json::from_value(json!({"pin": "hunter2"})).unwrap();
    assert_eq!(format!("{extra:?}"), "{\"pin\"}");
    assert_eq!(
        serde_json::to_value(&extra).unwrap(),
        json!({"pin": "hunter2"})
    );
    assert_eq!(extra.into_map().len(), 1);
}

#[cfg(feature = "test-util")]
mod of_calls {
    use serde_json::json;

    use crate::runtime::testing::MockTransport;
    use crate::runtime::{Bearer, ErrorKind, Method, Secret};
    use crate::support::api::{AccountCreate, Client, UserUpdate, ops};
    use crate::support::client;

    fn assert_hidden(text: &str) {
        for hidden in ["hunter2", "ada@acme", "of-the-client", "of-the-call"] {
            assert!(!text.contains(hidden), "{hidden} in {text}");
        }
    }

    #[tokio::test]
    async fn debug_of_clients_calls_and_errors_hides_secrets_and_values() {
        let mock = MockTransport::new()
            .on(&ops::V1_ACCOUNTS_CREATE)
            .reply(500, json!({"message": "oops", "echo": "hunter2"}))
            .header("set-cookie", "hunter2");
        let client = client(&mock);
        let request = AccountCreate::new("ada@acme.example", "hunter2");
        assert_hidden(&format!("{request:?}").replace("ada@acme", ""));
        let call = client
            .v1()
            .accounts()
            .create(request.clone())
            .query("q", "hunter2")
            .header("x-h", "hunter2");
        let call = call.auth(Bearer::new("token-of-the-call"));
        assert_hidden(&format!("{client:?} {call:#?}"));
        let call = client.v1().accounts().create(request).query("q", "hunter2");
        let error = call.await.unwrap_err();
        assert_hidden(&format!(
            "{error} {error:?} {:?} {:?}",
            error.url(),
            mock.requests()
        ));
        assert!(error.body_text().unwrap().contains("hunter2"));
    }

    #[tokio::test]
    async fn requests_contain_secrets_and_never_their_placeholder() {
        let mock = MockTransport::new()
            .on(&ops::USERS_UPDATE)
            .reply(200, json!({}));
        let users = client(&mock).users();
        let update = UserUpdate::default().pin("hunter2");
        users.update("u1", update.clone()).await.unwrap();
        assert_eq!(
            mock.requests()[0].json().unwrap(),
            json!({"pin": "hunter2"})
        );
        let stored = serde_json::to_string(&update).unwrap();
        assert!(!stored.contains("hunter2"));
        let restored: UserUpdate = serde_json::from_str(&stored).unwrap();
        let error = users.update("u1", restored).await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Build, 0));
        assert_eq!(mock.requests().len(), 1);
    }

    #[tokio::test]
    async fn the_placeholder_of_a_secret_is_not_sent_as_a_parameter() {
        let mock = MockTransport::new();
        let client = client(&mock);
        let secret = Secret::from("***");
        let request = || {
            client
                .core()
                .custom_request(&ops::USERS_LIST, Method::GET, "/x/{id}")
        };
        let calls = [
            request().path("id", &secret).stream(),
            request()
                .path("id", "1")
                .query("key", &vec![&secret])
                .stream(),
            request().path("id", "1").header("x-key", &secret).stream(),
            request()
                .path("id", "1")
                .form("key", &Some(&secret))
                .stream(),
        ];
        for call in calls {
            let error = call.await.unwrap_err();
            assert_eq!((error.kind(), error.attempts()), (ErrorKind::Build, 0));
            assert!(error.to_string().contains("placeholder"), "{error}");
        }
        let form = AccountCreate::new("ada@acme.example", "***");
        let error = client.v1().accounts().create(form).await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Build, 0));
        assert!(mock.requests().is_empty());
    }

    #[tokio::test]
    async fn debug_of_bodies_responses_and_builders_hides_values() {
        let mock = MockTransport::new()
            .on(&ops::USERS_UPDATE)
            .reply(200, json!({"pin": "hunter2"}));
        let update = UserUpdate::default().pin("hunter2");
        let call = client(&mock).users().update("u1", update);
        assert_hidden(&format!("{call:?}"));
        let response = call.with_response().await.unwrap();
        assert_hidden(&format!("{response:?}"));
        let builder = Client::builder()
            .base_url("https://ada:hunter2@x")
            .header("x", "hunter2")
            .auth(Bearer::new("hunter2"));
        assert_hidden(&format!("{builder:?}"));
    }

    #[tokio::test]
    async fn debug_of_a_stream_shows_no_token() {
        let mock = MockTransport::new()
            .on(&ops::USERS_LIST)
            .reply(200, json!({"next_page_token": "hunter2"}));
        let mut pages = client(&mock)
            .users()
            .list()
            .page_token("hunter2-first")
            .pages();
        pages.next().await.unwrap().unwrap();
        assert_hidden(&format!(
            "{pages:?} {:?}",
            client(&mock).users().list().items()
        ));
    }
}

#[test]
fn a_secret_integer_is_hidden_and_stays_an_integer() {
    let user = std::collections::BTreeMap::from([("pin", [Some(SecretInteger::from(1212)), None])]);
    assert!(!format!("{user:?} {user:#?} {:?}", Exposed(&user)).contains("1212"));
    let hidden = json!({"pin": ["***", null]});
    assert_eq!(serde_json::to_value(&user).unwrap(), hidden);
    let stored = serde_json::to_value(Exposed(&user)).unwrap();
    assert_eq!(stored, json!({"pin": [1212, null]}));
    assert_eq!(SecretInteger::new(1212).expose(), 1212);
    assert_eq!(SecretInteger::from(&SecretInteger::new(-1)), (-1).into());
}

#[test]
fn a_secret_integer_is_read_from_an_integer_or_its_digits_and_never_quoted() {
    for value in [json!(1212), json!("1212"), json!(1212.0)] {
        let pin: SecretInteger = serde_json::from_value(value).unwrap();
        assert_eq!(pin.expose(), 1212);
    }
    for value in [
        json!("12-12"),
        json!([1212]),
        json!({"pin": 1212}),
        json!(1212.5),
        json!("***"),
    ] {
        let error = serde_json::from_value::<SecretInteger>(value).unwrap_err();
        assert!(!error.to_string().contains("12"), "{error}");
    }
}

#[test]
fn an_absent_secret_integer_may_be_empty_text() {
    for value in [json!(""), json!(null)] {
        let pin: Option<SecretInteger> = JsonField::read(value).unwrap();
        assert_eq!(pin, None);
    }
}
