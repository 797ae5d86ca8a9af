//! Ids in Zoom's format, and a function that inserts the ids into path templates.

pub(crate) const ACCOUNT: &str = crate::support::ACCOUNT;
pub(crate) const USER: &str = crate::support::USER;
pub(crate) const OTHER_USER: &str = "_4hGt7ZsRq-mVn2KbXc8Lw";
pub(crate) const GROUP: &str = "-Ub6YdKfTz_3WxQm9PrLsA";
pub(crate) const ROLE: &str = "2";
pub(crate) const POLICY: &str = "Jw5NcTqX8vLzRk2HbYp0Mg";
pub(crate) const SURVEY: &str = "Cn7TgWq1Sz6RkYv3HxLb9A";
pub(crate) const INVOICE: &str = "3f2504e04f8911d39a0c0305e82c3301";
pub(crate) const REPORT: &str = "1648670915000";
pub(crate) const MEETING: &str = "85512345678";
pub(crate) const WEBINAR: &str = "93312345678";
pub(crate) const PARTICIPANT: &str = "16778240";
pub(crate) const ROOM: &str = "Zr9LmPw4QxTn_2VcKbHs7A";
pub(crate) const FEEDBACK: &str = "AUDIO_LOW";

/// Replaces the placeholders of a path template with ids. The ids need no percent-encoding.
pub(crate) fn fill(template: &str) -> String {
    let ids = [
        ("accountId", ACCOUNT),
        ("userId", USER),
        ("assistantId", OTHER_USER),
        ("schedulerId", OTHER_USER),
        ("memberId", OTHER_USER),
        ("groupId", GROUP),
        ("roleId", ROLE),
        ("policyId", POLICY),
        ("surveyId", SURVEY),
        ("invoiceId", INVOICE),
        ("invoiceReportId", REPORT),
        ("meetingId", MEETING),
        ("webinarId", WEBINAR),
        ("participantId", PARTICIPANT),
        ("zoomroomId", ROOM),
        ("feedbackId", FEEDBACK),
    ];
    let mut path = template.to_owned();
    for (name, id) in ids {
        path = path.replace(&format!("{{{name}}}"), id);
    }
    assert!(!path.contains('{'), "{path}");
    path
}
