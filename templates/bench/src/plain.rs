//! Hand-written structs with derived serialization and strict deserialization.
//!
//! For a fair comparison, each struct must have all fields of the generated struct.

#![expect(missing_docs, reason = "the generated types document the fields")]

use serde::{Deserialize, Serialize};

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

#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct CustomAttribute {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct UserUpdate {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub type_: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub company: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dept: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub job_title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost_center: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub manager: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timezone: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pmi: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub use_pmi: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vanity_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub host_key: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cms_user_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub division_ids: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone_country: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone_number: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone_numbers: Option<Vec<UserPhoneNumber>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pronouns: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pronouns_option: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about_me: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub linkedin_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_attributes: Option<Vec<CustomAttribute>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub feature: Option<UserFeature>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan_united_type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zoom_one_type: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub license_info_list: Option<Vec<LicenseAssignment>>,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct UserPhoneNumber {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct UserFeature {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zoom_phone: Option<bool>,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct LicenseAssignment {
    pub license_type: String,
    pub license_option: i64,
    pub subscription_id: String,
}
