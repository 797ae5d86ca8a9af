//! Collects the public items of a crate from rustdoc's JSON.
//!
//! In: a [`Documentation`]. Out: the public paths of each item, and the [`Entry`] for a given path.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::entry::Entry;
use super::listing::implementation;
use super::rustdoc::{Documentation, Id, Item};
use super::text::{list, output, path, reduced, ty, word};

/// Traits that derives implement, although stable code cannot use their names.
const COMPILER_TRAITS: &[&str] = &["StructuralPartialEq"];

/// A public path of an item: the path of its module, and its name.
pub(crate) type Place = (String, String);

#[derive(Debug, Default)]
pub(crate) struct Surface {
    /// The public paths of each item of the crate.
    pub(crate) items: BTreeMap<Id, BTreeSet<Place>>,
    /// The public paths of re-exported items of other crates.
    pub(crate) externs: BTreeSet<Place>,
}

impl Surface {
    /// Collects the public items of all public modules.
    pub(crate) fn of(documentation: &Documentation) -> Self {
        let mut surface = Self::default();
        surface.module(documentation, documentation.root, "crate", &mut Vec::new());
        surface
    }

    fn module(&mut self, docs: &Documentation, id: Id, at: &str, inside: &mut Vec<(Id, String)>) {
        let here = (id, at.to_owned());
        let Some(module) = docs.item(id).and_then(|item| item.as_kind("module")) else {
            return;
        };
        if inside.contains(&here) {
            return;
        }
        inside.push(here);
        for id in ids(module.get("items")) {
            if let Some(item) = docs.item(id) {
                self.item(docs, id, item, at, inside);
            }
        }
        inside.pop();
    }

    fn item(
        &mut self,
        docs: &Documentation,
        id: Id,
        item: &Item,
        at: &str,
        inside: &mut Vec<(Id, String)>,
    ) {
        let Some((kind, value)) = item.kind() else {
            return;
        };
        let name = item.name.clone().unwrap_or_default();
        match kind {
            "use" => self.import(docs, value, at, inside),
            "module" => self.module(docs, id, &joined(at, &name), inside),
            "impl" | "extern_crate" | "primitive" | "keyword" => {}
            _ => {
                let places = self.items.entry(id).or_default();
                places.insert((at.to_owned(), name));
            }
        }
    }

    fn import(
        &mut self,
        docs: &Documentation,
        import: &Value,
        at: &str,
        inside: &mut Vec<(Id, String)>,
    ) {
        let name = word(import, "name").to_owned();
        let target = import.get("id").and_then(id);
        let is_glob = import.get("is_glob").and_then(Value::as_bool) == Some(true);
        match target {
            Some(id) if is_glob => self.module(docs, id, at, inside),
            Some(id) => match docs.item(id) {
                Some(item) if item.crate_id == 0 => {
                    if item.as_kind("module").is_some() {
                        self.module(docs, id, &joined(at, &name), inside);
                    } else if let Some(next) = item.as_kind("use") {
                        self.import(docs, next, at, inside);
                    } else {
                        let places = self.items.entry(id).or_default();
                        places.insert((at.to_owned(), name));
                    }
                }
                // The index does not contain hidden items.
                None if docs.is_local(id) => {}
                _ => {
                    self.externs.insert((at.to_owned(), name));
                }
            },
            None => {
                self.externs.insert((at.to_owned(), name));
            }
        }
    }
}

fn joined(at: &str, name: &str) -> String {
    match at {
        "crate" => name.to_owned(),
        at => format!("{at}::{name}"),
    }
}

fn id(json: &Value) -> Option<Id> {
    Some(Id(u32::try_from(json.as_u64()?).ok()?))
}

fn ids(json: Option<&Value>) -> impl Iterator<Item = Id> {
    list(json).iter().filter_map(id)
}

/// Returns the word that `API.txt` uses for a kind of rustdoc's items.
pub(crate) fn word_of(kind: &str) -> &str {
    match kind {
        "constant" | "assoc_const" => "const",
        "function" => "fn",
        "proc_macro" => "macro",
        "type_alias" | "assoc_type" => "type",
        kind => kind,
    }
}

/// Returns the entry of an item at one of its public paths.
pub(crate) fn own_entry(item: &Item, (section, name): &Place) -> Option<Entry> {
    let (kind, value) = item.kind()?;
    let detail = match kind {
        "function" => signature(value),
        "type_alias" | "constant" | "static" => value.get("type").map(ty).unwrap_or_default(),
        _ => String::new(),
    };
    let key = format!("{} {name}", word_of(kind));
    Some(Entry::new(section, key, reduced(&detail)))
}

/// Returns the entries of an item's parts: fields, variants, items of a trait, functions and constants.
pub(crate) fn members(docs: &Documentation, item: &Item, (section, name): &Place) -> Vec<Entry> {
    let Some((kind, value)) = item.kind() else {
        return Vec::new();
    };
    let mut found = Vec::new();
    match kind {
        "struct" | "union" => {
            for id in fields(value.get("kind").unwrap_or(value)) {
                let Some(field) = docs.item(id).filter(|field| field.is_public()) else {
                    continue;
                };
                let own = field.name.clone().unwrap_or_default();
                let detail = field.as_kind("struct_field").map(ty).unwrap_or_default();
                let key = format!("field {name}.{own}");
                found.push(Entry::new(section, key, reduced(&detail)));
            }
        }
        "enum" => {
            for variant in ids(value.get("variants")).filter_map(|id| docs.item(id)) {
                let own = variant.name.clone().unwrap_or_default();
                let shape = variant.as_kind("variant").and_then(|v| v.get("kind"));
                let shape = shape
                    .map(|shape| variant_shape(docs, shape))
                    .unwrap_or_default();
                let key = format!("variant {name}::{own}");
                found.push(Entry::new(section, key, reduced(&shape)));
            }
        }
        "trait" => {
            let items = ids(value.get("items")).filter_map(|id| docs.item(id));
            found.extend(items.filter_map(|item| associated(item, section, name)));
        }
        _ => {}
    }
    for id in ids(value.get("impls")) {
        let Some(block) = docs.item(id).and_then(|item| item.as_kind("impl")) else {
            continue;
        };
        if !matches!(block.get("trait"), None | Some(Value::Null)) {
            continue;
        }
        let owner = owner_text(block, name);
        let items = ids(block.get("items")).filter_map(|id| docs.item(id));
        let items = items.filter(|item| item.is_public());
        found.extend(items.filter_map(|item| associated(item, section, &owner)));
    }
    found
}

/// Returns the text before `::` in the name of an associated item. `impl<T> Patch<T>` → `Patch`, `impl Patch<String>` →
/// `Patch<String>`.
fn owner_text(block: &Value, name: &str) -> String {
    let parameters = parameters(block);
    let own = block
        .get("for")
        .map(|json| implementation("", "", &ty(json), &parameters).key);
    match own {
        Some(key) if key.ends_with('>') => {
            let arguments = key.find('<').and_then(|at| key.get(at..));
            format!("{name}{}", arguments.unwrap_or_default())
        }
        _ => name.to_owned(),
    }
}

fn associated(item: &Item, section: &str, owner: &str) -> Option<Entry> {
    let (kind, value) = item.kind()?;
    let name = item.name.as_deref()?;
    let detail = match kind {
        "function" => signature(value),
        "assoc_const" => value.get("type").map(ty).unwrap_or_default(),
        _ => String::new(),
    };
    let key = format!("{} {owner}::{name}", word_of(kind));
    Some(Entry::new(section, key, reduced(&detail)))
}

/// Returns the ids of the fields of a struct or a variant. In a tuple struct, a private or hidden field has the id
/// `null`, which is skipped.
fn fields(shape: &Value) -> Vec<Id> {
    let named = shape
        .get("plain")
        .or_else(|| shape.get("struct"))
        .unwrap_or(shape);
    let list = shape.get("tuple").or_else(|| named.get("fields"));
    ids(list).collect()
}

fn variant_shape(docs: &Documentation, shape: &Value) -> String {
    let fields = fields(shape);
    let fields = fields
        .into_iter()
        .filter_map(|id| docs.item(id))
        .map(|field| {
            let ty = field.as_kind("struct_field").map(ty).unwrap_or_default();
            (field.name.clone().unwrap_or_default(), ty)
        });
    if shape.get("tuple").is_some() {
        let all: Vec<String> = fields.map(|(_, ty)| ty).collect();
        return format!("({})", all.join(","));
    }
    if shape.get("struct").is_some() {
        let all: Vec<String> = fields.map(|(name, ty)| format!("{name}:{ty}")).collect();
        return format!("{{{}}}", all.join(","));
    }
    String::new()
}

/// Formats the arguments and the return type of a function.
fn signature(function: &Value) -> String {
    let signature = function.get("sig").unwrap_or(&Value::Null);
    let arguments = list(signature.get("inputs")).iter().filter_map(|input| {
        let name = input.get(0)?.as_str()?;
        let json = input.get(1)?;
        let text = ty(json);
        Some(match (name, text.as_str()) {
            ("self", "Self") => "self".to_owned(),
            ("self", "&Self") => "&self".to_owned(),
            ("self", "&mut Self") => "&mut self".to_owned(),
            _ => format!("{name}:{text}"),
        })
    });
    let arguments = arguments.collect::<Vec<_>>().join(",");
    let is = |key: &str| {
        let header = function.get("header");
        header.and_then(|header| header.get(key)?.as_bool()) == Some(true)
    };
    let word = match (is("is_const"), is("is_async")) {
        (true, _) => "const ",
        (_, true) => "async ",
        _ => "",
    };
    format!("{word}({arguments}){}", output(signature))
}

fn parameters(block: &Value) -> Vec<String> {
    let generics = block
        .get("generics")
        .and_then(|generics| generics.get("params"));
    let names = list(generics)
        .iter()
        .map(|parameter| word(parameter, "name"));
    names.map(str::to_owned).collect()
}

/// A trait implementation, and the item under which `API.txt` lists the implementation.
pub(crate) struct Implementation {
    /// The item of the crate under which `API.txt` lists the implementation: the type, the trait or a generic argument.
    pub(crate) owner: Option<Id>,
    /// The entry. Its section is empty until it is known.
    pub(crate) entry: Entry,
}

/// Returns the implementations of traits in the crate, from `impl` blocks and derives. Implementations for private
/// types are skipped.
pub(crate) fn implementations(docs: &Documentation, surface: &Surface) -> Vec<Implementation> {
    let blocks = docs.index.values().filter(|item| item.crate_id == 0);
    let blocks = blocks.filter_map(|item| item.as_kind("impl"));
    let mut found = Vec::new();
    for block in blocks {
        let is = |key: &str| block.get(key).and_then(Value::as_bool) == Some(true);
        let is_blanket = !matches!(block.get("blanket_impl"), None | Some(Value::Null));
        let (Some(trait_), Some(own)) = (block.get("trait"), block.get("for")) else {
            continue;
        };
        let name = word(trait_, "path").rsplit("::").next().unwrap_or_default();
        if trait_.is_null() || is_blanket || is("is_synthetic") || is("is_negative") {
            continue;
        }
        let mut mentioned = Vec::new();
        mentions(trait_, &mut mentioned);
        mentions(own, &mut mentioned);
        let is_nameable = mentioned
            .iter()
            .all(|id| !docs.is_local(*id) || surface.items.contains_key(id));
        if !is_nameable || COMPILER_TRAITS.contains(&name) {
            continue;
        }
        let of_type = own
            .get("resolved_path")
            .and_then(|path| path.get("id"))
            .and_then(id);
        let of_trait = trait_.get("id").and_then(id);
        let mut owners = [of_type, of_trait].into_iter().flatten().chain(mentioned);
        let owner = owners.find(|id| surface.items.contains_key(id));
        let entry = implementation("", &path(trait_), &ty(own), &parameters(block));
        found.push(Implementation { owner, entry });
    }
    found
}

/// Collects the ids of all items that the JSON of a type contains.
fn mentions(json: &Value, found: &mut Vec<Id>) {
    match json {
        Value::Object(object) => {
            if object.contains_key("path") {
                found.extend(object.get("id").and_then(id));
            }
            for value in object.values() {
                mentions(value, found);
            }
        }
        Value::Array(values) => {
            for value in values {
                mentions(value, found);
            }
        }
        _ => {}
    }
}
