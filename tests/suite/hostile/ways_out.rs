//! Each file and each folder that copublish reads, exchanged for a way out: a link to something outside the site, a pipe,
//! a device without end. Which these are is written down nowhere: a site that has one of each kind is walked.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use rayon::prelude::*;

use crate::history::{commit, has_git};
use crate::site::{Running, Site, pdf, read_folder};

/// What must never be seen: it is in every file outside the site.
const SECRET: &str = "Geheimnis4711";

/// Longer than git is waited for; without end is longer than that.
const PATIENCE: Duration = Duration::from_secs(100);

const SITE_YAML: &str = "title: T\nbase_url: https://example.org\ntheme: mine\ngit_dates: false\n";

/// A file of each kind that copublish reads.
const FILES: &[(&str, &str)] = &[
    ("content/index.md", "---\ntitle: Home\n---\nHome\n"),
    (
        "content/good.md",
        "---\ntitle: Good\n---\nGood words: [a](files/a.pdf), [b](files/b.txt), ![c](files/c.svg), [d](page.html)\n\n::: table src=\"files/d.csv\" caption=\"B\"\n:::\n",
    ),
    ("content/files/b.txt", "text\n"),
    (
        "content/files/c.svg",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\" height=\"1\"/>\n",
    ),
    ("content/files/d.csv", "a,b\nc,1\n"),
    ("content/page.html", "<p>page</p>\n"),
    ("content/data/numbers.yaml", "a: 1\n"),
    ("content/data/more.json", "{\"a\": 1}\n"),
    ("content/glossary.yaml", "HTML: a language\n"),
    (
        "content/blogs/2012-08-01-a/index.md",
        "---\ntitle: A\nauthors: []\n---\nA\n",
    ),
    (
        "content/blogs/2012-08-01-a/comments/2012-08-02-sam.md",
        "---\nname: Sam\n---\nWell said\n",
    ),
    ("assets/own.css", "p {}\n"),
    (
        "templates/partials/head.html",
        "<meta name=\"x\" content=\"y\">\n",
    ),
    ("text/en.yaml", "home: Home\n"),
    ("themes/mine/theme.yaml", "extends: partnership\n"),
    ("themes/mine/assets/theme.css", "p {}\n"),
    ("themes/mine/templates/own.html", "<p>own</p>\n"),
    ("themes/mine/text/en.yaml", "home: Home\n"),
    ("themes/mine/kinds/recipe.yaml", "folder: recipes\n"),
];

/// The site, with all that copublish writes in the course of its life.
fn site() -> Site {
    let site = Site::new()
        .site_yaml(SITE_YAML)
        .file("content/files/a.pdf", pdf(2));
    FILES.iter().for_each(|(path, text)| site.write(path, text));
    for verb in [
        &["build", "--update-ledger"][..],
        &["check", "--update-baseline"],
        &["build"],
    ] {
        let run = site.run(verb);
        run.assert_no_panic();
        assert!(run.status.success(), "{run}");
    }
    for made in [
        "addresses.lock",
        "checks.baseline",
        ".copublish/cache",
        "output/.copublish-manifest",
    ] {
        assert!(site.root().join(made).is_file(), "{made}");
    }
    site
}

/// A copy of the site for one way out.
fn copy(site: &Site) -> Site {
    let copy = Site::new();
    for (path, bytes) in read_folder(site.root()) {
        copy.write(&path, bytes);
    }
    copy
}

/// The files that are read; what is made of them is compared, but that is another story.
fn files(site: &Site) -> Vec<String> {
    let is_read = |path: &String| !path.starts_with("output/") || path.ends_with("manifest");
    read_folder(site.root())
        .into_keys()
        .filter(is_read)
        .collect()
}

/// What a file outside holds: something that is read where such a file is expected, and something that is not.
fn secrets(path: &str) -> [String; 2] {
    let extension = path.rsplit('.').next().unwrap_or_default();
    let good = match extension {
        "md" => format!("---\ntitle: {SECRET}\n---\n{SECRET}\n"),
        "yaml" => format!("title: {SECRET}\n{SECRET}: {SECRET}\n"),
        "json" => format!("{{\"{SECRET}\": \"{SECRET}\"}}\n"),
        "svg" => format!("<svg xmlns=\"http://www.w3.org/2000/svg\"><text>{SECRET}</text></svg>\n"),
        _ => format!("{SECRET}\n"),
    };
    [
        good,
        format!("---\n{SECRET}: [\n{{% {SECRET} {{{{ {SECRET}\n{SECRET} {SECRET}\n"),
    ]
}

/// How a run ended, and what it said.
#[derive(Debug)]
struct Ended {
    code: Option<i32>,
    said: String,
}

/// Runs copublish, which has to end, whatever it finds.
fn run(site: &Site, verb: &[&str]) -> Result<Ended, String> {
    let mut running = Running::of(site.command(verb));
    let started = Instant::now();
    while running.is_alive() {
        if started.elapsed() > PATIENCE {
            return Err(format!("{verb:?} never ends\n{}", running.said("stderr")));
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    let code = running.ended().code();
    let said = running.said("stdout") + &running.said("stderr");
    if code.is_none() || said.contains("panicked at") {
        return Err(format!("{verb:?} breaks down\n{said}"));
    }
    Ok(Ended { code, said })
}

/// Where the secret was told, or came into the site's folder.
fn leak(site: &Site, ended: &Ended) -> Result<(), String> {
    if ended.said.contains(SECRET) {
        return Err(format!("the secret is told\n{}", ended.said));
    }
    for (path, bytes) in read_folder(site.root()) {
        if memchr::memmem::find(&bytes, SECRET.as_bytes()).is_some() {
            return Err(format!("the secret comes into {path}\n{}", ended.said));
        }
    }
    Ok(())
}

const VERBS: &[&[&str]] = &[
    &["build", "--keep-going"],
    &["check", "--baseline", "--format", "json"],
    &["fix", "--dry-run", "--format", "json"],
];

/// What copublish keeps for itself is made anew without a word; all else is told, at the file.
fn silence(path: &str, verb: &[&str], ended: &Ended) -> Result<(), String> {
    let is_read = match verb {
        ["check", ..] => !path.starts_with("output/"),
        ["build", ..] => path != "checks.baseline",
        _ => path != "checks.baseline" && !path.starts_with("output/"),
    };
    if !is_read || path.starts_with(".copublish") {
        return Ok(());
    }
    let name = path.rsplit('/').next().unwrap_or(path);
    if !ended.said.contains(name) {
        return Err(format!("{verb:?} says nothing of it\n{}", ended.said));
    }
    let is_needed = [
        "site.yaml",
        "addresses.lock",
        "content",
        "themes/mine/theme.yaml",
    ]
    .contains(&path)
        || path.starts_with("themes/mine/kinds");
    if is_needed && ended.code == Some(0) && verb[0] != "fix" {
        return Err(format!("{verb:?} ends well\n{}", ended.said));
    }
    Ok(())
}

/// Exchanges one path of a copy of the site for something else, and runs all verbs. Gives what is wrong with that.
fn exchange(site: &Site, path: &str, (by, make): (&str, &dyn Fn(&Path))) -> Vec<String> {
    let copy = copy(site);
    let at = copy.root().join(path);
    if at.is_dir() {
        fs::remove_dir_all(&at).expect("a folder");
    } else {
        fs::remove_file(&at).expect("a file");
    }
    make(&at);
    let look = |verb: &&[&str]| {
        let ended = run(&copy, verb)?;
        leak(&copy, &ended)?;
        silence(path, verb, &ended)
    };
    let failed = VERBS.iter().filter_map(|verb| look(verb).err());
    failed.map(|why| format!("{path} as {by}: {why}")).collect()
}

#[test]
fn no_file_is_a_way_out() {
    let elsewhere = tempfile::tempdir().expect("a folder");
    let site = site();
    let files = files(&site);
    assert!(files.len() > 25, "{files:?}");
    let exchanged = files
        .par_iter()
        .enumerate()
        .flat_map_iter(|(number, path)| {
            let links = secrets(path)
                .into_iter()
                .enumerate()
                .flat_map(|(kind, text)| {
                    let secret = elsewhere.path().join(format!("{number}-{kind}"));
                    fs::write(&secret, text).expect("a file");
                    exchange(
                        &site,
                        path,
                        ("a link", &|at| symlink(&secret, at).expect("a link")),
                    )
                });
            let endless: &dyn Fn(&Path) = &|at| symlink("/dev/zero", at).expect("a link");
            let more = [("an endless link", endless), ("a pipe", &make_pipe)];
            let more: Vec<String> = more
                .into_iter()
                .flat_map(|by| exchange(&site, path, by))
                .collect();
            links.chain(more).collect::<Vec<_>>()
        });
    let failed: Vec<String> = exchanged.collect();
    assert!(
        failed.is_empty(),
        "{} failed:\n\n{}",
        failed.len(),
        failed.join("\n\n")
    );
}

fn make_pipe(at: &Path) {
    assert!(
        Command::new("mkfifo")
            .arg(at)
            .status()
            .expect("mkfifo runs")
            .success()
    );
}

#[test]
fn no_folder_is_a_way_out() {
    let site = site();
    let elsewhere = tempfile::tempdir().expect("a folder");
    for path in files(&site) {
        let secret = elsewhere.path().join(&path);
        fs::create_dir_all(secret.parent().expect("a folder")).expect("a folder");
        fs::write(secret, &secrets(&path)[0]).expect("a file");
    }
    let above = |path: &String| Path::new(path).parent().map(Path::to_owned);
    let mut folders: BTreeSet<PathBuf> = BTreeSet::new();
    for path in files(&site).iter().filter_map(above) {
        folders.extend(
            path.ancestors()
                .filter(|folder| *folder != Path::new(""))
                .map(Path::to_owned),
        );
    }
    // Where a site is written to, and what a theme is, is for whoever looks after the site to say.
    for free in ["output", "themes/mine"] {
        assert!(folders.remove(Path::new(free)), "{folders:?}");
    }
    let folders: Vec<_> = folders
        .iter()
        .map(|folder| folder.to_str().expect("text"))
        .collect();
    let exchanged = folders.par_iter().flat_map_iter(|path| {
        let secret = elsewhere.path().join(path);
        exchange(
            &site,
            path,
            ("a link", &|at| symlink(&secret, at).expect("a link")),
        )
    });
    let failed: Vec<String> = exchanged.collect();
    assert!(
        failed.is_empty(),
        "{} failed:\n\n{}",
        failed.len(),
        failed.join("\n\n")
    );
}

#[test]
fn a_theme_may_be_kept_elsewhere_but_leads_no_further() {
    let site = site();
    let elsewhere = tempfile::tempdir().expect("a folder");
    let theme = elsewhere.path().join("mine");
    fs::rename(site.root().join("themes/mine"), &theme).expect("the same disk");
    symlink(&theme, site.root().join("themes/mine")).expect("a link");
    let clean = site.run(&["build", "--why"]);
    assert!(clean.status.success() && clean.stderr.is_empty(), "{clean}");
    for (name, text) in [
        ("assets/theme.css", SECRET),
        ("templates/own.html", SECRET),
        ("text/en.yaml", "home: H\n"),
    ] {
        let secret = elsewhere.path().join("secret");
        fs::write(&secret, text).expect("a file");
        fs::remove_file(theme.join(name)).expect("a file");
        symlink("../../secret", theme.join(name)).expect("a link");
        let ended = run(&site, &["build"]).expect("it ends");
        assert_eq!(leak(&site, &ended), Ok(()));
        let told = format!(
            "warning[link-outside]: this link points outside the theme's folder, so it is not followed\n  --> themes/mine/{name}\n"
        );
        assert!(ended.said.contains(&told), "{}", ended.said);
    }
    // Nothing else in its folder is read, whatever that is.
    make_pipe(&theme.join("notes"));
    symlink("/dev/zero", theme.join("README.md")).expect("a link");
    assert!(
        !run(&site, &["build"])
            .expect("it ends")
            .said
            .contains("README")
    );
}

#[test]
fn the_environment_of_a_build_is_not_published() {
    let site = site();
    for path in [
        "assets/x.css",
        "templates/page.html",
        "text/en.yaml",
        "themes/mine/assets/x",
        "content/x.txt",
        "content/x.md",
    ] {
        let copy = copy(&site).variable("COPUBLISH_TEST_TOKEN", SECRET);
        let _ = fs::remove_file(copy.root().join(path));
        symlink("/proc/self/environ", copy.root().join(path)).expect("a link");
        for verb in VERBS {
            let ended = run(&copy, verb).expect("it ends");
            assert_eq!(leak(&copy, &ended), Ok(()), "{path}");
        }
    }
}

#[test]
fn git_is_not_waited_for_without_end() {
    if !has_git() {
        return;
    }
    let site = Site::new()
        .site_yaml("title: T\nbase_url: https://example.org\n")
        .file("content/good.md", "---\ntitle: Good\n---\nGood words\n");
    commit(site.root(), "2012-06-01T12:00:00Z");
    let (unreadable, silent) = (
        "git could not read its repository",
        "git did not answer in time",
    );
    let ways = [
        ("HEAD", unreadable),
        ("config", unreadable),
        ("refs/heads/main", unreadable),
        ("objects/info/alternates", unreadable),
        ("included", silent),
    ];
    ways.par_iter().for_each(|(name, expected)| {
        let copy = copy(&site);
        let at = copy.root().join(".git").join(name);
        fs::create_dir_all(at.parent().expect("a folder")).expect("a folder");
        if *name == "included" {
            fs::write(
                copy.root().join(".git/config"),
                "[include]\n\tpath = included\n",
            )
            .expect("a file");
        } else if *name == "refs/heads/main" {
            fs::remove_file(&at).expect("a file of git's");
            symlink("/dev/zero", &at).expect("a link");
        }
        if !at.is_symlink() {
            let _ = fs::remove_file(&at);
            make_pipe(&at);
        }
        let ended = run(&copy, &["build"]).expect("it ends");
        assert!(
            ended.code == Some(0) && ended.said.contains(expected),
            "{name}: {}",
            ended.said
        );
        if *name != "HEAD" {
            return;
        }
        let ended = run(&copy, &["check"]).expect("it ends");
        assert!(ended.said.contains(expected), "{}", ended.said);
        run(&copy, &["new", "page", "Another"]).expect("it ends");
        assert!(copy.root().join("content/another.md").is_file());
        let watching = Running::start(&copy, &["build", "--watch"]);
        watching.until("it waits", || {
            watching.said("stdout").contains("waiting for changes")
        });
        copy.write("content/good.md", "---\ntitle: Good\n---\nBetter words\n");
        let page = copy.output().join("good/index.html");
        watching.until("the change", || {
            fs::read_to_string(&page).is_ok_and(|page| page.contains("Better words"))
        });
    });
}

#[test]
fn nothing_new_is_put_outside() {
    let elsewhere = tempfile::tempdir().expect("a folder");
    let site = Site::new().file("content/real/index.md", "---\ntitle: Real\n---\n");
    let root = site.root();
    for (link, to) in [
        ("content/out", elsewhere.path()),
        ("content/news", elsewhere.path()),
    ] {
        symlink(to, root.join(link)).expect("a link");
    }
    symlink(elsewhere.path().join("none"), root.join("content/nowhere")).expect("a link");
    symlink("real", root.join("content/inside")).expect("a link");
    for verb in [
        &["new", "page", "A", "--in", "out"][..],
        &["new", "page", "A", "--in", "out/deeper"],
        &["new", "page", "A", "--in", "content/nowhere"],
        &["new", "comment", "Sam", "--in", "out"],
        &["new", "news", "A"],
    ] {
        let ended = run(&site, verb).expect("it ends");
        assert_eq!(ended.code, Some(2), "{verb:?}: {}", ended.said);
        assert!(
            ended.said.contains("is a link to a place outside the site"),
            "{verb:?}: {}",
            ended.said
        );
    }
    assert_eq!(fs::read_dir(elsewhere.path()).expect("a folder").count(), 0);
    assert_eq!(
        run(&site, &["new", "page", "A", "--in", "inside"])
            .expect("it ends")
            .code,
        Some(0)
    );
    assert!(root.join("content/real/a.md").is_file());

    fs::remove_dir_all(root.join("content")).expect("a folder");
    symlink(elsewhere.path(), root.join("content")).expect("a link");
    assert_eq!(
        run(&site, &["new", "home", "A"]).expect("it ends").code,
        Some(2)
    );
    fs::remove_file(root.join("site.yaml")).expect("a file");
    let init = Command::new(crate::site::binary())
        .arg("init")
        .arg(root)
        .output()
        .expect("it runs");
    assert_eq!(
        init.status.code(),
        Some(2),
        "{}",
        String::from_utf8_lossy(&init.stderr)
    );
    assert_eq!(fs::read_dir(elsewhere.path()).expect("a folder").count(), 0);
}

#[test]
fn a_site_is_not_written_among_the_files_of_git() {
    let site = Site::new().file("content/good.md", "---\ntitle: Good\n---\n");
    fs::create_dir_all(site.root().join(".git/refs")).expect("a folder");
    for output in [
        ".git",
        ".git/site",
        ".copublish/site",
        "content/site",
        "themes/site",
    ] {
        let path = site.root().join(output);
        let ended = run(&site, &["build", "--output", &path.to_string_lossy()]).expect("it ends");
        assert_eq!(ended.code, Some(2), "{output}: {}", ended.said);
        assert!(
            ended.said.contains("cannot be written to"),
            "{output}: {}",
            ended.said
        );
    }
    assert_eq!(read_folder(&site.root().join(".git")).len(), 0);
}
