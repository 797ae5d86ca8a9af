//! The rules of meetings and their registrants, each by calls to the fake.

use futures_util::TryStreamExt as _;
use zoom_accounts::Client;
use zoom_accounts::fake::FakeZoom;
use zoom_accounts::ids::MeetingId;
use zoom_accounts::v2::meeting_registrants::{
    MeetingRegistrantCreate, MeetingRegistrantStatusUpdate,
};
use zoom_accounts::v2::meetings::{MeetingCreate, MeetingUpdate};

/// The host of the meetings. A server-to-server token cannot use `me` for a user.
const OWNER: &str = "owner@primary.example";

type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;

fn code<T>(result: zoom_accounts::Result<T>) -> Option<i64> {
    let error = result.err()?;
    error.code()?.parse().ok()
}

async fn meeting(zoom: &Client, body: serde_json::Value) -> Result<MeetingId> {
    let request: MeetingCreate = serde_json::from_value(body)?;
    let created = zoom.meetings().create(OWNER, request).await?;
    Ok(created.id.ok_or("a meeting has an id")?.into())
}

#[tokio::test]
async fn a_created_meeting_can_be_read_by_id_and_by_uuid() -> Result {
    let fake = FakeZoom::start().await?;
    let zoom = fake.client();
    let id = meeting(&zoom, serde_json::json!({"topic": "Review", "type": 2})).await?;
    assert_eq!(id.to_string().len(), 11);
    let details = zoom.meetings().get(id.clone()).await?;
    assert_eq!(details.topic.as_deref(), Some("Review"));
    let url = details.join_url.ok_or("a meeting has a URL")?;
    assert!(url.starts_with(fake.url()), "{url}");
    let uuid = details.uuid.ok_or("a meeting has a UUID")?;
    let same = zoom.meetings().get(uuid.as_str()).await?;
    assert_eq!(same.id.map(MeetingId::from), Some(id));
    Ok(())
}

#[tokio::test]
async fn a_changed_meeting_is_listed_until_it_is_deleted() -> Result {
    let fake = FakeZoom::start().await?;
    let zoom = fake.client();
    let id = meeting(&zoom, serde_json::json!({"topic": "Review"})).await?;
    zoom.meetings()
        .update(id.clone(), MeetingUpdate::default().topic("Retrospective"))
        .await?;
    let listed: Vec<_> = zoom.meetings().list(OWNER).items().try_collect().await?;
    assert_eq!(listed.len(), 1);
    assert_eq!(listed[0].topic.as_deref(), Some("Retrospective"));
    zoom.meetings().delete(id.clone()).await?;
    let listed: Vec<_> = zoom.meetings().list(OWNER).items().try_collect().await?;
    assert!(listed.is_empty());
    assert_eq!(code(zoom.meetings().get(id.clone()).await), Some(3001));
    assert_eq!(code(zoom.meetings().delete(id).await), Some(3001));
    Ok(())
}

#[tokio::test]
async fn a_registrant_is_pending_until_the_host_approves() -> Result {
    let fake = FakeZoom::start().await?;
    let zoom = fake.client();
    let settings = serde_json::json!({"approval_type": 1});
    let id = meeting(&zoom, serde_json::json!({"type": 2, "settings": settings})).await?;
    let registrants = zoom.meeting_registrants();
    let request: MeetingRegistrantCreate =
        serde_json::from_value(serde_json::json!({"email": "a@b.example", "first_name": "Ada"}))?;
    let created = registrants.create(id.clone(), request).await?;
    let registrant = created.registrant_id.ok_or("a registrant has an id")?;
    let approved: Vec<_> = registrants.list(id.clone()).items().try_collect().await?;
    assert!(approved.is_empty());
    let change = |action: &str| {
        serde_json::from_value::<MeetingRegistrantStatusUpdate>(
            serde_json::json!({"action": action, "registrants": [{"id": registrant.as_str()}]}),
        )
    };
    registrants
        .update_status(id.clone(), change("approve")?)
        .await?;
    let approved: Vec<_> = registrants.list(id.clone()).items().try_collect().await?;
    assert_eq!(approved.len(), 1);
    registrants
        .update_status(id.clone(), change("cancel")?)
        .await?;
    let deleted = registrants.delete(id, registrant.as_str()).await;
    assert_eq!(code(deleted), Some(300));
    Ok(())
}

#[tokio::test]
async fn a_meeting_without_registration_has_no_registrants() -> Result {
    let fake = FakeZoom::start().await?;
    let zoom = fake.client();
    let id = meeting(&zoom, serde_json::json!({"type": 2})).await?;
    let request: MeetingRegistrantCreate =
        serde_json::from_value(serde_json::json!({"email": "a@b.example", "first_name": "Ada"}))?;
    let refused = zoom.meeting_registrants().create(id, request).await;
    assert!(code(refused).is_some());
    Ok(())
}

#[tokio::test]
async fn a_meeting_remains_when_its_poll_is_deleted() -> Result {
    let fake = FakeZoom::start().await?;
    let zoom = fake.client();
    let id = meeting(&zoom, serde_json::json!({"type": 2})).await?;
    let deleted = zoom.meeting_polls().delete(id.clone(), "unknown").await;
    assert_eq!(code(deleted), Some(404));
    assert!(zoom.meetings().get(id).await.is_ok());
    Ok(())
}
