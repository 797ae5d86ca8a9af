//! One operation of a bundled document, joined with its row in the table of operations.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use http::Method;
use serde_json::{Map, Value};

use super::Api;
use super::document::Document;
use super::resource::Kind;
use super::sample::ResponseValidators;
use super::schema::RequestValidators;
use super::view::{Alternatives, View};
use crate::ops;
use crate::runtime::Operation;

/// The prefix of calls on behalf of an account.
pub(crate) const ACCOUNT_PREFIX: &str = "/accounts/{accountId}";

/// The methods that a path item can have.
const METHODS: [(&str, Method); 5] = [
    ("get", Method::GET),
    ("post", Method::POST),
    ("put", Method::PUT),
    ("patch", Method::PATCH),
    ("delete", Method::DELETE),
];

/// An operation.
#[derive(Debug)]
pub(crate) struct Endpoint {
    /// The row in the table of operations.
    pub(crate) operation: &'static Operation,
    /// The operation object of the document. Its references are not resolved.
    pub(crate) node: Value,
    /// The parameters of the path item and the operation, resolved.
    pub(crate) parameters: Vec<Value>,
    /// The media types of the request body, each with its media type object. It is empty if there is no body.
    pub(crate) request: Vec<(String, Value)>,
    /// Whether the request body is required.
    pub(crate) request_required: bool,
    /// The first success response.
    pub(crate) success: Success,
    /// What the operation does with the state.
    pub(crate) kind: Kind,
    /// Whether an operation of the API creates items in the collection of this path. Other collections have items that
    /// Zoom creates.
    pub(crate) creatable: bool,
    /// Compiled when the first request comes, because few tests call more than a few endpoints.
    request_validators: OnceLock<Result<RequestValidators, String>>,
    /// Compiled when the first response is made.
    response_validators: OnceLock<Result<ResponseValidators, String>>,
}

/// The success response of an operation.
#[derive(Clone, Debug, Default)]
pub(crate) struct Success {
    pub(crate) status: u16,
    /// The media type and the media type object, if the response has a body.
    pub(crate) content: Option<(String, Value)>,
}

impl Endpoint {
    /// Returns the endpoints of a document. A path that the table of operations does not contain has no endpoint.
    pub(crate) fn all(document: &Document) -> Vec<Self> {
        let table: BTreeMap<(String, &str), &'static Operation> = ops::ALL
            .iter()
            .map(|operation| {
                let method = operation.request_method().to_string();
                ((method, operation.path), *operation)
            })
            .collect();
        let mut endpoints = Vec::new();
        for (path, item) in document.paths() {
            for (name, method) in METHODS {
                let Some(node) = item.get(name) else { continue };
                if let Some(operation) = table.get(&(method.to_string(), path.as_str())) {
                    endpoints.push(Self::new(document, operation, item, node));
                }
            }
        }
        endpoints
    }

    fn new(document: &Document, operation: &'static Operation, item: &Value, node: &Value) -> Self {
        let request = document.member(node, "requestBody");
        Self {
            operation,
            node: node.clone(),
            parameters: parameters(document, item, node),
            request: media_types(document, request),
            request_required: request["required"].as_bool().unwrap_or(false),
            success: success(document, node),
            kind: Kind::Action,
            creatable: false,
            request_validators: OnceLock::new(),
            response_validators: OnceLock::new(),
        }
    }

    /// Returns the id of the operation, such as `users.list`.
    pub(crate) fn id(&self) -> &'static str {
        self.operation.id
    }

    /// Returns the validators of requests.
    ///
    /// # Errors
    ///
    /// Fails with a message if the document has an invalid schema.
    pub(crate) fn request_validators(&self, api: &Api) -> Result<&RequestValidators, String> {
        let compile = || RequestValidators::compile(api, self);
        let validators = self.request_validators.get_or_init(compile);
        validators.as_ref().map_err(Clone::clone)
    }

    /// Returns the validators of responses.
    ///
    /// # Errors
    ///
    /// Fails with a message if the document has an invalid schema.
    pub(crate) fn response_validators(&self, api: &Api) -> Result<&ResponseValidators, String> {
        let compile = || ResponseValidators::compile(api, self);
        let validators = self.response_validators.get_or_init(compile);
        validators.as_ref().map_err(Clone::clone)
    }

    /// Returns the parameters of a location, such as `query`, by name.
    pub(crate) fn parameters_in(&self, location: &str) -> impl Iterator<Item = (&str, &Value)> {
        let parameters = self.parameters.iter();
        let parameters = parameters.filter(move |parameter| parameter["in"] == location);
        parameters.filter_map(|parameter| Some((parameter["name"].as_str()?, parameter)))
    }

    /// Removes the properties of a request body that the document does not describe. A body without described properties
    /// remains as it is.
    pub(crate) fn retain_described(&self, document: &Document, body: &mut Map<String, Value>) {
        let mut described: BTreeSet<&str> = BTreeSet::new();
        for (_, content) in &self.request {
            let view = View::new(document, &content["schema"], Alternatives::All);
            described.extend(view.properties.into_keys());
        }
        if !described.is_empty() {
            body.retain(|name, _| described.contains(name.as_str()));
        }
    }

    /// Returns the path without the prefix of an account, such as `/users/{userId}`.
    pub(crate) fn relative_path(&self) -> &'static str {
        let path = self.operation.path;
        match path.strip_prefix(ACCOUNT_PREFIX) {
            Some(rest) if !rest.is_empty() => rest,
            _ => path,
        }
    }

    /// Returns the schema of the JSON body of the success response.
    pub(crate) fn response_schema(&self) -> Option<&Value> {
        let (media_type, content) = self.success.content.as_ref()?;
        if is_json(media_type) {
            content.get("schema")
        } else {
            None
        }
    }

    /// Returns the example of the success response.
    pub(crate) fn response_example(&self) -> Option<&Value> {
        let (_, content) = self.success.content.as_ref()?;
        example(content)
    }
}

/// Returns whether a media type is JSON.
pub(crate) fn is_json(media_type: &str) -> bool {
    media_type == "application/json" || media_type.ends_with("+json")
}

/// Returns the example of a media type object: `example`, or the largest one of `examples`.
fn example(content: &Value) -> Option<&Value> {
    content.get("example").or_else(|| {
        let examples = content.get("examples")?.as_object()?;
        let values = examples.values().filter_map(|example| example.get("value"));
        values.max_by_key(|value| value.as_object().map_or(0, Map::len))
    })
}

/// Returns the parameters of a path item and an operation. A parameter of the operation replaces one of the path item.
fn parameters(document: &Document, item: &Value, node: &Value) -> Vec<Value> {
    let lists = [item, node].map(|node| node.get("parameters").and_then(Value::as_array));
    let mut parameters: Vec<Value> = Vec::new();
    for parameter in lists.into_iter().flatten().flatten() {
        let parameter = document.resolve(parameter);
        let key = |value: &Value| (value["name"].clone(), value["in"].clone());
        parameters.retain(|other| key(other) != key(parameter));
        parameters.push(parameter.clone());
    }
    parameters
}

fn media_types(document: &Document, body: &Value) -> Vec<(String, Value)> {
    let content = body.get("content").and_then(Value::as_object);
    let content = content.into_iter().flatten();
    content
        .map(|(media_type, value)| (media_type.clone(), document.resolve(value).clone()))
        .collect()
}

fn success(document: &Document, node: &Value) -> Success {
    let responses = node.get("responses").and_then(Value::as_object);
    for (status, response) in responses.into_iter().flatten() {
        let Some(status) = status
            .parse()
            .ok()
            .filter(|status| (200..400).contains(status))
        else {
            continue;
        };
        let content = media_types(document, document.resolve(response));
        return Success {
            status,
            content: content.into_iter().next(),
        };
    }
    Success {
        status: 204,
        content: None,
    }
}
