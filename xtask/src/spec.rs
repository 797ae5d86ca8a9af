//! `cargo xtask spec`: helps to write documents.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::{Args, Subcommand};
use codegen::diag::{Diagnostics, nearest};
use codegen::import::{Imported, Options, import};
use codegen::load::{DiskFiles, load_document};
use codegen::source::Sources;

use crate::diagnostics::{Style, counted, print_diagnostics};
use crate::output::{Outcome, eprint, print};

/// Help to write the documents in `specs/`
#[derive(Args, Debug)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    Import(Import),
}

/// Create a skeleton from a vendor's OpenAPI document
///
/// The skeleton has the facts of the document: paths, webhooks, parameters, bodies, responses, types, limits, enums, defaults, statuses,
/// scopes and rate limits. The skeleton has neither prose nor examples. Write summaries, descriptions and examples, check the
/// suggested `x-resource`, `x-method` and schema names, and add `x-pagination`. Until the skeleton is complete, the strict policy
/// reports errors.
#[derive(Args, Debug)]
struct Import {
    /// The vendor's document, YAML or JSON
    document: PathBuf,
    /// Import only the operations of this tag; can be repeated
    #[arg(long = "tag", value_name = "TAG")]
    tags: Vec<String>,
    /// The file of the skeleton; an existing file is never overwritten
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// A path prefix to remove, such as `/accounts/{accountId}`; operations below the prefix get `x-mirror`
    #[arg(long, value_name = "PREFIX")]
    mirror_prefix: Option<String>,
    /// A file with the paths that keep the prefix, one per line; `/*` at the end matches all paths below, `#` starts a comment
    #[arg(long, value_name = "FILE", requires = "mirror_prefix")]
    native: Option<PathBuf>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome> {
    match &arguments.task {
        Task::Import(arguments) => run_import(arguments),
    }
}

fn run_import(arguments: &Import) -> Result<Outcome> {
    let Some((folder, file)) = split(&arguments.document) else {
        bail!("`{}` is not a file", arguments.document.display());
    };
    let mut sources = Sources::default();
    let mut diagnostics = Diagnostics::default();
    let files = DiskFiles::new(folder);
    let document = load_document(&files, file, &mut sources, &mut diagnostics);
    print_diagnostics(&diagnostics, &sources, Style::Human, false)?;
    let Some(document) = document.filter(|_| !diagnostics.has_errors()) else {
        return Ok(Outcome::Problems);
    };
    let native = match &arguments.native {
        Some(path) => native_paths(
            &fs::read_to_string(path).with_context(|| format!("`{}`", path.display()))?,
        ),
        None => Vec::new(),
    };
    let options = Options {
        tags: arguments.tags.clone(),
        mirror_prefix: arguments.mirror_prefix.clone(),
        native,
    };
    let imported = import(&document.root, &options);
    if let Some(message) = import_error(&imported, &arguments.tags) {
        eprint(&format!("error: {message}\n"))?;
        return Ok(Outcome::Problems);
    }
    // An existing skeleton can contain hand-written text. Never overwrite the skeleton.
    if arguments.out.exists() {
        bail!(
            "`{}` exists; remove it, or choose another file",
            arguments.out.display()
        );
    }
    fs::write(&arguments.out, &imported.text)
        .with_context(|| format!("`{}`", arguments.out.display()))?;
    print(&format!(
        "{}: {}, {}, {}\n",
        arguments.out.display(),
        counted(imported.operations, "operation"),
        counted(imported.webhooks, "webhook"),
        counted(imported.text.lines().count(), "line")
    ))?;
    Ok(Outcome::Success)
}

/// Returns an error message if a tag is unknown, or if the document has neither operations nor webhooks.
fn import_error(imported: &Imported, asked: &[String]) -> Option<String> {
    let unknown = asked.iter().find(|asked| {
        !imported
            .tags
            .iter()
            .any(|tag| tag.eq_ignore_ascii_case(asked))
    });
    if let Some(tag) = unknown {
        let near = nearest(tag, imported.tags.iter().map(String::as_str));
        let hint = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("the document has: {}", imported.tags.join(", ")),
        };
        return Some(format!("no operation has the tag `{tag}`; {hint}"));
    }
    let is_empty = imported.operations == 0 && imported.webhooks == 0;
    is_empty.then(|| "the document has neither operations nor webhooks".to_owned())
}

/// Splits a path into its folder and its file name.
fn split(path: &Path) -> Option<(&Path, &str)> {
    let folder = path
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    Some((folder, path.file_name()?.to_str()?))
}

/// Parses the file of `--native`.
fn native_paths(text: &str) -> Vec<String> {
    text.lines()
        .map(|line| line.split('#').next().unwrap_or_default().trim())
        .filter(|line| !line.is_empty())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::native_paths;

    #[test]
    fn comments_and_empty_lines_of_a_list_are_ignored() {
        assert_eq!(
            native_paths("# all\n\n/a/{id}  # one\n  /b/*\n"),
            ["/a/{id}", "/b/*"]
        );
    }
}
