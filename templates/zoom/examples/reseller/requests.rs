//! The requests that several parts of the report send.

use zoom_accounts::ids::AccountId;
use zoom_accounts::v1;
use zoom_accounts::v2::accounts::{AccountCreate, AccountCreateRequired};
use zoom_accounts::v2::plans::{BasePlanOrder, PlanContact, PlanContactRequired, PlanSubscribe};

/// The request for a sub account in API v2.
pub(crate) fn account(email: &str) -> AccountCreate {
    AccountCreate::new(AccountCreateRequired {
        email,
        first_name: "Ada",
        last_name: "Example",
        password: "a-password-8".into(),
    })
}

/// The request for a sub account in API v1.
pub(crate) fn v1_account(email: &str) -> v1::accounts::AccountCreate {
    v1::accounts::AccountCreate::new(v1::accounts::AccountCreateRequired {
        email,
        first_name: "Ada",
        last_name: "Example",
        password: "a-password-8".into(),
    })
}

/// The request for a base plan in API v2.
pub(crate) fn subscription(email: &str, plan: &str, hosts: i64) -> PlanSubscribe {
    let contact = PlanContact::new(PlanContactRequired {
        first_name: "Ada",
        last_name: "Example",
        email,
        phone_number: "+1 555 010 0200",
        address: "1 Example Street",
        city: "San Jose",
        state: "CA",
        zip: "95113",
        country: "US",
    });
    PlanSubscribe::new(contact, BasePlanOrder::new(plan).hosts(hosts))
}

/// The request for a base plan in API v1. The owner of the account is the billing contact.
pub(crate) fn v1_subscription(
    account: &AccountId,
    plan: &str,
    hosts: i64,
) -> v1::plans::PlanSubscribe {
    v1::plans::PlanSubscribe::new(v1::plans::PlanSubscribeRequired {
        account_id: account.clone(),
        first_name: "Ada",
        last_name: "Example",
        phone_number: "+1 555 010 0200",
        address: "1 Example Street",
        city: "San Jose",
        country: "US",
        state: "CA",
        zip: "95113",
        plan_base: v1::plans::Plan::new(plan, hosts).into(),
    })
}
