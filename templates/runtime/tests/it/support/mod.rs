//! Helpers for the tests: a generated client, servers on loopback sockets, and small functions.

use proptest::test_runner::{Config as ProptestConfig, RngSeed};

pub(crate) mod api;
pub(crate) mod failures;
#[cfg(feature = "reqwest")]
pub(crate) mod parts;
#[cfg(feature = "reqwest")]
pub(crate) mod server;

/// Returns settings for property tests: a fixed seed, and no files on disk.
pub(crate) fn properties() -> ProptestConfig {
    ProptestConfig {
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(20_150_127),
        ..ProptestConfig::default()
    }
}

#[cfg(feature = "test-util")]
pub(crate) use self::mocked::{client, pairs};

#[cfg(feature = "test-util")]
mod mocked {
    use super::api::Client;
    use crate::runtime::testing::MockTransport;
    use crate::runtime::{ApiKey, Bearer, RetryPolicy};

    /// Creates a client of the test API with all credentials and without retries.
    pub(crate) fn client(mock: &MockTransport) -> Client {
        Client::builder()
            .auth(Bearer::new("token-of-the-client"))
            .auth(ApiKey::new("api_key", "key-of-the-client"))
            .auth(ApiKey::new("api_secret", "secret-of-the-client"))
            .transport(mock.clone())
            .retry(RetryPolicy::none())
            .build()
            .unwrap()
    }

    /// Formats each pair as `name=value`.
    pub(crate) fn pairs(pairs: &[(String, String)]) -> Vec<String> {
        pairs
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect()
    }
}
