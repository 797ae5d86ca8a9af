//! Tests that `write` changes only the files that differ from the new output.

use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use codegen::assets::OutputTree;
use codegen::diag::{Code, Format, render};
use codegen::format::header;
use codegen::source::Sources;
use codegen::write::{Mode, Report, put, write};

fn ours(text: &str) -> Vec<u8> {
    format!("// {}\n{text}\n", header("cargo xtask codegen")).into_bytes()
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
    // A file cannot replace a folder that is not empty.
    fs::create_dir_all(folder.path().join("a.rs/b")).unwrap();
    let error = put(&folder.path().join("a.rs"), b"text").unwrap_err();
    assert!(error.to_string().contains("a.rs"), "{error}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn a_run_that_fails_changes_nothing_and_the_next_one_works() {
    let folder = tempfile::tempdir().unwrap();
    let old = tree(&[("src/b.rs", "b"), ("src/stale.rs", "s")]);
    done(folder.path(), &old);
    // No file system allows a name of 303 characters, so writing this file fails. The file is the last one to be
    // renamed.
    let long = format!("z/{}.rs", "z".repeat(300));
    let new = [("a/new.rs", "a"), ("src/b.rs", "changed"), (&long, "z")];
    let error = write(folder.path(), &tree(&new), Mode::Write).unwrap_err();
    assert!(error.to_string().contains("zzz.rs"), "{error}");
    let names = |below: &str| -> Vec<String> {
        let entries = fs::read_dir(folder.path().join(below)).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<String> = names.collect();
        names.sort();
        names
    };
    assert_eq!(names(""), ["src"], "a folder or a draft was left behind");
    assert_eq!(names("src"), ["b.rs", "stale.rs"]);
    assert_eq!(fs::read(folder.path().join("src/b.rs")).unwrap(), ours("b"));

    let report = done(folder.path(), &tree(&new[..2]));
    assert_eq!(report.removed, ["src/stale.rs"]);
    assert_eq!(
        (names(""), names("src")),
        (
            vec!["a".to_owned(), "src".to_owned()],
            vec!["b.rs".to_owned()]
        )
    );
}

#[test]
fn a_run_that_fails_leaves_no_new_folder() {
    let folder = tempfile::tempdir().unwrap();
    let long = "z".repeat(300);
    write(
        &folder.path().join("new/crate"),
        &tree(&[(&long, "z")]),
        Mode::Write,
    )
    .unwrap_err();
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn what_a_killed_run_left_behind_is_removed() {
    let folder = tempfile::tempdir().unwrap();
    let at = |path: &str| folder.path().join(path);
    done(folder.path(), &tree(&[("src/a.rs", "a")]));
    fs::create_dir(at(".codegen-draft")).unwrap();
    fs::write(at(".codegen-draft/new-0"), "half").unwrap();
    fs::write(at("src/.a.rs.4711-0.codegen-draft"), "half").unwrap();
    fs::remove_file(at("src/a.rs")).unwrap();
    let report = done(folder.path(), &tree(&[("src/a.rs", "a")]));
    assert_eq!(report.added, ["src/a.rs"]);
    assert!(
        report.foreign.is_empty() && report.removed.is_empty(),
        "{report:?}"
    );
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    assert_eq!(fs::read_dir(at("src")).unwrap().count(), 1);

    fs::write(at("src/.a.rs.codegen-draft"), "half").unwrap();
    put(&at("src/a.rs"), b"text").unwrap();
    assert_eq!(fs::read_dir(at("src")).unwrap().count(), 1);
}

#[cfg(unix)]
#[test]
fn links_and_pipes_in_the_way_are_reported_and_neither_followed_nor_opened() {
    use std::os::unix::fs::symlink;
    type Setup<'a> = &'a dyn Fn(&Path);
    let outside = tempfile::tempdir().unwrap();
    let victim = outside.path().join("lib.rs");
    fs::write(&victim, ours("outside")).unwrap();
    let cases: [(&str, Setup<'_>); 5] = [
        ("src/lib.rs", &|folder| {
            fs::create_dir(folder.join("src")).unwrap();
            symlink(&victim, folder.join("src/lib.rs")).unwrap();
        }),
        ("src", &|folder| {
            symlink(outside.path(), folder.join("src")).unwrap();
        }),
        ("src", &|folder| fs::write(folder.join("src"), "").unwrap()),
        ("Cargo.toml", &|folder| {
            let mut mkfifo = std::process::Command::new("mkfifo");
            let made = mkfifo.arg(folder.join("Cargo.toml")).status();
            assert!(made.unwrap().success());
        }),
        ("notes", &|folder| {
            std::os::unix::net::UnixListener::bind(folder.join("notes")).unwrap();
        }),
    ];
    for (place, make) in cases {
        let folder = tempfile::tempdir().unwrap();
        make(folder.path());
        let report = done(
            folder.path(),
            &tree(&[("Cargo.toml", "c"), ("src/lib.rs", "l")]),
        );
        assert_eq!(report.foreign, [place]);
        let said = render(
            &report.foreign_files("x"),
            &Sources::default(),
            Format::Short,
        );
        assert!(said.contains(" in the way: it is a"), "{said}");
        assert_eq!(fs::read(&victim).unwrap(), ours("outside"), "{place}");
    }
}

#[cfg(unix)]
#[test]
fn the_target_folder_and_git_may_be_links_or_files() {
    let folder = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink("/nowhere", folder.path().join("target")).unwrap();
    fs::write(folder.path().join(".git"), "gitdir: ../x\n").unwrap();
    let report = done(folder.path(), &tree(&[("src/target/mod.rs", "a")]));
    assert_eq!(
        (report.added.len(), report.foreign.len()),
        (1, 0),
        "{report:?}"
    );
    let report = done(folder.path(), &tree(&[("src/a.rs", "a")]));
    assert_eq!(report.removed, ["src/target/mod.rs"]);
}

#[cfg(unix)]
#[test]
fn a_crate_is_only_written_to_a_folder() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("file"), "").unwrap();
    std::os::unix::fs::symlink("nothing", at("link")).unwrap();
    fs::create_dir(at("real")).unwrap();
    std::os::unix::fs::symlink("real", at("alias")).unwrap();
    for name in ["file", "link"] {
        let error = write(&at(name), &tree(&[("a.rs", "a")]), Mode::Write).unwrap_err();
        assert!(error.to_string().contains("not a folder"), "{error}");
    }
    done(&at("alias"), &tree(&[("a.rs", "a")]));
    assert!(at("real/a.rs").exists());
}
