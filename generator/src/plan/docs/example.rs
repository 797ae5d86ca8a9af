//! The example call in the docs of a method. Doc tests compile the example and do not run it.
//!
//! In: an operation, its names and the examples of its body's type. Out: the call and its arguments as data. A hidden
//! function surrounds the example. A value that the example cannot create in a simple expression is a parameter of this
//! function.

use serde::Serialize;
use serde_json::Value;

use crate::model::{
    Body, BodyKind, Field, Input, IntKind, Operation, OperationId, Presence, Shape, StreamKind,
    Success, Ty, TypeId, VariantValue,
};
use crate::names::{ItemPath, Name, singular};
use crate::plan::context::Context;
use crate::plan::fault::Planned;
use crate::plan::receiver::Receiver;
use crate::plan::required::{self, Takes};
use crate::plan::type_expr::TypeExpr;
use crate::text::Untrusted;

/// The maximum number of setters for the outermost struct of an example. Each nested struct has at most half as many as
/// the struct around it.
const MOST_SETTERS: usize = 4;

/// The maximum depth of nested structs, which limits the example of a recursive type.
const DEEPEST: usize = 4;

/// The maximum number of elements of a list in an example.
const MOST_ELEMENTS: usize = 2;

/// The example call in the docs of a method.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CallExample {
    /// The name of the crate in the example.
    pub package: Name,
    /// The parameters of the hidden function around the example, except for `client`.
    pub given: Vec<(Name, TypeExpr)>,
    /// The `let` statements, each with a variable and a value.
    pub values: Vec<(Name, ValueExpr)>,
    /// The call.
    pub call: ExampleCall,
    /// What the example does with the response.
    pub outcome: Outcome,
}

/// A method of a call chain except the last one. Some of these methods have a text argument.
type PathStep = (Name, Option<Untrusted>);

/// A chain of method calls, such as `client.users().get("an id")`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ExampleCall {
    /// The methods before the last method, such as `users`.
    pub path: Vec<PathStep>,
    /// The last method, such as `get`.
    pub method: Name,
    /// The arguments of the last method.
    pub arguments: Vec<ValueExpr>,
}

/// What an example does with the response.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
pub enum Outcome {
    /// The example ignores the response, which has no body.
    Nothing,
    /// The example prints the items of all pages.
    Items,
    /// The example reads server-sent events.
    Events,
    /// The example reads a stream of JSON values.
    Records,
    /// The example reads the body in chunks.
    Chunks,
    /// The example prints the response.
    Printed,
}

/// A Rust expression for a value.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum ValueExpr {
    /// A string literal.
    Text(Untrusted),
    /// `true` or `false`.
    Bool(bool),
    /// An integer literal.
    Int(i128),
    /// A floating-point literal.
    Float(f64),
    /// A variable.
    Variable(Name),
    /// `None`.
    None,
    /// `Some(value)`.
    Some(Box<Self>),
    /// `value.into()`.
    Into(Box<Self>),
    /// An array: `[…]`.
    List(Vec<Self>),
    /// A vector: `vec![…]`.
    Vec(Vec<Self>),
    /// A variant of an enum.
    Variant(ItemPath, Name),
    /// A struct that is created with `new` or `default`, and then changed with setters.
    Struct {
        /// The path of the struct.
        ty: ItemPath,
        /// The arguments of the constructor.
        given: Given,
        /// The names and the arguments of setters.
        setters: Vec<(Name, Self)>,
    },
}

/// How the constructor of a struct is called.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Given {
    /// The struct has no constructor and is created with `default`.
    Nothing,
    /// One argument for each required field.
    Arguments(Vec<ValueExpr>),
    /// One argument, which is a struct of all required fields.
    Fields(ItemPath, Vec<(Name, ValueExpr)>),
}

pub(super) fn of(
    cx: Context<'_>,
    id: OperationId,
    operation: &Operation,
    receiver: Receiver<'_>,
) -> Planned<Option<CallExample>> {
    let Some(path) = path(cx, id, operation, receiver)? else {
        return Ok(None);
    };
    let mut builder = Builder {
        cx,
        given: Vec::new(),
        values: Vec::new(),
        depth: 0,
    };
    let arguments = builder.arguments(id, operation, receiver)?;
    Ok(Some(CallExample {
        package: cx.package.clone(),
        given: builder.given,
        values: builder.values,
        call: ExampleCall {
            path,
            method: cx.names.method(id)?,
            arguments,
        },
        outcome: outcome(cx, operation),
    }))
}

/// Returns the methods that are called before the last method: `v1` and `users` for `client.v1().users()`. Returns
/// `None` if the client has no method that opens the scope.
fn path(
    cx: Context<'_>,
    id: OperationId,
    operation: &Operation,
    receiver: Receiver<'_>,
) -> Planned<Option<Vec<PathStep>>> {
    let mut path = Vec::new();
    match (receiver, cx.names.accessor(operation.group)?) {
        (Receiver::Scoped(_), Some(_)) => return Ok(None),
        (Receiver::Scoped(_), None) => {
            let Some((scope, _)) = cx.scopes(operation.group).next() else {
                return Ok(None);
            };
            let argument = placeholder(cx.names.scope_argument(scope)?.as_str());
            let argument = Some(Untrusted::new(argument));
            path.push((cx.names.scope_accessor(scope)?, argument));
        }
        (Receiver::Any | Receiver::Root, accessor) => {
            path.extend(accessor.map(|accessor| (accessor, None)));
        }
    }
    let resource = cx.names.resource_of(id)?;
    path.push((cx.names.resource(resource)?, None));
    Ok(Some(path))
}

fn outcome(cx: Context<'_>, operation: &Operation) -> Outcome {
    match &operation.success {
        Success::Json(Ty::Named(id)) if cx.analysis.pages.contains_key(id) => Outcome::Items,
        Success::Json(_)
        | Success::OptionalJson(_)
        | Success::Text
        | Success::OptionalText
        | Success::OptionalBytes => Outcome::Printed,
        Success::Empty => Outcome::Nothing,
        Success::Bytes => match operation.stream.as_ref().map(|stream| stream.kind) {
            Some(StreamKind::Records) => Outcome::Records,
            Some(_) => Outcome::Events,
            None => Outcome::Chunks,
        },
    }
}

struct Builder<'a> {
    cx: Context<'a>,
    given: Vec<(Name, TypeExpr)>,
    values: Vec<(Name, ValueExpr)>,
    /// The number of structs around the current value.
    depth: usize,
}

impl Builder<'_> {
    fn arguments(
        &mut self,
        id: OperationId,
        operation: &Operation,
        receiver: Receiver<'_>,
    ) -> Planned<Vec<ValueExpr>> {
        let mut arguments = Vec::new();
        for (input, name) in operation.inputs.iter().zip(self.cx.names.arguments(id)?) {
            match input {
                _ if receiver.fills(input) => {}
                Input::Argument { ty, .. } => {
                    let value = self.value(ty, None, &name)?;
                    arguments.push(match value {
                        Some(value) => value,
                        None => self.variable(name, ty)?,
                    });
                }
                Input::Params { ty, required: true } => {
                    arguments.push(self.named_value(&Ty::Named(*ty), name)?);
                    self.rename_last(self.cx.names.shared_params(id)?);
                }
                Input::Params {
                    required: false, ..
                } => {}
            }
        }
        if let Some(body) = &operation.body {
            let name = self.cx.names.body_argument(id, body)?;
            arguments.push(self.body(body, name)?);
        }
        Ok(arguments)
    }

    /// Replaces the path of the struct that the last `let` statement creates.
    fn rename_last(&mut self, name: Option<ItemPath>) {
        if let (Some(name), Some((_, ValueExpr::Struct { ty, .. }))) =
            (name, self.values.last_mut())
        {
            *ty = name;
        }
    }

    fn body(&mut self, body: &Body, name: Name) -> Planned<ValueExpr> {
        let value = match body.kind {
            BodyKind::Json => self.named_value(&body.ty, name)?,
            BodyKind::Text => self::text("some text"),
            BodyKind::Bytes => self::text("some bytes"),
            BodyKind::Records => match self.value(&body.ty, None, &name)? {
                Some(item) => ValueExpr::List(vec![exact(&body.ty, item)]),
                None => self.records(name, body)?,
            },
        };
        Ok(match (body.kind, body.required) {
            (_, true) => value,
            (BodyKind::Json, false) => ValueExpr::Some(Box::new(value)),
            (BodyKind::Text | BodyKind::Bytes | BodyKind::Records, false) => {
                ValueExpr::Some(Box::new(ValueExpr::Into(Box::new(value))))
            }
        })
    }

    /// Adds a parameter for a sequence of values to the hidden function around the example.
    fn records(&mut self, name: Name, body: &Body) -> Planned<ValueExpr> {
        let ty = self.cx.body_type(body)?;
        self.given.push((name.clone(), ty));
        Ok(ValueExpr::Variable(name))
    }

    /// Adds a `let` statement that creates a value, and returns its variable. If the example cannot create the value,
    /// the variable is a parameter of the hidden function.
    fn named_value(&mut self, ty: &Ty, name: Name) -> Planned<ValueExpr> {
        let Ty::Named(id) = ty else {
            return self.variable(name, ty);
        };
        let example = self.cx.ty(*id)?.examples.first();
        let example: Option<Value> =
            example.and_then(|example| serde_json::from_str(&example.text).ok());
        match self.value(ty, example.as_ref(), &name)? {
            Some(value) => {
                self.values.push((name.clone(), value));
                Ok(ValueExpr::Variable(name))
            }
            None => self.variable(name, ty),
        }
    }

    /// Adds a parameter to the hidden function around the example. Returns its variable.
    fn variable(&mut self, name: Name, ty: &Ty) -> Planned<ValueExpr> {
        let ty = self.cx.type_of(ty)?;
        self.given.push((name.clone(), ty));
        Ok(ValueExpr::Variable(name))
    }

    /// Returns whether no variable of the example has this name.
    fn is_free(&self, name: &Name) -> bool {
        let values = self.values.iter().map(|(name, _)| name);
        let mut taken = self.given.iter().map(|(name, _)| name).chain(values);
        name.as_str() != "client" && taken.all(|taken| taken != name)
    }

    /// Returns the expression that a call or a setter passes for a value of type `ty`. It is a string literal if the
    /// type can be converted from text.
    fn value(
        &mut self,
        ty: &Ty,
        example: Option<&Value>,
        name: &Name,
    ) -> Planned<Option<ValueExpr>> {
        let text = || match example {
            Some(Value::String(text)) if !text.is_empty() => text.clone(),
            Some(Value::Number(number)) => number.to_string(),
            _ => placeholder(name.as_str()),
        };
        Ok(match ty {
            Ty::Bool => Some(ValueExpr::Bool(
                example.and_then(Value::as_bool).unwrap_or(true),
            )),
            Ty::Int(kind) => Some(ValueExpr::Int(integer(*kind, example).unwrap_or(1))),
            Ty::Float => Some(ValueExpr::Float(
                example.and_then(Value::as_f64).unwrap_or(1.0),
            )),
            Ty::Timestamp if example.is_none() => {
                Some(self::text(format!("{}T09:00:00Z", placeholder_day(name))))
            }
            Ty::Date if example.is_none() => Some(self::text(placeholder_day(name))),
            Ty::Secret => Some(self::text(placeholder(name.as_str()))),
            Ty::SecretInt => Some(ValueExpr::Int(integer(IntKind::I64, example).unwrap_or(1))),
            Ty::Str | Ty::Timestamp | Ty::Date | Ty::Id(_) => Some(self::text(text())),
            Ty::List(inner) => self.list(inner, example, name)?,
            Ty::Named(id) => self.named(*id, example)?,
            Ty::Bytes
            | Ty::Base64(_)
            | Ty::File
            | Ty::Json
            | Ty::Map(_)
            | Ty::Nullable(_)
            | Ty::External(_) => None,
        })
    }

    fn list(
        &mut self,
        inner: &Ty,
        example: Option<&Value>,
        name: &Name,
    ) -> Planned<Option<ValueExpr>> {
        if matches!(inner, Ty::List(_)) {
            return Ok(None);
        }
        let elements = match example {
            Some(Value::Array(elements)) => elements.iter().map(Some).collect(),
            _ => vec![None],
        };
        let mut values = Vec::new();
        for element in elements.into_iter().take(MOST_ELEMENTS) {
            if element.is_none() && matches!(inner, Ty::Str | Ty::Secret | Ty::Id(_)) {
                values.push(self::text(placeholder(&singular(name.as_str()))));
                continue;
            }
            match self.value(inner, element, name)? {
                Some(value) => values.push(value),
                None => return Ok(None),
            }
        }
        Ok((!values.is_empty()).then_some(ValueExpr::List(values)))
    }

    fn named(&mut self, id: TypeId, example: Option<&Value>) -> Planned<Option<ValueExpr>> {
        let cx = self.cx;
        Ok(match &cx.ty(id)?.shape {
            Shape::Enum { variants } => {
                let is_shown = |value: &VariantValue| match (value, example) {
                    (VariantValue::Text(text), Some(Value::String(shown))) => text == shown,
                    (VariantValue::Int(number), Some(shown)) => shown.as_i64() == Some(*number),
                    (VariantValue::Bool(value), Some(shown)) => shown.as_bool() == Some(*value),
                    (VariantValue::Number(number), Some(Value::Number(shown))) => {
                        *number == shown.to_string()
                    }
                    _ => false,
                };
                let mut known = variants.iter();
                let shown = known.position(|variant| is_shown(&variant.value));
                let variant = cx.names.variants(id)?.into_iter().nth(shown.unwrap_or(0));
                match variant {
                    Some(variant) => Some(ValueExpr::Variant(cx.names.ty(id)?, variant)),
                    None => None,
                }
            }
            Shape::Struct { .. } if self.depth == DEEPEST => None,
            Shape::Struct { fields, .. } => {
                self.depth += 1;
                let object = self.object(id, fields, example);
                self.depth -= 1;
                object?
            }
            Shape::Union { .. } | Shape::Alias(_) => None,
        })
    }

    /// Returns an expression that creates a struct with its constructor and some of its setters.
    fn object(
        &mut self,
        id: TypeId,
        fields: &[Field],
        example: Option<&Value>,
    ) -> Planned<Option<ValueExpr>> {
        let takes = required::takes(self.cx, id, fields)?;
        let is_named = matches!(takes, Some(Takes::Named(_)));
        let most = MOST_SETTERS >> self.depth.saturating_sub(1);
        let mut required = Vec::new();
        let mut setters = Vec::new();
        let given = self.given.len();
        for (field, name) in fields.iter().zip(self.cx.names.fields(id)?) {
            let shown = example.and_then(|example| example.get(&field.wire));
            match field.presence {
                Presence::Required => match self.value(&field.ty, shown, &name)? {
                    Some(value) if is_named => required.push((name, exact(&field.ty, value))),
                    Some(value) => required.push((name, value)),
                    None if self.depth == 1 && self.is_free(&name) => {
                        let value = self.variable(name.clone(), &field.ty)?;
                        required.push((name, value));
                    }
                    None => {
                        self.given.truncate(given);
                        return Ok(None);
                    }
                },
                Presence::RequiredNullable => required.push((name, ValueExpr::None)),
                Presence::Optional if setters.len() < most => {
                    let Some(shown) = shown.filter(|shown| !shown.is_null()) else {
                        continue;
                    };
                    let value = self.value(&field.ty, Some(shown), &name)?;
                    let value = value.filter(|value| !value.is_default());
                    setters.extend(value.map(|value| (name, value)));
                }
                Presence::Optional | Presence::OptionalNullable => {}
            }
        }
        // A long value between short values would hide the short values after it.
        setters.sort_by_key(|(_, value)| value.is_nested());
        Ok(Some(ValueExpr::Struct {
            ty: self.cx.names.ty(id)?,
            given: match takes {
                None => Given::Nothing,
                Some(Takes::Arguments(_)) => {
                    Given::Arguments(required.into_iter().map(|(_, value)| value).collect())
                }
                Some(Takes::Named(plan)) => Given::Fields(plan.path, required),
            },
            setters,
        }))
    }
}

/// Converts the expression for an argument to the expression for a field in a struct of required fields. An argument
/// accepts several types, but a field has exactly one type. A text is not converted, because the field is a `&str`.
fn exact(ty: &Ty, value: ValueExpr) -> ValueExpr {
    match (ty, value) {
        (Ty::List(inner), ValueExpr::List(values)) => {
            let owned = |value| match (&**inner, value) {
                (Ty::Str, value) => ValueExpr::Into(Box::new(value)),
                (inner, value) => exact(inner, value),
            };
            ValueExpr::Vec(values.into_iter().map(owned).collect())
        }
        (Ty::Secret | Ty::SecretInt | Ty::Timestamp | Ty::Date | Ty::Id(_), value) => {
            ValueExpr::Into(Box::new(value))
        }
        (_, value) => value,
    }
}

impl ValueExpr {
    /// Returns whether the value is a struct without constructor arguments and setters. Such a value of an optional
    /// field is omitted.
    fn is_default(&self) -> bool {
        matches!(self, Self::Struct { given: Given::Nothing, setters, .. } if setters.is_empty())
    }

    /// Returns whether the value is a struct or a list of structs.
    fn is_nested(&self) -> bool {
        match self {
            Self::Struct { .. } => true,
            Self::List(values) | Self::Vec(values) => values.iter().any(Self::is_nested),
            Self::Some(inner) | Self::Into(inner) => inner.is_nested(),
            Self::Text(_)
            | Self::Bool(_)
            | Self::Int(_)
            | Self::Float(_)
            | Self::Variable(_)
            | Self::None
            | Self::Variant(..) => false,
        }
    }
}

/// Returns the integer of an example. Returns `None` if the type cannot represent it.
fn integer(kind: IntKind, example: Option<&Value>) -> Option<i128> {
    let shown = example?;
    match kind {
        IntKind::I64 | IntKind::I128 => shown.as_i64().map(i128::from),
        IntKind::U64 | IntKind::U128 => shown.as_u64().map(i128::from),
    }
}

fn text(text: impl Into<String>) -> ValueExpr {
    ValueExpr::Text(Untrusted::new(text))
}

/// Returns the text for a value without an example: `an account id` for the field `account_id`.
fn placeholder(name: &str) -> String {
    let words = name.trim_matches('_').replace('_', " ");
    let first = words.split(' ').next().unwrap_or_default();
    // Letters without a vowel are spelled: "an S-M-S campaign".
    let is_spelled = !first.contains(['a', 'e', 'i', 'o', 'u', 'y']);
    let sounds_like_you = ["user", "uri", "url", "uuid", "usage", "uni"]
        .iter()
        .any(|start| first.starts_with(start));
    let article = match first.chars().next() {
        Some('a' | 'e' | 'i' | 'o' | 'u') if !sounds_like_you => "an",
        Some('f' | 'h' | 'l' | 'm' | 'n' | 'r' | 's' | 'x') if is_spelled => "an",
        _ => "a",
    };
    format!("{article} {words}")
}

/// Returns a placeholder for a day without an example. The start of a period is before its end.
fn placeholder_day(name: &Name) -> &'static str {
    let words = name.as_str();
    let is_start = ["from", "start", "begin", "since"]
        .iter()
        .any(|start| words.starts_with(start));
    if is_start { "2026-01-01" } else { "2026-01-31" }
}
