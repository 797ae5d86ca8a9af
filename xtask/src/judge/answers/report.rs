//! Prints the report: numbers for each document, and each fault with its origin.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde_json::Value;

use super::compare::{Fault, Kind};
use super::exceptions::Exceptions;
use super::schema::Contradiction;
use super::vendor::Place;

/// Where a body comes from.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Source {
    /// The body is an example.
    Document,
    /// The body contains a value of an enum, and this value is in no example.
    Enum,
}

/// An example with its generated type, and how the vendor's documents contradict the example.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    pub(crate) source: Source,
    /// The name of the document.
    pub(crate) document: String,
    /// The HTTP method and the path in the vendor's document.
    pub(crate) operation: String,
    /// The HTTP method and the path in our specifications.
    pub(crate) line: String,
    pub(crate) place: Place,
    pub(crate) example: Value,
    /// The generated type. `None` if the generated operation has no JSON body here.
    pub(crate) ty: Option<String>,
    /// The contradictions between the example and its own document.
    pub(crate) by_document: Vec<Contradiction>,
    /// The contradictions between the example and the newest document.
    pub(crate) by_newest: Vec<Contradiction>,
}

/// What caused a fault.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
enum Origin {
    /// Our specifications, or the generator.
    Ours,
    /// The fault is in the table of accepted faults.
    Accepted,
    /// A newer document contradicts the example, so the example is out of date.
    Document,
    /// The vendor's document, which contradicts its own example.
    Example,
}

impl Origin {
    const fn name(self) -> &'static str {
        match self {
            Self::Ours => "ours",
            Self::Accepted => "accepted",
            Self::Document => "document",
            Self::Example => "example",
        }
    }
}

/// The numbers for one document.
#[derive(Clone, Copy, Debug, Default)]
struct Figures {
    /// All operations of the document.
    in_document: usize,
    /// The operations of the document that are in the generated crate.
    operations: usize,
    /// The JSON bodies of these operations.
    bodies: usize,
    examples: usize,
    decoded: usize,
    lossless: usize,
    /// Additional bodies that contain values of enums.
    enum_bodies: usize,
    /// Bodies with a fault that our specifications or the generator caused.
    ours: usize,
}

/// The titles of the columns.
const COLUMNS: [&str; 9] = [
    "document",
    "in document",
    "operations",
    "bodies",
    "examples",
    "decoded",
    "lossless",
    "enum bodies",
    "ours",
];

impl Figures {
    /// Returns the numbers in the order of the columns. The first column, the name of the document, is omitted.
    fn cells(self) -> [usize; COLUMNS.len() - 1] {
        [
            self.in_document,
            self.operations,
            self.bodies,
            self.examples,
            self.decoded,
            self.lossless,
            self.enum_bodies,
            self.ours,
        ]
    }
}

/// A line of the report: the origin, the document, the operation, the place, the path, what happened, and the reason.
type Exception = (Origin, String, String, String, String, &'static str, String);

/// The results of all examples.
#[derive(Debug, Default)]
pub(crate) struct Report {
    documents: Vec<String>,
    figures: BTreeMap<String, Figures>,
    exceptions: BTreeSet<Exception>,
    accepted: Exceptions,
    /// The HTTP method and the path of each operation with an example.
    lines: BTreeSet<String>,
}

impl Report {
    /// Creates an empty report.
    pub(crate) fn new(accepted: Exceptions) -> Self {
        Self {
            accepted,
            ..Self::default()
        }
    }

    /// Adds a document. `in_document` is the number of its operations. `bodies` has the number of JSON bodies for each
    /// operation that is in the crate.
    pub(crate) fn document(&mut self, name: &str, in_document: usize, bodies: &[usize]) {
        let figures = self.figures(name);
        figures.in_document = in_document;
        figures.operations = bodies.len();
        figures.bodies = bodies.iter().sum();
    }

    fn figures(&mut self, name: &str) -> &mut Figures {
        if !self.documents.iter().any(|known| known == name) {
            self.documents.push(name.to_owned());
        }
        self.figures.entry(name.to_owned()).or_default()
    }

    /// Adds the result of an example. `faults` is `None` if the crate has no type for the example.
    pub(crate) fn case(&mut self, case: &Case, faults: Option<Vec<Fault>>) {
        let is_typed = faults.is_some();
        let faults = faults.unwrap_or_default();
        let mut found: Vec<(Origin, &str, &'static str, String)> = Vec::new();
        if !is_typed {
            let reason = "the operation has no JSON type here".to_owned();
            found.push((Origin::Ours, "", "untyped", reason));
        }
        for fault in &faults {
            let (origin, path, why) = origin(case, fault);
            let why = why.map(|why| format!("; {why}")).unwrap_or_default();
            found.push((
                origin,
                path,
                fault.kind.name(),
                format!("{}{why}", fault.reason),
            ));
        }
        self.lines.insert(case.line.clone());
        let mut is_ours = false;
        for (mut origin, path, what, mut reason) in found {
            let (place, path) = (case.place.name(), without_index(path));
            if origin == Origin::Ours {
                match self.accepted.reason(&case.line, place, &path) {
                    Some(why) => {
                        origin = Origin::Accepted;
                        reason = format!("{reason}; {why}");
                    }
                    None => is_ours = true,
                }
            }
            let (document, operation) = (case.document.clone(), case.operation.clone());
            let place = place.to_owned();
            self.exceptions
                .insert((origin, document, operation, place, path, what, reason));
        }
        let is_decoded = is_typed && faults.iter().all(|fault| fault.kind != Kind::Undecoded);
        let is_lost = |fault: &Fault| fault.kind != Kind::Unknown;
        let is_lossless = is_typed && !faults.iter().any(is_lost);
        let figures = self.figures(&case.document);
        figures.ours += usize::from(is_ours);
        match case.source {
            Source::Document => {
                figures.examples += 1;
                figures.decoded += usize::from(is_decoded);
                figures.lossless += usize::from(is_lossless);
            }
            Source::Enum => figures.enum_bodies += 1,
        }
    }

    /// Returns whether neither our specifications nor the generator caused a fault.
    pub(crate) fn is_clean(&self) -> bool {
        let mut all = self.exceptions.iter();
        all.all(|exception| exception.0 != Origin::Ours)
    }

    /// Returns the line numbers of accepted faults that no example has.
    pub(crate) fn unused_exceptions(&self) -> Vec<usize> {
        self.accepted.unused(&self.lines)
    }
}

/// Returns what caused a fault, the path of the fault, and the contradiction in the document.
fn origin<'a>(case: &'a Case, fault: &'a Fault) -> (Origin, &'a str, Option<&'a str>) {
    let lists = [
        (Origin::Example, &case.by_document),
        (Origin::Document, &case.by_newest),
    ];
    for (origin, list) in lists {
        // An example can contain the same value several times. A contradiction of the document shows which of them is
        // unknown.
        let unknown = (list.iter()).find(|one| one.value.is_some() && one.value == fault.value);
        if let Some(one) = unknown {
            return (origin, &one.path, Some(&one.reason));
        }
        if let Some(one) = list.iter().find(|one| touches(&one.path, &fault.path)) {
            return (origin, &fault.path, Some(&one.reason));
        }
    }
    (Origin::Ours, &fault.path, None)
}

/// Returns whether a contradiction concerns a value: it is at the value, inside of the value, or at a list or object
/// that contains the value.
fn touches(contradiction: &str, value: &str) -> bool {
    let is_within = |inner: &str, outer: &str| {
        let rest = inner.strip_prefix(outer);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']) || outer.is_empty())
    };
    is_within(contradiction, value) || is_within(value, contradiction)
}

/// Replaces each index in a path by `[]`. Thus, the same fault in several items of a list is reported once.
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
        writeln!(f, "{}", COLUMNS.join("\t"))?;
        let mut total = [0; COLUMNS.len() - 1];
        for name in &self.documents {
            let one = self.figures.get(name).copied().unwrap_or_default().cells();
            line(f, name, &one)?;
            total.iter_mut().zip(one).for_each(|(sum, one)| *sum += one);
        }
        line(f, "total", &total)?;
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

fn line(f: &mut fmt::Formatter<'_>, name: &str, cells: &[usize]) -> fmt::Result {
    f.write_str(name)?;
    for cell in cells {
        write!(f, "\t{cell}")?;
    }
    writeln!(f)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::compare::{Fault, Kind};
    use super::super::schema::Contradiction;
    use super::{Case, Exceptions, Place, Report, Source};

    fn case(by_document: Vec<Contradiction>, by_newest: Vec<Contradiction>) -> Case {
        Case {
            source: Source::Document,
            document: "cups.json".to_owned(),
            operation: "GET /kitchens/{id}/cups".to_owned(),
            line: "GET /cups".to_owned(),
            place: Place::Response("200".to_owned()),
            example: json!({}),
            ty: Some("Cups".to_owned()),
            by_document,
            by_newest,
        }
    }

    fn fault(path: &str, kind: Kind, value: Option<&str>) -> Fault {
        Fault {
            path: path.to_owned(),
            kind,
            reason: "reason".to_owned(),
            value: value.map(str::to_owned),
        }
    }

    fn contradiction(path: &str, value: Option<&str>) -> Contradiction {
        Contradiction {
            path: path.to_owned(),
            reason: "why".to_owned(),
            value: value.map(str::to_owned),
        }
    }

    #[test]
    fn a_fault_is_ours_unless_a_document_contradicts_the_example() {
        let mut report = Report::default();
        let lost = || Some(vec![fault("cups[0].size", Kind::Lost, None)]);
        report.case(
            &case(vec![contradiction("cups[0]", None)], Vec::new()),
            lost(),
        );
        report.case(
            &case(Vec::new(), vec![contradiction("cups[0].size", None)]),
            lost(),
        );
        assert!(report.is_clean());
        report.case(
            &case(vec![contradiction("cups[0].color", None)], Vec::new()),
            lost(),
        );
        assert!(!report.is_clean());
        let text = report.to_string();
        let lines: Vec<&str> = text.lines().skip(5).collect();
        let rest = "cups.json\tGET /kitchens/{id}/cups\t200\tcups[].size\tlost\treason";
        let expected = [
            format!("ours\t{rest}"),
            format!("document\t{rest}; why"),
            format!("example\t{rest}; why"),
        ];
        assert_eq!(lines, expected);
    }

    #[test]
    fn an_unknown_value_is_the_one_that_the_document_contradicts() {
        let mut report = Report::default();
        let unknown = vec![fault("first", Kind::Unknown, Some("\"off\""))];
        let wrong = vec![contradiction("second", Some("\"off\""))];
        report.case(&case(wrong, Vec::new()), Some(unknown));
        assert!(report.is_clean());
        assert!(report.to_string().contains("\tsecond\tunknown\t"));
    }

    #[test]
    fn figures_count_examples_and_bodies_with_enums() {
        let mut report = Report::default();
        report.document("cups.json", 3, &[1, 2]);
        report.case(&case(Vec::new(), Vec::new()), Some(Vec::new()));
        report.case(
            &case(Vec::new(), Vec::new()),
            Some(vec![fault("a", Kind::Changed, None)]),
        );
        report.case(
            &case(Vec::new(), Vec::new()),
            Some(vec![fault("a", Kind::Undecoded, None)]),
        );
        report.case(&case(Vec::new(), Vec::new()), None);
        let of_enum = Case {
            source: Source::Enum,
            ..case(Vec::new(), Vec::new())
        };
        report.case(&of_enum, Some(Vec::new()));
        let text = report.to_string();
        assert_eq!(
            text.lines().nth(1),
            Some("cups.json\t3\t2\t3\t4\t2\t1\t1\t3")
        );
        assert_eq!(text.lines().nth(2), Some("total\t3\t2\t3\t4\t2\t1\t1\t3"));
        assert!(text.contains("untyped\tthe operation has no JSON type here"));
    }

    #[test]
    fn accepted_exceptions_have_a_reason() {
        let table = "operation\tplace\tpath\treason\nGET /cups\t200\tcups[].size\tA reason.\n";
        let mut report = Report::new(Exceptions::parse(table).unwrap());
        let lost = Some(vec![fault("cups[3].size", Kind::Lost, None)]);
        report.case(&case(Vec::new(), Vec::new()), lost);
        assert!(report.is_clean());
        assert!(report.unused_exceptions().is_empty());
        assert!(report.to_string().contains("\tlost\treason; A reason."));
    }
}
