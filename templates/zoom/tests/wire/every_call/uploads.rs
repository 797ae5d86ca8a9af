//! Calls the operations that upload files or send forms.

use zoom_accounts::runtime::{File, Scope};
use zoom_accounts::v2::crc_managed_rooms::{
    CrcManagedRoomUpdateAccountSettingsParams, CrcManagedRoomsHandle,
};
use zoom_accounts::v2::digital_signage_contents::{
    DigitalSignageContentReplaceFile, DigitalSignageContentUpload, DigitalSignageContentsHandle,
};
use zoom_accounts::v2::webinar_branding::{
    WebinarBrandingHandle, WebinarBrandingUploadVirtualBackground,
};

use super::ids::id;
use super::probe::Probe;

pub(super) async fn webinars<S: Scope>(branding: WebinarBrandingHandle<S>, probe: &Probe) {
    let line = "POST /webinars/{webinarId}/branding/virtual_backgrounds";
    let response = "webinar_branding_upload_virtual_background_created";
    let call = |file: File| {
        let request = WebinarBrandingUploadVirtualBackground::new(file);
        branding.upload_virtual_background(id("webinarId"), request)
    };
    probe.upload(line, response, call).await;
    let line = "POST /webinars/{webinarId}/branding/wallpaper";
    let response = "webinar_branding_upload_wallpaper_created";
    let call = |file: File| branding.upload_wallpaper(id("webinarId"), file);
    probe.upload(line, response, call).await;
}

pub(super) async fn signage<S: Scope>(contents: DigitalSignageContentsHandle<S>, probe: &Probe) {
    let line = "PUT /zrdigitalsignage/files";
    let call = |file: File| contents.replace_file(DigitalSignageContentReplaceFile::new(file));
    probe.upload_only(line, "file", call).await;
    let file = File::new("lobby.png", b"\x89PNG".to_vec());
    let call = contents.upload(DigitalSignageContentUpload::new(file, "Lobby"));
    let line = "POST /zrdigitalsignage/files";
    let response = "digital_signage_contents_upload_created";
    let form = probe.form(line, Some(response), call).await;
    assert!(
        form.contains("name=\"content_name\"\r\n\r\nLobby\r\n"),
        "{form}"
    );
    assert!(
        form.contains("name=\"file\"; filename=\"lobby.png\""),
        "{form}"
    );
}

pub(super) async fn rooms<S: Scope>(rooms: CrcManagedRoomsHandle<S>, probe: &Probe) {
    let params = CrcManagedRoomUpdateAccountSettingsParams::default().time_format("24H");
    let line = "PATCH /crc/managed_rooms/account_setting";
    let call = rooms.update_account_settings().params(params);
    let form = probe.form(line, None, call).await;
    assert!(
        form.contains("name=\"time_format\"\r\n\r\n24H\r\n"),
        "{form}"
    );
}
