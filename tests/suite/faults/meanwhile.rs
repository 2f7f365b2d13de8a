//! What happens while a build runs: files change, other builds write to the same folder, and clocks say odd things.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime};

use super::two::{Two, WORDS};
use crate::site::{Running, Site};

/// Takes the place of a file in one step, as most editors save.
fn save(path: &Path, bytes: &[u8]) {
    let new = path.with_file_name(".saving");
    fs::write(&new, bytes)
        .and_then(|()| fs::rename(&new, path))
        .expect("a file that can be saved");
}

#[test]
fn files_that_change_while_they_are_read_are_one_or_the_other() {
    let site = Site::new().file("content/index.md", "---\ntitle: Home\n---\n");
    let page = |word: &str| {
        format!(
            "---\ntitle: A page\n---\n{}\n",
            format!("{word} words. ").repeat(2000)
        )
    };
    let film = |number: u8| vec![number; 400_000];
    let content = site.root().join("content");
    let change = |number: u8| {
        let word = WORDS[usize::from(number) % 2];
        save(&content.join("a.md"), page(word).as_bytes());
        save(&content.join("film.mp4"), &film(number % 2));
        // A file that is there and not there, one that becomes a folder, and a folder that becomes a link outside.
        let _ = fs::remove_file(content.join("gone.md"));
        let _ = fs::remove_file(content.join("turns"));
        let _ = fs::remove_dir_all(content.join("turns"));
        match number % 3 {
            0 => fs::write(content.join("turns"), "a file").expect("a file"),
            1 => {
                fs::create_dir(content.join("turns")).expect("a folder");
                fs::write(content.join("turns/inner.md"), "# Inner\n").expect("a page");
            }
            _ => std::os::unix::fs::symlink("/etc", content.join("turns")).expect("a link"),
        }
        fs::write(content.join("gone.md"), "---\ntitle: Gone\n---\n").expect("a page");
    };
    change(0);
    fs::remove_file(content.join("turns")).expect("a file");
    site.build().assert_clean();
    let over = AtomicBool::new(false);
    let mut fine = 0;
    std::thread::scope(|scope| {
        let changer = scope.spawn(|| {
            for number in (0..=u8::MAX).cycle() {
                if over.load(Ordering::Relaxed) {
                    break;
                }
                change(number);
                std::thread::sleep(Duration::from_millis(u64::from(number % 8)));
            }
        });
        for _ in 0..25 {
            let run = site.build();
            run.assert_no_panic();
            fine += usize::from(run.status.success());
            let words = |word: &str| run.page("/a/").matches(&format!("{word} words.")).count();
            let counts = (words("alpha"), words("beta"));
            assert!(
                matches!(counts, (2000.., 0) | (0, 2000..)),
                "{counts:?}\n{run}"
            );
            let shown = &run.output["film.mp4"];
            assert!(
                (0..2).any(|number| *shown == film(number)),
                "half a file\n{run}"
            );
            let outside = run.paths().iter().any(|path| path.contains("passwd"));
            assert!(!outside, "{run}");
        }
        over.store(true, Ordering::Relaxed);
        changer.join().expect("the changes");
    });
    let _ = fs::remove_file(content.join("turns"));
    let _ = fs::remove_dir_all(content.join("turns"));
    let run = site.build();
    run.assert_clean();
    assert!(
        run.find("/gone/").is_some(),
        "{fine} builds came through\n{run}"
    );
}

#[test]
fn builds_at_once_come_through_or_are_told_to_wait() {
    let two = Two::new();
    let (mut through, mut told) = (0, 0);
    for round in 0..6 {
        two.write(round % 2);
        let many: Vec<Running> = (0..4)
            .map(|_| Running::start(&two.site, &["build"]))
            .collect();
        for mut one in many {
            let status = one.ended();
            match status.code() {
                Some(0) => through += 1,
                Some(2) => {
                    let said = one.said("stderr");
                    assert!(
                        said.contains("another build is writing to this folder"),
                        "{said}"
                    );
                    assert!(said.contains("wait until it has ended"), "{said}");
                    told += 1;
                }
                code => panic!("{code:?} {}", one.said("stderr")),
            }
        }
        assert_eq!(two.stands(), Some(round % 2));
        two.assert_heals(round % 2, "many builds at once");
    }
    assert!(
        through >= 6,
        "{through} came through, {told} were told to wait"
    );
}

/// A watching build, a server, single builds, and somebody who deletes the folder: all at once.
#[test]
fn a_watch_a_server_and_builds_share_a_folder() {
    let two = Two::new();
    let watch = Running::start(&two.site, &["build", "--watch"]);
    watch.until("the watch has begun", || {
        watch.said("stdout").contains("waiting for changes")
    });
    let mut serve = two.site.command(&["serve", "--port", "0"]);
    // `--threads` is for builds only.
    let args: Vec<_> = serve.get_args().map(ToOwned::to_owned).collect();
    let plain: Vec<_> = args
        .iter()
        .filter(|arg| *arg != "--threads" && *arg != "1")
        .collect();
    let program = serve.get_program().to_owned();
    let mut without = std::process::Command::new(program);
    without.args(plain).current_dir(two.site.root());
    serve = without;
    let server = Running::of(serve);
    server.until("the server answers", || {
        server.said("stdout").contains("http://")
    });
    for round in 0..6 {
        two.write(round % 2);
        if round % 3 == 2 {
            // Somebody cleans up in the middle of it.
            let _ = fs::remove_dir_all(two.site.output());
        }
        let run = two.site.build();
        run.assert_no_panic();
        let is_busy = run
            .stderr
            .contains("another build is writing to this folder");
        let is_disturbed = run.stderr.contains("cannot ");
        // Who cleans up while the site is exchanged can take the manifest away, and leave a file of somebody else.
        let is_half_gone = run.stderr.contains("was not made by copublish");
        if is_half_gone {
            let _ = fs::remove_dir_all(two.site.output());
        }
        assert!(
            run.status.success() || is_busy || is_disturbed || is_half_gone,
            "{run}"
        );
    }
    two.write(1);
    let is_whole = || {
        let found = crate::site::read_folder(two.site.output());
        two.whole[1]
            .iter()
            .filter(|(path, _)| is_ours(path))
            .all(|(path, bytes)| found.get(path) == Some(bytes))
    };
    watch.until("the watch has built the last state", is_whole);
    drop((watch, server));
    let run = two.site.build();
    assert!(run.status.success() && is_whole(), "{run}");
}

/// A file that copublish wrote; the others went with the folder.
fn is_ours(path: &str) -> bool {
    !matches!(path, "CNAME" | "a/notes.txt" | "mine/deep/er.txt")
}

#[test]
fn odd_clocks_make_whole_sites() {
    let site = Site::new()
        .by_the_clock()
        .file("content/index.md", "# Home\n")
        .file("content/a.md", "---\ntitle: A\ndate: 2012-08-02\n---\n");
    site.build().assert_clean();
    for now in [
        "0001-01-01",
        "1969-12-31T23:59:59Z",
        "9999-12-30",
        "2012-10-01",
    ] {
        let run = site.run(&["build", "--now", now]);
        run.assert_no_panic();
        assert!(run.status.success(), "{now}\n{run}");
    }
    let before = site.build().output;
    let far = SystemTime::UNIX_EPOCH + Duration::from_secs(253_402_300_700);
    for time in [
        SystemTime::UNIX_EPOCH,
        SystemTime::UNIX_EPOCH - Duration::from_secs(86_400),
        far,
    ] {
        for file in ["content/a.md", "site.yaml", "output/index.html"] {
            let file = fs::OpenOptions::new()
                .write(true)
                .open(site.root().join(file))
                .expect("a file");
            file.set_modified(time).expect("a time");
        }
        let run = site.build();
        run.assert_clean();
        assert_eq!(run.output, before);
    }
}
