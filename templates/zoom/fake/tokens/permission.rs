//! What an access token permits: scopes, and the user that it may name.

use super::{AccessToken, Grant};
use crate::fake::api::route::Route;
use crate::fake::failure::Failure;
use crate::ops;
use crate::runtime::ScopeRelation;

/// The suffix of the scopes for calls on behalf of sub accounts.
const MASTER: &str = ":master";
/// The suffix of the scopes for calls about all users of an account.
const ADMIN: &str = ":admin";
/// The scope of chatbots.
const CHATBOT: &str = "imchat:bot";

/// Checks that a token has one of the scopes of an operation. `is_primary` is whether the account of the token may
/// have sub accounts. Other accounts cannot grant scopes with the suffix `:master`.
pub(crate) fn check_scopes(
    token: &AccessToken,
    is_primary: bool,
    route: &Route,
) -> Result<(), Failure> {
    let wanted = wanted_scopes(token, route);
    let granted = |scope: &&str| {
        let own = token.scopes.as_ref();
        let own = own.is_none_or(|own| own.iter().any(|own| own == *scope));
        own && (is_primary || !scope.ends_with(MASTER))
    };
    if wanted.is_empty() || wanted.iter().any(granted) {
        return Ok(());
    }
    let message = format!(
        "Invalid access token, does not contain scopes:[{}].",
        wanted.join(", ")
    );
    Err(Failure::new(400, 4711, message))
}

/// Returns the scopes of which a token needs one.
///
/// An operation that exists with and without the prefix of an account lists the scopes of both. On behalf of a sub
/// account, the scopes with the suffix `:master` count, and for the caller's own account the others. Operations that
/// exist only with the prefix may accept a scope with the suffix `:admin` on behalf of a sub account.
fn wanted_scopes(token: &AccessToken, route: &Route) -> Vec<&'static str> {
    let operation = route.endpoint.operation;
    let all = operation.scopes.iter().chain(operation.granular_scopes);
    let all: Vec<&'static str> = all.copied().collect();
    if operation.scope_relation != ScopeRelation::Mirrored {
        return all;
    }
    let account = route.account.as_deref();
    let for_sub_account = account.is_some_and(|id| id != "me" && id != token.account_id);
    let wanted = all.iter().copied();
    let wanted: Vec<&'static str> = wanted
        .filter(|scope| scope.ends_with(MASTER) == for_sub_account)
        .collect();
    // The document of some operations lists only one kind of scope.
    if wanted.is_empty() { all } else { wanted }
}

/// Checks the id of a user in the path.
///
/// Zoom's documentation says that a token of a user must name the user as `me`, and that a server-to-server token must
/// not. It does not say which error follows. The fake reports 4700 to the first, and to the second that there is no
/// user `me`.
pub(crate) fn check_user(token: &AccessToken, route: &Route) -> Result<(), Failure> {
    let user = route.params.get("userId").map(String::as_str);
    match (user, token.grant) {
        (Some("me"), Grant::ServerToServer | Grant::App) => Err(Failure::user_not_found("me")),
        (Some(user), Grant::User) if user != "me" && is_user_level(token) => {
            let message = "Invalid access token, a token of a user must name the user as me.";
            Err(Failure::new(400, 4700, message))
        }
        _ => Ok(()),
    }
}

/// Returns whether a token concerns only its own user: it has no scope for all users or for sub accounts.
fn is_user_level(token: &AccessToken) -> bool {
    let scopes = token.scopes.as_ref();
    scopes.is_some_and(|scopes| {
        let mut scopes = scopes.iter();
        !scopes.any(|scope| scope.ends_with(ADMIN) || scope.ends_with(MASTER))
    })
}

/// Returns those scopes of an app that concern the app itself: chatbots and the marketplace. An app with every scope
/// has those of the operations of the marketplace.
pub(super) fn app_scopes(scopes: Option<Vec<String>>) -> Vec<String> {
    let mut scopes = scopes.unwrap_or_else(|| {
        let lists = ops::ALL.iter();
        let lists = lists.flat_map(|operation| [operation.scopes, operation.granular_scopes]);
        let mut scopes: Vec<String> = lists.flatten().map(|scope| (*scope).to_owned()).collect();
        scopes.push(CHATBOT.to_owned());
        scopes
    });
    scopes.retain(|scope| scope == CHATBOT || scope.starts_with("marketplace"));
    scopes.sort();
    scopes.dedup();
    scopes
}
