//! Where calls with a token go: Zoom keeps accounts in regions, and a token names its own.
//!
//! In: the `api_url` of a token's answer. Out: the base URL of calls, for hosts of Zoom alone: a token must not go elsewhere
//! because an answer says so.

use crate::runtime::{BaseUrl, Server};

/// The host of the servers that a region stands in for.
const GLOBAL: &str = "https://api.zoom.us";
/// The domains that tokens may go to.
const DOMAINS: [&str; 2] = ["zoom.us", "zoomgov.com"];

/// The URL of a region, if it is one of Zoom's own over TLS.
pub(super) fn region(api_url: &str) -> Option<BaseUrl> {
    let url = BaseUrl::parse(api_url, false).ok()?;
    // Plain `http` is for loopback hosts only, and those are none of Zoom's.
    let host = url.host().to_ascii_lowercase();
    let is_zoom = DOMAINS.iter().any(|domain| {
        let below = host.strip_suffix(domain);
        below.is_some_and(|below| below.is_empty() || below.ends_with('.'))
    });
    is_zoom.then_some(url)
}

/// Where calls to this server go in the region; `None` if they do not depend on it.
pub(super) fn base_url(region: &BaseUrl, server: &Server) -> Option<BaseUrl> {
    let path = server.url.strip_prefix(GLOBAL)?;
    if path.is_empty() || path.starts_with('/') {
        BaseUrl::parse(&format!("{}{path}", region.as_str()), false).ok()
    } else {
        None
    }
}
