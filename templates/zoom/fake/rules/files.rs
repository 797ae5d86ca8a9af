//! Files that a call downloads.

use bytes::Bytes;
use serde_json::{Map, Value, json};

use crate::fake::call::Outcome;
use crate::fake::exchange::{Reply, Request};
use crate::fake::state::State;

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
/// The name of a download from such a URL in the rules of faults.
pub(crate) const DOWNLOAD: &str = "files.download";
/// The media type of these files.
const MEDIA_TYPE: &str = "application/octet-stream";

/// Responds to a download from a URL that a response contains. A request can name the first byte that it
/// wants.
pub(crate) fn download(state: &State, request: &Request) -> Outcome {
    state.tokens.of_request(request, state.clock.seconds())?;
    let file = content("", &request.path);
    let size = file.len();
    let Some(start) = request.header("range").and_then(first_byte) else {
        return Ok(Reply::bytes(200, MEDIA_TYPE, file));
    };
    if start >= size {
        let reply = Reply::empty(416);
        return Ok(reply.header("content-range", format!("bytes */{size}")));
    }
    let range = format!("bytes {start}-{}/{size}", size - 1);
    let reply = Reply::bytes(206, MEDIA_TYPE, file.slice(start..));
    Ok(reply.header("content-range", range))
}

/// Returns the first byte of a range such as `bytes=100-`. The fake ignores ranges of another form and sends the whole
/// file.
fn first_byte(range: &str) -> Option<usize> {
    range
        .strip_prefix("bytes=")?
        .strip_suffix('-')?
        .parse()
        .ok()
}

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

/// Adds what the recording files of a generated row lack: the type, the size and the URL. Examples in the document often
/// contain only ids.
pub(crate) fn complete(row: &mut Map<String, Value>) {
    let files = row.get_mut("recording_files").and_then(Value::as_array_mut);
    for file in files.into_iter().flatten().filter_map(Value::as_object_mut) {
        let Some(id) = file.get("id").and_then(Value::as_str).map(str::to_owned) else {
            continue;
        };
        let more = json!({
            "file_type": "M4A",
            "file_extension": "M4A",
            "file_size": 0,
            "recording_type": "audio_only",
            "status": "completed",
            "download_url": format!("https://zoom.example{FILES}download/{id}"),
        });
        for (name, value) in more.as_object().into_iter().flatten() {
            file.entry(name).or_insert_with(|| value.clone());
        }
    }
}

/// Replaces the host in every download URL of a response by the fake's address. Sets `file_size` beside a `download_url` to
/// the size of the file that the fake serves.
pub(crate) fn redirect(body: &mut Value, url: &str) {
    match body {
        Value::Object(object) => {
            if let Some(Value::String(text)) = object.get("download_url") {
                let size = local_path(text).map(|path| content("", &path).len());
                if let (Some(size), Some(stated)) = (size, object.get_mut("file_size")) {
                    *stated = size.into();
                }
            }
            for (name, value) in object {
                match value {
                    Value::String(text) if name.ends_with("download_url") => {
                        if let Some(path) = local_path(text) {
                            *text = format!("{url}{path}");
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

/// Returns the path of a file on the fake for the URL of a file.
fn local_path(url: &str) -> Option<String> {
    let (_, path) = url.split_once("://")?.1.split_once('/')?;
    let path = path.strip_prefix("rec/").unwrap_or(path);
    Some(format!("{FILES}{path}"))
}
