//! Tests of v2 billing: contacts, invoices, reports and renewals.

use serde_json::json;
use zoom_accounts::ErrorKind;
use zoom_accounts::runtime::Date;
use zoom_accounts::v2::billing::{
    BillingContactUpdate, BillingListInvoicesParams, BillingListRenewalsParams,
    InvoiceReportCreate, RenewalInterval,
};

use crate::server::{Reply, Server};
use crate::support::{ACCOUNT, assert_v2, v2_client};

const INVOICE: &str = "3fa1c07e9b2d4c5588e6f0a1d2b3c4e5";

#[tokio::test]
async fn an_invoice_download_is_streamed() {
    // The server sends half of the body, pauses, and sends the other half. Therefore, the stream yields several chunks.
    let pdf: Vec<u8> = (0..20_000_u32).flat_map(u32::to_be_bytes).collect();
    let reply = Reply::body(200, "application/pdf", pdf.clone())
        .header(
            "Content-Disposition",
            "attachment; filename=\"invoice.pdf\"",
        )
        .stalled(std::time::Duration::from_millis(50));
    let server = Server::answering([reply]).await;
    let mut body = v2_client(&server)
        .billing()
        .download_invoice(INVOICE)
        .await
        .unwrap();
    assert_eq!(body.length(), Some(80_000));
    let mut read = Vec::new();
    let mut chunks = 0;
    while let Some(chunk) = body.chunk().await.unwrap() {
        read.extend_from_slice(&chunk);
        chunks += 1;
    }
    assert!(chunks > 1, "it came in one piece");
    assert!(read == pdf, "it is not the same");
    let path = format!("/v2/billing/invoices/{INVOICE}/download");
    assert_v2(&server.request().await, "GET", &path, &[]);
}

#[tokio::test]
async fn a_rejected_or_insecurely_redirected_invoice_download_is_an_error() {
    let failure = json!({"code": 2001, "message": "Account does not exist: abc."});
    let replies = [
        Reply::json(400, &failure),
        Reply::empty(302).header("Location", "http://files.example.com/invoice.pdf"),
    ];
    let server = Server::answering(replies).await;
    let billing = v2_client(&server).billing();
    let error = billing.download_invoice(INVOICE).await.unwrap_err();
    assert_eq!(error.code(), Some("2001"));
    assert!(error.is_not_found());
    // The file would be sent without encryption, so the call must fail.
    let error = billing.download_invoice(INVOICE).await.unwrap_err();
    assert_eq!(error.status().map(|status| status.as_u16()), Some(302));
    assert_eq!(server.requests().await.len(), 2);
}

#[tokio::test]
async fn a_truncated_invoice_download_is_an_error() {
    let server = Server::answering([Reply::body(200, "application/pdf", "%PDF").short(9)]).await;
    let body = v2_client(&server)
        .billing()
        .download_invoice(INVOICE)
        .await
        .unwrap();
    assert!(body.collect(1024).await.is_err());
    server.request().await;
}

#[tokio::test]
async fn a_report_is_a_file_or_a_status() {
    let state = json!({"id": "1648670915000", "status": "Processing"});
    let file = Reply::body(200, "application/octet-stream", "account,total\n");
    let server = Server::answering([Reply::json(200, &state), file]).await;
    let billing = v2_client(&server).billing();
    for (download, expected) in [
        (false, state.to_string()),
        (true, "account,total\n".to_owned()),
    ] {
        let call = billing.download_invoice_report("1648670915000", download);
        let body = call.await.unwrap().collect(1024).await.unwrap();
        assert_eq!(&body[..], expected.as_bytes());
    }
    let path = "/v2/accounts/billing/invoice_reports/1648670915000";
    let seen = server.requests().await;
    assert_v2(&seen[0], "GET", path, &[("download", "false")]);
    assert_v2(&seen[1], "GET", path, &[("download", "true")]);
}

#[tokio::test]
async fn dates_are_sent_without_a_time() {
    let replies = [
        Reply::json(201, &json!({"id": "1648670915000"})),
        Reply::json(200, &json!({"currency": "USD", "invoices": []})),
        Reply::json(200, &json!({"currency": "USD", "invoices": []})),
        Reply::json(200, &json!({"renewals": []})),
    ];
    let server = Server::answering(replies).await;
    let client = v2_client(&server);
    let first = Date::from_ymd(2026, 1, 1).unwrap();
    let report = InvoiceReportCreate::new(first, "2026-01-31", [ACCOUNT, "_b"]);
    client
        .billing()
        .create_invoice_report(report)
        .await
        .unwrap();
    let january = || {
        BillingListInvoicesParams::default()
            .from("2026-01-01")
            .to("2026-01-31")
    };
    let own = client.billing().list_invoices("me").params(january());
    own.await.unwrap();
    let account = client.sub_account(ACCOUNT).billing();
    account.list_invoices().params(january()).await.unwrap();
    let soon = BillingListRenewalsParams::default().interval(RenewalInterval::Days60);
    client.billing().list_renewals().params(soon).await.unwrap();

    let seen = server.requests().await;
    let sent = json!({
        "start_date": "2026-01-01",
        "end_date": "2026-01-31",
        "account_ids": [ACCOUNT, "_b"],
    });
    assert_v2(
        &seen[0],
        "POST",
        "/v2/accounts/billing/invoice_reports",
        &[],
    );
    assert_eq!(seen[0].json(), sent);
    let days = [("from", "2026-01-01"), ("to", "2026-01-31")];
    assert_v2(&seen[1], "GET", "/v2/accounts/me/billing/invoices", &days);
    let path = format!("/v2/accounts/{ACCOUNT}/billing/invoices");
    assert_v2(&seen[2], "GET", &path, &days);
    assert_v2(
        &seen[3],
        "GET",
        "/v2/accounts/billing/renewals",
        &[("interval", "60")],
    );
}

#[tokio::test]
async fn amounts_are_numbers_or_strings_and_a_status_may_contain_quotes() {
    let invoice = |amount: serde_json::Value| json!({"id": INVOICE, "total_amount": amount, "status": "\"Draft\"", "due_date": ""});
    let body = json!({"invoices": [invoice(json!("456")), invoice(json!(456.5))]});
    let server = Server::json(&body).await;
    let list = v2_client(&server)
        .billing()
        .list_invoices(ACCOUNT)
        .await
        .unwrap();
    server.request().await;
    let invoices = list.invoices.unwrap();
    let amounts: Vec<_> = invoices
        .iter()
        .map(|invoice| invoice.total_amount)
        .collect();
    assert_eq!(amounts, [Some(456.0), Some(456.5)]);
    assert_eq!(invoices[0].status.as_deref(), Some("\"Draft\""));
    assert!(!invoices[0].due_date.as_ref().unwrap().is_valid());
}

#[tokio::test]
async fn a_contact_update_sends_only_set_fields() {
    let server = Server::answering([Reply::empty(200), Reply::empty(204)]).await;
    let client = v2_client(&server);
    let change = BillingContactUpdate::default()
        .email("billing@acme.example")
        .apt("");
    client
        .billing()
        .update(ACCOUNT, change.clone())
        .await
        .unwrap();
    let account = client.sub_account(ACCOUNT);
    account.billing().update(change).await.unwrap();
    for seen in server.requests().await {
        let path = format!("/v2/accounts/{ACCOUNT}/billing");
        assert_v2(&seen, "PATCH", &path, &[]);
        assert_eq!(
            seen.json(),
            json!({"email": "billing@acme.example", "apt": ""})
        );
    }
}

#[tokio::test]
async fn an_unknown_billing_account_is_a_not_found_error() {
    let failure = json!({"code": 2001, "message": "Account does not exist: me."});
    let server = Server::answering([Reply::json(404, &failure)]).await;
    let call = v2_client(&server).billing().get("me");
    let error = call.await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Api);
    assert!(error.is_not_found());
    server.request().await;
}
