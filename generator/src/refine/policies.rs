//! Looks up the policy of an API in the manifest.

use crate::input::{Manifest, Policy};
use crate::model::GroupId;

/// The manifest, for looking up the policy of an API.
#[derive(Clone, Copy)]
pub(super) struct Policies<'a>(pub(super) &'a Manifest);

impl Policies<'_> {
    pub(super) fn is(self, group: GroupId, policy: Policy) -> bool {
        let api = self.0.apis.get(group.index());
        api.is_some_and(|api| api.policy == policy)
    }
}
