//! Names the part of a crate in which a failure occurs.

/// Returns the part of the crate that contains a file. `src/api/users.rs` → `src/api/…`. File names depend on the
/// document, so the name of the file would distinguish failures that have the same cause.
pub(crate) fn part_of(path: &str) -> String {
    let mut parts = path.split('/');
    match (parts.next(), parts.next(), parts.next()) {
        (Some(folder), Some(second), Some(_)) => format!("{folder}/{second}/…"),
        _ => path.to_owned(),
    }
}
