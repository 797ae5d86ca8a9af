//! Tests of bodies: bytes and streams, with and without a known length.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_util::{StreamExt, stream};
use tokio::io::{AsyncRead, ReadBuf};

use crate::runtime::{Body, Bytes, TransportErrorKind};

fn streamed(chunks: &'static [&'static str]) -> Body {
    let chunks = chunks
        .iter()
        .map(|text| Ok(Bytes::from_static(text.as_bytes())));
    Body::from_stream(stream::iter(chunks))
}

#[tokio::test]
async fn a_body_yields_its_chunks_and_then_ends() {
    let mut body = streamed(&["a", "b"]);
    assert_eq!(body.chunk().await.unwrap().unwrap(), "a");
    assert_eq!(body.next().await.unwrap().unwrap(), "b");
    assert_eq!(body.chunk().await.unwrap(), None);
    let mut body = Body::from("ab");
    assert_eq!(body.length(), Some(2));
    assert_eq!(body.chunk().await.unwrap().unwrap(), "ab");
    assert_eq!(
        (body.chunk().await.unwrap(), body.length()),
        (None, Some(0))
    );
}

#[tokio::test]
async fn a_stream_must_have_its_announced_length() {
    assert_eq!(streamed(&["a"]).length(), None);
    let mut body = streamed(&["ab", "c"]).with_length(3);
    assert_eq!(format!("{body:?}"), "Body(stream of 3 bytes)");
    body.chunk().await.unwrap();
    assert_eq!(body.length(), Some(1));
    assert_eq!(body.collect(9).await.unwrap(), "c");
    for length in [0, 2, 4] {
        let error = streamed(&["ab", "c"]).with_length(length).collect(9).await;
        assert_eq!(error.unwrap_err().kind(), TransportErrorKind::Body);
    }
    // `with_length` does not change the length of a body of bytes.
    assert_eq!(Body::from("ab").with_length(9).length(), Some(2));
}

/// A reader that returns the given number of bytes and then fails.
struct Broken(usize);

impl AsyncRead for Broken {
    fn poll_read(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let count = self.0.min(buffer.remaining());
        if count == 0 {
            return Poll::Ready(Err(io::Error::other("disk failed")));
        }
        self.0 -= count;
        buffer.put_slice(&vec![1; count]);
        Poll::Ready(Ok(()))
    }
}

#[tokio::test]
async fn a_reader_yields_chunks_until_its_end_or_an_error() {
    let bytes: Vec<u8> = (0..200_000_u32).map(|n| n.to_le_bytes()[0]).collect();
    let body = Body::from_reader(io::Cursor::new(bytes.clone()));
    assert_eq!(body.collect(200_000).await.unwrap(), bytes);
    let mut body = Body::from_reader(Broken(100_000));
    let mut sizes = Vec::new();
    let error = loop {
        match body.chunk().await {
            Ok(chunk) => sizes.push(chunk.unwrap().len()),
            Err(error) => break error,
        }
    };
    assert_eq!(sizes, [65_536, 34_464]);
    assert_eq!(
        std::error::Error::source(&error).unwrap().to_string(),
        "disk failed"
    );
}
