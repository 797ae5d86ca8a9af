//! Checks docs and READMEs for code, HTML and links that come from the document.

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use super::super::failure::{Failure, Sort};
use super::super::hostile::MARKER;

/// Checks a text in Markdown.
pub(crate) fn audit(path: &str, part: &str, text: &str) -> Vec<Failure> {
    let mut found = Vec::new();
    if !text.contains(MARKER) {
        return found;
    }
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_SMART_PUNCTUATION;
    let mut is_test = false;
    let mut in_code = false;
    for event in Parser::new_ext(text, options) {
        let (sort, class, detail) = match event {
            Event::Start(Tag::CodeBlock(kind)) => {
                in_code = true;
                is_test = match kind {
                    CodeBlockKind::Indented => true,
                    CodeBlockKind::Fenced(info) => compiles(&info),
                };
                continue;
            }
            Event::End(TagEnd::CodeBlock) => {
                in_code = false;
                continue;
            }
            Event::Text(text) if in_code && is_test && has_marker(&text) => {
                (Sort::Escape, "a doctest", text.into_string())
            }
            Event::Html(html) | Event::InlineHtml(html) if html.contains(MARKER) => {
                (Sort::Markup, "HTML", html.into_string())
            }
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. })
                if is_script(&dest_url) =>
            {
                (Sort::Markup, "a link to a script", dest_url.into_string())
            }
            _ => continue,
        };
        let class = format!("{class} in {part}");
        found.push(Failure::new(sort, class, &format!("{path}: {detail}")));
    }
    found
}

/// Returns whether the marker is a word of its own in a text. As a part of a longer word, it is harmless: a Rust name
/// was derived from a hostile text.
fn has_marker(text: &str) -> bool {
    let mut words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    words.any(|word| word == MARKER)
}

/// Returns whether rustdoc compiles a code block that starts with three backticks and `info`.
fn compiles(info: &str) -> bool {
    let words = info.split(|c: char| c == ',' || c.is_ascii_whitespace());
    let (mut rust, mut other) = (false, false);
    for word in words.filter(|word| !word.is_empty()) {
        match word {
            "ignore" => return false,
            _ if word.starts_with("ignore-") => return false,
            "rust" | "should_panic" | "no_run" | "compile_fail" | "test_harness"
            | "standalone_crate" => rust = true,
            _ if word.starts_with("edition") || word.starts_with('{') => {}
            _ => other = true,
        }
    }
    rust || !other
}

fn is_script(address: &str) -> bool {
    let address: String = address.chars().filter(|c| !c.is_whitespace()).collect();
    let address = address.to_lowercase();
    address.starts_with("javascript:")
        || address.starts_with("data:text/html")
        || address.starts_with("vbscript:")
}

#[cfg(test)]
mod tests {
    use super::{audit, compiles};

    #[test]
    fn rustdoc_compiles_blocks_without_a_language_and_those_of_rust() {
        for info in ["", "rust", "no_run", "rust,foreign", "edition2021", ", ,"] {
            assert!(compiles(info), "{info}");
        }
        for info in ["text", "json", "ignore", "rust,ignore", "RUST"] {
            assert!(!compiles(info), "{info}");
        }
    }

    #[test]
    fn html_and_scripts_of_a_document_are_found() {
        assert_eq!(
            audit("README.md", "README.md", "a <b>zzEscape</b>").len(),
            0
        );
        assert_eq!(
            audit("README.md", "README.md", "a <img onerror=zzEscape>").len(),
            1
        );
        assert_eq!(
            audit("README.md", "README.md", "<javascript:zzEscape>").len(),
            1
        );
        assert_eq!(
            audit("README.md", "README.md", "\\<img onerror=zzEscape>").len(),
            0
        );
    }
}
