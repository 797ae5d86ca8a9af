//! The state of the stage: the model under construction and the current document.

use std::collections::{BTreeMap, BTreeSet};

use super::lowered::Lowered;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::input::{Document, Manifest, Policy};
use crate::model::{Context, Docs, GroupId, Model, Origin, Shape, Ty, TypeDef, TypeId};
use crate::openapi::{Resolver, Target};
use crate::source::{Node, Pointer, SourceId, Span};

/// A node, its pointer and its document.
#[derive(Clone, Debug)]
pub(super) struct At<'a> {
    pub(super) node: &'a Node,
    pub(super) pointer: Pointer,
    pub(super) document: &'a Document,
}

impl<'a> At<'a> {
    /// The root of a document.
    pub(super) fn root(document: &'a Document) -> Self {
        Self {
            node: &document.root,
            pointer: Pointer::root(),
            document,
        }
    }

    /// The value of a key.
    pub(super) fn get(&self, name: &str) -> Option<At<'a>> {
        let node = self.node.get(name)?;
        Some(self.part(node, name))
    }

    fn part(&self, node: &'a Node, step: impl std::fmt::Display) -> Self {
        Self {
            node,
            pointer: self.pointer.child(step),
            document: self.document,
        }
    }

    /// The value of a key, if it is a map.
    pub(super) fn map(&self, name: &str) -> Option<At<'a>> {
        self.get(name).filter(|at| at.node.as_map().is_some())
    }

    /// The value of a key, if it is a string.
    pub(super) fn text(&self, name: &str) -> Option<&'a str> {
        self.node.text(name)
    }

    /// Whether the value of a key is `true`.
    pub(super) fn flag(&self, name: &str) -> bool {
        self.node.get(name).and_then(Node::as_bool).unwrap_or(false)
    }

    /// The entries.
    pub(super) fn members(&self) -> Vec<(&'a str, At<'a>)> {
        let Some(map) = self.node.as_map() else {
            return Vec::new();
        };
        map.iter()
            .map(|(name, _, node)| (name, self.part(node, name)))
            .collect()
    }

    /// The items.
    pub(super) fn items(&self) -> Vec<At<'a>> {
        let items = self.node.as_list().unwrap_or_default();
        items
            .iter()
            .enumerate()
            .map(|(i, node)| self.part(node, i))
            .collect()
    }

    /// The strings of a list under a key.
    pub(super) fn texts(&self, name: &str) -> Vec<String> {
        let list = self
            .node
            .get(name)
            .and_then(Node::as_list)
            .unwrap_or_default();
        list.iter()
            .filter_map(Node::as_str)
            .map(str::to_owned)
            .collect()
    }

    /// Identifies the node among all documents of its API.
    pub(super) fn id(&self) -> NodeId {
        (self.document.source, self.pointer.clone())
    }

    /// The origin of what the node becomes.
    pub(super) fn origin(&self) -> Origin {
        Origin {
            document: self.document.path.clone(),
            pointer: self.pointer.clone(),
            span: self.span(),
        }
    }

    pub(super) fn span(&self) -> Span {
        self.node.span
    }
}

/// Identifies a node among all documents of an API.
pub(super) type NodeId = (SourceId, Pointer);

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
