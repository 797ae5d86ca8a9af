//! Runs the cases of `golden` and `diagnostics`. Each case is a folder with the inputs of a run and the expected files.
//!
//! In: a folder of cases. Out: the outcome of each case, and how it differs from the expected files. The caller chooses
//! which results are compared.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use codegen::input::{FileProvider, MemoryFiles, ReadError};
use codegen::load::DiskFiles;
use codegen::pipeline::{Inputs, Outcome, run};
use similar::TextDiff;

/// With `GOLDEN=accept`, the tests write the expected files instead of comparing them.
const ACCEPT: &str = "GOLDEN";
/// The empty runtime of cases consists only of this file.
const EMPTY_RUNTIME: &str = "templates/runtime/src/runtime/mod.rs";
/// The maximum number of diff lines in an error message.
const MOST_LINES: usize = 60;

/// Returns the root of the workspace.
pub(crate) fn root() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.parent().unwrap_or(package).to_owned()
}

/// A test case: a folder with the inputs of a run and the expected results.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    /// The name of the folder.
    pub(crate) name: String,
    pub(crate) folder: PathBuf,
}

impl Case {
    /// Lists the cases in a folder, sorted by name.
    pub(crate) fn all(folder: &Path) -> io::Result<Vec<Self>> {
        let mut cases = Vec::new();
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                let name = entry.file_name().to_string_lossy().into_owned();
                cases.push(Self {
                    name,
                    folder: entry.path(),
                });
            }
        }
        cases.sort_by(|left, right| left.name.cmp(&right.name));
        Ok(cases)
    }

    /// Runs the generator for the case. The runtime is empty, because the results do not depend on the runtime.
    ///
    /// Without compiler optimization, a document at the depth limit needs a large stack.
    pub(crate) fn run(&self) -> Result<Outcome, String> {
        const STACK: usize = 64 << 20;
        let instead = MemoryFiles::new().with(EMPTY_RUNTIME, "");
        let files = CaseFiles::new(self, instead);
        let run = move || {
            run(&Inputs {
                files: &files,
                manifest: "codegen.yaml",
                lock: "names.lock",
                templates: &files,
                command: "cargo xtask golden",
            })
        };
        let thread = std::thread::Builder::new().stack_size(STACK).spawn(run);
        let outcome = thread.map_err(|error| error.to_string())?.join();
        outcome.map_err(|_| format!("the run over `{}` panicked", self.name))
    }

    /// Compares the results of a run with the files of the case. `owned` returns whether a file is an expected result
    /// instead of an input.
    pub(crate) fn compare(
        &self,
        made: &BTreeMap<String, String>,
        owned: impl Fn(&str) -> bool,
        command: &str,
    ) -> Result<(), String> {
        let listed = DiskFiles::new(&self.folder)
            .list("")
            .map_err(|error| error.to_string())?;
        let stale: Vec<String> = listed
            .into_iter()
            .filter(|path| owned(path) && !made.contains_key(path))
            .collect();
        if std::env::var_os(ACCEPT).is_some_and(|value| value == "accept") {
            return self.accept(made, &stale).map_err(|error| error.to_string());
        }
        let stale = stale
            .iter()
            .map(|path| format!("{path} is no longer made\n"));
        let mut report: String = stale.collect();
        for (path, text) in made {
            let old = fs::read_to_string(self.folder.join(path)).unwrap_or_default();
            report.push_str(&difference(path, &old, text));
        }
        if report.is_empty() {
            return Ok(());
        }
        let count = report.lines().count();
        let mut shown: String = report
            .lines()
            .take(MOST_LINES)
            .flat_map(|line| [line, "\n"])
            .collect();
        if count > MOST_LINES {
            let more = format!("… and {} lines more\n", count - MOST_LINES);
            shown.push_str(&more);
        }
        Err(format!(
            "`{}` differs:\n{shown}\nIf that is what it should be: {command}",
            self.name
        ))
    }

    fn accept(&self, made: &BTreeMap<String, String>, stale: &[String]) -> io::Result<()> {
        for path in stale {
            fs::remove_file(self.folder.join(path))?;
        }
        for (path, text) in made {
            let file = self.folder.join(path);
            if !fs::read(&file).is_ok_and(|old| old == text.as_bytes()) {
                codegen::write::put(&file, text.as_bytes())?;
            }
        }
        Ok(())
    }
}

/// Formats the difference of two texts as a unified diff. Returns an empty string for equal texts.
fn difference(path: &str, old: &str, new: &str) -> String {
    if old == new {
        return String::new();
    }
    let diff = TextDiff::from_lines(old, new);
    let (before, after) = (
        format!("{path} (as it stands)"),
        format!("{path} (as it is made)"),
    );
    diff.unified_diff()
        .context_radius(3)
        .header(&before, &after)
        .to_string()
}

/// The input files of a run: the files of the case, the templates, and the lints of the workspace.
#[derive(Debug)]
struct CaseFiles {
    case: DiskFiles,
    /// The `codegen.yaml` for cases without a manifest.
    plain: MemoryFiles,
    /// Files that replace files of the workspace. If a folder contains one of them, `list` returns only these files.
    instead: MemoryFiles,
    workspace: DiskFiles,
}

impl CaseFiles {
    fn new(case: &Case, instead: MemoryFiles) -> Self {
        let manifest = format!(
            "crate: {{name: {}, version: 0.0.0}}\napis:\n  - name: api\n    documents: [{{path: spec.yaml}}]\n",
            case.name,
        );
        Self {
            case: DiskFiles::new(&case.folder),
            plain: MemoryFiles::new().with("codegen.yaml", manifest),
            instead,
            workspace: DiskFiles::new(root()),
        }
    }
}

fn is_of_workspace(path: &str) -> bool {
    path == "Cargo.toml" || path.starts_with("LICENSE") || path.starts_with("templates/")
}

impl FileProvider for CaseFiles {
    fn read(&self, path: &str) -> Result<Vec<u8>, ReadError> {
        match self.instead.read(path).or_else(|_| self.case.read(path)) {
            Err(ReadError::NotFound) if is_of_workspace(path) => self.workspace.read(path),
            Err(ReadError::NotFound) => self.plain.read(path),
            found => found,
        }
    }

    fn list(&self, folder: &str) -> Result<Vec<String>, ReadError> {
        let instead = self.instead.list(folder).unwrap_or_default();
        if !instead.is_empty() {
            return Ok(instead);
        }
        match self.case.list(folder) {
            Err(ReadError::NotFound) if is_of_workspace(folder) => self.workspace.list(folder),
            found => found,
        }
    }
}
