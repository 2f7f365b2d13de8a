//! Ten thousand pages, half a megabyte of every hostile shape, tables without end: how long they take and how much memory
//! they need.

#[path = "../../benches/linear/shapes.rs"]
mod shapes;

use std::fmt::Write as _;
use std::process::ExitStatus;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crate::site::Site;

const PAGES: u64 = 10_000;
/// The most memory a page may need, in bytes, at the moment of most need.
const MEMORY: u64 = 60 * 1024;

/// Pages of about five kilobytes, each with two links and two tags.
fn site() -> Site {
    let site = Site::new();
    let words =
        "People who use care and support, carers and partners make it real together. ".repeat(55);
    for number in 0..PAGES {
        let mut text = String::new();
        let (next, far) = ((number + 1) % PAGES, (number * 7919) % PAGES);
        let (year, day) = (2003 + number % 9, number % 28 + 1);
        writeln!(
            text,
            "---\ntitle: Page {number}\ndate: {year}-03-{day:02}\nsummary: What page {number} says\n---"
        )
        .expect("text");
        writeln!(
            text,
            "## Section {number}\n\n[next](p{next}.md) [far](p{far}.md#section-{far})\n\n{words}"
        )
        .expect("text");
        site.write(&format!("content/blogs/p{number}.md"), text);
    }
    site
}

/// The most memory that a running process has had so far, in bytes; `None` once it has ended.
pub fn peak(process: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = line.trim().split(' ').next()?.parse().ok()?;
    Some(kilobytes * 1024)
}

/// Builds a site; what came of it, and the most memory it had in bytes.
pub fn build(site: &Site) -> (ExitStatus, String, u64) {
    let (mut child, talk) = site.start(&["build"]);
    let mut most = 0;
    let status = loop {
        most = peak(child.id()).unwrap_or(0).max(most);
        if let Some(status) = child.try_wait().expect("a child of ours") {
            break status;
        }
        std::thread::sleep(Duration::from_millis(2));
    };
    assert!(most > 0, "the memory of the build was never seen");
    (status, talk.read("stderr"), most)
}

#[test]
#[ignore = "ten thousand pages: run by tests/run.sh"]
fn ten_thousand_pages_need_little_memory() {
    let site = site();
    let started = Instant::now();
    let (status, stderr, most) = build(&site);
    let took = started.elapsed();
    assert!(status.success(), "{status}\n{stderr}");
    let pages = std::fs::read_dir(site.output().join("blogs"))
        .expect("the blogs")
        .count();
    assert!(pages as u64 >= PAGES, "{pages} pages");
    eprintln!(
        "{PAGES} pages in {took:?}, {} bytes a page at most",
        most / PAGES
    );
    assert!(most < PAGES * MEMORY, "{} bytes a page", most / PAGES);
}

/// What grows with the square of its size would take hours for one of these, and `Site` waits for minutes.
#[test]
#[ignore = "hundreds of megabytes: run by tests/run.sh"]
fn half_a_megabyte_of_every_shape_comes_to_an_end() {
    let next = AtomicUsize::new(0);
    let work = || {
        while let Some(shape) = shapes::SHAPES.get(next.fetch_add(1, Ordering::Relaxed)) {
            // A check makes every page, and writes none. A fix does so again after each round of changes: a quarter of
            // the size keeps what grows with the square of it as easy to see, in a tenth of the time.
            comes_to_an_end(shape, 1 << 19, &["check"]);
            comes_to_an_end(shape, 1 << 17, &["fix", "--dry-run"]);
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(work);
        }
    });
}

/// Runs a command on a site with so many bytes of a shape.
fn comes_to_an_end(shape: &shapes::Shape, bytes: usize, arguments: &[&str]) {
    let files = shape.files(bytes);
    let site = files
        .into_iter()
        .fold(Site::new(), |site, (path, text)| site.file(path, text));
    let status = site.run(arguments).status;
    // No site is made of settings that cannot be read.
    let worst = if shape.name().starts_with("settings") {
        2
    } else {
        1
    };
    let is_end = status
        .code()
        .is_some_and(|code| (0..=worst).contains(&code));
    assert!(is_end, "{} of {}: {status}", arguments[0], shape.name());
}

#[test]
#[ignore = "a million rows: run by tests/run.sh"]
fn tables_without_end_are_refused_in_little_memory() {
    let rows = |number: usize| {
        (0..number).fold("Name,Number\n".to_owned(), |text, at| {
            text + &format!("n{at},{at}\n")
        })
    };
    let wide = |columns: usize, rows: usize| (",x".repeat(columns) + "\n").repeat(rows);
    for (what, text, said) in [
        (
            "a million rows",
            rows(1_000_000),
            "this table has more than 10,000 rows",
        ),
        (
            "as long as is read",
            "x,1\n".repeat(5_000_000),
            "this table has more than 10,000 rows",
        ),
        (
            "longer",
            "x,1\n".repeat(50_000_000),
            "this file is longer than 20 MB",
        ),
        (
            "a hundred thousand columns",
            wide(100_000, 10),
            "this table has more than 500 columns",
        ),
        (
            "nothing but commas",
            ",".repeat(19_000_000),
            "this table has more than 500 columns",
        ),
        (
            "empty columns",
            (",".repeat(16_383) + "\n").repeat(1_000),
            "this table has more than 300,000 cells",
        ),
        (
            "one column more",
            wide(500, 2),
            "this table has more than 500 columns",
        ),
        (
            "one row",
            "x".repeat(19_000_000),
            "this table has titles, but no rows",
        ),
        (
            "one cell",
            format!("a,b\n\"{}", "c\n".repeat(9_000_000)),
            "these quotes are never closed",
        ),
    ] {
        for block in ["table", "chart type=\"bar\" title=\"T\""] {
            let page = format!("---\ntitle: Home\n---\n::: {block} src=\"a.csv\"\n:::\n");
            let site = Site::new()
                .file("content/index.md", page)
                .file("content/a.csv", &text);
            let (status, stderr, most) = build(&site);
            assert_eq!(status.code(), Some(1), "{what}\n{stderr}");
            let place = "content/index.md:4:";
            assert!(
                stderr.starts_with(&format!("error[unreadable-csv]: {said}\n")),
                "{what}\n{stderr}"
            );
            assert!(
                stderr.contains(place) && stderr.contains("content/a.csv"),
                "{what}\n{stderr}"
            );
            assert!(most < 500 << 20, "{what}: {} MB", most >> 20);
        }
    }
}
