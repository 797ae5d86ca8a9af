//! `cargo xtask judge proxy`: lets Prism check requests and responses between the tests and the fake of Zoom.

use std::fs::File;
use std::net::{Ipv4Addr, TcpStream};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use clap::Args;

use super::fake::{TOOLS, document, free_port, not_installed};
use crate::output::Outcome;
use crate::workspace::{cargo, root};

/// The npm package.
const PACKAGE: &str = "@stoplight/prism-cli@5.16.0";
/// The test that sends a request to each operation.
const TEST: &str = "every_operation::every_operation_has_a_response_that_is_valid_for_the_document";
/// How long Prism may take to read the document.
const PATIENCE: Duration = Duration::from_secs(120);

/// Send a request to each operation of API v2 through Prism, which checks the requests and the responses of the fake
///
/// The requests are the examples of the document. They are sent by a test of the fake, to a Prism proxy before the fake. Each
/// violation is reported. The failures 400, 401 and 404 are added to each operation, because Zoom describes them once for
/// all operations. The tool needs Node.js.
#[derive(Args, Debug)]
pub(crate) struct Arguments {}

pub(crate) fn run(_: &Arguments) -> Result<Outcome> {
    let program = root().join(TOOLS).join("node_modules/.bin/prism");
    if !program.is_file() {
        let command = format!("npm install --prefix {TOOLS} {PACKAGE}");
        return not_installed(&program, &command);
    }
    let document = document()?;
    let (port, fake_port) = (free_port()?, free_port()?);
    let log = File::create(root().join(TOOLS).join("proxy.log"))?;
    let child = Command::new(program)
        .arg("proxy")
        .arg(&document)
        .arg(format!("http://127.0.0.1:{fake_port}/v2"))
        .args(["--host", "127.0.0.1", "--port", &port.to_string()])
        .stdout(log.try_clone()?)
        .stderr(log)
        .stdin(Stdio::null())
        .spawn()
        .context("cannot start prism")?;
    let _proxy = Proxy::wait(child, port)?;
    let status = cargo()
        .args(["test", "--package", "codegen-zoom", "--test", "fake", TEST])
        .args(["--", "--exact", "--nocapture"])
        .env("FAKE_ZOOM_TEST_PROXY", format!("127.0.0.1:{port}"))
        .env("FAKE_ZOOM_TEST_PORT", fake_port.to_string())
        .current_dir(root())
        .status()
        .context("cannot start cargo")?;
    Ok(if status.success() {
        Outcome::Success
    } else {
        Outcome::Problems
    })
}

/// The running proxy. Dropping this value ends it.
struct Proxy(Child);

impl Proxy {
    /// Waits until the proxy accepts connections.
    fn wait(child: Child, port: u16) -> Result<Self> {
        let mut proxy = Self(child);
        let start = Instant::now();
        while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
            if proxy.0.try_wait()?.is_some() || start.elapsed() > PATIENCE {
                bail!("prism did not start; see {TOOLS}/proxy.log");
            }
            sleep(Duration::from_millis(200));
        }
        Ok(proxy)
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        // The process may have ended already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
