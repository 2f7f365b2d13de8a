//! The stream of events that open pages receive: `state` when they connect, then `reload`, `css`, `files` and `problems`.

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

use super::served_site::{CurrentState, ServedSite, Tab, TabEvent};

/// The events for one tab.
pub struct EventStream {
    version: Hash,
    receiver: Receiver<TabEvent>,
    /// What is ready to be sent.
    ready: VecDeque<Event>,
}

/// What a tab says about the page that it shows.
#[derive(Clone, Debug, Default)]
pub struct TabStatus {
    /// The name of its file.
    pub page: String,
    pub version: Option<String>,
    /// The version of the files in it.
    pub files: Option<String>,
}

/// Opens the stream of a tab. Slow: it renders.
pub fn connect(site: &ServedSite, editor: &str, shows: &TabStatus) -> EventStream {
    // The state is dropped here: a tab may stay open for long, and states are large.
    let Tab {
        version,
        files,
        current: now,
        receiver,
    } = site.connect(&shows.page);
    let (current, current_files) = (version.to_string(), files.to_string());
    let state = json!({ "version": current, "files": current_files, "generation": now.generation });
    let mut ready = VecDeque::from([named("state", state.to_string())]);
    // The tab was asleep, or the server was restarted, and the page has changed since.
    if differs(shows.version.as_deref(), &current)
        || differs(shows.files.as_deref(), &current_files)
    {
        ready.push_back(reload(version));
    }
    ready.push_back(named("problems", site.problems(&now, editor)));
    EventStream {
        version,
        receiver,
        ready,
    }
}

/// True if the tab knows another version than this one.
fn differs(known: Option<&str>, now: &str) -> bool {
    known.is_some_and(|known| known != now)
}

/// The response, which does not end.
pub fn respond(stream: EventStream) -> Response {
    Sse::new(stream::unfold(stream, next))
        .keep_alive(KeepAlive::default())
        .into_response()
}

async fn next(mut stream: EventStream) -> Option<(Result<Event, Infallible>, EventStream)> {
    loop {
        if let Some(event) = stream.ready.pop_front() {
            return Some((Ok(event), stream));
        }
        match stream.receiver.recv().await {
            Ok(event) => stream.add(event),
            // Too many events were missed to know what the tab shows.
            Err(RecvError::Lagged(_)) => stream.ready.push_back(reload(stream.version)),
            Err(RecvError::Closed) => return None,
        }
    }
}

impl EventStream {
    fn add(&mut self, event: TabEvent) {
        match event {
            TabEvent::Page { to, .. } if to == self.version => {}
            TabEvent::Page { from, to, styles } => {
                let event = match styles {
                    Some(swaps) if from == self.version => named(
                        "css",
                        json!({ "version": to.to_string(), "swaps": *swaps }).to_string(),
                    ),
                    _ => reload(to),
                };
                self.version = to;
                self.ready.push_back(event);
            }
            TabEvent::Files { token, changed } => {
                let data = json!({ "files": token.to_string(), "changed": *changed });
                self.ready.push_back(named("files", data.to_string()));
            }
            TabEvent::Problems(list) => self.ready.push_back(named("problems", list)),
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

/// What has been sent to open pages.
#[derive(Clone)]
struct SentEvents {
    generation: u64,
    /// `None` if no page was open.
    problems: Option<Arc<str>>,
}

/// Sends every change from now on to open pages, as long as it is awaited.
pub fn send_updates(site: Arc<ServedSite>, editor: Arc<str>) -> impl Future<Output = ()> {
    let mut changes = site.changes();
    let start = SentEvents {
        generation: site.current().generation,
        problems: None,
    };
    async move {
        let mut sent = start;
        while changes.changed().await.is_ok() {
            let now = changes.borrow_and_update().clone();
            let (site, editor, before) = (Arc::clone(&site), Arc::clone(&editor), sent.clone());
            // If a page makes the renderer panic, nothing is sent; the next state has another chance.
            let update = move || send_update(&site, &editor, &before, &now);
            if let Ok(update) = spawn_blocking(update).await {
                sent = update;
            }
        }
    }
}

fn send_update(
    site: &ServedSite,
    editor: &str,
    before: &SentEvents,
    now: &CurrentState,
) -> SentEvents {
    if now.generation != before.generation {
        site.update_pages(now);
    }
    let problems = site.has_tabs().then(|| site.problems(now, editor));
    if let Some(list) = &problems
        && before.problems.as_ref() != Some(list)
    {
        site.send_problems(list);
    }
    SentEvents {
        generation: now.generation,
        problems,
    }
}
