//! Checks the files of a generated crate without a compiler.
//!
//! In: the files of a crate, and the messages of the generator. Out: failures. The runtime is the same in every crate,
//! so it is not searched for hostile text.

mod code;
mod docs;
mod names;
mod place;
mod syntax;
mod text;

use codegen::assets::OutputTree;

use super::failure::Failure;

/// Returns the failures of a crate. If `hostile` is set, also searches the crate and the messages for hostile text.
pub(crate) fn audit(tree: Option<&OutputTree>, messages: &str, hostile: bool) -> Vec<Failure> {
    let mut found: Vec<Failure> = tree.map(names::audit).unwrap_or_default();
    found.extend(tree.and_then(syntax::audit));
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
