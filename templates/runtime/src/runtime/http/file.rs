//! Files to upload.
//!
//! A [`File`] has a name, a content type, and contents: bytes or a stream. The module `part` encodes it. This module
//! must not read the stream. `Debug` must not show the contents.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;

use crate::runtime::error::{Error, Result};
use crate::runtime::http::body::Body;
use crate::runtime::operation::error_kind::ErrorKind;

/// A file to upload, with its name, content type and contents.
///
/// The contents are bytes, or any other value that converts into a [`Body`]:
///
/// ```ignore
/// let small = File::new("a.txt", "text").content_type("text/plain");
/// let opened = tokio::fs::File::open("large.mp4").await?;
/// let length = opened.metadata().await?.len();
/// let large = File::new("large.mp4", Body::from_reader(opened).with_length(length));
/// ```
///
/// A file of bytes can be cloned and sent any number of times. A file with a stream can be sent only once, because all
/// its clones share the stream. The first call takes the stream, and later calls fail with [`ErrorKind::Build`]. The
/// client never retries a call with a stream, even if an authorizer has renewed the credentials.
///
/// Two files of bytes are equal if their names, content types, headers and bytes are equal. A file with a stream equals
/// only its own clones.
#[derive(Clone)]
#[must_use = "a file is sent only as a part of a request"]
pub struct File {
    name: String,
    content_type: Option<String>,
    headers: Vec<(String, String)>,
    contents: Contents,
}

#[derive(Clone)]
enum Contents {
    Bytes(Bytes),
    Once(Arc<Once>),
}

/// A stream that the first call takes.
struct Once {
    body: Mutex<Option<Body>>,
    length: Option<u64>,
}

impl File {
    /// Creates a file from a name and contents. Servers may show the name or derive the file type from its extension.
    pub fn new(name: impl Into<String>, contents: impl Into<Body>) -> Self {
        let contents = match contents.into().into_bytes() {
            Ok(bytes) => Contents::Bytes(bytes),
            Err(body) => Contents::Once(Arc::new(Once {
                length: body.length(),
                body: Mutex::new(Some(body)),
            })),
        };
        Self {
            name: name.into(),
            content_type: None,
            headers: Vec::new(),
            contents,
        }
    }

    /// Sets the content type, such as `image/png`. By default, the file has the content type that the OpenAPI document
    /// specifies for the part, or else `application/octet-stream`.
    pub fn content_type(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = Some(content_type.into());
        self
    }

    /// Adds a header to the part that contains the file. To set the content type, use
    /// [`content_type`](Self::content_type).
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Returns the name of the file.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the length of the contents in bytes; `None` if the contents are a stream of unknown length.
    #[must_use]
    pub fn length(&self) -> Option<u64> {
        match &self.contents {
            Contents::Bytes(bytes) => u64::try_from(bytes.len()).ok(),
            Contents::Once(once) => once.length,
        }
    }

    pub(crate) fn stated_content_type(&self) -> Option<&str> {
        self.content_type.as_deref()
    }

    pub(crate) fn headers(&self) -> &[(String, String)] {
        &self.headers
    }

    /// Returns whether the file can be sent more than once.
    pub(crate) fn is_repeatable(&self) -> bool {
        matches!(self.contents, Contents::Bytes(_))
    }

    /// Takes the contents. The contents of a stream can be taken only once.
    pub(crate) fn take_contents(self) -> Result<Body> {
        match self.contents {
            Contents::Bytes(bytes) => Ok(bytes.into()),
            Contents::Once(once) => {
                let mut body = once.body.lock().unwrap_or_else(PoisonError::into_inner);
                body.take().ok_or_else(|| {
                    let message = format!("file `{}` is a stream that was already sent", self.name);
                    Error::new(ErrorKind::Build, message)
                })
            }
        }
    }
}

impl PartialEq for File {
    fn eq(&self, other: &Self) -> bool {
        let same_contents = match (&self.contents, &other.contents) {
            (Contents::Bytes(left), Contents::Bytes(right)) => left == right,
            (Contents::Once(left), Contents::Once(right)) => Arc::ptr_eq(left, right),
            (Contents::Bytes(_), Contents::Once(_)) | (Contents::Once(_), Contents::Bytes(_)) => {
                false
            }
        };
        same_contents
            && self.name == other.name
            && self.content_type == other.content_type
            && self.headers == other.headers
    }
}

impl Eq for File {}

impl fmt::Debug for File {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("File")
            .field("name", &self.name)
            .field("length", &self.length())
            .finish_non_exhaustive()
    }
}

/// One file, an optional file or a list of files.
pub trait Files {
    /// Appends the files.
    fn append_to(&self, files: &mut Vec<File>);
}

impl Files for File {
    fn append_to(&self, files: &mut Vec<File>) {
        files.push(self.clone());
    }
}

impl<T: Files + ?Sized> Files for &T {
    fn append_to(&self, files: &mut Vec<File>) {
        (**self).append_to(files);
    }
}

impl<T: Files> Files for Option<T> {
    fn append_to(&self, files: &mut Vec<File>) {
        if let Some(value) = self {
            value.append_to(files);
        }
    }
}

impl<T: Files> Files for [T] {
    fn append_to(&self, files: &mut Vec<File>) {
        for value in self {
            value.append_to(files);
        }
    }
}

impl<T: Files> Files for Vec<T> {
    fn append_to(&self, files: &mut Vec<File>) {
        self.as_slice().append_to(files);
    }
}
