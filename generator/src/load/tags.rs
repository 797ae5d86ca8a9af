//! What the tag of a YAML value means.
//!
//! In: a tag and the scalar or collection that bears it. Out: the value, or `E0102`: a tag that is passed over
//! would change what the document says.

use saphyr_parser::Tag;

use super::scalar::{number, plain};
use crate::diag::{Code, Diagnostic};
use crate::source::{Number, Span, Value};

const CORE: &str = "tag:yaml.org,2002:";

/// The value of a scalar; `is_plain` says that it is not in quotes.
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
            format!("`{text}` is not what its tag says"),
        )
        .label(span, format!("tagged `!!{}`", tag.suffix))
    })
}

/// Says no to a tag that is not that of a collection of this kind: `map` or `seq`.
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
        .help("only the tags of YAML's core schema are read: `!!str`, `!!int`, `!!float`, `!!bool`, `!!null`, `!!map`, `!!seq`")
}
