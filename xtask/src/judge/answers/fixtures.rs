//! Reads a folder of recorded responses of any API.
//!
//! In: a folder with `recorded.tsv`, or with a folder for each operation, or with the files of a recorder. Out: the
//! successful responses with JSON bodies.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::Value;

use super::recorded::{LIST, rows};
use super::vendor::Place;

/// A recorded response.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Fixture {
    /// The operation of the response.
    pub(crate) operation: Target,
    /// The HTTP status.
    pub(crate) status: String,
    /// The file, relative to the folder. If the file has several responses, their positions are added.
    pub(crate) file: String,
    /// The body.
    pub(crate) body: Value,
}

/// How a recorded response names its operation.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Target {
    /// By the HTTP method and the path of the request.
    Request(String, String),
    /// By the name of a folder.
    Name(String),
}

/// Reads all responses of a folder, sorted by file.
pub(crate) fn read(folder: &Path) -> Result<Vec<Fixture>> {
    let list = folder.join(LIST);
    if list.is_file() {
        return listed(folder, &list);
    }
    let mut fixtures = Vec::new();
    for path in entries(folder)? {
        let name = name_of(&path);
        if path.is_dir() {
            for file in entries(&path)?.into_iter().filter(|file| is_json(file)) {
                let file_name = name_of(&file);
                let status: String = file_name.chars().take_while(char::is_ascii_digit).collect();
                fixtures.push(Fixture {
                    operation: Target::Name(name.clone()),
                    status,
                    file: format!("{name}/{file_name}"),
                    body: json(&file)?,
                });
            }
        } else if is_json(&path) || has_extension(&path, "har") {
            fixtures.extend(recorder(&name, &json(&path)?));
        }
    }
    fixtures.retain(|fixture| fixture.status.starts_with('2'));
    Ok(fixtures)
}

/// Reads the responses that a list names.
fn listed(folder: &Path, list: &Path) -> Result<Vec<Fixture>> {
    let text = fs::read_to_string(list).with_context(|| list.display().to_string())?;
    let mut fixtures = Vec::new();
    for (method, path, place, file) in rows(&text)? {
        let Place::Response(status) = place else {
            continue;
        };
        fixtures.push(Fixture {
            operation: Target::Request(method, path.to_owned()),
            status,
            file: file.to_owned(),
            body: json(&folder.join(file))?,
        });
    }
    Ok(fixtures)
}

/// Reads the responses in a file of `nock` or in a HAR file.
fn recorder(file: &str, recorded: &Value) -> Vec<Fixture> {
    let entries = recorded.pointer("/log/entries").unwrap_or(recorded);
    let entries = entries.as_array().into_iter().flatten().enumerate();
    let fixture = |(index, entry): (usize, &Value)| {
        let (method, url, status, body) = match entry.get("request") {
            Some(request) => {
                let text = entry.pointer("/response/content/text")?.as_str()?;
                (
                    request.get("method")?,
                    request.get("url")?,
                    entry.pointer("/response/status")?,
                    serde_json::from_str(text).ok()?,
                )
            }
            None => (
                entry.get("method")?,
                entry.get("path")?,
                entry.get("status")?,
                entry.get("response").filter(|body| is_body(body))?.clone(),
            ),
        };
        Some(Fixture {
            operation: Target::Request(
                method.as_str()?.to_uppercase(),
                path_of(url.as_str()?).to_owned(),
            ),
            status: status.to_string(),
            file: format!("{file}#{index}"),
            body,
        })
    };
    entries.filter_map(fixture).collect()
}

/// Whether a recorded body is JSON. An empty body is recorded as an empty text.
fn is_body(body: &Value) -> bool {
    body.is_object() || body.is_array()
}

/// Returns the path of a URL, without the query.
fn path_of(url: &str) -> &str {
    let path = match url.split_once("://") {
        Some((_, rest)) => rest.find('/').map_or("", |at| rest.get(at..).unwrap_or("")),
        None => url,
    };
    path.split(['?', '#']).next().unwrap_or_default()
}

fn json(path: &Path) -> Result<Value> {
    let text = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    serde_json::from_slice(&text).with_context(|| format!("{} is not JSON", path.display()))
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>> {
    let listed = fs::read_dir(folder);
    let listed = listed.with_context(|| format!("cannot list {}", folder.display()))?;
    let mut paths = Vec::new();
    for entry in listed {
        paths.push(entry?.path());
    }
    paths.sort();
    Ok(paths)
}

fn name_of(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

fn is_json(path: &Path) -> bool {
    has_extension(path, "json")
}

fn has_extension(path: &Path, wanted: &str) -> bool {
    path.extension()
        .is_some_and(|extension| extension == wanted)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Target, path_of, recorder};

    #[test]
    fn recorders_name_the_request() {
        let nock = json!([
            {"method": "get", "path": "/cups?size=1", "status": 200, "response": [1]},
            {"method": "delete", "path": "/cups/1", "status": 204, "response": ""},
        ]);
        let found = recorder("a.json", &nock);
        let [only] = found.as_slice() else {
            panic!("{found:?}");
        };
        let request = |path: &str| Target::Request("GET".to_owned(), path.to_owned());
        assert_eq!(only.operation, request("/cups"));
        assert_eq!(
            (only.status.as_str(), only.file.as_str()),
            ("200", "a.json#0")
        );
        let har = json!({"log": {"entries": [{
            "request": {"method": "GET", "url": "https://a.test/v1/cups?x=1"},
            "response": {"status": 200, "content": {"text": "{\"a\": 1}"}},
        }]}});
        let found = recorder("a.har", &har);
        let [only] = found.as_slice() else {
            panic!("{found:?}");
        };
        assert_eq!(only.operation, request("/v1/cups"));
        assert_eq!(only.body, json!({"a": 1}));
    }

    #[test]
    fn the_path_of_a_url_has_no_query() {
        assert_eq!(path_of("https://a.test/b/c?d=e#f"), "/b/c");
        assert_eq!(path_of("https://a.test"), "");
        assert_eq!(path_of("/b?c"), "/b");
    }
}
