//! Which lines are code, as far as that can be told line by line, before parsing.

/// The fence that opened the block of code around a line.
#[derive(Clone, Copy, Default)]
pub(super) struct OpenFence(Option<Fence>);

#[derive(Clone, Copy)]
struct Fence {
    sign: char,
    length: usize,
}

impl OpenFence {
    /// True inside a block of code.
    pub fn is_open(self) -> bool {
        self.0.is_some()
    }

    /// Passes a line; true if it is a fence or a line of code.
    pub fn pass(&mut self, line: &str) -> bool {
        let own = line.get(container_prefix(line)..).unwrap_or("");
        let was_open = self.is_open();
        self.pass_content(own);
        was_open || self.is_open()
    }

    /// Passes what a line holds after its indentation and the markers of quotes and lists.
    pub fn pass_content(&mut self, line: &str) {
        let Some(sign @ ('`' | '~')) = line.chars().next() else {
            return;
        };
        let length = line.chars().take_while(|other| *other == sign).count();
        let rest = line.get(length..).unwrap_or("");
        match self.0 {
            None if length >= 3 && !(sign == '`' && rest.contains('`')) => {
                self.0 = Some(Fence { sign, length });
            }
            Some(open) if open.sign == sign && length >= open.length && rest.trim().is_empty() => {
                self.0 = None;
            }
            _ => {}
        }
    }
}

/// The length of what comes before a line's own content: spaces, `>` and the markers of lists.
pub(super) fn container_prefix(line: &str) -> usize {
    let bytes = line.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let rest = bytes.get(at + 1..).unwrap_or(&[]);
        match byte {
            b' ' | b'\t' | b'>' => at += 1,
            b'-' | b'*' | b'+' if rest.first() == Some(&b' ') => at += 2,
            b'0'..=b'9' => match number_marker(rest) {
                Some(length) => at += 1 + length,
                None => break,
            },
            _ => break,
        }
    }
    at
}

/// The length of what follows the first digit of a list's marker.
fn number_marker(rest: &[u8]) -> Option<usize> {
    let digits = rest.iter().take(9).take_while(|byte| byte.is_ascii_digit());
    let digits = digits.count();
    match rest.get(digits..) {
        Some([b'.' | b')', b' ', ..]) => Some(digits + 2),
        _ => None,
    }
}
