//! The operations of the generated crate, with the types of their bodies.
//!
//! In: the plan and the model of a run of the generator. Out: operations whose types are Rust paths in the generated crate.

use std::collections::BTreeMap;

use codegen::model::BodyKind;
use codegen::pipeline::Stages;
use codegen::plan::{CratePlan, Item, Name, OperationPlan, RuntimeType, ScopeRelation, TypeExpr};

use super::vendor::Place;

/// The operations of the generated crate.
#[derive(Debug, Default)]
pub(crate) struct Ours {
    /// The name of the generated crate in Rust paths.
    pub(crate) package: String,
    /// The path prefixes of scopes. Each placeholder is written as `{}`.
    prefixes: Vec<String>,
    /// The operations. The key is the HTTP method and the path, in which each placeholder is written as `{}`.
    operations: BTreeMap<(String, String), OurOperation>,
}

/// An operation of the generated crate.
#[derive(Clone, Debug)]
pub(crate) struct OurOperation {
    /// The id of the operation, such as `v2.users.create`.
    pub(crate) id: String,
    /// The `operationId` of the document.
    pub(crate) document_id: Option<String>,
    /// The HTTP method and the path, such as `GET /users/{userId}`.
    pub(crate) line: String,
    /// Whether the operation also exists below the prefixes.
    mirrored: bool,
    /// The type of the JSON request body.
    request: Option<String>,
    /// The types of JSON responses. If the status determines the type, each type has its status.
    responses: Vec<(Option<String>, String)>,
}

impl OurOperation {
    /// Returns the type of a request or response body.
    pub(crate) fn of(&self, place: &Place) -> Option<&str> {
        match place {
            Place::Request => self.request.as_deref(),
            Place::Response(status) => self.response(status),
        }
    }

    /// Returns the type of the response with this status.
    fn response(&self, status: &str) -> Option<&str> {
        let is_for = |of: &Option<String>| of.as_deref().is_none_or(|of| of == status);
        let found = self.responses.iter().find(|(of, _)| is_for(of));
        found.map(|(_, ty)| ty.as_str())
    }
}

impl Ours {
    /// Reads the operations from the results of a run. Returns `None` if the run ended with an error.
    pub(crate) fn of(stages: &Stages) -> Option<Self> {
        let (plan, model) = (stages.plan.as_ref()?, stages.model.as_ref()?);
        let mut operations = BTreeMap::new();
        for operation in plan.operations() {
            let body = model.operations.get(operation.position)?.body.as_ref();
            let request = body
                .filter(|body| body.kind == BodyKind::Json)
                .and(operation.request.as_ref())
                .map(|ty| rust(ty, &plan.package));
            let found = OurOperation {
                id: operation.id.clone(),
                document_id: model
                    .operations
                    .get(operation.position)
                    .and_then(|operation| operation.operation_id.clone()),
                line: format!("{} {}", operation.method.as_str(), operation.path.line()),
                mirrored: operation.relation == ScopeRelation::Mirrored,
                request,
                responses: responses(plan, operation),
            };
            let method = operation.method.as_str().to_owned();
            operations.insert((method, shape(&operation.path.line())), found);
        }
        Some(Self {
            package: plan.package.to_string(),
            prefixes: model
                .scopes
                .iter()
                .map(|scope| shape(&scope.prefix))
                .collect(),
            operations,
        })
    }

    /// Returns the operation whose path template matches the path of a request. A template with fewer placeholders has
    /// priority. The path may have more steps in front, such as the path of the server.
    pub(crate) fn of_request(&self, method: &str, path: &str) -> Option<&OurOperation> {
        let all: Vec<&str> = path.trim_matches('/').split('/').collect();
        let of_method = || {
            let all = self.operations.iter();
            all.filter(|((of, _), _)| of == method)
                .map(|(_, operation)| operation)
        };
        (0..all.len()).find_map(|skipped| {
            let steps = all.get(skipped..)?;
            let fitting = of_method().filter_map(|own| Some((own, placeholders(own, steps)?)));
            let best = fitting.min_by_key(|(_, placeholders)| *placeholders);
            best.map(|(own, _)| own)
        })
    }

    /// Returns the operation with this `operationId` of the document or this name, such as `GET_users_id`.
    pub(crate) fn named(&self, name: &str) -> Option<&OurOperation> {
        let all = || self.operations.values();
        let by_id = all().find(|own| own.document_id.as_deref() == Some(name));
        by_id.or_else(|| all().find(|own| file_name(&own.line) == name))
    }

    /// Returns the operation with this HTTP method and path. The path may contain the prefix of a scope. The names of
    /// placeholders are ignored.
    pub(crate) fn find(&self, method: &str, path: &str) -> Option<&OurOperation> {
        let path = shape(path);
        let get = |path: &str| self.operations.get(&(method.to_owned(), path.to_owned()));
        let below = self
            .prefixes
            .iter()
            .filter_map(|prefix| path.strip_prefix(prefix.as_str()));
        let mut mirrored = below.filter_map(get).filter(|found| found.mirrored);
        get(&path).or_else(|| mirrored.next())
    }
}

/// Returns the number of placeholders in the path template of an operation, if the template matches the steps.
fn placeholders(own: &OurOperation, steps: &[&str]) -> Option<usize> {
    let (_, template) = own.line.split_once(' ')?;
    let template: Vec<&str> = template.trim_matches('/').split('/').collect();
    let fits = template.len() == steps.len()
        && (template.iter().zip(steps)).all(|(own, step)| own.contains('{') || own == step);
    fits.then(|| template.iter().filter(|own| own.contains('{')).count())
}

/// Returns the folder name of an operation: `GET /users/{id}` becomes `GET_users_id`.
fn file_name(line: &str) -> String {
    let words = line.split([' ', '/', '{', '}']);
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.join("_")
}

/// Replaces each placeholder of a path by `{}`.
fn shape(path: &str) -> String {
    let steps = path.trim_end_matches('/').split('/');
    let steps: Vec<&str> = steps
        .map(|step| if step.starts_with('{') { "{}" } else { step })
        .collect();
    steps.join("/")
}

fn responses(plan: &CratePlan, operation: &OperationPlan) -> Vec<(Option<String>, String)> {
    let ty = match &operation.response {
        TypeExpr::Unit | TypeExpr::String | TypeExpr::Runtime(RuntimeType::Body) => {
            return Vec::new();
        }
        TypeExpr::Option(inner)
            if matches!(
                **inner,
                TypeExpr::String | TypeExpr::Runtime(RuntimeType::Body)
            ) =>
        {
            return Vec::new();
        }
        ty => ty,
    };
    let items = plan.modules.iter().flat_map(|module| &module.items);
    let mut unions = items.filter_map(|item| match item {
        Item::Union(union) if union.by_status && Some(&union.path) == ty.item() => Some(union),
        _ => None,
    });
    let Some(union) = unions.next() else {
        return vec![(None, rust(ty, &plan.package))];
    };
    let of_variant = union.variants.iter().flat_map(|variant| {
        let ty = rust(&variant.ty, &plan.package);
        let tags = variant.tags.iter();
        tags.map(move |tag| (Some(tag.line()), ty.clone()))
    });
    of_variant.collect()
}

/// Returns a type as Rust code for another crate.
fn rust(ty: &TypeExpr, package: &Name) -> String {
    let inner = |ty: &TypeExpr| rust(ty, package);
    match ty {
        TypeExpr::Item(path) => {
            let steps = path.module.steps().iter().chain([&path.name]);
            let steps: Vec<String> = steps.map(|name| format!("::{name}")).collect();
            format!("{package}{}", steps.concat())
        }
        TypeExpr::Runtime(name) => format!("{package}::runtime::{}", name.name()),
        TypeExpr::Vec(item) => format!("Vec<{}>", inner(item)),
        TypeExpr::Map(value) => format!("std::collections::BTreeMap<String, {}>", inner(value)),
        TypeExpr::Option(value) => format!("Option<{}>", inner(value)),
        TypeExpr::Box(value) => format!("Box<{}>", inner(value)),
        TypeExpr::Patch(value) => format!("{package}::runtime::Patch<{}>", inner(value)),
        TypeExpr::Stream(kind, item) => {
            format!("{package}::runtime::{}<{}>", kind.name(), inner(item))
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::{OurOperation, Ours, Place, shape};

    fn ours() -> Ours {
        let mut ours = Ours {
            package: "cups".to_owned(),
            prefixes: vec!["/kitchens/{}".to_owned()],
            ..Ours::default()
        };
        for (line, mirrored) in [
            ("GET /cups/{id}", true),
            ("GET /kitchens/{id}/plates", false),
        ] {
            let (method, path) = line.split_once(' ').unwrap_or_default();
            let operation = OurOperation {
                id: line.to_owned(),
                document_id: None,
                line: line.to_owned(),
                mirrored,
                request: None,
                responses: vec![
                    (Some("200".to_owned()), "Cup".to_owned()),
                    (Some("202".to_owned()), "Order".to_owned()),
                ],
            };
            let key = (method.to_owned(), shape(path));
            ours.operations.insert(key, operation);
        }
        ours
    }

    #[test]
    fn an_operation_is_found_with_and_without_the_prefix() {
        let ours = ours();
        let found = |path: &str| ours.find("GET", path).map(|found| found.line.as_str());
        assert_eq!(found("/cups/{cupId}"), Some("GET /cups/{id}"));
        assert_eq!(found("/kitchens/{x}/cups/{cupId}"), Some("GET /cups/{id}"));
        let native = Some("GET /kitchens/{id}/plates");
        assert_eq!(found("/kitchens/{kitchenId}/plates"), native);
        assert_eq!(found("/plates"), None);
        assert_eq!(found("/kitchens/{x}/kitchens/{y}/plates"), None);
        assert!(ours.find("PUT", "/cups/{cupId}").is_none());
    }

    #[test]
    fn the_status_selects_the_type() {
        let ours = ours();
        let operation = ours.find("GET", "/cups/{id}").unwrap();
        let of = |status: &str| operation.of(&Place::Response(status.to_owned()));
        assert_eq!(of("200"), Some("Cup"));
        assert_eq!(of("202"), Some("Order"));
        assert_eq!(of("201"), None);
        assert_eq!(operation.of(&Place::Request), None);
    }
}
