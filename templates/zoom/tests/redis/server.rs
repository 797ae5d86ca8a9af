//! A `redis-server` process for one test.

use std::fs;
use std::io::Write as _;
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use zoom_accounts::redis::Redis;

/// If this environment variable is set, the tests must not be skipped.
const REQUIRED: &str = "TEST_REDIS";
const PATIENCE: Duration = Duration::from_secs(20);

/// A running server that saves nothing to disk. Dropping this value stops the server.
pub(crate) struct RedisServer {
    port: u16,
    folder: PathBuf,
    is_encrypted: bool,
    process: Option<Child>,
}

/// The settings with which `openssl` creates a certificate for the loopback address.
const CERTIFICATE: &str = "[req]
distinguished_name = name
x509_extensions = extensions
prompt = no
[name]
CN = localhost
[extensions]
basicConstraints = critical, CA:FALSE
subjectAltName = IP:127.0.0.1
";

impl RedisServer {
    /// Starts a server. Returns `None` if `redis-server` is not installed and the tests may be skipped.
    pub(crate) fn start() -> Option<Self> {
        Self::start_with(false)
    }

    /// Starts a server that accepts only connections with TLS. Its certificate is self-signed.
    pub(crate) fn start_encrypted() -> Option<Self> {
        Self::start_with(true)
    }

    fn start_with(is_encrypted: bool) -> Option<Self> {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        if !is_installed() {
            assert!(
                std::env::var_os(REQUIRED).is_none(),
                "`redis-server` is not installed; install the Debian package `redis-server`"
            );
            let name = std::thread::current().name().unwrap_or("a test").to_owned();
            // The test harness hides the output of `println`. This line is visible.
            let line = format!("left out, because `redis-server` is not installed: {name}\n");
            std::io::stderr().write_all(line.as_bytes()).unwrap();
            return None;
        }
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("zoom-accounts-redis-{}-{number}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        fs::create_dir_all(&folder).unwrap();
        if is_encrypted {
            fs::write(folder.join("settings"), CERTIFICATE).unwrap();
            let output = Command::new("openssl")
                .args(["req", "-x509", "-newkey", "ec", "-nodes", "-days", "2"])
                .args(["-pkeyopt", "ec_paramgen_curve:P-256", "-config", "settings"])
                .args(["-keyout", "key.pem", "-out", "certificate.pem"])
                .current_dir(&folder)
                .output()
                .unwrap();
            assert!(output.status.success(), "{output:?}");
        }
        for _ in 0..5 {
            let listener = TcpListener::bind("127.0.0.1:0").unwrap();
            let port = listener.local_addr().unwrap().port();
            drop(listener);
            let folder = folder.clone();
            let mut server = Self {
                port,
                folder,
                is_encrypted,
                process: None,
            };
            // Another program may have taken the port in the meantime.
            if server.launch() {
                return Some(server);
            }
        }
        panic!("`redis-server` does not start")
    }

    /// Starts the process. Returns whether the server accepts connections.
    fn launch(&mut self) -> bool {
        fs::create_dir_all(&self.folder).unwrap();
        let port = self.port.to_string();
        let ports: &[&str] = if self.is_encrypted {
            let files = [
                "--tls-cert-file",
                "certificate.pem",
                "--tls-key-file",
                "key.pem",
            ];
            let rest = [
                "--tls-ca-cert-file",
                "certificate.pem",
                "--tls-auth-clients",
                "no",
            ];
            &[&["--port", "0", "--tls-port", &port], &files[..], &rest[..]].concat()
        } else {
            &["--port", &port]
        };
        let mut process = Command::new("redis-server")
            .args(ports)
            .args(["--bind", "127.0.0.1"])
            .args(["--save", "", "--appendonly", "no", "--daemonize", "no"])
            .arg("--dir")
            .arg(&self.folder)
            .current_dir(&self.folder)
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            if process.try_wait().unwrap().is_some() {
                return false;
            }
            if TcpStream::connect(("127.0.0.1", self.port)).is_ok() {
                self.process = Some(process);
                return true;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        process.kill().unwrap();
        process.wait().unwrap();
        false
    }

    /// Kills the server. All data is lost.
    pub(crate) fn kill(&mut self) {
        if let Some(mut process) = self.process.take() {
            process.kill().unwrap();
            process.wait().unwrap();
        }
    }

    /// Starts the server again on the same port, without data.
    pub(crate) fn restart(&mut self) {
        self.kill();
        assert!(self.launch(), "`redis-server` does not start again");
    }

    pub(crate) fn url(&self) -> String {
        let scheme = if self.is_encrypted { "rediss" } else { "redis" };
        format!("{scheme}://127.0.0.1:{}", self.port)
    }

    /// Returns the certificate of the server.
    pub(crate) fn certificate(&self) -> Vec<u8> {
        fs::read(self.folder.join("certificate.pem")).unwrap()
    }

    /// Returns a new connection, like that of another worker.
    pub(crate) fn redis(&self) -> Redis {
        Redis::new(&self.url()).unwrap().timeout(PATIENCE)
    }

    /// Runs a command with `redis-cli` and returns the lines of its reply.
    pub(crate) fn command(&self, arguments: &[&str]) -> Vec<String> {
        let output = Command::new("redis-cli")
            .args(["-p", &self.port.to_string(), "--raw"])
            .args(arguments)
            .output()
            .unwrap();
        assert!(output.status.success());
        let text = String::from_utf8(output.stdout).unwrap();
        text.lines().map(str::to_owned).collect()
    }

    /// Checks that each key starts with this text, and that each key expires.
    pub(crate) fn assert_keys(&self, start: &str) {
        let keys = self.command(&["KEYS", "*"]);
        assert!(!keys.is_empty());
        for key in keys {
            assert!(key.starts_with(start), "{key}");
            let left: i64 = self.command(&["TTL", &key])[0].parse().unwrap();
            assert!(left > 0, "{key} never expires");
        }
    }
}

impl Drop for RedisServer {
    fn drop(&mut self) {
        self.kill();
        drop(fs::remove_dir_all(&self.folder));
    }
}

fn is_installed() -> bool {
    let version = Command::new("redis-server").arg("--version").output();
    version.is_ok_and(|output| output.status.success())
}
