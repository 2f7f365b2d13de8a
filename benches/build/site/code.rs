//! Lines of programs: those of copublish itself, and of the tests in a browser.

use std::path::Path;
use std::{fs, io};

use super::prose::files;

/// Lines of a block.
const LINES: usize = 40;
/// Blocks of a language in a whole site, at most: so many start at lines of their own.
const APART: usize = 2_000;
/// What ends a block of code, or is read as a template by somebody.
const FOREIGN: [&str; 5] = ["```", "~~~", "{{", "{%", "{#"];

/// The lines of each language.
pub struct Code([(&'static str, Vec<String>); 2]);

impl Code {
    /// Reads them from the disk.
    ///
    /// # Errors
    /// As the disk says.
    pub fn read() -> io::Result<Code> {
        let project = Path::new(env!("CARGO_MANIFEST_DIR"));
        let rust = lines(&project.join("src"), "rs")?;
        Ok(Code([
            ("rust", rust),
            ("javascript", lines(&project.join("tests/browser"), "mjs")?),
        ]))
    }

    /// True where a language has too few lines.
    pub fn is_empty(&self) -> bool {
        self.0.iter().any(|(_, lines)| lines.len() <= LINES)
    }

    /// A block for an article: the second is JavaScript, all others are Rust.
    pub fn block(&self, article: usize, place: usize) -> String {
        let is_second = place == 1;
        let (language, lines) = &self.0[usize::from(is_second)];
        let number = if is_second {
            article
        } else {
            article * 2 + place / 2
        };
        let starts = lines.len() - LINES;
        let first = number * (starts / APART).max(1) % starts;
        format!(
            "```{language}\n{}\n```\n\n",
            lines[first..first + LINES].join("\n")
        )
    }
}

fn lines(folder: &Path, ending: &str) -> io::Result<Vec<String>> {
    let mut lines = Vec::new();
    for path in files(folder, &[ending])? {
        let text = fs::read_to_string(path)?;
        let kept = text
            .lines()
            .filter(|line| !FOREIGN.iter().any(|sign| line.contains(sign)));
        lines.extend(kept.map(str::to_owned));
    }
    Ok(lines)
}
