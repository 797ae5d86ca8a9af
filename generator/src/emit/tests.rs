//! The tests that every example of the documents gives: decoded and encoded again, it loses nothing.

use proc_macro2::TokenStream;
use quote::quote;

use super::piece::Piece;
use super::tokens::{gate, ident, outer_path};
use super::uses::Uses;
use crate::plan::{ExampleTestPlan, Name};

/// The most tests of one file.
const MOST: usize = 100;

/// The files of tests.
pub(super) fn pieces(package: &Name, tests: &[ExampleTestPlan]) -> Vec<Piece> {
    let files = tests.chunks(MOST).enumerate();
    files
        .map(|(index, tests)| file(index, package, tests))
        .collect()
}

/// The examples that the tests read, by path below the crate.
pub(super) fn data(tests: &[ExampleTestPlan]) -> Vec<(String, String)> {
    let data = |test: &ExampleTestPlan| (format!("tests/{}", test.file), test.json.clone());
    tests.iter().map(data).collect()
}

fn test(package: &Name, plan: &ExampleTestPlan) -> TokenStream {
    let (gate, function, file) = (gate(&plan.features), ident(&plan.function), &plan.file);
    let ty = outer_path(package, &plan.ty);
    quote! {
        #gate
        #[test]
        fn #function() -> serde_json::Result<()> {
            keeps::<#ty>(include_str!(#file))
        }
    }
}

fn file(index: usize, package: &Name, tests: &[ExampleTestPlan]) -> Piece {
    let mut uses = Uses::default();
    uses.add("serde_json", "Value");
    let mut items = vec![
        quote! {
            #[doc = " Decodes an example and encodes it again: every value must come back."]
            fn keeps<T: serde::de::DeserializeOwned + serde::Serialize>(example: &str) -> serde_json::Result<()> {
                let sent: Value = serde_json::from_str(example)?;
                let value: T = serde_json::from_str(example)?;
                let back = serde_json::to_value(&value)?;
                let lost = lost(&sent, &back, "$");
                assert!(lost.is_empty(), "lost {lost:?}");
                Ok(())
            }
        },
        quote! {
            #[doc = " The places of values that did not come back."]
            fn lost(sent: &Value, back: &Value, place: &str) -> Vec<String> {
                match (sent, back) {
                    (Value::Object(sent), Value::Object(back)) => {
                        let member = |(name, value): (&String, &Value)| {
                            lost(value, back.get(name).unwrap_or(&Value::Null), &format!("{place}.{name}"))
                        };
                        sent.iter().flat_map(member).collect()
                    }
                    (Value::Array(sent), Value::Array(back)) if sent.len() == back.len() => {
                        let item = |(index, (sent, back)): (usize, (&Value, &Value))| lost(sent, back, &format!("{place}[{index}]"));
                        sent.iter().zip(back).enumerate().flat_map(item).collect()
                    }
                    (Value::Number(sent), Value::Number(back)) if sent.as_f64() == back.as_f64() => Vec::new(),
                    (sent, back) if sent == back => Vec::new(),
                    _ => vec![place.to_owned()],
                }
            }
        },
    ];
    items.extend(tests.iter().map(|plan| test(package, plan)));
    let name = if index == 0 {
        "examples".to_owned()
    } else {
        format!("examples_{}", index + 1)
    };
    Piece {
        path: format!("tests/{name}.rs"),
        inner: TokenStream::new(),
        docs: "Every example of the documents, decoded and encoded again.".to_owned(),
        uses: uses.items(),
        items,
    }
}
