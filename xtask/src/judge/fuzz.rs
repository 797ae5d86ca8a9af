//! `cargo xtask judge fuzz`: sends requests that Schemathesis invents to the fake of Zoom.

use std::fs;
use std::process::Command;

use anyhow::{Context, Result};
use clap::Args;

use super::fake::{Fake, TOOLS, document, not_installed};
use crate::output::{Outcome, print};
use crate::workspace::root;

/// The Python package.
const PACKAGE: &str = "schemathesis==4.32.5";
/// What Schemathesis checks in each response.
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance";

/// Send requests that Schemathesis invents to the fake, and check each response against the document of API v2
///
/// Reports server errors, and responses with a status, a media type or a body that the document does not describe. The
/// failures 400, 401 and 404 are added to each operation, because Zoom describes them once for all operations. The requests
/// are the same in each run. The tool needs Python.
#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// The maximum time in minutes
    #[arg(long, default_value_t = 10, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=600))]
    minutes: u64,
    /// The number of random requests for each operation and round
    #[arg(long, default_value_t = 2, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    examples: u32,
    /// Call only operations whose path matches this regular expression
    #[arg(long, value_name = "REGEX")]
    path: Option<String>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome> {
    let program = root().join(TOOLS).join("venv/bin/schemathesis");
    if !program.is_file() {
        let command =
            format!("python3 -m venv {TOOLS}/venv && {TOOLS}/venv/bin/pip install {PACKAGE}");
        return not_installed(&program, &command);
    }
    let document = document()?;
    let fake = Fake::start()?;
    let mut command = Command::new(program);
    if let Some(path) = &arguments.path {
        command.args(["--include-path-regex", path]);
    }
    let output = command
        .current_dir(root().join(TOOLS))
        .args(["--no-color", "run"])
        .arg(&document)
        .args(["--url", &format!("{}/v2", fake.url)])
        .args([
            "--header",
            &format!("Authorization: Bearer {}", fake.token()?),
        ])
        .args(["--checks", CHECKS, "--phases", "examples,coverage,fuzzing"])
        .args(["--max-examples", &arguments.examples.to_string()])
        .args(["--max-time", &(arguments.minutes * 60).to_string()])
        .args([
            "--generation-deterministic",
            "--no-shrink",
            "--continue-on-failure",
        ])
        .args(["--suppress-health-check", "all", "--warnings", "off"])
        .output()
        .context("cannot start schemathesis")?;
    let text = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    let log = format!("{TOOLS}/fuzz.log");
    fs::write(root().join(&log), &text)?;
    print(&format!(
        "{}\nthe whole report is in {log}\n",
        summary(&text)
    ))?;
    Ok(if output.status.success() {
        Outcome::Success
    } else {
        Outcome::Problems
    })
}

/// Returns the last section of a report. The sections have headings such as `=== SUMMARY ===`.
fn summary(text: &str) -> &str {
    let start = text.rfind("= SUMMARY =").unwrap_or(0);
    let start = text.get(..start).and_then(|before| before.rfind('\n'));
    text.get(start.unwrap_or(0)..).unwrap_or(text).trim()
}

#[cfg(test)]
mod tests {
    use super::summary;

    #[test]
    fn the_summary_is_the_last_section() {
        let report = "1 failed\n=== FAILURES ===\n- a\n=== SUMMARY ===\nTested: 1\n";
        assert_eq!(summary(report), "=== SUMMARY ===\nTested: 1");
        assert_eq!(summary("usage: st\n"), "usage: st");
    }
}
