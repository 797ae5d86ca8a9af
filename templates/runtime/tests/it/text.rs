//! Tests that open enums and ids accept any value and serialize the value unchanged.

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::runtime::{PageToken, UnknownValue};
use crate::support::api::{AccountId, Mode, PayMode, UserType};
use crate::support::properties;

fn through<T: serde::Serialize + serde::de::DeserializeOwned>(json: Value) -> Value {
    serde_json::to_value(serde_json::from_value::<T>(json).unwrap()).unwrap()
}

#[test]
fn ids_convert_from_and_to_strings() {
    let id = AccountId::new("a1");
    assert_eq!(AccountId::from(&id), id);
    assert_eq!(AccountId::from("a1"), AccountId::from("a1".to_owned()));
    assert_eq!("a1".parse::<AccountId>().unwrap(), id);
    assert_eq!(
        (id.as_str(), id.as_ref(), id.to_string().as_str()),
        ("a1", "a1", "a1")
    );
    assert!(id == "a1" && id == *"a1" && id != "a2");
    assert_eq!(format!("[{id:>4}]"), "[  a1]");
    assert_eq!(id.into_string(), "a1");
}

#[test]
fn an_id_keeps_a_text_of_any_length() {
    for length in [0, 1, 22, 23, 24, 100] {
        let text = "ä ".repeat(length);
        for text in [text.as_str(), &"x".repeat(length)] {
            let id = AccountId::from(text);
            assert_eq!(id, AccountId::new(text));
            assert_eq!(id.as_str(), text);
            assert_eq!(through::<AccountId>(json!(text)), json!(text));
            assert_eq!(String::from(id.clone()), text);
            assert_eq!(id.into_string(), text);
        }
    }
}

#[test]
fn an_id_is_created_from_a_number_or_its_text() {
    fn id(id: impl Into<AccountId>) -> AccountId {
        id.into()
    }
    let number: i64 = 85_746_065;
    assert_eq!(id(number), "85746065");
    assert_eq!(id(85_746_065), id("85746065"));
}

#[test]
fn ids_are_read_from_strings_numbers_and_booleans() {
    for (json, text) in [
        (json!("a1"), "a1"),
        (json!(12), "12"),
        (json!(-3), "-3"),
        (
            json!(18_446_744_073_709_551_615_u64),
            "18446744073709551615",
        ),
        (json!(1.5), "1.5"),
        (json!(true), "true"),
    ] {
        assert_eq!(serde_json::from_value::<AccountId>(json).unwrap(), text);
    }
    for json in [json!(null), json!([]), json!({})] {
        let error = serde_json::from_value::<AccountId>(json)
            .unwrap_err()
            .to_string();
        assert!(error.contains("expected a string"), "{error}");
    }
}

#[test]
fn ids_are_keys_of_maps() {
    let json = json!({"a": 1, "b": 2});
    assert_eq!(
        through::<std::collections::BTreeMap<AccountId, i64>>(json.clone()),
        json
    );
}

#[test]
fn string_enums_keep_unknown_values() {
    assert_eq!(
        serde_json::from_value::<PayMode>(json!("master")).unwrap(),
        PayMode::Master
    );
    let unknown = serde_json::from_value::<PayMode>(json!("later")).unwrap();
    assert!(matches!(unknown, PayMode::Unknown(_)));
    assert_eq!(
        (unknown.as_str(), unknown.to_string().as_str()),
        ("later", "later")
    );
    assert_eq!(unknown, PayMode::from("later".to_owned()));
    assert_eq!(through::<PayMode>(json!("later")), json!("later"));
    assert_eq!("sub".parse::<PayMode>().unwrap(), PayMode::Sub);
}

#[test]
fn integer_enums_keep_unknown_values_exactly() {
    assert_eq!(
        serde_json::from_value::<UserType>(json!(2)).unwrap(),
        UserType::Licensed
    );
    assert_eq!(
        serde_json::from_value::<UserType>(json!("2")).unwrap(),
        UserType::Licensed
    );
    assert_eq!(through::<UserType>(json!("2")), json!(2));
    for json in [
        json!(7),
        json!("7"),
        json!("seven"),
        json!(""),
        json!(7.5),
        json!(u64::MAX),
        json!(true),
        json!(-1),
    ] {
        assert_eq!(through::<UserType>(json.clone()), json);
        assert!(matches!(
            serde_json::from_value(json).unwrap(),
            UserType::Unknown(_)
        ));
    }
    assert!(serde_json::from_value::<UserType>(json!(null)).is_err());
    assert_eq!(UserType::from(7).as_i64(), Some(7));
    assert_eq!(
        (UserType::Basic.to_string(), UserType::from(7).to_string()),
        ("Basic".to_owned(), "7".to_owned())
    );
    let text: UserType = serde_json::from_value(json!("seven")).unwrap();
    assert_eq!((text.as_i64(), text.to_string().as_str()), (None, "seven"));
}

#[test]
fn unknown_values_convert_and_compare() {
    assert_eq!(UnknownValue::from("a"), UnknownValue::from("a".to_owned()));
    assert_ne!(UnknownValue::from("7"), UnknownValue::from(7));
    assert_eq!(UnknownValue::from(7).to_string(), "7");
    assert_eq!(UnknownValue::from(" 7 ").as_i64(), Some(7));
    assert_eq!(PageToken::from("t").as_str(), "t");
}

proptest! {
    #![proptest_config(properties())]

    #[test]
    fn any_string_round_trips(text in ".*") {
        prop_assert_eq!(through::<AccountId>(json!(text)), json!(text));
        prop_assert_eq!(through::<PayMode>(json!(text)), json!(text));
    }

    #[test]
    fn any_number_round_trips(number in any::<i64>(), fraction in any::<f64>()) {
        prop_assert_eq!(through::<UserType>(json!(number)), json!(number));
        prop_assert_eq!(through::<UnknownValue>(json!(fraction)), json!(fraction));
    }
}

#[test]
fn number_enums_are_shown_and_parsed_by_name() {
    assert_eq!(format!("{:>10}|", UserType::Licensed), "  Licensed|");
    assert_eq!(UserType::from(99).to_string(), "99");
    for (text, value) in [
        ("Licensed", UserType::Licensed),
        ("licensed", UserType::Licensed),
        (" 2 ", UserType::Licensed),
        ("99", UserType::from(99)),
    ] {
        assert_eq!(text.parse::<UserType>().unwrap(), value, "{text}");
    }
    let error = "gold".parse::<UserType>().unwrap_err();
    assert_eq!(
        error.to_string(),
        "\"gold\" is not a known value of `UserType`; known values: Basic (1), Licensed (2)"
    );
}

#[test]
fn text_of_a_person_is_parsed_only_into_known_values() {
    assert_eq!(PayMode::parse_known("sub").unwrap(), PayMode::Sub);
    assert_eq!(Mode::parse_known("1.5").unwrap(), Mode::N15);
    assert_eq!(UserType::parse_known("1").unwrap(), UserType::Basic);
    assert_eq!(
        PayMode::parse_known("Sub").unwrap_err().to_string(),
        "\"Sub\" is not a known value of `PayMode`; known values: sub, master"
    );
    assert!(UserType::parse_known("99").is_err());
    assert!(Mode::parse_known("").is_err());
}

#[test]
fn debug_of_an_unknown_value_is_one_word() {
    assert_eq!(
        format!("{:?}", PayMode::from("later")),
        "Unknown(\"later\")"
    );
    assert_eq!(format!("{:?}", UserType::from(99)), "Unknown(99)");
}

#[test]
fn an_id_converts_into_its_text() {
    assert_eq!(String::from(AccountId::new("a/b==")), "a/b==");
}
