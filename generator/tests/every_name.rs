//! Tests that names of Rust, the standard library and the runtime can be names in a document. The documents use the names for
//! schemas, properties, operations, tags and parameters. The generated crates must compile without warnings.
//!
//! Each document contains many names, so that the test compiles only a few crates. Kinds of schemas other than objects
//! use only every fourth name.
//! `NAMES=all cargo test -p codegen --test every_name` uses every name for every kind of schema, and takes several minutes.

#![cfg(test)]

#[path = "support/compile.rs"]
mod compile;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use codegen::diag::{Format, Severity, render};
use codegen::input::{MemoryFiles, Policy, Reading};
use codegen::load::DiskFiles;
use codegen::pipeline::{Outcome, Single, run_single};
use codegen::write::{Mode, write};
use serde_json::{Map, Value, json};

/// The keywords of all Rust editions, and names that cannot be raw identifiers.
const KEYWORDS: &str = "abstract as async await become box break const continue crate do dyn else enum extern false final fn \
    for gen if impl in let loop macro macro_rules match mod move mut override priv pub raw ref return safe self Self static \
    struct super trait true try type typeof union unsafe unsized use virtual where while yield 'static _";
/// Names in the prelude, primitive types, derives and common macros.
const STD: &str = "AsMut AsRef AsyncFn Box Clone Copy Debug Default Display DoubleEndedIterator Drop Eq Err ExactSizeIterator \
    Extend Fn FnMut FnOnce From FromIterator FromStr Future Hash Hasher Into IntoFuture IntoIterator Iterator None Ok Option \
    Ord Ordering PartialEq PartialOrd Result Send Sized Some String Sync ToOwned ToString TryFrom TryInto Unpin Vec Infallible \
    BTreeMap HashMap Cow PhantomData Formatter Duration Arc bool char str i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize \
    f32 f64 drop size_of assert assert_eq cfg column compile_error concat dbg env eprintln file format format_args include \
    include_bytes include_str line matches module_path option_env panic print println stringify thread_local todo \
    unimplemented unreachable vec write writeln derive test bench global_allocator expect allow deprecated must_use non_exhaustive \
    doc";
/// Names of methods and associated items on generated types.
const ITEMS: &str = "as_ref as_str as_i64 as_deref apply borrow builder clone clone_from cmp default deserialize eq fmt from \
    from_str from_fields hash into into_future into_iter into_items into_string is_absent iter map ne new next next_token \
    append_to page_count page_number params partial_cmp path poll push query read read_nullable request header response \
    serialize timeout to_owned to_string try_from try_into type_id unwrap_or_default with_response KNOWN Unknown UnknownKind \
    Other OtherKind Item Error Output Target IntoIter Key Value Keep Clear Set extra other_fields unknown_fields Required \
    Fields ALL";
/// Names of modules and dependencies of a generated crate, and names inside of its macros and methods.
const INNER: &str = "api client core alloc std ids ops runtime types macros setter json_field json_object string_enum string_id \
    string_value integer_enum integer_value union_variant read_union Client Handle Root Scope Scoped S D T A U V E de a b \
    fields field name object serializer deserializer value values known number text other required arguments scope body \
    contents to null or list boxed patch transparent serde serde_json bytes http tokio reqwest tests lib main mod build \
    Params Request Response Input Create Update Api API";
/// Names without ASCII letters, and names that differ only in case or punctuation.
const ODD: &[&str] = &[
    "",
    " ",
    "_",
    "__",
    "-",
    "1",
    "42",
    "3d",
    "1.0",
    "🦀",
    "🦀🦀",
    "認証",
    "認証局",
    "Größe",
    "größe",
    "naïve",
    "Straße",
    "привет",
    "!",
    "$",
    "@type",
    "foo",
    "Foo",
    "FOO",
    "foo-",
    "foo_",
    "foo.bar",
    "foo-bar",
    "fooBar",
    "FooBar",
    "a'b",
    "\"",
    "\\",
    "`",
    "}",
    "{{",
    "%",
    "#",
    "/*",
    "//",
    "\u{200b}",
    "é",
    "ﬁ",
    "ß",
    "İ",
    "ǅ",
    "\t",
];

/// Returns all names, including the words in the runtime's `mod.rs`.
fn names() -> Vec<String> {
    let runtime =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../templates/runtime/src/runtime/mod.rs");
    let runtime = fs::read_to_string(runtime).unwrap();
    let exports = runtime
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    let exports = exports.flat_map(|line| line.split(|c: char| !c.is_alphanumeric() && c != '_'));
    let fixed = [KEYWORDS, STD, ITEMS, INNER];
    let fixed = fixed.iter().flat_map(|names| names.split_whitespace());
    let mut names: Vec<String> = Vec::new();
    let mut known = BTreeSet::new();
    for name in fixed.chain(exports).chain(ODD.iter().copied()) {
        if known.insert(name.to_owned()) {
            names.push(name.to_owned());
        }
    }
    names
}

/// Removes each name whose type name is equal to the type name of an earlier name. For example, `foo_bar` and `FooBar`
/// have the same type name.
fn distinct(names: &[String]) -> Vec<&String> {
    let mut known = BTreeSet::new();
    let letters = |name: &str| {
        name.chars()
            .filter(|c| c.is_alphanumeric())
            .collect::<String>()
    };
    let is_new = |name: &&String| known.insert(letters(name).to_lowercase());
    names.iter().filter(is_new).collect()
}

fn document(paths: &Map<String, Value>, components: &Value) -> Value {
    json!({
        "openapi": "3.0.3",
        "info": {"title": "Names", "version": "1"},
        "servers": [{"url": "https://names.example"}],
        "paths": paths,
        "components": components,
    })
}

fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{}", pointer(name))})
}

fn pointer(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

fn content(schema: &Value) -> Value {
    json!({"application/json": {"schema": schema}})
}

/// Creates operations in two resources that send and receive a type. The operations also use files, dates and lists.
fn uses_of(index: usize, name: &str) -> [(String, Value); 2] {
    let schema = reference(name);
    let ok = |schema: &Value| json!({"200": {"description": "", "content": content(schema)}});
    let tag = format!("group {}", index % 8);
    [
        (
            format!("/a{index}"),
            json!({
                "post": {"tags": [tag], "operationId": format!("send{index}"), "parameters": [
                    {"name": "since", "in": "query", "schema": {"type": "string", "format": "date"}},
                    {"name": "ids", "in": "query", "explode": false, "schema": {"type": "array", "items": {"type": "string"}}},
                ], "requestBody": {"required": true, "content": content(&schema)}, "responses": ok(&schema)},
                "get": {"tags": [tag], "operationId": format!("load{index}"),
                    "responses": {"200": {"description": "", "content": {"application/octet-stream": {}}}}},
            }),
        ),
        (
            format!("/b{index}"),
            json!({
                "post": {"tags": ["uploads"], "operationId": format!("upload{index}"), "requestBody": {"required": true, "content": {
                    "multipart/form-data": {"schema": {"type": "object", "required": ["file", "about"], "properties": {
                        "file": {"type": "string", "format": "binary"}, "about": schema}}}}}, "responses": ok(&schema)},
            }),
        ),
    ]
}

/// Creates a schema of this kind. Most kinds of schemas refer to themselves or to the schema `next`. Any unknown kind
/// is an object with fields of many types.
fn schema(kind: &str, name: &str, next: &str) -> Value {
    match kind {
        "enums" => json!({"type": "string", "enum": [name, "known", next]}),
        "numbers" => json!({"type": "integer", "enum": [1, 2], "x-enum-varnames": [name, next]}),
        "unions" => json!({"oneOf": [
            {"type": "object", "title": name, "required": ["a"], "properties": {"a": {"type": "string"}}},
            {"type": "string"}, {"type": "array", "items": reference(next)}]}),
        "lists" => json!({"type": "array", "items": reference(name)}),
        "required" => json!({"type": "object", "required": ["a", "b", "c", "d"], "properties": {
            "a": {"type": "string"}, "b": {"type": "string"}, "c": {"type": "string", "nullable": true}, "d": reference(next)}}),
        _ => {
            json!({"type": "object", "required": ["id"], "additionalProperties": {"type": "string"}, "properties": {
            "id": {"type": "string"}, "next": reference(next), "own": reference(name),
            "on": {"type": "string", "format": "date"}, "at": {"type": "string", "format": "date-time"},
            "password": {"type": "string"}, "any": {}, "list": {"type": "array", "items": reference(next)},
            "map": {"type": "object", "additionalProperties": reference(next)}, "maybe": {"type": "string", "nullable": true}}})
        }
    }
}

/// Creates a document with a shared schema for each name. The kinds of the schemas alternate.
fn of_schemas(kinds: &[&str], names: &[String]) -> Value {
    let names = distinct(names);
    let mut schemas = Map::new();
    let mut paths = Map::new();
    for (index, name) in names.iter().enumerate() {
        let next = names
            .get(index ^ 1)
            .or(names.first())
            .map_or("", |name| name.as_str());
        let kind = kinds.get(index % kinds.len()).copied().unwrap_or_default();
        schemas.insert((*name).clone(), schema(kind, name, next));
        paths.extend(uses_of(index, name));
    }
    document(&paths, &json!({"schemas": schemas}))
}

/// Creates a document that uses the names for tags, operations, parameters, security schemes, and properties of bodies.
fn of_calls(names: &[String]) -> Value {
    let mut paths = Map::new();
    let mut schemes = Map::new();
    for (index, name) in names.iter().enumerate() {
        let parameter = |place: &str| {
            let kind = json!({"type": "string", "enum": [name, "x"]});
            json!({"name": name, "in": place, "required": place == "path", "schema": kind})
        };
        schemes.insert(name.clone(), json!({"type": "http", "scheme": "bearer"}));
        let properties = json!({"type": "object", "properties": {name: {"type": "string"}, "x": {"type": "string"}}});
        let media = match index % 3 {
            0 => "application/json",
            1 => "application/x-www-form-urlencoded",
            _ => "multipart/form-data",
        };
        let places: &[&str] = if is_placeholder(name) {
            &["path", "query", "header"]
        } else {
            &["query", "cookie"]
        };
        let path = if is_placeholder(name) {
            format!("/p{index}/{{{name}}}")
        } else {
            format!("/p{index}")
        };
        let parameters: Vec<Value> = places.iter().map(|place| parameter(place)).collect();
        paths.insert(path, json!({"post": {
            "tags": [name], "operationId": name, "parameters": parameters, "security": [{name: []}],
            "requestBody": {"required": true, "content": {media: {"schema": properties}}},
            "responses": {"200": {"description": "", "headers": {"x": {"schema": {"type": "string"}}}, "content": content(&properties)}},
        }}));
        // The methods of the resource `all` can have names that differ only in punctuation.
        paths.insert(format!("/q{index}"), json!({"get": {"tags": ["all"], "operationId": name, "responses": {"204": {"description": ""}}}}));
    }
    document(&paths, &json!({"securitySchemes": schemes}))
}

/// Creates a document that uses the names for properties, enum values, union alternatives, typed ids and parameters.
fn of_parts(names: &[String]) -> Value {
    let of = |schema: Value| -> Map<String, Value> {
        names
            .iter()
            .map(|name| (name.clone(), schema.clone()))
            .collect()
    };
    let required: Vec<&String> = names.iter().collect();
    let objects = names.iter().map(|name| json!({"type": "object", "title": name, "required": [name], "properties": {name: {"type": "string"}}}));
    let ids = distinct(names)
        .into_iter()
        .filter(|name| name.starts_with(|c: char| c.is_ascii_uppercase()));
    let ids: Map<String, Value> = ids
        .map(|name| (name.clone(), json!({"type": "string", "x-id": name})))
        .collect();
    let parameters: Vec<Value> = ["query", "header", "cookie"]
        .iter()
        .flat_map(|place| {
            let plain = names.iter().filter(|name| is_placeholder(name));
            plain.map(move |name| json!({"name": name, "in": place, "schema": {"type": "string"}}))
        })
        .collect();
    let schemas = json!({
        "Optional": {"type": "object", "properties": of(json!({"type": "string", "nullable": true}))},
        "Necessary": {"type": "object", "required": required, "properties": of(json!({"type": "string"}))},
        "Nested": {"type": "object", "properties": of(json!({"type": "object", "properties": {"a": {"type": "string"}}}))},
        "Values": {"type": "string", "enum": names},
        "Alternatives": {"oneOf": objects.collect::<Vec<_>>()},
        "Ids": {"type": "object", "properties": ids},
    });
    let mut paths = Map::new();
    for (index, name) in [
        "Optional",
        "Necessary",
        "Nested",
        "Values",
        "Alternatives",
        "Ids",
    ]
    .iter()
    .enumerate()
    {
        paths.extend(uses_of(index, name));
    }
    paths.insert("/parameters".to_owned(), json!({"get": {"operationId": "parameters", "parameters": parameters, "responses": {"204": {"description": ""}}}}));
    document(&paths, &json!({"schemas": schemas}))
}

fn is_placeholder(name: &str) -> bool {
    !name.is_empty()
        && name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "_-.$@".contains(c))
}

fn run(document: &Value, name: &str) -> Outcome {
    let files = MemoryFiles::new().with("spec.json", document.to_string());
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    run_single(&Single {
        files: &files,
        templates: &DiskFiles::new(root),
        path: "spec.json",
        name: Some(name),
        policy: Policy::Lenient,
        examples: false,
        reading: Reading::default(),
    })
}

#[test]
fn every_name_may_be_a_name_in_a_document() {
    let names = names();
    let others = ["enums", "numbers", "unions", "lists", "required"];
    let objects = of_schemas(&["objects"], &names);
    let mut documents = vec![("names-objects".to_owned(), objects)];
    if std::env::var("NAMES").is_ok_and(|names| names == "all") {
        let of_kind = |kind| (format!("names-{kind}"), of_schemas(&[kind], &names));
        documents.extend(others.map(of_kind));
    } else {
        let some: Vec<String> = names.iter().step_by(4).cloned().collect();
        documents.push(("names-others".to_owned(), of_schemas(&others, &some)));
    }
    documents.push(("names-calls".to_owned(), of_calls(&names)));
    documents.push(("names-parts".to_owned(), of_parts(&names)));
    let workspace = compile::target().join("every_name");
    let mut members = Vec::new();
    for (name, document) in documents {
        let outcome = run(&document, &name);
        let errors = outcome.diagnostics.count(Severity::Error);
        let Some(mut tree) = outcome.tree.filter(|_| errors == 0) else {
            panic!(
                "{name}: {}",
                render(&outcome.diagnostics, &outcome.sources, Format::Short)
            );
        };
        compile::share_runtime(&mut tree).unwrap();
        write(&workspace.join(&name), &tree, Mode::Write).unwrap();
        members.push(name);
    }
    if let Err(messages) = compile::check(&workspace, &members, &[], &[]) {
        panic!("{messages}");
    }
}
