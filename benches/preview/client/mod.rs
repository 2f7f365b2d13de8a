//! A browser without a screen: asks for pages over HTTP/1.1, and is told when they have changed.
//!
//! 1. `body`: what follows the head of an answer, however its length is told
//! 2. `socket`: messages over a WebSocket, as far as reloading needs them
//! 3. `tab`: an open page that hears of changes
//! 4. here: one connection that is kept open

mod body;
mod socket;
pub mod tab;

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use body::Body;

/// Nothing that a preview answers takes longer.
const PATIENCE: Duration = Duration::from_secs(120);

/// An answer as it came.
pub struct Answer {
    pub status: u16,
    pub body: Vec<u8>,
}

/// A connection to a server, opened anew where the server has closed it.
pub struct Client {
    /// Name and port, as in an address.
    authority: String,
    open: Option<BufReader<TcpStream>>,
}

impl Client {
    /// A client of the server at `authority`; connects when something is asked for.
    pub fn new(authority: &str) -> Client {
        Client {
            authority: authority.to_owned(),
            open: None,
        }
    }

    /// Asks for a path and reads the answer to its end.
    ///
    /// # Errors
    /// As the network says, where a new connection fails too.
    pub fn get(&mut self, path: &str) -> io::Result<Answer> {
        if let Some(open) = self.open.take() {
            // The server may have closed it since: that is no failure.
            if let Ok(answer) = self.ask(open, path) {
                return Ok(answer);
            }
        }
        let open = connect(&self.authority)?;
        self.ask(open, path)
    }

    fn ask(&mut self, mut open: BufReader<TcpStream>, path: &str) -> io::Result<Answer> {
        send(
            &mut open,
            &self.authority,
            (path, "Accept: text/html,*/*\r\n"),
        )?;
        let head = Head::read(&mut open)?;
        let keeps = !head.is("connection", "close");
        let mut body = Vec::new();
        let mut reader = Body::after(&head, open);
        reader.read_to_end(&mut body)?;
        self.open = reader.into_connection().filter(|_| keeps);
        Ok(Answer {
            status: head.status,
            body,
        })
    }
}

fn connect(authority: &str) -> io::Result<BufReader<TcpStream>> {
    let stream = TcpStream::connect(authority)?;
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    Ok(BufReader::new(stream))
}

/// Sends a request for a path, with further lines of its head.
fn send(
    open: &mut BufReader<TcpStream>,
    authority: &str,
    (path, more): (&str, &str),
) -> io::Result<()> {
    let request = format!("GET {path} HTTP/1.1\r\nHost: {authority}\r\n{more}\r\n");
    open.get_mut().write_all(request.as_bytes())
}

/// The head of an answer.
struct Head {
    status: u16,
    /// Names in small letters, and their values.
    fields: Vec<(String, String)>,
}

impl Head {
    fn read(open: &mut BufReader<TcpStream>) -> io::Result<Head> {
        let mut line = String::new();
        if open.read_line(&mut line)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let status = line
            .split(' ')
            .nth(1)
            .and_then(|number| number.parse().ok());
        let status = status.ok_or_else(|| io::Error::other("this is no answer of HTTP"))?;
        let mut fields = Vec::new();
        loop {
            line.clear();
            if open.read_line(&mut line)? == 0 || line.trim_end().is_empty() {
                return Ok(Head { status, fields });
            }
            if let Some((name, value)) = line.split_once(':') {
                fields.push((name.trim().to_lowercase(), value.trim().to_owned()));
            }
        }
    }

    fn value(&self, name: &str) -> Option<&str> {
        self.fields
            .iter()
            .find(|(field, _)| field == name)
            .map(|(_, value)| value.as_str())
    }

    fn is(&self, name: &str, value: &str) -> bool {
        self.value(name)
            .is_some_and(|is| is.eq_ignore_ascii_case(value))
    }
}
