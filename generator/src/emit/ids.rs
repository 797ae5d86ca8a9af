//! Prints the typed ids.

use std::fmt::Write as _;

use super::docs;
use super::layout;
use super::links::LocalLinks;
use super::piece::{Code, Piece};
use super::uses::Uses;
use crate::plan::IdsPlan;

/// Prints `ids.rs`, if the crate has typed ids.
pub(super) fn piece(plan: &IdsPlan) -> Option<Piece> {
    let module = plan.ids.first()?.path.module.to_string();
    let ids = plan.ids.iter();
    let mut uses = Uses::of(&module, ids.map(|id| id.path.name.as_str()));
    uses.import_runtime("string_id");
    let string = uses.runtime_text("SmolStr");
    let items = plan.ids.iter().flat_map(|id| {
        let name = id.path.name.as_str();
        let mut text = String::new();
        layout::docs(&mut text, &id.docs, "");
        text.push_str("#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]\n");
        let _ = writeln!(text, "pub struct {name}({string});");
        [text, layout::call("string_id", name, "")].map(Code::Text)
    });
    Some(Piece {
        path: "src/ids.rs".to_owned(),
        inner: Vec::new(),
        docs: docs::text(&plan.docs),
        items: items.collect(),
        uses: uses.items(),
        links: LocalLinks::default(),
    })
}
