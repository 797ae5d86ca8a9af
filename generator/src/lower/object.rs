//! Objects and `allOf`, whose parts are merged into one object.

use indexmap::IndexMap;

use super::context::{At, Lowering};
use super::lowered::Lowered;
use super::schema::{docs_of, is_annotation_only, type_name};
use crate::diag::{Code, Diagnostic};
use crate::input::Policy;
use crate::model::{Access, Context, Encoding, Field, Presence, Shape, Step, Ty, TypeId};
use crate::source::Node;

/// The properties of an object, collected from all its parts.
#[derive(Debug, Default)]
pub(super) struct Members<'a> {
    /// The schemas of each property.
    properties: IndexMap<String, Vec<At<'a>>>,
    required: Vec<String>,
    additional: Additional<'a>,
    keep_unknown: bool,
}

/// Additional properties.
#[derive(Debug, Default)]
enum Additional<'a> {
    /// Not mentioned.
    #[default]
    Unsaid,
    /// Anything.
    Any,
    /// Of this schema.
    Schema(At<'a>),
}

impl<'a> Lowering<'a> {
    /// The type of an object.
    pub(super) fn object(&mut self, at: &At<'a>, id: Option<TypeId>, context: Context) -> Lowered {
        let mut members = Members::default();
        self.gather(at, false, 0, &mut members);
        if members.properties.is_empty() && !members.keep_unknown {
            let element = match members.additional {
                Additional::Schema(schema) => {
                    self.schema(&schema, context.then(id, Step::Item)).element()
                }
                Additional::Any | Additional::Unsaid => Ty::Json,
            };
            return Lowered::plain(Ty::Map(Box::new(element)));
        }
        Lowered::plain(self.structure(at, members, id, context))
    }

    /// One object with the properties of all alternatives.
    pub(super) fn joined_object(
        &mut self,
        at: &At<'a>,
        id: Option<TypeId>,
        context: Context,
    ) -> Lowered {
        let mut members = Members {
            keep_unknown: true,
            ..Members::default()
        };
        self.gather(at, false, 0, &mut members);
        Lowered::plain(self.structure(at, members, id, context))
    }

    /// The type of an `allOf`.
    pub(super) fn all_of(&mut self, at: &At<'a>, id: Option<TypeId>, context: Context) -> Lowered {
        let parts = at.get("allOf").map(|list| list.items()).unwrap_or_default();
        let said: Vec<&At<'a>> = parts
            .iter()
            .filter(|part| !is_annotation_only(part.node))
            .collect();
        let own =
            at.node.get("properties").is_some() || at.node.get("additionalProperties").is_some();
        if let ([part], false) = (said.as_slice(), own) {
            let part = (*part).clone();
            return if part.node.get("$ref").is_some() {
                self.schema(&part, context)
            } else {
                self.inline(&part, id, context)
            };
        }
        let mut members = Members::default();
        self.gather(at, false, 0, &mut members);
        if members.properties.is_empty() {
            // These are not objects but strings or numbers with more rules. The first part with a type decides.
            let typed = said
                .iter()
                .find(|part| type_name(part.node).is_some() || part.node.get("$ref").is_some());
            return match typed {
                Some(part) => self.schema(&(*part).clone(), context),
                None if !matches!(members.additional, Additional::Unsaid) => {
                    self.object(at, id, context)
                }
                None => Lowered::plain(self.degrade(at, "an `allOf` without properties")),
            };
        }
        Lowered::plain(self.structure(at, members, id, context))
    }

    /// Collects properties from a schema and its parts. Properties of an alternative are optional.
    fn gather(&mut self, at: &At<'a>, sometimes: bool, depth: usize, members: &mut Members<'a>) {
        if depth > 32 {
            return;
        }
        let Some(at) = self.resolve(at.clone()) else {
            return;
        };
        for part in at.get("allOf").map(|list| list.items()).unwrap_or_default() {
            self.gather(&part, sometimes, depth + 1, members);
        }
        for keyword in ["oneOf", "anyOf"] {
            for part in at.get(keyword).map(|list| list.items()).unwrap_or_default() {
                self.gather(&part, true, depth + 1, members);
            }
        }
        for (name, property) in at
            .map("properties")
            .map(|map| map.members())
            .unwrap_or_default()
        {
            let given = members.properties.entry(name.to_owned()).or_default();
            if given
                .iter()
                .all(|other| !same_schema(other.node, property.node))
            {
                given.push(property);
            }
        }
        if !sometimes {
            members.required.extend(at.texts("required"));
        }
        match at.node.get("additionalProperties") {
            Some(node) if node.as_bool() == Some(true) => members.additional = Additional::Any,
            _ => {
                if let Some(schema) = at.map("additionalProperties") {
                    members.additional = Additional::Schema(schema);
                }
            }
        }
        members.keep_unknown |= at.flag("x-keep-unknown");
    }

    /// A struct with these properties.
    fn structure(
        &mut self,
        at: &At<'a>,
        members: Members<'a>,
        id: Option<TypeId>,
        context: Context,
    ) -> Ty {
        let id = self.named(at, id, context);
        self.describe(id, at);
        for name in &members.required {
            if !members.properties.contains_key(name) {
                self.unknown_required(at, name);
            }
        }
        let mut fields = Vec::with_capacity(members.properties.len());
        for (name, schemas) in &members.properties {
            let required = members.required.contains(name);
            if let Some(field) = self.field(name, schemas, required, id) {
                fields.push(field);
            }
        }
        let extra = match members.additional {
            Additional::Schema(schema) => Some(
                self.schema(&schema, Context::within(id, Step::Item))
                    .element(),
            ),
            Additional::Any => Some(Ty::Json),
            Additional::Unsaid => members.keep_unknown.then_some(Ty::Json),
        };
        if let Some(def) = self.type_mut(id) {
            def.shape = Shape::Struct { fields, extra };
        }
        Ty::Named(id)
    }

    fn field(
        &mut self,
        name: &str,
        schemas: &[At<'a>],
        required: bool,
        parent: TypeId,
    ) -> Option<Field> {
        let at = schemas.first()?;
        let context = self.member_context(at, name, parent);
        let mut lowered = self.schema(at, context.clone());
        for other in schemas.iter().skip(1) {
            let second = self.schema(other, context.clone());
            lowered.nullable |= second.nullable;
            if second.ty != lowered.ty {
                lowered.ty = self.common(at, &lowered.ty, &second.ty);
            }
        }
        Some(self.field_of(at, name, lowered, required))
    }

    /// The context of a property: the shared schema that describes it, or the struct that contains it.
    fn member_context(&self, at: &At<'a>, name: &str, parent: TypeId) -> Context {
        let step = Step::Member(name.to_owned());
        let below_parent = self.model.ty(parent).is_some_and(|def| {
            at.pointer.parts().starts_with(def.origin.pointer.parts())
                && def.origin.document == at.document.path
        });
        // Merged from another schema: the name does not depend on the schema that merges it.
        let own = if below_parent {
            None
        } else {
            super::schema::context_of_place(at)
        };
        own.unwrap_or_else(|| Context::within(parent, step))
    }

    /// The field for a property.
    pub(super) fn field_of(
        &mut self,
        at: &At<'a>,
        name: &str,
        lowered: Lowered,
        required: bool,
    ) -> Field {
        self.ask_if_secret(at, name, &lowered.ty);
        let presence = match (required, lowered.nullable && lowered.ty != Ty::Json) {
            (true, false) => Presence::Required,
            (true, true) => Presence::RequiredNullable,
            (false, false) => Presence::Optional,
            (false, true) => Presence::OptionalNullable,
        };
        // On a schema that needs its own type, the name is the type's. Beside a reference it is the field's.
        let names_type = matches!(lowered.ty, Ty::Named(_)) && at.node.get("allOf").is_none();
        Field {
            wire: name.to_owned(),
            name: at
                .text("x-rust-name")
                .filter(|_| !names_type)
                .map(str::to_owned),
            ty: lowered.ty,
            presence,
            docs: docs_of(at.node),
            access: self.access(at),
            location: None,
            encoding: Encoding::Text,
            fixed: None,
            origin: at.origin(),
        }
    }
}

impl<'a> Lowering<'a> {
    /// The directions in which a property is sent: from its place, or from the schema that it refers to. A property that is both
    /// read-only and write-only contradicts itself.
    fn access(&mut self, at: &At<'a>) -> Access {
        let target = match at.node.get("$ref") {
            Some(_) => self.resolve(at.clone()),
            None => None,
        };
        let flag = |name: &str| at.flag(name) || target.as_ref().is_some_and(|at| at.flag(name));
        match (flag("readOnly"), flag("writeOnly")) {
            (true, false) => Access::ReadOnly,
            (false, true) => Access::WriteOnly,
            _ => Access::Both,
        }
    }
}

/// Words in the names of values that usually must not be printed.
const SECRET_WORDS: &[&str] = &[
    "password",
    "passwd",
    "secret",
    "token",
    "api_key",
    "apikey",
    "private_key",
    "passcode",
];

impl Lowering<'_> {
    /// Reports text whose name sounds secret, unless the document says whether it is.
    pub(super) fn ask_if_secret(&mut self, at: &At<'_>, name: &str, ty: &Ty) {
        let lower = name.to_ascii_lowercase();
        let answered = at.node.get("x-sensitive").is_some()
            || at
                .get("schema")
                .is_some_and(|schema| schema.node.get("x-sensitive").is_some());
        if *ty != Ty::Str || answered || !SECRET_WORDS.iter().any(|word| lower.contains(word)) {
            return;
        }
        let message =
            format!("`{name}` sounds secret, but the document does not say whether it is");
        let finding = match self.policy {
            Policy::Strict => Diagnostic::warning(Code::SensitiveUnanswered, message),
            Policy::Lenient => Diagnostic::note(Code::SensitiveUnanswered, message),
        };
        self.diagnostics.push(
            finding
                .label(at.span(), "becomes plain text, which `Debug` prints")
                .help("add `x-sensitive: true`, or `x-sensitive: false` if it may be printed"),
        );
    }
}

/// Whether two schemas are equal except for annotations.
fn same_schema(left: &Node, right: &Node) -> bool {
    super::schema::json_value(left) == super::schema::json_value(right)
}
