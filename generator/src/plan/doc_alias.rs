//! Aliases for rustdoc's search: a search for the name in the document finds the item, too.

use crate::names::Name;
use crate::text::Untrusted;

/// Returns the alias of an item: the name in the document. Returns `None` if the Rust name is the same, or if the name contains
/// a space or another special character.
pub(super) fn doc_alias(wire: &str, name: &Name) -> Option<Untrusted> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "_-.$@/:[]".contains(c);
    let can_be_alias = !wire.is_empty() && wire.chars().all(is_plain);
    (can_be_alias && wire != name.as_str()).then(|| Untrusted::new(wire))
}
