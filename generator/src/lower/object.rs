//! Lowers objects to structs and maps.

use super::context::{At, Lowering};
use super::lowered::Lowered;
use super::members::{Additional, Given, Members};
use super::schema::docs_of;
use crate::diag::{Code, Diagnostic};
use crate::input::Policy;
use crate::model::{Access, Context, Encoding, Field, Presence, Shape, Step, Ty, TypeId};
use crate::text::{sounds_secret, sounds_secret_number};

impl<'a> Lowering<'a> {
    pub(super) fn object(&mut self, at: &At<'a>, id: Option<TypeId>, context: Context) -> Lowered {
        let mut members = Members::default();
        self.gather(at, false, &mut members);
        Lowered::plain(self.object_of(at, &members, id, context))
    }

    /// Lowers an object whose properties are collected in `members`. Without properties, the object becomes a map.
    /// Without any keyword beside `type`, it becomes any JSON value in lenient documents.
    pub(super) fn object_of(
        &mut self,
        at: &At<'a>,
        members: &Members<'a>,
        id: Option<TypeId>,
        context: Context,
    ) -> Ty {
        if !members.properties.is_empty() || members.keep_unknown {
            return self.structure(at, members, id, context);
        }
        let element = match &members.additional {
            Additional::Schemas(schemas) => {
                let context = context.then(id, Step::Item);
                self.combined(schemas, None, context).element()
            }
            // Authors write `type: object` for values that they do not describe, such as texts and lists.
            Additional::Unsaid if self.policy == Policy::Lenient => return Ty::Json,
            Additional::Any | Additional::Unsaid => Ty::Json,
        };
        Ty::Map(Box::new(element))
    }

    /// Creates one struct with the properties of all alternatives, which become optional fields.
    pub(super) fn joined_object(
        &mut self,
        at: &At<'a>,
        id: Option<TypeId>,
        context: Context,
    ) -> Lowered {
        let mut members = Members::default();
        members.keep_unknown = true;
        self.gather(at, false, &mut members);
        Lowered::plain(self.structure(at, &members, id, context))
    }

    /// Creates a struct with the collected properties.
    pub(super) fn structure(
        &mut self,
        at: &At<'a>,
        members: &Members<'a>,
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
        let extra = match &members.additional {
            Additional::Schemas(schemas) => {
                let context = Context::within(id, Step::Item);
                Some(self.combined(schemas, None, context).element())
            }
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
        schemas: &[Given<'a>],
        required: bool,
        parent: TypeId,
    ) -> Option<Field> {
        let at = &schemas.first()?.at;
        if let [_] = schemas {
            let context = self.member_context(at, name, parent);
            let lowered = self.schema(at, context);
            return Some(self.field_of(at, name, lowered, required));
        }
        let context = Context::within(parent, Step::Member(name.to_owned()));
        let lowered = self.combined(schemas, None, context);
        let mut field = self.field_of(at, name, lowered, required);
        for other in schemas.iter().skip(1) {
            let access = self.access(&other.at);
            if field.access == Access::Both {
                field.access = access;
            }
            let docs = docs_of(other.at.node);
            field.docs.deprecated |= docs.deprecated;
            if field.docs.text.is_empty() {
                field.docs.text = docs.text;
            }
        }
        let nodes = schemas.iter().filter(|given| !given.sometimes);
        if let Some(rules) = super::rules::strictest(nodes.map(|given| given.at.node)) {
            field.docs.constraints = super::constraints::of_schema(&rules);
        }
        Some(field)
    }

    /// Returns the context that names the type of a property. The name starts with the struct that contains the
    /// property, or with the component that defines the property.
    fn member_context(&self, at: &At<'a>, name: &str, parent: TypeId) -> Context {
        let step = Step::Member(name.to_owned());
        let below_parent = self.model.ty(parent).is_some_and(|def| {
            at.pointer.parts().starts_with(def.origin.pointer.parts())
                && def.origin.document == at.document.path
        });
        // A property can come from another schema than the struct. Then its type is named after the schema that defines
        // the property.
        let own = if below_parent {
            None
        } else {
            super::schema::context_of_place(at)
        };
        own.unwrap_or_else(|| Context::within(parent, step))
    }

    /// Creates the field for a property.
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
        // `x-rust-name` can name the field or its type. It names the type if the schema beside it has a named type.
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
    /// Returns whether a property is sent, received or both. `readOnly` and `writeOnly` can be in the schema of the
    /// property or in the target of its reference. A property with both keywords is sent and received.
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

impl Lowering<'_> {
    /// Reports a string or an integer that is probably a secret, because of its name. `x-sensitive` in the document
    /// prevents the report.
    pub(super) fn ask_if_secret(&mut self, at: &At<'_>, name: &str, ty: &Ty) {
        let answered = at.node.get("x-sensitive").is_some()
            || at
                .get("schema")
                .is_some_and(|schema| schema.node.get("x-sensitive").is_some());
        let (sounds, kind) = match ty {
            Ty::Str => (sounds_secret(name), "plain text"),
            Ty::Int(_) => (sounds_secret_number(name), "a plain integer"),
            _ => return,
        };
        if answered || !sounds {
            return;
        }
        let message =
            format!("`{name}` sounds secret, but the document does not say whether it is");
        let diagnostic = match self.policy {
            Policy::Strict => Diagnostic::warning(Code::SensitiveUnanswered, message),
            Policy::Lenient => Diagnostic::note(Code::SensitiveUnanswered, message),
        };
        self.diagnostics.push(
            diagnostic
                .label(at.span(), format!("becomes {kind}, which `Debug` prints"))
                .help("add `x-sensitive: true`, or `x-sensitive: false` if it may be printed"),
        );
    }
}
