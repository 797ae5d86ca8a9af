//! Combines two types that describe the same value.
//!
//! In: two types. Out: the type of values that have both types, or the type of values that have either type. `None` if the
//! types cannot be combined.

use super::context::{At, Lowering};
use super::union::is_text;
use crate::model::{Context, IntKind, Shape, Ty, TypeId, Variant, VariantValue};

/// The schema and the context for a type that combines two types.
pub(super) struct Place<'a, 'b> {
    /// The schema of one of the two types.
    pub(super) schema: &'b At<'a>,
    /// The context from which the combined type gets its name.
    pub(super) context: &'b Context,
}

impl<'a> Lowering<'a> {
    /// Returns the type of values that have both types.
    pub(super) fn narrower(&mut self, at: &Place<'a, '_>, left: &Ty, right: &Ty) -> Option<Ty> {
        match (left, right) {
            _ if left == right => Some(left.clone()),
            (Ty::Json, other) | (other, Ty::Json) => Some(other.clone()),
            (Ty::Nullable(inner), other) | (other, Ty::Nullable(inner)) => {
                self.narrower(at, inner, other)
            }
            (Ty::Int(left), Ty::Int(right)) => Some(Ty::Int(narrower_integer(*left, *right))),
            (Ty::Int(kind), Ty::Float) | (Ty::Float, Ty::Int(kind)) => Some(Ty::Int(*kind)),
            (Ty::List(left), Ty::List(right)) => {
                let element = self.narrower(at, left, right)?;
                Some(Ty::List(Box::new(element)))
            }
            (Ty::Map(left), Ty::Map(right)) => {
                let element = self.narrower(at, left, right)?;
                Some(Ty::Map(Box::new(element)))
            }
            (Ty::Map(_), other) | (other, Ty::Map(_)) if self.is_struct(other) => {
                Some(other.clone())
            }
            (Ty::Named(one), Ty::Named(other)) if self.is_enum(left) && self.is_enum(right) => {
                self.common_values(at, *one, *other)
            }
            // If one of the types is a secret, the value must not be printed.
            (Ty::Secret, other) | (other, Ty::Secret) if self.is_textual(other) => Some(Ty::Secret),
            (Ty::SecretInt, Ty::Int(_) | Ty::Float) | (Ty::Int(_) | Ty::Float, Ty::SecretInt) => {
                Some(Ty::SecretInt)
            }
            (Ty::Str, other) | (other, Ty::Str) if self.is_textual(other) => Some(other.clone()),
            (Ty::Id(_), Ty::Int(_)) => Some(left.clone()),
            (Ty::Int(_), Ty::Id(_)) => Some(right.clone()),
            (left, right) if self.is_textual(left) && self.is_textual(right) => {
                Some(self.narrower_text(left, right))
            }
            (Ty::Int(_) | Ty::Float, other) | (other, Ty::Int(_) | Ty::Float)
                if self.is_number_enum(other) =>
            {
                Some(other.clone())
            }
            _ => self
                .narrower_union(at, left, right)
                .or_else(|| self.narrower_union(at, right, left)),
        }
    }

    fn is_textual(&self, ty: &Ty) -> bool {
        is_text(ty) || matches!(ty, Ty::Secret | Ty::Id(_)) || self.is_text_enum(ty)
    }

    /// Returns the id or the enum of texts among two text types. If neither type is an id or an enum, returns a plain string.
    fn narrower_text(&self, left: &Ty, right: &Ty) -> Ty {
        let mut both = [left, right].into_iter();
        let named = both.find(|ty| matches!(ty, Ty::Id(_)) || self.is_text_enum(ty));
        named.cloned().unwrap_or(Ty::Str)
    }

    /// Narrows a union to the alternatives that are compatible with the type `other`. If several alternatives are compatible,
    /// returns the whole union.
    fn narrower_union(&mut self, at: &Place<'a, '_>, union: &Ty, other: &Ty) -> Option<Ty> {
        let Ty::Named(id) = union else { return None };
        let Some(Shape::Union { arms, .. }) = self.model.ty(*id).map(|def| &def.shape) else {
            return None;
        };
        let arms: Vec<Ty> = arms.iter().map(|arm| arm.ty.clone()).collect();
        let found = arms.iter().filter_map(|arm| self.narrower(at, arm, other));
        match found.collect::<Vec<_>>().as_slice() {
            [] => None,
            [one] => Some(one.clone()),
            _ => Some(union.clone()),
        }
    }

    /// Returns an enum with the common values of two enums. If the enums have no common values, the result has all values,
    /// because generated enums are open.
    fn common_values(&mut self, at: &Place<'a, '_>, left: TypeId, right: TypeId) -> Option<Ty> {
        let values = |id: TypeId| match self.model.ty(id).map(|def| &def.shape) {
            Some(Shape::Enum { variants }) => variants.clone(),
            _ => Vec::new(),
        };
        let (ours, theirs) = (values(left), values(right));
        let has = |list: &[Variant], value: &VariantValue| {
            list.iter().any(|variant| variant.value == *value)
        };
        if ours.iter().all(|variant| has(&theirs, &variant.value)) {
            return Some(Ty::Named(left));
        }
        if theirs.iter().all(|variant| has(&ours, &variant.value)) {
            return Some(Ty::Named(right));
        }
        let mut common = ours.clone();
        common.retain(|variant| has(&theirs, &variant.value));
        let is_text = self.is_text_enum(&Ty::Named(left)) == self.is_text_enum(&Ty::Named(right));
        if common.is_empty() && !is_text {
            return None;
        }
        if common.is_empty() {
            common = ours;
            let new = theirs
                .iter()
                .filter(|variant| !has(&common, &variant.value));
            let new: Vec<_> = new.cloned().collect();
            common.extend(new);
        }
        let id = self.add_type(at.schema, at.context.clone());
        self.describe(id, at.schema);
        if let Some(def) = self.type_mut(id) {
            def.shape = Shape::Enum { variants: common };
        }
        Some(Ty::Named(id))
    }

    /// Returns the type of values that have at least one of two types.
    pub(super) fn either(&mut self, at: &Place<'a, '_>, left: &Ty, right: &Ty) -> Option<Ty> {
        if left == right {
            return Some(left.clone());
        }
        let enums = [self.text_enum(left), self.text_enum(right)];
        match (left, right) {
            (Ty::Json, _) | (_, Ty::Json) => Some(Ty::Json),
            (Ty::Nullable(inner), other) | (other, Ty::Nullable(inner)) => {
                let inner = self.either(at, inner, other)?;
                Some(Ty::Nullable(Box::new(inner)))
            }
            (Ty::Int(_), Ty::Float) | (Ty::Float, Ty::Int(_)) => Some(Ty::Float),
            (Ty::List(left), Ty::List(right)) => {
                let element = self.either(at, left, right)?;
                Some(Ty::List(Box::new(element)))
            }
            (Ty::Map(left), Ty::Map(right)) => {
                let element = self.either(at, left, right)?;
                Some(Ty::Map(Box::new(element)))
            }
            _ => match enums {
                [Some(one), Some(other)] => {
                    Some(self.joined_enum(at.schema, &[one, other], None, at.context))
                }
                [one, other]
                    if (one.is_some() || is_text(left)) && (other.is_some() || is_text(right)) =>
                {
                    Some(Ty::Str)
                }
                _ => None,
            },
        }
    }

    fn is_text_enum(&self, ty: &Ty) -> bool {
        self.text_enum(ty).is_some()
    }

    pub(super) fn shape(&self, ty: &Ty) -> Option<&Shape> {
        let Ty::Named(id) = ty else { return None };
        self.model.ty(*id).map(|def| &def.shape)
    }

    fn is_struct(&self, ty: &Ty) -> bool {
        matches!(self.shape(ty), Some(Shape::Struct { .. }))
    }

    pub(super) fn is_enum(&self, ty: &Ty) -> bool {
        matches!(self.shape(ty), Some(Shape::Enum { .. }))
    }

    fn is_number_enum(&self, ty: &Ty) -> bool {
        self.is_enum(ty) && !self.is_text_enum(ty)
    }
}

/// Returns the smaller of two integer types. An `i64` may come from a schema without bounds, so it yields to any other type.
const fn narrower_integer(left: IntKind, right: IntKind) -> IntKind {
    match (left, right) {
        (IntKind::I64, other) | (other, IntKind::I64) => other,
        (IntKind::U64, _) | (_, IntKind::U64) => IntKind::U64,
        (IntKind::U128, _) | (_, IntKind::U128) => IntKind::U128,
        (IntKind::I128, IntKind::I128) => IntKind::I128,
    }
}
