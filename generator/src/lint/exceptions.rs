//! The exceptions of a lint: keys that an operation may omit, because the publisher does not document their facts.

use std::cell::Cell;

/// The exceptions of a lint, from a table that people write.
#[derive(Clone, Debug, Default)]
pub struct Exceptions {
    list: Vec<Exception>,
}

#[derive(Clone, Debug)]
struct Exception {
    operation: String,
    key: String,
    line: usize,
    used: Cell<bool>,
}

impl Exception {
    /// Returns whether the exception applies to an operation such as `GET /users`. `*` matches all methods, and `/a/*`
    /// matches all paths below `/a`.
    fn covers(&self, operation: &str) -> bool {
        let Some((method, path)) = operation.split_once(' ') else {
            return false;
        };
        let Some((own_method, own_path)) = self.operation.split_once(' ') else {
            return false;
        };
        let is_path = match own_path.strip_suffix('*') {
            Some(folder) => path.starts_with(folder),
            None => path == own_path,
        };
        is_path && (own_method == "*" || own_method == method)
    }
}

impl Exceptions {
    /// Parses a table with the columns operation, key and reason, separated by tabs. The first line contains the names of the
    /// columns. Lines that start with `#` are comments.
    ///
    /// # Errors
    ///
    /// When a row has no reason. Each error contains the number of the line.
    pub fn parse(text: &str) -> Result<Self, Vec<String>> {
        let mut list = Vec::new();
        let mut errors = Vec::new();
        let lines = text.lines().enumerate();
        let lines = lines.filter(|(_, line)| !line.starts_with('#') && !line.trim().is_empty());
        for (index, line) in lines.skip(1) {
            let cells: Vec<&str> = line.split('\t').map(str::trim).collect();
            match cells.as_slice() {
                [operation, key, reason] if !reason.is_empty() => list.push(Exception {
                    operation: (*operation).to_owned(),
                    key: (*key).to_owned(),
                    line: index + 1,
                    used: Cell::new(false),
                }),
                _ => errors.push(format!(
                    "{}: expected an operation, a key and a reason",
                    index + 1
                )),
            }
        }
        if errors.is_empty() {
            Ok(Self { list })
        } else {
            Err(errors)
        }
    }

    /// Returns whether an operation such as `GET /users` may omit this key.
    pub(super) fn allow(&self, operation: &str, key: &str) -> bool {
        let found = self
            .list
            .iter()
            .find(|other| other.key == key && other.covers(operation));
        if let Some(found) = found {
            found.used.set(true);
        }
        found.is_some()
    }

    /// Returns the line numbers of the exceptions that no check needed.
    #[must_use]
    pub fn unused(&self) -> Vec<usize> {
        let unused = self.list.iter().filter(|other| !other.used.get());
        unused.map(|other| other.line).collect()
    }
}
