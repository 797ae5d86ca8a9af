//! Calls the operations of Zoom Phone, for the client's own account and for a sub account.

mod people;
mod places;
mod routing;
mod traffic;

use zoom_accounts::Client;
use zoom_accounts::runtime::{File, Scope};
use zoom_accounts::v2::SubAccount;
use zoom_accounts::v2::phone_fax_logs::PhoneFaxLogsHandle;
use zoom_accounts::v2::phone_faxes::{PhoneFaxUploadFile, PhoneFaxesHandle};
use zoom_accounts::v2::phone_recordings::PhoneRecordingsHandle;
use zoom_accounts::v2::phone_voicemails::PhoneVoicemailsHandle;

use super::ids::id;
use super::probe::Probe;

/// Calls every operation of Zoom Phone, with the client or with the scope of a sub account.
macro_rules! call_all {
    ($account:ident, $probe:ident) => {
        people::phone_account_caller_ids($account.phone_account_caller_ids(), $probe).await;
        people::phone_account_settings($account.phone_account_settings(), $probe).await;
        people::phone_alert_settings($account.phone_alert_settings(), $probe).await;
        people::phone_audios($account.phone_audios(), $probe).await;
        people::phone_common_area_activation_codes(
            $account.phone_common_area_activation_codes(),
            $probe,
        )
        .await;
        people::phone_common_area_settings($account.phone_common_area_settings(), $probe).await;
        people::phone_common_areas($account.phone_common_areas(), $probe).await;
        people::phone_devices($account.phone_devices(), $probe).await;
        people::phone_firmware_rules($account.phone_firmware_rules(), $probe).await;
        people::phone_line_keys($account.phone_line_keys(), $probe).await;
        people::phone_provision_templates($account.phone_provision_templates(), $probe).await;
        people::phone_roles($account.phone_roles(), $probe).await;
        people::phone_rooms($account.phone_rooms(), $probe).await;
        people::phone_user_caller_ids($account.phone_user_caller_ids(), $probe).await;
        people::phone_user_calling_plans($account.phone_user_calling_plans(), $probe).await;
        people::phone_user_settings($account.phone_user_settings(), $probe).await;
        people::phone_users($account.phone_users(), $probe).await;
        routing::phone_auto_receptionist_policies(
            $account.phone_auto_receptionist_policies(),
            $probe,
        )
        .await;
        routing::phone_auto_receptionists($account.phone_auto_receptionists(), $probe).await;
        routing::phone_blocked_numbers($account.phone_blocked_numbers(), $probe).await;
        routing::phone_call_pickup_groups($account.phone_call_pickup_groups(), $probe).await;
        routing::phone_call_queue_policies($account.phone_call_queue_policies(), $probe).await;
        routing::phone_call_queues($account.phone_call_queues(), $probe).await;
        routing::phone_common_area_outbound_calling(
            $account.phone_common_area_outbound_calling(),
            $probe,
        )
        .await;
        routing::phone_extension_block_rules($account.phone_extension_block_rules(), $probe).await;
        routing::phone_external_contacts($account.phone_external_contacts(), $probe).await;
        routing::phone_inbound_block_rules($account.phone_inbound_block_rules(), $probe).await;
        routing::phone_inbound_block_statistics($account.phone_inbound_block_statistics(), $probe)
            .await;
        routing::phone_monitoring_groups($account.phone_monitoring_groups(), $probe).await;
        routing::phone_outbound_calling($account.phone_outbound_calling(), $probe).await;
        routing::phone_private_directory_members(
            $account.phone_private_directory_members(),
            $probe,
        )
        .await;
        routing::phone_routing_rules($account.phone_routing_rules(), $probe).await;
        routing::phone_shared_line_group_policies(
            $account.phone_shared_line_group_policies(),
            $probe,
        )
        .await;
        routing::phone_shared_line_groups($account.phone_shared_line_groups(), $probe).await;
        routing::phone_site_outbound_calling($account.phone_site_outbound_calling(), $probe).await;
        routing::phone_user_outbound_calling($account.phone_user_outbound_calling(), $probe).await;
        traffic::phone_call_history($account.phone_call_history(), $probe).await;
        traffic::phone_call_logs($account.phone_call_logs(), $probe).await;
        traffic::phone_call_metrics($account.phone_call_metrics(), $probe).await;
        traffic::phone_emergency_metrics($account.phone_emergency_metrics(), $probe).await;
        traffic::phone_fax_logs($account.phone_fax_logs(), $probe).await;
        traffic::phone_faxes($account.phone_faxes(), $probe).await;
        traffic::phone_recordings($account.phone_recordings(), $probe).await;
        traffic::phone_reports($account.phone_reports(), $probe).await;
        traffic::phone_sms_campaigns($account.phone_sms_campaigns(), $probe).await;
        traffic::phone_sms_opt_statuses($account.phone_sms_opt_statuses(), $probe).await;
        traffic::phone_sms_sessions($account.phone_sms_sessions(), $probe).await;
        traffic::phone_voicemails($account.phone_voicemails(), $probe).await;
        places::phone_billing_accounts($account.phone_billing_accounts(), $probe).await;
        places::phone_call_handling($account.phone_call_handling(), $probe).await;
        places::phone_carrier_reseller_numbers($account.phone_carrier_reseller_numbers(), $probe)
            .await;
        places::phone_dial_by_name_directory($account.phone_dial_by_name_directory(), $probe).await;
        places::phone_emergency_addresses($account.phone_emergency_addresses(), $probe).await;
        places::phone_group_settings($account.phone_group_settings(), $probe).await;
        places::phone_ivrs($account.phone_ivrs(), $probe).await;
        places::phone_locations($account.phone_locations(), $probe).await;
        places::phone_numbers($account.phone_numbers(), $probe).await;
        places::phone_peering_numbers($account.phone_peering_numbers(), $probe).await;
        places::phone_plans($account.phone_plans(), $probe).await;
        places::phone_porting_orders($account.phone_porting_orders(), $probe).await;
        places::phone_setting_templates($account.phone_setting_templates(), $probe).await;
        places::phone_settings($account.phone_settings(), $probe).await;
        places::phone_site_caller_ids($account.phone_site_caller_ids(), $probe).await;
        places::phone_site_settings($account.phone_site_settings(), $probe).await;
        places::phone_sites($account.phone_sites(), $probe).await;
        fax_files($account.phone_faxes(), $probe).await;
        fax_log_files($account.phone_fax_logs(), $probe).await;
        recording_files($account.phone_recordings(), $probe).await;
        voicemail_files($account.phone_voicemails(), $probe).await;
    };
}

pub(super) async fn of_the_client(client: &Client, probe: &Probe) {
    call_all!(client, probe);
}

pub(super) async fn of_an_account(account: &SubAccount, probe: &Probe) {
    call_all!(account, probe);
}

async fn fax_files<S: Scope>(faxes: PhoneFaxesHandle<S>, probe: &Probe) {
    let line = "POST /fax/files";
    let response = "phone_faxes_upload_file_created";
    let call = |file: File| faxes.upload_file(PhoneFaxUploadFile::new(file));
    probe.upload(line, response, call).await;
}

async fn fax_log_files<S: Scope>(logs: PhoneFaxLogsHandle<S>, probe: &Probe) {
    let line = "GET /phone/fax/logs/{faxLogId}/file/{fileId}";
    let call = logs.download(id("faxLogId"), id("fileId"));
    probe.download(line, call).await;
}

async fn recording_files<S: Scope>(recordings: PhoneRecordingsHandle<S>, probe: &Probe) {
    let line = "GET /phone/recording/download/{fileId}";
    probe
        .download(line, recordings.download(id("fileId")))
        .await;
    let line = "GET /phone/recording_transcript/download/{recordingId}";
    let call = recordings.download_transcript(id("recordingId"));
    probe.download(line, call).await;
}

async fn voicemail_files<S: Scope>(voicemails: PhoneVoicemailsHandle<S>, probe: &Probe) {
    let line = "GET /phone/voice_mails/download/{fileId}";
    probe
        .download(line, voicemails.download(id("fileId")))
        .await;
}
