//! A task that walks over all sub accounts.

use std::collections::BTreeMap;
use std::sync::Arc;

use zoom_accounts::Client;
use zoom_accounts::v2::users::UserListParams;

use crate::books::{Presence, compare};
use crate::judge::Judge;

/// The number of accounts in progress.
const CONCURRENCY: usize = 8;

/// Walks over all sub accounts, and compares the visits with the accounts that existed before the walk.
pub(crate) async fn walk(judge: &Arc<Judge>, zoom: &Client) {
    let before: BTreeMap<_, _> = judge.accounts.lock().unwrap().clone();
    let mut walk = zoom.for_each_sub_account(CONCURRENCY, async |scope, _| {
        let params = UserListParams::default().page_size(1);
        scope.users().list().params(params).await
    });
    let (mut listed, mut is_complete) = (Vec::new(), true);
    while let Some(visit) = walk.next().await {
        match visit {
            Ok((account, outcome)) => {
                judge.verdict("walk: users.list", &outcome);
                listed.extend(account.owner_email);
            }
            Err(error) => {
                judge.verdict::<()>("walk", &Err(error));
                is_complete = false;
            }
        }
    }
    // The other tasks go on during the walk: an account that is new or unknown may be in the list.
    let mut known = judge.accounts.lock().unwrap().clone();
    for (email, presence) in &mut known {
        if *presence == Presence::Present && before.get(email) != Some(&Presence::Present) {
            *presence = Presence::Maybe;
        }
    }
    // A creation may be in progress, and its task has not yet recorded it.
    for email in &listed {
        known.entry(email.clone()).or_insert(Presence::Maybe);
    }
    compare(judge, "walk", &known, &listed, is_complete);
}
