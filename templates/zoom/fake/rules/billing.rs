//! Billing contacts, renewals and who pays for an account.

use serde_json::{Map, Value, json};

use super::accounts::check_sub_account;
use super::{document, invoices};
use crate::fake::calendar;
use crate::fake::call::{Call, Outcome};
use crate::fake::exchange::{Content, Reply};
use crate::fake::failure::Failure;
use crate::fake::world::account::{Account, PayMode};
use crate::fake::world::plan_names;
use crate::fake::world::plans::Plan;
use crate::fake::world::user::text;

/// The ids of Zoom's list of countries.
const COUNTRIES: &str = "AC,AD,AE,AF,AG,AI,AL,AM,AN,AO,AQ,AR,AS,AT,AU,AW,AZ,BA,BB,BD,BE,BF,BG,BH,BI,BJ,BL,BM,BN,BO,BQ,BR,BS,BT,BV,\
    BW,BY,BZ,CA,CC,CD,CF,CH,CK,CL,CM,CN,CO,CP,CR,CS,CT,CU,CV,CX,CY,CZ,DE,DG,DJ,DK,DM,DO,DZ,EA,EC,EE,EG,EH,ES,\
    ET,EU,FI,FJ,FK,FM,FO,FQ,FR,FX,GA,GB,GD,GE,GF,GH,GI,GL,GM,GP,GR,GS,GT,GU,GW,GY,HK,HM,HN,HR,HT,HU,IC,ID,IE,\
    IL,IM,IN,IO,IQ,IS,IT,JM,JO,JP,JT,KE,KG,KH,KI,KM,KN,KR,KW,KY,KZ,LA,LC,LI,LK,LS,LT,LU,LV,LY,MA,MC,MD,ME,MF,\
    MG,MH,MI,MK,ML,MM,MN,MO,MP,MQ,MR,MS,MT,MU,MV,MW,MX,MY,MZ,NA,NC,NE,NF,NG,NI,NL,NO,NP,NQ,NR,NT,NU,NZ,OM,PA,\
    PC,PE,PF,PH,PK,PL,PM,PN,PR,PS,PT,PU,PW,PY,PZ,QA,QO,RE,RO,RS,RU,RW,SA,SB,SC,SD,SE,SG,SH,SI,SJ,SK,SL,SM,SN,\
    SO,SR,SS,ST,SV,SZ,TA,TC,TD,TF,TG,TH,TJ,TK,TL,TM,TN,TO,TR,TT,TV,TW,TZ,UA,UG,UM,US,UY,UZ,VA,VC,VD,VE,VG,VI,\
    VN,VU,WF,WK,WS,YD,YE,YT,ZA,ZM";
/// The ids of Zoom's list of states, which applies to the United States and Canada.
const STATES: &str = "AA,AB,AE,AK,AL,AP,AR,AS,AZ,BC,CA,CO,CT,DC,DE,FL,FM,GA,GU,HI,IA,ID,IL,IN,KS,KY,LA,MA,MB,MD,ME,MH,MI,MN,MO,\
    MP,MS,MT,NB,NC,ND,NE,NH,NJ,NL,NM,NS,NT,NU,NV,NY,OH,OK,ON,OR,PA,PE,PR,PW,QC,RI,SC,SD,SK,TN,TX,UT,VA,VI,VT,\
    WA,WI,WV,WY,YT";
/// The required properties of a new billing contact.
const REQUIRED: [&str; 9] = [
    "first_name",
    "last_name",
    "email",
    "phone_number",
    "address",
    "city",
    "state",
    "zip",
    "country",
];
/// The intervals of the list of renewals in days.
const INTERVALS: [u64; 3] = [30, 60, 90];
/// The largest page of the list of renewals.
const MAX_RENEWALS: u64 = 50;

/// Responds to a call about billing.
pub(crate) fn answer(call: &mut Call<'_>) -> Outcome {
    match call.id() {
        "billing.get" => get(call),
        "billing.update" => {
            check_sub_account(call)?;
            let body = call.body();
            update_contact(call, body)?;
            Ok(Reply::empty(call.route.endpoint.success.status))
        }
        "billing.list_renewals" => renewals(call),
        _ => invoices::answer(call),
    }
}

/// Checks that the primary account pays for an account.
pub(crate) fn check_payer(account: &Account) -> Result<(), Failure> {
    if account.pay_mode == PayMode::Sub {
        return Err(Failure::billing("This sub account is paid by self."));
    }
    Ok(())
}

/// Reports an account without a plan.
pub(crate) fn only_paid(id: &str) -> Failure {
    Failure::not_permitted(format!("Only available for Paid account: {id}."))
}

/// Checks the contact of a new subscription.
pub(crate) fn check_new_contact(contact: &Map<String, Value>) -> Result<(), Failure> {
    for name in REQUIRED {
        if text(contact, name).trim().is_empty() {
            return Err(Failure::billing(format!("Invalid parameter: {name}.")));
        }
    }
    check_contact(contact)
}

/// Checks the properties of a contact.
fn check_contact(contact: &Map<String, Value>) -> Result<(), Failure> {
    for (name, value) in contact {
        if value
            .as_str()
            .is_some_and(|value| value.contains(['<', '>']))
        {
            return Err(Failure::invalid_field(
                name,
                "The field contains special characters.",
            ));
        }
    }
    let email = text(contact, "email");
    if !email.is_empty() && !email.contains('@') {
        return Err(Failure::billing("Invalid parameter: email."));
    }
    let (country, state) = (text(contact, "country"), text(contact, "state"));
    if !country.is_empty() && !contains(COUNTRIES, country) {
        return Err(Failure::billing(format!(
            "Invalid country parameter: {country}."
        )));
    }
    if matches!(country, "US" | "CA") && !state.is_empty() && !contains(STATES, state) {
        return Err(Failure::billing(format!(
            "Invalid state parameter: {state}."
        )));
    }
    Ok(())
}

fn contains(list: &str, id: &str) -> bool {
    list.split(',').any(|other| other == id)
}

fn get(call: &mut Call<'_>) -> Outcome {
    let account = call.target()?;
    check_payer(account)?;
    check_has_contact(account)?;
    let contact = account.plans.contact.clone();
    Ok(document::reply(call, contact))
}

fn check_has_contact(account: &Account) -> Result<(), Failure> {
    let plans = &account.plans;
    if !plans.contact.is_empty() {
        return Ok(());
    }
    if plans.base.is_some() || plans.bundled {
        let message = format!(
            "Cannot find the soldToContact with the accountID: {}.",
            account.id
        );
        return Err(Failure::new(404, 3211, message));
    }
    let message = format!(
        "Cannot find billing account info. Zoom account number: {}.",
        account.number
    );
    Err(Failure::new(404, 3201, message))
}

/// Changes the billing contact. The rules are the same in API v1 and API v2.
pub(crate) fn update_contact(
    call: &mut Call<'_>,
    changes: Map<String, Value>,
) -> Result<(), Failure> {
    let account = call.target()?;
    check_payer(account)?;
    if account.plans.base.is_none() && !account.plans.bundled {
        return Err(Failure::not_permitted(
            "Please subscribe a plan for this sub account first.",
        ));
    }
    check_has_contact(account)?;
    let mut contact = account.plans.contact.clone();
    let changes = changes.into_iter();
    let allowed = |name: &str| REQUIRED.contains(&name) || name == "apt";
    contact.extend(changes.filter(|(name, _)| allowed(name)));
    check_contact(&contact)?;
    call.target_mut()?.plans.contact = contact;
    Ok(())
}

fn renewals(call: &mut Call<'_>) -> Outcome {
    let number = |name: &str| call.input.query.get(name).and_then(Value::as_u64);
    let interval = number("interval").unwrap_or(30);
    if !INTERVALS.contains(&interval) {
        return Err(Failure::billing(
            "Invalid interval. The values are 30, 60 and 90.",
        ));
    }
    if number("page_size").is_some_and(|size| size > MAX_RENEWALS) {
        return Err(Failure::billing("Invalid page size. The maximum is 50."));
    }
    let today = call.state.world.today().to_owned();
    let until = calendar::add_days(&today, interval);
    let accounts = call.state.world.children(&call.account);
    let accounts = accounts.filter(|account| account.pay_mode == PayMode::Master);
    let rows = accounts.filter_map(|account| renewal(account, &today, &until));
    let rows = rows.collect();
    let mut reply = document::page(call, rows)?;
    if let Content::Json(body) = &mut reply.content {
        body["interval"] = interval.into();
    }
    Ok(reply)
}

/// Returns the row of an account with plans that are renewed until a day.
fn renewal(account: &Account, today: &str, until: &str) -> Option<Map<String, Value>> {
    let plans = account.plans.all().filter(|plan| plan.is_active());
    let plans: Vec<(&Plan, String)> = plans
        .map(|plan| (plan, plan.next_invoice_date(today)))
        .filter(|(_, date)| date.as_str() <= until)
        .collect();
    let first = plans.iter().map(|(_, date)| date.clone()).min()?;
    let subscriptions = plans.iter().map(|(plan, date)| {
        json!({
            "plan_name": plan.name,
            "quantity": plan.hosts.unwrap_or(1),
            "billing_cycle": plan_names::billing_cycle(&plan.name),
            "service_effective_date": plan.effective_date,
            "next_invoice_date": date,
            "next_invoice_amount": invoices::price(plan),
        })
    });
    let total: u64 = plans.iter().map(|(plan, _)| invoices::price(plan)).sum();
    let row = json!({
        "account_id": account.id,
        "account_number": account.number,
        "account_name": account.name(),
        "email": account.owner_email(),
        "total_renewal_amount": total,
        "next_renewal_date": first,
        "auto_renew": true,
        "renewable_subscriptions": subscriptions.collect::<Value>(),
    });
    row.as_object().cloned()
}
