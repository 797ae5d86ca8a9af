//! Compares the output of the generator with the golden cases. Each folder of `tests/golden` is a case: a small document, its
//! model and the generated files.
//!
//! `cargo test -p codegen --test golden open_enum` runs the case `open_enum`. `cargo xtask golden open_enum --accept` updates the
//! expected files of the case. The test `golden_cases_compile_without_warnings` compiles all cases as one workspace.

#[path = "support/compile.rs"]
mod compile;
mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::ExitCode;

use codegen::assets::OutputTree;
use codegen::diag::{Code, Format, render};
use codegen::input::FileProvider;
use codegen::load::{DiskFiles, yaml};
use codegen::pipeline::Outcome;
use codegen::write::{Mode, write};
use libtest_mimic::{Arguments, Failed, Trial};

use support::Case;

/// The maximum number of lines in the document of a case.
const MOST_LINES: usize = 40;
/// The folder of the API that the tests of the runtime call. The documents in this folder may have more than `MOST_LINES` lines.
const RUNTIME_API: &str = "templates/runtime/tests/api";
/// The name of the test that compiles the crates of all cases.
const COMPILE: &str = "golden_cases_compile_without_warnings";

/// The file with implementations for types of other crates. Such a crate needs its own copy of the runtime, because a crate
/// can implement only its own traits for these types. Thus, it is not compiled with the shared runtime.
const EXTERNAL: &str = "src/external_types.rs";

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let cases = Case::all(&folder).unwrap_or_default();
    let all = cases.clone();
    let mut trials: Vec<Trial> = cases
        .into_iter()
        .map(|case| {
            Trial::test(case.name.clone(), move || {
                check(&case).map_err(Failed::from)
            })
        })
        .collect();
    trials.push(Trial::test("runtime_test_api", || {
        let case = Case {
            name: "runtime_test_api".to_owned(),
            folder: support::root().join(RUNTIME_API),
        };
        let outcome = case.run().and_then(|outcome| finished(&case, outcome))?;
        check_emitted(&case, &outcome, BTreeMap::new()).map_err(Failed::from)
    }));
    trials.push(Trial::test(COMPILE, move || {
        compile(&all).map_err(Failed::from)
    }));
    libtest_mimic::run(&arguments, trials).exit_code()
}

fn check(case: &Case) -> Result<(), String> {
    document_is_small(case)?;
    let outcome = finished(case, case.run()?)?;
    no_reference_is_reported_twice(&outcome)?;
    let mut made = BTreeMap::new();
    made.insert("model.yaml".to_owned(), yaml::text(&outcome.stages.model)?);
    let said = render(&outcome.diagnostics, &outcome.sources, Format::Short);
    if !said.is_empty() {
        made.insert("notes.txt".to_owned(), said);
    }
    check_emitted(case, &outcome, made)
}

/// Compares the generated files, the list of public items, and the results in `made` with the expected files of the
/// case.
fn check_emitted(
    case: &Case,
    outcome: &Outcome,
    mut made: BTreeMap<String, String>,
) -> Result<(), String> {
    let merged = outcome.stages.merged.as_ref();
    let apis = merged.map(|merged| merged.manifest.apis.as_slice());
    let bundles = apis
        .into_iter()
        .flatten()
        .filter_map(|api| api.bundle.as_ref());
    let bundles: BTreeSet<&str> = bundles.map(|bundle| bundle.path.as_str()).collect();
    for (path, bytes) in outcome.tree.iter().flatten() {
        // All other files are the same for every document.
        let follows = path.starts_with("src/")
            || path.starts_with("tests/")
            || bundles.contains(path.as_str());
        if follows && !path.starts_with(compile::RUNTIME) {
            let short = path.strip_prefix("src/").unwrap_or(path);
            let text = String::from_utf8_lossy(bytes).into_owned();
            made.insert(format!("out/{short}"), text);
        }
    }
    if let Some(tree) = &outcome.tree {
        list_matches_written_rust(tree)?;
        made.insert("API.txt".to_owned(), public_items(tree)?);
    }
    let results = ["API.txt", "model.yaml", "notes.txt"];
    let owned = |path: &str| path.starts_with("out/") || results.contains(&path);
    case.compare(
        &made,
        owned,
        &format!("cargo xtask golden {} --accept", case.name),
    )
}

/// Compares `API.txt`, with the list of public items in the written files.
fn list_matches_written_rust(tree: &OutputTree) -> Result<(), String> {
    let listed = String::from_utf8_lossy(tree.get("API.txt").map_or(&[], Vec::as_slice));
    let header = listed.lines().next().unwrap_or_default();
    let sections = codegen::api::surface(&sources(tree)).sections;
    if codegen::api::assemble(header, &sections) == listed {
        Ok(())
    } else {
        Err("`API.txt` does not match the written Rust".to_owned())
    }
}

/// Lists the public items of a crate. Skips the items of the runtime, which is the same in every crate.
fn public_items(tree: &OutputTree) -> Result<String, String> {
    let mut sources = sources(tree);
    // In cases, the runtime is empty. Its real sources are added here, because its macros define public items of
    // generated types.
    let runtime = DiskFiles::new(support::root().join("templates/runtime/src"));
    let mut paths = runtime
        .list("runtime/macros")
        .map_err(|error| format!("{error:?}"))?;
    paths.push("runtime/mod.rs".to_owned());
    for path in paths {
        let text = runtime.read(&path).map_err(|error| format!("{error:?}"))?;
        sources.insert(path, String::from_utf8_lossy(&text).into_owned());
    }
    let mut sections = codegen::api::surface(&sources).sections;
    sections.retain(|section| !section.path.starts_with("runtime"));
    Ok(codegen::api::assemble("# The public items.", &sections))
}

/// Returns the Rust sources of a crate, keyed by path below `src`.
fn sources(tree: &OutputTree) -> BTreeMap<String, String> {
    let mut sources = BTreeMap::new();
    for (path, bytes) in tree {
        let below = path
            .strip_prefix("src/")
            .filter(|path| path.rsplit('.').next() == Some("rs"));
        if let Some(below) = below {
            sources.insert(
                below.to_owned(),
                String::from_utf8_lossy(bytes).into_owned(),
            );
        }
    }
    sources
}

/// Returns the outcome of a successful run, or the diagnostics of a failed run.
fn finished(case: &Case, outcome: Outcome) -> Result<Outcome, String> {
    if outcome.tree.is_some() {
        return Ok(outcome);
    }
    let said = render(&outcome.diagnostics, &outcome.sources, Format::Human);
    Err(format!("`{}` stops:\n{said}", case.name))
}

fn document_is_small(case: &Case) -> Result<(), String> {
    let text =
        fs::read_to_string(case.folder.join("spec.yaml")).map_err(|error| error.to_string())?;
    let lines = text.lines().count();
    if lines > MOST_LINES {
        return Err(format!(
            "spec.yaml has {lines} lines, of at most {MOST_LINES}: a case shows one idea"
        ));
    }
    if text.contains("description:") {
        Ok(())
    } else {
        Err("`info.description` has to say the idea".to_owned())
    }
}

/// `check` reports an unresolved reference and replaces it. If it is reported a second time, a later stage has still
/// seen it.
fn no_reference_is_reported_twice(outcome: &Outcome) -> Result<(), String> {
    let mut seen = BTreeSet::new();
    let found = outcome.diagnostics.iter();
    for found in found.filter(|found| found.code == Code::UnresolvedReference) {
        let place = format!("{:?}", found.main_label().map(|label| label.span));
        if !seen.insert(place) {
            return Err(format!("reported twice: {}", found.message));
        }
    }
    Ok(())
}

/// Compiles all cases as packages of one workspace. A compiler warning is an error.
fn compile(cases: &[Case]) -> Result<(), String> {
    let workspace = compile::target().join("golden");
    let mut members = Vec::new();
    let mut features = Vec::new();
    for case in cases {
        let outcome = finished(case, case.run()?)?;
        let tree = outcome.tree.as_ref();
        if tree.is_some_and(|tree| tree.contains_key(EXTERNAL)) {
            continue;
        }
        let name = outcome
            .stages
            .merged
            .as_ref()
            .map(|merged| merged.manifest.crate_.name.clone());
        if name.as_deref() != Some(case.name.as_str()) {
            return Err(format!(
                "the crate of `{}` must have the name of its folder",
                case.name
            ));
        }
        if let Some(model) = &outcome.stages.model {
            let of_groups = model
                .groups
                .iter()
                .filter_map(|group| group.feature.as_ref());
            let of_operations = model.operations.iter();
            let of_operations = of_operations.filter_map(|operation| operation.feature.as_ref());
            let named = of_groups.chain(of_operations);
            features.extend(named.map(|feature| format!("{}/{feature}", case.name)));
        }
        let mut tree = outcome.tree.unwrap_or_default();
        compile::share_runtime(&mut tree)?;
        write(&workspace.join(&case.name), &tree, Mode::Write)
            .map_err(|error| error.to_string())?;
        members.push(case.name.clone());
    }
    compile::check(&workspace, &members, &features, &["--test=*"])
}
