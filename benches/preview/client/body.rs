//! What follows the head of an answer: of a known length, in chunks, or until the connection ends.

use std::io::{self, BufRead, BufReader, Read};
use std::net::TcpStream;

use super::Head;

/// A body, read as it comes.
pub struct Body {
    open: BufReader<TcpStream>,
    length: Length,
}

/// How much is still to come.
enum Length {
    /// This many bytes.
    Sized(u64),
    /// This many bytes of a chunk, then perhaps more chunks.
    Chunk(u64),
    /// All chunks have come.
    Done,
    /// Whatever comes.
    UntilEnd,
}

impl Body {
    /// The body after this head.
    pub fn after(head: &Head, open: BufReader<TcpStream>) -> Body {
        let length = if head.is("transfer-encoding", "chunked") {
            Length::Chunk(0)
        } else if matches!(head.status, 204 | 304) {
            Length::Sized(0)
        } else {
            let told = head
                .value("content-length")
                .and_then(|length| length.parse().ok());
            told.map_or(Length::UntilEnd, Length::Sized)
        };
        Body { open, length }
    }

    /// The connection, where it can be used again.
    pub fn into_connection(self) -> Option<BufReader<TcpStream>> {
        matches!(self.length, Length::Sized(0) | Length::Done).then_some(self.open)
    }

    /// The length of the next chunk; 0 for the last.
    fn next_chunk(&mut self) -> io::Result<u64> {
        let mut line = String::new();
        // The line before it is the end of the chunk before.
        while line.trim().is_empty() {
            line.clear();
            if self.open.read_line(&mut line)? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
        let digits = line.trim().split(';').next().unwrap_or_default();
        u64::from_str_radix(digits, 16).map_err(io::Error::other)
    }
}

impl Read for Body {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if matches!(self.length, Length::Chunk(0)) {
            let next = self.next_chunk()?;
            self.length = Length::Chunk(next);
            if next == 0 {
                let mut rest = String::new();
                // After the last chunk may stand fields, then an empty line.
                while self.open.read_line(&mut rest)? > 2 {
                    rest.clear();
                }
                self.length = Length::Done;
            }
        }
        let (Length::Sized(left) | Length::Chunk(left)) = &mut self.length else {
            return if matches!(self.length, Length::Done) {
                Ok(0)
            } else {
                self.open.read(into)
            };
        };
        let most = into.len().min(usize::try_from(*left).unwrap_or(usize::MAX));
        // At the end nothing may be asked of the connection: it would wait for more.
        if most == 0 {
            return Ok(0);
        }
        let got = self.open.read(&mut into[..most])?;
        if got == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        *left -= got as u64;
        Ok(got)
    }
}
