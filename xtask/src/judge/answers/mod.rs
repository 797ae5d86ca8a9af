//! `cargo xtask judge answers`: decodes the examples of a vendor's documents with the generated types.

mod compare;
mod examples;
mod exceptions;
mod fixtures;
mod folder;
mod known;
mod ours;
mod recorded;
mod report;
mod schema;
mod tally;
mod throwaway;
mod vendor;

use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::Args;
use codegen::diag::{Format, render};

use openapi_to_crate::reading::ReadingArguments;

use crate::generate::Options;
use crate::output::{Outcome, eprint, print};
use crate::workspace::{MANIFEST, generate, root};
use compare::faults;
use exceptions::Exceptions;
use known::Known;
use ours::Ours;
use report::{Report, Source};
use throwaway::{Package, Throwaway};
use vendor::Vendor;

/// Decode and encode the examples of a vendor's documents with the generated types, and compare the output with the examples
///
/// The examples are the bodies in the documents, and bodies that are composed from the examples of properties. The task finds the
/// operation of each example, and runs a throwaway crate in `target/judge/answers` that decodes and encodes the example. Each
/// value of the example must be in the output. Absent properties and `null` are equal, and so are `1` and `1.0`.
///
/// Prints the number of operations, JSON bodies, examples, decoded examples and lossless examples for each document. Further bodies
/// contain the values of enums. Then prints each exception, with its origin:
///
/// - `ours`: a fault of the specifications or of the generator
/// - `accepted`: a row of `specs/judge-exceptions.tsv`
/// - `document`: an earlier document contradicts the example, so put the newest documents first
/// - `example`: the example contradicts its own document
///
/// `unknown` means that a value is kept, but is not in the specification, such as a value of an enum.
///
/// With a folder as the second argument, the task decodes recorded responses of any API. It generates the crate of the document, and
/// decodes each response of the folder with the type of its operation. The folder has one of these forms:
///
/// - `recorded.tsv` with the columns method, path, status and file. The path is a template of the document or the path of a request.
/// - a folder for each operation with files such as `200-empty.json`. The folder has the name of the `operationId`, or of the method
///   and the path with `_` for each `/`, `{` and `}`, such as `GET_users_id`.
/// - HAR files (`*.har`), or JSON files with a list of the objects that `nock` records.
///
/// Prints how many responses can be decoded, how many lose nothing, how many were repaired, and the reasons of the others.
#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// The vendor's documents, in JSON, newest first; or a document of any API, and a folder of recorded responses
    #[arg(required = true, value_name = "DOC")]
    documents: Vec<PathBuf>,
    /// A folder with recorded bodies. The file `recorded.tsv` in the folder lists the method, path, status and file of each body;
    /// the status `request` means a request body
    #[arg(long, value_name = "DIR")]
    recorded: Option<PathBuf>,
    /// A table of accepted exceptions: operation, place, path, reason
    #[arg(
        long,
        value_name = "FILE",
        default_value = "specs/judge-exceptions.tsv"
    )]
    exceptions: String,
    /// With a folder of responses: print each fault with the name of its file
    #[arg(long)]
    details: bool,
    #[command(flatten)]
    reading: ReadingArguments,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome> {
    if let [document, folder] = arguments.documents.as_slice()
        && folder.is_dir()
    {
        return {
            let options = Options {
                reading: arguments.reading.reading(),
                ..Options::default()
            };
            folder::run(document, folder, options, arguments.details)
        };
    }
    let outcome = generate(MANIFEST);
    if outcome.diagnostics.has_errors() {
        let text = render(&outcome.diagnostics, &outcome.sources, Format::Human);
        eprint(&text)?;
        return Ok(Outcome::Problems);
    }
    let ours =
        Ours::of(&outcome.stages).context("the run stopped before its operations had names")?;
    let vendors: Result<Vec<Vendor>> = (arguments.documents.iter())
        .map(|path| Vendor::read(path))
        .collect();
    let vendors = vendors?;
    let known = Known::of(&ours, &vendors);
    let mut cases = Vec::new();
    for (document, vendor) in vendors.iter().enumerate() {
        for (own, operation) in known.of_document(document) {
            let examples = operation.examples().into_iter();
            let examples = examples.map(|(place, body)| (Source::Document, place, body));
            let enums = operation.enum_bodies().into_iter();
            let enums = enums.map(|(place, body)| (Source::Enum, place, body));
            for (source, place, body) in examples.chain(enums) {
                cases.push(known.case(&vendor.name, own, operation, source, place, body));
            }
        }
    }
    if let Some(folder) = &arguments.recorded {
        cases.extend(recorded::read(folder, &ours, &known)?);
    }
    let exceptions = Exceptions::read(&root().join(&arguments.exceptions))?;
    let mut report = Report::new(exceptions);
    for (document, vendor) in vendors.iter().enumerate() {
        let all = vendor.operations().len();
        let known = known.of_document(document);
        let bodies = known.map(|(_, operation)| operation.media().len());
        let bodies: Vec<usize> = bodies.collect();
        report.document(&vendor.name, all, &bodies);
    }
    let types = cases.iter().filter_map(|case| case.ty.as_deref());
    let mut program = Throwaway::start(&Package::ours(&ours.package), types)?;
    for case in &cases {
        let found = match &case.ty {
            Some(ty) => Some(faults(&case.example, |json| program.round_trip(ty, json))?),
            None => None,
        };
        report.case(case, found);
    }
    program.finish()?;
    print(&report.to_string())?;
    let unused = report.unused_exceptions();
    for line in &unused {
        eprint(&format!(
            "error: {}:{line}: no example needs this exception\n",
            arguments.exceptions
        ))?;
    }
    Ok(if report.is_clean() && unused.is_empty() {
        Outcome::Success
    } else {
        Outcome::Problems
    })
}
