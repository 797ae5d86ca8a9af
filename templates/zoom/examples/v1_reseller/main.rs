//! Manages two customers of a reseller with API v1.
//!
//! ABC is a reseller with the customers GOOG and FB. ABC creates a sub account with a plan for each customer, and gets
//! the key pair of each sub account. Then ABC uses GOOG's key pair to act on GOOG's account. Zoom's article on account
//! structures describes these steps.
//!
//! Zoom has switched off v1, so the requests go to a fake of Zoom in this program. In production, send them to a gateway
//! that still supports v1.
//!
//! ```text
//! cargo run --example v1_reseller --features fake
//! ```

#![expect(clippy::print_stdout, reason = "the example prints its results")]

use std::error::Error;

use zoom_accounts::Client;
use zoom_accounts::auth::ApiKeyPair;
use zoom_accounts::fake::FakeZoom;
use zoom_accounts::ids::AccountId;
use zoom_accounts::v1::accounts::{
    Account, AccountCreate, AccountCreateRequired, CollectionMethod, PayMode,
};
use zoom_accounts::v1::plans::{Plan, PlanAdd, PlanName, PlanSubscribe, PlanSubscribeRequired};

/// A customer of ABC.
struct Customer {
    name: &'static str,
    email: &'static str,
    plan: Plan,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let fake = FakeZoom::start().await?;

    // Zoom creates the primary account on request. The developer portal then shows its key pair.
    let abc = client(&fake, fake.primary_key_pair())?;
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
    let goog_id = create_customer(&abc, &goog).await?;
    let fb_id = create_customer(&abc, &fb).await?;

    // If an email address is in use, v1 reports an error with HTTP 200. Therefore, check the code and not the status.
    let duplicate = AccountCreate::new(AccountCreateRequired {
        email: goog.email,
        first_name: "Ada",
        last_name: "Example",
        password: "test-password".into(),
    });
    match abc.v1().accounts().create(duplicate).await {
        Err(error) if error.code() == Some("1005") => println!("   a second GOOG: {error}"),
        other => return Err(format!("the second GOOG: {other:?}").into()),
    }

    println!("4. Zoom Support enables the key pairs, and ABC gets them");
    for id in [&goog_id, &fb_id] {
        if !fake.enable_key_pair(id) {
            return Err(format!("{id} does not exist").into());
        }
    }
    let goog_client = client(&fake, key_pair(&abc, &goog_id).await?)?;
    key_pair(&abc, &fb_id).await?;

    println!("5. ABC acts on GOOG's account with GOOG's key pair");
    let webinars = PlanAdd::new(&goog_id, PlanName::Webinar100Monthly);
    goog_client.v1().plans().add(webinars).await?;
    let plans = goog_client.v1().plans().get(&goog_id).await?;
    println!("   base plan: {:?}", plans.plan_base);
    println!("   webinars: {:?}", plans.plan_webinar);

    // The key pair of a sub account works only for this sub account.
    match goog_client.v1().plans().get(&fb_id).await {
        Err(error) => println!("   FB's plans: {error}"),
        Ok(_) => return Err("GOOG has access to FB's account".into()),
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

/// Creates a client for the account of this key pair.
fn client(fake: &FakeZoom, pair: ApiKeyPair) -> zoom_accounts::Result<Client> {
    let url = format!("{}/v1", fake.url());
    Client::builder().server_url("v1", url).auth(pair).build()
}

/// Creates a sub account for a customer and subscribes it to the customer's plan. ABC pays by invoice.
async fn create_customer(abc: &Client, customer: &Customer) -> Result<AccountId, Box<dyn Error>> {
    let request = AccountCreate::new(AccountCreateRequired {
        email: customer.email,
        first_name: "Ada",
        last_name: "Example",
        password: "test-password".into(),
    })
    .pay_mode(PayMode::Master)
    .collection_method(CollectionMethod::Manual);
    let created = abc.v1().accounts().create(request).await?;
    // The v1 document has no types for responses, only examples. Therefore, every field of a response is optional.
    let id = created.id.ok_or("the new account has no id")?;
    println!("2. {} has the sub account {id}", customer.name);

    let request = PlanSubscribe::new(PlanSubscribeRequired {
        account_id: id.clone(),
        first_name: "Ada",
        last_name: "Example",
        phone_number: "+1 555 010 0200",
        address: "1 Example Street",
        city: "San Jose",
        country: "US",
        state: "CA",
        zip: "95113",
        plan_base: customer.plan.clone().into(),
    });
    let plans = abc.v1().plans().subscribe(request).await?;
    println!("3. {} is subscribed: {:?}", customer.name, plans.plan_base);
    Ok(id)
}

/// Returns the key pair of a sub account, if Zoom Support has enabled key pairs for it.
///
/// The v1 document does not define the fields of the key pair, so they are in `extra`. The fake calls them `api_key` and
/// `api_secret`.
async fn key_pair(abc: &Client, id: &AccountId) -> Result<ApiKeyPair, Box<dyn Error>> {
    let account: Account = abc.v1().accounts().get(id).await?;
    let field = |name: &str| account.extra.get(name).and_then(|value| value.as_str());
    let (Some(key), Some(secret)) = (field("api_key"), field("api_secret")) else {
        return Err("the account has no key pair".into());
    };
    // `Debug` prints the names of the fields in `extra`, but not their values.
    println!("   {id}: {:?}", account.extra);
    Ok(ApiKeyPair::new(key, secret))
}
