//! Reads faults from JSON.

use std::fmt;

use serde::Deserialize;
use serde::de::value::{MapAccessDeserializer, StrDeserializer};
use serde::de::{Deserializer, Error, MapAccess, Visitor};

use super::fault::Fault;

/// Reads a fault. If a fault has a value, and the JSON contains only its name, then the error names the missing field.
pub(super) fn fault<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Fault, D::Error> {
    deserializer.deserialize_any(FaultVisitor)
}

struct FaultVisitor;

impl<'de> Visitor<'de> for FaultVisitor {
    type Value = Fault;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a fault, or an object with the name and the value of a fault")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Fault, E> {
        let example = match name {
            "delay" | "drip" => r#"{"milliseconds": 500}"#,
            "redirect" => r#"{"to": "https://api-eu.zoom.example"}"#,
            _ => return Fault::deserialize(StrDeserializer::new(name)),
        };
        let field = example.split('"').nth(1).unwrap_or_default();
        Err(E::custom(format_args!(
            "missing field `{field}` of `{name}`; write `{{\"{name}\": {example}}}`"
        )))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Fault, A::Error> {
        Fault::deserialize(MapAccessDeserializer::new(map))
    }
}
