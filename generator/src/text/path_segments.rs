//! Paths without the segments that many APIs put before all their resources, such as `/api/v1`.

/// Segments that name no resource.
const GENERIC: &[&str] = &["api", "apis", "rest", "restapi"];

/// Returns the segments of a path, without the generic segments and versions at its start: `/api/v1/users/{id}` → `users`,
/// `{id}`. At least one segment without a placeholder stays, if the path has one. The result depends only on this path.
/// Thus, a new path renames nothing.
#[must_use]
pub fn own_segments(path: &str) -> Vec<&str> {
    let all: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let generic = all.iter().take_while(|part| is_generic(part)).count();
    let own = all.get(generic..).unwrap_or_default();
    if own.iter().any(|part| !part.contains('{')) {
        own.to_vec()
    } else {
        all
    }
}

/// Returns whether a segment is `api` or similar, or a version such as `v1`, `2.0`, `v1beta2` or `2010-04-01`.
fn is_generic(segment: &str) -> bool {
    let lower = segment.to_ascii_lowercase();
    GENERIC.contains(&lower.as_str()) || is_version(&lower)
}

fn is_version(text: &str) -> bool {
    let digits = text.strip_prefix('v').unwrap_or(text);
    let digits = ["alpha", "beta"]
        .iter()
        .find_map(|stage| {
            let (before, after) = digits.split_once(stage)?;
            let is_number = after.bytes().all(|byte| byte.is_ascii_digit());
            (is_number && text.starts_with('v')).then_some(before)
        })
        .unwrap_or(digits);
    let mut parts = digits.split(['.', '-', '_']);
    parts.all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::own_segments;

    #[test]
    fn the_prefix_before_the_resource_is_dropped() {
        for path in [
            "/users/{id}",
            "/api/users/{id}",
            "/api/v1/users/{id}",
            "/rest/2.0/users/{id}",
            "/v1beta2/users/{id}",
            "/2010-04-01/users/{id}",
        ] {
            assert_eq!(own_segments(path), ["users", "{id}"], "{path}");
        }
    }

    #[test]
    fn words_that_name_something_stay() {
        assert_eq!(own_segments("/video/v1/rooms"), ["video", "v1", "rooms"]);
        assert_eq!(own_segments("/apikeys/v1"), ["apikeys", "v1"]);
        assert_eq!(own_segments("/via/{id}"), ["via", "{id}"]);
        assert_eq!(own_segments("/v/{id}"), ["v", "{id}"]);
    }

    #[test]
    fn a_path_keeps_a_segment() {
        assert_eq!(own_segments("/api/v1"), ["api", "v1"]);
        assert_eq!(own_segments("/api/{id}"), ["api", "{id}"]);
        assert!(own_segments("/").is_empty());
    }
}
