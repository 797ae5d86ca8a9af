//! `cargo xtask lint-text`: checks the language of docs, comments, messages and descriptions.
//!
//! In: the files and rules of `xtask/lint-text.yaml`. Out: one line for each forbidden phrase and each sentence that is too long.
//! The modules `rust`, `template` and `yaml_text` read the passages of a file. `prose` splits a passage into blocks,
//! such as paragraphs. `sentence` splits a block into sentences. `phrase` finds the phrases of a rule in a sentence.

mod check;
mod config;
mod passage;
mod phrase;
mod prose;
mod rust;
mod sentence;
mod template;
mod tokens;
mod yaml_text;

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt::Display;
use std::fs;

use anyhow::{Context, Result, ensure};
use clap::Args;
use codegen::input::FileProvider;
use codegen::load::DiskFiles;

use self::check::{Checker, Problem};
use self::config::{CONFIG, Config, FileSet, Kind, is_in};
use self::passage::{Markup, Passage};
use crate::output::{Outcome, eprint, print};
use crate::workspace::root;

/// Check the language of docs, comments, messages, READMEs and descriptions
///
/// Reports each phrase that a rule of `xtask/lint-text.yaml` forbids, and each sentence that is too long, as
/// `path:line:column: "phrase": write "…"`. Code in backticks, code blocks, addresses and placeholders are not prose.
#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// Check only these files and folders, relative to the root of the workspace
    paths: Vec<String>,
    /// Print the number of problems per file and per rule, not the problems
    #[arg(long)]
    summary: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome> {
    let text = fs::read_to_string(root().join(CONFIG)).with_context(|| CONFIG.to_owned())?;
    let config = Config::parse(&text)?;
    let paths: Vec<String> = arguments
        .paths
        .iter()
        .map(|path| path.trim_end_matches('/').to_owned())
        .collect();
    let mut checker = Checker::new(&config);
    let mut problems = Vec::new();
    let mut count = 0;
    for (path, kind) in files(&config)? {
        if !paths.is_empty() && !is_in(&path, &paths) {
            continue;
        }
        count += 1;
        let source = fs::read_to_string(root().join(&path)).with_context(|| path.clone())?;
        let passages = passages(&path, kind, &source, &config).with_context(|| path.clone())?;
        problems.extend(checker.check(&path, &source, &passages));
    }
    ensure!(count > 0, "no file to check: no path is one of `{CONFIG}`");
    if paths.is_empty() {
        problems.extend(checker.unused());
    }
    print(&if arguments.summary {
        summary(&problems)
    } else {
        lines(problems.iter())
    })?;
    eprint(&format!(
        "{count} files checked, {} problems\n",
        problems.len()
    ))?;
    Ok(if problems.is_empty() {
        Outcome::Success
    } else {
        Outcome::Problems
    })
}

/// Returns the paths and the kinds of the files to check, without duplicates.
fn files(config: &Config) -> Result<BTreeMap<String, Kind>> {
    let disk = DiskFiles::new(root());
    let mut files = BTreeMap::new();
    for set in &config.files {
        for place in &set.places {
            let found =
                files_of(&disk, set, place).with_context(|| format!("`{place}` of {CONFIG}"))?;
            ensure!(!found.is_empty(), "no file to check: `{place}` of {CONFIG}");
            files.extend(found.into_iter().map(|path| (path, set.kind)));
        }
    }
    Ok(files)
}

fn files_of(disk: &DiskFiles, set: &FileSet, place: &str) -> Result<Vec<String>> {
    if root().join(place).is_file() {
        return Ok(vec![place.to_owned()]);
    }
    let mut paths = disk.list(place)?;
    paths.retain(|path| path.ends_with(&set.ends) && !is_in(path, &set.excluded));
    Ok(paths)
}

/// Reads the passages of a file.
fn passages(
    path: &str,
    kind: Kind,
    source: &str,
    config: &Config,
) -> Result<Vec<(Markup, Passage)>> {
    Ok(match kind {
        Kind::Rust => rust::passages(source, rust::Scope::All),
        Kind::RustComments => rust::passages(source, rust::Scope::Comments),
        Kind::RustDocs => rust::passages(source, rust::Scope::Docs),
        Kind::Markdown => {
            let mut passage = Passage::default();
            passage.push_source(source, 0);
            vec![(Markup::Markdown, passage)]
        }
        Kind::MarkdownTemplate => vec![(Markup::Markdown, template::passage(source))],
        Kind::Yaml => yaml_text::passages(path, source, config)?,
        Kind::Comments => yaml_text::comments(source, |_| false),
    })
}

/// Counts the problems of each file, and of each rule.
fn summary(problems: &[Problem]) -> String {
    let files = problems.iter().map(|problem| problem.path.as_str());
    let rules = problems.iter().map(|problem| problem.rule.as_str());
    format!("{}\n{}", counts(files), counts(rules))
}

/// Counts how often each name occurs. Returns one line for each name, the most frequent name first.
fn counts<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for name in names {
        *counts.entry(name).or_default() += 1;
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|(name, count)| (Reverse(*count), *name));
    lines(
        counts
            .iter()
            .map(|(name, count)| format!("{count:6} {name}")),
    )
}

fn lines(items: impl Iterator<Item: Display>) -> String {
    items.fold(String::new(), |text, item| format!("{text}{item}\n"))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::config::{CONFIG, Config};
    use super::files;
    use crate::workspace::root;

    fn config() -> Config {
        Config::parse(&fs::read_to_string(root().join(CONFIG)).unwrap()).unwrap()
    }

    #[test]
    fn every_place_of_the_configuration_has_files() {
        let files = files(&config()).unwrap();
        for path in [
            "README.md",
            "xtask/src/main.rs",
            "specs/codegen.yaml",
            "generated/src/lib.rs",
        ] {
            assert!(files.contains_key(path), "{path}");
        }
    }

    #[test]
    fn every_exception_lies_where_files_are_checked() {
        let config = config();
        let files = files(&config).unwrap();
        for allowed in &config.allowed {
            for place in &allowed.places {
                let place = std::slice::from_ref(place);
                assert!(
                    files.keys().any(|path| super::is_in(path, place)),
                    "{CONFIG}:{}",
                    allowed.line
                );
            }
        }
    }
}
