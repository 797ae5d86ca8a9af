//! The rules of English plurals.
//!
//! In: a word of ASCII letters and digits. Out: its singular. The rules are those of the library `pluralizer`, which compiles
//! regular expressions for some milliseconds in every run. A test compares this module with the library. The rules come from
//! <https://github.com/plurals/pluralize>, Copyright (c) 2013 Blake Embrey, MIT license.

/// Converts an ending. A word matches a rule if it ends in one of the stems, followed by one of the plural endings.
struct Rule {
    stems: Stems,
    plurals: &'static [&'static str],
    /// The ending of the singular.
    singular: &'static str,
}

/// The texts before an ending.
enum Stems {
    /// One of these texts.
    Any(&'static [&'static str]),
    /// One of these texts at the start of the word.
    Whole(&'static [&'static str]),
    /// This text after any character except these.
    NotAfter(&'static str, &'static str),
    /// No text. The first letter of the singular keeps the case of the plural's first letter.
    None,
}

use Stems::{Any, NotAfter, Whole};

const fn rule(stems: Stems, plurals: &'static [&'static str], singular: &'static str) -> Rule {
    Rule {
        stems,
        plurals,
        singular,
    }
}

/// The rules. The first rule that matches is used. A rule with an empty plural ending keeps words that are not plurals.
const RULES: &[Rule] = &[
    rule(
        Any(&[
            "deer", "fish", "measles", "ois", "ous", "pokemon", "pox", "sheep",
        ]),
        &[""],
        "",
    ),
    rule(NotAfter("aeiou", "ese"), &[""], ""),
    rule(Stems::None, &["men"], "man"),
    rule(Any(&["eau"]), &["x", ""], ""),
    rule(Any(&["child"]), &["ren"], ""),
    rule(Any(&["pe"]), &["rson", "ople"], "rson"),
    rule(Any(&["append", "matr"]), &["ices"], "ix"),
    rule(Any(&["cod", "ind", "mur", "sil", "vert"]), &["ices"], "ex"),
    rule(Any(&["alg", "alumn", "vertebr"]), &["ae"], "a"),
    rule(
        Any(&[
            "apheli",
            "asyndet",
            "automat",
            "criteri",
            "hedr",
            "hyperbat",
            "noumen",
            "organ",
            "periheli",
            "phenomen",
            "prolegomen",
        ]),
        &["a"],
        "on",
    ),
    rule(
        Any(&[
            "addend",
            "agend",
            "bacteri",
            "candelabr",
            "curricul",
            "dat",
            "desiderat",
            "errat",
            "extrem",
            "millenni",
            "ov",
            "quor",
            "strat",
            "symposi",
        ]),
        &["a"],
        "um",
    ),
    rule(
        Any(&[
            "alumn", "bacill", "cact", "foc", "fung", "loc", "nucle", "radi", "stimul", "strat",
            "syllab", "termin", "uter", "vir",
        ]),
        &["us", "i"],
        "us",
    ),
    rule(Any(&["test"]), &["is", "es"], "is"),
    rule(Any(&["abuse", "emu", "enu", "movie", "twelve"]), &["s"], ""),
    rule(
        Any(&[
            "analy", "cri", "diagno", "empha", "ne", "parenthe", "progno", "synop", "the",
        ]),
        &["sis", "ses"],
        "sis",
    ),
    rule(
        Any(&[
            "alias", "aris", "ato", "ch", "cho", "eris", "gas", "go", "gro", "hero", "iris",
            "oris", "sh", "ss", "tlas", "tmas", "tto", "uris", "x", "zz",
        ]),
        &["es", ""],
        "",
    ),
    rule(NotAfter("aou", "us"), &["es", ""], ""),
    rule(Any(&["cherub", "seraph"]), &["im"], ""),
    rule(Whole(&["l", "m", "titm"]), &["ice"], "ouse"),
    rule(Whole(&["mon", "smil"]), &["ies"], "ey"),
    rule(
        Whole(&[
            "aunt", "calor", "charl", "coll", "crosst", "cut", "faer", "food", "gen", "goon",
            "group", "hipp", "hogt", "junk", "l", "neckt", "p", "porkp", "t", "vegg",
        ]),
        &["ies"],
        "ie",
    ),
    rule(
        Any(&[
            "ch", "ck", "dg", "ec", "is", "ix", "lk", "mb", "oal", "ois", "ok", "ss", "sser", "th",
            "ts", "wb", "wn",
        ]),
        &["ies"],
        "ie",
    ),
    rule(Stems::None, &["ies"], "y"),
    rule(
        Any(&["al", "ar", "ea", "el", "eo", "oa", "oo", "wol"]),
        &["ves"],
        "f",
    ),
    rule(
        Any(&[
            "afterli", "halfli", "highli", "kni", "lowli", "midli", "nightli", "nonli", "wi",
        ]),
        &["ves"],
        "fe",
    ),
    rule(Whole(&["li"]), &["ves"], "fe"),
    rule(Any(&["ss"]), &[""], ""),
    rule(Stems::None, &["s"], ""),
];

/// Singulars that the rules would change, in alphabetical order.
const SINGULARS: &[&str] = &[
    "anathema", "axe", "canvas", "carve", "die", "dingo", "dogma", "eave", "echo", "foot", "genus",
    "goose", "groove", "has", "he", "her", "herself", "himself", "his", "human", "i", "is", "its",
    "itself", "lemma", "looey", "me", "my", "myself", "ox", "passerby", "pickaxe", "proof", "quiz",
    "schema", "she", "stigma", "stoma", "that", "them", "themself", "thief", "this", "tooth",
    "tornado", "torpedo", "valve", "viscus", "volcano", "was", "yes", "yourself",
];

/// Plurals that follow no rule, with their singular, in alphabetical order.
const IRREGULAR: &[(&str, &str)] = &[
    ("anathemata", "anathema"),
    ("are", "is"),
    ("axes", "axe"),
    ("canvases", "canvas"),
    ("carves", "carve"),
    ("dice", "die"),
    ("dingoes", "dingo"),
    ("dogmata", "dogma"),
    ("eaves", "eave"),
    ("echoes", "echo"),
    ("feet", "foot"),
    ("geese", "goose"),
    ("genera", "genus"),
    ("grooves", "groove"),
    ("have", "has"),
    ("humans", "human"),
    ("lemmata", "lemma"),
    ("looies", "looey"),
    ("our", "my"),
    ("ourselves", "myself"),
    ("oxen", "ox"),
    ("passersby", "passerby"),
    ("pickaxes", "pickaxe"),
    ("proofs", "proof"),
    ("quizzes", "quiz"),
    ("schemata", "schema"),
    ("stigmata", "stigma"),
    ("stomata", "stoma"),
    ("teeth", "tooth"),
    ("their", "her"),
    ("themselves", "themself"),
    ("these", "this"),
    ("they", "she"),
    ("thieves", "thief"),
    ("those", "that"),
    ("tornadoes", "tornado"),
    ("torpedoes", "torpedo"),
    ("us", "me"),
    ("valves", "valve"),
    ("viscera", "viscus"),
    ("volcanoes", "volcano"),
    ("we", "I"),
    ("were", "was"),
    ("yeses", "yes"),
    ("yourselves", "yourself"),
];

/// Words without a plural, in alphabetical order.
const UNCOUNTABLE: &[&str] = &[
    "adulthood",
    "advice",
    "agenda",
    "aid",
    "aircraft",
    "alcohol",
    "ammo",
    "analytics",
    "anime",
    "athletics",
    "audio",
    "bison",
    "blood",
    "bream",
    "buffalo",
    "butter",
    "carp",
    "cash",
    "chassis",
    "chess",
    "clothing",
    "cod",
    "commerce",
    "cooperation",
    "corps",
    "debris",
    "diabetes",
    "digestion",
    "elk",
    "energy",
    "equipment",
    "excretion",
    "expertise",
    "firmware",
    "flounder",
    "fun",
    "gallows",
    "garbage",
    "graffiti",
    "hardware",
    "headquarters",
    "health",
    "herpes",
    "highjinks",
    "homework",
    "housework",
    "information",
    "jeans",
    "justice",
    "kudos",
    "labour",
    "literature",
    "machinery",
    "mackerel",
    "mail",
    "manga",
    "media",
    "mews",
    "moose",
    "mud",
    "music",
    "news",
    "only",
    "personnel",
    "pike",
    "plankton",
    "pliers",
    "police",
    "pollution",
    "premises",
    "rain",
    "research",
    "rice",
    "salmon",
    "scissors",
    "series",
    "sewage",
    "shambles",
    "shrimp",
    "software",
    "staff",
    "swine",
    "tennis",
    "traffic",
    "transportation",
    "trout",
    "tuna",
    "wealth",
    "welfare",
    "whiting",
    "wildebeest",
    "wildlife",
    "you",
];

/// Returns the singular of a word of ASCII letters and digits. The case of the letters stays.
pub(super) fn singular(word: &str) -> String {
    let lower = word.to_ascii_lowercase();
    let lower = lower.as_str();
    if SINGULARS.binary_search(&lower).is_ok() {
        return word.to_owned();
    }
    let known = IRREGULAR.binary_search_by(|(plural, _)| (*plural).cmp(lower));
    if let Some((_, one)) = known.ok().and_then(|at| IRREGULAR.get(at)) {
        return irregular(word, one);
    }
    if UNCOUNTABLE.binary_search(&lower).is_ok() {
        return word.to_owned();
    }
    RULES
        .iter()
        .find_map(|rule| rule.apply(word, lower))
        .unwrap_or_else(|| word.to_owned())
}

impl Rule {
    /// Returns the singular of a word. `None` if the word does not match the rule.
    fn apply(&self, word: &str, lower: &str) -> Option<String> {
        let plurals = self.plurals.iter();
        let (stem, before) = plurals
            .filter_map(|plural| lower.strip_suffix(plural))
            .find_map(|before| Some((self.stems.length(before)?, before.len())))?;
        let (kept, matched) = (word.get(..before)?, word.get(before - stem..)?);
        let mut ending = cased(self.singular, word, matched);
        if matches!(self.stems, Stems::None) {
            ending = capitalized_like(ending, matched);
        }
        Some(format!("{kept}{ending}"))
    }
}

impl Stems {
    /// Returns the length of the stem at the end of a text. `None` if the text does not end in a stem.
    fn length(&self, text: &str) -> Option<usize> {
        match self {
            Any(stems) => {
                let found = stems.iter().filter(|stem| text.ends_with(**stem));
                found.map(|stem| stem.len()).max()
            }
            Whole(stems) => stems.contains(&text).then_some(text.len()),
            NotAfter(excluded, stem) => {
                let before = text.strip_suffix(stem)?.chars().next_back()?;
                (!excluded.contains(before)).then_some(stem.len() + before.len_utf8())
            }
            Self::None => Some(0),
        }
    }
}

/// Returns an ending in capitals if the word or the matched part of the word is in capitals.
fn cased(ending: &str, word: &str, matched: &str) -> String {
    let is_upper = |text: &str, least: usize| {
        let capitals = text.bytes().filter(u8::is_ascii_uppercase).count();
        capitals >= least && !text.bytes().any(|byte| byte.is_ascii_lowercase())
    };
    if is_upper(word, 1) || is_upper(matched, 2) {
        ending.to_ascii_uppercase()
    } else {
        ending.to_owned()
    }
}

/// Capitalizes a text if `like` starts with a capital.
pub(super) fn capitalized_like(mut text: String, like: &str) -> String {
    if let Some(first) = text.get_mut(..1)
        && like.starts_with(|c: char| c.is_ascii_uppercase())
    {
        first.make_ascii_uppercase();
    }
    text
}

/// Gives the singular of an irregular plural the case of the plural.
fn irregular(plural: &str, one: &str) -> String {
    let has_lower = plural.bytes().any(|byte| byte.is_ascii_lowercase());
    let has_upper = plural.bytes().any(|byte| byte.is_ascii_uppercase());
    if !has_upper {
        return one.to_ascii_lowercase();
    }
    if !has_lower {
        return one.to_ascii_uppercase();
    }
    let pairs = plural.bytes().zip(one.bytes());
    let shared = pairs.take_while(|(plural, one)| plural.eq_ignore_ascii_case(one));
    match shared.count() {
        _ if one.bytes().any(|byte| byte.is_ascii_uppercase()) => one.to_owned(),
        0 => capitalized_like(one.to_owned(), plural),
        shared => {
            let (start, end) = (plural.get(..shared), one.get(shared..));
            format!("{}{}", start.unwrap_or_default(), end.unwrap_or_default())
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use pluralizer::pluralize;

    use super::{IRREGULAR, RULES, SINGULARS, Stems, UNCOUNTABLE, singular};

    /// The words that a rule mentions, in the singular and the plural.
    fn mentioned() -> BTreeSet<String> {
        let mut words = BTreeSet::new();
        for rule in RULES {
            let stems: &[&str] = match &rule.stems {
                Stems::Any(stems) | Stems::Whole(stems) => stems,
                Stems::NotAfter(_, stem) => &[*stem],
                Stems::None => &[""],
            };
            for stem in stems {
                let endings = rule.plurals.iter().chain([&rule.singular]);
                words.extend(endings.map(|ending| format!("{stem}{ending}")));
                words.insert(format!("{stem}s"));
                words.insert(format!("{stem}es"));
            }
        }
        let lists = SINGULARS.iter().chain(UNCOUNTABLE);
        words.extend(lists.map(|word| (*word).to_owned()));
        let pairs = IRREGULAR.iter().flat_map(|(many, one)| [*many, *one]);
        words.extend(pairs.map(str::to_owned));
        words
    }

    /// Returns a word in several notations of capitals.
    fn notations(word: &str) -> [String; 5] {
        let (start, end) = word.split_at(word.len().min(1));
        let (most, last) = word.split_at(word.len().saturating_sub(1));
        [
            word.to_owned(),
            word.to_uppercase(),
            format!("{}{end}", start.to_uppercase()),
            format!("{start}{}", end.to_uppercase()),
            format!("{}{last}", most.to_uppercase()),
        ]
    }

    #[track_caller]
    fn agrees(word: &str) {
        assert_eq!(singular(word), pluralize(word, 1, false), "{word}");
    }

    #[test]
    fn every_mentioned_word_has_the_singular_of_the_library() {
        for word in mentioned() {
            for before in ["", "a", "n", "over", "B", "7", "PRE"] {
                for notation in notations(&word) {
                    agrees(&format!("{before}{notation}"));
                }
            }
        }
    }

    #[test]
    fn every_ending_has_the_singular_of_the_library() {
        let letters = || 'a'..='z';
        for first in letters() {
            for second in letters() {
                for third in letters() {
                    agrees(&format!("{first}{second}{third}"));
                    agrees(&format!("{first}{second}{third}s"));
                    agrees(&format!("{first}{second}{third}es"));
                }
            }
        }
    }
}
