//! Base64 for URLs, without padding (RFC 4648, 5).
//!
//! In: bytes. Out: text. It must not be used to hide anything.

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Encodes bytes.
pub(super) fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let mut group = [0; 3];
        for (to, from) in group.iter_mut().zip(chunk) {
            *to = *from;
        }
        let [a, b, c] = group;
        let digits = [
            a >> 2,
            (a & 3) << 4 | b >> 4,
            (b & 15) << 2 | c >> 6,
            c & 63,
        ];
        // One byte takes two digits, two take three, three take four.
        let digits = digits.into_iter().take(chunk.len() + 1);
        text.extend(
            digits
                .filter_map(|digit| DIGITS.get(usize::from(digit)))
                .map(|digit| char::from(*digit)),
        );
    }
    text
}
