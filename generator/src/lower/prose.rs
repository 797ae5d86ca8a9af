//! placeholder
/// a
#[must_use] pub fn rustdoc(t: &str) -> String { t.trim().to_owned() }
/// a
#[must_use] pub fn sentence(t: &str) -> String { t.trim().replace('\n', " ") }
