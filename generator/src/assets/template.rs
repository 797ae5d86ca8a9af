//! Renders templates. Values are escaped by default.
//!
//! In: a template and its values. Out: a text file. In a `.md` file, a string is printed as escaped Markdown. In any other
//! file, a string is printed as a TOML string. A filter selects another format.

use minijinja::syntax::SyntaxConfig;
use minijinja::value::ValueKind;
use minijinja::{Environment, Error, Output, State, UndefinedBehavior, Value};

use crate::text::{Markdown, Untrusted};

/// Renders a template for the file `to`.
pub(super) fn render(source: &str, to: &str, values: &Value) -> Result<String, Error> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    let syntax = SyntaxConfig::builder()
        .trim_blocks(true)
        .lstrip_blocks(true)
        .keep_trailing_newline(true)
        .build();
    environment.set_syntax(syntax?);
    environment.add_filter("toml", |value: &Value| safe(toml(value)));
    environment.add_filter("toml_key", |text: &str| {
        safe(Untrusted::new(text).toml_key())
    });
    environment.add_filter("code", |text: &str| {
        safe(Markdown::code_in_cell(text).to_string())
    });
    environment.add_filter("markdown", |text: &str| {
        safe(Markdown::description(text).to_string())
    });
    let default = match to.rsplit('.').next() {
        Some("md") => |text: &str| Markdown::words_in_cell(text).to_string(),
        _ => |text: &str| Untrusted::new(text).toml(),
    };
    environment.set_formatter(
        move |out: &mut Output<'_>, _: &mut State<'_, '_>, value: &Value| {
            match value.as_str().filter(|_| !value.is_safe()) {
                Some(text) => out.write_str(&default(text))?,
                None => out.write_str(&value.to_string())?,
            }
            Ok(())
        },
    );
    environment.render_str(source, values)
}

/// Marks a text as safe, so that the text is printed unchanged.
pub(super) fn safe(text: String) -> Value {
    Value::from_safe_string(text)
}

/// Formats a string or a list of strings as TOML.
fn toml(value: &Value) -> String {
    if value.kind() == ValueKind::Seq {
        let items = value.try_iter().into_iter().flatten();
        let items: Vec<String> = items.map(|item| toml(&item)).collect();
        return format!("[{}]", items.join(", "));
    }
    let text = value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned);
    Untrusted::new(text).toml()
}
