//! Reads the text of a Jinja template that creates a Markdown file.
//!
//! In: the source text. Out: a passage in which `{{ … }}` becomes a placeholder, and `{% … %}` and `{# … #}` are removed.

use super::passage::{CODE, Passage};

/// The start and the end of each kind of tag. The boolean is `true` if the tag prints a value.
const TAGS: [(&str, &str, bool); 3] =
    [("{{", "}}", true), ("{%", "%}", false), ("{#", "#}", false)];

/// Returns the text of a template as a passage.
pub(crate) fn passage(source: &str) -> Passage {
    let mut passage = Passage::default();
    let mut at = 0;
    while let Some(c) = source.get(at..).and_then(|rest| rest.chars().next()) {
        let rest = source.get(at..).unwrap_or_default();
        let tag = TAGS.iter().find_map(|(open, close, prints)| {
            let inner = rest.strip_prefix(open)?;
            Some((open.len() + inner.find(close)? + close.len(), *prints))
        });
        let Some((length, prints)) = tag else {
            passage.push(c, at);
            at += c.len_utf8();
            continue;
        };
        if prints {
            passage.push(CODE, at);
        }
        at += length;
        // If a line contains only a tag, its line break is skipped too.
        let line_end = source.get(at..).is_some_and(|rest| rest.starts_with('\n'));
        let line_start = passage.text().is_empty() || passage.text().ends_with('\n');
        if !prints && line_end && line_start {
            at += 1;
        }
    }
    passage
}

#[cfg(test)]
mod tests {
    use super::passage;

    #[test]
    fn tags_are_not_text() {
        let source = "# {{ name }}\n{% if told %}\nSome text{# told #}.\n{% endif %}\n";
        assert_eq!(passage(source).text(), "# \u{fffc}\nSome text.\n");
    }
}
