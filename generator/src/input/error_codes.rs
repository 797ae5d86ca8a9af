//! The error codes of a server. The key `error-codes` of the manifest names the file with the codes.

use serde::Serialize;

use crate::source::Span;

/// The value of `error-codes`: the error codes of the server, which become an enum.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ErrorCodes {
    /// The file with the codes, relative to the root of the run.
    pub file: String,
    /// The name of the generated enum.
    #[serde(rename = "type")]
    pub type_name: String,
    /// The hand-written module that re-exports the enum. Without such a module, the generated module with the enum is
    /// public.
    pub exported_by: Option<String>,
    /// The docs of the enum.
    pub docs: String,
    /// The codes, in the order of the file.
    pub codes: Vec<ErrorCode>,
}

/// An error code.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ErrorCode {
    /// The number that the server sends.
    pub number: i64,
    /// The name of the enum's variant for the code.
    pub name: String,
    /// The HTTP statuses of responses with this code, from the server's documentation.
    pub statuses: Vec<u16>,
    /// The class of the code, such as `not-found`. `None` if the code has different meanings with different HTTP
    /// statuses.
    pub class: Option<ClassName>,
    /// The class of the code for each HTTP status, if the status changes the meaning of the code.
    pub class_by_status: Vec<(u16, ClassName)>,
    /// The docs of the variant: the meaning of the code, in words.
    pub docs: String,
}

/// The name of a class of errors, and its location in the file.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ClassName {
    /// The name, such as `not-found`.
    pub name: String,
    /// The location in the file.
    #[serde(skip)]
    pub span: Span,
}
