//! `copublish lsp`: speaks to an editor on standard input and output. What an editor asks is answered by `lsp`; here texts
//! that are not saved yet are kept, and laid over the files of the site.
//!
//! At each keystroke one document is read again, however large the site is. What depends on other documents is looked at when
//! a file is opened, saved or closed, and kept where the text around it has not changed.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use lsp_server::{Connection, Message, Notification, Request, Response};
use serde_json::{Value, json};

use super::Answer;
use super::lsp_files::{file_of, uri_of};
use super::lsp_leads::{Asked, range};
use super::options::options_for;
use crate::base::{Diagnostic, FilePath, Fix, Reported, Severity, site_layout};
use crate::check::is_fixable;
use crate::config::Kind;
use crate::content::{Source, Unsaved, disk};
use crate::document::{Context, Document, Outline, parse, place};
use crate::engine::{Drafts, Failure, LinkedSite, Stopwatch, at_levels, link, schemas};
use crate::graph::Node;
use crate::lsp::completion::{self, Known, Suggestion, SuggestionSort};
use crate::lsp::hover;
use crate::lsp::link_targets::targets;
use crate::lsp::moved::moved;
use crate::lsp::place::{Place, Writing, in_document, in_yaml};
use crate::lsp::position::{Position, byte_at};
use crate::lsp::sections::{Section, sections};

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
        "codeActionProvider": {"codeActionKinds": ["quickfix"]},
        "documentLinkProvider": {},
        "documentSymbolProvider": true,
        "definitionProvider": true,
        "hoverProvider": true,
        "referencesProvider": true,
    })
}

/// The folder that the editor has opened, if it holds a site.
fn root_in(options: &Value) -> Option<PathBuf> {
    let folders = options["workspaceFolders"].as_array();
    let first = folders.and_then(|folders| folders.first());
    let uri = first.map_or(&options["rootUri"], |folder| &folder["uri"]);
    let folder = super::lsp_files::path_of(uri.as_str()?)?;
    disk::is_folder(&folder.join(site_layout::CONTENT)).then_some(folder)
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
                    let answer = self.answer(connection, request);
                    send(connection, Message::Response(answer));
                }
                Message::Notification(notification) => self.hear(connection, &notification),
                Message::Response(_) => {}
            }
        }
        Ok(())
    }

    fn answer(&mut self, connection: &Connection, request: Request) -> Response {
        let Request { id, method, params } = request;
        match self.found(connection, &method, &params) {
            Some(found) => Response::new_ok(id, found),
            None => {
                let unknown = lsp_server::ErrorCode::MethodNotFound as i32;
                Response::new_err(id, unknown, format!("{method} is not answered"))
            }
        }
    }

    /// The answer to a question; `None` to one that is not known.
    fn found(&mut self, connection: &Connection, method: &str, params: &Value) -> Option<Value> {
        let found = match method {
            "textDocument/completion" => {
                let found = self.complete(params).unwrap_or_default();
                json!({"isIncomplete": true, "items": found})
            }
            "textDocument/documentLink" => {
                json!(self.asked(params).map(|asked| asked.document_links()))
            }
            "textDocument/documentSymbol" => json!(self.symbols(params)),
            "textDocument/codeAction" => json!(self.actions(params)),
            "textDocument/hover" => json!(self.hover(params)),
            "textDocument/definition" | "textDocument/references" => {
                self.relink_if_changed(connection);
                json!(self.followed(method, params))
            }
            _ => return None,
        };
        Some(found)
    }

    /// What names another document may have been typed a moment ago, and nobody asks for these answers at every keystroke.
    fn relink_if_changed(&mut self, connection: &Connection) {
        let is_changed = |linked: &(_, BTreeMap<FilePath, Arc<str>>)| linked.1 != self.open;
        if self.linked.as_ref().is_none_or(is_changed) {
            self.relink(connection);
        }
    }

    fn followed(&self, method: &str, params: &Value) -> Option<Value> {
        let asked = self.asked(params)?;
        let byte = byte_at(asked.text, position_in(params)?);
        if method.ends_with("definition") {
            asked.definition(byte)
        } else {
            asked.references(byte).map(Value::Array)
        }
    }

    fn hover(&self, params: &Value) -> Option<Value> {
        let asked = self.asked(params)?;
        let byte = byte_at(asked.text, position_in(params)?);
        let about = asked.about_end(byte).or_else(|| {
            let (linked, text) = (asked.linked, asked.text);
            if asked.file.as_str() == site_layout::SETTINGS {
                hover::field_in_yaml(text, byte, &schema_of(linked, site_layout::SETTINGS)?)
            } else {
                let kind = kind_of(linked, &asked.file);
                hover::field_in_document(text, byte, &schema_of(linked, &kind.name)?)
            }
        })?;
        Some(json!({"contents": {"kind": "markdown", "value": about}}))
    }

    /// The headings of a document as it is in the editor.
    fn symbols(&self, params: &Value) -> Option<Vec<Value>> {
        let asked = self.asked(params)?;
        let document = self.parsed(&asked.file)?;
        let sections = sections(&document.value.outline, asked.text.len());
        Some(symbols(&sections, asked.text))
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

    /// What is wrong with a file as it is in the editor: what its text alone says, and what was found when the site was linked,
    /// where nothing has changed since.
    fn found_in(&self, file: &FilePath) -> Option<Vec<Diagnostic>> {
        let (linked, texts) = self.linked.as_ref()?;
        let (old, text) = (texts.get(file)?, self.open.get(file)?);
        let findings = &linked.findings;
        let (mut found, others) = match self.parsed(file) {
            Some(document) => (document.diagnostics, findings.of_graph.clone()),
            None => (Vec::new(), findings.all()),
        };
        let others = others.iter().filter(|one| is_in(one, file));
        found.extend(others.filter_map(|one| moved_finding(one, old, text)));
        Some(at_levels(&linked.project.site.levels, found))
    }

    /// What can be put right at a place without asking.
    fn actions(&self, params: &Value) -> Option<Vec<Value>> {
        let asked = self.asked(params)?;
        let end = |key: &str| {
            let position = position_of(&params["range"][key])?;
            Some(byte_at(asked.text, position))
        };
        let (start, end) = (end("start")?, end("end")?);
        let found = self.found_in(&asked.file)?;
        let here = found
            .iter()
            .filter(|one| is_fixable(one) && is_at(one, start..=end));
        let action = |one: &Diagnostic| {
            let fix = one.fix.as_ref()?;
            Some(json!({
                "title": fix.words,
                "kind": "quickfix",
                "diagnostics": [shown(one, asked.text)],
                "edit": {"changes": asked.changes(fix)?},
            }))
        };
        Some(here.filter_map(action).collect())
    }

    /// A document as it is in the editor; `None` for a file that is none.
    fn parsed(&self, file: &FilePath) -> Option<Reported<Document>> {
        let is_content = site_layout::below(site_layout::CONTENT, file.as_str()).is_some();
        if !is_content || !file.is_source() {
            return None;
        }
        let project = &self.linked.as_ref()?.0.project;
        let text = self.open.get(file)?;
        let source = Source::from_bytes(file.clone(), text.as_bytes().to_vec()).ok()?;
        let context = Context::of(&project.kinds, &project.site);
        let placement = place(std::slice::from_ref(file), &context).pop()?;
        Some(parse(&source, &placement, &context))
    }

    fn show(&mut self, connection: &Connection, file: &FilePath, found: &[Diagnostic]) {
        let text = match self.open.get(file) {
            Some(text) => text.to_string(),
            None => disk::read_to_show(&self.root, file).unwrap_or_default(),
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

    /// The document that a question is about, if it is open.
    fn asked(&self, params: &Value) -> Option<Asked<'_>> {
        let file = file_of(&self.root, params["textDocument"]["uri"].as_str()?)?;
        let (linked, texts) = self.linked.as_ref()?;
        Some(Asked {
            root: &self.root,
            linked,
            texts,
            open: &self.open,
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
    position_of(&params["position"])
}

fn position_of(place: &Value) -> Option<Position> {
    let number = |key: &str| usize::try_from(place[key].as_u64()?).ok();
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

/// Sections as editors list them.
fn symbols(sections: &[Section], text: &str) -> Vec<Value> {
    let shown = |section: &Section| {
        json!({
            "name": section.title,
            "kind": 15,
            "range": range(text, section.whole),
            "selectionRange": range(text, section.heading),
            "children": symbols(&section.parts, text),
        })
    };
    sections.iter().map(shown).collect()
}

/// A finding in a text that was changed since: at its new place, or nothing if what it is about was changed.
fn moved_finding(found: &Diagnostic, old: &str, new: &str) -> Option<Diagnostic> {
    let span = found.labels.first()?.span?;
    let mut found = found.clone();
    found.move_to(moved(span, old, new)?);
    let file = found.labels.first()?.file.clone();
    found.fix = found.fix.and_then(|fix| moved_fix(fix, &file, (old, new)));
    Some(found)
}

/// A fix of a text that was changed since; nothing if one of its places in it was.
fn moved_fix(mut fix: Fix, file: &FilePath, texts: (&str, &str)) -> Option<Fix> {
    for edit in fix.edits.iter_mut().filter(|edit| edit.file == *file) {
        edit.span = moved(edit.span, texts.0, texts.1)?;
    }
    Some(fix)
}

/// True for a finding that is about this file.
fn is_in(found: &Diagnostic, file: &FilePath) -> bool {
    let first = found.labels.first();
    first.is_some_and(|label| label.file == *file)
}

/// True for a finding whose place has a byte of these, or ends right before them.
fn is_at(found: &Diagnostic, bytes: RangeInclusive<usize>) -> bool {
    let span = found.labels.first().and_then(|label| label.span);
    let range = span.unwrap_or_default().range();
    range.start <= *bytes.end() && *bytes.start() <= range.end
}

/// A finding as editors show it.
fn shown(found: &Diagnostic, text: &str) -> Value {
    let span = found.labels.first().and_then(|label| label.span);
    let severity = match found.severity {
        Severity::Error => 1,
        _ => 2,
    };
    let help = found.help.iter().map(|help| format!("\n{help}"));
    json!({
        "range": range(text, span.unwrap_or_default()),
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
