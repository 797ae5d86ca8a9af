//! Reads the file with the error codes of a server.
//!
//! In: the tree of the file. Out: the codes of the file, or diagnostics. `lower` checks the names of classes.

use std::collections::BTreeMap;

use super::fields::{Fields, invalid};
use crate::diag::Diagnostics;
use crate::input::{ClassName, ErrorCode, ErrorCodes};
use crate::source::{Map, Node, Span};

/// Names that no code may have, because the generated enum has items with these names.
const RESERVED: [&str; 3] = ["CLASSES", "KNOWN", "Unknown"];

/// Reads `error-codes` of the manifest. The codes themselves are in another file.
pub(super) fn entry(node: &Node, diagnostics: &mut Diagnostics) -> ErrorCodes {
    let known = ["file", "type", "exported-by"];
    let mut fields = Fields::new(node, "`error-codes`", &known, diagnostics);
    let type_name = fields.text("type");
    if !type_name.is_empty() && !is_type_name(&type_name) {
        let message = format!("`{type_name}` is not a valid name of a Rust type");
        fields.reject("type", message, "such as `ShopCode`", None);
    }
    ErrorCodes {
        file: fields.text("file"),
        type_name,
        exported_by: fields.optional_text("exported-by"),
        docs: String::new(),
        codes: Vec::new(),
    }
}

/// Adds the contents of the file to the entry of the manifest.
pub(in crate::load) fn add(entry: &mut ErrorCodes, root: &Node, diagnostics: &mut Diagnostics) {
    let what = "the file of error codes";
    let mut fields = Fields::new(root, what, &["docs", "codes"], diagnostics);
    entry.docs = fields.text("docs");
    let Some(codes) = fields.node("codes") else {
        fields.missing("codes");
        return;
    };
    let Some(map) = codes.as_map() else {
        fields.reject("codes", "`codes` must be a map", "a map is required", None);
        return;
    };
    let mut names: BTreeMap<String, Span> = BTreeMap::new();
    for (text, span, node) in map.iter() {
        // The text must equal the printed number. Otherwise, `1` and `01` would be two codes.
        let number = text.parse::<i64>().ok();
        let Some(number) = number.filter(|number| number.to_string() == text) else {
            let message = format!("`{text}` is not an error code");
            diagnostics.push(invalid(message, span, "an integer is required"));
            continue;
        };
        let code = code(number, node, diagnostics);
        if !code.name.is_empty()
            && let Some(first) = names.insert(code.name.clone(), span)
        {
            let message = format!("duplicate name `{}` of an error code", code.name);
            let diagnostic = invalid(message, span, "second code");
            diagnostics.push(diagnostic.secondary(first, "first code"));
        }
        entry.codes.push(code);
    }
}

fn code(number: i64, node: &Node, diagnostics: &mut Diagnostics) -> ErrorCode {
    let known = ["name", "statuses", "class", "class-by-status", "docs"];
    let mut fields = Fields::new(node, "an error code", &known, diagnostics);
    let name = fields.text("name");
    if !name.is_empty() && (!is_type_name(&name) || RESERVED.contains(&name.as_str())) {
        let message = format!("`{name}` is not a valid name of an error code");
        fields.reject("name", message, "such as `UserNotFound`", None);
    }
    ErrorCode {
        number,
        name,
        statuses: statuses(&mut fields),
        class: class(&mut fields, "class"),
        class_by_status: class_by_status(&mut fields),
        docs: fields.text("docs"),
    }
}

/// Reads the list of HTTP statuses.
fn statuses(fields: &mut Fields<'_, '_>) -> Vec<u16> {
    let mut statuses = Vec::new();
    for node in fields.list("statuses") {
        let number = node.as_i128().and_then(|number| u16::try_from(number).ok());
        match number.filter(|status| is_status(*status)) {
            Some(status) => statuses.push(status),
            None => fields.diagnostics().push(no_status(node.span)),
        }
    }
    statuses
}

fn class(fields: &mut Fields<'_, '_>, name: &str) -> Option<ClassName> {
    let span = fields.node(name)?.span;
    let name = fields.optional_text(name)?;
    Some(ClassName { name, span })
}

/// Reads the class of a code for each HTTP status.
fn class_by_status(fields: &mut Fields<'_, '_>) -> Vec<(u16, ClassName)> {
    let Some(node) = fields.node("class-by-status") else {
        return Vec::new();
    };
    // `Fields` accepts every key here, because the keys are HTTP statuses. The loop below checks them.
    let keys = node.as_map().into_iter().flat_map(Map::iter);
    let keys: Vec<(&str, Span)> = keys.map(|(name, span, _)| (name, span)).collect();
    let names: Vec<&str> = keys.iter().map(|(name, _)| *name).collect();
    let mut classes = Vec::new();
    let mut inner = Fields::new(node, "`class-by-status`", &names, fields.diagnostics());
    for (name, span) in keys {
        let status = name.parse::<u16>().ok();
        let status = status.filter(|status| is_status(*status) && status.to_string() == name);
        match (status, class(&mut inner, name)) {
            (Some(status), Some(class)) => classes.push((status, class)),
            (None, _) => inner.diagnostics().push(no_status(span)),
            (Some(_), None) => {}
        }
    }
    classes
}

fn no_status(span: Span) -> crate::diag::Diagnostic {
    invalid("invalid HTTP status", span, "a number from 100 to 599")
}

fn is_status(status: u16) -> bool {
    (100..600).contains(&status)
}

fn is_type_name(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_uppercase())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && text != "Self"
}
