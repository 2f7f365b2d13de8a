//! Many tabs, several servers, and the end of them; what becomes due, and where a site has moved to.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::Command;

use rustix::process::{Resource, getrlimit, setrlimit};

use super::{Serving, site};
use crate::site::{NOW, Site};

/// Opens the stream of events of a tab.
fn tab(serving: &Serving, page: &str) -> TcpStream {
    let mut stream = TcpStream::connect(&serving.host).expect("the server listens");
    let path = format!(
        "{}/.copublish/events?page={page}",
        serving.base.trim_end_matches('/')
    );
    let request = format!("GET {path} HTTP/1.1\r\nHost: {}\r\n\r\n", serving.host);
    stream
        .write_all(request.as_bytes())
        .expect("the server takes requests");
    stream
}

/// Reads a stream up to some words.
fn read_until(stream: &mut TcpStream, words: &str) {
    let mut read = String::new();
    let mut bytes = [0; 4096];
    while !read.contains(words) {
        let count = stream.read(&mut bytes).expect("the stream goes on");
        assert!(count > 0, "the stream ended: {read}");
        read.push_str(&String::from_utf8_lossy(&bytes[..count]));
    }
}

#[test]
fn a_thousand_tabs_hold_nothing_up() {
    // This test opens as many connections as the server does.
    let mut limit = getrlimit(Resource::Nofile);
    limit.current = limit
        .maximum
        .map_or(Some(4_096), |most| Some(most.min(4_096)));
    setrlimit(Resource::Nofile, limit).expect("enough files to be open");
    let site = site();
    let serving = Serving::start(&site);
    let mut tabs: Vec<TcpStream> = (0..1_000)
        .map(|_| tab(&serving, "blogs/a/index.html"))
        .collect();
    // Half of them read; the others never do.
    let (reading, deaf) = tabs.split_at_mut(500);
    for tab in &mut *reading {
        read_until(tab, "event: problems");
    }
    for number in 0..20 {
        let text = format!("words {number}");
        site.write(
            "content/people/ann.md",
            format!("---\ntitle: Ann {number}\n---\n{text}\n"),
        );
        let shows = |path: &str, text: &str| {
            String::from_utf8_lossy(&serving.get(path).body).contains(text)
        };
        serving.program.until("an edit among a thousand tabs", || {
            shows("people/ann/", &text)
        });
        assert!(shows("blogs/a/", &format!("Ann {number}")));
    }
    for tab in &mut *reading {
        read_until(tab, "event: reload");
    }
    assert_eq!(deaf.len(), 500);
    serving.program.assert_quiet();
}

#[test]
fn it_ends_at_once_and_cleanly() {
    for signal in ["INT", "TERM"] {
        let site = site();
        let mut many = String::new();
        for number in 0..400 {
            many.push_str(&format!(
                "## Part {number}\n\n```rust\nfn main() {{ let x = {number}; }}\n```\n\n"
            ));
        }
        site.write("content/long.md", format!("---\ntitle: Long\n---\n{many}"));
        let mut serving = Serving::start(&site);
        let mut open = tab(&serving, "index.html");
        read_until(&mut open, "event: state");
        // Somebody waits for a page while it ends.
        let mut waiting = TcpStream::connect(&serving.host).expect("the server listens");
        let request = format!(
            "GET {}/long/ HTTP/1.1\r\nHost: {}\r\n\r\n",
            serving.base, serving.host
        );
        waiting
            .write_all(request.as_bytes())
            .expect("the server takes requests");
        let id = serving.program.id().to_string();
        let sent = Command::new("kill")
            .args([&format!("-{signal}"), &id])
            .status()
            .expect("kill runs");
        assert!(sent.success());
        assert_eq!(serving.program.ended().code(), Some(0), "{signal}");
        serving.program.assert_quiet();
        TcpListener::bind(&serving.host).expect("the port is free again");
    }
}

#[test]
fn a_second_server_takes_the_next_port() {
    let site = site();
    let first = Serving::start(&site);
    let port: u16 = first
        .host
        .rsplit_once(':')
        .and_then(|(_, port)| port.parse().ok())
        .expect("a port");
    let second = Serving::with(&site, &["serve", "--port", &port.to_string(), "--now", NOW]);
    assert_ne!(first.host, second.host);
    site.write("content/people/ann.md", "---\ntitle: Ann Example\n---\n");
    for serving in [&first, &second] {
        let shows =
            || String::from_utf8_lossy(&serving.get("blogs/a/").body).contains("Ann Example");
        serving.program.until("both follow", shows);
    }
}

#[test]
fn a_site_that_moves_to_another_path_is_found() {
    let site = site();
    let serving = Serving::start(&site);
    serving
        .program
        .until("it is there", || serving.get("blogs/a/").status == 200);
    site.write(
        "site.yaml",
        "title: A\nbase_url: https://example.org/new/place\ngit_dates: false\n",
    );
    let asked = || serving.get("blogs/a/");
    serving.program.until("it has moved", || {
        asked().head.contains("/new/place/blogs/a/")
    });
    assert_eq!(asked().status, 302);
    let line = format!("the site is now at http://{}/new/place/", serving.host);
    serving.program.until("it says so", || {
        serving.program.said("stdout").contains(&line)
    });
    let there = serving.ask("GET /new/place/blogs/a/ HTTP/1.1", "");
    assert_eq!(there.status, 200);
    assert_eq!(
        serving
            .program
            .said("stdout")
            .matches("the site is now at")
            .count(),
        1
    );
}

#[test]
fn what_is_due_is_shown_by_itself() {
    let soon = jiff::Timestamp::now() + jiff::SignedDuration::from_secs(4);
    let text = format!("---\ntitle: Soon\npublish_at: {soon}\n---\nIt is there.\n");
    let site: Site = site();
    site.write("content/soon.md", text);
    let serving = Serving::with(&site, &["serve", "--port", "0"]);
    let mut waiting = tab(&serving, "soon/index.html");
    serving
        .program
        .until("the page comes", || serving.get("soon/").status == 200);
    assert!(jiff::Timestamp::now() >= soon, "it came too early");
    read_until(&mut waiting, "event: reload");
    serving.program.until("it says so", || {
        serving
            .program
            .said("stdout")
            .contains("scheduled change at 20")
    });
}
