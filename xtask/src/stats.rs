//! `cargo xtask stats`: what a run costs, and how much it makes.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::time::Instant;

use anyhow::{Context, Result};
use clap::Args;
use codegen::assets::OutputTree;
use codegen::diag::{Format, render};
use codegen::load::Manifest;

use crate::workspace::{MANIFEST, generate, root};
use crate::{End, print, tell};

/// The most that each number may be.
const BUDGET: &str = "xtask/budget.txt";

/// Measure a run: seconds, memory, and the files, lines and bytes that it makes
///
/// `--check` holds the lines against `xtask/budget.txt`. Seconds and memory depend on the machine and on how the task was
/// built, so they are only told.
#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// End with 1 if a number is above what `xtask/budget.txt` allows
    #[arg(long)]
    check: bool,
}

#[derive(Clone, Copy, Debug, Default)]
struct Size {
    files: usize,
    lines: usize,
    bytes: usize,
}

/// Runs the task.
pub(crate) fn run(arguments: &Arguments) -> Result<End> {
    let start = Instant::now();
    let outcome = generate(MANIFEST);
    let seconds = start.elapsed().as_secs_f64();
    let (Some(tree), Some(merged), Some(model)) =
        (&outcome.tree, &outcome.stages.merged, &outcome.stages.model)
    else {
        tell(&render(
            &outcome.diagnostics,
            &outcome.sources,
            Format::Human,
        ))?;
        return Ok(End::Findings);
    };
    let sizes = sizes(tree, &merged.manifest);
    let emitted = sizes.get(EMITTED).copied().unwrap_or_default();
    let operations = model.operations.len();
    let per_operation = emitted.lines.checked_div(operations).unwrap_or(0);
    let (longest, longest_lines) = longest(tree);

    let mut text = format!("{:24} {seconds:.2}\n", "seconds");
    if let Some(kilobytes) = peak_kilobytes() {
        writeln!(text, "{:24} {}", "peak memory, MiB", kilobytes / 1024)?;
    }
    writeln!(text, "{:24} {operations}", "operations")?;
    writeln!(text, "{:24} {per_operation}", "lines per operation")?;
    writeln!(
        text,
        "{:24} {longest_lines} {longest}",
        "longest file, lines"
    )?;
    writeln!(
        text,
        "\n{:24} {:>6} {:>8} {:>9}",
        "generated/", "files", "lines", "bytes"
    )?;
    for (part, size) in &sizes {
        writeln!(
            text,
            "{part:24} {:>6} {:>8} {:>9}",
            size.files, size.lines, size.bytes
        )?;
    }
    print(&text)?;
    if !arguments.check {
        return Ok(End::Fine);
    }
    let mut measured: BTreeMap<String, usize> = sizes
        .iter()
        .map(|(part, size)| (format!("{part}-lines"), size.lines))
        .collect();
    measured.insert("lines-per-operation".to_owned(), per_operation);
    measured.insert("longest-file-lines".to_owned(), longest_lines);
    let budget = fs::read_to_string(root().join(BUDGET)).with_context(|| BUDGET.to_owned())?;
    let findings = over(&budget, &measured);
    tell(&findings)?;
    Ok(if findings.is_empty() {
        End::Fine
    } else {
        End::Findings
    })
}

/// What follows from the documents.
const EMITTED: &str = "emitted";

/// The sizes of the parts of a crate.
fn sizes(tree: &OutputTree, manifest: &Manifest) -> BTreeMap<&'static str, Size> {
    let mut sizes: BTreeMap<&'static str, Size> = BTreeMap::new();
    for (path, bytes) in tree {
        let by_hand = manifest
            .modules
            .iter()
            .any(|module| path.starts_with(&module.to));
        let part = if path.starts_with("src/runtime/") {
            "runtime"
        } else if by_hand {
            "hand-written"
        } else if path.starts_with("src/") {
            EMITTED
        } else {
            "other"
        };
        let size = sizes.entry(part).or_default();
        size.files += 1;
        size.lines += lines(bytes);
        size.bytes += bytes.len();
    }
    sizes
}

fn longest(tree: &OutputTree) -> (&str, usize) {
    let rust = tree.iter().filter(|(path, _)| {
        Path::new(path)
            .extension()
            .is_some_and(|extension| extension == "rs")
    });
    let counted = rust.map(|(path, bytes)| (path.as_str(), lines(bytes)));
    counted.max_by_key(|(_, lines)| *lines).unwrap_or(("", 0))
}

fn lines(bytes: &[u8]) -> usize {
    bytes.split(|byte| *byte == b'\n').count().saturating_sub(1)
}

/// What is above the budget: a line each, `NAME MOST` in the budget's file.
fn over(budget: &str, measured: &BTreeMap<String, usize>) -> String {
    let mut text = String::new();
    for (number, line) in budget.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let place = format!("{BUDGET}:{}", number + 1);
        let parts = line
            .split_once(' ')
            .and_then(|(name, most)| Some((name, most.trim().parse::<usize>().ok()?)));
        let told = match parts {
            None => Some("not `NAME MOST`".to_owned()),
            Some((name, most)) => match measured.get(name) {
                None => Some(format!("no number is called `{name}`")),
                Some(found) if *found > most => Some(format!("`{name}` is {found}, above {most}")),
                Some(_) => None,
            },
        };
        if let Some(told) = told {
            let line = format!("{place}: {told}\n");
            text.push_str(&line);
        }
    }
    text
}

/// The most memory that this process has had, where the system tells it.
fn peak_kilobytes() -> Option<usize> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::over;

    #[test]
    fn what_is_above_the_budget_is_told_with_its_line() {
        let measured = BTreeMap::from([("emitted-lines".to_owned(), 10)]);
        assert_eq!(over("# most\nemitted-lines 10\n", &measured), "");
        assert_eq!(
            over("emitted-lines 9\n", &measured),
            "xtask/budget.txt:1: `emitted-lines` is 10, above 9\n"
        );
        assert!(over("other-lines 9\n", &measured).contains("no number"));
        assert!(over("emitted-lines many\n", &measured).contains("NAME MOST"));
    }
}
