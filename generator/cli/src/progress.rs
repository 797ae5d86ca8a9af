//! Shows on a terminal that a run is not finished yet.

use std::io::{self, IsTerminal, Write};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

/// Shorter runs show no progress.
const PATIENCE: Duration = Duration::from_secs(1);

/// Does the work. If stderr is a terminal and the work needs more than a second, shows the elapsed seconds there.
pub(crate) fn shown<T>(work: impl FnOnce() -> T) -> T {
    if !io::stderr().is_terminal() {
        return work();
    }
    let (done, end) = channel::<()>();
    thread::scope(|scope| {
        scope.spawn(move || {
            let mut seconds = 0;
            while end.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
                seconds += 1;
                // If stderr is closed, nobody reads the progress.
                let _ = write!(io::stderr(), "\rgenerating … {seconds} s");
            }
            if seconds > 0 {
                // Clears the line.
                let _ = write!(io::stderr(), "\r\u{1b}[K");
            }
        });
        let made = work();
        drop(done);
        made
    })
}
