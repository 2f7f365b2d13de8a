//! Another site, as it may behave: a server on this machine that answers as each test wants.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// What a server does with a request.
#[derive(Clone, Debug)]
pub enum Reply {
    /// A status, more lines of the head, and a body.
    Says(u16, &'static str, String),
    /// A page with more lines of its head, and a body of any bytes.
    Sends(&'static str, Vec<u8>),
    /// Closes the connection without a word.
    BreaksOff,
    /// Says nothing, and keeps the connection.
    Hangs,
    /// Sends the head letter by letter, for as long as somebody listens.
    Drips,
    /// Sends a body without an end.
    Pours,
}

impl Reply {
    /// A page.
    pub fn page(body: &str) -> Reply {
        Reply::Says(200, "Content-Type: text/html\r\n", body.to_owned())
    }

    /// A status and nothing else.
    pub fn status(status: u16) -> Reply {
        Reply::Says(status, "", String::new())
    }

    /// A redirect.
    pub fn leads(status: u16, location: &'static str) -> Reply {
        Reply::Says(status, location, String::new())
    }
}

type Handler = dyn Fn(&str, &str, usize) -> Reply + Send + Sync;

/// A server; it ends with the test program.
pub struct Server {
    port: u16,
    heard: Arc<Mutex<Vec<Question>>>,
}

/// A request.
#[derive(Clone, Debug)]
struct Question {
    /// The method and the path.
    words: String,
    cookies: String,
}

impl Server {
    /// Starts a server. `handler` is told the method, the path, and how often this was asked before.
    pub fn start(handler: impl Fn(&str, &str, usize) -> Reply + Send + Sync + 'static) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("its number").port();
        let heard: Arc<Mutex<Vec<Question>>> = Arc::default();
        let (log, handler): (_, Arc<Handler>) = (Arc::clone(&heard), Arc::new(handler));
        thread::spawn(move || {
            for stream in listener.incoming().filter_map(Result::ok) {
                let (log, handler) = (Arc::clone(&log), Arc::clone(&handler));
                thread::spawn(move || drop(serve(stream, &log, &*handler)));
            }
        });
        Server { port, heard }
    }

    /// Its address with this path.
    pub fn at(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// The same, as if it were a secure one.
    pub fn securely_at(&self, path: &str) -> String {
        format!("https://127.0.0.1:{}{path}", self.port)
    }

    /// What it was asked: each question with how often.
    pub fn heard(&self) -> BTreeMap<String, usize> {
        let mut counted = BTreeMap::new();
        for question in self.heard.lock().expect("nobody panicked").iter() {
            *counted.entry(question.words.clone()).or_default() += 1;
        }
        counted
    }

    /// The cookies that came with a question, each time it was asked.
    pub fn cookies(&self, words: &str) -> Vec<String> {
        let heard = self.heard.lock().expect("nobody panicked");
        let heard = heard.iter().filter(|question| question.words == words);
        heard.map(|question| question.cookies.clone()).collect()
    }
}

fn serve(
    mut stream: TcpStream,
    log: &Mutex<Vec<Question>>,
    handler: &Handler,
) -> std::io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(60)))?;
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let Some(Ok(first)) = lines.next() else {
        // Somebody speaks another language, such as that of a secure connection.
        return stream.write_all(b"HTTP/1.1 400 Said\r\nConnection: close\r\n\r\n");
    };
    let head: Vec<String> = lines
        .by_ref()
        .map_while(Result::ok)
        .take_while(|line| !line.is_empty())
        .collect();
    let mut cookies = head.iter().filter_map(|line| {
        let (name, value) = line.split_once(": ")?;
        name.eq_ignore_ascii_case("cookie")
            .then(|| value.to_owned())
    });
    let mut words = first.split(' ');
    let (method, path) = (
        words.next().unwrap_or_default(),
        words.next().unwrap_or_default(),
    );
    let question = format!("{method} {path}");
    let before = {
        let mut log = log.lock().expect("nobody panicked");
        let before = log.iter().filter(|known| known.words == question).count();
        log.push(Question {
            words: question,
            cookies: cookies.next().unwrap_or_default(),
        });
        before
    };
    match handler(method, path, before) {
        Reply::BreaksOff => {}
        Reply::Says(status, head, body) => {
            let head = if head.is_empty() || head.ends_with("\r\n") {
                head.to_owned()
            } else {
                format!("Location: {head}\r\n")
            };
            let length = body.len();
            let body = if method == "HEAD" { "" } else { body.as_str() };
            write!(
                stream,
                "HTTP/1.1 {status} Said\r\n{head}Content-Length: {length}\r\nConnection: close\r\n\r\n{body}"
            )?;
        }
        Reply::Sends(head, body) => {
            let length = body.len();
            write!(
                stream,
                "HTTP/1.1 200 Said\r\n{head}Content-Length: {length}\r\nConnection: close\r\n\r\n"
            )?;
            stream.write_all(&body)?;
        }
        Reply::Hangs => drop(lines.next()),
        Reply::Drips => {
            for letter in "HTTP/1.1 200 Said\r\nX: "
                .bytes()
                .chain(std::iter::repeat(b'x'))
            {
                stream.write_all(&[letter])?;
                thread::sleep(Duration::from_millis(20));
            }
        }
        Reply::Pours => {
            write!(
                stream,
                "HTTP/1.1 200 Said\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n"
            )?;
            while stream.write_all(&[b'x'; 65536]).is_ok() {}
        }
    }
    Ok(())
}
