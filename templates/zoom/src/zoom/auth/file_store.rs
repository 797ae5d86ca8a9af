//! A token in a file.
//!
//! In: a path. Out: a store that survives the process, and that processes of one machine can share. The file must never be there in
//! part, and on Unix nobody but its owner may read it at any moment.

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

/// How often a lock that somebody else has is tried.
const PAUSE: Duration = Duration::from_millis(25);
/// How long a lock that somebody else has is waited for, unless the caller says otherwise.
const PATIENCE: Duration = Duration::from_secs(20);

/// Tells temporary files of one process apart.
static COUNT: AtomicU64 = AtomicU64::new(0);

/// Keeps a token in a file, as JSON.
///
/// A token is written to a new file beside it, flushed to the disk, and put in its place by renaming: a reader sees the old token or
/// the new one. On Unix, the files are made with mode 0600. Beside the file stands an empty one of the same name with `.lock` at its
/// end, by which processes take turns: one of them renews the token, and the others use what it saved. The folder must exist, on a
/// file system that has locks, which some network file systems do not.
#[derive(Clone, Debug)]
pub struct FileStore {
    path: Arc<Path>,
    patience: Duration,
}

impl FileStore {
    /// Keeps the token in this file, which need not exist yet.
    #[must_use]
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self {
            path: path.into().into(),
            patience: PATIENCE,
        }
    }

    /// Waits at most so long for a process that is renewing the token. 20 s by default; then the call fails with
    /// [`ErrorKind::Timeout`].
    #[must_use]
    pub fn lock_timeout(mut self, timeout: Duration) -> Self {
        self.patience = timeout;
        self
    }

    /// Does what blocks on a thread that may.
    async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Path) -> io::Result<T> + Send + 'static,
    ) -> Result<T> {
        let path = Arc::clone(&self.path);
        let done = tokio::task::spawn_blocking(move || work(&path)).await;
        let done = done.unwrap_or_else(|error| Err(io::Error::other(error)));
        done.map_err(|error| {
            let message = format!("token file `{}` cannot be used", self.path.display());
            Error::new(ErrorKind::Other, message).with_source(error)
        })
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
            // The reason is dropped: it may quote the file.
            serde_json::from_slice(&bytes).map(Some).map_err(|_| {
                let message = format!("file `{}` holds no token", self.path.display());
                Error::new(ErrorKind::Other, message)
            })
        })
    }

    fn save<'a>(&'a self, token: &'a Token) -> BoxFuture<'a, Result<()>> {
        Box::pin(async {
            let json = serde_json::to_vec_pretty(token)
                .map_err(|_| Error::new(ErrorKind::Other, "token cannot be written as JSON"))?;
            self.blocking(move |path| replace(path, &json)).await
        })
    }

    fn lock(&self) -> BoxFuture<'_, Result<StoreLock>> {
        Box::pin(async {
            let begin = Instant::now();
            // The file stays: one that is removed could be locked by two.
            let file = self
                .blocking(|path| private().open(beside(path, ".lock")))
                .await?;
            loop {
                match fs4::FileExt::try_lock(&file) {
                    Ok(()) => return Ok(StoreLock::holding(file)),
                    Err(fs4::TryLockError::WouldBlock) if begin.elapsed() < self.patience => {
                        tokio::time::sleep(PAUSE).await;
                    }
                    Err(fs4::TryLockError::WouldBlock) => {
                        let message = format!(
                            "token file `{}` is locked by another process for {:?}",
                            self.path.display(),
                            self.patience
                        );
                        return Err(Error::new(ErrorKind::Timeout, message));
                    }
                    Err(fs4::TryLockError::Error(error)) => {
                        let message =
                            format!("token file `{}` cannot be locked", self.path.display());
                        return Err(Error::new(ErrorKind::Other, message).with_source(error));
                    }
                }
            }
        })
    }
}

/// Puts a file with these bytes in the place of another one, at once.
fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    let new = beside(path, &format!(".{}-{number}.tmp", std::process::id()));
    let written = write_new(&new, bytes).and_then(|()| fs::rename(&new, path));
    if written.is_err() {
        drop(fs::remove_file(&new));
    }
    written?;
    flush_folder(path)
}

/// Writes a new file, down to the disk.
fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    // Left by a process that had the same id, and died.
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut file = private().create_new(true).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// How files are opened that nobody else may read.
fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Flushes the folder of a file, without which a new name may be lost in a crash.
fn flush_folder(path: &Path) -> io::Result<()> {
    if cfg!(unix) {
        let folder = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty());
        File::open(folder.unwrap_or(Path::new(".")))?.sync_all()?;
    }
    Ok(())
}

/// The path of a file beside this one, by the same name with something at its end.
fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}
