//! The running server, asked over plain connections as any program on the machine could.
#![allow(
    clippy::disallowed_methods,
    reason = "the tests ask over the network, and make files to serve"
)]

mod used;

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use crate::base::FilePath;
use crate::content::disk::Inside;

use crate::output::FileContent;

use super::{Health, Options, Problem, ServedSite, Server, State, start};

const PAGE: &str = "<!doctype html><link rel=stylesheet href=/s.1.css><body><p>one</p></body>";

/// A state that is written down.
#[derive(Default)]
struct Fake {
    base: String,
    files: BTreeMap<String, FileContent>,
    problems: Mutex<Vec<Problem>>,
    /// How often problems were asked for.
    drawn: AtomicUsize,
}

impl State for Fake {
    fn base_path(&self) -> &str {
        &self.base
    }

    fn file(&self, name: &str) -> Option<FileContent> {
        assert_ne!(name, "panics.txt", "a page that cannot be made");
        self.files.get(name).cloned()
    }

    fn problems(&self) -> Vec<Problem> {
        self.drawn.fetch_add(1, Ordering::Relaxed);
        self.problems.lock().unwrap().clone()
    }

    fn health(&self) -> Health {
        let problems = self.problems.lock().unwrap();
        let errors = problems
            .iter()
            .filter(|problem| problem.severity == "error")
            .count();
        Health {
            errors,
            warnings: problems.len() - errors,
        }
    }
}

/// A file of the site that stands in the folder where it is.
fn inside(path: &Path) -> Inside {
    let name = path.file_name().unwrap().to_str().unwrap();
    Inside::new(path.parent().unwrap(), &FilePath::new(name))
}

impl Fake {
    fn with(mut self, name: &str, text: &str) -> Fake {
        self.files
            .insert(name.to_owned(), FileContent::Bytes(text.as_bytes().into()));
        self
    }

    fn with_copy(mut self, name: &str, path: &Path) -> Fake {
        self.files
            .insert(name.to_owned(), FileContent::CopyOf(inside(path)));
        self
    }

    fn with_problem(self, severity: &'static str) -> Fake {
        self.problems.lock().unwrap().push(problem(severity));
        self
    }
}

fn problem(severity: &'static str) -> Problem {
    Problem {
        severity,
        code: "no-title".to_owned(),
        message: "`title` is missing".to_owned(),
        file: Some("content/a.md".to_owned()),
        path: Some("/site/content/a.md".to_owned()),
        line: Some(2),
        column: Some(1),
        drawing: "error".to_owned(),
    }
}

fn site() -> Fake {
    Fake::default()
        .with("index.html", "<body>home</body>")
        .with("a/index.html", PAGE)
        .with("s.1.css", "p{}")
        .with("feed.xml", "<feed/>")
        .with("café.txt", "0123456789")
        .with("404.html", "<body>lost</body>")
}

fn options() -> Options {
    Options {
        host: Ipv4Addr::LOCALHOST.into(),
        port: 0,
        editor: "edit:{path}:{line}".to_owned(),
    }
}

fn served(state: Fake) -> (Server, Arc<ServedSite>) {
    let shown = ServedSite::new(Arc::new(state));
    (start(Arc::clone(&shown), &options()).unwrap(), shown)
}

fn port_of(server: &Server) -> u16 {
    server
        .url()
        .split([':', '/'])
        .nth(4)
        .unwrap()
        .parse()
        .unwrap()
}

/// An answer: the first line, headers in small letters, the body.
struct Answer {
    status: u16,
    headers: BTreeMap<String, String>,
    body: Vec<u8>,
}

impl Answer {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }

    fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }
}

fn send(server: &Server, request: &str) -> BufReader<TcpStream> {
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port_of(server))).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    BufReader::new(stream)
}

fn head(reader: &mut BufReader<TcpStream>) -> Answer {
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        if line.trim_end().is_empty() {
            break;
        }
        lines.push(line.trim_end().to_owned());
    }
    let status = lines[0].split(' ').nth(1).unwrap().parse().unwrap();
    let pair = |line: &String| {
        line.split_once(": ")
            .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
    };
    Answer {
        status,
        headers: lines[1..].iter().filter_map(pair).collect(),
        body: Vec::new(),
    }
}

/// Asks with these lines of headers, and reads until the server closes the connection.
fn ask(server: &Server, line: &str, headers: &[&str]) -> Answer {
    let mut request = format!("{line} HTTP/1.1\r\nConnection: close\r\n");
    if !headers.iter().any(|header| header.starts_with("Host:")) {
        request.push_str(&format!("Host: localhost:{}\r\n", port_of(server)));
    }
    for header in headers {
        request.push_str(&format!("{header}\r\n"));
    }
    let mut reader = send(server, &(request + "\r\n"));
    let mut answer = head(&mut reader);
    reader.read_to_end(&mut answer.body).unwrap();
    answer
}

const PLAIN: &str = "copublish-preview: off";

#[test]
fn files_go_out_as_from_a_static_host() {
    let (server, _shown) = served(site());
    let page = ask(&server, "GET /a/", &[PLAIN]);
    assert_eq!((page.status, page.text()), (200, PAGE));
    assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
    assert_eq!(page.header("cache-control"), "no-cache");
    assert_eq!(page.header("content-length"), PAGE.len().to_string());
    let feed = ask(&server, "GET /feed.xml", &[]);
    assert_eq!((feed.status, feed.text()), (200, "<feed/>"));
    assert_eq!(
        ask(&server, "GET /caf%C3%A9.txt?v=1", &[]).text(),
        "0123456789"
    );
    let moved = ask(&server, "GET /a?b=c", &[]);
    assert_eq!((moved.status, moved.header("location")), (301, "/a/?b=c"));
    let head = ask(&server, "HEAD /a/", &[PLAIN]);
    assert_eq!((head.status, head.text()), (200, ""));
    assert_eq!(head.header("content-length"), PAGE.len().to_string());
    let post = ask(&server, "POST /a/", &["Content-Length: 0"]);
    assert_eq!((post.status, post.header("allow")), (405, "GET, HEAD"));
}

#[test]
fn what_is_missing_says_so() {
    let (server, _shown) = served(site());
    for path in [
        "/none",
        "/none/",
        "/none.css",
        "/.copublish/none",
        "/café.txt/",
    ] {
        let answer = ask(
            &server,
            &format!("GET {}", path.replace('é', "%C3%A9")),
            &[PLAIN],
        );
        assert_eq!(
            (answer.status, answer.text()),
            (404, "<body>lost</body>"),
            "{path}"
        );
    }
    let (server, _shown) = served(Fake::default());
    let answer = ask(&server, "GET /", &[]);
    assert_eq!(answer.status, 404);
    assert!(answer.text().contains("There is no page") && answer.text().contains("client.js"));
}

#[test]
fn nothing_outside_the_site_is_reached() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("secret.txt"), "secret").unwrap();
    let (server, _shown) = served(site());
    let secret = folder.path().join("secret.txt");
    for path in [
        "/../secret.txt".to_owned(),
        "/%2e%2e/secret.txt".to_owned(),
        "/a/..%2f..%2fsecret.txt".to_owned(),
        "/..%5csecret.txt".to_owned(),
        format!("/{}", secret.display()),
        format!("/%2F{}", secret.display()),
        "/café.txt%00".replace('é', "%C3%A9"),
        "/%".to_owned(),
        "/%ff".to_owned(),
    ] {
        let answer = ask(&server, &format!("GET {path}"), &[PLAIN]);
        assert_eq!(
            (answer.status, answer.text()),
            (404, "<body>lost</body>"),
            "{path}"
        );
    }
}

#[test]
fn other_names_of_this_machine_are_refused() {
    let (server, _shown) = served(site());
    for host in [
        "Host: example.org",
        "Host: localhost.example.org:80",
        "Host: 127.0.0.2",
        "Host: ",
    ] {
        let answer = ask(&server, "GET /a/", &[host]);
        assert_eq!(answer.status, 421, "{host}");
        assert!(!answer.text().contains("one"), "{host}");
    }
    assert_eq!(ask(&server, "GET http://example.org/a/", &[]).status, 421);
    for host in ["Host: 127.0.0.1", "Host: [::1]:1", "Host: LOCALHOST"] {
        assert_eq!(ask(&server, "GET /a/", &[host]).status, 200, "{host}");
    }
}

#[test]
fn what_the_browser_has_is_not_sent_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.pdf");
    std::fs::write(&path, "pdf").unwrap();
    let (server, shown) = served(site().with_copy("a.pdf", &path));
    for line in ["GET /a/", "GET /s.1.css", "GET /a.pdf"] {
        let tag = ask(&server, line, &[]).header("etag").to_owned();
        for known in [
            tag.clone(),
            format!("W/{tag}"),
            format!("\"x\", {tag}"),
            "*".to_owned(),
        ] {
            let answer = ask(&server, line, &[&format!("If-None-Match: {known}")]);
            assert_eq!((answer.status, answer.text()), (304, ""), "{line} {known}");
            assert_eq!(answer.header("etag"), tag);
        }
        assert_eq!(ask(&server, line, &["If-None-Match: \"x\""]).status, 200);
    }
    let tag = ask(&server, "GET /a/", &[]).header("etag").to_owned();
    assert_ne!(tag, ask(&server, "GET /a/", &[PLAIN]).header("etag"));
    shown.show(Arc::new(site().with("a/index.html", "other")));
    assert_eq!(
        ask(&server, "GET /a/", &[&format!("If-None-Match: {tag}")]).status,
        200
    );
    assert_eq!(ask(&server, "GET /none", &["If-None-Match: *"]).status, 404);
}

#[test]
fn parts_of_files_can_be_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("film.mp4");
    let large: Vec<u8> = (0..1_000_000_u32).map(|at| (at % 251) as u8).collect();
    std::fs::write(&path, &large).unwrap();
    let (server, _shown) = served(site().with_copy("film.mp4", &path));
    let line = "GET /caf%C3%A9.txt";
    let whole = ask(&server, line, &[]);
    assert_eq!(whole.header("accept-ranges"), "bytes");
    let part = ask(&server, line, &["Range: bytes=2-4"]);
    assert_eq!((part.status, part.text()), (206, "234"));
    assert_eq!(
        (part.header("content-range"), part.header("content-length")),
        ("bytes 2-4/10", "3")
    );
    let beyond = ask(&server, line, &["Range: bytes=10-"]);
    assert_eq!(
        (beyond.status, beyond.header("content-range")),
        (416, "bytes */10")
    );
    let stale = ask(&server, line, &["Range: bytes=2-4", "If-Range: \"x\""]);
    assert_eq!((stale.status, stale.text()), (200, "0123456789"));
    let same = format!("If-Range: {}", whole.header("etag"));
    assert_eq!(ask(&server, line, &["Range: bytes=-1", &same]).text(), "9");
    assert!(ask(&server, "GET /film.mp4", &[]).body == large);
    let part = ask(&server, "GET /film.mp4", &["Range: bytes=999000-"]);
    assert_eq!(
        (part.status, part.header("content-type")),
        (206, "video/mp4")
    );
    assert!(part.body == large[999_000..]);
    std::fs::remove_file(&path).unwrap();
    assert_eq!(ask(&server, "GET /film.mp4", &[]).status, 404);
}

#[test]
fn a_site_below_a_path_is_found_there_only() {
    let below = Fake {
        base: "/sub".to_owned(),
        ..site()
    };
    let (server, _shown) = served(below);
    assert!(server.url().ends_with("/sub/"));
    let home = ask(&server, "GET /", &[]);
    assert_eq!((home.status, home.header("location")), (302, "/sub/"));
    assert_eq!(ask(&server, "GET /sub", &[]).header("location"), "/sub/");
    assert_eq!(
        ask(&server, "GET /sub/a", &[]).header("location"),
        "/sub/a/"
    );
    assert_eq!(ask(&server, "GET /a/", &[]).status, 404);
    let page = ask(&server, "GET /sub/a/", &[]);
    assert!(
        page.text()
            .contains("src=\"/sub/.copublish/client.js\" data-page=\"a/index.html\"")
    );
    assert_eq!(
        ask(&server, "GET /sub/.copublish/client.js", &[]).status,
        200
    );
}

#[test]
fn a_taken_port_gives_the_next_one() {
    let (first, _shown) = served(site());
    let wanted = Options {
        port: port_of(&first),
        ..options()
    };
    let second = start(ServedSite::new(Arc::new(site())), &wanted).unwrap();
    assert!(port_of(&second) > port_of(&first));
    // Ended, it answers no more; what was started later goes on.
    first.stop();
    assert_eq!(ask(&second, "GET /a/", &[PLAIN]).text(), PAGE);
}

#[test]
fn a_page_that_cannot_be_made_harms_no_other() {
    let (server, _shown) = served(site());
    assert_eq!(ask(&server, "GET /panics.txt", &[]).status, 500);
    // Broken in the middle of the request, and never read from.
    let _half = send(&server, "GET /a/ HTTP/1.1\r\nHost: loc");
    let _deaf = send(&server, "GET /a/ HTTP/1.1\r\nHost: localhost\r\n\r\n");
    assert_eq!(ask(&server, "GET /a/", &[]).status, 200);
}

/// The stream of events of a tab.
struct Tab(BufReader<TcpStream>);

impl Tab {
    fn open(server: &Server, page: &str, version: &str) -> Tab {
        let query = format!("page={}&version={version}", page.replace('/', "%2F"));
        let mut reader = send(
            server,
            &format!("GET /.copublish/events?{query} HTTP/1.1\r\nHost: localhost\r\n\r\n"),
        );
        let answer = head(&mut reader);
        assert_eq!(
            (answer.status, answer.header("content-type")),
            (200, "text/event-stream")
        );
        Tab(reader)
    }

    /// A tab that shows the page as it is now, and has been told of all problems.
    fn opened(server: &Server, page: &str, problems: usize) -> Tab {
        let mut tab = Tab::open(server, page, "");
        assert_eq!(tab.next().0, "state");
        tab.expect_problems(problems);
        tab
    }

    fn next(&mut self) -> (String, serde_json::Value) {
        let mut name = String::new();
        loop {
            let mut line = String::new();
            assert!(
                self.0.read_line(&mut line).unwrap() > 0,
                "the stream has ended"
            );
            if let Some(event) = line.strip_prefix("event: ") {
                name = event.trim_end().to_owned();
            } else if let Some(data) = line.strip_prefix("data: ") {
                return (name, serde_json::from_str(data).unwrap());
            }
        }
    }

    fn expect_problems(&mut self, count: usize) {
        let (name, list) = self.next();
        assert_eq!(
            (name.as_str(), list.as_array().unwrap().len()),
            ("problems", count)
        );
    }
}

#[test]
fn open_pages_are_told_what_changes() {
    let (server, shown) = served(site());
    let mut tab = Tab::opened(&server, "a/index.html", 0);
    let mut other = Tab::opened(&server, "index.html", 0);
    shown.show(Arc::new(
        site().with("a/index.html", &PAGE.replace("s.1.css", "s.2.css")),
    ));
    let (name, data) = tab.next();
    assert_eq!(name, "css");
    assert_eq!(
        data["swaps"],
        serde_json::json!([{ "old": "/s.1.css", "new": "/s.2.css" }])
    );
    tab.expect_problems(0);
    other.expect_problems(0);
    shown.show(Arc::new(site().with("a/index.html", "<body>two</body>")));
    assert_eq!(tab.next().0, "reload");
    // The other page is the same: the next that it hears of is a problem.
    shown.show(Arc::new(site().with_problem("warning")));
    let (name, list) = other.next();
    assert_eq!(
        (name.as_str(), &list[0]["edit"]),
        ("problems", &"edit:/site/content/a.md:2".into())
    );
    let asked = ask(&server, "GET /.copublish/problems", &[]);
    assert_eq!(
        asked.header("content-type"),
        "application/json; charset=utf-8"
    );
    assert_eq!(
        serde_json::from_slice::<serde_json::Value>(&asked.body).unwrap(),
        list
    );
}

#[test]
fn a_tab_that_comes_back_reloads_only_if_its_page_changed() {
    let (server, _shown) = served(site());
    let page = ask(&server, "GET /a/", &[]);
    let version = page
        .text()
        .split("data-version=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    let (again, _shown) = served(site());
    let mut same = Tab::open(&again, "a/index.html", &version);
    let (name, state) = same.next();
    assert_eq!(
        (name.as_str(), &state["version"]),
        ("state", &version.as_str().into())
    );
    same.expect_problems(0);
    let (changed, _shown) = served(site().with("a/index.html", "other"));
    let mut other = Tab::open(&changed, "a/index.html", &version);
    assert_eq!(
        (other.next().0.as_str(), other.next().0.as_str()),
        ("state", "reload")
    );
}

#[test]
fn the_last_good_page_stays_while_there_are_errors() {
    let (server, shown) = served(site());
    let mut tab = Tab::opened(&server, "a/index.html", 0);
    let gone = || Fake::default().with("404.html", "<body>lost</body>");
    shown.show(Arc::new(gone().with_problem("error")));
    tab.expect_problems(1);
    drop(tab);
    assert_eq!(ask(&server, "GET /a/", &[PLAIN]).text(), PAGE);
    assert_eq!(ask(&server, "GET /a", &[]).status, 301);
    assert_eq!(ask(&server, "GET /", &[]).status, 404, "nobody has it open");
    let mut tab = Tab::opened(&server, "a/index.html", 1);
    // Mended in another way: the page is meant to be gone.
    shown.show(Arc::new(gone()));
    assert_eq!(tab.next().0, "reload");
    tab.expect_problems(0);
    assert_eq!(ask(&server, "GET /a/", &[PLAIN]).status, 404);
    // Who waits at an address without a page sees it come.
    let mut waiting = Tab::opened(&server, "a/index.html", 0);
    shown.show(Arc::new(site()));
    assert_eq!(waiting.next().0, "reload");
}

#[test]
fn problems_found_later_are_told() {
    let state = Arc::new(site());
    let shown = ServedSite::new(Arc::clone(&state) as Arc<dyn State>);
    let server = start(Arc::clone(&shown), &options()).unwrap();
    let mut tab = Tab::opened(&server, "a/index.html", 0);
    state.problems.lock().unwrap().push(problem("error"));
    shown.problems_changed();
    tab.expect_problems(1);
    state.problems.lock().unwrap().clear();
    shown.problems_changed();
    tab.expect_problems(0);
}

#[test]
fn a_thousand_tabs_are_told() {
    let (server, shown) = served(site());
    let mut tabs: Vec<Tab> = (0..1_000)
        .map(|_| Tab::opened(&server, "a/index.html", 0))
        .collect();
    assert_eq!(ask(&server, "GET /a/", &[PLAIN]).text(), PAGE);
    shown.show(Arc::new(site().with("a/index.html", "other")));
    for tab in &mut tabs {
        assert_eq!(tab.next().0, "reload");
    }
    drop(tabs);
    server.stop();
}
