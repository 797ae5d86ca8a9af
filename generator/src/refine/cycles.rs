//! Finds types that contain themselves.

use std::collections::BTreeSet;

use crate::model::{Model, Shape, Ty, TypeId};

/// Finds the fields that need a `Box`: the type that contains the field, and the type of the field. The two types
/// contain each other, and there is no list or map in between.
pub(super) fn of(model: &Model) -> BTreeSet<(TypeId, TypeId)> {
    let direct: Vec<Vec<TypeId>> = model
        .iter_types()
        .map(|(id, _)| direct_parts(model, id))
        .collect();
    let component = components(&direct);
    let mut boxed = BTreeSet::new();
    for (index, parts) in direct.iter().enumerate() {
        for part in parts {
            let same = component
                .get(index)
                .is_some_and(|own| component.get(part.index()) == Some(own));
            if same {
                boxed.insert((TypeId::new(index), *part));
            }
        }
    }
    boxed
}

fn direct_parts(model: &Model, id: TypeId) -> Vec<TypeId> {
    let own = |ty: &Ty| -> Option<TypeId> {
        match ty {
            Ty::Named(id) => Some(*id),
            Ty::Nullable(inner) => match **inner {
                Ty::Named(id) => Some(id),
                _ => None,
            },
            _ => None,
        }
    };
    match model.ty(id).map(|def| &def.shape) {
        Some(Shape::Struct { fields, .. }) => {
            fields.iter().filter_map(|field| own(&field.ty)).collect()
        }
        Some(Shape::Union { arms, .. }) => arms.iter().filter_map(|arm| own(&arm.ty)).collect(),
        Some(Shape::Alias(ty)) => own(ty).into_iter().collect(),
        Some(Shape::Enum { .. }) | None => Vec::new(),
    }
}

/// Groups the nodes of a graph by cycles (strongly connected components). Returns the number of each node's group. This
/// is Tarjan's algorithm without recursion.
fn components(edges: &[Vec<TypeId>]) -> Vec<usize> {
    let mut state = Tarjan {
        index: vec![None; edges.len()],
        low: vec![0; edges.len()],
        ..Tarjan::default()
    };
    state.component = vec![usize::MAX; edges.len()];
    for start in 0..edges.len() {
        if state.index.get(start).copied().flatten().is_none() {
            state.visit(start, edges);
        }
    }
    state.component
}

#[derive(Default)]
struct Tarjan {
    index: Vec<Option<usize>>,
    low: Vec<usize>,
    component: Vec<usize>,
    stack: Vec<usize>,
    next: usize,
    found: usize,
}

impl Tarjan {
    fn visit(&mut self, start: usize, edges: &[Vec<TypeId>]) {
        let mut work: Vec<(usize, usize)> = vec![(start, 0)];
        self.enter(start);
        while let Some((node, at)) = work.pop() {
            let target = edges
                .get(node)
                .and_then(|targets| targets.get(at))
                .map(|id| id.index());
            if let Some(target) = target {
                work.push((node, at + 1));
                match self.index.get(target).copied().flatten() {
                    None => {
                        self.enter(target);
                        work.push((target, 0));
                    }
                    Some(index) if self.component.get(target) == Some(&usize::MAX) => {
                        self.lower(node, index);
                    }
                    Some(_) => {}
                }
            } else {
                self.leave(node);
                let low = self.low.get(node).copied().unwrap_or(0);
                if let Some((parent, _)) = work.last() {
                    self.lower(*parent, low);
                }
            }
        }
    }

    fn enter(&mut self, node: usize) {
        if let Some(slot) = self.index.get_mut(node) {
            *slot = Some(self.next);
        }
        if let Some(slot) = self.low.get_mut(node) {
            *slot = self.next;
        }
        self.next += 1;
        self.stack.push(node);
    }

    fn lower(&mut self, node: usize, value: usize) {
        if let Some(slot) = self.low.get_mut(node) {
            *slot = (*slot).min(value);
        }
    }

    fn leave(&mut self, node: usize) {
        if self.index.get(node).copied().flatten() != self.low.get(node).copied() {
            return;
        }
        while let Some(member) = self.stack.pop() {
            if let Some(slot) = self.component.get_mut(member) {
                *slot = self.found;
            }
            if member == node {
                break;
            }
        }
        self.found += 1;
    }
}
