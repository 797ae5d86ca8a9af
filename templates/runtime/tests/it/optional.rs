//! Tests of objects whose fields are all optional, and of the order of open enums.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::hash::{BuildHasher, RandomState};

use serde_json::json;

use crate::runtime::{Extra, JsonField, Patch, UnknownValue, optional_object, string_enum};

#[derive(Clone, Default)]
struct Person {
    name: Option<String>,
    type_: Option<i64>,
    boss: Option<Box<Person>>,
    team: Option<String>,
    phone: Patch<String>,
    extra: Extra,
}

optional_object!(Person => name, type_ = "type", boss, team or null, phone, ..extra);

#[derive(Clone, Default)]
struct Point {
    x: Option<i64>,
    y: Option<i64>,
}

optional_object!(Point => x, y);

#[derive(Clone, Default)]
struct Counts {
    total: Option<i64>,
    others: BTreeMap<String, i64>,
}

optional_object!(Counts => total, ..others);

/// A struct with the fields of `Person` and derived traits. It has the same name, so that `Debug` can be compared.
mod derived {
    use super::{Extra, Patch};

    #[derive(Debug)]
    #[expect(dead_code, reason = "`Debug` reads the fields")]
    pub(super) struct Person {
        pub(super) name: Option<String>,
        pub(super) type_: Option<i64>,
        pub(super) boss: Option<Box<super::Person>>,
        pub(super) team: Option<String>,
        pub(super) phone: Patch<String>,
        pub(super) extra: Extra,
    }
}

fn read<T: JsonField>(json: &str) -> T {
    serde_json::from_str(json).unwrap()
}

#[test]
fn fields_are_read_in_any_order() {
    let fields = [
        r#""name": "a""#,
        r#""type": "5""#,
        r#""boss": {"name": "b"}"#,
        r#""other": [1]"#,
    ];
    let in_order: Person = read(&format!("{{{}}}", fields.join(",")));
    assert_eq!(in_order.name.as_deref(), Some("a"));
    assert_eq!(in_order.type_, Some(5));
    assert_eq!(in_order.boss.as_ref().unwrap().name.as_deref(), Some("b"));
    assert_eq!(in_order.extra.get("other"), Some(&json!([1])));
    for rotation in 0..fields.len() {
        let mut fields = fields;
        fields.rotate_left(rotation);
        let read_back: Person = read(&format!("{{{}}}", fields.join(",")));
        assert_eq!(read_back, in_order);
        fields.reverse();
        let read_back: Person = read(&format!("{{{}}}", fields.join(",")));
        assert_eq!(read_back, in_order);
    }
}

#[test]
fn the_last_of_duplicate_fields_is_kept() {
    let person: Person =
        read(r#"{"name": "a", "name": "b", "type": 1, "name": "c", "n\u0061me": "d"}"#);
    assert_eq!(person.name.as_deref(), Some("d"));
    assert_eq!(person.type_, Some(1));
}

#[test]
fn unknown_fields_are_ignored_or_kept_as_additional_properties() {
    let mut many = String::new();
    for number in 0..100_000 {
        write!(many, r#""u{number}": [], "#).unwrap();
    }
    let point: Point = read(&format!(r#"{{{many} "y": 2, "z": {{}}, "x": 1, "w": 0}}"#));
    assert_eq!((point.x, point.y), (Some(1), Some(2)));
    let counts: Counts = read(r#"{"a": 1, "total": 3, "b": "2"}"#);
    assert_eq!(counts.total, Some(3));
    assert_eq!(
        counts.others,
        BTreeMap::from([("a".to_owned(), 1), ("b".to_owned(), 2)])
    );
}

#[test]
fn an_invalid_value_is_an_error() {
    for json in [
        r#"{"x": {}}"#,
        r#"{"x": 1, "y": "north"}"#,
        r#"{"z": 1, "x": []}"#,
        r#"{"x": 1"#,
        r#"{"x": 1, "z"}"#,
        "[]",
        "1",
    ] {
        serde_json::from_str::<Point>(json).map(|_| ()).unwrap_err();
    }
    serde_json::from_str::<Counts>(r#"{"total": 1, "other": "many"}"#)
        .map(|_| ())
        .unwrap_err();
}

#[test]
fn absent_fields_are_omitted() {
    let text = |value: &Person| serde_json::to_string(value).unwrap();
    assert_eq!(text(&Person::default()), r#"{"team":null}"#);
    let person = Person {
        type_: Some(1),
        team: Some("b".to_owned()),
        phone: Patch::Clear,
        ..Person::default()
    };
    assert_eq!(text(&person), r#"{"type":1,"team":"b","phone":null}"#);
    for json in [
        json!({"name": "a", "type": 1, "boss": {"team": "x"}, "team": null, "phone": "5", "b": 1}),
        json!({"team": "b", "c": {"d": null}}),
    ] {
        let person: Person = serde_json::from_value(json.clone()).unwrap();
        assert_eq!(serde_json::to_value(&person).unwrap(), json);
    }
}

#[test]
fn debug_is_like_a_derived_debug() {
    let person: Person =
        read(r#"{"name": "a", "type": 1, "boss": {}, "team": "b", "phone": null, "more": 1}"#);
    let derived = derived::Person {
        name: person.name.clone(),
        type_: person.type_,
        boss: person.boss.clone(),
        team: person.team.clone(),
        phone: person.phone.clone(),
        extra: person.extra.clone(),
    };
    assert_eq!(format!("{person:?}"), format!("{derived:?}"));
    assert_eq!(format!("{person:#?}"), format!("{derived:#?}"));
    assert_eq!(
        format!(
            "{:?}",
            Point {
                x: Some(1),
                y: None
            }
        ),
        "Point { x: Some(1), y: None }"
    );
}

#[test]
fn a_difference_in_any_field_makes_objects_unequal() {
    let json =
        json!({"name": "a", "type": 1, "boss": {"type": 3}, "team": "b", "phone": "5", "c": 1});
    let person: Person = serde_json::from_value(json.clone()).unwrap();
    assert_eq!(person, person.clone());
    for (name, _) in json.as_object().unwrap() {
        let mut other = json.clone();
        other[name] = match name.as_str() {
            "type" => json!(2),
            "boss" => json!({"type": 4}),
            _ => json!("other"),
        };
        let other: Person = serde_json::from_value(other).unwrap();
        assert_ne!(person, other, "{name}");
    }
}

#[derive(Clone, Debug, Eq, PartialEq)]
enum Size {
    Small,
    Large,
    Unknown(UnknownValue),
}

impl Size {
    const KNOWN: &'static [(&'static str, Self)] =
        &[("small", Self::Small), ("large", Self::Large)];
}

string_enum!(Size);

#[test]
fn enum_values_have_the_order_of_the_document_and_unknown_values_follow() {
    let mut sizes = ["zero", "large", "huge", "small"].map(Size::from);
    sizes.sort();
    let texts: Vec<&str> = sizes.iter().map(Size::as_str).collect();
    assert_eq!(texts, ["small", "large", "huge", "zero"]);
    let unknown = Size::from("a");
    assert!(Size::Small < Size::Large && Size::Large < unknown);
    let distinct: BTreeSet<Size> = sizes.iter().chain(&sizes).cloned().collect();
    assert_eq!(distinct.len(), 4);
}

#[test]
fn equal_enum_values_have_equal_hashes() {
    let hasher = RandomState::new();
    let hash = |text: &str| hasher.hash_one(Size::from(text));
    for text in ["small", "large", "huge"] {
        assert_eq!(hash(text), hash(text), "{text}");
    }
    let different: BTreeSet<u64> = ["small", "large", "huge"].map(hash).into();
    assert_eq!(different.len(), 3);
}

#[test]
fn a_known_text_is_parsed_and_an_unknown_text_is_an_error_with_the_known_texts() {
    assert_eq!(Size::parse_known("large"), Ok(Size::Large));
    let error = Size::parse_known("huge").unwrap_err().to_string();
    assert_eq!(
        error,
        r#""huge" is not a known value of `Size`; known values: small, large"#
    );
}
