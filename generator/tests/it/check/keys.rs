//! Tests of diagnostics for known keys, misspelled keys and extensions.

use codegen::diag::Severity;

use crate::check::{operation, schema, strict};

/// A document that contains every key of OpenAPI 3.0.3.
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
        // Swap the last two letters of the first occurrence of the key.
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
    assert!(schema("const: 5").only().contains("only in OpenAPI 3.1"));
    assert!(
        schema("examples: [5]")
            .only()
            .contains("only in OpenAPI 3.1")
    );
    let checked = operation(
        "/a",
        "parameters:\n- {name: q, in: query, schema: {}, maximum: 5}",
    );
    assert!(checked.only().contains("move it to `schema`"));
    assert!(
        operation("a", "tags: []")
            .only()
            .contains("start a path with `/`: `/a`")
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
        "E0310 `x-rate-limits`: unknown extension `x-rate-limits`; did you mean `x-rate-limit`?"
    );
    assert_eq!(near.diagnostics.count(Severity::Warning), 1);
    assert!(
        schema("x-resource: r")
            .only()
            .contains("use it on an operation")
    );
    assert!(schema("x-internal: r").only().starts_with("E0310"));
}
