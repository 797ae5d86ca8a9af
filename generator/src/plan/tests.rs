//! The tests that every example of the documents gives: decoded and encoded again, it loses nothing.

use serde::Serialize;

use super::context::Context;
use super::fault::Planned;
use crate::names::{ItemPath, Name};

/// A test of one example.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ExampleTestPlan {
    /// The function.
    pub function: Name,
    /// The cargo features that the type needs.
    pub features: Vec<String>,
    /// The type.
    pub ty: ItemPath,
    /// The file of the example, below the folder of tests.
    pub file: String,
    /// The example.
    pub json: String,
}

/// The plans of all tests, in the order of the types.
pub(super) fn plan(cx: Context<'_>) -> Planned<Vec<ExampleTestPlan>> {
    let examples = &cx.analysis.examples;
    let names = cx.names.tests()?;
    let mut tests = Vec::new();
    for (example, names) in examples.iter().zip(names) {
        let index = cx.ty(example.ty)?.group;
        let group = cx.group(index)?;
        let own = cx.names.home_feature(index, cx.names.home(example.ty)?);
        let outer = group.feature.iter().cloned();
        tests.push(ExampleTestPlan {
            function: names.function,
            features: outer.chain(own.map(str::to_owned)).collect(),
            ty: cx.names.ty(example.ty)?,
            file: format!("examples/{}.json", names.file),
            json: format!("{}\n", example.text),
        });
    }
    Ok(tests)
}
