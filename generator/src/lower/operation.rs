//! Lowers operations: their parameters, bodies, responses and pagination.

use super::context::{At, Lowering};
use super::media::{MediaKind, preferred};
use super::parameter::member_context;
use crate::model::{
    Body, Context, Docs, Field, Input, Method, Operation, OperationId, PageKind, PageRule,
    ParamLocation, Role, Safety, Shape, Success, Ty, TypeId,
};
use crate::openapi::{resource_of, template};
use crate::source::{Node, Value};
use crate::text::{Markdown, ascii_words};

impl<'a> Lowering<'a> {
    /// Adds an operation to the model.
    pub(super) fn operation(
        &mut self,
        path: &str,
        method: &Method,
        path_item: &At<'a>,
        at: &At<'a>,
    ) {
        let id = OperationId::new(self.model.operations.len());
        let outline = self.outline(path, method, path_item, at);
        self.model.operations.push(outline);
        let (inputs, body) = self.inputs(path_item, at, id);
        let (success, accept) = self.success(at, method, id);
        let stream = self.stream(at, method, id);
        let failures = self.failures(at, id);
        let pages = self.pages(at, &inputs);
        if let Some(operation) = self.model.operation_mut(id) {
            operation.inputs = inputs;
            operation.body = body;
            operation.success = success;
            operation.accept = accept;
            if let Some(stream) = &stream {
                let is_stream = |name: &String| {
                    super::accept::range_of(name).as_ref() == Some(&stream.media_type)
                };
                operation.gives.retain(|name| !is_stream(name));
            }
            operation.stream = stream;
            operation.failures = failures;
            operation.pages = pages;
        }
    }

    /// Creates an operation. Its inputs, body, responses and pagination are added later.
    fn outline(
        &mut self,
        path: &str,
        method: &Method,
        path_item: &At<'a>,
        at: &At<'a>,
    ) -> Operation {
        let (security, scopes) = (super::security::of(at))
            .or_else(|| super::security::of(&self.root()))
            .unwrap_or_default();
        let resource = resource_of(at.node, path);
        let feature = self.feature_of(&resource);
        Operation {
            origin: at.origin(),
            group: self.group,
            operation_id: at.text("operationId").map(str::to_owned),
            method: method.clone(),
            path: template::normalized(path),
            resource,
            name: at.text("x-method").map(str::to_owned),
            summary: Markdown::sentence(at.text("summary").unwrap_or("")),
            docs: Docs {
                text: Markdown::description(at.text("description").unwrap_or("")),
                constraints: Vec::new(),
                deprecated: at.flag("deprecated"),
            },
            prerequisites: at
                .texts("x-prerequisites")
                .iter()
                .map(|text| Markdown::sentence(text))
                .collect(),
            error_codes: error_codes(at),
            successor: at.text("x-successor").map(str::to_owned),
            inputs: Vec::new(),
            body: None,
            success: Success::Empty,
            failures: Vec::new(),
            security,
            scopes,
            granular_scopes: at.texts("x-granular-scopes"),
            safety: self.safety(at, method),
            rate: at.text("x-rate-limit").map(str::to_owned),
            feature,
            takes: self.other_types(at.get("requestBody")),
            gives: self.other_answers(at, method),
            accept: None,
            stream: None,
            pages: None,
            mirrored: at.flag("x-mirror"),
            server: own_server(at)
                .or_else(|| own_server(path_item))
                .filter(|url| !self.is_served_with_others(url)),
        }
    }

    /// Returns the Cargo feature of an operation: the feature of its document, or of its resource if the manifest asks
    /// for such features.
    fn feature_of(&self, resource: &str) -> Option<String> {
        let api = self.manifest.apis.get(self.group.index());
        let has_own = api.is_some_and(|api| api.control.resource_features);
        let own = || has_own.then(|| feature_name(resource));
        self.feature.clone().or_else(own)
    }

    /// Returns whether a URL equals the URL of the API's server.
    fn is_served_with_others(&self, url: &str) -> bool {
        self.model
            .group(self.group)
            .is_some_and(|group| group.server == url)
    }

    fn safety(&mut self, at: &At<'a>, method: &Method) -> Safety {
        let by_method = match method {
            Method::Get | Method::Head | Method::Options | Method::Query | Method::Trace => {
                Safety::Safe
            }
            Method::Put | Method::Delete => Safety::Idempotent,
            Method::Custom(_) | Method::Patch | Method::Post => Safety::Unsafe,
        };
        let Some(node) = at.node.get("x-safety") else {
            return by_method;
        };
        match node.as_str() {
            Some("safe") => Safety::Safe,
            Some("idempotent") => Safety::Idempotent,
            Some("unsafe") => Safety::Unsafe,
            _ => {
                self.bad_extension(node.span, "x-safety", "`safe`, `idempotent` or `unsafe`");
                by_method
            }
        }
    }

    /// Lowers the parameters and the body of an operation. Path parameters become arguments. The other inputs become
    /// the fields of a struct. If there is only one other input and it is required, it becomes an argument instead.
    fn inputs(
        &mut self,
        path_item: &At<'a>,
        at: &At<'a>,
        operation: OperationId,
    ) -> (Vec<Input>, Option<Body>) {
        let body = at.get("requestBody").and_then(|body| self.resolve(body));
        let media = body
            .as_ref()
            .and_then(|body| body.map("content"))
            .as_ref()
            .and_then(preferred);
        let form = media
            .as_ref()
            .filter(|(_, kind, _)| kind.is_of_members())
            .map(|(_, kind, media)| (*kind, media.clone()));
        let role = if form.is_some() {
            Role::Request
        } else {
            Role::Params
        };
        let id = self.add_type(
            form.as_ref()
                .and_then(|(_, media)| media.get("schema"))
                .as_ref()
                .unwrap_or(at),
            Context::operation(operation, role),
        );

        let mut fields: Vec<Field> = Vec::new();
        let mut extra = None;
        let mut text_body = None;
        for parameter in self.parameters(path_item, at) {
            let name = parameter.text("name").unwrap_or("").to_owned();
            fields.extend(self.parameter(&parameter, member_context(id, &name)));
        }
        if let (Some((kind, media)), Some(body), Some((media_type, ..))) = (&form, &body, &media) {
            let content = self.members_of_body(*kind, media, id, body);
            fields.extend(content.fields);
            extra = content.extra;
            if content.is_text {
                text_body = Some(self.body(body, media_type, MediaKind::Text, media, operation));
            }
        }
        let (path, rest): (Vec<Field>, Vec<Field>) = fields
            .into_iter()
            .partition(|field| field.location == Some(ParamLocation::Path));
        let template = self
            .model
            .operation(operation)
            .map(|operation| operation.path.clone())
            .unwrap_or_default();
        let path = self.in_order(path, &template, at);
        let mut inputs: Vec<Input> = path.into_iter().map(argument).collect();
        match <[Field; 1]>::try_from(rest) {
            Ok([only]) if only.presence.is_required() && extra.is_none() => {
                inputs.push(argument(only));
            }
            Ok(one) => inputs.push(self.params(id, one.to_vec(), extra)),
            Err(rest) if rest.is_empty() => {}
            Err(rest) => inputs.push(self.params(id, rest, extra)),
        }
        let body = match (body, media) {
            (Some(body), Some((media_type, kind, media))) if !kind.is_of_members() => {
                Some(self.body(&body, media_type, kind, &media, operation))
            }
            _ => text_body,
        };
        (inputs, body)
    }

    fn params(&mut self, id: TypeId, fields: Vec<Field>, extra: Option<Ty>) -> Input {
        let required = fields.iter().any(|field| field.presence.is_required());
        if let Some(def) = self.type_mut(id) {
            def.shape = Shape::Struct { fields, extra };
        }
        Input::Params { ty: id, required }
    }

    fn body(
        &mut self,
        body: &At<'a>,
        media_type: &str,
        kind: MediaKind,
        media: &At<'a>,
        operation: OperationId,
    ) -> Body {
        self.report_items(
            media_type,
            media,
            Context::operation(operation, Role::Request),
        );
        let ty = match (kind, media.get("schema")) {
            (MediaKind::Text, _) => Ty::Str,
            (MediaKind::Bytes, _) => Ty::Bytes,
            (MediaKind::Records, _) => {
                let context = Context::operation(operation, Role::Record);
                self.record(media, context).unwrap_or(Ty::Json)
            }
            (_, Some(schema)) => {
                let lowered = self.schema(&schema, Context::operation(operation, Role::Request));
                self.add_examples(&lowered.ty, media);
                lowered.element()
            }
            (_, None) => Ty::Json,
        };
        Body {
            kind: kind.body(),
            media_type: super::media::sent_as(media_type, kind).to_owned(),
            ty,
            // Most documents that omit `required` mean a required body. Only `required: false` makes a body optional.
            required: body.node.get("required").and_then(Node::as_bool) != Some(false),
        }
    }

    /// Returns the pagination that `x-pagination` declares.
    fn pages(&mut self, at: &At<'a>, inputs: &[Input]) -> Option<PageRule> {
        let rule = at.get("x-pagination")?;
        let kind = match rule.text("kind") {
            Some("token") => PageKind::Token,
            Some("number") => PageKind::Number,
            Some("offset") => PageKind::Offset,
            Some("last-id") => PageKind::LastId,
            _ => {
                self.bad_extension(
                    rule.span(),
                    "x-pagination",
                    "a map with `kind: token`, `kind: number`, `kind: offset` or `kind: last-id`",
                );
                return None;
            }
        };
        let Some(items) = rule.text("items") else {
            self.bad_extension(
                rule.span(),
                "x-pagination",
                "a map with `items`, the property with the items",
            );
            return None;
        };
        let own = |key: &str| rule.text(key).map(str::to_owned);
        // With its own request parameter, an operation does not use the names of the manifest.
        let usual = match rule.text("request") {
            Some(_) => None,
            None => self.usual_names(kind),
        };
        let Some(request) =
            own("request").or_else(|| usual.as_ref().map(|names| names.request.clone()))
        else {
            self.bad_extension(
                rule.span(),
                "x-pagination",
                "a map with `request`, or of a kind that `pagination` in the manifest describes",
            );
            return None;
        };
        let usual = usual.unwrap_or_else(|| PageRule::named(kind, &request));
        let response = own("response").or_else(|| match kind {
            PageKind::LastId => Some("id".to_owned()),
            PageKind::Offset => Some(String::new()),
            PageKind::Token | PageKind::Number => None,
        });
        let max_size = rule.node.get("max-page-size").and_then(Node::as_i128);
        let max_size = max_size.and_then(|size| u32::try_from(size).ok());
        Some(PageRule {
            kind,
            items: items.to_owned(),
            size: own("size").or(usual.size),
            max_size: max_size.unwrap_or(0),
            response: response.unwrap_or(usual.response),
            more: own("more"),
            count: own("count").or(usual.count),
            total: own("total").or(usual.total),
            location: self.location_of_input(inputs, &request),
            request,
        })
    }

    /// Returns the names that the manifest has for a kind of pagination.
    fn usual_names(&self, kind: PageKind) -> Option<PageRule> {
        let pagination = &self.manifest.pagination;
        match kind {
            PageKind::Token => pagination.token.as_ref().map(|names| PageRule {
                size: names.size.clone(),
                response: names.response.clone(),
                total: names.total.clone(),
                ..PageRule::named(kind, &names.request)
            }),
            PageKind::Number => pagination.number.as_ref().map(|names| PageRule {
                size: names.size.clone(),
                response: names.response.clone(),
                count: names.count.clone(),
                total: names.total.clone(),
                ..PageRule::named(kind, &names.request)
            }),
            PageKind::Offset | PageKind::LastId => None,
        }
    }

    fn location_of_input(&self, inputs: &[Input], name: &str) -> ParamLocation {
        for input in inputs {
            if let Input::Params { ty, .. } = input
                && let Some(fields) = self.model.fields(*ty)
                && let Some(field) = fields.iter().find(|field| field.wire == name)
            {
                return field.location.unwrap_or(ParamLocation::Query);
            }
        }
        ParamLocation::Query
    }
}

impl<'a> Lowering<'a> {
    /// Sorts path parameters by their position in the path. A placeholder without a declared parameter becomes a string
    /// parameter.
    fn in_order(&mut self, mut fields: Vec<Field>, template: &str, at: &At<'a>) -> Vec<Field> {
        let mut ordered = Vec::with_capacity(fields.len());
        for name in template::placeholders(template) {
            let declared = fields.iter().position(|field| field.wire == name);
            ordered.push(match declared {
                Some(index) => fields.remove(index),
                None => self.undeclared(at, name),
            });
        }
        // The remaining path parameters have no placeholder in the path.
        ordered.extend(fields);
        ordered
    }

    fn undeclared(&mut self, at: &At<'a>, name: &str) -> Field {
        let lowered = super::lowered::Lowered::plain(Ty::Str);
        let mut field = self.field_of(at, name, lowered, true);
        field.name = None;
        field.docs = Docs::default();
        field.location = Some(ParamLocation::Path);
        field
    }
}

fn argument(field: Field) -> Input {
    Input::Argument {
        wire: field.wire,
        name: field.name,
        location: field.location.unwrap_or(ParamLocation::Query),
        ty: field.ty,
        presence: field.presence,
        encoding: field.encoding,
        docs: field.docs,
    }
}

/// The features that every crate has.
const TAKEN_FEATURES: &[&str] = &[
    "chrono",
    "default",
    "full",
    "jiff",
    "native-tls",
    "reqwest",
    "rustls",
    "rustls-no-provider",
    "system-proxy",
    "test-util",
    "time",
    "tracing",
];

/// Returns the name of a Cargo feature for a resource: `Line Items` → `line-items`.
fn feature_name(resource: &str) -> String {
    let words = ascii_words(resource);
    let words = words.split(|c: char| !c.is_ascii_alphanumeric());
    let words: Vec<String> = words
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_lowercase)
        .collect();
    let name = words.join("-");
    if name.is_empty() || TAKEN_FEATURES.contains(&name.as_str()) {
        return format!("{name}-api").trim_start_matches('-').to_owned();
    }
    name
}

/// Returns each error code with its meaning. If a code has a list of meanings, each of them is an entry.
fn error_codes(at: &At<'_>) -> Vec<(String, Markdown)> {
    let members = at
        .map("x-error-codes")
        .map(|map| map.members())
        .unwrap_or_default();
    let mut codes = Vec::new();
    for (code, at) in members {
        let meanings = match &at.node.value {
            Value::List(meanings) => meanings.as_slice(),
            _ => std::slice::from_ref(at.node),
        };
        let texts = meanings.iter().map(|node| node.as_str().unwrap_or(""));
        codes.extend(texts.map(|text| (code.to_owned(), Markdown::sentence(text))));
    }
    codes
}

fn own_server(at: &At<'_>) -> Option<String> {
    let servers = at.get("servers")?;
    servers.items().first().and_then(super::api::server_url)
}
