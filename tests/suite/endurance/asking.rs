//! One connection that asks again and again, and one tab that is told of changes.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::sync::{Arc, Mutex};
use std::thread;

use serde_json::Value;

/// A connection that stays open.
pub struct Client {
    host: String,
    stream: BufReader<TcpStream>,
}

/// An answer: its status, what names its bytes, and the bytes.
pub struct Answer {
    pub status: u16,
    pub tag: String,
    pub body: Vec<u8>,
}

impl Client {
    pub fn of(host: &str) -> Client {
        let stream = TcpStream::connect(host).expect("the server listens");
        stream.set_nodelay(true).expect("a connection");
        Client {
            host: host.to_owned(),
            stream: BufReader::new(stream),
        }
    }

    /// Asks for a path, without what a preview adds to pages.
    pub fn get(&mut self, path: &str) -> Answer {
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: {}\r\ncopublish-preview: off\r\n\r\n",
            self.host
        );
        self.stream
            .get_mut()
            .write_all(request.as_bytes())
            .expect("the server takes requests");
        let head = self.head(path);
        let status = head
            .split(' ')
            .nth(1)
            .and_then(|status| status.parse().ok())
            .expect("a status");
        let length = value(&head, "content-length").and_then(|length| length.parse().ok());
        let mut body =
            vec![0; length.unwrap_or_else(|| panic!("{path}: an answer has a length\n{head}"))];
        self.stream.read_exact(&mut body).expect("the whole answer");
        Answer {
            status,
            tag: value(&head, "etag")
                .unwrap_or_default()
                .trim_matches('"')
                .to_owned(),
            body,
        }
    }

    fn head(&mut self, path: &str) -> String {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            let read = self
                .stream
                .read_line(&mut head)
                .expect("the server answers");
            assert!(read > 0, "{path}: the connection was closed: {head}");
        }
        head
    }
}

fn value<'h>(head: &'h str, name: &str) -> Option<&'h str> {
    let pairs = head.lines().filter_map(|line| line.split_once(": "));
    pairs
        .filter(|(found, _)| found.eq_ignore_ascii_case(name))
        .map(|(_, value)| value)
        .next()
}

/// What a tab knows by what it was told.
#[derive(Clone, Debug, Default)]
pub struct Told {
    /// The version of its page.
    pub version: String,
    /// The list of problems, as JSON.
    pub problems: String,
}

/// A page that is open in a browser.
pub struct Tab(Arc<Mutex<Told>>);

impl Tab {
    /// Opens the page of this file name, on the site below a path.
    pub fn open(host: &str, base: &str, page: &str) -> Tab {
        let mut stream = TcpStream::connect(host).expect("the server listens");
        let request =
            format!("GET {base}/.copublish/events?page={page} HTTP/1.1\r\nHost: {host}\r\n\r\n");
        stream
            .write_all(request.as_bytes())
            .expect("the server takes requests");
        let told = Arc::new(Mutex::new(Told::default()));
        let hears = Arc::clone(&told);
        thread::spawn(move || listen(BufReader::new(stream), &hears));
        Tab(told)
    }

    pub fn told(&self) -> Told {
        self.0.lock().expect("a listener that goes on").clone()
    }
}

/// Hears what is told until the server ends.
fn listen(stream: impl BufRead, told: &Mutex<Told>) {
    let mut event = String::new();
    for line in stream.lines().map_while(Result::ok) {
        if let Some(name) = line.strip_prefix("event: ") {
            name.clone_into(&mut event);
        } else if let Some(data) = line.strip_prefix("data: ") {
            let mut told = told.lock().expect("a test that goes on");
            if event == "problems" {
                data.clone_into(&mut told.problems);
            } else if let Ok(data) = serde_json::from_str::<Value>(data)
                && let Some(version) = data["version"].as_str()
            {
                version.clone_into(&mut told.version);
            }
        }
    }
}
