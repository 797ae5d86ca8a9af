//! The policies of the APIs in the manifest.

use crate::input::{Manifest, Policy};
use crate::model::GroupId;

/// The policies of the APIs in the manifest.
#[derive(Clone, Copy)]
pub(super) struct Policies<'a>(pub(super) &'a Manifest);

impl Policies<'_> {
    pub(super) fn is(self, group: GroupId, policy: Policy) -> bool {
        let api = self.0.apis.get(group.index());
        api.is_some_and(|api| api.policy == policy)
    }
}
