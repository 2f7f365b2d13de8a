//! What several failures have in common, told once with the least site that shows it.

use std::collections::{BTreeMap, BTreeSet};

use super::search::Files;
use super::secret::{Sample, Secret};
use super::{Bench, Leaks, Look, leaks};

/// What can be read of a secret: the document itself, or what belongs to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Sort {
    Document,
    Part,
    OwnFile,
    NamedFile,
}

impl Sort {
    /// What a word at this place in this file belongs to. A document's name is in the paths of all that is below it.
    fn of((place, file): &(String, String)) -> Sort {
        let is = |start: &str| {
            place.starts_with(start) || place == "stem" && file.contains(&format!("qz{start}"))
        };
        match () {
            () if is("part") => Sort::Part,
            () if is("own") => Sort::OwnFile,
            () if is("file") => Sort::NamedFile,
            () => Sort::Document,
        }
    }
}

/// What went wrong so far: each class with how often it did, and one example.
#[derive(Default)]
pub struct Classes(BTreeMap<String, (usize, String)>);

impl Classes {
    /// So many are known.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    fn add(&mut self, class: String, example: impl FnOnce() -> String) {
        match self.0.get_mut(&class) {
            Some((count, _)) => *count += 1,
            None => {
                let example = example();
                eprintln!("{class}\n{example}");
                self.0.insert(class, (1, example));
            }
        }
    }

    /// Fails where there are any.
    #[track_caller]
    pub fn assert_none(&self) {
        let lines: Vec<String> = self
            .0
            .iter()
            .map(|(class, (count, example))| format!("{count} × {class}\n{example}"))
            .collect();
        assert!(
            lines.is_empty(),
            "{} classes of leaks\n{}",
            lines.len(),
            lines.join("\n")
        );
    }
}

/// A sample that fails, and how it is looked at.
struct Failing<'f> {
    bench: &'f Bench,
    sample: &'f Sample,
    look: Look,
    seed: u64,
}

/// Looks at a sample, and tells each class of what can be read of it.
pub fn examine((bench, sample, seed): (&Bench, &Sample, u64), look: Look, classes: &mut Classes) {
    let all = leaks(sample, &look(bench, sample));
    if all.is_empty() {
        return;
    }
    let failing = Failing {
        bench,
        sample,
        look,
        seed,
    };
    // What can be read without any mutation, or after one of them, is told of that.
    let fewer: Vec<(Sample, BTreeMap<usize, Leaks>)> = failing
        .simpler()
        .into_iter()
        .map(|simpler| (simpler.clone(), leaks(&simpler, &look(bench, &simpler))))
        .collect();
    for (at, all) in all {
        let sorts: BTreeSet<Sort> = all.iter().map(Sort::of).collect();
        for sort in sorts {
            let of_sort: Leaks = all
                .iter()
                .filter(|leak| Sort::of(leak) == sort)
                .cloned()
                .collect();
            for piece in failing.pieces((at, sort), &of_sort) {
                let shows = |leaks: &BTreeMap<usize, Leaks>| {
                    leaks
                        .get(&at)
                        .is_some_and(|left| failing.pieces((at, sort), left).contains(&piece))
                };
                let simplest = fewer
                    .iter()
                    .find(|(_, leaks)| shows(leaks))
                    .map_or(sample, |(simpler, _)| simpler);
                let secret = &simplest.secrets[at];
                classes.add(class(secret, sort, piece), || {
                    failing.example((secret, piece), &of_sort)
                });
            }
        }
    }
}

/// What a failing secret has in common with others that fail in the same way.
fn class(secret: &Secret, sort: Sort, piece: Option<usize>) -> String {
    let labels: Vec<&str> = secret
        .mutations
        .iter()
        .map(|mutation| mutation.label.as_str())
        .collect();
    let of_piece = piece.map(|at| secret.pieces[at].label.as_str());
    match of_piece.filter(|_| labels.is_empty()) {
        Some(label) => format!("{sort:?} ({label}) of a valid document"),
        None => format!("{sort:?} after {labels:?}"),
    }
}

impl Failing<'_> {
    /// The sample without mutations, and with one for each document.
    fn simpler(&self) -> Vec<Sample> {
        let most = self
            .sample
            .secrets
            .iter()
            .map(|secret| secret.mutations.len())
            .max()
            .unwrap_or(0);
        let with_one = |number: usize| {
            let mut simpler = self.sample.clone();
            for secret in &mut simpler.secrets {
                let one = secret.mutations.get(number).cloned();
                secret.mutations = one.into_iter().collect();
            }
            simpler
        };
        let alone = if most > 1 { 0..most } else { 0..0 };
        std::iter::once(self.sample.unmutated())
            .chain(alone.map(with_one))
            .collect()
    }

    /// The pieces of a secret that something that was read belongs to.
    fn pieces(&self, (at, sort): (usize, Sort), leaks: &Leaks) -> BTreeSet<Option<usize>> {
        let secret = &self.sample.secrets[at];
        let is_read = |path: &str| {
            let name = path.rsplit('/').next().unwrap_or(path);
            leaks
                .iter()
                .any(|leak| Sort::of(leak) == sort && leak.1.ends_with(name))
        };
        let has_file = |files: &Files| files.keys().any(|path| is_read(path));
        let of_sort = leaks.iter().any(|leak| Sort::of(leak) == sort);
        match sort {
            _ if !of_sort => BTreeSet::new(),
            Sort::NamedFile => {
                let read: BTreeSet<Option<usize>> = (0..secret.pieces.len())
                    .filter(|at| has_file(&secret.pieces[*at].files))
                    .map(Some)
                    .collect();
                if read.is_empty() {
                    BTreeSet::from([None])
                } else {
                    read
                }
            }
            Sort::OwnFile | Sort::Part => {
                let starts = if sort == Sort::Part { "part" } else { "own" };
                let mut first = (0..secret.pieces.len())
                    .filter(|at| secret.pieces[*at].label.starts_with(starts));
                BTreeSet::from([first.next()])
            }
            Sort::Document => BTreeSet::from([None]),
        }
    }

    /// The files of a site that has one secret, and as little of that as still shows something.
    fn example(&self, (secret, piece): (&Secret, Option<usize>), leaks_of_it: &Leaks) -> String {
        let least = |pieces: Vec<usize>| {
            let mut secret = secret.clone();
            secret.pieces = pieces
                .into_iter()
                .map(|at| secret.pieces[at].clone())
                .collect();
            Sample {
                base: self.sample.base,
                missing: self.sample.missing,
                secrets: vec![secret],
            }
        };
        let title = usize::from(piece == Some(0));
        let few: Vec<usize> = [0].into_iter().skip(title).chain(piece).collect();
        let candidates = [least(few), least((0..secret.pieces.len()).collect())];
        let fails = |sample: &&Sample| !leaks(sample, &(self.look)(self.bench, sample)).is_empty();
        match candidates.iter().find(fails) {
            Some(sample) => self.told(
                sample,
                &leaks(sample, &(self.look)(self.bench, sample)).remove(&0),
            ),
            None => self.told(self.sample, &Some(leaks_of_it.clone())),
        }
    }

    fn told(&self, sample: &Sample, leaks: &Option<Leaks>) -> String {
        let known = self.bench.world.files();
        let read: Vec<String> = leaks
            .iter()
            .flatten()
            .take(4)
            .map(|(place, file)| format!("{place} in {file}"))
            .collect();
        let mut text = format!("seed {}; read: {}\n", self.seed, read.join(", "));
        for (path, bytes) in sample.files(&self.bench.world) {
            if known.get(&path) != Some(&bytes) {
                let shown = String::from_utf8_lossy(&bytes);
                let shown = if path == "site.yaml" {
                    shown.split("git_dates").next().unwrap_or("")
                } else {
                    &shown
                };
                let shown = shown
                    .escape_debug()
                    .to_string()
                    .replace("\\n", "\n")
                    .replace("\\\"", "\"");
                text.push_str(&format!("--- {path:?}\n{shown}\n"));
            }
        }
        text
    }
}
