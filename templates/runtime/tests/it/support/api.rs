//! Short paths to the generated API that the tests call.
//!
//! The generator writes `tests/api/out` from the documents in `tests/api`. `cargo xtask golden runtime_test_api` checks
//! that the folder is up to date, and updates it with `--accept`.

pub(crate) use crate::client::Client;
pub(crate) use crate::ids::AccountId;
pub(crate) use crate::ops;
pub(crate) use crate::v1::accounts::{AccountCreate, PayMode};
pub(crate) use crate::v2::accounts::Account;
pub(crate) use crate::v2::types::{User, UserType};
pub(crate) use crate::v2::users::{UserListParams, UserPage, UserUpdate};
#[cfg(feature = "reqwest")]
pub(crate) use crate::v2::values::{Mode, ValueReplaceParams, Values};
