//! The state of the stage: the model under construction and the current document.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

pub(super) use super::at::{At, NodeId};
use super::lowered::Lowered;
use super::subtypes::Subtypes;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::input::{Document, Manifest, Policy};
use crate::model::{Context, Docs, GroupId, Model, Shape, Ty, TypeDef, TypeId};
use crate::openapi::{Resolver, Target};
use crate::source::Span;

/// The state of a schema's type.
#[derive(Clone, Debug)]
pub(super) enum Slot {
    /// The schema is being lowered. This is its type if it needs a name.
    Open(TypeId),
    /// The schema is lowered.
    Done(Lowered),
}

impl Slot {
    /// Returns the type of the schema. It is a named type while the schema is being lowered.
    pub(super) fn lowered(&self) -> Lowered {
        match self {
            Self::Open(id) => Lowered::plain(Ty::Named(*id)),
            Self::Done(lowered) => lowered.clone(),
        }
    }
}

/// The model under construction and the current document.
#[derive(Debug)]
pub(super) struct Lowering<'a> {
    pub(super) manifest: &'a Manifest,
    pub(super) diagnostics: &'a mut Diagnostics,
    pub(super) model: Model,
    /// The documents of the current API, for references.
    pub(super) documents: &'a [Document],
    /// The document whose paths are being lowered.
    pub(super) document: &'a Document,
    pub(super) group: GroupId,
    pub(super) policy: Policy,
    /// The Cargo feature of the operations of the current document.
    pub(super) feature: Option<String>,
    /// The types of the schemas of the API, keyed by schema.
    pub(super) slots: BTreeMap<NodeId, Slot>,
    /// The types that are merged from several schemas, keyed by these schemas.
    pub(super) merged: BTreeMap<Vec<NodeId>, Slot>,
    /// The keywords that were reported as not supported.
    pub(super) reported: BTreeSet<NodeId>,
    /// The inheritance of schemas by `allOf`.
    pub(super) subtypes: Rc<Subtypes<'a>>,
    /// The structs for the properties of base schemas, whose type is otherwise the union of their subtypes.
    pub(super) own_structs: BTreeMap<NodeId, TypeId>,
    /// Shared schemas whose types were added but not lowered yet.
    pub(super) waiting: Vec<(At<'a>, TypeId, Context)>,
    /// The current nesting depth of schemas.
    pub(super) depth: usize,
}

impl<'a> Lowering<'a> {
    pub(super) fn root(&self) -> At<'a> {
        At::root(self.document)
    }

    /// Follows references until a node is not a reference. Reports an unresolved reference and returns `None`. References can
    /// only be unresolved where the grammar does not allow them: `convert` has replaced all others.
    pub(super) fn resolve(&mut self, at: At<'a>) -> Option<At<'a>> {
        let Some(reference) = at.node.get("$ref") else {
            return Some(at);
        };
        let text = reference.as_str().unwrap_or("");
        let target = Resolver::new(self.documents).resolve(at.document, text);
        if target.is_err() {
            let message = format!("unresolved reference `{text}`");
            self.diagnostics.push(
                Diagnostic::warning(Code::UnresolvedReference, message)
                    .label(reference.span, "ignored"),
            );
        }
        let Target {
            document,
            pointer,
            node,
        } = target.ok()?;
        Some(At {
            node,
            pointer,
            document,
        })
    }

    /// Adds a type with a placeholder as its shape, which is replaced later.
    pub(super) fn add_type(&mut self, at: &At<'_>, context: Context) -> TypeId {
        self.model.add_type(TypeDef {
            origin: at.origin(),
            group: self.group,
            context,
            name: at.text("x-rust-name").map(str::to_owned),
            docs: Docs::default(),
            shape: Shape::Alias(Ty::Json),
            inferred: false,
            examples: Vec::new(),
        })
    }

    pub(super) fn type_mut(&mut self, id: TypeId) -> Option<&mut TypeDef> {
        self.model.ty_mut(id)
    }

    /// Whether an added type still has the placeholder as its shape.
    pub(super) fn is_untouched(&self, id: TypeId) -> bool {
        let def = self.model.ty(id);
        def.is_some_and(|def| def.shape == Shape::Alias(Ty::Json))
    }

    /// Reports that a part is not supported, and returns any JSON value as its type.
    pub(super) fn degrade(&mut self, at: &At<'_>, what: &str) -> Ty {
        self.diagnostics.push(
            Diagnostic::warning(Code::Unsupported, format!("{what} is not supported"))
                .label(at.span(), "becomes any JSON value"),
        );
        Ty::Json
    }

    /// Reports an invalid value of an extension.
    pub(super) fn bad_extension(&mut self, span: Span, name: &str, wanted: &str) {
        self.diagnostics.push(
            // Another tool may have an extension of the same name, so it is an error only under the strict policy.
            Diagnostic::warning(Code::ExtensionInvalid, format!("`{name}` must be {wanted}"))
                .label(span, "invalid value"),
        );
    }
}
