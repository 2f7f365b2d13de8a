//! New names: of documents by their ids, of files, and of headings, with every place that names them.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::answers::parsed;
use super::files::{file_of, uri_of};
use super::leads::{Asked, range};
use crate::base::{Edit, FilePath, Fix, SourceSpan, Span, Url, site_layout};
use crate::cli::scalar::scalar;
use crate::content::front_matter::{Format, find};
use crate::content::{Source, ledger};
use crate::document::{Context, Document, Outline, parse, place};
use crate::graph::{Node, NodeId};
use crate::lsp::leads::End;
use crate::lsp::renaming::{Moved, anchor_edits};

type Files = BTreeMap<FilePath, FilePath>;

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
    let mut files = Files::new();
    for one in moves {
        let file = |key: &str| file_of(asked.root, one[key].as_str()?);
        if let (Some(old), Some(new)) = (file("oldUri"), file("newUri")) {
            files.extend(moved_with(asked, &old, &new));
        }
    }
    if files.is_empty() {
        return Ok(Value::Null);
    }
    let edits = edits_for(asked, &files);
    Ok(json!({"documentChanges": document_changes(asked, edits)?}))
}

fn renamed_at(asked: &Asked, byte: usize) -> Option<Renamed> {
    match asked.end_at(byte) {
        Some(End::Document(id, Some(heading))) => Some(Renamed::Heading(id, heading)),
        Some(End::Document(id, None)) => Some(Renamed::Document(id)),
        Some(End::File(_) | End::Outside(_)) => None,
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
    let (old, new) =
        new_path(outline, name).ok_or_else(|| format!("rename the file {file} itself"))?;
    let files = moved_with(asked, &old, &new);
    let mut changes = document_changes(asked, edits_for(asked, &files))?;
    changes.push(json!({
        "kind": "rename",
        "oldUri": uri_of(asked.root, &old),
        "newUri": uri_of(asked.root, &new),
    }));
    Ok(json!({"documentChanges": changes}))
}

/// Says why a document cannot have a name as its id.
fn check_id(asked: &Asked, outline: &Outline, name: &str) -> Result<(), String> {
    if name.is_empty() || !name.chars().all(is_of_id) {
        return Err(format!(
            "`{name}` cannot be an id: write letters, digits and hyphens"
        ));
    }
    let new = new_path(outline, name).map(|(_, new)| new);
    let is_taken = |known: &&Outline| {
        let is_same_file = new.as_ref() == Some(&known.file);
        is_same_file || known.kind == outline.kind && known.id == name
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

/// The file or the folder whose name has the name of a document in it, and its path with another name.
fn new_path(outline: &Outline, name: &str) -> Option<(FilePath, FilePath)> {
    let file = &outline.file;
    let old = outline.location.name.as_str();
    let (path, end) = if file.is_index() {
        (file.folder(), "")
    } else {
        let stem = file.as_str().len() - file.name().len() + file.stem().len();
        file.as_str().split_at_checked(stem)?
    };
    let start = path.strip_suffix(old)?;
    let new = format!("{start}{name}{end}");
    Some((FilePath::new(format!("{path}{end}")), FilePath::new(new)))
}

/// All files that move with a file or a folder.
fn moved_with(asked: &Asked, old: &FilePath, new: &FilePath) -> Files {
    let assets = asked.graph().assets().iter();
    let assets = assets.map(|(asset, _)| &asset.file);
    let moved = documents(asked).chain(assets).filter_map(|file| {
        let rest = file.as_str().strip_prefix(old.as_str())?;
        let is_inside = rest.is_empty() || rest.starts_with('/');
        is_inside.then(|| (file.clone(), FilePath::new(format!("{new}{rest}"))))
    });
    moved.collect()
}

/// Everything that has to be written when files move.
fn edits_for(asked: &Asked, files: &Files) -> Vec<Edit> {
    let after = asked
        .view
        .site
        .with_moved(files, documents_at(asked, files));
    let moved = Moved {
        before: asked.graph(),
        after: &after,
        files,
    };
    let mut edits = moved.edits();
    let before = asked.graph().nodes();
    let moving = before.filter(|node| files.contains_key(&node.outline().file));
    for node in moving {
        let outline = node.outline();
        let now = moved.node_after(&outline.file).and_then(Node::url);
        if let Some((old, new)) = node.url().zip(now).filter(|(old, new)| old != new) {
            edits.extend(alias_edit(&asked.now(&outline.file), outline, old));
            edits.extend(settings_edits(asked, old, new));
        }
    }
    edits.extend(menu_paths(asked, files));
    edits.extend(ledger_edits(asked, files));
    edits
}

/// The documents among some files, read as if they were at their new places.
fn documents_at(asked: &Asked, files: &Files) -> Vec<Document> {
    let project = &asked.linked().project;
    let context = Context::of(&project.kinds, &project.site);
    let old: Vec<&FilePath> = documents(asked).collect();
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

/// The files of all documents, public or not.
fn documents<'a>(asked: &'a Asked) -> impl Iterator<Item = &'a FilePath> {
    let graph = asked.graph();
    let documents = graph.nodes().map(Node::document).chain(graph.hidden());
    documents.map(|document| &document.outline.file)
}

/// The line that leads readers from the old address of a document to the new one.
fn alias_edit(text: &str, outline: &Outline, old: &Url) -> Option<Edit> {
    let halves = find(text).ok()?;
    let list = aliases_with(outline, old);
    let (span, text) = match (outline.spots.fields.find("aliases"), halves.format) {
        (Some(span), Some(Format::Yaml)) => (span, format!("[{list}]")),
        (None, Some(Format::Yaml)) => {
            let end = halves.front.range().end;
            let is_line = text[..end].ends_with('\n');
            let gap = if is_line { "" } else { "\n" };
            (Span::new(end, end), format!("{gap}aliases: [{list}]\n"))
        }
        (None, None) => (Span::default(), format!("---\naliases: [{list}]\n---\n\n")),
        // How other formats write a list is not known here: `check` tells of the address, with the line to write.
        _ => return None,
    };
    let file = outline.file.clone();
    Some(Edit {
        was: None,
        file,
        span,
        text,
    })
}

/// The old addresses of a document and one more.
fn aliases_with(outline: &Outline, old: &Url) -> String {
    let all = outline.aliases().chain([old.as_str()]);
    all.map(alias).collect::<Vec<_>>().join(", ")
}

fn alias(url: &str) -> String {
    if url.chars().all(is_plain_in_list) {
        url.to_owned()
    } else {
        scalar(url)
    }
}

/// True for a character that YAML takes as it is in a list on one line.
fn is_plain_in_list(c: char) -> bool {
    c.is_alphanumeric() || "/-_.~+".contains(c)
}

/// What site.yaml links to, with the places of the links.
fn settings_links<'a>(asked: &'a Asked) -> impl Iterator<Item = (&'a str, SourceSpan)> {
    let site = &asked.linked().project.site;
    let entries = site.menus.iter().flat_map(|menu| &menu.entries);
    let entries = entries.map(|entry| (entry.link.as_str(), entry.span));
    let redirects = site.old_urls.redirects.iter();
    entries.chain(redirects.map(|redirect| (redirect.to.as_str(), redirect.to_span)))
}

/// Where site.yaml names the address of a page.
fn settings_edits(asked: &Asked, old: &Url, new: &Url) -> Vec<Edit> {
    let named = settings_links(asked).filter(|(link, _)| *link == old.as_str());
    let edits = named.map(|(link, span)| settings_edit(span, link, new.to_string()));
    edits.collect()
}

/// Where site.yaml names a file by its path.
fn menu_paths(asked: &Asked, files: &Files) -> Vec<Edit> {
    let named = settings_links(asked).filter_map(|(link, span)| {
        let mut moved = files.iter();
        let path = link.trim_start_matches('/');
        let (_, new) = moved.find(|(old, _)| in_content(old) == Some(path))?;
        let slash = &link[..link.len() - path.len()];
        Some(settings_edit(
            span,
            link,
            format!("{slash}{}", in_content(new)?),
        ))
    });
    named.collect()
}

/// The path of a file below `content/`.
fn in_content(file: &FilePath) -> Option<&str> {
    site_layout::below(site_layout::CONTENT, file.as_str())
}

fn settings_edit(span: SourceSpan, was: &str, text: String) -> Edit {
    Edit {
        file: FilePath::new(site_layout::SETTINGS),
        span: span.into(),
        was: Some(was.to_owned()),
        text,
    }
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
    let mut edits = anchor_edits(asked.graph(), id, &anchors_with(asked, &text, &new));
    edits.push(new);
    Ok(json!({"changes": placed(asked, edits)?}))
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
    for edit in &mut edits {
        let now = asked.now(&edit.file);
        if ends_early(&now, edit) {
            edit.text = format!("<{}>", edit.text);
        }
        if edit.place(&now).is_none() {
            let line = now[..edit.span.range().start.min(now.len())]
                .matches('\n')
                .count()
                + 1;
            return Err(format!(
                "nothing was renamed: write `{}` in {}, line {line}, yourself first",
                edit.text, edit.file
            ));
        }
    }
    let words = String::new();
    let changes = asked.changes(&Fix { words, edits });
    changes.ok_or_else(|| "nothing was renamed: a file has changed".to_owned())
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
