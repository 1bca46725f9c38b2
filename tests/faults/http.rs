//! As much of HTTP as a form or a webhook needs.

use std::{
    io::{self, Read, Write},
    net::TcpStream,
};

/// Posts to a server that [`crate::campaign::Campaign::serve`] has started. The answer's code; none if the connection
/// broke before there was one.
pub fn post(url: &str, path: &str, headers: &str, body: &str) -> io::Result<u16> {
    let port = url.trim_start_matches("http://localhost:");
    let mut stream = TcpStream::connect(format!("127.0.0.1:{port}"))?;
    let length = body.len();
    write!(
        stream,
        "POST {path} HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\nContent-Length: {length}\r\n\
         {headers}\r\n{body}"
    )?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    let code = answer.get(9..12).and_then(|code| str::from_utf8(code).ok()?.parse().ok());
    code.ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
}

/// Sends a form as a browser does.
pub fn submit(url: &str, path: &str, form: &str) -> io::Result<u16> {
    let headers = "Sec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\n";
    post(url, path, headers, form)
}
