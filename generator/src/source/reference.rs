//! References as text: which file they name, and which place in it.
//!
//! In: the text of a `$ref` and the path of the file that holds it. Out: [`Reference`], or why it can lead nowhere. It opens
//! no file and does not look whether the place is there.

use super::Pointer;

/// What a `$ref` names.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Reference {
    /// The file, relative to the root of the run; `None` is the one that holds the reference.
    pub file: Option<String>,
    /// The place in it.
    pub pointer: Pointer,
}

/// Why the text of a reference can lead nowhere.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ReferenceError {
    /// It names something on a network, or by a scheme of its own.
    Remote,
    /// Its path is absolute, or leads out of the root of the run.
    Outside,
    /// What follows `#` is not a pointer.
    NoPointer,
}

impl Reference {
    /// Reads a reference that stands in the file `base`: `#/a/b`, `other.yaml#/a/b` or `folder/other.yaml`.
    ///
    /// # Errors
    /// When the text cannot name a place in a file below the root of the run.
    pub fn parse(text: &str, base: &str) -> Result<Self, ReferenceError> {
        let (file, fragment) = text.split_once('#').unwrap_or((text, ""));
        let file = if file.is_empty() {
            None
        } else {
            Some(beside(base, file)?)
        };
        let pointer = match fragment {
            "" => Pointer::root(),
            _ if fragment.starts_with('/') => {
                Pointer::parse(fragment).ok_or(ReferenceError::NoPointer)?
            }
            _ => return Err(ReferenceError::NoPointer),
        };
        Ok(Self {
            file: file.filter(|file| file != base),
            pointer,
        })
    }
}

/// The path of a file that is named relative to another one.
fn beside(base: &str, file: &str) -> Result<String, ReferenceError> {
    if has_scheme(file) || file.starts_with("//") {
        return Err(ReferenceError::Remote);
    }
    // A pointer's steps are percent-decoded, as those of a path in a reference are.
    let steps = Pointer::parse(&format!("/{file}")).ok_or(ReferenceError::Outside)?;
    let mut parts: Vec<&str> = base.split('/').collect();
    parts.pop();
    for (at, step) in steps.parts().iter().enumerate() {
        match step.as_str() {
            "" if at == 0 => return Err(ReferenceError::Outside),
            "" | "." => {}
            ".." => {
                parts.pop().ok_or(ReferenceError::Outside)?;
            }
            step if step.contains(['/', '\\', '\0']) => return Err(ReferenceError::Outside),
            step => parts.push(step),
        }
    }
    Ok(parts.join("/"))
}

/// Whether it begins as `https:` or `urn:` do. One letter alone is a drive, and no scheme.
fn has_scheme(file: &str) -> bool {
    file.split_once(':').is_some_and(|(scheme, _)| {
        scheme.len() > 1
            && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
    })
}
