//! An access token that the program already has, and the cloud of the token.

use crate::runtime::{Authorize, Bearer, BoxFuture, Request, Result, Scheme, SchemeKind, Secret};

use super::cloud::Cloud;
use super::region;

/// An OAuth access token that you already have, for API v2. The client does not renew the token.
///
/// `Debug` output does not contain the token.
#[derive(Clone, Debug)]
pub struct AccessToken {
    bearer: Bearer,
    cloud: Cloud,
}

impl AccessToken {
    /// Creates the credentials from an access token of the commercial cloud.
    #[must_use]
    pub fn new(token: impl Into<Secret>) -> Self {
        Self {
            bearer: Bearer::new(token),
            cloud: Cloud::default(),
        }
    }

    /// Sets the cloud that issued the token. The client sends calls to the hosts of this cloud, unless you set a URL.
    #[must_use]
    pub fn cloud(mut self, cloud: Cloud) -> Self {
        self.cloud = cloud;
        self
    }
}

impl Authorize for AccessToken {
    fn supports(&self, scheme: &Scheme) -> bool {
        scheme.kind == SchemeKind::OAuth2
    }

    fn check(&self) -> Result<()> {
        self.bearer.check()
    }

    fn authorize<'a>(
        &'a self,
        request: &'a mut Request,
        schemes: &'a [&'static Scheme],
    ) -> BoxFuture<'a, Result<()>> {
        let server = request.operation().server;
        let cloud_url = region::of_cloud(self.cloud);
        if let Some(url) = region::base_url(self.cloud, cloud_url.as_ref(), server) {
            request.set_default_base_url(url);
        }
        self.bearer.authorize(request, schemes)
    }
}
