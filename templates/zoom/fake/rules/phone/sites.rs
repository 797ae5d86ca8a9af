//! Sites. Zoom creates the main auto receptionist and the default emergency address of a site together with the site.

use serde_json::{Map, Value, json};

use super::{ADDRESSES, SITES, addresses, extensions, numbers};
use super::{AREAS, GROUPS, NUMBERS, QUEUES, RECEPTIONISTS, USERS};
use crate::fake::call::{Call, Outcome};
use crate::fake::exchange::Reply;
use crate::fake::failure::Failure;
use crate::fake::rules::document;
use crate::fake::world::collection::{Collection, Item};
use crate::fake::world::user::text;

/// The collections whose items belong to a site.
const PARTS: [&str; 7] = [
    USERS,
    NUMBERS,
    ADDRESSES,
    RECEPTIONISTS,
    QUEUES,
    GROUPS,
    AREAS,
];

pub(super) fn answer(call: &mut Call<'_>, action: &str) -> Outcome {
    match action {
        "list" => list(call),
        "create" => create(call),
        "update" => update(call),
        "delete" => delete(call),
        _ => document::answer(call),
    }
}

fn list(call: &mut Call<'_>) -> Outcome {
    let name = call.query("site_name").unwrap_or_default().to_lowercase();
    let has_name =
        |_: &Call<'_>, site: &Item| text(&site.value, "name").to_lowercase().contains(&name);
    document::page_items(call, SITES, has_name, |_, site| site.value.clone())
}

/// Returns a site as other items refer to it, such as `{"id": "..", "name": ".."}`.
fn reference(id: &str, site: &Map<String, Value>) -> Value {
    json!({"id": id, "name": site.get("name")})
}

/// Returns the site that `site_id` of a body names. Returns `None` if it names none.
pub(super) fn of_body(
    call: &Call<'_>,
    body: &Map<String, Value>,
) -> Result<Option<Value>, Failure> {
    match text(body, "site_id") {
        "" => Ok(None),
        id => find(call, id).map(Some),
    }
}

/// Returns a site as other items refer to it.
pub(super) fn find(call: &Call<'_>, id: &str) -> Result<Value, Failure> {
    let site = call
        .target()?
        .collection(SITES)
        .and_then(|sites| sites.get(id));
    let site = site.ok_or_else(|| document::missing(call, "site", 300, id))?;
    Ok(reference(id, &site.value))
}

/// Returns the site with a name.
pub(super) fn find_name(call: &Call<'_>, name: &str) -> Result<Value, Failure> {
    let sites = call.target()?.collection(SITES).into_iter();
    let mut sites = sites.flat_map(Collection::iter);
    let site = sites.find(|site| text(&site.value, "name").eq_ignore_ascii_case(name));
    let site = site.ok_or_else(|| document::missing(call, "site", 300, name))?;
    Ok(reference(&site.id, &site.value))
}

/// Returns whether an item belongs to a site. With an empty id, it returns true for every item.
pub(super) fn has_site(item: &Map<String, Value>, id: &str) -> bool {
    id.is_empty() || item.get("site").is_some_and(|site| site["id"] == id)
}

fn create(call: &mut Call<'_>) -> Outcome {
    let mut site = call.body();
    let id = call.new_id();
    let receptionist = text(&site, "auto_receptionist_name").to_owned();
    let reference = reference(&id, &site);
    let receptionist = extensions::main_receptionist(call, &receptionist, &reference)?;
    let address = site.remove("default_emergency_address");
    let address = address.as_ref().and_then(Value::as_object).cloned();
    let address = address.unwrap_or_default();
    let country = text(&address, "country");
    let name = if country == "US" {
        "United States"
    } else {
        country
    };
    site.insert("country".to_owned(), json!({"code": country, "name": name}));
    site.insert("main_auto_receptionist".to_owned(), receptionist);
    site.insert("id".to_owned(), id.clone().into());
    let level = addresses::Owner::Site(reference);
    addresses::add(call, address, level, true)?;
    call.target_mut()?
        .collection_mut(SITES)
        .insert(&id, site.clone());
    Ok(document::reply(call, site))
}

fn update(call: &mut Call<'_>) -> Outcome {
    let id = call.param("siteId").to_owned();
    let mut body = call.changes();
    find(call, &id)?;
    let address = body.remove("default_emergency_address");
    if let Some(Value::Object(address)) = address {
        let reference = find(call, &id)?;
        addresses::add(call, address, addresses::Owner::Site(reference), true)?;
    }
    if let Some(site) = call.target_mut()?.collection_mut(SITES).get_mut(&id) {
        document::merge(&mut site.value, body);
    }
    let reference = find(call, &id)?;
    set_site(call, &id, &reference)?;
    Ok(Reply::empty(204))
}

/// Deletes a site. Everything that belongs to the site moves to another one.
fn delete(call: &mut Call<'_>) -> Outcome {
    let id = call.param("siteId").to_owned();
    find(call, &id)?;
    let target = call
        .query("transfer_site_id")
        .unwrap_or_default()
        .to_owned();
    if target == id {
        let message = "The site cannot be transferred to itself.";
        return Err(document::refused(call, "equals the site", 400, message));
    }
    let target = find(call, &target)?;
    numbers::fill(call)?;
    addresses::clear_default(call, &id)?;
    set_site(call, &id, &target)?;
    let account = call.target_mut()?;
    account.collection_mut(SITES).remove(&id);
    account.remove_below(&format!("{SITES}/{id}"));
    Ok(Reply::empty(204))
}

/// Sets the site of everything that belongs to a site.
fn set_site(call: &mut Call<'_>, from: &str, to: &Value) -> Result<(), Failure> {
    let account = call.target_mut()?;
    for path in PARTS {
        let items = account.collections.get_mut(path);
        for item in items.into_iter().flat_map(Collection::iter_mut) {
            // A site owns its emergency addresses.
            for name in ["site", "owner"] {
                let site = item.value.get_mut(name);
                if let Some(site) = site.filter(|site| site["id"] == from) {
                    *site = to.clone();
                }
            }
        }
    }
    Ok(())
}
