//! Zoom's numeric error codes.

use crate::runtime::{Error, UnknownValue, integer_enum};

/// A Zoom error code. The codes cover accounts, billing, users, groups, roles, dashboards, tokens and rate limits.
///
/// Zoom uses the same code with several HTTP statuses, and several codes for the same condition. To check for a missing
/// resource, use [`Error::is_not_found`]. Later versions of this crate may name more codes. A code without a name is
/// [`Unknown`](Self::Unknown).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum ZoomCode {
    /// `102`: The API key and the API secret do not match (v1).
    KeyPairMismatch,
    /// `124`: The access token is invalid or expired.
    TokenInvalid,
    /// `200`: The account or the user lacks the permission, the plan or the feature.
    NotPermitted,
    /// `300`: A parameter is missing or invalid, or a page token has expired. Some calls also return this code for a
    /// missing resource.
    ValidationFailed,
    /// `400`: The request is invalid.
    BadRequest,
    /// `404`: The resource does not exist.
    NotFound,
    /// `429`: Too many requests.
    RateLimited,
    /// `1000`: The state of the user does not allow the request: pending, locked, account owner or call queue manager.
    UserStateConflict,
    /// `1001`: The user does not exist or does not belong to this account.
    UserNotFound,
    /// `1005`: The email address is in use.
    EmailTaken,
    /// `1009`: The user already has an active account.
    UserHasActiveAccount,
    /// `1010`: The user or the group belongs to another account.
    NotInThisAccount,
    /// `1012`: The room does not exist.
    RoomNotFound,
    /// `1034`: The role does not exist.
    RoleNotFound,
    /// `1102`: No Zoom Phone license is left.
    PhoneLicenseLimit,
    /// `1107`: The domain of the email address is blocked or managed.
    EmailDomainBlocked,
    /// `1108`: The user's type does not support the request, or the user cannot be changed to the requested type.
    UserTypeNotSupported,
    /// `1109`: The user has no paid license.
    UserNotLicensed,
    /// `1111`: The password contains repeated or consecutive characters.
    PasswordRepetitive,
    /// `1116`: The account does not allow the domain of the email address.
    EmailDomainNotAllowed,
    /// `1117`: This change is not allowed for an administrator.
    AdminProtected,
    /// `1120`: The invitation does not exist or has expired.
    InvitationNotFound,
    /// `1122`: Webinars require a licensed user.
    WebinarNeedsLicense,
    /// `1123`: A password can be set only for a user with a work email address.
    WorkEmailRequired,
    /// `1124`: The password is too short.
    PasswordTooShort,
    /// `1125`: The password needs a letter.
    PasswordNeedsLetter,
    /// `1126`: The password needs a digit.
    PasswordNeedsDigit,
    /// `1127`: The password needs a special character.
    PasswordNeedsSpecial,
    /// `1128`: The password needs an uppercase and a lowercase letter.
    PasswordNeedsBothCases,
    /// `1129`: The password was used before.
    PasswordReused,
    /// `1130`: The password consists of one repeated character.
    PasswordSingleCharacter,
    /// `1131`: The password contains consecutive characters.
    PasswordSequential,
    /// `1136`: The password is too easy to guess.
    PasswordTooWeak,
    /// `1224`: A role with this name exists.
    RoleNameTaken,
    /// `1228`: No license of this kind is left.
    LicenseLimit,
    /// `2000`: A paying sub account cannot be disassociated from its primary account.
    AccountNotDisassociable,
    /// `2001`: The account does not exist or is not accessible.
    AccountNotFound,
    /// `2002`: Single sign-on is not enabled for the account.
    SsoNotEnabled,
    /// `2010`: The plan does not exist.
    PlanNotFound,
    /// `2033`: The account has reached its limit of basic users.
    BasicUserLimit,
    /// `2034`: The account has reached its limit of users of this type.
    UserLimit,
    /// `2038`: The subscription has reached its user limit.
    SubscriptionLimit,
    /// `2100`: The plans or the payment method do not allow the request. The message describes the violated rule.
    BillingRuleViolated,
    /// `3000`: The meeting or webinar is not accessible.
    MeetingNotAccessible,
    /// `3001`: The meeting does not exist or has ended.
    MeetingNotFound,
    /// `3161`: The user cannot host or schedule meetings.
    HostingNotAllowed,
    /// `3200`: The account has no subscription.
    SubscriptionNotFound,
    /// `3201`: The account has no billing account.
    BillingAccountNotFound,
    /// `3211`: The account has no billing contact.
    BillingContactNotFound,
    /// `3261`: The plan change failed, or the change requires a base plan.
    PlanChangeFailed,
    /// `3412`: The account has reached its limit of active users.
    ActiveUserLimit,
    /// `4001`: Too many requests within one second.
    RateLimitedPerSecond,
    /// `4100`: Another user has this personal link.
    PersonalLinkTaken,
    /// `4130`: The group does not exist.
    GroupNotFound,
    /// `4131`: The group member does not exist.
    GroupMemberNotFound,
    /// `4132`: A group with this name exists.
    GroupNameTaken,
    /// `4138`: The user is not an administrator of the group.
    NotGroupAdmin,
    /// `4700`: The access token is invalid or lacks a scope, or a user's token is used in a call about another user.
    TokenRejected,
    /// `4702`: The client id or the client secret is invalid.
    ClientUnknown,
    /// `4704`: The client id or the client secret is invalid.
    ClientInvalid,
    /// `4705`: The app type does not support this grant type.
    GrantTypeNotSupported,
    /// `4706`: The credentials or the grant type are missing.
    GrantIncomplete,
    /// `4709`: The redirect URL differs from that of the authorization request.
    RedirectUrlMismatch,
    /// `4711`: The access token lacks scopes; see [`missing_scopes`](super::missing_scopes). For a refresh token, the
    /// scopes of the app have changed.
    ScopesMissing,
    /// `4717`: The app is disabled.
    AppDisabled,
    /// `4733`: The authorization code has expired. An authorization code is valid for a few minutes.
    CodeExpired,
    /// `4734`: The authorization code is invalid or already used.
    CodeInvalid,
    /// `4735`: The user who authorized the app no longer exists.
    AuthorizingUserNotFound,
    /// `4738`: An administrator disabled the app.
    AppDisabledByAdmin,
    /// `4740`: The refresh token was used again too long after the next token was issued.
    RefreshToleranceExceeded,
    /// `4741`: The token is revoked, for example because a newer token was issued.
    TokenRevoked,
    /// `5010`: The report does not exist.
    ReportNotFound,
    /// `11321`: Zoom does not trust the domain of the email address.
    EmailDomainNotTrusted,
    /// `12702`: The meeting is more than one year old.
    MeetingTooOld,
    /// `40406`: The division does not exist.
    DivisionNotFound,
    /// `42006`: The account has reached its limit of divisions.
    DivisionLimit,
    /// `42011`: The main division cannot be deleted.
    MainDivisionProtected,
    /// `42012`: The division still has users.
    DivisionNotEmpty,
    /// A code that this version of the crate does not name.
    Unknown(UnknownValue),
}

impl ZoomCode {
    /// All named codes and their numbers.
    pub const KNOWN: &'static [(i64, Self)] = &[
        (102, Self::KeyPairMismatch),
        (124, Self::TokenInvalid),
        (200, Self::NotPermitted),
        (300, Self::ValidationFailed),
        (400, Self::BadRequest),
        (404, Self::NotFound),
        (429, Self::RateLimited),
        (1000, Self::UserStateConflict),
        (1001, Self::UserNotFound),
        (1005, Self::EmailTaken),
        (1009, Self::UserHasActiveAccount),
        (1010, Self::NotInThisAccount),
        (1012, Self::RoomNotFound),
        (1034, Self::RoleNotFound),
        (1102, Self::PhoneLicenseLimit),
        (1107, Self::EmailDomainBlocked),
        (1108, Self::UserTypeNotSupported),
        (1109, Self::UserNotLicensed),
        (1111, Self::PasswordRepetitive),
        (1116, Self::EmailDomainNotAllowed),
        (1117, Self::AdminProtected),
        (1120, Self::InvitationNotFound),
        (1122, Self::WebinarNeedsLicense),
        (1123, Self::WorkEmailRequired),
        (1124, Self::PasswordTooShort),
        (1125, Self::PasswordNeedsLetter),
        (1126, Self::PasswordNeedsDigit),
        (1127, Self::PasswordNeedsSpecial),
        (1128, Self::PasswordNeedsBothCases),
        (1129, Self::PasswordReused),
        (1130, Self::PasswordSingleCharacter),
        (1131, Self::PasswordSequential),
        (1136, Self::PasswordTooWeak),
        (1224, Self::RoleNameTaken),
        (1228, Self::LicenseLimit),
        (2000, Self::AccountNotDisassociable),
        (2001, Self::AccountNotFound),
        (2002, Self::SsoNotEnabled),
        (2010, Self::PlanNotFound),
        (2033, Self::BasicUserLimit),
        (2034, Self::UserLimit),
        (2038, Self::SubscriptionLimit),
        (2100, Self::BillingRuleViolated),
        (3000, Self::MeetingNotAccessible),
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
        (4700, Self::TokenRejected),
        (4702, Self::ClientUnknown),
        (4704, Self::ClientInvalid),
        (4705, Self::GrantTypeNotSupported),
        (4706, Self::GrantIncomplete),
        (4709, Self::RedirectUrlMismatch),
        (4711, Self::ScopesMissing),
        (4717, Self::AppDisabled),
        (4733, Self::CodeExpired),
        (4734, Self::CodeInvalid),
        (4735, Self::AuthorizingUserNotFound),
        (4738, Self::AppDisabledByAdmin),
        (4740, Self::RefreshToleranceExceeded),
        (4741, Self::TokenRevoked),
        (5010, Self::ReportNotFound),
        (11321, Self::EmailDomainNotTrusted),
        (12702, Self::MeetingTooOld),
        (40406, Self::DivisionNotFound),
        (42006, Self::DivisionLimit),
        (42011, Self::MainDivisionProtected),
        (42012, Self::DivisionNotEmpty),
    ];
}

integer_enum!(ZoomCode);

/// Returns the Zoom code of an error; `None` if the error has no code.
///
/// An OAuth error code, such as `invalid_client`, is returned as [`ZoomCode::Unknown`].
#[must_use]
pub fn zoom_code(error: &Error) -> Option<ZoomCode> {
    let code = error.code()?;
    Some(match code.parse::<i64>() {
        Ok(number) => ZoomCode::from(number),
        Err(_) => ZoomCode::Unknown(code.into()),
    })
}
