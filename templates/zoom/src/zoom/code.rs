//! What Zoom's codes mean.
//!
//! In: the code of an error. Out: its meaning, in the words of this crate. It must not keep a code from its caller: what has no name
//! here is kept as it is.

use crate::runtime::{Error, UnknownValue, integer_enum};

/// What a code of Zoom means: the codes that matter for accounts, billing, users, groups, roles, dashboards, tokens and limits.
///
/// The same code can come under several HTTP statuses, and one thing can have several codes, by the age of the call: what exists
/// not is better asked by [`Error::is_not_found`]. More codes may get a name in any version; until then they are `Unknown`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum ZoomCode {
    /// `102`: API key and API secret do not belong together (v1).
    KeyPairMismatch,
    /// `124`: The access token is wrong or has ended.
    TokenInvalid,
    /// `200`: The account or the user may not do this, or lacks the plan or the feature.
    NotPermitted,
    /// `300`: A parameter is missing or wrong, or the token of a page has ended. Some calls say by it that a thing does not exist.
    Invalid,
    /// `400`: The request is wrong.
    BadRequest,
    /// `404`: The thing does not exist.
    NotFound,
    /// `429`: Too many requests.
    RateLimited,
    /// `1000`: What the user is forbids this: pending, locked, the owner, or in charge of a call queue.
    UserStateForbids,
    /// `1001`: The user does not exist, or is not on this account.
    UserNotFound,
    /// `1005`: The mail address is in use.
    EmailTaken,
    /// `1009`: The user has an active account already.
    UserActiveElsewhere,
    /// `1010`: The user or the group belongs to another account.
    NotOfThisAccount,
    /// `1012`: The room does not exist.
    RoomNotFound,
    /// `1034`: The role does not exist.
    RoleNotFound,
    /// `1102`: No licence of Zoom Phone is left.
    PhoneLicenseMissing,
    /// `1107`: The domain of the mail address is blocked or managed.
    EmailDomainBlocked,
    /// `1108`: Users of this type cannot have this, or cannot be changed to that type.
    UserTypeUnfit,
    /// `1109`: The user has no paid licence.
    UserNotPaid,
    /// `1111`: The password repeats a character, or counts up.
    PasswordRepeats,
    /// `1116`: The domain of the mail address is not among those that the account allows.
    EmailDomainForeign,
    /// `1117`: An administrator cannot be changed in this way.
    AdminProtected,
    /// `1120`: The invitation does not exist, or has ended.
    InvitationNotFound,
    /// `1122`: Webinars need a licensed user.
    WebinarNeedsLicense,
    /// `1123`: Only the password of a work mail address can be set.
    PasswordNotHere,
    /// `1124`: The password is too short.
    PasswordTooShort,
    /// `1125`: The password lacks a letter.
    PasswordNeedsLetter,
    /// `1126`: The password lacks a digit.
    PasswordNeedsDigit,
    /// `1127`: The password lacks a special character.
    PasswordNeedsSpecial,
    /// `1128`: The password lacks an upper or a lower case letter.
    PasswordNeedsBothCases,
    /// `1129`: The password was used before.
    PasswordReused,
    /// `1130`: The password is one character again and again.
    PasswordOneCharacter,
    /// `1131`: The password holds characters in their order.
    PasswordSequence,
    /// `1136`: The password is too easy to guess.
    PasswordGuessable,
    /// `1224`: A role has that name already.
    RoleNameTaken,
    /// `1228`: No licence of this kind is left.
    LicenseLimit,
    /// `2000`: A sub account that pays cannot be taken away from its primary account.
    AccountNotSeparable,
    /// `2001`: The account does not exist, or is not yours.
    AccountNotFound,
    /// `2002`: Single sign-on is not on for the account.
    SsoOff,
    /// `2010`: The plan does not exist.
    PlanNotFound,
    /// `2033`: The account has as many basic users as it may.
    BasicUserLimit,
    /// `2034`: The account has as many users of this type as it may.
    UserLimit,
    /// `2038`: The subscription has no place for another user.
    SubscriptionLimit,
    /// `2100`: The plans or the way of payment do not allow it. The message says which rule it is.
    BillingRuleBroken,
    /// `3000`: The meeting or webinar cannot be looked at.
    MeetingInaccessible,
    /// `3001`: The meeting does not exist, or has ended.
    MeetingNotFound,
    /// `3161`: The user may not host or schedule meetings.
    HostingNotAllowed,
    /// `3200`: The account has no subscription.
    SubscriptionNotFound,
    /// `3201`: The account has no billing account.
    BillingAccountNotFound,
    /// `3211`: The account has no billing contact.
    BillingContactNotFound,
    /// `3261`: The plan was not changed, or a base plan is needed first.
    PlanChangeFailed,
    /// `3412`: The account has as many users as it may.
    ActiveUserLimit,
    /// `4001`: Too many requests within a second.
    RateLimitedPerSecond,
    /// `4100`: Another user has that personal link.
    PersonalLinkTaken,
    /// `4130`: The group does not exist.
    GroupNotFound,
    /// `4131`: The group has no such member.
    GroupMemberNotFound,
    /// `4132`: A group has that name already.
    GroupNameTaken,
    /// `4138`: The user is no administrator of the group.
    NotGroupAdmin,
    /// `4700`: The access token is wrong, lacks a scope, or is a user's and the call is about somebody else.
    TokenRefused,
    /// `4702`: Client id or client secret is wrong.
    ClientUnknown,
    /// `4704`: Client id or client secret is wrong.
    ClientInvalid,
    /// `4705`: An app of this type gets no tokens in this way.
    GrantUnsupported,
    /// `4706`: Credentials or the type of the grant are missing.
    GrantIncomplete,
    /// `4709`: The redirect URL is not the one that the code was made for.
    RedirectMismatch,
    /// `4711`: The access token lacks scopes, which [`missing_scopes`](super::missing_scopes) names; of a refresh token: its scopes are not the app's.
    ScopesMissing,
    /// `4717`: The app is disabled.
    AppDisabled,
    /// `4733`: The code has ended: it lives for minutes.
    CodeExpired,
    /// `4734`: The code is wrong or used up.
    CodeInvalid,
    /// `4735`: Whoever authorized the app is no longer there.
    TokenOwnerGone,
    /// `4738`: An administrator disabled the app.
    AppDisabledByAdmin,
    /// `4740`: The refresh token was used again too late after its successor.
    RefreshToleranceExceeded,
    /// `4741`: The token was revoked, such as by one that was given out later.
    TokenRevoked,
    /// `5010`: The report does not exist.
    ReportNotFound,
    /// `11321`: Zoom does not trust the domain of the mail address.
    EmailDomainDistrusted,
    /// `12702`: The meeting is older than a year.
    MeetingTooOld,
    /// `40406`: The division does not exist.
    DivisionNotFound,
    /// `42006`: The account has as many divisions as it may.
    DivisionLimit,
    /// `42011`: The main division cannot be deleted.
    MainDivision,
    /// `42012`: The division has users still.
    DivisionNotEmpty,
    /// A code that this version has no name for.
    Unknown(UnknownValue),
}

impl ZoomCode {
    /// The codes that have names, each with its number.
    pub const KNOWN: &'static [(i64, Self)] = &[
        (102, Self::KeyPairMismatch),
        (124, Self::TokenInvalid),
        (200, Self::NotPermitted),
        (300, Self::Invalid),
        (400, Self::BadRequest),
        (404, Self::NotFound),
        (429, Self::RateLimited),
        (1000, Self::UserStateForbids),
        (1001, Self::UserNotFound),
        (1005, Self::EmailTaken),
        (1009, Self::UserActiveElsewhere),
        (1010, Self::NotOfThisAccount),
        (1012, Self::RoomNotFound),
        (1034, Self::RoleNotFound),
        (1102, Self::PhoneLicenseMissing),
        (1107, Self::EmailDomainBlocked),
        (1108, Self::UserTypeUnfit),
        (1109, Self::UserNotPaid),
        (1111, Self::PasswordRepeats),
        (1116, Self::EmailDomainForeign),
        (1117, Self::AdminProtected),
        (1120, Self::InvitationNotFound),
        (1122, Self::WebinarNeedsLicense),
        (1123, Self::PasswordNotHere),
        (1124, Self::PasswordTooShort),
        (1125, Self::PasswordNeedsLetter),
        (1126, Self::PasswordNeedsDigit),
        (1127, Self::PasswordNeedsSpecial),
        (1128, Self::PasswordNeedsBothCases),
        (1129, Self::PasswordReused),
        (1130, Self::PasswordOneCharacter),
        (1131, Self::PasswordSequence),
        (1136, Self::PasswordGuessable),
        (1224, Self::RoleNameTaken),
        (1228, Self::LicenseLimit),
        (2000, Self::AccountNotSeparable),
        (2001, Self::AccountNotFound),
        (2002, Self::SsoOff),
        (2010, Self::PlanNotFound),
        (2033, Self::BasicUserLimit),
        (2034, Self::UserLimit),
        (2038, Self::SubscriptionLimit),
        (2100, Self::BillingRuleBroken),
        (3000, Self::MeetingInaccessible),
        (3001, Self::MeetingNotFound),
        (3161, Self::HostingNotAllowed),
        (3200, Self::SubscriptionNotFound),
        (3201, Self::BillingAccountNotFound),
        (3211, Self::BillingContactNotFound),
        (3261, Self::PlanChangeFailed),
        (3412, Self::ActiveUserLimit),
        (4001, Self::RateLimitedPerSecond),
        (4100, Self::PersonalLinkTaken),
        (4130, Self::GroupNotFound),
        (4131, Self::GroupMemberNotFound),
        (4132, Self::GroupNameTaken),
        (4138, Self::NotGroupAdmin),
        (4700, Self::TokenRefused),
        (4702, Self::ClientUnknown),
        (4704, Self::ClientInvalid),
        (4705, Self::GrantUnsupported),
        (4706, Self::GrantIncomplete),
        (4709, Self::RedirectMismatch),
        (4711, Self::ScopesMissing),
        (4717, Self::AppDisabled),
        (4733, Self::CodeExpired),
        (4734, Self::CodeInvalid),
        (4735, Self::TokenOwnerGone),
        (4738, Self::AppDisabledByAdmin),
        (4740, Self::RefreshToleranceExceeded),
        (4741, Self::TokenRevoked),
        (5010, Self::ReportNotFound),
        (11321, Self::EmailDomainDistrusted),
        (12702, Self::MeetingTooOld),
        (40406, Self::DivisionNotFound),
        (42006, Self::DivisionLimit),
        (42011, Self::MainDivision),
        (42012, Self::DivisionNotEmpty),
    ];
}

integer_enum!(ZoomCode);

/// The code of an error in its meaning, if Zoom named one. A word of OAuth, such as `invalid_client`, is `Unknown`.
#[must_use]
pub fn zoom_code(error: &Error) -> Option<ZoomCode> {
    let code = error.code()?;
    Some(match code.parse::<i64>() {
        Ok(number) => ZoomCode::from(number),
        Err(_) => ZoomCode::Unknown(code.into()),
    })
}
