//! Decodes files as UTF-8 text.
//!
//! In: the bytes of a file. Out: a text in the run's sources, or `E0102` with a guess at the file type. Other encodings are not
//! supported.

use super::limits::{MAX_BYTES, too_many_bytes};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::source::{SourceId, Sources, Span};

const BYTE_ORDER_MARK: char = '\u{feff}';

/// Decodes a file and adds its text to the sources.
pub(super) fn add_bytes(
    bytes: Vec<u8>,
    path: &str,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<SourceId> {
    match String::from_utf8(bytes) {
        Ok(text) => add_text(text, path, sources, diagnostics),
        Err(error) => {
            let valid = error.utf8_error().valid_up_to();
            let seems = seems_binary(error.as_bytes());
            // The text is kept with replacement characters, so that the location of the first invalid byte can be shown.
            let shown = if seems.is_some() {
                String::new()
            } else {
                String::from_utf8_lossy(error.as_bytes()).into_owned()
            };
            let place = valid.min(shown.len());
            let source = sources.add(path, shown);
            let message = match seems {
                Some(seems) => format!("`{path}` is not YAML or JSON, but {seems}"),
                None => format!("`{path}` is not UTF-8 text"),
            };
            diagnostics.push(
                Diagnostic::error(Code::SyntaxError, message)
                    .label(
                        Span::at(source, place),
                        if seems.is_some() {
                            ""
                        } else {
                            "the first byte that is not UTF-8"
                        },
                    )
                    .help("save the document as UTF-8 text"),
            );
            None
        }
    }
}

/// Adds a text to the sources. Reports a text that is too large or that cannot be a document.
pub(super) fn add_text(
    mut text: String,
    path: &str,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<SourceId> {
    if text.len() > MAX_BYTES {
        let source = sources.add(path, "");
        diagnostics.push(too_many_bytes(Span::at(source, 0), path));
        return None;
    }
    if text.starts_with(BYTE_ORDER_MARK) {
        text.drain(..BYTE_ORDER_MARK.len_utf8());
    }
    let start = text.len() - text.trim_start().len();
    let foreign = seems_foreign(&text);
    let control = text.find('\0').filter(|_| foreign.is_none());
    let source = sources.add(path, text);
    let (place, label, seems) = match (foreign, control) {
        (Some(seems), _) => (start, "", seems),
        (None, Some(at)) => (at, "a NUL character", "binary data"),
        (None, None) => return Some(source),
    };
    diagnostics.push(
        Diagnostic::error(Code::SyntaxError, format!("`{path}` is not YAML or JSON, but {seems}"))
            .label(Span::at(source, place), label)
            .help("use the OpenAPI document itself: the YAML or JSON file that the publisher's page links to"),
    );
    None
}

/// Guesses the type of a text that cannot be a document.
fn seems_foreign(text: &str) -> Option<&'static str> {
    let start: String = text
        .trim_start()
        .chars()
        .take(32)
        .collect::<String>()
        .to_ascii_lowercase();
    if start.is_empty() {
        Some("empty")
    } else if start.starts_with("<!doctype html") || start.starts_with("<html") {
        Some("an HTML page")
    } else if start.starts_with('<') {
        Some("XML or HTML")
    } else if start.starts_with("%pdf-") {
        Some("a PDF file")
    } else if start.starts_with("version https://git-lfs") {
        Some("a Git LFS pointer")
    } else {
        None
    }
}

/// Guesses the type of bytes that are not UTF-8.
fn seems_binary(bytes: &[u8]) -> Option<&'static str> {
    let starts: [(&[u8], &str); 6] = [
        (b"\xff\xfe", "UTF-16 text"),
        (b"\xfe\xff", "UTF-16 text"),
        (b"PK\x03\x04", "a ZIP archive"),
        (b"\x1f\x8b", "a gzip archive"),
        (b"%PDF-", "a PDF file"),
        (b"\x89PNG", "an image"),
    ];
    let known = starts
        .into_iter()
        .find(|(start, _)| bytes.starts_with(start))
        .map(|(_, seems)| seems);
    known.or_else(|| bytes.contains(&0).then_some("binary data"))
}
