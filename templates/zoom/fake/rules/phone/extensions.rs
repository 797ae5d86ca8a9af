//! The extensions that are not users: auto receptionists, call queues, shared line groups and common areas.

use serde_json::{Map, Value, json};

use super::{AREAS, GROUPS, QUEUES, RECEPTIONISTS, SITES};
use super::{extension, members, numbers, plans, sites};
use crate::fake::call::{Call, Outcome};
use crate::fake::exchange::Reply;
use crate::fake::failure::Failure;
use crate::fake::rules::document;
use crate::fake::world::account::Account;
use crate::fake::world::collection::{Collection, Item};
use crate::fake::world::user::text;

/// A kind of extensions.
#[derive(Debug)]
pub(super) struct Kind {
    /// The path of the collection.
    pub(super) path: &'static str,
    /// The type of the assignee of a number.
    assignee: &'static str,
    /// What the messages call it.
    pub(super) noun: &'static str,
}

pub(super) const RECEPTIONIST: Kind = Kind {
    path: RECEPTIONISTS,
    assignee: "autoReceptionist",
    noun: "auto receptionist",
};
pub(super) const QUEUE: Kind = Kind {
    path: QUEUES,
    assignee: "callQueue",
    noun: "call queue",
};
pub(super) const GROUP: Kind = Kind {
    path: GROUPS,
    assignee: "sharedLineGroup",
    noun: "shared line group",
};
pub(super) const AREA: Kind = Kind {
    path: AREAS,
    assignee: "commonArea",
    noun: "common area",
};

pub(super) fn answer(call: &mut Call<'_>, action: &str, kind: &Kind) -> Outcome {
    match action {
        "list" => return list(call, kind),
        "create" => return create(call, kind),
        "get"
        | "update"
        | "delete"
        | "list_members"
        | "add_members"
        | "remove_member"
        | "remove_all_members"
        | "assign_numbers"
        | "unassign_number"
        | "unassign_all_numbers"
        | "assign_calling_plans"
        | "unassign_calling_plan" => {}
        _ => return document::answer(call),
    }
    let id = id(call, kind)?;
    match action {
        "get" => get(call, kind, &id),
        "update" => update(call, kind, &id),
        "delete" => delete(call, kind, &id),
        "list_members" => members::list(call),
        "add_members" => members::add(call, kind, &id),
        "remove_member" => members::remove(call),
        "remove_all_members" => members::remove_all(call),
        "assign_numbers" => {
            let assigned = numbers::assign(call, kind.path, &id, kind.assignee)?;
            Ok(document::reply(call, json!({"phone_numbers": assigned})))
        }
        "unassign_number" => numbers::unassign(call, &id),
        "unassign_all_numbers" => {
            numbers::unassign_all(call.target_mut()?, &id);
            Ok(Reply::empty(204))
        }
        "assign_calling_plans" => plans::assign(call, kind.path, &id),
        _ => plans::unassign(call, kind.path, &id, "type"),
    }
}

/// Returns the id in the path, and checks that the extension exists.
fn id(call: &Call<'_>, kind: &Kind) -> Result<String, Failure> {
    let path = call.path();
    let rest = path.strip_prefix(kind.path).unwrap_or_default();
    let id = rest.split('/').nth(1).unwrap_or_default();
    let items = call.target()?.collection(kind.path);
    if items.is_none_or(|items| items.get(id).is_none()) {
        return Err(document::missing(call, kind.noun, 404, id));
    }
    Ok(id.to_owned())
}

/// Returns an extension with its numbers and members.
fn row(account: &Account, kind: &Kind, id: &str, item: &Map<String, Value>) -> Map<String, Value> {
    let mut row = item.clone();
    row.insert("phone_numbers".to_owned(), numbers::of(account, id));
    let members = members::of(account, &format!("{}/{id}/members", kind.path));
    row.insert("members".to_owned(), members);
    row
}

fn list(call: &mut Call<'_>, kind: &Kind) -> Outcome {
    let is_listed = |call: &Call<'_>, item: &Item| {
        let item = &item.value;
        let site = call.query("site_id").unwrap_or_default();
        let is = |name: &str| {
            call.query(name)
                .is_none_or(|wanted| text(item, name) == wanted)
        };
        sites::has_site(item, site) && is("department") && is("cost_center")
    };
    document::page_items(call, kind.path, is_listed, |account, item| {
        row(account, kind, &item.id, &item.value)
    })
}

fn get(call: &mut Call<'_>, kind: &Kind, id: &str) -> Outcome {
    let account = call.target()?;
    let item = account
        .collection(kind.path)
        .and_then(|items| items.get(id));
    let body = item.map(|item| row(account, kind, id, &item.value));
    Ok(document::reply(call, body.unwrap_or_default()))
}

fn create(call: &mut Call<'_>, kind: &Kind) -> Outcome {
    let mut item = call.body();
    let site = sites::of_body(call, &item)?;
    let number = extension::choose(call, item.get("extension_number"))?;
    let members = members::named(call, kind, item.remove("members").as_ref())?;
    let (id, extension_id) = (call.new_id(), call.new_id());
    item.remove("site_id");
    if let Some(site) = site {
        item.insert("site".to_owned(), site);
    }
    let facts = json!({
        "id": id,
        "extension_id": extension_id,
        "extension_number": number,
        "status": "active",
    });
    item.extend(facts.as_object().cloned().unwrap_or_default());
    let account = call.target_mut()?;
    account.collection_mut(kind.path).insert(&id, item.clone());
    members::insert(account, &format!("{}/{id}/members", kind.path), members);
    Ok(document::reply(call, item))
}

/// Creates the main auto receptionist of a new site, and returns it as the site refers to it.
pub(super) fn main_receptionist(
    call: &mut Call<'_>,
    name: &str,
    site: &Value,
) -> Result<Value, Failure> {
    let number = extension::choose(call, None)?;
    let (id, extension_id) = (call.new_id(), call.new_id());
    let receptionist = json!({
        "id": id,
        "name": name,
        "extension_id": extension_id,
        "extension_number": number,
        "site": site,
    });
    let item = receptionist.as_object().cloned().unwrap_or_default();
    call.target_mut()?
        .collection_mut(RECEPTIONISTS)
        .insert(&id, item);
    Ok(receptionist)
}

fn update(call: &mut Call<'_>, kind: &Kind, id: &str) -> Outcome {
    let mut body = call.changes();
    let item = call
        .target()?
        .collection(kind.path)
        .and_then(|items| items.get(id));
    let item = item.map(|item| item.value.clone()).unwrap_or_default();
    match extension::change(call, &item, &body)? {
        Some(number) => body.insert("extension_number".to_owned(), number),
        None => body.remove("extension_number"),
    };
    if let Some(site) = sites::of_body(call, &body)? {
        body.remove("site_id");
        body.insert("site".to_owned(), site);
    }
    if let Some(item) = call.target_mut()?.collection_mut(kind.path).get_mut(id) {
        document::merge(&mut item.value, body);
    }
    Ok(Reply::empty(204))
}

fn delete(call: &mut Call<'_>, kind: &Kind, id: &str) -> Outcome {
    if is_main(call.target()?, id) {
        let message = "The main auto receptionist of a site cannot be deleted.";
        return Err(document::refused(
            call,
            "main auto receptionist",
            400,
            message,
        ));
    }
    let account = call.target_mut()?;
    account.collection_mut(kind.path).remove(id);
    account.remove_below(&format!("{}/{id}", kind.path));
    numbers::unassign_all(account, id);
    members::leave(account, id);
    Ok(Reply::empty(204))
}

/// Returns whether an auto receptionist is the main one of a site.
fn is_main(account: &Account, id: &str) -> bool {
    let sites = account.collection(SITES).into_iter();
    let mut sites = sites.flat_map(Collection::iter);
    sites.any(|site| {
        let main = site.value.get("main_auto_receptionist");
        main.is_some_and(|main| main["id"] == id)
    })
}
