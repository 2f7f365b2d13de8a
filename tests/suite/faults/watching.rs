//! A build that watches, and what fails meanwhile: it is killed; its disk is full, a source, its settings, its folders
//! are gone for a while. The last good site stays, what is said tells what to do, and once all is well the next change
//! makes what a build from nothing makes.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use super::disk::{Fault, Shim};
use super::is_all;
use super::two::{Files, Two};
use crate::site::{Running, Site, read_folder};

fn waiting(watching: Running) -> Running {
    watching.until("it waits", || {
        watching.said("stdout").contains("waiting for changes")
    });
    watching
}

#[test]
fn a_watch_killed_at_any_write_of_any_batch_is_made_up_for() {
    let Some(shim) = Shim::new() else { return };
    let two = Two::by_one_file();
    // How many calls there will be is told by those that have failed: a first build and two batches at least.
    let (mut at, mut killed) = (1, 0);
    loop {
        let fault = Fault {
            kind: "write",
            at,
            ..Fault::default()
        };
        let what = format!("{fault:?}");
        let watching = shim.start(&two.site, &["build", "--watch"], &fault);
        let begun =
            || !watching.is_alive() || watching.said("stdout").contains("waiting for changes");
        watching.until("it waits or is dead", begun);
        let mut next = two.stands().expect("a whole site");
        for _ in 0..2 {
            if watching.is_alive() {
                next = 1 - two.stands().expect("a whole site");
                two.save(next);
                watching.until("a batch", || {
                    !watching.is_alive() || two.stands() == Some(next)
                });
            }
        }
        if watching.is_alive() {
            break;
        }
        killed += 1;
        assert!(two.stands().is_some(), "{what}: a mixture");
        if at % 2 == 0 {
            let again = waiting(Running::start(&two.site, &["build", "--watch"]));
            assert_eq!(two.stands(), Some(next), "a watch after {what}");
            two.assert_alone(&what);
            let next = 1 - next;
            two.save(next);
            again.until("its next batch", || two.stands() == Some(next));
        } else {
            two.assert_heals(next, &what);
        }
        at += if is_all() { 1 } else { 17 };
    }
    assert!(killed > 5, "killed {killed} times, {at} calls");
}

/// A site that is watched while something fails.
struct Watched {
    shim: Shim,
    site: Site,
    watching: Running,
    rounds: usize,
}

impl Watched {
    fn new() -> Option<Watched> {
        let shim = Shim::new()?;
        let site = Site::new()
            .file("content/a.md", page("first"))
            .file("content/b.md", page("other"));
        let watching = waiting(shim.start(
            &site,
            &["build", "--watch"],
            &Fault {
                kind: "write",
                ..Fault::default()
            },
        ));
        Some(Watched {
            shim,
            site,
            watching,
            rounds: 0,
        })
    }

    /// Lets something fail, then saves a page: these words are said, the site stays. Then all is well again, and the next page
    /// that is saved makes the site that a build makes.
    fn over(&mut self, words: &str, fail: impl Fn(&Watched), mend: impl Fn(&Watched)) {
        let before = read_folder(self.site.output());
        let count = |watched: &Watched| watched.watching.said("stderr").matches(words).count();
        let said = count(self);
        fail(self);
        self.rounds += 1;
        let _ = fs::write(
            self.site.root().join("content/a.md"),
            page(&format!("while {words} {}", self.rounds)),
        );
        self.watching.until(words, || count(self) > said);
        assert_eq!(read_folder(self.site.output()), before, "{words}");
        mend(self);
        self.site
            .write("content/b.md", page(&format!("after {words}")));
        self.assert_follows(words);
    }

    #[track_caller]
    fn assert_follows(&self, what: &str) {
        let made = self.made();
        self.watching
            .until(what, || read_folder(self.site.output()) == made);
    }

    fn made(&self) -> Files {
        let folder = tempfile::tempdir().expect("a folder");
        let output = folder.path().join("output");
        let run = self
            .site
            .run(&["build", "--output", &output.to_string_lossy()]);
        assert!(run.status.success(), "{run}");
        read_folder(&output)
    }

    fn rename(&self, from: &str, to: &str) {
        fs::rename(self.site.root().join(from), self.site.root().join(to))
            .expect("something that moves");
    }
}

fn page(text: &str) -> String {
    format!("---\ntitle: A\n---\n{text}\n")
}

#[test]
fn what_fails_for_a_while_is_made_up_for_by_the_next_change() {
    let Some(mut watched) = Watched::new() else {
        return;
    };
    watched.over(
        "the disk is full; free some space",
        |watched| watched.shim.let_fail("28"),
        |watched| watched.shim.let_fail(""),
    );
    watched.over(
        "read-only; choose a folder on another disk",
        |watched| watched.shim.let_fail("30"),
        |watched| watched.shim.let_fail(""),
    );
    watched.over(
        "error[unreadable-file]: this cannot be read: permission denied",
        |watched| watched.shim.let_fail("13 content/a.md"),
        |watched| watched.shim.let_fail(""),
    );
    watched.over(
        "error[unreadable-settings]",
        |watched| watched.site.write("site.yaml", "title: [\n"),
        |watched| watched.site.write("site.yaml", crate::site::SITE_YAML),
    );
    watched.over(
        "there is no folder `content`; put your Markdown files there",
        |watched| {
            watched.rename("content", "away");
            watched.site.write("content", "a file");
        },
        |watched| {
            watched.site.delete("content");
            watched.rename("away", "content");
        },
    );
    // A source that was taken away, with its rights, is given back by these alone.
    watched.shim.let_fail("13 content/b.md");
    watched.site.write("content/b.md", page("taken away"));
    let denied = || {
        watched
            .watching
            .said("stderr")
            .matches("this cannot be read: permission denied")
            .count()
    };
    watched
        .watching
        .until("it cannot be read", || denied() == 2);
    watched.shim.let_fail("");
    let file = watched.site.root().join("content/b.md");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).expect("a file of ours");
    watched.assert_follows("a source that was given back");
    fs::remove_dir_all(watched.site.output()).expect("a folder that goes");
    watched
        .site
        .write("content/a.md", page("after somebody cleaned up"));
    watched.assert_follows("an output that was removed");
    fs::remove_file(watched.site.output().join("b/index.html")).expect("a file that goes");
    watched
        .site
        .write("content/a.md", page("after somebody took a page away"));
    watched.assert_follows("a page that was removed");
    if is_all() {
        // Nobody saves anything: it is tried again by itself.
        watched.shim.let_fail("28");
        watched.site.write("content/a.md", page("the last words"));
        let said = || {
            watched
                .watching
                .said("stderr")
                .matches("the disk is full")
                .count()
        };
        watched.watching.until("it fails", || said() > 1);
        watched.shim.let_fail("");
        watched.assert_follows("what was tried again");
        assert_eq!(said(), 2, "{}", watched.watching.said("stderr"));
    }
}
