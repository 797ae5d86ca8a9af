//! Checks a request against the document.

use jsonschema::Validator;
use serde_json::{Map, Value, json};

use super::Api;
use super::endpoint::Endpoint;
use super::faults;
use super::route::Route;
use super::validators::Direction;
use super::{body, typed};
use crate::fake::exchange::Request;
use crate::fake::failure::Failure;

/// The valid input of a request.
#[derive(Clone, Debug, Default)]
pub(crate) struct Input {
    /// The parameters of the query that the document describes, with the types of their schemas. A parameter that was
    /// not sent has its default value, or is missing if it has none.
    pub(crate) query: Map<String, Value>,
    /// The body, or `null` if the endpoint has no body or none was sent. Forms are objects. In a multipart form, a file
    /// is an object with `file_name` and `size`, the number of its bytes.
    pub(crate) body: Value,
}

/// The validators of a request.
#[derive(Debug)]
pub(crate) struct RequestValidators {
    /// For an object with the objects `path` and `query`.
    params: Validator,
    /// One for each media type of the body.
    pub(crate) bodies: Vec<Validator>,
}

impl RequestValidators {
    /// Compiles the validators of an endpoint.
    pub(crate) fn compile(api: &Api, endpoint: &Endpoint) -> Result<Self, String> {
        let compile = |schema: &Value| {
            api.validators
                .compile(&api.document, schema, Direction::Request)
        };
        let bodies = endpoint.request.iter();
        let bodies = bodies.map(|(_, content)| compile(&content["schema"]));
        Ok(Self {
            params: compile(&params_schema(endpoint))?,
            bodies: bodies.collect::<Result<_, _>>()?,
        })
    }
}

/// Returns a schema for an object with the objects `path` and `query`.
fn params_schema(endpoint: &Endpoint) -> Value {
    let properties = |location: &str| -> Map<String, Value> {
        let parameters = endpoint.parameters_in(location);
        parameters
            .map(|(name, parameter)| (name.to_owned(), parameter["schema"].clone()))
            .collect()
    };
    let required = endpoint.parameters_in("query");
    let required = required.filter(|(_, parameter)| parameter["required"] == true);
    let required: Vec<&str> = required.map(|(name, _)| name).collect();
    json!({
        "type": "object",
        "properties": {
            "path": {"type": "object", "properties": properties("path")},
            "query": {"type": "object", "properties": properties("query"), "required": required},
        },
    })
}

/// Checks a request and returns its input. Parameters and properties that the document does not know are ignored.
///
/// # Errors
///
/// - HTTP 400 with code 300 and the invalid fields, if a parameter or the body breaks its schema.
/// - HTTP 400 with code 300, if the body is missing or is not valid for its media type.
/// - HTTP 415 with code 300, if the endpoint does not accept the media type of the body.
pub(crate) fn check(api: &'static Api, route: &Route, request: &Request) -> Result<Input, Failure> {
    let endpoint = route.endpoint;
    let validators = endpoint.request_validators(api).map_err(|message| {
        let id = endpoint.id();
        Failure::new(500, 500, format!("A schema of {id} is invalid: {message}"))
    })?;
    let path = typed::path(&api.document, endpoint, &route.params);
    let query = typed::query(&api.document, endpoint, &request.query);
    let params = json!({"path": path, "query": query});
    let mut faults = faults::find(&validators.params, &params, 1);
    let mut input = Input {
        query,
        body: Value::Null,
    };
    if let Some((index, body)) = body::read(&api.document, endpoint, request)? {
        if let Some(validator) = validators.bodies.get(index) {
            faults.extend(faults::find(validator, &body, 0));
        }
        input.body = body;
    }
    faults.truncate(faults::MAX_FAULTS);
    if faults.is_empty() {
        typed::add_defaults(&api.document, endpoint, &mut input.query);
        Ok(input)
    } else {
        Err(Failure::validation(faults))
    }
}
