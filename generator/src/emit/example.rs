//! Prints the example call in the docs of a method as a code block.

use std::collections::BTreeSet;

use super::types;
use super::uses::Uses;
use crate::plan::{
    CallExample, ExampleCall, Given, ItemPath, Outcome, RuntimeType, StreamType, TypeExpr,
    ValueExpr,
};
use crate::text::Untrusted;

/// An expression with more characters is printed on several lines.
const WIDTH: usize = 80;

/// A hidden line with more characters is split. Hidden lines start with `#`, and rustdoc does not show them.
const HIDDEN_WIDTH: usize = 110;

/// What is known while an example is printed: its imports, and the name of the crate.
struct Code<'a> {
    uses: Uses,
    package: &'a str,
}

impl<'a> Code<'a> {
    fn new(package: &'a str) -> Self {
        let runtime = RuntimeType::ALL.iter().map(|name| name.name());
        let runtime = runtime.chain(StreamType::ALL.iter().map(|name| name.name()));
        Self {
            uses: Uses::beside(runtime.chain(["BTreeMap", "Patch"])),
            package,
        }
    }

    /// Prints the name of an item, and imports the item. If the example uses the name for another item, prints the
    /// path.
    fn item(&mut self, path: &ItemPath) -> String {
        let text = self.uses.item_text(path);
        text.strip_prefix("crate::")
            .map_or_else(|| text.clone(), |rest| format!("{}::{rest}", self.package))
    }

    fn ty(&mut self, expr: &TypeExpr) -> String {
        match expr {
            TypeExpr::Item(path) => self.item(path),
            TypeExpr::Vec(element) => format!("Vec<{}>", self.ty(element)),
            TypeExpr::Map(value) => format!("BTreeMap<String, {}>", self.ty(value)),
            TypeExpr::Option(value) => format!("Option<{}>", self.ty(value)),
            TypeExpr::Box(value) => format!("Box<{}>", self.ty(value)),
            TypeExpr::Patch(value) => format!("Patch<{}>", self.ty(value)),
            TypeExpr::Stream(kind, item) => format!("{}<{}>", kind.name(), self.ty(item)),
            plain => plain.to_string(),
        }
    }
}

/// Prints the heading "Example" and the code block.
pub(super) fn text(example: &CallExample) -> String {
    let package = example.package.as_str();
    let (mut shown, mut hidden) = (Code::new(package), Code::new(package));
    let mut statements: Vec<String> = Vec::new();
    for (name, value) in &example.values {
        statements.push(format!("let {name} = {};", expression(value, &mut shown)));
    }
    let call = call(&example.call, &mut shown);
    statements.push(match example.outcome {
        Outcome::Nothing => format!("{call}.await?;"),
        Outcome::Items => format!(
            "let mut items = {call}.items();\nwhile let Some(item) = items.next().await {{\n    println!(\"{{:?}}\", item?);\n}}"
        ),
        Outcome::Events => format!(
            "let mut events = {call}.events();\nwhile let Some(event) = events.next().await {{\n    println!(\"{{:?}}\", event?.data);\n}}"
        ),
        Outcome::Records => format!(
            "let mut records = {call}.records();\nwhile let Some(record) = records.next().await {{\n    println!(\"{{:?}}\", record?);\n}}"
        ),
        Outcome::Chunks => format!(
            "let mut body = {call}.await?;\nwhile let Some(chunk) = body.chunk().await? {{\n    println!(\"{{}} bytes\", chunk.len());\n}}"
        ),
        Outcome::Printed => {
            format!("let response = {call}.await?;\nprintln!(\"{{response:?}}\");")
        }
    });
    let mut given = vec![format!("client: {package}::Client")];
    for (name, ty) in &example.given {
        types::ty(ty, &mut hidden.uses);
        given.push(format!("{name}: {}", hidden.ty(ty)));
    }
    let mut lines = ["# Example", "", "```no_run"].map(str::to_owned).to_vec();
    lines.extend(imports(&shown.uses, hidden.uses, package));
    lines.extend(signature(&given, package));
    lines.extend(statements);
    lines.extend(["# Ok(()) }", "```"].map(str::to_owned));
    lines.join("\n")
}

/// Prints the signature of the hidden function around the call.
fn signature(given: &[String], package: &str) -> Vec<String> {
    let line = format!(
        "# async fn example({}) -> {package}::Result<()> {{",
        given.join(", ")
    );
    if line.len() <= HIDDEN_WIDTH {
        return vec![line];
    }
    let mut lines = vec!["# async fn example(".to_owned()];
    lines.extend(given.iter().map(|given| format!("#     {given},")));
    lines.push(format!("# ) -> {package}::Result<()> {{"));
    lines
}

/// Prints the imports that the docs show, and then the hidden imports.
fn imports(shown: &Uses, hidden: Uses, package: &str) -> Vec<String> {
    let outer = |module: &str| module.replacen("crate", package, 1);
    let mut lines = Vec::new();
    for (module, names) in shown.modules() {
        lines.push(format!("use {}::{};", outer(module), import_list(names)));
    }
    if !lines.is_empty() {
        lines.push(String::new());
    }
    let hidden = hidden.beyond(shown);
    for (module, names) in hidden.modules() {
        let module = outer(module);
        lines.extend(names.iter().map(|name| format!("# use {module}::{name};")));
    }
    lines
}

fn call(call: &ExampleCall, code: &mut Code<'_>) -> String {
    let mut text = "client".to_owned();
    for (method, argument) in &call.path {
        let argument = argument.as_ref().map(Untrusted::rust_string);
        text = format!("{text}.{method}({})", argument.unwrap_or_default());
    }
    let arguments = call.arguments.iter();
    let arguments: Vec<String> = arguments.map(|value| expression(value, code)).collect();
    format!("{text}.{}({})", call.method, arguments.join(", "))
}

fn expression(value: &ValueExpr, code: &mut Code<'_>) -> String {
    match value {
        ValueExpr::Text(text) => text.rust_string(),
        ValueExpr::Bool(value) => value.to_string(),
        ValueExpr::Int(number) => number.to_string(),
        ValueExpr::Float(number) => format!("{number:?}"),
        ValueExpr::Variable(name) => name.to_string(),
        ValueExpr::None => "None".to_owned(),
        ValueExpr::Some(value) => format!("Some({})", expression(value, code)),
        ValueExpr::Into(value) => format!("{}.into()", expression(value, code)),
        ValueExpr::List(values) => list('[', &expressions(values, code), ']'),
        ValueExpr::Variant(path, variant) => {
            format!("{}::{variant}", code.item(path))
        }
        ValueExpr::Vec(values) => format!("vec!{}", list('[', &expressions(values, code), ']')),
        ValueExpr::Struct { ty, given, setters } => {
            let ty = code.item(ty);
            let new = match given {
                Given::Nothing => format!("{ty}::default()"),
                Given::Arguments(values) => {
                    let values = expressions(values, code);
                    format!("{ty}::new{}", list('(', &values, ')'))
                }
                Given::Fields(path, fields) => {
                    let required = code.item(path);
                    let fields = fields.iter();
                    let fields = fields.map(|(name, value)| {
                        indented(&match value {
                            ValueExpr::Variable(variable) if variable == name => {
                                format!("{name},")
                            }
                            value => format!("{name}: {},", expression(value, code)),
                        })
                    });
                    let fields: Vec<String> = fields.collect();
                    format!("{ty}::new({required} {{\n{}\n}})", fields.join("\n"))
                }
            };
            let setters = setters.iter().map(|(name, value)| {
                let value = expression(value, code);
                format!(".{name}{}", list('(', &[value], ')'))
            });
            chain(new, &setters.collect::<Vec<_>>())
        }
    }
}

fn expressions(values: &[ValueExpr], code: &mut Code<'_>) -> Vec<String> {
    let values = values.iter();
    values.map(|value| expression(value, code)).collect()
}

/// Prints an expression that is followed by method calls. A long expression is printed on several lines.
fn chain(new: String, setters: &[String]) -> String {
    let line = format!("{new}{}", setters.concat());
    if line.len() <= WIDTH && !line.contains('\n') {
        return line;
    }
    // If the expression itself has several lines, its method calls are not indented.
    let is_long = new.contains('\n');
    let next = |setter: &String| {
        if is_long {
            format!("\n{setter}")
        } else {
            format!("\n{}", indented(setter))
        }
    };
    let setters: String = setters.iter().map(next).collect();
    new + &setters
}

/// Prints values between brackets. A long list is printed on several lines.
fn list(open: char, values: &[String], close: char) -> String {
    let line = format!("{open}{}{close}", values.join(", "));
    if line.len() <= WIDTH && !line.contains('\n') {
        return line;
    }
    let comma = |value: &String| format!("\n{},", indented(value));
    let lines: String = values.iter().map(comma).collect();
    format!("{open}{lines}\n{close}")
}

/// Prints the names of a `use` item. A long list of names is printed on several lines.
fn import_list(names: &BTreeSet<String>) -> String {
    if let (1, Some(name)) = (names.len(), names.first()) {
        return name.clone();
    }
    let mut lines = vec![String::new()];
    for name in names {
        match lines.last_mut() {
            Some(line) if line.len() + name.len() < WIDTH => {
                line.push_str(name);
                line.push_str(", ");
            }
            _ => lines.push(format!("{name}, ")),
        }
    }
    match lines.as_slice() {
        [line] => format!("{{{}}}", line.trim_end_matches(", ")),
        lines => {
            let lines: Vec<String> = lines.iter().map(|line| indented(line.trim_end())).collect();
            format!("{{\n{}\n}}", lines.join("\n"))
        }
    }
}

/// Indents lines by four spaces.
fn indented(text: &str) -> String {
    format!("    {}", text.replace('\n', "\n    "))
}
