//! Transliterates letters to ASCII, for use in identifiers.
//!
//! In: a letter. Out: its usual ASCII transliteration, such as `e` for `é` and `zh` for `ж`. Characters of other scripts, such
//! as Chinese, have no transliteration.

/// Lower-case letters and their transliteration.
const LETTERS: &[(&str, &str)] = &[
    ("àáâãäåāăąǎạảấầẩẫậắằẳẵặа", "a"),
    ("æ", "ae"),
    ("б", "b"),
    ("çćĉċč", "c"),
    ("ďđðд", "d"),
    ("èéêëēĕėęěẹẻẽếềểễệеэ", "e"),
    ("ф", "f"),
    ("ĝğġģгґ", "g"),
    ("ĥħ", "h"),
    ("ìíîïĩīĭįıǐịỉиіі", "i"),
    ("ĵ", "j"),
    ("ķк", "k"),
    ("ĺļľŀłл", "l"),
    ("м", "m"),
    ("ñńņňŉŋн", "n"),
    ("òóôõöøōŏőǒọỏốồổỗộơớờởỡợо", "o"),
    ("œ", "oe"),
    ("п", "p"),
    ("ŕŗřр", "r"),
    ("śŝşšșс", "s"),
    ("ß", "ss"),
    ("ţťŧțт", "t"),
    ("þ", "th"),
    ("ùúûüũūŭůűųǔụủứừửữựưу", "u"),
    ("в", "v"),
    ("ŵ", "w"),
    ("ýÿŷỳỵỷỹыйў", "y"),
    ("źżžз", "z"),
    ("ж", "zh"),
    ("х", "kh"),
    ("ц", "ts"),
    ("ч", "ch"),
    ("ш", "sh"),
    ("щ", "shch"),
    ("ю", "yu"),
    ("я", "ya"),
    ("ё", "yo"),
    ("є", "ye"),
    ("ї", "yi"),
    ("ьъ", ""),
    ("αά", "a"),
    ("β", "b"),
    ("γ", "g"),
    ("δ", "d"),
    ("εέ", "e"),
    ("ζ", "z"),
    ("ηήιίϊ", "i"),
    ("θ", "th"),
    ("κ", "k"),
    ("λ", "l"),
    ("μ", "m"),
    ("ν", "n"),
    ("ξ", "x"),
    ("οόωώ", "o"),
    ("π", "p"),
    ("ρ", "r"),
    ("σς", "s"),
    ("τ", "t"),
    ("υύϋ", "y"),
    ("φ", "f"),
    ("χ", "ch"),
    ("ψ", "ps"),
];

/// Returns the ASCII letters for a letter, in the same case. `None` for a character without a transliteration.
pub(super) fn ascii(c: char) -> Option<String> {
    let mut lower = c.to_lowercase();
    let only = lower.next().filter(|_| lower.next().is_none())?;
    let (_, text) = LETTERS.iter().find(|(letters, _)| letters.contains(only))?;
    let mut letters = text.chars();
    Some(match letters.next() {
        Some(first) if c.is_uppercase() => std::iter::once(first.to_ascii_uppercase())
            .chain(letters)
            .collect(),
        _ => (*text).to_owned(),
    })
}

/// Whether a character is a combining accent or invisible. Such a character does not separate words.
pub(super) const fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200d}' | '\u{feff}' | '\u{ad}')
}

#[cfg(test)]
mod tests {
    use super::ascii;

    #[test]
    fn letters_keep_their_case() {
        let found = |text: &str| text.chars().filter_map(ascii).collect::<String>();
        assert_eq!(found("éÉßÆñ"), "eEssAen");
        assert_eq!(found("Привет"), "Privet");
        assert_eq!(found("認証🦀!"), "");
    }
}
