//! Searches the Rust code of a crate for text from the document: in tokens, and in doctests.

use proc_macro2::{TokenStream, TokenTree};

use super::super::failure::{Failure, Sort};
use super::super::hostile::MARKER;
use super::docs;
use super::place::part_of;

pub(crate) fn audit(path: &str, text: &str) -> Vec<Failure> {
    let part = part_of(path);
    match path.rsplit_once('.') {
        Some((_, "rs")) => rust(path, &part, text),
        Some((_, "md")) => docs::audit(path, &part, text),
        _ if path == "Cargo.toml" => manifest(text),
        _ => Vec::new(),
    }
}

fn rust(path: &str, part: &str, text: &str) -> Vec<Failure> {
    let Ok(stream) = text.parse::<TokenStream>() else {
        let class = format!("tokens of {part}");
        return vec![Failure::new(
            Sort::Compile,
            class,
            &format!("{path} is not Rust"),
        )];
    };
    let mut code = Code::default();
    code.walk(stream);
    code.finish();
    let mut found = Vec::new();
    if code.marked {
        let line = text
            .lines()
            .find(|line| line.contains(MARKER))
            .unwrap_or_default();
        let class = format!("code in {part}");
        found.push(Failure::new(
            Sort::Escape,
            class,
            &format!("{path}: {line}"),
        ));
    }
    for text in &code.docs {
        found.extend(docs::audit(path, part, text));
    }
    found
}

fn manifest(text: &str) -> Vec<Failure> {
    let forged = |line: &&str| line.starts_with(MARKER) || line.starts_with("build = \"zz");
    let found = text.lines().find(forged);
    found
        .map(|line| Failure::new(Sort::Escape, "a line of Cargo.toml", line))
        .into_iter()
        .collect()
}

/// What a token stream contains: its docs, and whether one of its identifiers is the marker.
#[derive(Default)]
struct Code {
    marked: bool,
    /// The docs of each item, as one text per item.
    docs: Vec<String>,
    open: Vec<String>,
}

impl Code {
    fn walk(&mut self, stream: TokenStream) {
        let tokens: Vec<TokenTree> = stream.into_iter().collect();
        for token in tokens {
            match token {
                TokenTree::Ident(ident) => {
                    let name = ident.to_string();
                    self.marked |= name.trim_start_matches("r#") == MARKER;
                    self.finish();
                }
                TokenTree::Group(group) => {
                    if let Some(line) = doc_line(group.stream()) {
                        self.open.push(line);
                    } else {
                        self.walk(group.stream());
                        self.finish();
                    }
                }
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
        }
    }

    /// Adds the doc lines of the current item to `docs`, as one text. Their common indentation is removed.
    fn finish(&mut self) {
        if self.open.is_empty() {
            return;
        }
        let lines = std::mem::take(&mut self.open);
        let text = lines.join("\n");
        let lines: Vec<&str> = text.lines().collect();
        let written = lines.iter().filter(|line| !line.trim().is_empty());
        let margin = written
            .map(|line| line.len() - line.trim_start_matches(' ').len())
            .min();
        let lines = lines
            .iter()
            .map(|line| line.get(margin.unwrap_or(0)..).unwrap_or_default());
        self.docs.push(lines.collect::<Vec<_>>().join("\n"));
    }
}

/// Returns the text of a doc attribute: `doc = "text"`.
fn doc_line(stream: TokenStream) -> Option<String> {
    let mut tokens = stream.into_iter();
    match (tokens.next()?, tokens.next()?, tokens.next()?) {
        (TokenTree::Ident(name), TokenTree::Punct(_), TokenTree::Literal(text))
            if name == "doc" =>
        {
            Some(unquoted(&text.to_string()))
        }
        _ => None,
    }
}

/// Returns the text of a string literal, without escapes.
fn unquoted(literal: &str) -> String {
    let inner = literal
        .strip_prefix('"')
        .and_then(|text| text.strip_suffix('"'));
    let Some(inner) = inner else {
        return literal
            .trim_start_matches('r')
            .trim_matches('#')
            .trim_matches('"')
            .to_owned();
    };
    let mut text = String::new();
    let mut rest = inner.chars();
    while let Some(c) = rest.next() {
        if c != '\\' {
            text.push(c);
            continue;
        }
        match rest.next() {
            Some('n') => text.push('\n'),
            Some('r') => text.push('\r'),
            Some('t') => text.push('\t'),
            Some('0') => text.push('\0'),
            Some('x') => {
                let code: String = rest.by_ref().take(2).collect();
                text.extend(u32::from_str_radix(&code, 16).ok().and_then(char::from_u32));
            }
            Some('u') => {
                let code: String = rest.by_ref().skip(1).take_while(|c| *c != '}').collect();
                text.extend(u32::from_str_radix(&code, 16).ok().and_then(char::from_u32));
            }
            Some(other) => text.push(other),
            None => {}
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::super::super::failure::Sort;
    use super::{audit, unquoted};

    fn sorts(text: &str) -> Vec<Sort> {
        audit("src/api/a.rs", text)
            .into_iter()
            .map(|failure| failure.sort)
            .collect()
    }

    #[test]
    fn code_of_the_document_is_found_among_tokens_but_not_in_strings_and_comments() {
        assert_eq!(sorts("fn a() { zzEscape!(); }"), [Sort::Escape]);
        assert!(
            sorts("/// zzEscape\n// zzEscape\nconst A: &str = \"zzEscape\"; fn zz_escape() {}")
                .is_empty()
        );
        assert_eq!(sorts("const A: &str = \"a\"b\";"), [Sort::Compile]);
    }

    #[test]
    fn a_code_block_of_docs_is_found_if_cargo_test_compiles_it() {
        assert_eq!(
            sorts("/// ```\n/// zzEscape\n/// ```\nfn a() {}"),
            [Sort::Escape]
        );
        assert_eq!(
            sorts("/// Text.\n///\n///     zzEscape\nfn a() {}"),
            [Sort::Escape]
        );
        assert_eq!(
            sorts("#[doc = \"```\\nzzEscape\\n```\"]\nfn a() {}"),
            [Sort::Escape]
        );
        assert!(sorts("/// ```text\n/// zzEscape\n/// ```\nfn a() {}").is_empty());
        assert!(
            sorts("///     zzEscape\nfn a() {}").is_empty(),
            "the margin is removed"
        );
    }

    #[test]
    fn the_value_of_a_literal_has_its_escapes_resolved() {
        assert_eq!(unquoted(r#""a\n\"\u{1b}\x41\\""#), "a\n\"\u{1b}A\\");
    }
}
