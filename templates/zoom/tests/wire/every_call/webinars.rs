//! Calls the operations of webinars and their registrants.

use zoom_accounts::runtime::Scope;
use zoom_accounts::v2::webinar_branding::WebinarBrandingHandle;
use zoom_accounts::v2::webinar_live_streams::WebinarLiveStreamsHandle;
use zoom_accounts::v2::webinar_panelists::WebinarPanelistsHandle;
use zoom_accounts::v2::webinar_polls::WebinarPollsHandle;
use zoom_accounts::v2::webinar_registrants::WebinarRegistrantsHandle;
use zoom_accounts::v2::webinar_surveys::WebinarSurveysHandle;
use zoom_accounts::v2::webinar_templates::WebinarTemplatesHandle;
use zoom_accounts::v2::webinars::WebinarsHandle;

use super::calls::calls;
use super::ids::id;
use super::probe::Probe;

calls! {
    fn webinars<S: Scope>(WebinarsHandle<S>) {
        get "GET /past_webinars/{webinarId}/absentees" => "webinars_list_absentees_response", list_absentees(id("webinarId"));
        get "GET /past_webinars/{webinarId}/instances" => "webinars_list_instances_response", list_instances(id("webinarId"));
        get "GET /users/{userId}/webinars" => "webinars_list_response", list(id("userId"));
        post "POST /users/{userId}/webinars" "webinars_create_request" => "webinars_create_created", |body| create(id("userId"), body);
        get "GET /webinars/{webinarId}" => "webinars_get_response", get(id("webinarId"));
        change "PATCH /webinars/{webinarId}" "webinars_update_request", |body| update(id("webinarId"), body);
        remove "DELETE /webinars/{webinarId}", delete(id("webinarId"));
        post "POST /webinars/{webinarId}/invite_links" "webinars_create_invite_links_request" => "webinars_create_invite_links_created", |body| create_invite_links(id("webinarId"), body);
        change "PUT /webinars/{webinarId}/status" "webinars_update_status_request", |body| update_status(id("webinarId"), body);
        get "GET /webinars/{webinarId}/token" => "webinars_get_token_response", get_token(id("webinarId"));
    }
    fn webinar_templates<S: Scope>(WebinarTemplatesHandle<S>) {
        get "GET /users/{userId}/webinar_templates" => "webinar_templates_list_response", list(id("userId"));
        post "POST /users/{userId}/webinar_templates" "webinar_templates_create_request" => "webinar_templates_create_created", |body| create(id("userId"), body);
    }
    fn webinar_branding<S: Scope>(WebinarBrandingHandle<S>) {
        get "GET /webinars/{webinarId}/branding" => "webinar_branding_get_response", get(id("webinarId"));
        post "POST /webinars/{webinarId}/branding/name_tags" "webinar_branding_create_name_tag_request" => "webinar_branding_create_name_tag_created", |body| create_name_tag(id("webinarId"), body);
        remove "DELETE /webinars/{webinarId}/branding/name_tags", delete_name_tags(id("webinarId"));
        change "PATCH /webinars/{webinarId}/branding/name_tags/{nameTagId}" "webinar_branding_update_name_tag_request", |body| update_name_tag(id("webinarId"), id("nameTagId"), body);
        remove "PATCH /webinars/{webinarId}/branding/virtual_backgrounds", set_default_virtual_background(id("webinarId"));
        remove "DELETE /webinars/{webinarId}/branding/virtual_backgrounds", delete_virtual_backgrounds(id("webinarId"));
        remove "DELETE /webinars/{webinarId}/branding/wallpaper", delete_wallpaper(id("webinarId"));
    }
    fn webinar_live_streams<S: Scope>(WebinarLiveStreamsHandle<S>) {
        get "GET /webinars/{webinarId}/livestream" => "webinar_live_streams_get_response", get(id("webinarId"));
        change "PATCH /webinars/{webinarId}/livestream" "webinar_live_streams_update_request", |body| update(id("webinarId"), body);
        change "PATCH /webinars/{webinarId}/livestream/status" "webinar_live_streams_update_status_request", |body| update_status(id("webinarId"), body);
    }
    fn webinar_registrants<S: Scope>(WebinarRegistrantsHandle<S>) {
        post "POST /webinars/{webinarId}/batch_registrants" "webinar_registrants_add_batch_request" => "webinar_registrants_add_batch_created", |body| add_batch(id("webinarId"), body);
        get "GET /webinars/{webinarId}/registrants" => "webinar_registrants_list_response", list(id("webinarId"));
        post "POST /webinars/{webinarId}/registrants" "webinar_registrants_create_request" => "webinar_registrants_create_created", |body| create(id("webinarId"), body);
        get "GET /webinars/{webinarId}/registrants/questions" => "webinar_registrants_get_questions_response", get_questions(id("webinarId"));
        change "PATCH /webinars/{webinarId}/registrants/questions" "webinar_registrants_update_questions_request", |body| update_questions(id("webinarId"), body);
        change "PUT /webinars/{webinarId}/registrants/status" "webinar_registrants_update_status_request", |body| update_status(id("webinarId"), body);
        get "GET /webinars/{webinarId}/registrants/{registrantId}" => "webinar_registrants_get_response", get(id("webinarId"), id("registrantId"));
        remove "DELETE /webinars/{webinarId}/registrants/{registrantId}", delete(id("webinarId"), id("registrantId"));
        get "GET /webinars/{webinarId}/tracking_sources" => "webinar_registrants_list_tracking_sources_response", list_tracking_sources(id("webinarId"));
    }
    fn webinar_panelists<S: Scope>(WebinarPanelistsHandle<S>) {
        get "GET /webinars/{webinarId}/panelists" => "webinar_panelists_list_response", list(id("webinarId"));
        post "POST /webinars/{webinarId}/panelists" "webinar_panelists_add_request" => "webinar_panelists_add_created", |body| add(id("webinarId"), body);
        remove "DELETE /webinars/{webinarId}/panelists", remove_all(id("webinarId"));
        remove "DELETE /webinars/{webinarId}/panelists/{panelistId}", remove(id("webinarId"), id("panelistId"));
    }
    fn webinar_polls<S: Scope>(WebinarPollsHandle<S>) {
        get "GET /webinars/{webinarId}/polls" => "webinar_polls_list_response", list(id("webinarId"));
        post "POST /webinars/{webinarId}/polls" "webinar_polls_create_request" => "webinar_polls_create_created", |body| create(id("webinarId"), body);
        get "GET /webinars/{webinarId}/polls/{pollId}" => "webinar_polls_get_response", get(id("webinarId"), id("pollId"));
        change "PUT /webinars/{webinarId}/polls/{pollId}" "webinar_polls_update_request", |body| update(id("webinarId"), id("pollId"), body);
        remove "DELETE /webinars/{webinarId}/polls/{pollId}", delete(id("webinarId"), id("pollId"));
    }
    fn webinar_surveys<S: Scope>(WebinarSurveysHandle<S>) {
        get "GET /webinars/{webinarId}/survey" => "webinar_surveys_get_response", get(id("webinarId"));
        change "PATCH /webinars/{webinarId}/survey" "webinar_surveys_update_request", |body| update(id("webinarId"), body);
        remove "DELETE /webinars/{webinarId}/survey", delete(id("webinarId"));
    }
}
