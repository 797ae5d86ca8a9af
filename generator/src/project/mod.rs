//! Generates a crate in a folder of the user: for the command line, and for the build tasks of other projects.
//!
//! In: the path of a manifest, or the paths of documents. Out: the generated crate, which can be written or compared with
//! its folder.

mod init;
mod into;
mod paths;

use std::io;
use std::path::{Path, PathBuf};

use indexmap::IndexMap;

use crate::assets::{BuiltIn, OutputTree, Requirement};
use crate::diag::{Diagnostics, Format, render};
use crate::input::{Answers, FileProvider, KeepExtra, Manifest, MemoryFiles, Policy, ReadError};
use crate::load::DiskFiles;
use crate::pipeline::{COMMAND, Inputs, Outcome, run_documents, run_with};
use crate::write::{Mode, Report, put, write};

pub use init::Init;
pub use paths::PathError;

/// The name of the manifest in the folder of its documents.
pub const MANIFEST: &str = "codegen.yaml";
/// The name of a document without a file, such as a document from standard input.
const UNNAMED: &str = "standard-input.yaml";

/// The documents or the manifest of a crate, and options that replace values of the manifest.
///
/// ```no_run
/// use codegen::project::Project;
///
/// let generated = Project::of_manifest("api/codegen.yaml").generate()?;
/// print!("{}", generated.messages());
/// generated.write()?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Project {
    source: Source,
    options: Options,
}

#[derive(Clone, Debug)]
enum Source {
    Manifest(PathBuf),
    Documents(Vec<PathBuf>),
    Text(Vec<u8>),
}

/// Options of a run. Each of them replaces a value of the manifest.
#[derive(Clone, Debug, Default)]
struct Options {
    root: Option<PathBuf>,
    out: Option<PathBuf>,
    name: Option<String>,
    strict: bool,
    examples: bool,
    answers: Option<Answers>,
    extra: Option<KeepExtra>,
    command: Option<String>,
    into: Option<PathBuf>,
}

impl Project {
    /// Creates a project from a manifest. Paths in the manifest are relative to the folder of the manifest.
    #[must_use]
    pub fn of_manifest(path: impl Into<PathBuf>) -> Self {
        Self::of(Source::Manifest(path.into()))
    }

    /// Creates a project from documents without a manifest. If there are several documents, each of them becomes a
    /// module of the crate.
    #[must_use]
    pub fn of_documents<P: Into<PathBuf>>(paths: impl IntoIterator<Item = P>) -> Self {
        let paths = paths.into_iter().map(Into::into).collect();
        Self::of(Source::Documents(paths))
    }

    /// Creates a project from the text of a document. The document may refer to the files in [`root`](Self::root).
    #[must_use]
    pub fn of_text(text: impl Into<Vec<u8>>) -> Self {
        Self::of(Source::Text(text.into()))
    }

    fn of(source: Source) -> Self {
        Self {
            source,
            options: Options::default(),
        }
    }

    /// Sets the folder with all files that the documents may refer to. By default, this is the folder of the manifest,
    /// or the folder that contains all documents.
    #[must_use]
    pub fn root(mut self, folder: impl Into<PathBuf>) -> Self {
        self.options.root = Some(folder.into());
        self
    }

    /// Sets the folder of the crate. By default, this is `out` of the manifest, or `generated` beside the manifest or
    /// the document.
    #[must_use]
    pub fn out(mut self, folder: impl Into<PathBuf>) -> Self {
        self.options.out = Some(folder.into());
        self
    }

    /// Sets the name of the crate. By default, this is the name in the manifest, or the title of the first document.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.options.name = Some(name.into());
        self
    }

    /// Sets whether a response may lack required properties. By default, this is `answers` in the manifest, or
    /// [`Answers::Strict`].
    #[must_use]
    pub fn answers(mut self, answers: Answers) -> Self {
        self.options.answers = Some(answers);
        self
    }

    /// Sets which types keep properties that the document does not name. By default, this is `extra` in the manifest, or
    /// [`KeepExtra::Sent`] without a manifest.
    #[must_use]
    pub fn extra(mut self, extra: KeepExtra) -> Self {
        self.options.extra = Some(extra);
        self
    }

    /// Treats warnings as errors.
    #[must_use]
    pub fn strict(mut self, strict: bool) -> Self {
        self.options.strict = strict;
        self
    }

    /// Shows an example call in the docs of each method.
    #[must_use]
    pub fn examples(mut self, examples: bool) -> Self {
        self.options.examples = examples;
        self
    }

    /// Sets the command that the generated files mention, such as `cargo xtask client`. It should be the command that
    /// generates the files again.
    #[must_use]
    pub fn command(mut self, command: impl Into<String>) -> Self {
        self.options.command = Some(command.into());
        self
    }

    /// Generates modules for an existing crate instead of a crate. `folder` is below the folder `src` of the crate, such
    /// as `src/api`, and contains no other files. The crate declares the module: `pub mod api;`.
    /// [`Generated::requirements`] are the dependencies that the crate needs. A crate can have the modules of one
    /// project. The modules show no example calls.
    #[must_use]
    pub fn into_modules(mut self, folder: impl Into<PathBuf>) -> Self {
        self.options.into = Some(folder.into());
        self
    }

    /// Generates the crate in memory.
    ///
    /// # Errors
    ///
    /// When a path is not below the root folder, or is not UTF-8. Mistakes in the manifest and in the documents are not
    /// errors of this method, but [`Generated::diagnostics`].
    pub fn generate(&self) -> Result<Generated, PathError> {
        let generated = match &self.source {
            Source::Manifest(path) => self.run_manifest(path),
            Source::Documents(paths) => self.run_documents(paths),
            Source::Text(text) => Ok(self.run_text(text)),
        }?;
        self.as_modules(generated)
    }

    /// Converts the crate to modules, if the options ask for modules.
    fn as_modules(&self, mut generated: Generated) -> Result<Generated, PathError> {
        let Some(folder) = self.options.into.clone().or(generated.into.take()) else {
            return Ok(generated);
        };
        let module = into::module_of(&folder)?;
        generated.out = folder;
        let outcome = &mut generated.outcome;
        let merged = outcome.stages.merged.as_ref();
        let external = merged.map(|merged| &merged.manifest.dependencies);
        let external = external.into_iter().flat_map(IndexMap::keys);
        let external: Vec<&str> = external.map(String::as_str).collect();
        if let Some(tree) = &outcome.tree {
            let made = into::modules(tree, &module, &external);
            outcome.tree = Some(made.tree);
            generated.requirements = made.requirements;
        }
        Ok(generated)
    }

    fn command_text(&self) -> &str {
        self.options.command.as_deref().unwrap_or(COMMAND)
    }

    fn policy(&self) -> Policy {
        if self.options.strict {
            Policy::Strict
        } else {
            Policy::Lenient
        }
    }

    /// Replaces values of a manifest by the options of this run.
    fn edit(&self, manifest: &mut Manifest) {
        let options = &self.options;
        manifest.crate_.examples |= options.examples;
        if options.into.is_some() || manifest.into.is_some() {
            // Example calls would name the generated crate.
            manifest.crate_.examples = false;
        }
        if let Some(name) = &options.name {
            manifest.crate_.name.clone_from(name);
        }
        let has_manifest = matches!(self.source, Source::Manifest(_));
        for api in &mut manifest.apis {
            if options.strict {
                api.policy = Policy::Strict;
            }
            if let Some(answers) = options.answers {
                api.reading.answers = answers;
            }
            if let Some(extra) = options.extra {
                api.reading.extra = extra;
            } else if !has_manifest {
                api.reading.extra = KeepExtra::Sent;
            }
        }
    }

    fn run_manifest(&self, path: &Path) -> Result<Generated, PathError> {
        let root = self.options.root.as_deref();
        let (root, manifest) = paths::below(root, path)?;
        let files = DiskFiles::new(&root);
        let lock = lock_beside(&manifest);
        let command = self.command_text();
        let inputs = Inputs {
            files: &files,
            manifest: &manifest,
            lock: &lock,
            templates: &BuiltIn,
            command,
        };
        let outcome = run_with(&inputs, &|manifest| self.edit(manifest));
        let merged = outcome.stages.merged.as_ref();
        let named = merged.map(|merged| root.join(merged.manifest.output_folder(&manifest)));
        let out = self.options.out.clone().or(named).unwrap_or_default();
        let chosen = outcome.stages.names.as_ref();
        let lock_text = chosen.map(|names| names.lock.to_text(command));
        let lock = lock_text.map(|text| LockFile {
            is_current: files.read(&lock).is_ok_and(|old| old == text.as_bytes()),
            path: root.join(&lock),
            text,
        });
        let merged = outcome.stages.merged.as_ref();
        let into = merged.and_then(|merged| merged.manifest.into.as_ref());
        let into = into.filter(|_| self.options.out.is_none());
        Ok(Generated {
            into: into.map(|folder| root.join(folder)),
            outcome,
            out,
            lock,
            requirements: Vec::new(),
        })
    }

    fn run_documents(&self, paths: &[PathBuf]) -> Result<Generated, PathError> {
        let (root, documents) = paths::all_below(self.options.root.as_deref(), paths)?;
        let files = DiskFiles::new(&root);
        let beside = paths.first().and_then(|path| path.parent());
        let beside = beside.unwrap_or(Path::new("")).join("generated");
        Ok(self.of_files(&files, &documents, beside))
    }

    fn run_text(&self, text: &[u8]) -> Generated {
        let beside = self.options.root.clone().unwrap_or_default();
        let files = BesideText {
            text: MemoryFiles::new().with(UNNAMED, text),
            disk: self.options.root.as_ref().map(DiskFiles::new),
        };
        let out = beside.join("generated");
        self.of_files(&files, &[UNNAMED.to_owned()], out)
    }

    fn of_files(&self, files: &dyn FileProvider, paths: &[String], out: PathBuf) -> Generated {
        let options = &self.options;
        let mut outcome = run_documents(
            (files, &BuiltIn),
            (paths, options.name.as_deref(), self.policy()),
            self.command_text(),
            &|manifest| manifest.crate_.examples = options.examples,
        );
        if paths.is_empty() {
            outcome.tree = None;
        }
        Generated {
            outcome,
            out: options.out.clone().unwrap_or(out),
            into: None,
            lock: None,
            requirements: Vec::new(),
        }
    }
}

/// Returns the path of the name lock beside a manifest: `api/codegen.yaml` → `api/names.lock`.
#[must_use]
pub fn lock_beside(manifest: &str) -> String {
    let (folder, file) = match manifest.rsplit_once('/') {
        Some((folder, file)) => (format!("{folder}/"), file),
        None => (String::new(), manifest),
    };
    match file.rsplit_once('.').map_or(file, |(stem, _)| stem) {
        "codegen" => format!("{folder}names.lock"),
        stem => format!("{folder}{stem}.names.lock"),
    }
}

/// The text of a document, and the files that the document may refer to.
#[derive(Debug)]
struct BesideText {
    text: MemoryFiles,
    disk: Option<DiskFiles>,
}

impl FileProvider for BesideText {
    fn read(&self, path: &str) -> Result<Vec<u8>, ReadError> {
        match (self.text.read(path), &self.disk) {
            (Err(ReadError::NotFound), Some(disk)) => disk.read(path),
            (read, _) => read,
        }
    }

    fn list(&self, folder: &str) -> Result<Vec<String>, ReadError> {
        self.text.list(folder)
    }
}

/// A generated crate in memory.
#[derive(Debug)]
pub struct Generated {
    outcome: Outcome,
    out: PathBuf,
    /// The folder of modules that the manifest names.
    into: Option<PathBuf>,
    lock: Option<LockFile>,
    requirements: Vec<Requirement>,
}

/// The names that a run with a manifest records.
#[derive(Debug)]
struct LockFile {
    path: PathBuf,
    text: String,
    is_current: bool,
}

impl Generated {
    /// Whether the crate was generated. If not, [`diagnostics`](Self::diagnostics) contains an error.
    #[must_use]
    pub const fn is_complete(&self) -> bool {
        self.outcome.tree.is_some()
    }

    /// Returns the problems that were found.
    #[must_use]
    pub const fn diagnostics(&self) -> &Diagnostics {
        &self.outcome.diagnostics
    }

    /// Returns the problems as text, with the lines of the documents.
    #[must_use]
    pub fn messages(&self) -> String {
        let outcome = &self.outcome;
        render(&outcome.diagnostics, &outcome.sources, Format::Human)
    }

    /// Returns the results of the stages.
    #[must_use]
    pub const fn outcome(&self) -> &Outcome {
        &self.outcome
    }

    /// Returns the generated files, by their paths below [`out`](Self::out).
    #[must_use]
    pub const fn files(&self) -> Option<&OutputTree> {
        self.outcome.tree.as_ref()
    }

    /// Returns the dependencies of the crate that contains the modules. Empty for a crate.
    #[must_use]
    pub fn requirements(&self) -> &[Requirement] {
        &self.requirements
    }

    /// Returns the folder of the crate.
    #[must_use]
    pub fn out(&self) -> &Path {
        &self.out
    }

    /// Returns the path of the name lock if a run would change it.
    #[must_use]
    pub fn stale_lock(&self) -> Option<&Path> {
        let lock = self.lock.as_ref().filter(|lock| !lock.is_current)?;
        Some(&lock.path)
    }

    /// Writes the crate to its folder, and the name lock beside the manifest. Nothing is written if the crate is not
    /// complete, or if [`Report::foreign`] lists a file.
    ///
    /// # Errors
    ///
    /// When a file cannot be read or written, or when the crate is not complete.
    pub fn write(&self) -> io::Result<Report> {
        let report = self.compare(Mode::Write)?;
        if let Some(lock) = self.lock.as_ref().filter(|lock| !lock.is_current)
            && report.foreign.is_empty()
        {
            put(&lock.path, lock.text.as_bytes())?;
        }
        Ok(report)
    }

    /// Compares the crate with its folder. Nothing is written. See also [`stale_lock`](Self::stale_lock).
    ///
    /// # Errors
    ///
    /// When a file cannot be read, or when the crate is not complete.
    pub fn check(&self) -> io::Result<Report> {
        self.compare(Mode::Check)
    }

    fn compare(&self, mode: Mode) -> io::Result<Report> {
        match &self.outcome.tree {
            Some(tree) => write(&self.out, tree, mode),
            None => Err(io::Error::other(
                "the crate was not generated, because the documents or the manifest have an error",
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::lock_beside;

    #[test]
    fn the_lock_is_in_the_folder_of_the_manifest() {
        assert_eq!(lock_beside("specs/codegen.yaml"), "specs/names.lock");
        assert_eq!(lock_beside("codegen.yaml"), "names.lock");
        assert_eq!(lock_beside("specs/mine.yaml"), "specs/mine.names.lock");
    }
}
