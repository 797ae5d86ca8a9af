//! Recognizes paths that exist only with the prefix.

/// Returns whether a path is in the list. `/a/*` covers all paths below `/a`.
pub(super) fn is_native(path: &str, native: &[String]) -> bool {
    native.iter().any(|native| {
        native.strip_suffix("/*").map_or(path == native, |folder| {
            path.strip_prefix(folder)
                .is_some_and(|below| below.starts_with('/'))
        })
    })
}
