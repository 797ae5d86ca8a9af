//! Parses bytes or text as JSON or YAML, depending on the first character and the file name.

use super::limits::{MAX_BYTES, too_many_bytes};
use super::{json, text, yaml};
use crate::diag::Diagnostics;
use crate::source::{Node, SourceId, Sources, Span};

/// Parses a text as JSON if the text starts with `{` or `[`, and as YAML in all other cases. The text is always added to
/// `sources` as `path`.
///
/// If a file with the extension `.yaml` or `.yml` starts like JSON but is not valid JSON, the text is parsed as YAML.
pub fn load_text(
    text: impl Into<String>,
    path: &str,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Node> {
    let source = text::add_text(text.into(), path, sources, diagnostics)?;
    parse(source, sources, diagnostics)
}

/// Parses the bytes of a file like [`load_text`].
pub(super) fn load_bytes(
    bytes: Vec<u8>,
    path: &str,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Node> {
    if bytes.len() > MAX_BYTES {
        let source = sources.add(path, "");
        diagnostics.push(too_many_bytes(Span::at(source, 0), path));
        return None;
    }
    let source = text::add_bytes(bytes, path, sources, diagnostics)?;
    parse(source, sources, diagnostics)
}

fn parse(source: SourceId, sources: &Sources, diagnostics: &mut Diagnostics) -> Option<Node> {
    let file = sources.file(source)?;
    if !file.text.trim_start().starts_with(['{', '[']) {
        return yaml::parse(&file.text, source, diagnostics);
    }
    let is_yaml_name = [".yaml", ".yml"].iter().any(|end| file.path.ends_with(end));
    if is_yaml_name {
        let mut attempt = Diagnostics::default();
        if let Some(node) = json::parse(&file.text, source, &mut attempt) {
            diagnostics.extend(attempt);
            return Some(node);
        }
        return yaml::parse(&file.text, source, diagnostics);
    }
    json::parse(&file.text, source, diagnostics)
}
