//! Scopes that a token lacks.
//!
//! In: an error of a call. Out: the scopes that its message names. It must not guess: where Zoom names none, there are none.

use crate::runtime::Error;

/// The scopes that the token of a call lacks, if that is why Zoom refused it: codes 4711 and 4700.
///
/// Zoom names them in its message, which is where they are read from. Add them to the app; one whose scopes a user granted has to
/// be authorized again.
#[must_use]
pub fn missing_scopes(error: &Error) -> Vec<String> {
    if !matches!(error.code(), Some("4711" | "4700")) {
        return Vec::new();
    }
    let message = error.message().unwrap_or_default();
    // `…, does not contain scopes:[a, b].` and `…, does not contain a scope.`
    let Some((_, rest)) = message.split_once("does not contain") else {
        return Vec::new();
    };
    let rest = rest.trim_start();
    let listed = rest.strip_prefix("scopes:").map(str::trim_start);
    let names = match listed.and_then(|rest| rest.strip_prefix('[')) {
        Some(list) => list.split(']').next().unwrap_or_default(),
        None => rest.split("scope").next().unwrap_or_default(),
    };
    let names = names.split([',', ' ']).map(str::trim);
    (names.filter(|name| !name.is_empty()))
        .map(str::to_owned)
        .collect()
}
