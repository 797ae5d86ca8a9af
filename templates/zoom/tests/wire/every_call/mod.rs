//! Tests of every operation in Zoom's references, for the client's own account and for a sub account. The expected
//! paths are from the references.

mod accounts;
mod billing;
mod dashboards;
mod groups;
mod ids;
mod probe;
mod settings;
mod users;

use std::collections::BTreeSet;

use ids::ACCOUNT;
use probe::Probe;

/// The path prefix of a sub account.
const PREFIX: &str = "/accounts/{accountId}";

/// Returns the operations of the references, each as method and path.
fn reference() -> BTreeSet<String> {
    let lines = include_str!("../../primary_operations.txt").lines();
    let lines = lines.filter(|line| !line.starts_with('#'));
    lines
        .map(|line| line.split(' ').collect::<Vec<_>>()[1..3].join(" "))
        .collect()
}

#[tokio::test]
async fn every_operation_can_be_called_on_the_client() {
    let probe = Probe::start().await;
    let client = probe.client();
    accounts::of_the_client(client.accounts(), &probe).await;
    accounts::information_barriers(client.information_barriers(), &probe).await;
    accounts::roles(client.roles(), &probe).await;
    accounts::surveys(client.surveys(), &probe).await;
    billing::of_the_client(client.billing(), &probe).await;
    billing::plans_of_the_client(client.plans(), &probe).await;
    dashboards::quality(client.dashboards(), &probe).await;
    dashboards::zoom_rooms(client.dashboards(), &probe).await;
    dashboards::meetings(client.dashboards(), &probe).await;
    dashboards::webinars(client.dashboards(), &probe).await;
    groups::groups(client.groups(), &probe).await;
    settings::of_the_client(client.account_settings(), &probe).await;
    settings::of_groups(client.group_settings(), &probe).await;
    settings::of_users(client.user_settings(), &probe).await;
    users::of_the_client(client.users(), &probe).await;
    users::users(client.users(), &probe).await;
    users::one_user(client.users(), &probe).await;
    users::assistants(client.assistants(), &probe).await;
    users::schedulers(client.schedulers(), &probe).await;

    let called = probe.called();
    assert_eq!(called.len(), 126);
    for line in reference() {
        let own = line.replacen(PREFIX, "", 1);
        // The client calls a mirrored operation without the prefix.
        assert!(called.contains(&line) || called.contains(&own), "{line}");
    }
}

#[tokio::test]
async fn every_operation_of_an_account_can_be_called_for_a_sub_account() {
    let probe = Probe::start().await.below_an_account();
    let account = probe.client().sub_account(ACCOUNT);
    accounts::of_an_account(account.accounts(), &probe).await;
    accounts::information_barriers(account.information_barriers(), &probe).await;
    accounts::roles(account.roles(), &probe).await;
    accounts::surveys(account.surveys(), &probe).await;
    billing::of_an_account(account.billing(), &probe).await;
    billing::plans_of_an_account(account.plans(), &probe).await;
    dashboards::quality(account.dashboards(), &probe).await;
    dashboards::zoom_rooms(account.dashboards(), &probe).await;
    dashboards::meetings(account.dashboards(), &probe).await;
    dashboards::webinars(account.dashboards(), &probe).await;
    groups::groups(account.groups(), &probe).await;
    settings::of_an_account(account.account_settings(), &probe).await;
    settings::of_groups(account.group_settings(), &probe).await;
    settings::of_users(account.user_settings(), &probe).await;
    users::of_an_account(account.users(), &probe).await;
    users::users(account.users(), &probe).await;
    users::one_user(account.users(), &probe).await;
    users::assistants(account.assistants(), &probe).await;
    users::schedulers(account.schedulers(), &probe).await;

    let called = probe.called();
    let mut expected = reference();
    expected.retain(|line| line.contains(PREFIX));
    assert_eq!(called, expected);
}
