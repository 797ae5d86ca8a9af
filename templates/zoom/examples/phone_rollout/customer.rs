//! The customer of the example, in a fake of Zoom.

use zoom_accounts::Client;
use zoom_accounts::fake::{FakeZoom, Fault};
use zoom_accounts::v2::SubAccount;
use zoom_accounts::v2::plans::BasePlanUpdate;
use zoom_accounts::v2::types::UserType;
use zoom_accounts::v2::users::{UserCreate, UserCreateAction, UserCreateInfo};

use crate::Result;
use crate::rows::Row;

/// The id of the customer's sub account.
pub(crate) const ACCOUNT: &str = "acme";

/// Starts a fake with the customer's sub account. The users of all rows are active in it.
pub(crate) async fn start(rows: &[Row]) -> Result<FakeZoom> {
    let fake = FakeZoom::builder()
        .sub_account(ACCOUNT, "Acme Example")
        .start()
        .await?;
    let account = fake.client().sub_account(ACCOUNT);
    let plan = BasePlanUpdate::new("business_monthly").hosts(40);
    account.plans().update_base(plan).await?;
    for row in rows {
        let info = UserCreateInfo::new(&row.email, UserType::Licensed);
        let user = UserCreate::new(UserCreateAction::CustCreate).user_info(info);
        match account.users().create(user).await {
            // The account starts with two users.
            Err(error) if error.is_already_exists() => {}
            result => drop(result?),
        }
    }
    Ok(fake)
}

/// Lets calls of the first run fail: two responses are lost, and two calls are not executed.
pub(crate) fn disturb(fake: &FakeZoom) -> Result<()> {
    let rules = [
        Fault::ResetAfter.on("phone_users.add_batch"),
        Fault::ServiceUnavailable.on("phone_numbers.assign"),
        Fault::ResetAfter.on("phone_call_queues.create"),
        Fault::InternalServerError.on("phone_auto_receptionists.create"),
    ];
    for rule in rules {
        fake.inject(rule.times(1))?;
    }
    Ok(())
}

/// Describes what the account contains.
pub(crate) async fn describe(zoom: &Client) -> Result<String> {
    let account: SubAccount = zoom.sub_account(ACCOUNT);
    let sites = account.phone_sites().list().items();
    let sites = sites.collect_all(1000).await?.len();
    let addresses = account.phone_emergency_addresses().list().items();
    let addresses = addresses.collect_all(1000).await?.len();
    let users = account.phone_users().list().items();
    let users = users.collect_all(1000).await?;
    let numbers = users
        .iter()
        .flat_map(|user| user.phone_numbers.iter().flatten());
    let numbers = numbers.count();
    let queues = account.phone_call_queues().list().items();
    let queues = queues.collect_all(1000).await?;
    let mut members = 0;
    for queue in &queues {
        let id = queue.id.clone().ok_or("a call queue has no id")?;
        let list = account.phone_call_queues().list_members(id).await?;
        members += list.call_queue_members.map_or(0, |members| members.len());
    }
    let receptionists = account.phone_auto_receptionists().list().items();
    let receptionists = receptionists.collect_all(1000).await?.len();
    Ok(format!(
        "sites: {sites}, emergency addresses: {addresses}, users: {}, their numbers: {numbers}, call queues: {}, \
         members: {members}, auto receptionists: {receptionists}",
        users.len(),
        queues.len()
    ))
}
