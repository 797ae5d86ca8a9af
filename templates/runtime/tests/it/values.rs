//! Lenient decoding, patches, and values as the text of parameters.

use std::collections::BTreeMap;
use std::fmt::Debug;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::runtime::{Patch, lenient, lenient_list};

#[derive(Debug, PartialEq, Deserialize)]
struct Field<T: lenient::Lenient> {
    #[serde(deserialize_with = "lenient::value")]
    value: T,
}

fn read<T: lenient::Lenient>(value: Value) -> Result<T, String> {
    let field: Result<Field<T>, _> = serde_json::from_value(json!({ "value": value }));
    field
        .map(|field| field.value)
        .map_err(|error| error.to_string())
}

fn accepts<T: lenient::Lenient + PartialEq + Debug>(
    expected: T,
    values: impl IntoIterator<Item = Value>,
) {
    for value in values {
        assert_eq!(read::<T>(value.clone()).as_ref(), Ok(&expected), "{value}");
    }
}

fn refuses<T: lenient::Lenient + Debug>(values: impl IntoIterator<Item = Value>) {
    for value in values {
        read::<T>(value).unwrap_err();
    }
}

#[test]
fn integers_are_read_from_their_text() {
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
fn floats_are_read_from_their_text() {
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
fn booleans_are_read_from_their_text_and_from_0_and_1() {
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
fn text_is_read_from_numbers_and_booleans() {
    accepts("5".to_owned(), [json!("5"), json!(5)]);
    accepts("1.5".to_owned(), [json!(1.5)]);
    accepts("true".to_owned(), [json!(true)]);
    accepts(String::new(), [json!("")]);
    refuses::<String>([json!(null), json!([]), json!({})]);
}

#[test]
fn null_and_empty_text_are_no_number() {
    accepts(None::<i64>, [json!(null), json!(""), json!(" ")]);
    accepts(None::<bool>, [json!(null), json!("")]);
    accepts(None::<String>, [json!(null)]);
    accepts(Some(String::new()), [json!("")]);
    accepts(Some(5_i64), [json!("5")]);
    refuses::<Option<i64>>([json!("x")]);
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
fn one_element_is_a_list_of_one_and_empty_text_is_none() {
    accepts(vec![1_i64], [json!("1"), json!(1)]);
    accepts(vec!["x".to_owned()], [json!("x")]);
    accepts(Vec::<i64>::new(), [json!("")]);
}

#[test]
fn lists_of_what_is_no_scalar_are_read_by_their_elements() {
    #[derive(Debug, Deserialize, PartialEq)]
    struct Item {
        id: i64,
    }
    #[derive(Debug, Deserialize, PartialEq)]
    struct Lists {
        #[serde(with = "lenient_list")]
        always: Vec<Item>,
        #[serde(default, with = "lenient_list")]
        sometimes: Option<Vec<Item>>,
    }
    let read = |json| serde_json::from_value::<Lists>(json);
    let one = || vec![Item { id: 1 }];
    let both = Lists {
        always: one(),
        sometimes: Some(one()),
    };
    let texts = [
        json!({"always": [{"id": 1}], "sometimes": [{"id": 1}]}),
        json!({"always": {"id": 1}, "sometimes": {"id": 1}}),
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
fn what_cannot_be_read_is_named_with_what_was_expected() {
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
        #[serde(default, deserialize_with = "lenient::value")]
        value: Option<i64>,
    }
    assert_eq!(serde_json::from_str::<Absent>("{}").unwrap().value, None);
}

#[derive(Debug, Default, PartialEq, Deserialize, Serialize)]
struct Change {
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    name: Patch<String>,
}

#[test]
fn a_patch_tells_absent_from_null_both_ways() {
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

#[test]
fn a_patch_says_what_it_does() {
    assert!(Patch::<i64>::default().is_keep() && Patch::<i64>::Clear.is_clear());
    assert_eq!(
        (Patch::from(5).as_set(), Patch::<i64>::Keep.as_set()),
        (Some(&5), None)
    );
}
