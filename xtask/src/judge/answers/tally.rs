//! The result of decoding recorded responses: numbers, and the reasons of faults.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::compare::{Fault, Kind};

/// A response that was decoded and encoded.
#[derive(Clone, Debug)]
pub(crate) struct Judged<'a> {
    /// The HTTP method and the path of the operation.
    pub(crate) line: &'a str,
    /// The file of the response.
    pub(crate) file: &'a str,
    /// How the response contradicts its document.
    pub(crate) contradictions: Vec<String>,
    /// The values that cannot be decoded, or that are lost or changed.
    pub(crate) faults: Vec<Fault>,
    /// The repairs of the client, as `kind path`.
    pub(crate) repairs: Vec<String>,
}

/// The numbers and the reasons of all responses.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tally {
    /// Responses without an operation or without a type.
    skipped: usize,
    responses: usize,
    decoded: usize,
    lossless: usize,
    /// Decoded responses with a repair.
    repaired: usize,
    /// Decoded responses that lose or change a value.
    lost: usize,
    /// Responses that fit their document, unknown properties aside.
    fitting: usize,
    fitting_decoded: usize,
    /// For each reason: the number of responses, and the first of them.
    reasons: BTreeMap<String, (usize, String)>,
    details: Vec<String>,
}

impl Tally {
    /// Counts a response whose operation is unknown, or whose body has no type.
    pub(crate) fn skip(&mut self) {
        self.skipped += 1;
    }

    /// Counts a response.
    pub(crate) fn add(&mut self, judged: &Judged<'_>) {
        let is = |kind: Kind| judged.faults.iter().any(|fault| fault.kind == kind);
        let is_decoded = !is(Kind::Undecoded);
        let is_lost = is(Kind::Lost) || is(Kind::Changed);
        let fits = judged.contradictions.is_empty();
        self.responses += 1;
        self.decoded += usize::from(is_decoded);
        self.lossless += usize::from(is_decoded && !is_lost);
        self.lost += usize::from(is_decoded && is_lost);
        self.repaired += usize::from(is_decoded && !judged.repairs.is_empty());
        self.fitting += usize::from(fits);
        self.fitting_decoded += usize::from(fits && is_decoded);
        let mut reasons = BTreeMap::new();
        for fault in judged
            .faults
            .iter()
            .filter(|fault| fault.kind != Kind::Unknown)
        {
            let about = if fits { ", fits the document" } else { "" };
            let reason = format!("{}: {}{about}", fault.kind.name(), general(fault));
            self.details.push(format!(
                "{} ({}): {} {}: {}",
                judged.line,
                judged.file,
                fault.kind.name(),
                fault.path,
                fault.reason
            ));
            reasons.entry(reason).or_insert(&fault.path);
        }
        for repair in &judged.repairs {
            self.details.push(format!(
                "{} ({}): repaired {repair}",
                judged.line, judged.file
            ));
            let kind = repair.split(' ').next().unwrap_or_default();
            reasons.entry(format!("repaired: {kind}")).or_insert(repair);
        }
        for (reason, path) in reasons {
            let first = || (0, format!("{} ({}): {path}", judged.line, judged.file));
            self.reasons.entry(reason).or_insert_with(first).0 += 1;
        }
    }

    /// Returns the report. With `details`, it contains each fault.
    pub(crate) fn report(&self, details: bool) -> String {
        let mut text = String::new();
        let share = |count: usize| 100.0 * as_float(count) / as_float(self.responses.max(1));
        for (name, count) in [
            ("responses", self.responses),
            ("decoded", self.decoded),
            ("lossless", self.lossless),
            ("repaired", self.repaired),
            ("lost", self.lost),
        ] {
            let line = writeln!(text, "{name:<10} {count:>5}  {:>5.1} %", share(count));
            line.unwrap_or_default();
        }
        let (fitting, decoded) = (self.fitting, self.fitting_decoded);
        let line = writeln!(
            text,
            "{fitting} responses fit the document, and {decoded} of them can be decoded"
        );
        line.unwrap_or_default();
        if self.skipped > 0 {
            let line = writeln!(text, "{} responses have no type", self.skipped);
            line.unwrap_or_default();
        }
        let mut reasons: Vec<_> = self.reasons.iter().collect();
        reasons.sort_by_key(|(reason, (count, _))| (std::cmp::Reverse(*count), *reason));
        for (reason, (count, first)) in reasons {
            writeln!(text, "{count:>5}  {reason}\n       {first}").unwrap_or_default();
        }
        if details {
            for line in &self.details {
                writeln!(text, "{line}").unwrap_or_default();
            }
        }
        text
    }
}

/// Returns the reason of a fault without names and values, so that equal reasons are counted together.
fn general(fault: &Fault) -> String {
    match fault.kind {
        Kind::Lost => "not written".to_owned(),
        Kind::Changed => match fault.reason.split_once(" is written as ") {
            Some((sent, back)) => format!("{} is written as {}", kind_of(sent), kind_of(back)),
            None => fault.reason.clone(),
        },
        Kind::Undecoded | Kind::Unknown => {
            let mut reason = String::new();
            for (index, part) in fault.reason.split(['`', '"']).enumerate() {
                reason.push_str(if index % 2 == 0 { part } else { "…" });
            }
            reason
        }
    }
}

/// Returns the JSON type of a text that may be cut.
fn kind_of(text: &str) -> &'static str {
    match text.chars().next() {
        Some('{') => "an object",
        Some('[') => "a list",
        Some('"') => "a string",
        Some('n') => "null",
        Some('t' | 'f') => "a boolean",
        _ => "a number",
    }
}

fn as_float(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::MAX, f64::from)
}

#[cfg(test)]
mod tests {
    use super::super::compare::{Fault, Kind};
    use super::{Judged, Tally};

    fn fault(kind: Kind, reason: &str) -> Fault {
        Fault {
            path: "a.b".to_owned(),
            kind,
            reason: reason.to_owned(),
            value: None,
        }
    }

    #[test]
    fn equal_reasons_are_counted_together() {
        let mut tally = Tally::default();
        for name in ["a", "b"] {
            tally.add(&Judged {
                line: "GET /cups",
                file: name,
                contradictions: vec![String::new()],
                faults: vec![fault(Kind::Undecoded, &format!("missing field `{name}`"))],
                repairs: Vec::new(),
            });
        }
        tally.add(&Judged {
            line: "GET /cups",
            file: "c",
            contradictions: Vec::new(),
            faults: vec![fault(Kind::Changed, "\"5\" is written as 5")],
            repairs: vec!["null-item a[0]".to_owned()],
        });
        let report = tally.report(false);
        for line in [
            "decoded        1   33.3 %\n",
            "lossless       0    0.0 %\n",
            "repaired       1   33.3 %\n",
            "1 responses fit the document, and 1 of them can be decoded\n",
            "    2  undecoded: missing field …\n       GET /cups (a): a.b\n",
            "    1  changed: a string is written as a number, fits the document\n",
        ] {
            assert!(report.contains(line), "{report}");
        }
    }
}
