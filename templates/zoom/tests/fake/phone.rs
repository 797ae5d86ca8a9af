//! The rules of Zoom Phone, each by calls to the fake.

use futures_util::TryStreamExt as _;
use zoom_accounts::Client;
use zoom_accounts::fake::FakeZoom;
use zoom_accounts::ids::{PhoneSiteId, UserId};
use zoom_accounts::v2::phone_auto_receptionists::{
    AutoReceptionistCreate, AutoReceptionistNumberAssign, AutoReceptionistNumberBatchAssign,
};
use zoom_accounts::v2::phone_call_queues::{
    CallQueueCreate, CallQueueMembersAdd, CallQueueNewMembers, CallQueueNumberAssign,
    CallQueueNumberBatchAssign, CallQueueUserAdd,
};
use zoom_accounts::v2::phone_emergency_addresses::{
    PhoneEmergencyAddressCreate, PhoneEmergencyAddressCreateRequired,
};
use zoom_accounts::v2::phone_numbers::{PhoneNumberAssign, PhoneNumberBatchAssign};
use zoom_accounts::v2::phone_sites::{
    PhoneSiteAddressChange, PhoneSiteAddressChangeRequired, PhoneSiteCreate,
};
use zoom_accounts::v2::phone_users::{PhoneUserAdd, PhoneUserBatchAdd, PhoneUserUpdate};
use zoom_accounts::v2::types::UserType;
use zoom_accounts::v2::users::{UserCreate, UserCreateAction, UserCreateInfo};

type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;

const PLAN: &str = "US/CA Unlimited";
const NUMBER: &str = "+12025550100";

fn code<T>(result: zoom_accounts::Result<T>) -> Option<i64> {
    let error = result.err()?;
    error.code()?.parse().ok()
}

async fn site(zoom: &Client, name: &str) -> Result<PhoneSiteId> {
    let address = PhoneSiteAddressChange::new(PhoneSiteAddressChangeRequired {
        address_line1: "1 Example Street",
        city: "Springfield",
        country: "US",
        state_code: "IL",
        zip: "62701",
    });
    let request = PhoneSiteCreate::new("Front desk", address, name);
    let site = zoom.phone_sites().create(request).await?;
    Ok(site.id)
}

async fn account_user(zoom: &Client, email: &str) -> Result {
    let info = UserCreateInfo::new(email, UserType::Licensed);
    let request = UserCreate::new(UserCreateAction::CustCreate).user_info(info);
    zoom.users().create(request).await?;
    Ok(())
}

/// Creates a user of the account and gives Zoom Phone to the user.
async fn phone_user(zoom: &Client, email: &str, extension: &str) -> Result<UserId> {
    account_user(zoom, email).await?;
    let request = PhoneUserAdd::new(email, [PLAN], extension);
    let added = zoom
        .phone_users()
        .add_batch(PhoneUserBatchAdd::new([request]))
        .await?;
    let user = added.into_iter().find_map(|user| user.id);
    Ok(user.ok_or("an added user has an id")?)
}

fn number(number: &str) -> PhoneNumberBatchAssign {
    PhoneNumberBatchAssign::new([PhoneNumberAssign::default().number(number)])
}

#[tokio::test]
async fn a_new_site_has_a_main_auto_receptionist_and_a_default_emergency_address() -> Result {
    let fake = FakeZoom::start().await?;
    let zoom = fake.client();
    let site = site(&zoom, "Springfield").await?;
    let receptionists: Vec<_> = zoom
        .phone_auto_receptionists()
        .list()
        .items()
        .try_collect()
        .await?;
    assert_eq!(receptionists.len(), 1);
    assert_eq!(receptionists[0].name.as_deref(), Some("Front desk"));
    let main = receptionists[0]
        .id
        .clone()
        .ok_or("a receptionist has an id")?;
    assert_eq!(
        code(zoom.phone_auto_receptionists().delete(main).await),
        Some(400)
    );
    let addresses: Vec<_> = zoom
        .phone_emergency_addresses()
        .list()
        .items()
        .try_collect()
        .await?;
    assert_eq!(addresses.len(), 1);
    assert_eq!(addresses[0].is_default, Some(true));
    assert_eq!(
        zoom.phone_sites().get(&site).await?.name.as_deref(),
        Some("Springfield")
    );
    Ok(())
}

#[tokio::test]
async fn the_users_of_a_deleted_site_move_to_the_other_site() -> Result {
    let fake = FakeZoom::start().await?;
    let zoom = fake.client();
    let (old, new) = (site(&zoom, "Old").await?, site(&zoom, "New").await?);
    account_user(&zoom, "ada@acme.example").await?;
    let request = PhoneUserAdd::new("ada@acme.example", [PLAN], "1001").site_name("Old");
    zoom.phone_users()
        .add_batch(PhoneUserBatchAdd::new([request]))
        .await?;
    assert_eq!(code(zoom.phone_sites().delete(&old, &old).await), Some(400));
    zoom.phone_sites().delete(&old, &new).await?;
    assert_eq!(code(zoom.phone_sites().get(&old).await), Some(400));
    let users: Vec<_> = zoom.phone_users().list().items().try_collect().await?;
    let site = users[0].site.clone().and_then(|site| site.id);
    assert_eq!(site, Some(new));
    Ok(())
}

#[tokio::test]
async fn only_a_user_of_the_account_can_get_zoom_phone() -> Result {
    let fake = FakeZoom::start().await?;
    let zoom = fake.client();
    let request = PhoneUserAdd::new("nobody@acme.example", [PLAN], "1001");
    let added = zoom
        .phone_users()
        .add_batch(PhoneUserBatchAdd::new([request]))
        .await;
    assert_eq!(code(added), Some(1001));
    Ok(())
}

#[tokio::test]
async fn an_extension_number_in_use_is_refused_and_the_batch_adds_no_user() -> Result {
    let fake = FakeZoom::start().await?;
    let zoom = fake.client();
    account_user(&zoom, "ada@acme.example").await?;
    account_user(&zoom, "alan@acme.example").await?;
    let users = ["ada@acme.example", "alan@acme.example"];
    let users = users.map(|email| PhoneUserAdd::new(email, [PLAN], "1001"));
    let added = zoom
        .phone_users()
        .add_batch(PhoneUserBatchAdd::new(users))
        .await;
    assert_eq!(code(added), Some(300));
    let users: Vec<_> = zoom.phone_users().list().items().try_collect().await?;
    assert!(users.is_empty());
    Ok(())
}

#[tokio::test]
async fn a_number_belongs_to_one_owner() -> Result {
    let fake = FakeZoom::start().await?;
    let zoom = fake.client();
    let user = phone_user(&zoom, "ada@acme.example", "1001").await?;
    zoom.phone_numbers().assign(&user, number(NUMBER)).await?;
    let receptionists = zoom.phone_auto_receptionists();
    let created = receptionists
        .create(AutoReceptionistCreate::new("Main line"))
        .await?;
    let receptionist = created.id;
    let numbers = || {
        let number = AutoReceptionistNumberAssign::default().number(NUMBER);
        AutoReceptionistNumberBatchAssign::new([number])
    };
    let refused = receptionists.assign_numbers(&receptionist, numbers()).await;
    assert_eq!(code(refused), Some(400));
    zoom.phone_numbers().unassign(&user, NUMBER).await?;
    receptionists
        .assign_numbers(&receptionist, numbers())
        .await?;
    let listed: Vec<_> = receptionists.list().items().try_collect().await?;
    let number = listed[0].phone_numbers.iter().flatten().next();
    assert_eq!(
        number.and_then(|number| number.number.as_deref()),
        Some(NUMBER)
    );
    Ok(())
}

#[tokio::test]
async fn a_number_that_the_account_does_not_have_is_refused() -> Result {
    let fake = FakeZoom::start().await?;
    let zoom = fake.client();
    let user = phone_user(&zoom, "ada@acme.example", "1001").await?;
    let refused = zoom
        .phone_numbers()
        .assign(&user, number("+12025559999"))
        .await;
    assert_eq!(code(refused), Some(400));
    Ok(())
}

#[tokio::test]
async fn the_numbers_of_a_deleted_user_become_available() -> Result {
    let fake = FakeZoom::start().await?;
    let zoom = fake.client();
    let user = phone_user(&zoom, "ada@acme.example", "1001").await?;
    zoom.phone_numbers().assign(&user, number(NUMBER)).await?;
    zoom.users().delete(&user).await?;
    let next = phone_user(&zoom, "alan@acme.example", "1001").await?;
    zoom.phone_numbers().assign(&next, number(NUMBER)).await?;
    assert_eq!(code(zoom.phone_users().get(&user).await), Some(1001));
    Ok(())
}

#[tokio::test]
async fn a_call_queue_has_the_added_members() -> Result {
    let fake = FakeZoom::start().await?;
    let zoom = fake.client();
    let user = phone_user(&zoom, "ada@acme.example", "1001").await?;
    let queues = zoom.phone_call_queues();
    let queue = queues.create(CallQueueCreate::new("Support")).await?;
    let queue = queue.id;
    let members = |id: &UserId| {
        let users = [CallQueueUserAdd::default().id(id.clone())];
        CallQueueMembersAdd::new(CallQueueNewMembers::default().users(users))
    };
    queues.add_members(&queue, members(&user)).await?;
    let page = queues.list_members(&queue).await?;
    assert_eq!(
        page.call_queue_members.map(|members| members.len()),
        Some(1)
    );
    let unknown = queues
        .add_members(&queue, members(&UserId::from("nobody")))
        .await;
    assert_eq!(code(unknown), Some(1001));
    queues.remove_member(&queue, user.as_str()).await?;
    let page = queues.list_members(&queue).await?;
    assert_eq!(
        page.call_queue_members.map(|members| members.len()),
        Some(0)
    );
    let number = CallQueueNumberAssign::default().number(NUMBER);
    queues
        .assign_numbers(&queue, CallQueueNumberBatchAssign::new([number]))
        .await?;
    queues.delete(&queue).await?;
    zoom.phone_numbers()
        .assign(&user, self::number(NUMBER))
        .await?;
    assert_eq!(code(queues.delete(&queue).await), Some(400));
    Ok(())
}

#[tokio::test]
async fn zoom_corrects_an_emergency_address() -> Result {
    let fake = FakeZoom::start().await?;
    let zoom = fake.client();
    let user = phone_user(&zoom, "ada@acme.example", "1001").await?;
    let request = PhoneEmergencyAddressCreate::new(PhoneEmergencyAddressCreateRequired {
        address_line1: "1 Example Street",
        city: "Springfield",
        country: "US",
        state_code: "IL",
        zip: "62701",
    });
    let created = zoom
        .phone_emergency_addresses()
        .create(request.address_line2("Floor 2"))
        .await?;
    assert_eq!(created.address_line1.as_deref(), Some("1 EXAMPLE ST"));
    assert_eq!(created.address_line2.as_deref(), Some("FL 2"));
    let id = created.id;
    let change = PhoneUserUpdate::default().emergency_address_id(id.clone());
    zoom.phone_users().update(&user, change).await?;
    let address = zoom.phone_users().get(&user).await?.emergency_address;
    assert_eq!(address.and_then(|address| address.id), Some(id));
    Ok(())
}
