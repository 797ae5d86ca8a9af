//! Tests of every operation in Zoom's references, for the client's own account and for a sub account. The expected
//! paths are from the references.

mod accounts;
mod billing;
mod calls;
mod dashboards;
mod groups;
mod ids;
mod meetings;
mod numbers;
mod phone;
mod probe;
mod recordings;
mod reports;
mod rooms;
mod settings;
mod telephony;
mod uploads;
mod users;
mod video_sdk;
mod webinars;

use std::collections::BTreeSet;

use zoom_accounts::Client;
use zoom_accounts::v2::SubAccount;

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
    areas_of_the_client(&client, &probe).await;

    let called = probe.called();
    assert_eq!(called.len(), 788);
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
    areas_of_an_account(&account, &probe).await;

    let called = probe.called();
    let mut expected = reference();
    expected.retain(|line| line.contains(PREFIX));
    assert_eq!(called, expected);
}

/// Calls the operations of the areas that the tables of this folder cover.
async fn areas_of_the_client(client: &Client, probe: &Probe) {
    meetings::meetings(client.meetings(), probe).await;
    meetings::meeting_summaries(client.meeting_summaries(), probe).await;
    meetings::meeting_polls(client.meeting_polls(), probe).await;
    meetings::meeting_live_streams(client.meeting_live_streams(), probe).await;
    meetings::meeting_surveys(client.meeting_surveys(), probe).await;
    meetings::meeting_templates(client.meeting_templates(), probe).await;
    meetings::meeting_registrants(client.meeting_registrants(), probe).await;
    meetings::h323_devices(client.h323_devices(), probe).await;
    webinars::webinars(client.webinars(), probe).await;
    webinars::webinar_templates(client.webinar_templates(), probe).await;
    webinars::webinar_branding(client.webinar_branding(), probe).await;
    webinars::webinar_live_streams(client.webinar_live_streams(), probe).await;
    webinars::webinar_registrants(client.webinar_registrants(), probe).await;
    webinars::webinar_panelists(client.webinar_panelists(), probe).await;
    webinars::webinar_polls(client.webinar_polls(), probe).await;
    webinars::webinar_surveys(client.webinar_surveys(), probe).await;
    recordings::recordings(client.recordings(), probe).await;
    recordings::recordings_of_the_client(client.recordings(), probe).await;
    recordings::recording_registrants(client.recording_registrants(), probe).await;
    recordings::recording_settings(client.recording_settings(), probe).await;
    reports::reports(client.reports(), probe).await;
    reports::billing_reports(client.billing_reports(), probe).await;
    reports::meeting_reports(client.meeting_reports(), probe).await;
    reports::webinar_reports(client.webinar_reports(), probe).await;
    rooms::rooms(client.rooms(), probe).await;
    rooms::room_account_profile(client.room_account_profile(), probe).await;
    rooms::room_account_settings(client.room_account_settings(), probe).await;
    rooms::room_location_settings(client.room_location_settings(), probe).await;
    rooms::room_settings(client.room_settings(), probe).await;
    rooms::room_device_profiles(client.room_device_profiles(), probe).await;
    rooms::room_devices(client.room_devices(), probe).await;
    rooms::room_locations(client.room_locations(), probe).await;
    rooms::digital_signage_contents(client.digital_signage_contents(), probe).await;
    rooms::digital_signage_folders(client.digital_signage_folders(), probe).await;
    rooms::digital_signage_playlists(client.digital_signage_playlists(), probe).await;
    telephony::crc_api_connectors(client.crc_api_connectors(), probe).await;
    telephony::crc_managed_rooms(client.crc_managed_rooms(), probe).await;
    telephony::crc_room_templates(client.crc_room_templates(), probe).await;
    telephony::sip_trunk_callout_countries_of_the_client(
        client.sip_trunk_callout_countries(),
        probe,
    )
    .await;
    telephony::sip_trunk_internal_numbers_of_the_client(client.sip_trunk_internal_numbers(), probe)
        .await;
    telephony::sip_trunk_numbers_of_the_client(client.sip_trunk_numbers(), probe).await;
    telephony::sip_trunks_of_the_client(client.sip_trunks(), probe).await;
    telephony::sip_phones(client.sip_phones(), probe).await;
    telephony::tracking_fields(client.tracking_fields(), probe).await;
    telephony::tsp_settings(client.tsp_settings(), probe).await;
    telephony::pac_accounts(client.pac_accounts(), probe).await;
    telephony::tsp_accounts(client.tsp_accounts(), probe).await;
    video_sdk::video_sdk_recordings(client.video_sdk_recordings(), probe).await;
    video_sdk::video_sdk_reports(client.video_sdk_reports(), probe).await;
    video_sdk::video_sdk_sessions(client.video_sdk_sessions(), probe).await;
    video_sdk::video_sdk_live_streams(client.video_sdk_live_streams(), probe).await;
    video_sdk::video_sdk_stream_ingestions(client.video_sdk_stream_ingestions(), probe).await;
    video_sdk::video_sdk_session_users(client.video_sdk_session_users(), probe).await;
    video_sdk::video_sdk_storage_locations(client.video_sdk_storage_locations(), probe).await;
    video_sdk::qss(client.qss(), probe).await;
    numbers::managed_numbers(client.managed_numbers(), probe).await;
    numbers::peering_numbers(client.peering_numbers(), probe).await;
    numbers::porting_orders(client.porting_orders(), probe).await;
    numbers::sip_groups(client.sip_groups(), probe).await;
    numbers::sms_campaigns(client.sms_campaigns(), probe).await;
    numbers::sms_consents(client.sms_consents(), probe).await;
    numbers::im_groups(client.im_groups(), probe).await;
    numbers::contact_center_logs(client.contact_center_logs(), probe).await;
    numbers::clips(client.clips(), probe).await;
    numbers::marketplace_apps(client.marketplace_apps(), probe).await;
    uploads::webinars(client.webinar_branding(), probe).await;
    uploads::signage(client.digital_signage_contents(), probe).await;
    uploads::rooms(client.crc_managed_rooms(), probe).await;
    phone::of_the_client(client, probe).await;
}

/// Calls the operations of the same areas for a sub account.
async fn areas_of_an_account(account: &SubAccount, probe: &Probe) {
    meetings::meetings(account.meetings(), probe).await;
    meetings::meeting_summaries(account.meeting_summaries(), probe).await;
    meetings::meeting_polls(account.meeting_polls(), probe).await;
    meetings::meeting_live_streams(account.meeting_live_streams(), probe).await;
    meetings::meeting_surveys(account.meeting_surveys(), probe).await;
    meetings::meeting_templates(account.meeting_templates(), probe).await;
    meetings::meeting_registrants(account.meeting_registrants(), probe).await;
    meetings::h323_devices(account.h323_devices(), probe).await;
    webinars::webinars(account.webinars(), probe).await;
    webinars::webinar_templates(account.webinar_templates(), probe).await;
    webinars::webinar_branding(account.webinar_branding(), probe).await;
    webinars::webinar_live_streams(account.webinar_live_streams(), probe).await;
    webinars::webinar_registrants(account.webinar_registrants(), probe).await;
    webinars::webinar_panelists(account.webinar_panelists(), probe).await;
    webinars::webinar_polls(account.webinar_polls(), probe).await;
    webinars::webinar_surveys(account.webinar_surveys(), probe).await;
    recordings::recordings_of_an_account(account.recordings(), probe).await;
    recordings::recordings(account.recordings(), probe).await;
    recordings::recording_registrants(account.recording_registrants(), probe).await;
    recordings::recording_settings(account.recording_settings(), probe).await;
    reports::reports(account.reports(), probe).await;
    reports::billing_reports(account.billing_reports(), probe).await;
    reports::meeting_reports(account.meeting_reports(), probe).await;
    reports::webinar_reports(account.webinar_reports(), probe).await;
    rooms::rooms(account.rooms(), probe).await;
    rooms::room_account_profile(account.room_account_profile(), probe).await;
    rooms::room_account_settings(account.room_account_settings(), probe).await;
    rooms::room_location_settings(account.room_location_settings(), probe).await;
    rooms::room_settings(account.room_settings(), probe).await;
    rooms::room_device_profiles(account.room_device_profiles(), probe).await;
    rooms::room_devices(account.room_devices(), probe).await;
    rooms::room_locations(account.room_locations(), probe).await;
    rooms::digital_signage_contents(account.digital_signage_contents(), probe).await;
    rooms::digital_signage_folders(account.digital_signage_folders(), probe).await;
    rooms::digital_signage_playlists(account.digital_signage_playlists(), probe).await;
    telephony::crc_api_connectors(account.crc_api_connectors(), probe).await;
    telephony::crc_managed_rooms(account.crc_managed_rooms(), probe).await;
    telephony::crc_room_templates(account.crc_room_templates(), probe).await;
    telephony::sip_trunk_callout_countries_of_an_account(
        account.sip_trunk_callout_countries(),
        probe,
    )
    .await;
    telephony::sip_trunk_internal_numbers_of_an_account(
        account.sip_trunk_internal_numbers(),
        probe,
    )
    .await;
    telephony::sip_trunk_numbers_of_an_account(account.sip_trunk_numbers(), probe).await;
    telephony::sip_trunks_of_an_account(account.sip_trunks(), probe).await;
    telephony::sip_phones(account.sip_phones(), probe).await;
    telephony::tracking_fields(account.tracking_fields(), probe).await;
    telephony::tsp_settings(account.tsp_settings(), probe).await;
    telephony::pac_accounts(account.pac_accounts(), probe).await;
    telephony::tsp_accounts(account.tsp_accounts(), probe).await;
    video_sdk::video_sdk_recordings(account.video_sdk_recordings(), probe).await;
    video_sdk::video_sdk_reports(account.video_sdk_reports(), probe).await;
    video_sdk::video_sdk_sessions(account.video_sdk_sessions(), probe).await;
    video_sdk::video_sdk_live_streams(account.video_sdk_live_streams(), probe).await;
    video_sdk::video_sdk_stream_ingestions(account.video_sdk_stream_ingestions(), probe).await;
    video_sdk::video_sdk_session_users(account.video_sdk_session_users(), probe).await;
    video_sdk::video_sdk_storage_locations(account.video_sdk_storage_locations(), probe).await;
    video_sdk::qss(account.qss(), probe).await;
    numbers::managed_numbers(account.managed_numbers(), probe).await;
    numbers::peering_numbers(account.peering_numbers(), probe).await;
    numbers::porting_orders(account.porting_orders(), probe).await;
    numbers::sip_groups(account.sip_groups(), probe).await;
    numbers::sms_campaigns(account.sms_campaigns(), probe).await;
    numbers::sms_consents(account.sms_consents(), probe).await;
    numbers::im_groups(account.im_groups(), probe).await;
    numbers::contact_center_logs(account.contact_center_logs(), probe).await;
    numbers::clips(account.clips(), probe).await;
    numbers::marketplace_apps(account.marketplace_apps(), probe).await;
    uploads::webinars(account.webinar_branding(), probe).await;
    uploads::signage(account.digital_signage_contents(), probe).await;
    uploads::rooms(account.crc_managed_rooms(), probe).await;
    phone::of_an_account(account, probe).await;
}
