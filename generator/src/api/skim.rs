//! Removes source code that does not affect the public surface: comments, function bodies, and the signatures of trait
//! implementations.
//!
//! In: Rust source code. Out: shorter source code with the same items, which parses much faster. Invalid code stays invalid, so
//! that the parser reports an error.

/// Returns the text without comments and function bodies.
pub(super) fn skim(text: &str) -> String {
    let mut skimmer = Skimmer {
        text,
        at: 0,
        kept: String::with_capacity(text.len() / 2),
        function: Function::None,
        header: Header::None,
        depth: 0,
        implementation: None,
    };
    while let Some(first) = skimmer.first() {
        skimmer.step(first);
    }
    skimmer.kept
}

/// The position of the skimmer in a function.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Function {
    None,
    /// After `fn` and before the name.
    Named,
    /// In the signature, with this number of open brackets.
    Signature(usize),
}

/// The position of the skimmer in the header of an `impl`.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Header {
    None,
    /// After `impl`.
    Type,
    /// After `impl` and `for`.
    Trait,
}

struct Skimmer<'a> {
    text: &'a str,
    at: usize,
    kept: String,
    function: Function,
    header: Header,
    /// The number of open braces.
    depth: usize,
    /// The value of `depth` at the start of the current trait implementation. `None` outside of trait implementations.
    implementation: Option<usize>,
}

impl Skimmer<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn first(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Reads one token.
    fn step(&mut self, first: char) {
        if let Some(length) = comment(first, self.rest()) {
            self.at += length;
            self.kept.push(' ');
        } else if let Some(length) = literal(first, self.rest()) {
            self.keep(length);
        } else if is_part_of_word(first) {
            let length = word(self.rest());
            let is_named = self.function == Function::Named;
            self.word(length);
            self.keep(length);
            if is_named && self.implementation.is_some() {
                self.skip_signature();
            }
        } else {
            self.keep(first.len_utf8());
            self.punctuation(first);
        }
    }

    fn word(&mut self, length: usize) {
        let (word, rest) = self.rest().split_at_checked(length).unwrap_or_default();
        // The `for` in `for<'a>` belongs to a bound, not to the header of the `impl`.
        let header = match (self.header, word) {
            (Header::None, "impl") if self.implementation.is_none() => Header::Type,
            (Header::Type, "for") if !rest.trim_start().starts_with('<') => Header::Trait,
            (header, _) => header,
        };
        let function = match self.function {
            Function::None if word == "fn" => Function::Named,
            Function::Named => Function::Signature(0),
            function => function,
        };
        if self.function == Function::None {
            self.header = header;
        }
        self.function = function;
    }

    fn punctuation(&mut self, c: char) {
        if self.function == Function::None {
            self.brace(c);
        }
        self.function = match (self.function, c) {
            (Function::Signature(0), '{') => {
                self.skip_body();
                self.kept.push('}');
                Function::None
            }
            (Function::Signature(depth), '(' | '[' | '{') => Function::Signature(depth + 1),
            (Function::Signature(depth), ')' | ']' | '}') => {
                Function::Signature(depth.saturating_sub(1))
            }
            // A function pointer type has no name.
            (Function::Signature(0), ';') | (Function::Named, '(') => Function::None,
            (function, _) => function,
        };
    }

    fn brace(&mut self, c: char) {
        match c {
            '{' => {
                if self.header == Header::Trait && self.implementation.is_none() {
                    self.implementation = Some(self.depth);
                }
                self.header = Header::None;
                self.depth += 1;
            }
            '}' => {
                self.depth = self.depth.saturating_sub(1);
                if self.implementation == Some(self.depth) {
                    self.implementation = None;
                }
            }
            ';' => self.header = Header::None,
            _ => {}
        }
    }

    /// Skips the signature and the body after the name of a function.
    fn skip_signature(&mut self) {
        let mut depth = 0_usize;
        while let Some(first) = self.first() {
            let rest = self.rest();
            self.at += comment(first, rest)
                .or_else(|| literal(first, rest))
                .unwrap_or_else(|| word(rest).max(first.len_utf8()));
            match first {
                '{' if depth == 0 => {
                    self.skip_body();
                    break;
                }
                '(' | '[' | '{' => depth += 1,
                ')' | ']' | '}' => depth = depth.saturating_sub(1),
                _ => {}
            }
        }
        self.kept.push_str("() {}");
        self.function = Function::None;
    }

    /// Skips a body and the brace that closes it.
    fn skip_body(&mut self) {
        let mut depth = 0_usize;
        while let Some(first) = self.first() {
            let rest = self.rest();
            self.at += comment(first, rest)
                .or_else(|| literal(first, rest))
                .unwrap_or_else(|| word(rest).max(first.len_utf8()));
            match first {
                '{' => depth += 1,
                '}' if depth == 0 => return,
                '}' => depth -= 1,
                _ => {}
            }
        }
    }

    fn keep(&mut self, length: usize) {
        let end = self.at + length;
        self.kept
            .push_str(self.text.get(self.at..end).unwrap_or_default());
        self.at = end;
    }
}

/// Returns the length of the comment at the start of a text.
fn comment(first: char, text: &str) -> Option<usize> {
    if first != '/' {
        return None;
    }
    if text.starts_with("//") {
        return Some(text.find('\n').unwrap_or(text.len()));
    }
    if !text.starts_with("/*") {
        return None;
    }
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with("/*") {
            depth += 1;
            at += 2;
        } else if rest.starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                break;
            }
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    Some(at)
}

/// Returns the length of the string or character literal at the start of a text.
fn literal(first: char, text: &str) -> Option<usize> {
    if !matches!(first, '"' | '\'' | 'b' | 'c' | 'r') {
        return None;
    }
    let prefix = ["br", "cr", "b", "c", "r"]
        .into_iter()
        .find(|prefix| text.starts_with(prefix))
        .unwrap_or_default();
    let rest = text.get(prefix.len()..)?;
    if prefix.ends_with('r') {
        let hashes = rest.len() - rest.trim_start_matches('#').len();
        let inner = rest.get(hashes..)?.strip_prefix('"')?;
        let end = format!("\"{}", "#".repeat(hashes));
        let length = inner.find(&end).map_or(inner.len(), |at| at + end.len());
        return Some(prefix.len() + hashes + 1 + length);
    }
    if rest.starts_with('"') {
        return Some(prefix.len() + quoted(rest, '"'));
    }
    let mut chars = rest.strip_prefix('\'')?.chars();
    let first = chars.next()?;
    // `'a'` is a character, and `'a` is a lifetime.
    (first == '\\' || chars.next() == Some('\'')).then(|| prefix.len() + quoted(rest, '\''))
}

/// Returns the length of a quoted text, including both quotes.
fn quoted(text: &str, quote: char) -> usize {
    let mut is_escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            c if c == quote => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// Returns the length of the word at the start of a text.
fn word(text: &str) -> usize {
    text.find(|c| !is_part_of_word(c)).unwrap_or(text.len())
}

fn is_part_of_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

#[cfg(test)]
mod tests {
    use super::skim;

    #[track_caller]
    fn leaves(text: &str, expected: &str) {
        assert_eq!(skim(text), expected);
    }

    #[test]
    fn bodies_and_comments_are_left_out() {
        leaves(
            "/// Docs.\npub fn a(b: [u8; 2]) -> u8 { if x { \"}\" } else { '}' } /* } */ } fn c();",
            " \npub fn a(b: [u8; 2]) -> u8 {} fn c();",
        );
        leaves("x /* a /* b */ c */ y // z", "x   y  ");
    }

    #[test]
    fn signatures_of_implementations_are_left_out() {
        leaves(
            "impl<'a, F: for<'b> Fn(&'b u8)> A<F> for B where F: C { type D = u8; #[e] fn f<G>(g: [u8; { 1 }]) -> H where G: I { j } const K: u8 = { 1 }; } fn l(m: u8) { n }",
            "impl<'a, F: for<'b> Fn(&'b u8)> A<F> for B where F: C { type D = u8; #[e] fn f() {} const K: u8 = { 1 }; } fn l(m: u8) {}",
        );
        leaves(
            "impl<F> A<F> where F: for<'b> Fn(&'b u8) { fn f(g: u8) -> impl H { i } }",
            "impl<F> A<F> where F: for<'b> Fn(&'b u8) { fn f(g: u8) -> impl H {} }",
        );
        leaves(
            "macro_rules! m { ($t:ident) => { impl A for $t { fn b(c: u8) { d } } impl $t { fn e(f: u8) { g } } }; }",
            "macro_rules! m { ($t:ident) => { impl A for $t { fn b() {} } impl $t { fn e(f: u8) {} } }; }",
        );
    }

    #[test]
    fn pointers_to_functions_and_consts_are_kept() {
        leaves(
            "pub struct A { pub read: fn(&str) -> u8 } const B: u8 = { 1 };",
            "pub struct A { pub read: fn(&str) -> u8 } const B: u8 = { 1 };",
        );
    }

    #[test]
    fn strings_and_lifetimes_are_no_braces() {
        leaves(
            r##"fn a<'a>(x: &'a str) { r#"}"#; b'{'; '\''; b"\"{"; } const C: &str = "// {";"##,
            r#"fn a<'a>(x: &'a str) {} const C: &str = "// {";"#,
        );
    }

    #[test]
    fn what_a_macro_writes_is_skimmed_too() {
        leaves(
            "macro_rules! m { ($n:ident) => { fn $n(self) { self.$n } }; }",
            "macro_rules! m { ($n:ident) => { fn $n(self) {} }; }",
        );
    }

    #[test]
    fn unfinished_text_ends() {
        for text in [
            "fn a() {", "\"a", "/* a", "r#\"a", "'", "b'", "fn", "ä'ö", "'\\",
        ] {
            skim(text);
        }
    }
}
