//! Writes HTML in which text from outside is always escaped.

/// An HTML document that is being written.
#[derive(Debug, Default)]
pub(super) struct Html {
    text: String,
}

impl Html {
    /// Adds markup. Only literals of the program are markup.
    pub(super) fn markup(&mut self, markup: &'static str) -> &mut Self {
        self.text.push_str(markup);
        self
    }

    /// Adds text. Characters that have a meaning in HTML are escaped, so the text is safe in an element and in a quoted
    /// attribute.
    pub(super) fn text(&mut self, text: &str) -> &mut Self {
        for character in text.chars() {
            match character {
                '&' => self.text.push_str("&amp;"),
                '<' => self.text.push_str("&lt;"),
                '>' => self.text.push_str("&gt;"),
                '"' => self.text.push_str("&quot;"),
                '\'' => self.text.push_str("&#39;"),
                // HTML has no form for control characters. Marks of the writing direction reorder the text around them.
                '\u{0}'..='\u{8}'
                | '\u{b}'
                | '\u{c}'
                | '\u{e}'..='\u{1f}'
                | '\u{7f}'..='\u{9f}'
                | '\u{61c}'
                | '\u{200e}'
                | '\u{200f}'
                | '\u{202a}'..='\u{202e}'
                | '\u{2066}'..='\u{2069}' => {
                    self.text.push('\u{fffd}');
                }
                other => self.text.push(other),
            }
        }
        self
    }

    /// Adds an element without attributes that contains text.
    pub(super) fn element(&mut self, name: &'static str, text: &str) -> &mut Self {
        self.markup("<").markup(name).markup(">");
        self.text(text);
        self.markup("</").markup(name).markup(">")
    }

    /// Adds a row of a table.
    pub(super) fn row<'a>(&mut self, cells: impl IntoIterator<Item = &'a str>) -> &mut Self {
        self.markup("<tr>");
        for cell in cells {
            self.element("td", cell);
        }
        self.markup("</tr>\n")
    }

    /// Adds the start of a table with these headings.
    pub(super) fn table(&mut self, headings: &[&'static str]) -> &mut Self {
        self.markup("<table><thead><tr>");
        for heading in headings {
            self.element("th", heading);
        }
        self.markup("</tr></thead><tbody>\n")
    }

    /// Returns the document.
    pub(super) fn finish(self) -> String {
        self.text
    }
}
