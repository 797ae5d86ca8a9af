//! Configures and starts a fake.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::{Arc, Mutex};

use tokio::net::TcpListener;
use tokio::task::JoinSet;

use super::FakeZoom;
use super::onboarding;
use super::server::{self, Shared};
use super::settings::Settings;
use super::snapshot;
use super::state::State;
use crate::ids::AccountId;

/// How many tiers of accounts a partner has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Tiers {
    /// A primary account with sub accounts.
    #[default]
    Two,
    /// A primary account with a second-level primary account, which has sub accounts of its own.
    Three,
}

/// Configures a [`FakeZoom`].
#[derive(Clone, Debug)]
#[must_use = "the fake starts with `start`"]
pub struct FakeZoomBuilder {
    pub(super) address: SocketAddr,
    pub(super) seed: u64,
    pub(super) tiers: Tiers,
    pub(super) frozen: bool,
    /// The sub accounts to start with: id and name.
    pub(super) sub_accounts: Vec<(AccountId, String)>,
    /// The snapshot to start with.
    pub(super) snapshot: Option<String>,
    pub(super) settings: Settings,
}

impl FakeZoomBuilder {
    pub(super) fn new() -> Self {
        Self {
            address: (Ipv4Addr::LOCALHOST, 0).into(),
            seed: 0,
            tiers: Tiers::Two,
            frozen: false,
            sub_accounts: Vec::new(),
            snapshot: None,
            settings: Settings::default(),
        }
    }

    /// Sets the port. By default, the operating system chooses a free port.
    pub fn port(mut self, port: u16) -> Self {
        self.address.set_port(port);
        self
    }

    /// Sets the address to listen on. By default, it is `127.0.0.1`, which only programs on this machine can reach.
    ///
    /// The fake has no secrets. Any program that can reach its address can call it and change its state.
    pub fn host(mut self, address: impl Into<IpAddr>) -> Self {
        self.address.set_ip(address.into());
        self
    }

    /// Sets the seed of all generated values. Default: 0.
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Sets how many tiers of accounts the partner has. Default: [`Tiers::Two`].
    pub fn tiers(mut self, tiers: Tiers) -> Self {
        self.tiers = tiers;
        self
    }

    /// Adds a sub account below the primary account.
    ///
    /// It has the plan `business_monthly` with 20 hosts, an owner and two licensed users. With the id `acme`, their
    /// email addresses are `owner@acme.example`, `ada@acme.example` and `grace@acme.example`.
    pub fn sub_account(mut self, id: impl Into<AccountId>, name: impl Into<String>) -> Self {
        self.sub_accounts.push((id.into(), name.into()));
        self
    }

    /// Stops the clock until [`FakeZoom::advance`] moves it. By default, it runs with real time.
    ///
    /// The clock always starts at 2026-01-15T08:00:00Z. If it is stopped, two runs with the same seed and the same
    /// calls return the same responses. Rate limits use this clock too, so a budget is refilled only when the clock
    /// moves.
    pub fn frozen_clock(mut self) -> Self {
        self.frozen = true;
        self
    }

    /// Starts the fake.
    ///
    /// # Errors
    ///
    /// Fails if the address is not available, if the [`snapshot`](Self::snapshot) is invalid, or if a rule of
    /// [`faults`](Self::faults) is invalid.
    pub async fn start(self) -> io::Result<FakeZoom> {
        let mut state = self.state()?;
        self.settings.apply(&mut state)?;
        let listener = TcpListener::bind(self.address).await?;
        let url = format!("http://{}", reachable(listener.local_addr()?));
        if !self.frozen {
            state.clock.run();
        }
        let shared = Arc::new(Shared::new(state, url));
        let client = super::client_builder(&shared)
            .build()
            .map_err(io::Error::other)?;
        let task = tokio::spawn(server::serve(listener, Arc::clone(&shared)));
        Ok(FakeZoom {
            shared,
            client,
            task,
            deliveries: Mutex::new(JoinSet::new()),
        })
    }

    /// Returns the state to start with. Its clock is frozen.
    fn state(&self) -> io::Result<State> {
        if let Some(json) = &self.snapshot {
            let invalid = |error| io::Error::new(io::ErrorKind::InvalidInput, error);
            return snapshot::read(json).map_err(invalid);
        }
        let mut state = State::new(self.seed);
        onboarding::set_up(&mut state, self.tiers);
        for (id, name) in &self.sub_accounts {
            onboarding::add_sub_account(&mut state, id.as_str(), name);
        }
        Ok(state)
    }
}

/// Returns an address that clients on this machine can use. A fake that listens on all addresses is reached on the
/// loopback address.
fn reachable(mut address: SocketAddr) -> SocketAddr {
    match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => address.set_ip(Ipv4Addr::LOCALHOST.into()),
        IpAddr::V6(ip) if ip.is_unspecified() => address.set_ip(Ipv6Addr::LOCALHOST.into()),
        _ => {}
    }
    address
}
