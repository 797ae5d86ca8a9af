//! Measures how many requests a second the fake serves without faults.

use std::time::{Duration, Instant};

use tokio::task::JoinSet;
use zoom_accounts::Client;
use zoom_accounts::fake::FakeZoom;
use zoom_accounts::v2::types::UserType;
use zoom_accounts::v2::users::{
    UserCreate, UserCreateAction, UserCreateInfo, UserListParams, UserUpdate,
};

/// The number of users of the account.
const USERS: usize = 300;
/// The number of tasks that send requests.
const TASKS: usize = 8;
/// How long each kind of request is measured.
const TIME: Duration = Duration::from_secs(3);

/// Measures three kinds of requests. Returns the requests a second of each.
pub(crate) async fn measure() -> Vec<(&'static str, f64)> {
    let fake = FakeZoom::builder()
        .sub_account("acme", "Acme")
        .start()
        .await
        .unwrap();
    let zoom = fake.client();
    for number in 0..USERS {
        let email = format!("user-{number}@soak.example");
        let info = UserCreateInfo::new(email, UserType::Basic).first_name("Ada");
        let request = UserCreate::new(UserCreateAction::CustCreate).user_info(info);
        zoom.sub_account("acme")
            .users()
            .create(request)
            .await
            .unwrap();
    }
    let user = async |zoom: Client| {
        zoom.sub_account("acme")
            .users()
            .get("ada@acme.example")
            .await
            .unwrap();
    };
    let update = async |zoom: Client| {
        let request = UserUpdate::default().dept("Sales");
        zoom.sub_account("acme")
            .users()
            .update("ada@acme.example", request)
            .await
            .unwrap();
    };
    let list = async |zoom: Client| {
        let params = UserListParams::default().page_size(300);
        zoom.sub_account("acme")
            .users()
            .list()
            .params(params)
            .await
            .unwrap();
    };
    vec![
        ("users.get", rate(&zoom, user).await),
        ("users.update", rate(&zoom, update).await),
        ("users.list with 300 rows", rate(&zoom, list).await),
    ]
}

/// Returns the number of requests a second.
async fn rate<F>(zoom: &Client, send: impl Fn(Client) -> F + Clone + Send + 'static) -> f64
where
    F: Future<Output = ()> + Send,
{
    let start = Instant::now();
    let mut tasks = JoinSet::new();
    for _ in 0..TASKS {
        let (zoom, send) = (zoom.clone(), send.clone());
        tasks.spawn(async move {
            let mut count = 0_u32;
            while start.elapsed() < TIME {
                send(zoom.clone()).await;
                count += 1;
            }
            count
        });
    }
    let count: u32 = tasks.join_all().await.into_iter().sum();
    f64::from(count) / start.elapsed().as_secs_f64()
}
