//! What an editor asks, and the answers.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::analysis::View;
use super::completion::complete;
use super::findings::{is_at, is_in, moved_finding, shown};
use super::leads::{Asked, range};
use super::moves::TranslatedPath;
use super::renaming;
use crate::base::site_layout::{CONTENT, GLOSSARY, below};
use crate::base::{Code, Diagnostic, FilePath, LanguageId, Level, Reported};
use crate::check::is_fixable;
use crate::config::Kind;
use crate::content::{Source, glossary};
use crate::document::{Context, Document, parse, place};
use crate::engine::at_levels;
use crate::graph::Node;
use crate::layout::declared_blocks;
use crate::lsp::file_sort::{FileSort, sort_of};
use crate::lsp::folds::folds;
use crate::lsp::position::{Position, byte_at};
use crate::lsp::sections::{Section, sections};
use crate::lsp::{blocks, hover, place as written};

/// What is needed for an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// A site that was looked at before.
    Site,
    /// The site with all texts as they are now.
    NewestSite,
}

/// What the answer to a question needs; `None` for a question that is not known.
pub fn need_of(method: &str) -> Option<Need> {
    let need = match method {
        "textDocument/completion"
        | "textDocument/documentLink"
        | "textDocument/documentSymbol"
        | "textDocument/foldingRange"
        | "textDocument/codeAction"
        | "textDocument/hover" => Need::Site,
        "textDocument/definition"
        | "textDocument/references"
        | "textDocument/prepareRename"
        | "textDocument/rename"
        | "workspace/willRenameFiles" => Need::NewestSite,
        _ => return None,
    };
    Some(need)
}

/// The answer to a question; nothing is known of what is not open.
///
/// # Errors
/// A sentence for the author on why there is none.
pub fn answer(asked: Option<&Asked>, method: &str, params: &Value) -> Result<Value, String> {
    let Some(asked) = asked else {
        return Ok(Value::Null);
    };
    Ok(match method {
        "textDocument/completion" => {
            let items = complete(asked, params).unwrap_or_default();
            json!({"isIncomplete": true, "items": items})
        }
        "textDocument/documentLink" => json!(asked.document_links()),
        "textDocument/documentSymbol" => json!(asked.symbols()),
        "textDocument/foldingRange" => json!(asked.folds()),
        "textDocument/codeAction" => json!(asked.actions(params)),
        "textDocument/hover" => json!(asked.hover(params)),
        "textDocument/definition" => json!(asked.followed(params, Asked::definition)),
        "textDocument/references" => json!(asked.followed(params, Asked::references)),
        "textDocument/prepareRename" => json!(renaming::prepare(asked, params)),
        "textDocument/rename" => renaming::rename(asked, params)?,
        "workspace/willRenameFiles" => renaming::move_files(asked, params)?,
        _ => Value::Null,
    })
}

impl Asked<'_> {
    fn followed<T>(&self, params: &Value, follow: fn(&Self, usize) -> Option<T>) -> Option<T> {
        follow(self, self.byte_in(params)?)
    }

    /// The byte that a question is about.
    pub fn byte_in(&self, params: &Value) -> Option<usize> {
        Some(byte_at(self.text, position_of(&params["position"])?))
    }

    fn hover(&self, params: &Value) -> Option<Value> {
        let byte = self.byte_in(params)?;
        let about = self.about_end(byte).or_else(|| self.about_field(byte));
        let about = about.or_else(|| self.about_block(byte));
        let about = about.or_else(|| self.about_abbreviation(byte))?;
        Some(json!({"contents": {"kind": "markdown", "value": about}}))
    }

    fn about_field(&self, byte: usize) -> Option<String> {
        match sort_of(&self.file) {
            FileSort::Yaml(name) => hover::field_in_yaml(self.text, byte, self.schema(name)?),
            FileSort::Document => {
                let kind = kind_of(self);
                hover::field_in_document(self.text, byte, self.schema_of_document(kind)?)
            }
            FileSort::Data | FileSort::Other => None,
        }
    }

    fn about_block(&self, byte: usize) -> Option<String> {
        let end = self.text[byte..].find(|c: char| c.is_whitespace());
        let end = end.map_or(self.text.len(), |end| byte + end);
        let writing = written::in_document(self.text, end);
        if writing.place != written::Place::Block {
            return None;
        }
        blocks::about(writing.typed, &declared_blocks(&self.linked().theme))
    }

    /// What the glossary says of the word at a byte.
    fn about_abbreviation(&self, byte: usize) -> Option<String> {
        if sort_of(&self.file) != FileSort::Document {
            return None;
        }
        let word = word_at(self.text, byte);
        let data = self.linked().data.iter();
        let glossary = data.filter(|data| data.file.as_str() == GLOSSARY);
        let mut meanings = glossary.flat_map(glossary::meanings);
        let (short, words) = meanings.find(|(short, _)| *short == word)?;
        Some(format!("**{short}**: {words}"))
    }

    /// A schema by its name.
    pub fn schema(&self, name: &str) -> Option<&Value> {
        let mut schemas = self.view.schemas.iter();
        let found = schemas.find(|schema| schema.name == name);
        found.map(|schema| &schema.value)
    }

    /// The schema of the front matter of this document, whose kind is known: a translation has one of its own.
    pub fn schema_of_document(&self, kind: &Kind) -> Option<&Value> {
        let translation = format!("{}.translation", kind.name);
        let name = if self.is_translation() {
            &translation
        } else {
            &kind.name
        };
        self.schema(name)
    }

    /// True for a document in another language than that of the site which says the same as another one.
    fn is_translation(&self) -> bool {
        let tags = &self.linked().project.site.languages.tags;
        let path = TranslatedPath::new(&self.file, tags);
        let is_default =
            |path: &str| tags.split(path).language.unwrap_or_default() == LanguageId::DEFAULT;
        if is_default(self.file.as_str()) {
            return false;
        }
        let is_source = |file: &FilePath| {
            *tags.split(file.as_str()).path == *path.shared.as_str() && is_default(file.as_str())
        };
        let is_named = |node: Node| !self.graph().translations(node.id()).is_empty();
        self.node().is_some_and(is_named) || self.view.site.files().any(is_source)
    }

    /// The headings of a document as it is in the editor.
    fn symbols(&self) -> Option<Vec<Value>> {
        let document = parsed(self.view, &self.file, self.text)?;
        let sections = sections(&document.value.outline, self.text.len());
        Some(symbols(&sections, self.text))
    }

    fn folds(&self) -> Option<Vec<Value>> {
        if sort_of(&self.file) != FileSort::Document {
            return None;
        }
        let folds = folds(self.text).into_iter();
        let shown = folds.map(|fold| json!({"startLine": fold.first, "endLine": fold.last}));
        Some(shown.collect())
    }

    /// What can be put right at a place without asking.
    fn actions(&self, params: &Value) -> Option<Vec<Value>> {
        let end = |key: &str| {
            let position = position_of(&params["range"][key])?;
            Some(byte_at(self.text, position))
        };
        let bytes = end("start")?..=end("end")?;
        let found = found_in(self.view, &self.file, self.text);
        let here = found
            .iter()
            .filter(|one| is_fixable(one) && is_at(one, &bytes));
        let action = |one: &Diagnostic| {
            let fix = one.fix.as_ref()?;
            Some(json!({
                "title": fix.words,
                "kind": "quickfix",
                "diagnostics": [shown(one, self.text)],
                "edit": {"changes": self.changes(fix)?},
            }))
        };
        Some(here.filter_map(action).collect())
    }
}

/// The word that a byte is in, or at an end of.
fn word_at(text: &str, byte: usize) -> &str {
    let (before, behind) = text.split_at(byte);
    let start = before.trim_end_matches(char::is_alphanumeric).len();
    let end = behind.trim_start_matches(char::is_alphanumeric).len();
    &text[start..text.len() - end]
}

/// What is wrong with a file as it is in the editor: what its text alone says, and what was found when the site was looked
/// at, unless the text has changed there since.
pub fn found_in(view: &View, file: &FilePath, text: &str) -> Vec<Diagnostic> {
    let Some(old) = view.texts.get(file) else {
        let alone = parsed(view, file, text).map(|document| document.diagnostics);
        return at_levels(levels(view), alone.unwrap_or_default());
    };
    let mut found = match parsed(view, file, text) {
        Some(document) => document.diagnostics,
        None => {
            let of_documents = &view.site.findings().of_documents;
            let here = of_documents.get(file).into_iter().flatten();
            here.filter_map(|one| moved_finding(one, old, text))
                .collect()
        }
    };
    let others = view.of_site().filter(|one| is_in(one, file));
    found.extend(others.filter_map(|one| moved_finding(one, old, text)));
    at_levels(levels(view), found)
}

fn levels(view: &View) -> &BTreeMap<Code, Level> {
    &view.site.linked().project.site.levels
}

/// A document as it is in the editor; `None` for a file that is none.
pub fn parsed(view: &View, file: &FilePath, text: &str) -> Option<Reported<Document>> {
    if sort_of(file) != FileSort::Document {
        return None;
    }
    let project = &view.site.linked().project;
    let source = Source::from_bytes(file.clone(), text.as_bytes().to_vec()).ok()?;
    let context = Context::of(&project.kinds, &project.site);
    let placement = place(std::slice::from_ref(file), &context).pop()?;
    Some(parse(&source, &placement, &context))
}

/// The kind of a document, as it was last linked; for a new one, that of its folder.
pub fn kind_of<'k>(asked: &'k Asked) -> &'k Kind {
    let kinds = &asked.linked().project.kinds;
    let of_document = asked
        .node()
        .and_then(|node| kinds.find(&node.outline().kind));
    let folder = asked.file.folder();
    let folder = below(CONTENT, folder);
    of_document.unwrap_or_else(|| kinds.of_folder(folder.unwrap_or_default()))
}

/// A place that an editor names.
pub fn position_of(place: &Value) -> Option<Position> {
    let number = |key: &str| usize::try_from(place[key].as_u64()?).ok();
    Some(Position {
        line: number("line")?,
        column: number("character")?,
    })
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
