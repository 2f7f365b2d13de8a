//! What goes on while the moment comes: a preview, a server, and a build that watches.

use std::collections::BTreeMap;
use std::fs;

use copublish::engine::{Engine, FileContent, Preview};
use jiff::{SignedDuration, Timestamp};

use super::{Words, planted};
use crate::preview::options;
use crate::serve::Serving;
use crate::site::{NOW, Running, read_folder};

/// Names and bytes.
type Files = BTreeMap<String, Vec<u8>>;

/// On which side of the moment a site was looked at.
#[derive(Clone, Copy, PartialEq)]
enum Side {
    Before,
    After,
}

fn files(preview: &Preview) -> Files {
    let bytes = |name: &str| match preview.file(name).expect("a file of the plan") {
        FileContent::Bytes(bytes) => bytes.to_vec(),
        FileContent::CopyOf(copy) => fs::read(copy.path()).expect("a file of the site"),
    };
    preview
        .names()
        .map(|name| (name.to_owned(), bytes(name)))
        .collect()
}

fn found(words: &Words, files: &Files) -> BTreeMap<String, Vec<String>> {
    words.found(
        files
            .iter()
            .map(|(name, bytes)| (name.as_str(), bytes.as_slice())),
    )
}

#[test]
fn a_preview_that_remembers_hides_and_shows_to_the_second() {
    let (site, words) = planted(
        "",
        "publish_at: 2012-10-01 12:00\nexpires: 2012-10-01 13:00",
    );
    let memory = Engine::default();
    let mut before = None;
    for (moment, shown) in [
        ("2012-10-01T11:59:58Z", false),
        ("2012-10-01T11:59:59Z", false),
        ("2012-10-01T12:00:00Z", true),
        ("2012-10-01T12:59:59Z", true),
        ("2012-10-01T13:00:00Z", false),
        // The clock of a machine may be put back.
        ("2012-10-01T12:59:59Z", true),
        ("2012-10-01T11:59:59Z", false),
    ] {
        let preview = Preview::after(before.as_ref(), &options(site.root(), moment), &memory)
            .expect("a site");
        let found = found(&words, &files(&preview));
        if shown {
            assert!(found.len() + 1 >= words.0.len(), "{moment}: {found:#?}");
        } else {
            assert!(found.is_empty(), "{moment}: {found:#?}");
        }
        before = Some(preview);
    }
}

#[test]
fn a_server_does_not_know_what_is_not_public() {
    let (site, words) = planted("", "draft: true");
    let drafts = site.run(&["build", "--drafts", "--now", NOW]);
    drafts.assert_clean();
    let serving = Serving::start(&site);
    let mut answers = BTreeMap::new();
    for name in drafts.output.keys().filter(|name| !name.starts_with('.')) {
        let answer = serving.get(name.strip_suffix("index.html").unwrap_or(name));
        let is_secret = words.0.values().any(|word| name.contains(word.as_str()));
        assert!(
            !is_secret || answer.status == 404,
            "{name}: {}",
            answer.status
        );
        let said = [answer.head.as_bytes(), &answer.body].concat();
        answers.insert(format!("answer {}", answers.len()), said);
    }
    let found = found(&words, &answers);
    assert!(found.is_empty(), "{found:#?}");
}

/// Lets a build watch over a moment. `gate` makes the line for it; the seconds until then become more where the
/// machine was too slow to look before.
fn over_a_moment(gate: &dyn Fn(Timestamp) -> String, look: &dyn Fn(&Words, Side, Files)) {
    for seconds in [6, 20, 60] {
        let due = Timestamp::now() + SignedDuration::from_secs(seconds);
        let (site, words) = planted("", &gate(due));
        let watching = Running::start(&site, &["build", "--watch"]);
        watching.until("the first build", || {
            watching.said("stdout").contains("waiting for changes")
        });
        let before = read_folder(site.output());
        if Timestamp::now() >= due {
            continue;
        }
        look(&words, Side::Before, before);
        watching.until("the moment", || {
            watching.said("stdout").contains("scheduled change at")
        });
        watching.assert_quiet();
        return look(&words, Side::After, read_folder(site.output()));
    }
    panic!("the machine never was in time");
}

#[test]
fn a_build_that_watches_publishes_at_the_moment() {
    let gate = |due: Timestamp| format!("publish_at: {due}");
    over_a_moment(&gate, &|words, side, output| {
        let found = found(words, &output);
        assert_eq!(found.is_empty(), side == Side::Before, "{found:#?}");
    });
}

#[test]
fn a_build_that_watches_takes_away_at_the_moment() {
    let gate = |due: Timestamp| format!("expires: {due}");
    over_a_moment(&gate, &|words, side, output| {
        let found = found(words, &output);
        assert_eq!(found.is_empty(), side == Side::After, "{found:#?}");
    });
}
