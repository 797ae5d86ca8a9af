//! Checks the texts of a file against the rules of `xtask/lint-text.yaml`.
//!
//! In: passages. Out: problems with their locations, and exceptions that are not needed.

use std::cmp::Reverse;
use std::fmt;
use std::ops::Range;

use super::config::{CONFIG, Config, Rule, is_in};
use super::passage::{Markup, Passage};
use super::prose::blocks;
use super::sentence::{Token, sentences};

/// A violation of a rule, with its location.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Problem {
    pub(crate) path: String,
    line: usize,
    column: usize,
    /// The pattern of the rule, or a name such as `long sentence`.
    pub(crate) rule: String,
    message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            path,
            line,
            column,
            message,
            ..
        } = self;
        write!(f, "{path}:{line}:{column}: {message}")
    }
}

/// Checks files and tracks which exceptions are used.
pub(crate) struct Checker<'a> {
    config: &'a Config,
    /// For each exception in the configuration, whether it was needed.
    used: Vec<bool>,
}

/// A range of tokens that matches a rule.
struct Hit<'a> {
    range: Range<usize>,
    rule: &'a Rule,
    pattern: &'a str,
}

impl<'a> Checker<'a> {
    pub(crate) fn new(config: &'a Config) -> Self {
        Self {
            config,
            used: vec![false; config.allowed.len()],
        }
    }

    /// Returns the problems of a file, in the order of the text.
    pub(crate) fn check(
        &mut self,
        path: &str,
        source: &str,
        passages: &[(Markup, Passage)],
    ) -> Vec<Problem> {
        let mut problems = Vec::new();
        for (markup, passage) in passages {
            for block in blocks(passage, *markup) {
                for sentence in sentences(&block) {
                    problems.extend(self.sentence(path, source, &sentence));
                }
            }
        }
        problems.sort_by_key(|problem| (problem.line, problem.column));
        problems
    }

    fn sentence(&mut self, path: &str, source: &str, sentence: &[Token]) -> Vec<Problem> {
        let mut problems: Vec<Problem> = Vec::new();
        for hit in self.hits(path, sentence) {
            let shown = quoted(sentence.get(hit.range.clone()).unwrap_or_default());
            problems.push(Problem {
                rule: hit.pattern.to_owned(),
                message: format!("\"{shown}\": write \"{}\"", hit.rule.write),
                ..problem_at(path, source, sentence, hit.range.start)
            });
        }
        let words = sentence.iter().filter(|token| token.counts()).count();
        let most = self.config.most_words;
        if words > most {
            let shown = quoted(sentence.get(..6).unwrap_or_default());
            problems.push(Problem {
                rule: "long sentence".to_owned(),
                message: format!("sentence of {words} words, more than {most}: \"{shown} …\""),
                ..problem_at(path, source, sentence, 0)
            });
        }
        problems
    }

    /// Returns the forbidden phrases in a sentence. If two of them overlap, only the longer one is returned.
    fn hits(&mut self, path: &str, sentence: &[Token]) -> Vec<Hit<'a>> {
        let mut hits = Vec::new();
        for rule in self.config.rules.iter().filter(|rule| rule.holds_in(path)) {
            let excepted: Vec<_> = rule
                .except
                .iter()
                .flat_map(|phrase| phrase.find(sentence))
                .collect();
            for phrase in &rule.phrases {
                let found = phrase.find(sentence).into_iter();
                hits.extend(
                    found
                        .filter(|range| !overlaps(range, &excepted))
                        .map(|range| Hit {
                            range,
                            rule,
                            pattern: phrase.pattern(),
                        }),
                );
            }
        }
        hits.sort_by_key(|hit| (Reverse(hit.range.len()), hit.range.start));
        let mut kept: Vec<Hit<'a>> = Vec::new();
        for hit in hits {
            if !kept
                .iter()
                .any(|other| overlaps(&hit.range, std::slice::from_ref(&other.range)))
            {
                kept.push(hit);
            }
        }
        kept.retain(|hit| !self.is_allowed(path, sentence, &hit.range));
        kept
    }

    fn is_allowed(&mut self, path: &str, sentence: &[Token], range: &Range<usize>) -> bool {
        let mut found = false;
        for (allowed, used) in self.config.allowed.iter().zip(&mut self.used) {
            if is_in(path, &allowed.places) && overlaps(range, &allowed.phrase.find(sentence)) {
                *used = true;
                found = true;
            }
        }
        found
    }

    /// Returns a problem for each exception that was not needed.
    pub(crate) fn unused(&self) -> Vec<Problem> {
        let unused = self
            .config
            .allowed
            .iter()
            .zip(&self.used)
            .filter(|(_, used)| !**used);
        unused
            .map(|(allowed, _)| Problem {
                path: CONFIG.to_owned(),
                line: allowed.line,
                column: 1,
                rule: "unused exception".to_owned(),
                message: format!(
                    "no text needs the exception \"{}\": remove it",
                    allowed.phrase.pattern()
                ),
            })
            .collect()
    }
}

fn overlaps(range: &Range<usize>, others: &[Range<usize>]) -> bool {
    others
        .iter()
        .any(|other| range.start < other.end && other.start < range.end)
}

fn quoted(tokens: &[Token]) -> String {
    let words = tokens.iter().map(|token| {
        if token.is_word() {
            token.word.as_str()
        } else {
            "`…`"
        }
    });
    words.collect::<Vec<_>>().join(" ")
}

/// Creates a problem without a message, at the location of a token.
fn problem_at(path: &str, source: &str, sentence: &[Token], at: usize) -> Problem {
    let offset = sentence.get(at).map_or(0, |token| token.offset);
    let before = source.get(..offset).unwrap_or_default();
    Problem {
        path: path.to_owned(),
        line: before.matches('\n').count() + 1,
        column: before
            .rsplit('\n')
            .next()
            .unwrap_or_default()
            .chars()
            .count()
            + 1,
        rule: String::new(),
        message: String::new(),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{Checker, Config, Markup, Passage};
    use crate::lint_text::config::CONFIG;
    use crate::workspace::root;

    const RULES: &str = "most-words: 5\nfiles: []\nprose-keys: []\ndata-keys: []\nrules:\n  - find: [tell|tells|told, is told]\n    write: report\n  - find: [is no *]\n    except: [is no longer, there is no]\n    write: is not a\n  - find: [member]\n    only: [generator]\n    not-in: [generator/tests]\n    write: field\nallow:\n  - phrase: tell apart\n    in: [generator]\n    reason: a fixed expression\n";

    fn problems(path: &str, text: &str) -> Vec<String> {
        let config = Config::parse(RULES).unwrap();
        let mut passage = Passage::default();
        passage.push_source(text, 0);
        let mut checker = Checker::new(&config);
        let problems = checker.check(path, text, &[(Markup::Markdown, passage)]);
        problems.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_phrase_is_reported_once_with_its_place_and_what_to_write() {
        assert_eq!(
            problems("a.md", "It `is told`.\n\nThe user is told."),
            ["a.md:3:10: \"is told\": write \"report\""]
        );
    }

    #[test]
    fn what_a_rule_excepts_is_not_reported() {
        assert_eq!(problems("a.md", "It is no longer so."), [""; 0]);
        assert_eq!(problems("a.md", "There is no `Foo`."), [""; 0]);
        assert_eq!(problems("a.md", "It is no `Foo`.").len(), 1);
    }

    #[test]
    fn a_rule_holds_where_it_says() {
        assert_eq!(problems("generator/a.md", "A member.").len(), 1);
        assert_eq!(problems("specs/a.md", "A member."), [""; 0]);
        assert_eq!(problems("generator/tests/a.md", "A member."), [""; 0]);
    }

    #[test]
    fn a_sentence_of_too_many_words_is_reported_and_code_and_numbers_do_not_count() {
        assert_eq!(
            problems("a.md", "One two three four five six."),
            ["a.md:1:1: sentence of 6 words, more than 5: \"One two three four five six …\""]
        );
        assert_eq!(problems("a.md", "One `two` three four five six."), [""; 0]);
        assert_eq!(problems("a.md", "One 2 three 4 five six seven."), [""; 0]);
    }

    #[test]
    fn an_exception_that_nothing_needs_is_a_problem() {
        let config = Config::parse(RULES).unwrap();
        let mut checker = Checker::new(&config);
        assert_eq!(checker.unused().len(), 1);
        let mut passage = Passage::default();
        passage.push_source("They tell apart.", 0);
        assert_eq!(
            checker.check("generator/a.md", "", &[(Markup::Markdown, passage)]),
            []
        );
        assert_eq!(checker.unused(), []);
    }

    #[test]
    fn every_rule_of_the_project_can_fire() {
        let config = Config::parse(&fs::read_to_string(root().join(CONFIG)).unwrap()).unwrap();
        for rule in &config.rules {
            for phrase in &rule.phrases {
                let words = phrase.pattern().split_whitespace().map(|word| match word {
                    "*" => "something",
                    word => word.split('|').next().unwrap_or_default(),
                });
                let text = words.collect::<Vec<_>>().join(" ");
                let path = rule.only.first().map_or("README.md", String::as_str);
                let mut passage = Passage::default();
                passage.push_source(&text, 0);
                let problems =
                    Checker::new(&config).check(path, &text, &[(Markup::Markdown, passage)]);
                assert!(!problems.is_empty(), "\"{text}\" in {path}");
            }
        }
    }
}
