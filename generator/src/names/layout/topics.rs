//! Splits the operations of a resource into several files, if one file would be too long.
//!
//! In: the operations of a resource and their paths. Out: the file of each operation. Operations with the same topic
//! are in the same file. The topic is the first word in which the paths differ. For example, `/metrics/meetings` has
//! the topic `meetings`, and `/metrics/webinars` has the topic `webinars`.

use std::collections::{BTreeMap, BTreeSet};

use super::lines::{PLANNED, WORTH_A_FILE};

/// An operation, or a type that several families use.
#[derive(Clone, Debug)]
pub(super) struct Call<K> {
    /// The id of the operation or the type.
    pub(super) key: K,
    /// The words of the operation's path, or of the type's name.
    pub(super) words: Vec<String>,
    /// The name of the method or the type.
    pub(super) method: String,
    /// The number of lines of the operation and of the types that only this operation uses.
    pub(super) lines: usize,
}

/// Returns the file of each operation. The main file of the module contains all operations that are not in the result.
pub(super) fn files<K: Clone + Ord>(calls: Vec<Call<K>>) -> BTreeMap<K, String> {
    let mut files = BTreeMap::new();
    split(calls, 0, "", &mut files);
    files
}

fn lines<K>(calls: &[Call<K>]) -> usize {
    calls.iter().map(|call| call.lines).sum()
}

/// Chooses files for operations that would be in `file`. If the file is too long, it is split. An empty `file` means
/// the main file of the module.
fn split<K: Clone + Ord>(
    calls: Vec<Call<K>>,
    depth: usize,
    file: &str,
    files: &mut BTreeMap<K, String>,
) {
    if lines(&calls) <= PLANNED {
        place(&calls, file, files);
        return;
    }
    let Some(depth) = distinguishing(&calls, depth) else {
        chunks(calls, file, files);
        return;
    };
    let mut topics: BTreeMap<String, Vec<Call<K>>> = BTreeMap::new();
    let mut rest = Vec::new();
    for call in calls {
        match call.words.get(depth) {
            Some(word) => topics.entry(word.clone()).or_default().push(call),
            None => rest.push(call),
        }
    }
    // Topics with fewer lines than `worth` stay in the current file. If the current file would be too long, `worth` is
    // halved.
    let mut worth = WORTH_A_FILE;
    let kept = |worth: usize| -> usize {
        let lines = topics.values().map(|calls| lines(calls));
        lines.filter(|lines| *lines < worth).sum()
    };
    while worth > 0 && kept(worth) + lines(&rest) > PLANNED {
        worth /= 2;
    }
    for (word, calls) in topics {
        if lines(&calls) < worth {
            rest.extend(calls);
        } else {
            let name = if file.is_empty() {
                word
            } else {
                format!("{file}_{word}")
            };
            split(calls, depth + 1, &name, files);
        }
    }
    chunks(rest, file, files);
}

/// Returns the position of the first word in which the operations differ, starting at `from`.
fn distinguishing<K>(calls: &[Call<K>], from: usize) -> Option<usize> {
    let words = |depth: usize| -> BTreeSet<Option<&String>> {
        calls.iter().map(|call| call.words.get(depth)).collect()
    };
    let longest = calls.iter().map(|call| call.words.len()).max();
    let mut depths = from..longest.unwrap_or(0);
    depths.find(|depth| words(*depth).len() > 1)
}

fn place<K: Clone + Ord>(calls: &[Call<K>], file: &str, files: &mut BTreeMap<K, String>) {
    if !file.is_empty() {
        let keys = calls.iter().map(|call| call.key.clone());
        files.extend(keys.map(|key| (key, file.to_owned())));
    }
}

/// Splits operations into files in their order, because they have no topics. Each additional file is named after its
/// first method.
fn chunks<K: Clone + Ord>(calls: Vec<Call<K>>, file: &str, files: &mut BTreeMap<K, String>) {
    let mut chunk: Vec<Call<K>> = Vec::new();
    let mut name = file.to_owned();
    for call in calls {
        if !chunk.is_empty() && lines(&chunk) + call.lines > PLANNED {
            place(&chunk, &name, files);
            chunk.clear();
            name = if file.is_empty() {
                call.method.clone()
            } else {
                format!("{file}_{}", call.method)
            };
        }
        chunk.push(call);
    }
    place(&chunk, &name, files);
}

#[cfg(test)]
mod tests {
    use super::{Call, files};
    use crate::names::layout::lines::PLANNED;

    fn call(path: &str, lines: usize) -> Call<String> {
        Call {
            key: path.to_owned(),
            words: path.split('/').map(str::to_owned).collect(),
            method: path.replace('/', "_"),
            lines,
        }
    }

    fn laid_out(calls: &[(&str, usize)]) -> Vec<(String, String)> {
        let calls = calls.iter().map(|(path, lines)| call(path, *lines));
        files(calls.collect()).into_iter().collect()
    }

    fn pair(call: &str, file: &str) -> (String, String) {
        (call.to_owned(), file.to_owned())
    }

    #[test]
    fn calls_that_fit_stay_together() {
        assert!(laid_out(&[("a/x", 300), ("a/y", 300), ("a/z", 300)]).is_empty());
    }

    #[test]
    fn calls_that_are_too_many_are_split_by_the_first_word_that_differs() {
        let found = laid_out(&[
            ("m/meetings", 700),
            ("m/meetings/log", 400),
            ("m/rooms", 400),
            ("m/chat", 20),
        ]);
        let expected = [
            pair("m/meetings", "meetings"),
            pair("m/meetings/log", "meetings"),
            pair("m/rooms", "rooms"),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn a_topic_that_is_too_long_is_split_again() {
        let found = laid_out(&[("a/x", 900), ("a/y", 900), ("b", 200)]);
        assert_eq!(
            found,
            [pair("a/x", "a_x"), pair("a/y", "a_y"), pair("b", "b")]
        );
    }

    #[test]
    fn calls_of_one_path_are_split_by_their_number_of_lines() {
        let same = |method: &str| Call {
            method: method.to_owned(),
            ..call("same", PLANNED / 2 + 1)
        };
        let mut calls = vec![same("get"), same("put")];
        for (call, key) in calls.iter_mut().zip(["first", "second"]) {
            call.key = key.to_owned();
        }
        let found: Vec<_> = files(calls).into_iter().collect();
        assert_eq!(found, [pair("second", "put")]);
    }
}
