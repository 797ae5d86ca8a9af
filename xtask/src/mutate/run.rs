//! Runs the generator on many mutants.
//!
//! In: recipes. Out: counts, and the cases in which the generator fails. Mutants run in parallel. The results have the
//! order of the mutants.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;

use anyhow::{Context, Result};
use indicatif::ProgressBar;
use serde_json::Value;

use super::attempt::{Target, Trial};
use super::cargo::Crates;
use super::failure::{Failure, Sort, Verdict};
use super::minimise::minimise;
use super::process::Limits;
use super::recipe::{Recipe, Sources};
use super::report::{Case, Counts};
use crate::crates::progress;

#[derive(Debug)]
pub(crate) struct Run<'a> {
    /// The inputs for all mutants.
    pub(crate) sources: Sources<'a>,
    pub(crate) seed: u64,
    /// The number of mutants to run.
    pub(crate) count: usize,
    /// The number of crates that cargo checks.
    pub(crate) check: usize,
    /// The number of parallel processes.
    pub(crate) jobs: usize,
    pub(crate) trial: Trial,
}

/// How many failures of a class are minimized. If only cargo detects a failure, only one of its class is minimized.
const EACH_CLASS: usize = 2;

/// How many documents may be tested to minimize one failure.
const TRIES: usize = 150;
/// The same as [`TRIES`], for failures that only cargo detects.
const SLOW_TRIES: usize = 40;
/// While a failure at a limit is minimized, this is the limit of CPU time in seconds.
const SHORT_SECONDS: u64 = 2;

impl Run<'_> {
    /// Runs all mutants, checks some crates, and minimizes failures.
    pub(crate) fn run(&self) -> Result<(Counts, Vec<Case>)> {
        let verdicts = self.verdicts()?;
        let mut counts = Counts {
            mutants: verdicts.len(),
            ..Counts::default()
        };
        let mut failures: Vec<(usize, Failure)> = Vec::new();
        let mut sound = Vec::new();
        for (index, verdict) in verdicts.into_iter().enumerate() {
            counts.generated += usize::from(verdict.generated);
            if let Some(code) = verdict.errors.first() {
                *counts.refused.entry(code.clone()).or_default() += 1;
            }
            if verdict.generated && verdict.failures.is_empty() {
                sound.push(index);
            }
            failures.extend(verdict.failures.into_iter().map(|failure| (index, failure)));
        }
        let chosen = spread(&sound, self.check);
        counts.checked = chosen.len();
        failures.extend(self.check(&chosen)?);
        let cases = self.cases(failures)?;
        Ok((counts, cases))
    }

    fn recipe(&self, index: usize) -> Recipe {
        Recipe::new(&self.sources, self.seed, index)
    }

    /// Runs all mutants. Returns the verdicts in the order of the mutants.
    fn verdicts(&self) -> Result<Vec<Verdict>> {
        let bar = progress(self.count, "tried");
        let next = AtomicUsize::new(0);
        let (sender, receiver) = mpsc::channel();
        let mut found: Vec<(usize, Verdict)> = thread::scope(|scope| {
            for slot in 0..self.jobs {
                let (next, bar, sender) = (&next, &bar, sender.clone());
                scope.spawn(move || self.work(slot, next, bar, &sender));
            }
            drop(sender);
            receiver.into_iter().collect::<Result<_>>()
        })?;
        bar.finish_and_clear();
        found.sort_by_key(|(index, _)| *index);
        Ok(found.into_iter().map(|(_, verdict)| verdict).collect())
    }

    fn work(
        &self,
        slot: usize,
        next: &AtomicUsize,
        bar: &ProgressBar,
        results: &mpsc::Sender<Result<(usize, Verdict)>>,
    ) {
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            if index >= self.count {
                return;
            }
            let recipe = self.recipe(index);
            let document = recipe.document(&self.sources);
            let verdict =
                self.trial
                    .attempt(&format!("slot-{slot}"), &document, recipe.examples, None);
            let verdict = verdict.with_context(|| format!("mutant {index}"));
            // Sending fails only if another thread has reported an error. Then no further results are needed.
            if results
                .send(verdict.map(|verdict| (index, verdict)))
                .is_err()
            {
                return;
            }
            bar.inc(1);
        }
    }

    /// Checks the crates of some mutants with cargo.
    fn check(&self, chosen: &[usize]) -> Result<BTreeMap<usize, Failure>> {
        if chosen.is_empty() {
            return Ok(BTreeMap::new());
        }
        let crates = self.crates();
        let bar = progress(chosen.len(), "written");
        let mut names = BTreeMap::new();
        for index in chosen {
            let recipe = self.recipe(*index);
            let name = format!("mutant-{index:05}");
            self.write(
                &crates.folder,
                &name,
                &recipe.document(&self.sources),
                recipe.examples,
            )?;
            names.insert(name, *index);
            bar.inc(1);
        }
        bar.finish_and_clear();
        let all: Vec<&str> = names.keys().map(String::as_str).collect();
        let failures = crates
            .check(&all, self.trial.hostile, Sort::Test)?
            .into_iter();
        let failures = failures.filter_map(|(name, failure)| Some((*names.get(&name)?, failure)));
        Ok(failures.collect())
    }

    fn crates(&self) -> Crates {
        Crates {
            folder: self.trial.folder.join("crates"),
            jobs: self.jobs,
        }
    }

    /// Writes the crate of a document. An earlier crate with the same name is replaced.
    fn write(
        &self,
        crates: &Path,
        name: &str,
        document: &Value,
        examples: bool,
    ) -> Result<Verdict> {
        let folder = crates.join(name);
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        fs::create_dir_all(crates)?;
        let target = Target {
            name,
            folder: &folder,
        };
        self.trial
            .attempt("crate", document, examples, Some(target))
    }

    /// Returns a case for each failure. The first failures of each class are minimized.
    fn cases(&self, failures: Vec<(usize, Failure)>) -> Result<Vec<Case>> {
        let bar = progress(failures.len(), "failures");
        let mut cases: Vec<Case> = Vec::new();
        for (index, failure) in failures {
            let new = self.explain(index, &failure, &cases)?;
            cases.extend(new);
            bar.inc(1);
        }
        bar.finish_and_clear();
        cases.sort_by_key(|case| (case.failure.sort, case.failure.class.clone(), case.index));
        Ok(cases)
    }

    /// Returns the cases of one failure. `cases` contains the cases of all earlier failures.
    fn explain(&self, index: usize, failure: &Failure, cases: &[Case]) -> Result<Vec<Case>> {
        let recipe = self.recipe(index);
        let alike = cases.iter().filter(|case| case.failure.is_like(failure));
        // Failures of hostile texts can have the same class although their causes differ. The same applies to failures
        // at a limit.
        if !failure.by_cargo && (self.trial.hostile || failure.sort.is_limit()) {
            let known = alike.filter_map(|case| case.cause.clone()).collect();
            return self.causes(&recipe, failure, known);
        }
        let most = if failure.by_cargo { 1 } else { EACH_CLASS };
        if alike.count() >= most {
            return Ok(vec![self.case(&recipe, failure, None, None)]);
        }
        let recipe = self.fewer(recipe, failure)?;
        let document = self.smallest(&recipe, failure)?;
        Ok(vec![self.case(&recipe, failure, None, Some(document))])
    }

    /// Returns a case for each cause of a failure that is not known yet. If all causes are known, returns one case.
    fn causes(
        &self,
        recipe: &Recipe,
        failure: &Failure,
        mut known: BTreeSet<String>,
    ) -> Result<Vec<Case>> {
        let fails = |recipe: &Recipe| {
            let document = recipe.document(&self.sources);
            self.fails(&document, recipe.examples, failure)
        };
        let mut found = Vec::new();
        loop {
            let left = recipe.without_names(&known);
            let is_all = left.mutations.len() == recipe.mutations.len();
            if !is_all && (left.mutations.is_empty() || !fails(&left)?) {
                break;
            }
            let reduced = self.fewer(left, failure)?;
            let document = self.smallest(&reduced, failure)?;
            let cause = names_of(&reduced);
            found.push(self.case(&reduced, failure, Some(cause.clone()), Some(document)));
            // The failure remains without any mutation, or it needs several. Thus, there is no single cause.
            if reduced.mutations.len() != 1 || !known.insert(cause) {
                return Ok(found);
            }
        }
        if found.is_empty() {
            let names = recipe.mutations.iter().map(|mutation| &mutation.name);
            let cause = names
                .into_iter()
                .find(|name| known.contains(*name))
                .cloned();
            found.push(self.case(recipe, failure, cause, None));
        }
        Ok(found)
    }

    fn case(
        &self,
        recipe: &Recipe,
        failure: &Failure,
        cause: Option<String>,
        document: Option<Value>,
    ) -> Case {
        Case {
            index: recipe.index,
            base: recipe.base_name(&self.sources).to_owned(),
            changes: self.changes(recipe),
            failure: failure.clone(),
            cause,
            document,
        }
    }

    fn changes(&self, recipe: &Recipe) -> String {
        match recipe.payload_name(&self.sources) {
            Some(payload) => format!("{payload} in {}", names_of(recipe)),
            None => names_of(recipe),
        }
    }

    /// Removes mutations that are not needed for the failure: first all of them at once, then smaller groups, and
    /// single mutations last.
    fn fewer(&self, mut recipe: Recipe, failure: &Failure) -> Result<Recipe> {
        let mut size = recipe.mutations.len();
        while size > 0 {
            let mut start = 0;
            while start < recipe.mutations.len() {
                let candidate = recipe.without(start, start + size);
                let document = candidate.document(&self.sources);
                if self.fails(&document, candidate.examples, failure)? {
                    recipe = candidate;
                } else {
                    start += size;
                }
            }
            size /= 2;
        }
        Ok(recipe)
    }

    /// Removes parts of the document that are not needed for the failure.
    fn smallest(&self, recipe: &Recipe, failure: &Failure) -> Result<Value> {
        let mut fails = |document: &Value| self.fails(document, recipe.examples, failure);
        let tries = if failure.by_cargo { SLOW_TRIES } else { TRIES };
        minimise(recipe.document(&self.sources), tries, &mut fails)
    }

    /// Returns whether the generator fails on a document in the same way as in `failure`.
    fn fails(&self, document: &Value, examples: bool, failure: &Failure) -> Result<bool> {
        let mut trial = self.trial.clone();
        trial.once = failure.sort != Sort::Nondeterminism;
        if failure.sort.is_limit() {
            trial.limits = Limits {
                seconds: trial.limits.seconds.min(SHORT_SECONDS),
                ..trial.limits
            };
        }
        let verdict = trial.attempt("small", document, examples, None)?;
        if verdict.has(failure) || !verdict.generated || !failure.by_cargo {
            return Ok(verdict.has(failure));
        }
        let crates = self.crates();
        self.write(&crates.folder, SMALL, document, examples)?;
        let found = crates.check(&[SMALL], self.trial.hostile, failure.sort)?;
        Ok(found.get(SMALL).is_some_and(|found| found.is_like(failure)))
    }
}

fn names_of(recipe: &Recipe) -> String {
    let names = recipe.mutations.iter();
    let names: Vec<&str> = names.map(|mutation| mutation.name.as_str()).collect();
    if names.len() > SHOWN {
        return format!("{} changes", names.len());
    }
    names.join(", ")
}

/// If there are more mutations, only their number is printed.
const SHOWN: usize = 8;

/// While a failure is minimized, the crate that cargo checks has this name.
const SMALL: &str = "mutant-small";

/// Returns `count` items of a list, with equal distances between them.
fn spread(items: &[usize], count: usize) -> Vec<usize> {
    let count = count.min(items.len());
    let positions = (0..count).map(|at| at * items.len() / count.max(1));
    positions.filter_map(|at| items.get(at).copied()).collect()
}

#[cfg(test)]
mod tests {
    use super::spread;

    #[test]
    fn the_picked_items_are_evenly_spread() {
        assert_eq!(spread(&[1, 2, 3, 4, 5, 6], 3), [1, 3, 5]);
        assert_eq!(spread(&[1, 2], 5), [1, 2]);
        assert!(spread(&[], 5).is_empty());
    }
}
