//! When a page last changed: from its author, else from git. Real repositories, made for each test.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use crate::site::{Run, Site};

const SITE: &str = "title: A\nbase_url: https://example.org\ntimezone: Europe/London\nkinds:\n  note: {folder: notes, list: {feed: true}}\n";
const PAGE: &str = "<p id=\"updated\">{{ page.updated }}</p>{{ page.content }}";

/// True where git can be run; a test without it says so and is left out.
pub fn has_git() -> bool {
    let found = Command::new("git")
        .arg("--version")
        .output()
        .is_ok_and(|answer| answer.status.success());
    if !found {
        // Written past the test harness, which keeps the words of tests that pass to itself.
        writeln!(
            std::io::stderr(),
            "SKIPPED: there is no git on this machine"
        )
        .expect("standard error");
    }
    found
}

/// A site whose pages show `updated`, in no repository yet.
fn site() -> Site {
    Site::new()
        .site_yaml(SITE)
        .file("templates/page.html", PAGE)
}

/// Runs git in a folder, with a name and dates that do not depend on the machine.
pub fn git(folder: &Path, at: &str, args: &[&str]) {
    let mut git = Command::new("git");
    git.args([
        "-c",
        "init.defaultBranch=main",
        "-c",
        "protocol.file.allow=always",
    ])
    .args(args);
    git.current_dir(folder)
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default());
    git.env("HOME", folder).env("GIT_CONFIG_NOSYSTEM", "1");
    for who in ["AUTHOR", "COMMITTER"] {
        git.env(format!("GIT_{who}_NAME"), "Sam Lee")
            .env(format!("GIT_{who}_EMAIL"), "sam@example.org");
    }
    // What was written one day may be committed again on another.
    git.env("GIT_AUTHOR_DATE", at)
        .env("GIT_COMMITTER_DATE", "2012-09-30T12:00:00Z");
    let answer = git.output().expect("git runs");
    assert!(
        answer.status.success(),
        "{args:?}: {}",
        String::from_utf8_lossy(&answer.stderr)
    );
}

/// Commits everything in a folder, as written at a moment.
pub fn commit(folder: &Path, at: &str) {
    if !folder.join(".git").exists() {
        git(folder, at, &["init", "-q"]);
    }
    git(folder, at, &["add", "-A"]);
    git(folder, at, &["commit", "-q", "-m", "words"]);
}

#[track_caller]
fn assert_updated(run: &Run, address: &str, day: &str) {
    let expected = format!("<p id=\"updated\">{day}</p>");
    assert!(
        run.page(address).starts_with(&expected),
        "{address}: {}",
        run.page(address)
    );
}

fn note(title: &str) -> String {
    format!("---\ntitle: {title}\n---\nWords\n")
}

/// What a build notes besides that it makes the home page: none of these sites has one.
fn notes(run: &Run) -> Vec<&str> {
    let notes = run.stdout.lines().filter(|line| line.starts_with("note: "));
    notes
        .filter(|note| !note.starts_with("note: there is no content/index.md"))
        .collect()
}

#[test]
fn a_page_bears_the_day_of_its_last_commit_everywhere() {
    if !has_git() {
        return;
    }
    let site = site()
        .file("content/notes/2012-06-01-a.md", note("A"))
        .file("content/notes/b.md", note("B"));
    commit(site.root(), "2012-06-01T12:00:00Z");
    site.write("content/notes/2012-06-01-a.md", note("A again"));
    // Half past midnight in London, whatever the day was in Greenwich.
    commit(site.root(), "2012-08-02T23:30:00Z");
    let run = site.build();
    run.assert_clean();
    assert_updated(&run, "/notes/a/", "2012-08-03");
    assert_updated(&run, "/notes/b/", "2012-06-01");
    assert!(
        run.page("/feed.xml").contains(
            "<updated>2012-08-03T00:00:00+01:00</updated>\n<published>2012-06-01T00:00:00+01:00"
        ),
        "{}",
        run.page("/feed.xml")
    );
    let map = run.page("/sitemap.xml");
    assert!(
        map.contains("/notes/a/</loc><lastmod>2012-08-03</lastmod>"),
        "{map}"
    );
    assert_eq!(notes(&run), [""; 0], "{run}");
}

#[test]
fn what_an_author_says_comes_first() {
    if !has_git() {
        return;
    }
    let front = |more: &str| format!("---\ntitle: A\n{more}\n---\n");
    let changes = "changes:\n  - {date: 2012-07-01, note: One}\n  - {date: 2012-07-09, note: Two}\n  - {date: 2012-07-03, note: Three}";
    let site = site()
        .file("content/said.md", front("updated: 2012-01-01"))
        .file("content/changes.md", front(changes))
        .file(
            "content/both.md",
            front(&format!("updated: 2012-01-02\n{changes}")),
        )
        .file("content/same-day.md", front("date: 2012-08-02"))
        .file("content/later.md", front("date: 2012-09-01"))
        .file("content/earlier.md", front("date: 2012-08-01"));
    commit(site.root(), "2012-08-02T12:00:00Z");
    site.write("content/new.md", front(""));
    let run = site.build();
    run.assert_clean();
    for (address, day) in [
        ("/said/", "2012-01-01"),
        ("/changes/", "2012-07-09"),
        ("/both/", "2012-01-02"),
        ("/same-day/", ""),
        ("/later/", ""),
        ("/earlier/", "2012-08-02"),
        ("/new/", ""),
    ] {
        assert_updated(&run, address, day);
    }
}

#[test]
fn names_merges_and_moves_are_followed() {
    if !has_git() {
        return;
    }
    let site = site();
    let odd = "content/an \"odd\"\tname é.md";
    for path in [
        odd,
        "content/moved.md",
        "content/side.md",
        "content/mended.md",
    ] {
        site.write(
            path,
            note(path.rsplit('/').next().unwrap_or(path).trim_matches('"'))
                .replace('\t', " ")
                .replace('"', ""),
        );
    }
    let root = site.root();
    commit(root, "2012-01-01T12:00:00Z");
    git(
        root,
        "2012-02-01T12:00:00Z",
        &["mv", "content/moved.md", "content/here.md"],
    );
    commit(root, "2012-02-01T12:00:00Z");
    git(
        root,
        "2012-02-01T12:00:00Z",
        &["checkout", "-q", "-b", "side"],
    );
    site.write("content/side.md", note("Side"));
    commit(root, "2012-03-01T12:00:00Z");
    git(root, "2012-03-01T12:00:00Z", &["checkout", "-q", "main"]);
    site.write("content/other.md", note("Other"));
    commit(root, "2012-04-01T12:00:00Z");
    git(
        root,
        "2012-05-01T12:00:00Z",
        &["merge", "-q", "--no-ff", "--no-commit", "side"],
    );
    site.write("content/mended.md", note("Mended in the merge"));
    commit(root, "2012-05-01T12:00:00Z");
    let run = site.build();
    run.assert_clean();
    for (address, day) in [
        ("/an-odd-name-e/", "2012-01-01"),
        ("/here/", "2012-01-01"),
        ("/side/", "2012-03-01"),
        ("/other/", "2012-04-01"),
        ("/mended/", "2012-05-01"),
    ] {
        assert_updated(&run, address, day);
    }
}

#[test]
fn a_site_in_a_folder_of_a_repository_has_its_history_too() {
    if !has_git() {
        return;
    }
    let repository = tempfile::tempdir().expect("a folder");
    let folder = repository.path().join("our sites/one");
    fs::create_dir_all(folder.join("content")).expect("a folder");
    fs::write(folder.join("site.yaml"), SITE).expect("a file");
    fs::write(folder.join("content/a.md"), note("A")).expect("a file");
    commit(repository.path(), "2012-01-01T12:00:00Z");
    fs::create_dir_all(repository.path().join("content")).expect("a folder");
    fs::write(
        repository.path().join("content/a.md"),
        note("No page of the site"),
    )
    .expect("a file");
    commit(repository.path(), "2012-02-01T12:00:00Z");
    let mut command = Command::new(crate::site::binary());
    let answer = command
        .args(["explain", "/a/", "--root"])
        .arg(&folder)
        .output()
        .expect("it runs");
    let said = String::from_utf8_lossy(&answer.stdout).into_owned();
    assert!(said.contains("updated: 2012-01-01"), "{said}");
}

#[test]
fn folders_with_a_history_of_their_own_have_their_own_dates() {
    if !has_git() {
        return;
    }
    let (site, other) = (
        site().file("content/a.md", note("A")),
        tempfile::tempdir().expect("a folder"),
    );
    fs::write(other.path().join("b.md"), note("B")).expect("a file");
    commit(other.path(), "2012-01-01T12:00:00Z");
    commit(site.root(), "2012-02-01T12:00:00Z");
    let from = other.path().to_string_lossy().into_owned();
    git(
        site.root(),
        "2012-03-01T12:00:00Z",
        &["submodule", "--quiet", "add", &from, "content/other"],
    );
    commit(site.root(), "2012-03-01T12:00:00Z");
    let run = site.build();
    run.assert_clean();
    assert_updated(&run, "/a/", "2012-02-01");
    assert_updated(&run, "/other/b/", "2012-01-01");
}

#[test]
fn content_may_be_a_submodule_or_a_clone() {
    if !has_git() {
        return;
    }
    let other = tempfile::tempdir().expect("a folder");
    fs::write(other.path().join("a.md"), note("A")).expect("a file");
    commit(other.path(), "2012-01-01T12:00:00Z");
    fs::write(other.path().join("b.md"), note("B")).expect("a file");
    commit(other.path(), "2012-02-01T12:00:00Z");
    let from = other.path().to_string_lossy().into_owned();
    let add = ["submodule", "--quiet", "add", &from, "content"];
    let clone = ["clone", "-q", &from, "content"];
    for is_submodule in [true, false] {
        let site = site();
        let _ = fs::remove_dir(site.root().join("content"));
        if is_submodule {
            commit(site.root(), "2012-03-01T12:00:00Z");
            git(site.root(), "2012-03-01T12:00:00Z", &add);
            commit(site.root(), "2012-03-02T12:00:00Z");
        } else {
            git(site.root(), "2012-03-01T12:00:00Z", &clone);
        }
        let run = site.build();
        run.assert_clean();
        assert_updated(&run, "/a/", "2012-01-01");
        assert_updated(&run, "/b/", "2012-02-01");
        assert_eq!(notes(&run), [""; 0], "{run}");
    }
}

#[test]
fn a_submodule_without_its_whole_history_is_told() {
    if !has_git() {
        return;
    }
    let other = tempfile::tempdir().expect("a folder");
    for (file, at) in [
        ("b.md", "2012-01-01T12:00:00Z"),
        ("c.md", "2012-01-02T12:00:00Z"),
    ] {
        fs::write(other.path().join(file), note("B")).expect("a file");
        commit(other.path(), at);
    }
    let site = site().file("content/a.md", note("A"));
    commit(site.root(), "2012-02-01T12:00:00Z");
    let from = format!("file://{}", other.path().display());
    let add = [
        "submodule",
        "--quiet",
        "add",
        "--depth",
        "1",
        &from,
        "content/other",
    ];
    git(site.root(), "2012-03-01T12:00:00Z", &add);
    commit(site.root(), "2012-03-01T12:00:00Z");
    let run = site.build();
    run.assert_clean();
    assert_updated(&run, "/a/", "2012-02-01");
    assert_updated(&run, "/other/b/", "");
    let note = "note: `content/other`, a git repository of its own: this clone holds only the last part of the history \
                (`git fetch --unshallow` gets the rest), so its pages without `updated` do not say when they last changed;";
    assert!(run.stdout.contains(note), "{run}");
}

#[test]
fn commits_of_the_future_are_told_and_not_counted() {
    if !has_git() {
        return;
    }
    let site = site()
        .file("content/a.md", note("A"))
        .file("content/b.md", note("B"));
    commit(site.root(), "2012-06-01T12:00:00Z");
    site.write("content/a.md", note("A again"));
    site.write("content/c.md", note("C"));
    commit(site.root(), "2099-06-01T12:00:00Z");
    let run = site.build();
    run.assert_clean();
    assert_updated(&run, "/a/", "2012-06-01");
    assert_updated(&run, "/b/", "2012-06-01");
    assert_updated(&run, "/c/", "");
    let note = "note: 2 pages have a commit dated in the future, up to 2099-06-01, which is not counted \
                (content/a.md, content/c.md); check the clock";
    assert!(run.stdout.contains(note), "{run}");
    assert!(
        run.stdout.contains("next change at 2099-05-31 13:00:00"),
        "{run}"
    );
    let then = site.arg("--now").arg("2099-06-02").build();
    assert_updated(&then, "/a/", "2099-06-01");
    assert_eq!(notes(&then), [""; 0], "{then}");
}

#[test]
fn another_mode_is_no_update() {
    if !has_git() {
        return;
    }
    let site = site().file("content/a.md", note("A"));
    commit(site.root(), "2012-06-01T12:00:00Z");
    let file = site.root().join("content/a.md");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).expect("a mode");
    commit(site.root(), "2012-07-01T12:00:00Z");
    let run = site.build();
    run.assert_clean();
    assert_updated(&run, "/a/", "2012-06-01");
}

#[test]
fn the_surroundings_of_git_make_no_difference() {
    if !has_git() {
        return;
    }
    let site = site()
        .file("content/a.md", note("A"))
        .file("content/é.md", note("E"));
    commit(site.root(), "2012-01-01T12:00:00Z");
    git(
        site.root(),
        "2012-02-01T12:00:00Z",
        &["mv", "content/a.md", "content/b.md"],
    );
    commit(site.root(), "2012-02-01T12:00:00Z");
    let plain = site.build();
    plain.assert_clean();
    assert_updated(&plain, "/b/", "2012-01-01");
    let elsewhere = tempfile::tempdir().expect("a folder");
    fs::write(elsewhere.path().join("x"), "x").expect("a file");
    commit(elsewhere.path(), "2011-01-01T12:00:00Z");
    site.write(
        ".gitconfig",
        "[log]\nshowSignature = true\nfollow = true\ndate = human\nshowRoot = false\nmailmap = true\ndecorate = full\n\
         [core]\nquotePath = true\npager = false\n[diff]\nrenames = false\norderFile = /gone\nnoprefix = true\nrelative = true\n\
         external = false\n[format]\npretty = fuller\nnotes = true\n[color]\nui = always\n[pager]\nlog = false\n",
    );
    let elsewhere = elsewhere.path().join(".git").to_string_lossy().into_owned();
    let site = [
        ("GIT_DIR", elsewhere.as_str()),
        ("GIT_WORK_TREE", "/"),
        ("GIT_CEILING_DIRECTORIES", "/"),
        ("GIT_PAGER", "false"),
        ("GIT_EXTERNAL_DIFF", "false"),
        ("GIT_LITERAL_PATHSPECS", "1"),
        ("GIT_INDEX_FILE", "/gone"),
        ("TZ", "Asia/Tokyo"),
        ("LC_ALL", "de_DE.UTF-8"),
    ]
    .into_iter()
    .fold(site, |site, (name, value)| site.variable(name, value));
    let other = site.build();
    other.assert_clean();
    assert_eq!(other.output, plain.output);
}

#[test]
fn where_no_history_is_known_it_is_said_once_and_nothing_is_wrong() {
    if !has_git() {
        return;
    }
    let said = "so pages without `updated` do not say when they last changed; `git_dates: false` in site.yaml turns this off\n";
    let pages = || {
        site()
            .file("content/a.md", note("A"))
            .file("content/b.md", note("B"))
    };
    let outside = pages();
    let run = outside.build();
    run.assert_clean();
    assert!(
        run.stdout.contains(&format!(
            "note: this site is not in a git repository, {said}"
        )),
        "{run}"
    );
    assert_eq!(notes(&run).len(), 1, "{run}");

    let nowhere = tempfile::tempdir().expect("a folder");
    let run = outside
        .variable("PATH", &nowhere.path().to_string_lossy())
        .build();
    run.assert_clean();
    assert!(
        run.stdout
            .contains(&format!("note: git is not installed, {said}")),
        "{run}"
    );

    let whole = pages();
    commit(whole.root(), "2012-01-01T12:00:00Z");
    whole.write("content/a.md", note("Again"));
    commit(whole.root(), "2012-02-01T12:00:00Z");
    let clones = tempfile::tempdir().expect("a folder");
    let from = format!("file://{}", whole.root().display());
    git(
        clones.path(),
        "2012-03-01T12:00:00Z",
        &["clone", "-q", "--depth", "1", &from, "shallow"],
    );
    let shallow = site();
    let copied = crate::site::read_folder(&clones.path().join("shallow"));
    copied
        .iter()
        .for_each(|(path, bytes)| shallow.write(path, bytes));
    let run = shallow.arg("--format").arg("json").build();
    run.assert_exit(0);
    let json: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
    let notes = json["summary"]["notes"].as_array();
    let is_of_clone = |note: &serde_json::Value| {
        let said = note.as_str().unwrap_or_default();
        said.starts_with("this clone holds only the last part of the history")
    };
    assert!(
        notes.is_some_and(|notes| notes.iter().any(is_of_clone)),
        "{run}"
    );
    assert_updated(&run, "/a/", "");
}

#[test]
fn nobody_is_told_of_a_history_that_is_not_needed() {
    let own = "---\ntitle: A\nupdated: 2012-01-01\n---\n";
    let run = site().file("content/a.md", own).build();
    run.assert_clean();
    assert_eq!(notes(&run), [""; 0], "{run}");
    let off = site()
        .site_yaml(&format!("{SITE}git_dates: false\n"))
        .file("content/a.md", note("A"))
        .build();
    off.assert_clean();
    assert_eq!(notes(&off), [""; 0], "{off}");
}

/// A folder with a `git` that writes down how it is called, and then does what it is asked.
fn watched_git(site: &Site) -> String {
    let folder = site.root().join("watched");
    let script = "#!/bin/sh\necho \"$*\" >> \"$WATCHED\"\nPATH=\"$REAL_PATH\" exec git \"$@\"\n";
    site.write("watched/git", script);
    fs::set_permissions(folder.join("git"), fs::Permissions::from_mode(0o755))
        .expect("a file of ours");
    folder.to_string_lossy().into_owned()
}

#[test]
fn the_history_is_read_once_and_only_where_it_is_needed() {
    if !has_git() {
        return;
    }
    let site = (0..40).fold(site(), |site, at| {
        site.file(&format!("content/{at}.md"), note("A"))
    });
    commit(site.root(), "2012-01-01T12:00:00Z");
    let calls = site.root().join("calls");
    let path = std::env::var("PATH").unwrap_or_default();
    let folder = watched_git(&site);
    let site = site
        .variable("WATCHED", &calls.to_string_lossy())
        .variable("REAL_PATH", &path)
        .variable("PATH", &format!("{folder}:{path}"));
    site.build().assert_clean();
    let called = fs::read_to_string(&calls).expect("git was called");
    assert_eq!(
        called.lines().filter(|call| call.contains(" log ")).count(),
        1,
        "{called}"
    );
    assert!(called.lines().count() <= 3, "{called}");
    fs::remove_file(&calls).expect("a file of ours");
    for at in 0..40 {
        site.write(
            &format!("content/{at}.md"),
            "---\ntitle: A\nupdated: 2012-01-01\n---\n",
        );
    }
    site.build().assert_clean();
    assert!(
        !calls.exists(),
        "{}",
        fs::read_to_string(&calls).unwrap_or_default()
    );
}

#[test]
fn a_file_that_changed_after_all_that_its_page_says_is_found() {
    if !has_git() {
        return;
    }
    let report =
        |front: &str| format!("---\ntitle: {front}\nattachments: [{{file: file.odt}}]\n---\n");
    let file = |name: &str| format!("content/reports/{name}/file.odt");
    let names = ["silent", "noted", "updated", "same-day", "renamed", "late"];
    let mut site =
        Site::new().site_yaml("title: A\nbase_url: https://example.org\ntimezone: Europe/London\n");
    for name in names.into_iter().filter(|name| *name != "late") {
        let front = match name {
            "noted" => {
                "Noted\ndate: 2012-08-02\nupdated: 2012-08-02\nchanges: [{date: 2012-09-21, note: Corrected}]"
                    .to_owned()
            }
            "updated" => "Updated\nupdated: 2012-09-22".to_owned(),
            "same-day" => "The same day\nupdated: 2012-09-21".to_owned(),
            name => format!("{name}\nupdated: 2012-08-02"),
        };
        site = site
            .file(&format!("content/reports/{name}/index.md"), report(&front))
            .file(&file(name), format!("one {name}"));
    }
    commit(site.root(), "2012-08-02T12:00:00Z");
    git(
        site.root(),
        "2012-08-03T12:00:00Z",
        &["mv", &file("renamed"), "content/reports/renamed/again.odt"],
    );
    site.write(
        "content/reports/renamed/index.md",
        report("renamed\nupdated: 2012-08-02").replace("file: file.odt", "file: again.odt"),
    );
    // What came late was not changed, however old its page is.
    site.write(
        "content/reports/late/index.md",
        report("Late\nupdated: 2012-08-02"),
    );
    site.write(&file("late"), "late");
    for name in ["silent", "noted", "updated", "same-day"] {
        site.write(&file(name), format!("two {name}"));
    }
    // In London it is the 21st already.
    commit(site.root(), "2012-09-20T23:30:00Z");
    let run = site.run(&["check", "--now", "2012-10-01T12:00:00Z"]);
    run.assert_exit(0);
    let expected = "\
warning[attachment-changed]: `file.odt` was changed on 2012-09-21, but the newest date on its page is 2012-08-02
  --> content/reports/silent/index.md:4:22
   |
 4 | attachments: [{file: file.odt}]
   |                      ^^^^^^^^ this file is newer than its page says
   |
   = say what changed: add `date: 2012-09-21` and a `note` to `changes`
   = if readers do not need to know, set `updated`
";
    assert!(
        run.stderr.contains(expected) && run.stderr.matches("attachment-changed").count() == 1,
        "{run}"
    );
    site.write(
        "site.yaml",
        "title: A\nbase_url: https://example.org\ngit_dates: false\n",
    );
    assert!(!site.run(&["check"]).stderr.contains("attachment-changed"));
}
