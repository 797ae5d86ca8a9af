//! Calls the operations of Zoom Phone: users, common areas, devices and audio.

use zoom_accounts::runtime::Scope;
use zoom_accounts::v2::phone_account_caller_ids::PhoneAccountCallerIdsHandle;
use zoom_accounts::v2::phone_account_settings::PhoneAccountSettingsHandle;
use zoom_accounts::v2::phone_alert_settings::PhoneAlertSettingsHandle;
use zoom_accounts::v2::phone_audios::PhoneAudiosHandle;
use zoom_accounts::v2::phone_common_area_activation_codes::PhoneCommonAreaActivationCodesHandle;
use zoom_accounts::v2::phone_common_area_settings::PhoneCommonAreaSettingsHandle;
use zoom_accounts::v2::phone_common_areas::PhoneCommonAreasHandle;
use zoom_accounts::v2::phone_devices::{PhoneDeviceListParams, PhoneDevicesHandle};
use zoom_accounts::v2::phone_firmware_rules::PhoneFirmwareRulesHandle;
use zoom_accounts::v2::phone_line_keys::PhoneLineKeysHandle;
use zoom_accounts::v2::phone_provision_templates::PhoneProvisionTemplatesHandle;
use zoom_accounts::v2::phone_roles::PhoneRolesHandle;
use zoom_accounts::v2::phone_rooms::PhoneRoomsHandle;
use zoom_accounts::v2::phone_user_caller_ids::PhoneUserCallerIdsHandle;
use zoom_accounts::v2::phone_user_calling_plans::PhoneUserCallingPlansHandle;
use zoom_accounts::v2::phone_user_settings::PhoneUserSettingsHandle;
use zoom_accounts::v2::phone_users::PhoneUsersHandle;
use zoom_accounts::v2::types::PhoneCallingPlanType;

use super::super::calls::calls;
use super::super::ids::id;
use super::super::probe::Probe;

calls! {
    fn phone_account_caller_ids<S: Scope>(PhoneAccountCallerIdsHandle<S>) {
        get "GET /phone/outbound_caller_id/customized_numbers" => "phone_account_caller_ids_list_response", list();
        change "POST /phone/outbound_caller_id/customized_numbers" "phone_account_caller_ids_add_request", |body| add(body);
        remove "DELETE /phone/outbound_caller_id/customized_numbers", remove();
    }
    fn phone_account_settings<S: Scope>(PhoneAccountSettingsHandle<S>) {
        get "GET /phone/account_settings" => "phone_account_settings_get_response", get();
    }
    fn phone_alert_settings<S: Scope>(PhoneAlertSettingsHandle<S>) {
        get "GET /phone/alert_settings" => "phone_alert_settings_list_response", list();
        post "POST /phone/alert_settings" "phone_alert_settings_create_request" => "phone_alert_settings_create_created", |body| create(body);
        get "GET /phone/alert_settings/{alertSettingId}" => "phone_alert_settings_get_response", get(id("alertSettingId"));
        remove "DELETE /phone/alert_settings/{alertSettingId}", delete(id("alertSettingId"));
        change "PATCH /phone/alert_settings/{alertSettingId}" "phone_alert_settings_update_request", |body| update(id("alertSettingId"), body);
    }
    fn phone_audios<S: Scope>(PhoneAudiosHandle<S>) {
        get "GET /phone/audios/{audioId}" => "phone_audios_get_response", get(id("audioId"));
        remove "DELETE /phone/audios/{audioId}", delete(id("audioId"));
        change "PATCH /phone/audios/{audioId}" "phone_audios_update_request", |body| update(id("audioId"), body);
        get "GET /phone/users/{userId}/audios" => "phone_audios_list_response", list(id("userId"));
        post "POST /phone/users/{userId}/audios" "phone_audios_create_request" => "phone_audios_create_created", |body| create(id("userId"), body);
        post "POST /phone/users/{userId}/audios/batch" "phone_audios_upload_request" => "phone_audios_upload_created", |body| upload(id("userId"), body);
    }
    fn phone_common_area_activation_codes<S: Scope>(PhoneCommonAreaActivationCodesHandle<S>) {
        post "POST /phone/common_areas/activation_code" "phone_common_area_activation_codes_create_request" => "phone_common_area_activation_codes_create_created", |body| create(body);
        get "GET /phone/common_areas/activation_codes" => "phone_common_area_activation_codes_list_response", list();
    }
    fn phone_common_area_settings<S: Scope>(PhoneCommonAreaSettingsHandle<S>) {
        get "GET /phone/common_areas/{commonAreaId}/settings" => "phone_common_area_settings_get_response", get(id("commonAreaId"));
        post "POST /phone/common_areas/{commonAreaId}/settings/{settingType}" "phone_common_area_settings_add_request" => "phone_common_area_settings_add_created", |body| add(id("commonAreaId"), id("settingType"), body);
        remove "DELETE /phone/common_areas/{commonAreaId}/settings/{settingType}", remove(id("commonAreaId"), id("settingType"));
        change "PATCH /phone/common_areas/{commonAreaId}/settings/{settingType}" "phone_common_area_settings_update_request", |body| update(id("commonAreaId"), id("settingType"), body);
    }
    fn phone_common_areas<S: Scope>(PhoneCommonAreasHandle<S>) {
        get "GET /phone/common_areas" => "phone_common_areas_list_response", list();
        post "POST /phone/common_areas" "phone_common_areas_create_request" => "phone_common_areas_create_created", |body| create(body);
        change "POST /phone/common_areas/template_id/{templateId}" "phone_common_areas_apply_template_request", |body| apply_template(id("templateId"), body);
        get "GET /phone/common_areas/{commonAreaId}" => "phone_common_areas_get_response", get(id("commonAreaId"));
        remove "DELETE /phone/common_areas/{commonAreaId}", delete(id("commonAreaId"));
        change "PATCH /phone/common_areas/{commonAreaId}" "phone_common_areas_update_request", |body| update(id("commonAreaId"), body);
        post "POST /phone/common_areas/{commonAreaId}/calling_plans" "phone_common_areas_assign_calling_plans_request" => "phone_common_areas_assign_calling_plans_created", |body| assign_calling_plans(id("commonAreaId"), body);
        remove "DELETE /phone/common_areas/{commonAreaId}/calling_plans/{type}", unassign_calling_plan(id("commonAreaId"), PhoneCallingPlanType::UnlimitedUsCa);
        post "POST /phone/common_areas/{commonAreaId}/phone_numbers" "phone_common_areas_assign_numbers_request" => "phone_common_areas_assign_numbers_created", |body| assign_numbers(id("commonAreaId"), body);
        remove "DELETE /phone/common_areas/{commonAreaId}/phone_numbers/{phoneNumberId}", unassign_number(id("commonAreaId"), id("phoneNumberId"));
        change "PATCH /phone/common_areas/{commonAreaId}/pin_code" "phone_common_areas_update_pin_code_request", |body| update_pin_code(id("commonAreaId"), body);
    }
    fn phone_devices<S: Scope>(PhoneDevicesHandle<S>) {
        get "GET /phone/devices" => "phone_devices_list_response", list(PhoneDeviceListParams::new("assigned"));
        post "POST /phone/devices" "phone_devices_create_request" => "phone_devices_create_created", |body| create(body);
        change "POST /phone/devices/sync" "phone_devices_sync_request", |body| sync(body);
        get "GET /phone/devices/{deviceId}" => "phone_devices_get_response", get(id("deviceId"));
        remove "DELETE /phone/devices/{deviceId}", delete(id("deviceId"));
        change "PATCH /phone/devices/{deviceId}" "phone_devices_update_request", |body| update(id("deviceId"), body);
        change "POST /phone/devices/{deviceId}/extensions" "phone_devices_assign_extensions_request", |body| assign_extensions(id("deviceId"), body);
        remove "DELETE /phone/devices/{deviceId}/extensions/{extensionId}", unassign_extension(id("deviceId"), id("extensionId"));
        change "PUT /phone/devices/{deviceId}/provision_templates" "phone_devices_update_provision_template_request", |body| update_provision_template(id("deviceId"), body);
        remove "POST /phone/devices/{deviceId}/reboot", reboot(id("deviceId"));
        get "GET /phone/smartphones" => "phone_devices_list_smartphones_response", list_smartphones();
    }
    fn phone_firmware_rules<S: Scope>(PhoneFirmwareRulesHandle<S>) {
        get "GET /phone/firmware_update_rules" => "phone_firmware_rules_list_response", list();
        post "POST /phone/firmware_update_rules" "phone_firmware_rules_create_request" => "phone_firmware_rules_create_created", |body| create(body);
        get "GET /phone/firmware_update_rules/{ruleId}" => "phone_firmware_rules_get_response", get(id("ruleId"));
        remove "DELETE /phone/firmware_update_rules/{ruleId}", delete(id("ruleId"));
        change "PATCH /phone/firmware_update_rules/{ruleId}" "phone_firmware_rules_update_request", |body| update(id("ruleId"), body);
        get "GET /phone/firmwares" => "phone_firmware_rules_list_firmwares_response", list_firmwares();
    }
    fn phone_line_keys<S: Scope>(PhoneLineKeysHandle<S>) {
        get "GET /phone/devices/{deviceId}/line_keys" => "phone_line_keys_list_by_device_response", list_by_device(id("deviceId"));
        change "PATCH /phone/devices/{deviceId}/line_keys" "phone_line_keys_update_by_device_request", |body| update_by_device(id("deviceId"), body);
        get "GET /phone/extension/{extensionId}/line_keys" => "phone_line_keys_list_response", list(id("extensionId"));
        change "PATCH /phone/extension/{extensionId}/line_keys" "phone_line_keys_update_request", |body| update(id("extensionId"), body);
        remove "DELETE /phone/extension/{extensionId}/line_keys/{lineKeyId}", delete(id("extensionId"), id("lineKeyId"));
    }
    fn phone_provision_templates<S: Scope>(PhoneProvisionTemplatesHandle<S>) {
        get "GET /phone/provision_templates" => "phone_provision_templates_list_response", list();
        post "POST /phone/provision_templates" "phone_provision_templates_create_request" => "phone_provision_templates_create_created", |body| create(body);
        get "GET /phone/provision_templates/{templateId}" => "phone_provision_templates_get_response", get(id("templateId"));
        remove "DELETE /phone/provision_templates/{templateId}", delete(id("templateId"));
        change "PATCH /phone/provision_templates/{templateId}" "phone_provision_templates_update_request", |body| update(id("templateId"), body);
    }
    fn phone_roles<S: Scope>(PhoneRolesHandle<S>) {
        get "GET /phone/roles" => "phone_roles_list_response", list();
        post "POST /phone/roles" "phone_roles_duplicate_request" => "phone_roles_duplicate_created", |body| duplicate(body);
        get "GET /phone/roles/{roleId}" => "phone_roles_get_response", get(id("roleId"));
        remove "DELETE /phone/roles/{roleId}", delete(id("roleId"));
        change "PATCH /phone/roles/{roleId}" "phone_roles_update_request", |body| update(id("roleId"), body);
        get "GET /phone/roles/{roleId}/members" => "phone_roles_list_members_response", list_members(id("roleId"));
        change "POST /phone/roles/{roleId}/members" "phone_roles_add_members_request", |body| add_members(id("roleId"), body);
        remove "DELETE /phone/roles/{roleId}/members", remove_members(id("roleId"), ["a-value"]);
        get "GET /phone/roles/{roleId}/targets" => "phone_roles_list_targets_response", list_targets(id("roleId"));
        post "POST /phone/roles/{roleId}/targets" "phone_roles_add_targets_request" => "phone_roles_add_targets_created", |body| add_targets(id("roleId"), body);
        change "DELETE /phone/roles/{roleId}/targets" "phone_roles_remove_targets_request", |body| remove_targets(id("roleId"), body);
    }
    fn phone_rooms<S: Scope>(PhoneRoomsHandle<S>) {
        get "GET /phone/rooms" => "phone_rooms_list_response", list();
        change "POST /phone/rooms" "phone_rooms_add_request", |body| add(body);
        get "GET /phone/rooms/unassigned" => "phone_rooms_list_unassigned_response", list_unassigned();
        get "GET /phone/rooms/{roomId}" => "phone_rooms_get_response", get(id("roomId"));
        remove "DELETE /phone/rooms/{roomId}", remove(id("roomId"));
        change "PATCH /phone/rooms/{roomId}" "phone_rooms_update_request", |body| update(id("roomId"), body);
        change "POST /phone/rooms/{roomId}/calling_plans" "phone_rooms_assign_calling_plans_request", |body| assign_calling_plans(id("roomId"), body);
        remove "DELETE /phone/rooms/{roomId}/calling_plans/{type}", unassign_calling_plan(id("roomId"), PhoneCallingPlanType::UnlimitedUsCa);
        change "POST /phone/rooms/{roomId}/phone_numbers" "phone_rooms_assign_numbers_request", |body| assign_numbers(id("roomId"), body);
        remove "DELETE /phone/rooms/{roomId}/phone_numbers/{phoneNumberId}", unassign_number(id("roomId"), id("phoneNumberId"));
    }
    fn phone_user_caller_ids<S: Scope>(PhoneUserCallerIdsHandle<S>) {
        get "GET /phone/users/{userId}/outbound_caller_id/customized_numbers" => "phone_user_caller_ids_list_response", list(id("userId"));
        change "POST /phone/users/{userId}/outbound_caller_id/customized_numbers" "phone_user_caller_ids_add_request", |body| add(id("userId"), body);
        remove "DELETE /phone/users/{userId}/outbound_caller_id/customized_numbers", remove(id("userId"));
    }
    fn phone_user_calling_plans<S: Scope>(PhoneUserCallingPlansHandle<S>) {
        change "PUT /phone/users/{userId}/calling_plans" "phone_user_calling_plans_replace_request", |body| replace(id("userId"), body);
        change "POST /phone/users/{userId}/calling_plans" "phone_user_calling_plans_assign_request", |body| assign(id("userId"), body);
        remove "DELETE /phone/users/{userId}/calling_plans/{planType}", unassign(id("userId"), PhoneCallingPlanType::UnlimitedUsCa);
    }
    fn phone_user_settings<S: Scope>(PhoneUserSettingsHandle<S>) {
        get "GET /phone/users/{userId}/settings" => "phone_user_settings_get_response", get(id("userId"));
        change "PATCH /phone/users/{userId}/settings" "phone_user_settings_update_request", |body| update(id("userId"), body);
        post "POST /phone/users/{userId}/settings/{settingType}" "phone_user_settings_add_setting_request" => "phone_user_settings_add_setting_created", |body| add_setting(id("userId"), id("settingType"), body);
        remove "DELETE /phone/users/{userId}/settings/{settingType}", remove_setting(id("userId"), id("settingType"));
        change "PATCH /phone/users/{userId}/settings/{settingType}" "phone_user_settings_update_setting_request", |body| update_setting(id("userId"), id("settingType"), body);
    }
    fn phone_users<S: Scope>(PhoneUsersHandle<S>) {
        get "GET /phone/shared_line_appearances" => "phone_users_list_shared_line_appearances_response", list_shared_line_appearances();
        get "GET /phone/users" => "phone_users_list_response", list();
        change "PUT /phone/users/batch" "phone_users_update_batch_request", |body| update_batch(body);
        post "POST /phone/users/batch" "phone_users_add_batch_request" => r#"[{"email": "kim@example.com", "id": "tm2ObZCEDsLbOjOLv12N7U"}]"#, |body| add_batch(body);
        get "GET /phone/users/{userId}" => "phone_users_get_response", get(id("userId"));
        change "PATCH /phone/users/{userId}" "phone_users_update_request", |body| update(id("userId"), body);
        get "GET /phone/users/{userId}/policies/{policyType}" => "phone_users_get_policy_response", get_policy(id("userId"), id("policyType"));
        change "PATCH /phone/users/{userId}/policies/{policyType}" "phone_users_update_policy_request", |body| update_policy(id("userId"), id("policyType"), body);
    }
}
