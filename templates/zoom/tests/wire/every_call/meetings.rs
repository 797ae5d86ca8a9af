//! Calls the operations of meetings, their registrants, and H.323 devices.

use zoom_accounts::runtime::Scope;
use zoom_accounts::v2::h323_devices::H323DevicesHandle;
use zoom_accounts::v2::meeting_live_streams::MeetingLiveStreamsHandle;
use zoom_accounts::v2::meeting_polls::MeetingPollsHandle;
use zoom_accounts::v2::meeting_registrants::MeetingRegistrantsHandle;
use zoom_accounts::v2::meeting_summaries::MeetingSummariesHandle;
use zoom_accounts::v2::meeting_surveys::MeetingSurveysHandle;
use zoom_accounts::v2::meeting_templates::MeetingTemplatesHandle;
use zoom_accounts::v2::meetings::MeetingsHandle;

use super::calls::calls;
use super::ids::id;
use super::probe::Probe;

calls! {
    fn meetings<S: Scope>(MeetingsHandle<S>) {
        change "PATCH /live_meetings/{meetingId}/events" "meetings_control_request", |body| control(id("meetingId"), body);
        get "GET /meetings/{meetingId}" => "meetings_get_response", get(id("meetingId"));
        change "PATCH /meetings/{meetingId}" "meetings_update_request", |body| update(id("meetingId"), body);
        remove "DELETE /meetings/{meetingId}", delete(id("meetingId"));
        get "GET /meetings/{meetingId}/invitation" => "meetings_get_invitation_response", get_invitation(id("meetingId"));
        post "POST /meetings/{meetingId}/invite_links" "meetings_create_invite_links_request" => "meetings_create_invite_links_created", |body| create_invite_links(id("meetingId"), body);
        change "PUT /meetings/{meetingId}/status" "meetings_update_status_request", |body| update_status(id("meetingId"), body);
        get "GET /meetings/{meetingId}/token" => "meetings_get_token_response", get_token(id("meetingId"));
        get "GET /past_meetings/{meetingId}/instances" => "meetings_list_instances_response", list_instances(id("meetingId"));
        get "GET /users/{userId}/meetings" => "meetings_list_response", list(id("userId"));
        post "POST /users/{userId}/meetings" "meetings_create_request" => "meetings_create_created", |body| create(id("userId"), body);
    }
    fn meeting_summaries<S: Scope>(MeetingSummariesHandle<S>) {
        get "GET /meetings/meeting_summaries" => "meeting_summaries_list_response", list();
        get "GET /meetings/{meetingId}/meeting_summary" => "meeting_summaries_get_response", get(id("meetingId"));
        remove "DELETE /meetings/{meetingId}/meeting_summary", delete(id("meetingId"));
    }
    fn meeting_polls<S: Scope>(MeetingPollsHandle<S>) {
        post "POST /meetings/{meetingId}/batch_polls" "meeting_polls_add_batch_request" => "meeting_polls_add_batch_created", |body| add_batch(id("meetingId"), body);
        get "GET /meetings/{meetingId}/polls" => "meeting_polls_list_response", list(id("meetingId"));
        post "POST /meetings/{meetingId}/polls" "meeting_polls_create_request" => "meeting_polls_create_created", |body| create(id("meetingId"), body);
        get "GET /meetings/{meetingId}/polls/{pollId}" => "meeting_polls_get_response", get(id("meetingId"), id("pollId"));
        change "PUT /meetings/{meetingId}/polls/{pollId}" "meeting_polls_update_request", |body| update(id("meetingId"), id("pollId"), body);
        remove "DELETE /meetings/{meetingId}/polls/{pollId}", delete(id("meetingId"), id("pollId"));
    }
    fn meeting_live_streams<S: Scope>(MeetingLiveStreamsHandle<S>) {
        get "GET /meetings/{meetingId}/livestream" => "meeting_live_streams_get_response", get(id("meetingId"));
        change "PATCH /meetings/{meetingId}/livestream" "meeting_live_streams_update_request", |body| update(id("meetingId"), body);
        change "PATCH /meetings/{meetingId}/livestream/status" "meeting_live_streams_update_status_request", |body| update_status(id("meetingId"), body);
    }
    fn meeting_surveys<S: Scope>(MeetingSurveysHandle<S>) {
        get "GET /meetings/{meetingId}/survey" => "meeting_surveys_get_response", get(id("meetingId"));
        change "PATCH /meetings/{meetingId}/survey" "meeting_surveys_update_request", |body| update(id("meetingId"), body);
        remove "DELETE /meetings/{meetingId}/survey", delete(id("meetingId"));
    }
    fn meeting_templates<S: Scope>(MeetingTemplatesHandle<S>) {
        get "GET /users/{userId}/meeting_templates" => "meeting_templates_list_response", list(id("userId"));
        post "POST /users/{userId}/meeting_templates" "meeting_templates_create_request" => "meeting_templates_create_created", |body| create(id("userId"), body);
    }
    fn meeting_registrants<S: Scope>(MeetingRegistrantsHandle<S>) {
        post "POST /meetings/{meetingId}/batch_registrants" "meeting_registrants_add_batch_request" => "meeting_registrants_add_batch_created", |body| add_batch(id("meetingId"), body);
        get "GET /meetings/{meetingId}/registrants" => "meeting_registrants_list_response", list(id("meetingId"));
        post "POST /meetings/{meetingId}/registrants" "meeting_registrants_create_request" => "meeting_registrants_create_created", |body| create(id("meetingId"), body);
        get "GET /meetings/{meetingId}/registrants/questions" => "meeting_registrants_get_questions_response", get_questions(id("meetingId"));
        change "PATCH /meetings/{meetingId}/registrants/questions" "meeting_registrants_update_questions_request", |body| update_questions(id("meetingId"), body);
        change "PUT /meetings/{meetingId}/registrants/status" "meeting_registrants_update_status_request", |body| update_status(id("meetingId"), body);
        get "GET /meetings/{meetingId}/registrants/{registrantId}" => "meeting_registrants_get_response", get(id("meetingId"), id("registrantId"));
        remove "DELETE /meetings/{meetingId}/registrants/{registrantId}", delete(id("meetingId"), id("registrantId"));
    }
    fn h323_devices<S: Scope>(H323DevicesHandle<S>) {
        get "GET /h323/devices" => "h323_devices_list_response", list();
        post "POST /h323/devices" "h323_devices_create_request" => "h323_devices_create_created", |body| create(body);
        change "PATCH /h323/devices/{deviceId}" "h323_devices_update_request", |body| update(id("deviceId"), body);
        remove "DELETE /h323/devices/{deviceId}", delete(id("deviceId"));
    }
}
