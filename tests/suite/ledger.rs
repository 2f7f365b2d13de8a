//! The ledger of addresses over time: it begins when it is asked for, grows, is never written by anything else, and
//! keeps what a page once was. A site that remembers says of it what a build from nothing says.

use std::fs;

use copublish::engine::{Engine, Options, Preview, build};

use crate::preview::options;
use crate::site::{Run, Running, Site};

const TEMPLATE: &str = "<main>{{ page.content }}</main>";

fn site() -> Site {
    Site::new()
        .site_yaml("title: A\nbase_url: https://example.org\ntheme: bare\ngit_dates: false\n")
        .file("themes/bare/templates/page.html", TEMPLATE)
        .file("content/a.md", "---\ntitle: A\n---\n")
        .file(
            "content/b/index.md",
            "---\ntitle: B\n---\n[plan](plan.txt)\n",
        )
        .file("content/b/plan.txt", "Plan")
}

fn update(site: &Site) -> Run {
    site.run(&["build", "--update-ledger"])
}

/// The lines of the ledger but for its comments; empty where there is none.
fn ledger(site: &Site) -> Vec<String> {
    let text = fs::read_to_string(site.root().join("addresses.lock")).unwrap_or_default();
    text.lines()
        .filter(|line| !line.starts_with('#'))
        .map(str::to_owned)
        .collect()
}

const FIRST: [&str; 5] = [
    "/a/ content/a.md",
    "/b/ content/b/index.md",
    "/b/plan.txt content/b/plan.txt",
    "/feed.json site.yaml",
    "/feed.xml site.yaml",
];

#[test]
fn it_is_written_only_where_that_is_asked_for() {
    let site = site();
    site.build().assert_clean();
    assert!(!site.root().join("addresses.lock").exists());
    update(&site).assert_clean();
    assert_eq!(ledger(&site), FIRST);
    let text = fs::read(site.root().join("addresses.lock")).expect("a ledger");
    site.write("content/c.md", "---\ntitle: C\n---\n");
    let run = site.build();
    run.assert_clean();
    assert!(
        run.stdout
            .contains("note: 1 new address is not in addresses.lock yet;"),
        "{run}"
    );
    site.run(&["check"]).assert_exit(0);
    assert_eq!(
        fs::read(site.root().join("addresses.lock")).expect("a ledger"),
        text
    );
    assert!(
        update(&site)
            .stdout
            .contains("addresses.lock lists 6 addresses, 1 of them new")
    );
    assert!(
        update(&site)
            .stdout
            .contains("addresses.lock already lists 6 addresses")
    );
}

#[test]
fn an_address_stays_in_it_whatever_becomes_of_its_page() {
    let site = site();
    update(&site).assert_clean();
    site.delete("content/a.md");
    site.write("content/away.md", "---\ntitle: Away\n---\n");
    let run = update(&site);
    run.assert_exit(1);
    assert!(
        run.stderr
            .contains("error[address-gone]: `/a/` no longer exists"),
        "{run}"
    );
    assert_eq!(ledger(&site), FIRST);
    // Each of the three ways out, and none of them forgets the address.
    for (path, text) in [
        ("content/away.md", "---\ntitle: Away\naliases: [/a/]\n---\n"),
        (
            "site.yaml",
            "title: A\nbase_url: https://example.org\ntheme: bare\ngit_dates: false\nredirects: {/a/: /b/}\n",
        ),
        (
            "site.yaml",
            "title: A\nbase_url: https://example.org\ntheme: bare\ngit_dates: false\ngone: [/a/]\n",
        ),
    ] {
        let before = fs::read(site.root().join(path)).expect("a file of the site");
        site.write(path, text);
        update(&site).assert_clean();
        let known = ledger(&site);
        assert!(
            known.iter().any(|line| line.starts_with("/a/ ")),
            "{path}: {known:?}"
        );
        assert!(
            known.contains(&"/away/ content/away.md".to_owned()),
            "{path}: {known:?}"
        );
        site.write(path, before);
        site.build().assert_exit(1);
    }
}

#[test]
fn a_merge_of_two_branches_is_tidied_up() {
    let site = site();
    let lines = "/feed.xml site.yaml\n/a/ content/a.md\r\n/feed.json site.yaml\n/a/ content/a.md\n/B content/b.md\n";
    site.write("addresses.lock", lines);
    update(&site).assert_clean();
    assert_eq!(ledger(&site), FIRST);
}

#[test]
fn nothing_is_added_while_something_is_wrong() {
    let site = site();
    update(&site).assert_clean();
    site.write("content/c.md", "---\ntitle: C\n---\n[gone](nowhere.md)\n");
    let run = site.run(&["build", "--update-ledger", "--keep-going"]);
    run.assert_exit(1);
    assert!(
        run.stdout.contains("addresses.lock was not changed"),
        "{run}"
    );
    assert_eq!(ledger(&site), FIRST);
    for mangled in [
        &b"/a/ content/a.md\n\xff\n"[..],
        b"<<<<<<< a\n/a/ content/a.md\n",
        b"what\n",
    ] {
        site.write("content/c.md", "---\ntitle: C\n---\n");
        site.write("addresses.lock", mangled);
        site.write("site.yaml", "title: A\nbase_url: https://example.org\ntheme: bare\ngit_dates: false\nchecks: {unreadable-ledger: allow, not-utf8: allow}\n");
        let run = update(&site);
        run.assert_exit(0);
        assert!(
            run.stdout.contains("addresses.lock was not changed"),
            "{run}"
        );
        assert_eq!(
            fs::read(site.root().join("addresses.lock")).expect("a ledger"),
            mangled
        );
    }
}

#[test]
fn drafts_are_never_recorded() {
    let site = site();
    site.write(
        "content/c.md",
        "---\ntitle: C\ndraft: true\naliases: [/d/]\n---\n",
    );
    site.write(
        "content/e.md",
        "---\ntitle: E\npublish_at: 2031-01-01\n---\n",
    );
    update(&site).assert_clean();
    assert_eq!(ledger(&site), FIRST);
    let run = site.run(&["build", "--update-ledger", "--drafts"]);
    run.assert_exit(2);
    assert_eq!(ledger(&site), FIRST);
}

#[test]
fn the_address_of_the_site_makes_no_difference() {
    let site = site();
    update(&site).assert_clean();
    site.run(&["build", "--base-url", "https://example.com/elsewhere"])
        .assert_clean();
    let run = site.run(&[
        "build",
        "--update-ledger",
        "--base-url",
        "https://example.com/elsewhere",
    ]);
    run.assert_clean();
    assert_eq!(ledger(&site), FIRST);
}

#[test]
fn a_page_that_expires_does_so_without_a_word() {
    let site = site();
    site.write(
        "content/c/index.md",
        "---\ntitle: C\nexpires: 2012-10-02\naliases: [/d/]\n---\n[e](e.txt)\n",
    );
    site.write("content/c/e.txt", "E");
    update(&site).assert_clean();
    assert_eq!(ledger(&site).len(), FIRST.len() + 3);
    let later = site.arg("--now").arg("2013-01-01");
    let run = later.build();
    run.assert_clean();
    assert!(run.find("/c/").is_none(), "{run}");
    later.write(
        "content/c/index.md",
        "---\ntitle: C\ndraft: true\nexpires: 2012-10-02\n---\n",
    );
    let run = later.build();
    assert!(
        run.stderr.contains("content/c/index.md is a draft now"),
        "{run}"
    );
}

/// What a preview that remembers, a build that remembers and a build from nothing say of a site.
fn agree(
    memories: (&Engine, &Engine),
    before: Option<&Preview>,
    options: &Options,
) -> (Preview, Vec<String>) {
    let said = |found: &[copublish::base::Diagnostic]| -> Vec<String> {
        found.iter().map(|found| format!("{found:?}")).collect()
    };
    let preview = Preview::after(before, options, memories.0).expect("a site");
    preview.look_through(&|| false);
    let clean = build(options, None, &|_, _| {}).expect("a site");
    let built = build(options, Some(memories.1), &|_, _| {}).expect("a site");
    assert_eq!(said(&preview.diagnostics()), said(&clean.diagnostics));
    assert_eq!(said(&built.diagnostics), said(&clean.diagnostics));
    assert_eq!(built.unrecorded, clean.unrecorded);
    (
        preview,
        clean
            .diagnostics
            .iter()
            .map(|found| found.code.id().to_owned())
            .collect(),
    )
}

#[test]
fn what_remembers_says_what_a_build_from_nothing_says() {
    let site = site();
    let options = options(site.root(), crate::site::NOW);
    let memories = (Engine::default(), Engine::default());
    let settings = "title: A\nbase_url: https://example.org\ntheme: bare\ngit_dates: false\n";
    let mut before = None;
    for (path, text, expected) in [
        (
            "addresses.lock",
            "/a/ content/a.md\n/x/ content/x.md\n",
            &["address-gone"][..],
        ),
        (
            "content/a.md",
            "---\ntitle: A\n---\nOther words.\n",
            &["address-gone"],
        ),
        (
            "content/a.md",
            "---\ntitle: X\n---\nOther words.\n",
            &["address-gone"],
        ),
        (
            "content/a.md",
            "---\ntitle: X\nslug: y\n---\n",
            &["address-gone", "address-gone"],
        ),
        (
            "content/a.md",
            "\n\n---\ntitle: X\nslug: y\n---\n",
            &["address-gone", "address-gone"],
        ),
        (
            "content/a.md",
            "---\ntitle: X\nslug: [y\n---\n",
            &["unreadable-front-matter"],
        ),
        ("content/a.md", "---\ntitle: X\naliases: [/x/]\n---\n", &[]),
        (
            "addresses.lock",
            "/a/ content/a.md\n/x/\n",
            &["unreadable-ledger"],
        ),
        (
            "addresses.lock",
            "/a/ content/a.md\n/z/ content/a.md\n",
            &["address-gone"],
        ),
        ("site.yaml", &format!("{settings}gone: [/z/]\n"), &[]),
        (
            "site.yaml",
            &format!("{settings}redirects: {{/z/: /a/}}\n"),
            &[],
        ),
        (
            "content/a.md",
            "---\ntitle: X\ndraft: true\n---\n",
            &["link-to-unpublished", "address-gone"],
        ),
    ] {
        site.write(path, text);
        memories.0.forget(&[path.into()]);
        memories.1.forget(&[path.into()]);
        let (next, codes) = agree((&memories.0, &memories.1), before.as_ref(), &options);
        assert_eq!(codes, expected, "{path}: {text}");
        before = Some(next);
    }
}

#[test]
fn a_watch_sees_the_ledger_change() {
    let site = site();
    let running = Running::start(&site, &["build", "--watch"]);
    running.until("the first build", || {
        running.said("stdout").contains("waiting for changes")
    });
    site.write("addresses.lock", "/lost/ content/lost.md\n");
    running.until("a complaint", || {
        running
            .said("stderr")
            .contains("error[address-gone]: `/lost/` no longer exists")
    });
    site.write(
        "site.yaml",
        "title: A\nbase_url: https://example.org\ntheme: bare\ngone: [/lost/]\ngit_dates: false\n",
    );
    running.until("the table", || site.output().join("_redirects").exists());
}

#[test]
fn ten_thousand_addresses_are_compared_and_each_is_found() {
    let site = site();
    let mut lines = String::new();
    for number in 0..10_000 {
        lines.push_str(&format!("/old/{number}/ content/old/{number}.md\n"));
    }
    site.write("addresses.lock", &lines);
    let aliases: String = (1..10_000)
        .map(|number| format!("- /old/{number}/\n"))
        .collect();
    site.write(
        "content/a.md",
        format!("---\ntitle: A\naliases:\n{aliases}---\n"),
    );
    let run = site.run(&["build", "--timings"]);
    run.assert_exit(1);
    assert_eq!(run.stderr.matches("error[").count(), 1, "{run}");
    assert!(
        run.stderr
            .contains("error[address-gone]: `/old/0/` no longer exists"),
        "{run}"
    );
}
