//! Runs all stages in order. A run stops after the first stage that reports an error.

use std::{io, thread};

use crate::assets::{self, OutputTree};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::emit;
use crate::input::{Document, FileProvider, Loaded, Manifest, Policy, ReadError, Reading};
use crate::load::{load, load_api};
use crate::lower::lower;
use crate::model::{GroupId, Model};
use crate::names::{Lock, Names, names};
use crate::plan::{self, CratePlan, Package};
use crate::refine::{Analysis, refine};
use crate::source::Sources;
use crate::{adapt, api, bundle, check, convert, format, overlay};

/// The command that the headers of files mention if the caller names no other command.
pub const COMMAND: &str = "openapi-to-crate generate";

/// The inputs of a run with a manifest.
#[derive(Clone, Copy)]
#[expect(
    missing_debug_implementations,
    reason = "file providers may not implement `Debug`"
)]
pub struct Inputs<'a> {
    /// Access to the input files.
    pub files: &'a dyn FileProvider,
    /// The path of the manifest.
    pub manifest: &'a str,
    /// The path of the name lock, which may not exist yet.
    pub lock: &'a str,
    /// Access to the templates. [`BuiltIn`](crate::assets::BuiltIn) are those of the generator.
    pub templates: &'a dyn FileProvider,
    /// The command that the headers of generated files mention, such as `cargo xtask codegen`.
    pub command: &'a str,
}

/// The result of a run.
#[derive(Debug)]
pub struct Outcome {
    /// The sources that diagnostics refer to.
    pub sources: Sources,
    /// The diagnostics.
    pub diagnostics: Diagnostics,
    /// The intermediate results of the stages. `cargo xtask` prints some of them.
    pub stages: Stages,
    /// The generated files. `None` if a stage reported an error.
    pub tree: Option<OutputTree>,
}

/// The result of each stage that ran. A later stage that did not run has `None`.
#[derive(Clone, Debug, Default)]
pub struct Stages {
    /// The documents with their overlays applied.
    pub merged: Option<Loaded>,
    /// The model.
    pub model: Option<Model>,
    /// The analysis of the model.
    pub analysis: Option<Analysis>,
    /// The names.
    pub names: Option<Names>,
    /// The plan.
    pub plan: Option<CratePlan>,
}

/// Runs all stages.
#[must_use]
pub fn run(inputs: &Inputs<'_>) -> Outcome {
    run_with(inputs, &|_| ())
}

/// Runs all stages. `edit` changes the manifest after it was read.
#[must_use]
pub fn run_with(inputs: &Inputs<'_>, edit: &dyn Fn(&mut Manifest)) -> Outcome {
    let mut diagnostics = Diagnostics::default();
    let (mut sources, loaded) = load(inputs.files, inputs.manifest, &mut diagnostics);
    let lock = match inputs.files.read(inputs.lock) {
        Ok(bytes) => {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            let source = sources.add(inputs.lock, text.clone());
            Lock::parse(&text, source, &mut diagnostics)
        }
        Err(ReadError::NotFound) => Lock::default(),
        Err(error) => {
            let message = format!("`{}` cannot be read: {error}", inputs.lock);
            diagnostics.push(Diagnostic::error(Code::FileUnreadable, message).in_file(inputs.lock));
            Lock::default()
        }
    };
    let mut stages = Stages::default();
    let target = Target {
        files: inputs.files,
        templates: inputs.templates,
        command: inputs.command,
        input: inputs.manifest,
    };
    let tree = loaded.and_then(|mut loaded| {
        edit(&mut loaded.manifest);
        build(
            target,
            loaded,
            &lock,
            &sources,
            &mut stages,
            &mut diagnostics,
        )
    });
    Outcome {
        sources,
        diagnostics,
        stages,
        tree,
    }
}

/// The inputs of a run with one document and no manifest.
#[derive(Clone, Copy)]
#[expect(
    missing_debug_implementations,
    reason = "file providers may not implement `Debug`"
)]
pub struct Single<'a> {
    /// Access to the document and to the files that the document refers to.
    pub files: &'a dyn FileProvider,
    /// Access to the templates.
    pub templates: &'a dyn FileProvider,
    /// The path of the document.
    pub path: &'a str,
    /// The name of the crate. If there is no name, the title of the document becomes the name.
    pub name: Option<&'a str>,
    /// Whether warnings are errors.
    pub policy: Policy,
    /// Whether the docs of each method contain an example call.
    pub examples: bool,
    /// How the types of responses are read.
    pub reading: Reading,
}

/// Runs all stages for one document.
#[must_use]
pub fn run_single(single: &Single<'_>) -> Outcome {
    let edit = |manifest: &mut Manifest| {
        manifest.crate_.examples = single.examples;
        for api in &mut manifest.apis {
            api.reading = single.reading;
        }
    };
    let paths = [single.path.to_owned()];
    run_documents(
        (single.files, single.templates),
        (&paths, single.name, single.policy),
        COMMAND,
        &edit,
    )
}

/// Runs all stages for documents without a manifest. Each document is an API of one crate. `edit` changes the manifest
/// that is created for the documents. `command` is mentioned in the headers of the files.
#[must_use]
pub fn run_documents(
    (files, templates): (&dyn FileProvider, &dyn FileProvider),
    (paths, name, policy): (&[String], Option<&str>, Policy),
    command: &str,
    edit: &dyn Fn(&mut Manifest),
) -> Outcome {
    let mut diagnostics = Diagnostics::default();
    let mut sources = Sources::default();
    let mut apis = Vec::new();
    for path in paths {
        apis.extend(load_api(files, path, &mut sources, &mut diagnostics));
    }
    let documents: Vec<&Document> = apis
        .iter()
        .filter_map(|api| api.documents.first())
        .collect();
    let manifest = (apis.len() == paths.len())
        .then(|| Manifest::of_documents(&documents, name, policy))
        .flatten();
    let mut stages = Stages::default();
    let target = Target {
        files,
        templates,
        command,
        input: paths.first().map_or("", String::as_str),
    };
    let tree = manifest.and_then(|mut manifest| {
        edit(&mut manifest);
        build(
            target,
            Loaded { manifest, apis },
            &Lock::default(),
            &sources,
            &mut stages,
            &mut diagnostics,
        )
    });
    Outcome {
        sources,
        diagnostics,
        stages,
        tree,
    }
}

/// What the stages need besides the documents.
#[derive(Clone, Copy)]
struct Target<'a> {
    files: &'a dyn FileProvider,
    templates: &'a dyn FileProvider,
    command: &'a str,
    /// The path of the manifest or the document.
    input: &'a str,
}

fn build(
    target: Target<'_>,
    loaded: Loaded,
    lock: &Lock,
    sources: &Sources,
    stages: &mut Stages,
    diagnostics: &mut Diagnostics,
) -> Option<OutputTree> {
    let work = || generate(target, loaded, lock, sources, stages, diagnostics);
    match with_deep_stack(work) {
        Ok(tree) => tree,
        Err(error) => {
            let message = format!("cannot start a thread: {error}");
            diagnostics.push(Diagnostic::error(Code::Internal, message).in_file(target.input));
            None
        }
    }
}

/// The file that lists the public items.
const API_TXT: &str = "API.txt";
/// The folder of the Rust sources.
const SOURCES: &str = "src/";
/// The folder of the programs in the folder of the Rust sources.
const PROGRAMS: &str = "bin/";

/// Adds `API.txt`, which lists the public items in the sources of the library.
fn list_public_items(command: &str, tree: &mut OutputTree, diagnostics: &mut Diagnostics) {
    let sources = tree.iter().filter_map(|(path, bytes)| {
        let below = path.strip_prefix(SOURCES)?;
        let is_rust = below.rsplit('.').next() == Some("rs");
        // A file that is not UTF-8 is not valid Rust, like a string without an end.
        let text = std::str::from_utf8(bytes).unwrap_or("\"");
        (is_rust && !below.starts_with(PROGRAMS)).then_some((below, text))
    });
    let surface = api::surface_of(&sources.collect::<Vec<_>>());
    for path in surface.unreadable {
        let path = format!("{SOURCES}{path}");
        let message = format!("`{path}` is not valid Rust");
        diagnostics.push(Diagnostic::error(Code::Internal, message).in_file(path));
    }
    let header = format!("# {}", format::header(command));
    let text = api::assemble(&header, &surface.sections);
    tree.insert(API_TXT.to_owned(), text.into_bytes());
}

/// The stack size in bytes for stages that recurse into documents. In a debug build, a document with the maximum depth needs
/// more than the default stack of a thread. Long chains of references need additional stack.
const STACK: usize = 256 << 20;

/// Runs a closure on a thread with enough stack for every document that `load` accepts. The system allocates stack memory only
/// when the thread uses the memory.
///
/// # Errors
///
/// Returns an error if the system cannot start a thread. A panic of the closure is propagated.
fn with_deep_stack<T: Send>(work: impl FnOnce() -> T + Send) -> io::Result<T> {
    thread::scope(|scope| {
        let thread = thread::Builder::new()
            .stack_size(STACK)
            .spawn_scoped(scope, work)?;
        Ok(thread
            .join()
            .unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    })
}

/// Runs one stage. If the stage reports an error, returns `None`, and the run ends.
fn stage<T>(diagnostics: &mut Diagnostics, work: impl FnOnce(&mut Diagnostics) -> T) -> Option<T> {
    let made = work(diagnostics);
    (!diagnostics.has_errors()).then_some(made)
}

/// Runs the stages from `overlay` to `api`. Only `assets` accesses files. Returns the files of the crate.
fn generate(
    target: Target<'_>,
    mut loaded: Loaded,
    lock: &Lock,
    sources: &Sources,
    stages: &mut Stages,
    diagnostics: &mut Diagnostics,
) -> Option<OutputTree> {
    deny_warnings(&loaded, diagnostics);
    for api in &mut loaded.apis {
        for document in &mut api.documents {
            overlay::apply(document, sources, diagnostics);
        }
        convert::convert(&mut api.documents, diagnostics);
    }
    for (entry, api) in loaded.manifest.apis.iter().zip(&mut loaded.apis) {
        adapt::adapt(&entry.control, &mut api.documents, diagnostics);
    }
    let loaded = stages.merged.insert(loaded);
    stage(diagnostics, |_| ())?;
    stage(diagnostics, |diagnostics| {
        for (entry, api) in loaded.manifest.apis.iter().zip(&loaded.apis) {
            check::check(&api.documents, entry.policy, diagnostics);
        }
    })?;
    if (diagnostics.iter()).any(|found| found.code == Code::UnresolvedReference) {
        for api in &mut loaded.apis {
            convert::settle(&mut api.documents);
        }
    }
    let (loaded, manifest) = (&*loaded, &loaded.manifest);
    let model = stage(diagnostics, |diagnostics| {
        stages.model.insert(lower(loaded, diagnostics))
    })?;
    let analysis = stage(diagnostics, |diagnostics| {
        let analysis = refine(model, manifest, diagnostics);
        &*stages.analysis.insert(analysis)
    })?;
    let model = &*model;
    let names = stage(diagnostics, |diagnostics| {
        let names = names(model, analysis, lock, diagnostics);
        &*stages.names.insert(names)
    })?;
    let copied: Vec<(&str, Option<&str>)> = manifest
        .modules
        .iter()
        .map(|module| (module.to.as_str(), module.feature.as_deref()))
        .collect();
    let package = Package {
        name: &manifest.crate_.name,
        copied: &copied,
    };
    let plan = stage(diagnostics, |diagnostics| {
        plan::plan(model, analysis, names, package, diagnostics)
    })??;
    let plan = stages.plan.insert(plan);
    let command = target.command;
    let mut tree = stage(diagnostics, |diagnostics| print(command, plan, diagnostics))?;
    stage(diagnostics, |diagnostics| {
        let files = (target.templates, target.files);
        assets::add(files, manifest, plan, command, &mut tree, diagnostics);
        for (group, _) in model.iter_groups() {
            let file = bundle_of(loaded, (model, names), group, command, diagnostics);
            tree.extend(file);
        }
        list_public_items(command, &mut tree, diagnostics);
    })?;
    Some(tree)
}

/// Returns the path and the text of the bundle of an API, if the manifest has an entry for it.
fn bundle_of(
    loaded: &Loaded,
    (model, names): (&Model, &Names),
    group: GroupId,
    command: &str,
    diagnostics: &mut Diagnostics,
) -> Option<(String, Vec<u8>)> {
    let Loaded { manifest, apis } = loaded;
    let entry = manifest.apis.get(group.index())?;
    let bundle = entry.bundle.as_ref()?;
    let ids = names.of(model);
    let mut operations = bundle::OperationIds::new();
    for (id, operation) in model.operations_of(group) {
        let method = operation.method.as_str().to_ascii_lowercase();
        if let Ok(id) = ids.operation_id(id) {
            // If two documents have the same operation, the bundle contains the first one.
            let key = (method, operation.path.clone());
            operations.entry(key).or_insert_with(|| id.to_owned());
        }
    }
    let scopes = manifest.scopes.iter();
    let inputs = bundle::Inputs {
        entry: bundle,
        documents: &apis.get(group.index())?.documents,
        scopes: scopes.filter(|scope| scope.api == entry.name).collect(),
        ids: &manifest.ids,
        operations,
        version: &manifest.crate_.version,
        license: manifest.crate_.license.as_deref(),
        header: format::header(command),
    };
    let text = bundle::bundle(&inputs, diagnostics);
    Some((bundle.path.clone(), text.into_bytes()))
}

/// Turns warnings into errors in the documents and overlays of each strict API.
fn deny_warnings(loaded: &Loaded, diagnostics: &mut Diagnostics) {
    let apis = loaded.manifest.apis.iter().zip(&loaded.apis);
    for (_, api) in apis.filter(|(entry, _)| entry.policy == Policy::Strict) {
        for document in &api.documents {
            diagnostics.deny_warnings_in(document.source);
            for overlay in &document.overlays {
                diagnostics.deny_warnings_in(overlay.source);
            }
        }
    }
}

/// Prints the sources of the crate.
fn print(command: &str, plan: &CratePlan, diagnostics: &mut Diagnostics) -> OutputTree {
    let emitted = emit::emit(plan);
    let mut tree = OutputTree::new();
    for piece in emitted.pieces {
        let path = piece.path.clone();
        let text = format::text(piece, command, diagnostics);
        tree.insert(path, text.into_bytes());
    }
    let data = emitted.data.into_iter();
    tree.extend(data.map(|(path, text)| (path, text.into_bytes())));
    tree
}
