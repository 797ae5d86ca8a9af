//! Stage 8: prints the plan as Rust.
//!
//! In: a [`CratePlan`]. Out: a [`Piece`] for each Rust file, and the text of all other files. This stage makes no
//! decisions, because the plan contains all of them.

mod accessors;
mod crate_root;
mod docs;
mod enums;
mod error_codes;
mod example;
mod external;
mod handles;
mod ids;
mod layout;
mod links;
mod methods;
mod modules;
mod operations;
mod piece;
mod structs;
mod tests;
mod tokens;
mod types;
mod unions;
mod uses;
mod wrap;
mod writes;

use crate::plan::{ClientPlan, CratePlan};

pub use layout::WIDTH;
pub use links::LocalLinks;
pub use piece::{Block, Code, LINE_BREAK, Piece};
use uses::Uses;

/// The files that are generated from the documents.
#[expect(
    missing_debug_implementations,
    reason = "the Rust files are printed one by one"
)]
pub struct Emitted<'a> {
    /// Rust files. Each file is printed when the iterator returns it, so that the tokens of few files are in memory.
    pub pieces: Box<dyn Iterator<Item = Piece> + 'a>,
    /// Other files: the path relative to the crate, and the text.
    pub data: Vec<(String, String)>,
}

/// Prints the files that are generated from documents.
#[must_use]
pub fn emit(plan: &CratePlan) -> Emitted<'_> {
    let roots = [crate_root::piece(&plan.root), client(&plan.client)].into_iter();
    let pieces = roots
        .chain(operations::pieces(&plan.table))
        .chain(external::piece(&plan.external))
        .chain(ids::piece(&plan.ids))
        .chain(plan.error_codes.as_ref().map(error_codes::piece))
        .chain(plan.modules.iter().map(modules::piece))
        .chain(tests::pieces(&plan.package, &plan.tests));
    Emitted {
        pieces: Box::new(pieces),
        data: tests::data(&plan.tests),
    }
}

fn client(plan: &ClientPlan) -> Piece {
    let mut uses = Uses::of("crate::client", std::iter::once("Client"));
    let mut items = accessors::client(plan, &mut uses);
    if let Some(unambiguous) = uses.unambiguous() {
        uses = unambiguous;
        items = accessors::client(plan, &mut uses);
    }
    Piece {
        path: "src/client.rs".to_owned(),
        inner: Vec::new(),
        docs: docs::text(&plan.module),
        uses: uses.items(),
        items: items.into_iter().map(Code::from).collect(),
        links: LocalLinks::default(),
    }
}
