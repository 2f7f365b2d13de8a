//! Lines of programs: those of copublish itself, and of the tests in a browser.

use std::path::Path;
use std::{fs, io};

use super::prose::files;

/// Lines of a block.
const LINES: usize = 40;
/// How far blocks stand apart: they overlap, and no two are the same.
const STEP: usize = 7;
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
        Ok(Code([("rust", rust), ("javascript", lines(&project.join("tests/browser"), "mjs")?)]))
    }

    /// True where a language has too few lines.
    pub fn is_empty(&self) -> bool {
        self.0.iter().any(|(_, lines)| lines.len() <= LINES)
    }

    /// A block for an article: the second is JavaScript, all others are Rust.
    pub fn block(&self, article: usize, place: usize) -> String {
        let (language, lines) = &self.0[usize::from(place == 1)];
        let windows = lines.len() - LINES;
        // A number without a common part with most others, so that it comes round to every line.
        let first = (article * 2 + place / 2) * STEP % windows;
        format!("```{language}\n{}\n```\n\n", lines[first..first + LINES].join("\n"))
    }
}

fn lines(folder: &Path, ending: &str) -> io::Result<Vec<String>> {
    let mut lines = Vec::new();
    for path in files(folder, &[ending])? {
        let text = fs::read_to_string(path)?;
        let kept = text.lines().filter(|line| !FOREIGN.iter().any(|sign| line.contains(sign)));
        lines.extend(kept.map(str::to_owned));
    }
    Ok(lines)
}
