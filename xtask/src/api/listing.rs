//! Parses `API.txt` into entries.

use super::entry::Entry;
use super::text::{is_word, reduced};

/// The notes in brackets that can be after an item, as in `struct Call [private fields]`.
const TAGS: &[&str] = &["private fields", "non-exhaustive", "provided", "deprecated"];

/// The entries of `API.txt`, and the lines that cannot be parsed.
#[derive(Debug, Default)]
pub(crate) struct Listing {
    pub(crate) entries: Vec<Entry>,
    pub(crate) unknown: Vec<String>,
}

impl Listing {
    pub(crate) fn read(text: &str) -> Self {
        let mut found = Self::default();
        let mut section = "crate".to_owned();
        for line in text.lines() {
            if let Some(title) = line.strip_prefix("## ") {
                without_tags(title).clone_into(&mut section);
            } else if !line.is_empty() && !line.starts_with('#') {
                let entries = entries(&section, without_tags(line));
                if entries.is_empty() {
                    found.unknown.push(format!("{section}: {line}"));
                }
                found.entries.extend(entries);
            }
        }
        found
    }
}

/// Removes the notes in brackets at the end of a line.
fn without_tags(line: &str) -> &str {
    let Some((before, tags)) = line
        .strip_suffix(']')
        .and_then(|line| line.rsplit_once(" ["))
    else {
        return line;
    };
    let is_tag =
        |tag: &str| TAGS.contains(&tag) || tag.contains("feature ") || tag.contains("cfg(");
    if tags.split(", ").all(is_tag) {
        before
    } else {
        line
    }
}

/// Parses the entries of one line. Only an `impl` line can have several entries.
fn entries(section: &str, line: &str) -> Vec<Entry> {
    let Some((kind, rest)) = split_kind(line) else {
        return Vec::new();
    };
    let entry =
        |name: &str, detail: &str| Entry::new(section, format!("{kind} {name}"), reduced(detail));
    match kind {
        "struct" | "enum" | "union" | "trait" => vec![entry(head(rest), "")],
        "macro" => vec![entry(rest.trim_end_matches('!'), "")],
        "use" => {
            let name = rest.rsplit_once(" as ").map(|(_, name)| name);
            let name = name.or_else(|| rest.rsplit("::").next());
            vec![entry(name.unwrap_or(rest), "")]
        }
        "field" | "const" | "static" => match rest.split_once(": ") {
            Some((name, ty)) => vec![entry(name, ty)],
            None => Vec::new(),
        },
        "variant" => {
            let name = rest.split([' ', '(', '{']).next().unwrap_or(rest);
            let shape = rest.get(name.len()..).unwrap_or_default();
            let shape = shape.split(" = ").next().unwrap_or_default();
            vec![entry(name, shape)]
        }
        "type" => {
            let name = head(rest);
            let at = at_depth_zero(rest, |rest| rest.starts_with(" = "));
            let detail = at.and_then(|at| rest.get(at + 3..)).unwrap_or_default();
            vec![entry(
                name,
                detail.split(" where ").next().unwrap_or_default(),
            )]
        }
        "fn" | "const fn" | "async fn" => {
            let Some((name, signature)) = function(rest) else {
                return Vec::new();
            };
            let word = kind.strip_suffix("fn").unwrap_or_default();
            let detail = reduced(&format!("{word}{signature}"));
            vec![Entry::new(section, format!("fn {name}"), detail)]
        }
        "impl" => implementations(section, rest),
        _ => Vec::new(),
    }
}

/// Splits a line into the kind of the item, such as `async fn`, and the text after it.
fn split_kind(line: &str) -> Option<(&'static str, &str)> {
    const KINDS: &[&str] = &[
        "async fn", "const fn", "const", "enum", "field", "fn", "macro", "static", "struct",
        "trait", "type", "union", "use", "variant",
    ];
    if let Some(rest) = line.strip_prefix("impl") {
        return rest.starts_with([' ', '<']).then_some(("impl", rest));
    }
    KINDS.iter().find_map(|kind| {
        let rest = line.strip_prefix(kind)?.strip_prefix(' ')?;
        Some((*kind, rest))
    })
}

/// Returns the path at the start of a text. `Page::Item<'a>: Clone` → `Page::Item`.
fn head(text: &str) -> &str {
    let mut end = 0;
    let mut rest = text;
    loop {
        let word = rest
            .find(|c: char| !(c.is_alphanumeric() || c == '_'))
            .unwrap_or(rest.len());
        end += word;
        match text.get(end..).and_then(|rest| rest.strip_prefix("::")) {
            Some(behind) => {
                end += 2;
                rest = behind;
            }
            None => return text.get(..end).unwrap_or(text),
        }
    }
}

/// Splits a function into its path and its signature. `Call::send<F>(self) -> u8` → `Call::send` and `(self) -> u8`.
fn function(text: &str) -> Option<(String, String)> {
    let start = at_depth_zero(text, |rest| rest.starts_with('('))?;
    let (name, signature) = text.split_at_checked(start)?;
    let end = at_depth_zero(signature, |rest| rest.starts_with(" where "));
    let signature = signature.get(..end.unwrap_or(signature.len()))?;
    Some((without_parameters(name), signature.to_owned()))
}

/// Removes the generic parameters of a function, and spaces. `Call<T, Events>::new<D>` → `Call<T,Events>::new`.
fn without_parameters(name: &str) -> String {
    let own = name.rfind(">::").map_or(0, |at| at + 3);
    let (owner, own) = name.split_at_checked(own).unwrap_or(("", name));
    let own = own.split('<').next().unwrap_or(own);
    format!("{}{own}", owner.replace(' ', ""))
}

/// Returns the first offset at which `holds` returns true for the text that starts there. Offsets inside of brackets
/// are skipped.
fn at_depth_zero(text: &str, holds: impl Fn(&str) -> bool) -> Option<usize> {
    let mut depth = 0_usize;
    let mut last = ' ';
    for (at, c) in text.char_indices() {
        if depth == 0 && holds(text.get(at..)?) {
            return Some(at);
        }
        match c {
            '<' | '(' | '[' | '{' => depth += 1,
            '>' if last == '-' => {}
            '>' | ')' | ']' | '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        last = c;
    }
    None
}

/// Parses the entries of an `impl` line: `impl Id: Clone, Debug`, or `impl<T: Page> Stream<Item = T> for Items<T>`.
fn implementations(section: &str, text: &str) -> Vec<Entry> {
    let is_for = |rest: &str| rest.starts_with(" for ");
    let parameters = text
        .strip_prefix('<')
        .and_then(|_| at_depth_zero(text, |rest| rest.starts_with(' ')))
        .map_or("", |end| text.get(..end).unwrap_or_default());
    let rest = text
        .get(parameters.len()..)
        .unwrap_or_default()
        .trim_start();
    if let Some(at) = at_depth_zero(rest, is_for) {
        let (name, ty) = rest.split_at_checked(at).unwrap_or((rest, ""));
        let ty = ty.strip_prefix(" for ").unwrap_or(ty);
        let end = at_depth_zero(ty, |rest| rest.starts_with(" where "));
        let ty = ty.get(..end.unwrap_or(ty.len())).unwrap_or(ty);
        return vec![implementation(section, name, ty, &names(parameters))];
    }
    let Some((ty, mut traits)) = rest.split_once(": ") else {
        return Vec::new();
    };
    let mut found = Vec::new();
    while !traits.is_empty() {
        let end = at_depth_zero(traits, |rest| rest.starts_with(", ")).unwrap_or(traits.len());
        let (name, rest) = traits.split_at_checked(end).unwrap_or((traits, ""));
        found.push(implementation(section, name, ty, &[]));
        traits = rest.strip_prefix(", ").unwrap_or(rest);
    }
    found
}

/// Returns the names of type parameters. `<'a, T: Page>` → `T`.
fn names(parameters: &str) -> Vec<String> {
    let inner = parameters.trim_start_matches('<');
    let mut names = Vec::new();
    for part in inner.split(['<', ',', '>']) {
        let name = part.split(':').next().unwrap_or(part).trim();
        if is_word(name) {
            names.push(name.to_owned());
        }
    }
    names
}

/// Creates the entry for an implementation of a trait. It contains neither associated types nor the parameters of the
/// `impl` block: `impl<T> Clone for Call<T>` → `impl Clone for Call`.
pub(crate) fn implementation(section: &str, name: &str, ty: &str, parameters: &[String]) -> Entry {
    let name = without_bindings(&reduced(name));
    let ty = reduced(ty);
    let ty = match ty.strip_suffix('>').and_then(|ty| ty.split_once('<')) {
        Some((own, arguments))
            if arguments
                .split(',')
                .all(|name| parameters.iter().any(|p| p == name)) =>
        {
            own.to_owned()
        }
        _ => ty,
    };
    Entry::new(section, format!("impl {name} for {ty}"), String::new())
}

/// Removes the associated types of a trait: `Add<u8,Output=u8>` becomes `Add<u8>`.
fn without_bindings(text: &str) -> String {
    let Some((name, arguments)) = text.strip_suffix('>').and_then(|text| text.split_once('<'))
    else {
        return text.to_owned();
    };
    let mut kept = Vec::new();
    let mut rest = arguments;
    while !rest.is_empty() {
        let end = at_depth_zero(rest, |rest| rest.starts_with(',')).unwrap_or(rest.len());
        let (argument, behind) = rest.split_at_checked(end).unwrap_or((rest, ""));
        if at_depth_zero(argument, |rest| rest.starts_with('=')).is_none() {
            kept.push(argument);
        }
        rest = behind.strip_prefix(',').unwrap_or(behind);
    }
    if kept.is_empty() {
        return name.to_owned();
    }
    format!("{name}<{}>", kept.join(","))
}

#[cfg(test)]
mod tests {
    use super::Listing;

    #[track_caller]
    fn reads(line: &str, expected: &[(&str, &str)]) {
        let listing = Listing::read(&format!("# header\n\n## a::b [feature \"x\"]\n\n{line}\n"));
        assert!(listing.unknown.is_empty(), "{:?}", listing.unknown);
        let found = listing.entries.iter();
        let found: Vec<(&str, &str)> = found
            .map(|entry| (entry.key.as_str(), entry.detail.as_str()))
            .collect();
        assert_eq!(found, expected);
        assert!(listing.entries.iter().all(|entry| entry.section == "a::b"));
    }

    #[test]
    fn each_kind_of_line_is_read() {
        reads(
            "struct Call<T, P = ()> [private fields]",
            &[("struct Call", "")],
        );
        reads("trait Page: Send + 'static", &[("trait Page", "")]);
        reads(
            "field Call.size: Option<[u8; 2]>",
            &[("field Call.size", "Option<[u8;2]>")],
        );
        reads("variant Shape::Point", &[("variant Shape::Point", "")]);
        reads(
            "variant Shape::Box { width: f64 }",
            &[("variant Shape::Box", "{width:f64}")],
        );
        reads("type Page::Item: Clone", &[("type Page::Item", "")]);
        reads(
            "type Result<T, E = Error> = std::result::Result<T, E>",
            &[("type Result", "Result<T,E>")],
        );
        reads("type Json = serde_json::Value", &[("type Json", "Value")]);
        reads(
            "const Call::LIMITS: [u8; 2]",
            &[("const Call::LIMITS", "[u8;2]")],
        );
        reads("use http::StatusCode as Status", &[("use Status", "")]);
        reads("macro id!", &[("macro id", "")]);
    }

    #[test]
    fn a_function_is_read_without_bounds() {
        reads(
            "async fn Call::send<'a, F: Fn(u8) -> u8>(&'a self, work: F) -> Result<T, ()> where T: Clone [provided, feature \"a\"]",
            &[("fn Call::send", "async(&self,work:F)->Result<T,()>")],
        );
    }

    #[test]
    fn traits_are_read_one_by_one() {
        reads(
            "impl Id: Clone, From<&str>, FromStr<Err = Infallible>",
            &[
                ("impl Clone for Id", ""),
                ("impl From<&str> for Id", ""),
                ("impl FromStr for Id", ""),
            ],
        );
        reads(
            "impl<T: Page<u8>> Stream<Item = Result<T>> for Items<T> where T: Send [feature \"a\"]",
            &[("impl Stream for Items", "")],
        );
        reads(
            "impl From<&str> for Patch<String>",
            &[("impl From<&str> for Patch<String>", "")],
        );
        reads("impl Member for [u8]", &[("impl Member for [u8]", "")]);
    }

    #[test]
    fn a_line_that_is_not_understood_is_reported() {
        assert_eq!(Listing::read("whatever").unknown, ["crate: whatever"]);
    }
}
