//! Shortens links to items of the same file. rustdoc warns about a link with a path if the name alone is enough.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::plan::{ModulePath, Name};

/// The items of a file whose links are shortened.
#[derive(Clone, Debug, Default)]
pub struct LocalLinks {
    /// The text between the label of a link and the name of the item: ``](crate::v2::``.
    middle: String,
    /// The names of the items.
    names: BTreeSet<String>,
}

impl LocalLinks {
    /// Collects the items of a file. The file belongs to `module`, and `in_scope` lists the names of its items.
    pub(super) fn new<'a>(module: &ModulePath, in_scope: impl Iterator<Item = &'a Name>) -> Self {
        Self {
            middle: format!("`]({module}::"),
            names: in_scope.map(|name| name.as_str().to_owned()).collect(),
        }
    }

    /// Shortens the links in a line of docs: ``[`User`](crate::v2::User)`` becomes ``[`User`]``.
    #[must_use]
    pub fn shorten<'a>(&self, line: &'a str) -> Cow<'a, str> {
        if self.names.is_empty() || !line.contains(&self.middle) {
            return Cow::Borrowed(line);
        }
        let mut parts = line.split(self.middle.as_str());
        let mut text = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            match part.split_once(')') {
                Some((name, rest)) if self.is_local(name) && is_shown(&text, name) => {
                    text.push_str("`]");
                    text.push_str(rest);
                }
                _ => {
                    text.push_str(&self.middle);
                    text.push_str(part);
                }
            }
        }
        Cow::Owned(text)
    }

    fn is_local(&self, name: &str) -> bool {
        self.names.contains(name)
    }
}

/// Returns whether a text ends with a link label that is this name.
fn is_shown(text: &str, name: &str) -> bool {
    text.strip_suffix(name)
        .is_some_and(|before| before.ends_with("[`"))
}

#[cfg(test)]
mod tests {
    use super::LocalLinks;

    #[test]
    fn only_links_to_names_in_scope_are_shortened() {
        let links = LocalLinks {
            middle: "`](crate::v2::".to_owned(),
            names: ["User", "Page"].map(str::to_owned).into(),
        };
        for (line, expected) in [
            (
                "[`User`](crate::v2::User), [`Page`](crate::v2::Page)s",
                "[`User`], [`Page`]s",
            ),
            ("[`A`](crate::v2::A)", "[`A`](crate::v2::A)"),
            ("[`User`](crate::v2::Page)", "[`User`](crate::v2::Page)"),
            ("[`User`](crate::v2::User", "[`User`](crate::v2::User"),
            (
                "[`User::id`](crate::v2::User::id)",
                "[`User::id`](crate::v2::User::id)",
            ),
        ] {
            assert_eq!(links.shorten(line), expected);
        }
    }
}
