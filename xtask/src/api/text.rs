//! Formats types and signatures, so that equal types have equal texts.
//!
//! In: text of `API.txt`, or the JSON of a type. Out: text without lifetimes, module paths and spaces.

use std::collections::BTreeMap;

use serde_json::Value;

/// Removes lifetimes, module paths and spaces. `&'a mut std::fmt::Formatter<'_>` → `&mut Formatter`.
pub(crate) fn reduced(text: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    let mut rest = text;
    while let Some(token) = next(&mut rest) {
        match token {
            "::" => {
                // A word before `::` is the name of a module, so it is removed. A `>` before `::` is kept, because the
                // next word is an associated item.
                if kept.last().is_some_and(|last| is_word(last)) {
                    kept.pop();
                }
            }
            "for" if rest.trim_start().starts_with('<') => {}
            token if token.starts_with('\'') => {}
            token => kept.push(token),
        }
        settle(&mut kept);
    }
    spaced(&kept)
}

/// Replaces each word that is a key of `words` by its value.
pub(crate) fn replaced(text: &str, words: &BTreeMap<String, String>) -> String {
    let mut rest = text;
    let mut written = String::new();
    while let Some(token) = next(&mut rest) {
        let has_space = is_word(token)
            && written
                .ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '>' | ']' | ')'));
        written.extend(has_space.then_some(' '));
        written.push_str(words.get(token).map_or(token, String::as_str));
    }
    written
}

/// Removes the commas and the empty brackets that are left after lifetimes were removed.
fn settle(kept: &mut Vec<&str>) {
    loop {
        match kept.as_slice() {
            [.., "<" | "(" | ",", ","] | [.., "+", "+"] => {
                kept.pop();
            }
            [.., "<", ">"] => kept.truncate(kept.len() - 2),
            [.., "," | "+", ">"] | [.., "+", ")" | ","] | [.., ",", "]"] => {
                kept.remove(kept.len() - 2);
            }
            _ => return,
        }
    }
}

/// Joins tokens, with a space between two words.
fn spaced(tokens: &[&str]) -> String {
    let mut text = String::new();
    for token in tokens {
        if is_word(token) && text.ends_with(|c: char| c.is_alphanumeric() || c == '_') {
            text.push(' ');
        }
        text.push_str(token);
    }
    text.trim_end_matches('+').to_owned()
}

/// Removes the next token from the start of a text and returns the token.
fn next<'a>(text: &mut &'a str) -> Option<&'a str> {
    *text = text.trim_start();
    let first = text.chars().next()?;
    let rest = text.get(first.len_utf8()..).unwrap_or_default();
    let after_word = |text: &str| text.find(|c: char| !(c.is_alphanumeric() || c == '_'));
    let length = if first == '\'' {
        1 + after_word(rest).unwrap_or(rest.len())
    } else if first.is_alphanumeric() || first == '_' {
        after_word(text).unwrap_or(text.len())
    } else if text.starts_with("::") || text.starts_with("->") {
        2
    } else {
        first.len_utf8()
    };
    let (token, left) = text.split_at_checked(length)?;
    *text = left;
    Some(token)
}

pub(crate) fn is_word(token: &str) -> bool {
    token.starts_with(|c: char| c.is_alphanumeric() || c == '_')
}

/// Formats the JSON of a type.
pub(crate) fn ty(json: &Value) -> String {
    let Some((kind, value)) = json.as_object().and_then(|object| object.iter().next()) else {
        return json.as_str().unwrap_or_default().to_owned();
    };
    let inner = |key: &str| value.get(key).map(ty).unwrap_or_default();
    let is = |key: &str| value.get(key).and_then(Value::as_bool) == Some(true);
    match kind.as_str() {
        "resolved_path" => path(value),
        "generic" | "primitive" => value.as_str().unwrap_or_default().to_owned(),
        "tuple" => format!("({})", each(value, ty)),
        "slice" => format!("[{}]", ty(value)),
        "array" => format!("[{};{}]", inner("type"), word(value, "len")),
        "impl_trait" => format!("impl {}", bounds(value)),
        "dyn_trait" => {
            let traits = list(value.get("traits"));
            let traits = traits
                .iter()
                .map(|part| path(part.get("trait").unwrap_or(&Value::Null)));
            format!("dyn {}", traits.collect::<Vec<_>>().join("+"))
        }
        "borrowed_ref" => {
            let mutable = if is("is_mutable") { "mut " } else { "" };
            format!("&{mutable}{}", inner("type"))
        }
        "raw_pointer" => {
            let mutable = if is("is_mutable") { "mut" } else { "const" };
            format!("*{mutable} {}", inner("type"))
        }
        "function_pointer" => {
            let signature = value.get("sig").unwrap_or(&Value::Null);
            let inputs = list(signature.get("inputs"));
            let inputs = inputs.iter().filter_map(|input| input.get(1)).map(ty);
            let inputs = inputs.collect::<Vec<_>>().join(",");
            format!("fn({inputs}){}", output(signature))
        }
        "qualified_path" => {
            let own = inner("self_type");
            match value.get("trait").map(path).filter(|path| !path.is_empty()) {
                Some(path) if !is_word(&own) => {
                    format!("<{own} as {path}>::{}", word(value, "name"))
                }
                _ => format!("{own}::{}", word(value, "name")),
            }
        }
        kind => format!("?{kind}"),
    }
}

/// Formats the return type of a signature.
pub(crate) fn output(signature: &Value) -> String {
    match signature.get("output") {
        None | Some(Value::Null) => String::new(),
        Some(output) => format!("->{}", ty(output)),
    }
}

/// Formats a path with its generic arguments.
pub(crate) fn path(json: &Value) -> String {
    let arguments = json.get("args").map(arguments).unwrap_or_default();
    format!("{}{arguments}", word(json, "path"))
}

fn arguments(json: &Value) -> String {
    if let Some(inner) = json.get("parenthesized") {
        let inputs = inner.get("inputs").map(|inputs| each(inputs, ty));
        return format!("({}){}", inputs.unwrap_or_default(), output(inner));
    }
    let Some(inner) = json.get("angle_bracketed") else {
        return String::new();
    };
    let mut all: Vec<String> = Vec::new();
    for argument in list(inner.get("args")) {
        match argument.as_object().and_then(|object| object.iter().next()) {
            Some((kind, value)) if kind == "type" => all.push(ty(value)),
            Some((kind, value)) if kind == "const" => all.push(word(value, "expr").to_owned()),
            _ => {}
        }
    }
    for constraint in list(inner.get("constraints")) {
        let binding = constraint.get("binding").unwrap_or(&Value::Null);
        let name = word(constraint, "name");
        if let Some(ty_json) = binding.get("equality").and_then(|term| term.get("type")) {
            all.push(format!("{name}={}", ty(ty_json)));
        } else if let Some(inner) = binding.get("constraint") {
            all.push(format!("{name}:{}", bounds(inner)));
        }
    }
    if all.is_empty() {
        return String::new();
    }
    format!("<{}>", all.join(","))
}

/// Formats trait bounds, without lifetimes.
pub(crate) fn bounds(json: &Value) -> String {
    let bounds = list(Some(json)).iter().filter_map(|bound| {
        let bound = bound.get("trait_bound")?;
        let maybe = bound.get("modifier").and_then(Value::as_str) == Some("maybe");
        let sign = if maybe { "?" } else { "" };
        Some(format!("{sign}{}", path(bound.get("trait")?)))
    });
    bounds.collect::<Vec<_>>().join("+")
}

fn each(json: &Value, text: fn(&Value) -> String) -> String {
    let all = list(Some(json)).iter().map(text);
    all.collect::<Vec<_>>().join(",")
}

pub(crate) fn list(json: Option<&Value>) -> &[Value] {
    json.and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

pub(crate) fn word<'a>(json: &'a Value, key: &str) -> &'a str {
    json.get(key).and_then(Value::as_str).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{reduced, ty};

    #[track_caller]
    fn agree(texts: &[&str]) {
        for text in texts {
            assert_eq!(reduced(text), reduced(texts[0]), "{text}");
        }
    }

    #[test]
    fn one_type_written_in_several_ways_reads_the_same() {
        agree(&[
            "&'a mut fmt::Formatter<'_>",
            "&mut Formatter",
            "& mut std::fmt::Formatter<'a>",
        ]);
        agree(&[
            "dyn Future<Output = T> + Send + 'a",
            "dyn std::future::Future<Output=T>+Send",
        ]);
        agree(&["impl for<'a> Fn(&'a str) -> u8", "impl Fn(&str)->u8"]);
        agree(&["Cow<'static, str>", "Cow<str>"]);
        agree(&["Self::Item", "Self :: Item"]);
        agree(&["&'static [&'static str]", "&[&str]"]);
    }

    #[test]
    fn different_types_read_differently() {
        for (left, right) in [
            ("&str", "&mut str"),
            ("Option<String>", "String"),
            ("impl Into<Body>", "Body"),
            ("Result<T>", "Result<T,Error>"),
        ] {
            assert_ne!(reduced(left), reduced(right));
        }
    }

    #[test]
    fn the_json_of_a_type_reads_like_its_source() {
        let json = json!({"borrowed_ref": {"lifetime": null, "is_mutable": false, "type": {"slice": {"tuple": [
            {"resolved_path": {"path": "crate::v2::User", "args": {"angle_bracketed": {
                "args": [{"lifetime": "'a"}, {"type": {"generic": "T"}}], "constraints": []}}}},
            {"primitive": "u8"},
        ]}}}});
        assert_eq!(reduced(&ty(&json)), reduced("&[(User<'a, T>, u8)]"));
    }
}
