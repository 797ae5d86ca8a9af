//! Lowers alternatives (`oneOf` and `anyOf`) to unions.

use super::context::{At, Lowering};
use super::lowered::Lowered;
use super::schema::{docs_of, is_annotation_only, type_name};
use super::tags::Tags;
use crate::model::{Arm, Context, Selector, Shape, Step, Ty, TypeId, Variant};
use crate::source::Node;

impl<'a> Lowering<'a> {
    /// Lowers a schema with `oneOf` or `anyOf`.
    pub(super) fn alternatives(
        &mut self,
        at: &At<'a>,
        id: Option<TypeId>,
        context: Context,
    ) -> Lowered {
        let all: Vec<At<'a>> = ["oneOf", "anyOf"]
            .iter()
            .filter_map(|keyword| at.get(keyword))
            .flat_map(|list| list.items())
            .collect();
        let nullable = all.iter().any(|arm| is_null(arm.node));
        let arms: Vec<At<'a>> = all.into_iter().filter(|arm| !is_null(arm.node)).collect();
        let tags = self.tags(at, &arms);
        let inline_objects = tags.is_none()
            && at.node.get("discriminator").is_none()
            && arms.len() > 1
            && arms.iter().all(|arm| {
                type_name(arm.node) == Some("object") && arm.node.get("properties").is_some()
            });
        let is_tagged = tags.is_some() && at.node.get("discriminator").is_some();
        let mut lowered = if inline_objects {
            // Inline alternatives without a tag become one object. All their properties become optional fields. Unknown
            // properties are kept, because documents with such alternatives are rarely complete.
            self.joined_object(at, id, context)
        } else if arms.iter().all(|arm| is_rule_only(arm.node))
            || at.node.get("properties").is_some()
        {
            self.without_alternatives(at, id, context)
        } else if let ([arm], false) = (arms.as_slice(), is_tagged) {
            self.schema(arm, context)
        } else {
            Lowered::plain(self.union(at, &arms, tags, id, context))
        };
        lowered.nullable |= nullable;
        lowered
    }

    /// Lowers a schema to one object, although it has alternatives. Its alternatives only describe which properties
    /// occur together, or its `properties` are beside the alternatives.
    fn without_alternatives(
        &mut self,
        at: &At<'a>,
        id: Option<TypeId>,
        context: Context,
    ) -> Lowered {
        match type_name(at.node) {
            Some("object") => self.object(at, id, context),
            _ => Lowered::plain(self.degrade(at, "alternatives that only state rules")),
        }
    }

    /// Lowers alternatives to a union, or to a simpler type that covers all alternatives.
    fn union(
        &mut self,
        at: &At<'a>,
        schemas: &[At<'a>],
        tags: Option<Tags>,
        id: Option<TypeId>,
        context: Context,
    ) -> Ty {
        let (selector, tags) = match tags {
            Some(tags) => (Selector::Property(tags.property), tags.values),
            None => (Selector::Fit, Vec::new()),
        };
        let mut tags = tags.into_iter();
        let mut arms: Vec<Arm> = Vec::new();
        for (index, schema) in schemas.iter().enumerate() {
            let step = Step::Arm(index, schema.text("title").map(str::to_owned));
            let ty = self.schema(schema, context.then(id, step)).element();
            let tags = tags.next().unwrap_or_default();
            if let Some(known) = arms.iter_mut().find(|arm| arm.ty == ty) {
                known.tags.extend(tags);
                if name_of_reference(schema).is_some() {
                    // The name of one reference would be wrong for the other alternative.
                    known.name = None;
                }
                continue;
            }
            let name = schema.text("x-rust-name").or_else(|| schema.text("title"));
            // A plain value such as a string has no type with the name of its schema.
            let is_plain = !matches!(ty, Ty::Named(_));
            let name = name
                .map(str::to_owned)
                .or_else(|| name_of_reference(schema).filter(|_| is_plain));
            arms.push(Arm {
                ty,
                tags,
                assumed: false,
                name,
                docs: docs_of(schema.node).text,
            });
        }
        if !(matches!(selector, Selector::Property(_)) && arms.len() == 1)
            && let Some(ty) = self.simplified(at, &arms, id, &context)
        {
            return ty;
        }
        let id = self.named(at, id, context);
        self.describe(id, at);
        if let Some(def) = self.type_mut(id) {
            def.shape = Shape::Union { selector, arms };
        }
        Ty::Named(id)
    }

    /// Returns a type that fits all alternatives and is simpler than a union. Returns `None` if there is no such type.
    fn simplified(
        &mut self,
        at: &At<'a>,
        arms: &[Arm],
        id: Option<TypeId>,
        context: &Context,
    ) -> Option<Ty> {
        if let [arm] = arms {
            return Some(arm.ty.clone());
        }
        if arms.iter().any(|arm| arm.ty == Ty::Json) {
            return Some(Ty::Json);
        }
        if arms
            .iter()
            .all(|arm| matches!(arm.ty, Ty::Int(_) | Ty::Float))
        {
            return Some(Ty::Float);
        }
        // An enum and a plain string as alternatives become the enum, because generated enums accept all other strings
        // too.
        let enums: Vec<TypeId> = arms
            .iter()
            .filter_map(|arm| self.text_enum(&arm.ty))
            .collect();
        let texts = arms.iter().filter(|arm| is_text(&arm.ty)).count();
        if enums.len() + texts != arms.len() {
            return None;
        }
        match enums.as_slice() {
            [] => Some(Ty::Str),
            [one] => Some(Ty::Named(*one)),
            several => Some(self.joined_enum(at, several, id, context)),
        }
    }

    /// Creates one enum with the values of several enums.
    pub(super) fn joined_enum(
        &mut self,
        at: &At<'a>,
        enums: &[TypeId],
        id: Option<TypeId>,
        context: &Context,
    ) -> Ty {
        let mut joined: Vec<Variant> = Vec::new();
        for id in enums {
            if let Some(Shape::Enum { variants }) = self.model.ty(*id).map(|def| &def.shape) {
                for variant in variants {
                    if joined.iter().all(|other| other.value != variant.value) {
                        joined.push(variant.clone());
                    }
                }
            }
        }
        let id = self.named(at, id, context.clone());
        self.describe(id, at);
        if let Some(def) = self.type_mut(id) {
            def.shape = Shape::Enum { variants: joined };
        }
        Ty::Named(id)
    }

    /// Returns the id of an enum whose values are all texts. `None` for other types.
    pub(super) fn text_enum(&self, ty: &Ty) -> Option<TypeId> {
        let Ty::Named(id) = ty else { return None };
        match &self.model.ty(*id)?.shape {
            Shape::Enum { variants } => {
                let text = variants
                    .iter()
                    .all(|variant| matches!(variant.value, crate::model::VariantValue::Text(_)));
                text.then_some(*id)
            }
            Shape::Struct { .. } | Shape::Union { .. } | Shape::Alias(_) => None,
        }
    }
}

/// Returns the name of the schema to which an alternative refers.
fn name_of_reference(alternative: &At<'_>) -> Option<String> {
    let (_, pointer) = alternative.text("$ref")?.split_once('#')?;
    let name = pointer.rsplit('/').next()?;
    (!name.is_empty()).then(|| name.to_owned())
}

pub(super) fn is_text(ty: &Ty) -> bool {
    matches!(ty, Ty::Str | Ty::Timestamp | Ty::Date | Ty::Base64(_))
}

fn is_null(node: &Node) -> bool {
    node.text("type") == Some("null")
        || (node
            .get("enum")
            .and_then(Node::as_list)
            .is_some_and(|values| !values.is_empty() && values.iter().all(Node::is_null)))
        // An alternative with only `nullable: true` allows any value. But authors use it for `null`, so it is treated
        // as `null`.
        || (is_annotation_only(node) && node.get("nullable").and_then(Node::as_bool) == Some(true))
}

/// Returns whether a schema only describes which properties occur together, as `required: [a, b]` does.
pub(super) fn is_rule_only(node: &Node) -> bool {
    let rules = [
        "required",
        "not",
        "minProperties",
        "maxProperties",
        "properties",
    ];
    is_annotation_only(node)
        || node.as_map().is_some_and(|map| {
            map.contains("required")
                && map
                    .names()
                    .all(|name| rules.contains(&name) || name == "type")
                && map.get("properties").is_none()
        })
}
