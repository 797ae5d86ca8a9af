//! `cargo xtask stats`: measures a run of the generator and the size of the crate.

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
use codegen::pipeline;

use crate::output::{Outcome, eprint, print};
use crate::workspace::{MANIFEST, generate, root};
use crate::{compile, usage};

/// The file that contains the limits.
const BUDGET: &str = "xtask/budget.txt";
/// The names of all numbers that only `--compile` measures start with this text.
const COMPILE: &str = "check-";

/// Measure a run: seconds, memory, operations, types, files, lines and bytes
///
/// `--check` compares the numbers with `xtask/budget.txt`. The time and the memory of a run have no limits, because they depend
/// on the machine and on the build profile. `--compile` also runs `cargo check` on the crate, with the default features and with
/// `accounts` only. The CPU seconds of `cargo check` have generous limits.
#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// Exit with 1 if a number is above its limit in `xtask/budget.txt`
    #[arg(long)]
    check: bool,

    /// Measure `cargo check` of the generated crate; takes minutes if nothing is built yet
    #[arg(long)]
    compile: bool,
}

#[derive(Clone, Copy, Debug, Default)]
struct Size {
    files: usize,
    lines: usize,
    bytes: usize,
}

/// The size of a generated crate.
struct CrateSize {
    parts: BTreeMap<&'static str, Size>,
    operations: usize,
    types: usize,
    longest: (String, usize),
}

impl CrateSize {
    /// Measures the crate that a run generated. Returns `None` if the run generated no crate.
    fn measure(outcome: &pipeline::Outcome) -> Option<Self> {
        let stages = &outcome.stages;
        let (tree, merged) = (outcome.tree.as_ref()?, stages.merged.as_ref()?);
        let plan = stages.plan.as_ref()?;
        let (path, lines) = longest(tree);
        Some(Self {
            parts: parts(tree, &merged.manifest),
            operations: plan.operations().len(),
            types: plan.types().count(),
            longest: (path.to_owned(), lines),
        })
    }

    fn lines_per_operation(&self) -> usize {
        let emitted = self.parts.get(EMITTED).copied().unwrap_or_default();
        emitted.lines.checked_div(self.operations).unwrap_or(0)
    }

    /// Returns the numbers that have a limit. The keys are their names in `xtask/budget.txt`.
    fn measured(&self) -> BTreeMap<String, usize> {
        let mut measured = BTreeMap::from([
            ("operations".to_owned(), self.operations),
            ("types".to_owned(), self.types),
            ("lines-per-operation".to_owned(), self.lines_per_operation()),
            ("longest-file-lines".to_owned(), self.longest.1),
        ]);
        for (part, size) in &self.parts {
            measured.insert(format!("{part}-files"), size.files);
            measured.insert(format!("{part}-lines"), size.lines);
        }
        measured
    }
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome> {
    let start = Instant::now();
    let outcome = generate(MANIFEST);
    let seconds = start.elapsed().as_secs_f64();
    let Some(size) = CrateSize::measure(&outcome) else {
        eprint(&render(
            &outcome.diagnostics,
            &outcome.sources,
            Format::Human,
        ))?;
        return Ok(Outcome::Problems);
    };
    print(&report(&size, seconds)?)?;
    let mut measured = size.measured();
    if arguments.compile {
        for (name, seconds) in compile::measure()? {
            print(&format!("{name:24} {seconds:.1}\n"))?;
            // The limits are whole seconds, so the measured seconds are rounded.
            measured.insert(name.to_owned(), format!("{seconds:.0}").parse()?);
        }
    }
    if !arguments.check {
        return Ok(Outcome::Success);
    }
    let budget = fs::read_to_string(root().join(BUDGET)).with_context(|| BUDGET.to_owned())?;
    let exceeded = over(&budget, &measured);
    eprint(&exceeded)?;
    Ok(if exceeded.is_empty() {
        Outcome::Success
    } else {
        Outcome::Problems
    })
}

/// Formats the numbers of a run.
fn report(size: &CrateSize, seconds: f64) -> Result<String> {
    let mut text = format!("{:24} {seconds:.2}\n", "seconds");
    if let Some(seconds) = usage::own_seconds() {
        writeln!(text, "{:24} {seconds:.2}", "CPU seconds")?;
    }
    if let Some(kilobytes) = usage::peak_kilobytes() {
        writeln!(text, "{:24} {}", "peak memory, MiB", kilobytes / 1024)?;
    }
    let (longest, lines) = &size.longest;
    writeln!(text, "{:24} {}", "operations", size.operations)?;
    writeln!(text, "{:24} {}", "types", size.types)?;
    let per_operation = size.lines_per_operation();
    writeln!(text, "{:24} {per_operation}", "lines per operation")?;
    writeln!(text, "{:24} {lines} {longest}", "longest file, lines")?;
    writeln!(
        text,
        "\n{:24} {:>6} {:>8} {:>9}",
        "generated/", "files", "lines", "bytes"
    )?;
    for (part, part_size) in &size.parts {
        writeln!(
            text,
            "{part:24} {:>6} {:>8} {:>9}",
            part_size.files, part_size.lines, part_size.bytes
        )?;
    }
    Ok(text)
}

/// The name for the files that are generated from documents with operations.
const EMITTED: &str = "emitted";

/// Returns the sizes of the crate's parts, such as the runtime.
fn parts(tree: &OutputTree, manifest: &Manifest) -> BTreeMap<&'static str, Size> {
    let mut parts: BTreeMap<&'static str, Size> = BTreeMap::new();
    for (path, bytes) in tree {
        let by_hand = manifest
            .modules
            .iter()
            .any(|module| path.starts_with(&module.to));
        let is_event = manifest
            .apis
            .iter()
            .filter(|api| api.event_property.is_some())
            .any(|api| path.starts_with(&format!("src/{}/", api.module)));
        let part = if path.starts_with("src/runtime/") {
            "runtime"
        } else if by_hand {
            "hand-written"
        } else if is_event {
            "events"
        } else if path.starts_with("src/") {
            EMITTED
        } else {
            "other"
        };
        let size = parts.entry(part).or_default();
        size.files += 1;
        size.lines += lines(bytes);
        size.bytes += bytes.len();
    }
    parts
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

/// Returns one line for each number above its limit. Each line of `budget` contains a name and a limit.
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
        let message = match parts {
            None => Some("not `NAME LIMIT`".to_owned()),
            Some((name, most)) => match measured.get(name) {
                None if name.starts_with(COMPILE) && !compiled => None,
                None => Some(format!("unknown number `{name}`")),
                Some(found) if *found > most => Some(format!("`{name}` is {found}, above {most}")),
                Some(_) => None,
            },
        };
        if let Some(message) = message {
            let line = format!("{place}: {message}\n");
            text.push_str(&line);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::fs;

    use super::{BUDGET, CrateSize, over};
    use crate::workspace::{MANIFEST, generate, root};

    #[test]
    fn no_number_is_above_its_limit() {
        let size = CrateSize::measure(&generate(MANIFEST)).unwrap();
        let budget = fs::read_to_string(root().join(BUDGET)).unwrap();
        assert_eq!(over(&budget, &size.measured()), "");
    }

    #[test]
    fn a_number_above_its_limit_is_reported_with_its_line() {
        let measured = BTreeMap::from([("emitted-lines".to_owned(), 10)]);
        assert_eq!(over("# most\nemitted-lines 10\n", &measured), "");
        assert_eq!(
            over("emitted-lines 9\n", &measured),
            "xtask/budget.txt:1: `emitted-lines` is 10, above 9\n"
        );
        assert!(over("other-lines 9\n", &measured).contains("unknown number"));
        assert!(over("emitted-lines many\n", &measured).contains("NAME LIMIT"));
    }
}
