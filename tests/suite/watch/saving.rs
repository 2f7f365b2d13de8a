//! However an editor saves, it is one change of one file. What editors do was taken from traces of their system calls.

use std::fs::{self, OpenOptions};
use std::io::{Seek, SeekFrom, Write};
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::{changes, shows, watching};
use crate::history::{git, has_git};
use crate::site::{Running, Site};

/// Editors pause between their steps, as their disks do.
const PAUSE: Duration = Duration::from_millis(15);
/// A pause that became longer than this, as on a busy machine, may have become two changes.
const TOO_LONG: Duration = Duration::from_millis(60);

fn page(text: &str) -> String {
    format!("---\ntitle: A\n---\n{text}\n")
}

fn write(path: &Path, text: &str) {
    fs::write(path, text).expect("a file");
}

fn rename(from: &Path, to: &Path) {
    fs::rename(from, to).expect("a file that moves");
}

fn delete(path: &Path) {
    fs::remove_file(path).expect("a file that goes");
}

/// Saves this text in a folder, as `a.md`.
type Save = fn(&Path, &str);

const EDITORS: [(&str, Save); 14] = [
    ("written over", |content, text| {
        write(&content.join("a.md"), text);
    }),
    (
        "truncated, and written after a pause (VS Code, Notepad)",
        |content, text| {
            let mut file = fs::File::create(content.join("a.md")).expect("a file");
            sleep(PAUSE);
            file.write_all(text.as_bytes()).expect("written");
        },
    ),
    ("written in pieces", |content, text| {
        let mut file = fs::File::create(content.join("a.md")).expect("a file");
        for piece in text.as_bytes().chunks(text.len() / 3 + 1) {
            file.write_all(piece).expect("written");
            sleep(PAUSE);
        }
    }),
    (
        "written over in place, and cut off (Obsidian)",
        |content, text| {
            let mut file = OpenOptions::new()
                .write(true)
                .open(content.join("a.md"))
                .expect("a file");
            file.seek(SeekFrom::Start(0)).expect("a place");
            file.write_all(text.as_bytes()).expect("written");
            file.set_len(text.len() as u64).expect("cut off");
        },
    ),
    (
        "written beside, and moved over (`a.md.tmp.1234.567`)",
        |content, text| {
            beside(content, "a.md.tmp.1234.567", text);
        },
    ),
    (
        "written beside, and moved over (`.goutputstream-AB12CD`)",
        |content, text| {
            beside(content, ".goutputstream-AB12CD", text);
        },
    ),
    (
        "written beside under any name, and moved over at once",
        |content, text| {
            write(&content.join("b.copy"), text);
            rename(&content.join("b.copy"), &content.join("a.md"));
        },
    ),
    (
        "deleted, and written anew after a pause",
        |content, text| {
            delete(&content.join("a.md"));
            sleep(PAUSE);
            write(&content.join("a.md"), text);
        },
    ),
    (
        "moved away, and written anew (vim `:w`)",
        |content, text| {
            write(&content.join(".a.md.swp"), "swap");
            write(&content.join("4913"), "");
            delete(&content.join("4913"));
            rename(&content.join("a.md"), &content.join("a.md~"));
            sleep(PAUSE);
            write(&content.join("a.md"), text);
            sleep(PAUSE);
            delete(&content.join("a.md~"));
            delete(&content.join(".a.md.swp"));
        },
    ),
    (
        "copied, and written over (vim with `backupcopy`)",
        |content, text| {
            fs::copy(content.join("a.md"), content.join("a.md~")).expect("a copy");
            sleep(PAUSE);
            write(&content.join("a.md"), text);
            sleep(PAUSE);
            delete(&content.join("a.md~"));
        },
    ),
    (
        "written beside, and moved over (`sed -i`)",
        |content, text| beside(content, "sedQ1w2E3", text),
    ),
    (
        "saved by hand after it saved itself (Emacs `#a.md#`)",
        |content, text| {
            write(&content.join("#a.md#"), text);
            sleep(PAUSE);
            write(&content.join("a.md"), text);
            delete(&content.join("#a.md#"));
        },
    ),
    (
        "with a file that says who has it open (`~$a.md`)",
        |content, text| {
            write(&content.join("~$a.md"), "Sam Lee");
            write(&content.join("a.md"), text);
            sleep(PAUSE);
            delete(&content.join("~$a.md"));
        },
    ),
    (
        "exchanged with the old one, which goes (JetBrains)",
        |content, text| {
            write(&content.join("a.md___jb_tmp___"), text);
            rename(&content.join("a.md"), &content.join("a.md___jb_old___"));
            rename(&content.join("a.md___jb_tmp___"), &content.join("a.md"));
            delete(&content.join("a.md___jb_old___"));
        },
    ),
];

fn beside(content: &Path, name: &str, text: &str) {
    write(&content.join(name), text);
    sleep(PAUSE);
    rename(&content.join(name), &content.join("a.md"));
}

/// Waits until nothing more is said, and counts the changes that were.
fn settled(watching: &Running) -> usize {
    watching.until("it rests", || {
        let before = watching.said("stdout");
        sleep(Duration::from_millis(250));
        before == watching.said("stdout")
    });
    changes(watching).len()
}

#[test]
fn every_editor_makes_one_change_of_one_file() {
    let site = Site::new().file("content/a.md", page("first"));
    let watching = watching(&site);
    let content = site.root().join("content");
    let mut before = settled(&watching);
    for (number, (editor, save)) in EDITORS.into_iter().enumerate() {
        for attempt in 0.. {
            assert!(
                attempt < 20,
                "this machine is too busy to pause as an editor does"
            );
            let text = format!("words {number} {attempt}");
            let started = Instant::now();
            save(&content, &page(&text));
            let took = started.elapsed();
            watching.until(editor, || shows(site.output(), "a/index.html", &text));
            let earlier = std::mem::replace(&mut before, settled(&watching));
            if took < TOO_LONG {
                assert_eq!(
                    changes(&watching)[earlier..],
                    ["changed: content/a.md"],
                    "{editor}"
                );
                break;
            }
        }
    }
}

#[test]
fn what_comes_and_goes_is_no_change() {
    let site = Site::new()
        .file("content/a.md", page("first"))
        .file("content/index.md", page("home"));
    let watching = watching(&site);
    let content = site.root().join("content");
    // What comes and goes before it waits may have been read.
    settled(&watching);
    let mut longest = Duration::ZERO;
    for name in ["4913", "new.md", ".a.md.swp", "a.md~"] {
        let started = Instant::now();
        write(&content.join(name), "x");
        delete(&content.join(name));
        longest = longest.max(started.elapsed());
    }
    write(&site.root().join("README.md"), "Read by no build.");
    let earlier = settled(&watching);
    // On a machine that is busy elsewhere, a file may have been there for as long as the watch waits for silence.
    assert!(
        earlier == 0 || longest >= Duration::from_millis(5),
        "{:?} in {longest:?}",
        changes(&watching)
    );
    delete(&content.join("a.md"));
    watching.until("a file that is deleted", || {
        !site.output().join("a").exists()
    });
    write(&content.join("b.md"), "");
    watching.until("an empty file", || {
        site.output().join("b").exists() && changes(&watching).len() >= earlier + 2
    });
    assert_eq!(
        changes(&watching)[earlier..],
        ["changed: content/a.md", "changed: content/b.md"]
    );
}

#[test]
fn another_branch_with_thousands_of_files_is_few_changes() {
    if !has_git() {
        return;
    }
    let site = Site::new()
        .file(".gitignore", "output/\n")
        .file("content/index.md", page("first"));
    let at = |args: &[&str]| git(site.root(), "2012-06-01T12:00:00Z", args);
    at(&["init", "-q"]);
    at(&["add", "-A"]);
    at(&["commit", "-q", "-m", "few"]);
    at(&["checkout", "-q", "-b", "many"]);
    for number in 0..3_000 {
        site.write(
            &format!("content/part-{}/page-{number}.md", number % 40),
            page("one of many"),
        );
    }
    site.write("content/index.md", page("second"));
    at(&["add", "-A"]);
    at(&["commit", "-q", "-m", "many"]);
    at(&["checkout", "-q", "main"]);
    let watching = watching(&site);
    let last = site.output().join("part-39/page-2999/index.html");
    at(&["checkout", "-q", "many"]);
    watching.until("all files of the branch", || last.exists());
    watching.until("the last of them", || {
        site.output().join("part-0/page-0/index.html").exists()
    });
    assert!(shows(site.output(), "index.html", "second"));
    settled(&watching);
    let said = changes(&watching);
    assert!(said.len() <= 5, "{said:#?}");
    at(&["checkout", "-q", "main"]);
    watching.until("the first branch", || {
        !last.exists() && shows(site.output(), "index.html", "first")
    });
}
