//! Splits HTML into a list of texts and tags. Invalid HTML is not corrected.

/// The maximum length of a tag in bytes. Without this limit, a text full of `<` would take quadratic time.
const LONGEST_TAG: usize = 4096;

#[derive(Debug)]
pub(super) enum Token<'a> {
    /// A text as it is written. Entities such as `&amp;` are not decoded.
    Text(&'a str),
    Tag(Tag<'a>),
}

#[derive(Debug)]
pub(super) struct Tag<'a> {
    /// The tag as it is written.
    pub(super) raw: &'a str,
    /// The name of the tag in lower case.
    pub(super) name: String,
    pub(super) closing: bool,
    attributes: &'a str,
}

impl<'a> Tag<'a> {
    /// Parses the tag at the start of the text.
    pub(super) fn parse(text: &'a str) -> Option<Self> {
        let inner = text.strip_prefix('<')?;
        let (closing, inner) = inner
            .strip_prefix('/')
            .map_or((false, inner), |rest| (true, rest));
        if !inner.starts_with(|char: char| char.is_ascii_alphabetic()) {
            return None;
        }
        let is_of_name = |char: char| char.is_ascii_alphanumeric() || char == '-';
        let mut length = inner.find(|char| !is_of_name(char))?;
        // Word processors write tags with a prefix, such as `<o:p>`. In `<https://…>`, `https:` is not such a prefix.
        if let Some(local) = inner.get(length..)?.strip_prefix(':') {
            length +=
                1 + Some(local.find(|char| !is_of_name(char))?).filter(|length| *length > 0)?;
        }
        let (name, rest) = inner.split_at_checked(length)?;
        if !rest.starts_with(|char: char| char.is_ascii_whitespace() || char == '/' || char == '>')
        {
            return None;
        }
        let end = end_of_tag(rest)?;
        let attributes = rest.get(..end)?;
        let raw = text.get(..text.len() - rest.len() + end + 1)?;
        Some(Self {
            raw,
            name: name.to_ascii_lowercase(),
            closing,
            attributes,
        })
    }

    /// Returns whether the tag consists only of a name, as `<accountId>` does.
    pub(super) fn is_bare(&self) -> bool {
        self.attributes.is_empty()
    }

    /// Returns the value of an attribute. Entities in the value are decoded.
    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        let mut rest = self.attributes;
        while let Some((head, tail)) = rest.split_once('=') {
            let tail = tail.trim_start();
            let (value, next) = match tail.chars().next() {
                Some(quote @ ('"' | '\'')) => tail.get(1..)?.split_once(quote)?,
                _ => tail
                    .split_once(|char: char| char.is_ascii_whitespace())
                    .unwrap_or((tail, "")),
            };
            if head
                .split_ascii_whitespace()
                .next_back()
                .is_some_and(|key| key.eq_ignore_ascii_case(name))
            {
                return Some(decode(value));
            }
            rest = next;
        }
        None
    }
}

/// Returns the position of the `>` at which the tag ends. A `>` in a quoted value does not end the tag.
fn end_of_tag(rest: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in rest.bytes().enumerate().take(LONGEST_TAG) {
        match (quote, byte) {
            (None, b'>') => return Some(at),
            (None, b'<') => return None,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    None
}

/// Splits the text into text and tags. Comments, declarations and processing instructions are dropped.
pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = text;
    // The text before this offset of `rest` contains no tag, but is not added to the tokens yet.
    let mut from = 0;
    while let Some(at) = rest
        .get(from..)
        .and_then(|tail| tail.find('<'))
        .map(|at| at + from)
    {
        let (head, tail) = rest.split_at_checked(at).unwrap_or((rest, ""));
        let (tag, length) = match Tag::parse(tail) {
            Some(tag) => {
                let length = tag.raw.len();
                (Some(tag), length)
            }
            None => (None, length_of_aside(tail)),
        };
        if length == 0 {
            from = at + 1;
            continue;
        }
        if !head.is_empty() {
            tokens.push(Token::Text(head));
        }
        tokens.extend(tag.map(Token::Tag));
        rest = tail.get(length..).unwrap_or("");
        from = 0;
    }
    if !rest.is_empty() {
        tokens.push(Token::Text(rest));
    }
    tokens
}

/// Returns the length of a comment, declaration or processing instruction at the start of the text. Returns 0 for any other
/// text.
fn length_of_aside(text: &str) -> usize {
    if text.starts_with("<!--") {
        // An unclosed comment extends to the end of the text, as in browsers.
        text.find("-->").map_or(text.len(), |at| at + 3)
    } else if text.starts_with("<?") || text.starts_with("<!") {
        text.find('>').map_or(0, |at| at + 1)
    } else {
        0
    }
}

/// Decodes HTML entities in places where the Markdown parser does not decode them. Only entities that occur in real
/// documents are decoded.
pub(super) fn decode(text: &str) -> String {
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((head, tail)) = rest.split_once('&') {
        decoded.push_str(head);
        let end = tail.bytes().take(12).position(|byte| byte == b';');
        let entity = end.and_then(|end| Some((entity(tail.get(..end)?)?, tail.get(end + 1..)?)));
        if let Some((char, after)) = entity {
            decoded.push(char);
            rest = after;
        } else {
            decoded.push('&');
            rest = tail;
        }
    }
    decoded.push_str(rest);
    decoded
}

fn entity(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code);
    }
    Some(match name {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => ' ',
        "ndash" => '–',
        "mdash" => '—',
        "hellip" => '…',
        "lsquo" => '‘',
        "rsquo" => '’',
        "ldquo" => '“',
        "rdquo" => '”',
        "bull" => '•',
        "middot" => '·',
        "times" => '×',
        "larr" => '←',
        "rarr" => '→',
        "le" => '≤',
        "ge" => '≥',
        "copy" => '©',
        "reg" => '®',
        "trade" => '™',
        _ => return None,
    })
}
