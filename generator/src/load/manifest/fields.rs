//! Reads maps with a fixed set of keys.
//!
//! In: a node and the keys that the node may have. Out: the values of the keys, and `E0104` for each problem. After a problem,
//! reading continues with a placeholder, so that all problems are reported at once. After a problem, the caller drops the result.

use crate::diag::{Code, Diagnostic, Diagnostics, nearest};
use crate::source::{Map, Node, Span};

/// A map of the manifest, and the name with which diagnostics mention the map.
pub(super) struct Fields<'n, 'd> {
    what: &'static str,
    place: Span,
    map: Option<&'n Map>,
    diagnostics: &'d mut Diagnostics,
}

impl<'n, 'd> Fields<'n, 'd> {
    /// Starts to read a node. Reports a node that is not a map, and each key that is not in `known`.
    pub(super) fn new(
        node: &'n Node,
        what: &'static str,
        known: &[&str],
        diagnostics: &'d mut Diagnostics,
    ) -> Self {
        let map = node.as_map();
        if let Some(map) = map {
            for (name, span, _) in map.iter() {
                if !known.contains(&name) {
                    diagnostics.push(unknown(name, span, what, known));
                }
            }
        } else {
            diagnostics.push(wrong_kind(what, "a map", node));
        }
        Self {
            what,
            place: node.span,
            map,
            diagnostics,
        }
    }

    /// Returns the value of a key. `None` if the key is absent or null.
    pub(super) fn node(&self, name: &str) -> Option<&'n Node> {
        self.map?.get(name).filter(|node| !node.is_null())
    }

    pub(super) fn diagnostics(&mut self) -> &mut Diagnostics {
        self.diagnostics
    }

    /// Reads the string of a required key.
    pub(super) fn text(&mut self, name: &str) -> String {
        if self.node(name).is_none() {
            self.missing(name);
        }
        self.optional_text(name).unwrap_or_default()
    }

    /// Reads the string of an optional key.
    pub(super) fn optional_text(&mut self, name: &str) -> Option<String> {
        let node = self.node(name)?;
        match text_of(node, name) {
            Ok(text) => Some(text),
            Err(diagnostic) => {
                self.diagnostics.push(diagnostic);
                None
            }
        }
    }

    /// Reads the boolean of an optional key, `false` by default.
    pub(super) fn flag(&mut self, name: &str) -> bool {
        let Some(node) = self.node(name) else {
            return false;
        };
        node.as_bool().unwrap_or_else(|| {
            self.diagnostics
                .push(wrong_kind(&format!("`{name}`"), "`true` or `false`", node));
            false
        })
    }

    /// Reads the items of an optional list.
    pub(super) fn list(&mut self, name: &str) -> &'n [Node] {
        match self.node(name) {
            None => &[],
            Some(node) => node.as_list().unwrap_or_else(|| {
                self.diagnostics
                    .push(wrong_kind(&format!("`{name}`"), "a list", node));
                &[]
            }),
        }
    }

    /// Reads the items of a required list, which must not be empty.
    pub(super) fn some_list(&mut self, name: &'static str) -> &'n [Node] {
        match self.node(name) {
            None => self.missing(name),
            Some(node) if node.as_list().is_some_and(<[Node]>::is_empty) => {
                self.diagnostics.push(invalid(
                    format!("`{name}` is empty"),
                    node.span,
                    "at least one entry is required",
                ));
            }
            Some(_) => {}
        }
        self.list(name)
    }

    /// Reads the strings of an optional list.
    pub(super) fn texts(&mut self, name: &str) -> Vec<String> {
        let mut texts = Vec::new();
        for node in self.list(name) {
            match text_of(node, name) {
                Ok(text) => texts.push(text),
                Err(diagnostic) => self.diagnostics.push(diagnostic),
            }
        }
        texts
    }

    /// Reports a problem with the value of a key. Does nothing if the key is absent.
    pub(super) fn reject(
        &mut self,
        name: &str,
        message: impl Into<String>,
        label: &str,
        help: Option<String>,
    ) {
        let Some(node) = self.node(name) else { return };
        let diagnostic = invalid(message, node.span, label);
        self.diagnostics.push(match help {
            Some(help) => diagnostic.help(help),
            None => diagnostic,
        });
    }

    /// Reports that a required key is absent or null.
    pub(super) fn missing(&mut self, name: &str) {
        // `new` has already reported a node that is not a map.
        let Some(map) = self.map else { return };
        if let Some(node) = map.get(name) {
            self.diagnostics.push(invalid(
                format!("`{name}` is empty"),
                node.span,
                "a value is required",
            ));
            return;
        }
        let what = self.what;
        self.diagnostics.push(invalid(
            format!("{what} has no `{name}`"),
            self.place,
            format!("`{name}` is missing here"),
        ));
    }
}

pub(super) fn invalid(
    message: impl Into<String>,
    span: Span,
    label: impl Into<String>,
) -> Diagnostic {
    Diagnostic::error(Code::ManifestInvalid, message).label(span, label)
}

fn unknown(name: &str, span: Span, what: &str, known: &[&str]) -> Diagnostic {
    let diagnostic = invalid(format!("{what} has no key `{name}`"), span, "unknown key");
    if let Some(near) = nearest(name, known.iter().copied()) {
        return diagnostic.help(format!("did you mean `{near}`?"));
    }
    let known: Vec<String> = known.iter().map(|name| format!("`{name}`")).collect();
    diagnostic.help(format!("known keys: {}", known.join(", ")))
}

fn wrong_kind(what: &str, must: &str, node: &Node) -> Diagnostic {
    invalid(
        format!("{what} must be {must}"),
        node.span,
        format!("this is {}", node.kind()),
    )
}

fn text_of(node: &Node, name: &str) -> Result<String, Diagnostic> {
    match node.as_str() {
        Some(text) if text.trim().is_empty() => Err(invalid(
            format!("`{name}` is empty"),
            node.span,
            "text is required",
        )),
        Some(text) => Ok(text.to_owned()),
        None => {
            let diagnostic = wrong_kind(&format!("`{name}`"), "text", node);
            let scalar = node.as_number().is_some() || node.as_bool().is_some();
            Err(if scalar {
                diagnostic.help("put it in quotes")
            } else {
                diagnostic
            })
        }
    }
}

/// Whether a path is relative and does not leave its folder.
pub(super) fn is_below_root(path: &str) -> bool {
    let is_step = |step: &str| !matches!(step, "" | "." | "..") && !step.contains(['\\', ':']);
    path.split('/').all(is_step)
}
