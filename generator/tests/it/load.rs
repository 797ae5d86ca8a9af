//! Tests of the YAML and JSON parsers.

use std::fmt::Write as _;

use codegen::diag::{Code, Diagnostics, Format, render};
use codegen::load::{MAX_ALIASED_BYTES, MAX_BYTES, MAX_DEPTH, load_text, yaml};
use codegen::source::{Node, Pointer, Sources, Span, Value};
use serde::{Deserialize, Serialize};

struct Read {
    node: Option<Node>,
    sources: Sources,
    diagnostics: Diagnostics,
}

// Clippy allows `unwrap` only in test code, which it recognizes by this attribute.
#[cfg(test)]
impl Read {
    fn new(path: &str, text: &str) -> Self {
        let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
        let node = load_text(text, path, &mut sources, &mut diagnostics);
        Self {
            node,
            sources,
            diagnostics,
        }
    }

    fn at(&self, pointer: &str) -> &Node {
        let node = self
            .node
            .as_ref()
            .unwrap_or_else(|| panic!("{}", self.short()));
        node.at(&Pointer::parse(pointer).unwrap())
            .unwrap_or_else(|| panic!("nothing at {pointer}"))
    }

    fn slice(&self, span: Span) -> &str {
        &self.sources.file(span.source).unwrap().text[span.start..span.end]
    }

    fn codes(&self) -> Vec<Code> {
        self.diagnostics
            .iter()
            .map(|diagnostic| diagnostic.code)
            .collect()
    }

    fn short(&self) -> String {
        render(&self.diagnostics, &self.sources, Format::Short)
    }
}

fn yaml(text: &str) -> Read {
    Read::new("spec.yaml", text)
}

fn json(text: &str) -> Read {
    Read::new("spec.json", text)
}

/// Formats a value so that strings, numbers, booleans and null are different.
fn shown(node: &Node) -> String {
    match &node.value {
        Value::Null => "null".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Number(number) => number.text.clone(),
        Value::Str(text) => format!("{text:?}"),
        Value::List(items) => format!(
            "[{}]",
            items.iter().map(shown).collect::<Vec<_>>().join(", ")
        ),
        Value::Map(map) => {
            let members: Vec<String> = map
                .iter()
                .map(|(name, _, value)| format!("{name}: {}", shown(value)))
                .collect();
            format!("{{{}}}", members.join(", "))
        }
    }
}

#[test]
fn plain_scalars_follow_the_core_schema_of_yaml_1_2() {
    let cases = [
        ("no", "\"no\""),
        ("on", "\"on\""),
        ("Yes", "\"Yes\""),
        ("true", "true"),
        ("FALSE", "false"),
        ("tRUE", "\"tRUE\""),
        ("~", "null"),
        ("Null", "null"),
        ("nULL", "\"nULL\""),
        ("", "null"),
        ("12", "12"),
        ("-12", "-12"),
        ("+5", "5"),
        ("0", "0"),
        ("-0", "-0"),
        ("0755", "\"0755\""),
        ("00", "\"00\""),
        ("007.5", "\"007.5\""),
        ("0x1F", "31"),
        ("0o17", "15"),
        ("0x-1", "\"0x-1\""),
        ("0x", "\"0x\""),
        ("1.10", "1.10"),
        (".5", "0.5"),
        ("-.5", "-0.5"),
        ("5.", "5.0"),
        ("1e3", "1e3"),
        ("1.5E+3", "1.5e+3"),
        ("1e", "\"1e\""),
        ("1e+", "\"1e+\""),
        ("1_000", "\"1_000\""),
        ("1,000", "\"1,000\""),
        (".", "\".\""),
        ("+", "\"+\""),
        (".inf", "\".inf\""),
        ("-.INF", "\"-.INF\""),
        (".nan", "\".nan\""),
        ("12:30:45", "\"12:30:45\""),
        ("2015-01-27", "\"2015-01-27\""),
        ("1.2.3", "\"1.2.3\""),
        ("2015-01-27T14:05:08Z", "\"2015-01-27T14:05:08Z\""),
        ("18446744073709551616", "18446744073709551616"),
        (
            "0xffffffffffffffffffffffffffffffffff",
            "\"0xffffffffffffffffffffffffffffffffff\"",
        ),
    ];
    for (text, value) in cases {
        let read = yaml(&format!("a:\n  {text}\n"));
        assert_eq!(shown(read.at("/a")), value, "{text:?}");
        assert!(read.diagnostics.is_empty(), "{text:?}: {}", read.short());
    }
}

#[test]
fn every_number_is_kept_as_a_json_number() {
    for text in [
        "+5",
        ".5",
        "5.",
        "0x1F",
        "1.50e-07",
        "-0.0",
        "+.5e1",
        "123456789012345678901234567890",
    ] {
        let read = yaml(&format!("a: {text}\n"));
        let number = &read.at("/a").as_number().unwrap().text;
        assert!(
            serde_json::from_str::<serde_json::Number>(number).is_ok(),
            "{text} became {number}"
        );
    }
}

#[test]
fn quoted_and_block_scalars_are_text() {
    let read = yaml(
        "a: '12'\nb: \"true\"\nc: |\n  5\nd: >\n  one\n  two\ne: 'it''s'\nf: \"\\u00e9\\n\"\n",
    );
    let expected = r#"{a: "12", b: "true", c: "5\n", d: "one two\n", e: "it's", f: "é\n"}"#;
    assert_eq!(shown(read.at("")), expected);
}

#[test]
fn tags_of_the_core_schema_are_honoured() {
    let read = yaml(
        "a: !!str 12\nb: !!int '12'\nc: !!float '1.5'\nd: ! 12\ne: !!map {}\nf: !!seq []\ng: !!null ''\n",
    );
    assert_eq!(
        shown(read.at("")),
        r#"{a: "12", b: 12, c: 1.5, d: "12", e: {}, f: [], g: null}"#
    );
}

#[test]
fn a_tag_that_does_not_fit_is_reported_and_ignored() {
    let read = yaml("a: !include other.yaml\nb: !!seq {c: 1}\nd: !!int x\n");
    assert_eq!(
        read.short(),
        "spec.yaml:1:13: warning[E0102]: the tag `!include` does not fit here\n\
         spec.yaml:2:10: warning[E0102]: the tag `!!seq` does not fit here\n\
         spec.yaml:3:10: warning[E0102]: `x` does not match its tag\n"
    );
    assert_eq!(
        shown(read.at("")),
        r#"{a: "other.yaml", b: {c: 1}, d: "x"}"#
    );
}

#[test]
fn keys_that_are_not_text_are_their_text() {
    let read = yaml("200: a\n1.10: b\ntrue: c\nnull: d\n0x1F: e\n'q': f\n");
    assert_eq!(
        shown(read.at("")),
        r#"{200: "a", 1.10: "b", true: "c", null: "d", 0x1F: "e", q: "f"}"#
    );
    assert_eq!(yaml("{a: 1}: b\n").codes(), [Code::SyntaxError]);
    assert_eq!(yaml("? [a]\n: b\n").codes(), [Code::SyntaxError]);
}

#[test]
fn spans_are_the_bytes_of_keys_and_values() {
    let text = "# ünï\nüber: größe # c\n\"k\": 'v w'\nlist:\n  - eins\n  - zwei  \nflow: {a: [1, 2], b: x}\n\
                block: |\n  ä\n  b\n\nnone:\nlast: 日本\n";
    let read = yaml(text);
    let slice = |pointer: &str| read.slice(read.at(pointer).span);
    assert_eq!(slice("/über"), "größe");
    assert_eq!(slice("/k"), "'v w'");
    assert_eq!(slice("/list"), "- eins\n  - zwei");
    assert_eq!(slice("/list/1"), "zwei");
    assert_eq!(slice("/flow"), "{a: [1, 2], b: x}");
    assert_eq!(slice("/flow/a"), "[1, 2]");
    assert_eq!(slice("/flow/b"), "x");
    assert_eq!(slice("/block"), "ä\n  b");
    assert_eq!(slice("/none"), "");
    assert_eq!(read.at("/none").span.start, text.find("none").unwrap() + 4);
    assert_eq!(slice("/last"), "日本");
    assert_eq!(slice(""), text.trim_start_matches("# ünï\n").trim_end());
    let map = read.at("").as_map().unwrap();
    let keys: Vec<&str> = map.iter().map(|(_, span, _)| read.slice(span)).collect();
    assert_eq!(
        keys,
        ["über", "\"k\"", "list", "flow", "block", "none", "last"]
    );
}

#[test]
fn spans_hold_with_carriage_returns_and_a_byte_order_mark() {
    let read = yaml("\u{feff}a: 1\r\nb:\r\n  c: d\r\n  e: |\r\n    f\r\n    g\r\n");
    assert_eq!(shown(read.at("")), r#"{a: 1, b: {c: "d", e: "f\ng\n"}}"#);
    assert_eq!(read.slice(read.at("/a").span), "1");
    assert_eq!(read.slice(read.at("/b/c").span), "d");
    assert_eq!(
        read.slice(read.at("/b").span),
        "c: d\r\n  e: |\r\n    f\r\n    g"
    );
    assert_eq!(read.sources.line_column(read.at("/b/c").span).line, 3);
    assert_eq!(shown(json("\u{feff}{\"a\": 1}").at("")), "{a: 1}");
}

#[test]
fn aliases_stand_for_what_they_name_and_keep_its_place() {
    let read = yaml("base: &b {x: [1]}\nuse: *b\nlist: [*b, *b]\n&k name: *k\n*k : 2\n");
    assert_eq!(
        read.short(),
        "spec.yaml:5:1: warning[E0103]: duplicate key `name`\n"
    );
    let expected = "{base: {x: [1]}, use: {x: [1]}, list: [{x: [1]}, {x: [1]}], name: 2}";
    assert_eq!(shown(read.at("")), expected);
    assert_eq!(read.at("/use").span, read.at("/base").span);
    assert_eq!(read.slice(read.at("/list").span), "[*b, *b]");
}

#[test]
fn an_alias_inside_of_what_it_names_is_refused() {
    let read = yaml("a: &a\n  b: *a\n");
    assert_eq!(
        read.short(),
        "spec.yaml:2:6: error[E0102]: an alias is inside of the value that it refers to\n"
    );
    assert_eq!(yaml("a: *unknown\n").codes(), [Code::SyntaxError]);
}

#[test]
fn merge_keys_add_what_a_map_has_not() {
    let read = yaml(
        "a: &a {x: 1, y: 2}\nb: &b {y: 3, z: 4}\nc: {y: 0, <<: *a}\nd:\n  <<: [*b, *a]\n  w: 5\n",
    );
    assert_eq!(shown(read.at("/c")), "{y: 0, x: 1}");
    assert_eq!(shown(read.at("/d")), "{w: 5, y: 3, z: 4, x: 1}");
    assert_eq!(shown(yaml("a: {'<<': 1}\n").at("/a")), "{<<: 1}");
    assert_eq!(yaml("a: {<<: 1}\n").codes(), [Code::SyntaxError]);
    assert_eq!(yaml("a: {<<: [1]}\n").codes(), [Code::SyntaxError]);
    assert_eq!(
        yaml("a: {<<: {b: 1}, <<: {c: 1}}\n").codes(),
        [Code::DuplicateKey]
    );
    let read = yaml("a: {<<: {b: 1, c: 1}, <<: {c: 2}}\n");
    assert_eq!(read.codes(), [Code::DuplicateKey]);
    assert_eq!(shown(read.at("/a")), "{c: 2, b: 1}", "the last one wins");
}

#[test]
fn every_repeated_name_is_told_with_both_places() {
    let read = yaml("a: 1\nb: {c: 1, c: {d: 1, d: 2}}\na: 2\n");
    assert_eq!(read.codes(), [Code::DuplicateKey; 3]);
    let labels = &read.diagnostics.iter().last().unwrap().labels;
    assert_eq!(
        labels
            .iter()
            .map(|label| label.span.start)
            .collect::<Vec<_>>(),
        [32, 0]
    );
    assert_eq!(shown(read.at("/a")), "2", "the last counts");
    let read = json("{\"a\": 1, \"\\u0061\": 2}");
    assert_eq!(
        read.short(),
        "spec.json:1:10: warning[E0103]: duplicate key `a`\n"
    );
    assert_eq!(shown(read.at("/a")), "2");
}

#[test]
fn a_flood_of_repeated_names_is_cut_short() {
    assert_eq!(yaml(&"a: 1\n".repeat(10_000)).diagnostics.len(), 100);
    assert_eq!(
        json(&format!("{{{}\"a\": 1}}", "\"a\": 1,".repeat(10_000)))
            .diagnostics
            .len(),
        100
    );
}

#[test]
fn a_second_document_is_refused() {
    let read = yaml("a: 1\n---\nb: 2\n");
    assert_eq!(
        read.short(),
        "spec.yaml:2:1: error[E0102]: the file has more than one YAML document\n"
    );
    assert_eq!(shown(yaml("---\na: 1\n...\n").at("")), "{a: 1}");
}

#[test]
fn a_text_that_is_no_document_is_named_for_what_it_seems_to_be() {
    let cases = [
        ("", "empty"),
        (" \n\t\n", "empty"),
        ("<!DOCTYPE html>\n<html></html>", "an HTML page"),
        ("\n  <HTML><body>", "an HTML page"),
        ("<?xml version=\"1.0\"?>", "XML or HTML"),
        ("%PDF-1.7", "a PDF file"),
        ("openapi: 3.0.0\n\0", "binary data"),
        (
            "version https://git-lfs.github.com/spec/v1\noid sha256:0\n",
            "a Git LFS pointer",
        ),
    ];
    for (text, seems) in cases {
        let read = yaml(text);
        assert!(read.node.is_none(), "{text:?}");
        let expected = format!("`spec.yaml` is not YAML or JSON, but {seems}");
        assert_eq!(
            read.diagnostics.iter().next().unwrap().message,
            expected,
            "{text:?}"
        );
        assert_eq!(read.codes(), [Code::SyntaxError], "{text:?}");
    }
}

#[test]
fn a_yaml_text_of_comments_only_is_refused() {
    let expected = "spec.yaml:1:1: error[E0102]: the document is empty except for comments\n";
    assert_eq!(yaml("# a comment\n").short(), expected);
    assert_eq!(yaml("%YAML 1.2\n").codes(), [Code::SyntaxError]);
    assert_eq!(shown(yaml("---\n").at("")), "null");
}

#[test]
fn a_fault_of_the_yaml_is_told_at_its_place() {
    let read = yaml("a:\n\tb: 1\n");
    assert_eq!(read.codes(), [Code::SyntaxError]);
    assert!(read.short().starts_with("spec.yaml:2:"), "{}", read.short());
    let help = read.diagnostics.iter().next().unwrap().help.clone();
    assert_eq!(
        help.as_deref(),
        Some("indent with spaces: YAML does not allow tabs")
    );
    let read = yaml("é: 1\na: b: c\n");
    assert!(
        read.short().starts_with("spec.yaml:2:5: "),
        "{}",
        read.short()
    );
}

#[test]
fn json_is_read_by_its_first_character_whatever_the_name() {
    let read = Read::new(
        "spec",
        " \n{\"a\": [1, -2.50, 1E5, true, null, \"\\ud83d\\ude00\\/\\t\"]}\n",
    );
    assert_eq!(
        shown(read.at("")),
        r#"{a: [1, -2.50, 1E5, true, null, "😀/\t"]}"#
    );
    assert_eq!(read.slice(read.at("/a/1").span), "-2.50");
    assert_eq!(read.slice(read.at("/a/5").span), r#""\ud83d\ude00\/\t""#);
    assert_eq!(
        read.slice(read.at("").as_map().unwrap().key_span("a").unwrap()),
        "\"a\""
    );
}

#[test]
fn flow_style_in_a_file_with_a_yaml_name_is_read_as_yaml() {
    assert_eq!(
        shown(yaml("{openapi: 3.0.3, list: [a, b,]}\n").at("")),
        r#"{openapi: "3.0.3", list: ["a", "b"]}"#
    );
    assert_eq!(shown(yaml("{\"a\": 1}").at("")), "{a: 1}");
    assert_eq!(json("{a: 1}").codes(), [Code::SyntaxError]);
}

#[test]
fn json_is_strict_and_says_what_is_wrong() {
    let comma = Some("remove the comma: JSON has none before a closing bracket");
    let early = Some("the file ends too early: it may have been truncated");
    let cases = [
        ("{\"a\": 1,}", "1:9", comma),
        ("[1,]", "1:4", comma),
        (
            "{\"a\": 1 // x\n}",
            "1:9",
            Some("remove the comment: JSON has no comments"),
        ),
        ("{'a': 1}", "1:2", Some("use double quotes")),
        ("{\"a\" 1}", "1:6", None),
        (
            "{\"a\": NaN}",
            "1:7",
            Some("put it in quotes: JSON has no such number"),
        ),
        ("{\"a\": 01}", "1:7", None),
        ("{\"a\": 1.}", "1:7", None),
        ("{\"a\": -}", "1:7", None),
        ("{\"a\": +1}", "1:7", None),
        ("{\"a\": 1e}", "1:7", None),
        ("{\"a\": \"x\ny\"}", "1:9", None),
        ("{\"a\": \"\\x\"}", "1:8", None),
        ("{\"a\": \"\\ud800\"}", "1:8", None),
        ("{\"a\": \"\\ud800\\u0041\"}", "1:8", None),
        ("{\"a\": \"\\u12\"}", "1:8", None),
        ("{\"a\": \"\\u+123\"}", "1:8", None),
        ("{\"a\": truth}", "1:7", None),
        ("{\"a\": trueish}", "1:7", None),
        ("{} {}", "1:4", None),
        ("{\"a\": [1, 2", "1:12", early),
        ("{\"a\": \"x", "1:9", early),
        ("{", "1:2", early),
    ];
    for (text, place, help) in cases {
        let read = json(text);
        let expected = format!("spec.json:{place}: error[E0102]: not well-formed JSON\n");
        assert_eq!(read.short(), expected, "{text}");
        assert_eq!(
            read.diagnostics.iter().next().unwrap().help.as_deref(),
            help,
            "{text}"
        );
        assert!(read.node.is_none(), "{text}");
    }
}

#[test]
fn depth_has_a_limit_in_both_notations() {
    let nested = |depth: usize| format!("{}1{}", "[".repeat(depth), "]".repeat(depth));
    assert!(json(&nested(MAX_DEPTH)).node.is_some());
    assert_eq!(json(&nested(MAX_DEPTH + 1)).codes(), [Code::TooLarge]);
    assert_eq!(json(&"[".repeat(1_000_000)).codes(), [Code::TooLarge]);
    let flow = |depth: usize| format!("a: {}", nested(depth));
    assert!(yaml(&flow(MAX_DEPTH - 1)).node.is_some());
    assert_eq!(yaml(&flow(MAX_DEPTH)).codes(), [Code::TooLarge]);
    assert_eq!(
        yaml(&format!("a: {}", "[".repeat(100_000))).codes(),
        [Code::TooLarge]
    );
    let mut block = String::new();
    for depth in 0..=MAX_DEPTH {
        writeln!(block, "{}a:", " ".repeat(depth)).unwrap();
    }
    assert_eq!(yaml(&block).codes(), [Code::TooLarge]);
    let mut aliases = "a0: &a0 [x]\n".to_owned();
    for level in 1..=MAX_DEPTH {
        writeln!(aliases, "a{level}: &a{level} [*a{}]", level - 1).unwrap();
    }
    assert_eq!(yaml(&aliases).codes(), [Code::TooLarge]);
}

#[test]
fn an_alias_bomb_is_refused() {
    let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..10 {
        let uses = vec![format!("*a{}", level - 1); 10].join(", ");
        writeln!(text, "a{level}: &a{level} [{uses}]").unwrap();
    }
    let read = yaml(&text);
    assert_eq!(read.codes(), [Code::TooLarge]);
    assert!(read.node.is_none());
}

#[test]
fn the_text_that_aliases_copy_has_a_limit() {
    let long = "x".repeat(MAX_ALIASED_BYTES / 100);
    let uses = |alias: &str| vec![alias; 100].join(", ");
    let keys: Vec<String> = (0..100).map(|key| format!("- {{*a : {key}}}\n")).collect();
    let keys = keys.concat();
    let nested = format!("{}{long}{}", "&a [".repeat(110), "]".repeat(110));
    for text in [
        format!("a: &a {long}\nb: [{}]\n", uses("*a")),
        format!("a: &a {{{long}: 1}}\nb: [{}]\n", uses("*a")),
        format!("- &a {long}\n{keys}"),
        format!("a: {nested}\n"),
        format!("a: &a {{b: {long}}}\nb: {{<<: [{}]}}\n", uses("*a")),
    ] {
        let read = yaml(&text);
        assert_eq!(read.codes(), [Code::TooLarge]);
        let found = read.diagnostics.iter().next().unwrap();
        assert!(found.main_label().is_some(), "{}", found.message);
        assert!(found.message.contains("8 MiB of text"), "{}", found.message);
    }
    let some = format!("a: &a {long}\nb: [{}]\n", vec!["*a"; 98].join(", "));
    assert!(yaml(&some).node.is_some());
}

#[test]
fn a_text_beyond_the_size_limit_is_refused_unread() {
    let read = yaml(&"#".repeat(MAX_BYTES + 1));
    assert_eq!(
        read.short(),
        "spec.yaml:1:1: error[E0107]: `spec.yaml` is larger than 64 MiB\n"
    );
}

#[test]
fn values_go_through_the_typed_view_and_back() {
    #[derive(Debug, Deserialize, PartialEq, Serialize)]
    struct View {
        text: String,
        count: i64,
        most: u64,
        huge: f64,
        share: f64,
        list: Vec<Option<bool>>,
    }
    let read = yaml(
        "text: '1'\ncount: -3\nmost: 18446744073709551615\nhuge: 18446744073709551616\nshare: 1.50\nlist: [true, ~]\n",
    );
    let view: View = yaml::typed(read.at("")).unwrap();
    let expected = View {
        text: "1".to_owned(),
        count: -3,
        most: u64::MAX,
        huge: 18_446_744_073_709_551_616.0,
        share: 1.5,
        list: vec![Some(true), None],
    };
    assert_eq!(view, expected);
    let node = yaml::to_node(&view, read.at("").span).unwrap();
    assert_eq!(shown(node.get("list").unwrap()), "[true, null]");
    assert_eq!(shown(node.get("most").unwrap()), "18446744073709551615");
    assert_eq!(node.get("text").unwrap().span, read.at("").span);
    assert_eq!(yaml::typed::<View>(&node), Ok(view));
    let error = yaml::typed::<View>(read.at("/list")).unwrap_err();
    assert!(!error.contains('\n'), "{error}");
}

#[test]
fn no_text_makes_the_reader_panic() {
    let seeds = [
        "a: &a {b: [1, *a, 'x''y', \"\\u00e9\"], <<: *a}\n? k\n: - !!str 1\n  - |+2\n   t\n--- \n",
        "{\"a\": [1, -2.5e+3, \"\\ud83d\\ude00\", {\"b\": null, \"b\": true}], \"é\": \"日本\"}",
        "%YAML 1.2\n---\n- - a: b\n    c: >-\n      x\n\n      y\n  # é\n- {a, b: , [c]: d}\n",
    ];
    let pieces = [
        "", "\t", "\r\n", "&", "*", "!", "'", "\"", "{", "}", "[", "]", ",", ":", "- ", "? ", "|",
        "\u{feff}", "\u{85}", "é", "\\", "#", "%", "---\n", "...\n", "@", "`",
    ];
    for seed in seeds {
        let borders: Vec<usize> = (0..=seed.len())
            .filter(|at| seed.is_char_boundary(*at))
            .collect();
        for (at, from) in borders.iter().enumerate() {
            for (piece, to) in pieces
                .iter()
                .flat_map(|piece| borders.iter().skip(at).take(2).map(move |to| (piece, to)))
            {
                let text = format!("{}{piece}{}", &seed[..*from], &seed[*to..]);
                for path in ["a.yaml", "a.json"] {
                    let read = Read::new(path, &text);
                    assert!(
                        read.node.is_some() || read.diagnostics.has_errors(),
                        "{text:?}"
                    );
                    let human = render(&read.diagnostics, &read.sources, Format::Human);
                    assert_eq!(human.is_empty(), read.diagnostics.is_empty(), "{text:?}");
                }
            }
        }
    }
}
