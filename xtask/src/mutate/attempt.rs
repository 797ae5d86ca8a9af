//! Generates the crate of one mutant in a separate process.
//!
//! In: a document. Out: a verdict. If the generator panics, hangs or uses too much memory, only the separate process
//! ends.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::Value;

use super::failure::{Failure, Sort, Verdict};
use super::process::{Ended, Limits, Report, run};
use super::tree::text;

/// The settings for running the generator on mutants.
#[derive(Clone, Debug)]
pub(crate) struct Trial {
    /// The folder for documents and crates.
    pub(crate) folder: PathBuf,
    /// The limits of each process.
    pub(crate) limits: Limits,
    /// Whether the documents contain hostile texts.
    pub(crate) hostile: bool,
    /// Whether the generator runs only once. A second run detects differences between runs.
    pub(crate) once: bool,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Target<'a> {
    pub(crate) name: &'a str,
    pub(crate) folder: &'a Path,
}

impl Trial {
    /// Generates the crate of a document. `slot` becomes the name of the document's file, so attempts at the same time
    /// need different slots.
    pub(crate) fn attempt(
        &self,
        slot: &str,
        document: &Value,
        examples: bool,
        target: Option<Target<'_>>,
    ) -> Result<Verdict> {
        let file = self.folder.join(format!("{slot}.json"));
        fs::write(&file, text(document)).with_context(|| file.display().to_string())?;
        let path = file.display().to_string();
        let mut arguments = vec!["mutate", "--one", &path];
        if examples {
            arguments.push("--examples");
        }
        if self.hostile {
            arguments.push("--hostile");
        }
        if self.once {
            arguments.push("--once");
        }
        let folder = target.map(|target| target.folder.display().to_string());
        if let (Some(target), Some(folder)) = (target, &folder) {
            arguments.extend(["--name", target.name, "--out", folder]);
        }
        verdict(&run(&arguments, self.limits)?)
    }
}

/// Determines the verdict from the exit status and the output of the process.
fn verdict(report: &Report) -> Result<Verdict> {
    let stderr = &report.stderr;
    let failure = match &report.ended {
        Ended::Timeout => Failure::new(Sort::Timeout, "time limit", stderr),
        _ if stderr.contains("memory allocation of")
            || stderr.contains("annot allocate memory") =>
        {
            Failure::new(Sort::Memory, "memory limit", stderr)
        }
        _ if stderr.contains("overflowed its stack") => {
            Failure::new(Sort::Panic, "stack overflow", stderr)
        }
        _ if stderr.contains("panicked at ") => {
            Failure::new(Sort::Panic, panic_class(stderr), stderr)
        }
        Ended::Signal(signal) => Failure::new(Sort::Panic, signal.clone(), stderr),
        Ended::Exit(0) => {
            return serde_json::from_str(&report.stdout).context("the process printed no verdict");
        }
        Ended::Exit(code) => {
            let first = stderr.lines().next().unwrap_or_default();
            Failure::new(
                Sort::Panic,
                format!("exit code {code}: {}", super::child::class_of(first)),
                stderr,
            )
        }
    };
    Ok(Verdict::of_failure(failure))
}

/// Returns the location and the message of a panic, from the output of the process.
fn panic_class(stderr: &str) -> String {
    let mut lines = stderr
        .lines()
        .skip_while(|line| !line.contains("panicked at "));
    let place = lines
        .next()
        .and_then(|line| line.split_once("panicked at "));
    let place = place.map_or("", |(_, place)| place).trim_end_matches(':');
    let message = super::child::class_of(lines.next().unwrap_or_default());
    format!("{place}: {message}")
}

#[cfg(test)]
mod tests {
    use super::super::failure::Sort;
    use super::super::process::{Ended, Report};
    use super::verdict;

    fn failure(ended: Ended, stderr: &str) -> (Sort, String) {
        let report = Report {
            ended,
            stdout: String::new(),
            stderr: stderr.to_owned(),
        };
        let failure = verdict(&report).unwrap().failures.remove(0);
        (failure.sort, failure.class)
    }

    #[test]
    fn each_way_to_end_early_has_its_sort() {
        let panic = "\nthread 'main' panicked at generator/src/a.rs:1:2:\nindex `5` out of bounds\nnote: x\n";
        let expected = "generator/src/a.rs:1:2: index `…` out of bounds".to_owned();
        assert_eq!(failure(Ended::Exit(101), panic), (Sort::Panic, expected));
        let signal = || Ended::Signal("signal: 6 (SIGABRT)".to_owned());
        assert_eq!(
            failure(signal(), "memory allocation of 8 bytes failed").0,
            Sort::Memory
        );
        assert_eq!(
            failure(signal(), "thread 'x' has overflowed its stack").1,
            "stack overflow"
        );
        assert_eq!(failure(signal(), "").0, Sort::Panic);
        assert_eq!(failure(Ended::Timeout, "").0, Sort::Timeout);
        assert_eq!(failure(Ended::Exit(2), "error: x").0, Sort::Panic);
    }
}
