//! Families: a type and the types that only it uses.
//!
//! In: the types of a module, with who uses each. Out: where each belongs: with a file of its family, with the call that
//! uses it, or with what several families use. A family is worth a file if it is long enough by itself, so that a new type
//! moves no other.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{OperationId, TypeId};

/// A type of a module.
#[derive(Clone, Debug)]
pub(super) struct Member {
    /// The file of its family, if that is worth one.
    pub(super) stem: String,
    /// The same with more words, where several families have that stem and are too long together.
    pub(super) long_stem: String,
    pub(super) lines: usize,
    /// The types of the module that mention it.
    pub(super) users: BTreeSet<TypeId>,
    /// Whether something else mentions it.
    pub(super) is_entry: bool,
    /// The first call that mentions it.
    pub(super) call: Option<OperationId>,
    /// From how many lines on its family is worth a file.
    pub(super) worth: usize,
    /// Whether its file is named by the long stem.
    pub(super) is_long: bool,
}

/// Where a type belongs.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum Place {
    /// The module's own file.
    Module,
    /// The file of a call.
    Call(OperationId),
    /// The file of its family.
    Family(String),
    /// What several families use.
    Shared,
}

/// The types of a module, with their sizes.
pub(super) type Members = BTreeMap<TypeId, Member>;

/// The lines of each type's family: its own, and those of families that only it uses and that are not worth a file.
pub(super) fn weights(members: &Members) -> BTreeMap<TypeId, usize> {
    let mut parts: BTreeMap<TypeId, Vec<TypeId>> = BTreeMap::new();
    for (id, member) in members {
        if let (false, 1, Some(user)) = (member.is_entry, member.users.len(), member.users.first())
        {
            parts.entry(*user).or_default().push(*id);
        }
    }
    let mut weights = BTreeMap::new();
    for id in members.keys() {
        weight(*id, members, &parts, &mut weights);
    }
    weights
}

fn weight(
    id: TypeId,
    members: &Members,
    parts: &BTreeMap<TypeId, Vec<TypeId>>,
    weights: &mut BTreeMap<TypeId, usize>,
) -> usize {
    if let Some(known) = weights.get(&id) {
        return *known;
    }
    let Some(member) = members.get(&id) else {
        return 0;
    };
    // Types that only each other use have no user outside; this ends the circle.
    weights.insert(id, member.lines);
    let mut total = member.lines;
    for part in parts.get(&id).into_iter().flatten() {
        let worth = members.get(part).map_or(0, |member| member.worth);
        let lines = weight(*part, members, parts, weights);
        if lines < worth {
            total += lines;
        }
    }
    weights.insert(id, total);
    total
}

/// Where each type belongs. `file_of` says which calls share a file.
pub(super) fn places<F: Ord>(
    members: &Members,
    weights: &BTreeMap<TypeId, usize>,
    file_of: &dyn Fn(&Place) -> F,
) -> BTreeMap<TypeId, Place> {
    let mut places = BTreeMap::new();
    for id in members.keys() {
        let mut waiting = BTreeSet::new();
        place(*id, members, weights, file_of, &mut places, &mut waiting);
    }
    places
}

fn place<F: Ord>(
    id: TypeId,
    members: &Members,
    weights: &BTreeMap<TypeId, usize>,
    file_of: &dyn Fn(&Place) -> F,
    places: &mut BTreeMap<TypeId, Place>,
    waiting: &mut BTreeSet<TypeId>,
) -> Option<Place> {
    if let Some(known) = places.get(&id) {
        return Some(known.clone());
    }
    let member = members.get(&id)?;
    // A type that is reached again while its users are looked at has no say in where they are.
    if !waiting.insert(id) {
        return None;
    }
    let found = if weights.get(&id).is_some_and(|lines| *lines >= member.worth) {
        let stem = if member.is_long {
            &member.long_stem
        } else {
            &member.stem
        };
        Place::Family(stem.clone())
    } else if member.is_entry {
        member.call.map_or(Place::Module, Place::Call)
    } else {
        let users = member.users.iter();
        let users: Vec<Place> = users
            .filter_map(|user| place(*user, members, weights, file_of, places, waiting))
            .collect();
        let files: BTreeSet<F> = users.iter().map(file_of).collect();
        match (files.len(), users.into_iter().next()) {
            (1, Some(place)) => place,
            _ => Place::Shared,
        }
    };
    waiting.remove(&id);
    places.insert(id, found.clone());
    Some(found)
}
