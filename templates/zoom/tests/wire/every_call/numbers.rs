//! Calls the operations of phone numbers, IM groups, Contact Center, clips and the Marketplace.

use zoom_accounts::runtime::Scope;
use zoom_accounts::v2::clips::ClipsHandle;
use zoom_accounts::v2::contact_center_logs::ContactCenterLogsHandle;
use zoom_accounts::v2::im_groups::ImGroupsHandle;
use zoom_accounts::v2::managed_numbers::{ManagedNumberListPlansParams, ManagedNumbersHandle};
use zoom_accounts::v2::marketplace_apps::MarketplaceAppsHandle;
use zoom_accounts::v2::peering_numbers::{PeeringNumberRemoveParams, PeeringNumbersHandle};
use zoom_accounts::v2::porting_orders::PortingOrdersHandle;
use zoom_accounts::v2::sip_groups::{
    SipGroupListParams, SipGroupListTrunksParams, SipGroupsHandle,
};
use zoom_accounts::v2::sms_campaigns::SmsCampaignsHandle;
use zoom_accounts::v2::sms_consents::SmsConsentsHandle;

use super::calls::calls;
use super::ids::id;
use super::probe::Probe;

calls! {
    fn managed_numbers<S: Scope>(ManagedNumbersHandle<S>) {
        change "PATCH /number_management/allocation" "managed_numbers_allocate_request", |body| allocate(body);
        change "POST /number_management/byoc_numbers" "managed_numbers_add_byoc_request", |body| add_byoc(body);
        get "GET /number_management/numbers" => "managed_numbers_list_response", list();
        remove "DELETE /number_management/numbers", delete(["a-number"]);
        get "GET /number_management/numbers/{phoneNumberId}" => "managed_numbers_get_response", get(id("phoneNumberId"));
        change "PATCH /number_management/numbers/{phoneNumberId}" "managed_numbers_update_request", |body| update(id("phoneNumberId"), body);
        get "GET /number_management/plan" => "managed_numbers_list_plans_response", list_plans(ManagedNumberListPlansParams::new("CONTACT_CENTER"));
    }
    fn peering_numbers<S: Scope>(PeeringNumbersHandle<S>) {
        get "GET /number_management/carrier/peering_numbers" => "peering_numbers_list_for_carrier_response", list_for_carrier();
        get "GET /number_management/peering_numbers" => "peering_numbers_list_response", list();
        change "POST /number_management/peering_numbers" "peering_numbers_add_request", |body| add(body);
        change "PATCH /number_management/peering_numbers" "peering_numbers_update_request", |body| update(body);
        remove "DELETE /number_management/peering_numbers", remove(PeeringNumberRemoveParams::new(["a-number"]));
    }
    fn porting_orders<S: Scope>(PortingOrdersHandle<S>) {
        get "GET /number_management/ported_numbers/orders" => "porting_orders_list_response", list();
        get "GET /number_management/ported_numbers/orders/{orderId}" => "porting_orders_get_response", get(id("orderId"));
    }
    fn sip_groups<S: Scope>(SipGroupsHandle<S>) {
        get "GET /number_management/sip_groups" => "sip_groups_list_response", list(SipGroupListParams::new("CONTACT_CENTER"));
        get "GET /number_management/sip_trunks" => "sip_groups_list_trunks_response", list_trunks(SipGroupListTrunksParams::new("CONTACT_CENTER"));
    }
    fn sms_campaigns<S: Scope>(SmsCampaignsHandle<S>) {
        get "GET /number_management/sms_campaigns" => "sms_campaigns_list_response", list();
        get "GET /number_management/sms_campaigns/{smsCampaignId}" => "sms_campaigns_get_response", get(id("smsCampaignId"));
        change "POST /number_management/sms_campaigns/{smsCampaignId}/phone_numbers" "sms_campaigns_assign_numbers_request", |body| assign_numbers(id("smsCampaignId"), body);
        remove "DELETE /number_management/sms_campaigns/{smsCampaignId}/phone_numbers", unassign_numbers(id("smsCampaignId"), ["a-number"]);
    }
    fn sms_consents<S: Scope>(SmsConsentsHandle<S>) {
        get "GET /number_management/sms_consent" => "sms_consents_list_response", list();
        post "POST /number_management/sms_consent" "sms_consents_create_request" => "sms_consents_create_created", |body| create(body);
        change "DELETE /number_management/sms_consent" "sms_consents_delete_request", |body| delete(body);
        get "GET /number_management/sms_consent/{consentId}" => "sms_consents_get_response", get(id("consentId"));
        change "PATCH /number_management/sms_consent/{consentId}" "sms_consents_update_request", |body| update(id("consentId"), body);
        get "GET /number_management/sms_consent/{consentId}/phone_numbers" => "sms_consents_list_numbers_response", list_numbers(id("consentId"));
        change "POST /number_management/sms_consent/{consentId}/phone_numbers" "sms_consents_assign_numbers_request", |body| assign_numbers(id("consentId"), body);
        change "DELETE /number_management/sms_consent/{consentId}/phone_numbers" "sms_consents_unassign_numbers_request", |body| unassign_numbers(id("consentId"), body);
    }
    fn im_groups<S: Scope>(ImGroupsHandle<S>) {
        get "GET /im/groups" => "im_groups_list_response", list();
        post "POST /im/groups" "im_groups_create_request" => "im_groups_create_created", |body| create(body);
        get "GET /im/groups/{groupId}" => "im_groups_get_response", get(id("groupId"));
        change "PATCH /im/groups/{groupId}" "im_groups_update_request", |body| update(id("groupId"), body);
        remove "DELETE /im/groups/{groupId}", delete(id("groupId"));
        get "GET /im/groups/{groupId}/members" => "im_groups_list_members_response", list_members(id("groupId"));
        post "POST /im/groups/{groupId}/members" "im_groups_add_members_request" => "im_groups_add_members_created", |body| add_members(id("groupId"), body);
        remove "DELETE /im/groups/{groupId}/members/{memberId}", remove_member(id("groupId"), id("memberId"));
    }
    fn contact_center_logs<S: Scope>(ContactCenterLogsHandle<S>) {
        get "GET /contact_center/sms" => "contact_center_logs_list_sms_response", list_sms();
        get "GET /contact_center/voice_calls" => "contact_center_logs_list_voice_calls_response", list_voice_calls();
    }
    fn clips<S: Scope>(ClipsHandle<S>) {
        get "GET /clips" => "clips_list_response", list();
    }
    fn marketplace_apps<S: Scope>(MarketplaceAppsHandle<S>) {
        post "POST /marketplace/apps" "marketplace_apps_create_request" => "marketplace_apps_create_created", |body| create(body);
    }
}
