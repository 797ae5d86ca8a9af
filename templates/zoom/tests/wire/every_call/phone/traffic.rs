//! Calls the operations of Zoom Phone: calls, voicemails, messages, faxes and reports.

#![expect(deprecated, reason = "deprecated operations still work")]

use zoom_accounts::runtime::Scope;
use zoom_accounts::v2::phone_call_history::PhoneCallHistoryHandle;
use zoom_accounts::v2::phone_call_logs::PhoneCallLogsHandle;
use zoom_accounts::v2::phone_call_metrics::PhoneCallMetricsHandle;
use zoom_accounts::v2::phone_emergency_metrics::{
    PhoneEmergencyMetricsDefaultAddressUsersParams, PhoneEmergencyMetricsDeviceLocationsParams,
    PhoneEmergencyMetricsHandle, PhoneEmergencyMetricsNomadicServiceUsersParams,
    PhoneEmergencyMetricsPersonalLocationUsersParams, PhoneEmergencyMetricsUserLocationsParams,
};
use zoom_accounts::v2::phone_fax_logs::PhoneFaxLogsHandle;
use zoom_accounts::v2::phone_faxes::PhoneFaxesHandle;
use zoom_accounts::v2::phone_recordings::PhoneRecordingsHandle;
use zoom_accounts::v2::phone_reports::{PhoneReportCallQueueAnalyticsParams, PhoneReportsHandle};
use zoom_accounts::v2::phone_sms_campaigns::PhoneSmsCampaignsHandle;
use zoom_accounts::v2::phone_sms_opt_statuses::{
    PhoneSmsOptStatusListByConsentParams, PhoneSmsOptStatusListByUserParams,
    PhoneSmsOptStatusListParams, PhoneSmsOptStatusesHandle,
};
use zoom_accounts::v2::phone_sms_sessions::{
    PhoneSmsSessionSyncMessagesParams, PhoneSmsSessionsHandle,
};
use zoom_accounts::v2::phone_voicemails::PhoneVoicemailsHandle;

use super::super::calls::calls;
use super::super::ids::id;
use super::super::probe::Probe;

calls! {
    fn phone_call_history<S: Scope>(PhoneCallHistoryHandle<S>) {
        get "GET /phone/call_element/{callElementId}" => "phone_call_history_get_element_response", get_element(id("callElementId"));
        get "GET /phone/call_history" => "phone_call_history_list_response", list();
        get "GET /phone/call_history/{callHistoryUuid}" => "phone_call_history_get_response", get(id("callHistoryUuid"));
        change "PATCH /phone/call_history/{callLogId}/client_code" "phone_call_history_update_client_code_request", |body| update_client_code(id("callLogId"), body);
        get "GET /phone/call_history_detail/{callHistoryId}" => "phone_call_history_get_detail_response", get_detail(id("callHistoryId"));
        get "GET /phone/user/{userId}/ai_call_summary/{aiCallSummaryId}" => "phone_call_history_get_ai_summary_response", get_ai_summary(id("userId"), id("aiCallSummaryId"));
        get "GET /phone/users/{userId}/call_history" => "phone_call_history_list_by_user_response", list_by_user(id("userId"));
        get "GET /phone/users/{userId}/call_history/sync" => "phone_call_history_sync_by_user_response", sync_by_user(id("userId"));
        remove "DELETE /phone/users/{userId}/call_history/{callLogId}", delete(id("userId"), id("callLogId"));
    }
    fn phone_call_logs<S: Scope>(PhoneCallLogsHandle<S>) {
        get "GET /phone/call_logs" => "phone_call_logs_list_response", list();
        get "GET /phone/call_logs/{callLogId}" => "phone_call_logs_get_response", get(id("callLogId"));
        change "PUT /phone/call_logs/{callLogId}/client_code" "phone_call_logs_update_client_code_request", |body| update_client_code(id("callLogId"), body);
        get "GET /phone/users/{userId}/call_logs" => "phone_call_logs_list_by_user_response", list_by_user(id("userId"));
        get "GET /phone/users/{userId}/call_logs/sync" => "phone_call_logs_sync_by_user_response", sync_by_user(id("userId"));
        remove "DELETE /phone/users/{userId}/call_logs/{callLogId}", delete(id("userId"), id("callLogId"));
    }
    fn phone_call_metrics<S: Scope>(PhoneCallMetricsHandle<S>) {
        get "GET /phone/metrics/call_logs" => "phone_call_metrics_list_response", list();
        get "GET /phone/metrics/call_logs/{callId}/qos" => "phone_call_metrics_get_qos_response", get_qos(id("callId"));
        get "GET /phone/metrics/call_logs/{call_id}" => "phone_call_metrics_get_response", get(id("call_id"));
        get "GET /phone/metrics/past_calls" => "phone_call_metrics_list_past_response", list_past();
    }
    fn phone_emergency_metrics<S: Scope>(PhoneEmergencyMetricsHandle<S>) {
        get "GET /phone/metrics/emergency_services/default_emergency_address/users" => "phone_emergency_metrics_default_address_users_response", default_address_users(PhoneEmergencyMetricsDefaultAddressUsersParams::new("present"));
        get "GET /phone/metrics/emergency_services/detectable_personal_location/users" => "phone_emergency_metrics_personal_location_users_response", personal_location_users(PhoneEmergencyMetricsPersonalLocationUsersParams::new("present"));
        get "GET /phone/metrics/emergency_services/location_sharing_permission/users" => "phone_emergency_metrics_location_permissions_response", location_permissions();
        get "GET /phone/metrics/emergency_services/nomadic_emergency_services/users" => "phone_emergency_metrics_nomadic_service_users_response", nomadic_service_users(PhoneEmergencyMetricsNomadicServiceUsersParams::new("present"));
        get "GET /phone/metrics/emergency_services/realtime_location/devices" => "phone_emergency_metrics_device_locations_response", device_locations(PhoneEmergencyMetricsDeviceLocationsParams::new("company"));
        get "GET /phone/metrics/emergency_services/realtime_location/users" => "phone_emergency_metrics_user_locations_response", user_locations(PhoneEmergencyMetricsUserLocationsParams::new("company"));
        get "GET /phone/metrics/location_tracking" => "phone_emergency_metrics_tracked_locations_response", tracked_locations();
    }
    fn phone_fax_logs<S: Scope>(PhoneFaxLogsHandle<S>) {
        get "GET /phone/extension/{extensionId}/fax/logs" => "phone_fax_logs_list_by_extension_response", list_by_extension(id("extensionId"));
        get "GET /phone/fax/logs" => "phone_fax_logs_list_response", list();
        get "GET /phone/fax/logs/{faxLogId}" => r#"[{"fax_log_id": "btOJBeY_mEFOKSw1Pr7avp", "fax_id": "tJSSIUbc_daWDcnCxaD0II", "site_id": "CcaXJvgDZcXOTNF4qwAOeA", "site_name": "Main site", "direction": "outbound", "extension_id": "Yww6akk047Lz26qSl8YgFD", "extension_type": "user", "sender_extension_id": "Yww6akk047Lz26qSl8YgFD"}]"#, get(id("faxLogId"));
        remove "DELETE /phone/fax/logs/{faxLogId}", delete(id("faxLogId"));
        remove "PATCH /phone/fax/logs/{faxLogId}", update_read_status(id("faxLogId"));
    }
    fn phone_faxes<S: Scope>(PhoneFaxesHandle<S>) {
        post "POST /phone/fax/documents" "phone_faxes_send_request" => "phone_faxes_send_created", |body| send(body);
    }
    fn phone_recordings<S: Scope>(PhoneRecordingsHandle<S>) {
        get "GET /phone/call_logs/{id}/recordings" => "phone_recordings_get_by_call_response", get_by_call(id("id"));
        get "GET /phone/recordings" => "phone_recordings_list_response", list();
        remove "DELETE /phone/recordings/{recordingId}", delete(id("recordingId"));
        change "PATCH /phone/recordings/{recordingId}" "phone_recordings_update_request", |body| update(id("recordingId"), body);
        change "PUT /phone/recordings/{recordingId}/status" "phone_recordings_recover_request", |body| recover(id("recordingId"), body);
        get "GET /phone/users/{userId}/recordings" => "phone_recordings_list_by_user_response", list_by_user(id("userId"));
    }
    fn phone_reports<S: Scope>(PhoneReportsHandle<S>) {
        get "GET /phone/call_queue_analytics" => "phone_reports_call_queue_analytics_response", call_queue_analytics(PhoneReportCallQueueAnalyticsParams::new("2026-01-01", "2026-01-31"));
        get "GET /phone/reports/call_charges" => "phone_reports_call_charges_response", call_charges();
        get "GET /phone/reports/fax_charges" => "phone_reports_fax_charges_response", fax_charges();
        get "GET /phone/reports/operationlogs" => "phone_reports_operation_logs_response", operation_logs();
        get "GET /phone/reports/sms_charges" => "phone_reports_sms_charges_response", sms_charges();
    }
    fn phone_sms_campaigns<S: Scope>(PhoneSmsCampaignsHandle<S>) {
        get "GET /phone/sms_campaigns" => "phone_sms_campaigns_list_response", list();
        get "GET /phone/sms_campaigns/{smsCampaignId}" => "phone_sms_campaigns_get_response", get(id("smsCampaignId"));
        post "POST /phone/sms_campaigns/{smsCampaignId}/phone_numbers" "phone_sms_campaigns_assign_numbers_request" => "phone_sms_campaigns_assign_numbers_created", |body| assign_numbers(id("smsCampaignId"), body);
        remove "DELETE /phone/sms_campaigns/{smsCampaignId}/phone_numbers/{phoneNumberId}", unassign_number(id("smsCampaignId"), id("phoneNumberId"));
    }
    fn phone_sms_opt_statuses<S: Scope>(PhoneSmsOptStatusesHandle<S>) {
        get "GET /phone/sms_campaigns/{smsCampaignId}/phone_numbers/opt_status" => "phone_sms_opt_statuses_list_response", list(id("smsCampaignId"), PhoneSmsOptStatusListParams::new("a-value", ["a-value"]));
        change "PATCH /phone/sms_campaigns/{smsCampaignId}/phone_numbers/opt_status" "phone_sms_opt_statuses_update_request", |body| update(id("smsCampaignId"), body);
        get "GET /phone/sms_consent/{consentId}/phone_numbers/opt_status" => "phone_sms_opt_statuses_list_by_consent_response", list_by_consent(id("consentId"), PhoneSmsOptStatusListByConsentParams::new("a-value", ["a-value"]));
        get "GET /phone/user/{userId}/sms_campaigns/phone_numbers/opt_status" => "phone_sms_opt_statuses_list_by_user_response", list_by_user(id("userId"), PhoneSmsOptStatusListByUserParams::new(["a-value"], ["a-value"]));
    }
    fn phone_sms_sessions<S: Scope>(PhoneSmsSessionsHandle<S>) {
        post "POST /phone/sms/messages" "phone_sms_sessions_send_message_request" => "phone_sms_sessions_send_message_created", |body| send_message(body);
        get "GET /phone/sms/sessions" => "phone_sms_sessions_list_response", list();
        get "GET /phone/sms/sessions/{sessionId}" => "phone_sms_sessions_list_messages_response", list_messages(id("sessionId"));
        get "GET /phone/sms/sessions/{sessionId}/messages/{messageId}" => "phone_sms_sessions_get_message_response", get_message(id("sessionId"), id("messageId"));
        get "GET /phone/sms/sessions/{sessionId}/sync" => "phone_sms_sessions_sync_messages_response", sync_messages(id("sessionId"), PhoneSmsSessionSyncMessagesParams::new(20));
        get "GET /phone/users/{userId}/sms/sessions" => "phone_sms_sessions_list_by_user_response", list_by_user(id("userId"));
        get "GET /phone/users/{userId}/sms/sessions/sync" => "phone_sms_sessions_sync_by_user_response", sync_by_user(id("userId"));
    }
    fn phone_voicemails<S: Scope>(PhoneVoicemailsHandle<S>) {
        get "GET /phone/users/{userId}/call_logs/{id}/voice_mail" => "phone_voicemails_get_by_call_log_response", get_by_call_log(id("userId"), id("id"));
        get "GET /phone/users/{userId}/voice_mails" => "phone_voicemails_list_by_user_response", list_by_user(id("userId"));
        get "GET /phone/voice_mails" => "phone_voicemails_list_response", list();
        get "GET /phone/voice_mails/{voicemailId}" => "phone_voicemails_get_response", get(id("voicemailId"));
        remove "DELETE /phone/voice_mails/{voicemailId}", delete(id("voicemailId"));
        remove "PATCH /phone/voice_mails/{voicemailId}", update_status(id("voicemailId"), "read");
    }
}
