//! Visits every object that the grammar describes in a document.
//!
//! In: a document and the grammar. Out: an [`Outline`] with every object and every reference, and a diagnostic for each unknown
//! key and each value of the wrong kind. Data such as an example is not visited. Each node is visited once, without recursion.

use super::{
    extensions,
    report::{Report, head},
    values,
};
use crate::{
    diag::{Code, Diagnostic},
    input::{Document, Policy},
    openapi::{
        grammar::{Field, Kind, Rule},
        keywords::{is_annotation, is_extension},
    },
    source::{Map, Node, Span},
};

/// An object of a known kind.
#[derive(Clone, Copy, Debug)]
pub(super) struct Object<'a> {
    pub(super) document: &'a Document,
    pub(super) kind: Kind,
    pub(super) map: &'a Map,
    pub(super) node: &'a Node,
    /// The key that an author chose for the object, such as a path or the name of a schema. Empty for an item of a
    /// list, and for an object under a key of OpenAPI.
    pub(super) name: &'a str,
    /// The key of OpenAPI that contains the object, such as `allOf`.
    pub(super) field: &'static str,
    /// A short location for diagnostics.
    pub(super) place: Span,
    /// The position of the containing object in the outline.
    pub(super) parent: Option<usize>,
    /// Whether a problem was reported for the object.
    pub(super) faulty: bool,
}

/// A `$ref` in place of an object.
#[derive(Clone, Copy, Debug)]
pub(super) struct Use<'a> {
    /// The document that contains the reference.
    pub(super) document: &'a Document,
    pub(super) kind: Kind,
    /// The object with the `$ref`.
    pub(super) node: &'a Node,
    pub(super) text: &'a str,
    /// The location of `text`.
    pub(super) span: Span,
}

/// The objects and references of a document.
#[derive(Debug, Default)]
pub(super) struct Outline<'a> {
    /// Every object. An object comes before its parts.
    pub(super) objects: Vec<Object<'a>>,
    /// Every reference.
    pub(super) references: Vec<Use<'a>>,
}

impl<'a> Outline<'a> {
    /// Returns the objects of one kind.
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

/// Adds the object `root` and all objects below `root` to the outline. `kind` is the kind of `root`.
pub(super) fn walk<'a>(
    document: &'a Document,
    root: &'a Node,
    kind: Kind,
    outline: &mut Outline<'a>,
    report: &mut Report,
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
        visit(task, &mut tasks, outline, report);
        // The last task is visited first, so the new tasks are reversed to keep the order of the document.
        tasks.get_mut(from..).unwrap_or_default().reverse();
    }
}

fn visit<'a>(
    task: Task<'a>,
    tasks: &mut Vec<Task<'a>>,
    outline: &mut Outline<'a>,
    report: &mut Report,
) {
    let Some(map) = task.node.as_map() else {
        values::wrong_kind(task.node, task.place, task.kind.noun(), "a map", report);
        mark_faulty(outline, task.parent);
        return;
    };
    if let Some(reference) = map.get("$ref").filter(|_| task.may_refer) {
        check_beside_reference(map, task.kind, report);
        if let Some(text) = reference.as_str() {
            outline.references.push(Use {
                document: task.document,
                kind: task.kind,
                node: task.node,
                text,
                span: reference.span,
            });
        } else {
            let place = map.key_span("$ref").unwrap_or(task.place);
            values::wrong_kind(reference, place, "`$ref`", "text", report);
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
        let field = kind.fields().find(|field| field.name == name);
        let rule = field.map(|field| field.rule);
        let Some(rule) = rule.or_else(|| kind.rule(name)) else {
            extensions::check_key(kind, map, name, span, report);
            continue;
        };
        // `field` is empty for a key that an author chose.
        let field = field.map_or("", |field| field.name);
        let under = Under {
            document,
            key: name,
            field,
            span,
            parent: at,
        };
        if !under.descend(node, rule, tasks, report) {
            mark_faulty(outline, Some(at));
        }
    }
    for Field { name, .. } in kind
        .fields()
        .filter(|field| field.required && !map.contains(field.name))
    {
        let fault = report.fault(
            Code::InvalidValue,
            format!("{} has no `{name}`", kind.noun()),
        );
        report.push(fault.label(place, format!("`{name}` is required here")));
        mark_faulty(outline, Some(at));
    }
}

fn mark_faulty(outline: &mut Outline<'_>, at: Option<usize>) {
    if let Some(object) = at.and_then(|at| outline.objects.get_mut(at)) {
        object.faulty = true;
    }
}

/// Reports keys beside `$ref`, because OpenAPI 3.0 ignores these keys. Summaries, descriptions and known extensions are
/// not reported, because the generator reads them beside `$ref` too.
fn check_beside_reference(map: &Map, kind: Kind, report: &mut Report) {
    let said = ["$ref", "summary", "description"];
    for (name, span, _) in map.iter().filter(|(name, _, _)| !said.contains(name)) {
        if is_extension(name) {
            extensions::check_key(kind, map, name, span, report);
            continue;
        }
        let is_read = name == "nullable" || is_annotation(name);
        if kind == Kind::Schema && is_read && report.policy() == Policy::Lenient {
            let message = format!("`{name}` is not allowed beside `$ref`");
            let note = Diagnostic::note(Code::UnknownKey, message);
            report.push(note.label(span, "read as in OpenAPI 3.1"));
            continue;
        }
        let fault = report.fault(
            Code::UnknownKey,
            format!("`{name}` has no effect beside `$ref`"),
        );
        let fault = fault.label(span, "ignored in OpenAPI 3.0");
        report.push(match kind {
            Kind::Schema => fault.help(format!(
                "move the reference into a list: `allOf: [{{$ref: …}}]`, with `{name}` beside it"
            )),
            _ => fault,
        });
    }
}

/// The key that contains a value, and the parent object.
#[derive(Clone, Copy, Debug)]
struct Under<'a> {
    document: &'a Document,
    key: &'a str,
    field: &'static str,
    span: Span,
    parent: usize,
}

impl<'a> Under<'a> {
    /// Adds a task for each object inside of a value. Returns whether the value matches the rule.
    fn descend(
        self,
        node: &'a Node,
        rule: Rule,
        tasks: &mut Vec<Task<'a>>,
        report: &mut Report,
    ) -> bool {
        let Self {
            document,
            field,
            span,
            parent,
            ..
        } = self;
        // A key that an author chose (a path, a status, a callback expression) is the name of the object.
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
                    return self.wrong(node, "a list", report);
                };
                let may_refer = matches!(rule, Rule::RefList(_));
                tasks.extend(items.iter().map(|node| Task {
                    place: head(node),
                    ..task(node, kind, may_refer)
                }));
            }
            Rule::Map(kind) | Rule::RefMap(kind) | Rule::Named(kind) => {
                let Some(map) = node.as_map() else {
                    return self.wrong(node, "a map", report);
                };
                let may_refer = !matches!(rule, Rule::Map(_));
                for (name, place, node) in map.iter() {
                    if matches!(rule, Rule::Named(_)) {
                        values::check_component_name(name, place, report);
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
            | Rule::BoolOrSchemas => return values::check(node, rule, self.key, span, report),
        }
        true
    }

    fn wrong(self, node: &Node, wanted: &str, report: &mut Report) -> bool {
        values::wrong_kind(node, self.span, &format!("`{}`", self.key), wanted, report);
        false
    }
}
