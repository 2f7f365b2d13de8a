//! A canary through every field of every kind: what anybody wrote, wherever it comes out, is text there.
//!
//! 1. `word`: a canary is a text that means something to every format
//! 2. `planting`: a site of them; `settings`, `kinds` and `texts` say where, from what is declared
//! 3. `markup`, `calendar`, `output`: every file of the built site, read strictly
//! 4. `headers`: what `serve` answers; `said`: what is printed
//! 5. `leaks`: all of these find what they look for

mod calendar;
mod headers;
mod kinds;
mod leaks;
mod markup;
mod output;
mod planting;
mod said;
mod settings;
mod texts;
mod word;

use std::collections::BTreeSet;

use crate::site::{Run, Site};
use output::{Examiner, Findings};
use planting::Planting;

/// What comes out nowhere, and why. `comment.` stands for all fields of that kind, `*.slug` for the field of all kinds.
const NOT_SHOWN: &[(&str, &str)] = &[
    ("*.translated_from", "it is a mark for programs"),
    ("block button/body", "a button has a title, and no text"),
    ("block stat/body", "a number has a label, and no text"),
    ("comment.aliases", "a comment has no page"),
    ("comment.attachments", "a comment has no page"),
    ("comment.changes", "a comment has no page"),
    ("comment.comments", "a comment has no page"),
    ("comment.groups", "a comment has no page"),
    ("comment.image", "a comment has no page"),
    ("comment.page_author", "a comment has no page"),
    ("comment.reason", "a comment has no page"),
    ("comment.slug", "a comment has no page"),
    ("home.comments", "nobody comments on the home page"),
    (
        "home.image/credit",
        "the picture of the home page is shown without its credit",
    ),
    (
        "organisation.image/credit",
        "a logo is shown without its credit",
    ),
    ("page.template", "it names a file"),
    (
        "person.image/caption",
        "a portrait is shown without a caption",
    ),
    (
        "person.image/credit",
        "a portrait is shown without its credit",
    ),
    (
        "programme.image/credit",
        "the picture of a programme is shown without its credit",
    ),
    (
        "text.code info title",
        "only the language of a code block counts",
    ),
];

/// A site of canaries on the disk.
struct Planted {
    planting: Planting,
    site: Site,
}

impl Planted {
    fn new() -> Planted {
        let site = Site::new();
        let declared = || copublish::engine::read_project(site.root()).expect("a site");
        let mut planting = Planting::default();
        settings::plant(&declared().kinds, &mut planting);
        site.write("site.yaml", &planting.files["site.yaml"]);
        let declared = declared();
        settings::all_are_planted(&declared.site);
        settings::all_of_kinds_are_planted(&declared.kinds);
        kinds::plant(&declared.kinds, &mut planting);
        texts::plant(&mut planting);
        for (path, bytes) in &planting.files {
            site.write(path, bytes);
        }
        Planted { planting, site }
    }

    /// Looks at every file of the site; at the names alone of those that are copies.
    fn examine(&self, run: &Run) -> Findings {
        let mut examiner = Examiner::new(&self.planting.canaries);
        let copied: BTreeSet<&[u8]> = self.planting.files.values().map(Vec::as_slice).collect();
        for (name, bytes) in &run.output {
            let made = Some(bytes.as_slice()).filter(|bytes| !copied.contains(bytes));
            examiner.file(name, made);
        }
        examiner.found
    }
}

/// True for a place that an entry of [`NOT_SHOWN`] stands for.
fn is_of(place: &str, known: &str) -> bool {
    match known.strip_prefix('*') {
        Some(field) => place.ends_with(field),
        None => place.starts_with(known),
    }
}

#[test]
fn every_field_of_every_kind_comes_out_as_text() {
    let planted = Planted::new();
    let run = planted.site.run(&["build", "--keep-going"]);
    run.assert_no_panic();
    // A canary that is refused would come out nowhere, and prove nothing.
    let refused: Vec<&str> = run
        .stderr
        .lines()
        .filter(|line| line.starts_with("error["))
        .collect();
    assert_eq!(
        refused,
        ["error[unknown-block]: there is no block called `nothing`"]
    );
    let found = planted.examine(&run);
    assert!(
        found.leaks.is_empty(),
        "{} leaks\n{}",
        found.leaks.len(),
        found.leaks.join("\n")
    );
    let places = planted.planting.canaries.places(&found.seen);
    assert!(places.len() > 300, "only {} places", places.len());
    let is_known = |place: &str| NOT_SHOWN.iter().any(|(known, _)| is_of(place, known));
    let lost: Vec<&&str> = places
        .iter()
        .filter(|(place, seen)| !(**seen || is_known(place)))
        .map(|(place, _)| place)
        .collect();
    assert!(lost.is_empty(), "planted and found nowhere: {lost:#?}");
    for (known, why) in NOT_SHOWN {
        let mut of_it = places
            .iter()
            .filter(|(place, _)| is_of(place, known))
            .peekable();
        assert!(of_it.peek().is_some(), "`{known}` is planted nowhere");
        assert!(
            of_it.any(|(_, seen)| !seen),
            "`{known}` is shown, though {why}"
        );
    }
}
