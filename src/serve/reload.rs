//! What open pages are told, as a stream of events: `state` when they come, then `reload`, `css` and `problems`.

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
use super::{Problem, problems};

/// A tab and what is still to be sent to it.
pub struct Stream {
    version: Hash,
    news: Receiver<News>,
    ready: VecDeque<Event>,
}

/// Opens the stream of a tab that shows `version` of a page, in words; of any version if it does not say.
/// Slow: it renders.
pub fn connect(shown: &Shown, editor: &str, (page, version): (&str, Option<&str>)) -> Stream {
    // The state is let go of here: a tab may stay open for long, and states are large.
    let Tab { version: shows, now, news } = shown.connect(page);
    let current = shows.to_string();
    let state = json!({ "version": current, "generation": now.generation });
    let mut ready = VecDeque::from([named("state", state.to_string())]);
    // The tab has slept, or the server was started anew, and the page is another one since.
    if version.is_some_and(|version| version != current) {
        ready.push_back(reload(shows));
    }
    ready.push_back(named("problems", problems::json(&now.state.problems(), editor)));
    Stream { version: shows, news, ready }
}

/// The answer that never ends.
pub fn answer(stream: Stream) -> Response {
    Sse::new(stream::unfold(stream, next)).keep_alive(KeepAlive::default()).into_response()
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
                    Some(swaps) => {
                        named("css", json!({ "version": to.to_string(), "swaps": *swaps }).to_string())
                    }
                    None => reload(to),
                };
                self.version = to;
                self.ready.push_back(event);
            }
            News::Problems(list) => self.ready.push_back(named("problems", list)),
        }
    }
}

fn reload(version: Hash) -> Event {
    named("reload", json!({ "version": version.to_string() }).to_string())
}

/// An event with one line of data.
fn named(name: &str, data: impl AsRef<str>) -> Event {
    Event::default().event(name).data(data)
}

/// What open pages know.
#[derive(Clone)]
struct Told {
    generation: u64,
    problems: Option<Vec<Problem>>,
}

/// Tells open pages of every change from now on, as long as it is awaited.
pub fn tell(shown: Arc<Shown>, editor: Arc<str>) -> impl Future<Output = ()> {
    let mut changes = shown.changes();
    let told = Told { generation: shown.now().generation, problems: None };
    async move {
        let mut told = told;
        while changes.changed().await.is_ok() {
            let now = changes.borrow_and_update().clone();
            let (shown, editor, before) = (Arc::clone(&shown), Arc::clone(&editor), told.clone());
            // A page that makes the renderer panic is not told of; the next state has another chance.
            if let Ok(now) = spawn_blocking(move || tell_once(&shown, &editor, (before, now))).await {
                told = now;
            }
        }
    }
}

fn tell_once(shown: &Shown, editor: &str, (before, now): (Told, Now)) -> Told {
    if now.generation != before.generation {
        shown.tell_pages(&now);
    }
    let problems = Some(now.state.problems());
    if problems != before.problems {
        shown.tell_problems(&problems::json(problems.as_deref().unwrap_or_default(), editor).into());
    }
    Told { generation: now.generation, problems }
}
