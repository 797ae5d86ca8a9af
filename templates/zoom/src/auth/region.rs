//! Base URLs of clouds and regions. Zoom keeps accounts in regions, and `api_url` in a token response identifies the
//! region.
//!
//! Only hosts of the cloud that issued the token are accepted. A token response must not make the client send tokens to
//! other hosts.

use crate::runtime::{BaseUrl, Server};

use super::cloud::Cloud;

/// The global base URL, which the base URL of a region replaces.
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
    // `BaseUrl` accepts plain `http` only for loopback hosts, which are not Zoom's.
    (Cloud::of_host(url.host()) == Some(cloud)).then_some(url)
}

/// Returns the base URL of a server for a token of this cloud and region. `None` if the URL of the server is right.
///
/// Only the server of the APIs is regional. Any other server has one host for each cloud.
pub(super) fn base_url(cloud: Cloud, region: Option<&BaseUrl>, server: &Server) -> Option<BaseUrl> {
    let regional = server.url.strip_prefix(GLOBAL);
    match regional.filter(|path| path.is_empty() || path.starts_with('/')) {
        Some(path) => BaseUrl::parse(&format!("{}{path}", region?.as_str()), false).ok(),
        None => BaseUrl::parse(&cloud.moved(server.url)?, false).ok(),
    }
}
