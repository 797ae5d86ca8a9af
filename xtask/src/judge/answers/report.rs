//! The report: figures for each document, and every exception with its origin.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde_json::Value;

use super::compare::{Fault, Kind};
use super::schema::Contradiction;
use super::vendor::Place;

/// An example, its type, and what the documents say about the example.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    /// The name of the document.
    pub(crate) document: String,
    /// The method and path in the document.
    pub(crate) operation: String,
    pub(crate) place: Place,
    pub(crate) example: Value,
    /// The generated type. `None` if the crate reads or writes no JSON here.
    pub(crate) ty: Option<String>,
    /// The contradictions between the example and its own document.
    pub(crate) by_document: Vec<Contradiction>,
    /// The contradictions between the example and the newest document.
    pub(crate) by_newest: Vec<Contradiction>,
}

/// Who is responsible for an exception.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
enum Origin {
    /// The specifications or the generator.
    Ours,
    /// An earlier document contradicts the example.
    Document,
    /// The example contradicts its own document.
    Example,
}

impl Origin {
    const fn name(self) -> &'static str {
        match self {
            Self::Ours => "ours",
            Self::Document => "document",
            Self::Example => "example",
        }
    }
}

/// The figures of a document.
#[derive(Clone, Copy, Debug, Default)]
struct Figures {
    operations: usize,
    in_document: usize,
    examples: usize,
    decoded: usize,
    lossless: usize,
    /// Examples with an exception of this project.
    ours: usize,
}

/// A line about a value: the origin, document, operation, place, path, what happened, and the reason.
type Exception = (Origin, String, String, String, String, &'static str, String);

/// The results of all examples.
#[derive(Debug, Default)]
pub(crate) struct Report {
    documents: Vec<String>,
    figures: BTreeMap<String, Figures>,
    exceptions: BTreeSet<Exception>,
}

impl Report {
    /// Adds a document: the number of its operations that the crate has, and the number of its operations.
    pub(crate) fn document(&mut self, name: &str, operations: usize, in_document: usize) {
        let figures = self.figures(name);
        figures.operations = operations;
        figures.in_document = in_document;
    }

    fn figures(&mut self, name: &str) -> &mut Figures {
        if !self.documents.iter().any(|known| known == name) {
            self.documents.push(name.to_owned());
        }
        self.figures.entry(name.to_owned()).or_default()
    }

    /// Adds the result of an example. `None` means that there is no type for the example.
    pub(crate) fn case(&mut self, case: &Case, faults: Option<Vec<Fault>>) {
        let is_typed = faults.is_some();
        let faults = faults.unwrap_or_default();
        let mut exceptions: Vec<Exception> = Vec::new();
        let mut add = |origin, path: &str, what, reason: String| {
            let (document, operation) = (case.document.clone(), case.operation.clone());
            let place = case.place.name().to_owned();
            exceptions.push((
                origin,
                document,
                operation,
                place,
                without_index(path),
                what,
                reason,
            ));
        };
        if !is_typed {
            add(
                Origin::Ours,
                "",
                "untyped",
                "the operation has no JSON type here".to_owned(),
            );
        }
        for fault in &faults {
            let what = match fault.kind {
                Kind::Undecoded => "undecoded",
                Kind::Lost => "lost",
                Kind::Changed => "changed",
            };
            let (origin, why) = origin(case, fault);
            let why = why.map(|why| format!("; {why}")).unwrap_or_default();
            add(origin, &fault.path, what, format!("{}{why}", fault.reason));
        }
        let is_ours = exceptions
            .iter()
            .any(|exception| exception.0 == Origin::Ours);
        self.exceptions.extend(exceptions);
        let is_decoded = is_typed && faults.iter().all(|fault| fault.kind != Kind::Undecoded);
        let figures = self.figures(&case.document);
        figures.examples += 1;
        figures.decoded += usize::from(is_decoded);
        figures.lossless += usize::from(is_typed && faults.is_empty());
        figures.ours += usize::from(is_ours);
    }

    /// Whether each exception contradicts a document.
    pub(crate) fn is_clean(&self) -> bool {
        self.exceptions
            .iter()
            .all(|exception| exception.0 != Origin::Ours)
    }
}

/// Returns who is responsible for a fault, and the contradiction.
fn origin<'a>(case: &'a Case, fault: &Fault) -> (Origin, Option<&'a str>) {
    let of = |list: &'a [Contradiction]| {
        let mut list = list.iter();
        list.find(|one| touches(&one.path, &fault.path))
            .map(|one| one.reason.as_str())
    };
    if let Some(reason) = of(&case.by_document) {
        (Origin::Example, Some(reason))
    } else if let Some(reason) = of(&case.by_newest) {
        (Origin::Document, Some(reason))
    } else {
        (Origin::Ours, None)
    }
}

/// Whether a contradiction is at the value, or within the value, or at an object or a list that contains the value.
fn touches(contradiction: &str, value: &str) -> bool {
    let is_within = |inner: &str, outer: &str| {
        let rest = inner.strip_prefix(outer);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']) || outer.is_empty())
    };
    is_within(contradiction, value) || is_within(value, contradiction)
}

/// Replaces each index of a path by `[]`, so that the same fault of several items is reported once.
fn without_index(path: &str) -> String {
    let mut pieces = path.split('[');
    let mut text = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        text.push_str("[]");
        text.push_str(piece.split_once(']').map_or(piece, |(_, rest)| rest));
    }
    text
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "document\tin document\toperations\texamples\tdecoded\tlossless\tours"
        )?;
        let mut total = Figures::default();
        for name in &self.documents {
            let one = self.figures.get(name).copied().unwrap_or_default();
            line(f, name, one)?;
            total = Figures {
                operations: total.operations + one.operations,
                in_document: total.in_document + one.in_document,
                examples: total.examples + one.examples,
                decoded: total.decoded + one.decoded,
                lossless: total.lossless + one.lossless,
                ours: total.ours + one.ours,
            };
        }
        line(f, "total", total)?;
        if !self.exceptions.is_empty() {
            writeln!(
                f,
                "\norigin\tdocument\toperation\tplace\tpath\twhat\treason"
            )?;
        }
        for (origin, document, operation, place, path, what, reason) in &self.exceptions {
            let origin = origin.name();
            writeln!(
                f,
                "{origin}\t{document}\t{operation}\t{place}\t{path}\t{what}\t{reason}"
            )?;
        }
        Ok(())
    }
}

fn line(f: &mut fmt::Formatter<'_>, name: &str, one: Figures) -> fmt::Result {
    let Figures {
        operations,
        in_document,
        examples,
        decoded,
        lossless,
        ours,
    } = one;
    writeln!(
        f,
        "{name}\t{in_document}\t{operations}\t{examples}\t{decoded}\t{lossless}\t{ours}"
    )
}
