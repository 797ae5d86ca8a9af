//! Operations without a rule of their own.
//!
//! What is written is remembered and read back. Everything else is generated from the document, in the same way for the
//! same seed.

use std::ops::Range;

use serde_json::{Map, Value};

use super::{batches, files};
use crate::fake::api::endpoint::is_json;
use crate::fake::api::resource::{Kind, collection_of_item};
use crate::fake::api::sample;
use crate::fake::call::{Call, Outcome};
use crate::fake::exchange::Reply;
use crate::fake::failure::Failure;
use crate::fake::random::Random;
use crate::fake::world::account::Account;
use crate::fake::world::collection::{Collection, Item};

/// How many rows a list has that only Zoom fills.
const GENERATED_ROWS: usize = 3;
/// The properties that contain the time of a row. The first one that a row has counts.
const TIMES: [&str; 8] = [
    "start_time",
    "date_time",
    "date",
    "time",
    "create_time",
    "created_at",
    "call_date_time",
    "recording_start",
];

/// Responds to a call as the document describes it.
pub(crate) fn answer(call: &mut Call<'_>) -> Outcome {
    match call.route.endpoint.kind.clone() {
        Kind::List { .. } => list(call),
        Kind::Create { id } => create(call, id.as_deref()),
        Kind::Read => read(call),
        Kind::Update => update(call),
        Kind::Delete => delete(call),
        Kind::ReadDocument => read_document(call),
        Kind::UpdateDocument => update_document(call),
        Kind::Action => {
            batches::apply(call)?;
            Ok(act(call))
        }
    }
}

/// Checks that every item that the path names exists, except for the last one.
pub(crate) fn check_parents(call: &Call<'_>) -> Result<(), Failure> {
    let path = call.route.endpoint.relative_path();
    let ends = path.match_indices('}').map(|(index, _)| index + 1);
    for end in ends {
        let item = path.get(..end).unwrap_or_default();
        if item.len() == path.len() {
            break;
        }
        let Some(collection) = collection_of_item(item) else {
            continue;
        };
        if !call.api.router.is_creatable(collection) {
            continue;
        }
        let id = call.fill(item).rsplit('/').next().map(str::to_owned);
        let id = id.unwrap_or_default();
        let items = call.target()?.collection(&call.fill(collection));
        if items.is_none_or(|items| items.get(&id).is_none()) {
            let noun = collection.rsplit('/').next().unwrap_or_default();
            let noun = noun.trim_end_matches('s').replace('_', " ");
            let has_noun = described(call, |text| text.contains(&noun)).is_some();
            let noun = if has_noun { noun.as_str() } else { "" };
            return Err(missing(call, noun, 404, &id));
        }
    }
    Ok(())
}

/// Returns the failure for an item that does not exist: the code that the document describes so, or 404.
pub(crate) fn not_found(call: &Call<'_>, id: &str) -> Failure {
    missing(call, "", 404, id)
}

/// Returns the failure for something that does not exist. The code is `code`, unless the document describes only another
/// code so for this noun.
pub(crate) fn missing(call: &Call<'_>, noun: &str, code: i64, id: &str) -> Failure {
    let is_missing = |text: &str| {
        text.contains(noun) && (text.contains("does not exist") || text.contains("not found"))
    };
    let code = if describes(call, code, is_missing) {
        code
    } else {
        described(call, is_missing).unwrap_or(code)
    };
    let status = match code {
        300 | 400 => 400,
        404 => 404,
        _ if has_response(call, 404) => 404,
        _ => 400,
    };
    let noun = if noun.is_empty() { "resource" } else { noun };
    Failure::new(status, code, format!("The {noun} does not exist: {id}."))
}

/// Returns whether the operation can have a response of this status.
fn has_response(call: &Call<'_>, status: u16) -> bool {
    let responses = call.route.endpoint.node.get("responses");
    responses.is_some_and(|responses| responses.get(status.to_string()).is_some())
}

/// Returns the failure for a call that breaks a rule. The code is the one that the document describes with these words.
/// If the document has no such code, it is `code`.
pub(crate) fn refused(
    call: &Call<'_>,
    words: &str,
    code: i64,
    message: impl Into<String>,
) -> Failure {
    let described = described(call, |text| text.contains(words));
    let code = described.unwrap_or(code);
    let status = match u16::try_from(code) {
        Ok(status @ 400..=499) if has_response(call, status) => status,
        _ => 400,
    };
    Failure::new(status, code, message)
}

/// Returns whether the operation has a code with a matching description.
fn describes(call: &Call<'_>, code: i64, is_match: impl Fn(&str) -> bool) -> bool {
    let codes = call.route.endpoint.node.get("x-error-codes");
    let causes = codes.and_then(|codes| codes.get(code.to_string()));
    causes.is_some_and(|causes| has_cause(causes, is_match))
}

/// Returns the first code of the operation with a matching description.
fn described(call: &Call<'_>, is_match: impl Fn(&str) -> bool) -> Option<i64> {
    let codes = call.route.endpoint.node.get("x-error-codes")?.as_object()?;
    let mut codes = codes.iter();
    let (code, _) = codes.find(|(_, causes)| has_cause(causes, &is_match))?;
    code.parse().ok()
}

/// Returns whether the description of a code matches. A code can have several causes.
fn has_cause(causes: &Value, is_match: impl Fn(&str) -> bool) -> bool {
    let causes = causes
        .as_array()
        .map_or(std::slice::from_ref(causes), Vec::as_slice);
    causes.iter().filter_map(Value::as_str).any(is_match)
}

/// Returns the success response. Properties of the body that the document does not know are left out.
pub(crate) fn reply(call: &Call<'_>, body: impl Into<Value>) -> Reply {
    let random = &mut random(call);
    let body = sample::filled(call.api, call.route.endpoint, &body.into(), random);
    valid_reply(call, body)
}

/// Returns the success response with a valid JSON body or with a file, or without a body if the document describes none.
pub(crate) fn valid_reply(call: &Call<'_>, body: Value) -> Reply {
    let endpoint = call.route.endpoint;
    let status = endpoint.success.status;
    match &endpoint.success.content {
        Some((media_type, _)) if !is_json(media_type) => {
            let bytes = files::content(media_type, endpoint.operation.path);
            Reply::bytes(status, media_type, bytes)
        }
        _ if endpoint.response_schema().is_none() => Reply::empty(status),
        _ => {
            let mut body = body;
            files::redirect(&mut body, call.url);
            Reply::json(status, body)
        }
    }
}

/// Returns random values that depend only on the account and the path.
pub(crate) fn random(call: &Call<'_>) -> Random {
    random_of(call, &call.path())
}

fn random_of(call: &Call<'_>, path: &str) -> Random {
    Random::of_texts(call.state.world.seed, &[call.account.as_str(), path])
}

/// Returns a generated response.
pub(crate) fn sample(call: &Call<'_>) -> Value {
    let random = &mut random(call);
    let route = call.route;
    sample::response(call.api, route.endpoint, random, &route.params)
}

/// Puts stored properties into a response. Other properties keep the values of `base`.
pub(crate) fn fit(call: &Call<'_>, stored: &Map<String, Value>, base: Value) -> Value {
    let stored = Value::Object(stored.clone());
    let random = &mut random(call);
    sample::fit(call.api, call.route.endpoint, &stored, base, random)
}

/// Returns a page of rows. `stored` are the rows of the whole list.
pub(crate) fn page(call: &mut Call<'_>, stored: Vec<Map<String, Value>>) -> Outcome {
    page_of(call, stored.len(), |_, places| {
        let rows = stored.into_iter().skip(places.start);
        Ok(rows.take(places.len()).collect())
    })
}

/// Returns a page of the items of a collection. `is_listed` decides which items belong to the list, and `row` returns the
/// row of an item. Only the rows of the page are built.
pub(crate) fn page_items(
    call: &mut Call<'_>,
    collection: &str,
    is_listed: impl Fn(&Call<'_>, &Item) -> bool,
    row: impl Fn(&Account, &Item) -> Map<String, Value>,
) -> Outcome {
    fn items<'a>(
        call: &'a Call<'_>,
        collection: &str,
        is_listed: &impl Fn(&Call<'_>, &Item) -> bool,
    ) -> Result<impl Iterator<Item = &'a Item>, Failure> {
        let items = call.target()?.collection(collection).into_iter();
        let items = items.flat_map(Collection::iter);
        Ok(items.filter(move |item| is_listed(call, item)))
    }
    let total = items(call, collection, &is_listed)?.count();
    page_of(call, total, |call, places| {
        let account = call.target()?;
        let listed = items(call, collection, &is_listed)?.skip(places.start);
        let rows = listed.take(places.len());
        Ok(rows.map(|item| row(account, item)).collect())
    })
}

/// Returns a page of rows. `total` is the number of rows in the whole list, and `rows` returns the rows at some places.
/// Unlike [`page`], this does not copy a long list for each page.
pub(crate) fn page_of(
    call: &mut Call<'_>,
    total: usize,
    rows: impl FnOnce(&Call<'_>, Range<usize>) -> Result<Vec<Map<String, Value>>, Failure>,
) -> Outcome {
    let mut query = call.input.query.clone();
    // The page size may change from page to page. Some clients send it only for the first page.
    for name in ["next_page_token", "page_number", "page_size"] {
        query.remove(name);
    }
    let list = format!("{} {} {}", call.account, call.path(), Value::Object(query));
    let state = &mut *call.state;
    let page = state.pages.page(
        &call.input.query,
        &list,
        total,
        state.clock.seconds(),
        &mut state.world.random,
    )?;
    let mut properties = page.properties;
    for name in ["from", "to"] {
        // The list repeats the period that was asked for.
        if let Some(day) = call.input.query.get(name) {
            properties.insert(name.to_owned(), day.clone());
        }
    }
    let stored = rows(call, page.start..page.end)?;
    let random = &mut random(call);
    let endpoint = call.route.endpoint;
    let body = sample::list(call.api, endpoint, &properties, &stored, random);
    Ok(valid_reply(call, body))
}

/// Generates the items of a collection that only Zoom fills, unless the collection exists.
fn generate(call: &mut Call<'_>, collection: &str) -> Result<(), Failure> {
    let Some(endpoint) = call.api.router.list_of(collection) else {
        return Ok(());
    };
    let path = call.fill(collection);
    if endpoint.creatable || call.target()?.collection(&path).is_some() {
        return Ok(());
    }
    let random = &mut random_of(call, &path);
    let generated = sample::rows(call.api, endpoint, GENERATED_ROWS, random);
    let id = match &endpoint.kind {
        Kind::List { id, .. } => id.as_deref(),
        _ => None,
    };
    let items = call.target_mut()?.collection_mut(&path);
    for (index, mut row) in generated.into_iter().enumerate() {
        files::complete(&mut row);
        let key = id.and_then(|id| id_text(row.get(id)?));
        items.insert(&key.unwrap_or_else(|| index.to_string()), row);
    }
    Ok(())
}

/// Generates the collection of the item that the path names, so that a change of the item does not hide the others.
fn generate_siblings(call: &mut Call<'_>) -> Result<(), Failure> {
    match collection_of_item(call.route.endpoint.relative_path()) {
        Some(collection) => generate(call, collection),
        None => Ok(()),
    }
}

fn list(call: &mut Call<'_>) -> Outcome {
    let collection = call.route.endpoint.relative_path();
    generate(call, collection)?;
    let path = call.path();
    let is_listed = |call: &Call<'_>, item: &Item| is_in_period(call, &item.value);
    page_items(call, &path, is_listed, |_, item| item.value.clone())
}

/// Returns whether the time of a row is in the period from `from` to `to`. The result for a row without a time is `true`.
fn is_in_period(call: &Call<'_>, row: &Map<String, Value>) -> bool {
    let time = TIMES.iter().find_map(|name| row.get(*name)?.as_str());
    let Some(day) = time.and_then(|time| time.get(..10)) else {
        return true;
    };
    let limit = |name: &str| call.query(name).and_then(|time| time.get(..10));
    limit("from").is_none_or(|from| day >= from) && limit("to").is_none_or(|to| day <= to)
}

fn create(call: &mut Call<'_>, id: Option<&str>) -> Outcome {
    if let Some(ids) = batches::add(call)? {
        return Ok(added(call, &ids));
    }
    let path = call.path();
    let body = call.body();
    // The path of a collection does not name the new item, so its id depends on the calls before.
    let random = &mut call.state.world.random;
    let route = call.route;
    let sample = sample::response(call.api, route.endpoint, random, &route.params);
    let response = fit(call, &body, sample);
    let key = id.and_then(|id| id_text(response.get(id)?));
    let key = key.unwrap_or_else(|| call.new_id());
    let mut value = response.as_object().cloned().unwrap_or_default();
    value.extend(body);
    value.entry("id").or_insert_with(|| key.clone().into());
    call.target_mut()?.collection_mut(&path).insert(&key, value);
    Ok(valid_reply(call, response))
}

fn read(call: &mut Call<'_>) -> Outcome {
    let (collection, id) = item_path(call);
    let item = call.target()?.collection(&collection);
    let stored = item.and_then(|items| Some(items.get(&id)?.value.clone()));
    let creatable = call.route.endpoint.creatable;
    let response = match stored {
        Some(stored) if creatable => {
            let stored = Value::Object(stored);
            sample::filled(call.api, call.route.endpoint, &stored, &mut random(call))
        }
        Some(stored) => fit(call, &stored, sample(call)),
        None if creatable => return Err(not_found(call, &id)),
        None => sample(call),
    };
    Ok(valid_reply(call, response))
}

fn update(call: &mut Call<'_>) -> Outcome {
    let (collection, id) = item_path(call);
    let changes = call.changes();
    let creatable = call.route.endpoint.creatable;
    generate_siblings(call)?;
    let items = call.target_mut()?.collection_mut(&collection);
    if items.get(&id).is_none() && !creatable {
        items.insert(&id, Map::new());
    }
    match items.get_mut(&id) {
        Some(item) => merge(&mut item.value, changes),
        None => return Err(not_found(call, &id)),
    }
    Ok(act(call))
}

fn delete(call: &mut Call<'_>) -> Outcome {
    let (collection, id) = item_path(call);
    let creatable = call.route.endpoint.creatable;
    generate_siblings(call)?;
    let account = call.target_mut()?;
    if account.collection_mut(&collection).remove(&id).is_none() && creatable {
        return Err(not_found(call, &id));
    }
    account.remove_below(&format!("{collection}/{id}"));
    Ok(act(call))
}

fn read_document(call: &mut Call<'_>) -> Outcome {
    let path = call.path();
    let stored = call.target()?.documents.get(&path).cloned();
    let response = fit(call, &stored.unwrap_or_default(), sample(call));
    Ok(valid_reply(call, response))
}

fn update_document(call: &mut Call<'_>) -> Outcome {
    let path = call.path();
    let body = call.body();
    let documents = &mut call.target_mut()?.documents;
    merge(documents.entry(path).or_default(), body);
    Ok(act(call))
}

/// Returns a generated response with the ids of the items that were added.
fn added(call: &Call<'_>, ids: &[String]) -> Reply {
    let mut properties = call.body();
    properties.insert("ids".to_owned(), ids.join(",").into());
    for name in ["add_at", "added_at"] {
        properties.insert(name.to_owned(), call.now().into());
    }
    let response = fit(call, &properties, sample(call));
    valid_reply(call, response)
}

/// Returns a generated response. Properties that the request also has are copied from the request.
fn act(call: &Call<'_>) -> Reply {
    let response = fit(call, &call.body(), sample(call));
    valid_reply(call, response)
}

/// Returns the path of the collection, and the id of the item in it.
pub(crate) fn item_path(call: &Call<'_>) -> (String, String) {
    let path = call.route.endpoint.relative_path();
    let (collection, param) = path.rsplit_once('/').unwrap_or_default();
    (call.fill(collection), call.fill(param))
}

/// Replaces the properties of an object. Objects within it are merged.
pub(crate) fn merge(target: &mut Map<String, Value>, changes: Map<String, Value>) {
    for (name, value) in changes {
        match (target.get_mut(&name), value) {
            (Some(Value::Object(target)), Value::Object(changes)) => merge(target, changes),
            (_, value) => {
                target.insert(name, value);
            }
        }
    }
}

/// Returns an id as text.
pub(crate) fn id_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
