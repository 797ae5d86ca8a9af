//! The rules of sub accounts, users, groups and roles, each by calls to the fake.

use futures_util::{StreamExt as _, TryStreamExt as _};
use zoom_accounts::Client;
use zoom_accounts::fake::{FakeZoom, Tiers};
use zoom_accounts::ids::AccountId;
use zoom_accounts::v2::accounts::{
    AccountCreate, AccountCreateRequired, AccountListParams, AccountOptions, AccountOwnerUpdate,
    PayMode,
};
use zoom_accounts::v2::groups::GroupCreate;
use zoom_accounts::v2::types::UserType;
use zoom_accounts::v2::users::{
    UserAccountSwitch, UserCreate, UserCreateAction, UserCreateInfo, UserUpdate,
};

/// The request for a sub account whose owner has this email address.
pub(crate) fn new_account(email: &str) -> AccountCreate {
    AccountCreate::new(AccountCreateRequired {
        email,
        first_name: "Grace",
        last_name: "Example",
        password: "Vt7-quay-Lantern".into(),
    })
}

/// Creates a sub account and returns its id.
pub(crate) async fn create(zoom: &Client, email: &str) -> zoom_accounts::Result<AccountId> {
    let created = zoom.accounts().create(new_account(email)).await?;
    Ok(created.id)
}

/// Returns the error code of a failed call.
pub(crate) fn code(result: zoom_accounts::Result<impl Sized>) -> Option<u32> {
    result.err().and_then(|error| error.code()?.parse().ok())
}

fn basic_user(email: &str) -> UserCreate {
    let info = UserCreateInfo::new(email, UserType::Basic);
    UserCreate::new(UserCreateAction::CustCreate).user_info(info)
}

#[tokio::test]
async fn a_created_account_can_be_read_and_listed() -> Result<(), Box<dyn std::error::Error>> {
    let fake = FakeZoom::start().await?;
    let zoom = fake.client();
    let request = new_account("owner@goog.example").account_name("GOOG Example");
    let created = zoom.accounts().create(request).await?;
    let details = zoom.accounts().get(&created.id).await?;
    assert_eq!(details.account_name.as_deref(), Some("GOOG Example"));
    assert_eq!(details.owner_email.as_deref(), Some("owner@goog.example"));
    assert_eq!(details.owner_id, created.owner_id);
    let listed: Vec<_> = zoom.accounts().list().items().try_collect().await?;
    assert_eq!(listed.len(), 1);
    assert_eq!(listed[0].id, created.id);
    Ok(())
}

#[tokio::test]
async fn an_email_address_that_is_in_use_fails_with_code_1005()
-> Result<(), Box<dyn std::error::Error>> {
    let fake = FakeZoom::start().await?;
    let zoom = fake.client();
    create(&zoom, "owner@goog.example").await?;
    assert_eq!(code(create(&zoom, "Owner@GOOG.example").await), Some(1005));
    Ok(())
}

#[tokio::test]
async fn a_foreign_account_fails_with_code_2001() -> Result<(), Box<dyn std::error::Error>> {
    let fake = FakeZoom::start().await?;
    let zoom = fake.client();
    assert_eq!(code(zoom.accounts().get("unknown").await), Some(2001));
    let users = zoom.sub_account("unknown").users().list().await;
    assert_eq!(code(users), Some(2001));
    Ok(())
}

#[tokio::test]
async fn a_sub_account_cannot_have_sub_accounts() -> Result<(), Box<dyn std::error::Error>> {
    let fake = FakeZoom::builder().tiers(Tiers::Two).start().await?;
    let zoom = fake.client();
    let sub = create(&zoom, "owner@goog.example").await?;
    let mut request = new_account("owner@deep.example");
    request.sub_reseller_id = Some(sub);
    assert_eq!(code(zoom.accounts().create(request).await), Some(2001));
    Ok(())
}

#[tokio::test]
async fn the_top_account_cannot_call_accounts_two_tiers_below()
-> Result<(), Box<dyn std::error::Error>> {
    let fake = FakeZoom::builder().tiers(Tiers::Three).start().await?;
    let second = fake.second_level_client_builder().build()?;
    let sub = create(&second, "owner@goog.example").await?;
    assert_eq!(second.accounts().get(&sub).await?.id, sub);
    assert_eq!(code(fake.client().accounts().get(&sub).await), Some(2001));
    let below = fake.second_level_account().ok_or("there are three tiers")?;
    let params = AccountListParams::default().sub_reseller_id(below);
    let list = fake.client().accounts().list().params(params);
    let listed: Vec<_> = list.items().try_collect().await?;
    assert_eq!(listed.first().map(|row| &row.id), Some(&sub));
    Ok(())
}

#[tokio::test]
async fn a_disassociated_account_is_no_longer_reachable() -> Result<(), Box<dyn std::error::Error>>
{
    let fake = FakeZoom::start().await?;
    let zoom = fake.client();
    let sub = create(&zoom, "owner@goog.example").await?;
    zoom.accounts().disassociate(&sub).await?;
    assert_eq!(code(zoom.accounts().get(&sub).await), Some(2001));
    assert_eq!(zoom.accounts().list().items().count().await, 0);
    // The account goes on, so its owner's email address stays in use.
    assert_eq!(code(create(&zoom, "owner@goog.example").await), Some(1005));
    Ok(())
}

#[tokio::test]
async fn the_payer_can_be_changed_before_a_plan() -> Result<(), Box<dyn std::error::Error>> {
    let fake = FakeZoom::start().await?;
    let zoom = fake.client();
    let sub = create(&zoom, "owner@goog.example").await?;
    let options = AccountOptions::default().pay_mode(PayMode::Sub);
    zoom.accounts().update_options(&sub, options).await?;
    let details = zoom.accounts().get(&sub).await?;
    let options = details.options.ok_or("the account has options")?;
    assert_eq!(options.pay_mode, Some(PayMode::Sub));
    Ok(())
}

#[tokio::test]
async fn a_new_owner_must_be_an_admin_of_the_account() -> Result<(), Box<dyn std::error::Error>> {
    let fake = FakeZoom::start().await?;
    let zoom = fake.client();
    let sub = create(&zoom, "owner@goog.example").await?;
    let request = AccountOwnerUpdate::new("ada@goog.example");
    // Without a billing contact, Zoom refuses the change first.
    assert_eq!(
        code(zoom.accounts().update_owner(&sub, request).await),
        Some(3211)
    );
    Ok(())
}

#[tokio::test]
async fn a_basic_user_is_refused_on_a_primary_account_only()
-> Result<(), Box<dyn std::error::Error>> {
    let fake = FakeZoom::start().await?;
    let zoom = fake.client();
    let sub = create(&zoom, "owner@goog.example").await?;
    let refused = zoom.users().create(basic_user("a@primary.example")).await;
    assert_eq!(code(refused), Some(1108));
    let account = zoom.sub_account(&sub);
    account.users().create(basic_user("a@goog.example")).await?;
    let users: Vec<_> = account.users().list().items().try_collect().await?;
    let emails: Vec<_> = users
        .iter()
        .filter_map(|user| user.email.as_deref())
        .collect();
    assert_eq!(emails, ["owner@goog.example", "a@goog.example"]);
    Ok(())
}

#[tokio::test]
async fn a_licensed_user_needs_a_plan() -> Result<(), Box<dyn std::error::Error>> {
    let fake = FakeZoom::start().await?;
    let zoom = fake.client();
    let sub = create(&zoom, "owner@goog.example").await?;
    let info = UserCreateInfo::new("a@goog.example", UserType::Licensed);
    let request = UserCreate::new(UserCreateAction::CustCreate).user_info(info);
    let refused = zoom.sub_account(&sub).users().create(request).await;
    assert_eq!(code(refused), Some(200));
    Ok(())
}

#[tokio::test]
async fn an_invited_user_is_pending_until_the_invitation_is_accepted()
-> Result<(), Box<dyn std::error::Error>> {
    let fake = FakeZoom::start().await?;
    let zoom = fake.client();
    let sub = create(&zoom, "owner@goog.example").await?;
    let account = zoom.sub_account(&sub);
    let info = UserCreateInfo::new("a@goog.example", UserType::Basic);
    let request = UserCreate::new(UserCreateAction::Create).user_info(info);
    account.users().create(request).await?;
    assert_eq!(account.users().list().items().count().await, 1);
    assert!(fake.accept_invitation("a@goog.example"));
    assert_eq!(account.users().list().items().count().await, 2);
    Ok(())
}

#[tokio::test]
async fn a_user_can_be_moved_to_another_sub_account() -> Result<(), Box<dyn std::error::Error>> {
    let fake = FakeZoom::start().await?;
    let zoom = fake.client();
    let goog = create(&zoom, "owner@goog.example").await?;
    let fb = create(&zoom, "owner@fb.example").await?;
    let user = zoom
        .sub_account(&goog)
        .users()
        .create(basic_user("a@goog.example"))
        .await?;
    let id = user.id.ok_or("a created user has an id")?;
    zoom.sub_account(&goog)
        .users()
        .switch_account(&id, UserAccountSwitch::new(fb.clone()))
        .await?;
    let moved = zoom.sub_account(&fb).users().get("a@goog.example").await?;
    assert_eq!(moved.id.as_ref(), Some(&id));
    assert_eq!(
        code(zoom.sub_account(&goog).users().get(&id).await),
        Some(1001)
    );
    Ok(())
}

#[tokio::test]
async fn the_owner_of_an_account_cannot_be_moved() -> Result<(), Box<dyn std::error::Error>> {
    let fake = FakeZoom::start().await?;
    let zoom = fake.client();
    let goog = create(&zoom, "owner@goog.example").await?;
    let fb = create(&zoom, "owner@fb.example").await?;
    let moved = zoom
        .sub_account(&goog)
        .users()
        .switch_account("owner@goog.example", UserAccountSwitch::new(fb))
        .await;
    assert_eq!(code(moved), Some(1117));
    Ok(())
}

#[tokio::test]
async fn a_changed_user_is_read_back() -> Result<(), Box<dyn std::error::Error>> {
    let fake = FakeZoom::start().await?;
    let zoom = fake.client();
    let sub = create(&zoom, "owner@goog.example").await?;
    let users = zoom.sub_account(&sub).users();
    users
        .update("owner@goog.example", UserUpdate::default().dept("Sales"))
        .await?;
    let user = users.get("owner@goog.example").await?;
    assert_eq!(user.dept.as_deref(), Some("Sales"));
    Ok(())
}

#[tokio::test]
async fn groups_need_a_paid_plan() -> Result<(), Box<dyn std::error::Error>> {
    let fake = FakeZoom::start().await?;
    let zoom = fake.client();
    let sub = create(&zoom, "owner@goog.example").await?;
    let refused = zoom
        .sub_account(&sub)
        .groups()
        .create(GroupCreate::new("Sales"))
        .await;
    assert_eq!(code(refused), Some(200));
    let group = zoom.groups().create(GroupCreate::new("Sales")).await?;
    assert_eq!(
        zoom.groups().get(&group.id).await?.name.as_deref(),
        Some("Sales")
    );
    let again = zoom.groups().create(GroupCreate::new("sales")).await;
    assert_eq!(code(again), Some(4132));
    Ok(())
}
