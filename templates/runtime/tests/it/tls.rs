//! Tests of certificates with a TLS server on a loopback socket. The tests create their own certificate authority.

use std::sync::{Arc, LazyLock};

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::crypto::aws_lc_rs::default_provider;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::server::WebPkiClientVerifier;
use tokio_rustls::rustls::{RootCertStore, ServerConfig};

use crate::runtime::{Bearer, ClientBuilder, ErrorKind, RetryPolicy};
use crate::support::api::Client;

/// The certificates of a test run, as PEM. Each run creates its own, so that the repository contains no private key.
struct Certificates {
    authority: String,
    /// A certificate for `localhost` and its private key.
    server: String,
    /// A certificate and its private key.
    client: String,
}

static CERTIFICATES: LazyLock<Certificates> = LazyLock::new(|| {
    let mut authority = CertificateParams::new(Vec::new()).unwrap();
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority = CertifiedIssuer::self_signed(authority, KeyPair::generate().unwrap()).unwrap();
    let issue = |names: Vec<String>| {
        let key = KeyPair::generate().unwrap();
        let certificate = CertificateParams::new(names).unwrap();
        let certificate = certificate.signed_by(&key, &authority).unwrap();
        certificate.pem() + &key.serialize_pem()
    };
    Certificates {
        authority: authority.pem(),
        server: issue(vec!["localhost".to_owned()]),
        client: issue(Vec::new()),
    }
});

fn authority() -> CertificateDer<'static> {
    CertificateDer::from_pem_slice(CERTIFICATES.authority.as_bytes()).unwrap()
}

/// Starts a server that replies to every connection with a user. Returns the URL of the server.
async fn serve(needs_client_certificate: bool) -> String {
    let provider = Arc::new(default_provider());
    let builder = ServerConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .unwrap();
    let builder = if needs_client_certificate {
        let mut roots = RootCertStore::empty();
        roots.add(authority()).unwrap();
        let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider);
        builder.with_client_cert_verifier(verifier.build().unwrap())
    } else {
        builder.with_no_client_auth()
    };
    let certificate = CertificateDer::from_pem_slice(CERTIFICATES.server.as_bytes()).unwrap();
    let key = PrivateKeyDer::from_pem_slice(CERTIFICATES.server.as_bytes()).unwrap();
    let config = builder.with_single_cert(vec![certificate], key).unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        loop {
            let (connection, _) = listener.accept().await.unwrap();
            // In the tests of untrusted certificates, the handshake fails.
            let Ok(mut connection) = acceptor.accept(connection).await else {
                continue;
            };
            let mut buffer = [0; 4096];
            let read = connection.read(&mut buffer).await;
            if read.is_ok_and(|count| count > 0) {
                let response = "HTTP/1.1 200 OK\r\ncontent-length: 12\r\nconnection: close\r\n\r\n{\"id\": \"u1\"}";
                connection.write_all(response.as_bytes()).await.unwrap();
                connection.shutdown().await.unwrap();
            }
        }
    });
    format!("https://localhost:{port}")
}

fn builder(url: &str) -> ClientBuilder<Client> {
    Client::builder()
        .auth(Bearer::new("the-token"))
        .base_url(url)
        .retry(RetryPolicy::none())
}

async fn get(builder: ClientBuilder<Client>) -> crate::runtime::Result<()> {
    let user = builder.build().unwrap().users().get("u1").await?;
    assert_eq!(user.id, "u1");
    Ok(())
}

#[tokio::test]
async fn a_root_certificate_makes_its_servers_trusted() {
    let url = serve(false).await;
    let error = get(builder(&url)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect);
    let host = url.trim_start_matches("https://");
    assert_eq!(
        error.to_string(),
        format!("users.get: cannot connect to `{host}`")
    );
    get(builder(&url).root_certificate(CERTIFICATES.authority.as_str()))
        .await
        .unwrap();
    let der = authority().to_vec();
    get(builder(&url).root_certificate(der)).await.unwrap();
    // A file may contain several certificates.
    let both = CERTIFICATES.server.clone() + &CERTIFICATES.authority;
    get(builder(&url).root_certificate(both)).await.unwrap();
}

#[tokio::test]
async fn a_client_certificate_authenticates_the_client() {
    let url = serve(true).await;
    let builder = || builder(&url).root_certificate(CERTIFICATES.authority.as_str());
    get(builder()).await.unwrap_err();
    get(builder().client_certificate(CERTIFICATES.client.as_str()))
        .await
        .unwrap();
}

#[test]
fn build_rejects_a_client_certificate_without_its_key() {
    let certificate = CERTIFICATES
        .client
        .split("-----BEGIN PRIVATE KEY-----")
        .next()
        .unwrap();
    let error = Client::builder()
        .client_certificate(certificate)
        .build()
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
    assert_eq!(error.to_string(), "client certificate is invalid");
    let text = format!(
        "{:?}",
        Client::builder().client_certificate(CERTIFICATES.client.as_str())
    );
    assert!(!text.contains("PRIVATE"), "{text}");
}
