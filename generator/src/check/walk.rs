//! Walks a document along the grammar.
//!
//! In: a document's tree and the tables of `grammar`. Out: an [`Outline`], every object and every reference that stands where
//! the format wants one, and a finding for each key that is unknown there and each value of the wrong kind. What is data, as
//! an example is, is never taken for a part of the format. Each node is met once, whatever the nesting, without recursion.

use super::{
    extensions,
    findings::{Findings, head},
    values,
};
use crate::{
    diag::Code,
    input::Document,
    openapi::{
        grammar::{Field, Kind, Rule},
        keywords::is_extension,
    },
    source::{Map, Node, Span},
};

/// An object of a known kind in the place of its kind.
#[derive(Clone, Copy, Debug)]
pub(super) struct Object<'a> {
    pub(super) document: &'a Document,
    pub(super) kind: Kind,
    pub(super) map: &'a Map,
    pub(super) node: &'a Node,
    /// The name under which it stands in a map of its like; empty in a list and under a fixed key.
    pub(super) name: &'a str,
    /// The key of the format under which it stands, such as `allOf`.
    pub(super) field: &'static str,
    /// A short place for it.
    pub(super) place: Span,
    /// The object that it is a part of, by its position in the outline.
    pub(super) parent: Option<usize>,
    /// Whether a value in it is of the wrong kind.
    pub(super) faulty: bool,
}

/// A `$ref` where an object of a kind is due.
#[derive(Clone, Copy, Debug)]
pub(super) struct Use<'a> {
    /// The document that it stands in.
    pub(super) document: &'a Document,
    pub(super) kind: Kind,
    pub(super) text: &'a str,
    /// The place of the text.
    pub(super) span: Span,
}

/// What a document consists of.
#[derive(Debug, Default)]
pub(super) struct Outline<'a> {
    /// Every object, each before its parts.
    pub(super) objects: Vec<Object<'a>>,
    /// Every reference.
    pub(super) references: Vec<Use<'a>>,
}

impl<'a> Outline<'a> {
    /// The objects of one kind.
    pub(super) fn of(&self, kind: Kind) -> impl Iterator<Item = &Object<'a>> {
        self.objects
            .iter()
            .filter(move |object| object.kind == kind)
    }
}

#[derive(Clone, Copy, Debug)]
struct Task<'a> {
    document: &'a Document,
    node: &'a Node,
    kind: Kind,
    may_refer: bool,
    name: &'a str,
    field: &'static str,
    place: Span,
    parent: Option<usize>,
}

/// Walks from `root`, a node of the document, which is to be of that kind, and adds to the outline.
pub(super) fn walk<'a>(
    document: &'a Document,
    root: &'a Node,
    kind: Kind,
    outline: &mut Outline<'a>,
    findings: &mut Findings,
) {
    let place = head(root);
    let mut tasks = vec![Task {
        document,
        node: root,
        kind,
        may_refer: kind != Kind::Document,
        name: "",
        field: "",
        place,
        parent: None,
    }];
    while let Some(task) = tasks.pop() {
        let from = tasks.len();
        visit(task, &mut tasks, outline, findings);
        // Parts were added in the order of the document; the last one would be taken up first.
        tasks.get_mut(from..).unwrap_or_default().reverse();
    }
}

fn visit<'a>(
    task: Task<'a>,
    tasks: &mut Vec<Task<'a>>,
    outline: &mut Outline<'a>,
    findings: &mut Findings,
) {
    let Some(map) = task.node.as_map() else {
        values::wrong_kind(task.node, task.place, task.kind.noun(), "a map", findings);
        mark_faulty(outline, task.parent);
        return;
    };
    if let Some(reference) = map.get("$ref").filter(|_| task.may_refer) {
        check_beside_reference(map, task.kind, findings);
        if let Some(text) = reference.as_str() {
            outline.references.push(Use {
                document: task.document,
                kind: task.kind,
                text,
                span: reference.span,
            });
        } else {
            let place = map.key_span("$ref").unwrap_or(task.place);
            values::wrong_kind(reference, place, "`$ref`", "text", findings);
            mark_faulty(outline, task.parent);
        }
        return;
    }
    let at = outline.objects.len();
    let Task {
        document,
        node,
        kind,
        name,
        field,
        place,
        parent,
        ..
    } = task;
    outline.objects.push(Object {
        document,
        kind,
        map,
        node,
        name,
        field,
        place,
        parent,
        faulty: false,
    });
    for (name, span, node) in map.iter() {
        let Some(rule) = kind.rule(name) else {
            extensions::check_key(kind, map, name, span, findings);
            continue;
        };
        // The key as the format knows it; a name that an author chose stands under none.
        let field = kind
            .fields()
            .find(|field| field.name == name)
            .map_or("", |field| field.name);
        let under = Under {
            document,
            key: name,
            field,
            span,
            parent: at,
        };
        if !under.descend(node, rule, tasks, findings) {
            mark_faulty(outline, Some(at));
        }
    }
    for Field { name, .. } in kind
        .fields()
        .filter(|field| field.required && !map.contains(field.name))
    {
        let fault = findings.fault(
            Code::InvalidValue,
            format!("{} lacks `{name}`", kind.noun()),
        );
        findings.push(fault.label(place, format!("`{name}` must stand here")));
        mark_faulty(outline, Some(at));
    }
}

fn mark_faulty(outline: &mut Outline<'_>, at: Option<usize>) {
    if let Some(object) = at.and_then(|at| outline.objects.get_mut(at)) {
        object.faulty = true;
    }
}

/// In 3.0 everything beside `$ref` is to be ignored. Words for readers do no harm, and some extensions are read there.
fn check_beside_reference(map: &Map, kind: Kind, findings: &mut Findings) {
    let said = ["$ref", "summary", "description"];
    for (name, span, _) in map.iter().filter(|(name, _, _)| !said.contains(name)) {
        if is_extension(name) {
            extensions::check_key(kind, map, name, span, findings);
            continue;
        }
        let fault = findings.fault(
            Code::UnknownKey,
            format!("`{name}` has no effect beside `$ref`"),
        );
        let fault = fault.label(span, "ignored in OpenAPI 3.0");
        findings.push(match kind {
            Kind::Schema => fault.help(format!(
                "put the reference into a list: `allOf: [{{$ref: …}}]`, with `{name}` beside it"
            )),
            _ => fault,
        });
    }
}

/// Where a value stands: the key that it stands under.
#[derive(Clone, Copy, Debug)]
struct Under<'a> {
    document: &'a Document,
    key: &'a str,
    field: &'static str,
    span: Span,
    parent: usize,
}

impl<'a> Under<'a> {
    /// Whether the value is of the kind that the rule wants; its parts become tasks.
    fn descend(
        self,
        node: &'a Node,
        rule: Rule,
        tasks: &mut Vec<Task<'a>>,
        findings: &mut Findings,
    ) -> bool {
        let Self {
            document,
            field,
            span,
            parent,
            ..
        } = self;
        // A single object that an author named (a path, a status, a callback's expression) carries that name.
        let name = if field.is_empty() { self.key } else { "" };
        let task = |node, kind, may_refer| Task {
            document,
            node,
            kind,
            may_refer,
            name,
            field,
            place: span,
            parent: Some(parent),
        };
        match rule {
            Rule::One(kind) => tasks.push(task(node, kind, false)),
            Rule::Ref(kind) => tasks.push(task(node, kind, true)),
            Rule::BoolOrSchema | Rule::BoolOrSchemas if node.as_bool().is_none() => {
                tasks.push(task(node, Kind::Schema, true));
            }
            Rule::List(kind) | Rule::RefList(kind) => {
                let Some(items) = node.as_list() else {
                    return self.wrong(node, "a list", findings);
                };
                let may_refer = matches!(rule, Rule::RefList(_));
                tasks.extend(items.iter().map(|node| Task {
                    place: head(node),
                    ..task(node, kind, may_refer)
                }));
            }
            Rule::Map(kind) | Rule::RefMap(kind) | Rule::Named(kind) => {
                let Some(map) = node.as_map() else {
                    return self.wrong(node, "a map", findings);
                };
                let may_refer = !matches!(rule, Rule::Map(_));
                for (name, place, node) in map.iter() {
                    if matches!(rule, Rule::Named(_)) {
                        values::check_component_name(name, place, findings);
                    }
                    tasks.push(Task {
                        name,
                        place,
                        ..task(node, kind, may_refer)
                    });
                }
            }
            Rule::Any
            | Rule::AnyMap
            | Rule::Values
            | Rule::Text
            | Rule::Bool
            | Rule::Number
            | Rule::Count
            | Rule::Word(_)
            | Rule::Texts
            | Rule::TextMap
            | Rule::BoolOrSchema
            | Rule::BoolOrSchemas => return values::check(node, rule, self.key, span, findings),
        }
        true
    }

    fn wrong(self, node: &Node, wanted: &str, findings: &mut Findings) -> bool {
        values::wrong_kind(
            node,
            self.span,
            &format!("`{}`", self.key),
            wanted,
            findings,
        );
        false
    }
}
