//! What readers see while a site is sent, and after: whatever fails, at whichever request, no page that they reach refers to a
//! missing file, the next run completes the site, and nothing of others is removed.

mod branch;
mod folder;
mod pages;
#[cfg(unix)]
mod ssh;
mod store;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::time::Duration;

use copublish::config::publishing::Store as StoreSettings;
use copublish::engine::CancelToken;
use copublish::publish::s3::{BucketTarget, Keys, Surroundings, Timeouts};
use copublish::publish::{Environment, Fault, HeaderRules, HostFolder, LocalSite, Report, send};
use jiff::Timestamp;

use crate::site::{Site, read_folder};
use store::{Asked, Objects, Store, Trouble};

const MANIFEST: &str = ".copublish-published.json";
const SECRET: &str = "do-not-show-this-secret";
/// In tests, a run that is silent for so long is dead.
const PATIENCE: Duration = Duration::from_millis(60);

fn site(pages: &[(&str, &str)]) -> Site {
    let mut site = Site::new().file("site.yaml", "title: A\nbase_url: https://example.org\nredirects: {/before/: /about/, /before.pdf: /about/}\n");
    for (path, text) in pages {
        site = site.file(&format!("content/{path}"), text);
    }
    site
}

/// Publishing on a machine that has no program of others ends with these words.
fn without_programs_ends_with(settings: &str, said: &str) {
    let site = Site::new()
        .file("site.yaml", settings)
        .file("content/index.md", "---\ntitle: Home\n---\nHello.\n");
    let mut command = site.command(&["publish"]);
    command.env("PATH", "/nowhere");
    let run = site.run_by(command);
    run.assert_exit(2);
    assert!(run.stderr.contains(said), "{run}");
}

/// A site, and what it becomes: a page and a file more, that old pages lead to, and a page and a file less.
fn before_and_after() -> [Site; 2] {
    let about = "---\ntitle: About\n---\nWho we are.\n";
    let before = site(&[
        (
            "index.md",
            "---\ntitle: Home\n---\n[About](about.md), [old](old.md)\n",
        ),
        ("about.md", about),
        ("old.md", "---\ntitle: Old\n---\n[Plan](plan.pdf)\n"),
        ("plan.pdf", "%PDF old"),
    ]);
    let after = site(&[
        (
            "index.md",
            "---\ntitle: Home\n---\n[About](about.md), [new](new.md)\n",
        ),
        (
            "about.md",
            &format!("{about}[Figures](figures.csv) and [new](new.md)\n"),
        ),
        (
            "new.md",
            "---\ntitle: New\n---\n[Figures](figures.csv), [About](about.md)\n",
        ),
        ("figures.csv", "a,b\n1,2\n"),
    ]);
    for site in [&before, &after] {
        site.build().assert_exit(0);
    }
    [before, after]
}

const RULES: HeaderRules = HeaderRules {
    compress: false,
    redirects: true,
};

fn local(site: &Site) -> LocalSite {
    LocalSite::read(&[site.output().to_owned()], HostFolder::default(), RULES)
        .expect("a built site")
}

fn clock() -> Timestamp {
    "2012-10-01T12:00:00Z".parse().expect("a moment")
}

fn target(store: &Store, prefix: &str) -> BucketTarget {
    let settings = StoreSettings {
        endpoint: Some(store.endpoint()),
        region: "us-east-1".to_owned(),
        bucket: "www".to_owned(),
        prefix: prefix.to_owned(),
        path_style: true,
        acl: None,
        compress: false,
    };
    let keys = Keys {
        id: "id".to_owned(),
        secret: SECRET.to_owned(),
        token: None,
    };
    let surroundings = Surroundings {
        now: clock,
        proxy: None,
        timeouts: Timeouts {
            connect: Duration::from_secs(5),
            answer: Duration::from_millis(if is_silent(store) { 100 } else { 20_000 }),
        },
    };
    BucketTarget::new(&settings, keys, surroundings).expect("an address")
}

fn is_silent(store: &Store) -> bool {
    store.trouble() == Trouble::Silent
}

/// How a run is made.
#[derive(Clone, Copy)]
struct Way {
    patience: Duration,
    is_rehearsal: bool,
    replaces: bool,
}

const USUAL: Way = Way {
    patience: PATIENCE,
    is_rehearsal: false,
    replaces: false,
};

/// One that gives no sign of life while requests are counted.
const COUNTED: Way = Way {
    patience: Duration::from_secs(600),
    ..USUAL
};

fn run(site: &LocalSite, store: &Store, way: Way) -> Result<Report, Fault> {
    let stop = CancelToken::default();
    let environment = Environment {
        now: clock(),
        id: 1,
        next_change: None,
        patience: way.patience,
        pause: Duration::from_millis(1),
        threads: 4,
        replaces: way.replaces,
        is_rehearsal: way.is_rehearsal,
        stop: &stop,
        progress: &|_, _| {},
    };
    send(site, &target(store, ""), &environment)
}

fn writes(asked: &[Asked]) -> usize {
    asked.iter().filter(|asked| asked.method != "GET").count()
}

/// The store holds the site, with what was there of others, and no more.
fn assert_holds(store: &Store, site: &Site, others: &[&str]) {
    let mut found: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    for (key, object) in store.objects() {
        found.insert(key, object.body);
    }
    let manifest = found.remove(MANIFEST).expect("a manifest");
    let manifest = String::from_utf8_lossy(&manifest).into_owned();
    assert!(manifest.contains("\"run\":null"), "{manifest}");
    for other in others {
        assert!(found.remove(*other).is_some(), "{other} is gone");
    }
    // Old addresses without a page are objects that only lead on.
    assert!(
        found
            .remove("before.pdf")
            .is_some_and(|body| body.is_empty())
    );
    let expected: BTreeMap<String, Vec<u8>> = read_folder(site.output())
        .into_iter()
        .filter(|(path, _)| path != ".copublish-manifest")
        .collect();
    assert_eq!(
        found.keys().collect::<Vec<_>>(),
        expected.keys().collect::<Vec<_>>()
    );
    assert!(found == expected, "a file has other bytes");
}

/// The files that a page refers to.
fn references(page: &str) -> Vec<String> {
    let mut found = Vec::new();
    for start in ["href=\"", "src=\""] {
        for piece in page.split(start).skip(1) {
            let url = piece.split(['"', '#', '?']).next().unwrap_or_default();
            let Some(path) = url.strip_prefix('/') else {
                continue;
            };
            if path.is_empty() || path.ends_with('/') {
                found.push(format!("{path}index.html"));
            } else {
                found.push(path.to_owned());
            }
        }
    }
    found
}

/// From the home page and the pages that were there before, everything that is referred to is there.
fn assert_whole(objects: &Objects, before: &Objects, when: &str) {
    let is_page = |key: &&String| key.ends_with(".html");
    let mut waiting: Vec<String> = before.keys().filter(is_page).cloned().collect();
    waiting.push("index.html".to_owned());
    waiting.retain(|page| objects.contains_key(page));
    let mut seen: BTreeSet<String> = BTreeSet::new();
    while let Some(page) = waiting.pop() {
        if !seen.insert(page.clone()) {
            continue;
        }
        for file in references(&String::from_utf8_lossy(&objects[&page].body)) {
            assert!(
                objects.contains_key(&file),
                "{when}: {page} refers to {file}"
            );
            if file.ends_with(".html") {
                waiting.push(file);
            }
        }
    }
}

/// A store in which `site` is, with a file of others.
fn store_with(site: Option<&LocalSite>) -> Objects {
    let store = Store::start(Objects::new(), Trouble::Nothing);
    store.plant("notes/of-others.txt", "keep me");
    if let Some(site) = site {
        run(site, &store, USUAL).expect("a store that works");
    }
    store.objects()
}

const OTHERS: [&str; 1] = ["notes/of-others.txt"];

#[test]
fn whenever_a_run_is_killed_pages_are_whole_and_the_next_run_completes_the_site() {
    let [before, after] = before_and_after();
    let (old, new) = (local(&before), local(&after));
    for start in [store_with(None), store_with(Some(&old))] {
        let store = Store::start(start.clone(), Trouble::Nothing);
        run(&new, &store, COUNTED).expect("a store that works");
        let requests = store.take_asked().len();
        assert!(requests > 10, "{requests}");
        for number in 1..=requests {
            let store = Store::start(start.clone(), Trouble::DeadFrom(number));
            let killed = run(&new, &store, USUAL);
            let why = killed.expect_err("a store that is dead").to_string();
            assert!(why.contains("127.0.0.1 closed the connection"), "{why}");
            let when = format!("killed at request {number} of {requests}");
            assert_whole(&store.objects(), &start, &when);
            store.set_trouble(Trouble::Nothing);
            run(&new, &store, USUAL).expect("the next run works");
            assert_holds(&store, &after, &OTHERS);
        }
    }
}

#[test]
fn a_killed_run_goes_on_where_it_stopped() {
    let [_, after] = before_and_after();
    let new = local(&after);
    let store = Store::start(Objects::new(), Trouble::DeadFrom(20));
    run(&new, &store, USUAL).expect_err("a store that is dead");
    let arrived = store.objects().len() - 1;
    assert!(arrived > 5, "{arrived}");
    store.set_trouble(Trouble::Nothing);
    let report = run(&new, &store, USUAL).expect("the next run works");
    assert_eq!(report.unchanged, arrived);
    assert_holds(&store, &after, &[]);
}

#[test]
fn a_lost_answer_makes_no_difference() {
    let [before, after] = before_and_after();
    let (old, new) = (local(&before), local(&after));
    let start = store_with(Some(&old));
    let store = Store::start(start.clone(), Trouble::Nothing);
    run(&new, &store, COUNTED).expect("a store that works");
    for number in 1..=store.take_asked().len() {
        let store = Store::start(start.clone(), Trouble::LostAnswer(number));
        let report = run(&new, &store, USUAL);
        assert!(report.is_ok(), "answer {number}: {report:?}");
        assert_holds(&store, &after, &OTHERS);
    }
}

#[test]
fn an_edit_takes_three_requests_besides_its_files_and_a_rehearsal_writes_nothing() {
    let [before, after] = before_and_after();
    let (old, new) = (local(&before), local(&after));
    let store = Store::start(store_with(Some(&old)), Trouble::Nothing);
    let rehearsal = Way {
        is_rehearsal: true,
        ..COUNTED
    };
    let planned = run(&new, &store, rehearsal).expect("a store that works");
    assert_eq!(writes(&store.take_asked()), 0);
    let report = run(&new, &store, COUNTED).expect("a store that works");
    assert_eq!(report, planned);
    let asked = store.take_asked();
    assert_eq!(asked.len(), 3 + report.sent.len() + report.removed.len());
    assert!(report.removed.contains(&"old/index.html".to_owned()));
    let again = run(&new, &store, USUAL).expect("a store that works");
    assert!(again.sent.is_empty() && again.removed.is_empty());
    assert_eq!(store.take_asked().len(), 1);
}

#[test]
fn of_two_runs_at_once_one_says_that_the_other_is_there() {
    let [before, after] = before_and_after();
    let (old, new) = (local(&before), local(&after));
    let store = Store::start(Objects::new(), Trouble::Slow(60));
    let way = Way {
        patience: Duration::from_millis(900),
        ..USUAL
    };
    let (first, second) = std::thread::scope(|scope| {
        let first = scope.spawn(|| run(&new, &store, way));
        std::thread::sleep(Duration::from_millis(200));
        let second = run(&old, &store, way);
        (first.join().expect("no panic"), second)
    });
    first.expect("the first run works");
    let why = second.expect_err("two runs at once").to_string();
    assert!(
        why.contains("another run of `copublish publish` has been sending to `www` at 127.0.0.1 since 2012-10-01 12:00:00 UTC"),
        "{why}"
    );
    assert_holds(&store, &after, &[]);
}

#[test]
fn runs_that_begin_at_the_same_moment_do_not_mix() {
    let [before, after] = before_and_after();
    let (old, new) = (local(&before), local(&after));
    for _ in 0..4 {
        let store = Store::start(Objects::new(), Trouble::Nothing);
        let way = Way {
            patience: Duration::from_millis(900),
            ..USUAL
        };
        let results = std::thread::scope(|scope| {
            let runs = [&old, &new].map(|site| {
                let store = &store;
                scope.spawn(move || run(site, store, way))
            });
            runs.map(|run| run.join().expect("no panic"))
        });
        let is_last = |number: usize| results[number].is_ok();
        match (is_last(0), is_last(1)) {
            (true, false) => assert_holds(&store, &before, &[]),
            (false, true) => assert_holds(&store, &after, &[]),
            // One after the other.
            (true, true) => run(&new, &store, way)
                .map_or_else(|it| panic!("{it}"), |_| assert_holds(&store, &after, &[])),
            (false, false) => panic!("neither run works: {results:?}"),
        }
    }
}

#[test]
fn stores_without_conditions_are_told_of_and_checked() {
    let [before, after] = before_and_after();
    for trouble in [Trouble::NoConditions, Trouble::UnknownConditions] {
        let store = Store::start(Objects::new(), trouble);
        let report = run(&local(&before), &store, USUAL).expect("a store that works");
        assert!(!report.is_guarded, "{trouble:?}");
        let report = run(&local(&after), &store, USUAL).expect("a store that works");
        assert!(!report.is_guarded, "{trouble:?}");
        assert_holds(&store, &after, &[]);
    }
    let store = Store::start(Objects::new(), Trouble::Nothing);
    let report = run(&local(&before), &store, USUAL).expect("a store that works");
    assert!(report.is_guarded);
}

#[test]
fn what_a_store_refuses_is_one_clear_sentence() {
    let [before, _] = before_and_after();
    let site = local(&before);
    let keys = "the keys in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not known to 127.0.0.1";
    for (trouble, expected) in [
        (Trouble::RefusesAll(403, "InvalidAccessKeyId"), keys),
        (Trouble::RefusesAll(403, "SignatureDoesNotMatch"), keys),
        (
            Trouble::RefusesAll(403, "RequestTimeTooSkewed"),
            "the clock of this machine is too far from that of 127.0.0.1",
        ),
        (
            Trouble::RefusesAll(404, "NoSuchBucket"),
            "there is no bucket `www` at 127.0.0.1; create it",
        ),
        (
            Trouble::Refuses(403, "QuotaExceeded"),
            "127.0.0.1 is full or a quota is used up",
        ),
        (
            Trouble::Refuses(403, "AccessDenied"),
            "127.0.0.1 does not let these keys do this in the bucket `www`",
        ),
        (
            Trouble::Refuses(503, "SlowDown"),
            "127.0.0.1 answered with error 503 (SlowDown); publish again later (tried 5 times)",
        ),
        (
            Trouble::Silent,
            "127.0.0.1 did not answer in time; publish again later (tried 5 times)",
        ),
    ] {
        let store = Store::start(Objects::new(), trouble);
        let why = run(&site, &store, USUAL).expect_err("a store that refuses");
        let why = why.to_string();
        assert!(why.contains(expected), "{trouble:?}: {why}");
        assert!(!why.contains('\n') && !why.contains(SECRET), "{why}");
        assert!(!store.objects().contains_key("index.html"));
    }
}

#[test]
fn files_of_others_are_replaced_only_where_that_is_asked_for() {
    let [before, _] = before_and_after();
    let site = local(&before);
    let store = Store::start(Objects::new(), Trouble::Nothing);
    store.plant("index.html", "the site of somebody else");
    store.plant("logo.png", "theirs");
    let why = run(&site, &store, USUAL)
        .expect_err("a file of others")
        .to_string();
    assert!(why.contains("`index.html` is at `www` at 127.0.0.1 already, and copublish did not write it; publish with --replace"), "{why}");
    assert_eq!(writes(&store.take_asked()), 0);
    let replacing = Way {
        replaces: true,
        ..USUAL
    };
    run(&site, &store, replacing).expect("a store that works");
    assert_holds(&store, &before, &["logo.png"]);
}

#[test]
fn each_file_has_its_headers() {
    let [before, _] = before_and_after();
    let rules = HeaderRules {
        compress: true,
        redirects: true,
    };
    let site = LocalSite::read(&[before.output().to_owned()], HostFolder::default(), rules)
        .expect("a built site");
    let store = Store::start(Objects::new(), Trouble::Nothing);
    run(&site, &store, USUAL).expect("a store that works");
    let objects = store.objects();
    let header = |key: &str, name: &str| {
        let headers = &objects[key].headers;
        headers.get(name).cloned().unwrap_or_default()
    };
    assert_eq!(
        header("index.html", "content-type"),
        "text/html; charset=utf-8"
    );
    assert_eq!(
        header("index.html", "cache-control"),
        "public, max-age=0, must-revalidate"
    );
    assert_eq!(header("index.html", "content-encoding"), "gzip");
    assert_eq!(&objects["index.html"].body[..2], b"\x1f\x8b");
    let style = objects
        .keys()
        .find(|key| key.ends_with(".css"))
        .expect("a style sheet");
    assert_eq!(
        header(style, "cache-control"),
        "public, max-age=31536000, immutable"
    );
    assert_eq!(header("plan.pdf", "content-encoding"), "");
    assert_eq!(
        header("before/index.html", "x-amz-website-redirect-location"),
        "/about/"
    );
    assert_eq!(
        header("before.pdf", "x-amz-website-redirect-location"),
        "/about/"
    );
    assert_eq!(header(MANIFEST, "cache-control"), "no-store");
}

#[test]
fn the_command_sends_a_site_and_shows_no_secret() {
    let store = Store::start(Objects::new(), Trouble::Nothing);
    let settings = format!(
        "title: A\nbase_url: https://example.org\npublish: {{to: s3, endpoint: '{}', bucket: www, prefix: site}}\n",
        store.endpoint()
    );
    let site = Site::new()
        .file("site.yaml", settings)
        .file("content/index.md", "---\ntitle: Home\n---\nHello.\n")
        .variable("AWS_ACCESS_KEY_ID", "the-id")
        .variable("AWS_SECRET_ACCESS_KEY", SECRET);
    let sent = site.run(&["publish", "--format", "json"]);
    sent.assert_exit(0);
    assert!(
        sent.stdout
            .contains("\"place\": \"`www/site` at 127.0.0.1\""),
        "{sent}"
    );
    assert!(store.objects().contains_key("site/index.html"));
    store.set_trouble(Trouble::RefusesAll(403, "SignatureDoesNotMatch"));
    let refused = site.run(&["publish"]);
    refused.assert_exit(2);
    for run in [&sent, &refused] {
        let said = format!("{}{}", run.stdout, run.stderr);
        assert!(!said.contains(SECRET) && !said.contains("the-id"), "{said}");
    }
    let without = Site::new().file(
        "site.yaml",
        fs::read_to_string(site.root().join("site.yaml")).expect("settings"),
    );
    let without = without.run(&["publish"]);
    assert!(
        without
            .stderr
            .contains("set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment"),
        "{without}"
    );
}
