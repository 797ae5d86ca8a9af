//! Finds the files and tests that use deprecated items. The compiler warns about each use, so these files contain
//! `#![expect(deprecated)]`.

use std::collections::BTreeSet;

use super::argument::{Accepts, ArgumentPlan};
use super::handles::MethodsPlan;
use super::items::Item;
use super::method::MethodPlan;
use super::modules::{ModulePlan, Visibility};
use super::structs::StructPlan;
use super::tests::ExampleTestPlan;
use super::type_expr::TypeExpr;
use crate::names::ItemPath;

pub(super) fn mark(modules: &mut [ModulePlan], tests: &mut [ExampleTestPlan]) {
    let items = modules.iter().flat_map(|module| &module.items);
    let types: BTreeSet<ItemPath> = items
        .filter(|item| is_deprecated(item))
        .filter_map(|item| item.type_path().cloned())
        .collect();
    for module in modules {
        module.expects_deprecated = module.items.iter().any(|item| uses(item, &types));
        for child in &mut module.children {
            if let Visibility::Private { exports } = &child.visibility {
                let mut paths = exports.iter().map(|name| module.path.item(name.clone()));
                child.expects_deprecated = paths.any(|path| types.contains(&path));
            }
        }
    }
    for test in tests {
        test.expects_deprecated = types.contains(&test.ty);
    }
}

fn is_deprecated(item: &Item) -> bool {
    match item {
        Item::Struct(plan) => plan.deprecated.is_some(),
        Item::Enum(plan) => plan.deprecated.is_some(),
        Item::Union(plan) => plan.deprecated.is_some(),
        Item::Alias(plan) => plan.deprecated.is_some(),
        Item::Entry(_)
        | Item::Scope(_)
        | Item::Handle(_)
        | Item::Methods(_)
        | Item::Required(_)
        | Item::SharedParams(_) => false,
    }
}

/// Returns whether the code of an item uses a deprecated item.
fn uses(item: &Item, types: &BTreeSet<ItemPath>) -> bool {
    if is_deprecated(item) {
        // The derives and `impl` blocks of a deprecated item use the item itself.
        return true;
    }
    let named = |ty: &TypeExpr| ty.item().is_some_and(|path| types.contains(path));
    match item {
        Item::Struct(plan) => of_struct(plan, &named),
        Item::Union(plan) => plan.variants.iter().any(|variant| named(&variant.ty)),
        Item::Alias(plan) => named(&plan.ty),
        Item::Handle(plan) => of_methods(&plan.methods, &named),
        Item::Methods(plan) => of_methods(plan, &named),
        Item::Required(required) => {
            let plan = &required.plan;
            types.contains(&plan.of) || plan.fields.iter().any(|field| named(&field.ty))
        }
        Item::SharedParams(plan) => types.contains(&plan.of),
        Item::Enum(_) | Item::Entry(_) | Item::Scope(_) => false,
    }
}

fn of_struct(plan: &StructPlan, named: &dyn Fn(&TypeExpr) -> bool) -> bool {
    let mut fields = plan.fields.iter();
    let mut extra = plan.extra.iter();
    fields.any(|field| field.deprecated.is_some() || named(&field.ty))
        || extra.any(|extra| named(&extra.ty))
}

fn of_methods(plan: &MethodsPlan, named: &dyn Fn(&TypeExpr) -> bool) -> bool {
    let argument = |argument: &ArgumentPlan| match &argument.accepts {
        Accepts::Value(ty)
        | Accepts::Into(ty)
        | Accepts::Boxed(ty)
        | Accepts::Each(ty)
        | Accepts::Patch(ty) => named(ty),
    };
    let method = |plan: &MethodPlan| {
        let mut arguments = plan.arguments.iter();
        named(&plan.output)
            || plan.params.iter().any(named)
            || arguments.any(|(plan, _)| argument(plan))
    };
    let all = [&plan.everywhere, &plan.root, &plan.scoped];
    all.into_iter().flatten().any(method)
}
