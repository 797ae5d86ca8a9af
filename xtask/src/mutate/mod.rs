//! `cargo xtask mutate`: changes documents at random and runs the generator on each mutant.
//!
//! In: documents and a seed. Out: a table of results, and small documents on which the generator fails. The same seed
//! gives the same mutants on every machine.
//!
//! `recipe` plans a mutant. A mutant consists of some operations of a document (`slice`) and random changes (`kinds`),
//! or of a hostile text (`hostile`). `attempt` generates the crate of a mutant in another process. `audit` and `cargo`
//! check the crate. `minimise` reduces the size of documents on which the generator fails.

mod attempt;
mod audit;
mod base;
mod cargo;
mod child;
mod dice;
mod failure;
mod hostile;
mod kinds;
mod minimise;
mod process;
mod recipe;
mod renames;
mod report;
mod run;
mod sites;
mod slice;
mod tree;

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::Args;

use self::attempt::Trial;
use self::base::{Base, bases};
use self::process::Limits;
use self::recipe::Sources;
use self::run::Run;
use crate::output::{Outcome, print};
use crate::workspace::root;

/// Try the generator on documents that are changed at random
///
/// Each mutant is a slice of a document with a few mutations, or with a hostile text (`--hostile`). The crate of the mutant is
/// generated in a separate process, with limits of time and memory. Failures are panics, hangs, errors without a location,
/// different results of two runs, and crates that do not compile. Each failure is minimized and written as a small document.
#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// Documents and folders of documents; by default the golden cases and `specs/`
    documents: Vec<PathBuf>,
    /// The number of mutants
    #[arg(long, value_name = "N", default_value_t = 300)]
    count: usize,
    /// The number of crates to compile; with `--hostile`, their docs and tests too
    #[arg(long, value_name = "K", default_value_t = 6)]
    check: usize,
    /// The number of processes to run in parallel, and the number of jobs of cargo
    #[arg(long, value_name = "J", default_value_t = 2)]
    jobs: usize,
    /// The seed of all random choices
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// Put hostile texts into documents instead of mutating them
    #[arg(long)]
    hostile: bool,
    /// The folder for failing documents; by default `target/mutate/failures`
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// The limit of CPU time for one document, in seconds
    #[arg(long, value_name = "SECS", default_value_t = 20)]
    timeout: u64,
    /// Write the mutant with this number to stdout, and stop
    #[arg(long, value_name = "INDEX")]
    show: Option<usize>,
    #[command(flatten)]
    child: Child,
}

/// The options of the process that generates one crate.
#[derive(Args, Debug)]
struct Child {
    /// Run as a child process: generate the crate of one document and print the verdict
    #[arg(long, hide = true)]
    one: bool,
    /// The name of the crate of `--one`
    #[arg(long, hide = true, value_name = "NAME")]
    name: Option<String>,
    /// Skip the second run of `--one`, which detects nondeterminism
    #[arg(long, hide = true)]
    once: bool,
    /// Show example calls in the docs of the crate of `--one`
    #[arg(long, hide = true)]
    examples: bool,
}

/// The limit of address space for one document, in megabytes.
const MEGABYTES: u64 = 2000;

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome> {
    if arguments.child.one {
        return one(arguments);
    }
    let bases = documents(arguments)?;
    let kinds = kinds::all();
    let payloads = if arguments.hostile {
        hostile::payloads()
    } else {
        Vec::new()
    };
    let sources = Sources {
        bases: &bases,
        kinds: &kinds,
        payloads: &payloads,
    };
    if let Some(index) = arguments.show {
        let recipe = recipe::Recipe::new(&sources, arguments.seed, index);
        print(&tree::text(&recipe.document(&sources)))?;
        return Ok(Outcome::Success);
    }
    let folder = root().join("target/mutate");
    fs::create_dir_all(&folder)?;
    let out = arguments
        .out
        .clone()
        .unwrap_or_else(|| folder.join("failures"));
    let run = Run {
        sources,
        seed: arguments.seed,
        count: arguments.count,
        check: arguments.check,
        jobs: arguments.jobs.max(1),
        trial: Trial {
            folder,
            limits: Limits {
                seconds: arguments.timeout.max(1),
                megabytes: MEGABYTES,
            },
            hostile: arguments.hostile,
            once: false,
        },
    };
    let (counts, cases) = run.run()?;
    report::write_cases(&out, arguments.seed, &cases)?;
    print(&report::summary(arguments.seed, &counts, &cases)?)?;
    Ok(if cases.is_empty() {
        Outcome::Success
    } else {
        Outcome::Problems
    })
}

/// Reads the documents to mutate. With `--hostile`, the first document is `everything.yaml`.
fn documents(arguments: &Arguments) -> Result<Vec<Base>> {
    let mut all = Vec::new();
    if arguments.hostile {
        all.push(Base {
            name: "everything".to_owned(),
            document: hostile::everything()?,
        });
    }
    all.extend(bases(&arguments.documents)?);
    Ok(all)
}

/// Generates the crate of one document, in the child process.
fn one(arguments: &Arguments) -> Result<Outcome> {
    let document = arguments.documents.first().context("no document")?;
    let verdict = child::verdict(&child::Task {
        document,
        name: arguments.child.name.as_deref(),
        folder: arguments.out.as_deref(),
        examples: arguments.child.examples,
        hostile: arguments.hostile,
        once: arguments.child.once,
    })?;
    print(&format!("{}\n", serde_json::to_string(&verdict)?))?;
    Ok(Outcome::Success)
}
