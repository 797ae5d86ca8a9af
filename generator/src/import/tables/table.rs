//! Parses a table, and finds rows in it.

use std::cell::Cell;
use std::collections::BTreeMap;

use super::Place;

/// A row with this area applies to every area.
const EVERYWHERE: &str = "*";

/// A row of a table.
#[derive(Clone, Debug)]
pub(in crate::import) struct Row {
    /// The first cell of the line: the area to which the row applies, or `*`.
    pub(in crate::import) area: String,
    /// The number of the line in the file, counted from 1.
    pub(in crate::import) line: usize,
    cells: Vec<String>,
    used: Cell<bool>,
}

impl Row {
    /// Returns a cell. Column 0 is the first column after the area. A cell with `-` is treated as empty.
    pub(in crate::import) fn cell(&self, column: usize) -> Option<&str> {
        let cell = self.cells.get(column).map(String::as_str);
        cell.filter(|cell| !cell.is_empty() && *cell != "-")
    }

    /// Returns the first cell after the area, by which rows are found.
    pub(in crate::import) fn key(&self) -> &str {
        self.cells.first().map_or("", String::as_str)
    }

    /// Returns whether any search has returned the row.
    pub(in crate::import) fn is_used(&self) -> bool {
        self.used.get()
    }

    fn take(&self) -> &Self {
        self.used.set(true);
        self
    }
}

/// A table of an import.
#[derive(Clone, Debug, Default)]
pub(in crate::import) struct Table {
    /// The name of the file, without `.tsv`.
    pub(in crate::import) name: &'static str,
    rows: Vec<Row>,
    index: BTreeMap<String, BTreeMap<String, Vec<usize>>>,
}

impl Table {
    /// Parses a table. The first line contains the names of the columns. Lines that start with `#` are comments.
    pub(super) fn parse(
        name: &'static str,
        columns: usize,
        text: &str,
        errors: &mut Vec<String>,
    ) -> Self {
        let mut table = Self {
            name,
            ..Self::default()
        };
        let lines = text.lines().enumerate();
        let mut lines = lines.filter(|(_, line)| !line.starts_with('#') && !line.trim().is_empty());
        if let Some((_, head)) = lines.next()
            && !head.starts_with("area\t")
            && !head.starts_with("file\t")
        {
            errors.push(format!("{name}.tsv:1: the first column is not `area`"));
        }
        for (index, line) in lines {
            let mut cells = line.split('\t').map(|cell| cell.trim().to_owned());
            let area = cells.next().unwrap_or_default();
            let cells: Vec<String> = cells.collect();
            if cells.len() != columns {
                let (line, wanted, found) = (index + 1, columns + 1, cells.len() + 1);
                errors.push(format!(
                    "{name}.tsv:{line}: {found} cells instead of {wanted}"
                ));
                continue;
            }
            let row = Row {
                area,
                line: index + 1,
                cells,
                used: Cell::new(false),
            };
            let keys = table.index.entry(row.area.clone()).or_default();
            let positions = keys.entry(row.key().to_owned()).or_default();
            positions.push(table.rows.len());
            table.rows.push(row);
        }
        table
    }

    /// Returns all rows.
    pub(in crate::import) fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// Returns the rows with this area and key. Without such rows, returns the rows with the area `*` and this key.
    pub(in crate::import) fn all(&self, area: &str, key: &str) -> Vec<&Row> {
        let own = self.find(area, key);
        if own.is_empty() {
            self.find(EVERYWHERE, key)
        } else {
            own
        }
    }

    /// Returns the first row that [`Table::all`] returns.
    pub(in crate::import) fn one(&self, area: &str, key: &str) -> Option<&Row> {
        self.all(area, key).into_iter().next()
    }

    /// Returns the rows for a place. The key of these rows is an end of the place, such as `list.email` or `email`. The
    /// longest end with a row is used. Rows of the area take precedence over rows with the area `*`.
    pub(in crate::import) fn at(&self, area: &str, place: &Place) -> Vec<&Row> {
        let found = [area, EVERYWHERE].into_iter().find_map(|area| {
            self.index.get(area)?;
            place
                .tails()
                .map(|tail| self.find(area, &tail))
                .find(|rows| !rows.is_empty())
        });
        found.unwrap_or_default()
    }

    /// Returns the first row with this area.
    pub(in crate::import) fn of_area(&self, area: &str) -> Option<&Row> {
        self.rows.iter().find(|row| row.area == area)
    }

    /// Returns the second cell of the first row that [`Table::at`] returns.
    pub(in crate::import) fn value(&self, area: &str, place: &Place) -> Option<&str> {
        self.at(area, place).into_iter().next()?.cell(1)
    }

    fn find(&self, area: &str, key: &str) -> Vec<&Row> {
        let keys = self.index.get(area).and_then(|keys| keys.get(key));
        let positions = keys.into_iter().flatten();
        positions
            .filter_map(|position| Some(self.rows.get(*position)?.take()))
            .collect()
    }
}
