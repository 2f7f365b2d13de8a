//! The output of `git log`, from the newest commit back: which file was last changed when. Runs nothing.

use std::collections::{BTreeSet, HashMap};
use std::io::BufRead;

use jiff::Timestamp;

/// What stands before the date of a commit.
const COMMIT: char = '\u{1}';

/// The last changes found so far.
#[derive(Debug, Default)]
pub(super) struct Log {
    dates: HashMap<String, Change>,
    /// Names that files had earlier, each with the name of today.
    names: HashMap<String, String>,
    /// True where it was read to its end.
    pub is_whole: bool,
}

/// A commit that touched a file.
#[derive(Clone, Copy, Debug)]
struct Change {
    at: Timestamp,
    /// Whether it brought the file, as far as can be told.
    brought: bool,
}

impl Log {
    /// When a file of the site was last changed.
    pub fn date_of(&self, file: &str) -> Option<Timestamp> {
        self.dates.get(file).map(|change| change.at)
    }

    /// True where the last commit that touched a file brought it, or may have.
    pub fn is_brought(&self, file: &str) -> bool {
        self.dates.get(file).is_some_and(|change| change.brought)
    }

    /// Notes that a commit touched a file.
    fn changed(&mut self, file: String, change: Change) {
        let today = self.names.get(&file).cloned().unwrap_or(file);
        self.dates.entry(today).or_insert(change);
    }

    /// Notes that a commit gave a file another name and left its text alone.
    fn renamed(&mut self, from: String, to: String, at: Timestamp) {
        let today = self.names.get(&to).cloned().unwrap_or(to);
        if self.dates.contains_key(&today) {
            return;
        }
        // Another file has had the old name since: there is no telling whose its history is.
        if self.dates.contains_key(&from) || self.names.contains_key(&from) {
            self.dates.insert(today, Change { at, brought: true });
        } else {
            self.names.insert(from, today);
        }
    }
}

/// Reads `git log -z --name-status --format=%x01%at` until each file that is needed was seen, or to the end.
/// `prefix` is what files of the site start with; `needed` says which are, once that is known.
pub(super) fn read_log(
    out: impl BufRead,
    prefix: &str,
    needed: impl Fn() -> Option<BTreeSet<String>>,
) -> Log {
    let mut log = Log::default();
    let mut missing: Option<BTreeSet<String>> = None;
    let mut at = None;
    let mut words = Words(out);
    loop {
        let Some(word) = words.next() else {
            log.is_whole = true;
            break;
        };
        // Between the date of a commit and its files stands the end of a line.
        let word = word.trim_start_matches('\n');
        if let Some(date) = word.strip_prefix(COMMIT) {
            at = date
                .parse()
                .ok()
                .and_then(|second| Timestamp::from_second(second).ok());
            missing = missing.or_else(&needed);
            if let Some(missing) = &mut missing {
                missing.retain(|file| log.date_of(file).is_none());
                if missing.is_empty() {
                    break;
                }
            }
        } else if !word.is_empty() {
            let is_rename =
                word.starts_with(['R', 'C']) && word[1..].starts_with(|c: char| c.is_ascii_digit());
            let is_same = is_rename && word.starts_with('R');
            let Some(first) = words.next() else { break };
            let second = if is_rename { words.next() } else { None };
            let own = |name: &str| name.strip_prefix(prefix).map(str::to_owned);
            match (at, own(&first), second.as_deref().map(own)) {
                // A merge has a letter for each of its parents.
                (Some(at), Some(file), None) => {
                    log.changed(
                        file,
                        Change {
                            at,
                            brought: word.bytes().all(|letter| letter == b'A'),
                        },
                    );
                }
                (Some(at), Some(from), Some(Some(to))) if is_same => log.renamed(from, to, at),
                (Some(at), _, Some(Some(to))) => log.changed(to, Change { at, brought: true }),
                _ => {}
            }
        }
    }
    log
}

/// The words of an output that is cut by zero bytes.
struct Words<R>(R);

impl<R: BufRead> Iterator for Words<R> {
    type Item = String;

    fn next(&mut self) -> Option<String> {
        let mut bytes = Vec::new();
        let read = self.0.read_until(0, &mut bytes).ok()?;
        if bytes.last() == Some(&0) {
            bytes.pop();
        }
        // The name of a file of the site is UTF-8; of any other it does not matter.
        (read > 0).then(|| String::from_utf8_lossy(&bytes).into_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn log(text: &str, needed: &[&str]) -> Log {
        let files: BTreeSet<String> = needed.iter().map(|file| (*file).to_owned()).collect();
        read_log(text.as_bytes(), "site/", || Some(files.clone()))
    }

    fn date(log: &Log, file: &str) -> Option<i64> {
        log.date_of(file).map(Timestamp::as_second)
    }

    #[test]
    fn the_newest_commit_of_a_file_counts() {
        let text = "\u{1}300\0\nM\0site/a.md\0\u{1}250\0\0MM\0site/b.md\0\u{1}200\0\nM\0site/a.md\0A\0other/c.md\0\u{1}100\0\nA\0site/\n d\"é.md\0";
        let log = log(text, &["a.md", "gone.md"]);
        assert_eq!(
            (date(&log, "a.md"), date(&log, "b.md")),
            (Some(300), Some(250))
        );
        assert_eq!(
            (date(&log, "c.md"), date(&log, "\n d\"é.md")),
            (None, Some(100))
        );
    }

    #[test]
    fn what_a_commit_brought_it_did_not_change() {
        let text = "\u{1}300\0\nM\0site/a.md\0A\0site/b.md\0\u{1}200\0\nAM\0site/c.md\0R100\0site/x.md\0site/d.md\0\u{1}100\0\nA\0site/a.md\0M\0site/x.md\0";
        let log = log(text, &["gone.md"]);
        let brought = ["a.md", "b.md", "c.md", "d.md"].map(|file| log.is_brought(file));
        assert_eq!(brought, [false, true, false, false]);
    }

    #[test]
    fn another_name_is_no_change() {
        let text = "\u{1}500\0\nR100\0site/b.md\0site/c.md\0\u{1}400\0\nR100\0site/a.md\0site/b.md\0\u{1}300\0\nM\0site/a.md\0";
        assert_eq!(date(&log(text, &["c.md"]), "c.md"), Some(300));
        let taken = "\u{1}500\0\nA\0site/a.md\0\u{1}400\0\nR100\0site/a.md\0site/b.md\0\u{1}300\0\nM\0site/a.md\0";
        let log = log(taken, &["b.md", "gone.md"]);
        assert_eq!(
            (date(&log, "a.md"), date(&log, "b.md")),
            (Some(500), Some(400))
        );
    }

    #[test]
    fn reading_ends_where_nothing_more_is_needed() {
        let text = "\u{1}300\0\nM\0site/a.md\0\u{1}200\0\nM\0site/b.md\0";
        assert_eq!(date(&log(text, &["a.md"]), "b.md"), None);
        assert_eq!(date(&log(text, &[]), "a.md"), None);
        let to_the_end = read_log(text.as_bytes(), "site/", || None);
        assert_eq!(date(&to_the_end, "b.md"), Some(200));
    }

    #[test]
    fn what_makes_no_sense_is_read_over() {
        for text in [
            "",
            "\0\0\0",
            "M",
            "M\0",
            "\u{1}x\0\nM\0site/a.md",
            "R100\0site/a.md",
            "R\u{e9}\0a\0",
            "\u{1}\0",
        ] {
            assert_eq!(date(&log(text, &["a.md"]), "a.md"), None, "{text:?}");
        }
    }
}
