//! `cargo xtask ops`: lists the operations of the crate.

use std::fmt::Write;

use anyhow::{Result, bail};
use clap::{Args, ValueEnum};
use codegen::diag::{Format, render};
use codegen::plan::{OperationPlan, ScopeRelation};
use codegen::text::Untrusted;
use serde_json::json;

use crate::output::{Outcome, eprint, print};
use crate::workspace::{MANIFEST, generate};

/// The titles of the columns. A [`Row`] has one cell for each title.
const COLUMNS: [&str; 10] = [
    "version", "method", "path", "mirrored", "id", "resource", "request", "success", "scopes",
    "rate",
];

/// List every operation: version, method, path, whether it is mirrored, id, resource, types, scopes and rate limit label
///
/// `mirrored` is `yes` if the operation exists with and without the prefix of a scope. `mirrored` is `native` if the path of the
/// operation starts with the prefix. The id is `resource.method`, as in `client.resource().method()`.
#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// The format of the list
    #[arg(long, value_enum, default_value_t = Style::Table)]
    format: Style,
    /// The manifest, relative to the workspace root
    #[arg(long, value_name = "PATH", default_value = MANIFEST)]
    manifest: String,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Style {
    /// Columns
    Table,
    /// Tab-separated values with a header line
    Tsv,
    /// A JSON array of objects
    Json,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome> {
    let outcome = generate(&arguments.manifest);
    if outcome.diagnostics.has_errors() {
        eprint(&render(
            &outcome.diagnostics,
            &outcome.sources,
            Format::Human,
        ))?;
        return Ok(Outcome::Problems);
    }
    let Some(plan) = &outcome.stages.plan else {
        bail!("the run stopped before its operations had names");
    };
    let rows: Vec<Row> = plan.operations().into_iter().map(row).collect();
    print(&match arguments.format {
        Style::Table => table(&rows)?,
        Style::Tsv => tsv(&rows),
        Style::Json => json_text(&rows)?,
    })?;
    Ok(Outcome::Success)
}

fn row(operation: &OperationPlan) -> Row {
    let request = operation.request.as_ref();
    let relation = match operation.relation {
        ScopeRelation::Mirrored => "yes",
        ScopeRelation::Native => "native",
        ScopeRelation::None => "no",
    };
    [
        operation.api.clone(),
        operation.method.as_str().to_owned(),
        operation.path.line(),
        relation.to_owned(),
        operation.id.clone(),
        operation.resource.to_string(),
        request.map(ToString::to_string).unwrap_or_default(),
        operation.response.to_string(),
        (operation
            .scopes
            .iter()
            .map(Untrusted::line)
            .collect::<Vec<_>>())
        .join(","),
        operation
            .rate
            .as_ref()
            .map(Untrusted::line)
            .unwrap_or_default(),
    ]
}

type Row = [String; 10];

fn table(rows: &[Row]) -> Result<String> {
    let head = COLUMNS.map(str::to_owned);
    let all: Vec<&Row> = std::iter::once(&head).chain(rows).collect();
    let widths: Vec<usize> = (0..COLUMNS.len())
        .map(|column| {
            all.iter()
                .filter_map(|row| row.get(column))
                .map(|cell| cell.chars().count())
                .max()
                .unwrap_or(0)
        })
        .collect();
    let mut text = String::new();
    for row in all {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(&widths) {
            write!(
                line,
                "{cell:width$}  ",
                cell = if cell.is_empty() { "-" } else { cell }
            )?;
        }
        writeln!(text, "{}", line.trim_end())?;
    }
    Ok(text)
}

fn tsv(rows: &[Row]) -> String {
    let mut text = format!("{}\n", COLUMNS.join("\t"));
    for row in rows {
        text.push_str(&row.join("\t"));
        text.push('\n');
    }
    text
}

fn json_text(rows: &[Row]) -> Result<String> {
    let objects: Vec<serde_json::Value> = rows
        .iter()
        .map(|row| {
            COLUMNS
                .iter()
                .zip(row)
                .map(|(name, cell)| ((*name).to_owned(), json!(cell)))
                .collect()
        })
        .collect();
    Ok(format!("{}\n", serde_json::to_string_pretty(&objects)?))
}
