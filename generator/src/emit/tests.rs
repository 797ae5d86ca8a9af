//! Prints a test for each example of the documents. A test fails if decoding and encoding the example loses data.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::{self, doc_attributes};
use super::links::LocalLinks;
use super::piece::{Code, Piece};
use super::tokens::{expects_deprecated, gate, ident, outer_path};
use super::uses::Uses;
use crate::plan::{ExampleTestPlan, Name, TestsPlan};

/// The folder of the test files and the examples.
const FOLDER: &str = "tests/examples";

/// Prints one test target: `main.rs`, and a file for each module of tests.
pub(super) fn pieces(package: &Name, plan: &TestsPlan) -> Vec<Piece> {
    let mut modules: BTreeMap<&Name, Vec<&ExampleTestPlan>> = BTreeMap::new();
    for test in &plan.tests {
        modules.entry(&test.module).or_default().push(test);
    }
    if modules.is_empty() {
        return Vec::new();
    }
    let mut pieces = vec![root(package, plan, &modules)];
    for (module, tests) in modules {
        let gate_of_module = common(&tests);
        let mut uses = Uses::default();
        uses.import("super", "round_trips");
        pieces.push(Piece {
            path: format!("{FOLDER}/{module}.rs"),
            inner: Vec::new(),
            docs: docs::text(&plan.docs),
            uses: uses.items(),
            items: tests
                .into_iter()
                .map(|plan| Code::from(test(package, plan, gate_of_module)))
                .collect(),
            links: LocalLinks::default(),
        });
    }
    pieces
}

/// Returns the JSON files that the tests read: the path relative to the crate, and the text.
pub(super) fn data(plan: &TestsPlan) -> Vec<(String, String)> {
    let data = |test: &ExampleTestPlan| (format!("{FOLDER}/{}", test.file), test.json.json());
    plan.tests.iter().map(data).collect()
}

/// Returns the Cargo features that all tests of a module need. The result is empty if the tests need different
/// features.
fn common<'a>(tests: &[&'a ExampleTestPlan]) -> &'a [String] {
    let (first, others) = match tests {
        [first, others @ ..] => (&first.features, others),
        [] => return &[],
    };
    let is_same = others.iter().all(|test| test.features == *first);
    if is_same { first } else { &[] }
}

/// Prints a test. If its module already requires the Cargo features, the test has no `cfg` attribute.
fn test(package: &Name, plan: &ExampleTestPlan, of_module: &[String]) -> TokenStream {
    let own: &[String] = if of_module.is_empty() {
        &plan.features
    } else {
        &[]
    };
    let (gate, function, file) = (gate(own), ident(&plan.function), &plan.file);
    let ty = outer_path(package, &plan.ty);
    let expect = plan.expects_deprecated.then(expects_deprecated);
    quote! {
        #gate
        #[test]
        #expect
        fn #function() -> serde_json::Result<()> {
            round_trips::<#ty>(include_str!(#file))
        }
    }
}

fn root(
    package: &Name,
    plan: &TestsPlan,
    modules: &BTreeMap<&Name, Vec<&ExampleTestPlan>>,
) -> Piece {
    let package = ident(package);
    let (round_trip, lost) = (doc_attributes(&plan.round_trip), doc_attributes(&plan.lost));
    let mut uses = Uses::default();
    uses.import("serde_json", "Value");
    let modules = modules.iter().map(|(module, tests)| {
        let (gate, module) = (gate(common(tests)), ident(module));
        quote!(#gate mod #module;)
    });
    let mut items: Vec<TokenStream> = modules.collect();
    items.extend([
        quote! {
            #round_trip
            fn round_trips<T: serde::de::DeserializeOwned + serde::Serialize>(example: &str) -> serde_json::Result<()> {
                let sent: Value = serde_json::from_str(example)?;
                let value: T = serde_json::from_str(example)?;
                let back = serde_json::to_value(#package::runtime::Exposed(&value))?;
                let lost = lost(&sent, &back, "$");
                assert!(lost.is_empty(), "lost {lost:?}");
                Ok(())
            }
        },
        quote! {
            #lost
            fn lost(sent: &Value, back: &Value, path: &str) -> Vec<String> {
                match (sent, back) {
                    (Value::Object(sent), Value::Object(back)) => {
                        let property = |(name, value): (&String, &Value)| {
                            lost(value, back.get(name).unwrap_or(&Value::Null), &format!("{path}.{name}"))
                        };
                        sent.iter().flat_map(property).collect()
                    }
                    (Value::Array(sent), Value::Array(back)) if sent.len() == back.len() => {
                        let item = |(index, (sent, back)): (usize, (&Value, &Value))| lost(sent, back, &format!("{path}[{index}]"));
                        sent.iter().zip(back).enumerate().flat_map(item).collect()
                    }
                    (Value::Number(sent), Value::Number(back)) if sent.as_f64() == back.as_f64() => Vec::new(),
                    (sent, back) if sent == back => Vec::new(),
                    _ => vec![path.to_owned()],
                }
            }
        },
    ]);
    Piece {
        path: format!("{FOLDER}/main.rs"),
        inner: Vec::new(),
        docs: docs::text(&plan.docs),
        uses: uses.items(),
        items: items.into_iter().map(Code::from).collect(),
        links: LocalLinks::default(),
    }
}
