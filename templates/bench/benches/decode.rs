//! Compares the generated types with hand-written types of the same fields: both decode a page of 300 users.
//!
//! `cargo bench -p codegen-bench --bench decode` measures the CPU time on one core. With ` -- --instructions`, it
//! counts the instructions instead, which needs valgrind.

use std::alloc::System;

use codegen_bench::measure::{COUNTING, compare};
use codegen_bench::{BoxError, bodies, pin, plain};
use stats_alloc::StatsAlloc;
use zoom_accounts::runtime::from_json;
use zoom_accounts::v2::users::UserPage;

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = COUNTING;

const ROUNDS: usize = 60;
const CALLS: usize = 50;

fn main() -> Result<(), BoxError> {
    if pin::run_on_one_core()? {
        return Ok(());
    }
    let body = bodies::users(300);
    let bytes = body.as_bytes();
    compare(
        "a page of 300 users",
        ROUNDS,
        CALLS,
        &mut || {
            let page: UserPage = from_json(bytes)?;
            std::hint::black_box(page);
            Ok(())
        },
        &mut || {
            let page: plain::UserPage = serde_json::from_slice(bytes)?;
            std::hint::black_box(page);
            Ok(())
        },
    )
}
