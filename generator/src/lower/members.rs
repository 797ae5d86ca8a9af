//! Collects the properties of an object from a schema and from its `allOf`, `oneOf` and `anyOf`.
//!
//! In: a schema. Out: [`Members`]: the schemas of each property, the required properties, and the additional
//! properties. The schemas in `allOf`, `oneOf` and `anyOf` are called parts. A part can have parts too. Each part is
//! visited once, even if several schemas refer to it.

use std::collections::BTreeMap;

use indexmap::{IndexMap, IndexSet};

use super::context::{At, Lowering, NodeId};

/// The collected properties of an object.
#[derive(Debug, Default)]
pub(super) struct Members<'a> {
    /// The schemas of each property. A property has several schemas if several parts define the property.
    pub(super) properties: IndexMap<String, Vec<Given<'a>>>,
    pub(super) required: IndexSet<String>,
    pub(super) additional: Additional<'a>,
    pub(super) keep_unknown: bool,
    /// The visited parts. The value is `true` if the part applies only to some values, because it is in an alternative.
    visited: BTreeMap<NodeId, bool>,
}

/// One of the schemas that describe the same value, such as a part of an `allOf`.
#[derive(Clone, Debug)]
pub(super) struct Given<'a> {
    pub(super) at: At<'a>,
    /// Whether the schema applies only to some values, because it is in a `oneOf` or `anyOf`.
    pub(super) sometimes: bool,
    /// Whether the `allOf` of the schema is ignored, because its parts are in the list of schemas too.
    pub(super) is_own: bool,
}

impl<'a> Given<'a> {
    /// Creates the entry for a schema that applies to all values.
    pub(super) const fn always(at: At<'a>) -> Self {
        Self {
            at,
            sometimes: false,
            is_own: false,
        }
    }

    pub(super) const fn new(at: At<'a>, sometimes: bool) -> Self {
        Self {
            at,
            sometimes,
            is_own: false,
        }
    }
}

/// What a schema allows besides its named properties.
#[derive(Debug, Default)]
pub(super) enum Additional<'a> {
    /// The schema does not contain `additionalProperties`.
    #[default]
    Unsaid,
    /// Any value.
    Any,
    /// Values that match these schemas.
    Schemas(Vec<Given<'a>>),
}

impl<'a> Members<'a> {
    /// Adds the properties of the schema itself, without the properties of its parts.
    fn add(&mut self, at: &At<'a>, sometimes: bool) {
        let properties = at.map("properties").map(|map| map.members());
        for (name, at) in properties.unwrap_or_default() {
            let given = self.properties.entry(name.to_owned()).or_default();
            add(given, Given::new(at, sometimes));
        }
        if !sometimes {
            self.required.extend(at.texts("required"));
        }
        let schema = at.map("additionalProperties");
        match (&mut self.additional, schema) {
            (Additional::Schemas(given), Some(at)) => add(given, Given::new(at, sometimes)),
            (_, Some(at)) => self.additional = Additional::Schemas(vec![Given::new(at, sometimes)]),
            (Additional::Unsaid, None) if at.flag("additionalProperties") => {
                self.additional = Additional::Any;
            }
            _ => {}
        }
        self.keep_unknown |= at.flag("x-keep-unknown");
    }
}

/// Adds a schema unless an equal schema is already in the list.
fn add<'a>(given: &mut Vec<Given<'a>>, new: Given<'a>) {
    let same = |old: &&mut Given<'a>| {
        old.at.document.source == new.at.document.source && old.at.node.same_value(new.at.node)
    };
    match given.iter_mut().find(same) {
        Some(old) => old.sometimes &= new.sometimes,
        None => given.push(new),
    }
}

impl<'a> Lowering<'a> {
    /// Collects properties from a schema and its parts. Properties of an alternative are optional.
    pub(super) fn gather(&mut self, at: &At<'a>, sometimes: bool, members: &mut Members<'a>) {
        // Chains of parts can be long, so this function uses a list of tasks instead of recursion. The boolean at the
        // end of a task is `true` if the parts of the schema have been visited.
        let mut tasks = vec![(at.clone(), sometimes, false)];
        while let Some((at, sometimes, done)) = tasks.pop() {
            if done {
                members.add(&at, sometimes);
                continue;
            }
            let Some(at) = self.resolve(at) else {
                continue;
            };
            match members.visited.get_mut(&at.id()) {
                Some(only_sometimes) if sometimes || !*only_sometimes => continue,
                Some(only_sometimes) => *only_sometimes = false,
                None => drop(members.visited.insert(at.id(), sometimes)),
            }
            self.report_not(&at);
            tasks.push((at.clone(), sometimes, true));
            let parts = |keyword| at.get(keyword).map(|list| list.items()).unwrap_or_default();
            // If the alternatives are subtypes of the schema, their properties do not belong to the schema.
            let listed = self.subtypes.are_listed(&at.id());
            let alternatives = parts("anyOf").into_iter().rev();
            let alternatives = alternatives.chain(parts("oneOf").into_iter().rev());
            let alternatives = alternatives.filter(|_| !listed);
            tasks.extend(alternatives.map(|at| (at, true, false)));
            let all = parts("allOf").into_iter().rev();
            tasks.extend(all.map(|at| (at, sometimes, false)));
        }
    }
}
