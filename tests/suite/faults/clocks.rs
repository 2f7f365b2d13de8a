//! Clocks that are put forward and back, stand still, and go through nights in which they change: what stands in the
//! output folder, and what is served, is what a build from nothing makes at that moment.

use std::fs;
use std::time::{Duration, SystemTime};

use jiff::Timestamp;

use super::disk::{Fault, Shim};
use super::two::Files;
use crate::serve::Serving;
use crate::site::{Running, Site, read_folder};

/// Gates on both sides of a night in which the clocks are put back, and far away.
const GATES: [(&str, &str); 5] = [
    ("twice", "publish_at: 2012-10-28 01:30"),
    ("brief", "expires: 2012-10-28 02:00"),
    ("never", "publish_at: 2013-03-31 01:30"),
    ("year", "publish_at: 2014-01-01"),
    (
        "over",
        "publish_at: 2012-10-28 01:30\nexpires: 2013-03-31 02:30",
    ),
];

/// From each to the next the clock jumps; it stands still in between.
const MOMENTS: [&str; 10] = [
    "2012-10-28T00:29:59Z",
    "2012-10-28T00:30:00Z",
    "2012-10-28T00:29:59Z",
    "2012-10-28T01:59:59Z",
    "2012-10-28T02:00:00Z",
    "2012-10-27T02:00:00Z",
    "2013-03-31T01:30:00Z",
    "2014-01-01T00:00:00Z",
    "2013-12-31T23:59:59Z",
    "2012-10-28T00:30:00Z",
];

fn gated() -> Site {
    let settings = "title: A\nbase_url: https://example.org\ngit_dates: false\ntimezone: Europe/London\ntheme: bare\n";
    let list = "{{ page.content }}{% for entry in page.list.entries | default(value=[]) %}{{ entry.title }}{% endfor %}";
    let mut site = Site::new().by_the_clock().site_yaml(settings);
    site = site
        .file("themes/bare/templates/page.html", list)
        .file("content/a.md", page("first"));
    for (name, gate) in GATES {
        let text = format!("---\ntitle: {name}\n{gate}\n---\n[A](../a.md)\n");
        site = site.file(&format!("content/deep/{name}.md"), text);
    }
    site
}

fn page(text: &str) -> String {
    format!("---\ntitle: A\n---\n{text}\n")
}

fn stand_at(shim: &Shim, moment: &str) {
    let moment: Timestamp = moment.parse().expect("a moment");
    shim.set_clock(&format!("@{}", moment.as_second()));
}

/// What a build makes of it from nothing at a moment.
fn made_at(site: &Site, moment: &str) -> Files {
    let folder = tempfile::tempdir().expect("a folder");
    let output = folder.path().join("output");
    let run = site.run(&[
        "build",
        "--now",
        moment,
        "--output",
        &output.to_string_lossy(),
    ]);
    assert!(run.status.success(), "{run}");
    read_folder(&output)
}

fn waiting(watching: Running) -> Running {
    watching.until("it waits", || {
        watching.said("stdout").contains("waiting for changes")
    });
    watching
}

#[test]
fn a_watch_follows_the_clock_wherever_it_jumps() {
    let Some(shim) = Shim::new() else { return };
    let site = shim.with_clock(gated());
    stand_at(&shim, MOMENTS[0]);
    let watching = waiting(Running::start(&site, &["build", "--watch"]));
    let mut sizes = Vec::new();
    for (number, moment) in MOMENTS.into_iter().enumerate() {
        stand_at(&shim, moment);
        site.write("content/a.md", page(&format!("words {number}")));
        let made = made_at(&site, moment);
        watching.until(moment, || read_folder(site.output()) == made);
        sizes.push(made.len());
    }
    sizes.dedup();
    assert!(sizes.len() > 5, "{sizes:?}");
    watching.assert_quiet();
    // Nobody saves anything: it is seen all the same.
    for (moment, said) in [
        ("2014-01-01T00:00:00Z", "scheduled change at"),
        (MOMENTS[0], "the clock was set back"),
    ] {
        let made = made_at(&site, moment);
        stand_at(&shim, moment);
        watching.until(moment, || read_folder(site.output()) == made);
        watching.until(said, || watching.said("stdout").contains(said));
    }
}

#[test]
fn a_server_follows_the_clock_wherever_it_jumps() {
    let Some(shim) = Shim::new() else { return };
    let site = shim.with_clock(gated());
    stand_at(&shim, MOMENTS[0]);
    let serving = Serving::with(&site, &["serve", "--port", "0"]);
    for (number, moment) in MOMENTS.into_iter().enumerate() {
        stand_at(&shim, moment);
        let words = format!("words {number}");
        site.write("content/a.md", page(&words));
        let made = made_at(&site, moment);
        let is_there = |name: &str| made.contains_key(&format!("deep/{name}/index.html"));
        serving.program.until("what was saved", || {
            String::from_utf8_lossy(&serving.get("a/").body).contains(&words)
        });
        for (name, _) in GATES {
            let status = serving.get(&format!("deep/{name}/")).status;
            assert_eq!(
                status == 200,
                is_there(name),
                "{name} at {moment}: {status}"
            );
        }
        let listed = String::from_utf8_lossy(&serving.get("sitemap.xml").body).into_owned();
        assert_eq!(listed.as_bytes(), made["sitemap.xml"], "{moment}");
    }
}

/// The same size and the same time, a time in the future and one long ago: the text is another one.
#[test]
fn times_of_files_hide_no_change() {
    let Some(shim) = Shim::new() else { return };
    let far = SystemTime::UNIX_EPOCH + Duration::from_secs(4_102_444_800);
    // By events, and by looking again and again.
    for lacks in ["", "i"] {
        let site = Site::new()
            .by_the_clock()
            .file("content/a.md", page("words 000"))
            .file("content/film.mp4", "film 000");
        let fault = Fault {
            kind: "read",
            lacks,
            ..Fault::default()
        };
        let watching = waiting(shim.start(&site, &["build", "--watch"], &fault));
        for (number, time) in [far, SystemTime::UNIX_EPOCH, SystemTime::UNIX_EPOCH, far]
            .into_iter()
            .enumerate()
        {
            for (path, text) in [
                ("content/a.md", page(&format!("words 00{number}"))),
                ("content/film.mp4", format!("film 00{number}")),
            ] {
                let new = site.root().join("content/.new");
                fs::write(&new, text).expect("a file");
                let file = fs::File::options().write(true).open(&new).expect("a file");
                file.set_modified(time).expect("a time");
                fs::rename(&new, site.root().join(path)).expect("a file that moves");
            }
            let made = made_at(&site, crate::site::NOW);
            watching.until("the new text", || read_folder(site.output()) == made);
        }
        watching.assert_quiet();
        drop(watching);
        // A plain build believes no times at all.
        let file = fs::File::options()
            .write(true)
            .open(site.root().join("content/film.mp4"))
            .expect("a file");
        fs::write(site.root().join("content/film.mp4"), "film 999").expect("a file");
        file.set_modified(far).expect("a time");
        assert_eq!(site.build().output["film.mp4"], b"film 999");
    }
}
