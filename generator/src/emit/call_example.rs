//! The call that the docs of a method show: compiled with the tests of the crate, and never sent.
//!
//! In: an operation, its names and the examples of its body's type. Out: a block of Rust. What has no plain expression becomes a
//! variable that the reader is not shown the making of.

use std::collections::BTreeSet;

use serde_json::Value;

use super::Cx;
use super::methods::{Receiver, body_name};
use crate::model::{
    Body, BodyKind, Field, Input, Operation, Presence, Shape, Success, Ty, TypeId, VariantValue,
};
use crate::names::{OperationNames, TypeNames};

/// The most optional members of a body that are set; of an object in it half as many, and so on.
const MOST_SETTERS: usize = 4;

/// The most elements of a list.
const MOST_ELEMENTS: usize = 2;

/// The longest expression that stays on one line.
const WIDTH: usize = 80;

/// The example of a method, as a block of Markdown.
pub(super) fn block(
    cx: Cx<'_>,
    operation: &Operation,
    names: &OperationNames,
    receiver: Receiver<'_>,
) -> Option<String> {
    let mut writer = Writer {
        cx,
        imports: BTreeSet::new(),
        unknown: Vec::new(),
        statements: Vec::new(),
        depth: 0,
    };
    let path = writer.path(operation, names, receiver)?;
    let arguments = writer.arguments(operation, names, receiver);
    writer.call(operation, &format!("{path}({})", arguments.join(", ")));
    Some(writer.finish())
}

struct Writer<'a> {
    cx: Cx<'a>,
    /// Modules and names.
    imports: BTreeSet<(String, String)>,
    /// Names and types of the values that are not made here.
    unknown: Vec<(String, String)>,
    statements: Vec<String>,
    /// How many objects hold the one that is being made.
    depth: usize,
}

impl Writer<'_> {
    /// The way from the client to the method.
    fn path(
        &self,
        operation: &Operation,
        names: &OperationNames,
        receiver: Receiver<'_>,
    ) -> Option<String> {
        let cx = self.cx;
        let all = &cx.model.operations;
        let index = all
            .iter()
            .position(|other| std::ptr::eq(other, operation))?;
        let resource = cx.names.resource_of(index)?;
        let group = cx.model.groups.get(operation.group)?;
        let way = match (receiver, &group.accessor) {
            (Receiver::Scoped(_), Some(_)) => return None,
            (Receiver::Scoped(_), None) => {
                let mut scopes = cx.model.scopes.iter();
                let scope = scopes.find(|scope| scope.group == operation.group)?;
                format!(".{}({:?})", scope.accessor, placeholder(&scope.id))
            }
            (Receiver::Any | Receiver::Root, Some(accessor)) => format!(".{accessor}()"),
            (Receiver::Any | Receiver::Root, None) => String::new(),
        };
        Some(format!("client{way}.{}().{}", resource.ident, names.method))
    }

    /// The values that the method is given.
    fn arguments(
        &mut self,
        operation: &Operation,
        names: &OperationNames,
        receiver: Receiver<'_>,
    ) -> Vec<String> {
        let mut arguments = Vec::new();
        for (input, name) in operation.inputs.iter().zip(&names.arguments) {
            match input {
                Input::Argument { wire, .. } if matches!(receiver, Receiver::Scoped(filled) if wire == filled) =>
                    {}
                Input::Argument { ty, .. } => {
                    let value = self.value(ty, None, name);
                    arguments.push(value.unwrap_or_else(|| self.variable(name, ty)));
                }
                Input::Params { ty, required: true } => {
                    let ty = Ty::Named(*ty);
                    arguments.push(self.named_value(&ty, name));
                }
                Input::Params {
                    required: false, ..
                } => {}
            }
        }
        if let Some(body) = &operation.body {
            let name = body_name(body, &names.arguments);
            arguments.push(self.body(body, name));
        }
        arguments
    }

    fn body(&mut self, body: &Body, name: &str) -> String {
        let value = match body.kind {
            BodyKind::Json => self.named_value(&body.ty, name),
            BodyKind::Text => return "\"some text\"".to_owned(),
            BodyKind::Bytes => return "\"some bytes\"".to_owned(),
        };
        if body.required {
            value
        } else {
            format!("Some({value})")
        }
    }

    /// A value that is made in a statement of its own, and its name.
    fn named_value(&mut self, ty: &Ty, name: &str) -> String {
        let example = match ty {
            Ty::Named(id) => self.cx.model.ty(*id).and_then(|def| def.examples.first()),
            _ => None,
        };
        let example: Option<Value> = example.and_then(|text| serde_json::from_str(text).ok());
        let before = self.imports.clone();
        if let (Ty::Named(_), Some(value)) = (ty, self.value(ty, example.as_ref(), name)) {
            self.statements.push(format!("let {name} = {value};"));
            name.to_owned()
        } else {
            self.imports = before;
            self.variable(name, ty)
        }
    }

    /// A value that the reader is not shown the making of.
    fn variable(&mut self, name: &str, ty: &Ty) -> String {
        let ty = self.outer_type(ty);
        self.unknown.push((name.to_owned(), ty));
        name.to_owned()
    }

    /// An expression for a value as arguments and setters take it: text for all that is made of text.
    fn value(&mut self, ty: &Ty, example: Option<&Value>, name: &str) -> Option<String> {
        let text = || match example {
            Some(Value::String(text)) if !text.is_empty() => text.clone(),
            Some(Value::Number(number)) => number.to_string(),
            _ => placeholder(name),
        };
        match ty {
            Ty::Bool => Some(example.and_then(Value::as_bool).unwrap_or(true).to_string()),
            Ty::Int(_) => Some(example.and_then(Value::as_i64).unwrap_or(1).to_string()),
            Ty::Float => Some(format!(
                "{:?}",
                example.and_then(Value::as_f64).unwrap_or(1.0)
            )),
            Ty::Timestamp if example.is_none() => Some("\"2026-01-31T09:00:00Z\"".to_owned()),
            Ty::Date if example.is_none() => Some("\"2026-01-31\"".to_owned()),
            Ty::Secret => Some(format!("{:?}", placeholder(name))),
            Ty::Str | Ty::Timestamp | Ty::Date | Ty::Id(_) => Some(format!("{:?}", text())),
            Ty::List(inner) => {
                let elements = match example {
                    Some(Value::Array(elements)) => elements.iter().map(Some).collect(),
                    _ => vec![None],
                };
                let elements = elements.into_iter().take(MOST_ELEMENTS);
                let values: Option<Vec<String>> = elements
                    .map(|element| match **inner {
                        Ty::List(_) => None,
                        _ => self.value(inner, element, name),
                    })
                    .collect();
                let values = values.filter(|values| !values.is_empty())?;
                Some(list('[', &values, ']'))
            }
            Ty::Named(id) => self.named(*id, example),
            Ty::Bytes | Ty::File | Ty::Json | Ty::Map(_) | Ty::Nullable(_) => None,
        }
    }

    fn named(&mut self, id: TypeId, example: Option<&Value>) -> Option<String> {
        let names = self.cx.names.types.get(&id)?;
        match &self.cx.model.ty(id)?.shape {
            Shape::Enum { variants } => {
                let is_shown = |value: &VariantValue| match (value, example) {
                    (VariantValue::Text(text), Some(Value::String(shown))) => text == shown,
                    (VariantValue::Int(number), Some(shown)) => shown.as_i64() == Some(*number),
                    _ => false,
                };
                let index = variants
                    .iter()
                    .position(|variant| is_shown(&variant.value))
                    .unwrap_or(0);
                let variant = names.parts.get(index)?;
                self.import(id)?;
                Some(format!("{}::{variant}", names.ident))
            }
            Shape::Struct { fields, .. } => {
                self.depth += 1;
                let object = self.object(id, names, fields, example);
                self.depth -= 1;
                object
            }
            Shape::Union { .. } | Shape::Alias(_) => None,
        }
    }

    /// A struct by its constructor and some of its setters.
    fn object(
        &mut self,
        id: TypeId,
        names: &TypeNames,
        fields: &[Field],
        example: Option<&Value>,
    ) -> Option<String> {
        let most = MOST_SETTERS >> self.depth.saturating_sub(1);
        let mut required = Vec::new();
        let mut setters = Vec::new();
        for (field, part) in fields.iter().zip(&names.parts) {
            let shown = example.and_then(|example| example.get(&field.wire));
            match field.presence {
                Presence::Required => required.push(self.value(&field.ty, shown, part)?),
                Presence::RequiredNullable => required.push("None".to_owned()),
                Presence::Optional | Presence::OptionalNullable => {
                    let is_plain = field.presence == Presence::Optional
                        || !matches!(field.ty, Ty::List(_) | Ty::Str | Ty::Named(_));
                    let is_shown = shown.is_some_and(|shown| !shown.is_null());
                    if !(is_plain && is_shown) || setters.len() == most {
                        continue;
                    }
                    let before = self.imports.clone();
                    let value = self.value(&field.ty, shown, part);
                    // An object of which nothing is shown says nothing.
                    let value = value.filter(|value| !value.ends_with("::default()"));
                    if value.is_none() {
                        self.imports = before;
                    }
                    if let Some(value) = value {
                        setters.push(format!(".{part}{}", list('(', &[value], ')')));
                    }
                }
            }
        }
        self.import(id)?;
        let new = if required.is_empty() {
            format!("{}::default()", names.ident)
        } else {
            format!("{}::new{}", names.ident, list('(', &required, ')'))
        };
        Some(chain(new, &setters))
    }

    /// Makes the name of a type known.
    fn import(&mut self, id: TypeId) -> Option<()> {
        let name = self.cx.names.types.get(&id)?.ident.clone();
        self.imports.insert((self.outer_module(id), name));
        Some(())
    }

    /// The module of a type, as code outside of the crate writes it.
    fn outer_module(&self, id: TypeId) -> String {
        let group = self.cx.model.ty(id).map_or(0, |def| def.group);
        self.cx
            .module_path(group)
            .replacen("crate", self.cx.package, 1)
    }

    /// A type as code outside of the crate writes it.
    fn outer_type(&self, ty: &Ty) -> String {
        let package = self.cx.package;
        match ty {
            Ty::Named(id) => {
                let name = self.cx.names.types.get(id);
                let name = name.map_or("", |names| names.ident.as_str());
                format!("{}::{name}", self.outer_module(*id))
            }
            Ty::List(inner) => format!("Vec<{}>", self.outer_type(inner)),
            Ty::Map(inner) => format!(
                "std::collections::BTreeMap<String, {}>",
                self.outer_type(inner)
            ),
            Ty::Nullable(inner) => format!("Option<{}>", self.outer_type(inner)),
            Ty::Bytes => format!("{package}::runtime::Bytes"),
            Ty::File => format!("{package}::runtime::File"),
            Ty::Json => format!("{package}::runtime::Json"),
            Ty::Bool => "bool".to_owned(),
            Ty::Int(_) => "i64".to_owned(),
            Ty::Float => "f64".to_owned(),
            Ty::Str | Ty::Secret | Ty::Timestamp | Ty::Date | Ty::Id(_) => "String".to_owned(),
        }
    }

    /// The statement that awaits the call, or reads its list.
    fn call(&mut self, operation: &Operation, call: &str) {
        let page = match &operation.success {
            Success::Json(ty) => ty.named().filter(|_| matches!(ty, Ty::Named(_))),
            _ => None,
        };
        if page.is_some_and(|id| self.cx.facts.pages.contains_key(&id)) {
            self.statements.push(format!(
                "let mut items = {call}.items();\nwhile let Some(item) = items.next().await {{\n    println!(\"{{:?}}\", item?);\n}}"
            ));
            return;
        }
        self.statements.push(match &operation.success {
            Success::Empty => format!("{call}.await?;"),
            Success::Bytes => format!(
                "let mut body = {call}.await?;\nwhile let Some(chunk) = body.chunk().await? {{\n    println!(\"{{}} bytes\", chunk.len());\n}}"
            ),
            Success::Json(_) | Success::OptionalJson(_) | Success::Text => {
                format!("let answer = {call}.await?;\nprintln!(\"{{answer:?}}\");")
            }
        });
    }

    fn finish(self) -> String {
        let package = self.cx.package;
        let mut lines = vec![
            "# Example".to_owned(),
            String::new(),
            "```no_run".to_owned(),
        ];
        let modules: BTreeSet<&String> = self.imports.iter().map(|(module, _)| module).collect();
        for module in &modules {
            let own = self.imports.iter().filter(|(other, _)| other == *module);
            let names: Vec<&str> = own.map(|(_, name)| name.as_str()).collect();
            lines.push(match names.as_slice() {
                [name] => format!("use {module}::{name};"),
                names => format!("use {module}::{};", import_list(names)),
            });
        }
        if !modules.is_empty() {
            lines.push(String::new());
        }
        let known = ("client".to_owned(), format!("{package}::Client"));
        let given: Vec<String> = std::iter::once(known)
            .chain(self.unknown)
            .map(|(name, ty)| format!("{name}: {ty}"))
            .collect();
        let given = given.join(", ");
        lines.push(format!(
            "# async fn example({given}) -> {package}::Result<()> {{"
        ));
        lines.extend(self.statements);
        lines.extend(["# Ok(())", "# }", "```"].map(str::to_owned));
        lines.join("\n")
    }
}

/// An expression and the methods that are called on it, a line each where one line would be too long.
fn chain(new: String, setters: &[String]) -> String {
    let line = format!("{new}{}", setters.concat());
    if line.len() <= WIDTH && !line.contains('\n') {
        return line;
    }
    // What closes a call of several lines stands at its begin, and so does what follows.
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

/// Values between brackets, a line each where one line would be too long.
fn list(open: char, values: &[String], close: char) -> String {
    let line = format!("{open}{}{close}", values.join(", "));
    if line.len() <= WIDTH && !line.contains('\n') {
        return line;
    }
    let comma = |value: &String| format!("\n{},", indented(value));
    let lines: String = values.iter().map(comma).collect();
    format!("{open}{lines}\n{close}")
}

/// The names of one import, over several lines where they are many.
fn import_list(names: &[&str]) -> String {
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

/// Lines four blanks further in.
fn indented(text: &str) -> String {
    format!("    {}", text.replace('\n', "\n    "))
}

/// Text for a value of which nothing is known but its name: `account_id` is `an account id`.
fn placeholder(name: &str) -> String {
    let words = crate::names::idents::snake(name).unwrap_or_default();
    let words = words.trim_matches('_').replace('_', " ");
    let article = if words.starts_with(['a', 'e', 'i', 'o', 'u']) && !words.starts_with("user") {
        "an"
    } else {
        "a"
    };
    format!("{article} {words}")
}
