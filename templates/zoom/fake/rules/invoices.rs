//! Invoices, and reports of the invoices of sub accounts.

use serde_json::{Map, Value, json};

use super::{billing, document};
use crate::fake::calendar;
use crate::fake::call::{Call, Outcome};
use crate::fake::exchange::Reply;
use crate::fake::failure::Failure;
use crate::fake::world::account::Account;
use crate::fake::world::collection::{Collection, Item};
use crate::fake::world::plan_names;
use crate::fake::world::plans::Plan;
use crate::fake::world::user::text;

/// The path of the invoices of an account.
const INVOICES: &str = "/billing/invoices";
/// The path of the reports, which belong to the calling account.
const REPORTS: &str = "/accounts/billing/invoice_reports";
/// The price of a license for a period, in US dollars.
const PRICE: u64 = 10;
/// After how many days an invoice must be paid.
const DUE_DAYS: u64 = 30;
/// How many days a report can be downloaded.
const REPORT_DAYS: u64 = 30;

/// Responds to a call about invoices and invoice reports.
pub(crate) fn answer(call: &mut Call<'_>) -> Outcome {
    match call.id() {
        "billing.list_invoices" => list(call),
        "billing.get_invoice" => get(call),
        "billing.download_invoice" | "billing.download_invoice_pdf" => download(call),
        "billing.list_invoice_reports" => reports(call),
        "billing.create_invoice_report" => create_report(call),
        "billing.download_invoice_report" => download_report(call),
        "billing.delete_invoice_report" => delete_report(call),
        _ => document::answer(call),
    }
}

/// Returns the price of a plan for a period, in US dollars.
pub(crate) fn price(plan: &Plan) -> u64 {
    plan.hosts.unwrap_or(1).saturating_mul(PRICE)
}

/// Issues an invoice for plans that were bought. The account that pays must be able to read it, so it belongs to the
/// account that uses the plans.
pub(crate) fn issue(call: &mut Call<'_>, plans: &[Plan]) -> Result<(), Failure> {
    let today = call.state.world.today().to_owned();
    let random = &mut call.state.world.random;
    let id = format!("{:016x}{:016x}", random.next(), random.next());
    let number = format!("INV{}", random.digits(8));
    let items = plans.iter().map(|plan| {
        let months = plan_names::period(&plan.name);
        json!({
            "charge_name": plan.name,
            "charge_number": format!("C-{}", random.digits(8)),
            "charge_type": "Recurring",
            "start_date": plan.effective_date,
            "end_date": calendar::add_months(&plan.effective_date, months),
            "quantity": plan.hosts.unwrap_or(1),
            "tax_amount": 0,
            "total_amount": price(plan),
        })
    });
    let items: Value = items.collect();
    let total: u64 = plans.iter().map(price).sum();
    let invoice = json!({
        "id": id,
        "invoice_number": number,
        "invoice_date": today,
        "due_date": calendar::add_days(&today, DUE_DAYS),
        "target_date": today,
        "status": "Draft",
        "currency": "USD",
        "tax_amount": 0,
        "total_amount": total,
        "balance": total,
        "invoice_items": items,
    });
    if let Value::Object(invoice) = invoice {
        let account = call.target_mut()?;
        account.collection_mut(INVOICES).insert(&id, invoice);
    }
    Ok(())
}

fn list(call: &mut Call<'_>) -> Outcome {
    let (from, to) = period(call)?;
    let account = call.target()?;
    if account.plans.base.is_none() {
        return Err(billing::only_paid(&account.id));
    }
    let invoices = account.collection(INVOICES).into_iter();
    let invoices = invoices.flat_map(Collection::iter);
    let invoices = invoices.filter(|invoice| {
        let date = text(&invoice.value, "invoice_date");
        from.as_str() <= date && date <= to.as_str()
    });
    let invoices: Value = invoices
        .map(|invoice| {
            let mut row = invoice.value.clone();
            row.remove("invoice_items");
            row.remove("currency");
            Value::Object(row)
        })
        .collect();
    let body = json!({"currency": "USD", "invoices": invoices});
    Ok(document::reply(call, body))
}

/// Returns the first and the last day of a list of invoices. By default, it is the year until today.
fn period(call: &Call<'_>) -> Result<(String, String), Failure> {
    let today = call.state.world.today();
    let to = call.query("to").unwrap_or(today);
    // The twelve months before a day begin one day after the same day of the year before.
    let (year, rest) = to.split_once('-').unwrap_or_default();
    let before = |years: u32| {
        let year = year
            .parse::<u32>()
            .unwrap_or_default()
            .saturating_sub(years);
        format!("{year:04}-{rest}")
    };
    let from = call.query("from").map_or_else(|| before(1), str::to_owned);
    for (name, day) in [("from", from.as_str()), ("to", to)] {
        if call.query(name).is_some() && !calendar::is_day(day) {
            return Err(Failure::invalid_field(name, "The date must be yyyy-mm-dd."));
        }
    }
    if from.as_str() > to || from < before(1) {
        return Err(Failure::invalid_field(
            "from",
            "The period must not be longer than one year.",
        ));
    }
    let oldest = calendar::add_months(&from, 36);
    if oldest.as_str() < today {
        return Err(Failure::invalid_field(
            "from",
            "The period must be within the last three years.",
        ));
    }
    Ok((from, to.to_owned()))
}

fn get(call: &mut Call<'_>) -> Outcome {
    let id = call.param("invoiceId").to_owned();
    let invoice = find(call.target()?, &id).cloned();
    let invoice = invoice.ok_or_else(|| no_invoice(&id))?;
    Ok(document::reply(call, invoice))
}

fn find<'a>(account: &'a Account, id: &str) -> Option<&'a Map<String, Value>> {
    let invoice = account.collection(INVOICES)?.get(id)?;
    Some(&invoice.value)
}

fn no_invoice(id: &str) -> Failure {
    Failure::new(400, 2001, format!("InvoiceId does not exist: {id}."))
}

/// Downloads an invoice of the calling account or of an account below it.
fn download(call: &mut Call<'_>) -> Outcome {
    let id = call.param("invoiceId").to_owned();
    let world = &call.state.world;
    let own = world.account(&call.caller).into_iter();
    let mut accounts = own.chain(world.children(&call.caller));
    let invoice = accounts.find_map(|account| find(account, &id));
    let invoice = invoice.ok_or_else(|| no_invoice(&id))?;
    let number = text(invoice, "invoice_number");
    let total = invoice.get("total_amount").unwrap_or(&Value::Null);
    let file = format!("attachment; filename=\"{number}.pdf\"");
    let bytes = pdf(&format!("Invoice {number}: {total} USD"));
    let reply = Reply::bytes(200, "application/pdf", bytes);
    Ok(reply.header("content-disposition", file))
}

/// Returns a PDF file of one page with a line of text. The text contains no parentheses and no backslashes.
fn pdf(line: &str) -> String {
    let content = format!("BT /F1 18 Tf 72 720 Td ({line}) Tj ET");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    let mut file = "%PDF-1.4\n".to_owned();
    let mut table = "0000000000 65535 f \n".to_owned();
    for (index, object) in objects.iter().enumerate() {
        table = format!("{table}{:010} 00000 n \n", file.len());
        file = format!("{file}{} 0 obj\n{object}\nendobj\n", index + 1);
    }
    let size = objects.len() + 1;
    let start = file.len();
    format!(
        "{file}xref\n0 {size}\n{table}trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    )
}

fn reports(call: &mut Call<'_>) -> Outcome {
    let today = call.state.world.today().to_owned();
    let is_listed = |_: &Call<'_>, _: &Item| true;
    document::page_items(call, REPORTS, is_listed, |_, report| {
        public(&report.value, &today, "Completed")
    })
}

/// Returns a report as responses contain it.
fn public(report: &Map<String, Value>, today: &str, status: &str) -> Map<String, Value> {
    let mut report = report.clone();
    report.remove("account_ids");
    let created = report.remove("created_on").unwrap_or_default();
    let created = created.as_str().unwrap_or(today);
    let left = (0..=REPORT_DAYS).rev().find(|days| {
        let end = calendar::add_days(created, REPORT_DAYS - days);
        end.as_str() >= today
    });
    report.insert("remaining_days".to_owned(), left.unwrap_or(0).into());
    report.insert("status".to_owned(), status.into());
    report
}

fn create_report(call: &mut Call<'_>) -> Outcome {
    let body = call.body();
    let (start, end) = (text(&body, "start_date"), text(&body, "end_date"));
    let in_order = calendar::is_day(start) && calendar::is_day(end) && start <= end;
    if !in_order || *end > *calendar::add_months(start, 1) {
        return Err(Failure::billing(
            "The period must not be longer than one month.",
        ));
    }
    let ids = body.get("account_ids").and_then(Value::as_array);
    let ids: Vec<&str> = ids
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    if ids.is_empty() {
        return Err(Failure::billing("The list of sub accounts is empty."));
    }
    for id in &ids {
        if *id == call.caller || !call.state.world.may_reach(&call.caller, id) {
            return Err(Failure::new(
                400,
                10102,
                format!("A sub account was not found: {id}."),
            ));
        }
    }
    let id = call.state.world.random.digits(13).to_string();
    let today = call.state.world.today().to_owned();
    let report = json!({
        "id": id,
        "start_date": start,
        "end_date": end,
        "accounts_total_number": ids.len(),
        "account_ids": ids,
        "created_on": today,
    });
    let report = report.as_object().cloned().unwrap_or_default();
    let response = public(&report, &today, "Processing");
    call.target_mut()?
        .collection_mut(REPORTS)
        .insert(&id, report);
    Ok(document::reply(call, response))
}

fn download_report(call: &mut Call<'_>) -> Outcome {
    let id = call.param("invoiceReportId");
    let report = call.target()?.collection(REPORTS);
    let report = report.and_then(|reports| reports.get(id));
    let report = report.ok_or_else(|| no_report(id))?;
    let download = call.input.query.get("download");
    if download.is_some_and(|value| *value == json!(true) || *value == json!("true")) {
        let file = table(call, &report.value);
        return Ok(Reply::bytes(200, "application/octet-stream", file));
    }
    let report = public(&report.value, call.state.world.today(), "Available");
    Ok(Reply::json(200, report.into()))
}

/// Returns the invoices of a report as comma-separated values.
fn table(call: &Call<'_>, report: &Map<String, Value>) -> String {
    let (start, end) = (text(report, "start_date"), text(report, "end_date"));
    let mut table = "account_id,invoice_number,invoice_date,total_amount,currency\n".to_owned();
    let ids = report.get("account_ids").and_then(Value::as_array);
    for id in ids.into_iter().flatten().filter_map(Value::as_str) {
        let account = call.state.world.account(id);
        let invoices = account.and_then(|account| account.collection(INVOICES));
        for invoice in invoices.into_iter().flat_map(Collection::iter) {
            let date = text(&invoice.value, "invoice_date");
            if start <= date && date <= end {
                let number = text(&invoice.value, "invoice_number");
                let total = invoice.value.get("total_amount").unwrap_or(&Value::Null);
                table = format!("{table}{id},{number},{date},{total},USD\n");
            }
        }
    }
    table
}

fn delete_report(call: &mut Call<'_>) -> Outcome {
    let id = call.param("invoiceReportId").to_owned();
    let reports = call.target_mut()?.collection_mut(REPORTS);
    match reports.remove(&id) {
        Some(_) => Ok(Reply::empty(204)),
        None => Err(no_report(&id)),
    }
}

fn no_report(id: &str) -> Failure {
    Failure::new(
        400,
        2001,
        format!("Invoice Report ID does not exist: {id}."),
    )
}
