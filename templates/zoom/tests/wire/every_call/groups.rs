//! Groups, their members and their administrators.

use zoom_accounts::runtime::Scope;
use zoom_accounts::v2::GroupsHandle;

use super::ids::{GROUP, OTHER_USER, USER};
use super::probe::Probe;

pub(super) async fn groups<S: Scope>(groups: GroupsHandle<S>, probe: &Probe) {
    probe.get("GET /groups", "group_page", groups.list()).await;
    probe
        .post("POST /groups", ("group_create", "group"), |body| {
            groups.create(body)
        })
        .await;
    probe
        .get("GET /groups/{groupId}", "group", groups.get(GROUP))
        .await;
    probe
        .change("PATCH /groups/{groupId}", "group_update", |body| {
            groups.update(GROUP, body)
        })
        .await;
    probe
        .remove("DELETE /groups/{groupId}", groups.delete(GROUP))
        .await;
    let line = "GET /groups/{groupId}/channels";
    probe
        .get(line, "group_channels", groups.channels(GROUP))
        .await;

    let line = "GET /groups/{groupId}/admins";
    probe
        .get(line, "group_admin_page", groups.admins(GROUP))
        .await;
    let line = "POST /groups/{groupId}/admins";
    let bodies = ("group_admins_add", "group_admins_added");
    probe
        .post(line, bodies, |body| groups.add_admins(GROUP, body))
        .await;
    let line = "DELETE /groups/{groupId}/admins/{userId}";
    probe.remove(line, groups.remove_admin(GROUP, USER)).await;

    let line = "GET /groups/{groupId}/members";
    probe
        .get(line, "group_member_page", groups.members(GROUP))
        .await;
    let line = "POST /groups/{groupId}/members";
    let bodies = ("group_members_add", "group_members_added");
    probe
        .post(line, bodies, |body| groups.add_members(GROUP, body))
        .await;
    let line = "PATCH /groups/{groupId}/members/{memberId}";
    let call = |body| groups.update_member(GROUP, OTHER_USER, body);
    probe.change(line, "group_member_update", call).await;
    let line = "DELETE /groups/{groupId}/members/{memberId}";
    probe
        .remove(line, groups.remove_member(GROUP, OTHER_USER))
        .await;
}
