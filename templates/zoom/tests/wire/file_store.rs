//! Tests of `FileStore`: permissions, atomic writes, and locks between processes.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use zoom_accounts::auth::{AuthorizationCode, FileStore, Token, TokenStore};
use zoom_accounts::{Client, ErrorKind};

use crate::fake_zoom::{CLIENT_ID, CLIENT_SECRET, FakeZoom, REDIRECT_URL};

/// A temporary folder that is removed on drop.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("zoom-accounts-store-{}-{number}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    fn file(&self) -> PathBuf {
        self.0.join("token.json")
    }

    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.0).unwrap();
        let name = |entry: fs::DirEntry| entry.file_name().into_string().unwrap();
        let mut names: Vec<_> = entries.map(|entry| name(entry.unwrap())).collect();
        names.sort();
        names
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

fn token(name: &str) -> Token {
    let json = serde_json::json!({"access_token": name, "refresh_token": "r", "expires_at": 5});
    serde_json::from_value(json).unwrap()
}

#[tokio::test]
async fn a_saved_token_is_loaded_unchanged() {
    let folder = Folder::new();
    let store = FileStore::new(folder.file());
    assert_eq!(store.load().await.unwrap(), None);
    for name in ["one", "another"] {
        store.save(&token(name)).await.unwrap();
        assert_eq!(store.load().await.unwrap(), Some(token(name)));
    }
    assert_eq!(folder.names(), ["token.json"]);
}

#[cfg(unix)]
fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[cfg(unix)]
#[tokio::test]
async fn only_the_owner_can_read_the_file() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    let store = FileStore::new(folder.file());
    let lock = store.lock().await.unwrap();
    store.save(&token("one")).await.unwrap();
    drop(lock);
    assert_eq!(mode(&folder.file()), 0o600);
    assert_eq!(mode(&folder.0.join("token.json.lock")), 0o600);
    // If other users can read the file, `save` replaces the file with a private one.
    fs::set_permissions(folder.file(), fs::Permissions::from_mode(0o644)).unwrap();
    store.save(&token("two")).await.unwrap();
    assert_eq!(mode(&folder.file()), 0o600);
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_reader_always_sees_a_complete_private_token() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    let store = FileStore::new(folder.file());
    store.save(&token("start")).await.unwrap();
    let writers: Vec<_> = (0..4)
        .map(|writer| {
            let store = store.clone();
            tokio::spawn(async move {
                for turn in 0..25 {
                    let name = format!("{writer}-{turn}").repeat(200);
                    store.save(&token(&name)).await.unwrap();
                }
            })
        })
        .collect();
    while !writers.iter().all(tokio::task::JoinHandle::is_finished) {
        assert!(store.load().await.unwrap().is_some());
        for name in folder.names() {
            // The process that writes the file may have removed its temporary file in the meantime.
            if let Ok(metadata) = fs::metadata(folder.0.join(&name)) {
                assert_eq!(metadata.permissions().mode() & 0o777, 0o600, "{name}");
            }
        }
    }
    for writer in writers {
        writer.await.unwrap();
    }
    assert_eq!(folder.names(), ["token.json"]);
}

#[tokio::test]
async fn a_failed_save_keeps_the_old_token_and_leaves_no_other_file() {
    let folder = Folder::new();
    let store = FileStore::new(folder.0.join("none").join("token.json"));
    let error = store.save(&token("one")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Other);
    assert!(store.lock().await.is_err());
    // The path of the file is now a folder, so writing must fail.
    fs::create_dir_all(folder.file().join("full")).unwrap();
    let store = FileStore::new(folder.file());
    assert!(store.save(&token("one")).await.is_err());
    assert_eq!(folder.names(), ["token.json"]);
}

#[tokio::test]
async fn a_file_without_a_token_is_an_error_that_does_not_quote_it() {
    let folder = Folder::new();
    for text in [
        "",
        "test-token-h",
        "{\"access_token\": {\"test-token-h\": 1}}",
        "[]",
    ] {
        fs::write(folder.file(), text).unwrap();
        let error = FileStore::new(folder.file()).load().await.unwrap_err();
        let text = format!("{error} {error:?}");
        assert!(
            text.contains("does not contain a token") && !text.contains("test-token-h"),
            "{text}"
        );
        assert!(std::error::Error::source(&error).is_none());
    }
}

#[tokio::test]
async fn only_one_store_has_the_lock_at_a_time() {
    let folder = Folder::new();
    let store = FileStore::new(folder.file());
    let lock = store.lock().await.unwrap();
    let impatient = FileStore::new(folder.file()).lock_timeout(Duration::from_millis(100));
    let start = Instant::now();
    let error = impatient.lock().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(start.elapsed() < Duration::from_secs(5));
    let other = store.clone();
    let waiting = tokio::spawn(async move { other.lock().await.map(drop) });
    tokio::time::sleep(Duration::from_millis(80)).await;
    assert!(!waiting.is_finished());
    drop(lock);
    waiting.await.unwrap().unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn apps_with_a_common_file_use_each_refresh_token_once() {
    let zoom = FakeZoom::start().await;
    zoom.known().refresh = Some("test-refresh-0".to_owned());
    zoom.known().pause = Duration::from_millis(20);
    let folder = Folder::new();
    let clients: Vec<_> = (0..6)
        .map(|_| {
            let app = AuthorizationCode::new(CLIENT_ID, CLIENT_SECRET, REDIRECT_URL)
                .oauth_url(zoom.service.url())
                .refresh_token("test-refresh-0")
                .store(FileStore::new(folder.file()));
            zoom.builder(app).build().unwrap()
        })
        .collect();
    for turn in 1..=4 {
        let calls: Vec<_> = (clients.iter())
            .map(|client| tokio::spawn(client.accounts().get("a").into_future()))
            .collect();
        for call in calls {
            call.await.unwrap().unwrap();
        }
        assert_eq!((zoom.tokens(), zoom.known().replayed), (turn, 0));
        zoom.revoke();
    }
    let kept = FileStore::new(folder.file()).load().await.unwrap().unwrap();
    assert_eq!(kept.refresh_token.unwrap().expose(), "test-refresh-4");
}

/// The environment variables of the child processes: the URL of the service, and the path of the token file.
const SHARED: [&str; 2] = ["TEST_OAUTH_URL", "TEST_TOKEN_FILE"];

/// Makes a single call. Each child process runs this function, and all use the same token file.
async fn call_as_another_process(url: &str, file: &str) {
    let app = AuthorizationCode::new(CLIENT_ID, CLIENT_SECRET, REDIRECT_URL)
        .oauth_url(url)
        .refresh_token("test-refresh-0")
        .store(FileStore::new(file));
    let client = Client::builder()
        .server_url("v2", format!("{url}/v2"))
        .auth(app)
        .build()
        .unwrap();
    client.accounts().get("a").await.unwrap();
}

/// Waits until a process ends. Kills the process after a minute.
async fn end_of(mut process: Child) -> ExitStatus {
    let start = Instant::now();
    loop {
        if let Some(status) = process.try_wait().unwrap() {
            return status;
        }
        if start.elapsed() > Duration::from_secs(60) {
            process.kill().unwrap();
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn processes_with_a_common_file_use_each_refresh_token_once() {
    if let [Ok(url), Ok(file)] = SHARED.map(env::var) {
        return call_as_another_process(&url, &file).await;
    }
    let zoom = FakeZoom::start().await;
    zoom.known().refresh = Some("test-refresh-0".to_owned());
    zoom.known().pause = Duration::from_millis(100);
    let folder = Folder::new();
    let name = "file_store::processes_with_a_common_file_use_each_refresh_token_once";
    for turn in 1..=2 {
        let processes: Vec<_> = (0..3)
            .map(|_| {
                Command::new(env::current_exe().unwrap())
                    .args(["--exact", name])
                    .env(SHARED[0], zoom.service.url())
                    .env(SHARED[1], folder.file())
                    .stdout(Stdio::null())
                    .spawn()
                    .unwrap()
            })
            .collect();
        for process in processes {
            assert!(end_of(process).await.success());
        }
        assert_eq!((zoom.tokens(), zoom.known().replayed), (turn, 0));
        zoom.revoke();
    }
    // Each of the six processes made at least one call.
    assert!(zoom.service.seen_at("/v2/accounts/a").len() >= 6);
}
