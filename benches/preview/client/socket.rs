//! Messages over a WebSocket, as far as reloading needs them: short texts from the server, one to it.

use std::io::{self, BufReader, Read, Write};
use std::net::TcpStream;

use super::{Head, send};

/// Asks for a WebSocket. The key may be any 16 bytes; it guards against caches, of which there are none.
const UPGRADE: &str = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\
    Sec-WebSocket-Key: Y29wdWJsaXNoIGJlbmNoIQ==\r\n";
/// The kinds of messages that matter.
const TEXT: u8 = 1;
const CLOSE: u8 = 8;

/// Opens a WebSocket at a path.
///
/// # Errors
/// As the network says, or where the server wants none.
pub fn open(connection: &mut BufReader<TcpStream>, authority: &str, path: &str) -> io::Result<()> {
    send(connection, authority, (path, UPGRADE))?;
    let head = Head::read(connection)?;
    if head.status == 101 {
        return Ok(());
    }
    Err(io::Error::other(format!(
        "a WebSocket was refused with {}",
        head.status
    )))
}

/// Sends a text of fewer than 126 bytes.
///
/// # Errors
/// As the network says, or where the text is longer.
pub fn say(connection: &mut BufReader<TcpStream>, text: &str) -> io::Result<()> {
    let length = u8::try_from(text.len()).ok().filter(|length| *length < 126);
    let length = length.ok_or_else(|| io::Error::other("the message is too long"))?;
    // Clients mask what they say; a mask of zeros changes nothing.
    let mut message = vec![0x80 | TEXT, 0x80 | length, 0, 0, 0, 0];
    message.extend_from_slice(text.as_bytes());
    connection.get_mut().write_all(&message)
}

/// Waits for the next text.
///
/// # Errors
/// As the network says, or where the server ends.
pub fn hear(connection: &mut BufReader<TcpStream>) -> io::Result<String> {
    loop {
        let mut head = [0; 2];
        connection.read_exact(&mut head)?;
        let length = match head[1] & 0x7f {
            126 => {
                let mut length = [0; 2];
                connection.read_exact(&mut length)?;
                u64::from(u16::from_be_bytes(length))
            }
            127 => {
                let mut length = [0; 8];
                connection.read_exact(&mut length)?;
                u64::from_be_bytes(length)
            }
            length => u64::from(length),
        };
        let mut text = Vec::new();
        connection.by_ref().take(length).read_to_end(&mut text)?;
        match head[0] & 0x0f {
            TEXT => return Ok(String::from_utf8_lossy(&text).into_owned()),
            CLOSE => return Err(io::ErrorKind::UnexpectedEof.into()),
            _ => {}
        }
    }
}
