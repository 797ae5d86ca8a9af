//! Locks folders, so that only one run at a time changes a folder.
//!
//! In: a folder. Out: a [`Lock`]. The operating system releases the lock when the process ends. On Unix, the folder itself is
//! locked, so that no lock file is left behind. Other systems cannot open folders, so a file in the folder is locked instead.

use std::fs::File;
use std::io::{self, ErrorKind};
use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

use fs4::TryLockError;

use super::error::named;
use super::scan::LOCK_FILE;

/// The maximum number of attempts to lock a folder. With `PAUSE` between two attempts, a run waits for at most 30 seconds.
/// Another run keeps the lock for about one second, unless its process is suspended.
const ATTEMPTS: u32 = 1500;
const PAUSE: Duration = Duration::from_millis(20);

/// The lock of a folder. Dropping the value releases the lock.
#[derive(Debug)]
pub(super) struct Lock {
    _file: File,
}

impl Lock {
    /// Waits for other runs that change the folder, then locks the folder.
    pub(super) fn take(folder: &Path) -> io::Result<Self> {
        let file = open(folder).map_err(|error| named(&error, folder))?;
        for _ in 0..ATTEMPTS {
            match fs4::FileExt::try_lock(&file) {
                Ok(()) => return Ok(Self { _file: file }),
                Err(TryLockError::WouldBlock) => sleep(PAUSE),
                // Some network file systems do not support locks.
                Err(TryLockError::Error(error)) if error.kind() == ErrorKind::Unsupported => {
                    return Ok(Self { _file: file });
                }
                Err(TryLockError::Error(error)) => return Err(named(&error, folder)),
            }
        }
        let message = format!(
            "{}: another run is writing to this folder; wait until it ends, then try again",
            folder.display()
        );
        Err(io::Error::new(ErrorKind::WouldBlock, message))
    }
}

fn open(folder: &Path) -> io::Result<File> {
    if cfg!(unix) {
        return File::open(folder);
    }
    let mut options = File::options();
    options
        .create(true)
        .truncate(false)
        .write(true)
        .open(folder.join(LOCK_FILE))
}
