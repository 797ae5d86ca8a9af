//! The tests of the stages. They are one binary, because each further binary costs several seconds to compile and link.

#![cfg(test)]

mod api;
mod assets;
mod bundle;
mod changes;
mod check;
mod complete;
mod control;
mod convert;
mod determinism;
mod generated;
mod import;
mod layout;
mod lint;
mod load;
mod load_manifest;
mod merging;
mod overlap;
mod overlay;
mod parts;
mod project;
mod prose;
mod render;
mod semver;
#[path = "../support/templates.rs"]
mod templates;
mod write;
mod yaml_quirks;
