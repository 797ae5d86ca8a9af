//! Tests of the diagnostics for a document. A valid document has no diagnostics.

mod examples;
mod keys;
mod limits;
mod names;
mod values;

use codegen::check::check;
use codegen::diag::{Code, Diagnostic, Diagnostics};
use codegen::input::{Document, Policy};
use codegen::load::load_text;
use codegen::source::Sources;

struct Checked {
    sources: Sources,
    diagnostics: Diagnostics,
}

impl Checked {
    fn codes(&self) -> Vec<Code> {
        self.diagnostics
            .iter()
            .map(|diagnostic| diagnostic.code)
            .collect()
    }

    fn marked(&self, diagnostic: &Diagnostic) -> &str {
        let span = diagnostic.labels[0].span;
        &self.sources.file(span.source).unwrap().text[span.start..span.end]
    }

    /// Formats each diagnostic as `E0301 marked text: message; help`.
    fn lines(&self) -> Vec<String> {
        let line = |diagnostic: &Diagnostic| {
            let help = diagnostic.help.as_deref().unwrap_or("");
            format!(
                "{} `{}`: {}; {help}",
                diagnostic.code,
                self.marked(diagnostic),
                diagnostic.message
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
                reach: String::new(),
                is_referenced: false,
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

/// Checks a document whose component schema `A` consists of these lines.
fn schema(lines: &str) -> Checked {
    let lines = lines.replace('\n', "\n      ");
    strict(&format!(
        "{HEAD}paths: {{}}\ncomponents:\n  schemas:\n    A:\n      {lines}\n"
    ))
}

/// Checks a document whose `get` operation consists of these lines. Adds `responses` if missing.
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
