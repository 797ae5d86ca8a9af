//! Builds the [`Node`] tree of a YAML text.
//!
//! In: the events of `granit-parser`, which accepts every text that libyaml accepts. Out: a [`Node`] whose spans are byte ranges,
//! with aliases and merge keys (`<<`) resolved. This file does not know OpenAPI. The builder keeps its own stack instead of using
//! recursion, so that no input overflows the call stack.

use std::collections::BTreeMap;

use granit_parser::{ErrorKind, Event, Parser, ScalarStyle, ScanError, StrInput, Tag};

use super::duplicate::duplicate_key;
use super::limits::{Budget, MAX_BYTES, MAX_DIAGNOSTICS, Size, check_depth, too_deep};
use super::merge::{measure, merge, merge_sources};
use super::scalar::plain;
use super::spans::Spans;
use super::tags;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::source::{Key, Map, Node, SourceId, Span, Value};

/// Parses one YAML document. If the text is not well-formed, reports the reason and returns `None`.
pub(super) fn parse(text: &str, source: SourceId, diagnostics: &mut Diagnostics) -> Option<Node> {
    let mut builder = Builder {
        spans: Spans::new(text, source),
        diagnostics,
        stack: Vec::new(),
        anchors: BTreeMap::new(),
        budget: Budget::new(),
        root: None,
        duplicates: 0,
        faults: 0,
    };
    let options = granit_parser::options! {
        emit_comments: false,
        block_scalar_eof_without_line_feed: true,
        simple_key_max_lookahead: MAX_BYTES,
    };
    match builder.run(Parser::new_from_str_with_options(text, options)) {
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
    /// How many tags were reported because they do not match their values.
    faults: usize,
}

/// A list or a map whose end is not read yet.
struct Frame {
    start: usize,
    /// The end of the last item or entry that was read.
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
    /// The merge key `<<`. The span is its location.
    Merge(Span),
}

impl MapKey {
    const fn span(&self) -> Span {
        match self {
            Self::Name(key) => key.span,
            Self::Merge(span) => *span,
        }
    }
}

struct Anchored {
    node: Node,
    size: Size,
}

impl<'a> Builder<'a> {
    fn run(&mut self, parser: Parser<'a, StrInput<'a>>) -> Result<(), Diagnostic> {
        for event in parser {
            let (event, marks) = event.map_err(|error| self.scan_error(&error))?;
            let span = self.spans.span(marks);
            match event {
                Event::DocumentStart(..) => self.document_start(span)?,
                Event::Alias(id) => self.alias(id, span)?,
                Event::Scalar(text, style, anchor, tag) => {
                    self.scalar(&text, style, anchor, tag.as_deref(), span)?;
                }
                Event::SequenceStart(_, anchor, tag) => {
                    let checked = tags::check_collection(tag.as_deref(), "seq", span);
                    self.without_tag(checked);
                    self.open(Content::List(Vec::new()), anchor, span)?;
                }
                Event::MappingStart(_, anchor, tag) => {
                    let checked = tags::check_collection(tag.as_deref(), "map", span);
                    self.without_tag(checked);
                    let content = Content::Map {
                        map: Map::new(),
                        key: None,
                        merge_key: None,
                        merged: Vec::new(),
                    };
                    self.open(content, anchor, span)?;
                }
                Event::SequenceEnd | Event::MappingEnd => self.close(span)?,
                // With the options of `parse`, the parser sends no other events for nodes.
                _ => {}
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
        let is_plain = style == ScalarStyle::Plain;
        let span = if is_plain && text.is_empty() {
            self.place_of_nothing(span)
        } else {
            span
        };
        if self.expects_key() {
            let is_merge = match tag {
                None => is_plain && text == "<<",
                Some(tag) => tags::is_merge(tag) && text == "<<",
            };
            // The tag `!!merge` only marks a merge key, so it is not compared with a value.
            let tag = tag.filter(|_| !is_merge);
            let node = Node::new(self.value(text, is_plain, tag, span), span);
            self.remember(anchor, &node)?;
            self.key(text.to_owned(), is_merge, span);
            return Ok(());
        }
        let node = Node::new(self.value(text, is_plain, tag, span), span);
        self.remember(anchor, &node)?;
        self.budget.take(span)?;
        self.put(node, span.end)
    }

    /// Returns the value of a scalar. A tag that does not match the scalar is reported and ignored.
    fn value(&mut self, text: &str, is_plain: bool, tag: Option<&Tag>, span: Span) -> Value {
        let tagged = tags::scalar(text, is_plain, tag, span);
        self.without_tag(tagged).unwrap_or_else(|| {
            if is_plain {
                plain(text)
            } else {
                Value::Str(text.to_owned())
            }
        })
    }

    /// Returns the checked value. If the tag does not match, reports the tag and returns `None`.
    fn without_tag<T>(&mut self, checked: Result<T, Diagnostic>) -> Option<T> {
        match checked {
            Ok(value) => Some(value),
            Err(warning) => {
                self.faults += 1;
                if self.faults <= MAX_DIAGNOSTICS {
                    self.diagnostics.push(warning);
                }
                None
            }
        }
    }

    /// Returns the location of an omitted value: right after its key.
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
        // The end event of a block collection has no length, and its position is the start of the next token.
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
        if let Some(first) = first {
            self.duplicates += 1;
            if self.duplicates <= MAX_DIAGNOSTICS {
                self.diagnostics.push(duplicate_key(&name, first, span));
            }
        }
        *key = Some(if is_merge {
            MapKey::Merge(span)
        } else {
            MapKey::Name(Key { name, span })
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
                // If a map has several merge keys, the last merge key takes precedence, as with duplicate keys.
                Some(MapKey::Merge(span)) => {
                    merged.splice(0..0, merge_sources(node, span)?);
                }
                None => {}
            },
        }
        Ok(())
    }

    fn remember(&mut self, anchor: usize, node: &Node) -> Result<(), Diagnostic> {
        if anchor == 0 {
            return Ok(());
        }
        let size = measure(node);
        // The copy of an anchored value needs memory too.
        self.budget.copy(size, node.span)?;
        let node = node.clone();
        self.anchors.insert(anchor, Anchored { node, size });
        Ok(())
    }

    fn scan_error(&self, error: &ScanError) -> Diagnostic {
        let place = self.spans.at(error.marker());
        if *error.kind() == ErrorKind::RecursionLimitExceeded {
            return too_deep(place);
        }
        let info = error.info();
        let mut diagnostic = Diagnostic::error(Code::SyntaxError, "not well-formed YAML")
            .label(place, info.trim_end_matches('.'));
        let line = self.spans.before(place).rsplit('\n').next().unwrap_or("");
        if line.contains('\t') && line.trim().is_empty() {
            diagnostic = diagnostic.help("indent with spaces: YAML does not allow tabs");
        } else if info.contains("mapping values are not allowed") {
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
