//! Measures the shared limiter: how many decisions per second one Redis server can make, and how much time the limiter
//! adds to a call.
//!
//! `cargo bench -p codegen-bench --bench redis`
//!
//! The benchmark starts `redis-server` on a free loopback port, without persistence. Nothing is sent to Zoom: a
//! transport in memory replies to the calls. Thus, the time is that of the limiter alone.

use std::io::{Write, stdout};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use codegen_bench::BoxError;
use zoom_accounts::limits::{RateLimitPlan, RateLimiter};
use zoom_accounts::redis::{Redis, SharedLimiter};
use zoom_accounts::runtime::{
    Body, BoxFuture, Call, ClientBuilder, Core, Operation, RetryPolicy, Server, Transport,
    TransportError,
};

static V2: Server = Server::new("v2", "https://api.example.com/v2");
static LIGHT: Operation = Operation::get("light", "/accounts/{accountId}/light")
    .server(&V2)
    .rate_limit("light");

/// The calls are for this many sub accounts. Each has its own limits, so no call waits.
const ACCOUNTS: usize = 500;
const CALLS: usize = 20_000;
const ROUNDS: usize = 2_000;

/// A transport that replies immediately.
#[derive(Clone, Debug)]
struct Immediate;

impl Transport for Immediate {
    fn send(
        &self,
        _: http::Request<Body>,
        _: Option<&'static Operation>,
    ) -> BoxFuture<'static, Result<http::Response<Body>, TransportError>> {
        Box::pin(std::future::ready(Ok(http::Response::new(Body::empty()))))
    }
}

/// A running server. Dropping this value stops it.
struct RedisServer(Child, u16);

impl RedisServer {
    fn start() -> Result<Self, BoxError> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let process = Command::new("redis-server")
            .args(["--port", &port.to_string(), "--bind", "127.0.0.1"])
            .args(["--save", "", "--appendonly", "no"])
            .arg("--dir")
            .arg(std::env::temp_dir())
            .stdout(Stdio::null())
            .spawn()
            .map_err(|error| format!("install the Debian package `redis-server`: {error}"))?;
        let server = Self(process, port);
        let start = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            if start.elapsed() > Duration::from_secs(10) {
                return Err("`redis-server` does not start".into());
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        Ok(server)
    }
}

impl Drop for RedisServer {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

fn core(limiter: Option<SharedLimiter>) -> Result<Core, BoxError> {
    let builder = ClientBuilder::<Core>::new()
        .transport(Immediate)
        .retry(RetryPolicy::none());
    Ok(match limiter {
        Some(limiter) => builder.limiter(limiter).build()?,
        None => builder.build()?,
    })
}

async fn call(core: &Core, index: usize) -> Result<(), zoom_accounts::Error> {
    let account = (index % ACCOUNTS).to_string();
    let call: Call<()> = (core.request(&LIGHT)).path("accountId", &account).empty();
    call.await
}

/// Returns how many calls `workers` workers make per second. Each worker has its own connection, and makes 32 calls at
/// the same time.
async fn throughput(url: &str, workers: usize) -> Result<f64, BoxError> {
    let start = Instant::now();
    let mut tasks = Vec::new();
    for worker in 0..workers {
        let core = core(Some(limiter(url)?))?;
        for lane in 0..32 {
            let core = core.clone();
            tasks.push(tokio::spawn(async move {
                let mut index = worker * 32 + lane;
                while index < CALLS {
                    call(&core, index).await?;
                    index += workers * 32;
                }
                Ok::<_, zoom_accounts::Error>(())
            }));
        }
    }
    for task in tasks {
        task.await??;
    }
    Ok(f64::from(u32::try_from(CALLS)?) / start.elapsed().as_secs_f64())
}

fn limiter(url: &str) -> Result<SharedLimiter, BoxError> {
    let redis = Redis::new(url)?.timeout(Duration::from_secs(20));
    let limits = RateLimiter::new(RateLimitPlan::BusinessPlus).per_sub_account();
    Ok(SharedLimiter::new(&redis, "bench", limits))
}

/// Returns the median of the time of one call, and its 99th percentile.
async fn latency(core: &Core) -> Result<[Duration; 2], BoxError> {
    let mut times = Vec::new();
    for index in 0..ROUNDS {
        let start = Instant::now();
        call(core, index).await?;
        times.push(start.elapsed());
    }
    times.sort_unstable();
    let at = |index: usize| times.get(index).copied().unwrap_or_default();
    Ok([at(ROUNDS / 2), at(ROUNDS * 99 / 100)])
}

fn main() -> Result<(), BoxError> {
    let server = RedisServer::start()?;
    let url = format!("redis://127.0.0.1:{}", server.1);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?;
    runtime.block_on(async {
        for workers in [1, 4] {
            let rate = throughput(&url, workers).await?;
            writeln!(stdout(), "decisions a second, {workers} workers: {rate:.0}")?;
        }
        // The calls of the measured second must not delay the next measurement, so wait until they no longer count.
        tokio::time::sleep(Duration::from_secs(2)).await;
        let [without, _] = latency(&core(None)?).await?;
        let [median, slow] = latency(&core(Some(limiter(&url)?))?).await?;
        let added = median.saturating_sub(without);
        writeln!(
            stdout(),
            "latency added to a call: {added:?} (median), {slow:?} (99 %)"
        )?;
        Ok(())
    })
}
