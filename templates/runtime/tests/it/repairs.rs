//! Tests that responses that differ from their document are read, that each difference is reported, and that no value is
//! invented.

use std::collections::BTreeMap;

use serde_json::json;

use crate::runtime::{
    ErrorKind, Json, JsonField, Repair, RepairKind, Timestamp, from_json, from_json_with_repairs,
    json_object, json_union, optional_object,
};

#[derive(Debug, PartialEq)]
struct Team {
    name: String,
    members: Vec<Member>,
    labels: BTreeMap<String, i64>,
    notes: Vec<Option<String>>,
    anything: Vec<Json>,
}

json_object!(Team => name!, members!, labels!, notes, anything);

#[derive(Default)]
struct Member {
    id: Option<i64>,
    roles: Vec<String>,
    sizes: Vec<i64>,
    changes: Vec<Timestamp>,
}

optional_object!(Member => id, roles, sizes, changes);

/// Reads a value. Returns its JSON and its repairs.
fn read<T: JsonField>(json: &Json) -> (Json, Vec<String>) {
    let text = json.to_string();
    let (value, repairs) = from_json_with_repairs::<T>(text.as_bytes()).unwrap();
    let listed: Vec<String> = repairs.list().iter().map(ToString::to_string).collect();
    assert_eq!(listed.len(), repairs.count());
    assert_eq!(listed.is_empty(), repairs.is_empty());
    (serde_json::to_value(value).unwrap(), listed)
}

#[test]
fn a_response_that_fits_has_no_repairs() {
    let team = json!({
        "name": "a", "members": [{"id": 1, "roles": [], "sizes": [], "changes": []}], "labels": {"x": 1}, "notes": [null, "b"], "anything": [null, 1],
    });
    assert_eq!(read::<Team>(&team), (team, Vec::new()));
}

#[test]
fn null_for_a_required_list_or_map_is_empty_and_counted() {
    let team = json!({"name": "a", "members": null, "labels": null});
    let expected = json!({"name": "a", "members": [], "labels": {}, "notes": [], "anything": []});
    let repairs = ["null-as-empty labels", "null-as-empty members"];
    let (value, mut listed) = read::<Team>(&team);
    // The order of the properties of `team` depends on a feature of `serde_json`.
    listed.sort();
    assert_eq!(
        (value, listed),
        (expected, repairs.map(str::to_owned).to_vec())
    );
    // An optional list without a value is `null`, empty or absent.
    assert!(read::<Member>(&json!({"roles": null})).1.is_empty());
}

#[test]
fn null_items_are_skipped_unless_null_is_a_value() {
    let team = json!({
        "name": "a", "labels": {}, "notes": [null], "anything": [null],
        "members": [null, {"roles": ["x", null], "sizes": [null, 5, null]}, {"changes": [null]}],
    });
    let (json, repairs) = read::<Team>(&team);
    assert_eq!(
        json["members"],
        json!([
            {"roles": ["x"], "sizes": [5], "changes": []},
            {"roles": [], "sizes": [], "changes": []},
        ])
    );
    assert_eq!(
        (&json["notes"], &json["anything"]),
        (&json!([null]), &json!([null]))
    );
    assert_eq!(
        repairs,
        [
            "null-item members[0]",
            "null-item members[1].roles[1]",
            "null-item members[1].sizes[0]",
            "null-item members[1].sizes[2]",
            "null-item members[2].changes[0]",
        ]
    );
}

#[test]
fn a_missing_list_or_map_is_empty_and_other_missing_fields_are_errors() {
    let (json, repairs) = read::<Team>(&json!({"name": "a"}));
    assert_eq!(
        (&json["members"], &json["labels"]),
        (&json!([]), &json!({}))
    );
    assert_eq!(
        repairs,
        ["missing-as-empty members", "missing-as-empty labels"]
    );
    let error = from_json::<Vec<Team>>(br#"[{"name": "a"}, {"labels": {}}]"#).unwrap_err();
    assert_eq!(
        (error.kind(), error.json_path()),
        (ErrorKind::Decode, Some("[1]"))
    );
}

#[test]
fn no_value_is_invented() {
    for json in [
        r#"{"id": {}}"#,
        r#"{"sizes": ["x"]}"#,
        r#"{"changes": [{}]}"#,
    ] {
        let error = from_json::<Member>(json.as_bytes()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode, "{json}");
    }
    assert!(from_json::<BTreeMap<String, i64>>(br#"{"a": null}"#).is_err());
}

#[test]
fn an_error_has_the_path_of_the_value_that_no_repair_helps() {
    let json = br#"{"name": "a", "labels": null, "members": [null, {"sizes": [1, null, "x"]}]}"#;
    let error = from_json::<Team>(json).unwrap_err();
    assert_eq!(error.json_path(), Some("members[1].sizes[2]"));
}

#[test]
fn at_most_100_repairs_are_listed() {
    let mut rows = vec![Json::Null; 250];
    rows.push(json!(7));
    let text = Json::Array(rows).to_string();
    let (rows, repairs) = from_json_with_repairs::<Vec<i64>>(text.as_bytes()).unwrap();
    assert_eq!(rows, [7]);
    assert_eq!((repairs.list().len(), repairs.count()), (100, 250));
    let Some(Repair { path, kind, .. }) = repairs.list().last() else {
        panic!("no repairs");
    };
    assert_eq!((path.as_str(), *kind), ("[99]", RepairKind::NullItem));
}

#[derive(Debug, PartialEq)]
enum Shape {
    Team(Team),
    Sizes(Vec<i64>),
    Other(Json),
}

json_union!(Shape => Team, Sizes);

#[test]
fn repairs_inside_of_a_union_have_the_path_of_the_union() {
    let json = json!({"a": [{"name": "a", "members": null, "labels": {}}, [1, 2]]});
    let (back, repairs) = read::<BTreeMap<String, Vec<Shape>>>(&json);
    assert_eq!(back["a"][0]["members"], json!([]));
    assert_eq!(repairs, ["null-as-empty a[0]"]);
    // A value that fits no alternative stays whole.
    let odd = json!([[1, null]]);
    assert_eq!(read::<Vec<Shape>>(&odd), (odd, Vec::new()));
}
