//! Paragraphs, lists and quotations that somebody wrote: those of the example site, or those below the folder
//! that `CORPUS` names.
//!
//! What generators would not read alike is left out: blocks of a theme, HTML, footnotes, code, headings. Links
//! within the site that a text comes from are made to lead to other articles.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use crate::shared::words::Dice;

/// What makes a block differ from one generator to the next.
const UNLIKE: [&str; 14] = [
    "{", "<", "::", "[^", "```", "~~~", "[!", "![", "[[", "][", "\n: ", "@", "\t", "\\",
];
/// Bytes of a block, at least and at most.
const LENGTH: (usize, usize) = (40, 2_500);

/// A block of Markdown, cut where a link to another article goes in.
pub struct Block(Vec<String>);

/// All blocks that there are.
pub struct Prose(Vec<Block>);

impl Prose {
    /// Reads them from the disk, in the order of their files' names.
    ///
    /// # Errors
    /// As the disk says.
    pub fn read() -> io::Result<Prose> {
        let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
        let folder = env::var_os("CORPUS").map_or(own, PathBuf::from);
        let mut blocks = Vec::new();
        for path in files(&folder, &["md", "markdown"])? {
            let text = fs::read(&path)?;
            let text = String::from_utf8_lossy(&text).replace("\r\n", "\n");
            blocks.extend(body(&text).split("\n\n").filter_map(Block::read));
        }
        Ok(Prose(blocks))
    }

    /// True where nothing could be used.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// One of them.
    pub fn one_of(&self, dice: &mut Dice) -> &Block {
        &self.0[dice.below(self.0.len())]
    }
}

impl Block {
    fn read(text: &str) -> Option<Block> {
        let text = text.trim_matches('\n').trim_end();
        let is_alike = !UNLIKE.iter().any(|sign| text.contains(sign))
            && !text.starts_with(['#', ' ', '=', '-'])
            && !text.contains("]: ")
            && !text
                .lines()
                .any(|line| line.starts_with("---") || line.starts_with("    "));
        if !is_alike || text.len() < LENGTH.0 || text.len() > LENGTH.1 {
            return None;
        }
        let mut parts = vec![String::new()];
        let mut rest = text;
        while let Some((before, behind)) = rest.split_once("](") {
            let (target, after) = behind.split_once(')')?;
            if target.contains(['(', ' ', '\n']) {
                return None;
            }
            let last = parts.last_mut()?;
            *last += before;
            *last += "](";
            if target.starts_with("http://") || target.starts_with("https://") {
                *last += target;
            } else {
                parts.push(String::new());
            }
            *parts.last_mut()? += ")";
            rest = after;
        }
        *parts.last_mut()? += rest;
        Some(Block(parts))
    }

    /// Its bytes, without what goes into it.
    pub fn len(&self) -> usize {
        self.0.iter().map(String::len).sum()
    }

    /// Writes it down; `target` is asked for each link to another article.
    pub fn write(&self, text: &mut String, mut target: impl FnMut() -> String) {
        for (at, part) in self.0.iter().enumerate() {
            if at > 0 {
                *text += &target();
            }
            *text += part;
        }
        *text += "\n\n";
    }
}

/// What follows the front matter.
fn body(text: &str) -> &str {
    let behind = text
        .strip_prefix("---\n")
        .and_then(|rest| rest.split_once("\n---\n"));
    behind.map_or(text, |(_, body)| body)
}

/// The files below a folder with one of these endings, in the order of their paths.
pub fn files(folder: &Path, endings: &[&str]) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder)? {
            let entry = entry?;
            let path = entry.path();
            let ending = path.extension().and_then(OsStr::to_str).unwrap_or_default();
            if entry.file_type()?.is_dir() {
                folders.push(path);
            } else if endings.contains(&ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}
