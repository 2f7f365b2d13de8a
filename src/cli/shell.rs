//! Output to standard output and standard error, with or without colour. Knows nothing about what is printed.

use std::borrow::Cow;
use std::io::{self, BufWriter, IsTerminal, Write};

use anstream::{AutoStream, ColorChoice};
use serde::Serialize;

use super::args::{Format, GlobalOptions};
use super::questions::Talk;
use super::terminal::{Colour, is_obeyed};

/// The output streams, with the requested format.
#[derive(Clone, Copy, Debug)]
pub struct Shell {
    format: Format,
    quiet: bool,
}

/// Why nothing could be written. A closed pipe is not an error.
pub type Written = Result<(), String>;

impl Shell {
    /// A shell for the given options.
    pub fn new(everywhere: &GlobalOptions) -> Shell {
        Shell {
            format: everywhere.format,
            quiet: everywhere.quiet,
        }
    }

    /// True for `--format json`.
    pub fn wants_json(&self) -> bool {
        self.format == Format::Json
    }

    /// The requested format.
    pub fn format(&self) -> Format {
        self.format
    }

    /// True if the output is text for people.
    pub fn is_for_people(&self) -> bool {
        self.format == Format::Text
    }

    /// True with `--quiet`.
    pub fn is_quiet(&self) -> bool {
        self.quiet
    }

    /// True if a progress bar makes sense.
    pub fn shows_progress(&self) -> bool {
        self.is_for_people() && !self.quiet && io::stderr().is_terminal()
    }

    /// True if a question can be asked.
    pub fn can_ask(&self) -> bool {
        self.is_for_people()
            && !self.quiet
            && io::stdin().is_terminal()
            && io::stderr().is_terminal()
    }

    /// Asks for a line. `None` if it is empty.
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

    /// Somebody at the terminal, who can be asked.
    pub fn talk(&self) -> Terminal {
        Terminal
    }

    /// Prints a line to standard output, if the output is for people.
    ///
    /// # Errors
    /// Standard output cannot be written to.
    pub fn say(&self, line: &str) -> Written {
        if !self.is_for_people() || self.quiet {
            return Ok(());
        }
        written(writeln!(io::stdout().lock(), "{}", without_controls(line)))
    }

    /// Prints text of several lines to standard output.
    ///
    /// # Errors
    /// Standard output cannot be written to.
    pub fn show(&self, text: &str) -> Written {
        let mut stdout = io::stdout().lock();
        written(
            stdout
                .write_all(without_controls(text).as_bytes())
                .and_then(|()| stdout.flush()),
        )
    }

    /// Prints a text for a program to standard output, byte for byte.
    ///
    /// # Errors
    /// Standard output cannot be written to.
    pub fn show_script(&self, script: &[u8]) -> Written {
        let mut stdout = io::stdout().lock();
        written(stdout.write_all(script).and_then(|()| stdout.flush()))
    }

    /// Prints text that may contain our own escape codes to standard output.
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

    /// Prints a document as JSON to standard output.
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

    /// Passes a buffered writer on standard error to `write`. Errors are ignored: there is nowhere left to report them.
    pub fn on_stderr(&self, write: impl FnOnce(Colour, &mut dyn Write)) {
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

/// Questions on standard error, answers on standard input.
pub struct Terminal;

impl Talk for Terminal {
    fn say(&mut self, line: &str) {
        // Who does not see the question does not answer it.
        let _ = writeln!(io::stderr(), "{}", without_controls(line));
    }

    fn ask(&mut self, question: &str) -> Option<String> {
        let mut stderr = io::stderr();
        let asked = write!(stderr, "{} ", without_controls(question));
        asked.and_then(|()| stderr.flush()).ok()?;
        let mut line = String::new();
        match io::stdin().read_line(&mut line) {
            Ok(0) | Err(_) => None,
            Ok(_) => Some(line.trim().to_owned()),
        }
    }
}

/// Replaces characters that a terminal would obey, since text may contain file names and what authors wrote. Lines and
/// columns stay the same.
pub fn without_controls(text: &str) -> Cow<'_, str> {
    if !text.contains(is_control) {
        return Cow::Borrowed(text);
    }
    // `\r\n` is a line end, a lone `\r` is a control character.
    let lines = text
        .split("\r\n")
        .map(|line| line.replace(is_control, "\u{fffd}"));
    Cow::Owned(lines.collect::<Vec<String>>().join("\r\n"))
}

/// True for a character that a terminal would obey.
fn is_control(c: char) -> bool {
    is_obeyed(c) && !matches!(c, '\n' | '\t')
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
    use super::without_controls;

    #[test]
    fn control_characters_are_replaced() {
        assert_eq!(
            without_controls("a\u{1b}[2J\u{9b}b\rc\u{202e}\r\n\td é\n"),
            "a\u{fffd}[2J\u{fffd}b\u{fffd}c\u{fffd}\r\n\td é\n"
        );
        assert!(matches!(
            without_controls("a\n\tb"),
            std::borrow::Cow::Borrowed(_)
        ));
    }
}
