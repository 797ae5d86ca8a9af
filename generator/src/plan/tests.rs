//! Tests that decode and encode every example of the documents. Each test checks that the result contains all values of
//! the example.

use serde::Serialize;

use super::context::Context;
use super::docs::{self, Docs};
use super::fault::Planned;
use crate::names::{ItemPath, Name};
use crate::text::Untrusted;

/// The tests of all examples.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TestsPlan {
    /// The docs at the start of each test file.
    pub docs: Docs,
    /// The docs of the function `round_trips`, which tests an example.
    pub round_trip: Docs,
    /// The docs of the function `lost`, which compares two values.
    pub lost: Docs,
    /// The tests, in the order of the types.
    pub tests: Vec<ExampleTestPlan>,
}

/// A test of one example.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ExampleTestPlan {
    /// The module that contains the test.
    pub module: Name,
    /// The name of the test function.
    pub function: Name,
    /// The Cargo features that the type needs.
    pub features: Vec<String>,
    /// The type that decodes the example.
    pub ty: ItemPath,
    /// The JSON file that contains the example. It is in the same folder as the test file.
    pub file: String,
    /// The example as JSON text.
    pub json: Untrusted,
    /// Whether the type is deprecated.
    pub expects_deprecated: bool,
}

pub(super) fn plan(cx: Context<'_>) -> Planned<TestsPlan> {
    let examples = &cx.analysis.examples;
    let names = cx.names.tests(examples.iter().map(|example| example.ty))?;
    let mut tests = Vec::new();
    for (example, names) in examples.iter().zip(names) {
        let index = cx.ty(example.ty)?.group;
        let group = cx.group(index)?;
        let own = cx.names.home_features(example.ty);
        let outer = group.feature.iter().cloned();
        tests.push(ExampleTestPlan {
            module: names.module,
            function: names.function,
            features: outer.chain(own.into_iter().map(str::to_owned)).collect(),
            ty: cx.names.ty(example.ty)?,
            file: format!("{}.json", names.file),
            json: Untrusted::new(format!("{}\n", example.text)),
            expects_deprecated: false,
        });
    }
    Ok(TestsPlan {
        docs: docs::example_tests(),
        round_trip: docs::round_trip(),
        lost: docs::lost_values(),
        tests,
    })
}
