//! Paths of documents relative to the root folder of a run.
//!
//! In: paths of the operating system. Out: the root folder, and paths below it with `/` as separator.

use std::fmt;
use std::path::{Path, PathBuf};

/// A path that cannot be used for a run.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct PathError(pub(super) String);

impl fmt::Display for PathError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for PathError {}

/// Returns the root folder, and the path of a file relative to the root folder.
pub(super) fn below(root: Option<&Path>, path: &Path) -> Result<(PathBuf, String), PathError> {
    let file = path.file_name().and_then(|name| name.to_str());
    let file = file.ok_or_else(|| PathError(format!("`{}` is not a file", path.display())))?;
    let folder = folder_of(path);
    let Some(root) = root else {
        return Ok((folder.to_owned(), file.to_owned()));
    };
    let (root, folder) = (canonical(root)?, canonical(folder)?);
    let Ok(inner) = folder.strip_prefix(&root) else {
        return Err(PathError(format!(
            "`{}` is not below the root folder `{}`",
            path.display(),
            root.display()
        )));
    };
    let mut steps = Vec::new();
    for step in inner.components() {
        let step = step.as_os_str().to_str();
        steps.push(step.ok_or_else(|| PathError(format!("`{}` is not UTF-8", inner.display())))?);
    }
    steps.push(file);
    Ok((root, steps.join("/")))
}

/// Returns the root folder, and the path of each file relative to it. Without a root folder, the root is the innermost
/// folder that contains all files.
pub(super) fn all_below(
    root: Option<&Path>,
    paths: &[PathBuf],
) -> Result<(PathBuf, Vec<String>), PathError> {
    let [first, others @ ..] = paths else {
        return Ok((PathBuf::new(), Vec::new()));
    };
    if others.is_empty() {
        let (root, path) = below(root, first)?;
        return Ok((root, vec![path]));
    }
    let root = match root {
        Some(root) => canonical(root)?,
        None => common(paths)?,
    };
    let inner = paths.iter().map(|path| Ok(below(Some(&root), path)?.1));
    let inner: Result<Vec<String>, PathError> = inner.collect();
    Ok((root.clone(), inner?))
}

fn common(paths: &[PathBuf]) -> Result<PathBuf, PathError> {
    let mut root: Option<PathBuf> = None;
    for path in paths {
        let folder = canonical(folder_of(path))?;
        root = Some(match root {
            None => folder,
            Some(root) => {
                let mut above = root.ancestors();
                let shared = above.find(|above| folder.starts_with(above));
                shared.unwrap_or(&root).to_owned()
            }
        });
    }
    Ok(root.unwrap_or_default())
}

fn folder_of(path: &Path) -> &Path {
    let folder = path.parent();
    let folder = folder.filter(|folder| !folder.as_os_str().is_empty());
    folder.unwrap_or(Path::new("."))
}

fn canonical(path: &Path) -> Result<PathBuf, PathError> {
    let read = path.canonicalize();
    read.map_err(|error| {
        PathError(format!(
            "cannot read the folder `{}`: {error}",
            path.display()
        ))
    })
}
