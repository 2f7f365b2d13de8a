//! What is meant to stay unseen stays unseen, however it is written: unpublished documents of every kind, mutated in
//! their fences, keys, values, names, folders and bytes, and named by others in every way. A word planted in each of
//! them is found nowhere.
//!
//! 1. `world`: what is public of the site; `planting`: secrets of every kind, made of what kinds declare
//! 2. `naming`: how documents and files are named by others
//! 3. `mutation`: what is done to a secret, and what it is then; `names` knows words that are about being public
//! 4. `secret`, `written`: a secret as data, and its files; `search` looks for its word
//! 5. `class`: what several failures have in common, with the least site that shows it
//!
//! `EMBARGO_SAMPLES` asks for so many documents instead of a few, `EMBARGO_SEED` for others. What fails is printed once
//! for each class, as the files of a site.

mod class;
mod mutation;
mod names;
mod naming;
mod planting;
mod search;
mod secret;
mod world;
mod written;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use copublish::base::Severity;
use copublish::engine::{Engine, FileContent, Preview};

use crate::outputs::Dice;
use crate::preview::options;
use crate::serve::Serving;
use crate::site::{NOW, Running, Site, read_folder};
use class::{Classes, examine};
use mutation::Verdict;
use planting::SECRETS;
use search::{Files, found};
use secret::{Piece, Sample};
use world::World;

/// So many documents are looked at in every run.
const SAMPLES: u64 = 192;

/// What can be read of a secret, and where.
type Leaks = BTreeSet<(String, String)>;

/// How a sample is looked at.
type Look = fn(&Bench, &Sample) -> Files;

/// A site on the disk that becomes one sample after the other.
struct Bench {
    world: World,
    site: Site,
}

impl Bench {
    fn new() -> Bench {
        Bench {
            world: World::new(),
            site: Site::new(),
        }
    }

    /// Writes the files of a sample, and takes away those of the last one. Returns what changed.
    fn write(&self, sample: &Sample) -> Vec<PathBuf> {
        let files = sample.files(&self.world);
        let mut changed = Vec::new();
        let before = read_folder(&self.site.root().join("content"));
        for path in before.keys().map(|path| format!("content/{path}")) {
            if !files.contains_key(&path) {
                self.site.delete(&path);
                changed.push(path.into());
            }
        }
        for (path, bytes) in &files {
            let is_same =
                fs::read(self.site.root().join(path)).is_ok_and(|before| before == *bytes);
            if !is_same {
                self.site.write(path, bytes);
                changed.push(path.into());
            }
        }
        changed
    }

    /// Everything that a state of the site shows.
    fn shown(&self, preview: &Preview) -> Files {
        let bytes = |content: FileContent| match content {
            FileContent::Bytes(bytes) => bytes.to_vec(),
            FileContent::CopyOf(copy) => fs::read(copy.path()).expect("a file of the site"),
        };
        // A page whose template fails has no content.
        preview
            .names()
            .filter_map(|name| Some((name.to_owned(), bytes(preview.file(name)?))))
            .collect()
    }

    /// A sample as a build from nothing makes it.
    fn fresh(&self, sample: &Sample) -> Files {
        self.write(sample);
        let preview = Preview::of(&options(self.site.root(), NOW), &Engine::default());
        self.shown(&preview.expect("a site, whatever is wrong with documents"))
    }

    /// A sample as a watch makes it that saw the unpublished documents before anything was done to them.
    fn watched(&self, sample: &Sample) -> Files {
        self.write(&sample.unmutated());
        let (options, memory) = (options(self.site.root(), NOW), Engine::default());
        let before = Preview::of(&options, &memory).expect("a site");
        drop(self.shown(&before));
        memory.forget(&self.write(sample));
        let preview = Preview::after(Some(&before), &options, &memory);
        self.shown(&preview.expect("a site, whatever is wrong with documents"))
    }

    /// A sample as the program itself writes it: with all errors and without any, and what it notes of addresses.
    fn by_the_program(&self, sample: &Sample) -> Files {
        self.write(sample);
        let run = self.site.run(&["build", "--keep-going", "--update-ledger"]);
        run.assert_no_panic();
        assert!(
            run.find("/sitemap.xml").is_some(),
            "no site was written\n{run}"
        );
        let mut files = run.output;
        let ledger = self.site.root().join("addresses.lock");
        files.extend(
            fs::read(&ledger)
                .ok()
                .map(|bytes| ("addresses.lock".to_owned(), bytes)),
        );
        let _ = fs::remove_file(ledger);
        fs::remove_dir_all(self.site.output()).expect("it was written");
        let run = self.site.build();
        run.assert_no_panic();
        assert!(run.status.success() || run.output.is_empty(), "{run}");
        files.extend(
            run.output
                .into_iter()
                .map(|(name, bytes)| (format!("without errors: {name}"), bytes)),
        );
        let _ = fs::remove_dir_all(self.site.output());
        let _ = fs::remove_dir_all(self.site.root().join(".copublish"));
        files
    }
}

/// What is read of each secret of a sample that may not be.
fn leaks(sample: &Sample, files: &Files) -> BTreeMap<usize, Leaks> {
    let mut leaks: BTreeMap<usize, Leaks> = BTreeMap::new();
    for (word, place, file) in found(files) {
        let at = sample.secrets.iter().position(|secret| secret.word == word);
        if let Some(at) = at.filter(|at| !sample.secrets[*at].may_show(&place)) {
            leaks.entry(at).or_default().insert((place, file));
        }
    }
    leaks
}

fn dice(seed: u64) -> Dice {
    Dice::new(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
}

fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name)
        .ok()
        .and_then(|number| number.parse().ok())
        .unwrap_or(otherwise)
}

#[test]
fn each_mutation_alone_shows_nothing() {
    let bench = Bench::new();
    let mut classes = Classes::default();
    let first = number("EMBARGO_SEED", 1);
    for seed in first..=first + number("EMBARGO_SAMPLES", 0) / 5_000 {
        for sample in planting::catalogue(&bench.world, &mut dice(seed)) {
            examine((&bench, &sample, seed), Bench::fresh, &mut classes);
        }
    }
    classes.assert_none();
}

#[test]
fn no_mutation_shows_what_is_not_public() {
    let bench = Bench::new();
    let mut classes = Classes::default();
    let first = number("EMBARGO_SEED", 1);
    let rounds = number("EMBARGO_SAMPLES", SAMPLES).div_ceil(SECRETS as u64);
    for seed in first..first + rounds {
        let sample = planting::sample(&bench.world, &mut dice(seed));
        let look: Look = match seed % 8 {
            1 | 3 | 5 => Bench::watched,
            4 => Bench::by_the_program,
            _ => Bench::fresh,
        };
        examine((&bench, &sample, seed), look, &mut classes);
        if seed % 50 == 0 {
            eprintln!("seed {seed}: {} classes", classes.count());
        }
    }
    classes.assert_none();
}

#[test]
fn the_same_documents_are_there_once_nothing_holds_them_back() {
    let bench = Bench::new();
    let mut missing = BTreeMap::new();
    let mut seen: BTreeSet<String> = BTreeSet::new();
    for seed in 1..=3 {
        let mut sample = planting::sample(&bench.world, &mut dice(seed)).unmutated();
        for secret in &mut sample.secrets {
            secret.gate = None;
            secret.pieces.retain(|piece| !piece.is_named);
        }
        let found = found(&bench.fresh(&sample));
        for secret in &sample.secrets {
            let places: BTreeSet<&str> = found
                .iter()
                .filter(|(word, _, _)| *word == secret.word)
                .map(|(_, place, _)| place.as_str())
                .collect();
            for place in ["title", "body", "filebytes"] {
                if !places.contains(place) {
                    missing.insert(
                        format!("seed {seed}, {}/{}", secret.folder, secret.stem),
                        place,
                    );
                }
            }
            seen.extend(places.into_iter().map(str::to_owned));
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
    let places = [
        "slug", "heading", "own", "ownbytes", "file", "partname", "partbody", "part", "aliases",
        "tags",
    ];
    let unseen: Vec<&&str> = places
        .iter()
        .filter(|place| !seen.contains(**place))
        .collect();
    assert!(unseen.is_empty(), "{unseen:?} of {seen:?}");
}

#[test]
fn what_is_written_well_is_unpublished_without_a_word() {
    let bench = Bench::new();
    for seed in 1..=3 {
        let mut sample = planting::sample(&bench.world, &mut dice(seed));
        for secret in &mut sample.secrets {
            secret
                .mutations
                .retain(|mutation| mutation.verdict == Verdict::Valid);
            // A translation that says itself that it is public has nothing of a source that is not.
            let is_public =
                |piece: &Piece| piece.translation.as_ref().is_some_and(|it| it.is_public);
            secret
                .pieces
                .retain(|piece| !piece.is_named && !is_public(piece));
        }
        bench.write(&sample);
        let preview =
            Preview::of(&options(bench.site.root(), NOW), &Engine::default()).expect("a site");
        let shown = bench.shown(&preview);
        assert!(
            leaks(&sample, &shown).is_empty(),
            "{:?}",
            leaks(&sample, &shown)
        );
        let wrong: Vec<String> = preview
            .diagnostics()
            .iter()
            .filter(|found| found.severity == Severity::Error)
            .map(|found| format!("{}: {found:?}", found.message))
            .collect();
        assert!(wrong.is_empty(), "seed {seed}: {wrong:#?}");
        let run = bench.site.run(&["build", "--update-ledger"]);
        assert!(run.status.success(), "{run}");
        let mut files = run.output;
        files.insert(
            "addresses.lock".to_owned(),
            fs::read(bench.site.root().join("addresses.lock")).expect("it"),
        );
        assert!(
            leaks(&sample, &files).is_empty(),
            "{:?}",
            leaks(&sample, &files)
        );
        bench.site.delete("addresses.lock");
    }
}

/// Says that everything before it was seen: it is written last.
fn mark(bench: &Bench, words: &str) {
    bench.site.write(
        "content/marker.md",
        format!("---\ntitle: Marker\n---\n{words}\n"),
    );
}

#[test]
fn a_watching_build_and_a_server_follow_what_becomes_of_it() {
    for seed in 1..=number("EMBARGO_SAMPLES", 1).div_ceil(1_000) {
        let bench = Bench::new();
        let sample = planting::sample(&bench.world, &mut dice(seed));
        bench.write(&sample.unmutated());
        mark(&bench, "first");
        let watching = Running::start(&bench.site, &["build", "--watch", "--keep-going"]);
        watching.until("the first build", || {
            watching.said("stdout").contains("waiting for changes")
        });
        let serving = Serving::start(&bench.site);
        bench.write(&sample);
        mark(&bench, "second");
        let page = bench.site.output().join("marker/index.html");
        watching.until("the mutations", || {
            fs::read_to_string(&page).is_ok_and(|page| page.contains("second"))
        });
        let found = leaks(&sample, &read_folder(bench.site.output()));
        assert!(found.is_empty(), "seed {seed}: {found:#?}");
        let is_served = || String::from_utf8_lossy(&serving.get("marker/").body).contains("second");
        serving.program.until("the mutations", is_served);
        let mut public = sample.unmutated();
        public
            .secrets
            .iter_mut()
            .for_each(|secret| secret.gate = None);
        let other = Bench::new();
        let mut answers = Files::new();
        for name in other.fresh(&public).keys() {
            let answer = serving.get(name.strip_suffix("index.html").unwrap_or(name));
            answers.insert(
                format!("answer {}", answers.len()),
                [answer.head.as_bytes(), &answer.body].concat(),
            );
        }
        let found = leaks(&sample, &answers);
        assert!(found.is_empty(), "seed {seed}: {found:#?}");
    }
}

/// Words that nobody writes to keep a document back.
const OTHER_WORDS: [&str; 8] = [
    "audience",
    "colour",
    "drawings",
    "photographer",
    "statistics",
    "expertise",
    "co_authors",
    "archive",
];

#[test]
fn plainly_another_word_keeps_nothing_back() {
    let bench = Bench::new();
    let mut sample = planting::sample(&bench.world, &mut dice(1));
    sample.secrets.retain(|secret| secret.gate.is_some());
    for (secret, word) in sample.secrets.iter_mut().zip(OTHER_WORDS.iter().cycle()) {
        assert!(names::is_another_word(word), "{word}");
        secret.mutations.clear();
        secret.gate = Some(((*word).to_owned(), "true".to_owned()));
        secret.pieces.retain(|piece| !piece.is_named);
    }
    let found = found(&bench.fresh(&sample));
    for secret in &sample.secrets {
        let is_shown = found
            .iter()
            .any(|(word, place, _)| *word == secret.word && place == "title");
        assert!(is_shown, "{:?}", secret.gate);
    }
}
