//! What can be seen of a generated crate without compiling it.
//!
//! In: the files of a crate and the messages of its run. Out: failures. Files of the runtime are the same in every crate
//! and are skipped.

mod code;
mod docs;
mod names;
mod place;
mod text;

use codegen::assets::OutputTree;

use super::failure::Failure;

/// Looks for failures. Hostile documents have marks by which their text is found.
pub(crate) fn audit(tree: Option<&OutputTree>, messages: &str, hostile: bool) -> Vec<Failure> {
    let mut found: Vec<Failure> = tree.map(names::audit).unwrap_or_default();
    if hostile {
        found.extend(text::messages(messages));
        for (path, bytes) in tree.into_iter().flatten() {
            if path.starts_with("src/runtime/") {
                continue;
            }
            let contents = String::from_utf8_lossy(bytes);
            found.extend(code::audit(path, &contents));
            found.extend(text::audit(path, &contents));
        }
    }
    found
}
