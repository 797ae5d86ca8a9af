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

/// The progress of a schema's type.
#[derive(Clone, Debug)]
pub(super) enum Slot {
    /// It is being lowered. This is its type if it turns out to need a name.
    Open(TypeId),
    /// It is lowered.
    Done(Lowered),
}

impl Slot {
    /// What users of the schema get.
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
    /// The types of the schemas of the API.
    pub(super) slots: BTreeMap<NodeId, Slot>,
    /// The types of schemas that hold at once, by the schemas.
    pub(super) merged: BTreeMap<Vec<NodeId>, Slot>,
    /// The keywords that were reported as not supported.
    pub(super) reported: BTreeSet<NodeId>,
    /// Which schemas extend which.
    pub(super) subtypes: Rc<Subtypes<'a>>,
    /// The structs of schemas that are a union of their subtypes.
    pub(super) own_structs: BTreeMap<NodeId, TypeId>,
    /// Shared schemas that were added, but not lowered.
    pub(super) waiting: Vec<(At<'a>, TypeId, Context)>,
    /// The current nesting of schemas.
    pub(super) depth: usize,
}

impl<'a> Lowering<'a> {
    pub(super) fn root(&self) -> At<'a> {
        At::root(self.document)
    }

    /// Follows references to a node that is not a reference. `None`, with a diagnostic, when a reference is unresolved. That
    /// happens only where the grammar knows no reference: `convert` has replaced the others.
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

    /// Adds a type. Its shape may change while it is lowered.
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

    /// Whether an added type still has no shape.
    pub(super) fn is_untouched(&self, id: TypeId) -> bool {
        let def = self.model.ty(id);
        def.is_some_and(|def| def.shape == Shape::Alias(Ty::Json))
    }

    /// Reports that a part becomes any JSON value.
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
            // It may be another tool's extension of the same name, so it is an error only under the strict policy.
            Diagnostic::warning(Code::ExtensionInvalid, format!("`{name}` must be {wanted}"))
                .label(span, "invalid value"),
        );
    }
}
