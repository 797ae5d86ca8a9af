//! Snapshots of the fake and the list of its calls.

use std::time::Duration;

use serde_json::Value;
use zoom_accounts::fake::{FakeZoom, Tiers};

use crate::accounts::{code, create};

type TestResult = Result<(), Box<dyn std::error::Error>>;

/// Starts a fake with a frozen clock, and makes some calls.
async fn used(seed: u64) -> Result<FakeZoom, Box<dyn std::error::Error>> {
    let fake = FakeZoom::builder()
        .seed(seed)
        .sub_account("acme", "Acme Example")
        .frozen_clock()
        .start()
        .await?;
    let zoom = fake.client();
    create(&zoom, "owner@goog.example").await?;
    fake.advance(Duration::from_secs(90));
    create(&zoom, "owner@fb.example").await?;
    zoom.accounts().list().await?;
    Ok(fake)
}

#[tokio::test]
async fn the_same_seed_and_the_same_calls_give_equal_snapshots() -> TestResult {
    let (first, second) = (used(7).await?, used(7).await?);
    assert_eq!(first.snapshot(), second.snapshot());
    assert_ne!(first.snapshot(), used(8).await?.snapshot());
    Ok(())
}

#[tokio::test]
async fn a_restored_snapshot_equals_the_first_one() -> TestResult {
    let fake = used(7).await?;
    let snapshot = fake.snapshot();
    let builder = FakeZoom::builder().snapshot(&snapshot).frozen_clock();
    let copy = builder.start().await?;
    assert_eq!(copy.snapshot(), snapshot);
    assert_eq!(copy.now(), fake.now());

    create(&copy.client(), "owner@later.example").await?;
    copy.advance(Duration::from_secs(5));
    assert_ne!(copy.snapshot(), snapshot);
    copy.restore(&snapshot)?;
    assert_eq!(copy.snapshot(), snapshot);
    create(&copy.client(), "owner@later.example").await?;
    Ok(())
}

#[tokio::test]
async fn a_restored_fake_goes_on_as_the_first_one() -> TestResult {
    let fake = used(7).await?;
    let builder = FakeZoom::builder().snapshot(fake.snapshot()).frozen_clock();
    let copy = builder.start().await?;
    // The client of the first fake has a token already. A new client takes a new token, as that of the copy does.
    let first = create(&fake.client_builder().build()?, "owner@later.example").await?;
    let second = create(&copy.client(), "owner@later.example").await?;
    assert_eq!(first, second);
    Ok(())
}

#[tokio::test]
async fn a_running_clock_goes_on_after_a_restore() -> TestResult {
    let fake = FakeZoom::start().await?;
    let snapshot = fake.snapshot();
    fake.advance(Duration::from_secs(3600));
    let late = fake.now();
    fake.restore(&snapshot)?;
    assert!(fake.now() < late);
    let before = fake.now();
    tokio::time::sleep(Duration::from_millis(5)).await;
    assert!(fake.now() > before);
    Ok(())
}

#[tokio::test]
async fn an_invalid_snapshot_is_refused_with_its_place() -> TestResult {
    let builder = FakeZoom::builder().tiers(Tiers::Three).frozen_clock();
    let fake = builder.start().await?;
    let snapshot = fake.snapshot();
    let valid: Value = serde_json::from_str(&snapshot)?;
    let primary = fake.primary_account().to_string();
    let second = fake
        .second_level_account()
        .ok_or("there are three tiers")?
        .to_string();
    let place = |id: &str, property: &str| format!("state.world.accounts.{id}.{property}");
    let account = |id: &str, property: &str| format!("/state/world/accounts/{id}/{property}");
    let cases: Vec<(String, Value, String)> = vec![
        (
            "/fake_zoom_snapshot".into(),
            2.into(),
            "fake_zoom_snapshot".into(),
        ),
        (
            "/state/clock/base/secs".into(),
            (-1).into(),
            "state.clock.base.secs".into(),
        ),
        (
            "/state/world/order/0".into(),
            "unknown".into(),
            "state.world.order[0]".into(),
        ),
        (
            "/state/world/order/1".into(),
            primary.clone().into(),
            "state.world.order[1]".into(),
        ),
        (
            account(&primary, "id"),
            "other".into(),
            place(&primary, "id"),
        ),
        (
            account(&primary, "collections/~1users/next"),
            u64::MAX.into(),
            place(&primary, "collections./users"),
        ),
        (
            account(&primary, "owner_id"),
            "nobody".into(),
            place(&primary, "owner_id"),
        ),
        (
            account(&second, "parent"),
            "unknown".into(),
            place(&second, "parent"),
        ),
        // The two accounts are above each other.
        (
            account(&primary, "parent"),
            second.clone().into(),
            place(&primary, "parent"),
        ),
        (
            account(&primary, "kind"),
            "other".into(),
            place(&primary, "kind"),
        ),
    ];
    for (pointer, value, place) in cases {
        let mut invalid = valid.clone();
        *invalid.pointer_mut(&pointer).ok_or(pointer.clone())? = value;
        assert_refused(&fake, &invalid.to_string(), &place).await;
    }
    Ok(())
}

/// Checks that neither a running fake nor a new one accepts a snapshot, and that the error names the place.
async fn assert_refused(fake: &FakeZoom, invalid: &str, place: &str) {
    let before = fake.snapshot();
    let error = fake.restore(invalid).expect_err(place);
    assert_eq!(error.place(), place);
    assert!(error.to_string().contains(place), "{error}");
    assert_eq!(
        fake.snapshot(),
        before,
        "a refused snapshot changes nothing"
    );
    let started = FakeZoom::builder().snapshot(invalid).start().await;
    let error = started.expect_err("the snapshot is invalid");
    assert!(error.to_string().contains(place), "{error}");
}

#[tokio::test]
async fn the_largest_numbers_in_a_snapshot_do_no_harm() -> TestResult {
    let fake = used(7).await?;
    let mut snapshot: Value = serde_json::from_str(&fake.snapshot())?;
    let tokens = &mut snapshot["state"]["tokens"];
    tokens["issued"] = u64::MAX.into();
    for (_, token) in tokens["access"].as_object_mut().ok_or("an object")? {
        token["expires_at"] = u64::MAX.into();
    }
    fake.restore(&snapshot.to_string())?;
    // A new client asks for a new token.
    let client = fake.client_builder().build()?;
    client.accounts().list().await?;
    Ok(())
}

#[tokio::test]
async fn a_text_that_is_not_a_snapshot_is_refused() -> TestResult {
    let fake = FakeZoom::builder().frozen_clock().start().await?;
    let snapshot = fake.snapshot();
    for text in ["", "{", "[]", "{}", &format!("{snapshot}x")] {
        let error = fake.restore(text).expect_err("this is not a snapshot");
        assert!(
            error.to_string().starts_with("invalid snapshot at `"),
            "{error}"
        );
    }
    Ok(())
}

#[tokio::test]
async fn calls_are_listed_with_their_results_the_oldest_first() -> TestResult {
    let fake = FakeZoom::builder().frozen_clock().start().await?;
    let zoom = fake.client();
    zoom.accounts().list().await?;
    assert_eq!(code(zoom.accounts().get("unknown").await), Some(2001));
    let calls = fake.calls();
    let calls: Vec<_> = calls
        .iter()
        .map(|call| {
            (
                call.method.as_str(),
                call.path.as_str(),
                call.operation,
                call.status,
                call.code,
            )
        })
        .collect();
    assert_eq!(calls[0].1, "/oauth/token");
    assert_eq!(
        calls[1..],
        [
            ("GET", "/v2/accounts", Some("accounts.list"), 200, None),
            (
                "GET",
                "/v2/accounts/unknown",
                Some("accounts.get"),
                404,
                Some(2001)
            ),
        ]
    );
    assert_eq!(fake.calls()[0].time, "2026-01-15T08:00:00Z");
    Ok(())
}
