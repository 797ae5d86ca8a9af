//! Tests of every operation over a real socket. The test server has its own HTTP parser.

#![cfg(test)]

mod authorization_code;
mod clouds;
mod credentials;
mod error_shapes;
mod every_call;
mod failures;
mod fake_zoom;
mod file_store;
mod hierarchy;
mod jwt;
mod mock;
mod retries;
mod secrets;
mod server;
mod server_to_server;
mod server_to_server_failures;
mod server_to_server_load;
mod support;
mod v1_accounts;
mod v1_billing;
mod v1_lists;
mod v1_plans;
mod v1_responses;
mod v2_account_settings;
mod v2_accounts;
mod v2_batches;
mod v2_billing;
mod v2_dashboards;
mod v2_failures;
mod v2_groups;
mod v2_phone_batches;
mod v2_plans;
mod v2_quirks;
mod v2_recordings;
mod v2_registrants;
mod v2_reports;
mod v2_rooms;
mod v2_uploads;
mod v2_user_settings;
mod v2_users;
mod v2_users_calls;
mod walk_positions;
