//! Calls the operations of the settings of accounts, groups and users.

use zoom_accounts::runtime::{Root, Scope, Scoped};
use zoom_accounts::v2::account_settings::AccountSettingsHandle;
use zoom_accounts::v2::group_settings::GroupSettingsHandle;
use zoom_accounts::v2::types::RegistrationType;
use zoom_accounts::v2::user_settings::UserSettingsHandle;

use super::ids::{ACCOUNT, GROUP, USER};
use super::probe::Probe;

pub(super) async fn of_the_client(settings: AccountSettingsHandle<Root>, probe: &Probe) {
    let line = "GET /accounts/{accountId}/settings";
    probe
        .get(
            line,
            "account_settings_get_response_no_option",
            settings.get(ACCOUNT),
        )
        .await;
    let line = "PATCH /accounts/{accountId}/settings";
    let call = |body| settings.update(ACCOUNT, body);
    probe
        .change(line, "account_settings_update_request_no_option", call)
        .await;
    let line = "GET /accounts/{accountId}/lock_settings";
    probe
        .get(
            line,
            "account_settings_get_locks_response_no_option",
            settings.get_locks(ACCOUNT),
        )
        .await;
    let line = "PATCH /accounts/{accountId}/lock_settings";
    let call = |body| settings.update_locks(ACCOUNT, body);
    probe
        .change(line, "account_settings_update_locks_request_sections", call)
        .await;
    let line = "GET /accounts/{accountId}/settings/registration";
    probe
        .get(
            line,
            "account_settings_get_registration_response",
            settings.get_registration(ACCOUNT),
        )
        .await;
    let line = "PATCH /accounts/{accountId}/settings/registration";
    let call = |body| settings.update_registration(ACCOUNT, body);
    probe
        .change(line, "account_settings_update_registration_request", call)
        .await;
    let line = "POST /accounts/{accountId}/settings/virtual_backgrounds";
    let call = |file| settings.upload_virtual_background(ACCOUNT, file);
    probe
        .upload(
            line,
            "account_settings_upload_virtual_background_created",
            call,
        )
        .await;
    let line = "DELETE /accounts/{accountId}/settings/virtual_backgrounds";
    probe
        .remove(line, settings.delete_virtual_backgrounds(ACCOUNT))
        .await;
}

pub(super) async fn of_an_account(settings: AccountSettingsHandle<Scoped>, probe: &Probe) {
    probe
        .get(
            "GET /settings",
            "account_settings_get_response_no_option",
            settings.get(),
        )
        .await;
    let call = |body| settings.update(body);
    probe
        .change(
            "PATCH /settings",
            "account_settings_update_request_no_option",
            call,
        )
        .await;
    probe
        .get(
            "GET /lock_settings",
            "account_settings_get_locks_response_no_option",
            settings.get_locks(),
        )
        .await;
    let call = |body| settings.update_locks(body);
    probe
        .change(
            "PATCH /lock_settings",
            "account_settings_update_locks_request_sections",
            call,
        )
        .await;
    let line = "GET /settings/registration";
    probe
        .get(
            line,
            "account_settings_get_registration_response",
            settings.get_registration(),
        )
        .await;
    let line = "PATCH /settings/registration";
    let call = |body| settings.update_registration(body);
    probe
        .change(line, "account_settings_update_registration_request", call)
        .await;
    let line = "POST /settings/virtual_backgrounds";
    let call = |file| settings.upload_virtual_background(file);
    probe
        .upload(
            line,
            "account_settings_upload_virtual_background_created",
            call,
        )
        .await;
    let line = "DELETE /settings/virtual_backgrounds";
    probe
        .remove(line, settings.delete_virtual_backgrounds())
        .await;
}

pub(super) async fn of_groups<S: Scope>(settings: GroupSettingsHandle<S>, probe: &Probe) {
    let line = "GET /groups/{groupId}/settings";
    probe
        .get(
            line,
            "group_settings_get_response_no_option",
            settings.get(GROUP),
        )
        .await;
    let line = "PATCH /groups/{groupId}/settings";
    let call = |body| settings.update(GROUP, body);
    probe
        .change(line, "group_settings_update_request_no_option", call)
        .await;
    let line = "GET /groups/{groupId}/lock_settings";
    probe
        .get(
            line,
            "group_settings_get_locks_response_no_option",
            settings.get_locks(GROUP),
        )
        .await;
    let line = "PATCH /groups/{groupId}/lock_settings";
    let call = |body| settings.update_locks(GROUP, body);
    probe
        .change(line, "group_settings_update_locks_request_no_option", call)
        .await;
    let webinar = RegistrationType::Webinar;
    let line = "GET /groups/{groupId}/settings/registration";
    let call = settings.get_registration(GROUP, webinar.clone());
    probe
        .get(line, "group_settings_get_registration_response", call)
        .await;
    let line = "PATCH /groups/{groupId}/settings/registration";
    let call = |body| settings.update_registration(GROUP, webinar, body);
    probe
        .change(line, "group_settings_update_registration_request", call)
        .await;
    let line = "POST /groups/{groupId}/settings/virtual_backgrounds";
    let call = |file| settings.upload_virtual_background(GROUP, file);
    probe
        .upload(
            line,
            "group_settings_upload_virtual_background_created",
            call,
        )
        .await;
    let line = "DELETE /groups/{groupId}/settings/virtual_backgrounds";
    let call = settings.delete_virtual_backgrounds(GROUP, ["an-id"]);
    probe.remove(line, call).await;
}

pub(super) async fn of_users<S: Scope>(settings: UserSettingsHandle<S>, probe: &Probe) {
    let line = "GET /users/{userId}/settings";
    probe
        .get(
            line,
            "user_settings_get_response_general",
            settings.get(USER),
        )
        .await;
    let line = "PATCH /users/{userId}/settings";
    let call = |body| settings.update(USER, body);
    probe
        .change(line, "user_settings_update_request_general", call)
        .await;
    let line = "POST /users/{userId}/settings/virtual_backgrounds";
    let call = |file| settings.upload_virtual_background(USER, file);
    probe
        .upload(
            line,
            "user_settings_upload_virtual_background_created",
            call,
        )
        .await;
    let line = "DELETE /users/{userId}/settings/virtual_backgrounds";
    probe
        .remove(line, settings.delete_virtual_backgrounds(USER))
        .await;
}
