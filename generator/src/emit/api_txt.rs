//! `API.txt`: every public item on a line, so that a review sees what a change means to users.

use std::collections::BTreeSet;
use std::fmt::Write;

use crate::plan::{CratePlan, EnumVariants, HandlePlan, Item, MethodPlan, MethodsPlan, Name};

/// The list, sorted.
#[must_use]
pub fn api_txt(plan: &CratePlan) -> String {
    let mut lines: BTreeSet<String> = BTreeSet::new();
    for item in plan.modules.iter().flat_map(|module| &module.items) {
        self::item(item, &mut lines);
    }
    lines.extend(plan.ids.ids.iter().map(|id| format!("struct {}", id.path)));
    let mut text = String::new();
    for line in lines {
        // Writing to a `String` cannot fail.
        let _ = writeln!(text, "{line}");
    }
    text
}

fn item(item: &Item, lines: &mut BTreeSet<String>) {
    match item {
        Item::Struct(plan) => {
            lines.insert(format!("struct {}", plan.path));
            for field in &plan.fields {
                lines.insert(format!("field {}.{}: {}", plan.path, field.name, field.ty));
            }
        }
        Item::Enum(plan) => {
            lines.insert(format!("enum {}", plan.path));
            let mut variant = |name: &Name, value: String| {
                lines.insert(format!("variant {}::{name} = {value}", plan.path));
            };
            match &plan.variants {
                EnumVariants::Text(known) => {
                    for known in known {
                        variant(&known.name, format!("{:?}", known.value));
                    }
                }
                EnumVariants::Int(known) => {
                    for known in known {
                        variant(&known.name, known.value.to_string());
                    }
                }
            }
        }
        Item::Union(plan) => {
            lines.insert(format!("enum {}", plan.path));
            for known in &plan.variants {
                lines.insert(format!(
                    "variant {}::{}({})",
                    plan.path, known.name, known.ty
                ));
            }
        }
        Item::Alias(plan) => {
            lines.insert(format!("struct {}({})", plan.path, plan.ty));
        }
        Item::Handle(HandlePlan { methods, .. }) | Item::Methods(methods) => {
            self::methods(methods, lines);
        }
        Item::Entry(_) | Item::Scope(_) | Item::Required(_) => {}
    }
}

fn methods(plan: &MethodsPlan, lines: &mut BTreeSet<String>) {
    for (methods, scope) in [
        (&plan.everywhere, " mirrored"),
        (&plan.root, ""),
        (&plan.scoped, " scoped"),
    ] {
        lines.extend(
            methods
                .iter()
                .map(|method| self::method(plan, method) + scope),
        );
    }
}

fn method(plan: &MethodsPlan, method: &MethodPlan) -> String {
    let arguments = method.arguments.iter();
    let arguments =
        arguments.map(|(argument, _)| format!("{}: {}", argument.name, argument.accepts));
    let arguments: Vec<String> = arguments.collect();
    let params = method.params.as_ref();
    let params = params.map(|params| format!(", {params}"));
    format!(
        "method {}::{}({}) -> Call<{}{}>",
        plan.handle,
        method.name,
        arguments.join(", "),
        method.output,
        params.unwrap_or_default(),
    )
}
