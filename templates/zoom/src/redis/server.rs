//! The connection to a Redis server. All objects of a worker that use Redis share this connection.
//!
//! The crate `redis` implements the protocol. This module opens a new connection after a failure.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use redis::aio::MultiplexedConnection;
use redis::{AsyncConnectionConfig, Client, FromRedisValue, RedisError, Script, TlsCertificates};
use tokio::sync::{Mutex, MutexGuard};
use tokio::time::Instant;

use crate::runtime::{Error, ErrorKind, Result};

/// The default timeout of a command.
const DEFAULT_TIMEOUT: Duration = Duration::from_secs(2);
/// The pause after a failed attempt to connect. During the pause, all commands fail immediately.
const CONNECT_PAUSE: Duration = Duration::from_millis(250);

/// A Redis or Valkey server, version 7 or later. Clones share one connection.
///
/// The first command opens the connection. After a failure, the next command opens a new connection.
///
/// ```ignore
/// let redis = Redis::new("rediss://user:password@redis.example.com:6379/0")?.prefix("reseller");
/// ```
#[derive(Clone)]
pub struct Redis {
    link: Arc<Link>,
    prefix: Arc<str>,
    timeout: Duration,
}

/// The connection, and what is needed to open it again.
struct Link {
    client: Client,
    is_encrypted: bool,
    state: Mutex<LinkState>,
}

#[derive(Default)]
struct LinkState {
    connection: Option<MultiplexedConnection>,
    /// How many connections were opened so far. This number shows which connection has failed.
    generation: u64,
    /// When the pause after a failed attempt to connect ends.
    paused_until: Option<Instant>,
}

impl Redis {
    /// Creates a handle for a server. The URL is `redis://…`, or `rediss://…` for TLS. The URL may contain a user, a
    /// password and a database.
    ///
    /// With TLS, the client trusts the certificates of the operating system. It uses rustls with the default provider
    /// of the process. If the process has no default provider, the first connection sets `aws-lc-rs`.
    ///
    /// If the URL is invalid, fails with [`ErrorKind::Config`].
    pub fn new(url: &str) -> Result<Self> {
        Self::with_client(url, Client::open(url))
    }

    /// Creates a handle for a server with TLS. Only the certificate authorities in `pem` are trusted. `pem` contains
    /// one or more certificates.
    ///
    /// If the URL is invalid or a certificate cannot be parsed, fails with [`ErrorKind::Config`].
    pub fn with_root_certificates(url: &str, pem: impl Into<Vec<u8>>) -> Result<Self> {
        let certificates = TlsCertificates {
            client_tls: None,
            root_cert: Some(pem.into()),
        };
        Self::with_client(url, Client::build_with_tls(url, certificates))
    }

    fn with_client(url: &str, client: Result<Client, RedisError>) -> Result<Self> {
        // The source of the error is dropped, because its message may quote the URL with the password.
        let client = client.map_err(|_| {
            let message = "invalid URL or certificate of the Redis server";
            Error::new(ErrorKind::Config, message)
        })?;
        let link = Link {
            client,
            is_encrypted: is_encrypted(url),
            state: Mutex::default(),
        };
        Ok(Self {
            link: Arc::new(link),
            prefix: "zoom".into(),
            timeout: DEFAULT_TIMEOUT,
        })
    }

    /// Sets the prefix of all keys. Default: `zoom`. Workers that share state must use the same prefix.
    #[must_use]
    pub fn prefix(mut self, prefix: impl Into<String>) -> Self {
        self.prefix = prefix.into().into();
        self
    }

    /// Sets the time limit of a command, and of connecting. Default: 2 s.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Returns the common start of all keys of an object, such as `zoom:{token:reseller}:`. A Redis cluster keeps keys
    /// with the same part in braces on one node.
    ///
    /// Other braces would change this part. Therefore, braces in the prefix or the name cause [`ErrorKind::Config`].
    pub(super) fn keys(&self, kind: &str, name: &str) -> Result<String> {
        if [&self.prefix, name]
            .iter()
            .any(|text| text.contains(['{', '}']))
        {
            let message = format!("braces in the Redis key prefix or in the name `{name}`");
            return Err(Error::new(ErrorKind::Config, message));
        }
        Ok(format!("{}:{{{kind}:{name}}}:", self.prefix))
    }

    /// Runs a script. If the existing connection turns out to be closed, opens a new one and runs the script once more.
    pub(super) async fn run<T: FromRedisValue>(
        &self,
        script: &Script,
        keys: &[String],
        arguments: &[String],
    ) -> Result<T> {
        let mut is_retry = false;
        loop {
            let (mut connection, generation, is_new) = self.connection().await?;
            let mut call = script.prepare_invoke();
            for key in keys {
                call.key(key.as_str());
            }
            for argument in arguments {
                call.arg(argument.as_str());
            }
            let error = match call.invoke_async(&mut connection).await {
                Ok(value) => return Ok(value),
                Err(error) => error,
            };
            let is_broken = error.is_io_error() || error.is_unrecoverable_error();
            if is_broken {
                let mut state = self.link.state.lock().await;
                if state.generation == generation {
                    state.connection = None;
                }
            }
            if is_retry || is_new || !is_broken || error.is_timeout() {
                return Err(to_error("command failed", error));
            }
            is_retry = true;
        }
    }

    /// Returns the connection, its number, and whether it is new.
    async fn connection(&self) -> Result<(MultiplexedConnection, u64, bool)> {
        let mut state = self.link.state.lock().await;
        if let Some(connection) = &state.connection {
            return Ok((connection.clone(), state.generation, false));
        }
        if state.paused_until.is_some_and(|end| Instant::now() < end) {
            let message = "Redis server is unavailable";
            return Err(Error::new(ErrorKind::Connect, message));
        }
        let connection = self.connect(&mut state).await?;
        Ok((connection, state.generation, true))
    }

    async fn connect(
        &self,
        state: &mut MutexGuard<'_, LinkState>,
    ) -> Result<MultiplexedConnection> {
        if self.link.is_encrypted && rustls::crypto::CryptoProvider::get_default().is_none() {
            // Another thread may have set a provider in the meantime. That provider works as well.
            drop(rustls::crypto::aws_lc_rs::default_provider().install_default());
        }
        let config = AsyncConnectionConfig::new()
            .set_connection_timeout(Some(self.timeout))
            .set_response_timeout(Some(self.timeout));
        let client = &self.link.client;
        match client
            .get_multiplexed_async_connection_with_config(&config)
            .await
        {
            Ok(connection) => {
                state.generation += 1;
                state.connection = Some(connection.clone());
                Ok(connection)
            }
            Err(error) => {
                state.paused_until = Some(Instant::now() + CONNECT_PAUSE);
                Err(to_error("connection failed", error))
            }
        }
    }
}

/// Returns whether the URL selects TLS.
fn is_encrypted(url: &str) -> bool {
    let url = url.trim_start().to_ascii_lowercase();
    ["rediss:", "valkeys:"]
        .iter()
        .any(|scheme| url.starts_with(scheme))
}

fn to_error(action: &str, error: RedisError) -> Error {
    let kind = if error.is_timeout() {
        ErrorKind::Timeout
    } else if error.is_io_error() {
        ErrorKind::Connect
    } else {
        ErrorKind::Other
    };
    Error::new(kind, format!("Redis {action}")).with_source(error)
}

/// Returns a random id. No other worker has the same id.
pub(super) fn random_id() -> Result<String> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|error| {
        Error::new(ErrorKind::Other, "system has no random bytes").with_source(error)
    })?;
    Ok(format!("{:032x}", u128::from_be_bytes(bytes)))
}

/// Returns a duration in milliseconds, as the argument of a script.
pub(super) fn millis(time: Duration) -> String {
    time.as_millis().max(1).to_string()
}

impl fmt::Debug for Redis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Redis")
            .field("prefix", &self.prefix)
            .finish_non_exhaustive()
    }
}
