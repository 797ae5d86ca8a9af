//! Runs the generator with the documents of this project. Several tests share one run, because it takes seconds.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{LazyLock, Mutex};

use codegen::assets::OutputTree;
use codegen::diag::{Format, render};
use codegen::input::{FileProvider, ReadError};
use codegen::load::DiskFiles;
use codegen::pipeline::{Inputs, run};

pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap()
        .to_owned()
}

/// Runs the generator and returns the diagnostics, the files and the name lock.
pub(crate) fn made(files: &dyn FileProvider) -> (String, OutputTree, String) {
    let outcome = run(&Inputs {
        files,
        manifest: "specs/codegen.yaml",
        lock: "specs/names.lock",
        templates: files,
        command: "cargo xtask codegen",
    });
    let said = render(&outcome.diagnostics, &outcome.sources, Format::Json);
    let tree = outcome
        .tree
        .unwrap_or_else(|| panic!("the run stops:\n{said}"));
    (
        said,
        tree,
        outcome
            .stages
            .names
            .unwrap()
            .lock
            .to_text("cargo xtask codegen"),
    )
}

/// A file provider that reads files from the disk, and remembers their paths.
struct Remembering {
    files: DiskFiles,
    read: Mutex<BTreeSet<String>>,
}

impl FileProvider for Remembering {
    fn read(&self, path: &str) -> Result<Vec<u8>, ReadError> {
        let bytes = self.files.read(path)?;
        self.read.lock().unwrap().insert(path.to_owned());
        Ok(bytes)
    }

    fn list(&self, folder: &str) -> Result<Vec<String>, ReadError> {
        self.files.list(folder)
    }
}

/// The first run in the repository, and the files that it read.
pub(crate) static FIRST: LazyLock<((String, OutputTree, String), BTreeSet<String>)> =
    LazyLock::new(|| {
        let files = Remembering {
            files: DiskFiles::new(root()),
            read: Mutex::default(),
        };
        let first = made(&files);
        (first, files.read.into_inner().unwrap())
    });
