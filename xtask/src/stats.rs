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
use codegen::input::Manifest;
use codegen::pipeline::Outcome;

use crate::workspace::{MANIFEST, generate, root};
use crate::{End, compile, print, tell, usage};

/// The most that each number may be.
const BUDGET: &str = "xtask/budget.txt";
/// How the names of numbers begin that are known only after a compilation.
const COMPILE: &str = "check-";

/// Measure a run: seconds, memory, and the operations, types, files, lines and bytes that it makes
///
/// `--check` holds the numbers against `xtask/budget.txt`. Seconds and memory of a run depend on the machine and on how the task
/// was built, so they are only told. `--compile` also checks the crate alone, with all of it and with `accounts` only, and holds
/// the processor seconds against generous limits.
#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// End with 1 if a number is above what `xtask/budget.txt` allows
    #[arg(long)]
    check: bool,

    /// Measure what `cargo check` of the generated crate takes; it takes minutes where nothing is built yet
    #[arg(long)]
    compile: bool,
}

#[derive(Clone, Copy, Debug, Default)]
struct Size {
    files: usize,
    lines: usize,
    bytes: usize,
}

/// What a run makes.
struct Made {
    sizes: BTreeMap<&'static str, Size>,
    operations: usize,
    types: usize,
    longest: (String, usize),
}

impl Made {
    /// Measures a run; `None` if it made nothing.
    fn of(outcome: &Outcome) -> Option<Self> {
        let stages = &outcome.stages;
        let (tree, merged) = (outcome.tree.as_ref()?, stages.merged.as_ref()?);
        let model = stages.model.as_ref()?;
        let (path, lines) = longest(tree);
        Some(Self {
            sizes: sizes(tree, &merged.manifest),
            operations: model.operations.len(),
            types: model.types.len(),
            longest: (path.to_owned(), lines),
        })
    }

    fn lines_per_operation(&self) -> usize {
        let emitted = self.sizes.get(EMITTED).copied().unwrap_or_default();
        emitted.lines.checked_div(self.operations).unwrap_or(0)
    }

    /// Each number by the name that the budget has for it.
    fn measured(&self) -> BTreeMap<String, usize> {
        let mut measured = BTreeMap::from([
            ("operations".to_owned(), self.operations),
            ("types".to_owned(), self.types),
            ("lines-per-operation".to_owned(), self.lines_per_operation()),
            ("longest-file-lines".to_owned(), self.longest.1),
        ]);
        for (part, size) in &self.sizes {
            measured.insert(format!("{part}-files"), size.files);
            measured.insert(format!("{part}-lines"), size.lines);
        }
        measured
    }
}

/// Runs the task.
pub(crate) fn run(arguments: &Arguments) -> Result<End> {
    let start = Instant::now();
    let outcome = generate(MANIFEST);
    let seconds = start.elapsed().as_secs_f64();
    let Some(made) = Made::of(&outcome) else {
        tell(&render(
            &outcome.diagnostics,
            &outcome.sources,
            Format::Human,
        ))?;
        return Ok(End::Findings);
    };
    print(&report(&made, seconds)?)?;
    let mut measured = made.measured();
    if arguments.compile {
        for (name, seconds) in compile::measure()? {
            print(&format!("{name:24} {seconds:.1}\n"))?;
            // Whole seconds are exact enough for a limit.
            measured.insert(name.to_owned(), format!("{seconds:.0}").parse()?);
        }
    }
    if !arguments.check {
        return Ok(End::Fine);
    }
    let budget = fs::read_to_string(root().join(BUDGET)).with_context(|| BUDGET.to_owned())?;
    let findings = over(&budget, &measured);
    tell(&findings)?;
    Ok(if findings.is_empty() {
        End::Fine
    } else {
        End::Findings
    })
}

/// What is told of a run.
fn report(made: &Made, seconds: f64) -> Result<String> {
    let mut text = format!("{:24} {seconds:.2}\n", "seconds");
    if let Some(seconds) = usage::own_seconds() {
        writeln!(text, "{:24} {seconds:.2}", "processor seconds")?;
    }
    if let Some(kilobytes) = usage::peak_kilobytes() {
        writeln!(text, "{:24} {}", "peak memory, MiB", kilobytes / 1024)?;
    }
    let (longest, lines) = &made.longest;
    writeln!(text, "{:24} {}", "operations", made.operations)?;
    writeln!(text, "{:24} {}", "types", made.types)?;
    let per_operation = made.lines_per_operation();
    writeln!(text, "{:24} {per_operation}", "lines per operation")?;
    writeln!(text, "{:24} {lines} {longest}", "longest file, lines")?;
    writeln!(
        text,
        "\n{:24} {:>6} {:>8} {:>9}",
        "generated/", "files", "lines", "bytes"
    )?;
    for (part, size) in &made.sizes {
        writeln!(
            text,
            "{part:24} {:>6} {:>8} {:>9}",
            size.files, size.lines, size.bytes
        )?;
    }
    Ok(text)
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
    let compiled = measured.keys().any(|name| name.starts_with(COMPILE));
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
                None if name.starts_with(COMPILE) && !compiled => None,
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::fs;

    use super::{BUDGET, Made, over};
    use crate::workspace::{MANIFEST, generate, root};

    #[test]
    fn the_budget_is_kept() {
        let made = Made::of(&generate(MANIFEST)).unwrap();
        let budget = fs::read_to_string(root().join(BUDGET)).unwrap();
        assert_eq!(over(&budget, &made.measured()), "");
    }

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
