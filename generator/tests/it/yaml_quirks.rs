//! Tests of YAML that libyaml accepts, although many other parsers reject it. The expected values are the output of
//! PyYAML with the core schema.

use codegen::diag::Diagnostics;
use codegen::load::load_text;
use codegen::source::{Node, Sources};

fn read(text: &str, path: &str) -> Node {
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let node = load_text(text, path, &mut sources, &mut diagnostics);
    assert!(diagnostics.is_empty(), "{text}: {diagnostics:?}");
    node.unwrap()
}

#[test]
fn what_libyaml_reads_is_read() {
    for (text, expected) in [
        // Lists and maps in brackets whose next line is indented no more than the parent.
        (
            "a:\n  b: {\n    c: 1\n  }\n  d: [\n    1,\n]\n",
            r#"{"a": {"b": {"c": 1}, "d": [1]}}"#,
        ),
        (
            "a: {b: 1,\nc: 2}\nd: 3\n",
            r#"{"a": {"b": 1, "c": 2}, "d": 3}"#,
        ),
        // Texts in quotes whose next line has any indentation.
        (
            "a:\n  b: 'one\ntwo'\n  c: 1\n",
            r#"{"a": {"b": "one two", "c": 1}}"#,
        ),
        (
            "a: \"one\n\n  two\\\n  three\"\n",
            r#"{"a": "one\ntwothree"}"#,
        ),
        // Merge keys, with and without the tag `!!merge`.
        (
            "a: &a {x: 1}\nb:\n  !!merge <<: *a\n  y: 2\n",
            r#"{"a": {"x": 1}, "b": {"y": 2, "x": 1}}"#,
        ),
        (
            "a: &a {x: 1}\nb: &b {x: 2, y: 2}\nc: {<<: [*a, *b], z: 3}\n",
            r#"{"a": {"x": 1}, "b": {"x": 2, "y": 2}, "c": {"x": 1, "y": 2, "z": 3}}"#,
        ),
        // Tabs as separators, directives, document markers and comments.
        ("a:\t1\t# c\nb: [\t1,\t2]\n", r#"{"a": 1, "b": [1, 2]}"#),
        ("%YAML 1.1\n---\na: on\n...\n# end\n", r#"{"a": "on"}"#),
        (
            "%YAML 1.2\n%TAG !t! tag:yaml.org,2002:\n---\na: !t!str 1\n",
            r#"{"a": "1"}"#,
        ),
        (
            "a: {b: 1} # c\nd: 'e' # f\n",
            r#"{"a": {"b": 1}, "d": "e"}"#,
        ),
        // Explicit keys, keys that YAML 1.1 reads as booleans or numbers, and repeated anchors.
        (
            "? a\n: 1\n? b\nno: 2\non: 3\n&k 204 : 4\n",
            r#"{"a": 1, "b": null, "no": 2, "on": 3, "204": 4}"#,
        ),
        ("a: &x 1\nb: &x 2\nc: *x\n", r#"{"a": 1, "b": 2, "c": 2}"#),
        // Text that YAML 1.1 reads as a number or a date.
        (
            "- 0755\n- 1_000\n- 2001-12-14t21:59:43.10-05:00\n- 190:20:30\n- !!timestamp 2001-12-14\n",
            r#"["0755", "1_000", "2001-12-14t21:59:43.10-05:00", "190:20:30", "2001-12-14"]"#,
        ),
        // A block scalar without a final line break, Windows line breaks, and lists in lists.
        ("a: |\n  one", r#"{"a": "one"}"#),
        (
            "\u{feff}a: 'x'\r\nb: |\r\n  c\r\n  d\r\n",
            r#"{"a": "x", "b": "c\nd\n"}"#,
        ),
        (
            "- a: 1\n  b: 2\n-\n  - c\n- - d\n",
            r#"[{"a": 1, "b": 2}, ["c"], ["d"]]"#,
        ),
    ] {
        let (read, expected) = (read(text, "a.yaml"), read(expected, "a.json"));
        assert!(read.same_value(&expected), "{text}: {read:?}");
    }
}

#[test]
fn a_long_document_is_read_to_its_end() {
    let line = |at: usize| format!("  key{at}: {{\n    a: 'one\ntwo'\n  }}\n");
    let text: String = std::iter::once("all:\n".to_owned())
        .chain((0..20_000).map(line))
        .collect();
    let root = read(&text, "a.yaml");
    let last = root.get("all").and_then(|all| all.get("key19999"));
    assert_eq!(last.and_then(|last| last.text("a")), Some("one two"));
}
