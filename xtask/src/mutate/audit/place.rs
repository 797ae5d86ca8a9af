//! The names for parts of a crate in classes of failures.

/// Returns the part of the crate that contains a file. `src/api/users.rs` → `src/api/…`. File names depend on the document, so a
/// class of failures names only the part.
pub(crate) fn part_of(path: &str) -> String {
    let mut parts = path.split('/');
    match (parts.next(), parts.next(), parts.next()) {
        (Some(folder), Some(second), Some(_)) => format!("{folder}/{second}/…"),
        _ => path.to_owned(),
    }
}
