//! Merges schemas that apply to the same value: the parts of an `allOf`, or the schemas of a property from several parts.
//!
//! In: schemas. Out: the narrowest type for values that match all schemas. Objects are merged into one object, and
//! lists into one list. For other types, the narrowest type is used. Schemas that contradict each other become any JSON
//! value, with a warning that shows two of them.

use std::collections::BTreeSet;

use super::context::{At, Lowering, NodeId, Slot};
use super::lowered::Lowered;
use super::members::{Given, Members};
use super::narrow::Place;
use super::sort::{Sort, implied, is_bare, says_nothing, sort_of};
use crate::diag::{Code, Diagnostic};
use crate::model::{Context, Step, Ty, TypeId};
use crate::source::Node;

/// The maximum number of types that are merged for an API. Recursive schemas can have a very large number of
/// combinations.
const MAX_MERGED: usize = 20_000;

impl<'a> Lowering<'a> {
    pub(super) fn all_of(&mut self, at: &At<'a>, id: Option<TypeId>, context: Context) -> Lowered {
        let parts = at.get("allOf").map(|list| list.items()).unwrap_or_default();
        let said = parts.iter().filter(|part| !says_nothing(part.node));
        let said: Vec<At<'a>> = said.cloned().collect();
        if let ([part], false) = (said.as_slice(), says_more_than_a_type(at))
            && (sort_of(at.node).is_none() || {
                let leaves = self.leaves(part);
                !self.sorts(&leaves).is_empty()
            })
        {
            return self.given(&Given::always(part.clone()), id, context);
        }
        let leaves = self.leaves(at);
        let sorts = self.sorts(&leaves);
        if sorts.iter().all(|sort| *sort == Sort::Object) && !sorts.is_empty() {
            let mut members = Members::default();
            self.gather(at, false, &mut members);
            return Lowered::plain(self.object_of(at, &members, id, context));
        }
        let mut parts: Vec<Given<'a>> = said.into_iter().map(Given::always).collect();
        if sort_of(at.node).is_some() {
            parts.push(Given {
                is_own: true,
                ..Given::always(at.clone())
            });
        }
        self.combined(&parts, id, context)
    }

    /// Lowers several schemas, which describe the same value, to one type.
    pub(super) fn combined(
        &mut self,
        schemas: &[Given<'a>],
        id: Option<TypeId>,
        context: Context,
    ) -> Lowered {
        let parts = self.significant(schemas);
        let Some(last) = parts.last() else {
            return match schemas.first() {
                Some(given) => self.given(given, id, context),
                None => Lowered::plain(Ty::Json),
            };
        };
        if let [part] = parts.as_slice() {
            let mut lowered = self.given(part, id, context);
            lowered.nullable |= self.is_nullable(schemas);
            return lowered;
        }
        let key: Vec<NodeId> = parts.iter().map(|part| part.at.id()).collect();
        if let Some(slot) = self.merged.get(&key) {
            return slot.lowered();
        }
        if self.merged.len() >= MAX_MERGED || self.depth >= super::schema::MAX_DEPTH {
            return Lowered::plain(self.degrade(&last.at, "an `allOf` nested this deeply"));
        }
        self.depth += 1;
        let leaves: Vec<At<'a>> = parts
            .iter()
            .flat_map(|part| self.leaves(&part.at))
            .collect();
        let sorts = self.sorts(&leaves);
        let ty = match sorts.iter().collect::<Vec<_>>().as_slice() {
            [Sort::Object] => self.merged_object(&parts, &key, id, context),
            [Sort::List] => self.merged_list(&parts, &leaves, context.then(id, Step::Item)),
            _ => self.narrowed(&parts, &context),
        };
        self.depth -= 1;
        let lowered = Lowered {
            ty,
            nullable: self.is_nullable(schemas),
        };
        self.merged.insert(key, Slot::Done(lowered.clone()));
        lowered
    }

    fn merged_object(
        &mut self,
        parts: &[Given<'a>],
        key: &[NodeId],
        id: Option<TypeId>,
        context: Context,
    ) -> Ty {
        let mut members = Members::default();
        for part in parts {
            self.gather(&part.at, part.sometimes, &mut members);
        }
        let Some(at) = parts.last().map(|part| part.at.clone()) else {
            return Ty::Json;
        };
        if members.properties.is_empty() && !members.keep_unknown {
            return self.object_of(&at, &members, id, context);
        }
        // The type is added before its fields are lowered, because a field may contain the type itself.
        let id = self.named(&at, id, context.clone());
        self.merged.insert(key.to_vec(), Slot::Open(id));
        self.object_of(&at, &members, Some(id), context)
    }

    fn merged_list(&mut self, parts: &[Given<'a>], leaves: &[At<'a>], context: Context) -> Ty {
        let sometimes = parts.iter().any(|part| part.sometimes);
        let items = leaves.iter().filter_map(|leaf| leaf.get("items"));
        let items: Vec<Given<'a>> = items.map(|at| Given::new(at, sometimes)).collect();
        Ty::List(Box::new(self.combined(&items, None, context).element()))
    }

    /// Lowers all schemas and returns the narrowest of their types.
    fn narrowed(&mut self, parts: &[Given<'a>], context: &Context) -> Ty {
        let mut narrowest: Option<(&Given<'a>, Ty)> = None;
        for part in parts {
            let ty = self.given(part, None, context.clone()).ty;
            let Some((first, known)) = narrowest else {
                narrowest = Some((part, ty));
                continue;
            };
            let place = Place {
                schema: &part.at,
                context,
            };
            let ty = if first.sometimes || part.sometimes {
                self.either(&place, &known, &ty)
            } else {
                let untyped = |part: &Given<'a>| part.at.node.get("type").is_none();
                match (&known, &ty) {
                    // An enum without `type` lists the allowed values of the integer. Generated enums also contain all
                    // other values, so the result is the integer.
                    (Ty::Int(_), _) if untyped(part) && self.is_enum(&ty) => Some(known),
                    (_, Ty::Int(_)) if untyped(first) && self.is_enum(&known) => Some(ty),
                    _ => self.narrower(&place, &known, &ty),
                }
            };
            let Some(ty) = ty else {
                return self.contradiction(&first.at, &part.at);
            };
            narrowest = Some((part, ty));
        }
        narrowest.map_or(Ty::Json, |(_, ty)| ty)
    }

    fn contradiction(&mut self, first: &At<'a>, second: &At<'a>) -> Ty {
        let message = "contradictory schemas are not supported";
        self.diagnostics.push(
            Diagnostic::warning(Code::Unsupported, message)
                .label(second.span(), "becomes any JSON value")
                .secondary(first.span(), "another type"),
        );
        Ty::Json
    }

    fn given(&mut self, given: &Given<'a>, id: Option<TypeId>, context: Context) -> Lowered {
        if given.is_own {
            return self.own_shape(&given.at, id, context);
        }
        if let Some(ty) = implied(given.at.node) {
            return Lowered::plain(ty);
        }
        // If the schema is inside of a component, the type is named after the component and the location in the
        // component.
        let context = super::schema::context_of_place(&given.at).unwrap_or(context);
        match id {
            Some(_) if given.at.node.get("$ref").is_none() => self.inline(&given.at, id, context),
            _ => self.schema(&given.at, context),
        }
    }

    /// Returns the schemas that affect the type. A schema is dropped if all its keywords are in another schema too.
    fn significant(&mut self, schemas: &[Given<'a>]) -> Vec<Given<'a>> {
        let mut found: Vec<(Given<'a>, BTreeSet<NodeId>)> = Vec::new();
        let mut bare: Vec<(Given<'a>, Sort)> = Vec::new();
        for given in schemas {
            let leaves = if given.is_own {
                vec![given.at.clone()]
            } else {
                self.leaves(&given.at)
            };
            let sorts: Vec<Sort> = leaves.iter().filter_map(|at| sort_of(at.node)).collect();
            let Some(sort) = sorts.first() else { continue };
            if leaves.iter().all(|at| is_bare(at.node)) {
                bare.push((given.clone(), *sort));
            } else {
                let said = leaves.iter().filter(|at| !is_bare(at.node));
                found.push((given.clone(), said.map(At::id).collect()));
            }
        }
        // A schema is dropped if another schema includes all parts of it.
        let sets: Vec<BTreeSet<NodeId>> = found.iter().map(|(_, set)| set.clone()).collect();
        let mut index = 0;
        found.retain(|(_, own)| {
            let at = index;
            index += 1;
            !sets.iter().enumerate().any(|(other, set)| {
                other != at && own.is_subset(set) && (own.len() < set.len() || other < at)
            })
        });
        let mut parts: Vec<Given<'a>> = found.into_iter().map(|(given, _)| given).collect();
        let said: Vec<At<'a>> = parts
            .iter()
            .flat_map(|part| self.leaves(&part.at))
            .collect();
        let mut sorts = self.sorts(&said);
        for (given, sort) in bare {
            if sorts.insert(sort) {
                parts.push(given);
            }
        }
        parts
    }

    /// Returns a schema and all parts of its `allOf`, including the parts of parts. Each schema is returned once, so
    /// callers ignore the `allOf` of the returned schemas.
    fn leaves(&mut self, at: &At<'a>) -> Vec<At<'a>> {
        let mut found = Vec::new();
        let mut visited = BTreeSet::new();
        let mut tasks = vec![at.clone()];
        while let Some(at) = tasks.pop() {
            let Some(at) = self.resolve(at) else {
                continue;
            };
            if visited.insert(at.id()) {
                let parts = at.get("allOf").map(|list| list.items());
                tasks.extend(parts.unwrap_or_default().into_iter().rev());
                found.push(at);
            }
        }
        found
    }

    /// Returns the [`Sort`]s of values that the schemas describe, such as text and objects.
    fn sorts(&mut self, leaves: &[At<'a>]) -> BTreeSet<Sort> {
        let mut sorts = BTreeSet::new();
        for leaf in leaves {
            match sort_of(leaf.node) {
                Some(Sort::Alternatives) => sorts.insert(self.sort_of_alternatives(leaf)),
                Some(sort) => sorts.insert(sort),
                None => false,
            };
        }
        sorts
    }

    /// Returns `Sort::Object` if all alternatives are objects, and `Sort::Alternatives` if not.
    fn sort_of_alternatives(&mut self, at: &At<'a>) -> Sort {
        let mut sorts = BTreeSet::new();
        for keyword in ["oneOf", "anyOf"] {
            for arm in at.get(keyword).map(|list| list.items()).unwrap_or_default() {
                for leaf in self.leaves(&arm) {
                    sorts.extend(sort_of(leaf.node));
                }
            }
        }
        match (sorts.len(), sorts.first()) {
            (1, Some(Sort::Object)) => Sort::Object,
            _ => Sort::Alternatives,
        }
    }

    /// Returns whether at least one schema allows `null`.
    fn is_nullable(&mut self, schemas: &[Given<'a>]) -> bool {
        schemas.iter().any(|given| {
            let target = self.resolve(given.at.clone());
            given.at.flag("nullable") || target.is_some_and(|at| at.flag("nullable"))
        })
    }
}

/// Returns whether keywords beside `allOf`, such as `properties` or `enum`, require a separate type.
fn says_more_than_a_type(at: &At<'_>) -> bool {
    let lists = ["required", "enum", "oneOf", "anyOf"];
    ["properties", "additionalProperties", "items"]
        .iter()
        .any(|key| at.node.get(key).is_some())
        || lists.iter().any(|key| {
            let list = at.node.get(key).and_then(Node::as_list);
            list.is_some_and(|list| !list.is_empty())
        })
}
