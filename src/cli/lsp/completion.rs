//! What can be written at a place, as editors list it.

use serde_json::{Value, json};

use super::answers::{kind_of, position_of};
use super::leads::Asked;
use crate::base::FilePath;
use crate::base::site_layout::{SETTINGS, in_content};
use crate::document::Outline;
use crate::graph::Node;
use crate::layout::declared_blocks;
use crate::lsp::blocks;
use crate::lsp::completion::{self, Known, Suggestion, SuggestionSort};
use crate::lsp::data_schema::schema_of;
use crate::lsp::file_sort::{FileSort, sort_of};
use crate::lsp::link_targets::targets;
use crate::lsp::place::{Place, Writing, in_document, in_yaml};
use crate::lsp::position::{Position, byte_at};

/// What can be written where the cursor is.
pub fn complete(asked: &Asked, params: &Value) -> Option<Vec<Value>> {
    let position = position_of(&params["position"])?;
    let byte = byte_at(asked.text, position);
    let sort = sort_of(&asked.file);
    let writing = match sort {
        FileSort::Document => in_document(asked.text, byte),
        _ => in_yaml(asked.text, byte),
    };
    let found = match sort {
        FileSort::Document => for_document(asked, &writing)?,
        FileSort::Yaml(name) => in_settings(asked, &writing, asked.schema(name)?),
        FileSort::Data => in_data(asked, &writing)?,
        FileSort::Other => return None,
    };
    let list = List {
        typed: writing.typed,
        end: position,
        takes_snippets: asked.takes_snippets,
    };
    Some(found.iter().map(|one| list.item(one)).collect())
}

/// What can be written in a data file.
fn in_data(asked: &Asked, writing: &Writing) -> Option<Vec<Suggestion>> {
    let mut data = asked.linked().data.iter();
    let data = data.find(|data| data.file == asked.file)?;
    Some(completion::by_schema(writing, &schema_of(&data.value)))
}

/// What can be written in a file that has a schema. What it links to is written from `content/` on, wherever the file is.
fn in_settings(asked: &Asked, writing: &Writing, schema: &Value) -> Vec<Suggestion> {
    if !completion::is_link(writing, schema) {
        return completion::by_schema(writing, schema);
    }
    let (place, typed) = (Place::Target, writing.typed);
    let from = FilePath::new(in_content(SETTINGS));
    let mut found = bare(targets(&Writing { place, typed }, &from, asked.graph()));
    // An item may be a group instead.
    found.extend(completion::by_schema(writing, schema));
    found
}

/// What can be written in a document.
fn for_document(asked: &Asked, writing: &Writing) -> Option<Vec<Suggestion>> {
    match &writing.place {
        Place::Target | Place::Picture | Place::File => {
            Some(targets(writing, &asked.file, asked.graph()))
        }
        Place::Block | Place::Argument { .. } => Some(in_block(asked, writing)),
        Place::ArgumentValue { block, argument } => {
            let declared = declared_blocks(&asked.linked().theme);
            let wanted = blocks::files_wanted(block, argument, &declared);
            Some(wanted.map_or_else(
                || in_block(asked, writing),
                |place| files(asked, place, writing),
            ))
        }
        Place::Value { path } | Place::Item { path } => {
            let kinds = &asked.linked().project.kinds;
            let wanted = completion::files_wanted(path, kind_of(asked), kinds);
            wanted.map_or_else(
                || by_kind(asked, writing),
                |place| Some(files(asked, place, writing)),
            )
        }
        Place::Key { .. } | Place::Id | Place::Other => by_kind(asked, writing),
    }
}

/// Where something is, without the brackets that Markdown needs.
fn files(asked: &Asked, place: Place, writing: &Writing) -> Vec<Suggestion> {
    let typed = writing.typed;
    let found = targets(&Writing { place, typed }, &asked.file, asked.graph());
    bare(found)
}

/// Targets as YAML has them, without the brackets of Markdown.
fn bare(mut found: Vec<Suggestion>) -> Vec<Suggestion> {
    for one in &mut found {
        let inside = one.text.strip_prefix('<');
        if let Some(inside) = inside.and_then(|text| text.strip_suffix('>')) {
            one.text = inside.to_owned();
        }
    }
    found
}

fn in_block(asked: &Asked, writing: &Writing) -> Vec<Suggestion> {
    blocks::in_first_line(writing, &declared_blocks(&asked.linked().theme))
}

fn by_kind(asked: &Asked, writing: &Writing) -> Option<Vec<Suggestion>> {
    let documents: Vec<&Outline> = asked.graph().nodes().map(Node::outline).collect();
    let known = Known {
        kinds: &asked.linked().project.kinds,
        documents: &documents,
        tags: asked.graph().tags(),
    };
    let kind = kind_of(asked);
    let schema = asked.schema_of_document(kind)?;
    Some(completion::in_document(writing, kind, schema, known))
}

/// A list of what can be written; each takes the place of what is typed.
struct List<'l> {
    typed: &'l str,
    end: Position,
    takes_snippets: bool,
}

impl List<'_> {
    fn item(&self, suggestion: &Suggestion) -> Value {
        let (sort, end) = match suggestion.sort {
            SuggestionSort::Key => (10, ": "),
            SuggestionSort::Word => (12, ""),
            SuggestionSort::Document | SuggestionSort::Heading => (18, ""),
            SuggestionSort::File => (17, ""),
            SuggestionSort::Block => (3, ""),
            SuggestionSort::Argument if self.takes_snippets => (10, "=\"$1\""),
            SuggestionSort::Argument => (10, "=\""),
        };
        let is_snippet = end.contains('$');
        let mut item = json!({
            "label": suggestion.text,
            "detail": suggestion.about,
            "kind": sort,
            "insertTextFormat": if is_snippet { 2 } else { 1 },
            "textEdit": {"range": self.range(), "newText": format!("{}{end}", suggestion.text)},
        });
        // Neovim before 0.11 takes no item that has another text to be found by, so only those have one that need it.
        if !suggestion.text.starts_with(self.typed) {
            item["filterText"] = suggestion.filter.as_str().into();
        }
        item
    }

    /// The place of what is typed.
    fn range(&self) -> Value {
        let Position { line, column } = self.end;
        let start = column.saturating_sub(self.typed.encode_utf16().count());
        json!({
            "start": {"line": line, "character": start},
            "end": {"line": line, "character": column},
        })
    }
}
