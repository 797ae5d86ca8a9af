//! Compares the generated types with hand-written types of the same fields: both encode the changes to a user.
//!
//! `cargo bench -p codegen-bench --bench encode` measures the CPU time on one core. With ` -- --instructions`, it
//! counts the instructions instead, which needs valgrind.

use std::alloc::System;

use codegen_bench::measure::{COUNTING, compare};
use codegen_bench::{BoxError, bodies, pin, plain};
use stats_alloc::StatsAlloc;
use zoom_accounts::runtime::{Exposed, from_json};
use zoom_accounts::v2::users::UserUpdate;

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = COUNTING;

const ROUNDS: usize = 60;
const CALLS: usize = 5000;

fn main() -> Result<(), BoxError> {
    if pin::run_on_one_core()? {
        return Ok(());
    }
    let body = bodies::user_update();
    let ours: UserUpdate = from_json(body.as_bytes())?;
    let by_hand: plain::UserUpdate = serde_json::from_str(&body)?;
    // A call encodes its body with `Exposed`, so that the server gets the secrets.
    if serde_json::to_value(Exposed(&ours))? != serde_json::to_value(&by_hand)? {
        return Err("the two types encode different JSON".into());
    }
    compare(
        "the changes to a user",
        ROUNDS,
        CALLS,
        &mut || {
            let json = serde_json::to_vec(&Exposed(std::hint::black_box(&ours)))?;
            std::hint::black_box(json);
            Ok(())
        },
        &mut || {
            let json = serde_json::to_vec(std::hint::black_box(&by_hand))?;
            std::hint::black_box(json);
            Ok(())
        },
    )
}
