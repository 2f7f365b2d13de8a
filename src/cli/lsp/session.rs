//! What an editor says, in its order, and what it is told. An answer that takes the newest texts of the whole site waits
//! for them; when its text moves on, it is cancelled.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender};
use std::thread;

use lsp_server::{ErrorCode, Message, Notification, Request, RequestId, Response};
use serde_json::{Value, json};

use super::analysis::{Job, Looked, Shown, Texts, View, by_file};
use super::answers::{Need, answer, found_in, need_of};
use super::files::{file_of, uri_of};
use super::findings::all_shown;
use super::leads::Asked;
use super::{notification, request};
use crate::base::{Diagnostic, FilePath};
use crate::cli::Answer;
use crate::content::disk;

/// Something that happened.
pub enum Event {
    /// The editor said something.
    Message(Message),
    /// The site was looked at.
    Looked(Looked),
    /// The editor has gone.
    Gone,
}

/// The editor, as it is spoken to.
pub struct Client {
    tell: Box<dyn Fn(Message)>,
    watches_files: bool,
    /// True if it can rename files when it is told to.
    pub takes_moves: bool,
    /// True if it can put the cursor between the quotes of what it inserts.
    pub takes_snippets: bool,
}

impl Client {
    /// An editor that has said what it can do.
    pub fn new(tell: Box<dyn Fn(Message)>, options: &Value) -> Client {
        let can = |pointer: &str| options.pointer(pointer).and_then(Value::as_bool) == Some(true);
        Client {
            tell,
            takes_moves: can_move(options),
            watches_files: can("/capabilities/workspace/didChangeWatchedFiles/dynamicRegistration"),
            takes_snippets: can(
                "/capabilities/textDocument/completion/completionItem/snippetSupport",
            ),
        }
    }

    fn send(&self, message: Message) {
        (self.tell)(message);
    }

    /// Asks to be told which files of the site change, whoever changes them.
    pub fn watch_files(&self) {
        if !self.watches_files {
            return;
        }
        let globs = [
            "**/content/**",
            "**/site.yaml",
            "**/addresses.lock",
            "**/themes/**",
            "**/templates/**",
            "**/text/**",
            "**/assets/**",
        ];
        let watchers = globs.map(|glob| json!({"globPattern": glob}));
        let method = "workspace/didChangeWatchedFiles";
        let options = json!({"watchers": watchers});
        let all = json!([{"id": "files", "method": method, "registerOptions": options}]);
        let params = json!({"registrations": all});
        self.send(request("files", "client/registerCapability", params));
    }
}

/// True if an editor can rename files when it is told to.
fn can_move(options: &Value) -> bool {
    let operations = options.pointer("/capabilities/workspace/workspaceEdit/resourceOperations");
    let operations = operations.and_then(Value::as_array);
    operations.is_some_and(|operations| operations.iter().any(|one| one == "rename"))
}

/// A site that is edited.
pub struct Session {
    root: PathBuf,
    client: Client,
    jobs: Sender<Job>,
    /// The site as it was last looked at.
    view: Option<Arc<View>>,
    /// What is in the editor, saved or not.
    open: Texts,
    /// What the editor shows of each file.
    shown: Shown,
    /// Questions about texts that the site was not looked at with yet.
    waiting: Vec<Request>,
    /// What happened and was not dealt with.
    queue: VecDeque<Event>,
    /// Files that the editor moves because an answer says so. What names them is in that answer already.
    announced: BTreeSet<Announced>,
    is_shut_down: bool,
}

/// A file that an answer moves, by its old and its new URI.
type Announced = (String, String);

impl Session {
    /// Nothing is open yet.
    pub fn new(root: PathBuf, client: Client, jobs: Sender<Job>) -> Session {
        Session {
            root,
            client,
            jobs,
            view: None,
            open: Texts::new(),
            shown: Shown::new(),
            waiting: Vec::new(),
            queue: VecDeque::new(),
            announced: BTreeSet::new(),
            is_shut_down: false,
        }
    }

    /// Deals with what happens until the editor is done. Going without a word is a problem.
    pub fn listen(mut self, events: &Receiver<Event>) -> Answer {
        while let Some(event) = self.next(events) {
            match event {
                Event::Message(Message::Request(request)) => self.take(request),
                Event::Message(Message::Notification(said)) if said.method == "exit" => break,
                Event::Message(Message::Notification(said)) => self.hear(&said),
                Event::Message(Message::Response(_)) => {}
                Event::Looked(looked) => self.take_look(looked),
                Event::Gone => break,
            }
        }
        if self.is_shut_down {
            Answer::Fine
        } else {
            Answer::Problems
        }
    }

    /// The next event; all that have happened since wait in the queue, where they can be looked at.
    fn next(&mut self, events: &Receiver<Event>) -> Option<Event> {
        self.queue.extend(events.try_iter());
        let next = self.queue.pop_front();
        next.or_else(|| events.recv().ok())
    }

    fn take(&mut self, mut request: Request) {
        if request.method == "workspace/willRenameFiles" {
            self.leave_out_announced(&mut request.params);
        }
        if request.method == "shutdown" {
            self.is_shut_down = true;
            return self.reply(Response::new_ok(request.id, Value::Null));
        }
        if self.is_taken_back(&request.id) {
            let why = "the editor took the question back";
            return self.refuse(request.id, ErrorCode::RequestCanceled, why);
        }
        match need_of(&request.method) {
            None => {
                let why = format!("{} is not answered", request.method);
                self.refuse(request.id, ErrorCode::MethodNotFound, &why);
            }
            Some(Need::NewestSite) if !self.is_newest() => {
                self.waiting.push(request);
                self.want(Job {
                    is_urgent: true,
                    ..Job::default()
                });
            }
            Some(_) if self.view.is_none() => self.waiting.push(request),
            Some(_) => self.answer(request),
        }
    }

    /// Leaves out of a question about files that are about to move those that an answer moves: some editors ask about these too.
    fn leave_out_announced(&mut self, params: &mut Value) {
        if let Some(files) = params["files"].as_array_mut() {
            files.retain(|file| match move_in(file) {
                Some(moved) => !self.announced.remove(&moved),
                None => true,
            });
        }
    }

    /// True if the site was looked at with the texts as they are.
    fn is_newest(&self) -> bool {
        let view = self.view.as_ref();
        view.is_some_and(|view| view.texts == self.open)
    }

    /// True if the editor has taken a question back before it was answered.
    fn is_taken_back(&self, id: &RequestId) -> bool {
        self.queue.iter().any(|event| match event {
            Event::Message(Message::Notification(said)) => {
                said.method == "$/cancelRequest" && id_in(&said.params).as_ref() == Some(id)
            }
            _ => false,
        })
    }

    /// Answers from the last look. Whatever goes wrong, the next question is answered.
    fn answer(&mut self, request: Request) {
        let Request { id, method, params } = request;
        let asked = self.asked(&method, &params);
        let found = catch_unwind(AssertUnwindSafe(|| {
            answer(asked.as_ref(), &method, &params)
        }));
        match found {
            Ok(Ok(found)) => {
                self.announced.extend(moves_in(&found));
                self.reply(Response::new_ok(id, found));
            }
            Ok(Err(why)) => self.refuse(id, ErrorCode::RequestFailed, &why),
            Err(_) => self.refuse(id, ErrorCode::InternalError, "the answer failed"),
        }
    }

    fn reply(&self, response: Response) {
        self.client.send(Message::Response(response));
    }

    fn refuse(&self, id: RequestId, code: ErrorCode, why: &str) {
        self.reply(Response::new_err(id, code as i32, why.to_owned()));
    }

    fn refuse_as_old(&self, id: RequestId) {
        self.refuse(id, ErrorCode::ContentModified, "the text has changed");
    }

    /// What a question is about: an open document, or the site.
    fn asked(&self, method: &str, params: &Value) -> Option<Asked<'_>> {
        let view = self.view.as_deref()?;
        let is_of_site = method.starts_with("workspace/");
        let file = match params["textDocument"]["uri"].as_str() {
            Some(uri) => file_of(&self.root, uri)?,
            None if is_of_site => FilePath::new(""),
            None => return None,
        };
        let text = match self.open.get(&file) {
            Some(text) => text,
            None if is_of_site => "",
            None => return None,
        };
        Some(Asked {
            root: &self.root,
            view,
            open: &self.open,
            takes_moves: self.client.takes_moves,
            takes_snippets: self.client.takes_snippets,
            text,
            file,
        })
    }

    fn hear(&mut self, said: &Notification) {
        let params = &said.params;
        if said.method == "$/cancelRequest" {
            return self.take_back(params);
        }
        if said.method == "workspace/didChangeWatchedFiles" {
            return self.take_changed_files(params);
        }
        let uri = params["textDocument"]["uri"].as_str().unwrap_or_default();
        let Some(file) = file_of(&self.root, uri) else {
            return;
        };
        match said.method.as_str() {
            "textDocument/didOpen" => {
                self.open_text(&file, &params["textDocument"]["text"]);
                // Of a file without mistakes the editor is told that there are none.
                self.shown.remove(&file);
                self.want_site(Vec::new());
            }
            "textDocument/didChange" => self.change(&file, params),
            "textDocument/didSave" => self.want_site(vec![PathBuf::from(file.as_str())]),
            "textDocument/didClose" => {
                self.open.remove(&file);
                self.want_site(Vec::new());
            }
            _ => {}
        }
    }

    /// The editor does not want an answer any more.
    fn take_back(&mut self, params: &Value) {
        let Some(id) = id_in(params) else { return };
        if let Some(at) = self.waiting.iter().position(|request| request.id == id) {
            let request = self.waiting.remove(at);
            let why = "the editor took the question back";
            self.refuse(request.id, ErrorCode::RequestCanceled, why);
        }
    }

    fn take_changed_files(&mut self, params: &Value) {
        let changes = params["changes"].as_array().into_iter().flatten();
        let uris = changes.filter_map(|change| change["uri"].as_str());
        let files = uris.filter_map(|uri| file_of(&self.root, uri));
        let changed: Vec<PathBuf> = files.map(|file| PathBuf::from(file.as_str())).collect();
        if !changed.is_empty() {
            self.want_site(changed);
        }
    }

    /// Takes over a whole text.
    fn change(&mut self, file: &FilePath, params: &Value) {
        let changes = params["contentChanges"].as_array();
        if let Some(last) = changes.and_then(|all| all.last()) {
            self.open_text(file, &last["text"]);
        }
        let uri = &params["textDocument"]["uri"];
        let is_old = |request: &Request| request.params["textDocument"]["uri"] == *uri;
        let waiting = std::mem::take(&mut self.waiting);
        let (old, others): (Vec<_>, Vec<_>) = waiting.into_iter().partition(is_old);
        self.waiting = others;
        old.into_iter()
            .for_each(|request| self.refuse_as_old(request.id));
        // While more is typed, what was found before it is old already.
        if self.queue.is_empty() {
            self.tell_of(file);
        }
        self.want(Job::default());
    }

    fn open_text(&mut self, file: &FilePath, text: &Value) {
        if let Some(text) = text.as_str() {
            self.open.insert(file.clone(), text.into());
        }
    }

    /// Wants a look at the site as it is now, with all rules.
    fn want_site(&self, changed: Vec<PathBuf>) {
        self.want(Job {
            changed,
            is_urgent: true,
            with_site_rules: true,
            ..Job::default()
        });
    }

    fn want(&self, job: Job) {
        let texts = self.open.clone();
        // If nobody looks any more, the session is at its end.
        let _ = self.jobs.send(Job { texts, ..job });
    }

    fn take_look(&mut self, looked: Looked) {
        match looked {
            Looked::View(view) => {
                let earlier = self.view.replace(Arc::clone(&view));
                // A whole site takes a while to be freed.
                thread::spawn(move || drop(earlier));
                self.answer_waiting();
                self.show_all(&view.found, &view.shown);
            }
            Looked::Nothing(found) => {
                // Of all else stays what was found when there was a site.
                for (file, found) in by_file(found) {
                    self.show(&file, &found);
                }
                self.refuse_waiting("the site cannot be read: see what is wrong with site.yaml");
            }
            Looked::Failed => self.refuse_waiting("the answer failed"),
        }
    }

    /// Answers what waited for a look at the texts as they are.
    fn answer_waiting(&mut self) {
        let is_newest = self.is_newest();
        let is_ready =
            |request: &Request| is_newest || need_of(&request.method) != Some(Need::NewestSite);
        let waiting = std::mem::take(&mut self.waiting);
        let (ready, others): (Vec<_>, Vec<_>) = waiting.into_iter().partition(is_ready);
        self.waiting = others;
        ready.into_iter().for_each(|request| self.answer(request));
    }

    /// Nobody waits for what will not come.
    fn refuse_waiting(&mut self, why: &str) {
        for request in std::mem::take(&mut self.waiting) {
            self.refuse(request.id, ErrorCode::RequestFailed, why);
        }
    }

    /// Shows what was found, and that nothing is wrong any more with other files.
    fn show_all(&mut self, found: &BTreeMap<FilePath, Vec<Diagnostic>>, closed: &Shown) {
        let files = self
            .shown
            .keys()
            .chain(self.open.keys())
            .chain(found.keys());
        let files: BTreeSet<FilePath> = files.cloned().collect();
        for file in files {
            if let Some(shown) = closed.get(&file)
                && !self.open.contains_key(&file)
            {
                self.show_values(&file, Arc::clone(shown));
                continue;
            }
            // What is typed by now is newer than what was looked at.
            let newer = self.found_in(&file);
            let found = found.get(&file).map_or(&[][..], Vec::as_slice);
            self.show(&file, newer.as_deref().unwrap_or(found));
        }
    }

    /// What is wrong with a text that the site was not looked at with: it has changed since, or was never saved.
    fn found_in(&self, file: &FilePath) -> Option<Vec<Diagnostic>> {
        let view = self.view.as_deref()?;
        let (old, new) = (view.texts.get(file)?, self.open.get(file)?);
        let is_newer = old != new || !view.has_document(file);
        is_newer.then(|| found_in(view, file, new))
    }

    /// Tells what is wrong with one file as it is in the editor now.
    fn tell_of(&mut self, file: &FilePath) {
        let (Some(view), Some(text)) = (self.view.as_deref(), self.open.get(file)) else {
            return;
        };
        let found = found_in(view, file, text);
        self.shown.remove(file);
        self.show(file, &found);
    }

    /// Shows what is wrong with a file, unless the editor shows just that.
    fn show(&mut self, file: &FilePath, found: &[Diagnostic]) {
        let text = match self.open.get(file) {
            Some(text) => text.to_string(),
            None => disk::read_to_show(&self.root, file).unwrap_or_default(),
        };
        self.show_values(file, Arc::new(all_shown(found, &text)));
    }

    fn show_values(&mut self, file: &FilePath, found: Arc<Vec<Value>>) {
        let is_same = |known: &Arc<Vec<Value>>| Arc::ptr_eq(known, &found) || *known == found;
        if self.shown.get(file).is_some_and(is_same) {
            return;
        }
        let is_closed = !self.open.contains_key(file);
        let params = json!({"uri": uri_of(&self.root, file), "diagnostics": *found});
        self.client
            .send(notification("textDocument/publishDiagnostics", params));
        if is_closed && found.is_empty() {
            self.shown.remove(file);
        } else {
            self.shown.insert(file.clone(), found);
        }
    }
}

/// The files that an answer moves.
fn moves_in(answer: &Value) -> impl Iterator<Item = Announced> + '_ {
    let changes = answer["documentChanges"].as_array().into_iter().flatten();
    changes.filter_map(move_in)
}

fn move_in(change: &Value) -> Option<Announced> {
    let uri = |key: &str| Some(change[key].as_str()?.to_owned());
    Some((uri("oldUri")?, uri("newUri")?))
}

/// The question that something is about.
fn id_in(params: &Value) -> Option<RequestId> {
    match &params["id"] {
        Value::Number(number) => Some(i32::try_from(number.as_i64()?).ok()?.into()),
        Value::String(text) => Some(text.clone().into()),
        _ => None,
    }
}
