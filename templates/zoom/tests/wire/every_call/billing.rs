//! Calls the operations of billing and plans.

use zoom_accounts::runtime::{Root, Scoped};
use zoom_accounts::v2::billing::BillingHandle;
use zoom_accounts::v2::plans::PlansHandle;

use super::ids::{ACCOUNT, INVOICE, REPORT};
use super::probe::Probe;

#[expect(deprecated, reason = "a deprecated operation still works")]
pub(super) async fn of_the_client(billing: BillingHandle<Root>, probe: &Probe) {
    let line = "GET /accounts/billing/invoice_reports";
    probe
        .get(
            line,
            "billing_list_invoice_reports_response",
            billing.list_invoice_reports(),
        )
        .await;
    let line = "POST /accounts/billing/invoice_reports";
    let bodies = (
        "billing_create_invoice_report_request",
        "billing_create_invoice_report_created",
    );
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
    probe
        .get(
            line,
            "billing_list_renewals_response",
            billing.list_renewals(),
        )
        .await;
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
        .get(line, "billing_get_response", billing.get(ACCOUNT))
        .await;
    let line = "PATCH /accounts/{accountId}/billing";
    probe
        .change(line, "billing_update_request", |body| {
            billing.update(ACCOUNT, body)
        })
        .await;
    let line = "GET /accounts/{accountId}/billing/invoices";
    probe
        .get(
            line,
            "billing_list_invoices_response",
            billing.list_invoices(ACCOUNT),
        )
        .await;
    let line = "GET /accounts/{accountId}/billing/invoices/{invoiceId}";
    probe
        .get(
            line,
            "billing_get_invoice_response",
            billing.get_invoice(ACCOUNT, INVOICE),
        )
        .await;
}

pub(super) async fn of_an_account(billing: BillingHandle<Scoped>, probe: &Probe) {
    probe
        .get("GET /billing", "billing_get_response", billing.get())
        .await;
    probe
        .change("PATCH /billing", "billing_update_request", |body| {
            billing.update(body)
        })
        .await;
    probe
        .get(
            "GET /billing/invoices",
            "billing_list_invoices_response",
            billing.list_invoices(),
        )
        .await;
    let line = "GET /billing/invoices/{invoiceId}";
    probe
        .get(
            line,
            "billing_get_invoice_response",
            billing.get_invoice(INVOICE),
        )
        .await;
}

pub(super) async fn plans_of_the_client(plans: PlansHandle<Root>, probe: &Probe) {
    let line = "GET /accounts/{accountId}/plans";
    probe
        .get(line, "plans_get_response", plans.get(ACCOUNT))
        .await;
    let line = "POST /accounts/{accountId}/plans";
    let bodies = ("plans_subscribe_request", "plans_subscribe_created");
    probe
        .post(line, bodies, |body| plans.subscribe(ACCOUNT, body))
        .await;
    let line = "GET /accounts/{accountId}/plans/usage";
    probe
        .get(
            line,
            "plans_get_usage_response_additional",
            plans.get_usage(ACCOUNT),
        )
        .await;
    let line = "POST /accounts/{accountId}/plans/addons";
    let bodies = ("plans_update_addon_request", "plans_subscribe_created");
    probe
        .post(line, bodies, |body| plans.add_addon(ACCOUNT, body))
        .await;
    let line = "PUT /accounts/{accountId}/plans/addons";
    probe
        .change(line, "plans_update_addon_request", |body| {
            plans.update_addon(ACCOUNT, body)
        })
        .await;
    let line = "PATCH /accounts/{accountId}/plans/addons/status";
    probe
        .change(line, "plans_cancel_addons_request", |body| {
            plans.cancel_addons(ACCOUNT, body)
        })
        .await;
    let line = "PUT /accounts/{accountId}/plans/base";
    probe
        .change(line, "plans_update_base_request", |body| {
            plans.update_base(ACCOUNT, body)
        })
        .await;
    let line = "PATCH /accounts/{accountId}/plans/base/status";
    probe
        .change(line, "plans_cancel_base_request", |body| {
            plans.cancel_base(ACCOUNT, body)
        })
        .await;
}

pub(super) async fn plans_of_an_account(plans: PlansHandle<Scoped>, probe: &Probe) {
    probe
        .get("GET /plans", "plans_get_response", plans.get())
        .await;
    let bodies = ("plans_subscribe_request", "plans_subscribe_created");
    probe
        .post("POST /plans", bodies, |body| plans.subscribe(body))
        .await;
    probe
        .get(
            "GET /plans/usage",
            "plans_get_usage_response_additional",
            plans.get_usage(),
        )
        .await;
    let bodies = ("plans_update_addon_request", "plans_subscribe_created");
    probe
        .post("POST /plans/addons", bodies, |body| plans.add_addon(body))
        .await;
    probe
        .change("PUT /plans/addons", "plans_update_addon_request", |body| {
            plans.update_addon(body)
        })
        .await;
    let line = "PATCH /plans/addons/status";
    probe
        .change(line, "plans_cancel_addons_request", |body| {
            plans.cancel_addons(body)
        })
        .await;
    probe
        .change("PUT /plans/base", "plans_update_base_request", |body| {
            plans.update_base(body)
        })
        .await;
    let line = "PATCH /plans/base/status";
    probe
        .change(line, "plans_cancel_base_request", |body| {
            plans.cancel_base(body)
        })
        .await;
}
