//! `cargo xtask judge answers`: decodes the examples of a vendor's documents with the generated types.

mod compare;
mod examples;
mod exceptions;
mod ours;
mod recorded;
mod report;
mod schema;
mod throwaway;
mod vendor;

use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::Args;
use codegen::diag::{Format, render};
use serde_json::Value;

use crate::output::{Outcome, eprint, print};
use crate::workspace::{MANIFEST, generate, root};
use compare::faults;
use exceptions::Exceptions;
use ours::{OurOperation, Ours};
use report::{Case, Report, Source};
use throwaway::Throwaway;
use vendor::{Place, Vendor, VendorOperation};

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
#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// The vendor's documents, in JSON, newest first
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
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome> {
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
    let mut program = Throwaway::start(&ours.package, types)?;
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

/// The operations that both the crate and the documents have.
struct Known<'a> {
    /// The number of the document, the operation of the crate, and the operation of the document.
    operations: Vec<(usize, &'a OurOperation, VendorOperation<'a>)>,
}

impl<'a> Known<'a> {
    fn of(ours: &'a Ours, vendors: &'a [Vendor]) -> Self {
        let mut operations = Vec::new();
        for (document, vendor) in vendors.iter().enumerate() {
            for operation in vendor.operations() {
                let method = operation.method.to_uppercase();
                let own = ours.find(&method, operation.path);
                operations.extend(own.map(|own| (document, own, operation)));
            }
        }
        Self { operations }
    }

    fn of_document(
        &self,
        document: usize,
    ) -> impl Iterator<Item = (&'a OurOperation, VendorOperation<'a>)> {
        let all = self.operations.iter();
        all.filter(move |(of, ..)| *of == document)
            .map(|(_, own, operation)| (*own, *operation))
    }

    /// Returns the first document's operation for an operation of the crate.
    fn newest(&self, own: &OurOperation) -> Option<VendorOperation<'a>> {
        let mut all = self.operations.iter();
        all.find(|(_, known, _)| known.id == own.id)
            .map(|(_, _, operation)| *operation)
    }

    fn case(
        &self,
        document: &str,
        own: &OurOperation,
        operation: VendorOperation<'_>,
        source: Source,
        place: Place,
        example: Value,
    ) -> Case {
        Case {
            source,
            document: document.to_owned(),
            operation: format!("{} {}", operation.method.to_uppercase(), operation.path),
            line: own.line.clone(),
            ty: own.of(&place).map(str::to_owned),
            by_document: operation.check(&place, &example).unwrap_or_default(),
            by_newest: (self.newest(own))
                .and_then(|newest| newest.check(&place, &example))
                .unwrap_or_default(),
            place,
            example,
        }
    }
}
