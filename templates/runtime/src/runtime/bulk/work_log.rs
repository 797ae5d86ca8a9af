//! The record of finished work. With this record, another process can continue the work.
//!
//! The record contains the keys of rows and whether their work succeeded. It is small and can be saved. It contains no
//! rows and no page tokens, so it does not expire.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::runtime::bulk::outcome::WorkOutcome;

/// The record of finished work: the keys of the rows that are done, and the keys of the rows that failed. Each failure
/// has a short reason.
///
/// In JSON, a row that is done takes one byte more than its key. A key with special characters takes more. Later
/// versions of this crate can read the records of earlier versions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkLog {
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty", with = "joined")]
    done: BTreeSet<Box<str>>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    failed: BTreeMap<String, String>,
}

impl WorkLog {
    /// Creates an empty record.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns whether the work for this key is done.
    #[must_use]
    pub fn is_done(&self, key: &str) -> bool {
        self.done.contains(key)
    }

    /// Records whether the work for a key succeeded. A row that is done stays done.
    pub fn record<T: WorkOutcome + ?Sized>(&mut self, key: &str, outcome: &T) {
        match outcome.failure() {
            Some(reason) => self.record_failure(key, reason),
            None => self.record_done(key),
        }
    }

    /// Records that the work for a key is done. If the key had failed before, it no longer counts as failed.
    pub fn record_done(&mut self, key: &str) {
        self.failed.remove(key);
        self.done.insert(key.into());
    }

    /// Records that the work for a key failed, unless the work is already done. If the key had failed before, the new
    /// reason replaces the old one.
    pub fn record_failure(&mut self, key: &str, reason: impl Into<String>) {
        if !self.is_done(key) {
            self.failed.insert(key.to_owned(), reason.into());
        }
    }

    /// Returns the number of rows that are done.
    #[must_use]
    pub fn done_count(&self) -> u64 {
        self.done.len().try_into().unwrap_or(u64::MAX)
    }

    /// Returns the number of rows whose last attempt failed.
    #[must_use]
    pub fn failed_count(&self) -> u64 {
        self.failed.len().try_into().unwrap_or(u64::MAX)
    }

    /// Returns the keys of the rows that are done, in alphabetical order.
    pub fn done(&self) -> impl Iterator<Item = &str> {
        self.done.iter().map(|key| &**key)
    }

    /// Returns the keys of the rows whose last attempt failed, with the reasons, in alphabetical order.
    pub fn failed(&self) -> impl Iterator<Item = (&str, &str)> {
        let failed = self.failed.iter();
        failed.map(|(key, reason)| (key.as_str(), reason.as_str()))
    }

    /// Removes the failures of all keys for which `keep` returns `false`. Use this method, for example, if a row no
    /// longer exists.
    pub fn retain_failed(&mut self, mut keep: impl FnMut(&str) -> bool) {
        self.failed.retain(|key, _| keep(key));
    }

    /// Adds the record of another worker. A row is done if one of the two records says so.
    pub fn merge(&mut self, other: Self) {
        for key in other.done {
            self.failed.remove(&*key);
            self.done.insert(key);
        }
        for (key, reason) in other.failed {
            self.record_failure(&key, reason);
        }
    }
}

/// Serializes keys as one string, separated by spaces. Spaces in keys are percent-encoded.
mod joined {
    use std::collections::BTreeSet;

    use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};

    const ENCODED: &AsciiSet = &CONTROLS.add(b' ').add(b'%');

    pub(super) fn serialize<S: Serializer>(
        keys: &BTreeSet<Box<str>>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let mut text = String::new();
        for (index, key) in keys.iter().enumerate() {
            if index > 0 {
                text.push(' ');
            }
            text.extend(utf8_percent_encode(key, ENCODED));
        }
        serializer.serialize_str(&text)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<BTreeSet<Box<str>>, D::Error> {
        let text = String::deserialize(deserializer)?;
        let decode = |key: &str| {
            let key = percent_decode_str(key).decode_utf8();
            key.map(Box::from).map_err(D::Error::custom)
        };
        text.split(' ').map(decode).collect()
    }
}
