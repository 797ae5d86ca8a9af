//! Calls the operations of Zoom Phone: queues, line groups, monitoring groups, directories, blocking and outbound calling.

use zoom_accounts::runtime::Scope;
use zoom_accounts::v2::phone_auto_receptionist_policies::PhoneAutoReceptionistPoliciesHandle;
use zoom_accounts::v2::phone_auto_receptionists::PhoneAutoReceptionistsHandle;
use zoom_accounts::v2::phone_blocked_numbers::PhoneBlockedNumbersHandle;
use zoom_accounts::v2::phone_call_pickup_groups::PhoneCallPickupGroupsHandle;
use zoom_accounts::v2::phone_call_queue_policies::PhoneCallQueuePoliciesHandle;
use zoom_accounts::v2::phone_call_queues::PhoneCallQueuesHandle;
use zoom_accounts::v2::phone_common_area_outbound_calling::PhoneCommonAreaOutboundCallingHandle;
use zoom_accounts::v2::phone_extension_block_rules::PhoneExtensionBlockRulesHandle;
use zoom_accounts::v2::phone_external_contacts::PhoneExternalContactsHandle;
use zoom_accounts::v2::phone_inbound_block_rules::PhoneInboundBlockRulesHandle;
use zoom_accounts::v2::phone_inbound_block_statistics::PhoneInboundBlockStatisticsHandle;
use zoom_accounts::v2::phone_monitoring_groups::{
    PhoneMonitoringGroupListMembersParams, PhoneMonitoringGroupsHandle,
};
use zoom_accounts::v2::phone_outbound_calling::PhoneOutboundCallingHandle;
use zoom_accounts::v2::phone_private_directory_members::PhonePrivateDirectoryMembersHandle;
use zoom_accounts::v2::phone_routing_rules::PhoneRoutingRulesHandle;
use zoom_accounts::v2::phone_shared_line_group_policies::PhoneSharedLineGroupPoliciesHandle;
use zoom_accounts::v2::phone_shared_line_groups::PhoneSharedLineGroupsHandle;
use zoom_accounts::v2::phone_site_outbound_calling::PhoneSiteOutboundCallingHandle;
use zoom_accounts::v2::phone_user_outbound_calling::PhoneUserOutboundCallingHandle;

use super::super::calls::calls;
use super::super::ids::id;
use super::super::probe::Probe;

calls! {
    fn phone_auto_receptionist_policies<S: Scope>(PhoneAutoReceptionistPoliciesHandle<S>) {
        get "GET /phone/auto_receptionists/{autoReceptionistId}/policies" => "phone_auto_receptionist_policies_get_response", get(id("autoReceptionistId"));
        change "PATCH /phone/auto_receptionists/{autoReceptionistId}/policies" "phone_auto_receptionist_policies_update_request", |body| update(id("autoReceptionistId"), body);
        post "POST /phone/auto_receptionists/{autoReceptionistId}/policies/{policyType}" "phone_auto_receptionist_policies_add_setting_request" => "phone_auto_receptionist_policies_add_setting_created", |body| add_setting(id("autoReceptionistId"), id("policyType"), body);
        remove "DELETE /phone/auto_receptionists/{autoReceptionistId}/policies/{policyType}", remove_setting(id("autoReceptionistId"), id("policyType"), ["a-value"]);
        change "PATCH /phone/auto_receptionists/{autoReceptionistId}/policies/{policyType}" "phone_auto_receptionist_policies_update_setting_request", |body| update_setting(id("autoReceptionistId"), id("policyType"), body);
    }
    fn phone_auto_receptionists<S: Scope>(PhoneAutoReceptionistsHandle<S>) {
        get "GET /phone/auto_receptionists" => "phone_auto_receptionists_list_response", list();
        post "POST /phone/auto_receptionists" "phone_auto_receptionists_create_request" => "phone_auto_receptionists_create_created", |body| create(body);
        get "GET /phone/auto_receptionists/{autoReceptionistId}" => "phone_auto_receptionists_get_response", get(id("autoReceptionistId"));
        remove "DELETE /phone/auto_receptionists/{autoReceptionistId}", delete(id("autoReceptionistId"));
        change "PATCH /phone/auto_receptionists/{autoReceptionistId}" "phone_auto_receptionists_update_request", |body| update(id("autoReceptionistId"), body);
        change "POST /phone/auto_receptionists/{autoReceptionistId}/phone_numbers" "phone_auto_receptionists_assign_numbers_request", |body| assign_numbers(id("autoReceptionistId"), body);
        remove "DELETE /phone/auto_receptionists/{autoReceptionistId}/phone_numbers", unassign_all_numbers(id("autoReceptionistId"));
        remove "DELETE /phone/auto_receptionists/{autoReceptionistId}/phone_numbers/{phoneNumberId}", unassign_number(id("autoReceptionistId"), id("phoneNumberId"));
    }
    fn phone_blocked_numbers<S: Scope>(PhoneBlockedNumbersHandle<S>) {
        get "GET /phone/blocked_list" => "phone_blocked_numbers_list_response", list();
        post "POST /phone/blocked_list" "phone_blocked_numbers_create_request" => "phone_blocked_numbers_create_created", |body| create(body);
        get "GET /phone/blocked_list/{blockedListId}" => "phone_blocked_numbers_get_response", get(id("blockedListId"));
        remove "DELETE /phone/blocked_list/{blockedListId}", delete(id("blockedListId"));
        change "PATCH /phone/blocked_list/{blockedListId}" "phone_blocked_numbers_update_request", |body| update(id("blockedListId"), body);
    }
    fn phone_call_pickup_groups<S: Scope>(PhoneCallPickupGroupsHandle<S>) {
        get "GET /phone/group_call_pickup" => "phone_call_pickup_groups_list_response", list();
        post "POST /phone/group_call_pickup" "phone_call_pickup_groups_create_request" => "phone_call_pickup_groups_create_created", |body| create(body);
        get "GET /phone/group_call_pickup/{groupId}" => "phone_call_pickup_groups_get_response", get(id("groupId"));
        remove "DELETE /phone/group_call_pickup/{groupId}", delete(id("groupId"));
        change "PATCH /phone/group_call_pickup/{groupId}" "phone_call_pickup_groups_update_request", |body| update(id("groupId"), body);
        get "GET /phone/group_call_pickup/{groupId}/members" => "phone_call_pickup_groups_list_members_response", list_members(id("groupId"));
        change "POST /phone/group_call_pickup/{groupId}/members" "phone_call_pickup_groups_add_members_request", |body| add_members(id("groupId"), body);
        remove "DELETE /phone/group_call_pickup/{groupId}/members/{extensionId}", remove_member(id("groupId"), id("extensionId"));
    }
    fn phone_call_queue_policies<S: Scope>(PhoneCallQueuePoliciesHandle<S>) {
        post "POST /phone/call_queues/{callQueueId}/policies/{policyType}" "phone_call_queue_policies_add_setting_request" => "phone_call_queue_policies_add_setting_created", |body| add_setting(id("callQueueId"), id("policyType"), body);
        remove "DELETE /phone/call_queues/{callQueueId}/policies/{policyType}", remove_setting(id("callQueueId"), id("policyType"), ["a-value"]);
        change "PATCH /phone/call_queues/{callQueueId}/policies/{policyType}" "phone_call_queue_policies_update_setting_request", |body| update_setting(id("callQueueId"), id("policyType"), body);
    }
    fn phone_call_queues<S: Scope>(PhoneCallQueuesHandle<S>) {
        get "GET /phone/call_queues" => "phone_call_queues_list_response", list();
        post "POST /phone/call_queues" "phone_call_queues_create_request" => "phone_call_queues_create_created", |body| create(body);
        get "GET /phone/call_queues/{callQueueId}" => "phone_call_queues_get_response", get(id("callQueueId"));
        remove "DELETE /phone/call_queues/{callQueueId}", delete(id("callQueueId"));
        get "GET /phone/call_queues/{callQueueId}/members" => "phone_call_queues_list_members_response", list_members(id("callQueueId"));
        change "POST /phone/call_queues/{callQueueId}/members" "phone_call_queues_add_members_request", |body| add_members(id("callQueueId"), body);
        remove "DELETE /phone/call_queues/{callQueueId}/members", remove_all_members(id("callQueueId"));
        remove "DELETE /phone/call_queues/{callQueueId}/members/{memberId}", remove_member(id("callQueueId"), id("memberId"));
        change "POST /phone/call_queues/{callQueueId}/phone_numbers" "phone_call_queues_assign_numbers_request", |body| assign_numbers(id("callQueueId"), body);
        remove "DELETE /phone/call_queues/{callQueueId}/phone_numbers", unassign_all_numbers(id("callQueueId"));
        remove "DELETE /phone/call_queues/{callQueueId}/phone_numbers/{phoneNumberId}", unassign_number(id("callQueueId"), id("phoneNumberId"));
        get "GET /phone/call_queues/{callQueueId}/recordings" => "phone_call_queues_list_recordings_response", list_recordings(id("callQueueId"));
    }
    fn phone_common_area_outbound_calling<S: Scope>(PhoneCommonAreaOutboundCallingHandle<S>) {
        get "GET /phone/common_areas/{commonAreaId}/outbound_calling/countries_regions" => "phone_common_area_outbound_calling_list_countries_response", list_countries(id("commonAreaId"));
        change "PATCH /phone/common_areas/{commonAreaId}/outbound_calling/countries_regions" "phone_common_area_outbound_calling_update_countries_request", |body| update_countries(id("commonAreaId"), body);
        get "GET /phone/common_areas/{commonAreaId}/outbound_calling/exception_rules" => "phone_common_area_outbound_calling_list_exception_rules_response", list_exception_rules(id("commonAreaId"));
        post "POST /phone/common_areas/{commonAreaId}/outbound_calling/exception_rules" "phone_common_area_outbound_calling_create_exception_rule_request" => "phone_common_area_outbound_calling_create_exception_rule_created", |body| create_exception_rule(id("commonAreaId"), body);
        remove "DELETE /phone/common_areas/{commonAreaId}/outbound_calling/exception_rules/{exceptionRuleId}", delete_exception_rule(id("commonAreaId"), id("exceptionRuleId"));
        change "PATCH /phone/common_areas/{commonAreaId}/outbound_calling/exception_rules/{exceptionRuleId}" "phone_common_area_outbound_calling_update_exception_rule_request", |body| update_exception_rule(id("commonAreaId"), id("exceptionRuleId"), body);
    }
    fn phone_extension_block_rules<S: Scope>(PhoneExtensionBlockRulesHandle<S>) {
        get "GET /phone/extension/{extensionId}/inbound_blocked/rules" => "phone_extension_block_rules_list_response", list(id("extensionId"));
        post "POST /phone/extension/{extensionId}/inbound_blocked/rules" "phone_extension_block_rules_create_request" => "phone_extension_block_rules_create_created", |body| create(id("extensionId"), body);
        remove "DELETE /phone/extension/{extensionId}/inbound_blocked/rules", delete(id("extensionId"), "a-value");
    }
    fn phone_external_contacts<S: Scope>(PhoneExternalContactsHandle<S>) {
        get "GET /phone/external_contacts" => "phone_external_contacts_list_response", list();
        post "POST /phone/external_contacts" "phone_external_contacts_create_request" => "phone_external_contacts_create_created", |body| create(body);
        get "GET /phone/external_contacts/{externalContactId}" => "phone_external_contacts_get_response", get(id("externalContactId"));
        remove "DELETE /phone/external_contacts/{externalContactId}", delete(id("externalContactId"));
        change "PATCH /phone/external_contacts/{externalContactId}" "phone_external_contacts_update_request", |body| update(id("externalContactId"), body);
    }
    fn phone_inbound_block_rules<S: Scope>(PhoneInboundBlockRulesHandle<S>) {
        get "GET /phone/inbound_blocked/rules" => "phone_inbound_block_rules_list_response", list();
        post "POST /phone/inbound_blocked/rules" "phone_inbound_block_rules_create_request" => "phone_inbound_block_rules_create_created", |body| create(body);
        remove "DELETE /phone/inbound_blocked/rules", delete("a-value");
        change "PATCH /phone/inbound_blocked/rules/{blockedRuleId}" "phone_inbound_block_rules_update_request", |body| update(id("blockedRuleId"), body);
    }
    fn phone_inbound_block_statistics<S: Scope>(PhoneInboundBlockStatisticsHandle<S>) {
        get "GET /phone/inbound_blocked/extension_rules/statistics" => "phone_inbound_block_statistics_list_response", list();
        remove "DELETE /phone/inbound_blocked/extension_rules/statistics", delete("a-value");
        change "PATCH /phone/inbound_blocked/extension_rules/statistics/blocked_for_all" "phone_inbound_block_statistics_block_for_all_request", |body| block_for_all(body);
    }
    fn phone_monitoring_groups<S: Scope>(PhoneMonitoringGroupsHandle<S>) {
        get "GET /phone/monitoring_groups" => "phone_monitoring_groups_list_response", list();
        post "POST /phone/monitoring_groups" "phone_monitoring_groups_create_request" => "phone_monitoring_groups_create_created", |body| create(body);
        get "GET /phone/monitoring_groups/{monitoringGroupId}" => "phone_monitoring_groups_get_response", get(id("monitoringGroupId"));
        remove "DELETE /phone/monitoring_groups/{monitoringGroupId}", delete(id("monitoringGroupId"));
        change "PATCH /phone/monitoring_groups/{monitoringGroupId}" "phone_monitoring_groups_update_request", |body| update(id("monitoringGroupId"), body);
        get "GET /phone/monitoring_groups/{monitoringGroupId}/monitor_members" => "phone_monitoring_groups_list_members_response", list_members(id("monitoringGroupId"), PhoneMonitoringGroupListMembersParams::new("user"));
        change "POST /phone/monitoring_groups/{monitoringGroupId}/monitor_members" r#"["e5LtQw1JRzmD8oVb3kYnCg"]"#, |body| add_members(id("monitoringGroupId"), "a-value", body);
        remove "DELETE /phone/monitoring_groups/{monitoringGroupId}/monitor_members", remove_all_members(id("monitoringGroupId"), "a-value");
        remove "DELETE /phone/monitoring_groups/{monitoringGroupId}/monitor_members/{memberExtensionId}", remove_member(id("monitoringGroupId"), id("memberExtensionId"));
    }
    fn phone_outbound_calling<S: Scope>(PhoneOutboundCallingHandle<S>) {
        get "GET /phone/outbound_calling/countries_regions" => "phone_outbound_calling_list_countries_response", list_countries();
        change "PATCH /phone/outbound_calling/countries_regions" "phone_outbound_calling_update_countries_request", |body| update_countries(body);
        get "GET /phone/outbound_calling/exception_rules" => "phone_outbound_calling_list_exception_rules_response", list_exception_rules();
        post "POST /phone/outbound_calling/exception_rules" "phone_outbound_calling_create_exception_rule_request" => "phone_outbound_calling_create_exception_rule_created", |body| create_exception_rule(body);
        remove "DELETE /phone/outbound_calling/exception_rules/{exceptionRuleId}", delete_exception_rule(id("exceptionRuleId"));
        change "PATCH /phone/outbound_calling/exception_rules/{exceptionRuleId}" "phone_outbound_calling_update_exception_rule_request", |body| update_exception_rule(id("exceptionRuleId"), body);
    }
    fn phone_private_directory_members<S: Scope>(PhonePrivateDirectoryMembersHandle<S>) {
        get "GET /phone/private_directory/members" => "phone_private_directory_members_list_response", list();
        change "POST /phone/private_directory/members" "phone_private_directory_members_add_request", |body| add(body);
        remove "DELETE /phone/private_directory/members/{extensionId}", remove(id("extensionId"));
        change "PATCH /phone/private_directory/members/{extensionId}" "phone_private_directory_members_update_request", |body| update(id("extensionId"), body);
    }
    fn phone_routing_rules<S: Scope>(PhoneRoutingRulesHandle<S>) {
        get "GET /phone/routing_rules" => r#"[{"name": "Short numbers", "number_pattern": "^(01\\d{2})$", "order": 1, "routing_path": {"sip_group": {"id": "YXUvaMO6VRaDIgHv6xIHha", "name": "Headquarters"}, "type": "sip_group"}, "routing_rule_id": "EQdaQbktJsj5DgOi9wbULL", "site_id": "CcaXJvgDZcXOTNF4qwAOeA", "translation": "+1202555$1"}]"#, list();
        post "POST /phone/routing_rules" "phone_routing_rules_create_request" => "phone_routing_rules_create_created", |body| create(body);
        get "GET /phone/routing_rules/{routingRuleId}" => r#"{"name": "Short numbers", "number_pattern": "^(01\\d{2})$", "order": 1, "routing_path": {"sip_group": {"id": "YXUvaMO6VRaDIgHv6xIHha", "name": "Headquarters"}, "type": "sip_group"}, "routing_rule_id": "EQdaQbktJsj5DgOi9wbULL", "site_id": "CcaXJvgDZcXOTNF4qwAOeA", "translation": "+1202555$1"}"#, get(id("routingRuleId"));
        remove "DELETE /phone/routing_rules/{routingRuleId}", delete(id("routingRuleId"));
        change "PATCH /phone/routing_rules/{routingRuleId}" "phone_routing_rules_update_request", |body| update(id("routingRuleId"), body);
    }
    fn phone_shared_line_group_policies<S: Scope>(PhoneSharedLineGroupPoliciesHandle<S>) {
        get "GET /phone/shared_line_groups/{sharedLineGroupId}/policies" => "phone_shared_line_group_policies_get_response", get(id("sharedLineGroupId"));
        change "PATCH /phone/shared_line_groups/{sharedLineGroupId}/policies" "phone_shared_line_group_policies_update_request", |body| update(id("sharedLineGroupId"), body);
        post "POST /phone/shared_line_groups/{slgId}/policies/{policyType}" "phone_shared_line_group_policies_add_setting_request" => "phone_shared_line_group_policies_add_setting_created", |body| add_setting(id("slgId"), id("policyType"), body);
        remove "DELETE /phone/shared_line_groups/{slgId}/policies/{policyType}", remove_setting(id("slgId"), id("policyType"), ["a-value"]);
        change "PATCH /phone/shared_line_groups/{slgId}/policies/{policyType}" "phone_shared_line_group_policies_update_setting_request", |body| update_setting(id("slgId"), id("policyType"), body);
    }
    fn phone_shared_line_groups<S: Scope>(PhoneSharedLineGroupsHandle<S>) {
        get "GET /phone/shared_line_groups" => "phone_shared_line_groups_list_response", list();
        post "POST /phone/shared_line_groups" "phone_shared_line_groups_create_request" => "phone_shared_line_groups_create_created", |body| create(body);
        get "GET /phone/shared_line_groups/{sharedLineGroupId}" => "phone_shared_line_groups_get_response", get(id("sharedLineGroupId"));
        remove "DELETE /phone/shared_line_groups/{sharedLineGroupId}", delete(id("sharedLineGroupId"));
        change "PATCH /phone/shared_line_groups/{sharedLineGroupId}" "phone_shared_line_groups_update_request", |body| update(id("sharedLineGroupId"), body);
        change "POST /phone/shared_line_groups/{slgId}/members" "phone_shared_line_groups_add_members_request", |body| add_members(id("slgId"), body);
        remove "DELETE /phone/shared_line_groups/{slgId}/members", remove_all_members(id("slgId"));
        remove "DELETE /phone/shared_line_groups/{slgId}/members/{memberId}", remove_member(id("slgId"), id("memberId"));
        change "POST /phone/shared_line_groups/{slgId}/phone_numbers" "phone_shared_line_groups_assign_numbers_request", |body| assign_numbers(id("slgId"), body);
        remove "DELETE /phone/shared_line_groups/{slgId}/phone_numbers", unassign_all_numbers(id("slgId"));
        remove "DELETE /phone/shared_line_groups/{slgId}/phone_numbers/{phoneNumberId}", unassign_number(id("slgId"), id("phoneNumberId"));
    }
    fn phone_site_outbound_calling<S: Scope>(PhoneSiteOutboundCallingHandle<S>) {
        get "GET /phone/sites/{siteId}/outbound_calling/countries_regions" => "phone_site_outbound_calling_list_countries_response", list_countries(id("siteId"));
        change "PATCH /phone/sites/{siteId}/outbound_calling/countries_regions" "phone_site_outbound_calling_update_countries_request", |body| update_countries(id("siteId"), body);
        get "GET /phone/sites/{siteId}/outbound_calling/exception_rules" => "phone_site_outbound_calling_list_exception_rules_response", list_exception_rules(id("siteId"));
        post "POST /phone/sites/{siteId}/outbound_calling/exception_rules" "phone_site_outbound_calling_create_exception_rule_request" => "phone_site_outbound_calling_create_exception_rule_created", |body| create_exception_rule(id("siteId"), body);
        remove "DELETE /phone/sites/{siteId}/outbound_calling/exception_rules/{exceptionRuleId}", delete_exception_rule(id("siteId"), id("exceptionRuleId"));
        change "PATCH /phone/sites/{siteId}/outbound_calling/exception_rules/{exceptionRuleId}" "phone_site_outbound_calling_update_exception_rule_request", |body| update_exception_rule(id("siteId"), id("exceptionRuleId"), body);
    }
    fn phone_user_outbound_calling<S: Scope>(PhoneUserOutboundCallingHandle<S>) {
        get "GET /phone/users/{userId}/outbound_calling/countries_regions" => "phone_user_outbound_calling_list_countries_response", list_countries(id("userId"));
        change "PATCH /phone/users/{userId}/outbound_calling/countries_regions" "phone_user_outbound_calling_update_countries_request", |body| update_countries(id("userId"), body);
        get "GET /phone/users/{userId}/outbound_calling/exception_rules" => "phone_user_outbound_calling_list_exception_rules_response", list_exception_rules(id("userId"));
        post "POST /phone/users/{userId}/outbound_calling/exception_rules" "phone_user_outbound_calling_create_exception_rule_request" => "phone_user_outbound_calling_create_exception_rule_created", |body| create_exception_rule(id("userId"), body);
        remove "DELETE /phone/users/{userId}/outbound_calling/exception_rules/{exceptionRuleId}", delete_exception_rule(id("userId"), id("exceptionRuleId"));
        change "PATCH /phone/users/{userId}/outbound_calling/exception_rules/{exceptionRuleId}" "phone_user_outbound_calling_update_exception_rule_request", |body| update_exception_rule(id("userId"), id("exceptionRuleId"), body);
    }
}
