//! `cargo xtask spec`: documents as people write them.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::{Args, Subcommand};
use codegen::diag::{Diagnostics, nearest};
use codegen::import::{Imported, Options, import};
use codegen::load::{DiskFiles, load_document};
use codegen::source::Sources;

use crate::findings::{Style, counted, say};
use crate::{End, print, tell};

/// Help with the documents below `specs/`
#[derive(Args, Debug)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    Import(Import),
}

/// Make a skeleton of a vendor's OpenAPI 3.0 document, for a person to fill with words
///
/// It takes over what is fact: paths, parameters, bodies, answers, types, limits, enums, defaults, statuses, scopes and rate
/// limits. It takes over no prose and no example: a person writes summaries, descriptions and examples, checks the suggested
/// `x-resource` and `x-method` and the names of schemas, and adds `x-pagination`. Until then the strict policy finds faults.
#[derive(Args, Debug)]
struct Import {
    /// The vendor's document, YAML or JSON
    document: PathBuf,
    /// Take the operations of this tag only; may be given several times
    #[arg(long = "tag", value_name = "TAG")]
    tags: Vec<String>,
    /// The skeleton; a file that is there already is not touched
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// A prefix below which standard operations are shown, such as `/accounts/{accountId}`: it goes, and `x-mirror` comes
    #[arg(long, value_name = "PREFIX")]
    mirror_prefix: Option<String>,
    /// Paths that begin with the prefix and keep it, one a line; `/*` at the end stands for all below, `#` begins a comment
    #[arg(long, value_name = "FILE", requires = "mirror_prefix")]
    native: Option<PathBuf>,
}

/// Runs the task.
pub(crate) fn run(arguments: &Arguments) -> Result<End> {
    match &arguments.task {
        Task::Import(arguments) => run_import(arguments),
    }
}

fn run_import(arguments: &Import) -> Result<End> {
    let Some((folder, file)) = split(&arguments.document) else {
        bail!("`{}` is no file", arguments.document.display());
    };
    let mut sources = Sources::default();
    let mut diagnostics = Diagnostics::default();
    let files = DiskFiles::new(folder);
    let document = load_document(&files, file, &mut sources, &mut diagnostics);
    say(&diagnostics, &sources, Style::Human, false)?;
    let Some(document) = document.filter(|_| !diagnostics.has_errors()) else {
        return Ok(End::Findings);
    };
    let native = match &arguments.native {
        Some(path) => {
            natives(&fs::read_to_string(path).with_context(|| format!("`{}`", path.display()))?)
        }
        None => Vec::new(),
    };
    let options = Options {
        tags: arguments.tags.clone(),
        mirror_prefix: arguments.mirror_prefix.clone(),
        native,
    };
    let imported = import(&document.root, &options);
    if let Some(said) = complaint(&imported, &arguments.tags) {
        tell(&format!("error: {said}\n"))?;
        return Ok(End::Findings);
    }
    // What a person wrote into an earlier skeleton is worth more than this one.
    if arguments.out.exists() {
        bail!(
            "`{}` is there already: remove it, or name another file",
            arguments.out.display()
        );
    }
    fs::write(&arguments.out, &imported.text)
        .with_context(|| format!("`{}`", arguments.out.display()))?;
    print(&format!(
        "{}: {}, {}\n",
        arguments.out.display(),
        counted(imported.operations, "operation"),
        counted(imported.text.lines().count(), "line")
    ))?;
    Ok(End::Fine)
}

/// Why there is nothing to write, if that is so.
fn complaint(imported: &Imported, asked: &[String]) -> Option<String> {
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
            None => format!("there are: {}", imported.tags.join(", ")),
        };
        return Some(format!("no operation has the tag `{tag}`; {hint}"));
    }
    (imported.operations == 0).then(|| "the document has no operations".to_owned())
}

/// The folder of a file, and its name.
fn split(path: &Path) -> Option<(&Path, &str)> {
    let folder = path
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    Some((folder, path.file_name()?.to_str()?))
}

/// The paths that a list names.
fn natives(text: &str) -> Vec<String> {
    text.lines()
        .map(|line| line.split('#').next().unwrap_or_default().trim())
        .filter(|line| !line.is_empty())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::natives;

    #[test]
    fn a_list_of_paths_may_have_comments_and_empty_lines() {
        assert_eq!(
            natives("# all\n\n/a/{id}  # one\n  /b/*\n"),
            ["/a/{id}", "/b/*"]
        );
    }
}
