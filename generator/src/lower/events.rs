//! Creates the union of all events of an API.
//!
//! In: the types of the webhooks of an API. Out: a union with one alternative for each type. The event property, such
//! as `event`, has a constant value in each type, such as `order.created`. This value selects the alternative.

use std::collections::BTreeMap;

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{
    Arm, Context, Docs, GroupId, Model, Origin, Selector, Shape, Ty, TypeDef, TypeId, VariantValue,
};
use crate::source::{Pointer, Span};
use crate::text::Markdown;

/// The start of the union's name.
const KEY: &str = "Event";

/// Adds the union of all events of an API. Reports an operation, because an API of events has none. Reports an event
/// whose name is missing or not unique.
pub(super) fn unite(
    model: &mut Model,
    group: GroupId,
    property: &str,
    diagnostics: &mut Diagnostics,
) {
    for (_, operation) in model.operations_of(group) {
        let error = Diagnostic::error(Code::Unsupported, "an API of events has an operation");
        let error = error.label(operation.origin.span, "this operation");
        diagnostics.push(error.help("move it to another API of the manifest"));
    }
    let mut arms = Vec::new();
    let mut first: Option<&Origin> = None;
    let mut known: BTreeMap<&str, Span> = BTreeMap::new();
    for id in &model.roots {
        let Some(def) = model.ty(*id).filter(|def| def.group == group) else {
            continue;
        };
        let span = def.origin.span;
        let Some(name) = constant(model, *id, property) else {
            let message = format!("an event has no constant `{property}`");
            let warning = Diagnostic::warning(Code::InvalidValue, message);
            let help = format!("add the property `{property}` with an `enum` of one string");
            diagnostics.push(warning.label(span, "not a variant of the union").help(help));
            continue;
        };
        if let Some(other) = known.insert(name, span) {
            let message = format!("duplicate event `{name}`");
            let warning = Diagnostic::warning(Code::InvalidValue, message);
            let warning = warning.label(span, "not a variant of the union");
            diagnostics.push(warning.secondary(other, "first event"));
            continue;
        }
        first.get_or_insert(&def.origin);
        arms.push(Arm {
            ty: Ty::Named(*id),
            tags: vec![name.to_owned()],
            assumed: false,
            name: None,
            docs: Markdown::default(),
        });
    }
    let Some(first) = first else { return };
    let def = TypeDef {
        origin: Origin {
            document: first.document.clone(),
            pointer: Pointer::root().child("webhooks"),
            span: first.span,
        },
        group,
        context: Context::component(KEY),
        replaces: Vec::new(),
        name: None,
        docs: Docs::default(),
        shape: Shape::Union {
            selector: Selector::Property(property.to_owned()),
            arms,
        },
        inferred: false,
        examples: Vec::new(),
    };
    let id = model.add_type(def);
    model.roots.push(id);
    if let Some(group) = model.group_mut(group) {
        group.events = Some(id);
    }
}

/// Returns the value of a property that can only have this value. `None` for other properties.
fn constant<'m>(model: &'m Model, id: TypeId, property: &str) -> Option<&'m str> {
    let mut fields = model.fields(id)?.iter();
    let field = fields.find(|field| field.wire == property)?;
    let Ty::Named(id) = &field.ty else {
        return None;
    };
    let Shape::Enum { variants } = &model.ty(*id)?.shape else {
        return None;
    };
    match variants.as_slice() {
        [only] => match &only.value {
            VariantValue::Text(text) => Some(text),
            VariantValue::Int(_) | VariantValue::Number(_) | VariantValue::Bool(_) => None,
        },
        _ => None,
    }
}
