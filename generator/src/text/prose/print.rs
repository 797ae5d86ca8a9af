//! Prints blocks as normalized Markdown.

use super::tree::{Block, Inline, List};
use super::{escape, inline};

/// A line always has space for this number of columns, even in a deeply nested list.
const FEWEST_COLUMNS: usize = 40;

/// Prints the blocks as lines. Empty lines separate the blocks.
pub(super) fn blocks(blocks: &[Block], width: usize) -> Vec<String> {
    joined(blocks, width, Spacing::Apart)
}

/// Whether the items of a list are separated by empty lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Spacing {
    Close,
    Apart,
}

fn joined(blocks: &[Block], width: usize, spacing: Spacing) -> Vec<String> {
    let mut lines = Vec::new();
    let mut before = None;
    for block in blocks {
        // Without different marks, Markdown would read two lists in a row as one list.
        let mark = Mark::of(block).map(|mark| {
            if before == Some(mark) {
                mark.other()
            } else {
                mark
            }
        });
        let printed = match block {
            Block::Paragraph(inlines) => inline::lines(inlines, width),
            Block::Code { json, text } => code(*json, text),
            Block::Quote(blocks) => quote(blocks, width),
            Block::List(list) => items(list, mark.unwrap_or(Mark::Hyphen), width),
            Block::Table(rows) => table(rows),
            // Other rules could be read as a bullet or as the underline of a heading.
            Block::Rule => vec!["___".to_owned()],
        };
        if printed.is_empty() {
            continue;
        }
        if !lines.is_empty() && spacing == Spacing::Apart {
            lines.push(String::new());
        }
        lines.extend(printed);
        before = mark;
    }
    lines
}

fn code(json: bool, text: &str) -> Vec<String> {
    let text = text.trim_end();
    if text.is_empty() {
        return Vec::new();
    }
    let fence = "`".repeat(escape::longest_run(text).max(2) + 1);
    let mut lines = vec![format!("{fence}{}", if json { "json" } else { "text" })];
    let written = text.lines().skip_while(|line| line.trim().is_empty());
    lines.extend(written.map(|line| line.replace('\t', "    ").trim_end().to_owned()));
    lines.push(fence);
    lines
}

fn quote(blocks: &[Block], width: usize) -> Vec<String> {
    let lines = joined(blocks, narrower(width, 2), Spacing::Apart);
    lines
        .into_iter()
        .map(|line| {
            if line.is_empty() {
                ">".to_owned()
            } else {
                format!("> {line}")
            }
        })
        .collect()
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    Hyphen,
    Star,
    Dot,
    Bracket,
}

impl Mark {
    fn of(block: &Block) -> Option<Self> {
        match block {
            Block::List(list) if list.start.is_some() => Some(Self::Dot),
            Block::List(_) => Some(Self::Hyphen),
            Block::Paragraph(_)
            | Block::Code { .. }
            | Block::Quote(_)
            | Block::Table(_)
            | Block::Rule => None,
        }
    }

    fn other(self) -> Self {
        match self {
            Self::Hyphen => Self::Star,
            Self::Star => Self::Hyphen,
            Self::Dot => Self::Bracket,
            Self::Bracket => Self::Dot,
        }
    }

    fn print(self, number: u64) -> String {
        match self {
            Self::Hyphen => "- ".to_owned(),
            Self::Star => "* ".to_owned(),
            Self::Dot => format!("{number}. "),
            Self::Bracket => format!("{number}) "),
        }
    }
}

fn items(list: &List, mark: Mark, width: usize) -> Vec<String> {
    let spacing = if is_close(list) {
        Spacing::Close
    } else {
        Spacing::Apart
    };
    // Markdown allows at most nine digits in list numbers.
    let mut number = list.start.unwrap_or(1).min(999_000_000);
    let mut lines = Vec::new();
    for item in &list.items {
        let mark = mark.print(number);
        let printed = joined(item, narrower(width, mark.len()), spacing);
        if printed.is_empty() {
            continue;
        }
        if !lines.is_empty() && spacing == Spacing::Apart {
            lines.push(String::new());
        }
        let indent = " ".repeat(mark.len());
        for (at, line) in printed.into_iter().enumerate() {
            lines.push(match at {
                0 => format!("{mark}{line}"),
                _ if line.is_empty() => line,
                _ => format!("{indent}{line}"),
            });
        }
        number += 1;
    }
    lines
}

/// Returns whether the items of a list can be printed without empty lines. An empty line in a nested list would also
/// separate the items of the outer list.
fn is_close(list: &List) -> bool {
    let is_short = |item: &Vec<Block>| match item.as_slice() {
        [] | [Block::Paragraph(_)] => true,
        [Block::List(inner)] => is_close(inner),
        // A list can follow a paragraph directly only if it has bullets or starts with 1.
        [Block::Paragraph(_), Block::List(inner)] => {
            inner.start.is_none_or(|start| start == 1) && is_close(inner)
        }
        _ => false,
    };
    !list.loose && list.items.iter().all(is_short)
}

fn table(rows: &[Vec<Vec<Inline>>]) -> Vec<String> {
    let mut rows: Vec<Vec<String>> = rows
        .iter()
        .map(|cells| cells.iter().map(|cell| inline::cell(cell)).collect())
        .collect();
    for cells in &mut rows {
        while cells.last().is_some_and(String::is_empty) {
            cells.pop();
        }
    }
    rows.retain(|cells| !cells.is_empty());
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let mut lines = Vec::new();
    for mut cells in rows {
        if lines.is_empty() {
            cells.resize(columns, String::new());
            lines.push(row(&cells));
            lines.push(row(&vec!["---".to_owned(); columns]));
        } else {
            lines.push(row(&cells));
        }
    }
    lines
}

fn row(cells: &[String]) -> String {
    format!("| {} |", cells.join(" | "))
}

fn narrower(width: usize, by: usize) -> usize {
    width.saturating_sub(by).max(FEWEST_COLUMNS)
}
