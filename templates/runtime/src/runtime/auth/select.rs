//! Chooses the authorizers of a request.
//!
//! An operation lists security requirements, such as "OAuth, or API key and API secret". This module finds an
//! authorizer for each scheme of a requirement, among the authorizers of the call and of the client. This module must
//! not add credentials to the request.

use std::borrow::Cow;
use std::sync::Arc;

use crate::runtime::auth::Authorize;
use crate::runtime::error::{Error, Result};
use crate::runtime::operation::Operation;
use crate::runtime::operation::error_kind::ErrorKind;
use crate::runtime::operation::scheme::Scheme;

/// An authorizer, and the schemes for which it adds credentials.
pub(crate) type Assignment = (Arc<dyn Authorize>, Cow<'static, [&'static Scheme]>);

/// Chooses the authorizers for a request of this operation.
///
/// Chooses the first security requirement for which every scheme has an authorizer. `own` is the authorizer that the
/// caller set for this call. For a scheme that it supports, `own` replaces the authorizers of the client. Requirements
/// that do not use `own` are skipped.
///
/// If no requirement is satisfied and credentials are optional, the request is sent without credentials. With `own`,
/// the result is an error instead.
pub(crate) fn select(
    operation: &'static Operation,
    own: Option<&Arc<dyn Authorize>>,
    client: &[Arc<dyn Authorize>],
) -> Result<Vec<Assignment>> {
    if operation.security.is_empty() {
        return Ok(Vec::new());
    }
    let mut missing = Vec::new();
    for requirement in operation
        .security
        .iter()
        .filter(|schemes| !schemes.is_empty())
    {
        let uses_own =
            |own: &Arc<dyn Authorize>| requirement.iter().any(|scheme| own.supports(scheme));
        let unsupported = match assign(requirement, own, client) {
            Ok(assignments) if own.is_none_or(uses_own) => return Ok(assignments),
            Ok(_) => continue,
            Err(unsupported) => unsupported,
        };
        missing.push(
            unsupported
                .iter()
                .map(|scheme| format!("`{}`", scheme.name))
                .collect::<Vec<_>>()
                .join(" and "),
        );
    }
    if own.is_none() && operation.security.iter().any(|schemes| schemes.is_empty()) {
        return Ok(Vec::new());
    }
    let message = match missing.join(" or ") {
        missing if missing.is_empty() => {
            "operation does not accept the credentials of the call".to_owned()
        }
        missing => format!("no credentials for {missing}"),
    };
    Err(Error::new(ErrorKind::Auth, message))
}

/// Assigns an authorizer to each scheme. If some schemes have no authorizer, returns these schemes as the error.
fn assign(
    schemes: &'static [&'static Scheme],
    own: Option<&Arc<dyn Authorize>>,
    client: &[Arc<dyn Authorize>],
) -> std::result::Result<Vec<Assignment>, Vec<&'static Scheme>> {
    let mut assignments: Vec<Assignment> = Vec::new();
    let mut missing = Vec::new();
    for (index, scheme) in schemes.iter().enumerate() {
        let Some(authorizer) = own
            .into_iter()
            .chain(client)
            .find(|authorizer| authorizer.supports(scheme))
        else {
            missing.push(*scheme);
            continue;
        };
        let known = assignments
            .iter_mut()
            .find(|(other, _)| Arc::ptr_eq(other, authorizer));
        if let Some((_, schemes)) = known {
            schemes.to_mut().push(scheme);
        } else {
            let own = schemes.get(index..=index).unwrap_or_default();
            assignments.push((Arc::clone(authorizer), Cow::Borrowed(own)));
        }
    }
    if missing.is_empty() {
        Ok(assignments)
    } else {
        Err(missing)
    }
}
