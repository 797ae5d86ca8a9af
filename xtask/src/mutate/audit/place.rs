//! The names of files in classes of failures.

/// Returns the part of the crate that a file belongs to: documents choose the names of most files.
pub(crate) fn part_of(path: &str) -> String {
    let mut parts = path.split('/');
    match (parts.next(), parts.next(), parts.next()) {
        (Some(folder), Some(second), Some(_)) => format!("{folder}/{second}/…"),
        _ => path.to_owned(),
    }
}
