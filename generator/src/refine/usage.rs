//! Determines whether a type is sent or received, and which resources use it.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::model::{Encoding, GroupId, Input, Model, Ty, TypeId};

/// How a type is used.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize)]
pub struct Usage {
    /// Whether requests contain the type, directly or in another type.
    pub sent: bool,
    /// Whether responses or webhooks contain the type, directly or in another type.
    pub received: bool,
    /// Whether the type is a struct of parameters.
    pub params: bool,
    /// The resources whose operations use the type: the API, and the name of the resource.
    pub resources: BTreeSet<(GroupId, String)>,
}

/// Returns how each type is used. Types that neither an operation nor `Model::roots` uses are not in the result.
pub(super) fn of(model: &Model) -> BTreeMap<TypeId, Usage> {
    let mut table = BTreeMap::new();
    for operation in &model.operations {
        let resource = (operation.group, operation.resource.clone());
        let mut mark = |ty: &Ty, way: Way| {
            for id in model.reached(ty.named()) {
                let usage: &mut Usage = table.entry(id).or_default();
                usage.resources.insert(resource.clone());
                match way {
                    Way::Sent => usage.sent = true,
                    Way::Received => usage.received = true,
                }
            }
        };
        for ty in operation.results() {
            mark(ty, Way::Received);
        }
        for (_, ty) in &operation.failures {
            mark(ty, Way::Received);
        }
        if let Some(body) = &operation.body {
            mark(&body.ty, Way::Sent);
        }
        for input in &operation.inputs {
            match input {
                Input::Argument { ty, .. } => mark(ty, Way::Sent),
                Input::Params { ty, .. } => mark(&Ty::Named(*ty), Way::Sent),
            }
        }
        for input in &operation.inputs {
            for id in params_of(model, input) {
                if let Some(usage) = table.get_mut(&id) {
                    usage.params = true;
                }
            }
        }
    }
    for root in &model.roots {
        for id in model.reached([*root]) {
            table.entry(id).or_default().received = true;
        }
    }
    table
}

/// Returns the structs of parameters in an input: the struct itself, and the structs for groups of parts.
fn params_of(model: &Model, input: &Input) -> Vec<TypeId> {
    match input {
        Input::Argument { ty, encoding, .. } if *encoding == Encoding::Groups => {
            ty.named().into_iter().collect()
        }
        Input::Argument { .. } => Vec::new(),
        Input::Params { ty, .. } => {
            let fields = model.fields(*ty).unwrap_or_default().iter();
            let groups = fields.filter(|field| field.encoding == Encoding::Groups);
            let groups = groups.filter_map(|field| field.ty.named());
            std::iter::once(*ty).chain(groups).collect()
        }
    }
}

#[derive(Clone, Copy)]
enum Way {
    Sent,
    Received,
}
