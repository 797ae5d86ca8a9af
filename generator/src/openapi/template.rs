//! Path templates, such as `/users/{userId}`.
//!
//! In: a path or a prefix of paths. Out: the placeholders, or an error about the braces. The names of placeholders are returned
//! unchanged.

use std::fmt;

/// An error about the braces of a path template.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum TemplateError {
    /// A `{` is not closed.
    Unclosed,
    /// Braces are nested, or closed before they are opened.
    Mismatched,
    /// A placeholder has no name.
    Unnamed,
    /// A placeholder occurs twice.
    Repeated(String),
    /// A `}` has no `{`.
    Unopened,
}

impl fmt::Display for TemplateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unclosed => f.write_str("`{` without `}`"),
            Self::Mismatched => f.write_str("mismatched braces"),
            Self::Unnamed => f.write_str("a placeholder without a name"),
            Self::Repeated(name) => write!(f, "duplicate placeholder `{{{name}}}`"),
            Self::Unopened => f.write_str("`}` without `{`"),
        }
    }
}

impl std::error::Error for TemplateError {}

/// Returns the names of the placeholders in order.
///
/// # Errors
///
/// When the braces are invalid.
pub fn parse(template: &str) -> Result<Vec<&str>, TemplateError> {
    let mut names = Vec::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, behind) = after.split_once('}').ok_or(TemplateError::Unclosed)?;
        if before.contains('}') || name.contains('{') {
            return Err(TemplateError::Mismatched);
        }
        if name.is_empty() {
            return Err(TemplateError::Unnamed);
        }
        if names.contains(&name) {
            return Err(TemplateError::Repeated(name.to_owned()));
        }
        names.push(name);
        rest = behind;
    }
    if rest.contains('}') {
        return Err(TemplateError::Unopened);
    }
    Ok(names)
}

/// Returns the distinct names of the placeholders in order, even if the braces are invalid.
#[must_use]
pub fn placeholders(template: &str) -> Vec<&str> {
    let mut names = Vec::new();
    for part in template.split('{').skip(1) {
        if let Some((name, _)) = part.split_once('}')
            && !names.contains(&name)
        {
            names.push(name);
        }
    }
    names
}

/// Replaces each placeholder of a path by `{}`. Paths that differ only in the names of their placeholders become equal.
pub(crate) fn without_names(path: &str) -> String {
    let mut parts = path.split('{');
    let mut nameless = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        nameless.push_str("{}");
        nameless.push_str(part.split_once('}').map_or("", |(_, rest)| rest));
    }
    nameless
}

/// Characters besides letters and digits that a path or a query may contain without encoding.
const KEPT: &str = "-._~!$&'()*+,;=:@%/?{}";

/// Converts a path to a valid template. Adds a leading `/`, removes the fragment, and percent-encodes invalid characters outside
/// of placeholders.
#[must_use]
pub fn normalized(path: &str) -> String {
    let path = path.split('#').next().unwrap_or("").trim();
    let mut template = String::with_capacity(path.len() + 1);
    if !path.starts_with('/') {
        template.push('/');
    }
    let mut inside = false;
    for c in path.chars() {
        inside = match c {
            '{' => true,
            '}' => false,
            _ => inside,
        };
        if inside || c.is_ascii_alphanumeric() || KEPT.contains(c) {
            template.push(c);
        } else {
            let mut bytes = [0; 4];
            let encoded = c.encode_utf8(&mut bytes).bytes();
            template.extend(encoded.map(|byte| format!("%{byte:02X}")));
        }
    }
    template
}

/// Returns whether a text is an HTTP token. Methods and names of headers are tokens.
pub(crate) fn is_token(text: &str) -> bool {
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !text.is_empty() && text.bytes().all(is_token)
}

#[cfg(test)]
mod tests {
    use super::{TemplateError, normalized, parse, placeholders, without_names};

    #[test]
    fn a_template_can_always_be_a_path() {
        assert_eq!(normalized("users/{user id}"), "/users/{user id}");
        assert_eq!(normalized("/a b/ü#top"), "/a%20b/%C3%BC");
        assert_eq!(normalized("/objects?uploads"), "/objects?uploads");
    }

    #[test]
    fn placeholders_are_found_wherever_they_stand() {
        assert_eq!(placeholders("/{a}.{b}/{a}?c={c}"), ["a", "b", "c"]);
        assert!(placeholders("/{a").is_empty());
    }

    #[test]
    fn paths_without_names_are_equal_if_only_the_names_differ() {
        assert_eq!(without_names("/a/{b}/c/{d}"), "/a/{}/c/{}");
        assert_eq!(without_names("/{a"), "/{}");
    }

    #[test]
    fn what_is_wrong_with_braces_is_reported() {
        assert_eq!(parse("/{a}/{b}"), Ok(vec!["a", "b"]));
        for (template, error) in [
            ("/{a", TemplateError::Unclosed),
            ("/{a{b}", TemplateError::Mismatched),
            ("/{}", TemplateError::Unnamed),
            ("/{a}/{a}", TemplateError::Repeated("a".to_owned())),
            ("/a}", TemplateError::Unopened),
        ] {
            assert_eq!(parse(template), Err(error), "{template}");
        }
    }
}
