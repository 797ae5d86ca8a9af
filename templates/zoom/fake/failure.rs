//! The failures that Zoom reports.

use http::Method;
use serde_json::{Value, json};

use super::exchange::Reply;

/// A failure in Zoom's format: an HTTP status, a code and a message.
#[derive(Clone, Debug)]
pub(crate) struct Failure {
    pub(crate) status: u16,
    pub(crate) code: i64,
    pub(crate) message: String,
    /// The invalid fields of a request, with a message for each.
    pub(crate) fields: Vec<(String, String)>,
    pub(crate) headers: Vec<(&'static str, String)>,
}

impl Failure {
    /// Creates a failure.
    pub(crate) fn new(status: u16, code: i64, message: impl Into<String>) -> Self {
        Self {
            status,
            code,
            message: message.into(),
            fields: Vec::new(),
            headers: Vec::new(),
        }
    }

    /// Reports invalid fields of a request: HTTP 400 with code 300.
    pub(crate) fn validation(fields: Vec<(String, String)>) -> Self {
        let mut failure = Self::new(400, 300, "Validation Failed.");
        failure.fields = fields;
        failure
    }

    /// Reports one invalid field.
    pub(crate) fn invalid_field(field: &str, message: &str) -> Self {
        Self::validation(vec![(field.to_owned(), message.to_owned())])
    }

    /// Reports that the account, the plan or the role does not permit the call: HTTP 400 with code 200.
    pub(crate) fn not_permitted(message: impl Into<String>) -> Self {
        Self::new(400, 200, message)
    }

    /// Reports an account that does not exist or belongs to somebody else: HTTP 404 with code 2001.
    pub(crate) fn account_not_found(id: &str) -> Self {
        Self::new(404, 2001, format!("Account does not exist: {id}."))
    }

    /// Reports a user that is not in the account: HTTP 404 with code 1001.
    pub(crate) fn user_not_found(id: &str) -> Self {
        Self::new(404, 1001, format!("User does not exist: {id}."))
    }

    /// Reports a broken rule of billing: HTTP 400 with code 2100.
    pub(crate) fn billing(message: impl Into<String>) -> Self {
        Self::new(400, 2100, message)
    }

    /// Reports that a path does not support a method: HTTP 405. `allowed` are the methods that it supports.
    pub(crate) fn wrong_method(method: &Method, allowed: &[Method]) -> Self {
        let message = format!("Request method '{method}' is not supported.");
        let allowed: Vec<&str> = allowed.iter().map(Method::as_str).collect();
        Self::new(405, 405, message).header("allow", allowed.join(", "))
    }

    /// Adds a header to the response.
    pub(crate) fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// Returns the response of API v2.
    pub(crate) fn into_reply(self) -> Reply {
        let fields = self.fields.into_iter();
        let fields = fields.map(|(field, message)| json!({"field": field, "message": message}));
        let fields: Vec<Value> = fields.collect();
        let body = if fields.is_empty() {
            json!({"code": self.code, "message": self.message})
        } else {
            json!({"code": self.code, "message": self.message, "errors": fields})
        };
        let mut reply = Reply::json(self.status, body);
        reply.headers = self.headers;
        reply
    }

    /// Returns the response of API v1, which reports failures with HTTP 200.
    pub(crate) fn into_v1_reply(self) -> Reply {
        let mut message = self.message;
        for (field, text) in &self.fields {
            message = format!("{message} {field}: {text}");
        }
        let mut reply = Reply::json(
            200,
            json!({"error": {"code": self.code, "message": message}}),
        );
        reply.headers = self.headers;
        reply
    }
}
