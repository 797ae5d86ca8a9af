//! Tests of `RedisStore`: the lock, its expiry, and the protection of newer tokens.

use std::time::Duration;

use zoom_accounts::ErrorKind;
use zoom_accounts::auth::{Token, TokenStore};
use zoom_accounts::redis::{Redis, RedisStore};

use crate::server::RedisServer;

const LOCK: &str = "zoom:{token:reseller}:lock";

fn token(name: &str) -> Token {
    let json = serde_json::json!({"access_token": name, "refresh_token": "r", "expires_at": 5});
    serde_json::from_value(json).unwrap()
}

fn store(server: &RedisServer) -> RedisStore {
    RedisStore::new(&server.redis(), "reseller")
}

/// Returns a store that waits only briefly for the lock.
fn impatient(server: &RedisServer) -> RedisStore {
    store(server).lock_timeout(Duration::from_millis(50))
}

#[tokio::test]
async fn a_saved_token_is_loaded_unchanged_by_another_worker() {
    let Some(server) = RedisServer::start() else {
        return;
    };
    assert_eq!(store(&server).load().await.unwrap(), None);
    for name in ["one", "another"] {
        store(&server).save(&token(name)).await.unwrap();
        assert_eq!(store(&server).load().await.unwrap(), Some(token(name)));
    }
    let other = RedisStore::new(&server.redis(), "another name");
    assert_eq!(other.load().await.unwrap(), None);
    let _lock = store(&server).lock().await.unwrap();
    server.assert_keys("zoom:{token:reseller}:");
}

#[tokio::test]
async fn only_one_worker_has_the_lock_at_a_time() {
    let Some(server) = RedisServer::start() else {
        return;
    };
    let lock = store(&server).lock().await.unwrap();
    let error = impatient(&server).lock().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    let other = store(&server);
    let waiting = tokio::spawn(async move { other.lock().await.map(drop) });
    tokio::time::sleep(Duration::from_millis(80)).await;
    assert!(!waiting.is_finished());
    drop(lock);
    waiting.await.unwrap().unwrap();
}

#[tokio::test]
async fn clones_of_a_store_exclude_each_other() {
    let Some(server) = RedisServer::start() else {
        return;
    };
    let store = impatient(&server);
    let lock = store.lock().await.unwrap();
    // Even if Redis has lost the lock, only one clone holds it.
    server.command(&["DEL", LOCK]);
    let error = store.clone().lock().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    drop(lock);
    store.clone().lock().await.unwrap();
}

#[tokio::test]
async fn a_held_lock_outlives_its_lease() {
    let Some(server) = RedisServer::start() else {
        return;
    };
    let holder = store(&server).lease(Duration::from_secs(1));
    let lock = holder.lock().await.unwrap();
    tokio::time::sleep(Duration::from_millis(2500)).await;
    assert!(impatient(&server).lock().await.is_err());
    drop(lock);
    store(&server).lock().await.unwrap();
}

#[test]
fn the_lock_of_a_dead_worker_expires() {
    let Some(server) = RedisServer::start() else {
        return;
    };
    let runtime = || {
        tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap()
    };
    // When the runtime ends, the lock is no longer extended, as if the process had died.
    let dead = runtime();
    let holder = store(&server).lease(Duration::from_millis(500));
    let lock = dead.block_on(holder.lock()).unwrap();
    std::mem::forget(lock);
    drop(dead);
    runtime().block_on(store(&server).lock()).unwrap();
}

#[tokio::test]
async fn a_holder_that_lost_its_lock_does_not_overwrite_a_newer_token() {
    let Some(server) = RedisServer::start() else {
        return;
    };
    let (slow, fast) = (store(&server), store(&server));
    let lost = slow.lock().await.unwrap();
    server.command(&["DEL", LOCK]);
    let lock = fast.lock().await.unwrap();
    fast.save(&token("newer")).await.unwrap();
    drop(lock);
    slow.save(&token("older")).await.unwrap();
    assert_eq!(fast.load().await.unwrap(), Some(token("newer")));
    // When the lost lock is dropped, the lock of the other worker must stay.
    let lock = fast.lock().await.unwrap();
    drop(lost);
    assert!(impatient(&server).lock().await.is_err());
    drop(lock);
    // The slow worker locks the token again. This lock is newer than that of the fast worker.
    let lock = slow.lock().await.unwrap();
    slow.save(&token("newest")).await.unwrap();
    drop(lock);
    assert_eq!(fast.load().await.unwrap(), Some(token("newest")));
}

#[tokio::test]
async fn a_holder_that_lost_its_lock_saves_its_token_if_no_newer_token_exists() {
    let Some(server) = RedisServer::start() else {
        return;
    };
    let (slow, fast) = (store(&server), store(&server));
    let _lost = slow.lock().await.unwrap();
    server.command(&["DEL", LOCK]);
    let _lock = fast.lock().await.unwrap();
    // No other worker has saved a token. The refresh token of this one is the only one that still works, so it is
    // saved.
    slow.save(&token("one")).await.unwrap();
    assert_eq!(fast.load().await.unwrap(), Some(token("one")));
    fast.save(&token("two")).await.unwrap();
    slow.save(&token("three")).await.unwrap();
    assert_eq!(slow.load().await.unwrap(), Some(token("two")));
}

#[tokio::test]
async fn a_value_that_is_not_a_token_is_an_error_that_does_not_quote_it() {
    let Some(server) = RedisServer::start() else {
        return;
    };
    for text in [
        "",
        "test-token-h",
        "{\"access_token\": {\"test-token-h\": 1}}",
    ] {
        server.command(&["HSET", "zoom:{token:reseller}:token", "token", text]);
        let error = store(&server).load().await.unwrap_err();
        let text = format!("{error} {error:?}");
        assert!(
            text.contains("is not a token") && !text.contains("test-token-h"),
            "{text}"
        );
    }
}

#[tokio::test]
async fn a_store_connects_again_after_a_restart_of_redis() {
    let Some(mut server) = RedisServer::start() else {
        return;
    };
    let store = store(&server);
    store.save(&token("one")).await.unwrap();
    server.kill();
    let error = store.load().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect);
    server.restart();
    // After a failed connection, the store does not connect again for a moment.
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(store.load().await.unwrap(), None);
    store.save(&token("two")).await.unwrap();
    assert_eq!(store.load().await.unwrap(), Some(token("two")));
}

#[tokio::test]
async fn an_invalid_url_or_name_is_an_error_without_the_password() {
    for url in [
        "http://user:test-secret@host",
        "test-secret",
        "redis://:test-secret@:x",
    ] {
        let error = Redis::new(url).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config);
        assert!(!format!("{error} {error:?}").contains("test-secret"));
    }
    let redis = Redis::new("redis://user:test-secret@127.0.0.1:1").unwrap();
    assert!(!format!("{redis:?}").contains("test-secret"));
    let store = RedisStore::new(&redis, "a{b}");
    assert_eq!(store.load().await.unwrap_err().kind(), ErrorKind::Config);
    let store = RedisStore::new(&redis.prefix("{"), "a");
    assert_eq!(store.load().await.unwrap_err().kind(), ErrorKind::Config);
}

#[tokio::test]
async fn tls_accepts_only_a_trusted_certificate() {
    let Some(server) = RedisServer::start_encrypted() else {
        return;
    };
    let redis = Redis::with_root_certificates(&server.url(), server.certificate()).unwrap();
    let trusting = RedisStore::new(&redis.timeout(Duration::from_secs(20)), "reseller");
    trusting.save(&token("one")).await.unwrap();
    assert_eq!(trusting.load().await.unwrap(), Some(token("one")));
    // The operating system does not trust the certificate.
    store(&server).load().await.unwrap_err();
}
