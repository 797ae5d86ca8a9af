//! Calls the operations of the Video SDK and of the quality of service.

use zoom_accounts::runtime::Scope;
use zoom_accounts::v2::qss::QssHandle;
use zoom_accounts::v2::video_sdk_live_streams::VideoSdkLiveStreamsHandle;
use zoom_accounts::v2::video_sdk_recordings::VideoSdkRecordingsHandle;
use zoom_accounts::v2::video_sdk_reports::{
    VideoSdkReportCloudRecordingUsageParams, VideoSdkReportOperationLogsParams,
    VideoSdkReportTelephoneParams, VideoSdkReportsHandle,
};
use zoom_accounts::v2::video_sdk_session_users::VideoSdkSessionUsersHandle;
use zoom_accounts::v2::video_sdk_sessions::{VideoSdkSessionListParams, VideoSdkSessionsHandle};
use zoom_accounts::v2::video_sdk_storage_locations::VideoSdkStorageLocationsHandle;
use zoom_accounts::v2::video_sdk_stream_ingestions::VideoSdkStreamIngestionsHandle;

use super::calls::calls;
use super::ids::id;
use super::probe::Probe;

calls! {
    fn video_sdk_recordings<S: Scope>(VideoSdkRecordingsHandle<S>) {
        get "GET /videosdk/recordings" => "video_sdk_recordings_list_response", list();
        get "GET /videosdk/sessions/{sessionId}/recordings" => "video_sdk_recordings_get_response", get(id("sessionId"));
        remove "DELETE /videosdk/sessions/{sessionId}/recordings", delete(id("sessionId"));
        change "PUT /videosdk/sessions/{sessionId}/recordings/status" "video_sdk_recordings_recover_file_request", |body| recover(id("sessionId"), body);
        remove "DELETE /videosdk/sessions/{sessionId}/recordings/{recordingId}", delete_file(id("sessionId"), id("recordingId"));
        change "PUT /videosdk/sessions/{sessionId}/recordings/{recordingId}/status" "video_sdk_recordings_recover_file_request", |body| recover_file(id("sessionId"), id("recordingId"), body);
    }
    fn video_sdk_reports<S: Scope>(VideoSdkReportsHandle<S>) {
        get "GET /videosdk/report/cloud_recording" => "video_sdk_reports_cloud_recording_usage_response", cloud_recording_usage(VideoSdkReportCloudRecordingUsageParams::new("2026-01-01", "2026-01-01"));
        get "GET /videosdk/report/daily" => "video_sdk_reports_daily_usage_response", daily_usage();
        get "GET /videosdk/report/operationlogs" => "video_sdk_reports_operation_logs_response", operation_logs(VideoSdkReportOperationLogsParams::new("2026-01-01", "2026-01-01"));
        get "GET /videosdk/report/telephone" => "video_sdk_reports_telephone_response", telephone(VideoSdkReportTelephoneParams::new("2026-01-01", "2026-01-01"));
        get "GET /videosdk/report/webhook_logs" => "video_sdk_reports_webhook_logs_response", webhook_logs();
    }
    fn video_sdk_sessions<S: Scope>(VideoSdkSessionsHandle<S>) {
        get "GET /videosdk/sessions" => "video_sdk_sessions_list_response", list(VideoSdkSessionListParams::new("2026-01-01", "2026-01-01"));
        post "POST /videosdk/sessions" "video_sdk_sessions_create_request" => "video_sdk_sessions_create_created", |body| create(body);
        get "GET /videosdk/sessions/{sessionId}" => "video_sdk_sessions_get_response", get(id("sessionId"));
        change "PATCH /videosdk/sessions/{sessionId}/events" "video_sdk_sessions_control_request", |body| control(id("sessionId"), body);
        change "PUT /videosdk/sessions/{sessionId}/status" "video_sdk_sessions_end_request", |body| end(id("sessionId"), body);
    }
    fn video_sdk_live_streams<S: Scope>(VideoSdkLiveStreamsHandle<S>) {
        get "GET /videosdk/sessions/{sessionId}/livestream" => "video_sdk_live_streams_get_response", get(id("sessionId"));
        change "PATCH /videosdk/sessions/{sessionId}/livestream" "video_sdk_live_streams_update_request", |body| update(id("sessionId"), body);
        change "PATCH /videosdk/sessions/{sessionId}/livestream/status" "video_sdk_live_streams_update_status_request", |body| update_status(id("sessionId"), body);
    }
    fn video_sdk_stream_ingestions<S: Scope>(VideoSdkStreamIngestionsHandle<S>) {
        list "GET /videosdk/sessions/{sessionId}/stream_ingestions" => "video_sdk_stream_ingestions_list_for_session_response_first", list_for_session(id("sessionId"));
        get "GET /videosdk/stream_ingestions" => "video_sdk_stream_ingestions_list_response", list();
        post "POST /videosdk/stream_ingestions" "video_sdk_stream_ingestions_create_request" => "video_sdk_stream_ingestions_create_created", |body| create(body);
        get "GET /videosdk/stream_ingestions/{streamId}" => "video_sdk_stream_ingestions_get_response", get(id("streamId"));
        change "PATCH /videosdk/stream_ingestions/{streamId}" "video_sdk_stream_ingestions_update_request", |body| update(id("streamId"), body);
        remove "DELETE /videosdk/stream_ingestions/{streamId}", delete(id("streamId"));
    }
    fn video_sdk_session_users<S: Scope>(VideoSdkSessionUsersHandle<S>) {
        get "GET /videosdk/sessions/{sessionId}/users" => "video_sdk_session_users_list_response", list(id("sessionId"));
        get "GET /videosdk/sessions/{sessionId}/users/qos" => "video_sdk_session_users_list_qos_response", list_qos(id("sessionId"));
        get "GET /videosdk/sessions/{sessionId}/users/sharing" => "video_sdk_session_users_list_sharing_response", list_sharing(id("sessionId"));
        get "GET /videosdk/sessions/{sessionId}/users/{userId}/qos" => "video_sdk_session_users_get_qos_response", get_qos(id("sessionId"), id("userId"));
    }
    fn video_sdk_storage_locations<S: Scope>(VideoSdkStorageLocationsHandle<S>) {
        change "PATCH /videosdk/settings/storage" "video_sdk_storage_locations_update_settings_request", |body| update_settings(body);
        list "GET /videosdk/settings/storage/location" => "video_sdk_storage_locations_list_response_first", list();
        post "POST /videosdk/settings/storage/location" "video_sdk_storage_locations_create_request" => "video_sdk_storage_locations_create_created", |body| create(body);
        get "GET /videosdk/settings/storage/location/{storageLocationId}" => "video_sdk_storage_locations_get_response", get(id("storageLocationId"));
        change "PATCH /videosdk/settings/storage/location/{storageLocationId}" "video_sdk_storage_locations_update_request", |body| update(id("storageLocationId"), body);
        remove "DELETE /videosdk/settings/storage/location/{storageLocationId}", delete(id("storageLocationId"));
    }
    fn qss<S: Scope>(QssHandle<S>) {
        get "GET /metrics/meetings/{meetingId}/participants/qos_summary" => "qss_list_meeting_participants_response", list_meeting_participants(id("meetingId"));
        get "GET /metrics/webinars/{webinarId}/participants/qos_summary" => "qss_list_webinar_participants_response", list_webinar_participants(id("webinarId"));
        get "GET /videosdk/sessions/{sessionId}/users/qos_summary" => "qss_list_session_users_response", list_session_users(id("sessionId"));
    }
}
