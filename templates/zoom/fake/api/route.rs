//! Finds the endpoint of a request.

use std::collections::{BTreeMap, BTreeSet};

use http::Method;

use super::endpoint::{ACCOUNT_PREFIX, Endpoint};
use super::resource::{Kind, collection_of_item};
use crate::runtime::ScopeRelation;

/// The endpoint of a request, and what its path contains.
#[derive(Clone, Debug)]
pub(crate) struct Route {
    pub(crate) endpoint: &'static Endpoint,
    /// The account that the path names. `None` means the account of the token.
    pub(crate) account: Option<String>,
    /// The path parameters by name, without the account of the prefix.
    pub(crate) params: BTreeMap<String, String>,
}

/// The result of a search for a route.
#[derive(Debug)]
pub(crate) enum Found {
    /// The path and the method belong to an endpoint.
    Route(Route),
    /// The path exists, but only with these methods.
    WrongMethod(Vec<Method>),
    /// No endpoint has this path.
    Nothing,
}

/// The endpoints by the number of segments in their paths.
#[derive(Debug)]
pub(crate) struct Router {
    endpoints: Vec<Endpoint>,
    by_length: BTreeMap<usize, Vec<Template>>,
    /// The paths of the collections in which operations create items.
    creatable: BTreeSet<String>,
}

/// A path template with the endpoint that it belongs to.
#[derive(Debug)]
struct Template {
    segments: Vec<Segment>,
    endpoint: usize,
    /// Whether the template starts with the prefix of an account that the endpoint's own path does not contain.
    mirrored: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Segment {
    Literal(String),
    Param(String),
}

impl Router {
    /// Creates a router for endpoints.
    pub(crate) fn new(endpoints: Vec<Endpoint>) -> Self {
        let mut by_length: BTreeMap<usize, Vec<Template>> = BTreeMap::new();
        let mut add = |path: &str, endpoint: usize, mirrored: bool| {
            let segments = template(path);
            let templates = by_length.entry(segments.len()).or_default();
            templates.push(Template {
                segments,
                endpoint,
                mirrored,
            });
        };
        for (index, endpoint) in endpoints.iter().enumerate() {
            let path = endpoint.operation.path;
            add(path, index, false);
            if endpoint.operation.scope_relation == ScopeRelation::Mirrored {
                add(&format!("{ACCOUNT_PREFIX}{path}"), index, true);
            }
        }
        for templates in by_length.values_mut() {
            // A literal segment comes before a parameter, so that `/users/email` is not the user `email`.
            templates.sort_by(|a, b| a.segments.cmp(&b.segments));
        }
        let creatable = endpoints.iter().filter(|endpoint| endpoint.creatable);
        let creatable = creatable
            .map(|endpoint| {
                let path = endpoint.relative_path();
                collection_of_item(path).unwrap_or(path).to_owned()
            })
            .collect();
        Self {
            endpoints,
            by_length,
            creatable,
        }
    }

    /// Returns whether operations create items in the collection with this path template.
    pub(crate) fn is_creatable(&self, collection: &str) -> bool {
        self.creatable.contains(collection)
    }

    /// Returns the endpoint that lists the collection with this path template.
    pub(crate) fn list_of(&self, collection: &str) -> Option<&Endpoint> {
        self.endpoints.iter().find(|endpoint| {
            endpoint.relative_path() == collection && matches!(endpoint.kind, Kind::List { .. })
        })
    }

    /// Returns all endpoints.
    pub(crate) fn endpoints(&self) -> &[Endpoint] {
        &self.endpoints
    }

    /// Finds the endpoint for the decoded segments of a path.
    pub(crate) fn find(&'static self, method: &Method, segments: &[String]) -> Found {
        let mut allowed = Vec::new();
        let templates = self.by_length.get(&segments.len());
        for template in templates.into_iter().flatten() {
            let Some(mut params) = template.params(segments) else {
                continue;
            };
            let Some(endpoint) = self.endpoints.get(template.endpoint) else {
                continue;
            };
            if endpoint.operation.request_method() != *method {
                allowed.push(endpoint.operation.request_method());
                continue;
            }
            let native = endpoint.operation.path.starts_with(ACCOUNT_PREFIX);
            let account = if template.mirrored || native {
                params.remove("accountId")
            } else {
                None
            };
            return Found::Route(Route {
                endpoint,
                account,
                params,
            });
        }
        if allowed.is_empty() {
            Found::Nothing
        } else {
            Found::WrongMethod(allowed)
        }
    }
}

impl Template {
    /// Returns the parameters if the segments match.
    fn params(&self, segments: &[String]) -> Option<BTreeMap<String, String>> {
        let mut params = BTreeMap::new();
        for (segment, text) in self.segments.iter().zip(segments) {
            match segment {
                Segment::Literal(literal) if literal == text => {}
                Segment::Literal(_) => return None,
                Segment::Param(_) if text.is_empty() => return None,
                Segment::Param(name) => {
                    params.insert(name.clone(), text.clone());
                }
            }
        }
        Some(params)
    }
}

fn template(path: &str) -> Vec<Segment> {
    let segments = path.trim_start_matches('/').split('/');
    segments
        .map(|segment| {
            let name = segment
                .strip_prefix('{')
                .and_then(|rest| rest.strip_suffix('}'));
            match name {
                Some(name) => Segment::Param(name.to_owned()),
                None => Segment::Literal(segment.to_owned()),
            }
        })
        .collect()
}
