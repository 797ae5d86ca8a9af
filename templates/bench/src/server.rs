//! A simple and fast server for GET requests on a loopback socket.
//!
//! A function writes the JSON body for each request, and connections stay open. After its buffers have grown, the
//! server must not allocate memory, because benchmarks count the allocations of the whole process.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;

use crate::BoxError;

/// The maximum size of the head of a request, in bytes.
const MAX_HEAD: usize = 8 * 1024;

/// A function that writes the body for a target, such as `/v2/accounts?page_size=300`, into an empty buffer.
pub type Answer = dyn Fn(&str, &mut Vec<u8>) + Send + Sync;

/// Starts a server and returns the URL of the server. The server runs until the process ends.
pub fn start(
    answer: impl Fn(&str, &mut Vec<u8>) + Send + Sync + 'static,
) -> Result<String, BoxError> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let url = format!("http://{}", listener.local_addr()?);
    let answer: Arc<Answer> = Arc::new(answer);
    thread::spawn(move || {
        for connection in listener.incoming().flatten() {
            let answer = Arc::clone(&answer);
            // An error, for example because a client disconnects, ends only its own connection.
            thread::spawn(move || serve(connection, &*answer).ok());
        }
    });
    Ok(url)
}

/// Responds to the requests of one connection until the client closes the connection.
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
