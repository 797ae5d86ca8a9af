//! What is told of a document, and of what is legal, that nothing is told.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use codegen::check::{Policy, check};
use codegen::diag::{Code, Diagnostic, Diagnostics, Severity};
use codegen::load::{Document, MAX_DEPTH, load_text};
use codegen::source::Sources;

struct Checked {
    sources: Sources,
    diagnostics: Diagnostics,
}

impl Checked {
    fn codes(&self) -> Vec<Code> {
        self.diagnostics
            .iter()
            .map(|finding| finding.code)
            .collect()
    }

    fn marked(&self, finding: &Diagnostic) -> &str {
        let span = finding.labels[0].span;
        &self.sources.file(span.source).unwrap().text[span.start..span.end]
    }

    /// `E0301 marked text: message; help` of each finding.
    fn lines(&self) -> Vec<String> {
        let line = |finding: &Diagnostic| {
            let help = finding.help.as_deref().unwrap_or("");
            format!(
                "{} `{}`: {}; {help}",
                finding.code,
                self.marked(finding),
                finding.message
            )
        };
        self.diagnostics.iter().map(line).collect()
    }

    fn only(&self) -> String {
        let lines = self.lines();
        assert_eq!(lines.len(), 1, "{lines:#?}");
        lines[0].clone()
    }
}

fn check_files(files: &[(&str, &str)], policy: Policy) -> Checked {
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let documents: Vec<_> = files
        .iter()
        .map(|(path, text)| {
            let root = load_text(*text, path, &mut sources, &mut diagnostics).expect("well-formed");
            Document {
                path: (*path).to_owned(),
                source: root.span.source,
                root,
                overlays: Vec::new(),
            }
        })
        .collect();
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    check(&documents, policy, &mut diagnostics);
    Checked {
        sources,
        diagnostics,
    }
}

fn strict(text: &str) -> Checked {
    check_files(&[("spec.yaml", text)], Policy::Strict)
}

/// A document with these lines below `components: schemas: A:`, each after six spaces.
fn schema(lines: &str) -> Checked {
    let lines = lines.replace('\n', "\n      ");
    strict(&format!(
        "{HEAD}paths: {{}}\ncomponents:\n  schemas:\n    A:\n      {lines}\n"
    ))
}

/// A document with these lines below `paths: /a: get:`, each after six spaces; `responses` need not be among them.
fn operation(path: &str, lines: &str) -> Checked {
    let responses = if lines.contains("responses:") {
        ""
    } else {
        "\n      responses: {default: {description: d}}"
    };
    let lines = lines.replace('\n', "\n      ");
    strict(&format!(
        "{HEAD}paths:\n  {path}:\n    get:\n      {lines}{responses}\n"
    ))
}

const HEAD: &str = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\n";

/// Every key that OpenAPI 3.0.3 has, each in each place.
const EVERYTHING: &str = r"
openapi: 3.0.3
info:
  title: T
  description: d
  termsOfService: t
  contact: {name: n, url: u, email: a@b.example}
  license: {name: MIT, url: u}
  version: '1'
servers:
  - url: https://{host}.example
    description: d
    variables: {host: {enum: [a, b], default: a, description: d}}
security: [{key: [], oauth: ['a:b']}, {}]
tags: [{name: t, description: d, externalDocs: {description: d, url: u}}]
externalDocs: {url: u}
paths:
  /a/{id}/{b}:
    summary: s
    description: d
    servers: [{url: /x}]
    parameters:
      - {name: id, in: path, required: true, style: label, explode: false, schema: {type: string}}
      - $ref: '#/components/parameters/B'
    get: &plain {responses: {default: {description: d}}}
    put: *plain
    delete: *plain
    options: *plain
    head: *plain
    patch: *plain
    trace: *plain
    post:
      tags: [t]
      summary: s
      description: d
      externalDocs: {url: u}
      operationId: op
      deprecated: false
      security: []
      servers: []
      parameters:
        - name: q
          in: query
          description: d
          required: false
          deprecated: true
          allowEmptyValue: true
          style: deepObject
          explode: true
          allowReserved: true
          schema: {type: object}
          example: {a: 1}
        - {name: X-H, in: header, content: {application/json: {schema: {}}}}
        - {name: c, in: cookie, style: form, schema: {type: string}, examples: {e: {$ref: '#/components/examples/F'}}}
      requestBody:
        description: d
        required: true
        content:
          application/x-www-form-urlencoded:
            schema: {type: object, properties: {a: {type: array, items: {type: string}}}}
            encoding:
              a: {contentType: text/plain, headers: {X: {schema: {}}}, style: form, explode: false, allowReserved: false}
            examples: {one: {summary: s, description: d, value: {a: [x]}}, two: {externalValue: u}}
      responses:
        '200':
          description: d
          headers: {X: {description: d, required: true, deprecated: true, style: simple, explode: false, schema: {type: integer}, example: 5}}
          content: {application/json: {schema: {$ref: '#/components/schemas/A'}, example: {a: a@b.example}}}
          links: {l: {operationId: op, parameters: {id: $response.body#/id}, requestBody: 1, description: d, server: {url: u}}}
        404: {$ref: '#/components/responses/R'}
        5XX: {$ref: '#/components/responses/R'}
        default: {description: d}
      callbacks:
        onEvent:
          '{$request.body#/url}': {post: {responses: {'200': {description: d}}}}
        other: {$ref: '#/components/callbacks/C'}
components:
  schemas:
    A:
      title: t
      description: d
      type: object
      required: [a]
      properties:
        a: {type: string, format: email, minLength: 0, maxLength: 5, pattern: x, nullable: true, example: null, readOnly: true}
        x-b: {type: integer, format: int64, multipleOf: 2, minimum: 0, maximum: 10, exclusiveMinimum: true, exclusiveMaximum: false}
        c: {type: array, items: {type: number}, minItems: 0, maxItems: 3, uniqueItems: true, default: []}
        $ref: {type: boolean, default: false, enum: [true, false]}
        d: {type: string, enum: [x, null], nullable: true, default: null, writeOnly: true, deprecated: true}
      additionalProperties: false
      minProperties: 0
      maxProperties: 9
      externalDocs: {url: u}
      xml: {name: n, namespace: u, prefix: p, attribute: true, wrapped: true}
    B:
      oneOf: [{$ref: '#/components/schemas/A'}, {type: object, required: [k], properties: {k: {type: string}}}]
      discriminator: {propertyName: k, mapping: {a: '#/components/schemas/A'}}
    C: {allOf: [{$ref: '#/components/schemas/A'}, {required: [b]}], additionalProperties: true}
    D: {anyOf: [{}, {not: {type: string}}], additionalProperties: {type: string}}
    E: {type: number, default: 1, enum: [1, 2.5, 12345678901234567890123]}
  responses: {R: {description: d}}
  parameters: {B: {name: b, in: path, required: true, schema: {type: string}}}
  examples: {E: {value: {$ref: 5, anything: [goes]}, summary: s}, F: {value: x}}
  requestBodies: {Q: {content: {text/plain: {schema: {type: string}, example: x}}}}
  headers: {H: {schema: {type: string}, examples: {f: {$ref: '#/components/examples/F'}}}}
  securitySchemes:
    key: {type: apiKey, name: k, in: query, x-in: form, description: d}
    basic: {type: http, scheme: basic}
    bearer: {type: http, scheme: bearer, bearerFormat: JWT}
    oidc: {type: openIdConnect, openIdConnectUrl: u}
    oauth:
      type: oauth2
      flows:
        implicit: {authorizationUrl: u, refreshUrl: u, scopes: {'a:b': s}}
        password: {tokenUrl: u, scopes: {}}
        clientCredentials: {tokenUrl: u, scopes: {}}
        authorizationCode: {authorizationUrl: u, tokenUrl: u, scopes: {}}
  links: {L: {operationRef: '#/paths/~1a/get'}}
  callbacks: {C: {'{$url}': {get: {responses: {'200': {description: d}}}}}}
";

#[test]
fn everything_that_the_format_knows_is_silent() {
    assert_eq!(strict(EVERYTHING).lines(), Vec::<String>::new());
}

#[test]
fn every_key_of_the_format_is_told_when_it_is_misspelt() {
    let keys = [
        "servers",
        "description",
        "termsOfService",
        "contact",
        "license",
        "variables",
        "security",
        "tags",
        "externalDocs",
        "summary",
        "parameters",
        "deprecated",
        "allowEmptyValue",
        "explode",
        "allowReserved",
        "requestBody",
        "encoding",
        "contentType",
        "headers",
        "externalValue",
        "links",
        "callbacks",
        "components",
        "minLength",
        "maxLength",
        "pattern",
        "nullable",
        "readOnly",
        "writeOnly",
        "multipleOf",
        "exclusiveMinimum",
        "exclusiveMaximum",
        "minItems",
        "maxItems",
        "uniqueItems",
        "minProperties",
        "maxProperties",
        "additionalProperties",
        "discriminator",
        "mapping",
        "namespace",
        "attribute",
        "wrapped",
        "bearerFormat",
        "refreshUrl",
        "operationRef",
        "requestBodies",
        "securitySchemes",
        "operationId",
    ];
    for key in keys {
        // The first one that is a key of a map, with its last two letters swapped.
        let (start, end) = key.split_at(key.len() - 2);
        let typo = format!("{start}{}", end.chars().rev().collect::<String>());
        let written = format!("{key}:");
        let mut places = EVERYTHING.match_indices(&written).map(|(at, _)| at);
        let at = places.find(|at| EVERYTHING[..*at].ends_with([' ', '{', '\n']));
        let mut wrong = EVERYTHING.to_owned();
        wrong.replace_range(at.expect(key)..at.unwrap() + key.len(), &typo);
        let checked = strict(&wrong);
        let told = checked.lines().into_iter().any(|line| {
            line.starts_with(&format!("E0301 `{typo}`"))
                && line.ends_with(&format!("did you mean `{key}`?"))
        });
        assert!(told, "{typo}: {:#?}", checked.lines());
    }
}

#[test]
fn names_that_an_author_chose_are_never_taken_for_keys() {
    let text = "type: object\nproperties:\n  properties: {type: string}\n  required: {type: boolean}\n  x-y: {type: string}\n  depricated: {type: string}\nexample: {required: true, x-y: a, maxLenght: 5}";
    assert_eq!(schema(text).lines(), Vec::<String>::new());
}

#[test]
fn an_unknown_key_is_told_at_the_key_with_the_near_miss() {
    let checked = schema("type: string\nmaxLenght: 3");
    assert_eq!(
        checked.only(),
        "E0301 `maxLenght`: a schema has no key `maxLenght`; did you mean `maxLength`?"
    );
    assert_eq!(checked.diagnostics.count(Severity::Error), 1);
    assert!(
        operation("/a", "depricated: true")
            .only()
            .ends_with("did you mean `deprecated`?")
    );
    assert!(
        schema("desc: x")
            .only()
            .ends_with("did you mean `description`?")
    );
}

#[test]
fn keys_of_other_versions_and_of_other_places_are_told_as_such() {
    assert!(schema("const: 5").only().contains("3.1 only"));
    assert!(schema("examples: [5]").only().contains("3.1 only"));
    let checked = operation(
        "/a",
        "parameters:\n- {name: q, in: query, schema: {}, maximum: 5}",
    );
    assert!(checked.only().contains("put it below `schema`"));
    assert!(
        operation("a", "tags: []")
            .only()
            .contains("a path begins with `/`: `/a`")
    );
    assert!(
        operation(
            "/a",
            "responses: {ok: {description: d}, default: {description: d}}"
        )
        .only()
        .contains("status")
    );
}

#[test]
fn what_stands_beside_a_reference_is_told_to_have_no_effect() {
    let checked = schema(
        "properties:\n  a: {$ref: '#/components/schemas/A', description: fine, x-rust-name: fine, nullable: true}",
    );
    assert!(
        checked
            .only()
            .starts_with("E0301 `nullable`: `nullable` has no effect beside `$ref`; ")
    );
}

#[test]
fn extensions_are_read_where_they_belong_and_told_everywhere_else() {
    let known = "x-resource: r\nx-method: m\nx-safety: safe\nx-pagination: {}\nx-mirror: true\nx-rate-limit: l\nx-granular-scopes: []\nx-prerequisites: []\nx-error-codes: {}\nx-successor: s";
    assert_eq!(operation("/a", known).lines(), Vec::<String>::new());
    let known = "type: string\nx-rust-name: N\nx-id: I\nx-sensitive: true\nx-enum-varnames: []\nx-enum-descriptions: []\nx-keep-unknown: true";
    assert_eq!(schema(known).lines(), Vec::<String>::new());

    let near = operation("/a", "x-rate-limits: l");
    assert_eq!(
        near.only(),
        "E0310 `x-rate-limits`: `x-rate-limits` is not an extension that is read; did you mean `x-rate-limit`?"
    );
    assert_eq!(near.diagnostics.count(Severity::Warning), 1);
    assert!(
        schema("x-resource: r")
            .only()
            .contains("it is read on an operation")
    );
    assert!(schema("x-internal: r").only().starts_with("E0310"));
}

#[test]
fn values_of_the_wrong_kind_are_told_where_they_stand() {
    for (lines, wanted) in [
        (
            "type: bool",
            "E0302 `bool`: `type` cannot be `bool`; write `type: boolean`",
        ),
        (
            "type: strnig",
            "E0302 `strnig`: `type` cannot be `strnig`; did you mean `string`?",
        ),
        ("type: [string, 'null']", "nullable: true"),
        ("nullable: 'true'", "take the quotes off"),
        (
            "maxLength: -1",
            "must be a whole number, 0 or more, but is a number",
        ),
        ("maxLength: '3'", "take the quotes off"),
        ("required: true", "lists it"),
        ("required: a", "make it a list: `[a]`"),
        ("exclusiveMinimum: 5", "OpenAPI 3.1"),
        (
            "description:",
            "E0302 `description`: `description` has no value; give it a value",
        ),
        ("description: 5", "put it in quotes: `'5'`"),
        ("enum: []", "at least one entry, but is an empty list"),
        ("properties: []", "must be a map, but is an empty list"),
        (
            "properties: {a: text}",
            "E0302 `text`: a schema must be a map, but is text",
        ),
        ("items: [{}]", "a schema must be a map, but is a list"),
        (
            "additionalProperties: 5",
            "a schema must be a map, but is a number",
        ),
        ("type: array", "an array without `items`"),
        ("enum: [a, b, a]", "`a` stands twice in `enum`"),
        (
            "type: string\nenum: [5]",
            "a value of the enum is a number, but the type is `string`; put it in quotes",
        ),
        (
            "type: integer\ndefault: '5'",
            "the default is text, but the type is `integer`",
        ),
        ("type: string\ndefault: null", "the default is null"),
        ("allOf: [{$ref: 5}]", "`$ref` must be text, but is a number"),
    ] {
        let line = schema(lines).only();
        assert!(
            line.starts_with("E0302") && line.contains(wanted),
            "{lines}: {line}"
        );
    }
}

#[test]
fn rules_that_hang_on_several_keys_are_told() {
    for (lines, wanted) in [
        (
            "parameters: [{name: q, in: query}]",
            "lacks `schema` or `content`",
        ),
        (
            "parameters: [{name: q, in: qurey, schema: {}}]",
            "did you mean `query`?",
        ),
        (
            "parameters: [{name: q, in: query, style: simple, schema: {}}]",
            "cannot have the style `simple`",
        ),
        (
            "parameters: [{name: q, in: query, schema: {}}, {name: q, in: query, schema: {}}]",
            "declared twice",
        ),
        ("responses: {}", "no response"),
        ("responses: {'200': {}}", "a response lacks `description`"),
        ("requestBody: {}", "a request body lacks `content`"),
    ] {
        let line = operation("/a", lines).only();
        assert!(
            line.starts_with("E0302") && line.contains(wanted),
            "{lines}: {line}"
        );
    }
    let not_required = operation("/{a}", "parameters: [{name: a, in: path, schema: {}}]").only();
    assert!(not_required.contains("write `required: true`"));
    let encoding = "requestBody:\n  content:\n    application/x-www-form-urlencoded:\n      schema: {type: object, properties: {list: {type: string}}}\n      encoding: {lsit: {}}";
    assert!(
        operation("/a", encoding)
            .only()
            .ends_with("did you mean `list`?")
    );
}

#[test]
fn a_document_that_is_something_else_is_told_what_it_is() {
    for (text, wanted) in [
        ("swagger: '2.0'", "Swagger 2.0"),
        ("asyncapi: 2.0.0", "AsyncAPI"),
        ("openapi: 3.1.0", "OpenAPI 3.1.0"),
        ("openapi: 2", "does not tell a version"),
        ("$schema: x", "JSON Schema"),
        ("overlay: 1.0.0", "overlay"),
        ("info: {_postman_id: x}", "Postman"),
        ("a: b", "begins with its version"),
        ("[a]", "a list"),
        ("text", "text"),
    ] {
        for policy in [Policy::Strict, Policy::Lenient] {
            let checked = check_files(&[("spec.yaml", text)], policy);
            assert_eq!(checked.codes(), [Code::NotOpenApi], "{text}");
            assert!(checked.diagnostics.has_errors());
            assert!(checked.only().contains(wanted), "{}", checked.only());
        }
    }
}

#[test]
fn a_version_that_is_a_number_is_only_told_to_be_put_in_quotes() {
    let line = strict("openapi: 3.0\ninfo: {title: T, version: '1'}\npaths: {}").only();
    assert_eq!(
        line,
        "E0302 `3.0`: `openapi` must be text, but is a number; put it in quotes: `'3.0'`"
    );
}

#[test]
fn references_lead_into_the_document_and_into_others_of_the_api() {
    let other = format!("{HEAD}paths: {{}}\ncomponents: {{schemas: {{E: {{type: string}}}}}}\n");
    for reference in [
        "other.yaml#/components/schemas/E",
        "./other.yaml#/components/schemas/E",
        "../v2/other.yaml#/components/schemas/E",
    ] {
        let text =
            format!("{HEAD}paths: {{}}\ncomponents: {{schemas: {{A: {{$ref: '{reference}'}}}}}}\n");
        let checked = check_files(
            &[("v2/spec.yaml", &text), ("v2/other.yaml", &other)],
            Policy::Strict,
        );
        assert_eq!(checked.lines(), Vec::<String>::new());
    }
}

#[test]
fn a_reference_that_leads_nowhere_is_told_with_what_to_do() {
    for (reference, wanted) in [
        ("#/components/schemas/a", "did you mean `A`?"),
        ("#/components/schema/A", "did you mean `schemas`?"),
        ("#/components/parameters/P", "wrong kind"),
        ("https://example.com/a.yaml#/A", "nothing is ever fetched"),
        ("other.yaml#/A", "list it under `documents`"),
        ("A", "not one of the documents|list it"),
        ("#A", "#/components/schemas/Name"),
        ("#/components/schemas/Round", "leads nowhere"),
    ] {
        let text = format!(
            "{HEAD}paths: {{}}\ncomponents:\n  parameters: {{P: {{name: p, in: query, schema: {{}}}}}}\n  schemas:\n    A: {{items: {{$ref: '{reference}'}}}}\n    Round: {{}}\n"
        );
        let text = if reference.ends_with("Round") {
            text.replace("Round: {}", "Round: {$ref: '#/components/schemas/Round'}")
        } else {
            text
        };
        for policy in [Policy::Strict, Policy::Lenient] {
            let checked = check_files(&[("spec.yaml", &text)], policy);
            let lines = checked.lines();
            assert!(checked.diagnostics.has_errors(), "{reference}");
            assert!(
                lines.iter().all(|line| line.starts_with("E0303")),
                "{lines:?}"
            );
            assert!(
                wanted.split('|').any(|wanted| lines[0].contains(wanted)),
                "{reference}: {lines:?}"
            );
        }
    }
}

#[test]
fn what_only_a_reference_makes_a_part_of_the_format_is_checked_too() {
    let text = format!(
        "{HEAD}paths: {{}}\nx-fields: {{S: {{type: bool}}}}\ncomponents: {{schemas: {{A: {{$ref: '#/x-fields/S'}}}}}}\n"
    );
    assert!(
        strict(&text)
            .lines()
            .iter()
            .any(|line| line.contains("`type` cannot be `bool`"))
    );
}

#[test]
fn security_names_must_be_declared() {
    let checked = strict(&format!(
        "{HEAD}security: [{{api_kay: []}}]\npaths: {{}}\ncomponents: {{securitySchemes: {{api_key: {{type: http, scheme: basic}}}}}}\n"
    ));
    assert_eq!(
        checked.only(),
        "E0304 `api_kay`: security scheme `api_kay` is not declared; did you mean `api_key`?"
    );
    assert!(
        operation("/a", "security: [{b: []}]")
            .only()
            .starts_with("E0304 `b`")
    );
    let lacks = strict(&format!(
        "{HEAD}paths: {{}}\ncomponents: {{securitySchemes: {{k: {{type: apiKey, name: n}}}}}}\n"
    ));
    assert!(lacks.only().contains("a security scheme lacks `in`"));
}

#[test]
fn a_required_name_must_be_a_property_unless_it_may_come_from_elsewhere() {
    let checked = schema("type: object\nrequired: [nmae]\nproperties: {name: {type: string}}");
    assert_eq!(
        checked.only(),
        "E0305 `nmae`: required `nmae` is not among the properties; did you mean `name`?"
    );
    for silent in [
        "allOf: [{required: [a]}]",
        "type: object\nrequired: [a]\nallOf: [{properties: {a: {}}}]",
        "oneOf: [{required: [a]}, {required: [b]}]",
        "type: object\nrequired: [a]\nadditionalProperties: {type: string}",
    ] {
        assert_eq!(schema(silent).lines(), Vec::<String>::new(), "{silent}");
    }
}

#[test]
fn placeholders_and_path_parameters_must_agree() {
    let missing = operation(
        "/users/{userId}",
        "parameters: [{name: user_id, in: path, required: true, schema: {}}]",
    );
    let lines = missing.lines();
    assert!(
        lines[0].starts_with("E0306 `get`") && lines[0].contains("it declares `user_id`"),
        "{lines:?}"
    );
    assert!(
        lines[1].starts_with("E0306 `user_id`") && lines.len() == 2,
        "{lines:?}"
    );
    for path in ["/a/{id", "/a/id}", "/a/{}", "/a/{b}/{b}", "/{a{b}}"] {
        let line = operation(&format!("'{path}'"), "tags: []").only();
        assert!(line.starts_with("E0306"), "{path}: {line}");
    }
}

#[test]
fn an_operation_id_stands_once_in_a_document_but_may_stand_in_another_one() {
    let text = |id: &str| {
        let responses = "responses: {default: {description: d}}";
        format!(
            "{HEAD}paths:\n  /a:\n    get: {{operationId: op, {responses}}}\n    put: {{operationId: {id}, {responses}}}\n"
        )
    };
    assert_eq!(
        strict(&text("op")).only(),
        "E0307 `op`: operationId `op` stands twice; "
    );
    let (first, second) = (text("other"), text("other"));
    let checked = check_files(&[("a.yaml", &first), ("b.yaml", &second)], Policy::Strict);
    assert_eq!(checked.lines(), Vec::<String>::new());
}

#[test]
fn an_example_must_fit_its_schema() {
    for (lines, marked, wanted) in [
        ("type: string\nexample: 5", "5", "put it in quotes"),
        ("type: integer\nexample: 5.5", "5.5", ""),
        (
            "type: string\nenum: [green, blue]\nexample: gren",
            "gren",
            "did you mean `green`?",
        ),
        (
            "type: object\nrequired: [a]\nproperties: {a: {}}\nexample: {b: 1}",
            "b",
            "",
        ),
        (
            "type: array\nitems: {type: string}\nexample: [a, 5]",
            "5",
            "",
        ),
        (
            "properties: {a: {properties: {b: {type: boolean}}}}\nexample: {a: {b: x}}",
            "x",
            "",
        ),
        (
            "additionalProperties: {type: integer}\nexample: {a: 1, b: x}",
            "x",
            "",
        ),
        (
            "properties: {name: {}}\nadditionalProperties: false\nexample: {nmae: x}",
            "nmae",
            "did you mean `name`?",
        ),
        ("type: string\nexample: null", "null", "nullable"),
        (
            "type: string\nformat: date\nexample: 01.02.2024",
            "01.02.2024",
            "",
        ),
        (
            "type: string\nformat: date-time\nexample: yesterday",
            "yesterday",
            "",
        ),
        ("type: string\nformat: uuid\nexample: abc", "abc", ""),
        (
            "allOf: [{type: object}, {required: [a]}]\nexample: {b: 1}",
            "b",
            "",
        ),
        (
            "oneOf: [{type: string}, {type: integer}]\nexample: true",
            "true",
            "",
        ),
        (
            "properties: {a: {$ref: '#/components/schemas/A'}}\nexample: {a: {a: 5}}",
            "",
            "",
        ),
    ] {
        let checked = schema(lines);
        if marked.is_empty() {
            assert!(checked.lines().is_empty(), "{lines}: {:?}", checked.lines());
            continue;
        }
        let line = checked.only();
        assert!(
            line.starts_with(&format!("E0308 `{marked}`")) && line.contains(wanted),
            "{lines}: {line}"
        );
        assert_eq!(checked.diagnostics.count(Severity::Warning), 1);
    }
}

#[test]
fn examples_that_fit_are_silent() {
    for lines in [
        "type: string\nnullable: true\nexample: null",
        "type: number\nexample: 5",
        "type: string\nformat: date-time\nexample: 2015-01-27T140508Z",
        "type: string\nformat: date-time\nexample: '2015-01-27T14:05:08.123+02:00'",
        "anyOf: [{type: string}, {type: integer}]\nexample: 5",
        "type: object\nrequired: [id]\nproperties: {id: {type: string, readOnly: true}}\nexample: {}",
        "type: object\nexample: {anything: goes}",
        "example: {anything: goes}",
    ] {
        assert_eq!(schema(lines).lines(), Vec::<String>::new(), "{lines}");
    }
    // XML stands as it travels.
    let xml = "responses:\n  '200':\n    description: d\n    content: {application/xml: {schema: {type: object}, example: '<a/>'}}";
    assert_eq!(operation("/a", xml).lines(), Vec::<String>::new());
    let json = xml.replace("xml", "json");
    assert!(operation("/a", &json).only().starts_with("E0308"));
}

#[test]
fn shared_examples_are_checked_where_they_are_used() {
    let text = format!(
        "{HEAD}paths:\n  /a:\n    get:\n      responses:\n        '200':\n          description: d\n          content:\n            application/json:\n              schema: {{type: object}}\n              examples: {{a: {{$ref: '#/components/examples/E'}}}}\ncomponents: {{examples: {{E: {{value: [1]}}}}}}\n"
    );
    assert_eq!(strict(&text).codes(), [Code::ExampleMismatch]);
}

#[test]
fn a_default_must_be_among_the_values() {
    let line = schema("type: string\nenum: [asc, desc]\ndefault: ascc").only();
    assert_eq!(
        line,
        "E0309 `ascc`: the default is not one of the enum's values; did you mean `asc`?"
    );
}

#[test]
fn the_lenient_policy_warns_of_what_the_strict_one_refuses() {
    let text = format!(
        "{HEAD}x-logo: foreign\npaths: {{}}\ncomponents: {{schemas: {{A: {{type: bool, maxLenght: 3}}}}}}\n"
    );
    let strict = check_files(&[("spec.yaml", &text)], Policy::Strict);
    let lenient = check_files(&[("spec.yaml", &text)], Policy::Lenient);
    assert_eq!(
        strict.codes(),
        [Code::UnknownExtension, Code::InvalidValue, Code::UnknownKey]
    );
    assert_eq!(strict.diagnostics.count(Severity::Error), 2);
    assert_eq!(lenient.codes(), [Code::InvalidValue, Code::UnknownKey]);
    assert!(!lenient.diagnostics.has_errors());
}

#[test]
fn without_paths_a_document_is_refused_under_every_policy() {
    for policy in [Policy::Strict, Policy::Lenient] {
        let checked = check_files(&[("spec.yaml", HEAD)], policy);
        assert!(checked.only().contains("no `paths`") && checked.diagnostics.has_errors());
    }
}

#[test]
fn findings_come_in_the_order_of_the_document() {
    let text = format!(
        "{HEAD}security: [{{nope: []}}]\npaths: {{/a: {{get: {{depricated: true, responses: {{default: {{description: d}}}}}}}}}}\ncomponents: {{schemas: {{A: {{required: [x], type: object, example: 5}}}}}}\n"
    );
    assert_eq!(
        strict(&text).codes(),
        [
            Code::UndeclaredSecurity,
            Code::UnknownKey,
            Code::RequiredUnknown,
            Code::ExampleMismatch
        ]
    );
}

#[test]
fn a_fault_deep_in_nested_schemas_is_found_at_its_place_without_delay() {
    for (leaf, code) in [
        (r#"{"type": "bool"}"#, Code::InvalidValue),
        (r#"{"maxLenght": 3}"#, Code::UnknownKey),
    ] {
        let (depth, started) = (DEEP / 2, Instant::now());
        let nested = format!(
            "{}{leaf}{}",
            r#"{"properties": {"a": "#.repeat(depth),
            "}}".repeat(depth)
        );
        assert_eq!(strict(&json_schema(&nested)).codes(), [code]);
        assert!(
            started.elapsed() < Duration::from_secs(2),
            "{:?}",
            started.elapsed()
        );
    }
    let example = format!(
        r#"{{"example": {}5{}}}"#,
        "[".repeat(DEEP),
        "]".repeat(DEEP)
    );
    assert_eq!(strict(&json_schema(&example)).lines(), Vec::<String>::new());
    let items = format!(
        r#"{}{{}}{}"#,
        r#"{"type": "array", "items": "#.repeat(DEEP),
        "}".repeat(DEEP)
    );
    assert_eq!(strict(&json_schema(&items)).lines(), Vec::<String>::new());
}

/// As deep as a schema may be nested: the document has a few levels around it.
const DEEP: usize = MAX_DEPTH - 8;

/// A JSON document with that schema.
fn json_schema(schema: &str) -> String {
    let info = r#""openapi": "3.0.3", "info": {"title": "T", "version": "1"}, "paths": {}"#;
    format!(r#"{{{info}, "components": {{"schemas": {{"A": {schema}}}}}}}"#)
}

#[test]
fn examples_of_schemas_that_branch_without_end_do_not_take_forever() {
    let arms = "{$ref: '#/components/schemas/A'}, ".repeat(10);
    let value = format!("{}5{}", "{a: ".repeat(60), "}".repeat(60));
    let lines = format!(
        "oneOf: [{{properties: {{a: {{anyOf: [{arms}{{type: string}}]}}}}}}, {arms}{{type: string}}]\nexample: {value}"
    );
    let started = Instant::now();
    schema(&lines);
    assert!(
        started.elapsed() < Duration::from_secs(2),
        "{:?}",
        started.elapsed()
    );
}

#[test]
fn the_work_grows_with_the_document_and_not_with_its_square() {
    let mut text = format!("{HEAD}paths: {{}}\ncomponents:\n  schemas:\n");
    for index in 0..20_000 {
        writeln!(
            text,
            "    S{index}: {{items: {{$ref: '#/components/schemas/T{index}'}}, unknown{index}: 1}}"
        )
        .unwrap();
    }
    let started = Instant::now();
    assert_eq!(strict(&text).codes().len(), 40_000);
    assert!(
        started.elapsed() < Duration::from_secs(20),
        "{:?}",
        started.elapsed()
    );
}
