//! Writes the state of a fake as JSON, and reads it again.

use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::state::State;
use super::world::World;
use super::world::account::Account;
use super::{FakeZoom, FakeZoomBuilder};

/// The version of the format.
const VERSION: u32 = 1;
/// The maximum number of accounts above an account.
const MAX_ABOVE: usize = 2;

/// A snapshot, in the order in which it is written.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Snapshot<S> {
    fake_zoom_snapshot: u32,
    state: S,
}

/// The reason why a snapshot cannot be used. The message names the place in the snapshot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SnapshotError {
    place: String,
    message: String,
}

impl SnapshotError {
    fn new(place: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            place: place.into(),
            message: message.into(),
        }
    }

    /// Returns the path of the invalid value, such as `state.world.accounts.acme.parent`. The path `.` means the whole
    /// snapshot.
    #[must_use]
    pub fn place(&self) -> &str {
        &self.place
    }
}

impl fmt::Display for SnapshotError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { place, message } = self;
        write!(
            f,
            "invalid snapshot at `{place}`: {message}; use a snapshot that this version of the fake has written"
        )
    }
}

impl std::error::Error for SnapshotError {}

impl FakeZoomBuilder {
    /// Starts with the state of a snapshot instead of a new state. The snapshot replaces the seed, the tiers and the
    /// sub accounts of this builder. The other settings of this builder change the state of the snapshot.
    ///
    /// If the snapshot is invalid, [`start`](Self::start) fails and names the place in the snapshot.
    pub fn snapshot(mut self, json: impl Into<String>) -> Self {
        self.snapshot = Some(json.into());
        self
    }
}

impl FakeZoom {
    /// Returns the state of the fake as JSON: the clock, the accounts, the tokens, the limits, the faults and the
    /// last events.
    ///
    /// The calls and the subscriptions are not part of a snapshot. If the clock is frozen, two fakes with the same
    /// seed and the same calls have equal snapshots.
    #[must_use]
    pub fn snapshot(&self) -> String {
        write(&self.shared.state())
    }

    /// Replaces the state of the fake by a snapshot. The calls and the subscriptions remain, and the clock goes on from
    /// the time of the snapshot if it was running.
    ///
    /// # Errors
    ///
    /// Fails if the snapshot is invalid. Then the fake remains as it was.
    pub fn restore(&self, json: &str) -> Result<(), SnapshotError> {
        restore(&mut self.shared.state(), json)
    }
}

/// Returns a state as JSON.
pub(super) fn write(state: &State) -> String {
    let mut state = state.clone();
    state.clock.freeze();
    let snapshot = Snapshot {
        fake_zoom_snapshot: VERSION,
        state,
    };
    // Only a map whose keys are not texts cannot be written, and the state has no such map.
    serde_json::to_string_pretty(&snapshot).unwrap_or_default()
}

/// Replaces a state by a snapshot.
pub(super) fn restore(state: &mut State, json: &str) -> Result<(), SnapshotError> {
    let mut restored = read(json)?;
    if state.clock.is_running() {
        restored.clock.run();
    }
    restored.journal = std::mem::take(&mut state.journal);
    restored.outbox.keep_subscriptions(&mut state.outbox);
    *state = restored;
    // The clock has changed.
    state.outbox.wake();
    Ok(())
}

/// Reads a snapshot. Its clock is frozen.
pub(super) fn read(json: &str) -> Result<State, SnapshotError> {
    let syntax = |error: serde_json::Error| SnapshotError::new(".", error.to_string());
    let mut reader = serde_json::Deserializer::from_str(json);
    let snapshot: Snapshot<State> = serde_path_to_error::deserialize(&mut reader)
        .map_err(|error| SnapshotError::new(error.path().to_string(), error.inner().to_string()))?;
    reader.end().map_err(syntax)?;
    if snapshot.fake_zoom_snapshot != VERSION {
        let message = format!(
            "version {} is not supported, only version {VERSION} is",
            snapshot.fake_zoom_snapshot
        );
        return Err(SnapshotError::new("fake_zoom_snapshot", message));
    }
    check(&snapshot.state.world)?;
    let faults = snapshot.state.faults.check();
    faults.map_err(|error| SnapshotError::new("state.faults.rules", error.to_string()))?;
    Ok(snapshot.state)
}

/// Checks that the parts of a world fit together.
fn check(world: &World) -> Result<(), SnapshotError> {
    let mut ordered = BTreeSet::new();
    for (index, id) in world.order.iter().enumerate() {
        let place = format!("state.world.order[{index}]");
        if world.account(id).is_none() {
            return Err(SnapshotError::new(place, "there is no such account"));
        }
        if !ordered.insert(id) {
            return Err(SnapshotError::new(place, "the account is listed twice"));
        }
    }
    for (id, account) in &world.accounts {
        let invalid = |property: &str, message: &str| {
            let place = format!("state.world.accounts.{id}.{property}");
            Err(SnapshotError::new(place, message))
        };
        if account.id != *id {
            return invalid("id", "the id differs from the key of the account");
        }
        if !ordered.contains(id) {
            return invalid("id", "the account is missing in `state.world.order`");
        }
        if account.user(&account.owner_id).is_none() {
            return invalid("owner_id", "the account has no user with this id");
        }
        check_parents(world, account).or_else(|message| invalid("parent", message))?;
        for (path, collection) in &account.collections {
            if !collection.is_consistent() {
                let property = format!("collections.{path}");
                return invalid(&property, "the keys do not match the items");
            }
        }
    }
    check_emails(world)
}

/// Checks that the accounts above an account exist, and that there are not too many.
fn check_parents(world: &World, account: &Account) -> Result<(), &'static str> {
    let mut above = account.parent.as_deref();
    for _ in 0..MAX_ABOVE {
        let Some(id) = above else {
            return Ok(());
        };
        let parent = world.account(id).ok_or("there is no such account")?;
        above = parent.parent.as_deref();
    }
    match above {
        None => Ok(()),
        Some(_) => Err("the account has more than 2 accounts above it"),
    }
}

/// Checks that each email address belongs to a user.
fn check_emails(world: &World) -> Result<(), SnapshotError> {
    for (email, (account, user)) in world.emails() {
        let found = world.account(account);
        if found.and_then(|account| account.user(user)).is_none() {
            let place = format!("state.world.emails.{email}");
            return Err(SnapshotError::new(place, "there is no such user"));
        }
    }
    Ok(())
}
