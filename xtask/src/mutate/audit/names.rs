//! Checks the file names and the package name of a crate.

use std::collections::BTreeMap;

use codegen::assets::OutputTree;

use super::super::failure::{Failure, Sort};

/// File names that Windows reserves, with any extension.
const DEVICES: &[&str] = &[
    "aux", "con", "nul", "prn", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8",
    "com9", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];
/// Package names that cargo refuses, or that hide a crate of the standard library.
const RESERVED: &[&str] = &[
    "test",
    "core",
    "std",
    "alloc",
    "proc-macro",
    "proc_macro",
    "deps",
    "build",
    "examples",
    "incremental",
    "self",
    "super",
    "crate",
    "as",
    "break",
    "const",
    "continue",
    "else",
    "enum",
    "extern",
    "false",
    "fn",
    "for",
    "if",
    "impl",
    "in",
    "let",
    "loop",
    "match",
    "mod",
    "move",
    "mut",
    "pub",
    "ref",
    "return",
    "static",
    "struct",
    "trait",
    "true",
    "type",
    "unsafe",
    "use",
    "where",
    "while",
    "async",
    "await",
    "dyn",
    "abstract",
    "become",
    "box",
    "do",
    "final",
    "macro",
    "override",
    "priv",
    "typeof",
    "unsized",
    "virtual",
    "yield",
    "try",
    "gen",
];
/// The maximum length of a file name in bytes. Most systems have this limit.
const LONGEST: usize = 255;

/// Returns a failure for each file name or package name that some systems refuse.
pub(crate) fn audit(tree: &OutputTree) -> Vec<Failure> {
    let mut found = Vec::new();
    let mut folded: BTreeMap<String, &str> = BTreeMap::new();
    for (path, bytes) in tree {
        found.extend(path.split('/').find_map(|part| file_name(part, path)));
        if let Some(other) = folded.insert(path.to_lowercase(), path) {
            let detail = format!("`{path}` and `{other}` are one file where case does not count");
            found.push(Failure::new(
                Sort::Name,
                "paths that differ in case only",
                &detail,
            ));
        }
        let is_emitted = path.starts_with("src/") && !path.starts_with("src/runtime/");
        let text = String::from_utf8_lossy(bytes);
        if let Some(line) = text
            .lines()
            .find(|line| is_emitted && line.contains("invalid_name"))
        {
            let detail = format!("{path}: {}", line.trim());
            found.push(Failure::new(
                Sort::Name,
                "`invalid_name` is printed",
                &detail,
            ));
        }
    }
    found.extend(package_name(tree));
    found
}

fn file_name(part: &str, path: &str) -> Option<Failure> {
    let stem = part.split('.').next().unwrap_or_default().to_lowercase();
    let class = if part.len() > LONGEST {
        "a file name of more than 255 bytes"
    } else if DEVICES.contains(&stem.as_str()) {
        "a file named like a device of Windows"
    } else if part.is_empty()
        || part == "."
        || part == ".."
        || part.contains('\\')
        || part.contains(':')
    {
        "a file name that leads elsewhere"
    } else {
        return None;
    };
    Some(Failure::new(Sort::Name, class, path))
}

/// Checks the name of the package. The name is derived from the title of the document.
fn package_name(tree: &OutputTree) -> Option<Failure> {
    let manifest = String::from_utf8_lossy(tree.get("Cargo.toml")?).into_owned();
    let mut section = "";
    let mut dependencies = Vec::new();
    let mut name = "";
    for line in manifest.lines() {
        if line.starts_with('[') {
            section = line;
        }
        match line.split_once(" = ") {
            Some(("name", value)) if section == "[package]" => name = value.trim_matches('"'),
            Some((key, _)) if section == "[dependencies]" => dependencies.push(key),
            _ => {}
        }
    }
    let reserved = RESERVED.contains(&name) || DEVICES.contains(&name);
    let taken = dependencies
        .iter()
        .any(|dependency| dependency.replace('_', "-") == name);
    (reserved || taken).then(|| {
        let class = if taken {
            "a package named like its dependency"
        } else {
            "a package with a reserved name"
        };
        Failure::new(Sort::Name, class, &format!("name = \"{name}\""))
    })
}

#[cfg(test)]
mod tests {
    use codegen::assets::OutputTree;

    use super::audit;

    fn classes(files: &[(&str, &str)]) -> Vec<String> {
        let tree: OutputTree = files
            .iter()
            .map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()))
            .collect();
        audit(&tree)
            .into_iter()
            .map(|failure| failure.class)
            .collect()
    }

    #[test]
    fn file_names_that_some_system_refuses_are_found() {
        assert_eq!(classes(&[("src/api/aux.rs", "")]).len(), 1);
        assert_eq!(classes(&[("src/a.rs", ""), ("src/A.rs", "")]).len(), 1);
        assert_eq!(
            classes(&[(&format!("src/{}.rs", "a".repeat(260)), "")]).len(),
            1
        );
        assert_eq!(classes(&[("src/../x.rs", "")]).len(), 1);
        assert!(classes(&[("src/auxiliary.rs", "let x = 1;")]).is_empty());
    }

    #[test]
    fn reserved_packages_and_invalid_names_are_found() {
        let manifest = |name: &str| {
            format!("[package]\nname = \"{name}\"\n\n[dependencies]\nserde_json = \"1\"\n")
        };
        assert!(classes(&[("Cargo.toml", &manifest("shop"))]).is_empty());
        assert_eq!(classes(&[("Cargo.toml", &manifest("core"))]).len(), 1);
        assert_eq!(classes(&[("Cargo.toml", &manifest("serde-json"))]).len(), 1);
        assert_eq!(classes(&[("src/a.rs", "fn invalid_name() {}")]).len(), 1);
    }
}
