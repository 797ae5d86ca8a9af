//! The grammar of OpenAPI as tables: the keys of each kind of object, and the rule for the value of each key.
//!
//! The tables describe OpenAPI 3.0.3. The function [`newer`] marks keys of 3.1 and 3.2 whose values contain objects of
//! OpenAPI. Only `convert` uses these keys. To add a key, add one line to a table. The module `check::shape` checks
//! rules about several keys at once.

use super::keywords::{TYPES, is_extension};

/// The kinds of objects in an OpenAPI document.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) enum Kind {
    Callback,
    CodeFlow,
    Components,
    Contact,
    Discriminator,
    Document,
    Encoding,
    Example,
    ExternalDocs,
    Flows,
    Header,
    ImplicitFlow,
    Info,
    License,
    Link,
    MediaType,
    Operation,
    Parameter,
    PathItem,
    Paths,
    RequestBody,
    Response,
    Responses,
    Schema,
    SecurityRequirement,
    SecurityScheme,
    Server,
    ServerVariable,
    Tag,
    TokenFlow,
    Xml,
}

/// The rule for the value of a key.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Rule {
    /// Any value.
    Any,
    /// A map of any values.
    AnyMap,
    /// A list of any values, with at least one item.
    Values,
    Text,
    Bool,
    Number,
    /// A non-negative integer.
    Count,
    /// One of these words.
    Word(&'static [&'static str]),
    /// A list of strings.
    Texts,
    /// A map of strings.
    TextMap,
    /// One object.
    One(Kind),
    /// One object, or a reference to an object.
    Ref(Kind),
    /// A list of objects.
    List(Kind),
    /// A list of objects or references.
    RefList(Kind),
    /// A map of objects.
    Map(Kind),
    /// A map of objects or references.
    RefMap(Kind),
    /// A map of objects or references in `components`. Each key must be a valid name of a component.
    Named(Kind),
    /// A boolean, a schema, or a reference to a schema.
    BoolOrSchema,
    /// A boolean, a schema, a reference to a schema, or a list of schemas. Used for `items` before JSON Schema 2020-12.
    BoolOrSchemas,
}

/// A key of an object that OpenAPI defines, such as `summary`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) rule: Rule,
    pub(crate) required: bool,
    /// Whether the key or its rule exists only in OpenAPI 3.1 and later.
    newer: bool,
}

const fn may(name: &'static str, rule: Rule) -> Field {
    Field {
        name,
        rule,
        required: false,
        newer: false,
    }
}

const fn must(name: &'static str, rule: Rule) -> Field {
    Field {
        name,
        rule,
        required: true,
        newer: false,
    }
}

/// Creates a key for OpenAPI 3.1 and later. The key is new, or 3.0 has another rule for its value.
const fn newer(name: &'static str, rule: Rule) -> Field {
    Field {
        name,
        rule,
        required: false,
        newer: true,
    }
}

const STYLES: &[&str] = &[
    "matrix",
    "label",
    "form",
    "simple",
    "spaceDelimited",
    "pipeDelimited",
    "deepObject",
];

// `check::shape` reports a missing `paths`, which is an error under every policy.
const DOCUMENT: &[Field] = &[
    must("openapi", Rule::Text),
    must("info", Rule::One(Kind::Info)),
    may("servers", Rule::List(Kind::Server)),
    may("paths", Rule::One(Kind::Paths)),
    may("components", Rule::One(Kind::Components)),
    may("security", Rule::List(Kind::SecurityRequirement)),
    may("tags", Rule::List(Kind::Tag)),
    may("externalDocs", Rule::One(Kind::ExternalDocs)),
    newer("webhooks", Rule::RefMap(Kind::PathItem)),
];

const INFO: &[Field] = &[
    must("title", Rule::Text),
    may("description", Rule::Text),
    may("termsOfService", Rule::Text),
    may("contact", Rule::One(Kind::Contact)),
    may("license", Rule::One(Kind::License)),
    must("version", Rule::Text),
];

const CONTACT: &[Field] = &[
    may("name", Rule::Text),
    may("url", Rule::Text),
    may("email", Rule::Text),
];

const LICENSE: &[Field] = &[must("name", Rule::Text), may("url", Rule::Text)];

const SERVER: &[Field] = &[
    must("url", Rule::Text),
    may("description", Rule::Text),
    may("variables", Rule::Map(Kind::ServerVariable)),
];

const SERVER_VARIABLE: &[Field] = &[
    may("enum", Rule::Texts),
    must("default", Rule::Text),
    may("description", Rule::Text),
];

const COMPONENTS: &[Field] = &[
    may("schemas", Rule::Named(Kind::Schema)),
    may("responses", Rule::Named(Kind::Response)),
    may("parameters", Rule::Named(Kind::Parameter)),
    may("examples", Rule::Named(Kind::Example)),
    may("requestBodies", Rule::Named(Kind::RequestBody)),
    may("headers", Rule::Named(Kind::Header)),
    may("securitySchemes", Rule::Named(Kind::SecurityScheme)),
    may("links", Rule::Named(Kind::Link)),
    may("callbacks", Rule::Named(Kind::Callback)),
    newer("pathItems", Rule::RefMap(Kind::PathItem)),
    newer("mediaTypes", Rule::RefMap(Kind::MediaType)),
];

const PATH_ITEM: &[Field] = &[
    may("summary", Rule::Text),
    may("description", Rule::Text),
    may("get", Rule::One(Kind::Operation)),
    may("put", Rule::One(Kind::Operation)),
    may("post", Rule::One(Kind::Operation)),
    may("delete", Rule::One(Kind::Operation)),
    may("options", Rule::One(Kind::Operation)),
    may("head", Rule::One(Kind::Operation)),
    may("patch", Rule::One(Kind::Operation)),
    may("trace", Rule::One(Kind::Operation)),
    may("query", Rule::One(Kind::Operation)),
    may("additionalOperations", Rule::Map(Kind::Operation)),
    may("servers", Rule::List(Kind::Server)),
    may("parameters", Rule::RefList(Kind::Parameter)),
];

const OPERATION: &[Field] = &[
    may("tags", Rule::Texts),
    may("summary", Rule::Text),
    may("description", Rule::Text),
    may("externalDocs", Rule::One(Kind::ExternalDocs)),
    may("operationId", Rule::Text),
    may("parameters", Rule::RefList(Kind::Parameter)),
    may("requestBody", Rule::Ref(Kind::RequestBody)),
    must("responses", Rule::One(Kind::Responses)),
    may("callbacks", Rule::RefMap(Kind::Callback)),
    may("deprecated", Rule::Bool),
    may("security", Rule::List(Kind::SecurityRequirement)),
    may("servers", Rule::List(Kind::Server)),
];

const EXTERNAL_DOCS: &[Field] = &[may("description", Rule::Text), must("url", Rule::Text)];

const PARAMETER: &[Field] = &[
    must("name", Rule::Text),
    must("in", Rule::Word(&["query", "header", "path", "cookie"])),
    may("description", Rule::Text),
    may("required", Rule::Bool),
    may("deprecated", Rule::Bool),
    may("allowEmptyValue", Rule::Bool),
    may("style", Rule::Word(STYLES)),
    may("explode", Rule::Bool),
    may("allowReserved", Rule::Bool),
    may("schema", Rule::Ref(Kind::Schema)),
    may("example", Rule::Any),
    may("examples", Rule::RefMap(Kind::Example)),
    may("content", Rule::Map(Kind::MediaType)),
];

const HEADER: &[Field] = &[
    may("description", Rule::Text),
    may("required", Rule::Bool),
    may("deprecated", Rule::Bool),
    may("allowEmptyValue", Rule::Bool),
    may("style", Rule::Word(&["simple"])),
    may("explode", Rule::Bool),
    may("allowReserved", Rule::Bool),
    may("schema", Rule::Ref(Kind::Schema)),
    may("example", Rule::Any),
    may("examples", Rule::RefMap(Kind::Example)),
    may("content", Rule::Map(Kind::MediaType)),
];

const REQUEST_BODY: &[Field] = &[
    may("description", Rule::Text),
    must("content", Rule::Map(Kind::MediaType)),
    may("required", Rule::Bool),
];

const MEDIA_TYPE: &[Field] = &[
    may("schema", Rule::Ref(Kind::Schema)),
    may("example", Rule::Any),
    may("examples", Rule::RefMap(Kind::Example)),
    may("encoding", Rule::Map(Kind::Encoding)),
    newer("itemSchema", Rule::Ref(Kind::Schema)),
    newer("x-item-schema", Rule::Ref(Kind::Schema)),
];

const ENCODING: &[Field] = &[
    may("contentType", Rule::Text),
    may("headers", Rule::RefMap(Kind::Header)),
    may(
        "style",
        Rule::Word(&["form", "spaceDelimited", "pipeDelimited", "deepObject"]),
    ),
    may("explode", Rule::Bool),
    may("allowReserved", Rule::Bool),
];

const RESPONSE: &[Field] = &[
    must("description", Rule::Text),
    may("headers", Rule::RefMap(Kind::Header)),
    may("content", Rule::Map(Kind::MediaType)),
    may("links", Rule::RefMap(Kind::Link)),
];

const EXAMPLE: &[Field] = &[
    may("summary", Rule::Text),
    may("description", Rule::Text),
    may("value", Rule::Any),
    may("externalValue", Rule::Text),
];

const LINK: &[Field] = &[
    may("operationRef", Rule::Text),
    may("operationId", Rule::Text),
    may("parameters", Rule::AnyMap),
    may("requestBody", Rule::Any),
    may("description", Rule::Text),
    may("server", Rule::One(Kind::Server)),
];

const TAG: &[Field] = &[
    must("name", Rule::Text),
    may("description", Rule::Text),
    may("externalDocs", Rule::One(Kind::ExternalDocs)),
];

const SCHEMA: &[Field] = &[
    may("title", Rule::Text),
    may("multipleOf", Rule::Number),
    may("maximum", Rule::Number),
    may("exclusiveMaximum", Rule::Bool),
    may("minimum", Rule::Number),
    may("exclusiveMinimum", Rule::Bool),
    may("maxLength", Rule::Count),
    may("minLength", Rule::Count),
    may("pattern", Rule::Text),
    may("maxItems", Rule::Count),
    may("minItems", Rule::Count),
    may("uniqueItems", Rule::Bool),
    may("maxProperties", Rule::Count),
    may("minProperties", Rule::Count),
    may("required", Rule::Texts),
    may("enum", Rule::Values),
    may("type", Rule::Word(TYPES)),
    may("allOf", Rule::RefList(Kind::Schema)),
    may("oneOf", Rule::RefList(Kind::Schema)),
    may("anyOf", Rule::RefList(Kind::Schema)),
    may("not", Rule::Ref(Kind::Schema)),
    may("items", Rule::Ref(Kind::Schema)),
    may("properties", Rule::RefMap(Kind::Schema)),
    may("additionalProperties", Rule::BoolOrSchema),
    may("description", Rule::Text),
    may("format", Rule::Text),
    may("default", Rule::Any),
    may("nullable", Rule::Bool),
    may("discriminator", Rule::One(Kind::Discriminator)),
    may("readOnly", Rule::Bool),
    may("writeOnly", Rule::Bool),
    may("xml", Rule::One(Kind::Xml)),
    may("externalDocs", Rule::One(Kind::ExternalDocs)),
    may("example", Rule::Any),
    may("deprecated", Rule::Bool),
    newer("$defs", Rule::RefMap(Kind::Schema)),
    newer("definitions", Rule::RefMap(Kind::Schema)),
    newer("x-defs", Rule::RefMap(Kind::Schema)),
    newer("x-content-schema", Rule::Ref(Kind::Schema)),
    newer("patternProperties", Rule::RefMap(Kind::Schema)),
    newer("dependentSchemas", Rule::RefMap(Kind::Schema)),
    newer("prefixItems", Rule::RefList(Kind::Schema)),
    newer("if", Rule::Ref(Kind::Schema)),
    newer("then", Rule::Ref(Kind::Schema)),
    newer("else", Rule::Ref(Kind::Schema)),
    newer("items", Rule::BoolOrSchemas),
    newer("unevaluatedProperties", Rule::BoolOrSchema),
];

const DISCRIMINATOR: &[Field] = &[
    must("propertyName", Rule::Text),
    may("mapping", Rule::TextMap),
];

const XML: &[Field] = &[
    may("name", Rule::Text),
    may("namespace", Rule::Text),
    may("prefix", Rule::Text),
    may("attribute", Rule::Bool),
    may("wrapped", Rule::Bool),
];

const SECURITY_SCHEME: &[Field] = &[
    must(
        "type",
        Rule::Word(&["apiKey", "http", "mutualTLS", "oauth2", "openIdConnect"]),
    ),
    may("description", Rule::Text),
    may("name", Rule::Text),
    may("in", Rule::Word(&["query", "header", "cookie"])),
    may("scheme", Rule::Text),
    may("bearerFormat", Rule::Text),
    may("flows", Rule::One(Kind::Flows)),
    may("openIdConnectUrl", Rule::Text),
];

const FLOWS: &[Field] = &[
    may("implicit", Rule::One(Kind::ImplicitFlow)),
    may("password", Rule::One(Kind::TokenFlow)),
    may("clientCredentials", Rule::One(Kind::TokenFlow)),
    may("authorizationCode", Rule::One(Kind::CodeFlow)),
];

const IMPLICIT_FLOW: &[Field] = &[
    must("authorizationUrl", Rule::Text),
    may("refreshUrl", Rule::Text),
    must("scopes", Rule::TextMap),
];

const TOKEN_FLOW: &[Field] = &[
    must("tokenUrl", Rule::Text),
    may("refreshUrl", Rule::Text),
    must("scopes", Rule::TextMap),
];

const CODE_FLOW: &[Field] = &[
    must("authorizationUrl", Rule::Text),
    must("tokenUrl", Rule::Text),
    may("refreshUrl", Rule::Text),
    must("scopes", Rule::TextMap),
];

const RESPONSES: &[Field] = &[may("default", Rule::Ref(Kind::Response))];

impl Kind {
    /// Lists the keys that OpenAPI 3.0 defines for objects of this kind.
    pub(crate) fn fields(self) -> impl Iterator<Item = &'static Field> {
        self.all_fields().iter().filter(|field| !field.newer)
    }

    const fn all_fields(self) -> &'static [Field] {
        match self {
            Self::Callback | Self::Paths | Self::SecurityRequirement => &[],
            Self::CodeFlow => CODE_FLOW,
            Self::Components => COMPONENTS,
            Self::Contact => CONTACT,
            Self::Discriminator => DISCRIMINATOR,
            Self::Document => DOCUMENT,
            Self::Encoding => ENCODING,
            Self::Example => EXAMPLE,
            Self::ExternalDocs => EXTERNAL_DOCS,
            Self::Flows => FLOWS,
            Self::Header => HEADER,
            Self::ImplicitFlow => IMPLICIT_FLOW,
            Self::Info => INFO,
            Self::License => LICENSE,
            Self::Link => LINK,
            Self::MediaType => MEDIA_TYPE,
            Self::Operation => OPERATION,
            Self::Parameter => PARAMETER,
            Self::PathItem => PATH_ITEM,
            Self::RequestBody => REQUEST_BODY,
            Self::Response => RESPONSE,
            Self::Responses => RESPONSES,
            Self::Schema => SCHEMA,
            Self::SecurityScheme => SECURITY_SCHEME,
            Self::Server => SERVER,
            Self::ServerVariable => SERVER_VARIABLE,
            Self::Tag => TAG,
            Self::TokenFlow => TOKEN_FLOW,
            Self::Xml => XML,
        }
    }

    /// Returns the rule for the value of a key in OpenAPI 3.0. The key can be defined by OpenAPI or chosen by an
    /// author, such as `/users` or `404`. Returns `None` for an unknown key.
    pub(crate) fn rule(self, name: &str) -> Option<Rule> {
        if let Some(field) = self.fields().find(|field| field.name == name) {
            return Some(field.rule);
        }
        if self == Self::SecurityRequirement {
            return Some(Rule::Texts);
        }
        if is_extension(name) {
            return None;
        }
        match self {
            Self::Callback => Some(Rule::Ref(Self::PathItem)),
            Self::Paths if name.starts_with('/') => Some(Rule::Ref(Self::PathItem)),
            Self::Responses if is_status(name) => Some(Rule::Ref(Self::Response)),
            _ => None,
        }
    }

    /// Returns the rule for the value of a key in any version of OpenAPI. Two common mistakes are accepted: a path that
    /// does not start with `/`, and an invalid status.
    pub(crate) fn lenient_rule(self, name: &str) -> Option<Rule> {
        let mut newer = self.all_fields().iter().filter(|field| field.newer);
        if let Some(field) = newer.find(|field| field.name == name) {
            return Some(field.rule);
        }
        match self {
            Self::Paths if !is_extension(name) => Some(Rule::Ref(Self::PathItem)),
            Self::Responses if !is_extension(name) => Some(Rule::Ref(Self::Response)),
            _ => self.rule(name),
        }
    }

    /// Returns a noun for messages, such as `a schema`.
    pub(crate) const fn noun(self) -> &'static str {
        match self {
            Self::Callback => "a callback",
            Self::CodeFlow | Self::ImplicitFlow | Self::TokenFlow => "an OAuth flow",
            Self::Components => "`components`",
            Self::Contact => "a contact",
            Self::Discriminator => "a discriminator",
            Self::Document => "an OpenAPI document",
            Self::Encoding => "an encoding",
            Self::Example => "an example",
            Self::ExternalDocs => "`externalDocs`",
            Self::Flows => "`flows`",
            Self::Header => "a header",
            Self::Info => "`info`",
            Self::License => "a license",
            Self::Link => "a link",
            Self::MediaType => "a media type",
            Self::Operation => "an operation",
            Self::Parameter => "a parameter",
            Self::PathItem => "a path item",
            Self::Paths => "`paths`",
            Self::RequestBody => "a request body",
            Self::Response => "a response",
            Self::Responses => "`responses`",
            Self::Schema => "a schema",
            Self::SecurityRequirement => "a security requirement",
            Self::SecurityScheme => "a security scheme",
            Self::Server => "a server",
            Self::ServerVariable => "a server variable",
            Self::Tag => "a tag",
            Self::Xml => "`xml`",
        }
    }

    /// Returns whether a reference to an object of this kind becomes any JSON value if it is unresolved. Otherwise, the
    /// reference is removed.
    pub(crate) const fn can_be_anything(self) -> bool {
        matches!(self, Self::Schema | Self::Response | Self::RequestBody)
    }

    /// Returns the section of `components` for objects of this kind.
    pub(crate) const fn section(self) -> Option<&'static str> {
        match self {
            Self::Callback => Some("callbacks"),
            Self::Example => Some("examples"),
            Self::Header => Some("headers"),
            Self::Link => Some("links"),
            Self::Parameter => Some("parameters"),
            Self::RequestBody => Some("requestBodies"),
            Self::Response => Some("responses"),
            Self::Schema => Some("schemas"),
            Self::SecurityScheme => Some("securitySchemes"),
            _ => None,
        }
    }
}

/// Returns whether a key is an HTTP status such as `200`, or a range of statuses such as `2XX`. `2xx` in lower case is
/// accepted too.
fn is_status(name: &str) -> bool {
    let mut bytes = name.bytes();
    let class = bytes
        .next()
        .is_some_and(|byte| (b'1'..=b'5').contains(&byte));
    let rest: Vec<u8> = bytes.collect();
    class
        && rest.len() == 2
        && (rest.iter().all(u8::is_ascii_digit) || rest.eq_ignore_ascii_case(b"XX"))
}
