//! Choice of authorizers for a request.
//!
//! In: the security requirements of an operation, and the authorizers of the call and the client. Out: for each scheme,
//! the authorizer that adds credentials. This module must not add credentials.

use std::borrow::Cow;
use std::sync::Arc;

use crate::runtime::auth::Authorize;
use crate::runtime::error::{Error, Result};
use crate::runtime::operation::Operation;
use crate::runtime::operation::error_kind::ErrorKind;
use crate::runtime::operation::scheme::Scheme;

/// An authorizer, and the schemes for which the authorizer adds credentials.
pub(crate) type Assignment = (Arc<dyn Authorize>, Cow<'static, [&'static Scheme]>);

/// Chooses the authorizers for a request of this operation.
///
/// The first security requirement whose schemes are all supported is chosen. `own` is the authorizer of the call. The
/// authorizer of the call takes precedence over the authorizers of the client. If the call has an authorizer,
/// requirements that do not use this authorizer are skipped.
///
/// If credentials are optional and no requirement is satisfied, the request is sent without credentials. If the call
/// has an authorizer, the result is an error instead.
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

/// Assigns an authorizer to each scheme. Fails with the schemes that no authorizer supports.
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
