//! New names: of documents by their ids, of files, and of headings, with every place that names them.

use std::ops::Range;

use serde_json::{Value, json};

use super::answers::parsed;
use super::files::file_of;
use super::leads::{Asked, range};
use super::moves::{Files, Move, Moves, TranslatedPath};
use crate::base::{Edit, FilePath, Fix, Span, site_layout};
use crate::cli::scalar::scalar;
use crate::content::front_matter::{Format, find};
use crate::content::{Source, ledger};
use crate::document::{Context, Document, Outline, parse, place};
use crate::engine;
use crate::graph::{Node, NodeId};
use crate::lsp::file_sort::{FileSort, sort_of};
use crate::lsp::leads::End;
use crate::lsp::renaming::{Moved, MovedDocument, anchor_edits};

/// Something that can have another name.
enum Renamed {
    /// A document, by its id.
    Document(NodeId),
    /// A heading of a document.
    Heading(NodeId, usize),
}

/// What can be renamed at a place: its range, and what it is called now.
pub fn prepare(asked: &Asked, params: &Value) -> Option<Value> {
    let byte = asked.byte_in(params)?;
    let renamed = renamed_at(asked, byte)?;
    let name = name_of(asked, &renamed)?;
    let own_heading = heading_here(asked, &renamed);
    let whole = own_heading.or_else(|| asked.span_at(byte))?;
    let there = asked.text.get(whole.range()).unwrap_or_default();
    let span = there.rfind(&name).map_or(whole, |at| {
        let start = whole.start as usize + at;
        Span::new(start, start + name.len())
    });
    Some(json!({"range": range(asked.text, span), "placeholder": name}))
}

/// What a thing is called now.
fn name_of(asked: &Asked, renamed: &Renamed) -> Option<String> {
    let outline = |id: NodeId| asked.graph().node(id).outline();
    match *renamed {
        Renamed::Document(id) => Some(outline(id).location.name.clone()),
        Renamed::Heading(id, at) => Some(outline(id).words.headings.get(at)?.text.clone()),
    }
}

/// The place of a heading that is to be renamed, if it is one of the document itself.
fn heading_here(asked: &Asked, renamed: &Renamed) -> Option<Span> {
    let Renamed::Heading(id, at) = *renamed else {
        return None;
    };
    let outline = asked.graph().node(id).outline();
    let here = (outline.file == asked.file).then_some(&outline.spots.headings);
    here?.get(at).copied()
}

/// The edits for a new name.
///
/// # Errors
/// A sentence on why it cannot be the name.
pub fn rename(asked: &Asked, params: &Value) -> Result<Value, String> {
    let name = params["newName"].as_str().unwrap_or_default().trim();
    let renamed = asked
        .byte_in(params)
        .and_then(|byte| renamed_at(asked, byte));
    match renamed {
        Some(Renamed::Document(id)) => rename_document(asked, asked.graph().node(id), name),
        Some(Renamed::Heading(id, at)) => rename_heading(asked, (id, at), name),
        None => Err("put the cursor on an id, a link to a document, or a heading".to_owned()),
    }
}

/// The edits for files that the editor is about to move.
///
/// # Errors
/// A sentence on why they cannot be made safely.
pub fn move_files(asked: &Asked, params: &Value) -> Result<Value, String> {
    let moves = params["files"].as_array().into_iter().flatten();
    let moves = moves.filter_map(|one| {
        let file = |key: &str| file_of(asked.root, one[key].as_str()?);
        Some(Move {
            from: file("oldUri")?,
            to: file("newUri")?,
        })
    });
    let moves = Moves::new(asked, &moves.collect::<Vec<_>>());
    if moves.files.is_empty() {
        return Ok(Value::Null);
    }
    let mut changes = document_changes(asked, edits_for(asked, &moves.files))?;
    // The editor moves what it named itself.
    changes.extend(moves.translations.iter().map(|one| one.shown(asked)));
    Ok(json!({"documentChanges": changes}))
}

fn renamed_at(asked: &Asked, byte: usize) -> Option<Renamed> {
    match asked.end_at(byte) {
        Some(End::Document(id, Some(heading))) => Some(Renamed::Heading(id, heading)),
        Some(End::Document(id, None)) => Some(Renamed::Document(id)),
        Some(End::File(_) | End::Made(_) | End::Outside(_)) => None,
        None => match asked.own(byte)? {
            (id, Some(heading)) => Some(Renamed::Heading(id, heading)),
            (_, None) => None,
        },
    }
}

fn rename_document(asked: &Asked, node: Node, name: &str) -> Result<Value, String> {
    let outline = node.outline();
    check_id(asked, outline, name)?;
    let file = &outline.file;
    if !asked.takes_moves {
        return Err(format!(
            "this editor cannot rename files: rename {file} itself"
        ));
    }
    let named = move_to(asked, outline, name);
    let named = named.ok_or_else(|| format!("rename the file {file} itself"))?;
    let shown = named.shown(asked);
    let moves = Moves::new(asked, &[named]);
    let mut changes = document_changes(asked, edits_for(asked, &moves.files))?;
    changes.push(shown);
    changes.extend(moves.translations.iter().map(|one| one.shown(asked)));
    Ok(json!({"documentChanges": changes}))
}

/// Says why a document cannot have a name as its id.
fn check_id(asked: &Asked, outline: &Outline, name: &str) -> Result<(), String> {
    if name.is_empty() || !name.chars().all(is_of_id) {
        return Err(format!(
            "`{name}` cannot be an id: write letters, digits and hyphens"
        ));
    }
    let new = move_to(asked, outline, name).map(|one| one.to);
    let is_taken = |known: &&Outline| {
        let is_same_file = new.as_ref() == Some(&known.file);
        let is_same_language = known.location.language == outline.location.language;
        let is_same_id = known.kind == outline.kind && known.id == name;
        is_same_file || (is_same_id && is_same_language)
    };
    let mut others = asked.graph().nodes().map(Node::outline);
    match others.find(is_taken) {
        Some(other) => Err(format!("`{name}` is the id of {} already", other.file)),
        None => Ok(()),
    }
}

fn is_of_id(c: char) -> bool {
    c.is_alphanumeric() || c == '-'
}

/// Where the file or the folder of a document goes if the document gets another name.
fn move_to(asked: &Asked, outline: &Outline, name: &str) -> Option<Move> {
    let tags = &asked.linked().project.site.languages.tags;
    let path = TranslatedPath::new(&outline.file, tags);
    let (old, new) = (outline.location.name.as_str(), path.shared.clone());
    let is_index = outline.file.is_index();
    let stem = if is_index {
        new.folder()
    } else {
        stem_of(&new)
    };
    let end = &new.as_str()[stem.len()..];
    let shared = FilePath::new(format!("{}{name}{end}", stem.strip_suffix(old)?));
    let to = path.with_shared(&shared);
    Some(Move::of_document(outline.file.clone(), to))
}

/// A path without its extension.
fn stem_of(file: &FilePath) -> &str {
    let path = file.as_str();
    &path[..path.len() - file.name().len() + file.stem().len()]
}

/// Everything that has to be written when files move.
fn edits_for(asked: &Asked, files: &Files) -> Vec<Edit> {
    let documents = documents_at(asked, files);
    let with_all = asked.with_all();
    let before = with_all.as_ref().unwrap_or(asked.graph());
    let moves = engine::Moves {
        files,
        documents: &documents,
    };
    let after = asked.view.site.with_all(moves, asked.glossary_links());
    let moved = Moved {
        before,
        after: &after,
        files,
        site: &asked.linked().project.site,
    };
    let mut edits = moved.edits();
    for document in moved.documents() {
        let file = &document.before.outline().file;
        edits.extend(alias_edit(&asked.now(file), document));
    }
    edits.extend(ledger_edits(asked, files));
    edits
}

/// The documents among some files, read as if they were at their new places.
fn documents_at(asked: &Asked, files: &Files) -> Vec<Document> {
    let project = &asked.linked().project;
    let context = Context::of(&project.kinds, &project.site);
    let old = asked.view.site.files();
    let old: Vec<&FilePath> = old.filter(|file| is_document(file)).collect();
    let paths = old.iter().map(|file| files.get(*file).unwrap_or(file));
    let paths: Vec<FilePath> = paths.cloned().collect();
    let placements = place(&paths, &context);
    let read = old.iter().zip(placements).filter_map(|(old, placement)| {
        let new = files.get(*old)?.clone();
        let source = Source::from_bytes(new, asked.now(old).into_bytes()).ok()?;
        Some(parse(&source, &placement, &context).value)
    });
    read.collect()
}

fn is_document(file: &FilePath) -> bool {
    sort_of(file) == FileSort::Document
}

/// What leads readers from the old address of a document to the new one, if it has another one.
fn alias_edit(text: &str, document: MovedDocument) -> Option<Edit> {
    let url = document.url().filter(|url| url.before != url.after)?;
    let outline = document.before.outline();
    let mut urls = document.before.old_urls();
    urls.retain(|old| *old != url.after.as_str() && *old != url.before.as_str());
    urls.push(url.before.to_string());
    let (span, text) = match outline.spots.fields.find("aliases") {
        Some(span) => (span, front_matter_list(find(text).ok()?.format?, &urls)),
        None => new_line(text, &urls)?,
    };
    let file = outline.file.clone();
    Some(Edit {
        was: None,
        file,
        span,
        text,
    })
}

/// Where a new key goes in a document, and its line.
fn new_line(text: &str, urls: &[String]) -> Option<(Span, String)> {
    let halves = find(text).ok()?;
    let front = halves.front.range();
    let Some(format) = halves.format else {
        let list = front_matter_list(Format::Yaml, urls);
        return Some((Span::default(), format!("---\naliases: {list}\n---\n\n")));
    };
    let list = front_matter_list(format, urls);
    let (at, line) = match format {
        Format::Yaml if text[..front.end].ends_with('\n') => {
            (front.end, format!("aliases: {list}\n"))
        }
        Format::Yaml => (front.end, format!("\naliases: {list}\n")),
        // Behind a table, a key would be one of the table.
        Format::Toml => (front.start, format!("aliases = {list}\n")),
        Format::Json => in_object(text, &front, &list)?,
    };
    Some((Span::new(at, at), line))
}

/// The same in an object of JSON: its first line.
fn in_object(text: &str, front: &Range<usize>, list: &str) -> Option<(usize, String)> {
    let start = front.start + text[front.clone()].find('{')? + 1;
    let is_empty = text[start..front.end].trim_start().starts_with('}');
    let comma = if is_empty { "" } else { "," };
    Some((start, format!("\n  \"aliases\": {list}{comma}")))
}

/// A list of addresses as front matter has it, on one line.
fn front_matter_list(format: Format, urls: &[String]) -> String {
    let written = urls.iter().map(|url| match format {
        Format::Yaml if url.chars().all(is_plain_in_list) => url.clone(),
        Format::Yaml => scalar(url),
        // What JSON has for text is text in TOML too.
        Format::Toml | Format::Json => json!(url).to_string(),
    });
    format!("[{}]", written.collect::<Vec<_>>().join(", "))
}

/// True for a character that YAML takes as it is in a list on one line.
fn is_plain_in_list(c: char) -> bool {
    c.is_alphanumeric() || "/-_.~+".contains(c)
}

/// The lines of the ledger that say which file an address was last made of.
fn ledger_edits(asked: &Asked, files: &Files) -> Vec<Edit> {
    let file = FilePath::new(site_layout::LEDGER);
    let text = asked.now(&file);
    let entries = ledger::parse(&file, &text).value.entries;
    let moved = entries.iter().filter_map(|entry| {
        let new = files.get(&FilePath::new(entry.source.as_str()))?;
        let behind = entry.span.end as usize;
        let line = text.get(behind..)?.lines().next()?;
        let start = behind + line.len() - line.trim_start().len();
        let end = behind + line.trim_end().len();
        Some(Edit {
            file: file.clone(),
            span: Span::new(start, end.max(start)),
            was: None,
            text: ledger::written_source(new.as_str()),
        })
    });
    moved.collect()
}

fn rename_heading(asked: &Asked, heading: (NodeId, usize), name: &str) -> Result<Value, String> {
    let (id, at) = heading;
    if name.is_empty() || name.contains('\n') {
        return Err("a heading needs words, on one line".to_owned());
    }
    let outline = asked.graph().node(id).outline();
    let file = &outline.file;
    let text = asked.now(file);
    let span = heading_text(&text, outline, at)
        .ok_or_else(|| format!("change the heading in {file} itself: it has marks in it"))?;
    let new = Edit {
        file: file.clone(),
        span,
        was: None,
        text: name.to_owned(),
    };
    let mut edits = edits_of_links_to(asked, file, &anchors_with(asked, &text, &new));
    edits.push(new);
    Ok(json!({"changes": placed(asked, edits)?}))
}

/// The edits of all links to headings of a document, for the anchors that these get.
fn edits_of_links_to(asked: &Asked, file: &FilePath, anchors: &[String]) -> Vec<Edit> {
    let with_all = asked.with_all();
    let site = with_all.as_ref().unwrap_or(asked.graph());
    let document = site.node_in(file).map(Node::id);
    document.map_or_else(Vec::new, |id| anchor_edits(site, id, anchors))
}

/// The anchors of a document's headings after an edit.
fn anchors_with(asked: &Asked, text: &str, edit: &Edit) -> Vec<String> {
    let mut changed = text.to_owned();
    changed.replace_range(edit.span.range(), &edit.text);
    let document = parsed(asked.view, &edit.file, &changed);
    let ids = document.map(|document| document.value.outline.heading_ids.clone());
    ids.into_iter().flatten().map(|id| id.to_string()).collect()
}

/// The place of the words of a heading, if they are written as they are read.
fn heading_text(text: &str, outline: &Outline, at: usize) -> Option<Span> {
    let whole = outline.spots.headings.get(at)?;
    let words = outline.words.headings.get(at)?.text.as_str();
    let start = text.get(whole.range())?.find(words)? + whole.start as usize;
    Some(Span::new(start, start + words.len()))
}

/// Edits as an editor makes them, by file.
fn placed(asked: &Asked, mut edits: Vec<Edit>) -> Result<Value, String> {
    let mut exact = Vec::with_capacity(edits.len());
    for edit in &mut edits {
        let now = asked.now(&edit.file);
        if ends_early(&now, edit) {
            edit.text = format!("<{}>", edit.text);
        }
        let found = exact_edits(edit, &now);
        if found.is_empty() {
            return Err(cannot_edit(edit, &now));
        }
        exact.extend(found);
    }
    // Links in one field of Markdown have one place, so each of two that are the same finds both.
    exact.sort_by(|one, other| (&one.file, one.span).cmp(&(&other.file, other.span)));
    exact.dedup();
    let words = String::new();
    let edits = exact;
    let changes = asked.changes(&Fix { words, edits });
    changes.ok_or_else(|| "nothing was renamed: a file has changed".to_owned())
}

/// An edit, if what it replaces is at its place; else the same for each place in it at which that is.
fn exact_edits(edit: &Edit, text: &str) -> Vec<Edit> {
    if edit.place(text).is_some() {
        return vec![edit.clone()];
    }
    let (Some(was), Some(there)) = (&edit.was, text.get(edit.span.range())) else {
        return Vec::new();
    };
    let found = there.match_indices(was.as_str()).filter(|(at, _)| {
        let before = there[..*at].chars().next_back();
        let after = there[at + was.len()..].chars().next();
        !before.is_some_and(is_of_path) && !after.is_some_and(is_of_path)
    });
    let exact = found.map(|(at, _)| {
        let start = edit.span.start as usize + at;
        Edit {
            span: Span::new(start, start + was.len()),
            ..edit.clone()
        }
    });
    exact.collect()
}

fn is_of_path(c: char) -> bool {
    c.is_alphanumeric() || "/-_.%".contains(c)
}

/// Says that a place has to be changed by hand first.
fn cannot_edit(edit: &Edit, text: &str) -> String {
    let start = edit.span.range().start.min(text.len());
    let line = text[..start].matches('\n').count() + 1;
    format!(
        "nothing was renamed: write `{}` in {}, line {line}, yourself first",
        edit.text, edit.file
    )
}

/// True for the new target of a link in Markdown that a space or a bracket would end too early.
fn ends_early(text: &str, edit: &Edit) -> bool {
    let before = text.get(..edit.span.range().start);
    let is_target = before.is_some_and(|before| before.ends_with("]("));
    is_target && edit.text.contains(ends_target)
}

fn ends_target(c: char) -> bool {
    c.is_whitespace() || "()".contains(c)
}

fn document_changes(asked: &Asked, edits: Vec<Edit>) -> Result<Vec<Value>, String> {
    let changes = placed(asked, edits)?;
    let changes = changes.as_object().into_iter().flatten();
    let shown = changes
        .map(|(uri, edits)| json!({"textDocument": {"uri": uri, "version": null}, "edits": edits}));
    Ok(shown.collect())
}
