//! Prints the statements that write parameters and form fields to a request.

use super::layout;
use super::piece::Code;
use super::uses::Uses;
use crate::plan::{ItemPath, ListStyle, Name, Notation, Style, Write, WriteCall};

/// The maximum number of parameters that one function writes. Clippy allows 100 lines in a function, and a long statement
/// has six lines.
const MAX_WRITES: usize = 16;

/// Prints the implementation of the runtime's trait `Params`. If there are many parameters, also prints an
/// implementation of `ParamsPart` for each part of them.
pub(super) fn params(path: &ItemPath, writes: &[(Name, Write)], uses: &mut Uses) -> Vec<Code> {
    let params = uses.runtime_text("Params");
    let name = path.name.as_str();
    if writes.len() <= MAX_WRITES {
        let statements = statements(writes, uses);
        return vec![function(&params, name, "apply", &statements, uses)];
    }
    let part = uses.runtime_text("ParamsPart");
    let parts = writes.chunks(MAX_WRITES).enumerate();
    let parts: Vec<Code> = parts
        .map(|(index, writes)| {
            let statements = statements(writes, uses);
            let part = format!("{part}<{index}>");
            function(&part, name, "apply_part", &statements, uses)
        })
        .collect();
    let calls: Vec<String> = (0..parts.len())
        .map(|index| format!("{part}::<{index}>::apply_part(self, request);"))
        .collect();
    let whole = function(&params, name, "apply", &calls, uses);
    std::iter::once(whole).chain(parts).collect()
}

/// Prints the implementation of a trait with one function, which takes a request.
fn function(
    implemented: &str,
    name: &str,
    function: &str,
    statements: &[String],
    uses: &mut Uses,
) -> Code {
    let request = uses.runtime_text("Request");
    let mut text = format!(
        "impl {implemented} for {name} {{\n    fn {function}(&self, request: &mut {request}) {{\n"
    );
    for statement in statements {
        for part in ["        ", statement.as_str(), "\n"] {
            text.push_str(part);
        }
    }
    text.push_str("    }\n}\n");
    // Without statements, the body would be on the line of the signature.
    if statements.is_empty() {
        Code::Rough(text)
    } else {
        Code::Text(text)
    }
}

fn statements(writes: &[(Name, Write)], uses: &mut Uses) -> Vec<String> {
    writes
        .iter()
        .map(|(field, write)| statement(write, &format!("&self.{}", field.as_str()), uses))
        .collect()
}

/// Prints the statement that writes a value to the variable `request`.
pub(super) fn statement(write: &Write, value: &str, uses: &mut Uses) -> String {
    let wire = layout::literal(&write.wire);
    let (method, more) = match &write.call {
        WriteCall::QueryObject => return format!("request.query_object({value});"),
        WriteCall::FileMap => return format!("request.file_map({value});"),
        WriteCall::PartObject => return format!("request.part_object({value});"),
        WriteCall::PartGroups => {
            let params = uses.runtime_text("Params");
            return format!("{params}::apply({value}, request);");
        }
        WriteCall::FormObject(styles) => {
            let style = |(name, style): &(_, Style)| {
                let name = layout::literal(name);
                format!("({name}, {})", param_style(*style, uses))
            };
            let styles: Vec<String> = styles.iter().map(style).collect();
            return format!("request.form_object({value}, &[{}]);", styles.join(", "));
        }
        WriteCall::FileTyped(types) => {
            let types: Vec<String> = types.iter().map(layout::literal).collect();
            ("file_typed", format!("&[{}]", types.join(", ")))
        }
        WriteCall::Query => ("query", String::new()),
        WriteCall::QueryList(style) => ("query_list", list_style(*style, uses)),
        WriteCall::QueryJson => ("query_json", String::new()),
        WriteCall::QueryDeepObject => ("query_deep_object", String::new()),
        WriteCall::QueryStyled(style) => ("query_styled", param_style(*style, uses)),
        WriteCall::Form => ("form", String::new()),
        WriteCall::FormList(style) => ("form_list", list_style(*style, uses)),
        WriteCall::FormJson => ("form_json", String::new()),
        WriteCall::FormValue => ("form_value", String::new()),
        WriteCall::FormStyled(style) => ("form_styled", param_style(*style, uses)),
        WriteCall::File => ("file", String::new()),
        WriteCall::Part => ("part", String::new()),
        WriteCall::PartList(style) => ("part_list", list_style(*style, uses)),
        WriteCall::PartJson => ("part_json", String::new()),
        WriteCall::PartTyped(kind) => ("part_typed", layout::literal(kind)),
        WriteCall::PartJsonTyped(kind) => ("part_json_typed", layout::literal(kind)),
        WriteCall::PartValue => ("part_value", String::new()),
        WriteCall::PartStyled(style) => ("part_styled", param_style(*style, uses)),
        WriteCall::Header => ("header", String::new()),
        WriteCall::HeaderJson => ("header_json", String::new()),
        WriteCall::HeaderStyled(style) => ("header_styled", param_style(*style, uses)),
        WriteCall::CookieStyled(style) => ("cookie_styled", param_style(*style, uses)),
        WriteCall::Cookie => ("cookie", String::new()),
        WriteCall::CookieList(style) => ("cookie_list", list_style(*style, uses)),
        WriteCall::CookieJson => ("cookie_json", String::new()),
    };
    let separator = if more.is_empty() { "" } else { ", " };
    format!("request.{method}({wire}, {value}{separator}{more});")
}

/// Prints a `ParamStyle` of the runtime.
pub(super) fn param_style(style: Style, uses: &mut Uses) -> String {
    let name = uses.runtime_text("ParamStyle");
    let notation = match style.notation {
        Notation::Simple => "SIMPLE",
        Notation::Label => "LABEL",
        Notation::Matrix => "MATRIX",
        Notation::Form => "FORM",
        Notation::Space => "SPACE_DELIMITED",
        Notation::Pipe => "PIPE_DELIMITED",
        Notation::DeepObject => "DEEP_OBJECT",
        Notation::Json => "JSON",
    };
    let mut text = format!("{name}::{notation}");
    for (is, call) in [
        (style.exploded, ".exploded()"),
        (style.reserved, ".allow_reserved()"),
        (style.empty, ".allow_empty()"),
    ] {
        text.push_str(if is { call } else { "" });
    }
    text
}

fn list_style(style: ListStyle, uses: &mut Uses) -> String {
    let name = uses.runtime_text("ListStyle");
    match style {
        ListStyle::Comma => format!("{name}::Comma"),
        ListStyle::Space => format!("{name}::Space"),
        ListStyle::Pipe => format!("{name}::Pipe"),
    }
}
