//! The program `fake-zoom`, which runs a fake until Ctrl-C.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::{self, Write as _};
use std::net::{IpAddr, Ipv4Addr};
use std::process::ExitCode;

use lexopt::Arg;
use tokio::runtime;

use super::{FakePlan, FakeZoom, FakeZoomBuilder, FaultRule, Tiers, snapshot};

const HELP: &str = "Runs a fake of Zoom, with the accounts and the errors of Zoom's API for partners.

Usage: fake-zoom [OPTIONS]

Options:
      --port N             Listen on this port. 0 means any free port [default: 4600]
      --host ADDR          Listen on this IP address [default: 127.0.0.1]
      --seed N or FILE     Start with the generated values of this number, or with the snapshot in this file [default: 0]
      --tiers 2|3          Start with a primary account (2), or also with a second-level primary account (3) [default: 2]
      --plan NAME          Apply the rate limits of this plan of the partner: free, pro or business [default: no limits]
      --faults FILE        Inject the faults of the rules in this JSON file
  -h, --help               Print this help

The page /_fake of the fake shows its accounts and the last calls. A snapshot is the response to GET /_fake/snapshot.
";

/// The port on which the program listens by default.
const PORT: u16 = 4600;

/// What the arguments ask for.
#[derive(Debug)]
enum Command {
    Help,
    Run(Box<Options>),
}

/// The values of the options.
#[derive(Debug)]
struct Options {
    host: IpAddr,
    port: u16,
    seed: Option<OsString>,
    tiers: Option<Tiers>,
    plan: Option<FakePlan>,
    faults: Vec<FaultRule>,
}

/// Runs the program with its arguments. The first argument is the name of the program.
#[must_use]
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let result = match parse(lexopt::Parser::from_iter(arguments)) {
        Ok(Command::Help) => print(HELP),
        Ok(Command::Run(options)) => block_on(run(&options)),
        Err(message) => Err(message),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            // If the error output is closed, only the exit code reports the failure.
            let _ = writeln!(io::stderr(), "error: {message}");
            ExitCode::from(2)
        }
    }
}

/// Runs a future to its end.
fn block_on(future: impl Future<Output = Result<(), String>>) -> Result<(), String> {
    let runtime = runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| {
        format!("the program cannot start: {error}; check the limits of the process")
    })?;
    runtime.block_on(future)
}

/// Reads the arguments.
fn parse(mut arguments: lexopt::Parser) -> Result<Command, String> {
    let mut options = Options {
        host: Ipv4Addr::LOCALHOST.into(),
        port: PORT,
        seed: None,
        tiers: None,
        plan: None,
        faults: Vec::new(),
    };
    while let Some(argument) = arguments.next().map_err(|error| invalid(&error))? {
        match argument {
            Arg::Long("port") => {
                let port = text(&mut arguments, "--port")?;
                let wrong = |_| wrong("--port", &port, "give a number from 0 to 65535");
                options.port = port.parse().map_err(wrong)?;
            }
            Arg::Long("host") => {
                let host = text(&mut arguments, "--host")?;
                let wrong = |_| wrong("--host", &host, "give an IP address such as 127.0.0.1");
                options.host = host.parse().map_err(wrong)?;
            }
            Arg::Long("seed") => {
                options.seed = Some(arguments.value().map_err(|error| invalid(&error))?);
            }
            Arg::Long("tiers") => {
                let tiers = text(&mut arguments, "--tiers")?;
                options.tiers = Some(match tiers.as_str() {
                    "2" => Tiers::Two,
                    "3" => Tiers::Three,
                    _ => return Err(wrong("--tiers", &tiers, "give 2 or 3")),
                });
            }
            Arg::Long("plan") => {
                let plan = text(&mut arguments, "--plan")?;
                options.plan = Some(match plan.as_str() {
                    "free" => FakePlan::Free,
                    "pro" => FakePlan::Pro,
                    "business" => FakePlan::BusinessPlus,
                    _ => return Err(wrong("--plan", &plan, "give free, pro or business")),
                });
            }
            Arg::Long("faults") => {
                let file = arguments.value().map_err(|error| invalid(&error))?;
                options.faults = read_faults(&file)?;
            }
            Arg::Short('h') | Arg::Long("help") => return Ok(Command::Help),
            other => return Err(invalid(&other.unexpected())),
        }
    }
    Ok(Command::Run(Box::new(options)))
}

/// Returns the value of an option as text.
fn text(arguments: &mut lexopt::Parser, option: &str) -> Result<String, String> {
    let value = arguments.value().map_err(|error| invalid(&error))?;
    value
        .into_string()
        .map_err(|value| wrong(option, &value.to_string_lossy(), "give a value in UTF-8"))
}

fn invalid(error: &lexopt::Error) -> String {
    format!("{error}; run `fake-zoom --help` for the options")
}

fn wrong(option: &str, value: &str, advice: &str) -> String {
    format!("invalid value `{value}` for {option}; {advice}")
}

/// Runs the fake until Ctrl-C.
async fn run(options: &Options) -> Result<(), String> {
    let (host, port) = (options.host, options.port);
    let builder = configured(options)?;
    let fake = builder
        .host(host)
        .port(port)
        .start()
        .await
        .map_err(|error| {
            format!(
                "the fake cannot listen on {host}, port {port}: {error}; choose --host and --port"
            )
        })?;
    tokio::select! {
        // Waiting starts before the address is printed, so that no Ctrl-C is missed.
        biased;
        interrupt = tokio::signal::ctrl_c() => interrupt.map_err(|error| {
            format!("the program cannot wait for Ctrl-C: {error}; end it another way")
        }),
        Err(error) = async { print(&welcome(&fake)) } => Err(error),
    }
}

/// Writes text to the standard output.
fn print(text: &str) -> Result<(), String> {
    let mut output = io::stdout();
    let written = output
        .write_all(text.as_bytes())
        .and_then(|()| output.flush());
    written.map_err(|error| {
        format!("the output could not be written: {error}; check where standard output goes")
    })
}

/// Returns a fake with the configuration of the options, except for its address.
fn configured(options: &Options) -> Result<FakeZoomBuilder, String> {
    let builder = FakeZoom::builder();
    let builder = match &options.seed {
        Some(seed) => match seed.to_str().and_then(|seed| seed.parse().ok()) {
            Some(number) => builder.seed(number),
            None if options.tiers.is_some() => {
                let message = "--tiers cannot be combined with a snapshot, which has its own accounts; omit --tiers";
                return Err(message.to_owned());
            }
            None => builder.snapshot(read_snapshot(seed)?),
        },
        None => builder,
    };
    let builder = match options.plan {
        Some(plan) => builder.plan(plan),
        None => builder,
    };
    let builder = builder.faults(options.faults.iter().cloned());
    Ok(builder.tiers(options.tiers.unwrap_or_default()))
}

/// Reads and checks the rules for faults in a file.
fn read_faults(file: &OsStr) -> Result<Vec<FaultRule>, String> {
    let name = file.to_string_lossy();
    let json = fs::read_to_string(file).map_err(|error| {
        let advice = format!("it cannot be read: {error}; give the path of a JSON file");
        wrong("--faults", &name, &advice)
    })?;
    FaultRule::parse_list(&json).map_err(|error| wrong("--faults", &name, &error.to_string()))
}

/// Reads and checks the snapshot in a file.
fn read_snapshot(file: &OsStr) -> Result<String, String> {
    let name = file.to_string_lossy();
    let json = fs::read_to_string(file).map_err(|error| {
        let advice = format!(
            "as a file, it cannot be read: {error}; give a number from 0 to {} or the path of a snapshot",
            u64::MAX
        );
        wrong("--seed", &name, &advice)
    })?;
    snapshot::read(&json).map_err(|error| wrong("--seed", &name, &error.to_string()))?;
    Ok(json)
}

/// Returns what the program prints at the start: the address, the credentials and calls to try.
fn welcome(fake: &FakeZoom) -> String {
    let (url, app) = (fake.url(), fake.app());
    let (account, id, secret) = (app.account_id, app.client_id, app.client_secret);
    format!(
        r#"The fake of Zoom listens on {url}
Open {url}/_fake in a browser. Press Ctrl-C to end.

Credentials of the primary account. They work only with this fake:
  account id     {account}
  client id      {id}
  client secret  {secret}

To try it, paste these lines into a shell:

TOKEN=$(curl -sS -u '{id}:{secret}' -d grant_type=account_credentials -d account_id={account} {url}/oauth/token | sed 's/.*"access_token":"\([^"]*\)".*/\1/')
curl -sS -H "Authorization: Bearer $TOKEN" {url}/v2/accounts
curl -sS -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -d '{{"first_name":"Ada","last_name":"Example","email":"ada@acme.example","password":"Vt7-quay-Lantern"}}' {url}/v2/accounts
"#
    )
}
