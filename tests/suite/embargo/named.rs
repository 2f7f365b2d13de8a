//! What names an unpublished document by hand: a menu, a redirect, a link. All of them are errors, and where the site
//! is written all the same, they say nothing of it. The ledger, which is in git for everybody to see, names none.

use std::fs;

use super::{places, planted};
use crate::site::Site;

/// A site with one unpublished page that something else names. It has a summary, since one that is made of its first
/// words repeats them as they were written.
fn named(settings: &str, text: &str) -> (Site, String) {
    let (site, words) = planted("", "draft: true");
    let page = words.0["page-file"].clone();
    site.write(
        "site.yaml",
        format!("{}{}", places::SETTINGS, settings.replace("PAGE", &page)),
    );
    site.write(
        "content/naming.md",
        format!(
            "---\ntitle: Naming\nsummary: Own words\n---\n{}\n",
            text.replace("PAGE", &page)
        ),
    );
    (site, page)
}

#[test]
fn whoever_names_it_is_told_and_nothing_is_written() {
    for (settings, text) in [
        ("menus: {main: [PAGE.md]}\n", ""),
        ("menus: {main: [{title: Soon, link: /PAGE.md}]}\n", ""),
        ("redirects: {/soon/: PAGE.md}\n", ""),
        ("", "[soon](PAGE.md)"),
        ("", "[[page/PAGE]]"),
        ("", "![soon](PAGE.md)"),
        ("", "<a href=\"PAGE.md\">soon</a>"),
        ("", "::: button href=PAGE.md\nSoon\n:::"),
    ] {
        let (site, page) = named(settings, text);
        let run = site.build();
        run.assert_exit(1);
        assert!(
            run.stderr.contains("error[link-to-unpublished]"),
            "{settings}{text}: {run}"
        );
        assert!(run.output.is_empty(), "{settings}{text}: {run}");
        // Written all the same, the site shows neither the page nor what it is called.
        let run = site.run(&["build", "--keep-going"]);
        let holds = |bytes: &[u8]| String::from_utf8_lossy(bytes).contains(&page);
        let leaks: Vec<&String> = run
            .output
            .iter()
            .filter(|(name, bytes)| name.contains(&page) || holds(bytes))
            .map(|(name, _)| name)
            .collect();
        assert!(
            !run.output.is_empty() && leaks.is_empty(),
            "{settings}{text}: {leaks:?}"
        );
    }
}

#[test]
fn the_ledger_knows_nothing_of_it() {
    for gate in [
        "draft: true",
        "publish_at: 2099-01-01",
        "expires: 2012-01-01",
    ] {
        let (site, words) = planted("", gate);
        site.run(&["build", "--update-ledger"]).assert_clean();
        let ledger = fs::read(site.root().join("addresses.lock")).expect("a ledger");
        let found = words.found(std::iter::once(("addresses.lock", ledger.as_slice())));
        assert!(found.is_empty(), "{gate}: {found:#?}");
    }
}
