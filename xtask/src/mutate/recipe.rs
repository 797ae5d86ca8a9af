//! A recipe describes a mutant: some operations of a document, and the mutations of the resulting document.
//!
//! In: a seed, the number of a mutant, and the documents. Out: a recipe, which can create its document. Each mutation
//! has its own seed. Thus, a mutation can be removed without changing the others.

use std::collections::BTreeSet;

use serde_json::Value;

use super::base::Base;
use super::dice::Dice;
use super::hostile::{Payload, names, places};
use super::kinds::Kind;
use super::sites::operations;
use super::slice::slice;

/// The minimum and the maximum number of operations in a mutant.
const SLICE: (usize, usize) = (3, 20);
/// The maximum number of mutations of a mutant.
const MUTATIONS: usize = 6;
/// In these sorts of places, nearly every hostile text is an error. If a payload is put into many places at once, these
/// places are omitted.
pub(crate) const REFUSING: &[&str] = &[
    "path",
    "media type",
    "response.status",
    "server.url",
    "server variable",
    "serverVariable.default",
    "serverVariable.enum",
    "parameter.name (header)",
    "parameter.name (path)",
    "header.name",
    "securityScheme.name",
    "schema.x-rust-name",
    "discriminator.mapping",
    "discriminator.propertyName",
    "schema.default",
    "schema.const",
];

/// What all mutants are created from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sources<'a> {
    /// The documents to mutate.
    pub(crate) bases: &'a [Base],
    pub(crate) kinds: &'a [Kind],
    /// The hostile texts. Without `--hostile`, the list is empty.
    pub(crate) payloads: &'a [Payload],
}

#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Mutation {
    /// The name of the kind of mutation. For a hostile text, the sort of the place.
    pub(crate) name: String,
    seed: u64,
}

/// A recipe describes how a mutant is created.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Recipe {
    /// The number of the mutant.
    pub(crate) index: usize,
    /// The position of the base document in [`Sources::bases`].
    base: usize,
    operations: Vec<String>,
    pub(crate) mutations: Vec<Mutation>,
    /// The position of the hostile text in [`Sources::payloads`].
    payload: Option<usize>,
    /// Whether the docs of methods contain example calls.
    pub(crate) examples: bool,
}

impl Recipe {
    /// Plans the mutant with the number `index`.
    pub(crate) fn new(sources: &Sources<'_>, seed: u64, index: usize) -> Self {
        let mut dice = Dice::new(seed, u64::try_from(index).unwrap_or(u64::MAX));
        if sources.payloads.is_empty() {
            Self::plain(sources, &mut dice, index)
        } else {
            Self::hostile(sources, &mut dice, index)
        }
    }

    fn plain(sources: &Sources<'_>, dice: &mut Dice, index: usize) -> Self {
        let base = dice.below(sources.bases.len());
        let operations = chosen(sources, dice, base);
        let most = if dice.chance(70) { 2 } else { MUTATIONS };
        let count = dice.between(1, most);
        // The first kind depends on the number of the mutant. Thus, every kind is used.
        let first = sources.kinds.get(index % sources.kinds.len().max(1));
        let mut mutations = Vec::new();
        for at in 0..count {
            let kind = if at == 0 {
                first
            } else {
                dice.pick(sources.kinds)
            };
            mutations.extend(kind.map(|kind| Mutation {
                name: kind.name.to_owned(),
                seed: dice.seed(),
            }));
        }
        Self {
            index,
            base,
            operations,
            mutations,
            payload: None,
            examples: dice.chance(50),
        }
    }

    /// Plans a mutant with a hostile text. Consecutive mutants use consecutive payloads. When all payloads were used,
    /// the next round starts. In even rounds, the payload is in places of nearly all sorts. In odd rounds, it is in one
    /// to four places.
    fn hostile(sources: &Sources<'_>, dice: &mut Dice, index: usize) -> Self {
        let count = sources.payloads.len().max(1);
        let (payload, round) = (index % count, index / count);
        // The document at position 0 is `everything.yaml`.
        let base = if dice.chance(60) || round == 0 {
            0
        } else {
            dice.below(sources.bases.len())
        };
        let operations = if base == 0 {
            Vec::new()
        } else {
            chosen(sources, dice, base)
        };
        let slice = sources
            .bases
            .get(base)
            .map(|base| slice(&base.document, &operations))
            .unwrap_or_default();
        let mut sorts = names(&slice);
        if round % 2 == 0 {
            sorts.retain(|name| !REFUSING.contains(name));
        } else {
            let few = dice.between(1, 4);
            sorts = dice.sample(&sorts, few);
        }
        let mutations = sorts.into_iter().map(|name| Mutation {
            name: name.to_owned(),
            seed: dice.seed(),
        });
        Self {
            index,
            base,
            operations,
            mutations: mutations.collect(),
            payload: Some(payload),
            examples: dice.chance(50),
        }
    }

    /// Returns the name of the base document.
    pub(crate) fn base_name<'a>(&self, sources: &Sources<'a>) -> &'a str {
        sources
            .bases
            .get(self.base)
            .map_or("", |base| base.name.as_str())
    }

    /// Returns the name of the hostile text.
    pub(crate) fn payload_name<'a>(&self, sources: &Sources<'a>) -> Option<&'a str> {
        let payload = sources.payloads.get(self.payload?)?;
        Some(payload.name.as_str())
    }

    /// Creates the document. A mutation has no effect if the document has no place for it.
    pub(crate) fn document(&self, sources: &Sources<'_>) -> Value {
        let Some(base) = sources.bases.get(self.base) else {
            return Value::Null;
        };
        let mut document = slice(&base.document, &self.operations);
        for mutation in &self.mutations {
            let mut dice = Dice::new(mutation.seed, 0);
            let payload = self.payload.and_then(|at| sources.payloads.get(at));
            let kind = sources.kinds.iter().find(|kind| kind.name == mutation.name);
            if let Some(payload) = payload {
                put(&mut document, &mut dice, &mutation.name, &payload.text);
            } else if let Some(kind) = kind {
                (kind.apply)(&mut document, &mut dice);
            }
        }
        document
    }

    /// Returns a copy of the recipe without the mutations that `names` contains.
    pub(crate) fn without_names(&self, names: &BTreeSet<String>) -> Self {
        let mut fewer = self.clone();
        fewer
            .mutations
            .retain(|mutation| !names.contains(&mutation.name));
        fewer
    }

    /// Returns a copy of the recipe, without the mutations in the range `from..to`.
    pub(crate) fn without(&self, from: usize, to: usize) -> Self {
        let mut fewer = self.clone();
        let mut at = 0;
        fewer.mutations.retain(|_| {
            at += 1;
            !(from..to).contains(&(at - 1))
        });
        fewer
    }
}

/// Returns random operations of a base document. The mutant consists of these operations.
fn chosen(sources: &Sources<'_>, dice: &mut Dice, base: usize) -> Vec<String> {
    let Some(base) = sources.bases.get(base) else {
        return Vec::new();
    };
    let count = dice.between(SLICE.0, SLICE.1);
    dice.sample(&operations(&base.document), count)
}

/// Puts a hostile text into a random place of a sort. The place can also contain other text before and after it.
fn put(document: &mut Value, dice: &mut Dice, sort: &str, text: &str) {
    let mut all = places(document);
    all.retain(|place| place.name == sort);
    let text = match dice.below(4) {
        0 => format!("Text {text}"),
        1 => format!("a{text}b"),
        _ => text.to_owned(),
    };
    if let Some(place) = dice.pick(&all) {
        place.put(document, &text);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::base::project;
    use super::super::hostile::payloads;
    use super::super::kinds;
    use super::super::tree::text;
    use super::{Recipe, Sources};

    #[test]
    fn a_seed_always_gives_the_same_mutants_and_another_seed_gives_others() {
        let (bases, kinds, payloads) = (project(), kinds::all(), payloads());
        for payloads in [&payloads[..], &[]] {
            let sources = Sources {
                bases,
                kinds: &kinds,
                payloads,
            };
            let mutants = |seed| -> Vec<String> {
                let recipes = (0..40).map(|index| Recipe::new(&sources, seed, index));
                recipes
                    .map(|recipe| text(&recipe.document(&sources)))
                    .collect()
            };
            let first = mutants(1);
            assert_eq!(first, mutants(1));
            assert_ne!(first, mutants(2));
            assert!(first.iter().collect::<BTreeSet<_>>().len() > 35);
        }
    }

    #[test]
    fn every_kind_is_the_first_of_some_mutant() {
        let (bases, kinds) = (project(), kinds::all());
        let sources = Sources {
            bases,
            kinds: &kinds,
            payloads: &[],
        };
        let first = |index| Recipe::new(&sources, 5, index).mutations[0].name.clone();
        let names: BTreeSet<String> = (0..kinds.len()).map(first).collect();
        assert_eq!(names.len(), kinds.len());
    }

    #[test]
    fn a_recipe_without_a_mutation_keeps_the_others_as_they_were() {
        let (bases, kinds) = (project(), kinds::all());
        let sources = Sources {
            bases,
            kinds: &kinds,
            payloads: &[],
        };
        let many = (0..200)
            .map(|index| Recipe::new(&sources, 9, index))
            .find(|recipe| recipe.mutations.len() > 3);
        let recipe = many.unwrap();
        let fewer = recipe.without(1, 2);
        assert_eq!(fewer.mutations[0], recipe.mutations[0]);
        assert_eq!(fewer.mutations[1..], recipe.mutations[2..]);
        assert_eq!(recipe.without(99, 100), recipe);
    }
}
