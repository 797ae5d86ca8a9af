//! Converts English nouns to the singular.
//!
//! In: a word, or several words in any notation, such as `userGroups`. Out: the same text with the last word in the
//! singular. The module `plurals` contains the rules, and the tables in this module contain exceptions.

use super::plurals;

/// Words that stay unchanged, because they are singular or their singular has another meaning.
const UNCHANGED: &[&str] = &[
    "alias",
    "always",
    "analytics",
    "as",
    "aws",
    "axis",
    "basics",
    "basis",
    "bias",
    "chaos",
    "cors",
    "data",
    "does",
    "dns",
    "ethics",
    "gps",
    "graphics",
    "headquarters",
    "https",
    "iaas",
    "ios",
    "js",
    "kubernetes",
    "lens",
    "logistics",
    "macos",
    "mathematics",
    "means",
    "media",
    "metadata",
    "metrics",
    "mos",
    "news",
    "os",
    "paas",
    "physics",
    "pos",
    "qos",
    "saas",
    "series",
    "settings",
    "sis",
    "sms",
    "species",
    "statistics",
    "stats",
    "tls",
    "us",
];

/// Plurals that the rules convert incorrectly, with their singular.
const IRREGULAR: &[(&str, &str)] = &[
    ("aches", "ache"),
    ("agendas", "agenda"),
    ("antennae", "antenna"),
    ("apices", "apex"),
    ("aquaria", "aquarium"),
    ("axes", "axis"),
    ("biases", "bias"),
    ("caches", "cache"),
    ("corpora", "corpus"),
    ("cortices", "cortex"),
    ("directrices", "directrix"),
    ("fora", "forum"),
    ("formulae", "formula"),
    ("headaches", "headache"),
    ("helices", "helix"),
    ("larvae", "larva"),
    ("maxima", "maximum"),
    ("memoranda", "memorandum"),
    ("minima", "minimum"),
    ("niches", "niche"),
    ("oases", "oasis"),
    ("optima", "optimum"),
    ("quanta", "quantum"),
    ("radices", "radix"),
    ("referenda", "referendum"),
    ("spectra", "spectrum"),
    ("vetoes", "veto"),
    ("vortices", "vortex"),
];

/// Returns a text with its last word in the singular.
#[must_use]
pub fn singular(text: &str) -> String {
    let (head, word) = text.split_at(start_of_last_word(text));
    let lower = word.to_ascii_lowercase();
    if UNCHANGED.contains(&lower.as_str()) {
        return text.to_owned();
    }
    let known = IRREGULAR.iter().find(|(plural, _)| *plural == lower);
    let one = known.map_or_else(
        || plurals::singular(word),
        |(_, one)| plurals::capitalized_like((*one).to_owned(), word),
    );
    format!("{head}{one}")
}

/// Returns the byte position of the last word. A word starts after a symbol, or at a capital letter after a lower-case
/// letter.
fn start_of_last_word(text: &str) -> usize {
    let mut start = 0;
    let mut before = ' ';
    for (index, letter) in text.char_indices() {
        if !letter.is_ascii_alphanumeric() {
            start = index + letter.len_utf8();
        } else if before.is_ascii_lowercase() && letter.is_ascii_uppercase() {
            start = index;
        }
        before = letter;
    }
    start
}

#[cfg(test)]
mod tests {
    use super::singular;

    #[test]
    fn plurals_have_their_english_singular() {
        for (many, one) in [
            ("accounts", "account"),
            ("addresses", "address"),
            ("aliases", "alias"),
            ("analyses", "analysis"),
            ("appendices", "appendix"),
            ("axes", "axis"),
            ("bases", "base"),
            ("boxes", "box"),
            ("branches", "branch"),
            ("buses", "bus"),
            ("caches", "cache"),
            ("children", "child"),
            ("cookies", "cookie"),
            ("criteria", "criterion"),
            ("days", "day"),
            ("devices", "device"),
            ("employees", "employee"),
            ("formulae", "formula"),
            ("heroes", "hero"),
            ("houses", "house"),
            ("indices", "index"),
            ("invoices", "invoice"),
            ("licenses", "license"),
            ("lives", "life"),
            ("matrices", "matrix"),
            ("movies", "movie"),
            ("people", "person"),
            ("policies", "policy"),
            ("quizzes", "quiz"),
            ("responses", "response"),
            ("schemas", "schema"),
            ("statuses", "status"),
            ("spectra", "spectrum"),
            ("vertices", "vertex"),
            ("videos", "video"),
            ("vortices", "vortex"),
        ] {
            assert_eq!(singular(many), one);
        }
    }

    #[test]
    fn words_that_are_not_plurals_stay() {
        for word in [
            "access",
            "address",
            "alias",
            "analysis",
            "analytics",
            "axis",
            "basis",
            "bias",
            "billing",
            "bus",
            "canvas",
            "chaos",
            "data",
            "dns",
            "https",
            "lens",
            "media",
            "metadata",
            "metrics",
            "news",
            "previous",
            "process",
            "qos",
            "series",
            "settings",
            "sms",
            "species",
            "statistics",
            "status",
            "this",
            "virus",
        ] {
            assert_eq!(singular(word), word);
        }
    }

    #[test]
    fn only_the_last_word_changes_and_case_stays() {
        for (many, one) in [
            ("account_settings", "account_settings"),
            ("chat_data", "chat_data"),
            ("news_items", "news_item"),
            ("requestBodies", "requestBody"),
            ("userStatuses", "userStatus"),
            ("user-caches", "user-cache"),
            ("Caches", "Cache"),
            ("IDS", "ID"),
            ("URLs", "URL"),
            ("events[]", "events[]"),
            ("", ""),
        ] {
            assert_eq!(singular(many), one);
        }
    }
}
