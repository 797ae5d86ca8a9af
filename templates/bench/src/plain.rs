//! Hand-written structs with derived, strict deserialization.
//!
//! For a fair comparison, each struct must have all fields of the generated struct.

#![expect(missing_docs, reason = "the generated types document the fields")]

use serde::Deserialize;

#[derive(Clone, Debug, Deserialize)]
pub struct AccountDetails {
    pub id: String,
    pub account_name: Option<String>,
    pub account_number: Option<i64>,
    pub account_type: Option<AccountType>,
    pub owner_id: Option<String>,
    pub owner_email: Option<String>,
    pub seats: Option<i64>,
    pub subscription_start_time: Option<String>,
    pub subscription_end_time: Option<String>,
    pub created_at: Option<String>,
    pub vanity_url: Option<String>,
    pub reseller: Option<bool>,
    pub options: Option<AccountOptions>,
}

#[derive(Clone, Debug, Deserialize)]
pub enum AccountType {
    Free,
    Pro,
    Enterprise,
    #[serde(rename = "API Partner")]
    ApiPartner,
    Education,
    Business,
    #[serde(rename = "Free Trial")]
    FreeTrial,
    #[serde(rename = "Bulk License")]
    BulkLicense,
    #[serde(rename = "Zoom Rooms")]
    ZoomRooms,
    #[serde(rename = "Zoom Video SDK")]
    ZoomVideoSdk,
    #[serde(rename = "Zoom Phone")]
    ZoomPhone,
}

#[derive(Clone, Debug, Deserialize)]
pub struct AccountOptions {
    pub share_rc: Option<bool>,
    pub room_connector_list: Option<Vec<String>>,
    pub share_mc: Option<bool>,
    pub meeting_connector_list: Option<Vec<String>>,
    pub resource_share_mc: Option<bool>,
    pub resource_meeting_connector_list: Option<Vec<String>>,
    pub resource_share_mh: Option<bool>,
    pub resource_meeting_hybrid_list: Option<Vec<String>>,
    pub pay_mode: Option<PayMode>,
    pub billing_auto_renew: Option<bool>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PayMode {
    Master,
    Sub,
}

#[derive(Clone, Debug, Deserialize)]
pub struct UserPage {
    pub next_page_token: Option<String>,
    pub page_count: Option<i64>,
    pub page_number: Option<i64>,
    pub page_size: Option<i64>,
    pub total_records: Option<i64>,
    pub users: Option<Vec<User>>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct User {
    pub id: Option<String>,
    pub email: String,
    #[serde(rename = "type")]
    pub type_: i64,
    pub status: Option<UserStatus>,
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    pub display_name: Option<String>,
    pub dept: Option<String>,
    pub timezone: Option<String>,
    pub role_id: Option<String>,
    pub group_ids: Option<Vec<String>>,
    pub im_group_ids: Option<Vec<String>>,
    pub division_ids: Option<Vec<String>>,
    pub pmi: Option<i64>,
    pub host_key: Option<String>,
    pub employee_unique_id: Option<String>,
    pub plan_united_type: Option<String>,
    pub license_info_list: Option<Vec<LicenseInfo>>,
    pub custom_attributes: Option<Vec<CustomAttribute>>,
    pub login_types: Option<Vec<i64>>,
    pub verified: Option<i64>,
    pub user_created_at: Option<String>,
    pub created_at: Option<String>,
    pub last_login_time: Option<String>,
    pub last_client_version: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum UserStatus {
    Active,
    Inactive,
    Pending,
}

#[derive(Clone, Debug, Deserialize)]
pub struct LicenseInfo {
    pub license_type: Option<String>,
    pub license_option: Option<i64>,
    pub subscription_id: Option<String>,
    pub subscription_name: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct CustomAttribute {
    pub key: Option<String>,
    pub name: Option<String>,
    pub value: Option<String>,
}
