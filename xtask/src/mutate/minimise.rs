//! Reduces the size of documents on which the generator fails.
//!
//! In: a document, and a test that returns whether the generator still fails. Out: a smaller document on which it still
//! fails. The number of test runs is limited.

use anyhow::Result;
use serde_json::Value;

use super::sites::{operations, sites};
use super::slice::{slice, without_unused};
use super::tree::{object_mut, remove, sizes};

/// A test that returns whether the generator still fails on a document.
type Test<'a> = &'a mut dyn FnMut(&Value) -> Result<bool>;

/// Minimizes a document. The test runs at most `tries` times.
pub(crate) fn minimise(document: Value, tries: usize, test: Test<'_>) -> Result<Value> {
    let mut search = Search {
        document,
        tries,
        test,
    };
    search.operations()?;
    search.unused()?;
    search.keys()?;
    search.unused()?;
    search.subtrees()?;
    search.unused()?;
    Ok(search.document)
}

struct Search<'a> {
    document: Value,
    tries: usize,
    test: Test<'a>,
}

impl Search<'_> {
    /// Tests a smaller document. If the generator still fails, the smaller document replaces the current one. Returns
    /// whether it still fails.
    fn attempt(&mut self, smaller: Value) -> Result<bool> {
        if self.tries == 0 || smaller == self.document {
            return Ok(false);
        }
        self.tries -= 1;
        let fails = (self.test)(&smaller)?;
        if fails {
            self.document = smaller;
        }
        Ok(fails)
    }

    /// Removes operations that are not needed for the failure. Half of the operations are removed first, then smaller
    /// groups, and single operations last.
    fn operations(&mut self) -> Result<()> {
        let mut size = operations(&self.document).len().div_ceil(2);
        while size > 0 && self.tries > 0 {
            let mut start = 0;
            loop {
                let all = operations(&self.document);
                if start >= all.len() || all.len() < 2 {
                    break;
                }
                let kept = all.iter().enumerate();
                let kept = kept.filter(|(at, _)| *at < start || *at >= start + size);
                let kept: Vec<String> = kept.map(|(_, operation)| operation.clone()).collect();
                // An object without references to it can cause the failure. Thus, the second attempt keeps these
                // objects and removes only operations.
                let fails = !kept.is_empty()
                    && (self.attempt(slice(&self.document, &kept))?
                        || self.attempt(without(&self.document, &all, &kept))?);
                if !fails {
                    start += size;
                }
            }
            size /= 2;
        }
        Ok(())
    }

    fn unused(&mut self) -> Result<()> {
        let smaller = without_unused(&self.document);
        self.attempt(smaller)?;
        Ok(())
    }

    /// Removes groups of keys from the whole document. For most failures, these keys are not needed.
    fn keys(&mut self) -> Result<()> {
        for group in GROUPS {
            let smaller = stripped(&self.document, group);
            self.attempt(smaller)?;
        }
        Ok(())
    }

    /// Removes single values, the largest first. Stops when every remaining value is needed for the failure.
    fn subtrees(&mut self) -> Result<()> {
        loop {
            let mut places = sizes(&self.document);
            places.sort_by(|(left, small), (right, large)| {
                large.cmp(small).then_with(|| left.cmp(right))
            });
            let mut shrunk = false;
            for (at, _) in places {
                if self.tries == 0 {
                    return Ok(());
                }
                if ["/openapi", "/info", "/paths", "/components"].contains(&at.as_str()) {
                    continue;
                }
                let mut smaller = self.document.clone();
                if remove(&mut smaller, &at).is_some() {
                    shrunk |= self.attempt(smaller)?;
                }
            }
            if !shrunk {
                return Ok(());
            }
        }
    }
}

/// Groups of keys. The keys of a group are removed together.
const GROUPS: &[&[&str]] = &[
    &[
        "description",
        "summary",
        "title",
        "externalDocs",
        "deprecated",
    ],
    &["x-"],
    &["example", "examples"],
    &["tags"],
    &["security", "securitySchemes"],
    &["servers"],
    &["parameters"],
    &["requestBody"],
    &["callbacks", "links", "headers"],
    &[
        "default",
        "pattern",
        "minimum",
        "maximum",
        "minLength",
        "maxLength",
    ],
    &["operationId"],
    &["required"],
];

/// Removes a group of keys from the document and from all objects with a role. The key `x-` means all extensions.
fn stripped(document: &Value, group: &[&str]) -> Value {
    let mut smaller = document.clone();
    let is_in = |key: &String| {
        group.contains(&key.as_str()) || (group.contains(&"x-") && key.starts_with("x-"))
    };
    let mut places: Vec<String> = sites(document).into_iter().map(|site| site.at).collect();
    places.extend(["", "/info", "/components"].map(str::to_owned));
    for at in places {
        if let Some(object) = object_mut(&mut smaller, &at) {
            object.retain(|key, _| !is_in(key));
        }
    }
    smaller
}

/// Removes the operations of `all` that are not in `kept`.
fn without(document: &Value, all: &[String], kept: &[String]) -> Value {
    let mut smaller = document.clone();
    for operation in all.iter().filter(|operation| !kept.contains(operation)) {
        remove(&mut smaller, operation);
    }
    smaller
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::base::project;
    use super::super::sites::operations;
    use super::super::tree::text;
    use super::minimise;

    /// Returns a document of the project to which one operation was added. Its enum has the values `Err` and `Ok`.
    fn planted() -> Value {
        let largest = project()
            .iter()
            .max_by_key(|base| operations(&base.document).len());
        let mut document = largest.unwrap().document.clone();
        let at = operations(&document).pop().unwrap();
        let operation = document.pointer_mut(&at).unwrap();
        operation["requestBody"] =
            json!({ "content": { "application/json": { "schema": { "enum": ["Err", "Ok"] } } } });
        document
    }

    #[test]
    fn a_planted_failure_is_all_that_is_left() {
        let document = planted();
        assert!(text(&document).len() > 20_000);
        let mut tries = 0;
        let mut test = |document: &Value| {
            tries += 1;
            Ok(text(document).contains("\"Err\""))
        };
        let small = minimise(document, 300, &mut test).unwrap();
        let length = serde_json::to_string(&small).unwrap().len();
        assert!(length < 400, "{length}: {small}");
        assert!(text(&small).contains("\"Err\""));
        assert!(tries <= 300);
    }

    #[test]
    fn a_document_that_fails_as_a_whole_only_stays_whole() {
        let document = planted();
        let whole = document.clone();
        let small = minimise(document, 40, &mut |smaller| Ok(*smaller == whole)).unwrap();
        assert_eq!(small, whole);
    }
}
