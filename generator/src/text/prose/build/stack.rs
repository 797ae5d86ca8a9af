//! The containers that are open, from the outermost to the innermost. A container is a block that contains other
//! blocks, such as a list.

use crate::text::prose::tree::{Block, Inline, List};

/// The maximum number of open containers. The text of a deeper container becomes a part of the innermost open
/// container.
const DEPTH: usize = 16;

/// An open container, with the content that was read so far.
#[derive(Debug)]
pub(super) enum Open {
    Quote(Vec<Block>),
    List(List),
    Item(Vec<Block>),
    Table(Vec<Vec<Vec<Inline>>>),
    Row(Vec<Vec<Inline>>),
    Cell(Vec<Inline>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Quote,
    List,
    Item,
    Table,
    Row,
    Cell,
}

impl Open {
    pub(super) fn list(start: Option<u64>) -> Self {
        Self::List(List {
            start,
            loose: false,
            items: Vec::new(),
        })
    }

    fn kind(&self) -> Kind {
        match self {
            Self::Quote(_) => Kind::Quote,
            Self::List(_) => Kind::List,
            Self::Item(_) => Kind::Item,
            Self::Table(_) => Kind::Table,
            Self::Row(_) => Kind::Row,
            Self::Cell(_) => Kind::Cell,
        }
    }
}

#[derive(Debug, Default)]
pub(super) struct Stack {
    blocks: Vec<Block>,
    open: Vec<Open>,
    /// The position of each open Markdown container in the stack.
    marks: Vec<usize>,
}

impl Stack {
    pub(super) fn open_markdown(&mut self, container: Open) {
        self.marks.push(self.open.len());
        self.open_html(container);
    }

    /// Closes the innermost Markdown container and all containers inside of it.
    pub(super) fn close_markdown(&mut self) {
        let around = self.marks.pop().unwrap_or(0);
        self.close_to(around);
    }

    pub(super) fn open_html(&mut self, container: Open) {
        if self.open.len() < DEPTH {
            self.open.push(container);
        }
    }

    /// Closes the innermost HTML container of this kind, and the containers inside of it. Nothing is closed if a
    /// Markdown container or a container in `barriers` is inside of it.
    pub(super) fn close_html(&mut self, kind: Kind, barriers: &[Kind]) {
        let floor = self.marks.last().map_or(0, |mark| mark + 1);
        for (at, container) in self.open.iter().enumerate().skip(floor).rev() {
            if container.kind() == kind {
                return self.close_to(at);
            }
            if barriers.contains(&container.kind()) {
                return;
            }
        }
    }

    pub(super) fn top_is(&self, kind: Kind) -> bool {
        self.open.last().is_some_and(|top| top.kind() == kind)
    }

    /// Marks the innermost list as a list whose items are separated by empty lines.
    pub(super) fn loosen(&mut self) {
        if let [.., Open::List(list), Open::Item(_)] = self.open.as_mut_slice() {
            list.loose = true;
        }
    }

    /// Adds a block to the innermost container. If the container cannot contain such a block, the block is converted.
    pub(super) fn add(&mut self, block: Block) {
        match self.open.last_mut() {
            None => self.blocks.push(block),
            Some(Open::Quote(blocks) | Open::Item(blocks)) => blocks.push(block),
            Some(Open::List(list)) => list.items.push(vec![block]),
            Some(Open::Table(rows)) => rows.push(vec![block.into_inlines()]),
            Some(Open::Row(cells)) => cells.push(block.into_inlines()),
            Some(Open::Cell(inlines)) => {
                if !inlines.is_empty() {
                    inlines.push(Inline::Break);
                }
                inlines.extend(block.into_inlines());
            }
        }
    }

    pub(super) fn finish(mut self) -> Vec<Block> {
        self.close_to(0);
        self.blocks
    }

    fn close_to(&mut self, around: usize) {
        while self.open.len() > around {
            self.close_top();
        }
    }

    fn close_top(&mut self) {
        match self.open.pop() {
            None => {}
            Some(Open::Quote(blocks)) if blocks.is_empty() => {}
            Some(Open::Quote(blocks)) => self.add(Block::Quote(blocks)),
            Some(Open::List(list)) if list.items.is_empty() => {}
            Some(Open::List(list)) => self.add(Block::List(list)),
            Some(Open::Item(blocks)) => match self.open.last_mut() {
                Some(Open::List(_)) if blocks.is_empty() => {}
                Some(Open::List(list)) => list.items.push(blocks),
                _ => blocks.into_iter().for_each(|block| self.add(block)),
            },
            Some(Open::Table(rows)) if rows.is_empty() => {}
            Some(Open::Table(rows)) => self.add(Block::Table(rows)),
            Some(Open::Row(cells)) => match self.open.last_mut() {
                Some(Open::Table(rows)) => rows.push(cells),
                _ => cells
                    .into_iter()
                    .for_each(|cell| self.add(Block::Paragraph(cell))),
            },
            Some(Open::Cell(inlines)) => match self.open.last_mut() {
                Some(Open::Row(cells)) => cells.push(inlines),
                _ => self.add(Block::Paragraph(inlines)),
            },
        }
    }
}
