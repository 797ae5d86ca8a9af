//! The streams that operations can return, and the property of the request that asks for a stream.

use serde::Serialize;

use super::context::Context;
use super::fault::Planned;
use crate::model::{BodyKind, Operation, Selector, Shape, StreamKind, Ty, VariantValue};
use crate::text::Untrusted;

/// The property of a request body that asks for a stream.
const SWITCH: &str = "stream";

/// The maximum number of aliases and unions that are followed from a request body.
const MOST_STEPS: usize = 8;

/// The stream that an operation can return.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StreamingPlan {
    /// The media type.
    pub media_type: Untrusted,
    /// What the items are.
    pub kind: StreamKind,
    /// The property of the JSON request body that asks for a stream.
    pub switch: Option<Untrusted>,
    /// The names of events whose data is always text.
    pub text_events: Vec<Untrusted>,
}

pub(super) fn plan(cx: Context<'_>, operation: &Operation) -> Planned<Option<StreamingPlan>> {
    let Some(stream) = &operation.stream else {
        return Ok(None);
    };
    let body = operation.body.as_ref();
    let body = body.filter(|body| body.kind == BodyKind::Json);
    let has_switch = match body {
        Some(body) => has_switch(cx, &body.ty, MOST_STEPS)?,
        None => false,
    };
    Ok(Some(StreamingPlan {
        media_type: Untrusted::new(&stream.media_type),
        kind: stream.kind,
        switch: has_switch.then(|| Untrusted::new(SWITCH)),
        text_events: match stream.kind {
            StreamKind::EventObjects => text_events(cx, &stream.item)?,
            StreamKind::JsonEvents | StreamKind::TextEvents | StreamKind::Records => Vec::new(),
        },
    }))
}

/// Returns the names of events whose data is text, if the name of an event selects its type. A union accepts any JSON, so
/// it cannot find out that its data is text.
fn text_events(cx: Context<'_>, item: &Ty) -> Planned<Vec<Untrusted>> {
    let mut names = Vec::new();
    let Ty::Named(id) = item else {
        return Ok(names);
    };
    let Shape::Union { selector, arms } = &cx.ty(*id)?.shape else {
        return Ok(names);
    };
    if *selector != Selector::Property("event".to_owned()) {
        return Ok(names);
    }
    for arm in arms {
        let fields = arm.ty.named().and_then(|id| cx.model.fields(id));
        let mut fields = fields.unwrap_or_default().iter();
        let is_text = |ty: &Ty| {
            matches!(
                ty,
                Ty::Str | Ty::Secret | Ty::Timestamp | Ty::Date | Ty::Id(_)
            )
        };
        if fields.any(|field| field.wire == "data" && is_text(&field.ty)) {
            names.extend(arm.tags.iter().map(Untrusted::new));
        }
    }
    Ok(names)
}

/// Whether the values of a type have a boolean property that asks for a stream.
fn has_switch(cx: Context<'_>, ty: &Ty, steps: usize) -> Planned<bool> {
    let (Ty::Named(id), Some(steps)) = (ty, steps.checked_sub(1)) else {
        return Ok(false);
    };
    match &cx.ty(*id)?.shape {
        Shape::Struct { fields, .. } => {
            let mut fields = fields.iter();
            Ok(fields.any(|field| field.wire == SWITCH && is_boolean(cx, &field.ty)))
        }
        Shape::Union { arms, .. } => {
            for arm in arms {
                if !has_switch(cx, &arm.ty, steps)? {
                    return Ok(false);
                }
            }
            Ok(!arms.is_empty())
        }
        Shape::Alias(inner) => has_switch(cx, inner, steps),
        Shape::Enum { .. } => Ok(false),
    }
}

/// Whether a type is a boolean, an enum of booleans, or nullable.
fn is_boolean(cx: Context<'_>, ty: &Ty) -> bool {
    match ty {
        Ty::Bool => true,
        Ty::Nullable(inner) => is_boolean(cx, inner),
        Ty::Named(id) => match cx.ty(*id).map(|def| &def.shape) {
            Ok(Shape::Alias(inner)) => matches!(inner, Ty::Bool),
            Ok(Shape::Enum { variants }) => variants
                .iter()
                .all(|variant| matches!(variant.value, VariantValue::Bool(_))),
            _ => false,
        },
        _ => false,
    }
}
