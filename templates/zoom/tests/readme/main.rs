//! Tests of the READMEs as they look on code hosts and package registries: no hidden lines, no dead links, and
//! examples that work.

#![cfg(test)]

mod example;
mod fake;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The READMEs of the repository and the changelog of the package.
const PAGES: [&str; 5] = [
    "README.md",
    "specs/README.md",
    "generated/README.md",
    "generated/CHANGELOG.md",
    "templates/crate/README.md.j2",
];
/// The README of the package. A package registry shows this file without the other files of the repository.
const PACKAGE: &str = "generated/README.md";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(page: &str) -> String {
    fs::read_to_string(root().join(page)).unwrap()
}

/// Splits a page into its prose and its code, line by line.
fn prose_and_code(text: &str) -> (Vec<&str>, Vec<&str>) {
    let (mut prose, mut code) = (Vec::new(), Vec::new());
    let mut is_code = false;
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            is_code = !is_code;
        } else if is_code {
            code.push(line);
        } else {
            prose.push(line);
        }
    }
    (prose, code)
}

/// Returns the targets of all links in the prose of a page.
fn links(text: &str) -> Vec<String> {
    let (prose, _) = prose_and_code(text);
    let prose = prose.join("\n");
    let targets = prose.split("](").skip(1);
    targets
        .map(|rest| rest.split(')').next().unwrap().to_owned())
        .collect()
}

/// Returns the heading anchors of a page, in the format of code hosts and rustdoc.
fn anchors(text: &str) -> BTreeSet<String> {
    let (prose, _) = prose_and_code(text);
    let headings = prose.into_iter().filter(|line| line.starts_with('#'));
    let anchor = |heading: &str| {
        let text = heading.trim_start_matches('#').trim().to_lowercase();
        let kept = text
            .chars()
            .filter(|c| c.is_alphanumeric() || " -_".contains(*c));
        format!("#{}", kept.collect::<String>().replace(' ', "-"))
    };
    headings.map(anchor).collect()
}

#[test]
fn no_code_block_contains_a_hidden_doctest_line() {
    for page in PAGES {
        let text = read(page);
        let (_, code) = prose_and_code(&text);
        for line in code {
            let line = line.trim_start();
            assert!(line != "#" && !line.starts_with("# "), "{page}: {line}");
        }
    }
}

#[test]
fn every_link_resolves() {
    for page in PAGES {
        let text = read(page);
        let folder = root().join(page).parent().unwrap().to_owned();
        for link in links(&text) {
            let resolves = link.starts_with("https://")
                || (link.starts_with('#') && anchors(&text).contains(&link))
                || folder.join(link.split('#').next().unwrap()).is_file();
            assert!(resolves, "{page}: {link}");
        }
    }
}

#[test]
fn the_package_readme_links_neither_to_files_nor_to_rust_paths() {
    for link in links(&read(PACKAGE)) {
        assert!(
            link.starts_with("https://") || link.starts_with('#'),
            "{link}"
        );
    }
    let text = read(PACKAGE);
    let (prose, _) = prose_and_code(&text);
    for line in prose {
        assert!(
            !line.contains("[`"),
            "only rustdoc resolves this link: {line}"
        );
    }
}

#[test]
fn the_tests_in_the_package_readme_are_those_that_are_run_here() {
    for example in [include_str!("example.rs"), include_str!("fake.rs")] {
        let (_, example) = example.split_once("\n\n").unwrap();
        assert!(read(PACKAGE).contains(&format!("```rust\n{example}```")));
    }
}
