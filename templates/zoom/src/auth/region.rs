//! Regional base URLs. Zoom keeps accounts in regions, and `api_url` in a token response identifies the region.
//!
//! Only Zoom's hosts are accepted. A token response must not make the client send tokens to other hosts.

use crate::runtime::{BaseUrl, Server};

/// The global base URL, which the base URL of a region replaces.
const GLOBAL: &str = "https://api.zoom.us";
/// The domains that may receive tokens.
const DOMAINS: [&str; 2] = ["zoom.us", "zoomgov.com"];

/// Parses the URL of a region; `None` if it is not an `https` URL of Zoom.
pub(super) fn region(api_url: &str) -> Option<BaseUrl> {
    let url = BaseUrl::parse(api_url, false).ok()?;
    // `BaseUrl` accepts plain `http` only for loopback hosts, which are not Zoom's.
    let host = url.host().to_ascii_lowercase();
    let is_zoom = DOMAINS.iter().any(|domain| {
        let subdomain = host.strip_suffix(domain);
        subdomain.is_some_and(|subdomain| subdomain.is_empty() || subdomain.ends_with('.'))
    });
    is_zoom.then_some(url)
}

/// Returns the base URL of a server in the region; `None` if the server is not regional.
pub(super) fn base_url(region: &BaseUrl, server: &Server) -> Option<BaseUrl> {
    let path = server.url.strip_prefix(GLOBAL)?;
    if path.is_empty() || path.starts_with('/') {
        BaseUrl::parse(&format!("{}{path}", region.as_str()), false).ok()
    } else {
        None
    }
}
