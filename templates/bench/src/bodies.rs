//! The response bodies that the server sends, and a request body. They have the fields of a typical account in Zoom's
//! reference.
//!
//! Each body must be one that the real server could send or accept.

use std::io::{Result, Write};

use crate::ACCOUNT;

/// Returns an account.
#[must_use]
pub fn account() -> String {
    format!(
        r#"{{"id":"{ACCOUNT}","account_name":"Example","account_number":5000123456,"account_type":"Business","owner_id":"p9TqWc2_RfuE4bNjYx7Kdw","owner_email":"owner@example.com","seats":120,"subscription_start_time":"2025-01-10T08:45:00Z","subscription_end_time":"2027-01-10T08:45:00Z","created_at":"2025-01-10T08:45:00Z","vanity_url":"https://example.zoom.example/","reseller":false,"options":{{"share_rc":false,"share_mc":true,"meeting_connector_list":["192.0.2.20","192.0.2.21"],"pay_mode":"master","billing_auto_renew":true}}}}"#
    )
}

/// Writes a page of accounts. `from` is the index of the first account. The page token is the index of the first
/// account on the next page.
pub fn accounts(to: &mut Vec<u8>, from: usize, size: usize, total: usize) -> Result<()> {
    let end = (from + size).min(total);
    write!(
        to,
        r#"{{"page_size":{size},"total_records":{total},"next_page_token":""#
    )?;
    if end < total {
        write!(to, "{end}")?;
    }
    write!(to, r#"","accounts":["#)?;
    for number in from..end {
        let comma = if number == from { "" } else { "," };
        write!(
            to,
            r#"{comma}{{"id":"account-{number:08}","account_name":"Example {number}","account_number":{},"account_type":"Pro","owner_email":"owner{number}@example.com","seats":300,"subscription_start_time":"2025-01-10T08:45:00Z","created_at":"2025-01-10T08:45:00Z","reseller":false}}"#,
            5_000_000_000 + number
        )?;
    }
    write!(to, "]}}")
}

/// Returns a page of users without a next page.
#[must_use]
pub fn users(count: usize) -> String {
    let users: Vec<String> = (0..count)
        .map(|number| {
            format!(
                r#"{{"id":"user-{number:017}","first_name":"Ada","last_name":"Example {number}","display_name":"Ada Example {number}","email":"ada{number}@example.com","type":{},"status":"active","dept":"Engineering","pmi":{},"timezone":"Europe/Berlin","role_id":"2","verified":1,"group_ids":["WQe9kLm3TzuXb5Rn-1cVog"],"im_group_ids":["t-_-d56CSWG-7BF15LLrOw"],"login_types":[100,101],"user_created_at":"2024-03-01T09:00:00Z","created_at":"2024-03-01T09:00:00Z","last_login_time":"2026-02-03T10:11:12Z","last_client_version":"6.3.10.7150(mac)"}}"#,
                number % 2 + 1,
                3_000_000_000_u64 + number as u64
            )
        })
        .collect();
    format!(
        r#"{{"page_count":1,"page_number":1,"page_size":300,"total_records":{count},"next_page_token":"","users":[{}]}}"#,
        users.join(",")
    )
}

/// Returns the changes to a user that set most fields.
#[must_use]
pub fn user_update() -> String {
    r#"{"first_name":"Ada","last_name":"Example","display_name":"Ada Example","type":2,"company":"Example","dept":"Engineering","job_title":"Engineer","cost_center":"4711","location":"Berlin","manager":"owner@example.com","language":"en-US","timezone":"Europe/Berlin","pmi":3000000000,"use_pmi":true,"vanity_name":"ada.example","host_key":"123456","group_id":"WQe9kLm3TzuXb5Rn-1cVog","division_ids":["t-_-d56CSWG-7BF15LLrOw"],"phone_numbers":[{"code":"+49","country":"DE","label":"Office","number":"3012345678"},{"code":"+49","country":"DE","label":"Mobile","number":"15112345678"}],"pronouns":"she/her","pronouns_option":2,"about_me":"Writes the \"first\" program.","custom_attributes":[{"key":"cbf_cywdkexrtqc73f97gd4w6g","name":"Building","value":"A1"}],"feature":{"zoom_phone":true},"plan_united_type":"2","license_info_list":[{"license_type":"MEETING","license_option":8,"subscription_id":"sub-0001"}]}"#.to_owned()
}
