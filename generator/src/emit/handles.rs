//! Prints the handles of resources, and the `impl` blocks with their methods.

use std::fmt::Write as _;

use super::layout;
use super::methods::method;
use super::piece::{Block, Code};
use super::uses::Uses;
use crate::plan::{HandlePlan, MethodPlan, MethodsPlan};

/// Possible names for the type parameter of a handle. The first name that the file does not use is printed.
const SCOPE_PARAMETER: &[&str] = &["S", "Within", "InScope"];

/// Prints a handle and the methods in the same file.
pub(super) fn handle(plan: &HandlePlan, uses: &mut Uses) -> Vec<Code> {
    let root = uses.runtime_text("Root");
    let name = plan.path.name.as_str();
    let mut definition = String::new();
    layout::docs(&mut definition, &plan.docs, "");
    definition.push_str("#[derive(Clone, Debug)]\npub struct ");
    let mut items = Vec::new();
    let mut constructor = None;
    if plan.scoped {
        let scope = uses.parameter_text(SCOPE_PARAMETER);
        let _ = writeln!(
            definition,
            "{name}<{scope} = {root}> {{\n    scope: {scope},\n}}"
        );
        let new = self::constructor(scope);
        items.push(Code::Text(definition));
        items.push(Code::Text(format!(
            "impl<{scope}> {name}<{scope}> {{\n{new}}}\n"
        )));
    } else {
        let _ = writeln!(definition, "{name} {{\n    scope: {root},\n}}");
        items.push(Code::Text(definition));
        // A handle without a type parameter has one `impl` block for the constructor and the methods.
        constructor = Some(self::constructor(&root));
    }
    items.extend(implementations(&plan.methods, constructor, uses));
    items
}

fn constructor(scope: &str) -> String {
    format!("    pub(crate) fn new(scope: {scope}) -> Self {{\n        Self {{ scope }}\n    }}\n")
}

/// Prints methods of a handle. The handle itself is in another file.
pub(super) fn methods(plan: &MethodsPlan, uses: &mut Uses) -> Vec<Code> {
    implementations(plan, None, uses)
}

fn implementations(plan: &MethodsPlan, constructor: Option<String>, uses: &mut Uses) -> Vec<Code> {
    let name = uses.item_text(&plan.handle);
    let mut all = |methods: &[MethodPlan]| -> Vec<(String, bool)> {
        methods.iter().map(|plan| method(plan, uses)).collect()
    };
    let (everywhere, mut root) = (all(&plan.everywhere), all(&plan.root));
    let scoped = all(&plan.scoped);
    if let Some(constructor) = constructor {
        root.insert(0, (constructor, true));
    }
    let mut items = Vec::new();
    if !everywhere.is_empty() {
        let (parameter, scope) = (
            uses.parameter_text(SCOPE_PARAMETER),
            uses.runtime_text("Scope"),
        );
        let header = format!("impl<{parameter}: {scope}> {name}<{parameter}>");
        items.push(block(header, everywhere));
    }
    if !root.is_empty() {
        items.push(block(format!("impl {name}"), root));
    }
    if !scoped.is_empty() {
        let scope = uses.runtime_text("Scoped");
        items.push(block(format!("impl {name}<{scope}>"), scoped));
    }
    items
}

fn block(header: String, items: Vec<(String, bool)>) -> Code {
    Code::Block(Block { header, items })
}
