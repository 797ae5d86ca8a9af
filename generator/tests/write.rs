//! What an update of a folder changes and what it leaves alone.

#![cfg(test)]

use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use codegen::assets::OutputTree;
use codegen::diag::{Code, Format, render};
use codegen::format::MARK;
use codegen::source::Sources;
use codegen::write::{Mode, Report, put, write};

fn ours(text: &str) -> Vec<u8> {
    format!("// {MARK} codegen`. Do not edit.\n{text}\n").into_bytes()
}

fn tree(files: &[(&str, &str)]) -> OutputTree {
    files
        .iter()
        .map(|(path, text)| ((*path).to_owned(), ours(text)))
        .collect()
}

fn done(folder: &Path, tree: &OutputTree) -> Report {
    write(folder, tree, Mode::Write).unwrap()
}

#[test]
fn files_are_written_below_folders_that_are_not_there_yet() {
    let folder = tempfile::tempdir().unwrap();
    let below = folder.path().join("not/there");
    let report = done(&below, &tree(&[("src/v1/a.rs", "a"), ("b.toml", "b")]));
    assert_eq!(report.added, ["b.toml", "src/v1/a.rs"]);
    assert_eq!(fs::read(below.join("src/v1/a.rs")).unwrap(), ours("a"));
}

#[test]
fn only_files_that_differ_are_touched() {
    let folder = tempfile::tempdir().unwrap();
    done(folder.path(), &tree(&[("a.rs", "a"), ("b.rs", "b")]));
    let old = SystemTime::now() - Duration::from_secs(3600);
    for name in ["a.rs", "b.rs"] {
        fs::File::options()
            .write(true)
            .open(folder.path().join(name))
            .unwrap()
            .set_modified(old)
            .unwrap();
    }
    let before = |name: &str| {
        fs::metadata(folder.path().join(name))
            .unwrap()
            .modified()
            .unwrap()
    };
    let (a, b) = (before("a.rs"), before("b.rs"));

    let report = done(folder.path(), &tree(&[("a.rs", "a"), ("b.rs", "new")]));
    assert_eq!(
        (report.changed.as_slice(), report.unchanged),
        (["b.rs".to_owned()].as_slice(), 1)
    );
    assert_eq!(
        before("a.rs"),
        a,
        "a.rs was written although it is the same"
    );
    assert!(before("b.rs") > b);
    assert_eq!(
        fs::read_dir(folder.path()).unwrap().count(),
        2,
        "a draft was left behind"
    );
}

#[test]
fn a_file_that_is_no_longer_made_is_removed_with_its_empty_folder() {
    let folder = tempfile::tempdir().unwrap();
    done(
        folder.path(),
        &tree(&[("src/old/a.rs", "a"), ("src/b.rs", "b")]),
    );
    let report = done(folder.path(), &tree(&[("src/b.rs", "b")]));
    assert_eq!(report.removed, ["src/old/a.rs"]);
    assert!(!folder.path().join("src/old").exists());
    assert!(folder.path().join("src/b.rs").exists());
}

#[test]
fn a_foreign_file_stops_everything_and_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    done(folder.path(), &tree(&[("a.rs", "a"), ("stale.rs", "s")]));
    fs::create_dir_all(folder.path().join("src")).unwrap();
    fs::write(folder.path().join("src/mine.rs"), "fn mine() {}\n").unwrap();

    let report = done(
        folder.path(),
        &tree(&[("a.rs", "changed"), ("new.rs", "n")]),
    );
    assert_eq!(report.foreign, ["src/mine.rs"]);
    assert!(!report.is_clean());
    assert_eq!(
        fs::read(folder.path().join("a.rs")).unwrap(),
        ours("a"),
        "written although a file is foreign"
    );
    assert!(!folder.path().join("new.rs").exists() && folder.path().join("stale.rs").exists());

    let said = render(
        &report.foreign_files("generated"),
        &Sources::default(),
        Format::Short,
    );
    assert!(
        said.contains(Code::ForeignFile.as_str()) && said.contains("`generated/src/mine.rs`"),
        "{said}"
    );
}

#[test]
fn a_hand_written_file_in_the_place_of_one_that_is_made_is_foreign() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.rs"), "fn mine() {}\n").unwrap();
    let report = done(folder.path(), &tree(&[("a.rs", "a")]));
    assert_eq!(report.foreign, ["a.rs"]);
    assert_eq!(
        fs::read_to_string(folder.path().join("a.rs")).unwrap(),
        "fn mine() {}\n"
    );
}

#[test]
fn what_cargo_makes_is_passed_over() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("target/debug")).unwrap();
    fs::write(folder.path().join("target/debug/x"), "x").unwrap();
    fs::write(folder.path().join("Cargo.lock"), "x").unwrap();
    let report = done(folder.path(), &tree(&[("a.rs", "a")]));
    assert!(
        report.foreign.is_empty() && report.removed.is_empty(),
        "{report:?}"
    );
}

#[test]
fn a_check_touches_nothing() {
    let folder = tempfile::tempdir().unwrap();
    done(folder.path(), &tree(&[("a.rs", "a"), ("stale.rs", "s")]));
    let report = write(
        folder.path(),
        &tree(&[("a.rs", "b"), ("new.rs", "n")]),
        Mode::Check,
    )
    .unwrap();
    assert_eq!(report.added, ["new.rs"]);
    assert_eq!(report.changed, ["a.rs"]);
    assert_eq!(report.removed, ["stale.rs"]);
    assert_eq!(fs::read(folder.path().join("a.rs")).unwrap(), ours("a"));
    assert!(!folder.path().join("new.rs").exists() && folder.path().join("stale.rs").exists());
}

#[test]
fn runs_at_the_same_time_do_not_disturb_each_other() {
    let folder = tempfile::tempdir().unwrap();
    let names: Vec<String> = (0..20).map(|number| format!("src/f{number}.rs")).collect();
    let tree_of = |text: &str| -> OutputTree {
        let files = names.iter().map(|name| (name.clone(), ours(text)));
        files.collect()
    };
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let (root, tree_of) = (folder.path(), &tree_of);
            scope.spawn(move || {
                for round in 0..20 {
                    let tree = tree_of(&format!("{thread} {round}"));
                    let report = write(root, &tree, Mode::Write).unwrap();
                    assert!(report.foreign.is_empty(), "{report:?}");
                }
            });
        }
    });
    let left = fs::read_dir(folder.path().join("src")).unwrap().count();
    assert_eq!(left, names.len(), "a draft was left behind");
}

#[test]
fn a_file_that_cannot_be_written_leaves_no_draft() {
    let folder = tempfile::tempdir().unwrap();
    // A folder that is not empty cannot be replaced by a file.
    fs::create_dir_all(folder.path().join("a.rs/b")).unwrap();
    let error = put(&folder.path().join("a.rs"), b"text").unwrap_err();
    assert!(error.to_string().contains("a.rs"), "{error}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}
