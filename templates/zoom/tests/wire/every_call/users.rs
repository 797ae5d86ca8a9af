//! Calls the operations of users, assistants and scheduling delegates.

use zoom_accounts::runtime::{Root, Scope, Scoped};
use zoom_accounts::v2::assistants::AssistantsHandle;
use zoom_accounts::v2::schedulers::SchedulersHandle;
use zoom_accounts::v2::users::UsersHandle;

use super::ids::{ACCOUNT, OTHER_USER, USER};
use super::probe::Probe;

pub(super) async fn of_the_client(users: UsersHandle<Root>, probe: &Probe) {
    let line = "PUT /accounts/{accountId}/users/{userId}/account";
    let call = |body| users.switch_account(ACCOUNT, USER, body);
    probe
        .change(line, "users_switch_account_request", call)
        .await;
}

pub(super) async fn of_an_account(users: UsersHandle<Scoped>, probe: &Probe) {
    let line = "PUT /users/{userId}/account";
    let call = |body| users.switch_account(USER, body);
    probe
        .change(line, "users_switch_account_request", call)
        .await;
}

pub(super) async fn users<S: Scope>(users: UsersHandle<S>, probe: &Probe) {
    probe
        .get("GET /users", "users_list_response", users.list())
        .await;
    probe
        .post(
            "POST /users",
            ("users_create_request", "users_create_created"),
            |body| users.create(body),
        )
        .await;
    probe
        .get(
            "GET /users/summary",
            "users_get_summary_response",
            users.get_summary(),
        )
        .await;
    let line = "POST /users/features";
    let bodies = (
        "users_update_features_request",
        "users_update_features_created",
    );
    probe
        .post(line, bodies, |body| users.update_features(body))
        .await;
}

pub(super) async fn one_user<S: Scope>(users: UsersHandle<S>, probe: &Probe) {
    probe
        .get("GET /users/{userId}", "users_get_response", users.get(USER))
        .await;
    let line = "PATCH /users/{userId}";
    probe
        .change(line, "users_update_request", |body| {
            users.update(USER, body)
        })
        .await;
    probe
        .remove("DELETE /users/{userId}", users.delete(USER))
        .await;
    let line = "PUT /users/{userId}/email";
    let call = |body| users.update_email(USER, body);
    probe.change(line, "users_update_email_request", call).await;
    let line = "PUT /users/{userId}/password";
    let call = |body| users.update_password(USER, body);
    probe
        .change(line, "users_update_password_request", call)
        .await;
    let line = "GET /users/{userId}/permissions";
    probe
        .get(
            line,
            "users_list_permissions_response",
            users.list_permissions(USER),
        )
        .await;
    let line = "POST /users/{userId}/picture";
    let call = |file| users.upload_picture(USER, file);
    probe.upload_only(line, "pic_file", call).await;
    let line = "DELETE /users/{userId}/picture";
    probe.remove(line, users.delete_picture(USER)).await;
    let line = "PUT /users/{userId}/status";
    let call = |body| users.update_status(USER, body);
    probe
        .change(line, "users_update_status_request", call)
        .await;
    let line = "GET /users/{userId}/token";
    probe
        .get(line, "users_get_token_response", users.get_token(USER))
        .await;
    let line = "DELETE /users/{userId}/token";
    probe.remove(line, users.revoke_sso_token(USER)).await;
}

pub(super) async fn assistants<S: Scope>(assistants: AssistantsHandle<S>, probe: &Probe) {
    let line = "GET /users/{userId}/assistants";
    probe
        .get(line, "assistants_list_response", assistants.list(USER))
        .await;
    let line = "POST /users/{userId}/assistants";
    let bodies = ("assistants_add_request", "assistants_add_created");
    probe
        .post(line, bodies, |body| assistants.add(USER, body))
        .await;
    let line = "DELETE /users/{userId}/assistants";
    probe.remove(line, assistants.remove_all(USER)).await;
    let line = "DELETE /users/{userId}/assistants/{assistantId}";
    probe
        .remove(line, assistants.remove(USER, OTHER_USER))
        .await;
}

pub(super) async fn schedulers<S: Scope>(schedulers: SchedulersHandle<S>, probe: &Probe) {
    let line = "GET /users/{userId}/schedulers";
    probe
        .get(line, "schedulers_list_response", schedulers.list(USER))
        .await;
    let line = "DELETE /users/{userId}/schedulers";
    probe.remove(line, schedulers.remove_all(USER)).await;
    let line = "DELETE /users/{userId}/schedulers/{schedulerId}";
    probe
        .remove(line, schedulers.remove(USER, OTHER_USER))
        .await;
}
