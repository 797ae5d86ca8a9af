//! Decodes recorded responses of any API.
//!
//! In: an OpenAPI document and a folder of responses. Out: the numbers and the reasons of a [`Tally`]. The crate of the
//! document is generated into `target/judge/answers`.

use std::path::Path;

use anyhow::{Context, Result, bail};
use codegen::diag::{Format, render};
use codegen::source::{Node, Value as NodeValue};
use codegen::write::{Mode, write};
use serde_json::Value;

use super::compare::faults;
use super::fixtures::{Fixture, Target, read};
use super::ours::{OurOperation, Ours};
use super::schema::UNKNOWN;
use super::tally::{Judged, Tally};
use super::throwaway::{Package, Throwaway};
use super::vendor::{Place, Vendor, VendorOperation};
use crate::generate::{self, Options};
use crate::output::{Outcome, eprint, print};
use crate::workspace::root;

/// The folder of the generated crates, relative to the workspace root.
const CRATES: &str = "target/judge/answers/crates";

/// Generates the crate of a document, decodes the responses of a folder, and prints the result.
pub(crate) fn run(
    document: &Path,
    folder: &Path,
    options: Options,
    details: bool,
) -> Result<Outcome> {
    let fixtures = read(folder)?;
    if fixtures.is_empty() {
        bail!("`{}` contains no responses", folder.display());
    }
    let outcome = generate::outcome(document, None, options)?;
    let Some(tree) = &outcome.tree else {
        eprint(&render(
            &outcome.diagnostics,
            &outcome.sources,
            Format::Human,
        ))?;
        return Ok(Outcome::Problems);
    };
    let ours = Ours::of(&outcome.stages).context("the run stopped before operations had names")?;
    let package = Package {
        name: ours.package.clone(),
        folder: root().join(CRATES).join(&ours.package),
        features: &[],
    };
    write(&package.folder, tree, Mode::Write)?;
    let merged = outcome.stages.merged.as_ref();
    let documents = merged.and_then(|loaded| Some(&loaded.apis.first()?.documents));
    let node = documents.and_then(|documents| Some(&documents.first()?.root));
    let vendor = Vendor::of_recorded(node.map(json_of).unwrap_or_default());
    let described = vendor.operations();
    let mut tally = Tally::default();
    let mut cases = Vec::new();
    for fixture in &fixtures {
        match find(&ours, fixture) {
            Some((own, ty)) => cases.push((fixture, own, ty)),
            None => tally.skip(),
        }
    }
    let types = cases.iter().map(|(.., ty)| *ty);
    let mut program = Throwaway::start(&package, types)?;
    for (fixture, own, ty) in cases {
        let mut repairs = Vec::new();
        let faults = faults(&fixture.body, |json| {
            let result = program.round_trip(ty, json)?;
            if let Ok(output) = &result {
                repairs.clone_from(&output.repairs);
            }
            Ok(result)
        })?;
        tally.add(&Judged {
            line: &own.line,
            file: &fixture.file,
            contradictions: contradictions(&described, own, fixture),
            faults,
            repairs,
        });
    }
    program.finish()?;
    print(&tally.report(details))?;
    Ok(Outcome::Success)
}

/// Returns the operation of a response, and the type of its body.
fn find<'a>(ours: &'a Ours, fixture: &Fixture) -> Option<(&'a OurOperation, &'a str)> {
    let own = match &fixture.operation {
        Target::Request(method, path) => {
            (ours.find(method, path)).or_else(|| ours.of_request(method, path))
        }
        Target::Name(name) => ours.named(name),
    }?;
    let ty = own.of(&Place::Response(fixture.status.clone()))?;
    Some((own, ty))
}

/// Returns the contradictions between a response and the document, as `path: reason`. Unknown properties contradict no
/// document.
fn contradictions(
    described: &[VendorOperation<'_>],
    own: &OurOperation,
    fixture: &Fixture,
) -> Vec<String> {
    let is_own =
        |of: &&VendorOperation<'_>| format!("{} {}", of.method.to_uppercase(), of.path) == own.line;
    let operation = described.iter().find(is_own);
    let found = operation.and_then(|operation| {
        let places = operation.media().into_iter().map(|(place, _)| place);
        // A status that the document does not have is described by a range such as `2XX`, or by any other success.
        let places: Vec<Place> = places.filter(|place| *place != Place::Request).collect();
        let exact = Place::Response(fixture.status.clone());
        let place = places.iter().find(|place| **place == exact);
        operation.check(place.or(places.first())?, &fixture.body)
    });
    let found = found.unwrap_or_default().into_iter();
    found
        .filter(|one| one.reason != UNKNOWN && one.value.is_none())
        .map(|one| format!("{}: {}", one.path, one.reason))
        .collect()
}

/// Converts a node of the document to JSON.
fn json_of(node: &Node) -> Value {
    match &node.value {
        NodeValue::Null => Value::Null,
        NodeValue::Bool(value) => (*value).into(),
        NodeValue::Number(number) => serde_json::from_str(&number.text).unwrap_or_default(),
        NodeValue::Str(text) => text.as_str().into(),
        NodeValue::List(items) => items.iter().map(json_of).collect(),
        NodeValue::Map(map) => {
            let fields = map.iter();
            Value::Object(
                fields
                    .map(|(name, _, node)| (name.to_owned(), json_of(node)))
                    .collect(),
            )
        }
    }
}
