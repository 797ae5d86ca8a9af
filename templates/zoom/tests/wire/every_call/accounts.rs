//! Accounts, information barriers, roles and surveys.

use zoom_accounts::runtime::{Root, Scope, Scoped};
use zoom_accounts::v2::{AccountsHandle, InformationBarriersHandle, RolesHandle, SurveysHandle};

use super::ids::{ACCOUNT, OTHER_USER, POLICY, ROLE, SURVEY};
use super::probe::Probe;

pub(super) async fn of_the_client(accounts: AccountsHandle<Root>, probe: &Probe) {
    probe
        .get("GET /accounts", "account_page", accounts.list())
        .await;
    probe
        .post(
            "POST /accounts",
            ("account_create", "account_created"),
            |body| accounts.create(body),
        )
        .await;
    let line = "GET /accounts/{accountId}";
    probe
        .get(line, "account_details", accounts.get(ACCOUNT))
        .await;
    let line = "DELETE /accounts/{accountId}";
    probe.remove(line, accounts.disassociate(ACCOUNT)).await;
    let line = "PATCH /accounts/{accountId}/options";
    probe
        .change(line, "account_options", |body| {
            accounts.update_options(ACCOUNT, body)
        })
        .await;
    let line = "PUT /accounts/{accountId}/owner";
    probe
        .change(line, "account_owner_update", |body| {
            accounts.update_owner(ACCOUNT, body)
        })
        .await;
    let line = "GET /accounts/{accountId}/managed_domains";
    probe
        .get(line, "managed_domains", accounts.managed_domains(ACCOUNT))
        .await;
    let line = "GET /accounts/{accountId}/trusted_domains";
    probe
        .get(line, "trusted_domains", accounts.trusted_domains(ACCOUNT))
        .await;
}

pub(super) async fn of_an_account(accounts: AccountsHandle<Scoped>, probe: &Probe) {
    probe.get("GET ", "account_details", accounts.get()).await;
    probe.remove("DELETE ", accounts.disassociate()).await;
    probe
        .change("PATCH /options", "account_options", |body| {
            accounts.update_options(body)
        })
        .await;
    probe
        .change("PUT /owner", "account_owner_update", |body| {
            accounts.update_owner(body)
        })
        .await;
    probe
        .get(
            "GET /managed_domains",
            "managed_domains",
            accounts.managed_domains(),
        )
        .await;
    probe
        .get(
            "GET /trusted_domains",
            "trusted_domains",
            accounts.trusted_domains(),
        )
        .await;
}

pub(super) async fn information_barriers<S: Scope>(
    barriers: InformationBarriersHandle<S>,
    probe: &Probe,
) {
    let line = "GET /information_barriers/policies";
    probe
        .get(line, "barrier_policy_page", barriers.list())
        .await;
    let line = "POST /information_barriers/policies";
    let bodies = ("barrier_policy_data", "barrier_policy");
    probe.post(line, bodies, |body| barriers.create(body)).await;
    let line = "GET /information_barriers/policies/{policyId}";
    probe
        .get(line, "barrier_policy", barriers.get(POLICY))
        .await;
    let line = "PATCH /information_barriers/policies/{policyId}";
    probe
        .change(line, "barrier_policy_data_2", |body| {
            barriers.update(POLICY, body)
        })
        .await;
    let line = "DELETE /information_barriers/policies/{policyId}";
    probe.remove(line, barriers.delete(POLICY)).await;
}

pub(super) async fn roles<S: Scope>(roles: RolesHandle<S>, probe: &Probe) {
    probe.get("GET /roles", "role_list", roles.list()).await;
    probe
        .post("POST /roles", ("role_create", "role_created"), |body| {
            roles.create(body)
        })
        .await;
    probe
        .get("GET /roles/{roleId}", "role_details", roles.get(ROLE))
        .await;
    probe
        .change("PATCH /roles/{roleId}", "role_update", |body| {
            roles.update(ROLE, body)
        })
        .await;
    probe
        .remove("DELETE /roles/{roleId}", roles.delete(ROLE))
        .await;
    let line = "GET /roles/{roleId}/members";
    probe
        .get(line, "role_member_page", roles.members(ROLE))
        .await;
    let line = "POST /roles/{roleId}/members";
    let bodies = ("role_members_add", "role_members_added");
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
        .get("GET /surveys", "survey_page", surveys.list())
        .await;
    probe
        .get(
            "GET /surveys/{surveyId}",
            "survey_details",
            surveys.get(SURVEY),
        )
        .await;
    let line = "GET /surveys/{surveyId}/answers";
    probe
        .get(line, "survey_answer_page", surveys.answers(SURVEY))
        .await;
    let line = "GET /surveys/{surveyId}/instances";
    probe
        .get(line, "survey_instance_page", surveys.instances(SURVEY))
        .await;
}
