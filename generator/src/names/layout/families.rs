//! Families: a type and the types that only it uses.
//!
//! In: the types of a module, with the users of each type. Out: the file of each type: the file of its family, the file of the
//! call that uses the type, or the file of types that several families use. A family gets its own file if it is long enough by
//! itself. Thus, a new type moves no other type.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{OperationId, TypeId};

/// A type of a module.
#[derive(Clone, Debug)]
pub(super) struct Member {
    /// The file of the type's family, if the family gets its own file.
    pub(super) stem: String,
    /// The stem with more words. It is used if families with the same stem are too long for one file.
    pub(super) long_stem: String,
    pub(super) lines: usize,
    /// The types of the module that refer to this type.
    pub(super) users: BTreeSet<TypeId>,
    /// Whether anything other than a type of the module refers to this type.
    pub(super) is_entry: bool,
    /// The first call that refers to this type.
    pub(super) call: Option<OperationId>,
    /// The fewest lines for which the type's family gets its own file.
    pub(super) worth: usize,
    /// Whether the file is named by the long stem.
    pub(super) is_long: bool,
}

/// Where a type belongs.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum Place {
    /// The module's own file.
    Module,
    /// The file of a call.
    Call(OperationId),
    /// The file of the type's family.
    Family(String),
    /// The file of types that several families use.
    Shared,
}

/// The types of a module, with their sizes.
pub(super) type Members = BTreeMap<TypeId, Member>;

/// Counts the lines of each type's family: the type itself, and the families that only it uses and that are too short for their
/// own file.
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
    // Types that only use each other have no user outside. This line stops the recursion.
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

/// Decides where each type belongs. `file_of` returns the file of a location; two locations can share a file.
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
    // A type that uses itself, directly or through its users, does not count as its own user.
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
