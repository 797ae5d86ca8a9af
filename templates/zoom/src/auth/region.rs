//! Base URLs of clouds and regions. Each account is in a region, and `api_url` in a token response names
//! the region.
//!
//! Only hosts of the cloud that issued the token are accepted. Otherwise, a forged token response could make the client
//! send tokens to any host.

use crate::runtime::{BaseUrl, Server};

use super::cloud::Cloud;

/// The global base URL. For an account in a region, the base URL of the region replaces it.
const GLOBAL: &str = Cloud::Commercial.api_url();

/// Returns the base URL of a cloud. `None` for the commercial cloud, whose URL is the default of the operations.
pub(super) fn of_cloud(cloud: Cloud) -> Option<BaseUrl> {
    match cloud {
        Cloud::Commercial => None,
        Cloud::Gov => BaseUrl::parse(cloud.api_url(), false).ok(),
    }
}

/// Parses the URL of a region; `None` if it is not an `https` URL of this cloud.
pub(super) fn region(api_url: &str, cloud: Cloud) -> Option<BaseUrl> {
    let url = BaseUrl::parse(api_url, false).ok()?;
    // `BaseUrl` accepts `http` only for loopback hosts, and these are not hosts of Zoom.
    (Cloud::of_host(url.host()) == Some(cloud)).then_some(url)
}

/// Returns the base URL to use for a server with a token of this cloud and region. Returns `None` if the URL of the
/// server itself is right.
///
/// `https://api.zoom.us` has a different host in each region. Any other server has one host in each cloud.
pub(super) fn base_url(cloud: Cloud, region: Option<&BaseUrl>, server: &Server) -> Option<BaseUrl> {
    let regional = server.url.strip_prefix(GLOBAL);
    match regional.filter(|path| path.is_empty() || path.starts_with('/')) {
        Some(path) => BaseUrl::parse(&format!("{}{path}", region?.as_str()), false).ok(),
        None => BaseUrl::parse(&cloud.moved(server.url)?, false).ok(),
    }
}
