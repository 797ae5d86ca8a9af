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
const FEATURES: &str = "reqwest,test-util,v1,accounts,billing,dashboards,groups,information-barriers,recordings,reports,roles,surveys,users,events,phone-calls,phone-numbers,phone-queues,phone-settings,phone-sites,phone-users";

/// The v2 examples, each with a line of its expected output.
const EXAMPLES: [(&str, &str); 13] = [
    ("quickstart", "acme Acme Example"),
    ("create_sub_account", "it@acme.example already uses Zoom"),
    ("list_all_users", "primary account: 3 users"),
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
    ("usage_report", "bolt,2026-01-06,2,6,100,1"),
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
    // The locked versions are already downloaded, so cargo stays offline. The features exclude TLS, which takes longest
    // to compile. With the workspace's profile for dependencies, cargo reuses compiled macros and build scripts.
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
        assert!(!output.contains("test-"), "{output}");
    }
    let output = run(&BUILT["v1_reseller"]);
    for line in [
        "2. GOOG has the sub account test-account-1",
        "2. FB has the sub account test-account-2",
        "   a second GOOG: v1.accounts.create: user existing (code 1005, HTTP 200)",
        "   FB's plans: v1.plans.get: account does not exist (code 2001, HTTP 200)",
        "   owner@goog.example.com has 25 seats",
        "   owner@fb.example.com has 5 seats",
    ] {
        assert!(
            output.lines().any(|other| other == line),
            "{line}\n\n{output}"
        );
    }
    assert!(!output.contains("test-secret"), "{output}");
}

#[test]
fn the_archive_resumes() {
    let example = &BUILT["recordings_archive"];
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("recordings");
    drop(fs::remove_dir_all(&folder));
    // The part of an earlier run that was interrupted.
    fs::create_dir_all(folder.join("bolt")).unwrap();
    fs::write(folder.join("bolt/bolt-1.part"), vec![7; 400_000]).unwrap();
    let run = || {
        let mut command = Command::new(example);
        finish(
            "archive",
            command.env_remove("ZOOM_ACCOUNT_ID").arg(&folder),
        )
    };
    let parts = |output: &str, account: &str| {
        let start = format!("{}/{account}/{account}-1.part: ", folder.display());
        let lines = output.lines().filter_map(|line| line.strip_prefix(&start));
        lines.map(str::to_owned).collect::<Vec<_>>()
    };
    let first = run();
    // The server interrupts a download without a range.
    let acme = parts(&first, "acme");
    let [half, whole] = acme.as_slice() else {
        panic!("{first}");
    };
    assert!(
        half.strip_suffix(" bytes so far")
            .unwrap()
            .parse::<u32>()
            .unwrap()
            <= 250_000
    );
    assert_eq!(whole, "500000 bytes so far");
    assert_eq!(parts(&first, "bolt"), ["500000 bytes so far"]);
    for account in ["acme", "bolt"] {
        assert!(
            first.contains(&format!("{account}: 500000 bytes")),
            "{first}"
        );
        let names: Vec<_> = (fs::read_dir(folder.join(account)).unwrap())
            .map(|entry| entry.unwrap().file_name())
            .collect();
        assert_eq!(names, [format!("{account}-1.MP4").as_str()]);
        let file = fs::read(folder.join(account).join(&names[0])).unwrap();
        assert!(file.len() == 500_000 && file.iter().all(|byte| *byte == 7));
    }
    // The second run downloads nothing.
    let mut second: Vec<String> = run().lines().map(str::to_owned).collect();
    second.sort();
    assert_eq!(second, ["acme: 500000 bytes", "bolt: 500000 bytes"]);
}

#[test]
fn the_rollout_resumes_and_creates_nothing_twice() {
    let example = &BUILT["phone_rollout"];
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("rollout");
    drop(fs::remove_dir_all(&folder));
    fs::create_dir_all(&folder).unwrap();
    let file = folder.join("zoom.json");
    let run = |arguments: &[&str]| {
        let mut command = Command::new(example);
        command.args(arguments).arg("--server-data").arg(&file);
        finish("rollout", &mut command)
    };
    let dry_run = run(&["--dry-run"]);
    for line in [
        "site Springfield: 1 Example Street",
        "emergency address Floor 2: 1 Example Street, Floor 2",
        "user ada@acme.example: Ada Example, extension 1001, +12025550101, US/CA Unlimited, Floor 1",
        "call queue Support: 12 members",
        "auto receptionist Main line: forwards to Support",
    ] {
        assert!(dry_run.lines().any(|other| other == line), "{dry_run}");
    }
    // The server saves its data after every request.
    assert!(!file.exists());

    let first = run(&[]);
    for line in [
        "site Springfield: created",
        "emergency address Floor 2: created",
        "user ada@acme.example: created",
        // The server creates these two, but the client gets an error with an unknown outcome.
        "user donald@acme.example: created, but the response was lost",
        "call queue Support: created, but the response was lost, 12 members added",
        "auto receptionist Main line: created",
    ] {
        assert!(first.lines().any(|other| other == line), "{first}");
    }
    // The first line of a dry run is a heading.
    assert_eq!(
        first.lines().count() + 1,
        dry_run.lines().count(),
        "{first}"
    );
    let read = || serde_json::from_slice::<serde_json::Value>(&fs::read(&file).unwrap()).unwrap();
    let whole = read();
    let counts = |data: &serde_json::Value| {
        let kinds = [
            "sites",
            "emergency_addresses",
            "users",
            "call_queues",
            "auto_receptionists",
        ];
        kinds.map(|kind| data[kind].as_array().unwrap().len())
    };
    // The site has an emergency address and an auto receptionist of its own.
    assert_eq!(counts(&whole), [1, 3, 20, 1, 2]);
    for user in whole["users"].as_array().unwrap() {
        assert_eq!(user["calling_plans"][0]["name"], "US/CA Unlimited");
        assert_eq!(user["phone_numbers"].as_array().unwrap().len(), 1);
        assert!(user["emergency_address_id"].is_string());
    }
    let members = whole["call_queues"][0]["call_queue_members"]
        .as_array()
        .unwrap();
    assert_eq!(members.len(), 12);

    let second = run(&[]);
    assert!(!second.contains("created"), "{second}");
    assert_eq!(
        second.matches(": exists").count(),
        first.lines().count(),
        "{second}"
    );
    assert_eq!(read(), whole);

    // The data of a run that was interrupted: 15 users, no number of the last user, and no auto receptionist.
    let mut part = whole.clone();
    part["users"].as_array_mut().unwrap().truncate(15);
    part["users"][14]["phone_numbers"] = serde_json::json!([]);
    part["call_queues"][0]["call_queue_members"]
        .as_array_mut()
        .unwrap()
        .truncate(4);
    part["auto_receptionists"]
        .as_array_mut()
        .unwrap()
        .truncate(1);
    fs::write(&file, part.to_string()).unwrap();
    let third = run(&[]);
    let created = third
        .lines()
        .filter(|line| line.starts_with("user ") && line.ends_with(": created"));
    assert_eq!(created.count(), 5, "{third}");
    assert!(
        third.contains("call queue Support: exists, 8 members added"),
        "{third}"
    );
    let again = read();
    assert_eq!(counts(&again), counts(&whole));
    assert_eq!(
        again["users"][14]["phone_numbers"],
        whole["users"][14]["phone_numbers"]
    );
}

#[test]
fn the_export_of_calls_resumes() {
    let example = &BUILT["cdr_export"];
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("calls");
    drop(fs::remove_dir_all(&folder));
    let month = folder.join("2026-01");
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
    assert_eq!(run(), ["400 calls", "acme: 300 calls", "bolt: 100 calls"]);
    let mut files: Vec<_> = (fs::read_dir(&month).unwrap())
        .map(|entry| entry.unwrap().file_name())
        .collect();
    files.sort();
    assert_eq!(files, ["acme.csv", "bolt.csv"]);
    let text = fs::read_to_string(month.join("acme.csv")).unwrap();
    let rows: BTreeSet<&str> = text.lines().collect();
    // The rows of all pages, once each, and the names of the columns.
    assert_eq!((text.lines().count(), rows.len()), (301, 301));
    let last = "acme,acme-3-99,outbound,2026-01-05T09:00:00Z,2026-01-05T09:02:05Z,125,answered,1001,Ada,+12025550142,";
    assert!(rows.contains(last), "{text}");

    // The next run exports only the account without a file.
    fs::remove_file(month.join("bolt.csv")).unwrap();
    fs::write(month.join("acme.csv"), "exported").unwrap();
    assert_eq!(
        run(),
        ["100 calls", "acme: exported before", "bolt: 100 calls"]
    );
    assert_eq!(
        fs::read_to_string(month.join("acme.csv")).unwrap(),
        "exported"
    );
}

/// The path of each built example. Two builds at once would write to the same files.
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
    // Without `ZOOM_ACCOUNT_ID`, the examples call their own servers instead of Zoom.
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

/// Returns the target folder of the workspace. `cargo test` does not lock this folder while tests run.
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
