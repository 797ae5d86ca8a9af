//! The call that the docs of a method show: compiled with the tests of the crate, and never sent.
//!
//! In: an operation, its names and the examples of its body's type. Out: a block of Rust. What has no plain expression becomes a
//! variable that the reader is not shown the making of.

use std::collections::BTreeSet;

use serde_json::Value;

use super::Cx;
use super::methods::{Receiver, body_name};
use super::uses::Uses;
use crate::model::{
    Body, BodyKind, Field, Input, IntKind, Operation, OperationId, Presence, Shape, Success, Ty,
    TypeId, VariantValue,
};
use crate::names::{OperationNames, TypeNames};

/// The most optional members of a body that are set; of an object in it half as many, and so on.
const MOST_SETTERS: usize = 4;

/// How many objects are shown in one another; one that needs more, as one that holds itself does, is not shown the making of.
const DEEPEST: usize = 4;

/// The most elements of a list.
const MOST_ELEMENTS: usize = 2;

/// The longest expression that stays on one line.
const WIDTH: usize = 80;

/// The example of a method, as a block of Markdown.
pub(super) fn block(
    cx: Cx<'_>,
    id: OperationId,
    operation: &Operation,
    names: &OperationNames,
    receiver: Receiver<'_>,
) -> Option<String> {
    let mut writer = Writer {
        cx,
        shown: Uses::default(),
        hidden: Uses::default(),
        unknown: Vec::new(),
        statements: Vec::new(),
        depth: 0,
    };
    let path = writer.path(id, operation, names, receiver)?;
    let arguments = writer.arguments(operation, names, receiver);
    writer.call(operation, &format!("{path}({})", arguments.join(", ")));
    Some(writer.finish())
}

struct Writer<'a> {
    cx: Cx<'a>,
    /// The imports that the reader sees.
    shown: Uses,
    /// Those of the types of values that are not made here.
    hidden: Uses,
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
        id: OperationId,
        operation: &Operation,
        names: &OperationNames,
        receiver: Receiver<'_>,
    ) -> Option<String> {
        let cx = self.cx;
        let resource = cx.names.resource_of(id)?;
        let group = cx.model.group(operation.group)?;
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
                _ if receiver.fills(input) => {}
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
            BodyKind::Text => "\"some text\"".to_owned(),
            BodyKind::Bytes => "\"some bytes\"".to_owned(),
        };
        match (body.kind, body.required) {
            (_, true) => value,
            (BodyKind::Json, false) => format!("Some({value})"),
            (BodyKind::Text | BodyKind::Bytes, false) => format!("Some({value}.into())"),
        }
    }

    /// A value that is made in a statement of its own, and its name.
    fn named_value(&mut self, ty: &Ty, name: &str) -> String {
        let example = match ty {
            Ty::Named(id) => self.cx.model.ty(*id).and_then(|def| def.examples.first()),
            _ => None,
        };
        let example: Option<Value> = example.and_then(|text| serde_json::from_str(text).ok());
        let before = self.shown.clone();
        if let (Ty::Named(_), Some(value)) = (ty, self.value(ty, example.as_ref(), name)) {
            self.statements.push(format!("let {name} = {value};"));
            name.to_owned()
        } else {
            self.shown = before;
            self.variable(name, ty)
        }
    }

    /// A value that the reader is not shown the making of.
    fn variable(&mut self, name: &str, ty: &Ty) -> String {
        let ty = self.cx.rust_type(ty, &mut self.hidden).to_string();
        self.unknown.push((name.to_owned(), ty.replace(' ', "")));
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
            Ty::Int(kind) => Some(integer(*kind, example).unwrap_or_else(|| "1".to_owned())),
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
                let variant = names.variants.get(index)?;
                let name = self.cx.named_type(id, &mut self.shown);
                Some(format!("{name}::{variant}"))
            }
            Shape::Struct { .. } if self.depth == DEEPEST => None,
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
        for (field, part) in fields.iter().zip(&names.fields) {
            let shown = example.and_then(|example| example.get(&field.wire));
            match field.presence {
                Presence::Required => required.push(self.value(&field.ty, shown, part)?),
                Presence::RequiredNullable => required.push("None".to_owned()),
                Presence::Optional if setters.len() < most => {
                    let Some(shown) = shown.filter(|shown| !shown.is_null()) else {
                        continue;
                    };
                    let before = self.shown.clone();
                    match self.value(&field.ty, Some(shown), part) {
                        // An object of which nothing is shown says nothing.
                        Some(value) if !value.ends_with("::default()") => {
                            setters.push(format!(".{part}{}", list('(', &[value], ')')));
                        }
                        _ => self.shown = before,
                    }
                }
                Presence::Optional | Presence::OptionalNullable => {}
            }
        }
        let name = self.cx.named_type(id, &mut self.shown);
        let new = if required.is_empty() {
            format!("{name}::default()")
        } else {
            format!("{name}::new{}", list('(', &required, ')'))
        };
        Some(chain(new, &setters))
    }

    /// The statement that awaits the call, or reads its list.
    fn call(&mut self, operation: &Operation, call: &str) {
        let page = match &operation.success {
            Success::Json(ty) => ty.named().filter(|_| matches!(ty, Ty::Named(_))),
            _ => None,
        };
        if page.is_some_and(|id| self.cx.analysis.pages.contains_key(&id)) {
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
        let hidden = self.hidden.beyond(&self.shown);
        let outer = |module: &str| module.replacen("crate", package, 1);
        for (module, names) in self.shown.modules() {
            lines.push(format!("use {}::{};", outer(module), import_list(names)));
        }
        if self.shown.modules().next().is_some() {
            lines.push(String::new());
        }
        for (module, names) in hidden.modules() {
            let module = outer(module);
            lines.extend(names.iter().map(|name| format!("# use {module}::{name};")));
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

/// Lines four blanks further in.
fn indented(text: &str) -> String {
    format!("    {}", text.replace('\n', "\n    "))
}

/// The integer that an example shows, if its type can hold it.
fn integer(kind: IntKind, example: Option<&Value>) -> Option<String> {
    let shown = example?;
    match kind {
        IntKind::I32 => Some(i32::try_from(shown.as_i64()?).ok()?.to_string()),
        IntKind::I64 => Some(shown.as_i64()?.to_string()),
        IntKind::U64 => Some(shown.as_u64()?.to_string()),
    }
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
