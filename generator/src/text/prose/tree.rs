//! A parsed description: blocks such as lists, and the text inside of them.
//!
//! Markdown and HTML become the same tree.

/// The style of a text. A text has only one style, because several styles at the same place could be read incorrectly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    Plain,
    Emphasis,
    Strong,
    Struck,
}

#[derive(Clone, Debug)]
pub(super) enum Inline {
    Text(String, Style),
    Code(String, Style),
    /// A link to a web or email address. `address::checked` has accepted the address.
    Link {
        label: Vec<Inline>,
        url: String,
        style: Style,
    },
    /// A line break.
    Break,
}

impl Inline {
    pub(super) fn style(&self) -> Style {
        match self {
            Self::Text(_, style) | Self::Code(_, style) | Self::Link { style, .. } => *style,
            Self::Break => Style::Plain,
        }
    }

    fn set_style(&mut self, to: Style) {
        match self {
            Self::Text(_, style) | Self::Code(_, style) | Self::Link { style, .. } => *style = to,
            Self::Break => {}
        }
    }
}

#[derive(Clone, Debug)]
pub(super) enum Block {
    Paragraph(Vec<Inline>),
    Code {
        json: bool,
        text: String,
    },
    Quote(Vec<Block>),
    List(List),
    /// Rows of cells. The first row is the header.
    Table(Vec<Vec<Vec<Inline>>>),
    Rule,
}

#[derive(Clone, Debug)]
pub(super) struct List {
    /// The number of the first item. `None` for bullets.
    pub(super) start: Option<u64>,
    /// Whether the author wrote blank lines between the items.
    pub(super) loose: bool,
    pub(super) items: Vec<Vec<Block>>,
}

impl Block {
    /// Converts a block to text on one line, for places where Markdown allows no blocks.
    pub(super) fn into_inlines(self) -> Vec<Inline> {
        match self {
            Self::Paragraph(inlines) => inlines,
            Self::Code { text, .. } if text.trim().is_empty() => Vec::new(),
            Self::Code { text, .. } => vec![Inline::Code(text, Style::Plain)],
            Self::Quote(blocks) => joined(blocks.into_iter().map(Self::into_inlines)),
            Self::List(list) => joined(list.items.into_iter().flatten().map(Self::into_inlines)),
            Self::Table(rows) => joined(rows.into_iter().flatten()),
            Self::Rule => Vec::new(),
        }
    }
}

fn joined(parts: impl Iterator<Item = Vec<Inline>>) -> Vec<Inline> {
    let mut all = Vec::new();
    for part in parts.filter(|part| !is_blank(part)) {
        if !all.is_empty() {
            all.push(Inline::Break);
        }
        all.extend(part);
    }
    all
}

/// Merges neighboring texts of the same style, because an address can be split into several texts.
pub(super) fn coalesced(inlines: Vec<Inline>) -> Vec<Inline> {
    let mut all: Vec<Inline> = Vec::with_capacity(inlines.len());
    for inline in inlines {
        match (all.last_mut(), inline) {
            (Some(Inline::Text(before, same)), Inline::Text(text, style)) if *same == style => {
                before.push_str(&text);
            }
            (_, inline) => all.push(inline),
        }
    }
    all
}

/// Removes trailing white space and line breaks.
pub(super) fn trim_end(inlines: &mut Vec<Inline>) {
    while inlines
        .last()
        .is_some_and(|last| is_blank(std::slice::from_ref(last)))
    {
        inlines.pop();
    }
    if let Some(Inline::Text(text, _)) = inlines.last_mut() {
        text.truncate(text.trim_end().len());
    }
}

pub(super) fn is_blank(inlines: &[Inline]) -> bool {
    inlines.iter().all(|inline| match inline {
        Inline::Text(text, _) => text.trim().is_empty(),
        Inline::Code(..) | Inline::Link { .. } => false,
        Inline::Break => true,
    })
}

/// Returns the text without markup, as readers see it.
pub(super) fn plain_text(inlines: &[Inline]) -> String {
    let mut all = String::new();
    for inline in inlines {
        match inline {
            Inline::Text(text, _) | Inline::Code(text, _) => all.push_str(text),
            Inline::Link { label, .. } => all.push_str(&plain_text(label)),
            Inline::Break => all.push(' '),
        }
    }
    all
}

/// Removes a style that applies to the whole text, because it emphasizes nothing. Only strikethrough is kept.
pub(super) fn drop_common_style(inlines: &mut [Inline]) {
    let mut styles = inlines
        .iter()
        .filter(|inline| !is_blank(std::slice::from_ref(inline)))
        .map(Inline::style);
    let Some(first) = styles.next() else { return };
    if first != Style::Struck && styles.all(|style| style == first) {
        for inline in inlines {
            inline.set_style(Style::Plain);
        }
    }
}
