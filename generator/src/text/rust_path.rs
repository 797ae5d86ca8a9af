//! Paths of Rust types that a person wrote, such as `chrono::DateTime<chrono::Utc>`.

use std::fmt;

use serde::Serialize;

/// A checked path of a Rust type. It consists of identifiers, `::` and type arguments, so it can be printed as Rust.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(transparent)]
pub struct RustPath(String);

impl RustPath {
    /// Parses a path with at least two segments, such as `uuid::Uuid`. Returns `None` if the text is not such a path.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text: String = text.split_whitespace().collect();
        let (made, rest) = path(text.trim_start_matches("::"))?;
        rest.is_empty().then_some(Self(made))
    }

    /// Returns the name of the crate in the path: `chrono`, or `crate` for the generated crate itself.
    #[must_use]
    pub fn root(&self) -> &str {
        let name = self.0.trim_start_matches("::");
        name.split("::").next().unwrap_or(name)
    }

    /// Whether the type is in the generated crate or in the standard library.
    #[must_use]
    pub fn needs_no_dependency(&self) -> bool {
        ["crate", "std", "core", "alloc"].contains(&self.root())
    }

    /// Returns the last identifier of the path without its type arguments: `DateTime`.
    #[must_use]
    pub fn last(&self) -> &str {
        let outer = self.0.split('<').next().unwrap_or(&self.0);
        outer.rsplit("::").next().unwrap_or(outer)
    }
}

/// Prints the path as Rust. A path in another crate starts with `::`, so that no item of the file shadows the crate.
impl fmt::Display for RustPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Parses a path at the start of a text. Returns the path and the text after it.
fn path(text: &str) -> Option<(String, &str)> {
    let (first, mut rest) = identifier(text)?;
    let is_own = first == "crate";
    let mut made = if is_own {
        first.to_owned()
    } else {
        format!("::{first}")
    };
    let mut count = 1;
    while let Some(next) = rest.strip_prefix("::") {
        let (segment, next) = identifier(next)?;
        made.push_str("::");
        made.push_str(segment);
        count += 1;
        rest = next;
    }
    if let Some(next) = rest.strip_prefix('<') {
        rest = next;
        made.push('<');
        loop {
            let (argument, next) = argument(rest)?;
            made.push_str(&argument);
            if let Some(next) = next.strip_prefix(',') {
                made.push_str(", ");
                rest = next;
            } else {
                rest = next.strip_prefix('>')?;
                break;
            }
        }
        made.push('>');
    }
    (count > 1).then_some((made, rest))
}

/// The types that a type argument can name without a path.
const PRIMITIVE: [&str; 17] = [
    "bool", "char", "f32", "f64", "i8", "i16", "i32", "i64", "i128", "isize", "u8", "u16", "u32",
    "u64", "u128", "usize", "String",
];

/// Parses a type argument: a path, or a primitive type such as `u8`.
fn argument(text: &str) -> Option<(String, &str)> {
    if let Some(found) = path(text) {
        return Some(found);
    }
    let (name, rest) = identifier(text)?;
    let is_end = rest.starts_with([',', '>']);
    (is_end && PRIMITIVE.contains(&name)).then(|| (name.to_owned(), rest))
}

fn identifier(text: &str) -> Option<(&str, &str)> {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let end = text.find(|c| !is_word(c)).unwrap_or(text.len());
    let (word, rest) = text.split_at(end);
    let first = word.chars().next()?;
    (!first.is_ascii_digit() && word != "_").then_some((word, rest))
}

#[cfg(test)]
mod tests {
    use super::RustPath;

    #[test]
    fn only_paths_of_types_are_accepted() {
        for (text, printed) in [
            ("uuid::Uuid", "::uuid::Uuid"),
            ("::uuid::Uuid", "::uuid::Uuid"),
            ("crate::money::Money", "crate::money::Money"),
            (
                "chrono::DateTime<chrono::Utc>",
                "::chrono::DateTime<::chrono::Utc>",
            ),
            ("a::B<u8,c::D>", "::a::B<u8, ::c::D>"),
        ] {
            let path = RustPath::parse(text).map(|path| path.to_string());
            assert_eq!(path.as_deref(), Some(printed));
        }
        for text in [
            "", "Uuid", "a::", "a::B>", "a::B<", "a::B<C>", "a::B;", "a::b()", "a-b::C", "a::1",
        ] {
            assert_eq!(RustPath::parse(text), None, "{text}");
        }
    }

    #[test]
    fn the_parts_of_a_path_are_found() {
        let path = RustPath::parse("chrono::DateTime<chrono::Utc>").unwrap();
        assert_eq!((path.root(), path.last()), ("chrono", "DateTime"));
    }
}
