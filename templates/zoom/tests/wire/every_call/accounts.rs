//! Calls the operations of accounts, information barriers, roles and surveys.

use zoom_accounts::runtime::{Root, Scope, Scoped};
use zoom_accounts::v2::accounts::AccountsHandle;
use zoom_accounts::v2::information_barriers::InformationBarriersHandle;
use zoom_accounts::v2::roles::RolesHandle;
use zoom_accounts::v2::surveys::SurveysHandle;

use super::ids::{ACCOUNT, OTHER_USER, POLICY, ROLE, SURVEY};
use super::probe::Probe;

pub(super) async fn of_the_client(accounts: AccountsHandle<Root>, probe: &Probe) {
    probe
        .get("GET /accounts", "accounts_list_response", accounts.list())
        .await;
    probe
        .post(
            "POST /accounts",
            ("accounts_create_request", "accounts_create_created"),
            |body| accounts.create(body),
        )
        .await;
    let line = "GET /accounts/{accountId}";
    probe
        .get(line, "accounts_get_response", accounts.get(ACCOUNT))
        .await;
    let line = "DELETE /accounts/{accountId}";
    probe.remove(line, accounts.disassociate(ACCOUNT)).await;
    let line = "PATCH /accounts/{accountId}/options";
    probe
        .change(line, "accounts_update_options_request", |body| {
            accounts.update_options(ACCOUNT, body)
        })
        .await;
    let line = "PUT /accounts/{accountId}/owner";
    probe
        .change(line, "accounts_update_owner_request", |body| {
            accounts.update_owner(ACCOUNT, body)
        })
        .await;
    let line = "GET /accounts/{accountId}/managed_domains";
    probe
        .get(
            line,
            "accounts_list_managed_domains_response",
            accounts.list_managed_domains(ACCOUNT),
        )
        .await;
    let line = "GET /accounts/{accountId}/trusted_domains";
    probe
        .get(
            line,
            "accounts_list_trusted_domains_response",
            accounts.list_trusted_domains(ACCOUNT),
        )
        .await;
}

pub(super) async fn of_an_account(accounts: AccountsHandle<Scoped>, probe: &Probe) {
    probe
        .get("GET ", "accounts_get_response", accounts.get())
        .await;
    probe.remove("DELETE ", accounts.disassociate()).await;
    probe
        .change(
            "PATCH /options",
            "accounts_update_options_request",
            |body| accounts.update_options(body),
        )
        .await;
    probe
        .change("PUT /owner", "accounts_update_owner_request", |body| {
            accounts.update_owner(body)
        })
        .await;
    probe
        .get(
            "GET /managed_domains",
            "accounts_list_managed_domains_response",
            accounts.list_managed_domains(),
        )
        .await;
    probe
        .get(
            "GET /trusted_domains",
            "accounts_list_trusted_domains_response",
            accounts.list_trusted_domains(),
        )
        .await;
}

pub(super) async fn information_barriers<S: Scope>(
    barriers: InformationBarriersHandle<S>,
    probe: &Probe,
) {
    let line = "GET /information_barriers/policies";
    probe
        .get(line, "information_barriers_list_response", barriers.list())
        .await;
    let line = "POST /information_barriers/policies";
    let bodies = (
        "information_barriers_create_request",
        "information_barriers_create_created",
    );
    probe.post(line, bodies, |body| barriers.create(body)).await;
    let line = "GET /information_barriers/policies/{policyId}";
    probe
        .get(
            line,
            "information_barriers_get_response",
            barriers.get(POLICY),
        )
        .await;
    let line = "PATCH /information_barriers/policies/{policyId}";
    probe
        .change(line, "information_barriers_update_request", |body| {
            barriers.update(POLICY, body)
        })
        .await;
    let line = "DELETE /information_barriers/policies/{policyId}";
    probe.remove(line, barriers.delete(POLICY)).await;
}

pub(super) async fn roles<S: Scope>(roles: RolesHandle<S>, probe: &Probe) {
    probe
        .get("GET /roles", "roles_list_response", roles.list())
        .await;
    probe
        .post(
            "POST /roles",
            ("roles_create_request", "roles_create_response"),
            |body| roles.create(body),
        )
        .await;
    probe
        .get("GET /roles/{roleId}", "roles_get_response", roles.get(ROLE))
        .await;
    probe
        .change("PATCH /roles/{roleId}", "roles_update_request", |body| {
            roles.update(ROLE, body)
        })
        .await;
    probe
        .remove("DELETE /roles/{roleId}", roles.delete(ROLE))
        .await;
    let line = "GET /roles/{roleId}/members";
    probe
        .get(
            line,
            "roles_list_members_response",
            roles.list_members(ROLE),
        )
        .await;
    let line = "POST /roles/{roleId}/members";
    let bodies = ("roles_add_members_request", "roles_add_members_created");
    probe
        .post(line, bodies, |body| roles.add_members(ROLE, body))
        .await;
    let line = "DELETE /roles/{roleId}/members/{memberId}";
    probe
        .remove(line, roles.remove_member(ROLE, OTHER_USER))
        .await;
}

pub(super) async fn surveys<S: Scope>(surveys: SurveysHandle<S>, probe: &Probe) {
    probe
        .get("GET /surveys", "surveys_list_response", surveys.list())
        .await;
    probe
        .get(
            "GET /surveys/{surveyId}",
            "surveys_get_response",
            surveys.get(SURVEY),
        )
        .await;
    let line = "GET /surveys/{surveyId}/answers";
    probe
        .get(
            line,
            "surveys_list_answers_response",
            surveys.list_answers(SURVEY),
        )
        .await;
    let line = "GET /surveys/{surveyId}/instances";
    probe
        .get(
            line,
            "surveys_list_instances_response",
            surveys.list_instances(SURVEY),
        )
        .await;
}
