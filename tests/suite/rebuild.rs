//! A build after which nothing has changed writes no file and reports the same; whatever has changed, the next build is
//! the one that it would be from nothing.

use std::collections::BTreeMap;
use std::fs::{self, File, FileTimes};
use std::os::unix::fs::{MetadataExt, symlink};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use copublish::engine::{Engine, Options, Outcome, build};
use walkdir::WalkDir;

use crate::edits::{self, edit};
use crate::outputs::Dice;
use crate::preview::options;
use crate::site::{Run, Site, read_folder};

/// A site in which something is wrong, and in which something will happen.
fn site() -> Site {
    edits::site()
        .file(
            "content/blogs/2012-06-04-d.md",
            "---\ntitle: D\n---\n[nowhere](nowhere.txt)\n",
        )
        .file(
            "content/blogs/2012-12-24-e.md",
            "---\ntitle: E\npublish_at: 2012-12-24T00:00:00Z\n---\nLater\n",
        )
        .file(
            "addresses.lock",
            "/blogs/a/ content/blogs/2012-06-01-a.md\n",
        )
        .arg("--keep-going")
}

#[test]
fn a_build_after_which_nothing_has_changed_writes_no_file_and_reports_the_same() {
    let site = site();
    let first = site.build();
    first.assert_exit(1);
    assert!(first.stderr.contains("nowhere.txt"), "{first}");
    let before = states_of(site.output());
    let again = site.build();
    again.assert_exit(1);
    assert!(again.stdout.contains("0 changed"), "{again}");
    assert_eq!(again.stderr, first.stderr);
    assert!(again.output == first.output);
    assert_eq!(states_of(site.output()), before, "a file was written");
}

/// When each file was last written, and which file of the disk it is.
fn states_of(folder: &Path) -> BTreeMap<PathBuf, (u64, SystemTime)> {
    let files = WalkDir::new(folder)
        .into_iter()
        .map(|entry| entry.expect("a file of the site"));
    let state = |path: &Path| {
        let state = fs::metadata(path).expect("a file of the site");
        (state.ino(), state.modified().expect("a time"))
    };
    files
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| (entry.path().to_owned(), state(entry.path())))
        .collect()
}

/// Writes bytes of the same number into a file that keeps its times.
fn write_unseen(path: &Path, text: impl AsRef<[u8]>) {
    let was = fs::metadata(path).expect("a test of ours");
    assert_eq!(was.len(), text.as_ref().len() as u64);
    fs::write(path, text).expect("a test of ours");
    let times = FileTimes::new()
        .set_modified(was.modified().expect("a test of ours"))
        .set_accessed(was.accessed().expect("a test of ours"));
    File::options()
        .write(true)
        .open(path)
        .expect("a test of ours")
        .set_times(times)
        .expect("a test of ours");
}

/// What somebody may do to a site between two builds.
type Change = (&'static str, fn(&Site));

const CHANGES: &[Change] = &[
    ("a text", |site| {
        let path = site.root().join("content/people/ben.md");
        write_unseen(&path, "---\ntitle: Bob\n---\n");
    }),
    ("an attachment", |site| {
        write_unseen(
            &site.root().join("content/blogs/2012-06-03-c/plan.txt"),
            "Nalp",
        );
    }),
    ("a table", |site| {
        write_unseen(
            &site.root().join("content/facts.csv"),
            "Year,People\n2012,3\n",
        );
    }),
    ("data", |site| {
        write_unseen(&site.root().join("content/data/facts.yaml"), "a: 2\n");
    }),
    ("a style sheet", |site| {
        write_unseen(
            &site.root().join("themes/bare/assets/style.css"),
            "a { color: blu }",
        );
    }),
    ("a template", |site| {
        site.write(
            "themes/bare/templates/tags.html",
            "<main>{{ tags | length }}</main>",
        );
    }),
    ("a template of the site's own", |site| {
        site.write("templates/person.html", "<main>Own</main>");
    }),
    ("a template that cannot be read", |site| {
        symlink(
            "nowhere",
            site.root().join("themes/bare/templates/more.html"),
        )
        .expect("a test of ours");
    }),
    ("a kind of the theme", |site| {
        site.write("themes/bare/kinds/blog.yaml", "label: Entry\n");
    }),
    ("a setting", |site| {
        site.write("site.yaml", edits::SETTINGS.replace("Making", "Faking"));
    }),
    ("a line in the settings", |site| {
        site.write("site.yaml", format!("# First\n{}", edits::SETTINGS));
    }),
    ("the ledger", |site| {
        site.write(
            "addresses.lock",
            "/blogs/a/ content/gone.md\n/old/ content/e.md\n",
        );
    }),
    ("no ledger", |site| site.delete("addresses.lock")),
    ("a new document", |site| {
        site.write("content/people/cat.md", "---\ntitle: Cat\n---\n");
    }),
    ("a new file", |site| {
        site.write("content/nowhere.txt", "here");
    }),
    ("a file less", |site| {
        site.delete("content/blogs/2012-06-03-c/plan.txt");
    }),
    ("another name", |site| {
        let at = |name: &str| site.root().join(name);
        fs::rename(at("content/people/ben.md"), at("content/people/bob.md"))
            .expect("a test of ours");
    }),
    ("a link", |site| {
        site.delete("content/people/ben.md");
        symlink("ann.md", site.root().join("content/people/ben.md")).expect("a test of ours");
    }),
    ("a link that leads out", |site| {
        symlink("/etc", site.root().join("content/etc")).expect("a test of ours");
    }),
    ("a page of the output", |site| {
        let path = site.output().join("people/ann/index.html");
        let page = fs::read_to_string(&path).expect("a test of ours");
        write_unseen(&path, page.replace("Ann", "Nan"));
    }),
    ("a page less in the output", |site| {
        fs::remove_file(site.output().join("people/ann/index.html")).expect("a test of ours");
    }),
    ("a link in the output", |site| {
        let path = site.output().join("people/ann/index.html");
        fs::rename(&path, site.root().join("elsewhere.html")).expect("a test of ours");
        symlink(site.root().join("elsewhere.html"), path).expect("a test of ours");
    }),
    ("a copy in the output", |site| {
        fs::write(site.output().join("facts.csv"), "Year").expect("a test of ours");
    }),
    ("no manifest", |site| {
        fs::remove_dir_all(site.output()).expect("a test of ours");
    }),
    ("a file of somebody else", |site| {
        fs::write(site.output().join("notes.txt"), "mine").expect("a test of ours");
    }),
    ("what a killed build left", |site| {
        fs::create_dir(site.output().join(".copublish-stage")).expect("a test of ours");
    }),
];

/// Everything there is to see of a build, but for what it changed.
fn seen(site: &Site, run: &Run) -> (BTreeMap<String, Vec<u8>>, String, Option<i32>) {
    (
        read_folder(site.output()),
        run.stderr.clone(),
        run.status.code(),
    )
}

#[test]
fn whatever_has_changed_is_seen() {
    for (what, change) in CHANGES {
        let (built, fresh) = (site(), site());
        for site in [&built, &fresh] {
            site.build().assert_exit(1);
            change(site);
        }
        let _ = fs::remove_dir_all(fresh.root().join(".copublish"));
        let (left, right) = (built.build(), fresh.build());
        assert_eq!(seen(&built, &left), seen(&fresh, &right), "{what}");
    }
}

#[test]
fn a_ledger_that_cannot_be_read_is_not_one_that_is_not_there() {
    let site = Site::new().file("content/a.md", "---\ntitle: A\n---\n");
    site.build().assert_clean();
    fs::create_dir(site.root().join("addresses.lock")).expect("a folder in its place");
    let run = site.build();
    run.assert_exit(1);
    assert!(run.stderr.contains("addresses.lock"), "{run}");
}

/// Builds as `copublish build` does, with what is kept or without it.
fn built(options: &Options) -> (Result<Vec<String>, String>, BTreeMap<String, Vec<u8>>) {
    let said = |outcome: Outcome| {
        let found = outcome.diagnostics.iter().map(|found| format!("{found:?}"));
        let counts = format!(
            "{} {} {} {:?}",
            outcome.pages, outcome.files, outcome.bytes, outcome.next_change
        );
        let not_written = format!("{:?} {}", outcome.not_written, outcome.unrecorded);
        found.chain([counts, not_written]).collect()
    };
    let result = build(options, None, &|_, _| {})
        .map(said)
        .map_err(|failure| failure.why);
    (result, read_folder(&options.output))
}

/// One of the edits, or another host for a language.
fn edit_somewhere(site: &Site, dice: &mut Dice) -> (Vec<PathBuf>, String) {
    if dice.below(6) == 0 {
        edits::exchange_hosts(site, dice)
    } else {
        edit(site, dice)
    }
}

/// What a build that remembers the one before it leaves in its folder.
#[test]
fn after_any_edits_a_watching_build_of_a_site_on_several_hosts_is_one_from_nothing() {
    let (mut compared, mut on_hosts) = (0, 0);
    for seed in 1..=12_u64 {
        let mut dice = Dice::new(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let (site, engine) = (edits::site(), Engine::default());
        let mut done = vec![edits::exchange_hosts(&site, &mut dice).1];
        for _ in 0..10 {
            let options = options(site.root(), "2012-10-01T12:00:00Z");
            let watched = build(&options, Some(&engine), &|_, _| {});
            let afresh = Options {
                output: site.root().join("../afresh"),
                ..options.clone()
            };
            let fresh = build(&afresh, None, &|_, _| {});
            assert_eq!(watched.is_ok(), fresh.is_ok(), "seed {seed}: {done:#?}");
            if watched.is_ok() {
                let folder = read_folder(&options.output);
                let expected = read_folder(&afresh.output);
                for (name, bytes) in &expected {
                    let is_same = folder.get(name) == Some(bytes);
                    let is_said = name.starts_with(".copublish");
                    assert!(is_same || is_said, "{name}, seed {seed}: {done:#?}");
                }
                compared += 1;
                on_hosts += usize::from(expected.contains_key("cy/robots.txt"));
            }
            let _ = fs::remove_dir_all(&afresh.output);
            let (changed, words) = edit_somewhere(&site, &mut dice);
            engine.forget(&changed);
            done.push(words);
        }
    }
    assert!(compared > 60 && on_hosts > 30, "{compared}, {on_hosts}");
}

#[test]
fn after_any_edits_a_build_is_one_from_nothing() {
    const MOMENTS: [&str; 3] = [
        "2012-10-01T12:00:00Z",
        "2012-10-02T08:00:00Z",
        "2012-10-03T08:00:00Z",
    ];
    for seed in 1..=12_u64 {
        let mut dice = Dice::new(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let (site, mut done, mut moment) = (edits::site(), Vec::new(), 0);
        for _ in 0..8 {
            done.push(edit_somewhere(&site, &mut dice).1);
            moment = (moment + usize::from(dice.below(4) == 0)).min(MOMENTS.len() - 1);
            let options = options(site.root(), MOMENTS[moment]);
            let first = built(&options);
            let again = built(&options);
            assert!(first == again, "seed {seed}: {done:#?}");
            let (kept, aside) = (site.root().join(".copublish"), site.root().join(".aside"));
            let had_kept = fs::rename(&kept, &aside).is_ok();
            let afresh = Options {
                output: site.root().join("afresh"),
                ..options
            };
            let fresh = built(&afresh);
            assert!(
                first.0 == fresh.0,
                "seed {seed}: {done:#?}\n{:#?}\n{:#?}",
                first.0,
                fresh.0
            );
            assert!(
                first.1 == fresh.1 || first.0.is_err(),
                "seed {seed}: {done:#?}"
            );
            let _ = fs::remove_dir_all(&afresh.output);
            if had_kept {
                let _ = fs::remove_dir_all(&kept);
                fs::rename(&aside, &kept).expect("a test of ours");
            }
        }
    }
}
