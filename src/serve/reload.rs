//! What open pages are told, as a stream of events: `state` when they come, then `reload`, `css`, `files` and
//! `problems`.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::Arc;

use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use serde_json::json;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::task::spawn_blocking;

use crate::base::Hash;

use super::shown::{News, Now, Shown, Tab};

/// A tab and what is still to be sent to it.
pub struct Stream {
    version: Hash,
    news: Receiver<News>,
    ready: VecDeque<Event>,
}

/// What a tab says of the page it shows: as far as it knows.
#[derive(Clone, Debug, Default)]
pub struct Shows {
    /// The page, by the name of its file.
    pub page: String,
    /// Which version of it, in words.
    pub version: Option<String>,
    /// Which bytes of the files in it, in words.
    pub files: Option<String>,
}

/// Opens the stream of a tab. Slow: it renders.
pub fn connect(shown: &Shown, editor: &str, shows: &Shows) -> Stream {
    // The state is let go of here: a tab may stay open for long, and states are large.
    let Tab {
        version,
        files,
        now,
        news,
    } = shown.connect(&shows.page);
    let (current, current_files) = (version.to_string(), files.to_string());
    let state = json!({ "version": current, "files": current_files, "generation": now.generation });
    let mut ready = VecDeque::from([named("state", state.to_string())]);
    // The tab has slept, or the server was started anew, and the page is another one since.
    let is_other =
        |known: &Option<String>, now: &str| known.as_ref().is_some_and(|known| known != now);
    if is_other(&shows.version, &current) || is_other(&shows.files, &current_files) {
        ready.push_back(reload(version));
    }
    ready.push_back(named("problems", shown.problems(&now, editor)));
    Stream {
        version,
        news,
        ready,
    }
}

/// The answer that never ends.
pub fn answer(stream: Stream) -> Response {
    Sse::new(stream::unfold(stream, next))
        .keep_alive(KeepAlive::default())
        .into_response()
}

async fn next(mut stream: Stream) -> Option<(Result<Event, Infallible>, Stream)> {
    loop {
        if let Some(event) = stream.ready.pop_front() {
            return Some((Ok(event), stream));
        }
        match stream.news.recv().await {
            Ok(news) => stream.take(news),
            // Too much was missed to know what the tab shows.
            Err(RecvError::Lagged(_)) => stream.ready.push_back(reload(stream.version)),
            Err(RecvError::Closed) => return None,
        }
    }
}

impl Stream {
    fn take(&mut self, news: News) {
        match news {
            News::Page { to, .. } if to == self.version => {}
            News::Page { from, to, styles } => {
                let event = match styles.filter(|_| from == self.version) {
                    Some(swaps) => named(
                        "css",
                        json!({ "version": to.to_string(), "swaps": *swaps }).to_string(),
                    ),
                    None => reload(to),
                };
                self.version = to;
                self.ready.push_back(event);
            }
            News::Files { token, changed } => {
                let data = json!({ "files": token.to_string(), "changed": *changed });
                self.ready.push_back(named("files", data.to_string()));
            }
            News::Problems(list) => self.ready.push_back(named("problems", list)),
        }
    }
}

fn reload(version: Hash) -> Event {
    named(
        "reload",
        json!({ "version": version.to_string() }).to_string(),
    )
}

/// An event with one line of data.
fn named(name: &str, data: impl AsRef<str>) -> Event {
    Event::default().event(name).data(data)
}

/// What open pages know.
#[derive(Clone)]
struct Told {
    generation: u64,
    /// `None` where nobody was there to be told.
    problems: Option<Arc<str>>,
}

/// Tells open pages of every change from now on, as long as it is awaited.
pub fn tell(shown: Arc<Shown>, editor: Arc<str>) -> impl Future<Output = ()> {
    let mut changes = shown.changes();
    let told = Told {
        generation: shown.now().generation,
        problems: None,
    };
    async move {
        let mut told = told;
        while changes.changed().await.is_ok() {
            let now = changes.borrow_and_update().clone();
            let (shown, editor, before) = (Arc::clone(&shown), Arc::clone(&editor), told.clone());
            // A page that makes the renderer panic is not told of; the next state has another chance.
            if let Ok(now) = spawn_blocking(move || tell_once(&shown, &editor, (before, now))).await
            {
                told = now;
            }
        }
    }
}

fn tell_once(shown: &Shown, editor: &str, (before, now): (Told, Now)) -> Told {
    if now.generation != before.generation {
        shown.tell_pages(&now);
    }
    let problems = shown.has_tabs().then(|| shown.problems(&now, editor));
    if let Some(list) = &problems
        && before.problems.as_ref() != Some(list)
    {
        shown.tell_problems(list);
    }
    Told {
        generation: now.generation,
        problems,
    }
}
