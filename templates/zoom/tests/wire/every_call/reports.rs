//! Calls the operations of reports.

use zoom_accounts::runtime::Scope;
use zoom_accounts::v2::billing_reports::BillingReportsHandle;
use zoom_accounts::v2::meeting_reports::MeetingReportsHandle;
use zoom_accounts::v2::reports::{
    ReportCloudRecordingUsageParams, ReportHistoryMeetingsParams, ReportMeetingActivitiesParams,
    ReportOperationLogsParams, ReportRemoteSupportParams, ReportTelephoneParams,
    ReportUpcomingEventsParams, ReportUserMeetingsParams, ReportUsersParams, ReportsHandle,
};
use zoom_accounts::v2::webinar_reports::WebinarReportsHandle;

use super::calls::calls;
use super::ids::id;
use super::probe::Probe;

calls! {
    fn reports<S: Scope>(ReportsHandle<S>) {
        get "GET /report/activities" => "reports_activities_response", activities();
        get "GET /report/cloud_recording" => "reports_cloud_recording_usage_response", cloud_recording_usage(ReportCloudRecordingUsageParams::new("2026-01-01", "2026-01-01"));
        get "GET /report/daily" => "reports_daily_usage_response", daily_usage();
        get "GET /report/history_meetings" => "reports_history_meetings_response", history_meetings(ReportHistoryMeetingsParams::new("2026-01-01", "2026-01-01"));
        get "GET /report/meeting_activities" => "reports_meeting_activities_response", meeting_activities(ReportMeetingActivitiesParams::new("2026-01-01", "2026-01-01"));
        get "GET /report/operationlogs" => "reports_operation_logs_response", operation_logs(ReportOperationLogsParams::new("2026-01-01", "2026-01-01"));
        get "GET /report/remote_support" => "reports_remote_support_response", remote_support(ReportRemoteSupportParams::new("2026-01-01", "2026-01-01"));
        get "GET /report/telephone" => "reports_telephone_response", telephone(ReportTelephoneParams::new("2026-01-01", "2026-01-01"));
        get "GET /report/upcoming_events" => "reports_upcoming_events_response", upcoming_events(ReportUpcomingEventsParams::new("2026-01-01", "2026-01-01"));
        get "GET /report/users" => "reports_users_response", users(ReportUsersParams::new("2026-01-01", "2026-01-01"));
        get "GET /report/users/{userId}/meetings" => "reports_user_meetings_response", user_meetings(id("userId"), ReportUserMeetingsParams::new("2026-01-01", "2026-01-01"));
    }
    fn billing_reports<S: Scope>(BillingReportsHandle<S>) {
        get "GET /report/billing" => "billing_reports_list_response", list();
        get "GET /report/billing/invoices" => "billing_reports_invoices_response", invoices("a-report");
    }
    fn meeting_reports<S: Scope>(MeetingReportsHandle<S>) {
        get "GET /report/meetings/{meetingId}" => "meeting_reports_get_response", get(id("meetingId"));
        get "GET /report/meetings/{meetingId}/participants" => "meeting_reports_participants_response", participants(id("meetingId"));
        get "GET /report/meetings/{meetingId}/polls" => "meeting_reports_polls_response", polls(id("meetingId"));
        get "GET /report/meetings/{meetingId}/qa" => "meeting_reports_qa_response", qa(id("meetingId"));
        get "GET /report/meetings/{meetingId}/survey" => "meeting_reports_survey_response", survey(id("meetingId"));
    }
    fn webinar_reports<S: Scope>(WebinarReportsHandle<S>) {
        get "GET /report/webinars/{webinarId}" => "webinar_reports_get_response", get(id("webinarId"));
        get "GET /report/webinars/{webinarId}/participants" => "webinar_reports_participants_response", participants(id("webinarId"));
        get "GET /report/webinars/{webinarId}/polls" => "webinar_reports_polls_response", polls(id("webinarId"));
        get "GET /report/webinars/{webinarId}/qa" => "webinar_reports_qa_response", qa(id("webinarId"));
        get "GET /report/webinars/{webinarId}/survey" => "webinar_reports_survey_response", survey(id("webinarId"));
    }
}
