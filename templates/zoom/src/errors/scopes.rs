//! The OAuth scopes that a token lacks, read from the message of an error.

use crate::runtime::Error;

/// Returns the OAuth scopes that the token lacks, if Zoom rejected the call with code 4711 or 4700.
///
/// Zoom lists the missing scopes only in the text of the error message. If the message lists no scopes, the result is
/// empty. Add the missing scopes to the app. If a user authorized the app, the user must authorize it again.
#[must_use]
pub fn missing_scopes(error: &Error) -> Vec<String> {
    if !matches!(error.code(), Some("4711" | "4700")) {
        return Vec::new();
    }
    let message = error.message().unwrap_or_default();
    // Zoom's messages end with `does not contain scopes:[a, b].` or `does not contain a scope.`, where `a` and `b`
    // represent scopes.
    let Some((_, rest)) = message.split_once("does not contain") else {
        return Vec::new();
    };
    let rest = rest.trim_start();
    let list = rest.strip_prefix("scopes:").map(str::trim_start);
    let names = match list.and_then(|rest| rest.strip_prefix('[')) {
        Some(list) => list.split(']').next().unwrap_or_default(),
        None => rest.split("scope").next().unwrap_or_default(),
    };
    let names = names.split([',', ' ']).map(str::trim);
    (names.filter(|name| !name.is_empty()))
        .map(str::to_owned)
        .collect()
}
