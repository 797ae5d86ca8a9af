//! Lowers the error codes of the manifest.

use crate::diag::{Code, Diagnostic, Diagnostics, nearest};
use crate::input::{self, ClassName};
use crate::model::{ErrorCode, ErrorCodes, FailureClass};
use crate::text::Markdown;

/// Lowers the error codes. An unknown class is reported and omitted.
pub(super) fn lower(from: &input::ErrorCodes, diagnostics: &mut Diagnostics) -> ErrorCodes {
    let codes = from.codes.iter().map(|code| {
        let by_status = code.class_by_status.iter();
        let by_status =
            by_status.filter_map(|(status, name)| Some((*status, class(name, diagnostics)?)));
        ErrorCode {
            number: code.number,
            name: code.name.clone(),
            statuses: code.statuses.clone(),
            class_by_status: by_status.collect(),
            class: code
                .class
                .as_ref()
                .and_then(|name| class(name, diagnostics)),
            docs: Markdown::sentence(&code.docs),
        }
    });
    let mut codes: Vec<ErrorCode> = codes.collect();
    codes.sort_by_key(|code| code.number);
    ErrorCodes {
        type_name: from.type_name.clone(),
        is_exported: from.exported_by.is_some(),
        docs: Markdown::description(&from.docs),
        codes,
    }
}

fn class(from: &ClassName, diagnostics: &mut Diagnostics) -> Option<FailureClass> {
    let mut all = FailureClass::ALL.iter();
    if let Some((_, class)) = all.find(|(name, _)| *name == from.name) {
        return Some(*class);
    }
    let message = format!("unknown class `{}` of an error code", from.name);
    let diagnostic = Diagnostic::error(Code::ManifestInvalid, message);
    let diagnostic = diagnostic.label(from.span, "unknown class");
    let names = FailureClass::ALL.iter().map(|(name, _)| *name);
    let help = if let Some(near) = nearest(&from.name, names.clone()) {
        format!("did you mean `{near}`?")
    } else {
        let names: Vec<String> = names.map(|name| format!("`{name}`")).collect();
        format!("known classes: {}", names.join(", "))
    };
    diagnostics.push(diagnostic.help(help));
    None
}
