//! Tests of event enums: which variant an event becomes, and the JSON that an event is written as.

use serde_json::{Value, json};

use crate::runtime::{FixedProperty, Json, JsonField, event_enum, from_json, json_object};

#[derive(Clone, Debug, PartialEq)]
struct Made {
    event: FixedProperty,
    id: i64,
    by: Option<String>,
}

json_object!(Made => event = "event" is "order.made", id!, by);

#[derive(Clone, Debug, PartialEq)]
struct Gone {
    id: i64,
}

json_object!(Gone => id!);

#[derive(Clone, Debug, PartialEq)]
enum Event {
    Made(Box<Made>),
    Gone(Box<Gone>),
    Unknown(Json),
}

event_enum!(Event by "event" => Made = "order.made", Gone = "order.gone");

fn read<T: JsonField>(json: &Value) -> T {
    from_json(json.to_string().as_bytes()).unwrap()
}

fn written(value: &impl serde::Serialize) -> Value {
    serde_json::to_value(value).unwrap()
}

#[test]
fn the_name_selects_the_type_of_an_event() {
    let json = json!({"by": null, "id": 1, "event": "order.made"});
    let event = read::<Event>(&json);
    assert_eq!(event.name(), "order.made");
    assert!(matches!(&event, Event::Made(made) if made.id == 1));
    assert_eq!(written(&event), json!({"event": "order.made", "id": 1}));
}

#[test]
fn an_event_with_an_unknown_name_is_kept_whole() {
    for name in ["order.lost", "", "Order.Made", "order.made "] {
        let json = json!({"event": name, "id": 1, "more": [1.5, {"a": null}, "\u{1f980}"]});
        let event = read::<Event>(&json);
        assert_eq!(event, Event::Unknown(json.clone()));
        assert_eq!(event.name(), name);
        assert_eq!(written(&event), json);
    }
}

#[test]
fn an_event_that_does_not_fit_its_type_is_kept_whole() {
    let json = json!({"event": "order.gone", "id": "not a number"});
    let event = read::<Event>(&json);
    assert_eq!(event, Event::Unknown(json.clone()));
    assert_eq!(event.name(), "order.gone");
}

#[test]
fn json_without_a_name_is_an_unknown_event_with_an_empty_name() {
    for json in [
        json!({}),
        json!({"event": 1}),
        json!([]),
        json!("order.made"),
        json!(null),
    ] {
        let event = read::<Event>(&json);
        assert_eq!(event.name(), "", "{json}");
        assert_eq!(written(&event), json);
    }
}
