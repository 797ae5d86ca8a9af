//! Embeds the templates of generated crates, so that the generator works in any folder.
//!
//! Writes `templates.rs` to the output folder: the path and the bytes of each template.

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// The files and folders that the stage `assets` reads for every crate, relative to the root of the repository.
const TEMPLATES: [&str; 4] = [
    "Cargo.toml",
    "templates/crate",
    "templates/runtime/Cargo.toml",
    "templates/runtime/src/runtime",
];

fn main() -> Result<(), Box<dyn Error>> {
    let package = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let root = package.parent().ok_or("no root folder")?;
    let mut paths = Vec::new();
    for template in TEMPLATES {
        println!("cargo::rerun-if-changed={}", root.join(template).display());
        collect(root, template, &mut paths)?;
    }
    paths.sort();
    let mut text = String::from("&[\n");
    for path in paths {
        let file = root.join(&path);
        let file = file.to_str().ok_or("a path that is not UTF-8")?;
        writeln!(text, "    ({path:?}, include_bytes!({file:?})),")?;
    }
    text.push_str("]\n");
    let out = PathBuf::from(env::var("OUT_DIR")?);
    fs::write(out.join("templates.rs"), text)?;
    Ok(())
}

/// Adds the path of a file, or of each file below a folder.
fn collect(root: &Path, path: &str, paths: &mut Vec<String>) -> Result<(), Box<dyn Error>> {
    let full = root.join(path);
    if full.is_file() {
        paths.push(path.to_owned());
        return Ok(());
    }
    for entry in fs::read_dir(full)? {
        let name = entry?.file_name();
        let name = name.to_str().ok_or("a name that is not UTF-8")?;
        collect(root, &format!("{path}/{name}"), paths)?;
    }
    Ok(())
}
