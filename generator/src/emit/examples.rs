//! The tests that every example of the documents gives: decoded and encoded again, it loses nothing.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::uses::Uses;
use super::{Cx, Piece, ident};
use crate::model::GroupId;
use crate::names::idents::snake;

/// The most tests of one file.
const MOST: usize = 100;

/// The files of tests, and the examples that they read, by path below the crate.
pub(super) fn pieces(cx: Cx<'_>) -> (Vec<Piece>, Vec<(String, String)>) {
    let mut data = Vec::new();
    let mut tests: Vec<TokenStream> = Vec::new();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for (id, text) in &cx.analysis.examples {
        let (Some(names), Some(def)) = (cx.names.types.get(id), cx.model.ty(*id)) else {
            continue;
        };
        let Some(group) = cx.model.group(def.group) else {
            continue;
        };
        let stem = snake(&format!("{} {}", group.name, names.ident)).unwrap_or_default();
        let count = counts.entry(stem.clone()).or_default();
        *count += 1;
        // Examples of one type are counted, since nothing else tells them apart.
        let name = if *count == 1 {
            stem
        } else {
            format!("{stem}_{count}")
        };
        let file = format!("examples/{name}.json");
        let function = ident(&format!("{name}_keeps_its_example"));
        let ty = test_path(cx, def.group, &names.ident);
        let feature = {
            let home = (def.group, names.home.clone());
            super::outer_feature(group, cx.names.gates.get(&home))
        };
        tests.push(quote! {
            #feature
            #[test]
            fn #function() -> serde_json::Result<()> {
                keeps::<#ty>(include_str!(#file))
            }
        });
        data.push((format!("tests/{file}"), format!("{text}\n")));
    }
    let files = tests
        .chunks(MOST)
        .enumerate()
        .map(|(index, tests)| file(index, tests))
        .collect();
    (files, data)
}

fn test_path(cx: Cx<'_>, group: GroupId, name: &str) -> TokenStream {
    let path = cx.module_path(group).replacen("crate", cx.package, 1);
    syn::parse_str::<syn::Path>(&format!("{path}::{name}"))
        .map(|path| quote!(#path))
        .unwrap_or_default()
}

fn file(index: usize, tests: &[TokenStream]) -> Piece {
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
    items.extend(tests.iter().cloned());
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
