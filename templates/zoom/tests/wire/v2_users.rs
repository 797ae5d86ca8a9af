//! Tests of `users()`. The same function lists the users of the primary account and of a sub account.

use futures_util::TryStreamExt;
use serde_json::json;
use zoom_accounts::runtime::{Exposed, Scope};
use zoom_accounts::v2::types::{LoginType, UserType};
use zoom_accounts::v2::users::{
    EmailVerification, LicenseOption, LicenseType, UnitedPlan, User, UserIncludeField, UserLicense,
    UserListParams, UserStatus, UsersHandle,
};
use zoom_accounts::{ErrorKind, Result};

use crate::server::{Reply, Server};
use crate::support::{ACCOUNT, assert_v2, v2_client};

/// Returns the email addresses of all active users of an account.
async fn emails<S: Scope>(users: &UsersHandle<S>) -> Result<Vec<String>> {
    let active = UserListParams::default().status(UserStatus::Active);
    users
        .list()
        .params(active)
        .page_size(2000)
        .items()
        .map_ok(|user| user.email.unwrap_or_default())
        .try_collect()
        .await
}

#[tokio::test]
async fn one_function_lists_the_users_of_any_account() {
    for sub_account in [None, Some("abc"), Some("me"), Some("/x?")] {
        let user = |mail: &str| json!({"email": mail, "type": 1});
        let replies = [
            json!({"next_page_token": "one", "users": [user("a@example.com")]}),
            json!({"next_page_token": "", "users": [user("b@example.com")]}),
        ];
        let server = Server::answering(replies.iter().map(|body| Reply::json(200, body))).await;
        let client = v2_client(&server);
        let (emails, path) = match sub_account {
            None => (emails(&client.users()).await, "/v2/users".to_owned()),
            Some(id) => {
                let emails = emails(&client.sub_account(id).users()).await;
                let id = id.replace('/', "%2F").replace('?', "%3F");
                (emails, format!("/v2/accounts/{id}/users"))
            }
        };
        assert_eq!(emails.unwrap(), ["a@example.com", "b@example.com"]);
        let query = [
            ("status", "active"),
            ("page_size", "2000"),
            ("next_page_token", "one"),
        ];
        let seen = server.requests().await;
        assert_v2(&seen[0], "GET", &path, &query[..2]);
        assert_v2(&seen[1], "GET", &path, &query);
    }
}

#[tokio::test]
async fn an_empty_account_id_is_an_error_before_a_request() {
    let server = Server::refusing();
    for id in ["", ".", ".."] {
        let error = v2_client(&server)
            .sub_account(id)
            .users()
            .list()
            .await
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Build, "{id}");
    }
}

#[tokio::test]
#[expect(deprecated, reason = "a deprecated parameter is still sent")]
async fn list_sends_every_parameter_in_the_query() {
    let server = Server::json(&json!({})).await;
    let params = UserListParams::default()
        .status(UserStatus::Pending)
        .role_id("0")
        .license(UserLicense::WorkforceManagement)
        .include_fields(UserIncludeField::HostKey)
        .page_size(30)
        .next_page_token("one")
        .page_number(3);
    let page = v2_client(&server)
        .sub_account(ACCOUNT)
        .users()
        .list()
        .params(params)
        .await
        .unwrap();
    assert_eq!(page.users, None);
    assert_v2(
        &server.request().await,
        "GET",
        &format!("/v2/accounts/{ACCOUNT}/users"),
        &[
            ("status", "pending"),
            ("role_id", "0"),
            ("license", "zoom_workforce_management"),
            ("include_fields", "host_key"),
            ("page_size", "30"),
            ("next_page_token", "one"),
            ("page_number", "3"),
        ],
    );
}

#[tokio::test]
async fn list_returns_every_field() {
    let body = json!({
        "next_page_token": "",
        "page_count": 1,
        "page_number": 1,
        "page_size": 30,
        "total_records": 2,
        "users": [
            {
                "id": "p9TqWc2_RfuE4bNjYx7Kdw",
                "email": "owner@example.com",
                "type": 2,
                "status": "active",
                "first_name": "Ada",
                "last_name": "Example",
                "display_name": "Ada Example",
                "dept": "Research",
                "timezone": "Europe/Berlin",
                "role_id": "0",
                "group_ids": ["k3RtY-8_QmeZx1Vb6NpLsA"],
                "im_group_ids": ["h5WqJ0cDTkuG2yMv9Xf7Eg"],
                "division_ids": ["b2NcP6sXRzaK8tLd4Hw1Uw"],
                "pmi": 5_550_100_200_i64,
                "host_key": "test-host-key",
                "employee_unique_id": "E-1001",
                "plan_united_type": "1",
                "license_info_list": [{
                    "license_type": "ZOOM_WORKPLACE_BUNDLE",
                    "license_option": 576_460_752_303_423_488_i64,
                    "subscription_id": "SUBREF-EXAMPLE-000001",
                }],
                "custom_attributes": [{"key": "cbf_a1b2c3d4", "name": "Cost centre", "value": "4711"}],
                "login_types": [100, 101, 1023],
                "verified": 1,
                "user_created_at": "2025-01-10T08:45:00Z",
                "created_at": "2025-01-11T10:00:00Z",
                "last_login_time": "2025-06-30T06:15:42Z",
                "last_client_version": "6.1.0.12345(mac)",
            },
            {"email": "new@example.com", "type": 77, "status": "invited", "verified": "0"},
        ],
    });
    let server = Server::json(&body).await;
    let page = v2_client(&server).users().list().await.unwrap();
    server.request().await;
    assert_eq!((page.page_count, page.page_number), (Some(1), Some(1)));
    assert_eq!((page.page_size, page.total_records), (Some(30), Some(2)));
    let [owner, new] = page.users.as_deref().unwrap() else {
        panic!("{page:?}")
    };
    assert_owner(owner);
    assert_eq!(new.id, None);
    assert_eq!(new.type_.as_ref().unwrap().as_i64(), Some(77));
    assert_eq!(new.status.as_ref().unwrap().as_str(), "invited");
    assert_eq!(new.verified, Some(EmailVerification::Unverified));
    let mut same = body.clone();
    same["users"][1]["verified"] = json!(0);
    assert_eq!(serde_json::to_value(Exposed(&page)).unwrap(), same);
    let debug = format!("{page:?}");
    assert!(!debug.contains("test-host-key"), "{debug}");
}

#[expect(deprecated, reason = "a deprecated field is still read")]
fn assert_owner(user: &User) {
    assert_eq!(user.id.as_ref().unwrap(), "p9TqWc2_RfuE4bNjYx7Kdw");
    assert_eq!(user.email.as_deref(), Some("owner@example.com"));
    assert_eq!(user.type_, Some(UserType::Licensed));
    assert_eq!(user.status, Some(UserStatus::Active));
    assert_eq!(user.first_name.as_deref(), Some("Ada"));
    assert_eq!(user.last_name.as_deref(), Some("Example"));
    assert_eq!(user.display_name.as_deref(), Some("Ada Example"));
    assert_eq!(user.dept.as_deref(), Some("Research"));
    assert_eq!(user.timezone.as_deref(), Some("Europe/Berlin"));
    assert_eq!(user.role_id.as_ref().unwrap(), "0");
    assert_eq!(
        user.group_ids.as_ref().unwrap()[0],
        "k3RtY-8_QmeZx1Vb6NpLsA"
    );
    assert_eq!(
        user.im_group_ids.as_ref().unwrap()[0],
        "h5WqJ0cDTkuG2yMv9Xf7Eg"
    );
    assert_eq!(
        user.division_ids.as_ref().unwrap()[0],
        "b2NcP6sXRzaK8tLd4Hw1Uw"
    );
    assert_eq!(user.pmi, Some(5_550_100_200));
    assert_eq!(user.host_key.as_ref().unwrap().expose(), "test-host-key");
    assert_eq!(user.employee_unique_id.as_deref(), Some("E-1001"));
    assert_eq!(user.plan_united_type, Some(UnitedPlan::ProUsCanada));
    let license = &user.license_info_list.as_ref().unwrap()[0];
    assert_eq!(license.license_type, Some(LicenseType::WorkplaceBundle));
    assert_eq!(
        license.license_option,
        Some(LicenseOption::EducationEnterpriseStudent)
    );
    assert_eq!(
        license.subscription_id.as_deref(),
        Some("SUBREF-EXAMPLE-000001")
    );
    let attribute = &user.custom_attributes.as_ref().unwrap()[0];
    assert_eq!(attribute.key.as_deref(), Some("cbf_a1b2c3d4"));
    assert_eq!(attribute.name.as_deref(), Some("Cost centre"));
    assert_eq!(attribute.value.as_deref(), Some("4711"));
    let login_types = user.login_types.as_deref().unwrap();
    assert_eq!(
        login_types[..2],
        [LoginType::WorkEmail, LoginType::SingleSignOn]
    );
    assert_eq!(login_types[2].as_i64(), Some(1023));
    assert_eq!(user.verified, Some(EmailVerification::Verified));
    assert_eq!(
        user.user_created_at.as_ref().unwrap().unix_seconds(),
        Some(1_736_498_700)
    );
    assert_eq!(
        user.created_at.as_ref().unwrap().unix_seconds(),
        Some(1_736_589_600)
    );
    assert_eq!(
        user.last_login_time.as_ref().unwrap().unix_seconds(),
        Some(1_751_264_142)
    );
    assert_eq!(
        user.last_client_version.as_deref(),
        Some("6.1.0.12345(mac)")
    );
}
