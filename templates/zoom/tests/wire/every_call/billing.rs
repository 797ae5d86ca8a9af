//! Billing and plans.

use zoom_accounts::runtime::{Root, Scoped};
use zoom_accounts::v2::{BillingHandle, PlansHandle};

use super::ids::{ACCOUNT, INVOICE, REPORT};
use super::probe::Probe;

pub(super) async fn of_the_client(billing: BillingHandle<Root>, probe: &Probe) {
    let line = "GET /accounts/billing/invoice_reports";
    probe
        .get(line, "invoice_report_page", billing.invoice_reports())
        .await;
    let line = "POST /accounts/billing/invoice_reports";
    let bodies = ("invoice_report_create", "invoice_report");
    probe
        .post(line, bodies, |body| billing.create_invoice_report(body))
        .await;
    let line = "GET /accounts/billing/invoice_reports/{invoiceReportId}";
    probe
        .download(line, billing.download_invoice_report(REPORT, true))
        .await;
    let line = "DELETE /accounts/billing/invoice_reports/{invoiceReportId}";
    probe
        .remove(line, billing.delete_invoice_report(REPORT))
        .await;
    let line = "GET /accounts/billing/renewals";
    probe.get(line, "renewal_page", billing.renewals()).await;
    let line = "GET /billing/invoices/{invoiceId}/download";
    probe
        .download(line, billing.download_invoice(INVOICE))
        .await;
    let line = "GET /api/download/billing/invoices/{invoiceId}";
    probe
        .download(line, billing.download_invoice_pdf(INVOICE))
        .await;
    let line = "GET /accounts/{accountId}/billing";
    probe
        .get(line, "billing_contact", billing.get(ACCOUNT))
        .await;
    let line = "PATCH /accounts/{accountId}/billing";
    probe
        .change(line, "billing_update", |body| billing.update(ACCOUNT, body))
        .await;
    let line = "GET /accounts/{accountId}/billing/invoices";
    probe
        .get(line, "invoice_list", billing.invoices(ACCOUNT))
        .await;
    let line = "GET /accounts/{accountId}/billing/invoices/{invoiceId}";
    probe
        .get(line, "invoice_details", billing.invoice(ACCOUNT, INVOICE))
        .await;
}

pub(super) async fn of_an_account(billing: BillingHandle<Scoped>, probe: &Probe) {
    probe
        .get("GET /billing", "billing_contact", billing.get())
        .await;
    probe
        .change("PATCH /billing", "billing_update", |body| {
            billing.update(body)
        })
        .await;
    probe
        .get("GET /billing/invoices", "invoice_list", billing.invoices())
        .await;
    let line = "GET /billing/invoices/{invoiceId}";
    probe
        .get(line, "invoice_details", billing.invoice(INVOICE))
        .await;
}

pub(super) async fn plans_of_the_client(plans: PlansHandle<Root>, probe: &Probe) {
    let line = "GET /accounts/{accountId}/plans";
    probe.get(line, "account_plans", plans.get(ACCOUNT)).await;
    let line = "POST /accounts/{accountId}/plans";
    let bodies = ("plan_subscribe", "subscribed_plans");
    probe
        .post(line, bodies, |body| plans.subscribe(ACCOUNT, body))
        .await;
    let line = "GET /accounts/{accountId}/plans/usage";
    probe
        .get(line, "account_plan_usage", plans.usage(ACCOUNT))
        .await;
    let line = "POST /accounts/{accountId}/plans/addons";
    let bodies = ("addon_plan", "subscribed_plans");
    probe
        .post(line, bodies, |body| plans.add_addon(ACCOUNT, body))
        .await;
    let line = "PUT /accounts/{accountId}/plans/addons";
    probe
        .change(line, "addon_plan", |body| plans.update_addon(ACCOUNT, body))
        .await;
    let line = "PATCH /accounts/{accountId}/plans/addons/status";
    probe
        .change(line, "addon_cancel", |body| {
            plans.cancel_addons(ACCOUNT, body)
        })
        .await;
    let line = "PUT /accounts/{accountId}/plans/base";
    probe
        .change(line, "base_plan_update", |body| {
            plans.update_base(ACCOUNT, body)
        })
        .await;
    let line = "PATCH /accounts/{accountId}/plans/base/status";
    probe
        .change(line, "base_plan_cancel", |body| {
            plans.cancel_base(ACCOUNT, body)
        })
        .await;
}

pub(super) async fn plans_of_an_account(plans: PlansHandle<Scoped>, probe: &Probe) {
    probe.get("GET /plans", "account_plans", plans.get()).await;
    let bodies = ("plan_subscribe", "subscribed_plans");
    probe
        .post("POST /plans", bodies, |body| plans.subscribe(body))
        .await;
    probe
        .get("GET /plans/usage", "account_plan_usage", plans.usage())
        .await;
    let bodies = ("addon_plan", "subscribed_plans");
    probe
        .post("POST /plans/addons", bodies, |body| plans.add_addon(body))
        .await;
    probe
        .change("PUT /plans/addons", "addon_plan", |body| {
            plans.update_addon(body)
        })
        .await;
    let line = "PATCH /plans/addons/status";
    probe
        .change(line, "addon_cancel", |body| plans.cancel_addons(body))
        .await;
    probe
        .change("PUT /plans/base", "base_plan_update", |body| {
            plans.update_base(body)
        })
        .await;
    let line = "PATCH /plans/base/status";
    probe
        .change(line, "base_plan_cancel", |body| plans.cancel_base(body))
        .await;
}
