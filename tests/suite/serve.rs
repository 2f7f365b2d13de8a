//! `serve`: what the real binary answers over HTTP is what a build writes, before and after edits, and it
//! writes nothing.

mod many;

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::thread;
use std::time::Duration;

use crate::site::{NOW, Running, Site, read_folder};

/// A server that runs.
pub struct Serving {
    /// The program itself.
    pub program: Running,
    /// Where it listens: `127.0.0.1:4000`.
    pub host: String,
    /// The path the site lives below.
    base: String,
}

/// An answer: its status, its head and its body.
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
}

impl Serving {
    /// Starts it on a site, and waits until it says where it is.
    pub fn start(site: &Site) -> Serving {
        Serving::with(site, &["serve", "--port", "0", "--now", NOW])
    }

    /// The same, by this verb.
    pub fn with(site: &Site, verb: &[&str]) -> Serving {
        let program = Running::start(site, verb);
        let mut serving = Serving {
            program,
            host: String::new(),
            base: String::new(),
        };
        serving
            .program
            .until("it says where it is", || serving.address().is_some());
        let address = serving.address().expect("it was there");
        let (host, base) = address.split_once('/').expect("an address with a path");
        (serving.host, serving.base) =
            (host.to_owned(), format!("/{}", base.trim_end_matches('/')));
        serving
    }

    fn address(&self) -> Option<String> {
        let said = self.program.said("stdout");
        let (_, behind) = said.split_once("http://")?;
        Some(behind.split([';', ' ', '\n']).next()?.to_owned())
    }

    /// Asks for a path below the site, without what a preview adds to pages.
    pub fn get(&self, path: &str) -> Answer {
        self.ask(
            &format!("GET {}/{path} HTTP/1.1", self.base.trim_end_matches('/')),
            "copublish-preview: off\r\n",
        )
    }

    /// Sends a request of this first line, with these header lines more.
    pub fn ask(&self, line: &str, more: &str) -> Answer {
        let mut stream = TcpStream::connect(&self.host).expect("the server listens");
        let request = format!(
            "{line}\r\nHost: {}\r\n{more}Connection: close\r\n\r\n",
            self.host
        );
        stream
            .write_all(request.as_bytes())
            .expect("the server takes requests");
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).expect("the server answers");
        let end = bytes
            .windows(4)
            .position(|four| four == b"\r\n\r\n")
            .expect("an answer has a head");
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let status = head
            .split(' ')
            .nth(1)
            .and_then(|status| status.parse().ok())
            .expect("a status");
        Answer {
            status,
            head,
            body: bytes[end + 4..].to_vec(),
        }
    }

    /// Compares every file of a build with what is served.
    #[track_caller]
    fn assert_is(&self, output: &BTreeMap<String, Vec<u8>>) {
        for (name, bytes) in output.iter().filter(|(name, _)| !name.starts_with('.')) {
            let path = name.strip_suffix("index.html").unwrap_or(name);
            let answer = self.get(path);
            assert_eq!(answer.status, 200, "{name}");
            let (served, built) = (
                String::from_utf8_lossy(&answer.body),
                String::from_utf8_lossy(bytes),
            );
            assert!(
                served == built,
                "{name} differs\n{}",
                crate::diff::lines(&built, &served)
            );
        }
    }
}

fn site() -> Site {
    Site::new()
        .site_yaml("title: Making it real\nbase_url: https://example.org/sub\ngit_dates: false\n")
        .file(
            "content/index.md",
            "---\ntitle: Home\n---\n[Blog](blogs/2012-06-29-a/index.md)\n",
        )
        .file(
            "content/blogs/2012-06-29-a/index.md",
            "---\ntitle: A\nauthors: [ann]\n---\n[Plan](plan.pdf)\n",
        )
        .file("content/blogs/2012-06-29-a/plan.pdf", crate::site::pdf(3))
        .file("content/people/ann.md", "---\ntitle: Ann\n---\n")
}

/// The address is there before the site is read, and the watch begins behind that: whatever an author does in between,
/// a moment earlier or later, is shown.
#[test]
fn edits_while_the_site_is_read_for_the_first_time_are_shown() {
    for round in 0..12_u64 {
        let mut site = site();
        for number in 0..150 {
            site = site.file(
                &format!("content/news/2012-05-01-n{number}.md"),
                "---\ntitle: N\n---\nSome news.\n",
            );
        }
        let serving = Serving::start(&site);
        thread::sleep(Duration::from_millis(round * 15));
        site.write(
            "content/people/ann.md",
            format!("---\ntitle: Ann {round}\n---\n"),
        );
        fs::remove_file(site.root().join("content/news/2012-05-01-n7.md"))
            .expect("a file that goes");
        let shows = || {
            String::from_utf8_lossy(&serving.get("people/ann/").body)
                .contains(&format!("Ann {round}"))
        };
        serving.program.until("the new name", shows);
        serving.program.until("the page that has gone", || {
            serving.get("news/n7/").status == 404
        });
    }
}

#[test]
fn what_is_served_is_what_is_built_and_nothing_is_written() {
    let site = site();
    let serving = Serving::start(&site);
    let before = read_folder(site.root());
    serving.program.until("the page is there", || {
        serving.get("blogs/a/").status == 200
    });
    assert_eq!(read_folder(site.root()), before, "serving writes nothing");

    let first = site.build();
    first.assert_clean();
    serving.assert_is(&first.output);

    // An edit that others show, and a page that comes.
    site.write(
        "content/people/ann.md",
        "---\ntitle: Ann Example\n---\nMore.\n",
    );
    site.write("content/news/2012-07-01-b.md", "---\ntitle: B\n---\nNew.\n");
    let second = site.build();
    second.assert_clean();
    let shows =
        |path: &str, text: &str| String::from_utf8_lossy(&serving.get(path).body).contains(text);
    serving.program.until("both are seen", || {
        shows("blogs/a/", "Ann Example") && shows("news/", ">B<")
    });
    serving.assert_is(&second.output);

    // A page that goes.
    site.delete("content/news/2012-07-01-b.md");
    serving
        .program
        .until("it is gone", || serving.get("news/b/").status == 404);
    let third = site.build();
    third.assert_clean();
    serving.assert_is(&third.output);
}

#[test]
fn pages_answer_as_on_a_static_host() {
    let site = site();
    let serving = Serving::start(&site);
    let root = serving.ask("GET / HTTP/1.1", "");
    assert!(
        (300..400).contains(&root.status) && root.head.contains("/sub/"),
        "{}",
        root.head
    );
    let no_slash = serving.get("blogs/a");
    assert!(
        (300..400).contains(&no_slash.status) && no_slash.head.contains("/sub/blogs/a/"),
        "{}",
        no_slash.head
    );
    let missing = serving.get("nowhere/");
    assert_eq!(missing.status, 404);
    assert!(
        String::from_utf8_lossy(&missing.body).contains("<h1>"),
        "the page of the site for lost readers"
    );
    assert_eq!(
        serving
            .ask("POST /sub/ HTTP/1.1", "Content-Length: 0\r\n")
            .status,
        405
    );
    let head = serving.ask("HEAD /sub/ HTTP/1.1", "");
    assert!(head.status == 200 && head.body.is_empty());
    for outside in [
        "/sub/../site.yaml",
        "/sub/%2e%2e/site.yaml",
        "/sub/..%2fsite.yaml",
        "/sub/%00",
        "/sub//etc/passwd",
    ] {
        let answer = serving.ask(&format!("GET {outside} HTTP/1.1"), "");
        let body = String::from_utf8_lossy(&answer.body).into_owned();
        assert!(
            answer.status >= 300 && !body.contains("base_url"),
            "{outside}: {}",
            answer.head
        );
    }
    let with_script = serving.ask("GET /sub/blogs/a/ HTTP/1.1", "");
    assert!(String::from_utf8_lossy(&with_script.body).contains("client.js"));
}

#[test]
fn another_site_of_the_browser_cannot_look_in() {
    let site = site();
    let serving = Serving::start(&site);
    let mut stream = TcpStream::connect(&serving.host).expect("the server listens");
    stream
        .write_all(b"GET /sub/ HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n")
        .expect("a request");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("an answer");
    assert!(
        answer.starts_with("HTTP/1.1 421") && !answer.contains("<h1>"),
        "{answer}"
    );
}
