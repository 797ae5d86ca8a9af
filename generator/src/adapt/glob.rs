//! Patterns of paths.

/// Whether a pattern matches a path. `*` matches any text within a step, and `**` matches any text. A pattern that ends
/// in `/**` also matches the path before it.
pub(super) fn matches(pattern: &str, path: &str) -> bool {
    if let Some(start) = pattern.strip_suffix("/**")
        && fits(start.as_bytes(), path.as_bytes())
    {
        return true;
    }
    fits(pattern.as_bytes(), path.as_bytes())
}

/// Matches without recursion: after a difference, the last `*` or `**` takes one more letter.
fn fits(pattern: &[u8], path: &[u8]) -> bool {
    let (mut at, mut place) = (0, 0);
    // The position after the last `*` of each kind, and the position in the path up to which it matches.
    let mut one: Option<(usize, usize)> = None;
    let mut many: Option<(usize, usize)> = None;
    loop {
        let rest = pattern.get(at..).unwrap_or_default();
        if let Some(after) = rest.strip_prefix(b"**") {
            at = pattern.len() - after.len();
            many = Some((at, place));
            one = None;
            continue;
        }
        if rest.first() == Some(&b'*') {
            at += 1;
            one = Some((at, place));
            continue;
        }
        match (rest.first(), path.get(place)) {
            (None, None) => return true,
            (Some(expected), Some(found)) if expected == found => {
                at += 1;
                place += 1;
                continue;
            }
            _ => {}
        }
        let is_within = |start: usize| path.get(start).is_some_and(|found| *found != b'/');
        if let Some((after, start)) = one.filter(|(_, start)| is_within(*start)) {
            one = Some((after, start + 1));
            (at, place) = (after, start + 1);
        } else if let Some((after, start)) = many.filter(|(_, start)| *start < path.len()) {
            many = Some((after, start + 1));
            one = None;
            (at, place) = (after, start + 1);
        } else {
            return false;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn stars_match_within_a_step_and_across_steps() {
        for (pattern, path, expected) in [
            ("/orders", "/orders", true),
            ("/orders", "/orders/{id}", false),
            ("/orders/*", "/orders/{id}", true),
            ("/orders/*", "/orders/{id}/items", false),
            ("/orders/**", "/orders/{id}/items", true),
            ("/orders/**", "/orders", true),
            ("/orders/**", "/orders2", false),
            ("/*/items", "/orders/items", true),
            ("/*/items", "/a/b/items", false),
            ("/**/items", "/a/b/items", true),
            ("**", "/a", true),
            ("/a*c/**/z*", "/abc/x/y/zed", true),
            ("/a*c/**/z*", "/abc/x/y/zed/q", false),
        ] {
            assert_eq!(matches(pattern, path), expected, "{pattern} {path}");
        }
    }
}
