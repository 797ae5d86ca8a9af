//! Calls the operations of Zoom Rooms, their locations, and digital signage.

use zoom_accounts::runtime::Scope;
use zoom_accounts::v2::digital_signage_contents::DigitalSignageContentsHandle;
use zoom_accounts::v2::digital_signage_folders::DigitalSignageFoldersHandle;
use zoom_accounts::v2::digital_signage_playlists::DigitalSignagePlaylistsHandle;
use zoom_accounts::v2::room_account_profile::RoomAccountProfileHandle;
use zoom_accounts::v2::room_account_settings::RoomAccountSettingsHandle;
use zoom_accounts::v2::room_device_profiles::RoomDeviceProfilesHandle;
use zoom_accounts::v2::room_devices::RoomDevicesHandle;
use zoom_accounts::v2::room_location_settings::RoomLocationSettingsHandle;
use zoom_accounts::v2::room_locations::RoomLocationsHandle;
use zoom_accounts::v2::room_settings::RoomSettingsHandle;
use zoom_accounts::v2::rooms::RoomsHandle;

use super::calls::calls;
use super::ids::id;
use super::probe::Probe;

calls! {
    fn rooms<S: Scope>(RoomsHandle<S>) {
        get "GET /rooms" => "rooms_list_response", list();
        post "POST /rooms" "rooms_create_request" => "rooms_create_created", |body| create(body);
        change "PATCH /rooms/events" r#"{"method": "zoomroom.emergency_alert_displayed", "params": {"content": "Leave the building and go to the assembly point.", "target_ids": ["h3NcWq8-RlaGx0Tv5ZbYsA"], "target_type": "account"}}"#, |body| update_emergency_alert(body);
        change "PATCH /rooms/{id}/events" r#"{"method": "zoomroom.check_in", "params": {"calendar_id": "room-ada@example.com", "change_key": "example-change-key", "event_id": "example-event-0001", "resource_email": "room-ada@example.com"}}"#, |body| control(id("id"), body);
        get "GET /rooms/{roomId}" => "rooms_get_response", get(id("roomId"));
        change "PATCH /rooms/{roomId}" "rooms_update_request", |body| update(id("roomId"), body);
        remove "DELETE /rooms/{roomId}", delete(id("roomId"));
        change "PUT /rooms/{roomId}/location" "rooms_update_location_request", |body| update_location(id("roomId"), body);
        get "GET /rooms/{roomId}/virtual_controller" => "rooms_get_virtual_controller_response", get_virtual_controller(id("roomId"));
    }
    fn room_account_profile<S: Scope>(RoomAccountProfileHandle<S>) {
        get "GET /rooms/account_profile" => "room_account_profile_get_response", get();
        change "PATCH /rooms/account_profile" "room_account_profile_update_request", |body| update(body);
    }
    fn room_account_settings<S: Scope>(RoomAccountSettingsHandle<S>) {
        get "GET /rooms/account_settings" => "room_account_settings_get_response", get();
        change "PATCH /rooms/account_settings" "room_account_settings_update_request", |body| update(body);
    }
    fn room_location_settings<S: Scope>(RoomLocationSettingsHandle<S>) {
        get "GET /rooms/locations/{locationId}/settings" => "room_location_settings_get_response", get(id("locationId"));
        change "PATCH /rooms/locations/{locationId}/settings" "room_location_settings_update_request", |body| update(id("locationId"), body);
    }
    fn room_settings<S: Scope>(RoomSettingsHandle<S>) {
        get "GET /rooms/{id}/settings" => "room_settings_get_response", get(id("id"));
        change "PATCH /rooms/{id}/settings" "room_settings_update_request", |body| update(id("id"), body);
    }
    fn room_device_profiles<S: Scope>(RoomDeviceProfilesHandle<S>) {
        list "GET /rooms/{roomId}/device_profiles" => "room_device_profiles_list_response_first", list(id("roomId"));
        change "POST /rooms/{roomId}/device_profiles" "room_device_profiles_create_request", |body| create(id("roomId"), body);
        get "GET /rooms/{roomId}/device_profiles/{deviceProfileId}" => "room_device_profiles_get_response", get(id("roomId"), id("deviceProfileId"));
        change "PATCH /rooms/{roomId}/device_profiles/{deviceProfileId}" "room_device_profiles_update_request", |body| update(id("roomId"), id("deviceProfileId"), body);
        remove "DELETE /rooms/{roomId}/device_profiles/{deviceProfileId}", delete(id("roomId"), id("deviceProfileId"));
    }
    fn room_devices<S: Scope>(RoomDevicesHandle<S>) {
        get "GET /rooms/{roomId}/device_profiles/devices" => "room_devices_get_peripherals_response", get_peripherals(id("roomId"));
        get "GET /rooms/{roomId}/devices" => "room_devices_list_response", list(id("roomId"));
        change "PUT /rooms/{roomId}/devices/{deviceId}/app_version" "room_devices_update_app_version_request", |body| update_app_version(id("roomId"), id("deviceId"), body);
    }
    fn room_locations<S: Scope>(RoomLocationsHandle<S>) {
        get "GET /rooms/locations" => "room_locations_list_response", list();
        post "POST /rooms/locations" "room_locations_create_request" => "room_locations_create_response", |body| create(body);
        get "GET /rooms/locations/structure" => "room_locations_get_structure_response", get_structure();
        change "PUT /rooms/locations/structure" "room_locations_replace_structure_request", |body| replace_structure(body);
        get "GET /rooms/locations/{locationId}" => "room_locations_get_response", get(id("locationId"));
        change "PATCH /rooms/locations/{locationId}" "room_locations_update_request", |body| update(id("locationId"), body);
        remove "DELETE /rooms/locations/{locationId}", delete(id("locationId"));
        change "PUT /rooms/locations/{locationId}/location" "room_locations_update_parent_request", |body| update_parent(id("locationId"), body);
    }
    fn digital_signage_contents<S: Scope>(DigitalSignageContentsHandle<S>) {
        get "GET /rooms/content/digital_signage/contents" => "digital_signage_contents_list_response", list();
        post "POST /rooms/content/digital_signage/contents" "digital_signage_contents_create_request" => "digital_signage_contents_create_created", |body| create(body);
        get "GET /rooms/content/digital_signage/contents/{contentId}" => "digital_signage_contents_get_response", get(id("contentId"));
        change "PATCH /rooms/content/digital_signage/contents/{contentId}" "digital_signage_contents_update_request", |body| update(id("contentId"), body);
        remove "DELETE /rooms/content/digital_signage/contents/{contentId}", delete(id("contentId"));
        get "GET /rooms/digital_signage" => "digital_signage_contents_list_library_response", list_library();
    }
    fn digital_signage_folders<S: Scope>(DigitalSignageFoldersHandle<S>) {
        post "POST /rooms/content/digital_signage/folders" "digital_signage_folders_create_request" => "digital_signage_folders_create_response", |body| create(body);
        get "GET /rooms/content/digital_signage/folders/{folderId}" => "digital_signage_folders_get_response", get(id("folderId"));
        change "PATCH /rooms/content/digital_signage/folders/{folderId}" "digital_signage_folders_update_request", |body| update(id("folderId"), body);
        remove "DELETE /rooms/content/digital_signage/folders/{folderId}", delete(id("folderId"));
    }
    fn digital_signage_playlists<S: Scope>(DigitalSignagePlaylistsHandle<S>) {
        get "GET /rooms/content/digital_signage/playlists" => "digital_signage_playlists_list_response", list();
        post "POST /rooms/content/digital_signage/playlists" "digital_signage_playlists_create_request" => "digital_signage_playlists_create_created", |body| create(body);
        get "GET /rooms/content/digital_signage/playlists/{playlistId}" => "digital_signage_playlists_get_response", get(id("playlistId"));
        change "PATCH /rooms/content/digital_signage/playlists/{playlistId}" "digital_signage_playlists_update_request", |body| update(id("playlistId"), body);
        remove "DELETE /rooms/content/digital_signage/playlists/{playlistId}", delete(id("playlistId"));
        get "GET /rooms/content/digital_signage/playlists/{playlistId}/contents" => "digital_signage_playlists_list_contents_response", list_contents(id("playlistId"));
        change "PUT /rooms/content/digital_signage/playlists/{playlistId}/contents" "digital_signage_playlists_replace_contents_request", |body| replace_contents(id("playlistId"), body);
        get "GET /rooms/content/digital_signage/playlists/{playlistId}/rooms" => "digital_signage_playlists_list_rooms_response", list_rooms(id("playlistId"));
        change "PUT /rooms/content/digital_signage/playlists/{playlistId}/rooms" "digital_signage_playlists_replace_rooms_request", |body| replace_rooms(id("playlistId"), body);
    }
}
