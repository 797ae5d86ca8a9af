//! Pairs of names and values, for a query, a form or cookies.
//!
//! This module encodes the names and values. The module `style` decides which pairs a list or an object becomes.

use crate::runtime::http::escape::Place;

#[derive(Clone)]
pub(crate) struct Pair {
    pub(crate) name: String,
    pub(crate) value: String,
    /// The value as it is sent, if some characters stay unencoded, such as the commas between the items of a list. `None` means that
    /// the whole value is encoded.
    pub(crate) encoded: Option<String>,
}

#[derive(Clone, Default)]
pub(crate) struct Pairs {
    decoded: Vec<(String, String)>,
    /// The field [`Pair::encoded`] of each pair.
    encoded: Vec<Option<String>>,
}

impl Pairs {
    pub(crate) fn push(&mut self, pair: Pair) {
        self.decoded.push((pair.name, pair.value));
        self.encoded.push(pair.encoded);
    }

    pub(crate) fn remove(&mut self, name: &str) {
        let mut pairs = std::mem::take(self);
        let encoded = pairs.encoded.drain(..);
        for ((other, value), encoded) in pairs.decoded.drain(..).zip(encoded) {
            if other != name {
                self.push(Pair {
                    name: other,
                    value,
                    encoded,
                });
            }
        }
    }

    /// Returns the names and values before encoding.
    pub(crate) fn decoded(&self) -> &[(String, String)] {
        &self.decoded
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.decoded.is_empty()
    }

    /// Returns each pair as `name=value`, encoded. The name of a cookie is not encoded.
    pub(crate) fn encode(&self, place: Place) -> impl Iterator<Item = String> {
        let pairs = self.decoded.iter().zip(&self.encoded);
        pairs.map(move |((name, value), encoded)| {
            let name = match place {
                Place::Cookie => name.clone(),
                Place::Query | Place::Form => place.escape(name),
            };
            match encoded {
                Some(encoded) => format!("{name}={encoded}"),
                None => format!("{name}={}", place.escape(value)),
            }
        })
    }
}
