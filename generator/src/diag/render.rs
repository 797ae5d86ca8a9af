//! Renders diagnostics as text.
//!
//! In: [`Diagnostics`] and their [`Sources`]. Out: text in one of three [`Format`]s, without colors. Diagnostics are neither
//! sorted nor dropped. Very long lines are cut before the rendering, which keeps the output readable and the rendering fast.

mod excerpt;
mod lines;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use serde_json::{Value, json};

use self::excerpt::Excerpt;
use self::lines::Lines;
use super::{Diagnostic, Diagnostics, Severity};
use crate::source::Sources;
use crate::text::Untrusted;

/// The output format of diagnostics.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Format {
    /// For people: the message, the source lines, and how to fix the problem.
    Human,
    /// One line per diagnostic for editors: `path:line:column: error[E0203]: message`.
    Short,
    /// One JSON object per line.
    Json,
}

/// Renders all diagnostics in their order. The text is empty or ends with a line break.
#[must_use]
pub fn render(diagnostics: &Diagnostics, sources: &Sources, format: Format) -> String {
    let mut lines = Lines::new(sources);
    let mut text = String::new();
    for diagnostic in diagnostics.iter() {
        match format {
            Format::Human => {
                if !text.is_empty() {
                    text.push('\n');
                }
                text.push_str(&human(diagnostic, &mut lines));
            }
            Format::Short => text.push_str(&short(diagnostic, &mut lines)),
            Format::Json => {
                let json = json(diagnostic, &mut lines).to_string();
                text.push_str(&Untrusted::new(json).json());
            }
        }
        text.push('\n');
    }
    text
}

fn human<'a>(diagnostic: &'a Diagnostic, lines: &mut Lines<'a>) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let message = line(&diagnostic.message);
    let title = level
        .primary_title(message.as_str())
        .id(diagnostic.code.as_str());
    let excerpts = excerpt::excerpts(&diagnostic.labels, lines);
    let file = diagnostic.file.as_deref();
    let file = file.map(|file| Origin::path(line(file)));
    let main = Group::with_title(title).elements(excerpts.iter().map(snippet));
    let mut groups = vec![main.elements(file)];
    if let Some(help) = &diagnostic.help {
        let help = line(help);
        groups.push(Group::with_title(Level::HELP.secondary_title(help)));
    }
    let drawn = Renderer::plain().render(&groups);
    let drawn = excerpts
        .iter()
        .fold(drawn, |drawn, excerpt| excerpt.with_true_column(drawn));
    // The renderer adds spaces to the end of some lines.
    let drawn: Vec<&str> = drawn.lines().map(str::trim_end).collect();
    // `columns` keeps the marks aligned with the source lines.
    Untrusted::new(drawn.join("\n").trim_end()).columns()
}

fn snippet<'e>(excerpt: &'e Excerpt<'_>) -> Snippet<'e, annotate_snippets::Annotation<'e>> {
    let marks = excerpt.marks.iter().map(|mark| {
        let kind = if mark.primary {
            AnnotationKind::Primary
        } else {
            AnnotationKind::Context
        };
        kind.span(mark.range.clone())
            .label((!mark.text.is_empty()).then(|| line(mark.text)))
    });
    Snippet::source(excerpt.text.as_ref())
        .path(excerpt.path.as_str())
        .line_start(excerpt.line)
        .annotations(marks)
}

fn short(diagnostic: &Diagnostic, lines: &mut Lines<'_>) -> String {
    let Diagnostic { code, message, .. } = diagnostic;
    let place = match (diagnostic.main_label(), &diagnostic.file) {
        (Some(label), _) => {
            let place = lines.line_column(label.span.source, label.span.start);
            let path = lines.path(label.span.source);
            format!("{path}:{}:{}: ", place.line, place.column)
        }
        (None, Some(file)) => format!("{file}: "),
        (None, None) => String::new(),
    };
    let text = format!(
        "{place}{}[{code}]: {message}",
        severity(diagnostic.severity)
    );
    line(&text)
}

fn json(diagnostic: &Diagnostic, lines: &mut Lines<'_>) -> Value {
    let labels: Vec<Value> = diagnostic
        .labels
        .iter()
        .map(|label| {
            let start = lines.line_column(label.span.source, label.span.start);
            let end = lines.line_column(label.span.source, label.span.end);
            json!({
                "path": lines.path(label.span.source),
                "line": start.line,
                "column": start.column,
                "end_line": end.line,
                "end_column": end.column,
                "text": label.text,
                "primary": label.primary,
            })
        })
        .collect();
    json!({
        "code": diagnostic.code.as_str(),
        "severity": severity(diagnostic.severity),
        "message": diagnostic.message,
        "help": diagnostic.help,
        "file": diagnostic.file,
        "labels": labels,
    })
}

const fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

/// Formats a text on one line and escapes hidden characters. A name from a document can then neither control the terminal nor
/// imitate a diagnostic.
fn line(text: &str) -> String {
    Untrusted::new(text.replace('\n', " ")).line()
}
