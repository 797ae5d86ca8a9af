//! Reads the texts of a YAML file: comments, and the values of keys whose text is prose.
//!
//! In: the source text and the configuration. Out: passages.

use anyhow::{Context, Result};
use codegen::diag::{Diagnostics, Format, render};
use codegen::load::yaml;
use codegen::source::{Node, Sources, Value};

use super::config::Config;
use super::passage::{Markup, Passage};

/// Returns the passages of a YAML file.
pub(crate) fn passages(
    path: &str,
    source: &str,
    config: &Config,
) -> Result<Vec<(Markup, Passage)>> {
    let mut sources = Sources::default();
    let mut diagnostics = Diagnostics::default();
    let id = sources.add(path, source);
    let root = yaml::parse(source, id, &mut diagnostics)
        .with_context(|| render(&diagnostics, &sources, Format::Short))?;
    let mut reader = Reader {
        source,
        config,
        found: Vec::new(),
        scalars: Vec::new(),
    };
    reader.read(&root, false);
    let comments = comments(source, |at| {
        reader
            .scalars
            .iter()
            .any(|(start, end)| (*start..*end).contains(&at))
    });
    reader.found.extend(comments);
    Ok(reader.found)
}

struct Reader<'a> {
    source: &'a str,
    config: &'a Config,
    found: Vec<(Markup, Passage)>,
    /// Where each string value starts and ends. Inside of a string, a `#` does not start a comment.
    scalars: Vec<(usize, usize)>,
}

impl Reader<'_> {
    fn read(&mut self, node: &Node, is_prose: bool) {
        match &node.value {
            Value::Str(text) => {
                self.scalars.push((node.span.start, node.span.end));
                if is_prose {
                    let passage = aligned(text, self.source, node.span.start);
                    self.found.push((Markup::Markdown, passage));
                }
            }
            Value::List(items) => items.iter().for_each(|item| self.read(item, is_prose)),
            Value::Map(map) => {
                for (name, _, value) in map.iter() {
                    let named = |keys: &[String]| keys.iter().any(|key| key == name);
                    let prose = (is_prose || named(&self.config.prose_keys))
                        && !named(&self.config.data_keys);
                    // A property can have the same name as such a key, for example `title`. Then its value is a schema,
                    // not prose.
                    let prose =
                        prose && !(value.get("type").is_some() || value.get("$ref").is_some());
                    self.read(value, prose);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
}

/// Finds the offset of each character of a value in the source. Escapes and line breaks are different there, but
/// visible characters have the same order.
fn aligned(value: &str, source: &str, start: usize) -> Passage {
    let mut passage = Passage::default();
    let mut at = start;
    for c in value.chars() {
        if !c.is_whitespace()
            && let Some(length) = source.get(at..).and_then(|rest| rest.find(c))
        {
            at += length;
            passage.push(c, at);
            at += c.len_utf8();
        } else {
            passage.push(c, at);
        }
    }
    passage
}

/// Returns the comments of a file. Consecutive lines that start with `#` are one passage. `is_text` returns true for
/// the offset of a `#` inside of a string.
pub(crate) fn comments(source: &str, is_text: impl Fn(usize) -> bool) -> Vec<(Markup, Passage)> {
    let mut found: Vec<(Markup, Passage)> = Vec::new();
    let mut open = false;
    let mut at = 0;
    for line in source.split_inclusive('\n') {
        let start = at + line.len() - line.trim_start().len();
        let words = line.trim_start().trim_start_matches(['#', '!']);
        if line.trim_start().starts_with('#') && !is_text(start) {
            if !open {
                found.push((Markup::Plain, Passage::default()));
            }
            if let Some((_, passage)) = found.last_mut() {
                passage.push_source(words, at + line.len() - words.len());
            }
            open = true;
        } else {
            open = false;
        }
        at += line.len();
    }
    found.retain(|(_, passage)| passage.text().contains(char::is_alphabetic));
    found
}

#[cfg(test)]
mod tests {
    use super::{aligned, comments};

    #[test]
    fn a_folded_text_keeps_its_places() {
        let source = "description: >-\n  First line\n  second line.\n";
        let passage = aligned("First line second line.", source, 13);
        let at = passage.text().find("second").unwrap();
        assert_eq!(passage.offset(at), source.find("second").unwrap());
    }

    #[test]
    fn comments_are_lines_and_texts_are_not() {
        let source = "# One\n# two\na: |\n  # text\n";
        let text = source.find("# text").unwrap();
        let found = comments(source, |at| at == text);
        let texts: Vec<&str> = found.iter().map(|(_, passage)| passage.text()).collect();
        assert_eq!(texts, [" One\n two\n"]);
    }
}
