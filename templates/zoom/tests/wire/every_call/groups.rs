//! Calls the operations of groups, group members and group administrators.

use zoom_accounts::runtime::Scope;
use zoom_accounts::v2::groups::GroupsHandle;

use super::ids::{GROUP, OTHER_USER, USER};
use super::probe::Probe;

pub(super) async fn groups<S: Scope>(groups: GroupsHandle<S>, probe: &Probe) {
    probe
        .get("GET /groups", "groups_list_response", groups.list())
        .await;
    probe
        .post(
            "POST /groups",
            ("groups_create_request", "groups_create_created"),
            |body| groups.create(body),
        )
        .await;
    probe
        .get(
            "GET /groups/{groupId}",
            "groups_create_created",
            groups.get(GROUP),
        )
        .await;
    probe
        .change("PATCH /groups/{groupId}", "groups_update_request", |body| {
            groups.update(GROUP, body)
        })
        .await;
    probe
        .remove("DELETE /groups/{groupId}", groups.delete(GROUP))
        .await;
    let line = "GET /groups/{groupId}/channels";
    probe
        .get(
            line,
            "groups_list_channels_response",
            groups.list_channels(GROUP),
        )
        .await;

    let line = "GET /groups/{groupId}/admins";
    probe
        .get(
            line,
            "groups_list_admins_response",
            groups.list_admins(GROUP),
        )
        .await;
    let line = "POST /groups/{groupId}/admins";
    let bodies = ("groups_add_admins_request", "groups_add_admins_created");
    probe
        .post(line, bodies, |body| groups.add_admins(GROUP, body))
        .await;
    let line = "DELETE /groups/{groupId}/admins/{userId}";
    probe.remove(line, groups.remove_admin(GROUP, USER)).await;

    let line = "GET /groups/{groupId}/members";
    probe
        .get(
            line,
            "groups_list_members_response",
            groups.list_members(GROUP),
        )
        .await;
    let line = "POST /groups/{groupId}/members";
    let bodies = ("groups_add_members_request", "groups_add_members_created");
    probe
        .post(line, bodies, |body| groups.add_members(GROUP, body))
        .await;
    let line = "PATCH /groups/{groupId}/members/{memberId}";
    let call = |body| groups.update_member(GROUP, OTHER_USER, body);
    probe
        .change(line, "groups_update_member_request", call)
        .await;
    let line = "DELETE /groups/{groupId}/members/{memberId}";
    probe
        .remove(line, groups.remove_member(GROUP, OTHER_USER))
        .await;
}
