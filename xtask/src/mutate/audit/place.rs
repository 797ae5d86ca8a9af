//! The parts of a crate, as used in classes of failures.

/// Returns the part of the crate to which a file belongs. File names themselves are unsuitable for classes, because most of them
/// depend on the document.
pub(crate) fn part_of(path: &str) -> String {
    let mut parts = path.split('/');
    match (parts.next(), parts.next(), parts.next()) {
        (Some(folder), Some(second), Some(_)) => format!("{folder}/{second}/…"),
        _ => path.to_owned(),
    }
}
