//! Tests of unions: which alternative a JSON value becomes, and the JSON that a union is written as.

use std::cell::Cell;
use std::fmt::Write as _;

use serde::{Deserialize, Deserializer};
use serde_json::{Value, json};

use crate::runtime::{FixedProperty, Json, JsonField, from_json, json_object, json_union};

#[derive(Clone, Debug, PartialEq)]
struct Made {
    kind: FixedProperty,
    id: i64,
    by: Option<String>,
}

json_object!(Made => kind = "type" is "made", id!, by);

#[derive(Clone, Debug, PartialEq)]
struct Gone {
    id: i64,
}

json_object!(Gone => id!);

#[derive(Clone, Debug, PartialEq)]
enum Event {
    Made(Made),
    Gone(Gone),
    Text(String),
    Other(Json),
}

json_union!(Event by "type" => Made = "made", Gone = "gone" | "1" | "true" added, Text);

fn read<T: JsonField>(json: &Value) -> T {
    from_json(json.to_string().as_bytes()).unwrap()
}

fn written(value: &impl serde::Serialize) -> Value {
    serde_json::to_value(value).unwrap()
}

#[test]
fn the_tag_selects_the_alternative() {
    let made = read::<Event>(&json!({"type": "made", "id": 1, "new": 2}));
    assert!(matches!(&made, Event::Made(made) if made.id == 1));
    assert_eq!(written(&made), json!({"type": "made", "id": 1}));
    for tag in [json!("gone"), json!(1), json!(true)] {
        let gone = read::<Event>(&json!({"id": 2, "type": tag}));
        assert_eq!(gone, Event::Gone(Gone { id: 2 }));
        assert_eq!(written(&gone), json!({"id": 2, "type": "gone"}));
    }
}

#[test]
fn a_value_that_its_tag_does_not_explain_is_kept_as_it_is() {
    for value in [
        json!({"type": "moved", "id": 1, "by": "x", "to": [1, {"a": null}]}),
        // The tag selects `Made`, but the required `id` is missing.
        json!({"type": "made", "by": "x"}),
        json!([1]),
    ] {
        let event = read::<Event>(&value);
        assert_eq!(event, Event::Other(value.clone()));
        assert_eq!(written(&event), value);
    }
    assert_eq!(read::<Event>(&json!("t")), Event::Text("t".to_owned()));
}

#[test]
fn a_fixed_property_is_sent_and_another_value_of_it_is_kept() {
    let made = Made {
        kind: FixedProperty::default(),
        id: 1,
        by: None,
    };
    assert_eq!(written(&made), json!({"type": "made", "id": 1}));
    assert_eq!(read::<Made>(&json!({"id": 1})), made);
    assert_eq!(read::<Made>(&json!({"type": "made", "id": 1})), made);
    let other = json!({"type": "made_2", "id": 1});
    assert_eq!(written(&read::<Made>(&other)), other);
}

thread_local! {
    static READ: Cell<usize> = const { Cell::new(0) };
}

/// An integer that counts its deserializations in `READ`.
#[derive(Clone, Debug, PartialEq)]
struct Counted(i64);

impl<'de> Deserialize<'de> for Counted {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        READ.set(READ.get() + 1);
        i64::deserialize(deserializer).map(Self)
    }
}

impl serde::Serialize for Counted {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl JsonField for Counted {}

/// An alternative of `Tree`. `Left` and `Right` have the same fields except one.
#[derive(Clone, Debug, PartialEq)]
struct Left {
    below: Option<Box<Tree>>,
    more: Vec<Tree>,
    n: Counted,
    first: Option<i64>,
}

json_object!(Left => below, more, n!, first = "left");

#[derive(Clone, Debug, PartialEq)]
struct Right {
    below: Option<Box<Tree>>,
    more: Vec<Tree>,
    n: Counted,
    second: Option<i64>,
}

json_object!(Right => below, more, n!, second = "right");

#[derive(Clone, Debug, PartialEq)]
enum Tree {
    Left(Left),
    Right(Right),
    Other(Json),
}

json_union!(Tree => Left, Right);

/// Returns deeply nested JSON, whose levels are `Left` and `Right` in turn.
fn deep(depth: usize, below: &str, after: &str) -> String {
    let mut json = String::new();
    for level in 0..depth {
        let side = if level % 2 == 0 { "left" } else { "right" };
        write!(json, r#"{{"n":{level},"{side}":1,{below}"#).unwrap();
    }
    json.push_str("null");
    json.push_str(&format!("{after}}}").repeat(depth));
    json
}

#[test]
fn reading_nested_unions_takes_a_bounded_number_of_steps_for_each_level() {
    for (below, after) in [
        (r#""below":"#, ""),
        (r#""more":["#, "]"),
        // A single value in place of a list.
        (r#""more":"#, ""),
    ] {
        for depth in [10, 20, 60] {
            let json = deep(depth, below, after);
            READ.set(0);
            let tree: Tree = from_json(json.as_bytes()).unwrap();
            // To choose an alternative, the decoder reads each level twice. If the level contains another union, the
            // decoder reads it a third time. In the last level, `[null]` counts as a union, but `null` does not.
            let last = usize::from(below.ends_with('['));
            assert_eq!(READ.get(), 3 * depth - 1 + last, "{below}");
            let mut level = &tree;
            for index in 0..depth {
                let (below, more) = match level {
                    Tree::Left(left) if index % 2 == 0 => (&left.below, &left.more),
                    Tree::Right(right) if index % 2 == 1 => (&right.below, &right.more),
                    _ => panic!("{index}: {level:?}"),
                };
                if index + 1 < depth {
                    level = below.as_deref().or(more.first()).unwrap();
                }
            }
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
struct Track {
    id: Option<String>,
    album: Option<String>,
}

json_object!(Track => id, album);

#[derive(Clone, Debug, PartialEq)]
struct Episode {
    id: String,
    show: String,
    resume: i64,
}

json_object!(Episode => id!, show!, resume!);

#[derive(Clone, Debug, PartialEq)]
enum Item {
    Track(Track),
    Episode(Episode),
    Other(Json),
}

json_union!(Item => Track, Episode);

#[test]
fn a_value_without_a_required_property_is_not_read_as_an_alternative_that_loses_more() {
    let episode = json!({"id": "1", "show": "s"});
    assert_eq!(read::<Item>(&episode), Item::Other(episode.clone()));
    // Unknown properties do not affect the choice of the alternative.
    let track = read::<Item>(&json!({"id": "1", "album": "a", "new": 1}));
    assert!(matches!(track, Item::Track(_)), "{track:?}");
    let track = read::<Item>(&json!({"id": "1", "new": 1}));
    assert!(matches!(track, Item::Track(_)), "{track:?}");
}

/// A union whose alternatives are unions.
#[derive(Clone, Debug, PartialEq)]
enum Outer {
    Item(Item),
    Tree(Box<Tree>),
    Other(Json),
}

json_union!(Outer => Item, Tree);

#[test]
fn an_alternative_that_is_a_union_is_read_as_its_best_alternative() {
    let tree = json!({"n": 1, "right": 2, "below": {"n": 2, "left": 3, "more": []}});
    let outer = read::<Outer>(&tree);
    assert!(matches!(&outer, Outer::Tree(tree) if matches!(**tree, Tree::Right(_))));
    assert_eq!(
        written(&outer),
        json!({"n": 1, "right": 2, "below": {"n": 2, "left": 3, "more": []}, "more": []})
    );
    let outer = read::<Outer>(&json!({"id": "1", "show": "s", "resume": 1}));
    assert!(matches!(outer, Outer::Item(Item::Episode(_))), "{outer:?}");
}
