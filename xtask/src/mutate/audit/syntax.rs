//! Checks that the generated files are valid Rust.
//!
//! The generator prints most items as text and does not parse them again. A compiler is too slow for each document.

use codegen::assets::OutputTree;

use super::super::failure::{Failure, Sort};

/// The stack size for the parser, in bytes. A document can contain deeply nested types.
const STACK: usize = 64 << 20;

/// Returns a failure for the first file that does not parse. The runtime is the same in every crate, so it is skipped.
pub(crate) fn audit(tree: &OutputTree) -> Option<Failure> {
    let parse = || tree.iter().find_map(|(path, bytes)| broken(path, bytes));
    std::thread::scope(|scope| {
        let parser = std::thread::Builder::new()
            .stack_size(STACK)
            .spawn_scoped(scope, parse);
        // A panic of the parser is a failure of the child process.
        parser
            .ok()?
            .join()
            .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

fn broken(path: &str, bytes: &[u8]) -> Option<Failure> {
    let is_emitted = path.rsplit('.').next() == Some("rs") && !path.starts_with("src/runtime/");
    if !is_emitted {
        return None;
    }
    let text = String::from_utf8_lossy(bytes);
    let error = syn::parse_file(&text).err()?;
    let detail = format!("`{path}` is not valid Rust: {error}");
    Some(Failure::new(Sort::Syntax, error.to_string(), &detail))
}

#[cfg(test)]
mod tests {
    use codegen::assets::OutputTree;

    use super::audit;
    use crate::mutate::failure::Sort;

    fn tree(path: &str, text: &str) -> OutputTree {
        let mut tree = OutputTree::new();
        tree.insert(path.to_owned(), text.as_bytes().to_vec());
        tree
    }

    #[test]
    fn a_file_that_is_no_rust_is_a_failure() {
        let failure = audit(&tree("src/ops.rs", "fn a() {}\nfn b() { let = 1; }\n")).unwrap();
        assert_eq!(failure.sort, Sort::Syntax);
        assert!(
            failure.detail.contains("`src/ops.rs`"),
            "{}",
            failure.detail
        );
    }

    #[test]
    fn valid_files_and_other_files_are_no_failures() {
        for (path, text) in [
            ("src/ops.rs", "fn a() {}\n"),
            ("src/runtime/mod.rs", "let"),
            ("README.md", "let"),
        ] {
            assert!(audit(&tree(path, text)).is_none(), "{path}");
        }
    }
}
