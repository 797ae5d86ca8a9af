//! A dependency of modules that become a part of another crate.

use std::collections::BTreeSet;

/// A dependency that the modules need.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Requirement {
    /// The name of the crate.
    pub name: String,
    /// The required version.
    pub version: Option<String>,
    /// The features of the crate.
    pub features: BTreeSet<String>,
    /// Whether the default features are disabled.
    pub no_default_features: bool,
    /// The folder of the crate.
    pub path: Option<String>,
    /// The repository of the crate.
    pub git: Option<String>,
    /// The name of the package, if it differs.
    pub package: Option<String>,
    /// Whether only a feature enables the dependency.
    pub(super) optional: bool,
}

impl Requirement {
    /// Formats the dependency as a `cargo add` command.
    #[must_use]
    pub fn command(&self) -> String {
        let package = self.package.as_ref().unwrap_or(&self.name);
        let mut words = vec!["cargo add".to_owned()];
        words.push(match &self.version {
            Some(version) => format!("{package}@{version}"),
            None => package.clone(),
        });
        for (option, value) in [("--path", &self.path), ("--git", &self.git)] {
            words.extend(value.iter().map(|value| format!("{option} {value:?}")));
        }
        let renamed = self.package.iter().filter(|one| **one != self.name);
        words.extend(renamed.map(|_| format!("--rename {}", self.name)));
        if self.no_default_features {
            words.push("--no-default-features".to_owned());
        }
        if !self.features.is_empty() {
            let features: Vec<&str> = self.features.iter().map(String::as_str).collect();
            words.push(format!("--features {}", features.join(",")));
        }
        words.join(" ")
    }
}
