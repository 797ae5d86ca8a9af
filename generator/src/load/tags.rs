//! The meaning of YAML tags.
//!
//! In: a tag and the scalar or collection that it is on. Out: the value, or `E0102`: an ignored tag would change the meaning of
//! the document.

use saphyr_parser::Tag;

use super::scalar::{number, plain};
use crate::diag::{Code, Diagnostic};
use crate::source::{Number, Span, Value};

const CORE: &str = "tag:yaml.org,2002:";

/// The value of a scalar. `is_plain` is false for a scalar in quotes.
pub(super) fn scalar(
    text: &str,
    is_plain: bool,
    tag: Option<&Tag>,
    span: Span,
) -> Result<Value, Diagnostic> {
    let Some(tag) = tag else {
        return Ok(if is_plain {
            plain(text)
        } else {
            Value::Str(text.to_owned())
        });
    };
    let full = format!("{}{}", tag.handle, tag.suffix);
    let value = match full.strip_prefix(CORE).unwrap_or(&full) {
        "str" | "!" => Some(Value::Str(text.to_owned())),
        "int" => number(text).filter(Number::is_integer).map(Value::Number),
        "float" => number(text).map(Value::Number),
        "bool" => Some(plain(text)).filter(|value| matches!(value, Value::Bool(_))),
        "null" => Some(plain(text)).filter(|value| matches!(value, Value::Null)),
        _ => return Err(unknown_tag(tag, span)),
    };
    value.ok_or_else(|| {
        Diagnostic::error(
            Code::SyntaxError,
            format!("`{text}` does not match its tag"),
        )
        .label(span, format!("tagged `!!{}`", tag.suffix))
    })
}

/// Rejects a tag that does not fit a collection of this kind: `map` or `seq`.
pub(super) fn check_collection(
    tag: Option<&Tag>,
    kind: &str,
    span: Span,
) -> Result<(), Diagnostic> {
    match tag {
        None => Ok(()),
        Some(tag) => {
            let full = format!("{}{}", tag.handle, tag.suffix);
            let known = full == "!" || full.strip_prefix(CORE) == Some(kind);
            if known {
                Ok(())
            } else {
                Err(unknown_tag(tag, span))
            }
        }
    }
}

fn unknown_tag(tag: &Tag, span: Span) -> Diagnostic {
    let shown = if tag.handle == CORE {
        format!("!!{}", tag.suffix)
    } else {
        format!("{}{}", tag.handle, tag.suffix)
    };
    Diagnostic::error(Code::SyntaxError, format!("the tag `{shown}` does not fit here"))
        .label(span, "tagged value")
        .help("use only the tags of YAML's core schema: `!!str`, `!!int`, `!!float`, `!!bool`, `!!null`, `!!map`, `!!seq`")
}
