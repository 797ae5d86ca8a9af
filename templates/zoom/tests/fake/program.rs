//! The program `fake-zoom`, which each test starts as a process of its own.

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Child, Command, ExitCode, Stdio};

use zoom_accounts::fake::{FakeZoom, program};

type TestResult = Result<(), Box<dyn std::error::Error>>;

/// The environment variable with the arguments of the program, separated by line feeds.
const ARGUMENTS: &str = "FAKE_ZOOM_TEST_ARGUMENTS";

/// Not a test of its own: the process that the tests start runs the program here.
#[test]
#[ignore = "the other tests start it"]
fn the_process_of_the_program() -> ExitCode {
    let Ok(arguments) = std::env::var(ARGUMENTS) else {
        return ExitCode::SUCCESS;
    };
    let arguments = arguments.lines().map(Into::into);
    let code = program::main(std::iter::once("fake-zoom".into()).chain(arguments));
    // The test harness would replace the exit code.
    std::process::exit(i32::from(code != ExitCode::SUCCESS) * 2)
}

/// A running program. Dropping this value kills it.
struct Program(Child);

impl Drop for Program {
    fn drop(&mut self) {
        // The process may have ended already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn start(arguments: &[&str]) -> std::io::Result<Program> {
    let child = Command::new(std::env::current_exe()?)
        .args([
            "program::the_process_of_the_program",
            "--exact",
            "--ignored",
            "--nocapture",
        ])
        .env(ARGUMENTS, arguments.join("\n"))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    Ok(Program(child))
}

/// Runs a program that ends at once. Returns whether it succeeded, its output and its error output.
fn run(arguments: &[&str]) -> Result<(bool, String, String), Box<dyn std::error::Error>> {
    let mut program = start(arguments)?;
    let (mut output, mut errors) = (String::new(), String::new());
    let pipe = program.0.stdout.take().ok_or("the output is a pipe")?;
    BufReader::new(pipe).read_to_string(&mut output)?;
    let pipe = program
        .0
        .stderr
        .take()
        .ok_or("the error output is a pipe")?;
    BufReader::new(pipe).read_to_string(&mut errors)?;
    Ok((program.0.wait()?.success(), output, errors))
}

/// Starts a program that listens. Returns it with what it prints at the start.
fn listen(arguments: &[&str]) -> Result<(Program, String), Box<dyn std::error::Error>> {
    let mut program = start(arguments)?;
    let pipe = program.0.stdout.take().ok_or("the output is a pipe")?;
    let mut text = String::new();
    // The last line has the request that creates an account.
    for line in BufReader::new(pipe).lines() {
        let line = line?;
        text.push_str(&line);
        text.push('\n');
        if line.contains("first_name") {
            return Ok((program, text));
        }
    }
    Err(format!("the program ended early: {text}").into())
}

#[test]
fn the_printed_lines_work_in_a_shell() -> TestResult {
    let (_program, text) = listen(&["--port", "0", "--seed", "7"])?;
    assert!(text.contains("listens on http://127.0.0.1:"), "{text}");
    let lines: Vec<&str> = text
        .lines()
        .filter(|line| line.starts_with("TOKEN=") || line.starts_with("curl "))
        .collect();
    assert_eq!(lines.len(), 3, "{text}");
    let script = format!("set -eu\n{}\n", lines.join("\necho\n"));
    let output = Command::new("sh").args(["-c", &script]).output()?;
    let printed = String::from_utf8(output.stdout)?;
    assert!(
        output.status.success(),
        "{printed} {}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(printed.contains("\"accounts\":[]"), "{printed}");
    assert!(
        printed.contains("\"owner_email\":\"ada@acme.example\""),
        "{printed}"
    );
    Ok(())
}

#[tokio::test]
async fn a_snapshot_in_a_file_is_the_state_to_start_with() -> TestResult {
    let fake = FakeZoom::builder()
        .sub_account("acme", "Acme Example")
        .start()
        .await?;
    let name = format!("fake-zoom-snapshot-{}.json", std::process::id());
    let file = std::env::temp_dir().join(name);
    std::fs::write(&file, fake.snapshot())?;
    let path = file.to_str().ok_or("the path is text")?;
    let (_program, text) = listen(&["--port=0", "--seed", path])?;
    let start = text.find("http://").ok_or("the address is printed")?;
    let url = text[start..]
        .lines()
        .next()
        .ok_or("the address is on a line")?;
    let output = Command::new("curl")
        .args(["-sS", &format!("{url}/_fake")])
        .output()?;
    assert!(String::from_utf8(output.stdout)?.contains("Acme Example"));
    let (succeeded, _, errors) = run(&["--seed", path, "--tiers", "3"])?;
    assert!(!succeeded && errors.contains("omit --tiers"), "{errors}");
    std::fs::remove_file(&file)?;
    Ok(())
}

#[test]
fn three_tiers_start_with_a_second_level_primary_account() -> TestResult {
    let (_program, text) = listen(&["--port=0", "--tiers", "3"])?;
    let start = text.find("http://").ok_or("the address is printed")?;
    let url = text[start..]
        .lines()
        .next()
        .ok_or("the address is on a line")?;
    let output = Command::new("curl")
        .args(["-sS", &format!("{url}/_fake")])
        .output()?;
    assert!(String::from_utf8(output.stdout)?.contains("Second Example"));
    Ok(())
}

#[test]
fn an_invalid_argument_is_named_with_what_to_do() -> TestResult {
    let cases: [(&[&str], &str); 9] = [
        (
            &["--unknown"],
            "invalid option '--unknown'; run `fake-zoom --help`",
        ),
        (&["extra"], "\"extra\"; run `fake-zoom --help`"),
        (&["--port"], "'--port'; run `fake-zoom --help`"),
        (
            &["--port", "70000"],
            "invalid value `70000` for --port; give a number from 0 to 65535",
        ),
        (
            &["--host", "here"],
            "invalid value `here` for --host; give an IP address",
        ),
        (
            &["--tiers", "4"],
            "invalid value `4` for --tiers; give 2 or 3",
        ),
        (
            &["--seed", "/no/such/file"],
            "invalid value `/no/such/file` for --seed; as a file, it cannot be read",
        ),
        (
            &["--seed", "/dev/null"],
            "invalid value `/dev/null` for --seed; invalid snapshot at `.`",
        ),
        (
            &["--host", "192.0.2.1"],
            "the fake cannot listen on 192.0.2.1, port 4600",
        ),
    ];
    for (arguments, text) in cases {
        let (succeeded, _, errors) = run(arguments)?;
        assert!(!succeeded, "{arguments:?}");
        assert!(errors.contains(text), "{arguments:?}: {errors}");
    }
    Ok(())
}

#[test]
fn the_help_lists_every_option() -> TestResult {
    let (succeeded, output, errors) = run(&["--help"])?;
    assert!(succeeded, "{errors}");
    for option in [
        "--port", "--host", "--seed", "--tiers", "--plan", "--faults", "--help",
    ] {
        assert!(output.contains(option), "{option}: {output}");
    }
    Ok(())
}

#[test]
fn an_interrupt_ends_the_program_successfully() -> TestResult {
    let (mut program, _) = listen(&["--port=0"])?;
    let id = program.0.id().to_string();
    let killed = Command::new("kill").args(["-INT", &id]).status()?;
    assert!(killed.success());
    assert!(program.0.wait()?.success());
    Ok(())
}
