//! Files that a call downloads.

use bytes::Bytes;
use serde_json::Value;

/// A PDF file without pages.
const PDF: &[u8] = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n\
    2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";
/// An MP3 file with an empty ID3 tag and one silent frame.
const MP3: &[u8] = b"ID3\x03\x00\x00\x00\x00\x00\x00\xff\xfb\x10\xc4";
/// The size of the silent frame in bytes.
const FRAME: usize = 104;
/// A CSV file with one row.
const CSV: &[u8] = b"date,amount\n2026-01-15,10.00\n";
/// A transcript with one line.
const TRANSCRIPT: &[u8] =
    b"{\"type\":\"zoom_transcript\",\"timeline\":[{\"text\":\"Hello.\",\"ts\":\"00:00:01\"}]}";

/// The path of the files to which responses contain URLs.
pub(crate) const FILES: &str = "/rec/";

/// Returns a small file of a media type. The media type `application/octet-stream` says nothing about the file, so the
/// path decides.
pub(crate) fn content(media_type: &str, path: &str) -> Bytes {
    let has = |word: &str| path.contains(word);
    if media_type == "application/pdf" || has("/fax/") {
        Bytes::from_static(PDF)
    } else if has("transcript") {
        Bytes::from_static(TRANSCRIPT)
    } else if has("/billing/") {
        Bytes::from_static(CSV)
    } else {
        let mut file = MP3.to_vec();
        file.resize(file.len() + FRAME, 0);
        file.into()
    }
}

/// Lets the URLs of files in a response point to the fake.
pub(crate) fn redirect(body: &mut Value, url: &str) {
    match body {
        Value::Object(object) => {
            for (name, value) in object {
                match value {
                    Value::String(text) if name.ends_with("download_url") => {
                        let path = text
                            .split_once("://")
                            .and_then(|(_, rest)| rest.split_once('/'));
                        if let Some((_, path)) = path {
                            let path = path.strip_prefix("rec/").unwrap_or(path);
                            *text = format!("{url}{FILES}{path}");
                        }
                    }
                    value => redirect(value, url),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| redirect(item, url)),
        _ => {}
    }
}
