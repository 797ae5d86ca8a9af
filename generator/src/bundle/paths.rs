//! Merges the paths of all documents, and adds the mirrored operations.
//!
//! In: the path items of the documents. Out: the path items of the bundle. Parameters and servers of path items are moved to
//! the operations. A document with its own `security` or `servers` keeps them: its operations get these keys.

use std::collections::{BTreeMap, BTreeSet};

use super::inputs::Inputs;
use super::rewrite::Rewriter;
use super::share::Shared;
use super::values::{free, prefix, reference, text};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::input::{Document, ScopeEntry};
use crate::openapi::grammar::Kind;
use crate::openapi::keywords::{is_extension, operations};
use crate::openapi::{Found, Resolver, template};
use crate::source::{Map, Node, Span, Value};

/// The path items of a bundle.
#[derive(Debug, Default)]
pub(super) struct Paths {
    items: BTreeMap<String, Map>,
    /// The path for each path without the names of its placeholders.
    shapes: BTreeMap<String, (String, Span)>,
    operation_ids: BTreeSet<String>,
}

/// An operation of a document.
struct Operation {
    path: String,
    method: String,
    map: Map,
    /// The location of the operation's key.
    span: Span,
    mirrored: bool,
}

impl Paths {
    pub(super) fn of(
        inputs: &Inputs<'_>,
        rewriter: &Rewriter<'_, '_>,
        shared: &mut Shared,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let mut paths = Self::default();
        let mut found = Vec::new();
        for document in super::main_documents(inputs.documents) {
            let items = document.root.get("paths").and_then(Node::as_map);
            let items = items.into_iter().flat_map(Map::iter);
            for (path, _, item) in items.filter(|(path, ..)| !is_extension(path)) {
                let reader = Reader {
                    inputs,
                    rewriter,
                    document,
                };
                reader.path_item(path, item, &mut paths, &mut found, diagnostics);
            }
        }
        let mut mirrors = Vec::new();
        for operation in &mut found {
            if operation.mirrored && !inputs.scopes.is_empty() {
                share(operation, shared);
            }
        }
        for scope in &inputs.scopes {
            let mirrored = found.iter().filter(|operation| operation.mirrored);
            let mut mirrored = mirrored.peekable();
            if let Some(first) = mirrored.peek() {
                let parameter = parameter(inputs, scope, first.span, shared);
                mirrors
                    .extend(mirrored.map(|operation| paths.mirror(operation, scope, &parameter)));
            }
        }
        for operation in found.into_iter().chain(mirrors) {
            paths.add(operation, diagnostics);
        }
        paths
    }

    pub(super) fn into_items(self) -> BTreeMap<String, Node> {
        let items = self.items.into_iter().filter_map(|(path, item)| {
            let (_, _, first) = item.iter().next()?;
            let span = first.span;
            Some((path, Node::new(Value::Map(item), span)))
        });
        items.collect()
    }

    /// Returns the copy of a mirrored operation below the prefix of a scope.
    fn mirror(&mut self, operation: &Operation, scope: &ScopeEntry, parameter: &Node) -> Operation {
        let mut map = operation.map.clone();
        if let Some(id) = operation.map.text_of("operationId") {
            let wanted = format!("{id}For{}", scope.type_name);
            let id = free(wanted, |id| self.operation_ids.contains(id));
            self.operation_ids.insert(id.clone());
            map.set("operationId", text(id, operation.span));
        }
        let own = map.get("parameters").and_then(Node::as_list);
        let mut parameters = vec![parameter.clone()];
        parameters.extend(own.unwrap_or_default().iter().cloned());
        set_before_body(&mut map, parameters, operation.span);
        Operation {
            path: format!("{}{}", scope.prefix, operation.path),
            method: operation.method.clone(),
            map,
            span: operation.span,
            mirrored: true,
        }
    }

    /// Adds an operation. Reports an operation that the bundle already contains, and a path that differs from another path
    /// only in the names of its placeholders.
    fn add(&mut self, operation: Operation, diagnostics: &mut Diagnostics) {
        let Operation {
            path,
            method,
            map,
            span,
            ..
        } = operation;
        let (known, first) = self
            .shapes
            .entry(template::without_names(&path))
            .or_insert_with(|| (path.clone(), span));
        if *known != path {
            let message = format!("`{path}` and `{known}` are the same path in the bundle");
            let warning = Diagnostic::warning(Code::PathParameterMismatch, message)
                .label(span, "in this operation")
                .secondary(*first, format!("`{known}` is used here"));
            diagnostics.push(warning.help("use the same names of placeholders"));
        }
        let item = self.items.entry(path.clone()).or_default();
        if let Some(first) = item.key_span(&method) {
            let method = method.to_ascii_uppercase();
            let message = format!("the bundle would contain `{method} {path}` twice");
            let warning = Diagnostic::warning(Code::Unsupported, message);
            let warning = warning.label(span, "second operation");
            diagnostics.push(warning.secondary(first, "first operation"));
            return;
        }
        item.set(&method, Node::new(Value::Map(map), span));
    }
}

/// Moves the parameters, the body, the callbacks and the responses of an operation to `components`.
fn share(operation: &mut Operation, shared: &mut Shared) {
    let id = operation.map.text_of("operationId").map(str::to_owned);
    let id = id.unwrap_or_else(|| {
        let path = operation.path.replace(['/', '{', '}'], "_");
        format!("{}{path}", operation.method)
    });
    let map = &mut operation.map;
    if let Some(Value::List(items)) = map.get_mut("parameters").map(|node| &mut node.value) {
        for item in items {
            let name = item.text("name").unwrap_or("").to_owned();
            let wanted = [name.clone(), format!("{id}_{name}")];
            shared.share("parameters", &wanted, item);
        }
    }
    if let Some(body) = map.get_mut("requestBody") {
        shared.share("requestBodies", std::slice::from_ref(&id), body);
    }
    let callbacks = map.get_mut("callbacks").and_then(Node::as_map_mut);
    for (name, callback) in callbacks.into_iter().flat_map(Map::iter_mut) {
        // A short callback is shared too, because a copy would contain the ids of its operations twice.
        if callback.get("$ref").is_none() {
            let wanted = [format!("{id}_{name}")];
            let name = shared.insert("callbacks", &wanted, callback.clone());
            *callback = reference("callbacks", &name, callback.span);
        }
    }
    let responses = map.get_mut("responses").and_then(Node::as_map_mut);
    for (status, response) in responses.into_iter().flat_map(Map::iter_mut) {
        if !is_extension(status) {
            shared.share("responses", &[format!("{id}_{status}")], response);
        }
    }
}

/// Adds the path parameter of a scope to `components`. Returns the reference to the parameter.
fn parameter(inputs: &Inputs<'_>, scope: &ScopeEntry, span: Span, shared: &mut Shared) -> Node {
    let name = template::placeholders(&scope.prefix).first().copied();
    let mut map = Map::new();
    map.set("name", text(name.unwrap_or(""), span));
    map.set("in", text("path", span));
    map.set("required", Node::new(Value::Bool(true), span));
    if let Some(docs) = inputs.ids.get(&scope.id) {
        map.set("description", text(docs, span));
    }
    map.set("x-id", text(&scope.id, span));
    let mut schema = Map::new();
    schema.set("type", text("string", span));
    map.set("schema", Node::new(Value::Map(schema), span));
    let node = Node::new(Value::Map(map), span);
    let wanted = [
        scope.id.clone(),
        format!("{}_{}", scope.type_name, scope.id),
    ];
    let name = shared.insert("parameters", &wanted, node);
    reference("parameters", &name, span)
}

/// Sets the parameters of an operation. New parameters are placed before the body and the responses.
fn set_before_body(map: &mut Map, parameters: Vec<Node>, span: Span) {
    let is_new = !map.contains("parameters");
    map.set("parameters", Node::new(Value::List(parameters), span));
    for key in ["requestBody", "responses"].iter().filter(|_| is_new) {
        if let Some(node) = map.remove(key) {
            map.set(key, node);
        }
    }
}

/// Reads the path items of a document.
struct Reader<'i, 'r, 'a> {
    inputs: &'i Inputs<'a>,
    rewriter: &'i Rewriter<'r, 'a>,
    document: &'a Document,
}

impl<'a> Reader<'_, '_, 'a> {
    /// Reads the operations of a path item, and adds its other keys to the bundle.
    fn path_item(
        &self,
        path: &str,
        item: &'a Node,
        paths: &mut Paths,
        found: &mut Vec<Operation>,
        diagnostics: &mut Diagnostics,
    ) {
        let documents = self.rewriter.documents;
        let target = Resolver::new(documents).follow(self.document, item);
        let Some(target) = target else { return };
        let Some(map) = target.node.as_map() else {
            return;
        };
        let path = template::normalized(path);
        let position = |other: &Document| other.path == target.document.path;
        let at = documents.iter().position(position).unwrap_or_default();
        let mut item = target.node.clone();
        self.rewriter
            .rewrite(at, &mut item, Kind::PathItem, diagnostics);
        let Some(item) = item.as_map() else { return };
        for (method, span, _) in operations(map) {
            let is_known = Kind::PathItem.fields().any(|field| field.name == method);
            let Some(own) = item.get(method).and_then(Node::as_map) else {
                continue;
            };
            if !is_known || matches!(method, "query") {
                let message = format!("the bundle cannot contain the HTTP method `{method}`");
                let warning = Diagnostic::warning(Code::Unsupported, message);
                diagnostics.push(warning.label(span, "not in OpenAPI 3.0"));
                continue;
            }
            let inherited = self.inherited(&target, method, item);
            let mut map = self.operation(&path, method, own, item, inherited, paths);
            // The bundle has no security schemes of referenced files. Their requirements name the schemes of the document that
            // refers to them.
            let is_referenced = target.document.is_referenced;
            if let Some(requirements) = own.get("security").filter(|_| is_referenced) {
                map.set("security", self.adapted(requirements));
            }
            found.push(Operation {
                path: path.clone(),
                method: method.to_owned(),
                map,
                span,
                mirrored: own.get("x-mirror").and_then(Node::as_bool) == Some(true),
            });
        }
        let own = paths.items.entry(path).or_default();
        for (key, _, node) in item.iter() {
            let is_other = is_extension(key) || matches!(key, "summary" | "description");
            if is_other && !own.contains(key) {
                own.set(key, node.clone());
            }
        }
    }

    /// Returns an operation with the keys that its path item and its document add to it.
    fn operation(
        &self,
        path: &str,
        method: &str,
        own: &Map,
        item: &Map,
        inherited: Vec<Node>,
        paths: &mut Paths,
    ) -> Map {
        let mut map = Map::new();
        let key = (method.to_owned(), path.to_owned());
        if let Some(id) = own.get("operationId") {
            map.set("operationId", self.operation_id(id, paths));
        }
        if let Some(id) = self.inputs.operations.get(&key) {
            map.set("x-operation", text(id, self.document.root.span));
        }
        let others = own.iter();
        for (key, _, node) in others.filter(|(key, ..)| !matches!(*key, "operationId" | "x-mirror"))
        {
            map.set(key, node.clone());
        }
        if let Some(first) = inherited.first() {
            let span = first.span;
            let own = own.get("parameters").and_then(Node::as_list);
            let mut parameters = inherited;
            parameters.extend(own.unwrap_or_default().iter().cloned());
            set_before_body(&mut map, parameters, span);
        }
        if let Some(servers) = item.get("servers").filter(|_| !map.contains("servers")) {
            map.set("servers", servers.clone());
        }
        self.add_defaults(&mut map);
        map
    }

    /// Returns the id of an operation. If another document uses the same id, the id gets a prefix.
    fn operation_id(&self, id: &Node, paths: &mut Paths) -> Node {
        let plain = id.as_str().unwrap_or("");
        let mut new = plain.to_owned();
        if paths.operation_ids.contains(plain) {
            let wanted = format!("{}_{plain}", prefix(self.document, self.inputs.documents));
            new = free(wanted, |id| paths.operation_ids.contains(id));
        }
        paths.operation_ids.insert(new.clone());
        text(new, id.span)
    }

    /// Adds `security` and `servers` of the document, if they differ from those of the bundle.
    fn add_defaults(&self, map: &mut Map) {
        let root = &self.document.root;
        let bundled = self.inputs.documents.first();
        let bundled = |key: &str| bundled.and_then(|first| first.root.get(key));
        let none = || Node::new(Value::List(Vec::new()), root.span);
        let security = root
            .get("security")
            .map_or_else(none, |node| self.adapted(node));
        let expected = bundled("security");
        let expected = expected.map_or_else(none, |node| self.rewriter.requirements(0, node));
        if !map.contains("security") && !security.same_value(&expected) {
            map.set("security", security);
        }
        let servers = root.get("servers").filter(|own| {
            let bundled = bundled("servers");
            !bundled.is_some_and(|bundled| bundled.same_value(own))
        });
        if let Some(servers) = servers.filter(|_| !map.contains("servers")) {
            map.set("servers", servers.clone());
        }
    }

    /// Returns the security requirements of the document with the names of the bundle.
    fn adapted(&self, requirements: &Node) -> Node {
        let mut documents = self.rewriter.documents.iter();
        let at = documents.position(|other| other.path == self.document.path);
        self.rewriter
            .requirements(at.unwrap_or_default(), requirements)
    }

    /// Returns the parameters that an operation inherits from its path item. A parameter of the operation replaces the parameter
    /// of the path item with the same name and place.
    fn inherited(&self, target: &Found<'a>, method: &str, item: &Map) -> Vec<Node> {
        let list = |node: Option<&'a Node>| node.and_then(Node::as_list).unwrap_or_default();
        let operation = target.node.get(method);
        let own = list(operation.and_then(|operation| operation.get("parameters")));
        let own: Vec<_> = own.iter().map(|node| self.key(target, node)).collect();
        let original = list(target.node.get("parameters")).iter();
        let adapted = item.get("parameters").and_then(Node::as_list);
        let pairs = original.zip(adapted.unwrap_or_default());
        let kept = pairs.filter(|(original, _)| !own.contains(&self.key(target, original)));
        kept.map(|(_, adapted)| adapted.clone()).collect()
    }

    /// Returns the name and the place of a parameter. `None` for an unresolved reference.
    fn key(&self, target: &Found<'a>, node: &'a Node) -> Option<(&'a str, &'a str)> {
        let resolver = Resolver::new(self.rewriter.documents);
        let found = resolver.follow(target.document, node)?;
        Some((found.node.text("name")?, found.node.text("in")?))
    }
}
