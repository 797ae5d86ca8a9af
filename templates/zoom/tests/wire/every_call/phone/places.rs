//! Calls the operations of Zoom Phone: sites, numbers and settings.

#![expect(deprecated, reason = "deprecated operations still work")]

use zoom_accounts::runtime::Scope;
use zoom_accounts::v2::phone_billing_accounts::PhoneBillingAccountsHandle;
use zoom_accounts::v2::phone_call_handling::PhoneCallHandlingHandle;
use zoom_accounts::v2::phone_carrier_reseller_numbers::PhoneCarrierResellerNumbersHandle;
use zoom_accounts::v2::phone_dial_by_name_directory::{
    PhoneDialByNameDirectoryHandle, PhoneDialByNameDirectoryListParams,
    PhoneDialByNameDirectoryRemoveParams,
};
use zoom_accounts::v2::phone_emergency_addresses::PhoneEmergencyAddressesHandle;
use zoom_accounts::v2::phone_group_settings::PhoneGroupSettingsHandle;
use zoom_accounts::v2::phone_ivrs::PhoneIvrsHandle;
use zoom_accounts::v2::phone_locations::PhoneLocationsHandle;
use zoom_accounts::v2::phone_numbers::PhoneNumbersHandle;
use zoom_accounts::v2::phone_peering_numbers::{
    PhonePeeringNumberRemoveParams, PhonePeeringNumbersHandle,
};
use zoom_accounts::v2::phone_plans::PhonePlansHandle;
use zoom_accounts::v2::phone_porting_orders::PhonePortingOrdersHandle;
use zoom_accounts::v2::phone_setting_templates::PhoneSettingTemplatesHandle;
use zoom_accounts::v2::phone_settings::PhoneSettingsHandle;
use zoom_accounts::v2::phone_site_caller_ids::PhoneSiteCallerIdsHandle;
use zoom_accounts::v2::phone_site_settings::PhoneSiteSettingsHandle;
use zoom_accounts::v2::phone_sites::PhoneSitesHandle;

use super::super::calls::calls;
use super::super::ids::id;
use super::super::probe::Probe;

calls! {
    fn phone_billing_accounts<S: Scope>(PhoneBillingAccountsHandle<S>) {
        get "GET /phone/billing_accounts" => "phone_billing_accounts_list_response", list();
        get "GET /phone/billing_accounts/{billingAccountId}" => "phone_billing_accounts_get_response", get(id("billingAccountId"));
    }
    fn phone_call_handling<S: Scope>(PhoneCallHandlingHandle<S>) {
        get "GET /phone/extension/{extensionId}/call_handling/settings" => "phone_call_handling_get_response", get(id("extensionId"));
        post "POST /phone/extension/{extensionId}/call_handling/settings/{settingType}" r#"{"sub_setting_type": "call_forwarding", "settings": {"description": "Office in Lyon", "phone_number": "+12025550142"}}"# => "phone_call_handling_add_created", |body| add(id("extensionId"), id("settingType"), body);
        remove "DELETE /phone/extension/{extensionId}/call_handling/settings/{settingType}", remove(id("extensionId"), id("settingType"));
        change "PATCH /phone/extension/{extensionId}/call_handling/settings/{settingType}" r#"{"settings": {"call_forwarding_settings": [{"description": "Office in Lyon", "enable": true, "id": "bIAC0J64wujYEMdA1Lalpq"}], "require_press_1_before_connecting": true}, "sub_setting_type": "call_forwarding"}"#, |body| update(id("extensionId"), id("settingType"), body);
    }
    fn phone_carrier_reseller_numbers<S: Scope>(PhoneCarrierResellerNumbersHandle<S>) {
        get "GET /phone/carrier_reseller/numbers" => "phone_carrier_reseller_numbers_list_response", list();
        change "POST /phone/carrier_reseller/numbers" r#"[{"phone_number": "+12025550142", "status": "active"}]"#, |body| add(body);
        change "PATCH /phone/carrier_reseller/numbers" r#"["+12025550142", "+12025550143"]"#, |body| activate(body);
        remove "DELETE /phone/carrier_reseller/numbers/{number}", delete(id("number"));
    }
    fn phone_dial_by_name_directory<S: Scope>(PhoneDialByNameDirectoryHandle<S>) {
        get "GET /phone/dial_by_name_directory/extensions" => "phone_dial_by_name_directory_list_response", list(PhoneDialByNameDirectoryListParams::new("a-value"));
        change "POST /phone/dial_by_name_directory/extensions" "phone_dial_by_name_directory_add_request", |body| add(body);
        remove "DELETE /phone/dial_by_name_directory/extensions", remove(PhoneDialByNameDirectoryRemoveParams::new("a-value"));
        get "GET /phone/sites/{siteId}/dial_by_name_directory/extensions" => r#"{"next_page_token": "Bu1pHAhuAif_zGDDSuJb6RiSIJ7_0zv5", "page_size": 1, "result": [{"extension_id": "Yww6akk047Lz26qSl8YgFD", "display_name": "Ada Example", "email": "ada@example.com", "extension_number": "1001", "site": {"id": "CcaXJvgDZcXOTNF4qwAOeA", "name": "Main site"}}]}"#, list_for_site(id("siteId"));
        change "POST /phone/sites/{siteId}/dial_by_name_directory/extensions" "phone_dial_by_name_directory_add_for_site_request", |body| add_for_site(id("siteId"), body);
        remove "DELETE /phone/sites/{siteId}/dial_by_name_directory/extensions", remove_for_site(id("siteId"));
    }
    fn phone_emergency_addresses<S: Scope>(PhoneEmergencyAddressesHandle<S>) {
        get "GET /phone/emergency_addresses" => "phone_emergency_addresses_list_response", list();
        post "POST /phone/emergency_addresses" "phone_emergency_addresses_create_request" => "phone_emergency_addresses_create_created", |body| create(body);
        get "GET /phone/emergency_addresses/{emergencyAddressId}" => "phone_emergency_addresses_get_response", get(id("emergencyAddressId"));
        remove "DELETE /phone/emergency_addresses/{emergencyAddressId}", delete(id("emergencyAddressId"));
        post "PATCH /phone/emergency_addresses/{emergencyAddressId}" "phone_emergency_addresses_update_request" => r#"{"address_line1": "1 Example Street", "address_line2": "Floor 2", "city": "Springfield", "country": "US", "id": "HRhqYQK1lJtAD1G0PC_d7T", "is_default": true, "level": 0, "site": {"id": "CcaXJvgDZcXOTNF4qwAOeA", "name": "Main site"}, "state_code": "IL", "status": 4, "zip": "62701"}"#, |body| update(id("emergencyAddressId"), body);
    }
    fn phone_group_settings<S: Scope>(PhoneGroupSettingsHandle<S>) {
        get "GET /phone/groups/{groupId}/policies/{policyType}" => "phone_group_settings_get_policy_response", get_policy(id("groupId"), id("policyType"));
        change "PATCH /phone/groups/{groupId}/policies/{policyType}" "phone_group_settings_update_policy_request", |body| update_policy(id("groupId"), id("policyType"), body);
        get "GET /phone/groups/{groupId}/settings" => "phone_group_settings_get_response", get(id("groupId"));
    }
    fn phone_ivrs<S: Scope>(PhoneIvrsHandle<S>) {
        get "GET /phone/auto_receptionists/{autoReceptionistId}/ivr" => "phone_ivrs_get_response", get(id("autoReceptionistId"));
        change "PATCH /phone/auto_receptionists/{autoReceptionistId}/ivr" "phone_ivrs_update_request", |body| update(id("autoReceptionistId"), body);
    }
    fn phone_locations<S: Scope>(PhoneLocationsHandle<S>) {
        post "POST /phone/batch_locations" "phone_locations_add_batch_request" => "phone_locations_add_batch_created", |body| add_batch(body);
        get "GET /phone/locations" => "phone_locations_list_response", list();
        post "POST /phone/locations" "phone_locations_create_request" => "phone_locations_create_created", |body| create(body);
        get "GET /phone/locations/{locationId}" => "phone_locations_get_response", get(id("locationId"));
        remove "DELETE /phone/locations/{locationId}", delete(id("locationId"));
        change "PATCH /phone/locations/{locationId}" "phone_locations_update_request", |body| update(id("locationId"), body);
    }
    fn phone_numbers<S: Scope>(PhoneNumbersHandle<S>) {
        post "POST /phone/byoc_numbers" "phone_numbers_add_byoc_request" => "phone_numbers_add_byoc_created", |body| add_byoc(body);
        get "GET /phone/numbers" => "phone_numbers_list_response", list();
        remove "DELETE /phone/numbers", delete(["a-value"]);
        change "PATCH /phone/numbers/sites/{siteId}" "phone_numbers_update_site_request", |body| update_site(id("siteId"), body);
        get "GET /phone/numbers/{phoneNumberId}" => "phone_numbers_get_response", get(id("phoneNumberId"));
        change "PATCH /phone/numbers/{phoneNumberId}" "phone_numbers_update_request", |body| update(id("phoneNumberId"), body);
        post "POST /phone/users/{userId}/phone_numbers" "phone_numbers_assign_request" => "phone_numbers_assign_response", |body| assign(id("userId"), body);
        remove "DELETE /phone/users/{userId}/phone_numbers/{phoneNumberId}", unassign(id("userId"), id("phoneNumberId"));
    }
    fn phone_peering_numbers<S: Scope>(PhonePeeringNumbersHandle<S>) {
        get "GET /phone/carrier_peering/numbers" => "phone_peering_numbers_list_for_carrier_response", list_for_carrier();
        get "GET /phone/peering/numbers" => "phone_peering_numbers_list_response", list();
        post "POST /phone/peering/numbers" "phone_peering_numbers_add_request" => "phone_peering_numbers_add_created", |body| add(body);
        get "DELETE /phone/peering/numbers" => "phone_peering_numbers_remove_response", remove(PhonePeeringNumberRemoveParams::new(["a-value"]));
        post "PATCH /phone/peering/numbers" "phone_peering_numbers_update_request" => "phone_peering_numbers_update_response", |body| update(body);
    }
    fn phone_plans<S: Scope>(PhonePlansHandle<S>) {
        get "GET /phone/calling_plans" => "phone_plans_list_calling_plans_response", list_calling_plans();
        get "GET /phone/plans" => "phone_plans_list_response", list();
    }
    fn phone_porting_orders<S: Scope>(PhonePortingOrdersHandle<S>) {
        get "GET /phone/ported_numbers/orders" => "phone_porting_orders_list_response", list();
        get "GET /phone/ported_numbers/orders/{orderId}" => "phone_porting_orders_get_response", get(id("orderId"));
    }
    fn phone_setting_templates<S: Scope>(PhoneSettingTemplatesHandle<S>) {
        get "GET /phone/setting_templates" => "phone_setting_templates_list_response", list();
        post "POST /phone/setting_templates" "phone_setting_templates_create_request" => "phone_setting_templates_create_created", |body| create(body);
        get "GET /phone/setting_templates/{templateId}" => "phone_setting_templates_get_response", get(id("templateId"));
        change "PATCH /phone/setting_templates/{templateId}" "phone_setting_templates_update_request", |body| update(id("templateId"), body);
    }
    fn phone_settings<S: Scope>(PhoneSettingsHandle<S>) {
        get "GET /phone/policies/{policyType}" => "phone_settings_get_policy_response", get_policy(id("policyType"));
        change "PATCH /phone/policies/{policyType}" "phone_settings_update_policy_request", |body| update_policy(id("policyType"), body);
        get "GET /phone/settings" => "phone_settings_get_response", get();
        change "PATCH /phone/settings" "phone_settings_update_request", |body| update(body);
        get "GET /phone/sip_groups" => "phone_settings_list_sip_groups_response", list_sip_groups();
        get "GET /phone/sip_trunk/trunks" => "phone_settings_list_sip_trunks_response", list_sip_trunks();
    }
    fn phone_site_caller_ids<S: Scope>(PhoneSiteCallerIdsHandle<S>) {
        get "GET /phone/sites/{siteId}/outbound_caller_id/customized_numbers" => "phone_site_caller_ids_list_response", list(id("siteId"));
        change "POST /phone/sites/{siteId}/outbound_caller_id/customized_numbers" "phone_site_caller_ids_add_request", |body| add(id("siteId"), body);
        remove "DELETE /phone/sites/{siteId}/outbound_caller_id/customized_numbers", remove(id("siteId"));
    }
    fn phone_site_settings<S: Scope>(PhoneSiteSettingsHandle<S>) {
        get "GET /phone/sites/{siteId}/settings/{settingType}" => "phone_site_settings_get_response", get(id("siteId"), id("settingType"));
        post "POST /phone/sites/{siteId}/settings/{settingType}" "phone_site_settings_add_request" => "phone_site_settings_add_created", |body| add(id("siteId"), id("settingType"), body);
        remove "DELETE /phone/sites/{siteId}/settings/{settingType}", remove(id("siteId"), id("settingType"));
        change "PATCH /phone/sites/{siteId}/settings/{settingType}" "phone_site_settings_update_request", |body| update(id("siteId"), id("settingType"), body);
    }
    fn phone_sites<S: Scope>(PhoneSitesHandle<S>) {
        get "GET /phone/sites" => "phone_sites_list_response", list();
        post "POST /phone/sites" "phone_sites_create_request" => "phone_sites_create_created", |body| create(body);
        get "GET /phone/sites/{siteId}" => "phone_sites_get_response", get(id("siteId"));
        remove "DELETE /phone/sites/{siteId}", delete(id("siteId"), "a-value");
        change "PATCH /phone/sites/{siteId}" "phone_sites_update_request", |body| update(id("siteId"), body);
    }
}
