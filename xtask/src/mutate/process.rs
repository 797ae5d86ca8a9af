//! Runs processes with limits of time and memory.
//!
//! In: a command. Out: how the process ended, and its output.

use std::io::Read;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

/// The limits of a process.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// The limit of CPU time, in seconds.
    pub(crate) seconds: u64,
    /// The limit of address space, in megabytes. Some systems ignore it.
    pub(crate) megabytes: u64,
}

/// How a process ended.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Ended {
    /// The process exited with a code.
    Exit(i32),
    /// A signal ended the process.
    Signal(String),
    /// The process reached the time limit.
    Timeout,
}

/// The output of a process, and how the process ended.
#[derive(Clone, Debug)]
pub(crate) struct Report {
    pub(crate) ended: Ended,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// The limit of elapsed time, as a multiple of the limit of CPU time. It is higher, because a process can wait for a
/// CPU.
const PATIENCE: u64 = 8;

/// Runs this program as a child process, with limits.
pub(crate) fn run(arguments: &[&str], limits: Limits) -> Result<Report> {
    let own = std::env::current_exe().context("this program has no path")?;
    let mut command = if cfg!(unix) {
        // The shell sets the limits. Then, `exec` replaces the shell by the program.
        let mut shell = Command::new("sh");
        let script = format!(
            "ulimit -c 0; ulimit -v {} 2>/dev/null; ulimit -t {}; exec \"$0\" \"$@\"",
            limits.megabytes * 1024,
            limits.seconds
        );
        shell.arg("-c").arg(script).arg(own);
        shell
    } else {
        Command::new(own)
    };
    let child = command
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .context("cannot start another process")?;
    wait(child, Duration::from_secs(limits.seconds * PATIENCE))
}

fn wait(mut child: Child, most: Duration) -> Result<Report> {
    let stdout = reader(child.stdout.take());
    let stderr = reader(child.stderr.take());
    let start = Instant::now();
    let mut pause = Duration::from_millis(2);
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break Some(status);
        }
        if start.elapsed() > most {
            child.kill()?;
            child.wait()?;
            break None;
        }
        thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(40));
    };
    Ok(Report {
        ended: ended(status),
        stdout: stdout.join().unwrap_or_default(),
        stderr: stderr.join().unwrap_or_default(),
    })
}

fn reader(pipe: Option<impl Read + Send + 'static>) -> thread::JoinHandle<String> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(pipe) = pipe {
            // If reading fails, the bytes that were read before are still reported.
            let _ = pipe.take(MOST_OUTPUT).read_to_end(&mut bytes);
        }
        String::from_utf8_lossy(&bytes).into_owned()
    })
}

/// The maximum number of bytes to read from each output stream.
const MOST_OUTPUT: u64 = 4 << 20;

fn ended(status: Option<ExitStatus>) -> Ended {
    let Some(status) = status else {
        return Ended::Timeout;
    };
    match status.code() {
        Some(code) => Ended::Exit(code),
        // At the CPU limit, Linux ends the process with SIGXCPU or SIGKILL.
        None if status.to_string().contains("XCPU") || status.to_string().contains("KILL") => {
            Ended::Timeout
        }
        None => Ended::Signal(status.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use std::process::{Command, Stdio};
    use std::time::Duration;

    use super::{Ended, wait};

    #[cfg(unix)]
    fn shell(script: &str) -> super::Report {
        let child = Command::new("sh")
            .args(["-c", script])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn();
        wait(child.unwrap(), Duration::from_millis(300)).unwrap()
    }

    #[test]
    #[cfg(unix)]
    fn a_process_that_does_not_end_is_stopped() {
        assert_eq!(shell("exec sleep 60").ended, Ended::Timeout);
    }

    #[test]
    #[cfg(unix)]
    fn the_end_and_the_output_of_a_process_are_reported() {
        let report = shell("echo out; echo err >&2; exit 3");
        assert_eq!(report.ended, Ended::Exit(3));
        assert_eq!(
            (report.stdout.as_str(), report.stderr.as_str()),
            ("out\n", "err\n")
        );
        assert!(matches!(shell("kill -ABRT $$").ended, Ended::Signal(_)));
    }
}
