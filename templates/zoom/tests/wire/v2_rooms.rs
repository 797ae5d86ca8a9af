//! Tests of Zoom Rooms: commands, devices and settings.

use serde_json::json;
use zoom_accounts::v2::room_devices::{
    RoomAppVersionAction, RoomDeviceAppVersionUpdate, RoomDeviceStatus, RoomDeviceType,
};
use zoom_accounts::v2::room_settings::{RoomSettingsGetParams, RoomSettingsUpdateParams};
use zoom_accounts::v2::rooms::{RoomCommand, RoomMeetingJoin, RoomMeetingJoinParams, RoomRestart};

use crate::server::{Reply, Server};
use crate::support::{ACCOUNT, assert_v2, v2_client};

const ROOM: &str = "h3NcWq8-RlaGx0Tv5ZbYsA";

#[tokio::test]
async fn a_command_to_a_room_carries_its_method_name() {
    let server = Server::answering([Reply::empty(202), Reply::empty(202)]).await;
    let rooms = v2_client(&server).rooms();
    let command = RoomCommand::from(RoomRestart::default());
    rooms.control(ROOM, command).await.unwrap();
    let meeting = RoomMeetingJoinParams::default()
        .meeting_number("85512345678")
        .passcode("test-hidden")
        .force_accept(true);
    let command = RoomCommand::from(RoomMeetingJoin::default().params(meeting));
    assert!(!format!("{command:?}").contains("test-hidden"));
    rooms.control(ROOM, command).await.unwrap();
    let seen = server.requests().await;
    assert_v2(&seen[0], "PATCH", &format!("/v2/rooms/{ROOM}/events"), &[]);
    assert_eq!(seen[0].json(), json!({"method": "zoomroom.restart"}));
    let join = json!({
        "method": "zoomroom.meeting_join",
        "params": {
            "meeting_number": "85512345678",
            "passcode": "test-hidden",
            "force_accept": true,
        },
    });
    assert_eq!(seen[1].json(), join);
}

#[tokio::test]
async fn a_command_that_zoom_adds_later_can_be_sent() {
    let server = Server::answering([Reply::empty(202)]).await;
    let command = json!({"method": "zoomroom.dim_lights", "params": {"level": 3}});
    let typed: RoomCommand = serde_json::from_value(command.clone()).unwrap();
    assert!(matches!(typed, RoomCommand::Other(_)));
    v2_client(&server)
        .rooms()
        .control(ROOM, typed)
        .await
        .unwrap();
    assert_eq!(server.request().await.json(), command);
}

#[tokio::test]
async fn a_room_device_of_an_unknown_kind_does_not_hide_the_others() {
    let body = json!({"devices": [
        {"id": "d-1", "device_type": "Controller", "status": "Online", "ip_address": "192.0.2.7"},
        {"id": "d-2", "device_type": "Hologram Projector", "status": "Dreaming"},
        {"id": "d-3", "device_type": "Zoom Rooms Computer", "device_mac_addresses": null},
    ]});
    let server = Server::json(&body).await;
    let account = v2_client(&server).sub_account(ACCOUNT);
    let devices = account
        .room_devices()
        .list(ROOM)
        .await
        .unwrap()
        .devices
        .unwrap();
    let path = format!("/v2/accounts/{ACCOUNT}/rooms/{ROOM}/devices");
    assert_v2(&server.request().await, "GET", &path, &[]);
    let kinds: Vec<_> = (devices.iter())
        .map(|device| device.device_type.clone().unwrap())
        .collect();
    let expected = [
        RoomDeviceType::Controller,
        RoomDeviceType::from("Hologram Projector"),
        RoomDeviceType::ZoomRoomsComputer,
    ];
    assert_eq!(kinds, expected);
    assert_eq!(devices[0].status, Some(RoomDeviceStatus::Online));
    assert_eq!(devices[1].status, Some(RoomDeviceStatus::from("Dreaming")));
}

#[tokio::test]
async fn the_app_of_one_room_device_is_upgraded() {
    let server = Server::answering([Reply::empty(202)]).await;
    let upgrade = RoomDeviceAppVersionUpdate::default().action(RoomAppVersionAction::Upgrade);
    let devices = v2_client(&server).room_devices();
    devices
        .update_app_version(ROOM, "d/1", upgrade)
        .await
        .unwrap();
    let seen = server.request().await;
    let path = format!("/v2/rooms/{ROOM}/devices/d%2F1/app_version");
    assert_v2(&seen, "PUT", &path, &[]);
    assert_eq!(seen.json(), json!({"action": "upgrade"}));
}

#[tokio::test]
async fn settings_that_the_client_does_not_know_survive_reading_and_updating() {
    let settings = json!({
        "meeting_security": {"waiting_room": true, "quantum_lock": "on"},
        "zoom_rooms": {"remote_support": false, "lasers": {"enable": true}},
        "teleporter": {"range": 5},
    });
    let server = Server::answering([Reply::json(200, &settings), Reply::empty(204)]).await;
    let room = v2_client(&server).room_settings();
    let kind = RoomSettingsGetParams::default().setting_type("meeting");
    let read = room.get(ROOM).params(kind).await.unwrap();
    let text = serde_json::to_string(&read).unwrap();
    let update = serde_json::from_str(&text).unwrap();
    let kind = RoomSettingsUpdateParams::default().setting_type("meeting");
    room.update(ROOM, update).params(kind).await.unwrap();
    let seen = server.requests().await;
    let path = format!("/v2/rooms/{ROOM}/settings");
    assert_v2(&seen[0], "GET", &path, &[("setting_type", "meeting")]);
    assert_v2(&seen[1], "PATCH", &path, &[("setting_type", "meeting")]);
    assert_eq!(seen[1].json(), settings);
}
