//! Ten thousand pages: how long they take and how much memory they need. In release only.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use crate::site::Site;

const PAGES: u64 = 10_000;
/// The most memory a page may need, in bytes, at the moment of most need.
const MEMORY: u64 = 60 * 1024;

/// Pages of about five kilobytes, each with two links and two tags.
fn site() -> Site {
    let site = Site::new();
    let words = "People who use care and support, carers and partners make it real together. ".repeat(55);
    for number in 0..PAGES {
        let mut text = String::new();
        let (next, far) = ((number + 1) % PAGES, (number * 7919) % PAGES);
        let (year, day) = (2003 + number % 9, number % 28 + 1);
        writeln!(
            text,
            "---\ntitle: Page {number}\ndate: {year}-03-{day:02}\nsummary: What page {number} says\n---"
        )
        .expect("text");
        writeln!(text, "## Section {number}\n\n[next](p{next}.md) [far](p{far}.md#section-{far})\n\n{words}")
            .expect("text");
        site.write(&format!("content/blogs/p{number}.md"), text);
    }
    site
}

/// The most memory that a running process has had so far, in bytes; `None` once it has ended.
fn peak(process: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = line.trim().split(' ').next()?.parse().ok()?;
    Some(kilobytes * 1024)
}

#[test]
#[ignore = "ten thousand pages: run in release by tests/run.sh"]
fn ten_thousand_pages_need_little_memory() {
    let site = site();
    let started = Instant::now();
    let (mut child, talk) = site.start(&["build"]);
    let mut most = 0;
    let status = loop {
        most = peak(child.id()).unwrap_or(0).max(most);
        if let Some(status) = child.try_wait().expect("a child of ours") {
            break status;
        }
        std::thread::sleep(Duration::from_millis(2));
    };
    let took = started.elapsed();
    assert!(status.success(), "{status}\n{}", talk.read("stderr"));
    let pages = std::fs::read_dir(site.output().join("blogs")).expect("the blogs").count();
    assert!(pages as u64 >= PAGES, "{pages} pages");
    eprintln!("{PAGES} pages in {took:?}, {} bytes a page at most", most / PAGES);
    assert!(most > 0, "the memory of the build was never seen");
    assert!(most < PAGES * MEMORY, "{} bytes a page", most / PAGES);
}
