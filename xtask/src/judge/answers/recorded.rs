//! Recorded bodies: a folder of JSON files with a list.
//!
//! In: a folder with `recorded.tsv`. Out: a case for each line whose operation the crate has.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use super::Known;
use super::ours::Ours;
use super::report::{Case, Source};
use super::vendor::Place;

/// The list of the bodies: method, path, status and file, separated by tabs.
const LIST: &str = "recorded.tsv";

/// Reads the recorded bodies of the operations that the crate has.
pub(crate) fn read(folder: &Path, ours: &Ours, known: &Known<'_>) -> Result<Vec<Case>> {
    let path = folder.join(LIST);
    let list =
        fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut cases = Vec::new();
    for line in list
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
    {
        let cells: Vec<&str> = line.split('\t').collect();
        let [method, path, status, file] = cells.as_slice() else {
            anyhow::bail!("{LIST}: expected a method, a path, a status and a file in `{line}`");
        };
        let Some(own) = ours.find(&method.to_uppercase(), path) else {
            continue;
        };
        let text = fs::read(folder.join(file)).with_context(|| format!("cannot read {file}"))?;
        let example =
            serde_json::from_slice(&text).with_context(|| format!("{file} is not JSON"))?;
        let place = match *status {
            "request" => Place::Request,
            status => Place::Response(status.to_owned()),
        };
        let newest = known.newest(own);
        let check = |example| newest.and_then(|newest| newest.check(&place, example));
        cases.push(Case {
            source: Source::Document,
            document: format!("recorded {file}"),
            operation: format!("{method} {path}"),
            line: own.line.clone(),
            ty: own.of(&place).map(str::to_owned),
            by_document: check(&example).unwrap_or_default(),
            by_newest: Vec::new(),
            place,
            example,
        });
    }
    Ok(cases)
}
