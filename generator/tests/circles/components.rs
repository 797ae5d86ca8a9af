//! Finds the cycles of a graph: sets of nodes in which each node can be reached from every other node.

use std::collections::{BTreeMap, BTreeSet};

use super::crate_graph::Graph;

/// Returns the cycles of a graph, each as a set of nodes.
pub(crate) fn circles(graph: &Graph) -> Vec<BTreeSet<String>> {
    let reached: BTreeMap<&str, BTreeSet<&str>> = graph
        .keys()
        .map(|node| (node.as_str(), reachable(graph, node)))
        .collect();
    let mut circles = BTreeSet::new();
    for (node, targets) in &reached {
        let back = targets.iter().filter(|target| {
            reached
                .get(*target)
                .is_some_and(|others| others.contains(node))
        });
        let circle: BTreeSet<String> = back.map(|target| (*target).to_owned()).collect();
        if circle.len() > 1 {
            circles.insert(circle);
        }
    }
    circles.into_iter().collect()
}

/// Returns the nodes that are reachable from `start` by one or more edges.
fn reachable<'a>(graph: &'a Graph, start: &str) -> BTreeSet<&'a str> {
    let mut reached = BTreeSet::new();
    let mut open = vec![start];
    while let Some(node) = open.pop() {
        for target in graph.get(node).into_iter().flat_map(BTreeMap::keys) {
            if reached.insert(target.as_str()) {
                open.push(target);
            }
        }
    }
    reached
}

/// Merges all nodes for which `name` returns the same name. Removes nodes for which `name` returns `None`, and edges
/// inside of a merged node.
pub(crate) fn merged(graph: &Graph, name: impl Fn(&str) -> Option<String>) -> Graph {
    let mut merged = Graph::new();
    for (node, targets) in graph {
        let Some(from) = name(node) else { continue };
        let edges = merged.entry(from.clone()).or_default();
        for (target, place) in targets {
            if let Some(to) = name(target).filter(|to| *to != from) {
                edges.entry(to).or_insert_with(|| place.clone());
            }
        }
    }
    merged
}
