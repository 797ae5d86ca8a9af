//! Tests of the search for texts that repeat words of a publisher.

use codegen::diag::{Diagnostics, Format, render};
use codegen::load::load_text;
use codegen::overlap::Publication;
use codegen::source::{Node, Sources};

fn tree(text: &str, path: &str, sources: &mut Sources) -> Node {
    let mut diagnostics = Diagnostics::default();
    load_text(text, path, sources, &mut diagnostics).unwrap()
}

/// Compares a document with the publisher's document. Returns the diagnostics, and the number of compared texts.
fn compare(ours: &str) -> (String, usize) {
    let publisher = r#"{"paths": {"/tours": {"get": {
        "summary": "List tours",
        "description": "Use this API to list<br>all of the tours that a guide offers, by `walk`, `ride`, `cruise`, `hike`, `swim`, `sail` or `climb`.",
        "x-other": "Nobody reads the words of an unknown extension here."
    }}}}"#;
    let mut sources = Sources::default();
    let mut publication = Publication::default();
    publication.add(&tree(publisher, "theirs.json", &mut sources));
    let mut diagnostics = Diagnostics::default();
    let texts = publication.compare(&tree(ours, "ours.yaml", &mut sources), &mut diagnostics);
    (render(&diagnostics, &sources, Format::Short), texts)
}

#[test]
fn seven_words_in_a_row_are_reported_with_their_location() {
    let text = "paths:\n  /tours:\n    get:\n      description: Returns all of the tours, that a Guide offers today.\n";
    let (found, texts) = compare(text);
    assert_eq!(texts, 1);
    assert!(
        found.starts_with(
            "ours.yaml:4:20: error[E0805]: repeats `all of the tours that a guide offers`\n"
        ),
        "{found}"
    );
}

#[test]
fn six_words_and_lists_of_values_are_facts() {
    let text = "info:\n  title: The tours that a guide offers\n  description: '`walk`, `ride`, `cruise`, `hike`, `swim`, `sail` or `climb`'\n";
    assert_eq!(compare(text), (String::new(), 2));
}

#[test]
fn texts_of_our_extensions_count_and_properties_called_description_do_not() {
    let repeated = "list all of the tours that a guide offers";
    let text = format!(
        "a: {{x-error-codes: {{'1': {repeated}}}, x-prerequisites: [{repeated}], x-enum-descriptions: [{repeated}]}}\n\
         b: {{properties: {{description: {{example: {repeated}}}}}}}\n"
    );
    let (found, texts) = compare(&text);
    assert_eq!(texts, 3);
    assert_eq!(found.lines().count(), 3, "{found}");
}
