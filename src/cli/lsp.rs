//! `copublish lsp`: speaks to an editor on standard input and output.
//!
//! 1. `files`: files as editors name them
//! 2. `session`: what an editor says, and what it is told; texts that are not saved are kept here
//! 3. `analysis`: looks at the whole site with these texts, on a thread of its own
//! 4. `answers`: what an editor asks, answered from the last look, with `leads` for what leads somewhere, `completion` for
//!    what can be written, `renaming` for new names, with `moves` for the files that move; `findings`: what is wrong, as editors show it
//! 5. `outbox`: what the editor is to be told, answers first
//!
//! At each keystroke one document is read again, however large the site is. What depends on other documents follows when
//! nothing more is typed for a moment, and stays at its place until then.

mod analysis;
mod answers;
mod completion;
mod files;
mod findings;
mod leads;
mod moves;
mod outbox;
mod renaming;
mod session;

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Sender, channel};
use std::thread;

use lsp_server::{Connection, Message, Notification, Request};
use serde_json::{Value, json};

use super::Answer;
use crate::base::site_layout;
use crate::content::disk;
use crate::engine::Failure;
use analysis::Analyst;
use outbox::Outbox;
use session::{Client, Event, Session};

/// Speaks to an editor until it is done.
///
/// # Errors
/// The editor says what is no message, or went away before it began.
pub fn run(root: &Path) -> Result<Answer, Failure> {
    let (connection, threads) = Connection::stdio();
    let options = greet(&connection)?;
    let root = root_in(&options).unwrap_or_else(|| root.to_owned());
    let Connection { sender, receiver } = connection;
    // If the editor has gone, the next message to read says so.
    let (outbox, teller) = Outbox::start(move |message| drop(sender.send(message)));
    let own = outbox.clone();
    let client = Client::new(Box::new(move |message| own.put(message)), &options);
    client.watch_files();
    let (events, heard) = channel();
    let jobs = start_analysis(root.clone(), events.clone());
    thread::spawn(move || pass_on(receiver, &events));
    let ended = Session::new(root, client, jobs).listen(&heard);
    outbox.close();
    // What could not be told has nobody to be told to.
    let _ = teller.join();
    threads.join().map_err(|error| error.to_string())?;
    Ok(ended)
}

/// Passes on what the editor says until it has gone, or nobody hears it any more.
fn pass_on(messages: impl IntoIterator<Item = Message>, events: &Sender<Event>) {
    let mut messages = messages.into_iter();
    let told = messages.try_for_each(|message| events.send(Event::Message(message)));
    let _ = told.and_then(|()| events.send(Event::Gone));
}

/// Says what the program can do. Returns what the editor said.
fn greet(connection: &Connection) -> Result<Value, Failure> {
    let (id, options) = connection
        .initialize_start()
        .map_err(|error| error.to_string())?;
    let server = json!({"name": "copublish", "version": env!("CARGO_PKG_VERSION")});
    let about = json!({"capabilities": capabilities(), "serverInfo": server});
    connection
        .initialize_finish(id, about)
        .map_err(|error| error.to_string())?;
    Ok(options)
}

/// Looks at the site beside the session.
fn start_analysis(root: PathBuf, events: Sender<Event>) -> Sender<analysis::Job> {
    let (jobs, wanted) = channel();
    thread::spawn(move || {
        let tell = |looked| {
            let _ = events.send(Event::Looked(looked));
        };
        Analyst::new(root).work(&wanted, &tell);
    });
    jobs
}

fn capabilities() -> Value {
    let content = json!({"scheme": "file", "pattern": {"glob": "**/content/**"}});
    json!({
        "positionEncoding": "utf-16",
        "textDocumentSync": {"openClose": true, "change": 1, "save": {"includeText": false}},
        "completionProvider": {"triggerCharacters": [" ", "[", "(", "/", "-", "#", ":", "\""]},
        "codeActionProvider": {"codeActionKinds": ["quickfix"]},
        "documentLinkProvider": {},
        "documentSymbolProvider": true,
        "foldingRangeProvider": true,
        "definitionProvider": true,
        "hoverProvider": true,
        "referencesProvider": true,
        "renameProvider": {"prepareProvider": true},
        "workspace": {
            "workspaceFolders": {"supported": true},
            "fileOperations": {"willRename": {"filters": [content]}},
        },
    })
}

/// The folder that the editor has opened, if it holds a site.
fn root_in(options: &Value) -> Option<PathBuf> {
    let folders = options["workspaceFolders"].as_array();
    let first = folders.and_then(|folders| folders.first());
    let uri = first.map_or(&options["rootUri"], |folder| &folder["uri"]);
    let folder = files::path_of(uri.as_str()?)?;
    disk::is_folder(&folder.join(site_layout::CONTENT)).then_some(folder)
}

/// A notification.
fn notification(method: &str, params: Value) -> Message {
    let method = method.to_owned();
    Message::Notification(Notification { method, params })
}

/// A question to the editor, whose answer is not waited for.
fn request(id: &str, method: &str, params: Value) -> Message {
    let (id, method) = (id.to_owned().into(), method.to_owned());
    Message::Request(Request { id, method, params })
}
