//! An open page: holds the stream over which a preview tells that something has changed, as its script would.

use std::io::{self, BufRead, BufReader};
use std::net::{Shutdown, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::Duration;

use super::body::Body;
use super::{Head, connect, send, socket};

/// How a generator's pages hear of changes.
#[derive(Clone, Copy)]
pub enum Told {
    /// As a stream of events at `/.copublish/events`, for the page and the version that its script bears.
    Events,
    /// In messages over a WebSocket.
    Socket {
        /// Where it is asked for.
        path: &'static str,
        /// What the page says first; nothing where it is empty.
        hello: &'static str,
        /// What stands in a message that makes the page load again.
        sign: &'static str,
    },
}

/// An open page. Hears no more when dropped.
pub struct Tab {
    news: Receiver<()>,
    stream: TcpStream,
}

impl Tab {
    /// Opens the page whose HTML has come, and waits until the server knows of it.
    ///
    /// # Errors
    /// As the network says.
    pub fn open(authority: &str, html: &str, told: Told) -> io::Result<Tab> {
        let mut connection = connect(authority)?;
        // An author thinks for as long as they like.
        connection.get_ref().set_read_timeout(None)?;
        let stream = connection.get_ref().try_clone()?;
        let (say, news) = channel();
        match told {
            Told::Events => {
                let [page, version] =
                    ["data-page", "data-version"].map(|name| attribute(html, name));
                let path = format!("/.copublish/events?page={page}&version={version}");
                send(
                    &mut connection,
                    authority,
                    (&path, "Accept: text/event-stream\r\n"),
                )?;
                let head = Head::read(&mut connection)?;
                let mut lines = BufReader::new(Body::after(&head, connection)).lines();
                lines.find(|line| line.as_ref().is_ok_and(|line| line == "event: state"));
                thread::spawn(move || listen(lines, &say));
            }
            Told::Socket { path, hello, sign } => {
                socket::open(&mut connection, authority, path)?;
                if !hello.is_empty() {
                    socket::say(&mut connection, hello)?;
                }
                let messages = std::iter::from_fn(move || Some(socket::hear(&mut connection)));
                thread::spawn(move || {
                    for _ in messages
                        .map_while(Result::ok)
                        .filter(|text| text.contains(sign))
                    {
                        if say.send(()).is_err() {
                            break;
                        }
                    }
                });
            }
        }
        Ok(Tab { news, stream })
    }

    /// Waits until the page is told to load again, or a style sheet of it; at most for `time`.
    pub fn wait(&self, time: Duration) -> Heard {
        match self.news.recv_timeout(time) {
            Ok(()) => Heard::News,
            Err(_) => Heard::Nothing,
        }
    }
}

/// What a tab has heard.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Heard {
    News,
    Nothing,
}

impl Drop for Tab {
    fn drop(&mut self) {
        // Wakes the thread that listens, which then ends.
        drop(self.stream.shutdown(Shutdown::Both));
    }
}

fn listen(lines: impl Iterator<Item = io::Result<String>>, say: &Sender<()>) {
    for line in lines.map_while(Result::ok) {
        let is_news = line == "event: reload" || line == "event: css";
        if is_news && say.send(()).is_err() {
            return;
        }
    }
}

/// The value of the first attribute of this name; empty where there is none.
fn attribute<'h>(html: &'h str, name: &str) -> &'h str {
    let value = html
        .split_once(&format!(" {name}=\""))
        .map(|(_, rest)| rest);
    value
        .and_then(|rest| rest.split_once('"'))
        .map_or("", |(value, _)| value)
}
