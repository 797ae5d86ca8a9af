//! Waits for rate limits without a limit, for work that consists of many calls.

use tokio::task_local;

task_local! {
    static IS_PATIENT: ();
}

/// Runs a future whose calls wait for rate limits without a limit. These waits do not count towards the timeouts of the
/// calls. A [`rate_limit_timeout`](crate::runtime::ClientBuilder::rate_limit_timeout) of the client or of a call takes
/// precedence.
///
/// This applies to all calls that the future awaits itself, with any client. It does not apply to tasks that the future
/// spawns.
pub fn wait_for_rate_limits<F: Future>(future: F) -> impl Future<Output = F::Output> {
    IS_PATIENT.scope((), future)
}

/// Returns whether the current future waits for rate limits without a limit.
pub(crate) fn is_patient() -> bool {
    IS_PATIENT.try_with(|()| ()).is_ok()
}
