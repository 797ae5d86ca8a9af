//! Doc aliases: users can search in rustdoc for the name of an item in the documents.

use crate::names::Name;
use crate::text::Untrusted;

/// Returns the doc alias of an item: its name in the document. Returns `None` if the Rust name is the same, or if the
/// name is empty. Also returns `None` if the name contains other characters than ASCII letters, digits and `_-.$@/:[]`.
pub(super) fn doc_alias(wire: &str, name: &Name) -> Option<Untrusted> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "_-.$@/:[]".contains(c);
    let can_be_alias = !wire.is_empty() && wire.chars().all(is_plain);
    (can_be_alias && wire != name.as_str()).then(|| Untrusted::new(wire))
}
