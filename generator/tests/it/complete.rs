//! Tests of complete imports, which take facts from a publisher's documents and words from tables. The publisher is
//! invented.

use std::fs;
use std::path::{Path, PathBuf};

use codegen::diag::{Code, Diagnostics, Format, Severity, render};
use codegen::import::{CompleteOptions, Completed, Tables, complete};
use codegen::input::{MemoryFiles, PaginationNames, TokenNames};
use codegen::load::load_text;
use codegen::pipeline::{Inputs, run};
use codegen::source::{Node, Sources};

const MANIFEST: &str = "
crate: {name: case, version: 0.1.0, description: d}
apis: [{name: v2, module: v2, root: specs, documents: [{path: specs/common.yaml}, {path: specs/tours.yaml}, {path: specs/people/guides.yaml}]}]
scopes: [{accessor: tenant, type: Tenant, api: v2, prefix: '/tenants/{tenantId}', id: TenantId, docs: One.}]
pagination: {token: {request: next_page_token, size: page_size, response: next_page_token}}
ids: {TenantId: A tenant., TourId: A tour., GuideId: A guide.}
";

const COMMON: &str = "
openapi: 3.0.3
info: {title: Common, version: '2', description: What all documents share.}
paths: {}
components:
  responses:
    TooManyRequests:
      description: A rate limit was reached.
      content: {application/json: {schema: {$ref: '#/components/schemas/ErrorBody'}, example: {code: 429}}}
  schemas:
    ErrorBody:
      type: object
      description: An error.
      properties:
        code: {type: integer, description: The code.}
        message: {type: string, description: The message.}
";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import")
}

fn text(name: &str) -> String {
    fs::read_to_string(folder().join(name)).unwrap_or_default()
}

fn tree(name: &str) -> Node {
    let mut diagnostics = Diagnostics::default();
    let node = load_text(text(name), name, &mut Sources::default(), &mut diagnostics);
    node.unwrap()
}

fn tables() -> Tables {
    Tables::parse(|name| Some(text(&format!("tables/{name}")))).unwrap()
}

fn options() -> CompleteOptions {
    CompleteOptions {
        list: text("travel.txt"),
        mirror_prefix: Some("/tenants/{tenantId}".to_owned()),
        native: vec!["/tenants/{tenantId}/fleet".to_owned()],
        pagination: PaginationNames {
            token: Some(TokenNames {
                request: "next_page_token".to_owned(),
                size: Some("page_size".to_owned()),
                response: "next_page_token".to_owned(),
                total: None,
            }),
            number: None,
        },
        ..CompleteOptions::default()
    }
}

fn documents(options: &CompleteOptions, tables: &Tables) -> Vec<Completed> {
    let all = [tree("travel.json"), tree("travel-partners.json")];
    complete(&all.iter().collect::<Vec<_>>(), tables, options).unwrap()
}

#[test]
fn a_document_has_the_facts_of_the_publisher_and_the_words_of_the_tables() {
    let written = documents(&options(), &tables());
    let names: Vec<(&str, usize)> = written
        .iter()
        .map(|document| (document.file.as_str(), document.operations))
        .collect();
    assert_eq!(names, [("tours", 7), ("people/guides", 1)]);
    for document in &written {
        let name = document.file.replace('/', "-");
        assert!(!document.text.contains("endor prose"), "{}", document.text);
        assert_is_file(&format!("{name}.yaml"), &document.text);
        assert_is_file(&format!("{name}.review.txt"), &document.review);
    }
}

#[test]
fn only_the_asked_documents_are_returned() {
    let asked = CompleteOptions {
        files: vec!["tours".to_owned()],
        ..options()
    };
    let written = documents(&asked, &tables());
    let all = documents(&options(), &tables());
    assert_eq!(written, &all[..1]);
    let asked = CompleteOptions {
        area: Some("elsewhere".to_owned()),
        ..options()
    };
    assert!(documents(&asked, &tables()).is_empty());
}

#[test]
fn the_generator_reads_a_document_without_gaps() {
    let mut files = MemoryFiles::new()
        .with("codegen.yaml", MANIFEST)
        .with("specs/common.yaml", COMMON);
    for document in documents(&options(), &tables()) {
        files = files.with(format!("specs/{}.yaml", document.file), document.text);
    }
    let outcome = run(&Inputs {
        files: &files,
        manifest: "codegen.yaml",
        lock: "names.lock",
        templates: &files,
        command: "cargo xtask test",
    });
    let said = render(&outcome.diagnostics, &outcome.sources, Format::Short);
    // The run has no templates, so reading them fails. In addition, the tables of the test lack the type of one number.
    let errors = outcome
        .diagnostics
        .iter()
        .filter(|found| found.severity == Severity::Error)
        .filter(|found| found.code != Code::FileUnreadable && found.code != Code::GapLeft);
    assert_eq!(errors.count(), 0, "{said}");
    let gaps = outcome.diagnostics.iter();
    let gaps = gaps.filter(|found| found.code == Code::GapLeft);
    assert_eq!(gaps.count(), 1, "{said}");
}

#[test]
fn invalid_parts_of_a_document_are_left_out() {
    let schema = r##"{"$ref": "#/components/schemas/Loop"}"##;
    let odd = format!(
        r##"{{"paths": {{"/tours": {{"get": {{"parameters": ["x", {{"name": 1, "in": "query"}}, {{"$ref": "#/nowhere"}}],
        "description": "**Prerequisites:**\n* A bus <b\n", "requestBody": {{"content": {{"application/json": {{"schema": {schema}}}}}}},
        "responses": {{"200": {{"content": {{"application/json": {{"schema": {{"allOf": [{schema}, 5], "enum": {{}}, "required": 1, "properties": []}}}}}}}}, "400": "bad"}}}},
        "post": []}}}},
        "components": {{"schemas": {{"Loop": {{"type": ["Object", 7], "properties": {{"again": {schema}, "list": {{"type": "array"}}}}}}}}}}}}"##
    );
    let mut diagnostics = Diagnostics::default();
    let node = load_text(odd, "odd.json", &mut Sources::default(), &mut diagnostics).unwrap();
    let written = complete(&[&node], &with_properties(""), &options()).unwrap();
    assert_eq!(written.len(), 1);
    assert_eq!(written[0].operations, 1);
    assert!(!written[0].text.contains("bad"), "{}", written[0].text);
}

#[test]
fn rows_with_too_few_cells_are_reported_with_their_lines() {
    let errors = Tables::parse(|name| match name {
        "words.tsv" => Some("area\tkey\twords\n# note\ntravel\ttopic\n".to_owned()),
        "ids.tsv" => Some("key\ttype\n".to_owned()),
        _ => None,
    });
    let expected = [
        "ids.tsv:1: the first column is not `area`",
        "words.tsv:3: 2 cells instead of 3",
    ];
    assert_eq!(errors.unwrap_err(), expected);
}

/// Returns the tables of the test with this table of properties.
fn with_properties(rows: &str) -> Tables {
    let parsed = Tables::parse(|name| match name {
        "properties.tsv" => Some(format!("area\tkey\ttype\twords\n{rows}")),
        _ => Some(text(&format!("tables/{name}"))),
    });
    parsed.unwrap()
}

#[test]
fn a_table_adds_properties_that_the_publisher_leaves_out() {
    let tables = with_properties(
        "travel\tTourSummary.altitude\tint32\tThe height above the sea, in meters.\n\
         travel\tTourSummary.guides\t[Guide]\tThe guides on duty.\n\
         *\tGuide.languages\t[string]\tThe languages that the guide speaks.\n\
         elsewhere\tNobody.name\tstring\tA row of an area without an operation.\n",
    );
    let before = documents(&options(), &with_properties(""));
    let after = documents(&options(), &tables);
    let schemas = |document: &Completed| {
        document
            .text
            .split("\n  schemas:")
            .nth(1)
            .unwrap()
            .to_owned()
    };
    let (before, after) = (schemas(&before[0]), schemas(&after[0]));
    let added: Vec<String> = similar::TextDiff::from_lines(before.as_str(), after.as_str())
        .iter_all_changes()
        .filter(|change| change.tag() != similar::ChangeTag::Equal)
        .map(|change| format!("{}{}", change.tag(), change.value()))
        .collect();
    let expected = [
        "+        altitude:\n",
        "+          type: integer\n",
        "+          format: int32\n",
        "+          description: The height above the sea, in meters.\n",
        "+        guides:\n",
        "+          type: array\n",
        "+          items:\n",
        "+            $ref: '#/components/schemas/Guide'\n",
        "+          description: The guides on duty.\n",
        "+        languages:\n",
        "+          type: array\n",
        "+          items: {type: string}\n",
        "+          description: The languages that the guide speaks.\n",
    ];
    assert_eq!(added, expected);
}

#[test]
fn a_row_for_a_property_that_cannot_be_added_is_an_error_with_its_line() {
    let tables = with_properties(
        "travel\tTour.altitude\tint32\tThe height.\n\
         travel\tTourSummary.topic\tstring\tThe topic.\n\
         travel\taltitude\tint32\tThe height.\n\
         travel\tTourSummary.altitude\tmeters\tThe height.\n\
         travel\tTourSummary.guides\t[Guides]\tThe guides.\n\
         travel\tTourSummary.guides\t[Guide]\t-\n\
         travel\tTourSort.name\tstring\tThe name.\n\
         travel\tTourSummary.depth\tint32\tThe depth.\n\
         travel\tTourSummary.depth\tint32\tThe depth again.\n",
    );
    let all = [tree("travel.json"), tree("travel-partners.json")];
    let errors = complete(&all.iter().collect::<Vec<_>>(), &tables, &options());
    let expected = [
        "properties.tsv:2: `Tour.altitude`: no operation has the schema `Tour`",
        "properties.tsv:3: `TourSummary.topic`: the publisher describes this property; remove the row",
        "properties.tsv:4: `altitude`: the key is not `Schema.property`",
        "properties.tsv:5: `TourSummary.altitude`: the type `meters` is neither a word of types.tsv nor a schema",
        "properties.tsv:6: `TourSummary.guides`: the type `Guides` is neither a word of types.tsv nor a schema",
        "properties.tsv:7: `TourSummary.guides`: the description is missing",
        "properties.tsv:8: `TourSort.name`: the schema is not an object",
        "properties.tsv:10: `TourSummary.depth`: line 9 has the same key",
    ];
    assert_eq!(errors.unwrap_err(), expected);
}

#[test]
fn a_table_describes_a_property_that_the_publisher_does_not_describe() {
    let written = documents(&options(), &tables());
    let property = "
        meeting_point:
          allOf:
            - $ref: '#/components/schemas/TourStop'
          description: The stop where the tour starts.
";
    assert!(written[0].text.contains(property), "{}", written[0].text);
}

#[test]
fn only_a_row_makes_a_property_of_a_response_required() {
    let written = documents(&options(), &tables());
    let required = "
    TourCreated:
      type: object
      description: The created tour.
      required: [id]
";
    assert!(written[0].text.contains(required), "{}", written[0].text);
    let tables = Tables::parse(|name| match name {
        "required.tsv" => None,
        _ => Some(text(&format!("tables/{name}"))),
    });
    let written = documents(&options(), &tables.unwrap());
    assert!(
        !written[0].text.contains("required: [id]"),
        "{}",
        written[0].text
    );
}

/// Compares a text with a file. `GOLDEN=accept cargo test -p codegen --test it complete` updates the file.
fn assert_is_file(name: &str, text: &str) {
    let file = folder().join(name);
    if std::env::var_os("GOLDEN").is_some_and(|value| value == "accept") {
        fs::write(&file, text).unwrap();
    }
    let expected = fs::read_to_string(file).unwrap_or_default();
    let diff = similar::TextDiff::from_lines(expected.as_str(), text);
    let shown = diff.unified_diff().context_radius(3).to_string();
    assert!(expected == text, "`{name}` differs:\n{shown}");
}
