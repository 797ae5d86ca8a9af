//! JSON Pointers (RFC 6901). A pointer identifies a node of a document.
//!
//! In: text such as `#/paths/~1users/get`. Out: [`Pointer`]. [`Node::at`](super::Node::at) finds the node at a pointer.

use std::fmt;

use serde::{Serialize, Serializer};

/// The steps from the root of a document to a node.
#[derive(Clone, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Pointer {
    parts: Vec<String>,
}

impl Pointer {
    /// Returns the pointer of the whole document.
    #[must_use]
    pub fn root() -> Self {
        Self::default()
    }

    /// Parses `#/a/b~1c`, `/a/b~1c` or the empty text. Percent-encoded bytes, as in a `$ref`, are decoded. `None` if the text
    /// is not a pointer.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.strip_prefix('#').unwrap_or(text);
        if text.is_empty() {
            return Some(Self::root());
        }
        let parts = text.strip_prefix('/')?.split('/').map(unescaped).collect();
        Some(Self { parts })
    }

    /// Returns a copy of this pointer with another step at the end.
    #[must_use]
    pub fn child(&self, step: impl fmt::Display) -> Self {
        let mut parts = self.parts.clone();
        parts.push(step.to_string());
        Self { parts }
    }

    /// Returns the steps, unescaped.
    #[must_use]
    pub fn parts(&self) -> &[String] {
        &self.parts
    }

    /// Returns the last step.
    #[must_use]
    pub fn last(&self) -> Option<&str> {
        self.parts.last().map(String::as_str)
    }

    /// Returns the pointer without its last step. `None` at the root.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        let (_, parts) = self.parts.split_last()?;
        Some(Self {
            parts: parts.to_vec(),
        })
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("#")?;
        for part in &self.parts {
            f.write_str("/")?;
            if part.contains(['~', '/']) {
                f.write_str(&part.replace('~', "~0").replace('/', "~1"))?;
            } else {
                f.write_str(part)?;
            }
        }
        Ok(())
    }
}

impl Serialize for Pointer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Decodes a step. Most steps are plain, so they are only copied.
fn unescaped(step: &str) -> String {
    if step.bytes().any(|byte| matches!(byte, b'%' | b'~')) {
        percent_decoded(step).replace("~1", "/").replace("~0", "~")
    } else {
        step.to_owned()
    }
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        let code = tail
            .get(..2)
            .filter(|_| first == b'%')
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        if let Some(code) = code {
            bytes.push(code);
            rest = tail.get(2..).unwrap_or(&[]);
        } else {
            bytes.push(first);
            rest = tail;
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}
