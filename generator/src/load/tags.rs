//! Applies YAML tags, such as `!!str`.
//!
//! In: a tag and its scalar or collection. Out: the value, or `E0102` if the tag is unknown or does not match the value. `E0102`
//! is a warning here, because authors often mean the value without the tag.

use granit_parser::Tag;

use super::scalar::{number, plain};
use crate::diag::{Code, Diagnostic};
use crate::source::{Number, Span, Value};

const CORE: &str = "tag:yaml.org,2002:";

/// Returns the full tag, such as `tag:yaml.org,2002:str` for `!!str`.
fn full(tag: &Tag) -> String {
    format!("{}{}", tag.handle(), tag.suffix())
}

/// Returns whether the tag is `!!merge`, which some tools write before a merge key: `!!merge <<`.
pub(super) fn is_merge(tag: &Tag) -> bool {
    full(tag).strip_prefix(CORE) == Some("merge")
}

/// Returns the value of a scalar. `is_plain` is false for a scalar in quotes.
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
    let full = full(tag);
    let value = match full.strip_prefix(CORE).unwrap_or(&full) {
        "str" | "!" | "binary" | "timestamp" => Some(Value::Str(text.to_owned())),
        "int" => number(text).filter(Number::is_integer).map(Value::Number),
        "float" => number(text).map(Value::Number),
        "bool" => Some(plain(text)).filter(|value| matches!(value, Value::Bool(_))),
        "null" => Some(plain(text)).filter(|value| matches!(value, Value::Null)),
        _ => return Err(unknown_tag(tag, span)),
    };
    value.ok_or_else(|| {
        Diagnostic::warning(
            Code::SyntaxError,
            format!("`{text}` does not match its tag"),
        )
        .label(span, format!("tag `!!{}` is ignored", tag.suffix()))
    })
}

/// Rejects a tag that does not match the collection. `kind` is `map` or `seq`.
pub(super) fn check_collection(
    tag: Option<&Tag>,
    kind: &str,
    span: Span,
) -> Result<(), Diagnostic> {
    match tag {
        None => Ok(()),
        Some(tag) => {
            let full = full(tag);
            let suffix = full.strip_prefix(CORE).unwrap_or(&full);
            let of_kind: &[&str] = match kind {
                "map" => &["map", "set"],
                _ => &["seq", "omap", "pairs"],
            };
            if suffix == "!" || of_kind.contains(&suffix) {
                Ok(())
            } else {
                Err(unknown_tag(tag, span))
            }
        }
    }
}

fn unknown_tag(tag: &Tag, span: Span) -> Diagnostic {
    let shown = if tag.handle() == CORE {
        format!("!!{}", tag.suffix())
    } else {
        full(tag)
    };
    Diagnostic::warning(Code::SyntaxError, format!("the tag `{shown}` does not fit here"))
        .label(span, "the tag of this value is ignored")
        .help("use only the tags of YAML's core schema: `!!str`, `!!int`, `!!float`, `!!bool`, `!!null`, `!!map`, `!!seq`")
}
