//! The steps of the example. Each step first looks for what it would create, and then creates only what is missing.

use std::collections::{BTreeMap, BTreeSet};

use zoom_accounts::ids::{
    CallQueueId, PhoneEmergencyAddressId, PhoneExtensionId, PhoneSiteId, UserId,
};
use zoom_accounts::runtime::{Items, Outcome, Page};
use zoom_accounts::v2::SubAccount;
use zoom_accounts::v2::phone_auto_receptionists::{
    AutoReceptionistCreate, AutoReceptionistNumberAssign, AutoReceptionistNumberBatchAssign,
};
use zoom_accounts::v2::phone_call_queues::{
    CallQueueCreate, CallQueueMembersAdd, CallQueueNewMembers, CallQueueUserAdd,
    PhoneCallQueueListParams,
};
use zoom_accounts::v2::phone_emergency_addresses::{
    PhoneEmergencyAddressCreate, PhoneEmergencyAddressCreateRequired,
    PhoneEmergencyAddressListParams,
};
use zoom_accounts::v2::phone_ivrs::{PhoneIvrNoInputAction, PhoneIvrNoInputUpdate, PhoneIvrUpdate};
use zoom_accounts::v2::phone_numbers::{PhoneNumberAssign, PhoneNumberBatchAssign};
use zoom_accounts::v2::phone_sites::{
    PhoneSiteAddressChange, PhoneSiteAddressChangeRequired, PhoneSiteCreate,
};
use zoom_accounts::v2::phone_users::{
    PhoneUserAdd, PhoneUserBatchAdd, PhoneUserSummary, PhoneUserUpdate,
};

use crate::Result;
use crate::rows::Row;

pub(crate) const SITE: &str = "Springfield";
pub(crate) const STREET: &str = "1 Example Street";
pub(crate) const PLAN: &str = "US/CA Unlimited";
pub(crate) const QUEUE: &str = "Support";
pub(crate) const RECEPTIONIST: &str = "Main line";
const MAIN_NUMBER: &str = "+12025550100";

/// How a step ended.
type How = &'static str;
const EXISTS: How = "exists";
const CREATED: How = "created";
const LOST: How = "created, but the response was lost";

/// A call queue: its id, and the id of its extension.
type Queue = (CallQueueId, PhoneExtensionId);

#[derive(Clone)]
pub(crate) struct Rollout {
    account: SubAccount,
}

impl Rollout {
    pub(crate) fn new(account: SubAccount) -> Self {
        Self { account }
    }

    pub(crate) async fn site(&self) -> Result<(PhoneSiteId, How)> {
        let sites = self.account.phone_sites();
        let address = PhoneSiteAddressChange::new(PhoneSiteAddressChangeRequired {
            address_line1: STREET,
            city: "Springfield",
            country: "US",
            state_code: "IL",
            zip: "62701",
        });
        let request = PhoneSiteCreate::new("Front desk", address, SITE);
        let find = async || {
            let is_it = |name: Option<String>| name.as_deref() == Some(SITE);
            first(sites.list().items(), |site| {
                site.id.filter(|_| is_it(site.name))
            })
            .await
        };
        ensure(find, async { Ok(Some(sites.create(request).await?.id)) }).await
    }

    /// The emergency address says where in the building a user sits.
    pub(crate) async fn emergency_address(
        &self,
        site: &PhoneSiteId,
        floor: &str,
    ) -> Result<(PhoneEmergencyAddressId, How)> {
        let addresses = self.account.phone_emergency_addresses();
        let request = PhoneEmergencyAddressCreate::new(PhoneEmergencyAddressCreateRequired {
            address_line1: STREET,
            city: "Springfield",
            country: "US",
            state_code: "IL",
            zip: "62701",
        })
        .address_line2(floor)
        .site_id(site);
        // Zoom corrects addresses, for example to `1 EXAMPLE ST, FL 2`.
        let wanted = [corrected(STREET), corrected(floor)];
        let find = async || {
            let of_site = PhoneEmergencyAddressListParams::default().site_id(site);
            first(addresses.list().params(of_site).items(), |address| {
                let lines = [address.address_line1, address.address_line2];
                let lines = lines.map(|line| corrected(&line.unwrap_or_default()));
                address.id.filter(|_| lines == wanted)
            })
            .await
        };
        ensure(find, async {
            Ok(Some(addresses.create(request).await?.id))
        })
        .await
    }

    /// Returns the phone users of the account by email address.
    pub(crate) async fn users(&self) -> Result<BTreeMap<String, PhoneUserSummary>> {
        let mut users = BTreeMap::new();
        let mut list = self.account.phone_users().list().items();
        while let Some(user) = list.next().await {
            let user = user?;
            let email = user.email.clone().unwrap_or_default();
            users.insert(email.to_lowercase(), user);
        }
        Ok(users)
    }

    /// Adds the user to Zoom Phone unless `known` contains the user. Then assigns the number, if it is missing, and the
    /// emergency address.
    pub(crate) async fn user(
        &self,
        row: &Row,
        known: Option<PhoneUserSummary>,
        address: PhoneEmergencyAddressId,
    ) -> Result<(UserId, How)> {
        let users = self.account.phone_users();
        let (first_name, last_name) = row.name.split_once(' ').unwrap_or((&row.name, ""));
        let request = PhoneUserAdd::new(&row.email, [PLAN], &row.extension)
            .first_name(first_name)
            .last_name(last_name)
            .site_name(SITE);
        let numbers = known
            .iter()
            .flat_map(|user| user.phone_numbers.iter().flatten());
        let has_number = numbers
            .filter_map(|number| number.number.as_deref())
            .any(|number| number == row.number);

        let (user, how) = if let Some(user) = known.and_then(|user| user.id) {
            (user, EXISTS)
        } else {
            let add = async {
                let added = users.add_batch(PhoneUserBatchAdd::new([request])).await?;
                Ok(added.into_iter().find_map(|user| user.id))
            };
            let find = async {
                let user = self.users().await?.remove(&row.email.to_lowercase());
                Ok(user.and_then(|user| user.id))
            };
            create(add, find).await?
        };
        if !has_number {
            let number = PhoneNumberAssign::default().number(&row.number);
            let numbers = self.account.phone_numbers();
            numbers
                .assign(&user, PhoneNumberBatchAssign::new([number]))
                .await?;
        }
        let change = PhoneUserUpdate::default().emergency_address_id(address);
        users.update(&user, change).await?;
        Ok((user, how))
    }

    pub(crate) async fn call_queue(&self, site: &PhoneSiteId) -> Result<(Queue, How)> {
        let queues = self.account.phone_call_queues();
        let request = CallQueueCreate::new(QUEUE).site_id(site);
        let find = async || {
            let of_site = PhoneCallQueueListParams::default().site_id(site);
            first(queues.list().params(of_site).items(), |queue| {
                (queue.name.as_deref() == Some(QUEUE)).then(|| queue.id.zip(queue.extension_id))?
            })
            .await
        };
        // The response does not contain the id of the extension.
        ensure(find, async { queues.create(request).await.map(|_| None) }).await
    }

    /// Adds the users who are not yet members of the queue, and returns how many were added.
    pub(crate) async fn add_members(&self, queue: &Queue, users: Vec<UserId>) -> Result<usize> {
        let queues = self.account.phone_call_queues();
        let members = queues.list_members(&queue.0).await?.call_queue_members;
        let ids = members.into_iter().flatten().filter_map(|member| member.id);
        let ids: BTreeSet<String> = ids.map(Into::into).collect();
        let missing = users
            .into_iter()
            .filter(|user| !ids.contains(user.as_str()));
        let missing: Vec<CallQueueUserAdd> = missing
            .map(|user| CallQueueUserAdd::default().id(user))
            .collect();
        for users in missing.chunks(10) {
            let members = CallQueueNewMembers::default().users(users.to_vec());
            let request = CallQueueMembersAdd::new(members);
            queues.add_members(&queue.0, request).await?;
        }
        Ok(missing.len())
    }

    /// Creates the auto receptionist, which receives the calls to the main number and forwards them to the queue.
    pub(crate) async fn receptionist(&self, site: &PhoneSiteId, queue: &Queue) -> Result<How> {
        let receptionists = self.account.phone_auto_receptionists();
        let request = AutoReceptionistCreate::new(RECEPTIONIST).site_id(site);
        let find = async || {
            first(receptionists.list().items(), |receptionist| {
                let is_it = receptionist.name.as_deref() == Some(RECEPTIONIST);
                let has_number = receptionist
                    .phone_numbers
                    .is_some_and(|numbers| !numbers.is_empty());
                receptionist.id.filter(|_| is_it).map(|id| (id, has_number))
            })
            .await
        };
        let create = async {
            let created = receptionists.create(request).await?;
            Ok(Some((created.id, false)))
        };
        let ((id, has_number), how) = ensure(find, create).await?;
        if !has_number {
            let number = AutoReceptionistNumberAssign::default().number(MAIN_NUMBER);
            let request = AutoReceptionistNumberBatchAssign::new([number]);
            receptionists.assign_numbers(&id, request).await?;
        }
        let forward = PhoneIvrNoInputUpdate::default()
            .action(PhoneIvrNoInputAction::ForwardToCallQueue)
            .forward_to_extension_id(&queue.1);
        let menu = PhoneIvrUpdate::default().caller_enters_no_action(forward);
        self.account.phone_ivrs().update(id, menu).await?;
        Ok(how)
    }
}

/// Returns what `find` finds. Creates it if it does not exist.
async fn ensure<T>(
    find: impl AsyncFn() -> Result<Option<T>>,
    request: impl Future<Output = zoom_accounts::Result<Option<T>>>,
) -> Result<(T, How)> {
    match find().await? {
        Some(found) => Ok((found, EXISTS)),
        None => create(request, find()).await,
    }
}

/// Sends a request that creates something. If the response is lost, looks whether Zoom has created it. The request is
/// never repeated, because that could create the same thing twice.
async fn create<T>(
    request: impl Future<Output = zoom_accounts::Result<Option<T>>>,
    find: impl Future<Output = Result<Option<T>>>,
) -> Result<(T, How)> {
    let (how, error) = match request.await {
        Ok(Some(created)) => return Ok((created, CREATED)),
        Ok(None) => (CREATED, None),
        // For example, the connection broke. The program must look at the account to find out whether Zoom executed the
        // call.
        Err(error) if error.outcome() >= Outcome::Unknown => (LOST, Some(error)),
        Err(error) => return Err(error.into()),
    };
    match (find.await?, error) {
        (Some(found), _) => Ok((found, how)),
        (None, Some(error)) => Err(error.into()),
        (None, None) => Err("Zoom does not list what it created".into()),
    }
}

/// Returns the first item for which `pick` returns a value.
async fn first<P: Page, T>(
    mut items: Items<P>,
    pick: impl Fn(P::Item) -> Option<T>,
) -> Result<Option<T>> {
    while let Some(item) = items.next().await {
        if let Some(found) = pick(item?) {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

/// Zoom corrects the lines of addresses. Returns the part of a line that stays the same: its digits, or its words if it
/// has no digits.
fn corrected(line: &str) -> String {
    let digits: String = line.chars().filter(char::is_ascii_digit).collect();
    if digits.is_empty() {
        line.to_lowercase()
    } else {
        digits
    }
}
