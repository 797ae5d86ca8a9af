//! Creates a small crate that decodes and encodes JSON with the types of the generated crate.
//!
//! In: Rust types. Out: a running program that decodes and encodes JSON with these types. The crate is in
//! `target/judge/answers`.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use super::compare::{Failure, Output};
use crate::workspace::{GENERATED, cargo, root};

/// The folder of the crate, relative to the workspace root.
const FOLDER: &str = "target/judge/answers";
/// The features of our client with all types.
const FULL: &str = "full";

/// The crate whose types the program uses.
#[derive(Clone, Debug)]
pub(crate) struct Package {
    /// The name of the crate in Rust paths.
    pub(crate) name: String,
    /// The folder of the crate.
    pub(crate) folder: PathBuf,
    /// The features that enable all types.
    pub(crate) features: &'static [&'static str],
}

impl Package {
    /// Returns our client.
    pub(crate) fn ours(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            folder: root().join(GENERATED),
            features: &[FULL],
        }
    }
}
/// The source code of the program. `CRATE` is replaced by the name of the generated crate, and `TABLE` by the list of
/// types.
const RUNNER: &str = include_str!("runner.rs.txt");

/// The output, the unknown values, and the repairs.
type Written = (Value, Vec<String>, Vec<String>);

/// The program, which is running.
#[derive(Debug)]
pub(crate) struct Throwaway {
    types: Vec<String>,
    folder: PathBuf,
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Throwaway {
    /// Writes, compiles and starts the program.
    pub(crate) fn start<'a>(
        package: &Package,
        types: impl Iterator<Item = &'a str>,
    ) -> Result<Self> {
        let mut types: Vec<String> = types.map(str::to_owned).collect();
        types.sort_unstable();
        types.dedup();
        let target = root().join(FOLDER);
        let folder = target.join(&package.name);
        write(&folder, package, &types)?;
        let mut child = cargo()
            .args(["run", "--quiet", "--offline"])
            .current_dir(&folder)
            .env("CARGO_TARGET_DIR", target.join("target"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("cannot start cargo")?;
        let input = child.stdin.take().context("no stdin")?;
        let output = BufReader::new(child.stdout.take().context("no stdout")?);
        Ok(Self {
            types,
            folder,
            child,
            input,
            output,
        })
    }

    /// Decodes and encodes a value with a type. The inner error is an error that decoding or encoding returned.
    pub(crate) fn round_trip(
        &mut self,
        ty: &str,
        value: &Value,
    ) -> Result<Result<Output, Failure>> {
        let index = self.types.binary_search_by(|known| known.as_str().cmp(ty));
        let index = index.ok().context("the program does not know the type")?;
        let mut line = String::new();
        let failed = || format!("the program in {} failed", self.folder.display());
        writeln!(self.input, "{}", json!([index, value])).with_context(failed)?;
        self.output.read_line(&mut line).with_context(failed)?;
        let result: Result<Written, (String, String)> =
            serde_json::from_str(&line).with_context(failed)?;
        let result = result.map(|(json, unknown, repairs)| Output {
            json,
            unknown,
            repairs,
        });
        Ok(result.map_err(|(path, reason)| Failure { path, reason }))
    }

    /// Stops the program.
    pub(crate) fn finish(self) -> Result<()> {
        let Self {
            mut child,
            input,
            folder,
            ..
        } = self;
        drop(input);
        let folder = folder.display();
        ensure!(child.wait()?.success(), "the program in {folder} failed");
        Ok(())
    }
}

fn write(folder: &Path, package: &Package, types: &[String]) -> Result<()> {
    fs::create_dir_all(folder.join("src"))?;
    let rows = types.iter().map(|ty| format!("    round_trip::<{ty}>,\n"));
    let table = rows.collect::<Vec<_>>().concat();
    let program = RUNNER
        .replace("CRATE", &package.name)
        .replace("TABLE", &table);
    update(&folder.join("src/main.rs"), &program)?;
    let manifest = manifest(package);
    update(&folder.join("Cargo.toml"), &manifest)?;
    let lock = folder.join("Cargo.lock");
    if !lock.exists() {
        fs::copy(root().join("Cargo.lock"), lock)?;
    }
    Ok(())
}

/// Writes a file only if its text is different. Otherwise, cargo would build the crate again.
fn update(path: &Path, text: &str) -> Result<()> {
    if fs::read_to_string(path).is_ok_and(|old| old == text) {
        return Ok(());
    }
    fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
}

/// Returns the `Cargo.toml` of the small crate. It needs the types of all areas, but it sends no requests.
fn manifest(package: &Package) -> String {
    // JSON strings and lists have the same notation as in TOML.
    let path = json!(package.folder.display().to_string());
    let features = json!(package.features);
    let package = package.name.replace('_', "-");
    format!(
        r#"[package]
name = "judge-responses"
version = "0.0.0"
edition = "2024"
publish = false

[workspace]

[dependencies]
{package} = {{ path = {path}, default-features = false, features = {features} }}
serde = {{ version = "1", features = ["derive"] }}
serde_json = {{ version = "1", features = ["preserve_order", "raw_value"] }}

[profile.dev]
debug = false
"#
    )
}
