//! Tests of rendered diagnostics.

use codegen::diag::{Code, Diagnostic, Diagnostics, Format, render};
use codegen::source::{SourceId, Sources, Span};

struct Run {
    sources: Sources,
    diagnostics: Diagnostics,
}

// Clippy allows `unwrap` only in test code, which it recognizes by this attribute.
#[cfg(test)]
impl Run {
    fn new() -> Self {
        Self {
            sources: Sources::default(),
            diagnostics: Diagnostics::default(),
        }
    }

    fn file(&mut self, path: &str, text: &str) -> SourceId {
        self.sources.add(path, text)
    }

    /// Returns the location of the first occurrence of `piece`.
    fn span(&self, source: SourceId, piece: &str) -> Span {
        let start = self.sources.file(source).unwrap().text.find(piece).unwrap();
        Span {
            source,
            start,
            end: start + piece.len(),
        }
    }

    fn push(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    fn text(&self, format: Format) -> String {
        render(&self.diagnostics, &self.sources, format)
    }
}

#[test]
fn a_diagnostic_shows_its_lines_its_labels_and_what_to_do() {
    let mut run = Run::new();
    let spec = run.file(
        "specs/a.yaml",
        "openapi: 3.0.3\ninfo:\n  title: a\n  title: b\npaths: {}\n",
    );
    let (first, second) = (run.span(spec, "title: a"), run.span(spec, "title: b"));
    run.push(
        Diagnostic::error(Code::DuplicateKey, "duplicate key `title`")
            .label(second, "second entry")
            .secondary(first, "first here")
            .help("remove one of the two"),
    );
    let expected = "\
error[E0103]: duplicate key `title`
 --> specs/a.yaml:4:3
  |
3 |   title: a
  |   -------- first here
4 |   title: b
  |   ^^^^^^^^ second entry
  |
help: remove one of the two
";
    assert_eq!(run.text(Format::Human), expected);
}

#[test]
fn a_diagnostic_in_two_files_shows_both() {
    let mut run = Run::new();
    let spec = run.file("specs/a.yaml", "paths:\n  /users: {}\n");
    let overlay = run.file(
        "specs/overlay.yaml",
        "actions:\n  - target: $.paths['/user']\n",
    );
    let (near, target) = (
        run.span(spec, "/users"),
        run.span(overlay, "$.paths['/user']"),
    );
    run.push(
        Diagnostic::warning(Code::OverlayUnmatched, "overlay action matched nothing")
            .secondary(near, "nearest")
            .label(target, "no such path"),
    );
    let expected = "\
warning[E0203]: overlay action matched nothing
 --> specs/overlay.yaml:2:13
  |
2 |   - target: $.paths['/user']
  |             ^^^^^^^^^^^^^^^^ no such path
  |
 ::: specs/a.yaml:2:3
  |
2 |   /users: {}
  |   ------ nearest
";
    assert_eq!(run.text(Format::Human), expected);
}

#[test]
fn a_diagnostic_without_a_place_or_text_is_still_printed() {
    let mut run = Run::new();
    let empty = run.file("empty.yaml", "");
    run.push(
        Diagnostic::error(
            Code::FileUnreadable,
            "`a.yaml` cannot be read: no such file",
        )
        .help("look"),
    );
    run.push(
        Diagnostic::note(Code::SyntaxError, "`empty.yaml` is empty").label(Span::at(empty, 0), ""),
    );
    let expected = "\
error[E0101]: `a.yaml` cannot be read: no such file
 |
help: look

note[E0102]: `empty.yaml` is empty
 --> empty.yaml:1:1
  |
1 |
  | ^
";
    assert_eq!(run.text(Format::Human), expected);
}

#[test]
fn a_label_over_many_lines_marks_the_first() {
    let mut run = Run::new();
    let spec = run.file(
        "a.yaml",
        "paths:\r\n  /a:\r\n    get: {}\r\n    put: {}\r\n",
    );
    let span = run.span(spec, "get: {}\r\n    put: {}");
    run.push(Diagnostic::warning(Code::UnknownKey, "unknown").label(span, "here"));
    let expected = "\
warning[E0301]: unknown
 --> a.yaml:3:5
  |
3 |     get: {}
  |     ^^^^^^^ here
";
    assert_eq!(run.text(Format::Human), expected);
}

#[test]
fn labels_far_apart_do_not_print_what_is_between() {
    let mut run = Run::new();
    let text = format!("first: 1\n{}last: 2\n", "between: 0\n".repeat(5_000));
    let spec = run.file("a.yaml", &text);
    let (first, last) = (run.span(spec, "first"), run.span(spec, "last"));
    run.push(
        Diagnostic::error(Code::DuplicateKey, "twice")
            .label(last, "again")
            .secondary(first, "first"),
    );
    let expected = "\
error[E0103]: twice
    --> a.yaml:5002:1
     |
5002 | last: 2
     | ^^^^ again
     |
    ::: a.yaml:1:1
     |
   1 | first: 1
     | ----- first
";
    assert_eq!(run.text(Format::Human), expected);
}

#[test]
fn a_line_of_megabytes_is_cut_around_the_label_and_keeps_its_column() {
    let mut run = Run::new();
    let text = format!(
        "{{{}\"bad\": 1,{}}}",
        "\"ü\": 0,".repeat(200_000),
        "\"y\": 0,".repeat(200_000)
    );
    let spec = run.file("a.json", &text);
    let bad = run.span(spec, "\"bad\"");
    for _ in 0..200 {
        run.push(
            Diagnostic::warning(Code::UnknownKey, "unknown key `bad`").label(bad, "not known"),
        );
    }
    let drawn = run.text(Format::Human);
    let expected = "\
warning[E0301]: unknown key `bad`
 --> a.json:1:1400002
  |
1 | ...\"ü\": 0,\"ü\": 0,\"ü\": 0,\"ü\": 0,\"ü\": 0,\"bad\": 1,\"y\": 0,\"y\": 0,\"y\": 0,\"y\": 0,\"y\": 0,\"y\": 0,\"y\": 0,\"y\": 0,\"y\": 0,\"y\": 0,\"...
  |                                       ^^^^^ not known
";
    assert!(drawn.starts_with(expected), "{}", &drawn[..600]);
    assert!(
        run.text(Format::Short)
            .starts_with("a.json:1:1400002: warning[E0301]: unknown key `bad`\n")
    );
}

#[test]
fn short_is_one_line_for_each_diagnostic() {
    let mut run = Run::new();
    let spec = run.file("a.yaml", "ü: 1\nkey: ü x\n");
    let (key, x) = (run.span(spec, "key"), run.span(spec, "x"));
    run.push(
        Diagnostic::error(Code::UnknownKey, "two\nlines")
            .secondary(key, "")
            .label(x, "here")
            .help("help"),
    );
    run.push(Diagnostic::note(Code::Internal, "no place"));
    assert_eq!(
        run.text(Format::Short),
        "a.yaml:2:8: error[E0301]: two lines\nnote[E9999]: no place\n"
    );
}

#[test]
fn json_is_one_object_for_each_diagnostic() {
    let mut run = Run::new();
    let spec = run.file("a.yaml", "ü: 1\nkey: ü x\n");
    let span = run.span(spec, "ü x");
    run.push(
        Diagnostic::error(Code::UnknownKey, "a \"b\"\n")
            .label(span, "here")
            .help("help"),
    );
    run.push(Diagnostic::note(Code::Internal, "in a file").in_file("b.rs"));
    let expected = concat!(
        r#"{"code":"E0301","severity":"error","message":"a \"b\"\n","help":"help","file":null,"labels":[{"path":"a.yaml","line":2,"#,
        r#""column":6,"end_line":2,"end_column":9,"text":"here","primary":true}]}"#,
        "\n",
        r#"{"code":"E9999","severity":"note","message":"in a file","help":null,"file":"b.rs","labels":[]}"#,
        "\n",
    );
    assert_eq!(run.text(Format::Json), expected);
}

#[test]
fn nothing_is_printed_for_no_diagnostics() {
    let run = Run::new();
    for format in [Format::Human, Format::Short, Format::Json] {
        assert_eq!(run.text(format), "");
    }
}

#[test]
fn a_document_cannot_control_the_terminal() {
    const EVIL: &str =
        "`\u{1b}[2J\u{9b}31m\u{202e}\r\u{85}\u{2028}\u{200b}\u{7f}\u{e0041}\nerror[E0001]: forged`";
    let mut run = Run::new();
    let spec = run.file(
        "a\u{1b}[31m\n.yaml",
        "key: \u{1b}[31m \u{9b}31m \u{202e}x\u{2028}y\r z\u{200b}\n",
    );
    let span = run.span(spec, "key");
    let label = Diagnostic::error(Code::UnknownKey, EVIL).label(span, EVIL);
    run.push(label.help(EVIL));
    run.push(Diagnostic::error(Code::UnknownKey, "in a file").in_file(EVIL));
    for format in [Format::Human, Format::Short, Format::Json] {
        let drawn = run.text(format);
        let is_printed = |c: char| c == '\n' || (' '..='~').contains(&c) || c == '\u{fffd}';
        let other = drawn.chars().find(|c| !is_printed(*c) && !is_symbol(*c));
        assert_eq!(other, None, "{drawn:?}");
        assert!(!drawn.contains("\nerror[E0001]"), "{drawn}");
    }
}

/// Whether the renderer prints this symbol instead of a control character.
fn is_symbol(c: char) -> bool {
    ('\u{2400}'..='\u{2421}').contains(&c)
}

#[test]
fn places_that_do_not_fit_the_text_are_printed_too() {
    let mut run = Run::new();
    let spec = run.file("a.yaml", "é\n");
    for (start, end) in [(1, 2), (0, 1), (3, 3), (2, 900), (900, 901), (2, 0)] {
        run.push(Diagnostic::error(Code::Internal, "odd").label(
            Span {
                source: spec,
                start,
                end,
            },
            "here",
        ));
    }
    let other = Span::at(Run::new().file("b.yaml", ""), 0);
    run.push(Diagnostic::error(Code::Internal, "odd").label(other, ""));
    for format in [Format::Human, Format::Short, Format::Json] {
        assert!(!run.text(format).is_empty());
    }
}

#[test]
fn a_file_without_text_is_the_place_of_a_diagnostic() {
    let mut run = Run::new();
    run.push(Diagnostic::error(Code::ForeignFile, "in the way").in_file("out/a.rs"));
    assert_eq!(
        run.text(Format::Short),
        "out/a.rs: error[E0701]: in the way\n"
    );
    assert_eq!(
        run.text(Format::Human),
        "error[E0701]: in the way\n--> out/a.rs\n"
    );
}
