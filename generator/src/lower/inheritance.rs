//! Lowers schemas that other schemas extend by `allOf`.
//!
//! In: a schema. Out: a union or a struct. Other schemas, its subtypes, can extend a base schema by `allOf`. If the
//! base schema has a `discriminator`, it becomes the union of its subtypes. Each subtype becomes a struct, with its own
//! properties and with the properties of the base schema.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::context::{At, Lowering, NodeId};
use super::members::Members;
use super::schema::{docs_of, is_annotation_only, shared_name};
use super::subtypes::alternatives;
use super::tags::{Tags, allowed};
use crate::model::{Arm, Context, Selector, Shape, Step, Ty, TypeId};
use crate::openapi::keywords::is_annotation;

/// Returns the `discriminator` of a schema and the name of its property.
fn discriminating<'a>(at: &At<'a>) -> Option<(At<'a>, String)> {
    let discriminator = at.map("discriminator")?;
    let property = discriminator.text("propertyName")?.to_owned();
    Some((discriminator, property))
}

/// The property that distinguishes the subtypes of a schema, and its values.
struct Discriminator {
    property: String,
    /// The discriminator values of each schema, from the mappings of the documents. The alternatives are generated in
    /// the order of this map.
    mapping: IndexMap<NodeId, Vec<String>>,
    /// The values that the base schema lists for the property, for example in an `enum`.
    allowed: Vec<String>,
}

impl<'a> Lowering<'a> {
    /// Lowers a base schema to the union of its subtypes, and lowers a subtype to a struct. Returns `None` for all
    /// other schemas.
    pub(super) fn inherited(
        &mut self,
        at: &At<'a>,
        id: Option<TypeId>,
        context: &Context,
    ) -> Option<Ty> {
        let key = at.id();
        let listed = self.subtypes.are_listed(&key);
        let is_base = self.subtypes.children.contains_key(&key);
        if !(listed || is_base || self.subtypes.parents.contains_key(&key)) {
            return None;
        }
        let base = self.base(at);
        let has_alternatives = !alternatives(at).is_empty();
        if listed || (is_base && base.is_some() && !has_alternatives) {
            let union = self.subtype_union(at, listed, id, context);
            if union.is_some() {
                return union;
            }
        }
        let (base, _) = base?;
        let is_subtype = base.id() != key && !has_alternatives;
        (is_subtype && !self.is_alias(at)).then(|| self.own_struct(at, id, context.clone()))
    }

    /// Finds the schema whose discriminator applies to a schema: the schema itself, or its nearest ancestor with a
    /// discriminator. Also returns the property of the discriminator.
    fn base(&self, at: &At<'a>) -> Option<(At<'a>, String)> {
        let mut lineage = self.subtypes.lineage(at).into_iter();
        lineage.find_map(|at| {
            let property = discriminating(&at)?.1;
            Some((at, property))
        })
    }

    /// Returns the discriminator of a schema. The mapping includes the mappings of ancestors and subtypes.
    fn discriminator(&self, at: &At<'a>) -> Option<Discriminator> {
        let (base, property) = self.base(at)?;
        let mut mapping: IndexMap<NodeId, Vec<String>> = IndexMap::new();
        let family = self.subtypes.lineage(at).into_iter();
        for relative in family.chain(self.subtypes.descendants(&at.id())) {
            let Some((discriminator, name)) = discriminating(&relative) else {
                continue;
            };
            for (value, target) in self.mapping(&discriminator) {
                let values = mapping.entry(target).or_default();
                if name == property && !values.contains(&value) {
                    values.push(value);
                }
            }
        }
        Some(Discriminator {
            allowed: self.values_of(&base, &property),
            property,
            mapping,
        })
    }

    /// Returns the discriminator property of a schema, and all values of the property. `None` if the schema does not become a
    /// union of its subtypes.
    pub(super) fn family(&self, at: &At<'a>) -> Option<(String, Vec<String>)> {
        let listed = self.subtypes.are_listed(&at.id());
        let has_children = self.subtypes.children.contains_key(&at.id());
        if !listed && (!has_children || !alternatives(at).is_empty()) {
            return None;
        }
        let discriminator = self.discriminator(at)?;
        let members = self.tagged(at, &discriminator, listed).into_iter();
        let values = members.flat_map(|(_, tags, _)| tags).collect();
        Some((discriminator.property, values))
    }

    /// Returns whether a schema only gives another name to the schema to which it refers. Such a schema adds no
    /// keywords, and no tag is written for it.
    fn is_alias(&self, at: &At<'a>) -> bool {
        let parts = at.get("allOf").map(|list| list.items());
        let parts = parts.unwrap_or_default().into_iter();
        let said: Vec<At<'a>> = parts
            .filter(|part| !is_annotation_only(part.node))
            .collect();
        let adds_nothing = at.node.as_map().is_some_and(|map| {
            map.names()
                .all(|name| is_annotation(name) || ["allOf", "type", "nullable"].contains(&name))
        });
        let refers =
            matches!(said.as_slice(), [part] if part.node.get("$ref").is_some()) && adds_nothing;
        refers
            && self.discriminator(at).is_some_and(|found| {
                !found.mapping.is_empty() && self.explicit_tags(at, &found).is_empty()
            })
    }

    /// Lowers a schema to the union of its subtypes. `None` if the schema has no subtypes.
    fn subtype_union(
        &mut self,
        at: &At<'a>,
        listed: bool,
        id: Option<TypeId>,
        context: &Context,
    ) -> Option<Ty> {
        let mut members: Vec<(At<'a>, Vec<String>, bool)> = Vec::new();
        let selector = if let Some(discriminator) = self.discriminator(at) {
            members = self.tagged(at, &discriminator, listed);
            Selector::Property(discriminator.property)
        } else {
            let alternatives = alternatives(at);
            let tags = self.tags(at, &alternatives);
            let (selector, values) = match tags {
                Some(Tags { property, values }) => (Selector::Property(property), values),
                None => (Selector::Fit, Vec::new()),
            };
            let mut values = values.into_iter();
            for alternative in alternatives {
                members.push((alternative, values.next().unwrap_or_default(), false));
            }
            selector
        };
        if members.iter().all(|(member, ..)| member.id() == at.id()) {
            return None;
        }
        let id = self.named(at, id, context.clone());
        self.describe(id, at);
        let mut arms: Vec<Arm> = Vec::new();
        for (index, (member, tags, assumed)) in members.into_iter().enumerate() {
            let step = Step::Arm(index, member.text("title").map(str::to_owned));
            let ty = self.member_type(&member, Context::within(id, step));
            if arms.iter().all(|arm| arm.ty != ty) {
                arms.push(Arm {
                    ty,
                    tags,
                    assumed,
                    name: member.text("x-rust-name").map(str::to_owned),
                    docs: docs_of(member.node).text,
                });
            }
        }
        if let Some(def) = self.type_mut(id) {
            def.shape = Shape::Union { selector, arms };
        }
        Some(Ty::Named(id))
    }

    /// Returns the alternatives of the union: the subtypes of a schema with their tags. If the schema has a tag, the
    /// schema itself is an alternative too. The boolean is true if the documents contain no tag for the alternative, so
    /// that its name is used.
    fn tagged(
        &self,
        at: &At<'a>,
        discriminator: &Discriminator,
        listed: bool,
    ) -> Vec<(At<'a>, Vec<String>, bool)> {
        let alternatives = alternatives(at).into_iter().filter(|_| listed);
        let subtypes = alternatives.chain(self.subtypes.descendants(&at.id()));
        let subtypes = subtypes.filter_map(|subtype| self.target(&subtype));
        let mut seen = BTreeSet::new();
        let mut subtypes: Vec<At<'a>> = subtypes.filter(|at| seen.insert(at.id())).collect();
        subtypes.sort_by_cached_key(|at| {
            let place = discriminator.mapping.get_index_of(&at.id());
            place.unwrap_or(usize::MAX)
        });
        let is_mapped = !discriminator.mapping.is_empty();
        let is_concrete = !is_mapped && !listed;
        let mut taken: BTreeSet<String> = BTreeSet::new();
        let mut found: Vec<(At<'a>, Vec<String>, bool)> = Vec::new();
        for subtype in subtypes.into_iter().chain([at.clone()]) {
            let is_base = subtype.id() == at.id();
            let mut tags = self.explicit_tags(&subtype, discriminator);
            let is_explicit = !tags.is_empty();
            if !is_explicit && (!is_base || is_concrete) && !self.is_alias(&subtype) {
                let name = self.name_of(&subtype);
                tags.extend(name.map(|name| allowed(name, &discriminator.allowed)));
            }
            tags.retain(|tag| taken.insert(tag.clone()));
            if !tags.is_empty() {
                found.push((subtype, tags, !is_explicit && is_mapped && !listed));
            }
        }
        found
    }

    /// Returns the tags that the documents contain for a subtype: in a mapping, in an extension or as values of the
    /// property.
    fn explicit_tags(&self, at: &At<'a>, discriminator: &Discriminator) -> Vec<String> {
        let mapped = discriminator.mapping.get(&at.id());
        let mut tags: Vec<String> = mapped.cloned().unwrap_or_default();
        if tags.is_empty() {
            tags.extend(at.text("x-ms-discriminator-value").map(str::to_owned));
        }
        if tags.is_empty() {
            let own = self.values_of(at, &discriminator.property);
            let is_narrower =
                discriminator.allowed.is_empty() || own.len() < discriminator.allowed.len();
            if is_narrower || own.len() == 1 {
                tags = own;
            }
        }
        tags
    }

    /// Returns the type of one alternative in a union of subtypes.
    fn member_type(&mut self, member: &At<'a>, context: Context) -> Ty {
        let key = member.id();
        if !self.subtypes.children.contains_key(&key) && !self.subtypes.are_listed(&key) {
            return match shared_name(member) {
                Some(_) => self.shared_once(member, &context).element(),
                None => self.schema(member, context).element(),
            };
        }
        // `member` has subtypes, which are alternatives of the same union. Thus, the alternative for `member` itself is
        // a struct.
        if let Some(id) = self.own_structs.get(&key) {
            return Ty::Named(*id);
        }
        let mut context = shared_name(member).map_or(context, Context::component);
        context.steps.push(Step::Base);
        let id = self.add_type(member, context.clone());
        if let Some(def) = self.type_mut(id) {
            def.name = None;
        }
        self.own_structs.insert(key, id);
        self.own_struct(member, Some(id), context)
    }

    /// Creates a struct with the properties of a schema and of its ancestors.
    fn own_struct(&mut self, at: &At<'a>, id: Option<TypeId>, context: Context) -> Ty {
        let mut members = Members::default();
        self.gather(at, false, &mut members);
        self.structure(at, &members, id, context)
    }
}
