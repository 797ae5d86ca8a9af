//! Reads recorded bodies: a folder of JSON files, and a file that lists them.
//!
//! In: a folder with `recorded.tsv`. Out: a [`Case`] for each line whose operation is in the generated crate.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use super::known::Known;
use super::ours::Ours;
use super::report::{Case, Source};
use super::vendor::Place;

/// The file that lists the bodies. Each line contains an HTTP method, a path, a status and a file name, separated by
/// tabs.
pub(super) const LIST: &str = "recorded.tsv";

/// Reads the recorded bodies. Bodies of operations that are not in the crate are skipped.
pub(crate) fn read(folder: &Path, ours: &Ours, known: &Known<'_>) -> Result<Vec<Case>> {
    let path = folder.join(LIST);
    let list = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let mut cases = Vec::new();
    for (method, path, place, file) in rows(&list)? {
        let Some(own) = ours.find(&method, path) else {
            continue;
        };
        let text = fs::read(folder.join(file)).with_context(|| format!("cannot read {file}"))?;
        let example =
            serde_json::from_slice(&text).with_context(|| format!("{file} is not JSON"))?;
        let newest = known.newest(own);
        let contradictions = newest.and_then(|newest| newest.check(&place, &example));
        cases.push(Case {
            source: Source::Document,
            document: "recorded".to_owned(),
            operation: format!("{method} {path} ({file})"),
            line: own.line.clone(),
            ty: own.of(&place).map(str::to_owned),
            by_document: Vec::new(),
            by_newest: contradictions.unwrap_or_default(),
            place,
            example,
        });
    }
    Ok(cases)
}

/// Parses the list. Returns the HTTP method, the path, the place and the file name of each body.
pub(super) fn rows(list: &str) -> Result<Vec<(String, &str, Place, &str)>> {
    let mut rows = Vec::new();
    for (index, line) in list.lines().enumerate() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let cells: Vec<&str> = line.split('\t').collect();
        let [method, path, status, file] = *cells.as_slice() else {
            bail!(
                "{LIST}:{}: expected a method, a path, a status and a file",
                index + 1
            );
        };
        let place = match status {
            "request" => Place::Request,
            status => Place::Response(status.to_owned()),
        };
        rows.push((method.to_uppercase(), path, place, file));
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::{Place, rows};

    #[test]
    fn the_list_names_a_body_in_each_line() {
        let list =
            "# A comment.\nget\t/cups\t200\tcups/1.json\n\nPOST\t/cups\trequest\tcups/2.json\n";
        let ok = Place::Response("200".to_owned());
        let expected = [
            ("GET".to_owned(), "/cups", ok, "cups/1.json"),
            ("POST".to_owned(), "/cups", Place::Request, "cups/2.json"),
        ];
        assert_eq!(rows(list).unwrap(), expected);
    }

    #[test]
    fn a_line_needs_four_cells() {
        let error = rows("GET\t/cups\n").unwrap_err();
        assert!(error.to_string().starts_with("recorded.tsv:1: expected"));
    }
}
