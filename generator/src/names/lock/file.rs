//! Reads and writes the lock file.
//!
//! In: the text of the file. Out: a [`Lock`], which [`Lock::to_text`] converts to text again. Each line contains the
//! kind, the location and the name of an item. An indented line after it contains the names of its parts, such as
//! fields.

use std::fmt::Write;

use super::{Kind, Line, Lock, Locked};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::source::{SourceId, Span};

const HEADER: &str = "\
# A name that would change is an error until its line here is changed by hand. Lines of things that are gone stay.
#
#   api NAME MODULE                 accessor
#   method PLACE ID                 arguments, by location
#   resource API/KEY ID             handle
#   scheme API/NAME CONSTANT
#   scope API/PREFIX ACCESSOR       type
#   type PLACE PATH                 fields by property, parameters by location, variants by value
#
# The indented line below a name has the names of its parts: `WIRE=NAME`, or `WIRE` where both are the same.
";

/// The indentation of a line with the names of parts.
const INDENT: &str = "  ";

impl Lock {
    /// Parses the text of the lock file.
    pub fn parse(text: &str, source: SourceId, diagnostics: &mut Diagnostics) -> Self {
        let mut reader = Reader {
            lock: Self::default(),
            current: None,
            diagnostics,
        };
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let end = start + line.trim_end().len();
            reader.line(line.trim_end(), Span { source, start, end });
            start += line.len();
        }
        reader.lock
    }

    /// Formats the lock as the text of the lock file that `command` writes.
    #[must_use]
    pub fn to_text(&self, command: &str) -> String {
        let mut text = format!(
            "# The public names of the crate, by the place that each comes from. Written by `{command}`.\n{HEADER}"
        );
        for ((kind, place), line) in &self.lines {
            // Writing to a `String` cannot fail.
            let _ = writeln!(text, "{} {place} {}", kind.word(), line.own.name);
            if line.parts.is_empty() {
                continue;
            }
            let parts = line.parts.iter().map(|(key, part)| {
                if wire(key) == part.name {
                    key.clone()
                } else {
                    format!("{key}={}", part.name)
                }
            });
            let parts: Vec<String> = parts.collect();
            let _ = writeln!(text, "{INDENT}{}", parts.join(" "));
        }
        text
    }
}

/// Returns the name of a part without the location of its parameter: `path:userId` → `userId`.
fn wire(key: &str) -> &str {
    key.split_once(':').map_or(key, |(_, wire)| wire)
}

struct Reader<'a> {
    lock: Lock,
    /// The item whose line was parsed last. Indented lines belong to this item.
    current: Option<(Kind, String)>,
    diagnostics: &'a mut Diagnostics,
}

impl Reader<'_> {
    fn line(&mut self, line: &str, span: Span) {
        if line.is_empty() || line.starts_with('#') {
            return;
        }
        if let Some(parts) = line.strip_prefix(INDENT) {
            self.parts(parts, span.source, span.start + INDENT.len());
        } else {
            self.current = self.own(line, span);
        }
    }

    /// Parses a line such as `kind place name`.
    fn own(&mut self, line: &str, span: Span) -> Option<(Kind, String)> {
        let columns: Vec<&str> = line.split(' ').collect();
        let [word, place, name] = columns.as_slice() else {
            self.invalid("expected `KIND PLACE NAME`", span, None);
            return None;
        };
        let Some(kind) = Kind::ALL.into_iter().find(|kind| kind.word() == *word) else {
            let known: Vec<&str> = Kind::ALL.into_iter().map(Kind::word).collect();
            let message = format!("unknown kind `{word}`; known are {}", known.join(", "));
            self.invalid(&message, span, None);
            return None;
        };
        let key = (kind, (*place).to_owned());
        if let Some(first) = self.lock.lines.get(&key) {
            let first = first.own.span;
            self.invalid("duplicate line", span, first);
            return None;
        }
        let own = Locked {
            name: (*name).to_owned(),
            span: Some(span),
        };
        let line = Line {
            own,
            ..Line::default()
        };
        self.lock.lines.insert(key.clone(), line);
        Some(key)
    }

    /// Parses the names of parts, such as `KEY KEY=NAME`. `start` is the offset of `text` in the file.
    fn parts(&mut self, text: &str, source: SourceId, mut start: usize) {
        for part in text.split(' ') {
            let span = Span {
                source,
                start,
                end: start + part.len(),
            };
            start += part.len() + 1;
            self.part(part, span);
        }
    }

    fn part(&mut self, text: &str, span: Span) {
        let (key, name) = text.split_once('=').unwrap_or((text, wire(text)));
        if key.is_empty() || name.is_empty() {
            self.invalid("expected `WIRE` or `WIRE=NAME`", span, None);
            return;
        }
        let line = self.current.as_ref();
        let Some(line) = line.and_then(|key| self.lock.lines.get_mut(key)) else {
            self.invalid(
                "names of parts without a line that they belong to",
                span,
                None,
            );
            return;
        };
        let locked = Locked {
            name: name.to_owned(),
            span: Some(span),
        };
        let first = line.parts.insert(key.to_owned(), locked);
        if let Some(first) = first {
            self.invalid("duplicate part", span, first.span);
        }
    }

    fn invalid(&mut self, message: &str, span: Span, first: Option<Span>) {
        let mut diagnostic = Diagnostic::error(Code::LockInvalid, "invalid line in the name lock")
            .label(span, message);
        if let Some(first) = first {
            diagnostic = diagnostic.secondary(first, "the first is here");
        }
        self.diagnostics.push(diagnostic);
    }
}
