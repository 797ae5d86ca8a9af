//! What the fake knows about Zoom's APIs: the bundled OpenAPI documents and the table of operations.

mod body;
pub(crate) mod document;
pub(crate) mod endpoint;
mod faults;
mod fit;
mod formats;
mod generate;
mod ids;
pub(crate) mod resource;
pub(crate) mod route;
pub(crate) mod sample;
pub(crate) mod schema;
mod typed;
mod validators;
mod vary;
pub(crate) mod verify;
mod view;

use std::sync::LazyLock;

use document::Document;
use endpoint::Endpoint;
use route::Router;
use validators::Validators;

/// The bundled documents, which `cargo xtask codegen` writes.
static V1: LazyLock<Api> = LazyLock::new(|| Api::new(include_str!("../../../openapi/v1.json")));
static V2: LazyLock<Api> = LazyLock::new(|| Api::new(include_str!("../../../openapi/v2.json")));

/// One version of the API.
#[derive(Debug)]
pub(crate) struct Api {
    pub(crate) document: Document,
    pub(crate) router: Router,
    pub(crate) validators: Validators,
}

impl Api {
    /// Returns API v1.
    pub(crate) fn v1() -> &'static Self {
        &V1
    }

    /// Returns API v2.
    pub(crate) fn v2() -> &'static Self {
        &V2
    }

    fn new(text: &str) -> Self {
        let document = Document::parse(text);
        let mut endpoints = Endpoint::all(&document);
        resource::classify(&mut endpoints, &document);
        Self {
            document,
            router: Router::new(endpoints),
            validators: Validators::default(),
        }
    }
}
