//! Where words go: standard output, standard error, with colour or without. Knows nothing of what they say.

use std::borrow::Cow;
use std::io::{self, BufWriter, IsTerminal, Write};

use anstream::{AutoStream, ColorChoice};
use serde::Serialize;

use super::args::{Everywhere, Format};
use super::terminal::{Colour, is_obeyed};

/// The two streams, and how the person asked to be spoken to.
#[derive(Clone, Copy, Debug)]
pub struct Shell {
    format: Format,
    quiet: bool,
}

/// Why nothing could be written; a reader that went away is no reason.
pub type Written = Result<(), String>;

impl Shell {
    /// A shell as the options ask.
    pub fn new(everywhere: &Everywhere) -> Shell {
        Shell {
            format: everywhere.format,
            quiet: everywhere.quiet,
        }
    }

    /// True where one JSON document is wanted.
    pub fn wants_json(&self) -> bool {
        self.format == Format::Json
    }

    /// In which form results are wanted.
    pub fn format(&self) -> Format {
        self.format
    }

    /// True where words for people are wanted.
    pub fn speaks_to_people(&self) -> bool {
        self.format == Format::Text
    }

    /// True where only errors are wanted.
    pub fn is_quiet(&self) -> bool {
        self.quiet
    }

    /// True where a bar that moves helps somebody.
    pub fn shows_progress(&self) -> bool {
        self.speaks_to_people() && !self.quiet && io::stderr().is_terminal()
    }

    /// True where somebody can be asked a question.
    pub fn can_ask(&self) -> bool {
        self.speaks_to_people()
            && !self.quiet
            && io::stdin().is_terminal()
            && io::stderr().is_terminal()
    }

    /// Asks for a line; an empty one, or none, is `None`.
    pub fn ask(&self, question: &str) -> Option<String> {
        let mut stderr = io::stderr();
        write!(stderr, "{question} ")
            .and_then(|()| stderr.flush())
            .ok()?;
        let mut line = String::new();
        io::stdin().read_line(&mut line).ok()?;
        let line = line.trim();
        (!line.is_empty()).then(|| line.to_owned())
    }

    /// Says a line on standard output, where words are wanted.
    ///
    /// # Errors
    /// Standard output cannot be written to.
    pub fn say(&self, line: &str) -> Written {
        if !self.speaks_to_people() || self.quiet {
            return Ok(());
        }
        written(writeln!(io::stdout().lock(), "{}", tame(line)))
    }

    /// Writes text of many lines to standard output.
    ///
    /// # Errors
    /// Standard output cannot be written to.
    pub fn show(&self, text: &str) -> Written {
        let mut stdout = io::stdout().lock();
        written(
            stdout
                .write_all(tame(text).as_bytes())
                .and_then(|()| stdout.flush()),
        )
    }

    /// Writes words of copublish's own, which may hold escape codes, to standard output as they are.
    ///
    /// # Errors
    /// Standard output cannot be written to.
    pub fn show_styled(&self, text: &str) -> Written {
        let mut stdout = AutoStream::auto(io::stdout()).lock();
        written(
            stdout
                .write_all(text.as_bytes())
                .and_then(|()| stdout.flush()),
        )
    }

    /// Writes a document as JSON to standard output.
    ///
    /// # Errors
    /// Standard output cannot be written to.
    pub fn document(&self, document: &impl Serialize) -> Written {
        let mut stdout = BufWriter::new(io::stdout().lock());
        let result = serde_json::to_writer_pretty(&mut stdout, document).map_err(io::Error::from);
        written(
            result
                .and_then(|()| writeln!(stdout))
                .and_then(|()| stdout.flush()),
        )
    }

    /// Hands over a writer on standard error, which may be written to in many small pieces. What cannot be
    /// written there is lost: there is no place left to say so.
    pub fn complain(&self, write: impl FnOnce(Colour, &mut dyn Write)) {
        let choice = AutoStream::choice(&io::stderr());
        let colour = if choice == ColorChoice::Never {
            Colour::Off
        } else {
            Colour::On
        };
        let mut stderr =
            BufWriter::with_capacity(1 << 16, AutoStream::new(io::stderr(), choice).lock());
        write(colour, &mut stderr);
        let _ = stderr.flush();
    }
}

/// Text that a terminal shows and does not obey: names of files and what authors write stand in it. Lines and columns
/// stay.
pub fn tame(text: &str) -> Cow<'_, str> {
    let is_odd = |c: char| is_obeyed(c) && !matches!(c, '\n' | '\t');
    if !text.contains(is_odd) {
        return Cow::Borrowed(text);
    }
    // Where a line ends in both characters, it ends.
    let lines = text
        .split("\r\n")
        .map(|line| line.replace(is_odd, "\u{fffd}"));
    Cow::Owned(lines.collect::<Vec<String>>().join("\r\n"))
}

fn written(result: io::Result<()>) -> Written {
    match result {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(format!("standard output cannot be written to: {error}"))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::tame;

    #[test]
    fn nothing_is_left_to_obey() {
        assert_eq!(
            tame("a\u{1b}[2J\u{9b}b\rc\u{202e}\r\n\td é\n"),
            "a\u{fffd}[2J\u{fffd}b\u{fffd}c\u{fffd}\r\n\td é\n"
        );
        assert!(matches!(tame("a\n\tb"), std::borrow::Cow::Borrowed(_)));
    }
}
