//! Names the fields of structs and the variants of enums and unions.
//!
//! In: a type and the names of all types. Out: a name for each part of the type. Two parts could have the same name.
//! Then their names are extended by the symbols in the JSON name, or by the location of the parameter. If this does not
//! help, one name gets a letter, with a warning.

use std::collections::{BTreeMap, BTreeSet};

use super::idents::{pascal, snake, snake_spelled, variant, variant_cased, variant_spelled};
use super::letters::Letters;
use super::location;
use super::tables::TypeNames;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{Arm, Field, IntKind, Shape, Ty, TypeDef, TypeId, Variant, VariantValue};
use crate::source::Span;

/// Names that no field can have. The setter of such a field would have the same name as a function of the struct.
const RESERVED_FIELDS: &[&str] = &["clone", "default", "into", "new"];
/// The possible names of the field for additional properties. The first free name is used.
const EXTRA: &[&str] = &["extra", "other_fields", "unknown_fields", "extra_fields"];
/// `Unknown` is the variant for unknown values. If a known value would be named `Unknown`, it gets one of the other
/// names.
const UNKNOWN: &[&str] = &["Unknown", "UnknownKind", "UnknownName", "UnknownOne"];
/// `Other` is the variant for values that match no alternative. If an alternative would be named `Other`, it gets one
/// of the other names.
const OTHER: &[&str] = &["Other", "OtherKind", "OtherName", "OtherOne"];
/// A schema title with more letters does not become the name of a variant.
const MOST_OF_TITLE: usize = 40;

/// Names a type and its parts.
pub(super) fn named(
    id: TypeId,
    def: &TypeDef,
    idents: &BTreeMap<TypeId, String>,
    diagnostics: &mut Diagnostics,
) -> TypeNames {
    let ident = idents.get(&id).cloned().unwrap_or_default();
    let mut names = TypeNames::default();
    match &def.shape {
        Shape::Struct { fields, .. } => {
            let spans: Vec<Span> = fields.iter().map(|field| field.origin.span).collect();
            names.fields = lettered(field_names(fields), def, &spans, diagnostics);
            names.extra = extra(&names.fields);
        }
        Shape::Enum { variants } => {
            names.variants = lettered(variant_names(variants), def, &[], diagnostics);
        }
        Shape::Union { arms, .. } => {
            names.arms = lettered(arm_names(arms, &ident, idents), def, &[], diagnostics);
        }
        Shape::Alias(_) => {}
    }
    names.ident = ident;
    names
}

/// Adds a letter to each name that is empty or that another part of the type already has. Each letter is reported as a
/// warning.
fn lettered(
    names: Vec<String>,
    def: &TypeDef,
    spans: &[Span],
    diagnostics: &mut Diagnostics,
) -> Vec<String> {
    let is_struct = matches!(def.shape, Shape::Struct { .. });
    let mut taken: BTreeSet<String> = match def.shape {
        Shape::Enum { .. } => UNKNOWN.iter().take(1),
        Shape::Union { .. } => OTHER.iter().take(1),
        Shape::Struct { .. } | Shape::Alias(_) => [].iter().take(0),
    }
    .map(|name| (*name).to_owned())
    .collect();
    let mut letters = Letters::default();
    let mut out = Vec::with_capacity(names.len());
    for (index, name) in names.into_iter().enumerate() {
        if !name.is_empty() && taken.insert(name.clone()) {
            out.push(name);
            continue;
        }
        let (code, message) = if name.is_empty() {
            let message = "a part of this type cannot be named".to_owned();
            (Code::NameInvalid, message)
        } else {
            let message = format!("two parts of one type would be `{name}`");
            (Code::NameCollision, message)
        };
        let diagnostic = Diagnostic::warning(code, message);
        let diagnostic = match spans.get(index) {
            Some(span) => diagnostic.label(*span, "this part gets a letter"),
            None => diagnostic.label(def.origin.span, format!("part {} of this type", index + 1)),
        };
        diagnostics.push(diagnostic.help("give it an `x-rust-name`, or list `x-enum-varnames`"));
        let with_letter = |letter: &str| match (name.is_empty(), is_struct) {
            (true, false) => format!("Value{letter}"),
            (true, true) => format!("field_{}", letter.to_ascii_lowercase()),
            (false, false) => format!("{name}{letter}"),
            (false, true) => {
                let stem = name.trim_end_matches('_');
                format!("{stem}_{}", letter.to_ascii_lowercase())
            }
        };
        let is_free = |name: &str| taken.insert(name.to_owned());
        out.push(letters.first_free(&name, with_letter, is_free));
    }
    out
}

/// Returns the name of the field for additional properties. `parts` are the names of all other fields.
fn extra(parts: &[String]) -> String {
    let is_free = |name: &&str| parts.iter().all(|part| part != name);
    let known = EXTRA.iter().copied().find(|name| is_free(name));
    let with_letter = |letter: &str| format!("extra_{}", letter.to_ascii_lowercase());
    known.map_or_else(
        || Letters::default().first_free("", with_letter, |name| is_free(&name)),
        str::to_owned,
    )
}

/// Returns the positions at which each name is in the list.
fn positions(names: &[String]) -> BTreeMap<&str, Vec<usize>> {
    let mut positions: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (position, name) in names.iter().enumerate() {
        positions.entry(name).or_default().push(position);
    }
    positions
}

fn field_names(fields: &[Field]) -> Vec<String> {
    let first = |field: &Field| {
        let text = field.name.as_deref().unwrap_or(&field.wire);
        let text = if text.is_empty() { "empty" } else { text };
        let name = snake(text).or_else(|| snake_spelled(text));
        match name {
            Some(name) if RESERVED_FIELDS.contains(&name.as_str()) => format!("{name}_"),
            name => name.unwrap_or_default(),
        }
    };
    let plain: Vec<String> = fields.iter().map(first).collect();
    let mut cases: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for (field, name) in fields.iter().zip(&plain) {
        if let Some(case) = case(&field.wire) {
            *cases.entry((name, case)).or_default() += 1;
        }
    }
    let positions = positions(&plain);
    let mut names: Vec<String> = Vec::with_capacity(fields.len());
    let mut taken: BTreeSet<String> = BTreeSet::new();
    for (field, name) in fields.iter().zip(&plain) {
        let name = if positions
            .get(name.as_str())
            .is_some_and(|same| same.len() == 1)
        {
            name.clone()
        } else {
            let own_case = case(&field.wire);
            let own_case = own_case.filter(|case| cases.get(&(name.as_str(), case)) == Some(&1));
            distinct_field(field, own_case, name, &taken)
        };
        taken.insert(name.clone());
        names.push(name);
    }
    names
}

/// Returns another name for a field whose name equals the name of another field. For example, `page[size]` and
/// `page_size` have the same name. The new name contains words for the symbols, the letter case, or the location of the
/// parameter.
fn distinct_field(
    field: &Field,
    own_case: Option<&str>,
    name: &str,
    taken: &BTreeSet<String>,
) -> String {
    let stem = name.trim_end_matches('_');
    let spelled = snake_spelled(&field.wire).unwrap_or_default();
    let candidates = [
        (!spelled.is_empty() && spelled != name).then_some(spelled),
        (field.wire == name).then(|| name.to_owned()),
        field
            .location
            .map(|place| format!("{stem}_in_{}", location::word(place))),
        own_case.map(|case| format!("{stem}_{case}")),
        Some(format!("{stem}_field")),
    ];
    let mut free = candidates.into_iter().flatten();
    free.find(|name| !taken.contains(name))
        // No other name exists, so `lettered` adds a letter later.
        .unwrap_or_else(|| name.to_owned())
}

/// Returns a word for the way in which a JSON name is written, such as `camel`.
fn case(wire: &str) -> Option<&'static str> {
    let upper = wire.chars().any(|c| c.is_ascii_uppercase());
    let lower = wire.chars().any(|c| c.is_ascii_lowercase());
    match (upper, lower) {
        (true, false) => Some("upper"),
        (true, true) if wire.starts_with(|c: char| c.is_ascii_uppercase()) => Some("pascal"),
        (true, true) => Some("camel"),
        (false, true) => Some("lower"),
        (false, false) => None,
    }
}

fn variant_names(variants: &[Variant]) -> Vec<String> {
    let text = |value: &VariantValue| value.text().into_owned();
    let plain: Vec<String> = variants
        .iter()
        .map(|item| {
            let named = item.name.as_deref().and_then(pascal);
            named
                .or_else(|| variant(&text(&item.value)))
                .unwrap_or_default()
        })
        .collect();
    let plain = beside(UNKNOWN, plain);
    let positions = positions(&plain);
    let mut names = plain.clone();
    for same in positions.values().filter(|same| same.len() > 1) {
        let values: Vec<String> = (same.iter())
            .filter_map(|position| variants.get(*position))
            .map(|item| text(&item.value))
            .collect();
        let spelled: Vec<Option<String>> =
            values.iter().map(|text| variant_spelled(text)).collect();
        let mut alike: BTreeMap<&Option<String>, usize> = BTreeMap::new();
        for spelled in &spelled {
            *alike.entry(spelled).or_default() += 1;
        }
        for ((position, value), spelled) in same.iter().zip(&values).zip(&spelled) {
            let distinct = if alike.get(spelled) == Some(&1) {
                spelled.clone()
            } else {
                variant_cased(value)
            };
            if let (Some(distinct), Some(name)) = (distinct, names.get_mut(*position)) {
                *name = distinct;
            }
        }
    }
    names
}

/// Renames parts with the first reserved name. Each gets the next reserved name that is free.
fn beside(reserved: &[&str], mut names: Vec<String>) -> Vec<String> {
    let is_free = |name: &&&str| names.iter().all(|other| other != **name);
    let instead = reserved.iter().skip(1).find(is_free);
    let instead = instead.or(reserved.last()).map_or("", |name| *name);
    for name in &mut names {
        if reserved.first().is_some_and(|first| name == first) {
            instead.clone_into(name);
        }
    }
    names
}

/// Names each alternative after its name in the document, its only tag, or its type.
fn arm_names(arms: &[Arm], owner: &str, idents: &BTreeMap<TypeId, String>) -> Vec<String> {
    let signed = arms
        .iter()
        .any(|arm| matches!(arm.ty, Ty::Int(IntKind::I64 | IntKind::I128)));
    let by_type: Vec<String> = arms
        .iter()
        .map(|arm| match arm.ty {
            Ty::Int(IntKind::U64 | IntKind::U128) if signed => "Unsigned".to_owned(),
            _ => type_word(&arm.ty, owner, idents),
        })
        .collect();
    let namespace = namespace(arms);
    let suggested: Vec<Option<String>> = arms
        .iter()
        .map(|arm| {
            arm.name
                .as_deref()
                .filter(|name| name.len() <= MOST_OF_TITLE)
                .or_else(|| only_tag(arm)?.get(namespace..))
                .and_then(pascal)
        })
        .collect();
    let mut counts: BTreeMap<&String, usize> = BTreeMap::new();
    for name in suggested.iter().flatten() {
        *counts.entry(name).or_default() += 1;
    }
    let unique = |name: &String| counts.get(name) == Some(&1);
    let names = suggested
        .iter()
        .zip(by_type)
        .map(|(suggested, by_type)| suggested.clone().filter(unique).unwrap_or(by_type))
        .collect();
    beside(OTHER, names)
}

/// Returns the length of the namespace with which all tags start. For example, `room.created` and `room.deleted` have
/// the namespace `room.`. A namespace ends in `.`, `:` or `/`.
fn namespace(arms: &[Arm]) -> usize {
    let mut tags = arms.iter().flat_map(|arm| &arm.tags);
    let Some(first) = tags.next() else {
        return 0;
    };
    let mut length = 0;
    let mut count = first.len();
    for tag in tags {
        let pairs = first.bytes().zip(tag.bytes()).take(count);
        count = pairs.take_while(|(one, other)| one == other).count();
        length = count;
    }
    let start = first.get(..length).unwrap_or_default();
    start.rfind(['.', ':', '/']).map_or(0, |at| at + 1)
}

/// Returns the tag of an alternative that has exactly one tag.
fn only_tag(arm: &Arm) -> Option<&str> {
    match arm.tags.as_slice() {
        [tag] => Some(tag),
        _ => None,
    }
}

/// Returns the name of a list or a map from the name of its items: `UserList`. Returns `List` or `Map` if the items
/// have no name.
fn of_items(kind: &str, item: &str) -> String {
    let is_unnamed = item.strip_prefix(kind) == Some("Item");
    if is_unnamed {
        kind.to_owned()
    } else {
        format!("{item}{kind}")
    }
}

/// Returns a word for a type. If the name of the type starts with the name of the union (`owner`), only the remaining
/// words are returned.
fn type_word(ty: &Ty, owner: &str, idents: &BTreeMap<TypeId, String>) -> String {
    match ty {
        Ty::Bool => "Bool".to_owned(),
        Ty::Int(_) => "Integer".to_owned(),
        Ty::Float => "Number".to_owned(),
        Ty::Str => "Text".to_owned(),
        Ty::Secret | Ty::SecretInt => "Secret".to_owned(),
        Ty::Timestamp => "Timestamp".to_owned(),
        Ty::Date => "Date".to_owned(),
        Ty::Bytes | Ty::Base64(_) => "Bytes".to_owned(),
        Ty::File => "File".to_owned(),
        Ty::Json => "Any".to_owned(),
        Ty::List(inner) => of_items("List", &type_word(inner, owner, idents)),
        Ty::Map(inner) => of_items("Map", &type_word(inner, owner, idents)),
        Ty::Nullable(inner) => type_word(inner, owner, idents),
        Ty::Id(name) => name.clone(),
        Ty::External(path) => path.last().to_owned(),
        Ty::Named(id) => {
            let ident = idents.get(id).map_or("", String::as_str);
            let own = ident
                .strip_prefix(owner)
                .filter(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase()));
            own.unwrap_or(ident).to_owned()
        }
    }
}
