//! Mutations that change security schemes and requirements.

use serde_json::{Value, json};

use super::super::dice::Dice;
use super::super::tree::{set, split};
use super::kind::Kind;
use super::support::{add_shared, operation};

pub(crate) const KINDS: &[Kind] = &[
    Kind {
        name: "security-scheme",
        apply: scheme,
    },
    Kind {
        name: "security-unknown",
        apply: unknown,
    },
    Kind {
        name: "security-reference",
        apply: referenced,
    },
];

/// Adds a security requirement to the document or to a random operation.
fn require(document: &mut Value, dice: &mut Dice, name: &str) -> bool {
    let scopes = if dice.chance(30) {
        json!(["a:b", "c d", ""])
    } else {
        json!([])
    };
    let requirements = match dice.below(5) {
        0 => json!([{ name: scopes }, {}]),
        1 => json!([{ name: scopes, "other": [] }]),
        2 => json!([{}, { name: scopes }]),
        _ => json!([{ name: scopes }]),
    };
    if dice.chance(40) {
        return set(document, "", "security", requirements);
    }
    operation(document, dice).is_some_and(|at| set(document, &at, "security", requirements))
}

fn scheme(document: &mut Value, dice: &mut Dice) -> bool {
    let name = dice.word(&[
        "", "-", "認証", "🔑", "key", "Key", "api key", "type", "Self", "basic", "default", "1",
        "a/b", "\n",
    ]);
    let scheme = match dice.below(8) {
        0 => {
            json!({ "type": "apiKey", "in": dice.word(&["query", "header", "cookie"]), "name": dice.word(&["X-Key", "key", "", "a b", "Authorization", "é"]) })
        }
        1 => {
            json!({ "type": "http", "scheme": dice.word(&["bearer", "Basic", "digest", "hoba", "", "custom"]) })
        }
        2 => json!({ "type": "oauth2", "flows": {} }),
        3 => {
            json!({ "type": "oauth2", "flows": { "clientCredentials": { "tokenUrl": dice.word(&["https://a.example/t", "/t", "", "not a url"]), "scopes": { "a:b": "A", "": "" } } } })
        }
        4 => {
            json!({ "type": "oauth2", "flows": { "unknown": {}, "implicit": { "scopes": null } } })
        }
        5 => {
            json!({ "type": "openIdConnect", "openIdConnectUrl": "https://a.example/.well-known" })
        }
        6 => json!({ "type": "mutualTLS" }),
        _ => json!({ "type": "apiKey", "in": "body", "name": "k" }),
    };
    let Some(name) = add_shared(document, "securitySchemes", name, scheme) else {
        return false;
    };
    require(document, dice, &name)
}

fn unknown(document: &mut Value, dice: &mut Dice) -> bool {
    let scheme = match dice.below(6) {
        0 => json!({ "type": "unknown" }),
        1 => json!({}),
        2 => json!({ "type": "http" }),
        3 => json!({ "type": "apiKey" }),
        4 => json!("none"),
        _ => return require(document, dice, "undeclared"),
    };
    let Some(name) = add_shared(document, "securitySchemes", "mystery", scheme) else {
        return false;
    };
    require(document, dice, &name)
}

fn referenced(document: &mut Value, dice: &mut Dice) -> bool {
    let bearer = json!({ "type": "http", "scheme": "bearer" });
    let target = match dice.below(5) {
        0 => {
            let Some(real) = add_shared(document, "securitySchemes", "real", bearer) else {
                return false;
            };
            json!({ "$ref": format!("#/components/securitySchemes/{real}") })
        }
        1 => json!({ "$ref": "#/components/securitySchemes/nowhere" }),
        2 => json!({ "$ref": "#/components/securitySchemes/alias" }),
        3 => json!({ "$ref": "https://a.example/scheme.json" }),
        _ => {
            if !set(document, "", "x-schemes", json!({ "real": bearer })) {
                return false;
            }
            json!({ "$ref": "#/x-schemes/real" })
        }
    };
    let Some(name) = add_shared(document, "securitySchemes", "alias", target) else {
        return false;
    };
    let (_, name) = split(&format!("/{name}"));
    require(document, dice, &name)
}
