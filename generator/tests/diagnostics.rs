//! Tests the diagnostics of runs. Each folder of `tests/diagnostics` is a case. A run with the files of the case must
//! report exactly the diagnostics in its `expected.txt`.
//!
//! `GOLDEN=accept cargo test -p codegen --test diagnostics NAME` updates the `expected.txt` of the case `NAME`.

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use codegen::diag::{Code, Format, render};
use libtest_mimic::{Arguments, Failed, Trial};

use support::Case;

/// The file with the expected diagnostics.
const EXPECTED: &str = "expected.txt";

/// The diagnostic codes without a case, with reasons. No document can cause these codes.
const WITHOUT_CASE: &[(Code, &str)] = &[
    (
        Code::ForeignFile,
        "found when files are written: `tests/it/write.rs`",
    ),
    (
        Code::FactMissing,
        "found by `cargo xtask spec lint`: `tests/it/lint.rs`",
    ),
    (
        Code::WordsMissing,
        "found by `cargo xtask spec lint`: `tests/it/lint.rs`",
    ),
    (
        Code::ExampleMissing,
        "found by `cargo xtask spec lint`: `tests/it/lint.rs`",
    ),
    (
        Code::PagesUnmarked,
        "found by `cargo xtask spec lint`: `tests/it/lint.rs`",
    ),
    (
        Code::TextShared,
        "found by `cargo xtask spec overlap`: `tests/it/overlap.rs`",
    ),
    (
        Code::Internal,
        "a fault of the generator: no inputs are known that show one",
    ),
];

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let cases = match Case::all(&folder()) {
        Ok(cases) => cases,
        Err(error) => {
            let trial = Trial::test("diagnostics", move || Err(Failed::from(error.to_string())));
            return libtest_mimic::run(&arguments, vec![trial]).exit_code();
        }
    };
    let mut trials: Vec<Trial> = cases
        .into_iter()
        .map(|case| {
            Trial::test(case.name.clone(), move || {
                check(&case).map_err(Failed::from)
            })
        })
        .collect();
    trials.push(Trial::test("every_code_has_a_page_and_a_case", || {
        every_code_has_a_page_and_a_case().map_err(Failed::from)
    }));
    libtest_mimic::run(&arguments, trials).exit_code()
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diagnostics")
}

fn check(case: &Case) -> Result<(), String> {
    let outcome = case.run()?;
    let text = render(&outcome.diagnostics, &outcome.sources, Format::Human);
    if text.is_empty() {
        return Err(format!("`{}` reports nothing", case.name));
    }
    let mut all = outcome.diagnostics.iter();
    if let Some(stray) = all.find(|one| one.main_label().is_none() && one.file.is_none()) {
        return Err(format!("`{}` has no place: {}", stray.code, stray.message));
    }
    let made = BTreeMap::from([(EXPECTED.to_owned(), text)]);
    let command = format!(
        "GOLDEN=accept cargo test -p codegen --test diagnostics {}",
        case.name
    );
    case.compare(&made, |path| path == EXPECTED, &command)
}

fn every_code_has_a_page_and_a_case() -> Result<(), String> {
    let cases = Case::all(&folder()).map_err(|error| error.to_string())?;
    let said: String = cases
        .iter()
        .filter_map(|case| fs::read_to_string(case.folder.join(EXPECTED)).ok())
        .collect();
    let mut missing = Vec::new();
    for code in Code::ALL {
        let title = format!("# {code}: {}", code.title());
        let lines = code.explain().lines().count();
        if code.explain().lines().next() != Some(title.as_str()) || lines < 5 {
            missing.push(format!(
                "explain/{code}.md has to begin with `{title}` and to explain it"
            ));
        }
        let excused = WITHOUT_CASE.iter().any(|(excused, _)| excused == code);
        if said.contains(&format!("[{code}]")) == excused {
            let wrong = if excused {
                "has a case, so it needs no excuse"
            } else {
                "has no case in tests/diagnostics"
            };
            missing.push(format!("{code} {wrong}"));
        }
    }
    if missing.is_empty() {
        Ok(())
    } else {
        Err(missing.join("\n"))
    }
}
