//! Tests of values: lenient decoding, changes of single fields (`Patch`), and values of parameters.

use std::collections::BTreeMap;
use std::fmt::Debug;

use serde::Deserialize;
use serde_json::{Value, json};

use crate::runtime::{
    Base64, Base64Url, Extra, JsonField, Patch, deserialize_lenient, json_object,
};

#[derive(Debug, PartialEq, Deserialize)]
struct Field<T: JsonField> {
    #[serde(deserialize_with = "deserialize_lenient")]
    value: T,
}

fn read<T: JsonField>(value: Value) -> Result<T, String> {
    let field: Result<Field<T>, _> = serde_json::from_value(json!({ "value": value }));
    field
        .map(|field| field.value)
        .map_err(|error| error.to_string())
}

fn accepts<T: JsonField + PartialEq + Debug>(expected: T, values: impl IntoIterator<Item = Value>) {
    for value in values {
        assert_eq!(read::<T>(value.clone()).as_ref(), Ok(&expected), "{value}");
    }
}

fn refuses<T: JsonField + Debug>(values: impl IntoIterator<Item = Value>) {
    for value in values {
        read::<T>(value).unwrap_err();
    }
}

#[test]
fn integers_are_read_from_strings() {
    accepts(
        5_i64,
        [json!(5), json!("5"), json!(" 5 "), json!(5.0), json!("5.0")],
    );
    accepts(-5_i32, [json!(-5), json!("-5"), json!(-5.0)]);
    accepts(u64::MAX, [json!(u64::MAX), json!("18446744073709551615")]);
    refuses::<i64>([
        json!(null),
        json!(""),
        json!("five"),
        json!(5.5),
        json!(true),
        json!([]),
        json!(u64::MAX),
        json!(1e300),
        json!("1e300"),
    ]);
    refuses::<i32>([json!(i64::MAX), json!("2147483648")]);
    refuses::<u64>([json!(-1), json!("-1"), json!("NaN")]);
    refuses::<u32>([json!(-1), json!(4_294_967_296_u64)]);
}

#[test]
fn floats_are_read_from_strings() {
    accepts(1.5, [json!(1.5), json!("1.5"), json!(" 15e-1 ")]);
    accepts(2.0, [json!(2), json!("2")]);
    refuses::<f64>([
        json!("inf"),
        json!("NaN"),
        json!(""),
        json!("1,5"),
        json!(true),
    ]);
}

#[test]
fn booleans_are_read_from_strings_and_from_0_and_1() {
    accepts(
        true,
        [
            json!(true),
            json!("true"),
            json!("TRUE"),
            json!("1"),
            json!(1),
        ],
    );
    accepts(
        false,
        [
            json!(false),
            json!("false"),
            json!("False"),
            json!("0"),
            json!(0),
        ],
    );
    refuses::<bool>([json!(2), json!("yes"), json!(""), json!(null), json!(1.0)]);
}

#[test]
fn strings_are_read_from_numbers_and_booleans() {
    accepts("5".to_owned(), [json!("5"), json!(5)]);
    accepts("1.5".to_owned(), [json!(1.5)]);
    accepts("true".to_owned(), [json!(true)]);
    accepts(String::new(), [json!("")]);
    refuses::<String>([json!([]), json!({})]);
}

#[test]
fn null_and_empty_strings_are_not_numbers() {
    accepts(None::<i64>, [json!(null), json!(""), json!(" ")]);
    accepts(None::<bool>, [json!(null), json!("")]);
    accepts(None::<String>, [json!(null)]);
    accepts(Some(String::new()), [json!("")]);
    accepts(Some(5_i64), [json!("5")]);
    refuses::<Option<i64>>([json!("x")]);
}

#[test]
fn null_is_an_empty_string_list_or_map_where_a_value_is_required() {
    accepts(String::new(), [json!(null)]);
    accepts(vec!["a".to_owned()], [json!([null, "a"])]);
    accepts(Vec::<String>::new(), [json!(null)]);
    accepts(BTreeMap::<String, Value>::new(), [json!(null), json!(" ")]);
    // `null` is not a number or a boolean.
    refuses::<i64>([json!(null)]);
    refuses::<f64>([json!(null)]);
    refuses::<bool>([json!(null)]);
}

#[test]
fn lists_and_maps_are_read_element_by_element() {
    accepts(vec![1_i64, 2], [json!(["1", 2])]);
    accepts(Vec::<i64>::new(), [json!(null), json!([])]);
    accepts(Some(vec![true]), [json!(["1"])]);
    accepts(None::<Vec<i64>>, [json!(null)]);
    accepts(vec![None, Some(1.5)], [json!([null, "1.5"])]);
    accepts(
        BTreeMap::from([("a".to_owned(), 1_i64)]),
        [json!({"a": "1"})],
    );
    accepts(BTreeMap::<String, i64>::new(), [json!(null)]);
    accepts(BTreeMap::<String, i64>::new(), [json!([])]);
    refuses::<Vec<i64>>([json!({}), json!("x"), json!([[]])]);
    refuses::<BTreeMap<String, i64>>([json!([1])]);
}

#[test]
fn a_single_element_is_a_list_of_one_and_an_empty_string_is_an_empty_list() {
    accepts(vec![1_i64], [json!("1"), json!(1)]);
    accepts(vec!["x".to_owned()], [json!("x")]);
    accepts(Vec::<i64>::new(), [json!("")]);
}

#[derive(Debug, PartialEq)]
struct Item {
    id: i64,
}

json_object!(Item => id!);

#[derive(Debug, PartialEq)]
struct Lists {
    always: Vec<Item>,
    sometimes: Option<Vec<Item>>,
}

json_object!(Lists => always!, sometimes);

#[test]
fn lists_of_objects_are_read_by_their_elements() {
    let read = |json| serde_json::from_value::<Lists>(json);
    let one = || vec![Item { id: 1 }];
    let both = Lists {
        always: one(),
        sometimes: Some(one()),
    };
    let texts = [
        json!({"always": [{"id": 1}], "sometimes": [{"id": 1}]}),
        json!({"always": {"id": 1}, "sometimes": {"id": 1}}),
        json!({"always": {"id": "1"}, "sometimes": {"id": "1"}}),
    ];
    for json in texts {
        assert_eq!(read(json).unwrap(), both);
    }
    let none = Lists {
        always: Vec::new(),
        sometimes: None,
    };
    for json in [
        json!({"always": "", "sometimes": ""}),
        json!({"always": null, "sometimes": null}),
        json!({"always": []}),
    ] {
        assert_eq!(read(json).unwrap(), none);
    }
    assert!(read(json!({"sometimes": []})).is_err());
    assert!(read(json!({"always": [1]})).is_err());
}

#[test]
fn a_decode_error_says_what_was_expected() {
    let error = read::<Option<i64>>(json!("five")).unwrap_err();
    assert_eq!(
        error,
        "invalid value: string \"five\", expected a 64-bit integer"
    );
}

#[test]
fn an_absent_field_is_its_default() {
    #[derive(Deserialize)]
    struct Absent {
        #[serde(default, deserialize_with = "deserialize_lenient")]
        value: Option<i64>,
    }
    assert_eq!(serde_json::from_str::<Absent>("{}").unwrap().value, None);
}

#[derive(Debug, Default, PartialEq)]
struct Change {
    name: Patch<String>,
}

json_object!(Change => name);

#[test]
fn a_patch_distinguishes_absent_from_null_in_both_directions() {
    for (name, json) in [
        (Patch::Keep, json!({})),
        (Patch::Clear, json!({"name": null})),
        (Patch::from("x"), json!({"name": "x"})),
    ] {
        let change = Change { name };
        assert_eq!(serde_json::to_value(&change).unwrap(), json);
        assert_eq!(serde_json::from_value::<Change>(json).unwrap(), change);
    }
}

#[derive(Debug, Default, PartialEq)]
struct Thing {
    id: i64,
    r#type: Option<String>,
    members: Option<Box<Thing>>,
    parent: Option<String>,
    extra: Extra,
}

json_object!(Thing => id!, r#type = "type", members = "in/side", parent or null, ..extra);

#[test]
fn an_object_round_trips() {
    for json in [
        json!({"id": 1, "parent": null}),
        json!({"id": 1, "type": "a", "parent": "b", "c": [null], "d": {"e": 1}}),
        json!({"id": 1, "parent": null, "in/side": {"id": 2, "parent": "x", "id ": 3}}),
    ] {
        let thing: Thing = serde_json::from_value(json.clone()).unwrap();
        assert_eq!(serde_json::to_value(&thing).unwrap(), json);
        let text = serde_json::to_string(&thing).unwrap();
        assert_eq!(serde_json::from_str::<Thing>(&text).unwrap(), thing);
    }
}

#[test]
fn additional_properties_are_equal_if_their_fields_are_equal() {
    let empty = Extra::default();
    assert_eq!(empty, Extra::from(serde_json::Map::new()));
    assert_eq!(serde_json::to_value(&empty).unwrap(), json!({}));
    assert!(empty.is_empty() && empty.clone().into_map().is_empty());
    let mut filled = empty.clone();
    filled.insert("a".to_owned(), json!(1));
    assert_ne!(filled, empty);
    let copy: Extra = serde_json::from_value(json!({"a": 1})).unwrap();
    assert_eq!(copy, filled);
    filled.remove("a");
    assert_eq!(filled, empty);
}

#[test]
fn an_object_accepts_escaped_names_and_keeps_the_last_duplicate() {
    let text = r#"{"i\u0064": "1", "id": 2, "in\/side": null, "\u0063": 3}"#;
    let thing: Thing = serde_json::from_str(text).unwrap();
    assert_eq!((thing.id, thing.members), (2, None));
    assert_eq!(thing.extra.get("c"), Some(&json!(3)));
    let read: Thing = serde_json::from_reader(text.as_bytes()).unwrap();
    assert_eq!(read.id, 2);
}

#[test]
fn a_missing_required_field_is_an_error_with_its_name() {
    let error = |text| serde_json::from_str::<Thing>(text).unwrap_err().to_string();
    assert_eq!(error("{}"), "missing field `id` at line 1 column 2");
    assert!(error("[]").starts_with("invalid type: sequence, expected an object"));
    assert!(error("1").starts_with("invalid type: integer `1`, expected an object"));
}

#[derive(Debug, PartialEq)]
struct Numbers {
    rest: BTreeMap<String, i64>,
}

json_object!(Numbers => ..rest);

#[derive(Debug, PartialEq)]
struct Nothing {}

json_object!(Nothing =>);

#[test]
fn objects_with_only_additional_properties_are_read_and_written() {
    let numbers: Numbers = serde_json::from_value(json!({"a": "1", "b": 2})).unwrap();
    assert_eq!(
        serde_json::to_value(&numbers).unwrap(),
        json!({"a": 1, "b": 2})
    );
    let nothing: Nothing = serde_json::from_value(json!({"a": "1"})).unwrap();
    assert_eq!(serde_json::to_value(&nothing).unwrap(), json!({}));
}

#[test]
fn a_patch_reports_its_variant() {
    assert!(Patch::<i64>::default().is_keep() && Patch::<i64>::Clear.is_clear());
    assert_eq!(
        (Patch::from(5).as_set(), Patch::<i64>::Keep.as_set()),
        (Some(&5), None)
    );
}

#[test]
fn base64_is_decoded_in_both_alphabets_and_kept_as_it_came() {
    for text in ["+/8=", "-_8=", "-_8", "+/ 8=\n"] {
        let value = read::<Base64>(json!(text)).unwrap();
        assert_eq!(value.decode().as_deref(), Some(&b"\xfb\xff"[..]), "{text}");
        assert_eq!(json!(value), json!(text));
    }
    let wrong = read::<Base64>(json!("not base64!")).unwrap();
    assert_eq!(wrong.decode(), None);
    assert_eq!(json!(wrong), json!("not base64!"));
    assert_eq!(json!(Base64Url::from(b"\xfb\xff")), json!("-_8="));
}

#[test]
fn wide_integers_are_exact_or_an_error() {
    accepts(5_u128, [json!(5), json!(5.0)]);
    accepts(i128::from(i64::MIN), [json!(i64::MIN)]);
    refuses::<u128>([json!(-1), json!("5"), json!(1.5), json!(1e30), json!(null)]);
}
