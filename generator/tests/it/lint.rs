//! Tests of the lint, which requires descriptions, examples and other parts that OpenAPI does not require.

use codegen::diag::{Diagnostics, Format, render};
use codegen::input::{Document, NumberNames, PaginationNames, TokenNames};
use codegen::lint::{Exceptions, Lint};
use codegen::load::load_text;
use codegen::source::Sources;

const GOOD: &str = "
openapi: 3.0.3
info: {title: Tours, version: '1', description: Tours of a town.}
paths:
  /tours:
    get:
      operationId: tours
      tags: [Tours]
      summary: Lists the tours.
      x-resource: tours
      x-method: list
      x-rate-limit: light
      x-pagination: {kind: token, items: tours}
      x-granular-scopes: ['tour:read']
      x-error-codes: {'300': The token is invalid.}
      security: [{oauth: ['tour:read']}]
      parameters:
        - {name: token, in: query, description: The token of the page., schema: {type: string}}
      responses:
        '200':
          description: A page.
          content: {application/json: {schema: {$ref: '#/components/schemas/TourPage'}, example: {tours: []}}}
        '400': {description: The token is invalid.}
components:
  schemas:
    TourPage:
      description: A page of tours.
      allOf:
        - type: object
          properties:
            token: {type: string, description: The next token.}
            tours: {type: array, items: {type: object, properties: {id: {type: string, description: The id.}}}, description: The tours.}
";

/// Returns the diagnostics of a document, one per line.
fn lint(text: &str, exceptions: &Exceptions) -> String {
    let mut sources = Sources::default();
    let mut diagnostics = Diagnostics::default();
    let root = load_text(text, "tours.yaml", &mut sources, &mut diagnostics).unwrap();
    let document = Document {
        path: "tours.yaml".to_owned(),
        source: root.span.source,
        root,
        overlays: Vec::new(),
        reach: String::new(),
        is_referenced: false,
    };
    let pagination = PaginationNames {
        token: Some(TokenNames {
            request: "token".to_owned(),
            size: None,
            response: "token".to_owned(),
            total: None,
        }),
        number: Some(NumberNames {
            request: "page".to_owned(),
            size: None,
            response: "page".to_owned(),
            count: None,
            total: None,
        }),
    };
    let documents = [document];
    let lint = Lint {
        documents: &documents,
        pagination: &pagination,
        exceptions,
    };
    for document in &documents {
        lint.check(document, &mut diagnostics);
    }
    render(&diagnostics, &sources, Format::Short)
}

#[test]
fn a_document_with_everything_has_no_diagnostics() {
    assert_eq!(lint(GOOD, &Exceptions::default()), "");
}

#[test]
fn each_missing_part_is_reported_with_its_code() {
    for (part, replacement, said) in [
        (
            "      x-rate-limit: light\n",
            "",
            "5: error[E0801]: GET /tours has no `x-rate-limit`",
        ),
        (
            "      summary: Lists the tours.\n",
            "      summary: ' '\n",
            "error[E0801]: GET /tours has no `summary`",
        ),
        (
            "security: [{oauth: ['tour:read']}]",
            "security: []",
            "error[E0801]: GET /tours has no `security`",
        ),
        (
            "      x-error-codes: {'300': The token is invalid.}\n",
            "",
            "error[E0801]: GET /tours has no `x-error-codes`",
        ),
        (
            "      x-pagination: {kind: token, items: tours}\n",
            "",
            "error[E0804]: GET /tours returns pages",
        ),
        (
            ", example: {tours: []}",
            "",
            "error[E0803]: the response `200` has no example",
        ),
        (
            "      description: A page of tours.\n",
            "",
            "error[E0802]: the schema `TourPage` has no description",
        ),
        (
            ", description: The id.",
            "",
            "error[E0802]: the property `id` has no description",
        ),
        (
            " description: The token of the page.,",
            "",
            "error[E0802]: the parameter `token` has no description",
        ),
        (
            ", description: Tours of a town.",
            "",
            "error[E0802]: the document has no description",
        ),
        (
            "          description: A page.\n",
            "",
            "error[E0802]: the response `200` has no description",
        ),
    ] {
        assert!(GOOD.contains(part), "{part}");
        let found = lint(&GOOD.replace(part, replacement), &Exceptions::default());
        assert!(found.contains(said), "{part}: {found}");
        assert_eq!(found.lines().count(), 1, "{found}");
    }
}

#[test]
fn an_operation_may_lack_what_an_exception_lists() {
    let text = GOOD.replace("      x-rate-limit: light\n", "");
    let table = "operation\tkey\treason\n# note\nGET /tours\tx-rate-limit\tNot documented.\n* /maps/*\tsecurity\tOpen.\n";
    let exceptions = Exceptions::parse(table).unwrap();
    assert_eq!(lint(&text, &exceptions), "");
    assert_eq!(exceptions.unused(), [4]);
    let exceptions = Exceptions::parse("head\n* /to*\tx-rate-limit\tNot documented.\n").unwrap();
    assert_eq!(lint(&text, &exceptions), "");
    let errors = Exceptions::parse("head\nGET /tours\tx-rate-limit\n").unwrap_err();
    assert_eq!(errors, ["2: expected an operation, a key and a reason"]);
}
