//! The page for people at `/_fake`, and the requests that control the fake.

use std::io::Write as _;
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::json;
use zoom_accounts::fake::{FakeZoom, Fault};
use zoom_accounts::v2::types::UserType;
use zoom_accounts::v2::users::{UserCreate, UserCreateAction, UserCreateInfo};

use crate::accounts::new_account;
use crate::http;

type TestResult = Result<(), Box<dyn std::error::Error>>;

/// A name that is markup, if a page does not escape it.
const HOSTILE: &str = "</span><script>x()</script><img onerror=\"a('x')\">&amp;";

async fn page(fake: &FakeZoom) -> String {
    let answer = http::send(fake, "GET /_fake", "", "").await;
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.body
}

#[tokio::test]
async fn the_page_shows_accounts_calls_and_events() -> TestResult {
    let fake = FakeZoom::builder()
        .sub_account("acme", "Acme Example")
        .frozen_clock()
        .start()
        .await?;
    let zoom = fake.client();
    let request = new_account("owner@goog.example").account_name("GOOG Example");
    let created = zoom.accounts().create(request).await?;
    zoom.accounts().get("unknown").await.unwrap_err();
    let page = page(&fake).await;
    for text in [
        "Primary Example",
        "Acme Example",
        "GOOG Example",
        created.id.as_str(),
        "ada@acme.example",
        "business_monthly with 20 licenses",
        "/v2/accounts/unknown",
        "<td>accounts.get</td><td class=\"bad\">404</td><td>2001</td>",
        "<td>account.created</td>",
    ] {
        assert!(page.contains(text), "{text} is missing in {page}");
    }
    Ok(())
}

#[tokio::test]
async fn the_page_escapes_names_paths_and_events() -> TestResult {
    let fake = FakeZoom::builder()
        .sub_account("acme", HOSTILE)
        .sub_account("goog", HOSTILE)
        .start()
        .await?;
    let request = new_account("owner@fb.example");
    fake.client().accounts().create(request).await?;
    http::send(&fake, "GET /v2/%3Cscript%3E", "", "").await;
    let page = page(&fake).await;
    assert!(!page.contains("<script"), "{page}");
    assert!(!page.contains("<img"), "{page}");
    let escaped = "&lt;/span&gt;&lt;script&gt;x()&lt;/script&gt;&lt;img \
                   onerror=&quot;a(&#39;x&#39;)&quot;&gt;&amp;amp;";
    assert_eq!(page.matches(escaped).count(), 2, "{page}");
    Ok(())
}

/// If this environment variable is set, the test of the browser must not be skipped.
const REQUIRED: &str = "TEST_CHROMIUM";

#[tokio::test]
async fn a_browser_shows_a_hostile_name_as_text() -> TestResult {
    let is_installed = Command::new("chromium")
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    if !is_installed {
        assert!(
            std::env::var_os(REQUIRED).is_none(),
            "`chromium` is not installed; install the Debian package `chromium`"
        );
        // The test harness hides the output of `println`. This line is visible.
        let line = b"left out, because `chromium` is not installed: a_browser_shows_a_hostile_name_as_text\n";
        std::io::stderr().write_all(line)?;
        return Ok(());
    }
    let fake = FakeZoom::builder()
        .sub_account("acme", HOSTILE)
        .start()
        .await?;
    let folder = std::env::temp_dir().join(format!("fake-zoom-browser-{}", std::process::id()));
    let mut browser = Command::new("timeout");
    browser
        .args([
            "60",
            "chromium",
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
        ])
        .arg(format!("--user-data-dir={}", folder.display()))
        .args(["--dump-dom", &format!("{}/_fake", fake.url())]);
    let output = tokio::task::spawn_blocking(move || browser.output()).await??;
    // The folder may already be gone.
    let _ = std::fs::remove_dir_all(&folder);
    assert!(output.status.success(), "{output:?}");
    let dom = String::from_utf8(output.stdout)?;
    assert!(dom.contains("<title>Fake of Zoom</title>"), "{dom}");
    assert!(
        dom.contains("<span class=\"name\">Primary Example</span>"),
        "{dom}"
    );
    assert!(
        dom.contains("<span class=\"name\">&lt;/span&gt;&lt;script&gt;"),
        "{dom}"
    );
    assert!(!dom.contains("<script"), "{dom}");
    Ok(())
}

#[tokio::test]
async fn every_response_names_the_fake_as_its_server() -> TestResult {
    let fake = FakeZoom::start().await?;
    for path in [
        "/_fake",
        "/_fake/calls",
        "/_fake/unknown",
        "/v2/accounts",
        "/other",
    ] {
        let answer = http::send(&fake, &format!("GET {path}"), "", "").await;
        assert_eq!(answer.header("server"), Some("fake-zoom"), "{path}");
    }
    Ok(())
}

#[tokio::test]
async fn a_health_check_can_use_the_method_head() -> TestResult {
    let fake = FakeZoom::start().await?;
    let answer = http::send(&fake, "HEAD /_fake", "", "").await;
    assert_eq!((answer.status, answer.body.as_str()), (200, ""));
    Ok(())
}

#[tokio::test]
async fn the_clock_can_be_moved_by_a_request() -> TestResult {
    let fake = FakeZoom::builder().frozen_clock().start().await?;
    let body = r#"{"advance_seconds": 90}"#;
    let answer = http::send(&fake, "POST /_fake/clock", "", body).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.json(), json!({"now": "2026-01-15T08:01:30Z"}));
    Ok(())
}

#[tokio::test]
async fn the_clock_stops_in_the_year_9999() -> TestResult {
    let fake = FakeZoom::builder().frozen_clock().start().await?;
    fake.advance(Duration::MAX);
    let answer = http::send(&fake, "GET /v2/accounts", "", "").await;
    assert_eq!(answer.status, 401);
    let date = "Fri, 01 Jan 9999 00:00:00 GMT";
    assert_eq!(answer.header("date"), Some(date));
    Ok(())
}

#[tokio::test]
async fn a_snapshot_can_be_read_and_restored_by_requests() -> TestResult {
    let fake = FakeZoom::builder().frozen_clock().start().await?;
    let answer = http::send(&fake, "GET /_fake/snapshot", "", "").await;
    assert_eq!(answer.status, 200);
    let snapshot = answer.body;
    assert_eq!(fake.snapshot(), snapshot);
    let request = new_account("owner@goog.example");
    fake.client().accounts().create(request).await?;
    assert_ne!(fake.snapshot(), snapshot);
    let answer = http::send(&fake, "PUT /_fake/snapshot", "", &snapshot).await;
    assert_eq!((answer.status, answer.body.as_str()), (204, ""));
    assert_eq!(fake.snapshot(), snapshot);
    Ok(())
}

#[tokio::test]
async fn an_invitation_can_be_accepted_by_a_request() -> TestResult {
    let builder = FakeZoom::builder().sub_account("acme", "Acme");
    let fake = builder.start().await?;
    let info = UserCreateInfo::new("new@acme.example", UserType::Basic);
    let request = UserCreate::new(UserCreateAction::Create).user_info(info);
    let account = fake.client().sub_account("acme");
    account.users().create(request).await?;
    let body = r#"{"email": "new@acme.example"}"#;
    let answer = http::send(&fake, "POST /_fake/invitations", "", body).await;
    assert_eq!(
        (answer.status, answer.text("status").as_str()),
        (200, "active")
    );
    let answer = http::send(&fake, "POST /_fake/invitations", "", body).await;
    assert_eq!(answer.status, 404);
    assert!(
        answer.text("error").contains("new@acme.example"),
        "{answer:?}"
    );
    Ok(())
}

#[tokio::test]
async fn the_calls_can_be_read_by_a_request() -> TestResult {
    let fake = FakeZoom::builder().frozen_clock().start().await?;
    fake.client().accounts().list().await?;
    let answer = http::send(&fake, "GET /_fake/calls", "", "").await;
    assert_eq!(answer.status, 200);
    let calls = &answer.json()["calls"];
    assert_eq!(calls.as_array().map(Vec::len), Some(2));
    let expected = json!({
        "operation": "accounts.list",
        "method": "GET",
        "path": "/v2/accounts",
        "status": 200,
        "code": null,
        "fault": null,
        "time": "2026-01-15T08:00:00Z",
    });
    assert_eq!(calls[1], expected);
    Ok(())
}

#[tokio::test]
async fn an_invalid_control_request_is_refused_with_the_reason() -> TestResult {
    let fake = FakeZoom::builder().frozen_clock().start().await?;
    let before = fake.snapshot();
    let cases = [
        ("POST /_fake/clock", "", 400, "advance_seconds"),
        (
            "POST /_fake/clock",
            r#"{"advance_seconds": -1}"#,
            400,
            "advance_seconds",
        ),
        (
            "POST /_fake/clock",
            r#"{"advance": 1}"#,
            400,
            "unknown field `advance`",
        ),
        (
            "POST /_fake/clock",
            r#"{"advance_seconds": 1e30}"#,
            400,
            "advance_seconds",
        ),
        (
            "POST /_fake/clock",
            r#"{"advance_seconds": 9999999999999}"#,
            400,
            "smaller",
        ),
        ("PUT /_fake/snapshot", "{}", 400, "invalid snapshot at `.`"),
        ("POST /_fake/invitations", "[]", 400, "email"),
        ("GET /_fake/clock", "", 405, "POST"),
        ("DELETE /_fake/snapshot", "", 405, "GET, HEAD, PUT"),
        ("GET /_fake/other", "", 404, "/_fake/snapshot"),
    ];
    for (request, body, status, text) in cases {
        let answer = http::send(&fake, request, "", body).await;
        assert_eq!(answer.status, status, "{request} {body}: {answer:?}");
        let error = answer.text("error");
        assert!(error.contains(text), "{request} {body}: {error}");
    }
    assert_eq!(fake.snapshot(), before);
    Ok(())
}

#[tokio::test]
async fn a_page_of_another_site_cannot_control_the_fake() -> TestResult {
    let fake = FakeZoom::builder().frozen_clock().start().await?;
    let before = fake.now();
    let body = r#"{"advance_seconds": 90}"#;
    let own = format!("none\r\norigin: {}", fake.url());
    for (headers, status) in [
        ("none\r\norigin: http://other.example", 403),
        ("none\r\norigin: null", 403),
        (own.as_str(), 200),
    ] {
        let answer = http::send(&fake, "POST /_fake/clock", headers, body).await;
        assert_eq!(answer.status, status, "{headers}: {answer:?}");
    }
    assert_eq!(fake.now(), before + Duration::from_secs(90));
    for (host, status) in [
        ("other.example:4600", 403),
        ("127.0.0.1:4600", 200),
        ("localhost", 200),
        ("zoom:4600", 200),
        ("[::1]:4600", 200),
    ] {
        // The fake reads the first of two headers `host`.
        let request = format!("GET /_fake/calls HTTP/1.1\r\nhost: {host}\r\nx:");
        let answer = http::send(&fake, &request, "", "").await;
        assert_eq!(answer.status, status, "{host}: {answer:?}");
    }
    Ok(())
}

#[tokio::test]
async fn a_section_without_values_says_so() -> TestResult {
    let fake = FakeZoom::start().await?;
    fake.client().accounts().list().await?;
    let page = page(&fake).await;
    for title in ["Rate limits", "Faults"] {
        let section = format!("<h2>{title}</h2><p class=\"faint\">None.</p>");
        assert!(page.contains(&section), "{page}");
    }
    Ok(())
}

#[tokio::test]
async fn the_page_shows_the_rules_of_faults() -> TestResult {
    let builder = FakeZoom::builder().faults([Fault::ResetBefore]);
    let fake = builder.start().await?;
    fake.client().accounts().list().await.unwrap_err();
    let page = page(&fake).await;
    assert!(page.contains("<h2>Faults</h2><table>"), "{page}");
    assert!(page.contains("<td>reset_before</td>"), "{page}");
    Ok(())
}
