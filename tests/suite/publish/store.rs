//! A store that speaks enough of S3: objects with headers, lists, conditions. It counts what it is asked, and fails as each test
//! wants.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread;
use std::time::Duration;

/// Objects by key.
pub type Objects = BTreeMap<String, Object>;

/// What is stored.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Object {
    pub body: Vec<u8>,
    pub headers: BTreeMap<String, String>,
    /// Grows with each write to the store.
    version: usize,
}

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    Nothing,
    /// From this request on, connections are closed before anything is done: the run is as good as killed.
    DeadFrom(usize),
    /// The answer to this request is lost.
    LostAnswer(usize),
    /// Everything but lists and reading is answered with a status and the name of an error.
    Refuses(u16, &'static str),
    /// Every request is.
    RefusesAll(u16, &'static str),
    /// Nothing is ever answered.
    Silent,
    /// Conditions are ignored.
    NoConditions,
    /// Conditions are refused as not known.
    UnknownConditions,
    /// Each write takes so many milliseconds.
    Slow(u64),
}

/// What the store is asked: the method and the path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    pub method: String,
    pub path: String,
}

struct State {
    objects: Objects,
    asked: Vec<Asked>,
    writes: usize,
    trouble: Trouble,
}

/// The store; it ends with the test program.
pub struct Store {
    port: u16,
    state: Arc<Mutex<State>>,
}

impl Store {
    /// Starts a store that holds these objects.
    pub fn start(objects: Objects, trouble: Trouble) -> Store {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("its number").port();
        let state = Arc::new(Mutex::new(State {
            objects,
            asked: Vec::new(),
            writes: 1_000,
            trouble,
        }));
        let shared = Arc::clone(&state);
        thread::spawn(move || {
            for stream in listener.incoming().filter_map(Result::ok) {
                let state = Arc::clone(&shared);
                thread::spawn(move || while serve(&stream, &state).is_some() {});
            }
        });
        Store { port, state }
    }

    pub fn endpoint(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("nobody panicked")
    }

    pub fn objects(&self) -> Objects {
        self.lock().objects.clone()
    }

    pub fn trouble(&self) -> Trouble {
        self.lock().trouble
    }

    /// What was asked since the last call.
    pub fn take_asked(&self) -> Vec<Asked> {
        std::mem::take(&mut self.lock().asked)
    }

    pub fn set_trouble(&self, trouble: Trouble) {
        self.lock().trouble = trouble;
    }

    /// Puts a file there that copublish did not write.
    pub fn plant(&self, key: &str, text: &str) {
        let object = Object {
            body: text.as_bytes().to_vec(),
            ..Object::default()
        };
        self.lock().objects.insert(key.to_owned(), object);
    }
}

struct Request {
    method: String,
    path: String,
    query: String,
    headers: BTreeMap<String, String>,
    body: Vec<u8>,
}

struct Answer {
    status: u16,
    etag: String,
    body: Vec<u8>,
}

impl Answer {
    fn error(status: u16, code: &str) -> Answer {
        let body = format!("<?xml version=\"1.0\"?><Error><Code>{code}</Code></Error>");
        Answer {
            status,
            etag: String::new(),
            body: body.into_bytes(),
        }
    }

    fn fine(etag: String, body: Vec<u8>) -> Answer {
        Answer {
            status: 200,
            etag,
            body,
        }
    }
}

fn read(stream: &TcpStream) -> Option<Request> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let mut words = line.split_whitespace();
    let (method, target) = (words.next()?.to_owned(), words.next()?);
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let (path, query) = (path.to_owned(), query.to_owned());
    let mut headers = BTreeMap::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(": ") else {
            break;
        };
        headers.insert(name.to_ascii_lowercase(), value.to_owned());
    }
    let length = headers.get("content-length");
    let length = length.and_then(|length| length.parse().ok()).unwrap_or(0);
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some(Request {
        method,
        path,
        query,
        headers,
        body,
    })
}

/// Answers one request; nothing if the connection is to be closed.
fn serve(mut stream: &TcpStream, state: &Mutex<State>) -> Option<()> {
    let request = read(stream)?;
    let mut held = state.lock().expect("nobody panicked");
    let number = held.asked.len() + 1;
    let trouble = held.trouble;
    match trouble {
        Trouble::DeadFrom(from) if number >= from => {
            // One that is tried again is as dead.
            return None;
        }
        Trouble::Silent => {
            drop(held);
            thread::sleep(Duration::from_secs(30));
            return None;
        }
        Trouble::Slow(time) if request.method == "PUT" => {
            drop(held);
            thread::sleep(Duration::from_millis(time));
            held = state.lock().expect("nobody panicked");
        }
        _ => {}
    }
    held.asked.push(Asked {
        method: request.method.clone(),
        path: request.path.clone(),
    });
    let answer = answer(&mut held, &request, trouble);
    drop(held);
    if trouble == Trouble::LostAnswer(number) {
        return None;
    }
    let Answer { status, etag, body } = answer;
    let length = body.len();
    let head = format!(
        "HTTP/1.1 {status} X\r\nContent-Length: {length}\r\nETag: {etag}\r\nDate: Mon, 01 Oct 2012 12:00:00 GMT\r\n\r\n"
    );
    // In one piece: in two, the second waits for a sign that the first has come.
    stream.write_all(&[head.as_bytes(), &body].concat()).ok()
}

fn answer(state: &mut State, request: &Request, trouble: Trouble) -> Answer {
    let is_write = request.method != "GET";
    match trouble {
        Trouble::RefusesAll(status, code) => return Answer::error(status, code),
        Trouble::Refuses(status, code) if is_write => return Answer::error(status, code),
        _ => {}
    }
    let key = decoded(request.path.strip_prefix("/www/").expect("the bucket"));
    match request.method.as_str() {
        "GET" if key.is_empty() => list(state, request),
        "GET" => match state.objects.get(&key) {
            Some(object) => Answer::fine(etag(object), object.body.clone()),
            None => Answer::error(404, "NoSuchKey"),
        },
        "PUT" => put(state, key, request, trouble),
        _ => {
            state.objects.remove(&key);
            Answer::fine(String::new(), Vec::new())
        }
    }
}

fn put(state: &mut State, key: String, request: &Request, trouble: Trouble) -> Answer {
    let conditions = ["if-match", "if-none-match"];
    let conditions = conditions.map(|name| request.headers.get(name));
    if trouble == Trouble::UnknownConditions && conditions.iter().any(Option::is_some) {
        return Answer::error(501, "NotImplemented");
    }
    let now = state.objects.get(&key).map(etag);
    let [matches, none] = conditions;
    let fails = matches.is_some() && matches != now.as_ref() || none.is_some() && now.is_some();
    if fails && trouble != Trouble::NoConditions {
        return Answer::error(412, "PreconditionFailed");
    }
    state.writes += 1;
    let object = Object {
        body: request.body.clone(),
        headers: request.headers.clone(),
        version: state.writes,
    };
    let tag = etag(&object);
    state.objects.insert(key, object);
    Answer::fine(tag, Vec::new())
}

/// As in a real store, the MD5 of what it holds.
fn etag(object: &Object) -> String {
    use md5::{Digest, Md5};
    let digest = Md5::digest(&object.body);
    let digits: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("\"{digits}\"")
}

/// A list of three objects at a time, so that there are several.
fn list(state: &State, request: &Request) -> Answer {
    let parameter = |name: &str| {
        let all = request.query.split('&');
        let found = all
            .filter_map(|pair| pair.split_once('='))
            .find(|(key, _)| *key == name);
        found.map(|(_, value)| decoded(value)).unwrap_or_default()
    };
    let (prefix, after) = (parameter("prefix"), parameter("continuation-token"));
    let mut objects = state
        .objects
        .iter()
        .filter(|(key, _)| key.starts_with(&prefix) && **key > after);
    let page: Vec<_> = objects.by_ref().take(3).collect();
    let mut text = String::from(
        "<?xml version=\"1.0\"?><ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><KeyCount>0</KeyCount>",
    );
    for (key, object) in &page {
        let (size, etag) = (object.body.len(), etag(object).replace('"', "&quot;"));
        text.push_str(&format!(
            "<Contents><Key>{key}</Key><LastModified>2012-10-01T12:00:00Z</LastModified><ETag>{etag}</ETag><Size>{size}</Size></Contents>"
        ));
    }
    if objects.next().is_some() {
        let last = page.last().expect("a page that is full").0;
        text.push_str(&format!(
            "<NextContinuationToken>{last}</NextContinuationToken>"
        ));
    }
    text.push_str("</ListBucketResult>");
    Answer::fine(String::new(), text.into_bytes())
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        rest = after;
        if *first == b'%' {
            let digits = std::str::from_utf8(&after[..2]).expect("digits");
            bytes.push(u8::from_str_radix(digits, 16).expect("two digits"));
            rest = &after[2..];
        } else {
            bytes.push(*first);
        }
    }
    String::from_utf8(bytes).expect("a path")
}
