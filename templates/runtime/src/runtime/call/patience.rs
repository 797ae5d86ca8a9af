//! Work that consists of many calls and waits for rate limits as long as necessary.

use tokio::task_local;

task_local! {
    static IS_PATIENT: ();
}

/// Runs a future whose calls wait for rate limits as long as necessary. These waits do not count towards the timeouts
/// of the calls. To limit the waits, set a [`rate_limit_timeout`](crate::runtime::ClientBuilder::rate_limit_timeout) on
/// the client or the call.
///
/// This applies to all calls that the future awaits itself, with any client. It does not apply to tasks that the future
/// spawns.
pub fn wait_for_rate_limits<F: Future>(future: F) -> impl Future<Output = F::Output> {
    IS_PATIENT.scope((), future)
}

/// Returns whether the current code runs in [`wait_for_rate_limits`].
pub(crate) fn is_patient() -> bool {
    IS_PATIENT.try_with(|()| ()).is_ok()
}
