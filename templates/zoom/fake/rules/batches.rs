//! Calls that change several items of a collection, or the status of an item.

use http::Method;
use serde_json::{Map, Value};

use super::document;
use crate::fake::api::resource::collection_of_item;
use crate::fake::call::Call;
use crate::fake::failure::Failure;

/// Adds the items that a list in the body names to the collection of the path, and returns their ids. The list is named
/// after the collection, or it is the only property. Returns `None` if the body has no such list.
pub(crate) fn add(call: &mut Call<'_>) -> Result<Option<Vec<String>>, Failure> {
    let path = call.path();
    let collection = path.rsplit('/').next().unwrap_or_default();
    let body = call.body();
    let only = (body.len() == 1).then(|| body.values().next()).flatten();
    let Some(Value::Array(entries)) = body.get(collection).or(only) else {
        return Ok(None);
    };
    let mut ids = Vec::new();
    for entry in entries {
        let (id, value) = item(call, entry);
        call.target_mut()?.collection_mut(&path).insert(&id, value);
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    Ok(Some(ids))
}

/// Returns the item that an entry of a list names. An entry that names a user has the user's properties too.
fn item(call: &mut Call<'_>, entry: &Value) -> (String, Map<String, Value>) {
    let own = entry.as_object().cloned().unwrap_or_default();
    let name = ["id", "user_id", "email"]
        .iter()
        .find_map(|name| own.get(*name));
    let name = name.unwrap_or(entry);
    let user = document::id_text(name).and_then(|name| {
        let found = call.state.world.find_email(&name);
        let found = found.filter(|(account, _)| *account == call.account);
        let id = found.map_or(name.as_str(), |(_, id)| id);
        call.target().ok()?.user(id).cloned()
    });
    let is_user = user.is_some();
    let mut value = user.unwrap_or_default();
    let id = value.get("id").and_then(document::id_text);
    let id = id.or_else(|| document::id_text(own.get("id").unwrap_or(entry)));
    let id = id.unwrap_or_else(|| call.new_id());
    value.extend(own);
    if is_user || !value.contains_key("id") {
        value.insert("id".to_owned(), id.clone().into());
    }
    (id, value)
}

/// Applies what an action changes: it deletes items of a collection, or sets the status of an item.
pub(crate) fn apply(call: &mut Call<'_>) -> Result<(), Failure> {
    if call.route.endpoint.operation.request_method() == Method::DELETE {
        delete(call)
    } else {
        set_status(call)
    }
}

/// Deletes the items that the query names. Deletes all items if the query names none.
fn delete(call: &mut Call<'_>) -> Result<(), Failure> {
    let path = call.path();
    let values = call.input.query.values();
    let lists = values.flat_map(|value| match value {
        Value::Array(values) => values.iter().filter_map(document::id_text).collect(),
        Value::String(text) => text.split(',').map(str::to_owned).collect(),
        _ => Vec::new(),
    });
    let ids: Vec<String> = lists.collect();
    let template = call.route.endpoint.relative_path();
    let is_list = call.api.router.list_of(template).is_some();
    let account = call.target_mut()?;
    if ids.is_empty() {
        account.remove_below(&path);
        if is_list {
            // An empty collection is not filled again.
            account.collection_mut(&path);
        }
        return Ok(());
    }
    for id in ids {
        account.collection_mut(&path).remove(&id);
        account.remove_below(&format!("{path}/{id}"));
    }
    Ok(())
}

/// Sets the status of the item that the path names, such as `/rooms/{roomId}/status`.
fn set_status(call: &mut Call<'_>) -> Result<(), Failure> {
    let template = call.route.endpoint.relative_path();
    let Some(item) = template.strip_suffix("/status") else {
        return Ok(());
    };
    let Some(status) = call.body().remove("status") else {
        return Ok(());
    };
    let Some(collection) = collection_of_item(item) else {
        return Ok(());
    };
    let collection = call.fill(collection);
    let id = call.fill(item);
    let id = id.rsplit('/').next().unwrap_or_default();
    if let Some(items) = call.target_mut()?.collections.get_mut(&collection) {
        if let Some(item) = items.get_mut(id) {
            item.value.insert("status".to_owned(), status);
        }
    }
    Ok(())
}
