//! `cargo xtask spec import`: creates a document from a vendor's documents.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::Args;
use codegen::diag::{Diagnostics, nearest};
use codegen::import::{CompleteOptions, Imported, Options, Tables, complete, import, names_of};
use codegen::input::{Document, Manifest};
use codegen::load::{DiskFiles, load_document, load_manifest};
use codegen::source::Sources;

use crate::diagnostics::{Style, counted, print_diagnostics};
use crate::output::{Outcome, eprint, print};
use crate::workspace::root;

/// Create a document from a vendor's OpenAPI documents
///
/// Without `--tables`, creates a skeleton of one document. The skeleton has the facts of the document: paths, webhooks, parameters,
/// bodies, responses, types, limits, enums, defaults, statuses, scopes and rate limits. The skeleton has neither prose nor examples.
/// Write summaries, descriptions and examples, check the suggested `x-resource`, `x-method` and schema names, and add
/// `x-pagination`. Until the skeleton is complete, the strict policy reports errors.
///
/// With `--tables`, creates a complete document with the words of the tables, and a list of what to review beside it. The first
/// document that has an operation has its schemas. All documents have its scopes. What no table has becomes a text that starts with
/// `GAP:`, which the strict policy reports.
#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// The vendor's documents, YAML or JSON
    #[arg(required = true, value_name = "DOC")]
    documents: Vec<PathBuf>,
    /// Import only the operations of this tag; can be repeated
    #[arg(long = "tag", value_name = "TAG", conflicts_with = "tables")]
    tags: Vec<String>,
    /// The file to write, or with `--tables` the folder; an existing file is only overwritten with `--force`
    #[arg(long, value_name = "PATH")]
    out: PathBuf,
    /// Overwrite an existing file
    #[arg(long)]
    force: bool,
    /// A path prefix to remove, such as `/accounts/{accountId}`; operations below the prefix get `x-mirror`
    #[arg(long, value_name = "PREFIX")]
    mirror_prefix: Option<String>,
    /// A file with the paths that keep the prefix, one per line; `/*` at the end matches all paths below, `#` starts a comment
    #[arg(long, value_name = "FILE", requires = "mirror_prefix")]
    native: Option<PathBuf>,
    /// The folder with the tables of words and names
    #[arg(long, value_name = "DIR")]
    tables: Option<PathBuf>,
    /// Write only this document, as the table `names` calls it; can be repeated
    #[arg(long = "file", value_name = "NAME", requires = "tables")]
    files: Vec<String>,
    /// Write only the documents with operations of this area of the tables
    #[arg(long, value_name = "NAME", requires = "tables")]
    area: Option<String>,
    /// A file with the published operations, such as `GET /users`, one per line; other operations are left out
    #[arg(long, value_name = "FILE", requires = "tables")]
    list: Option<PathBuf>,
    /// The manifest with the names of pages and the types of ids
    #[arg(
        long,
        value_name = "FILE",
        default_value = "specs/codegen.yaml",
        requires = "tables"
    )]
    manifest: String,
}

pub(super) fn run(arguments: &Arguments) -> Result<Outcome> {
    let mut documents = Vec::new();
    for path in &arguments.documents {
        match read(path)? {
            Some(document) => documents.push(document),
            None => return Ok(Outcome::Problems),
        }
    }
    match (&arguments.tables, documents.as_slice()) {
        (Some(folder), documents) => write_complete(arguments, folder, documents),
        (None, [document]) => write_skeleton(arguments, document),
        (None, _) => {
            eprint(
                "error: a skeleton needs exactly one document; use `--tables` for several documents\n",
            )?;
            Ok(Outcome::UsageError)
        }
    }
}

/// Reads a document, and prints its problems. Returns `None` if the document cannot be used.
pub(super) fn read(path: &Path) -> Result<Option<Document>> {
    let Some((folder, file)) = split(path) else {
        bail!("`{}` is not a file", path.display());
    };
    let mut sources = Sources::default();
    let mut diagnostics = Diagnostics::default();
    let files = DiskFiles::new(folder);
    let document = load_document(&files, file, &mut sources, &mut diagnostics);
    print_diagnostics(&diagnostics, &sources, Style::Human, false)?;
    Ok(document.filter(|_| !diagnostics.has_errors()))
}

fn write_skeleton(arguments: &Arguments, document: &Document) -> Result<Outcome> {
    let options = Options {
        tags: arguments.tags.clone(),
        mirror_prefix: arguments.mirror_prefix.clone(),
        native: native(arguments)?,
    };
    let imported = import(&document.root, &options);
    if let Some(message) = import_error(&imported, &arguments.tags) {
        eprint(&format!("error: {message}\n"))?;
        return Ok(Outcome::Problems);
    }
    write(&arguments.out, &imported.text, arguments.force)?;
    print(&format!(
        "{}: {}, {}, {}\n",
        arguments.out.display(),
        counted(imported.operations, "operation"),
        counted(imported.webhooks, "webhook"),
        counted(imported.text.lines().count(), "line")
    ))?;
    Ok(Outcome::Success)
}

fn write_complete(arguments: &Arguments, folder: &Path, documents: &[Document]) -> Result<Outcome> {
    if !folder.is_dir() {
        bail!("`{}` is not a folder", folder.display());
    }
    let tables = match Tables::parse(|name| fs::read_to_string(folder.join(name)).ok()) {
        Ok(tables) => tables,
        Err(errors) => return table_errors(folder, &errors),
    };
    let Some(manifest) = manifest(&arguments.manifest)? else {
        return Ok(Outcome::Problems);
    };
    let list = arguments.list.as_deref().map(text_of).transpose()?;
    let (taken_ids, taken_schemas) =
        taken(&manifest, arguments.mirror_prefix.as_ref(), &tables.files());
    let options = CompleteOptions {
        files: arguments.files.clone(),
        area: arguments.area.clone(),
        list: list.unwrap_or_default(),
        mirror_prefix: arguments.mirror_prefix.clone(),
        native: native(arguments)?,
        pagination: manifest.pagination,
        ids: manifest.ids,
        taken_ids,
        taken_schemas,
    };
    let roots: Vec<_> = documents.iter().map(|document| &document.root).collect();
    let completed = match complete(&roots, &tables, &options) {
        Ok(completed) => completed,
        Err(errors) => return table_errors(folder, &errors),
    };
    if completed.is_empty() {
        eprint("error: no operation was chosen; see the tables, the list and the documents\n")?;
        return Ok(Outcome::Problems);
    }
    for document in completed {
        let path = arguments.out.join(format!("{}.yaml", document.file));
        write(&path, &document.text, arguments.force)?;
        let review = path.with_extension("review.txt");
        write(&review, &document.review, true)?;
        print(&format!(
            "{}: {}, {}, {}; see {}\n",
            path.display(),
            counted(document.operations, "operation"),
            counted(document.text.lines().count(), "line"),
            counted(document.gaps, "gap"),
            review.display()
        ))?;
    }
    Ok(Outcome::Success)
}

/// Prints the errors of the tables.
fn table_errors(folder: &Path, errors: &[String]) -> Result<Outcome> {
    for error in errors {
        eprint(&format!("error: {}/{error}\n", folder.display()))?;
    }
    Ok(Outcome::Problems)
}

/// Returns the operation ids and the schema names that the import cannot use, because other documents contain them. If
/// a scope of the manifest has the prefix, only the documents of its API are read. A document that does not exist yet
/// is skipped.
fn taken(
    manifest: &Manifest,
    prefix: Option<&String>,
    files: &BTreeSet<String>,
) -> (BTreeSet<String>, BTreeSet<String>) {
    let mut ids = BTreeSet::new();
    let mut schemas = BTreeSet::new();
    let scope = manifest
        .scopes
        .iter()
        .find(|scope| Some(&scope.prefix) == prefix);
    let apis = manifest.apis.iter();
    let apis = apis.filter(|api| scope.is_none_or(|scope| scope.api == api.name));
    for entry in apis.flat_map(|api| &api.documents) {
        let stem = entry.path.strip_suffix(".yaml");
        let stem = stem.unwrap_or(&entry.path);
        if files.iter().any(|file| stem.ends_with(&format!("/{file}"))) {
            continue;
        }
        let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
        let files = DiskFiles::new(root());
        let document = load_document(&files, &entry.path, &mut sources, &mut diagnostics);
        if let Some(document) = document {
            let (own_ids, own_schemas) = names_of(&document.root);
            ids.extend(own_ids);
            schemas.extend(own_schemas);
        }
    }
    (ids, schemas)
}

/// Reads the manifest, and prints its problems.
fn manifest(path: &str) -> Result<Option<Manifest>> {
    let mut sources = Sources::default();
    let mut diagnostics = Diagnostics::default();
    let files = DiskFiles::new(root());
    let manifest = load_manifest(&files, path, &mut sources, &mut diagnostics);
    print_diagnostics(&diagnostics, &sources, Style::Human, false)?;
    Ok(manifest)
}

/// Writes a file. An existing document can contain hand-written text. Thus, it is overwritten only if `force` is true.
fn write(path: &Path, text: &str, force: bool) -> Result<()> {
    if path.exists() && !force {
        bail!(
            "`{}` exists; remove it, choose another path, or use `--force`",
            path.display()
        );
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(|| format!("`{}`", folder.display()))?;
    }
    fs::write(path, text).with_context(|| format!("`{}`", path.display()))
}

fn text_of(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("`{}`", path.display()))
}

/// Reads the file of `--native`.
fn native(arguments: &Arguments) -> Result<Vec<String>> {
    let text = arguments.native.as_deref().map(text_of).transpose()?;
    Ok(native_paths(&text.unwrap_or_default()))
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
