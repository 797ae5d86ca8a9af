//! Invents the example values of documents.
//!
//! In: a settled schema and its place. Out: an example value. If the table `examples` has a row for the place, its
//! value is used. Otherwise, the value is invented from the type, the limits and the name of the property. The same id
//! has the same value in all examples.

use super::read::{is_date, is_date_time};
use super::shape::{Kind, Literal, Object, Shape};
use super::work::{Context, Work};
use crate::import::tables::Place;
use crate::import::tree::{Members, Tree};
use crate::import::words::snake;
use crate::load::sha256;
use crate::text::sounds_secret;

/// The maximum number of properties in an object of an example. The first number applies to the outermost object, the
/// second number to objects inside of it, and so on.
const PROPERTIES: &[usize] = &[14, 8, 5, 3];
/// The maximum nesting depth of an example.
const MOST_DEPTH: usize = 12;
/// The characters of invented ids and tokens.
const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

impl Work<'_> {
    /// Returns an example value for a schema.
    pub(super) fn example(&mut self, shape: &Shape, place: &Place, context: &Context) -> Tree {
        self.value(shape, place, context, 0)
    }

    fn value(&mut self, shape: &Shape, place: &Place, context: &Context, depth: usize) -> Tree {
        if let Some(tree) = self.table_example(shape, place, context) {
            return tree;
        }
        match &shape.kind {
            Kind::Named(name) => match self.schemas.get(name).cloned() {
                Some(entry) if depth < MOST_DEPTH => {
                    self.value(&entry.shape, &entry.place, context, depth)
                }
                _ => Tree::Map(Members::new()),
            },
            Kind::Any => Tree::Map(Members::new()),
            Kind::Object(object) => self.object_example(object, place, context, depth),
            Kind::List(items) => Tree::List(vec![self.value(items, place, context, depth + 1)]),
            Kind::Choice(choice) => match choice.alternatives.first() {
                Some(first) => self.value(first, place, context, depth),
                None => Tree::Map(Members::new()),
            },
            Kind::Text | Kind::Integer | Kind::Number | Kind::Boolean => {
                self.scalar_example(shape, place, context)
            }
        }
    }

    fn object_example(
        &mut self,
        object: &Object,
        place: &Place,
        context: &Context,
        depth: usize,
    ) -> Tree {
        let most = PROPERTIES.get(depth).copied().unwrap_or(2);
        let is_required = |name: &String| object.required.contains(name);
        let required = object
            .properties
            .keys()
            .filter(|name| is_required(name))
            .count();
        let mut others = most.saturating_sub(required);
        let mut members = Members::new();
        for (name, shape) in &object.properties {
            if !is_required(name) {
                if others == 0 || shape.is_deprecated() {
                    continue;
                }
                others -= 1;
            }
            let value = self.value(shape, &place.child(name), context, depth + 1);
            members.push((name.clone(), value));
        }
        Tree::Block(members)
    }

    /// Returns the value from the table `examples`, if the value has the type of the schema.
    fn table_example(&mut self, shape: &Shape, place: &Place, context: &Context) -> Option<Tree> {
        let text = self.tables.examples.value(&context.area, place)?;
        let value: serde_json::Value = serde_json::from_str(text).ok()?;
        if let Kind::Named(name) = &shape.kind
            && !value.is_object()
        {
            // A value that is not an object can only be the example of a named enum.
            let named = self.schemas.get(name)?.shape.clone();
            return self.table_example(&named, place, context);
        }
        let is_list = value.is_array();
        let fits = match &shape.kind {
            Kind::Text => value.is_string(),
            Kind::Integer => value.is_i64() || value.is_u64(),
            Kind::Number => value.is_number(),
            Kind::Boolean => value.is_boolean(),
            Kind::List(items) => is_list || (value.is_object() == items.is_object()),
            Kind::Object(_) | Kind::Named(_) | Kind::Choice(_) => value.is_object(),
            Kind::Any => true,
        };
        let literal = match &value {
            serde_json::Value::String(text) => Some(Literal::Text(text.clone())),
            serde_json::Value::Number(number) => Some(Literal::Number(number.to_string())),
            _ => None,
        };
        let is_known = shape.values.is_empty()
            || literal.is_some_and(|literal| shape.values.contains(&literal));
        let has_format = match (shape.format.as_deref(), value.as_str()) {
            (Some("date"), Some(text)) => is_date(text),
            (Some("date-time"), Some(text)) => is_date_time(text),
            _ => true,
        };
        if !fits || !is_known || !has_format {
            self.here.review.add(
                "examples that do not fit",
                format!("{}: {text}", place.full()),
            );
            return None;
        }
        let tree = tree(&value);
        let is_alone = matches!(shape.kind, Kind::List(_)) && !is_list;
        Some(if is_alone {
            Tree::List(vec![tree])
        } else {
            tree
        })
    }

    fn scalar_example(&self, shape: &Shape, place: &Place, context: &Context) -> Tree {
        if let Some(value) = shape.values.first().or(shape.default.as_ref()) {
            return value.tree();
        }
        let name = snake(&split_words(place.last()));
        match shape.kind {
            Kind::Boolean => Tree::yes(),
            Kind::Integer | Kind::Number => number(shape, &name, place),
            _ => Tree::Text(self.text(shape, &name, place, context)),
        }
    }

    fn text(&self, shape: &Shape, name: &str, place: &Place, context: &Context) -> String {
        let id = self.tables.ids.value(&context.area, place);
        let secret = self.tables.secrets.value(&context.area, place);
        let is_secret = secret.map_or_else(|| sounds_secret(name), |word| word == "yes");
        let text = match shape.format.as_deref() {
            Some("date-time") if is_end(name) => "2026-03-02T10:15:00Z".to_owned(),
            Some("date-time") => "2026-03-02T09:30:00Z".to_owned(),
            Some("date") if is_end(name) => "2026-03-09".to_owned(),
            Some("date") => "2026-03-02".to_owned(),
            Some("email") => "kim@example.com".to_owned(),
            Some("uri") => format!("https://example.com/{}", name.replace('_', "-")),
            Some("uuid") => "6f1c2a90-5b3e-4d87-9a42-c0d1e2f3a4b5".to_owned(),
            Some("ipv4") => "192.0.2.10".to_owned(),
            Some("ipv6") => "2001:db8::10".to_owned(),
            _ if self.is_page_token(place.last()) => letters(name, 32),
            _ if is_secret => "not-a-real-secret".to_owned(),
            _ => match id {
                Some(id) => letters(id, 22),
                None => by_name(name, place),
            },
        };
        fit(&text, shape)
    }
}

/// Returns whether a name such as `end_time` or `valid_until` is the end of a period. Its example must be later than
/// the start.
fn is_end(name: &str) -> bool {
    name.split('_')
        .any(|word| ["to", "end", "until", "expiration"].contains(&word))
}

/// Invents a text that fits the name of the property, such as an address for `email`.
fn by_name(name: &str, place: &Place) -> String {
    let ends = |words: &[&str]| {
        words.iter().any(|word| {
            name == *word
                || name
                    .strip_suffix(word)
                    .is_some_and(|rest| rest.ends_with('_'))
        })
    };
    let known: &[(&[&str], &str)] = &[
        (&["email", "email_address", "emails"], "kim@example.com"),
        (&["phone_number", "phone", "phone_numbers"], "+12025550123"),
        (&["country", "country_code"], "US"),
        (&["time_zone", "timezone"], "America/New_York"),
        (&["language"], "en-US"),
        (&["ip", "ip_address"], "192.0.2.10"),
        (&["mac_address"], "00:00:5e:00:53:01"),
        (&["first_name"], "Kim"),
        (&["last_name"], "Example"),
        (&["display_name", "user_name", "host_name"], "Kim Example"),
        (&["time", "date_time", "at"], "2026-03-02T09:30:00Z"),
        (&["date"], "2026-03-02"),
        (&["domain"], "example.com"),
    ];
    if let Some((_, text)) = known.iter().find(|(names, _)| ends(names)) {
        return (*text).to_owned();
    }
    if ends(&["url", "link", "uri"]) {
        return format!("https://example.com/{}", name.replace('_', "-"));
    }
    if ends(&["id", "ids", "uuid"]) {
        return letters(&subject(name, place), 22);
    }
    let mut words = name.replace('_', " ");
    if let Some(first) = words.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    words
}

/// Returns the name of the thing that an id identifies. For `tour_id`, this is `tour`. For a plain `id`, this is the
/// name of the schema or property that contains the id.
fn subject(name: &str, place: &Place) -> String {
    let full = place.full();
    let mut names = full.rsplit('.').skip(1);
    match name {
        "id" | "ids" | "uuid" => snake(&split_words(names.next().unwrap_or_default())),
        _ => name
            .trim_end_matches("_uuid")
            .trim_end_matches("_ids")
            .trim_end_matches("_id")
            .to_owned(),
    }
}

/// Splits `tourId` into `tour Id`.
fn split_words(name: &str) -> String {
    let mut words = String::new();
    let mut was_lower = false;
    for c in name.chars() {
        if c.is_ascii_uppercase() && was_lower {
            words.push(' ');
        }
        was_lower = c.is_ascii_lowercase() || c.is_ascii_digit();
        words.push(c);
    }
    words
}

/// Returns `count` characters that look random. The same name always gives the same characters.
fn letters(name: &str, count: usize) -> String {
    let digest = digest(name);
    let mut letters: Vec<char> = digest
        .iter()
        .cycle()
        .enumerate()
        .take(count)
        .map(|(index, byte)| {
            let turn = index / digest.len().max(1);
            let position = (usize::from(*byte) + turn) % LETTERS.len();
            LETTERS.get(position).copied().map_or('A', char::from)
        })
        .collect();
    // An id that starts with `-` or `_` is hard to read.
    if let Some(first) = letters
        .first_mut()
        .filter(|first| !first.is_ascii_alphabetic())
    {
        *first = 'k';
    }
    letters.into_iter().collect()
}

/// Returns bytes that look random. The same name always gives the same bytes.
fn digest(name: &str) -> Vec<u8> {
    let digits = sha256(name.as_bytes());
    let pairs = digits.as_bytes().chunks(2);
    let pairs = pairs.filter_map(|pair| std::str::from_utf8(pair).ok());
    pairs
        .filter_map(|pair| u8::from_str_radix(pair, 16).ok())
        .collect()
}

fn number(shape: &Shape, name: &str, place: &Place) -> Tree {
    let is_id = ["id", "ids", "number"].iter().any(|word| {
        name == *word
            || name
                .strip_suffix(word)
                .is_some_and(|rest| rest.ends_with('_'))
    });
    let is_large = shape.format.as_deref() == Some("int64");
    let wanted = if is_id && is_large {
        let digest = digest(&subject(name, place));
        let sum = digest
            .iter()
            .take(4)
            .fold(0_i128, |sum, byte| sum * 256 + i128::from(*byte));
        82_000_000_000 + sum
    } else {
        1
    };
    let low = shape.limit("minimum").unwrap_or(wanted);
    let high = shape.limit("maximum").unwrap_or(i128::MAX);
    Tree::Plain(wanted.max(low).min(high).to_string())
}

/// Cuts or extends a text, so that its length matches `minLength` and `maxLength`.
fn fit(text: &str, shape: &Shape) -> String {
    let most = shape
        .limit("maxLength")
        .and_then(|most| usize::try_from(most).ok());
    let least = shape
        .limit("minLength")
        .and_then(|least| usize::try_from(least).ok());
    let mut text: String = text.chars().take(most.unwrap_or(usize::MAX)).collect();
    let length = text.chars().count();
    if let Some(missing) = least.and_then(|least| least.min(4096).checked_sub(length)) {
        text.extend("x".chars().cycle().take(missing));
    }
    text.trim_end().to_owned()
}

/// Converts a JSON value to a [`Tree`].
fn tree(value: &serde_json::Value) -> Tree {
    match value {
        serde_json::Value::String(text) => Tree::text(text),
        serde_json::Value::Array(items) => Tree::List(items.iter().map(tree).collect()),
        serde_json::Value::Object(map) => {
            let members = map.iter().map(|(name, value)| (name.clone(), tree(value)));
            Tree::Block(members.collect())
        }
        other => Tree::Plain(other.to_string()),
    }
}
