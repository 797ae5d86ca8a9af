//! Tests of groups, roles, information barriers and surveys: requests, and unusual responses.

use futures_util::TryStreamExt;
use serde_json::json;
use zoom_accounts::Result;
use zoom_accounts::ids::{GroupId, UserId};
use zoom_accounts::runtime::{Scope, Timestamp};
use zoom_accounts::v2::groups::{
    GroupCreate, GroupMemberAction, GroupMemberAdd, GroupMemberBatchAdd, GroupMemberUpdate,
    GroupsHandle,
};
use zoom_accounts::v2::information_barriers::{
    BarrierPolicyData, BarrierSettings, BarrierStatus, BarrierType, InformationBarriersHandle,
};
use zoom_accounts::v2::roles::{
    RoleCreate, RoleListParams, RoleMemberAdd, RoleMemberBatchAdd, RoleType, RoleUpdate,
};
use zoom_accounts::v2::surveys::SurveyListAnswersParams;

use crate::server::{Reply, Server};
use crate::support::{ACCOUNT, USER, assert_v2, v2_client};

const GROUP: &str = "-Ub6YdKfTz_3WxQm9PrLsA";

/// Creates a group in the account of `groups`, and adds two users. Only one of the users exists at Zoom.
async fn create_group<S: Scope>(groups: &GroupsHandle<S>) -> Result<GroupId> {
    let id = groups.create(GroupCreate::new("Staff")).await?.id;
    let members = [
        GroupMemberAdd::default().id(USER),
        GroupMemberAdd::default().email("desk+1@acme.example"),
    ];
    let added = groups
        .add_members(id.clone(), GroupMemberBatchAdd::new(members))
        .await?;
    // The call succeeds, but the response omits the user who does not exist.
    assert_eq!(added.ids.as_deref(), Some(USER));
    Ok(id)
}

#[tokio::test]
async fn a_group_is_created_and_filled_in_any_account() {
    for prefix in ["/v2".to_owned(), format!("/v2/accounts/{ACCOUNT}")] {
        let replies = [
            Reply::json(
                201,
                &json!({"id": GROUP, "name": "Staff", "total_members": 0}),
            ),
            Reply::json(
                201,
                &json!({"ids": USER, "added_at": "2026-01-15T08:00:00Z"}),
            ),
        ];
        let server = Server::answering(replies).await;
        let client = v2_client(&server);
        let id = if prefix == "/v2" {
            create_group(&client.groups()).await
        } else {
            create_group(&client.sub_account(ACCOUNT).groups()).await
        };
        assert_eq!(id.unwrap(), GROUP);
        let seen = server.requests().await;
        assert_v2(&seen[0], "POST", &format!("{prefix}/groups"), &[]);
        assert_eq!(seen[0].json(), json!({"name": "Staff"}));
        let path = format!("{prefix}/groups/{GROUP}/members");
        assert_v2(&seen[1], "POST", &path, &[]);
        let members = json!([{"id": USER}, {"email": "desk+1@acme.example"}]);
        assert_eq!(seen[1].json(), json!({"members": members}));
    }
}

#[tokio::test]
async fn group_members_contains_all_pages() {
    let page = |id: &str, token: &str| json!({"members": [{"id": id}], "next_page_token": token});
    let replies = [page("a", "one"), page("b", "")];
    let server = Server::answering(replies.iter().map(|page| Reply::json(200, page))).await;
    let members = v2_client(&server).groups().list_members(GROUP).page_size(1);
    let ids: Vec<Option<UserId>> = members
        .items()
        .map_ok(|member| member.id)
        .try_collect()
        .await
        .unwrap();
    assert_eq!(ids, ["a", "b"].map(|id| Some(UserId::from(id))));
    let seen = server.requests().await;
    let path = format!("/v2/groups/{GROUP}/members");
    assert_v2(&seen[0], "GET", &path, &[("page_size", "1")]);
    let query = [("page_size", "1"), ("next_page_token", "one")];
    assert_v2(&seen[1], "GET", &path, &query);
}

#[tokio::test]
async fn a_group_member_moves_to_another_group() {
    let server = Server::answering([Reply::empty(204)]).await;
    let change = GroupMemberUpdate::new(GroupMemberAction::Move).target_group_id("_other");
    let groups = v2_client(&server).groups();
    groups.update_member(GROUP, USER, change).await.unwrap();
    let request = server.request().await;
    let path = format!("/v2/groups/{GROUP}/members/{USER}");
    assert_v2(&request, "PATCH", &path, &[]);
    let sent = json!({"action": "move", "target_group_id": "_other"});
    assert_eq!(request.json(), sent);
}

#[tokio::test]
async fn ids_of_backgrounds_to_delete_are_joined_by_commas() {
    let server = Server::answering([Reply::empty(204)]).await;
    let account = v2_client(&server).sub_account(ACCOUNT);
    let call = (account.group_settings()).delete_virtual_backgrounds(GROUP, ["a", "b"]);
    call.await.unwrap();
    let path = format!("/v2/accounts/{ACCOUNT}/groups/{GROUP}/settings/virtual_backgrounds");
    let query = [("file_ids", "a,b")];
    assert_v2(&server.request().await, "DELETE", &path, &query);
}

#[tokio::test]
async fn role_create_returns_the_undocumented_response() {
    let body = json!({"id": "RKt5zV_w4TCm0a8HqLXbNeg", "name": "Desk", "total_members": 0});
    for status in [200, 201] {
        let server = Server::answering([Reply::json(status, &body)]).await;
        let role = RoleCreate::new("Desk")
            .type_(RoleType::Common)
            .privileges(["User:Read", "User:Edit"]);
        let created = v2_client(&server).roles().create(role).await.unwrap();
        assert_eq!(created.id.unwrap(), "RKt5zV_w4TCm0a8HqLXbNeg");
        let request = server.request().await;
        assert_v2(&request, "POST", "/v2/roles", &[]);
        let sent = json!({
            "name": "Desk",
            "type": "common",
            "privileges": ["User:Read", "User:Edit"],
        });
        assert_eq!(request.json(), sent);
    }
}

#[tokio::test]
async fn role_update_accepts_a_response_with_or_without_a_body() {
    let replies = [Reply::json(200, &json!({})), Reply::empty(204)];
    for reply in replies {
        let server = Server::answering([reply]).await;
        let change = RoleUpdate::default().description("Answers the phone");
        let roles = v2_client(&server).sub_account(ACCOUNT).roles();
        roles.update("2", change).await.unwrap();
        let request = server.request().await;
        let path = format!("/v2/accounts/{ACCOUNT}/roles/2");
        assert_v2(&request, "PATCH", &path, &[]);
        assert_eq!(request.json(), json!({"description": "Answers the phone"}));
    }
}

#[tokio::test]
async fn role_and_group_members_have_differently_named_times() {
    let when = "2026-01-15T08:00:00Z";
    let server = Server::answering([
        Reply::json(201, &json!({"ids": "a,b", "add_at": when})),
        Reply::json(200, &json!({"roles": [], "total_records": 0})),
    ])
    .await;
    let roles = v2_client(&server).roles();
    let members = [
        RoleMemberAdd::default().id("a"),
        RoleMemberAdd::default().id("b"),
    ];
    let call = roles.add_members("1", RoleMemberBatchAdd::default().members(members));
    let added = call.await.unwrap();
    assert_eq!(added.ids.as_deref(), Some("a,b"));
    assert_eq!(added.add_at, Some(Timestamp::from(when)));
    let params = RoleListParams::default().type_(RoleType::Iq);
    roles.list().params(params).await.unwrap();
    let seen = server.requests().await;
    assert_v2(&seen[0], "POST", "/v2/roles/1/members", &[]);
    assert_v2(&seen[1], "GET", "/v2/roles", &[("type", "iq")]);
}

/// Creates a policy that separates two groups.
async fn separate<S: Scope>(barriers: &InformationBarriersHandle<S>) -> Result<()> {
    let policy = BarrierPolicyData::new(
        "policy",
        "Trade and advice",
        BarrierStatus::Enabled,
        BarrierType::BlockMutualChat,
        "-trade",
        "_advice",
        BarrierSettings::default().im(true),
    );
    barriers.create(policy.clone()).await?;
    barriers.update("policy", policy).await?;
    barriers.delete("policy").await
}

#[tokio::test]
async fn a_policy_is_created_changed_and_deleted_in_any_account() {
    for prefix in ["/v2".to_owned(), format!("/v2/accounts/{ACCOUNT}")] {
        let replies = [
            Reply::json(201, &json!({"id": "policy"})),
            Reply::empty(200),
            Reply::empty(204),
        ];
        let server = Server::answering(replies).await;
        let client = v2_client(&server);
        if prefix == "/v2" {
            separate(&client.information_barriers()).await.unwrap();
        } else {
            let account = client.sub_account(ACCOUNT);
            separate(&account.information_barriers()).await.unwrap();
        }
        let seen = server.requests().await;
        let path = format!("{prefix}/information_barriers/policies");
        assert_v2(&seen[0], "POST", &path, &[]);
        assert_v2(&seen[1], "PATCH", &format!("{path}/policy"), &[]);
        assert_v2(&seen[2], "DELETE", &format!("{path}/policy"), &[]);
        let sent = json!({
            "id": "policy",
            "policy_name": "Trade and advice",
            "status": 1,
            "type": 0,
            "assigned_group_id": "-trade",
            "to_group_id": "_advice",
            "settings": {"im": true},
        });
        assert_eq!(seen[0].json(), sent);
        assert_eq!(seen[0].json(), seen[1].json());
    }
}

#[tokio::test]
async fn a_survey_id_stays_in_its_path_segment_and_times_are_encoded() {
    let server = Server::json(&json!({"survey_answers": [], "next_page_token": ""})).await;
    let params = SurveyListAnswersParams::default()
        .submit_time_start("2026-01-01T00:00:00Z")
        .submit_time_end("2026-01-31T23:59:59+01:00")
        .instance_id("kX3vPq+7TTe2bWn5/0RyZA==");
    let surveys = v2_client(&server).surveys();
    let answers = surveys.list_answers("aB+c/d==").params(params);
    answers.await.unwrap();
    let query = [
        ("submit_time_start", "2026-01-01T00:00:00Z"),
        ("submit_time_end", "2026-01-31T23:59:59+01:00"),
        ("instance_id", "kX3vPq+7TTe2bWn5/0RyZA=="),
    ];
    let path = "/v2/surveys/aB%2Bc%2Fd%3D%3D/answers";
    assert_v2(&server.request().await, "GET", path, &query);
}
