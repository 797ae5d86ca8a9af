//! The API that the tests call: the code in `tests/api/out`, which the generator writes for the documents beside it.
//! `cargo xtask golden runtime_test_api` compares it with what the generator writes now, and with `--accept` replaces
//! it.

pub(crate) use crate::client::Client;
pub(crate) use crate::ids::AccountId;
pub(crate) use crate::ops;
pub(crate) use crate::v1::accounts::{AccountCreate, PayMode};
pub(crate) use crate::v2::accounts::Account;
pub(crate) use crate::v2::types::{User, UserType};
pub(crate) use crate::v2::users::{UserListParams, UserPage, UserUpdate};
#[cfg(feature = "reqwest")]
pub(crate) use crate::v2::values::{Mode, ValueReplaceParams, Values};
