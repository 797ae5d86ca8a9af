//! Tests of strict replies: a field that the type does not define makes the call fail, without a retry.

use serde_json::{Value, json};
use tokio::time::Instant;

use crate::runtime::testing::MockTransport;
use crate::runtime::{
    ClientBuilder, Core, ErrorKind, Json, Method, Operation, Outcome, Safety, json_object,
    json_union,
};
use crate::support::api::ops;
use crate::support::client;

static READ: Operation = Operation::new("things.read", Method::GET, "/things")
    .server(&SERVER)
    .safety(Safety::Safe);
static SERVER: crate::runtime::Server =
    crate::runtime::Server::new("main", "https://api.example.com");

#[derive(Debug)]
struct Thing {
    size: i64,
    parts: Vec<Thing>,
    owner: Option<Owner>,
}

json_object!(Thing => size!, parts, owner);

#[derive(Debug)]
struct Person {
    name: String,
}

json_object!(Person => name!);

#[derive(Debug)]
struct Company {
    title: String,
}

json_object!(Company => title!);

#[derive(Debug)]
enum Owner {
    Person(Person),
    Company(Company),
    Other(Json),
}

json_union!(Owner => Person, Company);

async fn read(mock: MockTransport) -> Result<Thing, crate::runtime::Error> {
    let core: Core = ClientBuilder::new().transport(mock).build().unwrap();
    core.request::<()>(&READ).response::<Thing>().await
}

fn reply(body: Value) -> MockTransport {
    MockTransport::new().on(&READ).reply(200, body)
}

#[tokio::test(start_paused = true)]
async fn a_call_without_a_planned_reply_is_a_config_error_without_retry_or_wait() {
    let mock = MockTransport::new();
    let start = Instant::now();
    let error = read(mock.clone()).await.unwrap_err();
    assert_eq!(start.elapsed(), std::time::Duration::ZERO);
    assert_eq!(error.kind(), ErrorKind::Config);
    assert_eq!(error.outcome(), Outcome::NotSent);
    assert!(!error.is_transient());
    assert_eq!(mock.requests().len(), 1, "not retried");
    assert_eq!(
        error.to_string(),
        "things.read: mock has no reply to `things.read` (GET /things)"
    );
}

#[tokio::test]
async fn a_strict_mock_names_the_path_of_an_unknown_field() {
    let typo = json!({"size": 1, "parts": [{"size": 2}, {"size": 3, "sise": 4}]});
    let thing = read(reply(typo.clone())).await.unwrap();
    assert_eq!(thing.parts[1].size, 3, "other mocks ignore unknown fields");

    let error = read(reply(typo).strict()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_eq!(error.json_path(), Some("parts[1].sise"));
    assert_eq!(
        error.to_string(),
        "things.read: response does not match its schema at `parts[1].sise` (HTTP 200)"
    );
    let source = std::error::Error::source(&error).unwrap().to_string();
    assert!(
        source.starts_with("the type does not define this field"),
        "{source}"
    );
}

#[tokio::test]
async fn a_strict_mock_finds_an_unknown_field_in_a_union() {
    let known = json!({"size": 1, "owner": {"title": "Acme"}});
    let thing = read(reply(known).strict()).await.unwrap();
    assert!(matches!(&thing.owner, Some(Owner::Company(it)) if it.title == "Acme"));

    let typo = json!({"size": 1, "owner": {"name": "Ada", "nmae": "Ada"}});
    let thing = read(reply(typo.clone())).await.unwrap();
    assert!(matches!(&thing.owner, Some(Owner::Person(it)) if it.name == "Ada"));
    let error = read(reply(typo).strict()).await.unwrap_err();
    assert_eq!(error.json_path(), Some("owner"));

    let other = json!({"size": 1, "owner": 5});
    let thing = read(reply(other).strict()).await.unwrap();
    assert!(matches!(thing.owner, Some(Owner::Other(it)) if it == 5));
}

#[derive(Debug)]
enum Tagged {
    Person(Person),
    Other(Json),
}

json_union!(Tagged by "kind" => Person = "person" added);

#[derive(Debug)]
struct Entry {
    who: Tagged,
}

json_object!(Entry => who!);

#[tokio::test]
async fn a_strict_mock_accepts_the_tag_of_a_union_whose_variants_lack_it() {
    let core = |who: Value| -> Core {
        let mock = reply(json!({ "who": who })).strict();
        ClientBuilder::new().transport(mock).build().unwrap()
    };
    let known = core(json!({"kind": "person", "name": "Ada"}));
    let entry = known
        .request::<()>(&READ)
        .response::<Entry>()
        .await
        .unwrap();
    assert!(matches!(&entry.who, Tagged::Person(person) if person.name == "Ada"));

    let typo = core(json!({"kind": "person", "name": "Ada", "nmae": "Ada"}));
    let error = typo
        .request::<()>(&READ)
        .response::<Entry>()
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);

    let other = core(json!({"kind": "robot", "name": "R2"}));
    let entry = other
        .request::<()>(&READ)
        .response::<Entry>()
        .await
        .unwrap();
    assert!(matches!(&entry.who, Tagged::Other(it) if it["kind"] == "robot"));
}

#[tokio::test]
async fn a_strict_mock_finds_an_unknown_field_in_an_item_of_a_list() {
    let page = json!({"users": [{"id": "1"}, {"id": "2", "emial": "x"}]});
    let mock = MockTransport::new().on(&ops::USERS_LIST).reply(200, page);
    let mut users = client(&mock.strict()).users().list().items();
    assert_eq!(users.next().await.unwrap().unwrap().id, "1");
    let error = users.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_eq!(error.json_path(), Some("users[1].emial"));
}

#[tokio::test]
async fn a_strict_mock_accepts_replies_that_fit() {
    let mock = MockTransport::new()
        .on(&ops::USERS_GET)
        .reply(200, json!({"id": "1"}))
        .on(&ops::V2_REQUEST)
        .reply(200, json!({"anything": [1]}))
        .strict();
    let client = client(&mock);
    assert_eq!(client.users().get("u").await.unwrap().id, "1");
    let any: Json = client.request(Method::GET, "/x").json().await.unwrap();
    assert_eq!(any, json!({"anything": [1]}));
}

#[tokio::test]
async fn a_strict_reply_is_not_repaired() {
    let body = json!({"size": 1, "parts": [null]});
    let thing = read(reply(body.clone())).await.unwrap();
    assert!(thing.parts.is_empty());
    let error = read(reply(body).strict()).await.unwrap_err();
    assert_eq!(error.json_path(), Some("parts[0]"));
}
