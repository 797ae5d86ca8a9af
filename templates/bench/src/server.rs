//! A server on a loopback socket that answers GET requests, as fast as is simple.
//!
//! In: a function that writes the body for a target. Out: responses of JSON, on connections that stay open. It must not allocate once
//! its buffers have grown: a bench counts the allocations of the whole process.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;

use crate::BoxError;

/// The largest head of a request that is read.
const MAX_HEAD: usize = 8 * 1024;

/// Writes the body for a target, such as `/v2/accounts?page_size=300`, into an empty buffer.
pub type Answer = dyn Fn(&str, &mut Vec<u8>) + Send + Sync;

/// Starts a server, which runs as long as the process, and gives its URL.
pub fn start(
    answer: impl Fn(&str, &mut Vec<u8>) + Send + Sync + 'static,
) -> Result<String, BoxError> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let url = format!("http://{}", listener.local_addr()?);
    let answer: Arc<Answer> = Arc::new(answer);
    thread::spawn(move || {
        for connection in listener.incoming().flatten() {
            let answer = Arc::clone(&answer);
            // A client that goes away ends its connection, and nothing else.
            thread::spawn(move || serve(connection, &*answer).ok());
        }
    });
    Ok(url)
}

/// Answers the requests of one connection until it ends.
fn serve(mut connection: TcpStream, answer: &Answer) -> Result<(), BoxError> {
    connection.set_nodelay(true)?;
    let mut head = [0; MAX_HEAD];
    let (mut body, mut response) = (Vec::new(), Vec::new());
    let mut length = 0;
    loop {
        let free = head.get_mut(length..).unwrap_or_default();
        let count = connection.read(free)?;
        length += count;
        let seen = head.get(..length).unwrap_or_default();
        if count == 0 || length == MAX_HEAD {
            return Ok(());
        }
        if !seen.ends_with(b"\r\n\r\n") {
            continue;
        }
        let target = std::str::from_utf8(seen)?.split(' ').nth(1);
        body.clear();
        answer(target.unwrap_or_default(), &mut body);
        response.clear();
        write!(
            response,
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
            body.len()
        )?;
        response.extend_from_slice(&body);
        connection.write_all(&response)?;
        length = 0;
    }
}
