//! Settings and locked settings of accounts, groups and users.
//!
//! A part of the settings has a document of its own, which the parameter `option` selects.

use serde_json::{Map, Value};

use super::document;
use crate::fake::api::resource::Kind;
use crate::fake::call::{Call, Outcome};
use crate::fake::exchange::Reply;

/// Responds to a call about settings.
pub(crate) fn answer(call: &mut Call<'_>) -> Outcome {
    let key = match call.query("option") {
        Some(option) => format!("{}?option={option}", call.path()),
        None => call.path(),
    };
    match call.route.endpoint.kind {
        Kind::ReadDocument => {
            let stored = call.target()?.documents.get(&key).cloned();
            let response = document::fit(call, &stored.unwrap_or_default(), sample(call));
            Ok(document::reply(call, selected(call, response)))
        }
        Kind::UpdateDocument => {
            let body = call.body();
            let documents = &mut call.target_mut()?.documents;
            document::merge(documents.entry(key).or_default(), body.clone());
            if call.id() == "account_settings.update" {
                let mut object = Map::new();
                object.insert("id".to_owned(), call.account.clone().into());
                object.insert("settings".to_owned(), body.into());
                let caller = call.caller.clone();
                call.emit("account.settings_updated", &caller, object.into());
            }
            Ok(Reply::empty(204))
        }
        _ => document::answer(call),
    }
}

/// Returns a generated response: the example for the option of the request.
fn sample(call: &Call<'_>) -> Value {
    let content = call.route.endpoint.success.content.as_ref();
    let examples = content.and_then(|(_, content)| content.get("examples"));
    let name = call.query("option").unwrap_or("no_option");
    let example = examples.and_then(|examples| examples.get(name)?.get("value"));
    example.cloned().unwrap_or_else(|| document::sample(call))
}

/// Keeps only the sections that the parameter `custom_query_fields` names.
fn selected(call: &Call<'_>, response: Value) -> Value {
    let fields = call.input.query.get("custom_query_fields");
    let fields: Vec<&str> = match fields {
        Some(Value::Array(fields)) => fields.iter().filter_map(Value::as_str).collect(),
        Some(Value::String(fields)) => fields.split(',').collect(),
        _ => return response,
    };
    let Value::Object(sections) = response else {
        return response;
    };
    let sections = sections.into_iter().filter_map(|(name, section)| {
        if fields.contains(&name.as_str()) {
            return Some((name, section));
        }
        let settings = section.as_object()?.iter();
        let settings = settings.filter(|(setting, _)| fields.contains(&setting.as_str()));
        let settings: Map<String, Value> = settings
            .map(|(setting, value)| (setting.clone(), value.clone()))
            .collect();
        (!settings.is_empty()).then(|| (name, settings.into()))
    });
    Value::Object(sections.collect())
}
