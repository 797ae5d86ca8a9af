//! The kinds of mutation.
//!
//! In: a document and random numbers. Out: the document with one change at a random place. A kind returns false if the
//! document has no place for it. The result is always valid JSON, but it can be invalid `OpenAPI`.

mod bodies;
mod compose;
mod enums;
mod general;
mod kind;
mod names;
mod parameters;
mod references;
mod responses;
mod schema;
mod security;
mod support;
mod twins;

pub(crate) use self::kind::Kind;

/// Returns all kinds, in a stable order.
pub(crate) fn all() -> Vec<Kind> {
    let rooms = [
        schema::KINDS,
        enums::KINDS,
        compose::KINDS,
        names::KINDS,
        parameters::KINDS,
        bodies::KINDS,
        responses::KINDS,
        security::KINDS,
        references::KINDS,
        general::KINDS,
    ];
    rooms.concat()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use codegen::diag::{Diagnostics, Format, Severity, render};
    use codegen::load::load_text;
    use codegen::source::Sources;

    use super::super::base::project;
    use super::super::dice::Dice;
    use super::super::tree::text;
    use super::all;

    #[test]
    fn every_kind_has_a_name_of_its_own() {
        let names: BTreeSet<&str> = all().iter().map(|kind| kind.name).collect();
        assert_eq!(names.len(), all().len());
        assert!(names.len() >= 49);
    }

    #[test]
    fn every_kind_applies_to_a_document_of_the_project_which_still_parses() {
        for kind in all() {
            let mut applied = 0;
            for (index, base) in project().iter().enumerate() {
                let mut mutant = base.document.clone();
                let mut dice = Dice::new(11, u64::try_from(index).unwrap());
                if !(kind.apply)(&mut mutant, &mut dice) {
                    continue;
                }
                applied += 1;
                let text = text(&mutant);
                let (mut sources, mut found) = (Sources::default(), Diagnostics::default());
                let node = load_text(text, "mutant.json", &mut sources, &mut found);
                let report = render(&found, &sources, Format::Short);
                let parses = node.is_some() && found.count(Severity::Error) == 0;
                assert!(parses, "{} of {}: {report}", kind.name, base.name);
                if applied == 4 {
                    break;
                }
            }
            assert!(applied > 0, "{} applies to no document", kind.name);
        }
    }

    #[test]
    fn every_kind_gives_the_same_document_for_a_seed() {
        let base = &project()[0].document;
        for kind in all() {
            let mutant = |seed| {
                let mut mutant = base.clone();
                (kind.apply)(&mut mutant, &mut Dice::new(seed, 5));
                text(&mutant)
            };
            assert_eq!(mutant(1), mutant(1), "{}", kind.name);
        }
    }
}
