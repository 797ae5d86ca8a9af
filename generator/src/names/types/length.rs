//! Shortens long type names.
//!
//! In: the words of a name, from its root to its last step. Out: the possible names of the type, in order of
//! preference. A name of at most [`MOST_LETTERS`] letters is not shortened.

use super::super::idents::pascal_words;

/// The maximum length of a type name. A longer name is shortened, unless all shorter names are already used.
pub(in crate::names) const MOST_LETTERS: usize = 60;

/// The words of a type name: a root such as `User`, and a word for each step from the root to the type, such as
/// `Address`.
#[derive(Clone, Debug, Default)]
pub(super) struct Words {
    /// The possible roots. The first root is the longest.
    pub(super) roots: Vec<String>,
    pub(super) tail: Vec<String>,
}

impl Words {
    /// Creates a name that consists of a root only.
    pub(super) fn whole(name: String) -> Self {
        Self::root(vec![name])
    }

    /// Creates a name from its possible roots, in order of preference.
    pub(super) fn root(roots: Vec<String>) -> Self {
        Self {
            roots,
            tail: Vec::new(),
        }
    }

    /// Appends steps. Empty steps are ignored.
    pub(super) fn then(mut self, steps: impl IntoIterator<Item = String>) -> Self {
        self.tail
            .extend(steps.into_iter().filter(|step| !step.is_empty()));
        self
    }

    /// Returns the name with the first root and all steps.
    pub(super) fn text(&self) -> String {
        let root = self.roots.first().map_or("", String::as_str);
        format!("{root}{}", self.tail.concat())
    }

    /// Lists the possible names of a type, in order of preference. A short name is the only possible name. From a long
    /// name, more and more words are dropped: first the words that the next word repeats, then the first steps, then
    /// the root. If no shorter name is free, the whole name is used.
    pub(super) fn forms(&self) -> Vec<Self> {
        if self.text().len() <= MOST_LETTERS {
            return vec![self.clone()];
        }
        let tail = without_repeated(&self.tail);
        let mut forms = Vec::new();
        // The last step is always kept, because the root alone is the name of another type.
        for dropped in 0..tail.len().max(1) {
            let rest = tail.get(dropped..).unwrap_or_default();
            forms.extend(self.roots.iter().map(|root| Self {
                roots: vec![root.clone()],
                tail: rest.to_vec(),
            }));
        }
        for dropped in 0..tail.len() {
            forms.push(Self::whole(
                tail.get(dropped..).unwrap_or_default().concat(),
            ));
        }
        let words = pascal_words(&self.text());
        for dropped in 1..words.len() {
            forms.push(Self::whole(
                words.get(dropped..).unwrap_or_default().concat(),
            ));
        }
        forms.retain(|form| {
            let text = form.text();
            // Inside of an identifier, a word can start with a digit. At the start of the identifier, it cannot.
            text.len() <= MOST_LETTERS && text.starts_with(|c: char| c.is_ascii_uppercase())
        });
        forms.push(self.clone());
        forms
    }
}

/// Drops each word that the next word starts with: `PhoneNumber`, `PhoneNumberAddOn` becomes `PhoneNumberAddOn`.
pub(super) fn without_repeated(words: &[String]) -> Vec<String> {
    let mut kept: Vec<String> = Vec::with_capacity(words.len());
    for word in words {
        while kept.last().is_some_and(|last| repeats(word, last)) {
            kept.pop();
        }
        kept.push(word.clone());
    }
    kept
}

/// Whether `text` starts with the words of `start`.
fn repeats(text: &str, start: &str) -> bool {
    text.strip_prefix(start)
        .is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::{MOST_LETTERS, Words};

    fn words(roots: &[&str], tail: &[&str]) -> Words {
        let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
        Words {
            roots: owned(roots),
            tail: owned(tail),
        }
    }

    fn first(words: &Words) -> String {
        words.forms().first().map(Words::text).unwrap_or_default()
    }

    #[test]
    fn a_short_name_stays_whole() {
        let whole = words(&["Account"], &["Settings", "SettingsMeeting"]);
        assert_eq!(first(&whole), "AccountSettingsSettingsMeeting");
    }

    #[test]
    fn repeated_words_are_dropped_first() {
        let long = words(
            &["ApiV2010Account"],
            &[
                "IncomingPhoneNumber",
                "IncomingPhoneNumberAssignedAddOn",
                "Extension",
            ],
        );
        assert_eq!(
            first(&long),
            "ApiV2010AccountIncomingPhoneNumberAssignedAddOnExtension"
        );
    }

    #[test]
    fn steps_behind_the_root_are_dropped_next() {
        let long = words(
            &["GroupGetSettingsResponse", "GetSettingsResponse"],
            &[
                "InMeeting",
                "AutoGeneratedTranslation",
                "TranslateTo",
                "Code",
            ],
        );
        assert_eq!(
            first(&long),
            "GetSettingsResponseAutoGeneratedTranslationTranslateToCode"
        );
    }

    #[test]
    fn every_form_but_the_whole_one_is_short() {
        let long = words(
            &["ListOfEverythingThatTheServerHasEverSeenOrHeardOfAndMoreThanThat"],
            &[],
        );
        let forms = long.forms();
        assert!(forms.len() > 1);
        let (whole, short) = forms.split_last().expect("a form");
        assert_eq!(whole.text(), long.text());
        assert!(short.iter().all(|form| form.text().len() <= MOST_LETTERS));
    }
}
