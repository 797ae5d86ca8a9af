//! Which calls a fault hits.

use std::collections::BTreeSet;
use std::error::Error;
use std::fmt;

use http::Uri;
use http::uri::Authority;
use serde::{Deserialize, Serialize};

use super::fault::Fault;
use super::json;
use crate::fake::rules::files;
use crate::fake::tokens::oauth::Endpoint;
use crate::ops;

/// The maximum of [`Fault::Delay`] in milliseconds.
const MAX_DELAY: u64 = 600_000;
/// The maximum of [`Fault::Drip`] in milliseconds.
const MAX_DRIP: u64 = 60_000;

/// A fault with the calls that it hits. By default, it hits every call.
///
/// In JSON, a rule is an object such as `{"fault": "reset_after", "operation": "users.create", "times": 2}`. The
/// properties `operation`, `times` and `probability` are optional.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[must_use = "a rule has an effect in `FakeZoom::inject` or `FakeZoomBuilder::faults`"]
pub struct FaultRule {
    #[serde(deserialize_with = "json::fault")]
    pub(super) fault: Fault,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) operation: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) times: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) probability: Option<f64>,
}

impl From<Fault> for FaultRule {
    fn from(fault: Fault) -> Self {
        Self {
            fault,
            operation: None,
            times: None,
            probability: None,
        }
    }
}

impl FaultRule {
    /// Restricts the rule to the calls of an operation, such as `users.create` or `v1.accounts.create`.
    ///
    /// `users.*` means all operations that start with `users.`. The OAuth endpoints are `oauth.authorize`,
    /// `oauth.token` and `oauth.revoke`. A download from a URL in a response is `files.download`.
    pub fn on(mut self, operation: impl Into<String>) -> Self {
        self.operation = Some(operation.into());
        self
    }

    /// Removes the rule after it has hit this number of calls, at least 1. By default, the rule stays.
    pub fn times(mut self, times: u32) -> Self {
        self.times = Some(times);
        self
    }

    /// Lets the rule hit each call with this probability, from 0 to 1. By default, it hits every call. The seed of the
    /// fake determines which calls are hit.
    pub fn probability(mut self, probability: f64) -> Self {
        self.probability = Some(probability);
        self
    }

    /// Parses a JSON list of rules.
    ///
    /// # Errors
    ///
    /// Fails if the text is not a list of valid rules. The error names the place, and the names that are known there.
    pub fn parse_list(json: &str) -> Result<Vec<Self>, FaultError> {
        let rules: Vec<Self> = serde_json::from_str(json)
            .map_err(|error| FaultError(format!("invalid list of fault rules: {error}")))?;
        Self::check_all(&rules)?;
        Ok(rules)
    }

    /// Checks a list of rules.
    pub(crate) fn check_all(rules: &[Self]) -> Result<(), FaultError> {
        for (index, rule) in rules.iter().enumerate() {
            rule.check()
                .map_err(|error| FaultError(format!("rule {}: {error}", index + 1)))?;
        }
        Ok(())
    }

    /// Checks the values of a rule.
    pub(super) fn check(&self) -> Result<(), FaultError> {
        let fail = |message: String| Err(FaultError(message));
        if let Some(operation) = &self.operation {
            check_operation(operation)?;
        }
        if self.times == Some(0) {
            return fail("times: 0 is not possible; the minimum is 1".to_owned());
        }
        if let Some(value) = self.probability {
            if !(0.0..=1.0).contains(&value) {
                return fail(format!("probability: {value} is not between 0 and 1"));
            }
        }
        match &self.fault {
            Fault::Delay { milliseconds } if *milliseconds > MAX_DELAY => fail(format!(
                "fault.delay.milliseconds: {milliseconds} is more than {MAX_DELAY}"
            )),
            Fault::Drip { milliseconds } if *milliseconds > MAX_DRIP => fail(format!(
                "fault.drip.milliseconds: {milliseconds} is more than {MAX_DRIP}"
            )),
            Fault::Redirect { to } if !is_origin(to) => fail(format!(
                "fault.redirect.to: `{to}` is not the URL of a host without a path, such as `https://api-eu.zoom.example`"
            )),
            _ => Ok(()),
        }
    }

    /// Returns whether the rule concerns an operation. A path without an operation is concerned only by a rule for all
    /// operations.
    pub(super) fn concerns(&self, operation: Option<&str>) -> bool {
        match &self.operation {
            None => true,
            Some(pattern) => operation.is_some_and(|operation| matches(pattern, operation)),
        }
    }
}

/// Returns whether a URL has only a scheme, a host and a port. A slash may follow.
fn is_origin(url: &str) -> bool {
    let Ok(uri) = url.parse::<Uri>() else {
        return false;
    };
    let scheme = uri.scheme_str().unwrap_or_default();
    let host = uri.host().unwrap_or_default();
    let authority = uri.authority().map(Authority::as_str).unwrap_or_default();
    let origin = format!("{scheme}://{authority}");
    matches!(scheme, "http" | "https")
        && !host.is_empty()
        && !authority.contains('@')
        && url
            .strip_suffix('/')
            .unwrap_or(url)
            .eq_ignore_ascii_case(&origin)
}

fn matches(pattern: &str, operation: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(prefix) => operation.starts_with(prefix),
        None => operation == pattern,
    }
}

/// Returns the names of all operations, of the OAuth endpoints and of downloads.
fn known_operations() -> impl Iterator<Item = &'static str> {
    let operations = ops::ALL.iter().map(|operation| operation.id);
    let endpoints = Endpoint::ALL.map(Endpoint::id);
    operations.chain(endpoints).chain([files::DOWNLOAD])
}

fn check_operation(pattern: &str) -> Result<(), FaultError> {
    if known_operations().any(|operation| matches(pattern, operation)) {
        return Ok(());
    }
    let resource = |operation: &'static str| operation.rsplit_once('.').map(|(name, _)| name);
    let wanted = pattern.rsplit_once('.').map_or(pattern, |(name, _)| name);
    let same = known_operations().filter(|operation| resource(operation) == Some(wanted));
    let mut known: BTreeSet<&str> = same.collect();
    let mut kind = "operations";
    if known.is_empty() {
        known = known_operations().filter_map(resource).collect();
        kind = "resources";
    }
    let known = Vec::from_iter(known).join(", ");
    Err(FaultError(format!(
        "operation: unknown operation `{pattern}`; known {kind}: {known}"
    )))
}

/// The error for a rule that is not valid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FaultError(String);

impl fmt::Display for FaultError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Error for FaultError {}
