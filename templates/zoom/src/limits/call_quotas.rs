//! The quotas that one call uses.

use super::scheduler::QuotaUse;

pub(super) struct CallQuotas {
    pub(super) by_label: Vec<QuotaUse>,
    pub(super) by_endpoint: Vec<QuotaUse>,
}

impl CallQuotas {
    pub(super) fn all(self) -> Vec<QuotaUse> {
        let mut all = self.by_endpoint;
        all.extend(self.by_label);
        all
    }
}
