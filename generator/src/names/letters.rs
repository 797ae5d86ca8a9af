//! Adds letters to names that nothing else distinguishes, such as `OptionA` and `OptionB`.

use std::collections::BTreeMap;

/// Returns the letters for an index: `A` to `Z`, `AA` to `ZZ`, and so on.
pub(super) fn letter(index: usize) -> String {
    const LETTERS: usize = 26;
    let mut reversed = Vec::new();
    let mut rest = index + 1;
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % LETTERS).unwrap_or_default();
        reversed.push(char::from(b'A' + digit));
        rest = (rest - 1) / LETTERS;
    }
    reversed.iter().rev().collect()
}

/// Creates names with letters. For each name, it counts the letters that it has tried. Without this count, thousands of
/// equal names would take quadratic time.
#[derive(Debug, Default)]
pub(super) struct Letters {
    tried: BTreeMap<String, usize>,
}

impl Letters {
    /// Returns the first free name that consists of `name` and a letter.
    pub(super) fn first_free(
        &mut self,
        name: &str,
        with_letter: impl Fn(&str) -> String,
        mut is_free: impl FnMut(&str) -> bool,
    ) -> String {
        let tried = self.tried.entry(name.to_owned()).or_default();
        loop {
            let offered = with_letter(&letter(*tried));
            *tried += 1;
            if is_free(&offered) {
                return offered;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::letter;

    #[test]
    fn letters_never_end() {
        let found = [0, 25, 26, 701, 702, 18_277, 18_278].map(letter);
        assert_eq!(found, ["A", "Z", "AA", "ZZ", "AAA", "ZZZ", "AAAA"]);
    }
}
