//! Recognizes names that suggest a secret.

/// Words in names that suggest a secret.
const SECRET_WORDS: &[&str] = &[
    "password",
    "passwd",
    "secret",
    "token",
    "api_key",
    "apikey",
    "private_key",
    "passcode",
];

/// Whether the name of a property or a parameter suggests a secret.
#[must_use]
pub fn sounds_secret(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    SECRET_WORDS.iter().any(|word| lower.contains(word))
}
