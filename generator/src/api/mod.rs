//! Lists the public items of a crate.
//!
//! In: Rust sources, keyed by path. Out: a [`Surface`], with one line for every public item, grouped by public module. The
//! input is the final source code, so the list always matches the crate. This module does no I/O and accepts any input. It reads
//! only the parts of Rust's grammar that matter for the list, which is several times as fast as a full parser.
//!
//! The title of a section is `## path`, or `## crate` for the root. The lines of a section are sorted by item:
//!
//! ```text
//! struct Pages<T> [private fields, feature "x"]    also enum, trait, union, macro; tags and conditions in brackets
//! field FieldError.field: String                   fields and variants in their order
//! variant Shape::Box { width: f64 }
//! type Page::Item: Clone                           an associated type, or an alias: type Json = serde_json::Value
//! const ZoomCode::KNOWN: &'static [(i64, Self)]    also static
//! async fn Pages::next(&mut self) -> Option<T> where T: Page
//! impl Pages: Debug, From<&str>                    traits that the type implements, derived ones too
//! impl<T: Page> Stream<Item = T> for Pages<T>      traits with bounds or conditions of their own
//! use bytes::Bytes                                 another path to an item, or an item of another crate
//! ```
//!
//! `cargo xtask api` reads this format and compares it with rustdoc.

mod cfg;
mod cursor;
mod impls;
mod item;
mod items;
mod lexer;
mod line;
mod macro_rules;
mod resolve;
mod section;
mod syntax;
mod tokens;
mod tree;

use std::collections::BTreeMap;

use resolve::PublicPaths;
use tokens::Printer;
use tree::Crate;

pub use line::{Kind, Line};
pub use section::{Section, assemble};

/// The public items of a crate.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// The sections, one for each public module that contains an item.
    pub sections: Vec<Section>,
    /// The paths of sources that are not valid Rust.
    pub unreadable: Vec<String>,
}

/// Reads the public surface of a crate. The keys of `files` are paths below `src`, and one of them is `lib.rs`.
///
/// If the source of a module is missing, the items of the module are not listed.
#[must_use]
pub fn surface(files: &BTreeMap<String, String>) -> Surface {
    let files = files.iter();
    let files: Vec<(&str, &str)> = files
        .map(|(path, text)| (path.as_str(), text.as_str()))
        .collect();
    surface_of(&files)
}

/// Reads the public surface of a crate like [`surface`]. The files are pairs of a path and a text.
#[must_use]
pub fn surface_of(files: &[(&str, &str)]) -> Surface {
    let (krate, unreadable) = Crate::read(files);
    let paths = PublicPaths::of(&krate);
    let printer = Printer::new(&krate, &paths);
    let mut placed = impls::lines(&printer);
    for (id, definition) in krate.definitions.iter().enumerate() {
        let mut all = paths.definitions.get(&id).into_iter().flatten();
        let Some(first) = all.next() else { continue };
        for line in items::lines(&printer, first.name, &definition.item, definition.module) {
            placed.push((first.module.clone(), line.under(&first.conditions)));
        }
        let target = joined(&first.module, first.name);
        for alias in all {
            let line = Line::new(Kind::Use, alias.name, re_export(&target, alias.name));
            placed.push((alias.module.clone(), line.under(&alias.conditions)));
        }
    }
    for (path, target) in &paths.externs {
        let target = target.join("::");
        let line = Line::new(Kind::Use, path.name, re_export(&target, path.name));
        placed.push((path.module.clone(), line.under(&path.conditions)));
    }
    Surface {
        sections: section::sections(placed, &paths.modules),
        unreadable,
    }
}

fn joined(module: &[&str], name: &str) -> String {
    let segments = module.iter().copied().chain([name]);
    segments.collect::<Vec<_>>().join("::")
}

/// Prints a re-export: `a::B`, or `a::B as C` if the name differs.
fn re_export(target: &str, name: &str) -> String {
    match target.rsplit("::").next() {
        Some(last) if last == name => target.to_owned(),
        _ => format!("{target} as {name}"),
    }
}
