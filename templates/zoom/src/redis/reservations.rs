//! The reservations on the Redis server. A reservation is the time at which a call may start.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::time::Duration;

use redis::{Script, Value};
use tokio::runtime::Handle;

use crate::limits::{LimitChange, QuotaUse};
use crate::runtime::{Error, ErrorKind, Result};

use super::server::{Redis, random_id};

static RESERVE: LazyLock<Script> = LazyLock::new(|| Script::new(include_str!("reserve.lua")));
static CANCEL: LazyLock<Script> = LazyLock::new(|| Script::new(include_str!("cancel.lua")));
static REPORT: LazyLock<Script> = LazyLock::new(|| Script::new(include_str!("report.lua")));

/// The smallest and the largest tolerance of a reservation, in microseconds. A call may start this much later than
/// reserved. `reserve.lua` allows up to 4 s.
const MIN_TOLERANCE: u64 = 20_000;
const MAX_TOLERANCE: u64 = 2_000_000;

/// Access to the reservations of one limiter.
#[derive(Clone)]
pub(super) struct Reservations(Arc<Shared>);

struct Shared {
    redis: Redis,
    name: String,
    /// The time to wait after an interruption, in addition to the length of each window.
    pause: Duration,
    /// The tolerance of new reservations, in microseconds. It adapts to the time that Redis commands take.
    tolerance: AtomicU64,
    /// Whether calls may have started without Redis since Redis last decided about a call.
    has_local_calls: AtomicBool,
    calls: AtomicU64,
    known: Mutex<Known>,
}

/// What this worker knows about the data in Redis.
#[derive(Default)]
struct Known {
    /// The random id of this worker. No other worker has it.
    worker: String,
    /// The id of the data in Redis. The id changes when Redis loses its data.
    epoch: String,
    /// The count of each daily quota, by the key of the quota.
    days: BTreeMap<String, KnownDay>,
}

/// The count of a daily quota, as Redis last reported it.
#[derive(Clone, Default)]
struct KnownDay {
    day: u64,
    count: u32,
    /// The id of the data in Redis when it reported the count.
    epoch: String,
}

/// The decision about a call.
#[derive(Debug)]
pub(super) enum Decision {
    /// The call may start. It must start within this time, counted from the moment at which the command was sent.
    Start { within: Duration },
    /// The call must wait for this time, and then ask again.
    Wait { time: Duration, limit: String },
    /// The call cannot start before its deadline.
    Reject { time: Duration, limit: String },
}

impl Reservations {
    pub(super) fn new(redis: &Redis, name: String) -> Self {
        Self(Arc::new(Shared {
            redis: redis.clone(),
            name,
            pause: Duration::ZERO,
            tolerance: AtomicU64::new(MIN_TOLERANCE),
            has_local_calls: AtomicBool::new(false),
            calls: AtomicU64::new(0),
            known: Mutex::default(),
        }))
    }

    /// Returns access to the same reservations, but with another pause after an interruption, and without knowledge
    /// about the data in Redis.
    pub(super) fn fresh(&self, pause: Duration) -> Self {
        Self(Arc::new(Shared {
            redis: self.0.redis.clone(),
            name: self.0.name.clone(),
            pause,
            tolerance: AtomicU64::new(MIN_TOLERANCE),
            has_local_calls: AtomicBool::new(false),
            calls: AtomicU64::new(0),
            known: Mutex::default(),
        }))
    }

    /// Records that calls start without Redis.
    pub(super) fn uses_local_budget(&self) {
        self.0.has_local_calls.store(true, Ordering::Relaxed);
    }

    /// Prepares a call that uses these quotas. Redis then decides when the call starts.
    pub(super) fn call(&self, quotas: &[QuotaUse]) -> Result<Call> {
        let start = self.0.redis.keys("limits", &self.0.name)?;
        let keys = quotas.iter().flat_map(|quota| {
            let key = format!("{start}{}", quota.id());
            [format!("{key}:state"), format!("{key}:calls")]
        });
        Ok(Call {
            shared: Arc::clone(&self.0),
            keys: std::iter::once(format!("{start}epoch"))
                .chain(keys)
                .collect(),
            quotas: quotas.to_vec(),
            members: Vec::new(),
            is_permitted: false,
        })
    }

    /// Sends the limits that a response reports to Redis. If this fails, the error is ignored, because a later response
    /// reports the limits again.
    pub(super) fn report(&self, changes: Vec<LimitChange>) {
        let (Ok(handle), Ok(start)) = (
            Handle::try_current(),
            self.0.redis.keys("limits", &self.0.name),
        ) else {
            return;
        };
        let redis = self.0.redis.clone();
        handle.spawn(async move {
            for change in changes {
                let (quota, arguments) = match change {
                    LimitChange::Limit {
                        quota,
                        limit,
                        remaining,
                    } => {
                        let remaining = remaining.map(|calls| calls.to_string());
                        let is_day = if quota.window().is_none() { "1" } else { "0" };
                        let kind = ["limit".to_owned(), limit.to_string()];
                        let rest = [remaining.unwrap_or_default(), is_day.to_owned()];
                        (quota, [kind, rest].concat())
                    }
                    LimitChange::Block { quota, wait } => {
                        let wait = wait.map(micros).unwrap_or_default();
                        (quota, vec!["block".to_owned(), wait])
                    }
                };
                let key = format!("{start}{}:state", quota.id());
                drop(redis.run::<u64>(&REPORT, &[key], &arguments).await);
            }
        });
    }
}

impl fmt::Debug for Reservations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reservations")
            .field("redis", &self.0.redis)
            .field("name", &self.0.name)
            .finish_non_exhaustive()
    }
}

/// A call that waits for its start. Dropping this value cancels the reservation, unless the call has started.
pub(super) struct Call {
    shared: Arc<Shared>,
    /// The key of the epoch, followed by two keys for each quota.
    keys: Vec<String>,
    quotas: Vec<QuotaUse>,
    /// The reservations of this call that may exist in Redis: the current one, and one that a running command may
    /// create.
    members: Vec<String>,
    /// Whether Redis last decided that the call may start.
    is_permitted: bool,
}

impl Call {
    /// Asks Redis when the call may start. `max_wait` is the longest wait that the call accepts.
    pub(super) async fn decide(&mut self, max_wait: Option<Duration>) -> Result<Decision> {
        let shared = Arc::clone(&self.shared);
        let tolerance = shared.tolerance.load(Ordering::Relaxed);
        let number = shared.calls.fetch_add(1, Ordering::Relaxed);
        let (worker, epoch, mut by_quota) = shared.known(&self.keys, &self.quotas)?;
        let old = self.members.first().cloned().unwrap_or_default();
        let member = format!("{tolerance}:{worker}:{number}");
        self.members.push(member.clone());
        let has_local_calls = shared.has_local_calls.swap(false, Ordering::Relaxed);
        let mut arguments = vec![
            epoch,
            worker,
            old,
            member,
            tolerance.to_string(),
            max_wait.map_or_else(|| "-1".to_owned(), micros),
            micros(shared.pause),
            u8::from(has_local_calls).to_string(),
            u8::from(self.is_permitted).to_string(),
        ];
        arguments.append(&mut by_quota);
        let reply = shared
            .redis
            .run::<Vec<Value>>(&RESERVE, &self.keys, &arguments)
            .await;
        let reply = reply.and_then(|reply| Reply::read(&reply).ok_or_else(unknown_reply));
        let reply = reply.inspect_err(|_| {
            if has_local_calls {
                shared.has_local_calls.store(true, Ordering::Relaxed);
            }
        })?;
        shared.learn(&self.keys, &self.quotas, &reply);
        self.members = vec![reply.member];
        self.is_permitted = reply.code == 0;
        let time = Duration::from_micros(reply.time);
        let quota = reply
            .index
            .checked_sub(1)
            .and_then(|index| self.quotas.get(index));
        let limit = quota.map_or_else(
            || "unknown".to_owned(),
            |quota| quota.with_limit(reply.limit).name(),
        );
        match reply.code {
            0 => Ok(Decision::Start { within: time }),
            1 => Ok(Decision::Wait { time, limit }),
            _ => {
                self.members.clear();
                Ok(Decision::Reject { time, limit })
            }
        }
    }

    /// Starts the call, if it is in time. Returns whether the call starts. A late call must ask Redis again.
    pub(super) fn start(&mut self, is_in_time: bool) -> bool {
        let change = |tolerance: u64| {
            let changed = if is_in_time {
                tolerance - tolerance / 32
            } else {
                tolerance * 2
            };
            Some(changed.clamp(MIN_TOLERANCE, MAX_TOLERANCE))
        };
        let (set, fetch) = (Ordering::Relaxed, Ordering::Relaxed);
        let _ = (self.shared.tolerance).fetch_update(set, fetch, change);
        if is_in_time {
            self.members.clear();
        }
        is_in_time
    }
}

impl Drop for Call {
    fn drop(&mut self) {
        let members = std::mem::take(&mut self.members);
        let Ok(handle) = Handle::try_current() else {
            return;
        };
        if members.is_empty() {
            return;
        }
        let redis = self.shared.redis.clone();
        let keys: Vec<String> = self.keys.drain(1..).collect();
        let lengths: Vec<String> = self.quotas.iter().map(length).collect();
        let mut is_permitted = std::mem::take(&mut self.is_permitted);
        handle.spawn(async move {
            for member in members {
                // Only the first reservation can be the one that permits the call.
                let flag = u8::from(std::mem::take(&mut is_permitted)).to_string();
                let arguments = [vec![member, flag], lengths.clone()].concat();
                // If the command fails, the reservation stays, and no other call can use its start.
                drop(redis.run::<u64>(&CANCEL, &keys, &arguments).await);
            }
        });
    }
}

impl Shared {
    /// Returns the first arguments of the script: the id of this worker, the known epoch, and five values for each
    /// quota.
    fn known(&self, keys: &[String], quotas: &[QuotaUse]) -> Result<(String, String, Vec<String>)> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.worker.is_empty() {
            known.worker = random_id()?;
        }
        let mut arguments = Vec::new();
        for (quota, key) in quotas.iter().zip(keys.iter().skip(1).step_by(2)) {
            let known_day = known.days.get(key).cloned().unwrap_or_default();
            arguments.push(quota.limit().to_string());
            arguments.push(length(quota));
            arguments.push(known_day.count.to_string());
            arguments.push(known_day.day.to_string());
            arguments.push(known_day.epoch);
        }
        Ok((known.worker.clone(), known.epoch.clone(), arguments))
    }

    fn learn(&self, keys: &[String], quotas: &[QuotaUse], reply: &Reply) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.epoch != reply.epoch {
            known.epoch.clone_from(&reply.epoch);
        }
        let by_quota = quotas.iter().zip(keys.iter().skip(1).step_by(2));
        let daily = by_quota.filter(|(quota, _)| quota.window().is_none());
        for ((_, key), (day, count)) in daily.zip(&reply.days) {
            known.days.retain(|_, other| other.day >= *day);
            let known_day = KnownDay {
                day: *day,
                count: *count,
                epoch: reply.epoch.clone(),
            };
            known.days.insert(key.clone(), known_day);
        }
    }
}

/// The reply of `reserve.lua`.
struct Reply {
    code: u64,
    time: u64,
    index: usize,
    limit: u32,
    epoch: String,
    member: String,
    /// The current day and its count, for each daily quota.
    days: Vec<(u64, u32)>,
}

impl Reply {
    fn read(values: &[Value]) -> Option<Self> {
        let [code, time, index, limit, epoch, member, days @ ..] = values else {
            return None;
        };
        let number = |value: &Value| match value {
            Value::Int(number) => u64::try_from(*number).ok(),
            _ => None,
        };
        let days = days.iter().map(|value| {
            let (day, count) = text(value)?.split_once(':')?;
            Some((day.parse().ok()?, count.parse().ok()?))
        });
        Some(Self {
            code: number(code)?,
            time: number(time)?,
            index: number(index)?.try_into().ok()?,
            limit: number(limit)?.try_into().ok()?,
            epoch: text(epoch)?.to_owned(),
            member: text(member)?.to_owned(),
            days: days.collect::<Option<_>>()?,
        })
    }
}

fn text(value: &Value) -> Option<&str> {
    match value {
        Value::BulkString(bytes) => std::str::from_utf8(bytes).ok(),
        Value::SimpleString(text) => Some(text),
        _ => None,
    }
}

fn unknown_reply() -> Error {
    Error::new(ErrorKind::Other, "unexpected reply of the Redis script")
}

/// Returns the length of a quota's window in microseconds; 0 for a UTC day.
fn length(quota: &QuotaUse) -> String {
    micros(quota.window().unwrap_or_default())
}

fn micros(time: Duration) -> String {
    time.as_micros().to_string()
}
