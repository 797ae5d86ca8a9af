//! A store that keeps a token in a file.
//!
//! Several processes on one machine can share the file. No process may ever read a file that is only partly written. On
//! Unix, only the owner of the file may read it.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::time::Instant;

use crate::runtime::{BoxFuture, Error, ErrorKind, Result};

use super::store::{StoreLock, TokenStore};
use super::token::Token;

/// The pause between attempts to take the lock.
const LOCK_POLL_INTERVAL: Duration = Duration::from_millis(25);
/// How long to wait for the lock by default.
const DEFAULT_LOCK_TIMEOUT: Duration = Duration::from_secs(20);

/// A counter that makes the names of temporary files unique within the process.
static TEMPORARY_FILES: AtomicU64 = AtomicU64::new(0);

/// A [`TokenStore`] that keeps the token in a JSON file.
///
/// Saving is atomic: the token is written to a temporary file, which then replaces the old file. On Unix, the files
/// have mode 0600.
///
/// Processes that share the file also share a lock file, whose name is that of the token file plus `.lock`. While one
/// process renews the token, the others wait and then use the saved token. The folder must exist, and its file system
/// must support locks. Some network file systems do not.
#[derive(Clone, Debug)]
pub struct FileStore {
    path: Arc<Path>,
    lock_timeout: Duration,
}

impl FileStore {
    /// Creates a store for this file. The file need not exist yet.
    #[must_use]
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self {
            path: path.into().into(),
            lock_timeout: DEFAULT_LOCK_TIMEOUT,
        }
    }

    /// Sets how long a call waits while another process renews the token. Default: 20 s.
    ///
    /// After this time, the call fails with [`ErrorKind::Timeout`].
    #[must_use]
    pub fn lock_timeout(mut self, timeout: Duration) -> Self {
        self.lock_timeout = timeout;
        self
    }

    /// Runs blocking code on a thread that may block.
    async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Path) -> io::Result<T> + Send + 'static,
    ) -> Result<T> {
        let path = Arc::clone(&self.path);
        let result = tokio::task::spawn_blocking(move || work(&path)).await;
        let result = result.unwrap_or_else(|error| Err(io::Error::other(error)));
        result.map_err(|error| self.error("read or write", error))
    }

    fn error(&self, action: &str, source: io::Error) -> Error {
        let message = format!("failed to {action} token file `{}`", self.path.display());
        Error::new(ErrorKind::Other, message).with_source(source)
    }
}

impl TokenStore for FileStore {
    fn load(&self) -> BoxFuture<'_, Result<Option<Token>>> {
        Box::pin(async {
            let read = |path: &Path| match fs::read(path) {
                Ok(bytes) => Ok(Some(bytes)),
                Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
                Err(error) => Err(error),
            };
            let Some(bytes) = self.blocking(read).await? else {
                return Ok(None);
            };
            // The message of the source may quote the file, so the source is dropped.
            serde_json::from_slice(&bytes).map(Some).map_err(|_| {
                let message = format!("file `{}` does not contain a token", self.path.display());
                Error::new(ErrorKind::Other, message)
            })
        })
    }

    fn save<'a>(&'a self, token: &'a Token) -> BoxFuture<'a, Result<()>> {
        Box::pin(async {
            let json = serde_json::to_vec_pretty(token)
                .map_err(|_| Error::new(ErrorKind::Other, "failed to serialize the token"))?;
            self.blocking(move |path| replace(path, &json)).await
        })
    }

    fn lock(&self) -> BoxFuture<'_, Result<StoreLock>> {
        Box::pin(async {
            let start = Instant::now();
            // The lock file is never removed. Otherwise, two processes could each lock a different file with this name.
            let file = self
                .blocking(|path| private().open(with_suffix(path, ".lock")))
                .await?;
            loop {
                match fs4::FileExt::try_lock(&file) {
                    Ok(()) => return Ok(StoreLock::holding(file)),
                    Err(fs4::TryLockError::WouldBlock) if start.elapsed() < self.lock_timeout => {
                        tokio::time::sleep(LOCK_POLL_INTERVAL).await;
                    }
                    Err(fs4::TryLockError::WouldBlock) => {
                        let message = format!(
                            "token file `{}` is still locked by another process after {:?}",
                            self.path.display(),
                            self.lock_timeout
                        );
                        return Err(Error::new(ErrorKind::Timeout, message));
                    }
                    Err(fs4::TryLockError::Error(error)) => return Err(self.error("lock", error)),
                }
            }
        })
    }
}

/// Replaces the content of a file atomically.
fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let number = TEMPORARY_FILES.fetch_add(1, Ordering::Relaxed);
    let temporary = with_suffix(path, &format!(".{}-{number}.tmp", std::process::id()));
    let written = write_new(&temporary, bytes).and_then(|()| fs::rename(&temporary, path));
    if written.is_err() {
        drop(fs::remove_file(&temporary));
    }
    written?;
    flush_folder(path)
}

/// Writes a new file and flushes it to disk.
fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    // A crashed process with the same process id may have left this file behind.
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut file = private().create_new(true).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Returns options for creating files that only the owner can read.
fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Flushes the folder of a file to disk. Otherwise, a crash could undo the renaming of the file.
fn flush_folder(path: &Path) -> io::Result<()> {
    if cfg!(unix) {
        let folder = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty());
        File::open(folder.unwrap_or(Path::new(".")))?.sync_all()?;
    }
    Ok(())
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}
