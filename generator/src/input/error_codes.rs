//! The error codes of a server as plain data: the file that `error-codes` in the manifest names.

use serde::Serialize;

use crate::source::Span;

/// `error-codes`: the error codes of the server, which become an enum.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ErrorCodes {
    /// The file with the codes, relative to the root of the run.
    pub file: String,
    /// The name of the Rust type.
    #[serde(rename = "type")]
    pub type_name: String,
    /// The hand-written module that exports the type. Without such a module, the module of the type is public.
    pub exported_by: Option<String>,
    /// The docs of the type.
    pub docs: String,
    /// The codes, in the order of the file.
    pub codes: Vec<ErrorCode>,
}

/// An error code.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ErrorCode {
    /// Its number.
    pub number: i64,
    /// The name of its variant.
    pub name: String,
    /// The HTTP statuses with which the server's documentation lists the code.
    pub statuses: Vec<u16>,
    /// What the code means, if it always means the same.
    pub class: Option<ClassName>,
    /// What the code means with single HTTP statuses.
    pub class_by_status: Vec<(u16, ClassName)>,
    /// What the code means, in words.
    pub docs: String,
}

/// The name of a class of failures, and where it is written.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ClassName {
    /// The name, such as `not-found`.
    pub name: String,
    /// The location in the file.
    #[serde(skip)]
    pub span: Span,
}
