//! Shows that settings are read as they were written.

use zoom_accounts::fake::FakeZoom;
use zoom_accounts::v1::accounts::AccountUpdate;
use zoom_accounts::v2::account_settings::{
    AccountSettingsScheduleMeetingUpdate, AccountSettingsUpdate,
};

type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;

#[tokio::test]
async fn a_changed_setting_of_an_account_is_read_back() -> Result {
    let fake = FakeZoom::builder()
        .sub_account("acme", "Acme")
        .start()
        .await?;
    let settings = fake.client().sub_account("acme").account_settings();
    for value in [true, false] {
        let section = AccountSettingsScheduleMeetingUpdate::default().enforce_login(value);
        let update = AccountSettingsUpdate::default().schedule_meeting(section);
        settings.update(update).await?;
        let section = settings.get().await?.schedule_meeting;
        let section = section.ok_or("the settings have this section")?;
        assert_eq!(section.enforce_login, Some(value));
    }
    Ok(())
}

#[tokio::test]
async fn api_v2_reads_a_setting_that_api_v1_changes() -> Result {
    let fake = FakeZoom::builder()
        .sub_account("acme", "Acme")
        .start()
        .await?;
    let zoom = fake
        .client_builder()
        .auth(fake.primary_key_pair())
        .build()?;
    for value in [true, false] {
        let update = AccountUpdate::new("acme").enable_enforce_login(value);
        zoom.v1().accounts().update(update).await?;
        let settings = zoom.sub_account("acme").account_settings().get().await?;
        let section = settings
            .schedule_meeting
            .ok_or("the settings have this section")?;
        assert_eq!(section.enforce_login, Some(value));
    }
    Ok(())
}
