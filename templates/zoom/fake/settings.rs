//! The settings of the apps, the tokens, the limits and the faults of a fake.

use std::io;

use super::budgets::FakePlan;
use super::builder::FakeZoomBuilder;
use super::faults::FaultRule;
use super::state::State;

/// The settings of the apps, the tokens, the limits and the faults.
#[derive(Clone, Debug, Default)]
pub(super) struct Settings {
    plan: Option<FakePlan>,
    /// Whether the limits of a snapshot are turned off.
    no_limits: bool,
    scopes: Option<Vec<String>>,
    api_url: Option<String>,
    one_token_at_a_time: bool,
    faults: Vec<FaultRule>,
}

impl Settings {
    /// Applies the settings to a state that has its apps. A setting that was not set does not change a state from a
    /// snapshot.
    pub(super) fn apply(self, state: &mut State) -> io::Result<()> {
        if self.no_limits || self.plan.is_some() {
            state.budgets.plan = self.plan;
        }
        if let Some(url) = self.api_url {
            state.tokens.api_url = Some(url);
        }
        if self.one_token_at_a_time {
            state.tokens.one_at_a_time = true;
        }
        if let Some(scopes) = self.scopes {
            state.tokens.set_scopes(&scopes);
        }
        let invalid = |error| io::Error::new(io::ErrorKind::InvalidInput, error);
        FaultRule::check_all(&self.faults).map_err(invalid)?;
        let mut rules = self.faults.into_iter();
        rules.try_for_each(|rule| state.faults.add(rule).map_err(invalid))
    }
}

impl FakeZoomBuilder {
    /// Sets the plan of the partner, and turns on the rate limits of this plan. By default, there are no limits.
    ///
    /// Limits are counted on the fake's clock.
    pub fn plan(mut self, plan: FakePlan) -> Self {
        self.settings.plan = Some(plan);
        self.settings.no_limits = false;
        self
    }

    /// Turns off all rate limits. This is the default.
    pub fn no_limits(mut self) -> Self {
        self.settings.plan = None;
        self.settings.no_limits = true;
        self
    }

    /// Gives the apps only these scopes, such as `user:read:admin`. A call that needs another scope fails with code
    /// 4711. By default, the apps have every scope.
    ///
    /// Use either classic or granular scopes, as in Zoom's app settings. A call on behalf of a sub account needs a scope
    /// with the suffix `:master`.
    pub fn scopes<S: Into<String>>(mut self, scopes: impl IntoIterator<Item = S>) -> Self {
        let scopes = scopes.into_iter().map(Into::into).collect();
        self.settings.scopes = Some(scopes);
        self
    }

    /// Sets `api_url` in token responses, such as `https://api-eu.zoom.us`. By default, it is the address that the
    /// client uses, from the header `host`.
    pub fn api_url(mut self, url: impl Into<String>) -> Self {
        self.settings.api_url = Some(url.into());
        self
    }

    /// Lets a new server-to-server token revoke the earlier server-to-server tokens of the same app, as Zoom did for
    /// some apps. By default, an app can have several tokens.
    pub fn one_token_at_a_time(mut self) -> Self {
        self.settings.one_token_at_a_time = true;
        self
    }

    /// Adds rules of faults, which hold from the start. [`FaultRule::parse_list`] reads them from JSON.
    pub fn faults<R: Into<FaultRule>>(mut self, rules: impl IntoIterator<Item = R>) -> Self {
        self.settings
            .faults
            .extend(rules.into_iter().map(Into::into));
        self
    }
}
