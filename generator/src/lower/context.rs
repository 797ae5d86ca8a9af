//! The state of the stage `lower`: the model so far, and the current document.

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

/// Whether a schema is already lowered.
#[derive(Clone, Debug)]
pub(super) enum Slot {
    /// The schema is being lowered. The id is reserved for its type.
    Open(TypeId),
    /// The schema is lowered.
    Done(Lowered),
}

impl Slot {
    /// Returns the type of the schema. If the schema is still being lowered, returns the named type that is reserved
    /// for it.
    pub(super) fn lowered(&self) -> Lowered {
        match self {
            Self::Open(id) => Lowered::plain(Ty::Named(*id)),
            Self::Done(lowered) => lowered.clone(),
        }
    }
}

/// The state of the stage `lower`: the model so far, and the current document.
#[derive(Debug)]
pub(super) struct Lowering<'a> {
    pub(super) manifest: &'a Manifest,
    pub(super) diagnostics: &'a mut Diagnostics,
    pub(super) model: Model,
    /// The documents of the current API, in which references are resolved.
    pub(super) documents: &'a [Document],
    /// The document whose paths are being lowered.
    pub(super) document: &'a Document,
    pub(super) group: GroupId,
    pub(super) policy: Policy,
    /// The Cargo feature that enables the operations of the current document.
    pub(super) feature: Option<String>,
    /// The schemas of the API that are lowered or being lowered.
    pub(super) slots: BTreeMap<NodeId, Slot>,
    /// The same as `slots`, for types that are merged from several schemas. The key contains all merged schemas.
    pub(super) merged: BTreeMap<Vec<NodeId>, Slot>,
    /// The `not` schemas that were reported as not supported.
    pub(super) reported: BTreeSet<NodeId>,
    /// Which schemas extend which schemas by `allOf`.
    pub(super) subtypes: Rc<Subtypes<'a>>,
    /// The structs of schemas that have subtypes. The schema itself becomes the union of its subtypes, so its
    /// properties need a separate struct.
    pub(super) own_structs: BTreeMap<NodeId, TypeId>,
    /// Shared schemas whose types have a placeholder shape. They are lowered later.
    pub(super) waiting: Vec<(At<'a>, TypeId, Context)>,
    /// Whether the schema of a whole event is being lowered.
    pub(super) is_in_event: bool,
    /// How many schemas around the current schema are being lowered.
    pub(super) depth: usize,
}

impl<'a> Lowering<'a> {
    pub(super) fn root(&self) -> At<'a> {
        At::root(self.document)
    }

    /// Returns the target of a reference, or the node itself. Reports an unresolved reference and returns `None`. `convert` has
    /// already replaced unresolved references, except where OpenAPI does not allow references.
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

    /// Adds a type with a placeholder shape. The caller sets the shape later.
    pub(super) fn add_type(&mut self, at: &At<'_>, context: Context) -> TypeId {
        self.model.add_type(TypeDef {
            origin: at.origin(),
            group: self.group,
            context,
            replaces: Vec::new(),
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

    /// Returns whether the shape of a type is still the placeholder.
    pub(super) fn is_untouched(&self, id: TypeId) -> bool {
        let def = self.model.ty(id);
        def.is_some_and(|def| def.shape == Shape::Alias(Ty::Json))
    }

    /// Reports an unsupported part of a document. Returns `Ty::Json`, which accepts any value.
    pub(super) fn degrade(&mut self, at: &At<'_>, what: &str) -> Ty {
        self.diagnostics.push(
            Diagnostic::warning(Code::Unsupported, format!("{what} is not supported"))
                .label(at.span(), "becomes any JSON value"),
        );
        Ty::Json
    }

    /// Reports an extension with an invalid value.
    pub(super) fn bad_extension(&mut self, span: Span, name: &str, wanted: &str) {
        self.diagnostics.push(
            // Another tool may define an extension of the same name, so only the strict policy treats the value as an error.
            Diagnostic::warning(Code::ExtensionInvalid, format!("`{name}` must be {wanted}"))
                .label(span, "invalid value"),
        );
    }
}
