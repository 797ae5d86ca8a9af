//! A strict decoder of HTTP requests. If a request is malformed, the test fails.

/// A received request.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) method: String,
    /// The path as sent, with percent-encoding.
    pub(crate) path: String,
    /// The query as sent, with percent-encoding.
    raw_query: Option<String>,
    /// The headers, with names in lower case.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Seen {
    /// Parses a request. Returns `None` if the request is incomplete.
    pub(crate) fn decode(bytes: &[u8]) -> Option<Self> {
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
        let head = std::str::from_utf8(&bytes[..end]).expect("a head in UTF-8");
        let rest = &bytes[end + 4..];
        let mut lines = head.split("\r\n");
        let words: Vec<&str> = lines.next().unwrap_or_default().split(' ').collect();
        let [method, target, "HTTP/1.1"] = words[..] else {
            panic!("not a request line: {words:?}");
        };
        assert!(target.starts_with('/') && !target.contains('#'), "{target}");
        let (path, raw_query) = match target.split_once('?') {
            Some((path, query)) => (path, Some(query.to_owned())),
            None => (target, None),
        };
        let headers: Vec<(String, String)> = lines
            .map(|line| line.split_once(':').expect("a header"))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
            .collect();
        let mut seen = Self {
            method: method.to_owned(),
            path: path.to_owned(),
            raw_query,
            headers,
            body: Vec::new(),
        };
        seen.body = match (
            seen.header("content-length"),
            seen.header("transfer-encoding"),
        ) {
            (Some(_), Some(_)) => panic!("a request with two lengths"),
            (None, None) => Vec::new(),
            (Some(length), None) => rest.get(..length.parse::<usize>().unwrap())?.to_vec(),
            (None, Some(coding)) => {
                assert_eq!(coding, "chunked");
                chunks(rest)?
            }
        };
        Some(seen)
    }

    /// Returns the value of a header. Panics if the request has several headers with this name.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut values = self.headers.iter().filter(|(other, _)| other == name);
        let value = values.next();
        assert!(values.next().is_none(), "`{name}` is there twice");
        value.map(|(_, value)| value.as_str())
    }

    /// Returns the decoded names and values of the query, in alphabetical order.
    pub(crate) fn query(&self) -> Vec<(String, String)> {
        pairs(self.raw_query.as_deref().unwrap_or_default())
    }

    /// Returns the decoded names and values of the form body, in alphabetical order. Panics if the content type is
    /// wrong.
    pub(crate) fn form(&self) -> Vec<(String, String)> {
        let content_type = self.header("content-type");
        assert_eq!(content_type, Some("application/x-www-form-urlencoded"));
        pairs(std::str::from_utf8(&self.body).expect("a form in UTF-8"))
    }

    /// Returns the value of a form field. Panics if the form has several fields with this name.
    pub(crate) fn field(&self, name: &str) -> Option<String> {
        let mut fields = self.form().into_iter().filter(|(other, _)| other == name);
        let field = fields.next();
        assert!(fields.next().is_none(), "`{name}` is there twice");
        field.map(|(_, value)| value)
    }

    /// Returns the JSON body. Panics if the content type is wrong.
    pub(crate) fn json(&self) -> serde_json::Value {
        assert_eq!(self.header("content-type"), Some("application/json"));
        serde_json::from_slice(&self.body).expect("a body in JSON")
    }

    /// Formats everything but the body of the request. Tests search this text for secrets.
    pub(crate) fn head_text(&self) -> String {
        format!(
            "{} {} {:?} {:?}",
            self.method, self.path, self.raw_query, self.headers
        )
    }
}

/// Decodes a chunked body. Returns `None` if the body is incomplete.
fn chunks(mut bytes: &[u8]) -> Option<Vec<u8>> {
    let mut payload = Vec::new();
    loop {
        let line = bytes.windows(2).position(|two| two == b"\r\n")?;
        let size = std::str::from_utf8(&bytes[..line]).expect("a size");
        let size = usize::from_str_radix(size, 16).expect("a size in hexadecimal digits");
        let rest = &bytes[line + 2..];
        let chunk = rest.get(..size)?;
        if !rest.get(size..)?.starts_with(b"\r\n") {
            assert!(rest.len() < size + 2, "a chunk that is longer than it says");
            return None;
        }
        if size == 0 {
            return Some(payload);
        }
        payload.extend_from_slice(chunk);
        bytes = &rest[size + 2..];
    }
}

/// Decodes `application/x-www-form-urlencoded` as the WHATWG URL standard requires, and sorts the pairs.
fn pairs(text: &str) -> Vec<(String, String)> {
    let mut pairs: Vec<_> = text
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (decoded(name), decoded(value)))
        .collect();
    pairs.sort();
    pairs
}

/// Decodes `+` and `%XX`.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let mut digit = || {
                    let digit = rest.next().expect("two digits after %");
                    char::from(digit).to_digit(16).expect("a hexadecimal digit")
                };
                let (high, low) = (digit(), digit());
                u8::try_from(high * 16 + low).unwrap()
            }
            byte => byte,
        });
    }
    String::from_utf8(bytes).expect("values in UTF-8")
}
