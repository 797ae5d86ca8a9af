//! Compares the conditions under which items exist, such as Cargo features.

use super::rule::Rule;

/// Returns the rule for conditions that differ. An item must exist at least under its old conditions.
pub(super) fn compare(old: &[&str], new: &[&str]) -> Option<Rule> {
    if old == new {
        return None;
    }
    let holds_before = |condition: &&str| old.iter().any(|old| implies(old, condition));
    let holds_after = |condition: &&str| new.iter().any(|new| implies(new, condition));
    match (new.iter().all(holds_before), old.iter().all(holds_after)) {
        (true, true) => None,
        (true, false) => Some(Rule::ItemConditionRemove),
        (false, _) => Some(Rule::ItemConditionAdd),
    }
}

/// Whether a condition holds whenever another condition holds. A condition can be a list of alternatives: `a or b`.
fn implies(condition: &str, other: &str) -> bool {
    let mut alternatives = condition.split(" or ");
    alternatives.all(|alternative| other.split(" or ").any(|other| other == alternative))
}
