//! Tests of the levels of changes. Each folder of `tests/semver` is a case: the sources and the `Cargo.toml` of two versions, and
//! the expected report. The first part of a folder's name is the rule of the case.
//!
//! `GOLDEN=accept cargo test -p codegen --test it semver` updates the expected reports.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use codegen::api::{assemble, surface};
use codegen::assets::package_facts;
use codegen::semver::{Effect, Length, Level, Report, Rule, Version, changelog, compare, print};

/// The `Cargo.toml` of a case without its own.
const PACKAGE: &str = "[package]\nname = \"case\"\nversion = \"1.0.0\"\nedition = \"2024\"\n";

fn cases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/semver");
    let entries = fs::read_dir(folder).unwrap();
    let mut cases: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    cases.sort();
    cases
}

fn name(case: &Path) -> &str {
    case.file_name().and_then(|name| name.to_str()).unwrap()
}

/// Lists the public items of a source text.
fn list(source: &str) -> String {
    let files = BTreeMap::from([("lib.rs".to_owned(), source.to_owned())]);
    let surface = surface(&files);
    assert!(surface.unreadable.is_empty(), "{source}");
    assemble("# The public items.", &surface.sections)
}

fn report(case: &Path) -> Report {
    let [old, new] = ["old", "new"].map(|version| {
        let source = fs::read_to_string(case.join(format!("{version}.rs"))).unwrap();
        let manifest = fs::read_to_string(case.join(format!("{version}.toml")));
        let package = package_facts(&manifest.unwrap_or_else(|_| PACKAGE.to_owned())).unwrap();
        (list(&source), package)
    });
    let version = |(api, package)| Version { api, package };
    compare(version((&old.0, &old.1)), version((&new.0, &new.1)))
}

/// Compares two lists of items.
fn lists(old: &str, new: &str) -> Report {
    let package = package_facts(PACKAGE).unwrap();
    let version = |api| Version {
        api,
        package: &package,
    };
    compare(version(old), version(new))
}

/// Compares two sources.
fn sources(old: &str, new: &str) -> Report {
    lists(&list(old), &list(new))
}

fn rules(report: &Report) -> Vec<&'static str> {
    report
        .changes
        .iter()
        .map(|change| change.rule.id())
        .collect()
}

#[test]
fn every_case_has_the_expected_report() {
    let accepts = std::env::var_os("GOLDEN").is_some_and(|value| value == "accept");
    let mut wrong = String::new();
    for case in cases() {
        let report = report(&case);
        let text = format!("{}\n{}", print(&report, Length::Full), changelog(&report));
        let expected = case.join("expected.txt");
        if accepts {
            fs::write(&expected, &text).unwrap();
        }
        if fs::read_to_string(&expected).unwrap_or_default() != text {
            wrong.extend([name(&case), ":\n", &text, "\n"]);
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn a_case_shows_its_rule_and_no_stronger_one() {
    for case in cases() {
        let name = name(&case);
        let id = name.split("--").next().unwrap();
        let report = report(&case);
        let rule = Rule::ALL.iter().find(|rule| rule.id() == id).unwrap();
        assert!(rules(&report).contains(&id), "{name}: {:?}", rules(&report));
        assert_eq!(report.level(), rule.level(), "{name}");
    }
}

#[test]
fn every_rule_has_a_case_and_its_own_name() {
    let cases = cases();
    let cases: BTreeSet<&str> = cases.iter().map(|case| name(case)).collect();
    let mut ids = BTreeSet::new();
    for rule in Rule::ALL {
        assert!(cases.contains(rule.id()), "no case for {}", rule.id());
        assert!(ids.insert(rule.id()), "{}", rule.id());
    }
}

#[test]
fn equal_versions_are_a_patch_without_changes() {
    for case in cases() {
        for version in ["old.rs", "new.rs"] {
            let list = list(&fs::read_to_string(case.join(version)).unwrap());
            // Another order of equal sections makes the texts differ.
            let spaced = list.replace("\n## ", "\n\n## ");
            for report in [lists(&list, &list), lists(&list, &spaced)] {
                assert_eq!(report.level(), Level::Patch);
                assert!(report.changes.is_empty(), "{report:?}");
            }
        }
    }
}

#[test]
fn the_way_back_from_a_new_item_is_major() {
    for case in cases() {
        let read = |version: &str| list(&fs::read_to_string(case.join(version)).unwrap());
        let (old, new) = (read("old.rs"), read("new.rs"));
        let there = lists(&old, &new);
        let back = lists(&new, &old);
        if there.count(Effect::Added) > 0 {
            assert_eq!(back.level(), Level::Major, "{}", name(&case));
        }
        assert_eq!(
            there.count(Effect::Added),
            back.count(Effect::Removed),
            "{}",
            name(&case)
        );
    }
}

#[test]
fn only_a_new_item_shows_no_rule_in_a_short_report() {
    let report = sources("pub fn a() {}", "pub fn a() {}\npub fn b() {}");
    let text = print(&report, Length::Short);
    assert_eq!(
        text,
        "change: minor (public items: 1 added, 0 changed, 0 removed)\n  minor added   fn b\n"
    );
}

#[test]
fn a_short_report_shows_twenty_changes_and_the_strongest_first() {
    let functions = |count: usize| -> String {
        let lines = (0..count).map(|index| format!("pub fn f{index:02}() {{}}\n"));
        lines.collect::<Vec<_>>().concat()
    };
    let old = format!("{}pub fn z() {{}}", functions(1));
    let text = print(&sources(&old, &functions(31)), Length::Short);
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 22, "{text}");
    assert_eq!(
        lines[0],
        "change: major (public items: 30 added, 0 changed, 1 removed)"
    );
    assert_eq!(lines[1], "  major removed fn z (location unknown)");
    assert_eq!(lines[21], "  and 11 more; `--verbose` shows all");
}

#[test]
fn a_moved_trait_is_found_at_its_type() {
    let report = sources(
        "pub mod m { pub struct A; impl From<u8> for A { fn from(_: u8) -> Self { A } } }",
        "pub mod m { pub struct A; }",
    );
    let paths: Vec<&str> = report
        .changes
        .iter()
        .map(|change| change.path.as_str())
        .collect();
    assert_eq!(paths, ["m::A: From<u8>"]);
}

#[test]
fn an_impl_for_all_parameters_replaces_one_for_some() {
    let narrow = "pub struct A<T>(T); impl Clone for A<u8> { fn clone(&self) -> Self { A(0) } }";
    let wide = "pub struct A<T>(T); impl<T> Clone for A<T> { fn clone(&self) -> Self { loop {} } }";
    assert_eq!(rules(&sources(narrow, wide)), ["generic-bounds-loosen"]);
    assert_eq!(sources(wide, narrow).level(), Level::Major);
}

#[test]
fn a_list_with_hostile_text_is_escaped() {
    let old = "# x\n\n## crate\n\nfn f()\nstruct A\u{1b}[31m\u{202e} [non-exhaustive]\n\u{7}bell `x` <b>\n";
    let new = "# x\n\n## crate\n\nfn f()\n";
    let report = lists(old, new);
    assert_eq!(report.level(), Level::Major);
    assert_eq!(report.changes.len(), 2);
    for text in [print(&report, Length::Full), changelog(&report)] {
        let hidden = |c: char| c.is_control() && c != '\n' || c == '\u{202e}';
        assert!(!text.contains(hidden), "{text:?}");
    }
}

#[test]
fn every_different_line_is_reported_even_if_it_is_no_item() {
    let lines = [
        "",
        "##",
        "## [",
        "## crate [feature",
        "fn",
        "fn ",
        "fn a<(",
        "fn a)>",
        "impl",
        "impl<",
        "impl<T: >",
        "impl : ",
        "impl A: , ,",
        "use ",
        "use a as ",
        "field a.b",
        "variant",
        "trait : + +",
        "type = ",
        "struct é<ü",
        "enum A [",
        "const fn",
        "async fn \u{301}(",
        "fn a(self: ) -> where ",
        "field ..",
        "impl X for",
        "\u{feff}fn a()",
        "macro !",
    ];
    for old in lines {
        for new in lines {
            let list = |line: &str| format!("# x\n\n## crate\n\n{line}\nfn kept()\n");
            let report = lists(&list(old), &list(new));
            let text = print(&report, Length::Full) + &changelog(&report);
            let is_reported = !report.changes.is_empty();
            assert_eq!(is_reported, old != new, "`{old}` `{new}`: {text}");
        }
    }
}

#[test]
fn a_large_list_takes_linear_time() {
    let list = |count: usize, ty: &str| {
        let items = (0..count).map(|index| {
            let field = format!("field A{index}.a: {ty}");
            format!("struct A{index} [non-exhaustive]\n{field}\nimpl A{index}: Clone, Debug\n")
        });
        format!("# x\n\n## crate\n\n{}", items.collect::<Vec<_>>().concat())
    };
    let time = |count: usize| {
        let (old, new) = (list(count, "u8"), list(count, "u16"));
        let start = std::time::Instant::now();
        assert_eq!(lists(&old, &new).changes.len(), count);
        start.elapsed()
    };
    time(1000);
    let (small, large) = (time(2_000), time(16_000));
    assert!(large < small * 40, "{small:?} {large:?}");
}

/// A crate whose types have the names of the runtime, and the names that a document adds.
fn with_names(added: &str) -> String {
    format!(
        "pub mod runtime {{ pub struct Call<T>(T); impl<T> IntoFuture for Call<T> {{ type Output = T; type IntoFuture = u8; }}
         impl<T> Call<T> {{ pub fn text(self) -> Call<Option<String>> {{ loop {{}} }} }}
         pub struct Token(u8); impl From<Token> for std::string::String {{ fn from(_: Token) -> std::string::String {{ loop {{}} }} }}
         impl From<std::string::String> for Token {{ fn from(_: std::string::String) -> Token {{ loop {{}} }} }} }}
         pub mod pets {{ #[non_exhaustive] pub struct Pet {{ pub name: std::string::String, pub call: crate::runtime::Call<u8> }}
         {added} }}"
    )
}

#[test]
fn a_new_type_with_a_known_name_changes_no_other_item() {
    let added =
        "#[non_exhaustive] pub struct String { pub a: u8 } #[non_exhaustive] pub struct Call {}";
    let (old, new) = (with_names(""), with_names(added));
    let there = sources(&old, &new);
    assert_eq!(
        rules(&there),
        ["item-new", "item-new"],
        "{}",
        print(&there, Length::Full)
    );
    let back = sources(&new, &old);
    assert_eq!(
        rules(&back),
        ["item-remove", "item-remove"],
        "{}",
        print(&back, Length::Full)
    );
}

#[test]
fn a_field_whose_type_only_has_the_same_name_is_changed() {
    let old = "#[non_exhaustive] pub struct Pet { pub a: std::string::String }";
    let new =
        "#[non_exhaustive] pub struct Pet { pub a: String } #[non_exhaustive] pub struct String {}";
    let report = sources(old, new);
    assert!(
        rules(&report).contains(&"field-type"),
        "{}",
        print(&report, Length::Full)
    );
}
