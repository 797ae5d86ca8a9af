//! Random values that depend only on a seed. The same calls in the same order produce the same values.

use std::hash::Hasher;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};

/// A source of random values: `SplitMix64` by Steele, Lea and Flood. It is not meant for secrets.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Random {
    state: u64,
}

impl Random {
    /// Creates a source from a seed.
    pub(crate) fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    /// Creates a source whose values depend on a seed and on texts, but not on earlier calls.
    pub(crate) fn of_texts(seed: u64, texts: &[&str]) -> Self {
        let mut hash = Fnv(0xcbf2_9ce4_8422_2325 ^ seed);
        for text in texts {
            hash.write(text.as_bytes());
            hash.write(&[0xff]);
        }
        Self::new(hash.finish())
    }

    /// Returns the next number.
    pub(crate) fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut value = self.state;
        value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        value ^ (value >> 31)
    }

    /// Returns a number below `limit`, and 0 if `limit` is 0.
    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        self.next().checked_rem(limit).unwrap_or(0)
    }

    /// Returns whether an event of this probability, from 0 to 1, happens.
    #[expect(
        clippy::cast_precision_loss,
        reason = "53 bits are exact in a floating-point number"
    )]
    pub(crate) fn happens(&mut self, probability: f64) -> bool {
        let value = (self.next() >> 11) as f64 / (1_u64 << 53) as f64;
        value < probability
    }

    /// Returns an id in Zoom's usual format: 22 characters of base64url.
    pub(crate) fn id(&mut self) -> String {
        let mut bytes = [0; 16];
        let (low, high) = bytes.split_at_mut(8);
        low.copy_from_slice(&self.next().to_le_bytes());
        high.copy_from_slice(&self.next().to_le_bytes());
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// Returns a number with this many decimal digits. The first digit is not 0.
    pub(crate) fn digits(&mut self, count: u32) -> u64 {
        let low = 10_u64.saturating_pow(count.saturating_sub(1));
        low.saturating_add(self.below(low.saturating_mul(9)))
    }
}

/// The hash function FNV-1a, whose values are the same in every process.
struct Fnv(u64);

impl Hasher for Fnv {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}
