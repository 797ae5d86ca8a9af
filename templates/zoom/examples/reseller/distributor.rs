//! A distributor: a primary account with customers of its own and with a reseller, which is a second-level primary
//! account with 30 customers.

use std::collections::BTreeMap;

use zoom_accounts::Client;
use zoom_accounts::fake::{FakeZoom, Tiers};
use zoom_accounts::hierarchy::{Tree, Visit};

use crate::{Result, check, requests};

const DISTRIBUTOR: &str = "the distributor";
const RESELLER: &str = "Second Example";
/// How many accounts of a tier the report shows.
const SHOWN: usize = 3;

/// The names of the accounts of a tier, each with its number of users.
type Tier = BTreeMap<String, u64>;

pub(crate) async fn walk() -> Result {
    let fake = FakeZoom::builder().tiers(Tiers::Three).start().await?;
    let distributor = fake.client();
    let reseller = fake.second_level_client_builder().build()?;
    create(&distributor, 1..=20).await?;
    create(&reseller, 21..=50).await?;

    // Only the reseller's own credentials can call the reseller's customers. Therefore, the tree has two roots.
    let mut walk = Tree::new()
        .primary(DISTRIBUTOR, &distributor)
        .primary(RESELLER, &reseller)
        .for_each(async |found| found.scope().users().get_summary().await);
    let mut tiers: BTreeMap<String, Tier> = BTreeMap::new();
    while let Some(visit) = walk.next().await {
        match visit {
            Visit::Account {
                root,
                account,
                outcome,
                ..
            } => {
                let users = outcome?.total_users_count.unwrap_or_default();
                let name = account.account_name.unwrap_or_default();
                let tier = tiers.entry(root.to_string()).or_default();
                tier.insert(name, users.try_into()?);
            }
            Visit::EntryFailed { error, .. } | Visit::RootFailed { error, .. } => {
                return Err(error.into());
            }
            _ => {}
        }
    }
    let (own, below) = (tier(&tiers, DISTRIBUTOR), tier(&tiers, RESELLER));
    // The list of the distributor contains the reseller too.
    check("the number of the distributor's accounts", &own.len(), &21)?;
    check("the number of the reseller's accounts", &below.len(), &30)?;
    check("the reseller's place", &own.contains_key(RESELLER), &true)?;

    println!("{DISTRIBUTOR}: {} accounts", own.len());
    println!("├── {RESELLER}: {} accounts", below.len());
    print_tier("│   ", below.iter());
    print_tier("", own.iter().filter(|(name, _)| *name != RESELLER));
    Ok(())
}

/// Creates one customer for each number.
async fn create(zoom: &Client, numbers: impl Iterator<Item = u32>) -> Result {
    for number in numbers {
        let request = requests::account(&format!("owner@customer{number}.example"))
            .account_name(format!("Customer {number:02}"));
        zoom.accounts().create(request).await?;
    }
    Ok(())
}

fn tier<'a>(tiers: &'a BTreeMap<String, Tier>, root: &str) -> &'a Tier {
    static EMPTY: Tier = Tier::new();
    tiers.get(root).unwrap_or(&EMPTY)
}

/// Prints the first accounts of a tier, and the number of the others.
fn print_tier<'a>(indent: &str, mut accounts: impl Iterator<Item = (&'a String, &'a u64)>) {
    for (name, users) in accounts.by_ref().take(SHOWN) {
        println!("{indent}├── {name} (users: {users})");
    }
    println!("{indent}└── {} more", accounts.count());
}
