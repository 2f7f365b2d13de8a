//! The result of a build or a check, in a line or a table.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::time::Duration;

use jiff::tz::TimeZone;
use jiff::{RoundMode, Timestamp, TimestampRound, Unit};

use crate::base::english::{count, grouped};
use crate::base::{Diagnostic, FilePath, Severity};
use crate::check::is_fixable;
use crate::engine::{
    CheckResult, DefaultHome, Defaults, HiddenProblems, HiddenState, NoHistory, Outcome, Recorded,
    SkippedFiles, StateProblems, Unknown, UnmadeEditions,
};
use crate::watch::Batch;

/// How many errors and warnings there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// How many errors.
    pub errors: usize,
    /// How many warnings.
    pub warnings: usize,
}

impl Counts {
    /// Counts diagnostics.
    pub fn of(diagnostics: &[&Diagnostic]) -> Counts {
        let errors = diagnostics
            .iter()
            .filter(|found| found.severity == Severity::Error)
            .count();
        Counts {
            errors,
            warnings: diagnostics.len() - errors,
        }
    }

    /// `2 errors, 1 warning`; empty where there is neither.
    pub fn words(self) -> String {
        let parts = [(self.errors, "error"), (self.warnings, "warning")];
        let parts = parts
            .iter()
            .filter(|(number, _)| *number > 0)
            .map(|(number, noun)| count(*number, noun));
        parts.collect::<Vec<_>>().join(", ")
    }
}

/// The last line of a build.
pub fn built(outcome: &Outcome, took: Duration, counts: Counts) -> String {
    if !outcome.committed {
        return "nothing was written, and the last build was kept; `--keep-going` writes what can be built"
            .to_owned();
    }
    let mut files = format!(
        "{}, {} changed",
        count(outcome.files, "file"),
        grouped(outcome.changed)
    );
    if outcome.removed > 0 {
        let _ = write!(files, ", {} removed", grouped(outcome.removed));
    }
    if outcome.failed > 0 {
        let _ = write!(files, ", {} failed and left out", grouped(outcome.failed));
    }
    if outcome.kept_last > 0 {
        let _ = write!(
            files,
            ", {} failed and kept as before",
            grouped(outcome.kept_last)
        );
    }
    let pages = count(outcome.pages, "page");
    let mut line = format!("built {pages} ({files}) in {:.2} s", took.as_secs_f64());
    if let Some(shard) = outcome.shard {
        let _ = write!(line, ", part {shard} of the site");
    }
    if counts != Counts::default() {
        let _ = write!(line, ", {}", counts.words());
    }
    line
}

/// The last line of a check. `known` findings are in the baseline.
pub fn checked(checked: &CheckResult, took: Duration, counts: Counts, known: usize) -> String {
    let new = if counts == Counts::default() {
        None
    } else {
        Some(counts.words())
    };
    let found = match (new, known) {
        (None, 0) => "no problems".to_owned(),
        (None, known) => format!("no new problems, {} known", grouped(known)),
        (Some(new), 0) => new,
        (Some(new), known) => format!("{new}, {} known", grouped(known)),
    };
    let (pages, files) = (count(checked.pages, "page"), count(checked.files, "file"));
    format!(
        "checked {pages} ({files}) in {:.2} s: {found}",
        took.as_secs_f64()
    )
}

/// More findings than these are hard to take in without a table.
const MANY: usize = 10;

/// How often each code was found, most frequent first. `None` if there are few findings.
pub fn by_code(ordered: &[&Diagnostic]) -> Option<String> {
    let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for found in ordered {
        *counts
            .entry((found.code.id(), found.severity.word()))
            .or_default() += 1;
    }
    if ordered.len() <= MANY || counts.len() < 2 {
        return None;
    }
    let mut rows: Vec<((&str, &str), usize)> = counts.into_iter().collect();
    rows.sort_by_key(|(name, times)| (Reverse(*times), *name));
    let mut lines = Vec::with_capacity(rows.len() + 1);
    for ((code, severity), times) in &rows {
        lines.push(format!("{:>7}  {severity:<7}  {code}", grouped(*times)));
    }
    if let Some(((code, _), _)) = rows.first() {
        lines.push(format!(
            "`copublish explain {code}` explains what it means and what to do"
        ));
    }
    Some(lines.join("\n"))
}

/// How many findings `copublish fix` can fix.
pub fn fixable(ordered: &[&Diagnostic]) -> Option<String> {
    let found = ordered.iter().filter(|found| is_fixable(found)).count();
    (found > 0).then(|| match (found, ordered.len()) {
        (1, 1) => "`copublish fix` can fix it".to_owned(),
        (found, all) if found == all => "`copublish fix` can fix all of them".to_owned(),
        (found, _) => format!("`copublish fix` can fix {} of them", grouped(found)),
    })
}

/// Why there are more warnings than were allowed.
pub fn too_many(warnings: usize, most: usize) -> String {
    format!(
        "{} found, but --max-warnings allows {}",
        count(warnings, "warning"),
        grouped(most)
    )
}

/// How many files are named; the others are counted.
const NAMED: usize = 3;

/// What changed: the names of the first few files.
pub fn changes(batch: &Batch) -> String {
    if batch.everything {
        return "changed: more files than could be tracked; reading everything again".to_owned();
    }
    let mut names = changed_names(batch);
    if names.len() > NAMED {
        let more = count(names.len() - NAMED, "other file");
        names.truncate(NAMED);
        names.push(more);
    }
    if batch.history {
        names.push("the git history".to_owned());
    }
    match names.split_last() {
        None => "changed".to_owned(),
        Some((last, [])) => format!("changed: {last}"),
        Some((last, first)) => format!("changed: {} and {last}", first.join(", ")),
    }
}

/// The changed paths. A folder is left out if a path inside it is listed.
fn changed_names(batch: &Batch) -> Vec<String> {
    let all = if batch.paths.is_empty() {
        &batch.transient
    } else {
        &batch.paths
    };
    let mut names = Vec::new();
    let mut paths = all.iter().peekable();
    while let Some(path) = paths.next() {
        if !paths.peek().is_some_and(|next| next.starts_with(path)) {
            names.push(path.display().to_string());
        }
    }
    names
}

/// A moment has come at which the site changes by itself.
pub fn scheduled_change(at: Timestamp, zone: &TimeZone) -> String {
    format!("scheduled change at {}", to_the_second(at, zone))
}

/// When the site will change by itself, in its own time zone. Said to the second that follows, since a
/// build at that time must see the change.
pub fn next_change(at: Timestamp, zone: &TimeZone) -> String {
    format!("next change at {}", to_the_second(at, zone))
}

fn to_the_second(at: Timestamp, zone: &TimeZone) -> String {
    let second = TimestampRound::new()
        .smallest(Unit::Second)
        .mode(RoundMode::Ceil);
    let at = at.round(second).unwrap_or(at).to_zoned(zone.clone());
    at.strftime("%Y-%m-%d %H:%M:%S %:z").to_string()
}

/// Why pages do not say when they were last changed.
pub fn no_history(no_history: &NoHistory) -> String {
    let why = match no_history.why {
        Unknown::NoGit => "git is not installed",
        Unknown::NoRepository => "this site is not in a git repository",
        Unknown::NotTrusted => {
            "the git repository belongs to another user, so git does not trust it (see `safe.directory` in its manual)"
        }
        Unknown::Shallow => {
            "this clone holds only the last part of the history (`git fetch --unshallow` gets the rest)"
        }
        Unknown::Unreadable => "git could not read its repository",
        Unknown::NoAnswer => "git did not answer in time",
    };
    let (place, pages) = match &no_history.folder {
        Some(folder) => (
            format!("`{folder}`, a git repository of its own: "),
            "its pages",
        ),
        None => (String::new(), "pages"),
    };
    format!(
        "{place}{why}, so {pages} without `updated` do not say when they last changed; `git_dates: false` in site.yaml turns this off"
    )
}

/// What was assumed because site.yaml or `content` does not say it.
pub fn defaults(defaults: Defaults) -> Vec<String> {
    let mut notes = Vec::new();
    if defaults.no_base_url {
        notes.push(
            "site.yaml has no `base_url`, so this site has no feeds and no sitemap; add the address it will have, as in \
             `base_url: https://www.example.org`"
                .to_owned(),
        );
    }
    notes.extend(default_home(defaults));
    notes
}

/// The pages whose last commit is not counted, since its date is in the future.
pub fn future_commits(commits: &BTreeMap<FilePath, Timestamp>) -> Option<String> {
    let (_, newest) = commits.iter().max_by_key(|(_, at)| **at)?;
    let files: Vec<&FilePath> = commits.keys().collect();
    let have = if files.len() == 1 { "has" } else { "have" };
    let pages = count(files.len(), "page");
    Some(format!(
        "{pages} {have} a commit dated in the future, up to {}, which is not counted ({}); check the clock of the computer it was made on, or write `updated` in the page",
        newest.strftime("%Y-%m-%d"),
        first_names(&files),
    ))
}

/// How much is wrong with documents that are not public: its author can know before the day comes.
pub fn hidden_problems(hidden: &HiddenProblems) -> Option<String> {
    let states: Vec<String> = hidden
        .0
        .iter()
        .map(|(state, problems)| in_state(*state, problems))
        .collect();
    let (last, first) = states.split_last()?;
    let all = if first.is_empty() {
        last.clone()
    } else {
        format!("{} and {last}", first.join(", "))
    };
    Some(format!(
        "problems in documents that are not public are not shown: {all}; `copublish check --drafts` shows them"
    ))
}

fn in_state(state: HiddenState, problems: &StateProblems) -> String {
    let StateProblems {
        documents,
        errors,
        warnings,
        first,
    } = problems;
    let found = Counts {
        errors: *errors,
        warnings: *warnings,
    }
    .words();
    let number = documents.len();
    let documents = match (state, number) {
        (HiddenState::Scheduled, 1) => "1 document that is scheduled".to_owned(),
        (HiddenState::Scheduled, _) => {
            format!("{} that are scheduled", count(number, "document"))
        }
        (HiddenState::Draft, _) => count(number, "draft"),
        (HiddenState::Expired, 1) => "1 document that has expired".to_owned(),
        (HiddenState::Expired, _) => format!("{} that have expired", count(number, "document")),
    };
    let first = match (state, first) {
        (HiddenState::Scheduled, Some(first)) if number == 1 => {
            format!(" (published on {})", first.day())
        }
        (HiddenState::Scheduled, Some(first)) => {
            format!(" (the first is published on {})", first.day())
        }
        _ => String::new(),
    };
    format!("{found} in {documents}{first}")
}

/// That the home page is not the author's.
pub fn default_home(defaults: Defaults) -> Option<String> {
    let (why, help) = match defaults.home_page? {
        DefaultHome::Missing => (
            "there is no content/index.md",
            "; `copublish new home \"Welcome\"` begins your own",
        ),
        DefaultHome::Hidden => ("content/index.md is not public", ""),
        DefaultHome::Elsewhere => (
            "content/index.md is of a kind whose pages have other addresses",
            "; delete `kind`, or write `kind: home`",
        ),
    };
    Some(format!(
        "{why}, so the home page shows the lists of the site{help}"
    ))
}

/// The editions that nothing here can make.
pub fn unmade_editions(unmade: UnmadeEditions) -> Option<String> {
    let editions = (unmade.editions > 0).then(|| count(unmade.editions, "edition"))?;
    let links = count(unmade.links, "link");
    let instead = match (unmade.links, unmade.editions) {
        (0, _) => String::new(),
        (1, 1) => "; 1 link to it leads to its page instead".to_owned(),
        (1, _) => "; 1 link to one of them leads to its page instead".to_owned(),
        (_, 1) => format!("; {links} to it lead to its page instead"),
        (..) => format!("; {links} to them lead to their pages instead"),
    };
    Some(format!(
        "{editions} left out: `copublish-press`, which makes PDFs, is not installed; put it beside `copublish`{instead}"
    ))
}

/// The documents whose PDFs are no PDF/A, and what to write.
pub fn undated_pdfs(files: &[FilePath]) -> Option<String> {
    let these = match files.len() {
        0 => return None,
        1 => "the PDF of 1 page keeps",
        _ => &format!("the PDFs of {} keep", count(files.len(), "page")),
    };
    let names = first_names(&files.iter().collect::<Vec<_>>());
    Some(format!(
        "{these} to PDF/UA-1, but not to PDF/A-2a, which asks for a date ({names}); write `date:` or `updated:` in front matter"
    ))
}

/// The files that are not published because of their name or folder: for each cause, which files, and how to publish one.
pub fn left_out(left_out: &SkippedFiles) -> Vec<String> {
    let names = left_out_for_names(&left_out.leftovers);
    let drafts = " in folders of drafts";
    let like_drafts = " in folders called like drafts";
    let folders = [
        (&left_out.drafts, drafts, "move it out of `_drafts`"),
        (
            &left_out.like_drafts,
            like_drafts,
            "move it to a folder with another name",
        ),
    ];
    let folders = folders.iter().filter(|(files, ..)| !files.is_empty());
    let folders = folders.map(|(files, place, help)| {
        let files = counted_names(&files.iter().collect::<Vec<_>>(), "file", place);
        format!("not published: {files}; to publish one, {help}")
    });
    names.into_iter().chain(folders).collect()
}

fn left_out_for_names(leftovers: &[FilePath]) -> Option<String> {
    let (hidden, leftovers): (Vec<_>, Vec<_>) = leftovers
        .iter()
        .partition(|file| file.name().starts_with('.'));
    let groups = [
        (leftovers, "backup or system file"),
        (hidden, "hidden file"),
    ];
    let groups = groups.iter().filter(|(files, _)| !files.is_empty());
    let files: Vec<String> = groups
        .map(|(files, what)| counted_names(files, what, ""))
        .collect();
    let files = files.join(", ");
    (!files.is_empty()).then(|| {
        format!("not published: {files}; to publish one, add it to `include` in site.yaml")
    })
}

fn counted_names(files: &[&FilePath], what: &str, place: &str) -> String {
    format!(
        "{}{place} ({})",
        count(files.len(), what),
        first_names(files)
    )
}

/// `a.md, b.md, c.md and 4 more`.
fn first_names(files: &[&FilePath]) -> String {
    let names: Vec<&str> = files.iter().take(NAMED).map(|file| file.as_str()).collect();
    let names = names.join(", ");
    match files.len().saturating_sub(NAMED) {
        0 => names,
        more => format!("{names} and {} more", grouped(more)),
    }
}

/// How many addresses are not in the ledger; nothing where all of them are.
pub fn unrecorded(number: usize) -> Option<String> {
    let (verb, them) = if number == 1 {
        ("is", "it")
    } else {
        ("are", "them")
    };
    (number > 0).then(|| {
        format!(
            "{} {verb} not in addresses.lock yet; `copublish build --update-ledger` adds {them}",
            count(number, "new address")
        )
    })
}

/// What was added to the ledger.
pub fn recorded(recorded: Option<Recorded>) -> String {
    match recorded {
        None => "addresses.lock was not changed, because the site has errors".to_owned(),
        Some(Recorded { new: 0, all }) => {
            format!("addresses.lock already lists {}", count(all, "address"))
        }
        Some(Recorded { new, all }) => {
            format!(
                "addresses.lock lists {}, {} of them new",
                count(all, "address"),
                grouped(new)
            )
        }
    }
}

/// The seconds of each stage, of everything else, and of all together.
pub fn timings(stages: &[(&'static str, Duration)], took: Duration) -> String {
    let mut rows: Vec<(&str, u64)> = stages
        .iter()
        .map(|(name, time)| (*name, milliseconds(*time)))
        .collect();
    let known: u64 = rows.iter().map(|(_, time)| time).sum();
    let rest = milliseconds(took).saturating_sub(known);
    rows.push(("everything else", rest));
    rows.push(("total", known + rest));
    let width = rows
        .iter()
        .map(|(name, _)| name.chars().count())
        .max()
        .unwrap_or(0);
    let mut lines = Vec::with_capacity(rows.len());
    for (name, time) in rows {
        lines.push(format!(
            "{name:width$} {:>5}.{:03} s",
            time / 1000,
            time % 1000
        ));
    }
    lines.join("\n")
}

fn milliseconds(time: Duration) -> u64 {
    (time.as_secs_f64() * 1000.0).round() as u64
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::base::Code;

    #[test]
    fn counts_in_words() {
        let found = [Code::BrokenLink, Code::BrokenLink, Code::LinkOutside]
            .map(|code| Diagnostic::new(code, ""));
        let counts = Counts::of(&found.iter().collect::<Vec<_>>());
        assert_eq!(counts.words(), "2 errors, 1 warning");
        assert_eq!(
            Counts {
                errors: 0,
                warnings: 2
            }
            .words(),
            "2 warnings"
        );
        assert_eq!(Counts::default().words(), "");
    }

    #[test]
    fn many_findings_are_counted_by_code() {
        let of = |code: Code, times: usize| vec![Diagnostic::new(code, ""); times];
        let found = [
            of(Code::LinkOutside, 1),
            of(Code::BrokenLink, 1_200),
            of(Code::AddressClash, 1),
        ]
        .concat();
        let table = by_code(&found.iter().collect::<Vec<_>>()).unwrap();
        let expected = "  1,200  error    broken-link
      1  error    address-clash
      1  warning  link-outside
`copublish explain broken-link` explains what it means and what to do";
        assert_eq!(table, expected);
        assert_eq!(
            by_code(&found.iter().take(1_201).skip(1).collect::<Vec<_>>()),
            None,
            "one code needs no table"
        );
        assert_eq!(by_code(&found.iter().take(3).collect::<Vec<_>>()), None);
    }

    #[test]
    fn says_what_was_built() {
        let mut outcome = Outcome {
            pages: 46,
            files: 1112,
            changed: 1003,
            committed: true,
            ..Outcome::default()
        };
        let took = Duration::from_millis(214);
        let two = Counts {
            errors: 0,
            warnings: 2,
        };
        assert_eq!(
            built(&outcome, took, two),
            "built 46 pages (1,112 files, 1,003 changed) in 0.21 s, 2 warnings"
        );
        (outcome.pages, outcome.removed) = (1, 4);
        let line = built(&outcome, took, Counts::default());
        assert_eq!(
            line,
            "built 1 page (1,112 files, 1,003 changed, 4 removed) in 0.21 s"
        );
        (outcome.failed, outcome.kept_last) = (2, 63);
        let line = built(&outcome, took, Counts::default());
        assert_eq!(
            line,
            "built 1 page (1,112 files, 1,003 changed, 4 removed, 2 failed and left out, \
             63 failed and kept as before) in 0.21 s"
        );
        outcome.committed = false;
        assert!(built(&outcome, took, two).starts_with("nothing was written"));
    }

    #[test]
    fn says_what_changed_in_few_words() {
        let said = |paths: &[&str]| {
            changes(&Batch {
                paths: paths.iter().map(PathBuf::from).collect(),
                ..Batch::default()
            })
        };
        assert_eq!(said(&["content/a.md"]), "changed: content/a.md");
        assert_eq!(
            said(&["content/a", "content/a/b", "content/a/b/c.md"]),
            "changed: content/a/b/c.md"
        );
        assert_eq!(said(&["a", "b", "c"]), "changed: a, b and c");
        assert_eq!(
            said(&["a", "b", "c", "d"]),
            "changed: a, b, c and 1 other file"
        );
        let history = Batch {
            history: true,
            ..Batch::default()
        };
        assert_eq!(changes(&history), "changed: the git history");
        let both = Batch {
            paths: vec!["a".into()],
            ..history
        };
        assert_eq!(changes(&both), "changed: a and the git history");
        let lost = Batch {
            everything: true,
            ..Batch::default()
        };
        assert!(changes(&lost).starts_with("changed: more"));
    }

    #[test]
    fn names_the_next_change_in_the_zone_of_the_site() {
        let at: Timestamp = "2012-08-01T22:59:59.5Z".parse().unwrap();
        let zone = TimeZone::get("Europe/London").unwrap();
        assert_eq!(
            next_change(at, &zone),
            "next change at 2012-08-02 00:00:00 +01:00"
        );
    }

    #[test]
    fn times_add_up_as_written() {
        let stages = [
            ("content", Duration::from_micros(1_499)),
            ("layout", Duration::from_micros(1_210_600)),
        ];
        let table = timings(&stages, Duration::from_micros(1_250_900));
        let expected = "\
content             0.001 s
layout              1.211 s
everything else     0.039 s
total               1.251 s";
        assert_eq!(table, expected);
    }
}
