//! Additional words by which the search of the docs finds an item.

use crate::names::Name;
use crate::text::Untrusted;

/// Returns the alias of an item: its name in the document, if it differs from the Rust name. `None` if the text cannot be an
/// alias.
pub(super) fn doc_alias(wire: &str, name: &Name) -> Option<Untrusted> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "_-.$@/:[]".contains(c);
    let can_be_alias = !wire.is_empty() && wire.chars().all(is_plain);
    (can_be_alias && wire != name.as_str()).then(|| Untrusted::new(wire))
}
