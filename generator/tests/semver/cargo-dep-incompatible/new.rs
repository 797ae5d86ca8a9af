pub use http::HeaderMap;
