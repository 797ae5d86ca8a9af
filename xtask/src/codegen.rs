//! `cargo xtask codegen`: updates the generated crate and the name lock, or checks that crate and lock are up to date.

use std::fmt::Write;
use std::fs;

use anyhow::{Context, Result, anyhow, bail};
use clap::{Args, ValueEnum};
use codegen::assets::OutputTree;
use codegen::changes::since_last_run;
use codegen::load::yaml;
use codegen::pipeline;
use codegen::project::lock_beside;
use codegen::source::Sources;
use codegen::write::{Mode, Report, put, write};
use openapi_to_crate::changes;

use crate::diagnostics::{Style, counted, print_diagnostics};
use crate::output::{Outcome, eprint, print};
use crate::workspace::{MANIFEST, generate, root};

/// The command that updates the generated files.
const FIX: &str = "cargo xtask codegen";
/// The maximum number of lines that `--check` prints of the old file, and of the new file.
const SHOWN: usize = 5;

/// Write the crate and the name lock from the documents that the manifest names
///
/// Writes the crate to the folder `out` of the manifest. Without `out`, the folder is `generated` beside the manifest. The name
/// lock is also beside the manifest.
///
/// Writes only files that differ and removes files that are no longer generated. Never changes a file that the generator did not
/// write; an unknown file stops the run (E0701). If a document has an error, nothing is written. Diagnostics are printed to
/// stderr; `cargo xtask explain CODE` explains a diagnostic.
#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// List the files that are out of date and write nothing; exit with 1 if a file is out of date
    #[arg(long)]
    check: bool,
    /// Print the result of a stage as YAML and write nothing
    #[arg(long, value_name = "STAGE", conflicts_with_all = ["check", "stdout"])]
    dump: Option<Stage>,
    /// Print one file of the crate, such as `src/lib.rs`, and write nothing
    #[arg(long, value_name = "PATH", conflicts_with = "check")]
    stdout: Option<String>,
    /// The format of diagnostics
    #[arg(long, value_enum, default_value_t = Style::Human)]
    format: Style,
    /// The manifest, relative to the workspace root
    #[arg(long, value_name = "PATH", default_value = MANIFEST)]
    manifest: String,
    #[command(flatten)]
    changes: changes::ChangeOptions,
    /// Print notes and all changes for users of the crate, not only some of them
    #[arg(long, short)]
    verbose: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Stage {
    /// The documents with their overlays applied
    Merged,
    /// The API that the crate offers
    Model,
    /// The results of the analysis of the model
    Refine,
    /// Every Rust name
    Names,
    /// Every signature, type, constant and doc text of the crate
    Plan,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome> {
    let outcome = generate(&arguments.manifest);
    print_diagnostics(
        &outcome.diagnostics,
        &outcome.sources,
        arguments.format,
        arguments.verbose,
    )?;
    if let Some(stage) = arguments.dump {
        return dump(&outcome, stage);
    }
    let stages = &outcome.stages;
    let (Some(tree), Some(names), Some(merged)) = (&outcome.tree, &stages.names, &stages.merged)
    else {
        eprint("nothing was written\n")?;
        return Ok(Outcome::Problems);
    };
    let out = merged.manifest.output_folder(&arguments.manifest);
    if let Some(path) = &arguments.stdout {
        return show(tree, &out, path);
    }
    let folder = root().join(&out);
    let comparison = since_last_run(&folder, &outcome)?;
    if !arguments.changes.report(&comparison, arguments.verbose)? {
        eprint("nothing was written\n")?;
        return Ok(Outcome::Problems);
    }
    let report = write(
        &folder,
        tree,
        if arguments.check {
            Mode::Check
        } else {
            Mode::Write
        },
    )?;
    let lock = lock_beside(&arguments.manifest);
    let lock_text = names.lock.to_text("cargo xtask codegen");
    let lock_differs = fs::read(root().join(&lock)).ok().as_deref() != Some(lock_text.as_bytes());
    if !report.foreign.is_empty() {
        print_diagnostics(
            &report.foreign_files(&out),
            &Sources::default(),
            arguments.format,
            arguments.verbose,
        )?;
        if !arguments.check {
            return Ok(Outcome::Problems);
        }
    }
    if arguments.check {
        let lock = lock_differs.then_some(lock.as_str());
        let checked = check(arguments, &report, tree, &out, lock);
        std::mem::forget(outcome);
        return checked;
    }
    if lock_differs {
        put(&root().join(&lock), lock_text.as_bytes())?;
    }
    print(&summary(
        &report,
        &out,
        lock_differs.then_some(lock.as_str()),
    ))?;
    // The process exits now. Dropping millions of values would cost more time than the exit.
    std::mem::forget(outcome);
    Ok(Outcome::Success)
}

fn dump(outcome: &pipeline::Outcome, stage: Stage) -> Result<Outcome> {
    let stages = &outcome.stages;
    let text = match stage {
        Stage::Merged => match &stages.merged {
            None => None,
            Some(merged) => {
                let mut text = String::new();
                for document in merged.apis.iter().flat_map(|api| &api.documents) {
                    let body = yaml::document(&document.root).map_err(|error| anyhow!(error))?;
                    write!(text, "---\n# {}\n{body}", document.path)?;
                }
                Some(text)
            }
        },
        Stage::Model => stages
            .model
            .as_ref()
            .map(yaml::text)
            .transpose()
            .map_err(|error| anyhow!(error))?,
        Stage::Refine => stages
            .analysis
            .as_ref()
            .map(yaml::text)
            .transpose()
            .map_err(|error| anyhow!(error))?,
        Stage::Names => stages
            .names
            .as_ref()
            .map(yaml::text)
            .transpose()
            .map_err(|error| anyhow!(error))?,
        Stage::Plan => stages
            .plan
            .as_ref()
            .map(yaml::text)
            .transpose()
            .map_err(|error| anyhow!(error))?,
    };
    let Some(text) = text else {
        bail!("the run stopped before that stage");
    };
    print(&text)?;
    Ok(if outcome.diagnostics.has_errors() {
        Outcome::Problems
    } else {
        Outcome::Success
    })
}

/// Prints one file of the crate.
fn show(tree: &OutputTree, out: &str, path: &str) -> Result<Outcome> {
    let below = path.strip_prefix(out);
    let below = below.and_then(|below| below.strip_prefix('/'));
    let short = below.unwrap_or(path);
    if let Some(bytes) = tree.get(short) {
        print(&String::from_utf8_lossy(bytes))?;
        return Ok(Outcome::Success);
    }
    let near = codegen::diag::nearest(short, tree.keys().map(String::as_str));
    let hint = near
        .map(|near| format!("; did you mean `{near}`?"))
        .unwrap_or_default();
    eprint(&format!("error: the crate has no file `{short}`{hint}\n"))?;
    Ok(Outcome::UsageError)
}

fn check(
    arguments: &Arguments,
    report: &Report,
    tree: &OutputTree,
    out: &str,
    lock: Option<&str>,
) -> Result<Outcome> {
    if report.is_clean() && lock.is_none() {
        print(&format!(
            "up to date: {}\n",
            counted(report.unchanged, "file")
        ))?;
        return Ok(Outcome::Success);
    }
    let mut text = String::from("out of date:\n");
    for (what, paths) in [
        ("added", &report.added),
        ("changed", &report.changed),
        ("removed", &report.removed),
        ("foreign", &report.foreign),
    ] {
        for path in paths {
            writeln!(text, "  {what:8} {out}/{path}")?;
        }
    }
    if let Some(lock) = lock {
        writeln!(text, "  {:8} {lock}", "stale")?;
    }
    if let Some(path) = report.changed.first()
        && let Some(new) = tree.get(path)
    {
        let old = fs::read(root().join(out).join(path)).with_context(|| path.clone())?;
        text.push_str(&first_difference(
            &format!("{out}/{path}"),
            &String::from_utf8_lossy(&old),
            &String::from_utf8_lossy(new),
        ));
    }
    match arguments.manifest.as_str() {
        MANIFEST => writeln!(text, "run `{FIX}`")?,
        manifest => writeln!(text, "run `{FIX} --manifest {manifest}`")?,
    }
    eprint(&text)?;
    Ok(Outcome::Problems)
}

/// Formats the first lines that differ: the old lines, then the new lines.
fn first_difference(path: &str, old: &str, new: &str) -> String {
    let same = old
        .lines()
        .zip(new.lines())
        .take_while(|(old, new)| old == new)
        .count();
    let shown = |sign: char, text: &str| -> String {
        let lines = text.lines().skip(same).take(SHOWN);
        let lines: Vec<String> = lines.map(|line| format!("  {sign} {line}\n")).collect();
        lines.concat()
    };
    format!(
        "{path}:{}:\n{}{}",
        same + 1,
        shown('-', old),
        shown('+', new)
    )
}

fn summary(report: &Report, out: &str, lock: Option<&str>) -> String {
    if report.is_clean() && lock.is_none() {
        return format!("up to date: {}\n", counted(report.unchanged, "file"));
    }
    let kinds = [
        ("added", &report.added),
        ("changed", &report.changed),
        ("removed", &report.removed),
    ];
    let generated = kinds.into_iter().flat_map(|(what, paths)| {
        paths
            .iter()
            .map(move |path| format!("{what:8} {out}/{path}\n"))
    });
    let lock = lock.map(|lock| format!("{:8} {lock}\n", "written"));
    let rest = format!("unchanged: {}\n", counted(report.unchanged, "file"));
    generated
        .chain(lock)
        .chain([rest])
        .collect::<Vec<_>>()
        .concat()
}

#[cfg(test)]
mod tests {
    use super::first_difference;

    #[test]
    fn the_first_lines_that_differ_are_shown() {
        assert_eq!(
            first_difference("generated/a.rs", "x\ny\nz\n", "x\nw\nz\n"),
            "generated/a.rs:2:\n  - y\n  - z\n  + w\n  + z\n"
        );
        assert_eq!(
            first_difference("generated/a.rs", "x\n", "x\ny\n"),
            "generated/a.rs:2:\n  + y\n"
        );
    }
}
