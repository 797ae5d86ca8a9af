//! The clouds of Zoom. Each cloud has its own hosts, accounts and apps.
//!
//! Source: Zoom's page "Zoom for Government variants" (`marketplace.zoomgov.com/docs/variants/zfg-variants`). The page says
//! that apps replace the host `api.zoom.us` with `api.zoomgov.com`, and the host `zoom.us` with `zoomgov.com`. The page does
//! not mention the host of uploads, `fileapi.zoom.us`. The client assumes `fileapi.zoomgov.com`, by the same rule.

/// A cloud of Zoom: the hosts of the OAuth endpoints and of API v2. An account exists in one cloud only.
///
/// The cloud is a setting of the credentials, because credentials of one cloud are worthless in another:
/// [`ServerToServer::cloud`](super::ServerToServer::cloud), `AuthorizationCode::cloud` and
/// [`AccessToken::cloud`](super::AccessToken::cloud). The client then sends neither credentials nor tokens to a host of
/// another cloud, unless you set another URL.
///
/// Uploads to digital signage have a server of their own, `https://fileapi.zoom.us`. Zoom does not document its host in the
/// government cloud. The client assumes `https://fileapi.zoomgov.com`. To use another host, call
/// [`base_url`](crate::runtime::Call::base_url).
///
/// A region of the commercial cloud, such as Europe, is not a cloud. The client detects the region of an account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Cloud {
    /// The commercial cloud: `https://zoom.us` and `https://api.zoom.us`.
    #[default]
    Commercial,
    /// Zoom for Government, for public authorities of the USA: `https://zoomgov.com` and `https://api.zoomgov.com`.
    Gov,
}

impl Cloud {
    /// Returns the base URL of the OAuth endpoints, such as `https://zoom.us`.
    #[must_use]
    pub const fn oauth_url(self) -> &'static str {
        match self {
            Self::Commercial => "https://zoom.us",
            Self::Gov => "https://zoomgov.com",
        }
    }

    /// Returns the base URL of the APIs, such as `https://api.zoom.us`. The base URL of API v2 is this URL followed by
    /// `/v2`.
    #[must_use]
    pub const fn api_url(self) -> &'static str {
        match self {
            Self::Commercial => "https://api.zoom.us",
            Self::Gov => "https://api.zoomgov.com",
        }
    }

    /// Returns the URL of this cloud for a URL of the commercial cloud: `https://fileapi.zoomgov.com/v2` for
    /// `https://fileapi.zoom.us/v2`. `None` if the URL is the same, or not a URL of the commercial cloud.
    pub(super) fn moved(self, url: &str) -> Option<String> {
        let rest = url.strip_prefix("https://")?;
        let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        if self == Self::Commercial || Self::of_host(host) != Some(Self::Commercial) {
            return None;
        }
        let subdomain = host.strip_suffix(Self::Commercial.domain())?;
        Some(format!("https://{subdomain}{}{path}", self.domain()))
    }

    /// Returns the cloud of a host; `None` if the host is not a host of Zoom.
    pub(super) fn of_host(host: &str) -> Option<Self> {
        let host = host.to_ascii_lowercase();
        [Self::Commercial, Self::Gov].into_iter().find(|cloud| {
            let subdomain = host.strip_suffix(cloud.domain());
            subdomain.is_some_and(|subdomain| subdomain.is_empty() || subdomain.ends_with('.'))
        })
    }

    /// Returns the domain of all hosts.
    const fn domain(self) -> &'static str {
        match self {
            Self::Commercial => "zoom.us",
            Self::Gov => "zoomgov.com",
        }
    }
}
