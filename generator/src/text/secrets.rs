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

/// The ends of names that suggest a secret number. Other names of numbers contain such words too: `max_tokens`,
/// `password_length`.
const SECRET_ENDS: &[&str] = &[
    "pin", "pincode", "hostkey", "passcode", "password", "passwd",
];

/// Returns whether the name of a string suggests a secret.
#[must_use]
pub fn sounds_secret(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    SECRET_WORDS.iter().any(|word| lower.contains(word))
}

/// Returns whether the name of an integer suggests a secret, such as `pin`, `host_key` or `participantPinCode`.
#[must_use]
pub fn sounds_secret_number(name: &str) -> bool {
    let mut words: Vec<String> = Vec::new();
    let mut before = ' ';
    for letter in name.chars() {
        let starts = letter.is_ascii_uppercase() && !before.is_ascii_uppercase();
        if words.is_empty() || starts || !before.is_ascii_alphanumeric() {
            words.push(String::new());
        }
        if letter.is_ascii_alphanumeric()
            && let Some(word) = words.last_mut()
        {
            word.push(letter.to_ascii_lowercase());
        }
        before = letter;
    }
    let mut end = String::new();
    words.iter().rev().take(2).any(|word| {
        end.insert_str(0, word);
        SECRET_ENDS.contains(&end.as_str())
    })
}

#[cfg(test)]
mod tests {
    use super::{sounds_secret, sounds_secret_number};

    #[test]
    fn the_end_of_a_name_decides_whether_a_number_sounds_secret() {
        for name in [
            "pin",
            "PIN",
            "host_key",
            "hostKey",
            "pin_code",
            "participantPinCode",
            "leader-pin",
        ] {
            assert!(sounds_secret_number(name), "{name}");
        }
        for name in [
            "",
            "_",
            "spin",
            "shipping",
            "max_tokens",
            "password_length",
            "key",
            "code",
            "pins",
        ] {
            assert!(!sounds_secret_number(name), "{name}");
        }
        assert!(sounds_secret("next_page_token"));
    }
}
