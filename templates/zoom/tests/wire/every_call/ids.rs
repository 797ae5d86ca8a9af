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

/// The id for each placeholder.
const IDS: &[(&str, &str)] = &[
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
    ("contentId", "Kc4TxW9bQeSmZ1uYhR7nVg"),
    ("folderId", "Fd8LpN2sGvXkT5jBqM3wRc"),
    ("playlistId", "Pl6JmH1yCzUoA9eDtK4xSb"),
    ("deviceId", "Dv3QsE7kWnYgV2rFbN8hLp"),
    ("registrantId", "Rg5ZcM8tXaJdP1oUvL6qHw"),
    ("pollId", "QalIoKWLTJehBJ8e1xRrbQ"),
    ("phoneNumberId", "Pn9HgV3rKsXeL7mTbC2wYd"),
    ("orderId", "BA_0123456789"),
    ("smsCampaignId", "Sc2WfT6nQvMpJ8yRxK4zBe"),
    ("consentId", "Cs7XjN4gLwPtV1kZdR9mHa"),
    ("sessionId", "Vs1KtB5pYmRwC8nQxZ3gLe"),
    ("recordingId", "Rc8DnX4vLqTfW2jHsK7mPy"),
    ("meetingUUID", "Mu3GvS9cWbYkP6tRzN1xQe"),
    ("connectorId", "Ac6LxR2hTnVpK9wDsJ4mZb"),
    ("templateId", "Tm4BqZ8kXsWvN1gRtC7pYh"),
    ("locationId", "Lo7PwJ3dMxKbT9vQsG5nRc"),
    ("id", "Zr9LmPw4QxTn_2VcKbHs7A"),
    ("roomId", "Zr9LmPw4QxTn_2VcKbHs7A"),
    ("deviceProfileId", "Dp2NsV6wHkXqT4mLbR8jYc"),
    ("countryId", "FR"),
    ("numberId", "Nu5TkX1gQsLvW7bRmP9dJc"),
    ("trunkId", "Tr8VmC3nKxBqL6wTsJ2hPd"),
    ("phoneId", "Ph1RwG7kZsXtN4vBqM9cLy"),
    ("fieldId", "Fi9YtL2vQxKpW6bNsR4mDh"),
    ("tspId", "1"),
    ("storageLocationId", "St3WqN8xLvTbK5mRsJ1gPc"),
    ("streamId", "Si7BxV4kTqWmL9nRsP2cYd"),
    ("panelistId", "Pa5KnW1tXsQvL8bRmJ3gDc"),
    ("nameTagId", "Nt2LqX6vBsTkW9mRnP4cJd"),
    ("aiCallSummaryId", "Aiu8jzPde0IgxLd6GncfBA"),
    ("alertSettingId", "AlepfJBd0Kh8oOOL8dKLzd"),
    ("audioId", "AuocJ2isAjIhKtJ0RlgLKO"),
    ("autoReceptionistId", "AumxgJTeKdNnFRIBXuDL7D"),
    ("billingAccountId", "BixtpYlSXpfKtHF4vUCsMe"),
    ("blockedListId", "BlhGAkWvj7FAc9QeWJKY40"),
    ("blockedRuleId", "BluvSwMFLZDe1f8rESQedU"),
    ("callElementId", "CaStPKR0CsTy4Qwb8DwkNh"),
    ("callHistoryId", "CaFdnXsiVpzz63FfkCzJr4"),
    ("callHistoryUuid", "Cai0B3JrTAwR4y9ojfljoQ"),
    ("callId", "CaoaF1LlqsajAIxNKu8iS2"),
    ("callLogId", "CaG8NPRVdD53X83RZJzzzz"),
    ("callQueueId", "CagEOzdmenCkhvMdgaKjIg"),
    ("call_id", "Ca8xNbe3nNyjOq9wMxEhh2"),
    ("commonAreaId", "CoFDEEtfjgVvVqE1SkHbn8"),
    ("emergencyAddressId", "Em8HxjSI6bWHtP3fS2qHx6"),
    ("exceptionRuleId", "ExkwXoIIXGvOoNZYW2mZp0"),
    ("extensionId", "ExzVZomHFwUbbYrEqmSM9w"),
    ("externalContactId", "ExCZ7Uw9xfogoEmvnEN5N1"),
    ("faxLogId", "FaaE6PwZPf1Qh6yYTWmE4l"),
    ("fileId", "FiBYOvfZ8UzDzV8fUkkibj"),
    ("lineKeyId", "LiL5DZPjN0MEQ7wjJJibaZ"),
    ("memberExtensionId", "MeUPgHV7iB3m03nbqnsGpW"),
    ("messageId", "MeLuqIA1id6Vw5DQL05HA0"),
    ("monitoringGroupId", "Mo64GiIjHGb3CXlMaXZjlj"),
    ("number", "14155550100"),
    ("planType", "200"),
    ("policyType", "voice_mail"),
    ("routingRuleId", "RoENUhJduRHHJEYXg4Jdpm"),
    ("ruleId", "RurcXgGCJbW56eCuNGMGmS"),
    ("settingType", "holiday_hours"),
    ("sharedLineGroupId", "ShrCGIZEG8pSH4487q7J58"),
    ("siteId", "Sim1CiAhzCueQpBenQtYh5"),
    ("slgId", "SlXj8TPQxjq4i9DoV8gz4F"),
    ("type", "200"),
    ("voicemailId", "VokQ1okTBGzvAmwufUxbvJ"),
];

/// Returns the id for a placeholder.
pub(crate) fn id(placeholder: &str) -> &'static str {
    let found = IDS.iter().find(|(name, _)| *name == placeholder);
    found.map_or_else(|| panic!("no id for {placeholder}"), |(_, id)| *id)
}

/// Replaces the placeholders of a path template with ids. The ids need no percent-encoding.
pub(crate) fn fill(template: &str) -> String {
    let mut path = template.to_owned();
    for (name, id) in IDS {
        path = path.replace(&format!("{{{name}}}"), id);
    }
    assert!(!path.contains('{'), "{path}");
    path
}
