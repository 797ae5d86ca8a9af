//! What several judges of the fake of Zoom need: the running program, a token, and the document of API v2.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use crate::output::{Outcome, eprint};
use crate::workspace::{GENERATED, cargo, root};

/// The folder in which the tools are installed, relative to the root of the workspace.
pub(super) const TOOLS: &str = "target/judge";
/// The bundled document, relative to the generated crate.
const DOCUMENT: &str = "openapi/v2.json";
/// The features with which the program compiles fast. The fake knows all operations with any features.
const FEATURES: &str = "reqwest,fake,v1";
const PROGRAM: &str = "fake-zoom";
/// The credentials of the primary account of the fake.
pub(super) const ACCOUNT: &str = "primary0000000000fake0";
pub(super) const CLIENT_ID: &str = "fake-client-id";
pub(super) const CLIENT_SECRET: &str = "fake-client-secret";
/// The value of the header with the client id and the client secret.
const BASIC: &str = "Basic ZmFrZS1jbGllbnQtaWQ6ZmFrZS1jbGllbnQtc2VjcmV0";
/// The failures that Zoom describes once for all operations: an invalid request, an invalid token, and something that
/// does not exist.
const GENERAL_FAILURES: [(&str, &str); 3] = [
    ("400", "The request is invalid."),
    ("401", "The access token is invalid."),
    ("404", "Something that the request names does not exist."),
];

/// The running program `fake-zoom`. Dropping this value ends it.
#[derive(Debug)]
pub(super) struct Fake {
    child: Child,
    /// If this pipe were closed, the program would fail to print.
    output: BufReader<ChildStdout>,
    /// The URL, such as `http://127.0.0.1:4600`.
    pub(super) url: String,
}

impl Fake {
    /// Compiles and starts the program on a free port.
    pub(super) fn start() -> Result<Self> {
        let mut child = Command::new(built()?)
            .args(["--port", "0", "--seed", "1"])
            .stdout(Stdio::piped())
            .spawn()
            .context("cannot start fake-zoom")?;
        let output = child.stdout.take().context("fake-zoom has no output")?;
        let mut fake = Self {
            child,
            output: BufReader::new(output),
            url: String::new(),
        };
        let mut line = String::new();
        fake.output.read_line(&mut line)?;
        let url = line.split_whitespace().last();
        url.unwrap_or_default().clone_into(&mut fake.url);
        ensure!(
            fake.url.starts_with("http://"),
            "fake-zoom did not start: {line}"
        );
        Ok(fake)
    }

    /// Returns a new access token of the primary account.
    pub(super) fn token(&self) -> Result<String> {
        let host = self.url.trim_start_matches("http://");
        let form = format!("grant_type=account_credentials&account_id={ACCOUNT}");
        let mut stream = TcpStream::connect(host)?;
        write!(
            stream,
            "POST /oauth/token HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\nauthorization: {BASIC}\r\n\
             content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{form}",
            form.len()
        )?;
        let mut response = String::new();
        stream.read_to_string(&mut response)?;
        let (_, body) = response.split_once("\r\n\r\n").unwrap_or_default();
        let body: Value = serde_json::from_str(body)
            .with_context(|| format!("unexpected response: {response}"))?;
        let token = body.get("access_token").and_then(Value::as_str);
        Ok(token.context("the response has no token")?.to_owned())
    }
}

impl Drop for Fake {
    fn drop(&mut self) {
        // The program may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Compiles the program and returns its path.
fn built() -> Result<PathBuf> {
    let output = cargo()
        .args(["build", "--quiet", "--package", "zoom-accounts"])
        .args(["--no-default-features", "--features", FEATURES])
        .args(["--bin", PROGRAM])
        .arg("--message-format=json-render-diagnostics")
        .current_dir(root())
        .stderr(Stdio::inherit())
        .output()
        .context("cannot start cargo")?;
    ensure!(output.status.success(), "{PROGRAM} does not compile");
    let text = String::from_utf8(output.stdout)?;
    let messages = text
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok());
    let path = messages
        .filter(|message: &Value| {
            let target = message.get("target").and_then(|target| target.get("name"));
            target.and_then(Value::as_str) == Some(PROGRAM)
        })
        .find_map(|message| message.get("executable")?.as_str().map(PathBuf::from));
    path.context("cargo reported no path of the program")
}

/// Writes the bundled document with the general failures, and returns the path of the file. In `generated/openapi/v2.json`,
/// an operation lists only the failures that Zoom describes for this operation.
pub(super) fn document() -> Result<PathBuf> {
    let path = root().join(GENERATED).join(DOCUMENT);
    let text = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut document: Value = serde_json::from_slice(&text)?;
    add_failures(&mut document);
    let folder = root().join(TOOLS);
    fs::create_dir_all(&folder)?;
    let path = folder.join("v2.json");
    fs::write(&path, document.to_string())?;
    Ok(path)
}

fn add_failures(document: &mut Value) {
    let paths = document.get_mut("paths").and_then(Value::as_object_mut);
    let items = paths.into_iter().flat_map(|paths| paths.values_mut());
    let items = items.filter_map(Value::as_object_mut);
    for operation in items.flat_map(|item| item.values_mut()) {
        let responses = operation.get_mut("responses");
        let Some(responses) = responses.and_then(Value::as_object_mut) else {
            continue;
        };
        for (status, description) in GENERAL_FAILURES {
            responses.entry(status).or_insert_with(|| {
                let schema = json!({"$ref": "#/components/schemas/ErrorBody"});
                json!({
                    "description": description,
                    "content": {"application/json": {"schema": schema}},
                })
            });
        }
    }
}

/// Returns a port that is free now.
pub(super) fn free_port() -> Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    Ok(listener.local_addr()?.port())
}

/// Reports that a program is not installed, with the command that installs it.
pub(super) fn not_installed(program: &Path, command: &str) -> Result<Outcome> {
    let program = program.strip_prefix(root()).unwrap_or(program).display();
    eprint(&format!(
        "skipped: {program} is not installed\nhelp: run `{command}`\n"
    ))?;
    Ok(Outcome::Skipped)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::add_failures;

    #[test]
    fn general_failures_do_not_replace_those_of_an_operation() {
        let mut document = json!({"paths": {"/cups": {
            "parameters": [],
            "get": {"responses": {"200": {}, "404": {"description": "There is no cup."}}},
        }}});
        add_failures(&mut document);
        let responses = &document["paths"]["/cups"]["get"]["responses"];
        let mut statuses: Vec<_> = responses.as_object().unwrap().keys().collect();
        statuses.sort_unstable();
        assert_eq!(statuses, ["200", "400", "401", "404"]);
        assert_eq!(responses["404"]["description"], "There is no cup.");
    }
}
