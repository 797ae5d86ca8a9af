//! `cargo xtask judge clients`: calls the fake of Zoom with clients that other people wrote.

use std::fs;
use std::process::Command;

use anyhow::{Context, Result};
use clap::Args;

use super::fake::{ACCOUNT, CLIENT_ID, CLIENT_SECRET, Fake, TOOLS, not_installed};
use crate::output::{Outcome, print};
use crate::workspace::root;

/// The Python packages of the clients.
const PACKAGES: &str = "zoomus==1.2.1 pyzoom==1.0.8";
/// The script that calls the fake.
const SCRIPT: &str = include_str!("clients.py");

/// Create and list users and meetings in the fake with zoomus and pyzoom
///
/// The clients are Python packages. The script prints what they return, and fails if a response is not what the client
/// expects.
#[derive(Args, Debug)]
pub(crate) struct Arguments {}

pub(crate) fn run(_: &Arguments) -> Result<Outcome> {
    let folder = root().join(TOOLS);
    let python = folder.join("venv/bin/python");
    let installed = Command::new(&python)
        .args(["-c", "import zoomus, pyzoom"])
        .output();
    if !installed.is_ok_and(|output| output.status.success()) {
        let command =
            format!("python3 -m venv {TOOLS}/venv && {TOOLS}/venv/bin/pip install {PACKAGES}");
        return not_installed(&folder.join("venv/lib/zoomus"), &command);
    }
    let fake = Fake::start()?;
    let script = folder.join("clients.py");
    fs::write(&script, SCRIPT).context("cannot write the script")?;
    let status = Command::new(python)
        .arg(&script)
        .args([&fake.url, ACCOUNT, CLIENT_ID, CLIENT_SECRET])
        .status()
        .context("cannot start python")?;
    if !status.success() {
        return Ok(Outcome::Problems);
    }
    print("both clients work with the fake\n")?;
    Ok(Outcome::Success)
}
