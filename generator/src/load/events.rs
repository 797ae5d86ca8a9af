//! Builds the tree of a YAML text.
//!
//! In: the events of `saphyr-parser`. Out: a [`Node`] whose spans are byte ranges, with aliases and merge keys (`<<`) resolved.
//! This file does not know what the document is about. It uses a stack of its own instead of recursion, so that no input
//! overflows the stack.

use std::collections::BTreeMap;

use saphyr_parser::{Event, Parser, ScalarStyle, ScanError, Tag};

use super::duplicate::duplicate_key;
use super::limits::{Budget, MAX_DIAGNOSTICS, Size, check_depth, too_deep};
use super::merge::{measure, merge, merge_sources};
use super::spans::Spans;
use super::tags;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::source::{Key, Map, Node, SourceId, Span, Value};

/// Parses one YAML document. `None` when it is not well-formed; the diagnostics then say why.
pub(super) fn parse(text: &str, source: SourceId, diagnostics: &mut Diagnostics) -> Option<Node> {
    let mut builder = Builder {
        spans: Spans::new(text, source),
        diagnostics,
        stack: Vec::new(),
        anchors: BTreeMap::new(),
        budget: Budget::new(),
        root: None,
        duplicates: 0,
    };
    match builder.run(Parser::new_from_str(text)) {
        Ok(()) if builder.root.is_none() => {
            diagnostics.push(
                Diagnostic::error(
                    Code::SyntaxError,
                    "the document is empty except for comments",
                )
                .label(Span::at(source, 0), ""),
            );
            None
        }
        Ok(()) => builder.root,
        Err(diagnostic) => {
            diagnostics.push(diagnostic);
            None
        }
    }
}

struct Builder<'a> {
    spans: Spans<'a>,
    diagnostics: &'a mut Diagnostics,
    stack: Vec<Frame>,
    anchors: BTreeMap<usize, Anchored>,
    budget: Budget,
    root: Option<Node>,
    duplicates: usize,
}

/// A collection that is still open.
struct Frame {
    start: usize,
    /// The end of the last entry.
    end: usize,
    anchor: usize,
    content: Content,
}

enum Content {
    List(Vec<Node>),
    Map {
        map: Map,
        key: Option<MapKey>,
        merge_key: Option<Span>,
        merged: Vec<Node>,
    },
}

enum MapKey {
    Name(Key),
    /// `<<` and its location.
    Merge(Span),
    /// A duplicate key of this map. Its value is parsed and dropped.
    Repeated(Span),
}

impl MapKey {
    const fn span(&self) -> Span {
        match self {
            Self::Name(key) => key.span,
            Self::Merge(span) | Self::Repeated(span) => *span,
        }
    }
}

struct Anchored {
    node: Node,
    size: Size,
}

impl<'a> Builder<'a> {
    fn run(&mut self, parser: Parser<'a, saphyr_parser::StrInput<'a>>) -> Result<(), Diagnostic> {
        for event in parser {
            let (event, marks) = event.map_err(|error| self.scan_error(&error))?;
            let span = self.spans.span(marks);
            match event {
                Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => {}
                Event::DocumentStart(_) => self.document_start(span)?,
                Event::Alias(id) => self.alias(id, span)?,
                Event::Scalar(text, style, anchor, tag) => {
                    self.scalar(&text, style, anchor, tag.as_deref(), span)?;
                }
                Event::SequenceStart(anchor, tag) => {
                    tags::check_collection(tag.as_deref(), "seq", span)?;
                    self.open(Content::List(Vec::new()), anchor, span)?;
                }
                Event::MappingStart(anchor, tag) => {
                    tags::check_collection(tag.as_deref(), "map", span)?;
                    let content = Content::Map {
                        map: Map::new(),
                        key: None,
                        merge_key: None,
                        merged: Vec::new(),
                    };
                    self.open(content, anchor, span)?;
                }
                Event::SequenceEnd | Event::MappingEnd => self.close(span)?,
            }
        }
        Ok(())
    }

    fn document_start(&self, span: Span) -> Result<(), Diagnostic> {
        match &self.root {
            None => Ok(()),
            Some(root) => Err(Diagnostic::error(
                Code::SyntaxError,
                "the file has more than one YAML document",
            )
            .label(span, "the second document starts here")
            .secondary(root.span, "the first document")
            .help("put each document into its own file")),
        }
    }

    fn scalar(
        &mut self,
        text: &str,
        style: ScalarStyle,
        anchor: usize,
        tag: Option<&Tag>,
        span: Span,
    ) -> Result<(), Diagnostic> {
        let plain = style == ScalarStyle::Plain;
        let span = if plain && text.is_empty() {
            self.place_of_nothing(span)
        } else {
            span
        };
        let node = Node::new(tags::scalar(text, plain, tag, span)?, span);
        self.remember(anchor, &node)?;
        if self.expects_key() {
            self.key(
                text.to_owned(),
                plain && tag.is_none() && text == "<<",
                span,
            );
            return Ok(());
        }
        self.budget.take(span)?;
        self.put(node, span.end)
    }

    /// An omitted value is located right after its key.
    fn place_of_nothing(&self, span: Span) -> Span {
        match self.stack.last().map(|frame| (&frame.content, frame.end)) {
            Some((Content::Map { key: Some(key), .. }, end)) => Span::at(key.span().source, end),
            _ => Span::at(span.source, span.start),
        }
    }

    fn alias(&mut self, id: usize, span: Span) -> Result<(), Diagnostic> {
        let Some(anchored) = self.anchors.get(&id) else {
            return Err(Diagnostic::error(
                Code::SyntaxError,
                "an alias is inside of the value that it refers to",
            )
            .label(span, "this value would be infinite")
            .help("refer to the schema with `$ref` instead"));
        };
        check_depth(self.stack.len() + anchored.size.depth, span)?;
        self.budget.copy(anchored.size, span)?;
        let node = anchored.node.clone();
        if self.expects_key() {
            let name = match node.value {
                Value::Str(text) => text,
                Value::Number(number) => number.text,
                Value::Bool(value) => value.to_string(),
                Value::Null => "null".to_owned(),
                Value::List(_) | Value::Map(_) => return Err(not_a_name(span)),
            };
            self.key(name, false, span);
            return Ok(());
        }
        self.put(node, span.end)
    }

    fn open(&mut self, content: Content, anchor: usize, span: Span) -> Result<(), Diagnostic> {
        if self.expects_key() {
            return Err(not_a_name(span));
        }
        check_depth(self.stack.len() + 1, span)?;
        self.budget.take(span)?;
        self.stack.push(Frame {
            start: span.start,
            end: span.start,
            anchor,
            content,
        });
        Ok(())
    }

    fn close(&mut self, span: Span) -> Result<(), Diagnostic> {
        let Some(frame) = self.stack.pop() else {
            return Ok(());
        };
        // The end event of a block collection has no length: it is where the next token starts.
        let end = if span.end > span.start {
            span.end
        } else {
            frame.end
        };
        let span = Span {
            source: span.source,
            start: frame.start,
            end: end.max(frame.start),
        };
        let value = match frame.content {
            Content::List(items) => Value::List(items),
            Content::Map { map, merged, .. } => Value::Map(merge(map, merged)),
        };
        let node = Node::new(value, span);
        self.remember(frame.anchor, &node)?;
        self.put(node, span.end)
    }

    fn expects_key(&self) -> bool {
        matches!(
            self.stack.last(),
            Some(Frame {
                content: Content::Map { key: None, .. },
                ..
            })
        )
    }

    fn key(&mut self, name: String, is_merge: bool, span: Span) {
        let Some(Frame {
            end,
            content:
                Content::Map {
                    map,
                    key,
                    merge_key,
                    ..
                },
            ..
        }) = self.stack.last_mut()
        else {
            return;
        };
        *end = span.end;
        let first = if is_merge {
            merge_key.replace(span)
        } else {
            map.key_span(&name)
        };
        *key = Some(match first {
            Some(first) => {
                self.duplicates += 1;
                if self.duplicates <= MAX_DIAGNOSTICS {
                    self.diagnostics.push(duplicate_key(&name, first, span));
                }
                MapKey::Repeated(span)
            }
            None if is_merge => MapKey::Merge(span),
            None => MapKey::Name(Key { name, span }),
        });
    }

    fn put(&mut self, node: Node, end: usize) -> Result<(), Diagnostic> {
        let Some(frame) = self.stack.last_mut() else {
            self.root = Some(node);
            return Ok(());
        };
        frame.end = frame.end.max(end);
        match &mut frame.content {
            Content::List(items) => items.push(node),
            Content::Map {
                map, key, merged, ..
            } => match key.take() {
                Some(MapKey::Name(key)) => drop(map.insert(key, node)),
                Some(MapKey::Merge(span)) => *merged = merge_sources(node, span)?,
                Some(MapKey::Repeated(_)) | None => {}
            },
        }
        Ok(())
    }

    fn remember(&mut self, anchor: usize, node: &Node) -> Result<(), Diagnostic> {
        if anchor == 0 {
            return Ok(());
        }
        let size = measure(node);
        // A copy needs memory too.
        self.budget.copy(size, node.span)?;
        let node = node.clone();
        self.anchors.insert(anchor, Anchored { node, size });
        Ok(())
    }

    fn scan_error(&self, error: &ScanError) -> Diagnostic {
        let place = self.spans.at(error.marker().index());
        if error.info().contains("recursion limit") {
            return too_deep(place);
        }
        let mut diagnostic = Diagnostic::error(Code::SyntaxError, "not well-formed YAML")
            .label(place, error.info().trim_end_matches('.'));
        let line = self.spans.before(place).rsplit('\n').next().unwrap_or("");
        if line.contains('\t') && line.trim().is_empty() {
            diagnostic = diagnostic.help("indent with spaces: YAML does not allow tabs");
        } else if error.info().contains("mapping values are not allowed") {
            diagnostic = diagnostic.help("put text that contains `: ` in quotes");
        }
        diagnostic
    }
}

fn not_a_name(span: Span) -> Diagnostic {
    Diagnostic::error(Code::SyntaxError, "a map or a list cannot be a key")
        .label(span, "the key must be a string")
        .help("put text that starts with `{` or `[` in quotes")
}
