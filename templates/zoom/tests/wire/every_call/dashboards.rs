//! Calls the operations of dashboards.

use zoom_accounts::runtime::Scope;
use zoom_accounts::v2::dashboards::{
    DashboardChatParams, DashboardClientFeedbackParams, DashboardCrcParams,
    DashboardMeetingsParams, DashboardQualityParams, DashboardWebinarsParams,
    DashboardZoomRoomIssuesParams, DashboardZoomRoomParams, DashboardZoomRoomsTopIssuesParams,
    DashboardZoomRoomsWithIssuesParams, DashboardsHandle,
};

use super::ids::{FEEDBACK, MEETING, PARTICIPANT, ROOM, WEBINAR};
use super::probe::Probe;

const FROM: &str = "2026-01-01";
const TO: &str = "2026-01-31";

pub(super) async fn quality<S: Scope>(dashboards: DashboardsHandle<S>, probe: &Probe) {
    let chat = DashboardChatParams::new(FROM, TO);
    probe
        .get(
            "GET /metrics/chat",
            "dashboards_chat_response",
            dashboards.chat(chat),
        )
        .await;
    let line = "GET /metrics/client/feedback";
    probe
        .get(
            line,
            "dashboards_client_feedback_response",
            dashboards.client_feedback(DashboardClientFeedbackParams::new(FROM, TO)),
        )
        .await;
    let line = "GET /metrics/client/feedback/{feedbackId}";
    let call = dashboards.client_feedback_details(FEEDBACK);
    probe
        .get(line, "dashboards_client_feedback_details_response", call)
        .await;
    let line = "GET /metrics/client/satisfaction";
    probe
        .get(
            line,
            "dashboards_client_satisfaction_response",
            dashboards.client_satisfaction(),
        )
        .await;
    let line = "GET /metrics/client_versions";
    probe
        .get(
            line,
            "dashboards_client_versions_response",
            dashboards.client_versions(),
        )
        .await;
    probe
        .get(
            "GET /metrics/crc",
            "dashboards_crc_response",
            dashboards.crc(DashboardCrcParams::new(FROM, TO)),
        )
        .await;
    let quality = DashboardQualityParams::new(FROM, TO);
    let line = "GET /metrics/quality";
    probe
        .get(
            line,
            "dashboards_quality_response",
            dashboards.quality(quality),
        )
        .await;
}

pub(super) async fn zoom_rooms<S: Scope>(dashboards: DashboardsHandle<S>, probe: &Probe) {
    let line = "GET /metrics/issues/zoomrooms";
    let call = dashboards.zoom_rooms_with_issues(DashboardZoomRoomsWithIssuesParams::new(FROM, TO));
    probe
        .get(line, "dashboards_zoom_rooms_with_issues_response", call)
        .await;
    let line = "GET /metrics/zoomrooms/issues";
    let call = dashboards.zoom_rooms_top_issues(DashboardZoomRoomsTopIssuesParams::new(FROM, TO));
    probe
        .get(line, "dashboards_zoom_rooms_top_issues_response", call)
        .await;
    let issues = DashboardZoomRoomIssuesParams::new(FROM, TO);
    let line = "GET /metrics/issues/zoomrooms/{zoomroomId}";
    let call = dashboards.zoom_room_issues(ROOM, issues);
    probe
        .get(line, "dashboards_zoom_room_issues_response", call)
        .await;
    let line = "GET /metrics/zoomrooms";
    probe
        .get(
            line,
            "dashboards_zoom_rooms_response",
            dashboards.zoom_rooms(),
        )
        .await;
    let room = DashboardZoomRoomParams::new(FROM, TO);
    let line = "GET /metrics/zoomrooms/{zoomroomId}";
    let call = dashboards.zoom_room(ROOM, room);
    probe.get(line, "dashboards_zoom_room_response", call).await;
}

pub(super) async fn meetings<S: Scope>(dashboards: DashboardsHandle<S>, probe: &Probe) {
    let meetings = DashboardMeetingsParams::new(FROM, TO);
    let line = "GET /metrics/meetings";
    probe
        .get(
            line,
            "dashboards_meetings_response",
            dashboards.meetings(meetings),
        )
        .await;
    let line = "GET /metrics/meetings/{meetingId}";
    probe
        .get(
            line,
            "dashboards_meeting_response",
            dashboards.meeting(MEETING),
        )
        .await;
    let line = "GET /metrics/meetings/{meetingId}/participants";
    let call = dashboards.meeting_participants(MEETING);
    probe
        .get(line, "dashboards_meeting_participants_response", call)
        .await;
    let line = "GET /metrics/meetings/{meetingId}/participants/qos";
    let call = dashboards.meeting_participants_qos(MEETING);
    probe
        .get(line, "dashboards_meeting_participants_qos_response", call)
        .await;
    let line = "GET /metrics/meetings/{meetingId}/participants/satisfaction";
    let call = dashboards.meeting_participants_feedback(MEETING);
    probe
        .get(
            line,
            "dashboards_meeting_participants_feedback_response",
            call,
        )
        .await;
    let line = "GET /metrics/meetings/{meetingId}/participants/sharing";
    let call = dashboards.meeting_participants_sharing(MEETING);
    probe
        .get(
            line,
            "dashboards_meeting_participants_sharing_response",
            call,
        )
        .await;
    let line = "GET /metrics/meetings/{meetingId}/participants/{participantId}/qos";
    let call = dashboards.meeting_participant_qos(MEETING, PARTICIPANT);
    probe
        .get(line, "dashboards_meeting_participant_qos_response", call)
        .await;
}

pub(super) async fn webinars<S: Scope>(dashboards: DashboardsHandle<S>, probe: &Probe) {
    let webinars = DashboardWebinarsParams::new(FROM, TO);
    let line = "GET /metrics/webinars";
    probe
        .get(
            line,
            "dashboards_webinars_response",
            dashboards.webinars(webinars),
        )
        .await;
    let line = "GET /metrics/webinars/{webinarId}";
    probe
        .get(
            line,
            "dashboards_webinar_response",
            dashboards.webinar(WEBINAR),
        )
        .await;
    let line = "GET /metrics/webinars/{webinarId}/participants";
    let call = dashboards.webinar_participants(WEBINAR);
    probe
        .get(line, "dashboards_webinar_participants_response", call)
        .await;
    let line = "GET /metrics/webinars/{webinarId}/participants/qos";
    let call = dashboards.webinar_participants_qos(WEBINAR);
    probe
        .get(line, "dashboards_webinar_participants_qos_response", call)
        .await;
    let line = "GET /metrics/webinars/{webinarId}/participants/satisfaction";
    let call = dashboards.webinar_participants_feedback(WEBINAR);
    probe
        .get(
            line,
            "dashboards_webinar_participants_feedback_response",
            call,
        )
        .await;
    let line = "GET /metrics/webinars/{webinarId}/participants/sharing";
    let call = dashboards.webinar_participants_sharing(WEBINAR);
    probe
        .get(
            line,
            "dashboards_meeting_participants_sharing_response",
            call,
        )
        .await;
    let line = "GET /metrics/webinars/{webinarId}/participants/{participantId}/qos";
    let call = dashboards.webinar_participant_qos(WEBINAR, PARTICIPANT);
    probe
        .get(line, "dashboards_webinar_participant_qos_response", call)
        .await;
}
