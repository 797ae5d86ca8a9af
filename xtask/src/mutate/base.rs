//! Reads the documents that are mutated.
//!
//! In: files and folders. Out: documents as JSON values, in a stable order. A mutant is a single file. Thus, objects of
//! other files are copied into the document.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};
use codegen::diag::{Diagnostics, Format, render};
use codegen::load::{load_text, yaml};
use codegen::source::Sources;
use serde_json::Value;

use super::sites::operations;
use super::tree::{join, map_references, object, put, references, remove};
use crate::crates::documents_in;
use crate::workspace::root;

/// Without arguments, the documents in these folders and files of the project are mutated.
const PROJECT: &[&str] = &[
    "generator/tests/golden",
    "generator/tests/noise/rich.yaml",
    "specs/v1",
    "specs/v2",
];

/// A document to mutate.
#[derive(Clone, Debug)]
pub(crate) struct Base {
    /// The name of the document, without its folder.
    pub(crate) name: String,
    pub(crate) document: Value,
}

/// Reads the `OpenAPI` 3 documents in files and folders. If `paths` is empty, reads the documents of the project.
pub(crate) fn bases(paths: &[PathBuf]) -> Result<Vec<Base>> {
    let paths: Vec<PathBuf> = if paths.is_empty() {
        PROJECT.iter().map(|path| root().join(path)).collect()
    } else {
        paths.to_vec()
    };
    let mut bases = Vec::new();
    for path in files(&paths)? {
        let document = read(&path)?;
        if is_openapi(&document) {
            bases.push(Base {
                name: name_of(&path),
                document: unmirrored(bundled(document, &path)),
            });
        }
    }
    if bases.is_empty() {
        bail!("no OpenAPI 3 document to mutate");
    }
    Ok(bases)
}

/// Returns the paths of the documents. The document of a golden case is the `spec.yaml` in the folder of the case.
fn files(paths: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in paths {
        if path.is_file() {
            files.push(path.clone());
            continue;
        }
        files.extend(documents_in(path)?);
        let mut cases: Vec<PathBuf> = fs::read_dir(path)?
            .filter_map(|entry| Some(entry.ok()?.path().join("spec.yaml")))
            .filter(|spec| spec.is_file())
            .collect();
        cases.sort();
        files.extend(cases);
    }
    Ok(files)
}

fn name_of(path: &Path) -> String {
    let stem = |path: &Path| {
        path.file_stem()
            .map(|stem| stem.to_string_lossy().into_owned())
    };
    let name = stem(path).unwrap_or_default();
    match path.parent().and_then(stem) {
        Some(folder) if name == "spec" => folder,
        _ => name,
    }
}

fn is_openapi(document: &Value) -> bool {
    let version = document.get("openapi").and_then(Value::as_str);
    version.is_some_and(|version| version.starts_with("3."))
}

fn read(path: &Path) -> Result<Value> {
    let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
    parse(&text).with_context(|| path.display().to_string())
}

/// Reads a document from YAML or JSON.
pub(crate) fn parse(text: &str) -> Result<Value> {
    // Most large documents are JSON, which `serde_json` parses much faster than the YAML parser.
    if let Ok(value) = serde_json::from_str(text) {
        return Ok(value);
    }
    let mut sources = Sources::default();
    let mut diagnostics = Diagnostics::default();
    let node = load_text(
        text.to_owned(),
        "document.yaml",
        &mut sources,
        &mut diagnostics,
    );
    let node = node.with_context(|| render(&diagnostics, &sources, Format::Short))?;
    yaml::typed(&node).map_err(|error| anyhow!(error))
}

/// Removes `x-mirror` from a document. It needs a manifest, but mutants have none.
fn unmirrored(mut document: Value) -> Value {
    for at in operations(&document) {
        remove(&mut document, &join(&at, "x-mirror"));
    }
    document
}

/// If a document refers to objects of other files, copies these objects into the document.
fn bundled(mut document: Value, path: &Path) -> Value {
    // A copied object can refer to further objects. These are copied in the next rounds, of which there are at most
    // four.
    for _ in 0..4 {
        let mut foreign: Vec<String> = references(&document)
            .into_iter()
            .filter(|target| !target.starts_with('#') && !target.contains("://"))
            .map(str::to_owned)
            .collect();
        foreign.sort();
        foreign.dedup();
        for target in foreign {
            if let Some(local) = copied(&mut document, path, &target) {
                map_references(&mut document, &mut |found| {
                    (found == target).then(|| local.clone())
                });
            }
        }
    }
    document
}

/// Copies the object in another file to which `target` refers. Returns the reference to the copy.
fn copied(document: &mut Value, path: &Path, target: &str) -> Option<String> {
    let (file, pointer) = target.split_once('#')?;
    let (section, name) = pointer.strip_prefix("/components/")?.split_once('/')?;
    let other = read(&path.parent()?.join(file)).ok()?;
    let mut value = other.pointer(pointer)?.clone();
    map_references(&mut value, &mut |inner| {
        inner.starts_with('#').then(|| format!("{file}{inner}"))
    });
    let at = format!("/components/{section}");
    let taken = object(document, &at).is_some_and(|shared| shared.contains_key(name));
    let name = if taken {
        format!("{name}OfAnotherFile")
    } else {
        name.to_owned()
    };
    let components = document
        .as_object_mut()?
        .entry("components")
        .or_insert_with(|| Value::Object(serde_json::Map::new()));
    let shared = components
        .as_object_mut()?
        .entry(section)
        .or_insert_with(|| Value::Object(serde_json::Map::new()));
    shared
        .as_object_mut()?
        .entry(name.clone())
        .or_insert(Value::Null);
    put(document, &format!("{at}/{name}"), value).then(|| format!("#{at}/{name}"))
}

/// Returns small documents of the project, which are fast enough for many tests. All tests share them, because reading
/// them is slow.
#[cfg(test)]
pub(crate) fn project() -> &'static [Base] {
    /// The size of the largest document, in bytes.
    const MAX_SIZE: u64 = 60_000;
    static DOCUMENTS: std::sync::OnceLock<Vec<Base>> = std::sync::OnceLock::new();
    DOCUMENTS.get_or_init(|| {
        let folders: Vec<PathBuf> = PROJECT.iter().map(|path| root().join(path)).collect();
        let paths = files(&folders).unwrap();
        let is_small = |path: &PathBuf| fs::metadata(path).unwrap().len() <= MAX_SIZE;
        bases(&paths.into_iter().filter(is_small).collect::<Vec<_>>()).unwrap()
    })
}

#[cfg(test)]
mod tests {
    use super::super::tree::references;
    use super::{Base, project};

    #[test]
    fn the_projects_documents_refer_to_no_other_file() {
        assert!(project().len() > 50);
        for Base { name, document } in project() {
            // `bundled` can copy neither whole files nor missing objects. Golden cases that refer to them are skipped.
            if [
                "file_references",
                "included_files",
                "inheritance_in_files",
                "unresolved_references",
            ]
            .contains(&name.as_str())
            {
                continue;
            }
            let foreign = references(document)
                .into_iter()
                .filter(|target| !target.starts_with('#'));
            assert_eq!(foreign.collect::<Vec<_>>(), Vec::<&str>::new(), "{name}");
        }
    }
}
