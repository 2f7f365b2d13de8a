//! Builds killed at random instants, by a signal that no program can catch.
//!
//! The test starts its own program again for one test only, which builds two sites in turn for ever.

#![cfg(unix)]

use std::env;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::super::transfer;
use super::*;

const KILLS: usize = 50;
const FOLDER: &str = "COPUBLISH_TEST_FOLDER";
const WAY: &str = "COPUBLISH_TEST_WAY";
const FIRST: &str = "COPUBLISH_TEST_FIRST";

/// Two sites that share files, differ in files, and have files and folders change places.
fn sites() -> [Pages; 2] {
    ["A", "B"].map(|site| {
        let mut pages: Vec<(String, String)> = (0..300)
            .map(|n| match n % 4 {
                0 => (format!("same/{n}/index.html"), "the same in both".repeat(n)),
                1 => (format!("{site}/{n}/index.html"), format!("only in {site}")),
                _ => (format!("pages/{n}.html"), format!("{site} {n} ").repeat(n)),
            })
            .collect();
        let (file, below) = if site == "A" {
            ("flip", "flop/x")
        } else {
            ("flop", "flip/x")
        };
        pages.push((file.to_owned(), site.to_owned()));
        pages.push((below.to_owned(), site.to_owned()));
        Pages::of(
            pages
                .iter()
                .map(|(file, text)| (file.as_str(), text.as_str())),
        )
    })
}

fn method(way: &str) -> Method {
    Method {
        place: if way == "swap" {
            StagingPlace::Beside
        } else {
            StagingPlace::Inside
        },
        exchange: swap::exchange,
    }
}

fn build(output: &Path, pages: &Pages, way: &str) -> Written {
    let target = Target {
        folder: output,
        keep_going: KeepGoing::No,
        progress: &|_| {},
        cancel: &CancelToken::default(),
    };
    write_with(&method(way), pages, &target).unwrap()
}

/// Not a test by itself: what is started to be killed.
#[test]
#[ignore = "started by the tests below"]
fn builds_for_ever() {
    let (Some(folder), Ok(way)) = (env::var_os(FOLDER), env::var(WAY)) else {
        return;
    };
    let first = usize::from(env::var(FIRST).is_ok_and(|first| first == "1"));
    let sites = sites();
    for pages in sites.iter().cycle().skip(first) {
        build(Path::new(&folder), pages, &way);
    }
}

/// A program that is killed in any case, also when the test fails.
struct Doomed(Child);

impl Drop for Doomed {
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

fn start(output: &Path, way: &str, first: usize) -> Doomed {
    let child = Command::new(env::current_exe().unwrap())
        .args([
            "output::tests::killed::builds_for_ever",
            "--exact",
            "--ignored",
            "--nocapture",
        ])
        .env(FOLDER, output)
        .env(WAY, way)
        .env(FIRST, first.to_string())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut child = Doomed(child);
    // Its first words are said just before the test begins.
    let mut lines = BufReader::new(child.0.stdout.as_mut().unwrap()).lines();
    assert!(
        lines.any(|line| line.unwrap().starts_with("running 1 test")),
        "the program ended by itself"
    );
    drop(lines);
    child
}

/// Instants before `latest`, scattered in the same way in each run of the test.
fn instants(latest: Duration) -> impl Iterator<Item = Duration> {
    let mut state = 2012_u64;
    std::iter::repeat_with(move || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        latest * u32::try_from((state >> 33) % 1000).unwrap() / 1000
    })
}

/// The folder's content after each of the two sites, manifest and foreign files included.
fn expected(output: &Path, way: &str) -> [BTreeMap<String, String>; 2] {
    sites().map(|pages| {
        build(output, &pages, way);
        tree(output)
    })
}

/// Kills builds; `recover` is what happens before the folder is looked at. Gives how many left remains.
fn kill_builds(way: &str, recover: impl Fn(&Path)) -> usize {
    let sandbox = Sandbox::swapping();
    let output = sandbox.output();
    sandbox.write(&sites()[1]);
    sandbox.foreign("CNAME", "example.org");
    sandbox.foreign(".git/objects/ab/cd", "object");
    sandbox.foreign("pages/notes", "mine");
    let began = Instant::now();
    let whole = expected(&output, way);
    // Some are killed in their first build, some in their second, on slow machines as well.
    let latest = began.elapsed().min(Duration::from_millis(300));
    let (mut remains, mut site) = (0, 1);
    for instant in instants(latest).take(KILLS) {
        let child = start(&output, way, 1 - site);
        std::thread::sleep(instant);
        drop(child);
        remains +=
            usize::from(sandbox.beside().len() > 1 || sandbox.path(".copublish-stage").exists());
        recover(&output);
        let found = tree(&output);
        let whole = whole.iter().position(|site| *site == found);
        site = whole.unwrap_or_else(|| panic!("a mixture: {:?}", found.keys()));
    }
    for (pages, whole) in sites().iter().zip(&whole) {
        assert_eq!(build(&output, pages, way).kept, [] as [PathBuf; 0]);
        assert_eq!(tree(&output), *whole);
        assert_eq!(sandbox.beside(), ["output"]);
    }
    remains
}

#[test]
fn a_killed_swap_leaves_one_site_whole() {
    assert!(kill_builds("swap", |_| {}) > 0);
}

#[test]
fn a_killed_move_ends_in_one_site_whole() {
    assert!(kill_builds("move", |output| transfer::recover(output).unwrap()) > 0);
}
