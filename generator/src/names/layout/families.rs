//! Groups types into families. A family consists of a type and the types that only this type uses.
//!
//! In: the types of a module, and the types that use them. Out: the file of each type. A long family gets its own file.
//! A short family is in the same file as the first operation that uses it. Types that several families use are in a
//! common file. Only the length of a family determines whether it gets its own file. Thus, a new type in one family
//! moves no type of another family.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{OperationId, TypeId};

/// A type of a module.
#[derive(Clone, Debug)]
pub(super) struct Member {
    /// The file name that the type's family gets if it has its own file.
    pub(super) stem: String,
    /// A longer file name, such as `user_update` instead of `user`. It is used if families with the same file name
    /// would make the file too long.
    pub(super) long_stem: String,
    pub(super) lines: usize,
    /// The types of the module that refer to this type.
    pub(super) users: BTreeSet<TypeId>,
    /// Whether an operation or a type of another module uses this type, or whether the type is always generated.
    pub(super) is_entry: bool,
    /// The first operation that uses this type.
    pub(super) call: Option<OperationId>,
    /// If the family of the type has at least this number of lines, it gets its own file.
    pub(super) worth: usize,
    /// Whether the file of the family is named `long_stem` instead of `stem`.
    pub(super) is_long: bool,
}

/// The file of a type.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum Place {
    /// The main file of the module.
    Module,
    /// The file that contains this operation.
    Call(OperationId),
    /// The own file of a family, with this name.
    Family(String),
    /// The file for types that several families use.
    Shared,
}

pub(super) type Members = BTreeMap<TypeId, Member>;

/// Counts the lines of each type's family. If a family inside of it is too short for its own file, its lines are
/// included.
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
    // In a cycle of types, the recursion ends at this entry.
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

/// Chooses the file of each type. `file_of` converts a place to a file name. Different places can have the same file
/// name.
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
    // In a cycle of types, the recursion ends here.
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
