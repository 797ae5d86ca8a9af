//! `cargo xtask ops`: lists the operations of the crate.

use std::fmt::Write;

use anyhow::{Result, bail};
use clap::{Args, ValueEnum};
use codegen::diag::{Format, render};
use codegen::emit::signatures;
use codegen::model::{Model, Operation};
use serde_json::json;

use crate::output::{Outcome, eprint, print};
use crate::workspace::{MANIFEST, generate};

/// The columns, in order.
const COLUMNS: [&str; 10] = [
    "version", "method", "path", "mirrored", "id", "resource", "request", "success", "scopes",
    "rate",
];

/// List every operation: version, method, path, whether it is mirrored, id, resource, types, scopes and rate limit label
///
/// `mirrored` is `yes` for an operation that exists below a scope's prefix too, and `native` for one whose path starts with the
/// prefix. The id is `resource.method`, as in `client.resource().method()`.
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

/// Runs the task.
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
    let stages = &outcome.stages;
    let (Some(model), Some(analysis), Some(names)) =
        (&stages.model, &stages.analysis, &stages.names)
    else {
        bail!("the run stopped before its operations had names");
    };
    let types = signatures(model, analysis, names);
    let mut rows = Vec::new();
    for (((id, operation), own), signature) in
        model.iter_operations().zip(&names.operations).zip(types)
    {
        rows.push([
            model
                .group(operation.group)
                .map(|group| group.name.clone())
                .unwrap_or_default(),
            operation.method.as_str().to_owned(),
            operation.path.clone(),
            mirrored(model, operation).to_owned(),
            own.id.clone(),
            names
                .resource_of(id)
                .map(|resource| resource.ident.clone())
                .unwrap_or_default(),
            signature.request.unwrap_or_default(),
            signature.success,
            operation.scopes.join(","),
            operation.rate.clone().unwrap_or_default(),
        ]);
    }
    print(&match arguments.format {
        Style::Table => table(&rows)?,
        Style::Tsv => tsv(&rows),
        Style::Json => json_text(&rows)?,
    })?;
    Ok(Outcome::Success)
}

fn mirrored(model: &Model, operation: &Operation) -> &'static str {
    let mut scopes = model
        .scopes
        .iter()
        .filter(|scope| scope.group == operation.group);
    let below = |prefix: &str| {
        operation
            .path
            .strip_prefix(prefix)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    if operation.mirrored {
        "yes"
    } else if scopes.any(|scope| below(&scope.prefix)) {
        "native"
    } else {
        "no"
    }
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
