//! Folders that come, go and are elsewhere; the history; the clock; and systems that tell of nothing.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::symlink;
use std::process::Command;

use super::{changes, shows, watching};
use crate::history::{commit, git, has_git};
use crate::site::{NOW, Running, Site, binary, read_folder};

fn page(text: &str) -> String {
    format!("---\ntitle: A\n---\n{text}\n")
}

#[test]
fn what_links_lead_to_is_watched() {
    let elsewhere = tempfile::tempdir().expect("a folder");
    let theme = elsewhere.path().join("mine");
    let template = |text: &str| {
        fs::create_dir_all(theme.join("templates")).expect("a folder");
        fs::write(
            theme.join("templates/page.html"),
            format!("<p>{text}</p>{{{{ page.content }}}}"),
        )
        .expect("a file");
    };
    template("one");
    fs::write(theme.join("theme.yaml"), "extends: partnership\n").expect("a file");
    let site = Site::new()
        .site_yaml("title: A\nbase_url: https://example.org\ngit_dates: false\ntheme: mine\n")
        .file("themes/README", "")
        .file("shared/a.md", page("shared one"))
        .file("content/real/a.md", page("real one"));
    symlink(&theme, site.root().join("themes/mine")).expect("a link");
    symlink("../shared", site.root().join("content/linked")).expect("a link");
    symlink("real", site.root().join("content/again")).expect("a link");
    let watching = watching(&site);
    let shows = |path: &str, text: &str| shows(site.output(), path, text);
    assert!(shows("real/a/index.html", "<p>one</p>") && shows("linked/a/index.html", "shared one"));

    template("two");
    watching.until("a theme elsewhere", || {
        shows("real/a/index.html", "<p>two</p>")
    });
    site.write("shared/a.md", page("shared two"));
    watching.until("a folder beside the content", || {
        shows("linked/a/index.html", "shared two")
    });
    site.write("content/again/a.md", page("real two"));
    watching.until("both names of a file", || {
        shows("real/a/index.html", "real two") && shows("again/a/index.html", "real two")
    });
    watching.until("three lines", || changes(&watching).len() == 3);
    let expected = [
        "themes/mine/templates/page.html",
        "content/linked/a.md",
        "content/again/a.md and content/real/a.md",
    ];
    assert_eq!(
        changes(&watching),
        expected.map(|names| format!("changed: {names}"))
    );

    // The theme goes, and comes again; then the link leads to another folder.
    fs::rename(&theme, elsewhere.path().join("away")).expect("a folder that moves");
    watching.until("a theme that is gone", || {
        watching.said("stderr").contains("unknown-theme")
    });
    fs::rename(elsewhere.path().join("away"), &theme).expect("a folder that moves");
    template("three");
    watching.until("a theme that is back", || {
        shows("real/a/index.html", "<p>three</p>")
    });
    fs::remove_file(site.root().join("content/linked")).expect("a link that goes");
    symlink("real", site.root().join("content/linked")).expect("a link");
    watching.until("a link to another folder", || {
        shows("linked/a/index.html", "real two")
    });
    site.write("content/real/a.md", page("real three"));
    watching.until("its new name", || {
        shows("linked/a/index.html", "real three")
    });
}

#[test]
fn what_leads_out_is_not_watched() {
    let elsewhere = tempfile::tempdir().expect("a folder");
    let outside =
        |name: &str, text: &str| fs::write(elsewhere.path().join(name), text).expect("a file");
    outside("a.html", "one");
    let site = Site::new()
        .file("content/a.md", page("one"))
        .file("assets/own.css", "p {}\n");
    for link in ["templates", "assets/out", "content/out"] {
        symlink(elsewhere.path(), site.root().join(link)).expect("a link");
    }
    symlink(
        elsewhere.path().join("a.html"),
        site.root().join("assets/a.html"),
    )
    .expect("a link");
    let watching = watching(&site);
    for text in ["two", "three"] {
        outside("a.html", text);
        outside(text, text);
        std::thread::sleep(std::time::Duration::from_millis(50));
        site.write("content/a.md", page(text));
        watching.until("what is saved in the site", || {
            shows(site.output(), "a/index.html", text)
        });
    }
    watching.until("two lines", || changes(&watching).len() == 2);
    assert_eq!(changes(&watching), ["changed: content/a.md"; 2]);
}

#[test]
fn folders_that_come_again_are_watched_again() {
    let site = Site::new().file("content/a.md", page("one"));
    let watching = watching(&site);
    let shows = |text: &str| shows(site.output(), "a/index.html", text);
    let at = |name: &str| site.root().join(name);
    for round in 0..3 {
        fs::rename(at("content"), at("away")).expect("a folder that moves");
        let said = || {
            watching
                .said("stderr")
                .matches("there is no folder `content`")
                .count()
        };
        watching.until("it says that there is no content", || said() > round);
        fs::rename(at("away"), at("content")).expect("a folder that moves");
        site.write("content/a.md", page(&format!("round {round}")));
        watching.until("a change after that", || shows(&format!("round {round}")));
    }
    site.write("templates/page.html", "<p>template</p>{{ page.content }}");
    watching.until("a folder that is new", || shows("<p>template</p>"));
    fs::remove_dir_all(at("templates")).expect("a folder that goes");
    watching.until("a folder that is gone", || !shows("<p>template</p>"));
    site.write("templates/page.html", "<p>again</p>{{ page.content }}");
    watching.until("a folder that is new again", || shows("<p>again</p>"));
    site.write("content/x/y/z/a.md", page("deep"));
    watching.until("folders in folders", || {
        site.output().join("x/y/z/a/index.html").exists()
    });
    site.write("content/x/y/z/a.md", page("deeper"));
    watching.until("a change in them", || {
        super::shows(site.output(), "x/y/z/a/index.html", "deeper")
    });
}

#[test]
fn a_site_that_is_moved_away_is_waited_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let (root, away) = (folder.path().join("site"), folder.path().join("away"));
    let output = folder.path().join("output");
    let write = |path: &str, text: &str| {
        let path = root.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    };
    write(
        "site.yaml",
        "title: A\nbase_url: https://example.org\ngit_dates: false\n",
    );
    write("content/a.md", &page("one"));
    let mut command = Command::new(binary());
    command
        .args(["build", "--watch", "--root"])
        .arg(&root)
        .arg("--output")
        .arg(&output)
        .env("NO_COLOR", "1");
    let watching = Running::of(command);
    watching.until("it waits", || {
        watching.said("stdout").contains("waiting for changes")
    });
    for (number, text) in ["two", "three"].into_iter().enumerate() {
        if number == 0 {
            fs::rename(&root, &away).expect("a folder that moves");
        } else {
            fs::remove_dir_all(&root).expect("a folder that goes");
        }
        let told = || watching.said("stderr").matches("error:").count();
        watching.until("it says that there is no site", || told() == number + 1);
        if number == 0 {
            fs::rename(&away, &root).expect("a folder that moves");
        } else {
            write(
                "site.yaml",
                "title: A\nbase_url: https://example.org\ngit_dates: false\n",
            );
        }
        write("content/a.md", &page(text));
        watching.until("it is back", || shows(&output, "a/index.html", text));
        write("content/a.md", &page(&format!("{text} and more")));
        watching.until("a change after that", || {
            shows(&output, "a/index.html", &format!("{text} and more"))
        });
    }
}

#[test]
fn a_commit_is_a_change() {
    if !has_git() {
        return;
    }
    let folder = Site::new()
        .file(".gitignore", "output/\n")
        .file(
            "site/site.yaml",
            "title: A\nbase_url: https://example.org\n",
        )
        .file(
            "site/templates/page.html",
            "<p id=\"updated\">{{ page.updated }}</p>",
        )
        .file("site/content/a.md", page("words"));
    let root = folder.root().join("site");
    let at = |day: &str, args: &[&str]| git(folder.root(), &format!("{day}T12:00:00Z"), args);
    commit(folder.root(), "2012-06-01T12:00:00Z");
    let mut command = Command::new(binary());
    command
        .args(["build", "--watch", "--now", NOW, "--root"])
        .arg(&root);
    let watching = Running::of(command);
    watching.until("it waits", || {
        watching.said("stdout").contains("waiting for changes")
    });
    let shows = |day: &str| shows(&root.join("output"), "a/index.html", day);
    assert!(shows("2012-06-01"));

    // What git does without another commit is no change.
    at("2012-07-01", &["status"]);
    at("2012-07-01", &["branch", "other"]);
    at("2012-07-01", &["tag", "first"]);
    at("2012-07-01", &["gc", "-q"]);
    at(
        "2012-07-01",
        &["commit", "-q", "--amend", "--no-edit", "--reset-author"],
    );
    watching.until("a commit written anew", || shows("2012-07-01"));
    watching.until("a line", || !changes(&watching).is_empty());
    assert_eq!(changes(&watching), ["changed: the git history"]);

    at("2012-07-02", &["checkout", "-q", "other"]);
    watching.until("another branch with the same files", || shows("2012-06-01"));
    at("2012-07-03", &["checkout", "-q", "-b", "deep/er"]);
    at(
        "2012-07-03",
        &["commit", "-q", "--amend", "--no-edit", "--reset-author"],
    );
    watching.until("a commit on a new branch", || shows("2012-07-03"));
    assert!(
        changes(&watching)
            .iter()
            .all(|line| line == "changed: the git history")
    );
}

#[test]
fn a_repository_that_goes_may_come_again() {
    if !has_git() {
        return;
    }
    for below in ["", "site/"] {
        let folder = Site::new()
            .file(".gitignore", "output/\n")
            .file(
                &format!("{below}site.yaml"),
                "title: A\nbase_url: https://example.org\n",
            )
            .file(
                &format!("{below}templates/page.html"),
                "<p>{{ page.updated }}</p>{{ page.content }}",
            )
            .file(&format!("{below}content/a.md"), page("one"));
        let root = folder.root().join(below);
        commit(folder.root(), "2012-06-01T12:00:00Z");
        let mut command = Command::new(binary());
        command
            .args(["build", "--watch", "--now", NOW, "--root"])
            .arg(&root);
        let watching = Running::of(command);
        watching.until("it waits", || {
            watching.said("stdout").contains("waiting for changes")
        });
        let shows = |text: &str| shows(&root.join("output"), "a/index.html", text);
        assert!(shows("<p>2012-06-01</p>"));

        let (repository, away) = (folder.root().join(".git"), folder.root().join("away"));
        for text in ["two", "three"] {
            fs::rename(&repository, &away).expect("a folder that moves");
            watching.until("no day without a repository", || shows("<p></p>"));
            folder.write(&format!("{below}content/a.md"), page(text));
            watching.until("a change without a repository", || {
                shows(text) && shows("<p></p>")
            });
            fs::rename(&away, &repository).expect("a folder that moves");
            watching.until("the day that the repository knows", || {
                shows("<p>2012-06-01</p>")
            });
        }
        git(
            folder.root(),
            "2012-07-01T12:00:00Z",
            &["commit", "-q", "-a", "-m", "more"],
        );
        watching.until("a commit after that", || shows("<p>2012-07-01</p>"));
        fs::remove_dir_all(&repository).expect("a folder that goes");
        watching.until("no day without a repository", || shows("<p></p>"));
        folder.write(&format!("{below}content/a.md"), page("four"));
        watching.until("a change after that", || shows("four"));
        watching.assert_quiet();
        assert!(changes(&watching).len() <= 9, "{}", watching.said("stdout"));
        let left = read_folder(&root.join("output"));
        fs::remove_dir_all(root.join("output")).expect("a folder");
        let clean = Command::new(binary())
            .args(["build", "--now", NOW, "--root"])
            .arg(&root)
            .output();
        assert!(clean.expect("it runs").status.success());
        assert_eq!(left, read_folder(&root.join("output")));
    }
}

#[test]
fn a_commit_is_none_where_nobody_asks_for_the_history() {
    if !has_git() {
        return;
    }
    let site = Site::new()
        .file(".gitignore", "output/\n")
        .file("content/a.md", page("one"));
    commit(site.root(), "2012-06-01T12:00:00Z");
    let watching = watching(&site);
    git(
        site.root(),
        "2012-07-01T12:00:00Z",
        &["commit", "-q", "--allow-empty", "-m", "another"],
    );
    site.write("content/a.md", page("two"));
    watching.until("what is saved afterwards", || {
        shows(site.output(), "a/index.html", "two")
    });
    watching.until("a line", || !changes(&watching).is_empty());
    let all = changes(&watching);
    // Both may have come together.
    assert!(all.len() == 1 && all[0].contains("content/a.md"), "{all:?}");
}

#[test]
fn what_is_due_comes_by_itself() {
    let soon = jiff::Timestamp::now() + jiff::SignedDuration::from_secs(4);
    let text = format!("---\ntitle: Soon\npublish_at: {soon}\n---\nIt is there.\n");
    let site = Site::new()
        .by_the_clock()
        .file("content/index.md", page("first"))
        .file("content/soon.md", text);
    let watching = Running::start(&site, &["build", "--watch"]);
    watching.until("the page comes", || {
        shows(site.output(), "soon/index.html", "It is there.")
    });
    assert!(jiff::Timestamp::now() >= soon, "it came too early");
    watching.until("a line", || {
        watching.said("stdout").contains("scheduled change at 20")
    });
    assert!(changes(&watching).is_empty(), "{}", watching.said("stdout"));
}

#[test]
fn a_system_out_of_watches_is_looked_at() {
    let site = Site::new().file("content/a.md", page("one"));
    let build = site.command(&["build", "--watch"]);
    let mut command = Command::new("unshare");
    let none = "echo \"$0\" > /proc/sys/user/max_inotify_watches && exec \"$@\"";
    let scripted = |command: &mut Command, most: &str| {
        command.args(["--user", "--map-root-user", "sh", "-c", none, most]);
    };
    scripted(&mut command, "0");
    let can = command
        .arg("true")
        .output()
        .is_ok_and(|answer| answer.status.success());
    if !can {
        let words = "SKIPPED: a system out of watches: this machine lets nobody limit them (unshare --user)";
        writeln!(std::io::stderr(), "{words}").expect("standard error");
        return;
    }
    // None at all, and enough to begin with.
    for most in ["0", "4"] {
        let mut command = Command::new("unshare");
        scripted(&mut command, most);
        command
            .arg(build.get_program())
            .args(build.get_args())
            .env("NO_COLOR", "1");
        let watching = Running::of(command);
        watching.until("it waits", || {
            watching.said("stdout").contains("waiting for changes")
        });
        for number in 0..4 {
            let (path, text) = (
                format!("content/{most}/{number}/a.md"),
                format!("words {most} {number}"),
            );
            site.write(&path, page(&text));
            let made = format!("{most}/{number}/a/index.html");
            watching.until("a new file in a new folder", || {
                shows(site.output(), &made, &text)
            });
            site.write(&path, page("changed"));
            watching.until("a change in it", || shows(site.output(), &made, "changed"));
        }
        let said = watching.said("stdout");
        assert_eq!(
            said.matches("file events are not available here").count(),
            1,
            "{said}"
        );
    }
}
