//! A reseller's story, told with API v1.
//!
//! Reseller ABC has two customers, GOOG and FB. It gives each a sub account with a plan, gets the key pair of each, and then
//! acts inside GOOG's account by GOOG's own pair. The steps are those of Zoom's article on account structures.
//!
//! Zoom switched v1 off, so the calls go to a small server within this program, in `server.rs`; a gateway that still speaks
//! v1 takes its place in earnest. Nothing leaves this machine.
//!
//! ```text
//! cargo run --example v1_reseller
//! ```

#![expect(clippy::print_stdout, reason = "the example tells what it does")]

mod server;

use std::error::Error;

use zoom_accounts::v1::{
    Account, AccountCreate, CollectionMethod, PayMode, Plan, PlanAdd, PlanName, PlanSubscribe,
};
use zoom_accounts::auth::ApiKeyPair;
use zoom_accounts::Client;
use zoom_accounts::ids::AccountId;

/// A customer of ABC.
struct Customer {
    name: &'static str,
    email: &'static str,
    plan: Plan,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let url = server::start().await?;

    // Zoom sets up the primary account by hand; ABC finds its key pair in the developer portal.
    let abc = client(&url, ApiKeyPair::new(server::ABC.0, server::ABC.1))?;
    println!("1. ABC has a primary account and its key pair");

    let goog = Customer {
        name: "GOOG",
        email: "owner@goog.example.com",
        plan: Plan::new(PlanName::BusinessMonthly, 25),
    };
    let fb = Customer {
        name: "FB",
        email: "owner@fb.example.com",
        plan: Plan::new(PlanName::Monthly, 5),
    };
    let goog_id = take_on(&abc, &goog).await?;
    let fb_id = take_on(&abc, &fb).await?;

    // Asking for a mail address that is taken fails. v1 tells it under HTTP 200: what counts is the code.
    let again = AccountCreate::new(goog.email, "Ada", "Example", "test-password");
    match abc.v1().accounts().create(again).await {
        Err(error) if error.code() == Some("1005") => println!("   a second GOOG: {error}"),
        other => return Err(format!("the second GOOG: {other:?}").into()),
    }

    println!("4. ABC gets the key pairs of its sub accounts");
    let goog_client = client(&url, key_pair(&abc, &goog_id).await?)?;
    key_pair(&abc, &fb_id).await?;

    println!("5. ABC acts inside GOOG's account, by GOOG's own key pair");
    let webinars = PlanAdd::new(&goog_id, PlanName::Webinar100Monthly);
    goog_client.v1().plans().add(webinars).await?;
    let plans = goog_client.v1().plans().get(&goog_id).await?;
    println!("   base plan: {:?}", plans.plan_base);
    println!("   webinars: {:?}", plans.plan_webinar);

    // A sub account's pair reaches that sub account and nothing else.
    match goog_client.v1().plans().get(&fb_id).await {
        Err(error) => println!("   FB's plans: {error}"),
        Ok(_) => return Err("GOOG reached FB's account".into()),
    }

    println!("All sub accounts of ABC:");
    let mut accounts = abc.v1().accounts().list().page_size(1).items();
    while let Some(account) = accounts.next().await {
        let account = account?;
        let name = account.owner_email.unwrap_or_default();
        println!("   {name} has {} seats", account.seats.unwrap_or(0));
    }
    Ok(())
}

/// A client that acts as the account of this key pair.
fn client(url: &str, pair: ApiKeyPair) -> zoom_accounts::Result<Client> {
    Client::builder().server_url("v1", url).auth(pair).build()
}

/// Creates a sub account, for which ABC pays by invoice, and subscribes it to its plan.
async fn take_on(abc: &Client, customer: &Customer) -> Result<AccountId, Box<dyn Error>> {
    let request = AccountCreate::new(customer.email, "Ada", "Example", "test-password")
        .pay_mode(PayMode::Master)
        .collection_method(CollectionMethod::Manual);
    let created = abc.v1().accounts().create(request).await?;
    // What v1 answers is known by examples only, so each member may be absent.
    let id = created.id.ok_or("the new account has no id")?;
    println!("2. {} has the sub account {id}", customer.name);

    let request = PlanSubscribe::new(
        &id,
        "Ada",
        "Example",
        "+1 555 010 0200",
        "1 Example Street",
        "San Jose",
        "US",
        "CA",
        "95113",
        customer.plan.clone(),
    );
    let plans = abc.v1().plans().subscribe(request).await?;
    println!("3. {} is subscribed: {:?}", customer.name, plans.plan_base);
    Ok(id)
}

/// The key pair of a sub account, where Zoom's support has switched that on.
///
/// No document names the members that hold it, so the client finds them among those that it does not know. The names here
/// are those of the server in this program.
async fn key_pair(abc: &Client, id: &AccountId) -> Result<ApiKeyPair, Box<dyn Error>> {
    let account: Account = abc.v1().accounts().get(id).await?;
    let member = |name: &str| account.extra.get(name).and_then(|value| value.as_str());
    let (Some(key), Some(secret)) = (member("api_key"), member("api_secret")) else {
        return Err("the key pair is not handed out".into());
    };
    // `Debug` shows the names of unknown members, and not what they hold.
    println!("   {id}: {:?}", account.extra);
    Ok(ApiKeyPair::new(key, secret))
}
