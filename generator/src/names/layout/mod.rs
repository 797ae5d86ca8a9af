//! Chooses the module and the file of each item.
//!
//! In: the model, and the names of types and resources. Out: the public modules of each API, and the files of each
//! module. The module of a resource contains its handle, its methods and its types. Types that several resources use
//! are in the module `types`. A long family of types gets its own file in the folder of its module. The numbers of
//! lines are estimates.

mod families;
mod lines;
mod table;
mod topics;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::gates;
use super::idents::{self, pascal, snake};
use super::resources::{ByKey, by_key};
use super::singular::singular;
use super::tables::{OperationNames, Resource, TypeNames};
use crate::model::{GroupId, Input, Model, Operation, OperationId, Ty, TypeId};
use crate::refine::Analysis;
use families::{Member, Members, Place};
use lines::{PLANNED, WORTH_A_FILE};
use topics::Call;

pub use table::TablePart;
pub(super) use table::table;

/// The module of types that several resources use.
pub(super) const SHARED: &str = "types";
/// The file for types that several families of one module use.
const SHARED_FILE: &str = "shared";
/// How many times files that are too long are split further.
const MOST_ROUNDS: usize = 6;
/// A type whose name ends in one of these words is in the same file as the type without the word: `UserUpdate` with
/// `User`.
const ROLES: &[&str] = &[
    "Create", "Created", "Input", "Params", "Request", "Response", "Update", "Updated",
];

/// A public module of an API.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ModuleNames {
    /// The API of the module.
    pub group: GroupId,
    /// The name of the module.
    pub(super) name: String,
    /// The Cargo feature that enables the module. `None` if the module is always enabled.
    pub feature: Option<String>,
    /// The files of the module. The first file is the main file.
    pub files: Vec<FileNames>,
}

/// A file of a module.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct FileNames {
    /// The private module that consists of the file. `None` for the main file of the public module.
    pub(super) name: Option<String>,
    /// The Cargo feature that the file needs in addition to the feature of its module.
    pub feature: Option<String>,
    /// The operations whose methods are in the file.
    pub operations: Vec<OperationId>,
    /// The types in the file, sorted by name.
    pub types: Vec<TypeId>,
}

/// Chooses the public modules of all APIs, sorted by API and name.
pub(super) fn modules(
    model: &Model,
    analysis: &Analysis,
    resources: &[Resource],
    operations: &[OperationNames],
    types: &BTreeMap<TypeId, TypeNames>,
) -> Vec<ModuleNames> {
    let by_key = by_key(model, resources);
    let mentions = Mentions::of(model, types);
    let layout = Layout {
        model,
        mentions: &mentions,
        analysis,
        by_key: &by_key,
        operations,
        types,
    };
    let mut modules = Vec::new();
    for (group, _) in model.iter_groups() {
        let own = resources.iter().filter(|resource| resource.group == group);
        let mut of_group: Vec<ModuleNames> = own
            .map(|resource| layout.of_resource(resource))
            .chain(layout.shared(group))
            .collect();
        of_group.sort_by(|left, right| left.name.cmp(&right.name));
        modules.extend(of_group);
    }
    modules
}

/// Where each type is used.
#[derive(Default)]
struct Mentions {
    /// The other types that use the type.
    users: BTreeMap<TypeId, BTreeSet<TypeId>>,
    /// The first operation that uses the type.
    calls: BTreeMap<TypeId, OperationId>,
}

impl Mentions {
    fn of(model: &Model, types: &BTreeMap<TypeId, TypeNames>) -> Self {
        let mut mentions = Self::default();
        for user in types.keys() {
            for part in model.mentioned(*user) {
                if part != *user {
                    mentions.users.entry(part).or_default().insert(*user);
                }
            }
        }
        for (id, operation) in model.iter_operations() {
            for ty in mentioned(operation) {
                mentions.calls.entry(ty).or_insert(id);
            }
        }
        mentions
    }
}

#[derive(Clone, Copy)]
struct Layout<'a> {
    model: &'a Model,
    mentions: &'a Mentions,
    analysis: &'a Analysis,
    by_key: &'a ByKey<'a>,
    operations: &'a [OperationNames],
    types: &'a BTreeMap<TypeId, TypeNames>,
}

struct Laid {
    files: BTreeMap<TypeId, File>,
    places: BTreeMap<TypeId, Place>,
    /// The file of each operation that is not in the main file.
    calls: BTreeMap<OperationId, String>,
    /// The number of lines in each type's family.
    weights: BTreeMap<TypeId, usize>,
}

/// A file: the Cargo feature that it needs besides the feature of its module, and its name. The name is `None` for the
/// main file.
type File = (Option<String>, Option<String>);

impl Layout<'_> {
    fn of_resource(self, resource: &Resource) -> ModuleNames {
        let one = singular(&resource.stem);
        let first = one.split('_').next().unwrap_or_default();
        let prefixes: Vec<String> = [resource.stem.as_str(), &one, first]
            .into_iter()
            .filter_map(pascal)
            .collect();
        let members = self.members(resource.group, &resource.ident, &prefixes);
        let files = self.files(members, &resource.ident, &resource.operations);
        ModuleNames {
            group: resource.group,
            name: resource.ident.clone(),
            feature: resource.feature.clone(),
            files,
        }
    }

    /// Returns the module of types that several resources use. `None` if there are no such types.
    fn shared(self, group: GroupId) -> Option<ModuleNames> {
        let members = self.members(group, SHARED, &[]);
        (!members.is_empty()).then(|| ModuleNames {
            group,
            name: SHARED.to_owned(),
            feature: None,
            files: self.files(members, SHARED, &[]),
        })
    }

    /// Collects the types of a module, and the facts that determine their files.
    fn members(self, group: GroupId, module: &str, prefixes: &[String]) -> Members {
        let is_own = |id: &TypeId| {
            let in_group = self.model.ty(*id).is_some_and(|def| def.group == group);
            in_group && self.types.get(id).is_some_and(|names| names.home == module)
        };
        let mut members: Members = (self.types.keys())
            .filter(|id| is_own(id))
            .filter_map(|id| Some((*id, self.member(*id, module, prefixes)?)))
            .collect();
        let own: BTreeSet<TypeId> = members.keys().copied().collect();
        for (id, member) in &mut members {
            let users = self.mentions.users.get(id).into_iter().flatten();
            let is_inside = |user: &&TypeId| own.contains(*user);
            member.users = users.clone().filter(is_inside).copied().collect();
            member.call = self.mentions.calls.get(id).copied();
            member.is_entry = users.count() > member.users.len() || member.call.is_some();
        }
        for root in &self.model.roots {
            if let Some(member) = members.get_mut(root) {
                member.is_entry = true;
            }
        }
        members
    }

    fn member(self, id: TypeId, module: &str, prefixes: &[String]) -> Option<Member> {
        let def = self.model.ty(id)?;
        let ident = &self.types.get(&id)?.ident;
        let usage = self.analysis.usage.get(&id);
        let built = usage.is_some_and(|usage| usage.sent || usage.params);
        Some(Member {
            stem: file_name(
                without_role(without_owner(ident, prefixes)),
                module,
                prefixes,
            ),
            long_stem: file_name(without_owner(ident, prefixes), module, prefixes),
            lines: lines::of_type(&def.shape, &def.docs, built),
            users: BTreeSet::new(),
            is_entry: false,
            call: None,
            worth: WORTH_A_FILE,
            is_long: false,
        })
    }

    /// Chooses the files of a module. Files that are too long are split.
    fn files(
        self,
        mut members: Members,
        module: &str,
        operations: &[OperationId],
    ) -> Vec<FileNames> {
        let mut laid = self.laid_out(&members, module, operations);
        for _ in 0..MOST_ROUNDS {
            if !shrink(&mut members, &laid) {
                break;
            }
            laid = self.laid_out(&members, module, operations);
        }
        self.named(&laid, operations)
    }

    /// Chooses the file of each type and each operation.
    fn laid_out(self, members: &Members, module: &str, operations: &[OperationId]) -> Laid {
        let weights = families::weights(members);
        let mut calls = Vec::new();
        for id in operations {
            let Some(operation) = self.model.operation(*id) else {
                continue;
            };
            let own = members
                .iter()
                .filter(|(_, member)| member.call == Some(*id));
            let weight = |(ty, member): (&TypeId, &Member)| {
                weights
                    .get(ty)
                    .copied()
                    .filter(|lines| *lines < member.worth)
            };
            let of_types: usize = own.filter_map(weight).sum();
            let method = self.operations.get(id.index());
            calls.push(Call {
                key: *id,
                words: words(&operation.path, module),
                method: method.map_or_else(String::new, |names| names.method.clone()),
                lines: lines::of_method(self.model, operation) + of_types,
            });
        }
        let calls: BTreeMap<OperationId, String> = (topics::files(calls).into_iter())
            .map(|(id, topic)| (id, module_name(&format!("{topic} calls"))))
            .collect();
        let is_resource = !operations.is_empty();
        let shared = is_resource.then(|| SHARED_FILE.to_owned());
        let file_of = |place: &Place| match place {
            Place::Call(id) if is_resource => calls.get(id).cloned(),
            Place::Module | Place::Call(_) => None,
            Place::Family(stem) => Some(stem.clone()),
            // In the module `types`, the main file contains the types that several families use.
            Place::Shared => shared.clone(),
        };
        let places = families::places(members, &weights, &file_of);
        let common = common(members, &places, is_resource);
        let files = places.iter().map(|(id, place)| {
            let name = common.get(id).cloned().or_else(|| file_of(place));
            let feature = if is_resource { None } else { self.feature(*id) };
            let name = match (&feature, name) {
                (None, name) => name,
                (Some(feature), None) => Some(module_name(feature)),
                (Some(feature), Some(name)) => Some(format!("{}_{name}", module_name(feature))),
            };
            (*id, (feature, name))
        });
        Laid {
            files: files.collect(),
            places,
            calls,
            weights,
        }
    }

    /// If all resources that use a type have the same Cargo feature, returns this feature.
    fn feature(self, id: TypeId) -> Option<String> {
        gates::of_usage(self.analysis.usage.get(&id)?, self.by_key)
    }

    fn named(self, laid: &Laid, operations: &[OperationId]) -> Vec<FileNames> {
        let mut files: BTreeMap<Option<String>, FileNames> = BTreeMap::new();
        files.insert(None, FileNames::default());
        for id in operations {
            let name = laid.calls.get(id).cloned();
            files.entry(name).or_default().operations.push(*id);
        }
        for (id, (feature, name)) in &laid.files {
            let file = files.entry(name.clone()).or_default();
            file.feature.clone_from(feature);
            file.types.push(*id);
        }
        let ident = |id: &TypeId| self.types.get(id).map(|names| &names.ident);
        let named = files.into_iter().map(|(name, mut file)| {
            file.types
                .sort_by(|left, right| ident(left).cmp(&ident(right)));
            FileNames { name, ..file }
        });
        named.collect()
    }
}

/// Lists the types that an operation refers to directly.
fn mentioned(operation: &Operation) -> Vec<TypeId> {
    let mut found: Vec<TypeId> = Vec::new();
    found.extend(operation.results().filter_map(Ty::named));
    found.extend(operation.failures.iter().filter_map(|(_, ty)| ty.named()));
    found.extend(operation.body.iter().filter_map(|body| body.ty.named()));
    for input in &operation.inputs {
        match input {
            Input::Argument { ty, .. } => found.extend(ty.named()),
            Input::Params { ty, .. } => found.push(*ty),
        }
    }
    found
}

/// Returns the words of a path, without its placeholders. If one of the words is the resource, only the words after it
/// are returned.
fn words(path: &str, resource: &str) -> Vec<String> {
    let words = path.split('/').filter(|part| !part.contains('{'));
    let mut words: Vec<String> = words.filter_map(snake).collect();
    if let Some(position) = words.iter().position(|word| word == resource) {
        words.drain(..=position);
    }
    words
}

/// Splits the file of the types that several families use, if it is too long. Returns the file of each type that moves
/// to another file. Types whose names start with the same word are in one file.
fn common(
    members: &Members,
    places: &BTreeMap<TypeId, Place>,
    is_resource: bool,
) -> BTreeMap<TypeId, String> {
    let is_common = |place: &Place| match place {
        Place::Shared => true,
        Place::Module | Place::Call(_) => !is_resource,
        Place::Family(_) => false,
    };
    let common = places.iter().filter(|(_, place)| is_common(place));
    let calls = common.filter_map(|(id, _)| {
        let member = members.get(id)?;
        Some(Call {
            key: *id,
            words: member.stem.split('_').map(str::to_owned).collect(),
            method: member.stem.clone(),
            lines: member.lines,
        })
    });
    let files = topics::files(calls.collect()).into_iter();
    files
        .map(|(id, topic)| (id, module_name(&format!("{SHARED_FILE} {topic}"))))
        .collect()
}

/// Changes `members`, so that the next attempt splits each file that is too long. Returns whether there was such a
/// file. If a file contains several families, each family gets its own file. If it contains one family, shorter parts
/// of this family get their own files: the minimum length `worth` is halved.
fn shrink(members: &mut Members, laid: &Laid) -> bool {
    let mut by_file: BTreeMap<&File, Vec<TypeId>> = BTreeMap::new();
    for (id, file) in &laid.files {
        // All other files are short enough, because `topics` splits them.
        if matches!(laid.places.get(id), Some(Place::Family(_))) {
            by_file.entry(file).or_default().push(*id);
        }
    }
    let mut shrunk = false;
    for ids in by_file.into_values() {
        let lines = |id: &TypeId| members.get(id).map_or(0, |member| member.lines);
        if ids.len() < 2 || ids.iter().map(lines).sum::<usize>() <= PLANNED {
            continue;
        }
        shrunk = true;
        let is_root = |id: &&TypeId| {
            let weight = laid.weights.get(id).copied().unwrap_or(0);
            members
                .get(id)
                .is_some_and(|member| weight >= member.worth && !member.is_long)
        };
        let roots: Vec<TypeId> = ids.iter().filter(is_root).copied().collect();
        let several = roots.len() > 1;
        for id in if several { roots } else { ids } {
            if let Some(member) = members.get_mut(&id) {
                if several {
                    member.is_long = true;
                } else {
                    member.worth /= 2;
                }
            }
        }
    }
    shrunk
}

fn module_name(text: &str) -> String {
    idents::module(text).unwrap_or_default()
}

/// Removes the name of the resource from the start of a type name: `UserAddress` → `Address`.
fn without_owner<'a>(ident: &'a str, prefixes: &[String]) -> &'a str {
    let is_word = |rest: &&str| rest.starts_with(|c: char| c.is_ascii_uppercase());
    let mut rests = prefixes
        .iter()
        .filter_map(|prefix| ident.strip_prefix(prefix.as_str()))
        .filter(|rest| rest.is_empty() || is_word(rest));
    rests.next().unwrap_or(ident)
}

/// Removes a word of [`ROLES`] from the end of a type name: `UserUpdate` → `User`.
fn without_role(name: &str) -> &str {
    let mut rests = ROLES.iter().filter_map(|role| name.strip_suffix(role));
    rests.next().unwrap_or(name)
}

/// Converts a text to a file name that differs from the name of the module. For an empty text, the file is named after
/// the resource.
fn file_name(text: &str, module: &str, prefixes: &[String]) -> String {
    let own = prefixes.get(1).map_or("", String::as_str);
    let name = module_name(if text.is_empty() { own } else { text });
    let last = module.rsplit('_').find(|word| !word.is_empty());
    match last {
        _ if name.is_empty() => "item".to_owned(),
        Some(last) if name == module && last != module => last.to_owned(),
        _ if name == module || name == "mod" => "item".to_owned(),
        _ => name,
    }
}
