//! Calls the operations of cloud recordings.

use zoom_accounts::runtime::{Scope, Scoped};
use zoom_accounts::v2::recording_registrants::RecordingRegistrantsHandle;
use zoom_accounts::v2::recording_settings::RecordingSettingsHandle;
use zoom_accounts::v2::recordings::RecordingsHandle;

use super::calls::calls;
use super::ids::id;
use super::probe::Probe;

calls! {
    fn recordings_of_an_account(RecordingsHandle<Scoped>) {
        get "GET /recordings" => "recordings_list_for_account_response", list_for_account();
    }
    fn recordings<S: Scope>(RecordingsHandle<S>) {
        get "GET /archive_files" => "recordings_list_archive_files_response", list_archive_files();
        get "GET /meetings/{meetingId}/recordings" => "recordings_get_response", get(id("meetingId"));
        remove "DELETE /meetings/{meetingId}/recordings", delete(id("meetingId"));
        get "GET /meetings/{meetingId}/recordings/analytics_details" => "recordings_list_analytics_details_response", list_analytics_details(id("meetingId"));
        get "GET /meetings/{meetingId}/recordings/analytics_summary" => "recordings_get_analytics_summary_response", get_analytics_summary(id("meetingId"));
        remove "DELETE /meetings/{meetingId}/recordings/{recordingId}", delete_file(id("meetingId"), id("recordingId"));
        change "PUT /meetings/{meetingId}/recordings/{recordingId}/status" "recordings_recover_file_request", |body| recover_file(id("meetingId"), id("recordingId"), body);
        change "PUT /meetings/{meetingUUID}/recordings/status" "recordings_recover_file_request", |body| recover(id("meetingUUID"), body);
        get "GET /users/{userId}/recordings" => "recordings_list_response", list(id("userId"));
    }
    fn recordings_of_the_client(RecordingsHandle) {
        get "GET /accounts/{accountId}/recordings" => "recordings_list_for_account_response", list_for_account(id("accountId"));
    }
    fn recording_registrants<S: Scope>(RecordingRegistrantsHandle<S>) {
        get "GET /meetings/{meetingId}/recordings/registrants" => "recording_registrants_list_response", list(id("meetingId"));
        post "POST /meetings/{meetingId}/recordings/registrants" "recording_registrants_create_request" => "recording_registrants_create_created", |body| create(id("meetingId"), body);
        get "GET /meetings/{meetingId}/recordings/registrants/questions" => "recording_registrants_get_questions_response", get_questions(id("meetingId"));
        change "PATCH /meetings/{meetingId}/recordings/registrants/questions" "recording_registrants_update_questions_request", |body| update_questions(id("meetingId"), body);
        change "PUT /meetings/{meetingId}/recordings/registrants/status" "recording_registrants_update_status_request", |body| update_status(id("meetingId"), body);
    }
    fn recording_settings<S: Scope>(RecordingSettingsHandle<S>) {
        get "GET /meetings/{meetingId}/recordings/settings" => "recording_settings_get_response", get(id("meetingId"));
        change "PATCH /meetings/{meetingId}/recordings/settings" "recording_settings_update_request", |body| update(id("meetingId"), body);
    }
}
