//! Bytes cut into lines and cells: separators, quotes, line ends. Works on bytes, because all of these
//! are the same in every encoding that gets here.

use std::borrow::Cow;
use std::ops::Range;

/// A cell as written.
pub(super) struct Field<'b> {
    /// Where it stands in the file, spaces around it left out, quotes included.
    pub range: Range<usize>,
    /// What it holds, quotes removed.
    pub bytes: Cow<'b, [u8]>,
}

/// The lines of a file, each as its cells; a quoted cell may hold line ends.
pub(super) struct Records<'b> {
    /// The file.
    pub bytes: &'b [u8],
    /// Where the next line starts.
    pub at: usize,
    /// What stands between cells.
    pub separator: u8,
    /// Where quotes open that never close.
    pub unclosed: Option<usize>,
    /// Where a line starts that has more cells than any spreadsheet program has columns; nothing is read behind it.
    pub endless: Option<usize>,
}

/// The most cells of a line. Spreadsheet programs have 16,384 columns, and save empty ones too.
const MOST_CELLS: usize = 20_000;

/// What may stand between cells, the likeliest last.
const SEPARATORS: [u8; 3] = [b'\t', b';', b','];

/// Where the table starts, behind a byte-order mark and a line `sep=;`, and what stands between its
/// cells: what cuts the first line into as many as the second, and into the most.
pub(super) fn separator(bytes: &[u8]) -> (usize, u8) {
    let start = if bytes.starts_with(b"\xef\xbb\xbf") {
        3
    } else {
        0
    };
    let rest = bytes.get(start..).unwrap_or_default();
    if let [
        b's',
        b'e',
        b'p',
        b'=',
        separator @ (b'\t' | b';' | b','),
        b'\r' | b'\n',
        ..,
    ] = rest
    {
        return (start + 5, *separator);
    }
    let score = |separator: &u8| {
        let mut records = Records {
            bytes,
            at: start,
            separator: *separator,
            unclosed: None,
            endless: None,
        };
        let first = records.next().map_or(0, |fields| fields.len());
        let second = records.next().map_or(0, |fields| fields.len());
        // Who cuts a line into more cells than there can be is right about what stands between them.
        if records.endless.is_some() {
            (true, MOST_CELLS)
        } else {
            (first > 1 && first == second, first)
        }
    };
    (
        start,
        SEPARATORS.into_iter().max_by_key(score).unwrap_or(b','),
    )
}

impl<'b> Iterator for Records<'b> {
    type Item = Vec<Field<'b>>;

    fn next(&mut self) -> Option<Vec<Field<'b>>> {
        while matches!(self.peek(), Some(b'\n' | b'\r')) {
            self.at += 1;
        }
        self.peek()?;
        let (start, mut fields) = (self.at, Vec::new());
        loop {
            if fields.len() == MOST_CELLS {
                self.endless = Some(start);
                self.at = self.bytes.len();
                return None;
            }
            fields.push(self.field());
            let end = self.peek();
            self.at += 1;
            if end != Some(self.separator) {
                return Some(fields);
            }
        }
    }
}

impl<'b> Records<'b> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn is_end(&self, byte: u8) -> bool {
        byte == self.separator || matches!(byte, b'\n' | b'\r')
    }

    /// The next cell; what ends it comes next.
    fn field(&mut self) -> Field<'b> {
        while self
            .peek()
            .is_some_and(|byte| byte == b' ' && byte != self.separator)
        {
            self.at += 1;
        }
        let start = self.at;
        let quoted = if self.peek() == Some(b'"') {
            self.quoted()
        } else {
            None
        };
        let behind = self.at;
        while self.peek().is_some_and(|byte| !self.is_end(byte)) {
            self.at += 1;
        }
        let written = self
            .bytes
            .get(start..self.at)
            .unwrap_or_default()
            .trim_ascii_end();
        let more = self
            .bytes
            .get(behind..self.at)
            .unwrap_or_default()
            .trim_ascii_end();
        let bytes = match quoted {
            Some(text) if more.is_empty() => Cow::Owned(text),
            Some(mut text) => {
                text.extend(more);
                Cow::Owned(text)
            }
            None => Cow::Borrowed(written),
        };
        Field {
            range: start..start + written.len(),
            bytes,
        }
    }

    /// What stands between the quotes that open here; two quotes inside stand for one.
    fn quoted(&mut self) -> Option<Vec<u8>> {
        let start = self.at;
        let mut text = Vec::new();
        self.at += 1;
        while let Some(byte) = self.peek() {
            self.at += 1;
            if byte != b'"' {
                text.push(byte);
            } else if self.peek() == Some(b'"') {
                text.push(b'"');
                self.at += 1;
            } else {
                return Some(text);
            }
        }
        self.unclosed = self.unclosed.or(Some(start));
        None
    }
}
