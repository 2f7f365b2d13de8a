//! `copublish lsp`: speaks to an editor on standard input and output. What an editor asks is answered by `lsp`; here texts
//! that are not saved yet are kept, and laid over the files of the site.
//!
//! At each keystroke one document is read again, however large the site is. What depends on other documents is looked at when
//! a file is opened, saved or closed, and kept where the text around it has not changed.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use lsp_server::{Connection, Message, Notification, Request, Response};
use serde_json::{Value, json};

use super::Answer;
use super::lsp_files::{file_of, uri_of};
use super::lsp_leads::Asked;
use super::options::options_for;
use crate::base::{Diagnostic, FilePath, Severity, site_layout};
use crate::config::Kind;
use crate::content::{Source, Unsaved};
use crate::document::{Context, Outline, parse, place};
use crate::engine::{Drafts, Failure, LinkedSite, Stopwatch, at_levels, link, schemas};
use crate::graph::Node;
use crate::lsp::completion::{self, Known, Suggestion, SuggestionSort};
use crate::lsp::link_targets::targets;
use crate::lsp::moved::moved;
use crate::lsp::place::{Place, Writing, in_document, in_yaml};
use crate::lsp::position::{Position, at_byte, byte_at};

/// A site that is edited.
struct Session {
    root: PathBuf,
    /// The site as it was last linked, with the texts that it was linked with.
    linked: Option<(LinkedSite, BTreeMap<FilePath, Arc<str>>)>,
    /// What is in the editor, saved or not.
    open: BTreeMap<FilePath, Arc<str>>,
    /// The files for which an editor shows something.
    shown: BTreeSet<FilePath>,
}

/// Speaks to an editor until it is done.
///
/// # Errors
/// The editor says what is no message, or went away.
pub fn run(root: &Path) -> Result<Answer, Failure> {
    let (connection, threads) = Connection::stdio();
    let options = connection
        .initialize(capabilities())
        .map_err(|error| error.to_string())?;
    let root = root_in(&options).unwrap_or_else(|| root.to_owned());
    let mut session = Session {
        root,
        linked: None,
        open: BTreeMap::new(),
        shown: BTreeSet::new(),
    };
    session.listen(&connection)?;
    drop(connection);
    threads.join().map_err(|error| error.to_string())?;
    Ok(Answer::Fine)
}

fn capabilities() -> Value {
    json!({
        "positionEncoding": "utf-16",
        "textDocumentSync": {"openClose": true, "change": 1, "save": {"includeText": false}},
        "completionProvider": {"triggerCharacters": [" ", "[", "(", "/", "-", "#"]},
        "documentLinkProvider": {},
    })
}

/// The folder that the editor has opened, if it holds a site.
fn root_in(options: &Value) -> Option<PathBuf> {
    let folders = options["workspaceFolders"].as_array();
    let first = folders.and_then(|folders| folders.first());
    let uri = first.map_or(&options["rootUri"], |folder| &folder["uri"]);
    let folder = super::lsp_files::path_of(uri.as_str()?)?;
    crate::content::disk::is_folder(&folder.join(site_layout::CONTENT)).then_some(folder)
}

impl Session {
    fn listen(&mut self, connection: &Connection) -> Result<(), String> {
        for message in &connection.receiver {
            match message {
                Message::Request(request) => {
                    if connection
                        .handle_shutdown(&request)
                        .map_err(|error| error.to_string())?
                    {
                        return Ok(());
                    }
                    send(connection, Message::Response(self.answer(request)));
                }
                Message::Notification(notification) => self.hear(connection, &notification),
                Message::Response(_) => {}
            }
        }
        Ok(())
    }

    fn answer(&self, Request { id, method, params }: Request) -> Response {
        match method.as_str() {
            "textDocument/completion" => {
                let found = self.complete(&params).unwrap_or_default();
                Response::new_ok(id, json!({"isIncomplete": true, "items": found}))
            }
            "textDocument/documentLink" => {
                let found = self.asked(&params).map(|asked| asked.document_links());
                Response::new_ok(id, found.unwrap_or_default())
            }
            _ => {
                let unknown = lsp_server::ErrorCode::MethodNotFound as i32;
                Response::new_err(id, unknown, format!("{method} is not answered"))
            }
        }
    }

    fn hear(&mut self, connection: &Connection, notification: &Notification) {
        let params = &notification.params;
        let uri = params["textDocument"]["uri"].as_str().unwrap_or_default();
        let Some(file) = file_of(&self.root, uri) else {
            return;
        };
        match notification.method.as_str() {
            "textDocument/didOpen" => {
                // Of a file without mistakes the editor is told that there are none.
                self.shown.insert(file.clone());
                self.open_text(file, &params["textDocument"]["text"]);
                self.relink(connection);
            }
            "textDocument/didChange" => {
                self.change(file.clone(), params);
                // While more is typed, what was found before it is old already.
                if connection.receiver.is_empty() {
                    self.tell_of(connection, &file);
                }
            }
            "textDocument/didSave" => self.relink(connection),
            "textDocument/didClose" => {
                self.open.remove(&file);
                self.relink(connection);
            }
            _ => {}
        }
    }

    /// Takes over a whole text.
    fn change(&mut self, file: FilePath, params: &Value) {
        let changes = params["contentChanges"].as_array();
        if let Some(last) = changes.and_then(|all| all.last()) {
            self.open_text(file, &last["text"]);
        }
    }

    fn open_text(&mut self, file: FilePath, text: &Value) {
        if let Some(text) = text.as_str() {
            self.open.insert(file, text.into());
        }
    }

    /// Looks at the whole site with the texts of the editor, and tells what is wrong with it.
    fn relink(&mut self, connection: &Connection) {
        let Ok(mut options) = options_for(&self.root, None, Drafts::Show) else {
            return;
        };
        options.unsaved = Unsaved(self.open.clone());
        let found = match link(&options, &mut Stopwatch::start()) {
            Ok(linked) => {
                let levels = &linked.project.site.levels;
                let found = at_levels(levels, linked.findings.all());
                self.linked = Some((linked, self.open.clone()));
                found
            }
            Err(failure) => failure.found,
        };
        self.show_all(connection, found);
    }

    /// Shows what was found, and that nothing is wrong any more with other files.
    fn show_all(&mut self, connection: &Connection, found: Vec<Diagnostic>) {
        let mut by_file: BTreeMap<FilePath, Vec<Diagnostic>> = BTreeMap::new();
        for one in found {
            if let Some(label) = one.labels.first() {
                by_file.entry(label.file.clone()).or_default().push(one);
            }
        }
        for file in std::mem::take(&mut self.shown) {
            by_file.entry(file).or_default();
        }
        for (file, found) in by_file {
            self.show(connection, &file, &found);
        }
    }

    /// Tells what is wrong with one file as it is in the editor now.
    fn tell_of(&mut self, connection: &Connection, file: &FilePath) {
        let Some(found) = self.found_in(file) else {
            return;
        };
        self.show(connection, file, &found);
    }

    fn found_in(&self, file: &FilePath) -> Option<Vec<Diagnostic>> {
        let (linked, texts) = self.linked.as_ref()?;
        let text = self.open.get(file)?;
        let project = &linked.project;
        let source = Source::from_bytes(file.clone(), text.as_bytes().to_vec()).ok()?;
        let context = Context::of(&project.kinds, &project.site);
        let placement = place(std::slice::from_ref(file), &context).pop()?;
        let mut found = parse(&source, &placement, &context).diagnostics;
        let old = texts.get(file).map_or("", |text| text);
        let is_here = |one: &&Diagnostic| one.labels.first().is_some_and(|it| it.file == *file);
        let of_others = linked.findings.of_graph.iter().filter(is_here);
        found.extend(of_others.filter_map(|one| moved_finding(one, old, text)));
        Some(at_levels(&project.site.levels, found))
    }

    fn show(&mut self, connection: &Connection, file: &FilePath, found: &[Diagnostic]) {
        let text = match self.open.get(file) {
            Some(text) => text.to_string(),
            None => self.saved(file),
        };
        let shown: Vec<Value> = found.iter().map(|one| shown(one, &text)).collect();
        if !shown.is_empty() {
            self.shown.insert(file.clone());
        }
        let params = json!({"uri": uri_of(&self.root, file), "diagnostics": shown});
        let method = "textDocument/publishDiagnostics".to_owned();
        send(
            connection,
            Message::Notification(Notification { method, params }),
        );
    }

    /// The text of a file on the disk; empty if it cannot be read.
    fn saved(&self, file: &FilePath) -> String {
        options_for(&self.root, None, Drafts::Show)
            .map(|options| {
                crate::engine::source_text(&options, file)
                    .unwrap_or_default()
                    .to_string()
            })
            .unwrap_or_default()
    }

    /// The document that a question is about, if it is open.
    fn asked(&self, params: &Value) -> Option<Asked<'_>> {
        let file = file_of(&self.root, params["textDocument"]["uri"].as_str()?)?;
        let (linked, texts) = self.linked.as_ref()?;
        Some(Asked {
            root: &self.root,
            linked,
            texts,
            text: self.open.get(&file)?,
            file,
        })
    }

    fn complete(&self, params: &Value) -> Option<Vec<Value>> {
        let file = file_of(&self.root, params["textDocument"]["uri"].as_str()?)?;
        let text = self.open.get(&file)?;
        let position = position_in(params)?;
        let byte = byte_at(text, position);
        let (linked, _) = self.linked.as_ref()?;
        let (writing, found) = if file.as_str() == site_layout::SETTINGS {
            let writing = in_yaml(text, byte);
            let found = completion::by_schema(&writing, &schema_of(linked, "site.yaml")?);
            (writing, found)
        } else {
            let writing = in_document(text, byte);
            let found = match writing.place {
                Place::Target | Place::Picture => targets(&writing, &file, &linked.graph),
                _ => for_document(linked, &file, &writing)?,
            };
            (writing, found)
        };
        Some(items(&found, writing.typed, position))
    }
}

/// The place that a question is about.
fn position_in(params: &Value) -> Option<Position> {
    let number = |key: &str| usize::try_from(params["position"][key].as_u64()?).ok();
    Some(Position {
        line: number("line")?,
        column: number("character")?,
    })
}

/// What can be written in a document.
fn for_document(
    linked: &LinkedSite,
    file: &FilePath,
    writing: &Writing,
) -> Option<Vec<Suggestion>> {
    let kind = kind_of(linked, file);
    let documents: Vec<&Outline> = linked.graph.nodes().map(Node::outline).collect();
    let known = Known {
        kinds: &linked.project.kinds,
        documents: &documents,
    };
    let schema = schema_of(linked, &kind.name)?;
    Some(completion::in_document(writing, kind, &schema, known))
}

/// A schema by its name.
fn schema_of(linked: &LinkedSite, name: &str) -> Option<Value> {
    let schemas = schemas(&linked.project);
    let found = schemas.into_iter().find(|schema| schema.name == name);
    found.map(|schema| schema.value)
}

/// The kind of a document, as it was last linked; for a new one, that of its folder.
fn kind_of<'l>(linked: &'l LinkedSite, file: &FilePath) -> &'l Kind {
    let kinds = &linked.project.kinds;
    let node = linked
        .graph
        .nodes()
        .find(|node| node.outline().file == *file);
    let of_document = node.and_then(|node| kinds.find(&node.outline().kind));
    let folder = site_layout::below(site_layout::CONTENT, file.as_str()).unwrap_or_default();
    let folder = folder.rsplit_once('/').map_or("", |(folder, _)| folder);
    of_document.unwrap_or_else(|| kinds.of_folder(folder))
}

/// A finding in a text that was changed since: at its new place, or nothing if what it is about was changed.
fn moved_finding(found: &Diagnostic, old: &str, new: &str) -> Option<Diagnostic> {
    let span = found.labels.first()?.span?;
    let mut found = found.clone();
    found.move_to(moved(span, old, new)?);
    Some(found)
}

/// A finding as editors show it.
fn shown(found: &Diagnostic, text: &str) -> Value {
    let span = found.labels.first().and_then(|label| label.span);
    let range = |byte: u32| {
        let Position { line, column } = at_byte(text, byte as usize);
        json!({"line": line, "character": column})
    };
    let (start, end) = span.map_or((0, 0), |span| (span.start, span.end));
    let severity = match found.severity {
        Severity::Error => 1,
        _ => 2,
    };
    let help = found.help.iter().map(|help| format!("\n{help}"));
    json!({
        "range": {"start": range(start), "end": range(end)},
        "severity": severity,
        "code": found.code.id(),
        "source": "copublish",
        "message": format!("{}{}", found.message, help.collect::<String>()),
    })
}

/// What can be written, as editors list it; each takes the place of what is typed.
fn items(found: &[Suggestion], typed: &str, end: Position) -> Vec<Value> {
    let start = end.column.saturating_sub(typed.encode_utf16().count());
    let range = json!({
        "start": {"line": end.line, "character": start},
        "end": {"line": end.line, "character": end.column},
    });
    let item = |suggestion: &Suggestion| {
        let (sort, end) = match suggestion.sort {
            SuggestionSort::Key => (10, ": "),
            SuggestionSort::Word => (12, ""),
            SuggestionSort::Document | SuggestionSort::Heading => (18, ""),
            SuggestionSort::File => (17, ""),
        };
        json!({
            "label": suggestion.text,
            "detail": suggestion.about,
            "kind": sort,
            "filterText": suggestion.filter,
            "textEdit": {"range": range, "newText": format!("{}{end}", suggestion.text)},
        })
    };
    found.iter().map(item).collect()
}

/// Sends a message. If the editor has gone, the next message to read says so.
fn send(connection: &Connection, message: Message) {
    let _ = connection.sender.send(message);
}
