//! Lowers schemas to types of the model.
//!
//! In: a node. Out: [`Lowered`]. Named types are added to the model. The module `object` lowers objects, `merge` lowers
//! `allOf`, and `union` lowers alternatives.

use std::collections::BTreeSet;

use super::context::{At, Lowering, Slot};
use super::lowered::Lowered;
use crate::diag::{Code, Diagnostic};
use crate::model::{
    Alphabet, Context, Docs, Example, IdType, Shape, Step, Ty, TypeId, Variant, VariantValue,
};
use crate::openapi::keywords::is_annotation;
use crate::source::{Map, Node, Value};
use crate::text::Markdown;

/// The maximum nesting depth of schemas.
pub(super) const MAX_DEPTH: usize = 100;
/// From this nesting depth on, referenced schemas are lowered later instead of at once.
const DEEP: usize = 50;

impl<'a> Lowering<'a> {
    /// Lowers a schema. If the type needs a name, `context` determines the name.
    pub(super) fn schema(&mut self, at: &At<'a>, context: Context) -> Lowered {
        if self.depth >= MAX_DEPTH {
            return Lowered::plain(self.degrade(at, "a schema nested this deeply"));
        }
        self.depth += 1;
        let lowered = if at.node.get("$ref").is_some() {
            let mut lowered = self.reference(at, &context);
            // OpenAPI 3.0 ignores `nullable` beside a reference, but authors expect it to apply.
            lowered.nullable |= at.flag("nullable");
            lowered
        } else {
            self.once(at, context)
        };
        self.depth -= 1;
        while self.depth == 0
            && let Some((target, id, context)) = self.waiting.pop()
        {
            self.define(&target, id, context);
        }
        lowered
    }

    /// Lowers a schema that is not shared, and remembers its type. If several schemas merge the same property, for
    /// example, they all use one type.
    fn once(&mut self, at: &At<'a>, context: Context) -> Lowered {
        let key = at.id();
        if let Some(Slot::Done(lowered)) = self.slots.get(&key) {
            return lowered.clone();
        }
        let shared = at
            .pointer
            .parts()
            .get(1)
            .is_some_and(|kind| kind != "schemas");
        let context = if shared {
            context_of_place(at).unwrap_or(context)
        } else {
            context
        };
        let lowered = self.inline(at, None, context);
        if matches!(lowered.ty, Ty::Named(_) | Ty::List(_) | Ty::Map(_)) {
            self.slots.insert(key, Slot::Done(lowered.clone()));
        }
        lowered
    }

    /// Returns the type of a reference's target. The target is lowered only once, even if several references point to
    /// it.
    fn reference(&mut self, at: &At<'a>, context: &Context) -> Lowered {
        let Some(target) = self.resolve(at.clone()) else {
            return Lowered::plain(Ty::Json);
        };
        self.shared_once(&target, context)
    }

    /// Returns the type of a schema that is not a reference. The schema is lowered on the first call only.
    pub(super) fn shared_once(&mut self, target: &At<'a>, context: &Context) -> Lowered {
        if let Some(slot) = self.slots.get(&target.id()) {
            return slot.lowered();
        }
        if self.lower_owner(target)
            && let Some(slot) = self.slots.get(&target.id())
        {
            return slot.lowered();
        }
        let context = shared_name(target).map_or_else(|| context.clone(), Context::component);
        if self.depth < DEEP {
            return self.shared(target, context).1;
        }
        // The target is lowered later, because a long chain of references could exceed the maximum nesting depth.
        let id = self.declare(target, context.clone());
        self.waiting.push((target.clone(), id, context));
        Lowered::plain(Ty::Named(id))
    }

    /// If a schema is inside of a component, lowers the component first. Thus, the type of the schema is named after
    /// the component. Returns whether a component was lowered.
    fn lower_owner(&mut self, target: &At<'a>) -> bool {
        let [components, kind, key, _, ..] = target.pointer.parts() else {
            return false;
        };
        if components != "components" || kind != "schemas" || self.depth >= DEEP {
            return false;
        }
        let root = At::root(target.document);
        let owner = root.get(components).and_then(|at| at.get(kind)?.get(key));
        let Some(owner) = owner.filter(|owner| !self.slots.contains_key(&owner.id())) else {
            return false;
        };
        self.schema(&owner, Context::component(key));
        true
    }

    /// Lowers a shared schema. Its type is added first with a placeholder shape, because the schema may contain itself.
    pub(super) fn shared(&mut self, target: &At<'a>, context: Context) -> (TypeId, Lowered) {
        let id = self.declare(target, context.clone());
        let lowered = self.define(target, id, context);
        (id, lowered)
    }

    /// Adds the type of a shared schema with a placeholder shape.
    fn declare(&mut self, target: &At<'a>, context: Context) -> TypeId {
        let id = self.add_type(target, context);
        self.slots.insert(target.id(), Slot::Open(id));
        id
    }

    fn define(&mut self, target: &At<'a>, id: TypeId, context: Context) -> Lowered {
        let mut lowered = self.inline(target, Some(id), context);
        if lowered.ty == Ty::Named(id) && self.is_untouched(id) {
            lowered.ty = self.degrade(target, "a schema that only refers to itself");
        }
        if lowered.ty != Ty::Named(id)
            && let Some(def) = self.type_mut(id)
        {
            // Only a schema that contains itself uses this alias. All other uses have the aliased type.
            def.shape = Shape::Alias(lowered.clone().element());
        }
        self.slots.insert(target.id(), Slot::Done(lowered.clone()));
        lowered
    }

    /// Lowers a schema that is not a reference. `id` is the type that was already added for the schema, if any.
    pub(super) fn inline(&mut self, at: &At<'a>, id: Option<TypeId>, context: Context) -> Lowered {
        let nullable = at.flag("nullable");
        let mut lowered = self.shape_of(at, id, context);
        lowered.nullable |= nullable;
        lowered
    }

    fn shape_of(&mut self, at: &At<'a>, id: Option<TypeId>, context: Context) -> Lowered {
        if let Some(ty) = self.x_id(at).or_else(|| self.external(at)) {
            return Lowered::plain(ty);
        }
        if let Some(content) = self.content_in_event(at, &context) {
            return content;
        }
        if is_sensitive(at.node)
            && let Some(ty) = self.secret(at)
        {
            return Lowered::plain(ty);
        }
        self.report_not(at);
        if let Some(ty) = self.inherited(at, id, &context) {
            return Lowered::plain(ty);
        }
        if at.node.get("allOf").is_some() {
            return self.all_of(at, id, context);
        }
        self.own_shape(at, id, context)
    }

    /// Returns the type of a secret. A secret is a string or an integer. Reports any other type.
    fn secret(&mut self, at: &At<'a>) -> Option<Ty> {
        match type_name(at.node) {
            Some("integer") => Some(Ty::SecretInt),
            Some(other @ ("number" | "boolean" | "array" | "object")) => {
                let message = format!("`x-sensitive` has no effect on the type `{other}`");
                self.diagnostics.push(
                    Diagnostic::warning(Code::Unsupported, message)
                        .label(at.span(), "becomes a value that `Debug` prints")
                        .help("mark the strings and the integers within the value"),
                );
                None
            }
            _ => Some(Ty::Secret),
        }
    }

    /// Lowers a schema by its own keywords. The parts of its `allOf` are ignored.
    pub(super) fn own_shape(
        &mut self,
        at: &At<'a>,
        id: Option<TypeId>,
        context: Context,
    ) -> Lowered {
        if at.node.get("oneOf").is_some() || at.node.get("anyOf").is_some() {
            return self.alternatives(at, id, context);
        }
        if at.node.get("enum").and_then(Node::as_list).is_some() {
            return self.enumeration(at, id, context);
        }
        Lowered::plain(match type_name(at.node) {
            Some("string" | "file") => string_type(at.node),
            Some("integer") => Ty::Int(super::integer::kind_of(at.node)),
            Some("number") => Ty::Float,
            Some("boolean") => Ty::Bool,
            Some("array") => self.array(at, &context, id),
            Some("object") => return self.object(at, id, context),
            Some(_) => self.degrade(at, "an unknown `type`"),
            None => Ty::Json,
        })
    }

    /// Reports that `not` is not supported. Each `not` is reported once.
    pub(super) fn report_not(&mut self, at: &At<'a>) {
        if let Some(not) = at.get("not")
            && self.reported.insert(not.id())
        {
            let is_empty = not.node.as_map().is_some_and(Map::is_empty);
            let (what, outcome) = if is_empty {
                ("a schema that allows no value", "becomes any JSON value")
            } else {
                ("`not`", "ignored")
            };
            let message = format!("{what} is not supported");
            let warning = Diagnostic::warning(Code::Unsupported, message);
            self.diagnostics.push(warning.label(not.span(), outcome));
        }
    }

    fn array(&mut self, at: &At<'a>, context: &Context, id: Option<TypeId>) -> Ty {
        let Some(items) = at.get("items") else {
            return Ty::List(Box::new(Ty::Json));
        };
        let element = self.schema(&items, context.then(id, Step::Item)).element();
        Ty::List(Box::new(element))
    }

    /// Returns the typed id that `x-id` names.
    pub(super) fn x_id(&mut self, at: &At<'a>) -> Option<Ty> {
        let name = at.text("x-id")?;
        self.checked_id("x-id", name, at)
            .map(|name| self.id_type(&name))
    }

    /// Returns the name of a typed id. Returns `None` and reports the problem if the name is not a valid type name.
    pub(super) fn checked_id(&mut self, key: &str, name: &str, at: &At<'a>) -> Option<String> {
        let starts_well = name.starts_with(|c: char| c.is_ascii_uppercase());
        let is_name = starts_well && name.chars().all(|c| c.is_ascii_alphanumeric());
        if is_name && name != "Self" {
            return Some(name.to_owned());
        }
        self.bad_extension(at.span(), key, "the name of a type, such as `UserId`");
        None
    }

    /// Returns the type of an id, such as `UserId`. A new id type is added to the model.
    pub(super) fn id_type(&mut self, name: &str) -> Ty {
        if !self.model.ids.iter().any(|id| id.name == name) {
            let docs = self.manifest.ids.get(name).map_or("", String::as_str);
            self.model.ids.push(IdType {
                name: name.to_owned(),
                docs: Markdown::description(docs),
            });
        }
        Ty::Id(name.to_owned())
    }

    fn enumeration(&mut self, at: &At<'a>, id: Option<TypeId>, context: Context) -> Lowered {
        let values = at
            .node
            .get("enum")
            .and_then(Node::as_list)
            .unwrap_or_default();
        let nullable = values.iter().any(Node::is_null);
        let known: Vec<&Node> = values.iter().filter(|value| !value.is_null()).collect();
        let ty = if known.is_empty() {
            Ty::Json
        } else if type_name(at.node) == Some("boolean")
            || known.iter().all(|value| value.as_bool().is_some())
        {
            Ty::Bool
        } else if known
            .iter()
            .any(|value| value.as_list().is_some() || value.as_map().is_some())
        {
            self.degrade(at, "an `enum` of lists or maps")
        } else if known
            .iter()
            .all(|value| value.as_number().is_some_and(|number| !number.is_integer()))
        {
            Ty::Float
        } else {
            let variants = self.variants(at, values, type_name(at.node));
            let id = self.named(at, id, context);
            self.describe(id, at);
            if let Some(def) = self.type_mut(id) {
                def.shape = Shape::Enum { variants };
            }
            Ty::Named(id)
        };
        Lowered { ty, nullable }
    }

    /// Returns the values of an enum with their names and docs. Duplicate values are removed.
    fn variants(&mut self, at: &At<'a>, values: &[Node], declared: Option<&str>) -> Vec<Variant> {
        let names = at.texts("x-enum-varnames");
        let docs = at.texts("x-enum-descriptions");
        for (list, count) in [
            ("x-enum-varnames", names.len()),
            ("x-enum-descriptions", docs.len()),
        ] {
            if let Some(node) = at.node.get(list)
                && count != values.len()
            {
                let wanted = format!("a list of {} strings, one for each value", values.len());
                self.bad_extension(node.span, list, &wanted);
            }
        }
        let mut variants: Vec<Variant> = Vec::new();
        let mut known = BTreeSet::new();
        for (index, value) in values.iter().enumerate() {
            let Some(value) = variant_value(value, declared) else {
                continue;
            };
            if known.insert(value.clone()) {
                let docs = docs
                    .get(index)
                    .map(|text| Markdown::sentence(text))
                    .unwrap_or_default();
                variants.push(Variant {
                    value,
                    name: names.get(index).cloned(),
                    docs,
                });
            }
        }
        variants
    }

    /// Returns `id`. If `id` is `None`, adds a new type and returns its id.
    pub(super) fn named(&mut self, at: &At<'a>, id: Option<TypeId>, context: Context) -> TypeId {
        id.unwrap_or_else(|| self.add_type(at, context))
    }

    /// Sets the docs and examples of a type from its schema.
    pub(super) fn describe(&mut self, id: TypeId, at: &At<'a>) {
        let docs = docs_of(at.node);
        let examples = at.get("example").iter().filter_map(example).collect();
        if let Some(def) = self.type_mut(id) {
            def.docs = docs;
            def.examples = examples;
        }
    }

    /// Reports a name in `required` that is not a property. The name is ignored.
    pub(super) fn unknown_required(&mut self, at: &At<'a>, name: &str) {
        let span = at.node.get("required").map_or(at.span(), |node| node.span);
        self.diagnostics.push(
            Diagnostic::warning(
                Code::RequiredUnknown,
                format!("unknown name `{name}` in `required`"),
            )
            .label(span, "ignored"),
        );
    }
}

/// Returns the context of a node inside of a component, from which the name of its type is built. The context is the
/// same for all references to the component. Returns `None` for a shared schema itself, and for nodes outside of
/// `components`.
pub(super) fn context_of_place(at: &At<'_>) -> Option<Context> {
    let [components, kind, key, rest @ ..] = at.pointer.parts() else {
        return None;
    };
    let mut context = Context::component(key);
    context.steps = named_steps(rest);
    // The type of a shared parameter or response has a name such as `SortParameter`.
    if context.steps.is_empty()
        && let Some(word) = component_word(kind)
    {
        context.steps.push(Step::Member(word.to_owned()));
    }
    (components == "components" && !context.steps.is_empty()).then_some(context)
}

/// Returns the last word of type names for a kind of component, such as `parameter`. Returns `None` for schemas.
fn component_word(kind: &str) -> Option<&'static str> {
    match kind {
        "headers" => Some("header"),
        "parameters" => Some("parameter"),
        "requestBodies" => Some("requestBody"),
        "responses" => Some("response"),
        _ => None,
    }
}

/// Returns the names of the properties and headers in a pointer, such as `user` for
/// `#/…/properties/user/items/oneOf/10`. A property called `items` is a name too, although `items` is also a keyword.
fn named_steps(parts: &[String]) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut rest = parts.iter();
    while let Some(keyword) = rest.next() {
        match keyword.as_str() {
            "properties" | "patternProperties" | "headers" => {
                steps.extend(rest.next().cloned().map(Step::Member));
            }
            // The next step is a position, a media type or the key of an example. None of these helps in a name.
            "allOf" | "oneOf" | "anyOf" | "content" | "examples" => drop(rest.next()),
            _ => {}
        }
    }
    steps
}

/// Returns the `type`, or the type that other keywords imply.
pub(super) fn type_name(node: &Node) -> Option<&str> {
    if let Some(name) = node.text("type") {
        return Some(name);
    }
    if node.get("properties").is_some() || node.get("additionalProperties").is_some() {
        Some("object")
    } else if node.get("items").is_some() {
        Some("array")
    } else {
        None
    }
}

/// Returns whether a schema has only annotations or `nullable`, so that it does not restrict the type.
pub(super) fn is_annotation_only(node: &Node) -> bool {
    node.as_map().is_some_and(|map| {
        map.names()
            .all(|name| is_annotation(name) || name == "nullable")
    })
}

pub(super) fn docs_of(node: &Node) -> Docs {
    let text = node
        .text("description")
        .or_else(|| node.text("title"))
        .unwrap_or("");
    Docs {
        text: Markdown::description(text),
        constraints: super::constraints::of_schema(node),
        deprecated: node
            .get("deprecated")
            .and_then(Node::as_bool)
            .unwrap_or(false),
    }
}

/// Converts a node to an example. Returns `None` for a number that JSON cannot represent.
pub(super) fn example(at: &At<'_>) -> Option<Example> {
    Some(Example {
        text: serde_json::to_string(&json_value(at.node)).ok()?,
        origin: at.origin(),
    })
}

pub(super) fn json_value(node: &Node) -> serde_json::Value {
    match &node.value {
        Value::Null => serde_json::Value::Null,
        Value::Bool(value) => (*value).into(),
        Value::Number(number) => serde_json::from_str(&number.text)
            .unwrap_or_else(|_| serde_json::Value::from(number.text.clone())),
        Value::Str(text) => text.clone().into(),
        Value::List(items) => items.iter().map(json_value).collect(),
        Value::Map(map) => serde_json::Value::Object(
            map.iter()
                .map(|(name, _, node)| (name.to_owned(), json_value(node)))
                .collect(),
        ),
    }
}

/// Returns the name of a shared schema: the key of the component or definition, or the name of the file.
pub(super) fn shared_name(at: &At<'_>) -> Option<String> {
    match at.pointer.parts() {
        [components, _, key] if components == "components" => Some(key.clone()),
        [.., definitions, key] if DEFINITIONS.contains(&definitions.as_str()) => Some(key.clone()),
        [key] if at.document.is_referenced => Some(key.clone()),
        [] if at.document.is_referenced => file_name(&at.document.path).map(str::to_owned),
        _ => None,
    }
}

/// Keys of maps with named schemas.
const DEFINITIONS: &[&str] = &["$defs", "definitions", "x-defs"];

/// Returns the name of a file without its extension. If the file is called `index` or `schema`, returns the name of its
/// folder.
fn file_name(path: &str) -> Option<&str> {
    let mut parts = path.rsplit('/');
    let stem = |name: &'_ str| name.find('.').filter(|at| *at > 0).unwrap_or(name.len());
    let file = parts.next()?;
    let name = file.get(..stem(file))?;
    match parts.next() {
        Some(folder) if ["index", "schema"].contains(&name) => Some(folder),
        _ => Some(name),
    }
}

fn is_sensitive(node: &Node) -> bool {
    let marked = node.get("x-sensitive").and_then(Node::as_bool);
    marked.unwrap_or(node.text("format") == Some("password") && type_name(node) == Some("string"))
}

/// Returns the type of a string for its `format`.
pub(super) fn string_type(node: &Node) -> Ty {
    match node.text("format") {
        Some("date-time") => Ty::Timestamp,
        Some("date") => Ty::Date,
        Some("byte" | "base64") => Ty::Base64(Alphabet::Standard),
        Some("base64url") => Ty::Base64(Alphabet::Url),
        _ => Ty::Str,
    }
}

/// Converts an enum value to the declared type. Documents often write numbers in quotes, and texts such as `on` and `1` without
/// quotes.
fn variant_value(node: &Node, declared: Option<&str>) -> Option<VariantValue> {
    let text = match &node.value {
        Value::Str(text) => text.clone(),
        Value::Number(number) => number.text.clone(),
        Value::Bool(value) => value.to_string(),
        Value::Null | Value::List(_) | Value::Map(_) => return None,
    };
    let is_number = match declared {
        Some("string") => false,
        Some("integer" | "number") => text.parse::<f64>().is_ok_and(f64::is_finite),
        _ => node.as_number().is_some(),
    };
    Some(match (&node.value, text.parse()) {
        (_, Ok(number)) if is_number => VariantValue::Int(number),
        _ if is_number => VariantValue::Number(text),
        (Value::Bool(value), _) if declared != Some("string") => VariantValue::Bool(*value),
        _ => VariantValue::Text(text),
    })
}
