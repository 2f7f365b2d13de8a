//! The output of `git log`, from the newest commit back: which file was last changed when. Runs nothing.

use std::collections::{BTreeMap, BTreeSet, HashMap};
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
    /// The files that commits of the future changed, with the date of the newest.
    pub future: BTreeMap<String, Timestamp>,
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

/// How a log is read.
pub(super) struct Reading<'r, N> {
    /// What files of the site start with in the log.
    pub prefix: &'r str,
    /// What their names start with in the site.
    pub below: &'r str,
    /// The date after which a commit is of the future: its clock was wrong.
    pub limit: Timestamp,
    /// The files that are needed, once that is known.
    pub needed: N,
}

impl<N> Reading<'_, N> {
    /// The name in the site of a file that the log names; `None` for one of another folder.
    fn own_name(&self, name: &str) -> Option<String> {
        let name = name.strip_prefix(self.prefix)?;
        Some(format!("{}{name}", self.below))
    }
}

/// What one entry of a commit says of a file.
enum Entry {
    /// Its text is another one, or it is new.
    Changed { file: String, brought: bool },
    /// It has another name and the same text.
    Renamed { from: String, to: String },
}

impl Entry {
    /// A file that is new.
    fn brought(file: String) -> Entry {
        Entry::Changed {
            file,
            brought: true,
        }
    }
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

    fn note(&mut self, entry: Entry, at: Timestamp, limit: Timestamp) {
        match entry {
            Entry::Changed { file, .. } if at > limit => {
                let today = self.name_of_today(file);
                if !self.dates.contains_key(&today) {
                    self.future.entry(today).or_insert(at);
                }
            }
            Entry::Changed { file, brought } => self.changed(file, Change { at, brought }),
            Entry::Renamed { from, to } => self.renamed(from, to, at),
        }
    }

    fn name_of_today(&self, file: String) -> String {
        self.names.get(&file).cloned().unwrap_or(file)
    }

    /// Notes that a commit touched a file.
    fn changed(&mut self, file: String, change: Change) {
        let today = self.name_of_today(file);
        self.dates.entry(today).or_insert(change);
    }

    /// Notes that a commit gave a file another name and left its text alone.
    fn renamed(&mut self, from: String, to: String, at: Timestamp) {
        let today = self.name_of_today(to);
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

    /// Takes the files that have a date out of `missing`; true if none is left.
    fn has_all(&self, missing: &mut BTreeSet<String>) -> bool {
        missing.retain(|file| self.date_of(file).is_none());
        missing.is_empty()
    }
}

/// Reads `git log -z --raw --no-abbrev --format=%x01%at` until each file that is needed was seen, or to the end.
pub(super) fn read_log<N>(out: impl BufRead, reading: &Reading<N>) -> Log
where
    N: Fn() -> Option<BTreeSet<String>>,
{
    let mut log = Log::default();
    let mut missing: Option<BTreeSet<String>> = None;
    let mut at = None;
    let mut words = Words(out);
    while let Some(word) = words.next() {
        // Between the date of a commit and its files stands the end of a line.
        let word = word.trim_start_matches('\n');
        if let Some(date) = word.strip_prefix(COMMIT) {
            at = moment(date);
            missing = missing.or_else(&reading.needed);
            if missing.as_mut().is_some_and(|missing| log.has_all(missing)) {
                return log;
            }
        } else if !word.is_empty() {
            let Some(entry) = read_entry(word, &mut words, reading) else {
                return log;
            };
            if let (Some(at), Some(entry)) = (at, entry) {
                log.note(entry, at, reading.limit);
            }
        }
    }
    log.is_whole = true;
    log
}

fn moment(seconds: &str) -> Option<Timestamp> {
    Timestamp::from_second(seconds.parse().ok()?).ok()
}

/// Reads what a commit says of a file. The outer `None` is an output that breaks off; the inner one is of no file of the
/// site, or no change: another mode, such as that of a program, leaves a text as it was.
fn read_entry<R: BufRead, N>(
    word: &str,
    words: &mut Words<R>,
    reading: &Reading<N>,
) -> Option<Option<Entry>> {
    let status = word.rsplit(' ').next().unwrap_or_default();
    let own = |name: String| reading.own_name(&name);
    let is_named_twice =
        status.starts_with(['R', 'C']) && status[1..].starts_with(|c: char| c.is_ascii_digit());
    let first = own(words.next()?);
    if !is_named_twice {
        if has_text_of_before(word) {
            return Some(None);
        }
        // A merge has a letter for each of its parents.
        let brought = status.bytes().all(|letter| letter == b'A');
        return Some(first.map(|file| Entry::Changed { file, brought }));
    }
    let second = own(words.next()?);
    Some(match (first, second) {
        (Some(from), Some(to)) if status.starts_with('R') => Some(Entry::Renamed { from, to }),
        (_, second) => second.map(Entry::brought),
    })
}

/// True if the hash of a text is that in one of the parents: `::MODE MODE MODE HASH HASH HASH MM`, the new one last.
fn has_text_of_before(word: &str) -> bool {
    let parents = word.bytes().take_while(|byte| *byte == b':').count();
    let mut hashes = word.split(' ').skip(parents + 1).take(parents);
    let new = word.split(' ').nth(2 * parents + 1);
    parents > 0 && hashes.any(|old| Some(old) == new)
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

    fn log_until(text: &str, needed: Option<&[&str]>, limit: i64) -> Log {
        let files: Option<BTreeSet<String>> =
            needed.map(|files| files.iter().map(|file| (*file).to_owned()).collect());
        let reading = Reading {
            prefix: "site/",
            below: "",
            limit: Timestamp::from_second(limit).unwrap(),
            needed: || files.clone(),
        };
        read_log(raw(text).as_bytes(), &reading)
    }

    fn log(text: &str, needed: &[&str]) -> Log {
        log_until(text, Some(needed), 1_000)
    }

    /// A log in which each status has its modes and hashes: `M` is `:100644 100644 1 2 M`, and small letters leave the
    /// text as it is.
    fn raw(text: &str) -> String {
        let words = text.split('\0').map(|word| {
            let status = word.trim_start_matches('\n');
            let is_status = !status.is_empty()
                && status
                    .bytes()
                    .all(|byte| b"AMRCm0123456789".contains(&byte))
                && !status.starts_with(|c: char| c.is_ascii_digit());
            if !is_status {
                return word.to_owned();
            }
            let parents = status.bytes().filter(u8::is_ascii_alphabetic).count();
            let new = if status.contains('m') { "1" } else { "9" };
            format!(
                "\n{}{}{}{new} {}",
                ":".repeat(parents),
                "100644 ".repeat(parents + 1),
                "1 ".repeat(parents),
                status.to_uppercase()
            )
        });
        words.collect::<Vec<_>>().join("\0")
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
    fn another_mode_is_no_change() {
        let text =
            "\u{1}300\0\nm\0site/a.md\0\u{1}250\0\nmm\0site/a.md\0\u{1}200\0\nM\0site/a.md\0";
        assert_eq!(date(&log(text, &["a.md"]), "a.md"), Some(200));
    }

    #[test]
    fn commits_of_the_future_are_told_and_not_counted() {
        let text = "\u{1}900\0\nM\0site/b.md\0R100\0site/c.md\0site/d.md\0\u{1}300\0\nM\0site/a.md\0M\0site/b.md\0\u{1}200\0\nA\0site/c.md\0\u{1}800\0\nM\0site/a.md\0";
        let log = log_until(text, None, 500);
        let dates = ["a.md", "b.md", "d.md"].map(|file| date(&log, file));
        assert_eq!(dates, [Some(300), Some(300), Some(200)]);
        let future: Vec<_> = log
            .future
            .iter()
            .map(|(file, at)| (file.as_str(), at.as_second()))
            .collect();
        assert_eq!(future, [("b.md", 900)]);
    }

    #[test]
    fn files_of_a_submodule_have_its_folder_before_their_names() {
        let reading = Reading {
            prefix: "",
            below: "content/",
            limit: Timestamp::MAX,
            needed: || None,
        };
        let log = read_log(raw("\u{1}300\0\nM\0a.md\0").as_bytes(), &reading);
        assert_eq!(date(&log, "content/a.md"), Some(300));
    }

    #[test]
    fn reading_ends_where_nothing_more_is_needed() {
        let text = "\u{1}300\0\nM\0site/a.md\0\u{1}200\0\nM\0site/b.md\0";
        assert_eq!(date(&log(text, &["a.md"]), "b.md"), None);
        assert_eq!(date(&log(text, &[]), "a.md"), None);
        let to_the_end = log_until(text, None, 1_000);
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
