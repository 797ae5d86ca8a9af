//! Calls the operations of room connectors, SIP, TSP and tracking fields.

use zoom_accounts::runtime::{Scope, Scoped};
use zoom_accounts::v2::crc_api_connectors::CrcApiConnectorsHandle;
use zoom_accounts::v2::crc_managed_rooms::CrcManagedRoomsHandle;
use zoom_accounts::v2::crc_room_templates::CrcRoomTemplatesHandle;
use zoom_accounts::v2::pac_accounts::PacAccountsHandle;
use zoom_accounts::v2::sip_phones::SipPhonesHandle;
use zoom_accounts::v2::sip_trunk_callout_countries::SipTrunkCalloutCountriesHandle;
use zoom_accounts::v2::sip_trunk_internal_numbers::SipTrunkInternalNumbersHandle;
use zoom_accounts::v2::sip_trunk_numbers::SipTrunkNumbersHandle;
use zoom_accounts::v2::sip_trunks::SipTrunksHandle;
use zoom_accounts::v2::tracking_fields::TrackingFieldsHandle;
use zoom_accounts::v2::tsp_accounts::TspAccountsHandle;
use zoom_accounts::v2::tsp_settings::TspSettingsHandle;

use super::calls::calls;
use super::ids::id;
use super::probe::Probe;

calls! {
    fn crc_api_connectors<S: Scope>(CrcApiConnectorsHandle<S>) {
        get "GET /crc/api_connectors" => "crc_api_connectors_list_response", list();
        post "POST /crc/api_connectors" "crc_api_connectors_create_request" => "crc_api_connectors_create_created", |body| create(body);
        get "GET /crc/api_connectors/{connectorId}" => "crc_api_connectors_get_response", get(id("connectorId"));
        change "PATCH /crc/api_connectors/{connectorId}" "crc_api_connectors_update_request", |body| update(id("connectorId"), body);
        remove "DELETE /crc/api_connectors/{connectorId}", delete(id("connectorId"));
        get "GET /crc/api_connectors/{connectorId}/private_key" => "crc_api_connectors_get_private_key_response", get_private_key(id("connectorId"));
        get "PATCH /crc/api_connectors/{connectorId}/private_key" => "crc_api_connectors_get_private_key_response", regenerate_private_key(id("connectorId"));
    }
    fn crc_managed_rooms<S: Scope>(CrcManagedRoomsHandle<S>) {
        get "GET /crc/managed_rooms" => "crc_managed_rooms_list_response", list();
        post "POST /crc/managed_rooms" "crc_managed_rooms_create_request" => "crc_managed_rooms_create_created", |body| create(body);
        get "GET /crc/managed_rooms/account_setting" => "crc_managed_rooms_get_account_settings_response", get_account_settings();
        get "GET /crc/managed_rooms/{deviceId}" => "crc_managed_rooms_get_response", get(id("deviceId"));
        change "PATCH /crc/managed_rooms/{deviceId}" "crc_managed_rooms_update_request", |body| update(id("deviceId"), body);
        remove "DELETE /crc/managed_rooms/{deviceId}", delete(id("deviceId"));
    }
    fn crc_room_templates<S: Scope>(CrcRoomTemplatesHandle<S>) {
        get "GET /crc/room_templates" => "crc_room_templates_list_response", list();
        post "POST /crc/room_templates" "crc_room_templates_create_request" => "crc_room_templates_create_created", |body| create(body);
        get "GET /crc/room_templates/{templateId}" => "crc_room_templates_get_response", get(id("templateId"));
        change "PATCH /crc/room_templates/{templateId}" "crc_room_templates_update_request", |body| update(id("templateId"), body);
        remove "DELETE /crc/room_templates/{templateId}", delete(id("templateId"));
    }
    fn sip_trunk_callout_countries_of_an_account(SipTrunkCalloutCountriesHandle<Scoped>) {
        get "GET /sip_trunk/callout_countries" => "sip_trunk_callout_countries_list_response", list();
        post "POST /sip_trunk/callout_countries" "sip_trunk_callout_countries_add_request" => "sip_trunk_callout_countries_add_created", |body| add(body);
        remove "DELETE /sip_trunk/callout_countries/{countryId}", remove(id("countryId"));
    }
    fn sip_trunk_callout_countries_of_the_client(SipTrunkCalloutCountriesHandle) {
        get "GET /accounts/{accountId}/sip_trunk/callout_countries" => "sip_trunk_callout_countries_list_response", list(id("accountId"));
        post "POST /accounts/{accountId}/sip_trunk/callout_countries" "sip_trunk_callout_countries_add_request" => "sip_trunk_callout_countries_add_created", |body| add(id("accountId"), body);
        remove "DELETE /accounts/{accountId}/sip_trunk/callout_countries/{countryId}", remove(id("accountId"), id("countryId"));
    }
    fn sip_trunk_internal_numbers_of_an_account(SipTrunkInternalNumbersHandle<Scoped>) {
        get "GET /sip_trunk/internal_numbers" => "sip_trunk_internal_numbers_list_response", list();
        post "POST /sip_trunk/internal_numbers" "sip_trunk_internal_numbers_add_request" => "sip_trunk_internal_numbers_add_request", |body| add(body);
        change "PATCH /sip_trunk/internal_numbers/{numberId}" "sip_trunk_internal_numbers_update_request", |body| update(id("numberId"), body);
        remove "DELETE /sip_trunk/internal_numbers/{numberId}", remove(id("numberId"));
    }
    fn sip_trunk_internal_numbers_of_the_client(SipTrunkInternalNumbersHandle) {
        get "GET /accounts/{accountId}/sip_trunk/internal_numbers" => "sip_trunk_internal_numbers_list_response", list(id("accountId"));
        post "POST /accounts/{accountId}/sip_trunk/internal_numbers" "sip_trunk_internal_numbers_add_request" => "sip_trunk_internal_numbers_add_request", |body| add(id("accountId"), body);
        change "PATCH /accounts/{accountId}/sip_trunk/internal_numbers/{numberId}" "sip_trunk_internal_numbers_update_request", |body| update(id("accountId"), id("numberId"), body);
        remove "DELETE /accounts/{accountId}/sip_trunk/internal_numbers/{numberId}", remove(id("accountId"), id("numberId"));
    }
    fn sip_trunk_numbers_of_an_account(SipTrunkNumbersHandle<Scoped>) {
        change "POST /sip_trunk/numbers" "sip_trunk_numbers_assign_request", |body| assign(body);
        remove "DELETE /sip_trunk/numbers", remove_all();
    }
    fn sip_trunk_numbers_of_the_client(SipTrunkNumbersHandle) {
        change "POST /accounts/{accountId}/sip_trunk/numbers" "sip_trunk_numbers_assign_request", |body| assign(id("accountId"), body);
        remove "DELETE /accounts/{accountId}/sip_trunk/numbers", remove_all(id("accountId"));
        get "GET /sip_trunk/numbers" => "sip_trunk_numbers_list_response", list();
    }
    fn sip_trunks_of_an_account(SipTrunksHandle<Scoped>) {
        get "GET /sip_trunk/settings" => "sip_trunks_get_settings_response", get_settings();
        change "PATCH /sip_trunk/settings" "sip_trunks_update_settings_request", |body| update_settings(body);
        get "GET /sip_trunk/trunks" => "sip_trunks_list_response", list();
        post "POST /sip_trunk/trunks" "sip_trunks_assign_request" => "sip_trunks_assign_created", |body| assign(body);
        remove "DELETE /sip_trunk/trunks/{trunkId}", remove(id("trunkId"));
    }
    fn sip_trunks_of_the_client(SipTrunksHandle) {
        get "GET /accounts/{accountId}/sip_trunk/settings" => "sip_trunks_get_settings_response", get_settings(id("accountId"));
        change "PATCH /accounts/{accountId}/sip_trunk/settings" "sip_trunks_update_settings_request", |body| update_settings(id("accountId"), body);
        get "GET /accounts/{accountId}/sip_trunk/trunks" => "sip_trunks_list_response", list(id("accountId"));
        post "POST /accounts/{accountId}/sip_trunk/trunks" "sip_trunks_assign_request" => "sip_trunks_assign_created", |body| assign(id("accountId"), body);
        remove "DELETE /accounts/{accountId}/sip_trunk/trunks/{trunkId}", remove(id("accountId"), id("trunkId"));
    }
    fn sip_phones<S: Scope>(SipPhonesHandle<S>) {
        get "GET /sip_phones/phones" => "sip_phones_list_response", list();
        post "POST /sip_phones/phones" "sip_phones_create_request" => "sip_phones_create_created", |body| create(body);
        change "PATCH /sip_phones/phones/{phoneId}" "sip_phones_update_request", |body| update(id("phoneId"), body);
        remove "DELETE /sip_phones/phones/{phoneId}", delete(id("phoneId"));
    }
    fn tracking_fields<S: Scope>(TrackingFieldsHandle<S>) {
        get "GET /tracking_fields" => "tracking_fields_list_response", list();
        post "POST /tracking_fields" "tracking_fields_create_request" => "tracking_fields_create_created", |body| create(body);
        get "GET /tracking_fields/{fieldId}" => "tracking_fields_get_response", get(id("fieldId"));
        change "PATCH /tracking_fields/{fieldId}" "tracking_fields_update_request", |body| update(id("fieldId"), body);
        remove "DELETE /tracking_fields/{fieldId}", delete(id("fieldId"));
    }
    fn tsp_settings<S: Scope>(TspSettingsHandle<S>) {
        get "GET /tsp" => "tsp_settings_get_response", get();
        change "PATCH /tsp" "tsp_settings_update_request", |body| update(body);
    }
    fn pac_accounts<S: Scope>(PacAccountsHandle<S>) {
        get "GET /users/{userId}/pac" => "pac_accounts_list_response", list(id("userId"));
    }
    fn tsp_accounts<S: Scope>(TspAccountsHandle<S>) {
        get "GET /users/{userId}/tsp" => "tsp_accounts_list_response", list(id("userId"));
        post "POST /users/{userId}/tsp" "tsp_accounts_create_request" => "tsp_accounts_create_created", |body| create(id("userId"), body);
        change "PATCH /users/{userId}/tsp/settings" "tsp_accounts_update_dial_in_url_request", |body| update_dial_in_url(id("userId"), body);
        get "GET /users/{userId}/tsp/{tspId}" => "tsp_accounts_get_response", get(id("userId"), id("tspId"));
        change "PATCH /users/{userId}/tsp/{tspId}" "tsp_accounts_update_request", |body| update(id("userId"), id("tspId"), body);
        remove "DELETE /users/{userId}/tsp/{tspId}", delete(id("userId"), id("tspId"));
    }
}
