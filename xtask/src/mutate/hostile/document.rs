//! A document that contains text in every kind of place.

use anyhow::Result;
use serde_json::Value;

use super::super::base::parse;

pub(crate) fn everything() -> Result<Value> {
    parse(include_str!("everything.yaml"))
}
