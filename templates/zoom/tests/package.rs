//! Tests of the package of the generated crate: its files, a build outside the workspace, and the examples.

#![cfg(test)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;
use std::thread::sleep;
use std::time::{Duration, Instant};

/// The timeout of a cargo command. A slow machine needs minutes to compile all dependencies.
const TIMEOUT: Duration = Duration::from_secs(600);

/// The features that the examples need.
const FEATURES: &str = "reqwest,test-util,fake,v1,accounts,billing,dashboards,groups,information-barriers,recordings,reports,roles,surveys,users,events,phone-calls,phone-numbers,phone-queues,phone-settings,phone-sites,phone-users";

/// The v2 examples, each with a line of its expected output.
const EXAMPLES: [(&str, &str); 13] = [
    ("quickstart", "acme Acme Example"),
    ("create_sub_account", "owner@acme.example already uses Zoom"),
    ("list_all_users", "primary account: 1 users"),
    ("change_plan", "after: 25 hosts"),
    ("partial_update", r#"sent: {"dept":"Support"}"#),
    ("handle_errors", "unknown: not found, Some(AccountNotFound)"),
    (
        "custom_transport",
        "users.list: 2 requests in less than a second: true",
    ),
    ("walk_progress", "acme: 3 users"),
    (
        "price_change",
        "bolt,unchanged: business_monthly with 20 hosts",
    ),
    ("usage_report", "bolt,2026-03-02,12,48,540,0"),
    (
        "metrics",
        "Key(zoom_calls, [operation = users.list, outcome = Ok]): 2",
    ),
    ("testing", "both tests passed"),
    ("webhooks", "response: HTTP/1.1 204 No Content"),
];

#[test]
fn the_package_contains_exactly_the_files_of_the_crate() {
    let arguments = "package --list --allow-dirty --offline -p zoom-accounts";
    let listed = cargo("list", &workspace(), arguments);
    // Cargo adds these three files.
    let added = ["Cargo.toml.orig", "Cargo.lock", ".cargo_vcs_info.json"];
    let listed: BTreeSet<PathBuf> = (listed.lines().filter(|line| !added.contains(line)))
        .map(PathBuf::from)
        .collect();
    let mut files = BTreeSet::new();
    collect(&workspace().join("generated"), Path::new(""), &mut files);
    assert_eq!(listed, files);
    for name in [
        "CHANGELOG.md",
        "Cargo.toml",
        "README.md",
        "LICENSE-APACHE",
        "LICENSE-MIT",
        "examples/v1_reseller/main.rs",
        "src/lib.rs",
        "src/auth/api_key_pair.rs",
    ] {
        assert!(listed.contains(Path::new(name)), "{name}");
    }
}

#[test]
fn a_copy_of_the_crate_and_its_examples_compile_without_the_workspace() {
    let copy = copy();
    // Cargo stays offline, because the locked versions are already downloaded. The features exclude TLS, because TLS
    // takes the longest to compile. The profile for dependencies is that of the workspace, so that cargo reuses
    // compiled macros and build scripts.
    let arguments = format!(
        "check --quiet --offline --config profile.dev.debug=false --config build.incremental=false --lib --examples --no-default-features --features {FEATURES}"
    );
    cargo("check", &copy, &arguments);
}

#[test]
fn the_examples_run() {
    for (example, line) in EXAMPLES {
        let output = run(&BUILT[example]);
        assert!(
            output.lines().any(|other| other == line),
            "{line}\n\n{output}"
        );
        assert_no_secrets(&output);
    }
}

#[test]
fn the_v1_example_runs() {
    let output = run(&BUILT["v1_reseller"]);
    for text in [
        "2. GOOG has the sub account ",
        "2. FB has the sub account ",
        "   a second GOOG: v1.accounts.create: ",
        "(code 1005, HTTP 200, ",
        "   FB's plans: v1.plans.get: ",
        "(code 2001, HTTP 200, ",
        "   owner@goog.example.com has 25 seats\n",
        "   owner@fb.example.com has 5 seats\n",
    ] {
        assert!(output.contains(text), "{text}\n\n{output}");
    }
    assert_no_secrets(&output);
}

#[test]
fn the_report_of_the_reseller_shows_every_step_every_code_and_three_tiers() {
    let output = run(&BUILT["reseller"]);
    for step in [
        "create",
        "pay mode",
        "subscribe",
        "update",
        "add-on",
        "users",
        "roles",
        "settings",
        "locks",
        "invoices",
        "move user",
        "cancel",
        "leave",
    ] {
        let row = output.lines().filter(|line| line.starts_with(step));
        assert_eq!(row.count(), 1, "{step}\n\n{output}");
    }
    // Each version reports each code.
    for (code, count) in [
        (200, 2),
        (1005, 2),
        (2000, 2),
        (2001, 2),
        (2100, 4),
        (3261, 2),
    ] {
        let text = format!("(code {code}, ");
        assert_eq!(output.matches(&text).count(), count, "{code}\n\n{output}");
    }
    for line in [
        "the distributor: 21 accounts",
        "├── Second Example: 30 accounts",
        "│   ├── Customer 21 (users: 1)",
        "│   └── 27 more",
        "├── Customer 01 (users: 1)",
        "└── 17 more",
    ] {
        assert!(output.lines().any(|other| other == line), "{output}");
    }
    assert_no_secrets(&output);
}

/// The API secrets of the fake start with `fake-secret-`.
fn assert_no_secrets(output: &str) {
    for secret in ["fake-secret-", "fake-client-secret", "test-secret"] {
        assert!(!output.contains(secret), "{output}");
    }
}

#[test]
fn the_archive_continues_interrupted_downloads_and_downloads_nothing_twice() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("recordings");
    drop(fs::remove_dir_all(&folder));
    let run = || {
        let mut command = Command::new(&BUILT["recordings_archive"]);
        let output = finish(
            "archive",
            command.env_remove("ZOOM_ACCOUNT_ID").arg(&folder),
        );
        let mut lines: Vec<String> = output.lines().map(str::to_owned).collect();
        lines.sort();
        lines
    };
    // Each of the two accounts has three files. The fake interrupts the first two downloads after half of the file.
    let first = run();
    let ends = |text: &str| first.iter().filter(|line| line.ends_with(text)).count();
    assert_eq!(ends(": 59 bytes so far"), 2, "{first:?}");
    assert_eq!(ends(": 118 bytes so far"), 6, "{first:?}");
    let mut files = BTreeSet::new();
    collect(&folder, Path::new(""), &mut files);
    assert_eq!(files.len(), 6);
    for file in &files {
        assert_eq!(file.extension().unwrap(), "M4A");
        let file = fs::read(folder.join(file)).unwrap();
        assert!(file.len() == 118 && file.starts_with(b"ID3"));
    }

    // This is what an interrupted run leaves behind.
    let file = folder.join(files.first().unwrap());
    let part = file.with_extension("part");
    let whole = fs::read(&file).unwrap();
    fs::remove_file(&file).unwrap();
    fs::write(&part, &whole[..40]).unwrap();
    let second = run();
    // Both interruptions hit this file. Each time, half of what is missing arrives.
    let lengths = [98, 79, 118].map(|length| format!("{}: {length} bytes so far", part.display()));
    for line in &lengths {
        assert!(second.contains(line), "{line} {second:?}");
    }
    assert_eq!(second.len(), lengths.len() + 2, "{second:?}");
    assert_eq!(fs::read(&file).unwrap(), whole);

    // All files are complete, so the next run downloads nothing.
    assert_eq!(run(), ["acme: 354 bytes", "bolt: 354 bytes"]);
}

/// Runs the example `phone_rollout`. Returns the lines of each of its three runs, and the description of the account.
fn roll_out(name: &str) -> ([Vec<String>; 3], String) {
    let output = finish(name, &mut Command::new(&BUILT["phone_rollout"]));
    let mut runs = [const { Vec::new() }; 3];
    let mut lines: Vec<&str> = output.lines().collect();
    let description = lines.pop().unwrap().to_owned();
    let mut run = 0;
    for line in lines {
        match line.strip_prefix("run ") {
            Some(number) => run = number.trim_end_matches(':').parse().unwrap(),
            None => runs[run - 1].push(line.to_owned()),
        }
    }
    (runs, description)
}

#[test]
fn a_dry_run_of_the_rollout_prints_its_steps_and_creates_nothing() {
    let mut command = Command::new(&BUILT["phone_rollout"]);
    let dry_run = finish("rollout-dry", command.arg("--dry-run"));
    for line in [
        "site Springfield: 1 Example Street",
        "emergency address Floor 2: 1 Example Street, Floor 2",
        "user ada@acme.example: Ada Example, extension 1001, +12025550101, US/CA Unlimited, Floor 1",
        "call queue Support: 12 members",
        "auto receptionist Main line: forwards to Support",
    ] {
        assert!(dry_run.lines().any(|other| other == line), "{dry_run}");
    }
    assert!(!dry_run.contains("created"), "{dry_run}");
    // A dry run starts with a heading, and a complete run ends with a line that says so.
    let (runs, _) = roll_out("rollout-steps");
    assert_eq!(dry_run.lines().count(), runs[2].len(), "{dry_run}");
}

#[test]
fn the_rollout_creates_everything_once_although_responses_are_lost() {
    let (runs, description) = roll_out("rollout");
    for text in [
        "site Springfield: created",
        "emergency address Floor 2: created",
        "call queue Support: created, but the response was lost",
    ] {
        assert!(
            runs[0].iter().any(|line| line.starts_with(text)),
            "{runs:?}"
        );
    }
    let lost = |line: &&String| line.ends_with(": created, but the response was lost");
    let lost: Vec<&String> = runs[0].iter().filter(lost).collect();
    assert!(lost.len() == 1 && lost[0].starts_with("user "), "{lost:?}");
    // The site has an emergency address and an auto receptionist of its own.
    assert_eq!(
        description,
        "sites: 1, emergency addresses: 3, users: 20, their numbers: 20, call queues: 1, members: 12, auto receptionists: 2"
    );
    let existing = runs[2].iter().filter(|line| line.contains(": exists"));
    assert_eq!(existing.count() + 1, runs[2].len(), "{runs:?}");
}

#[test]
fn an_interrupted_rollout_resumes_and_creates_only_what_is_missing() {
    let (runs, _) = roll_out("rollout-part");
    // One user did not get a number, and the auto receptionist was not created.
    let failed = runs[0]
        .iter()
        .find(|line| line.starts_with("user ") && line.contains(": failed: "));
    let user = failed.unwrap().split(':').next().unwrap();
    assert!(runs[0].last().unwrap().starts_with("failed: "), "{runs:?}");
    assert!(runs[1].contains(&format!("{user}: exists")), "{runs:?}");
    let created = runs[1].iter().filter(|line| line.contains("created"));
    let created: Vec<&String> = created.collect();
    assert_eq!(created, ["auto receptionist Main line: created"]);
    let queue = "call queue Support: exists, 1 members added".to_owned();
    assert!(runs[1].contains(&queue), "{runs:?}");
    assert_eq!(runs[1].last().unwrap(), "complete");
}

#[test]
fn the_export_of_calls_resumes() {
    let example = &BUILT["cdr_export"];
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("calls");
    drop(fs::remove_dir_all(&folder));
    let month = folder.join("2026-03");
    fs::create_dir_all(&month).unwrap();
    // The part of an earlier run that was interrupted.
    fs::write(month.join("acme.part"), "account_id,call_id\nacme,").unwrap();
    let run = || {
        let mut command = Command::new(example);
        let output = finish("calls", command.env_remove("ZOOM_ACCOUNT_ID").arg(&folder));
        let mut lines: Vec<String> = output.lines().map(str::to_owned).collect();
        lines.sort();
        lines
    };
    assert_eq!(run(), ["6 calls", "acme: 3 calls", "bolt: 3 calls"]);
    let mut files: Vec<_> = (fs::read_dir(&month).unwrap())
        .map(|entry| entry.unwrap().file_name())
        .collect();
    files.sort();
    assert_eq!(files, ["acme.csv", "bolt.csv"]);
    let text = fs::read_to_string(month.join("acme.csv")).unwrap();
    let rows: BTreeSet<&str> = text.lines().collect();
    // Each call once, and the names of the columns.
    assert_eq!((text.lines().count(), rows.len()), (4, 4));
    for row in text.lines().skip(1) {
        assert!(
            row.starts_with("acme,") && row.contains(",inbound,2026-03-0"),
            "{text}"
        );
    }

    // The next run exports only the account without a file.
    fs::remove_file(month.join("bolt.csv")).unwrap();
    fs::write(month.join("acme.csv"), "exported").unwrap();
    assert_eq!(run(), ["3 calls", "acme: exported before", "bolt: 3 calls"]);
    assert_eq!(
        fs::read_to_string(month.join("acme.csv")).unwrap(),
        "exported"
    );
}

/// The path of each built example. The examples are built only once, because two builds would write to the same files.
static BUILT: LazyLock<BTreeMap<String, PathBuf>> = LazyLock::new(examples);

/// Builds the examples and returns the path of each executable. After `cargo test --workspace`, the executables already
/// exist.
fn examples() -> BTreeMap<String, PathBuf> {
    let arguments = "build --workspace --examples --offline --message-format=json";
    let messages = cargo("build", &workspace(), arguments);
    let messages = messages
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    let built = messages.filter_map(|message| {
        let name = message["target"]["name"].as_str()?;
        let path = message["executable"].as_str()?;
        Some((name.to_owned(), PathBuf::from(path)))
    });
    built.collect()
}

/// Runs an example and returns its output.
fn run(example: &Path) -> String {
    let name = example.file_stem().unwrap().to_str().unwrap();
    // Without `ZOOM_ACCOUNT_ID`, the examples call their own fake instead of Zoom.
    finish(name, Command::new(example).env_remove("ZOOM_ACCOUNT_ID"))
}

/// Copies the generated crate out of the workspace, and returns the folder of the copy.
fn copy() -> PathBuf {
    let copy = Path::new(env!("CARGO_TARGET_TMPDIR")).join("zoom-accounts");
    drop(fs::remove_dir_all(&copy));
    let from = workspace().join("generated");
    let mut files = BTreeSet::new();
    collect(&from, Path::new(""), &mut files);
    for file in files {
        let to = copy.join(&file);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(from.join(&file), to).unwrap();
    }
    let manifest = fs::read_to_string(from.join("Cargo.toml")).unwrap();
    fs::write(copy.join("Cargo.toml"), manifest + "\n[workspace]\n").unwrap();
    fs::copy(workspace().join("Cargo.lock"), copy.join("Cargo.lock")).unwrap();
    copy
}

/// Returns the target folder of the workspace. While tests run, `cargo test` does not lock this folder.
fn target() -> &'static Path {
    Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap()
}

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .canonicalize()
        .unwrap()
}

/// Collects the paths of all files below a folder.
fn collect(root: &Path, below: &Path, files: &mut BTreeSet<PathBuf>) {
    for entry in fs::read_dir(root.join(below)).unwrap() {
        let entry = entry.unwrap();
        let path = below.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            collect(root, &path, files);
        } else {
            files.insert(path);
        }
    }
}

/// Runs cargo and returns its output. No argument may contain a space.
fn cargo(name: &str, folder: &Path, arguments: &str) -> String {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command
        .args(arguments.split(' '))
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", target());
    finish(name, &mut command)
}

/// Runs a command and returns its output. Panics if the command fails or times out.
fn finish(name: &str, command: &mut Command) -> String {
    let scratch = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let output = |kind: &str| scratch.join(format!("package-{name}.{kind}"));
    let mut child = command
        .stdout(File::create(output("out")).unwrap())
        .stderr(File::create(output("err")).unwrap())
        .spawn()
        .unwrap();
    let start = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        if start.elapsed() > TIMEOUT {
            child.kill().unwrap();
            child.wait().unwrap();
            panic!("{command:?} timed out");
        }
        sleep(Duration::from_millis(100));
    };
    let printed = |kind: &str| fs::read_to_string(output(kind)).unwrap();
    assert!(status.success(), "{command:?}\n{}", printed("err"));
    printed("out")
}
