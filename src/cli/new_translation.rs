//! `copublish new about.cy`, `copublish new --translation-of about --language cy`: a new translation of a document, with its
//! source to be seen while it is written. Changes no file that is there.

#![expect(
    clippy::disallowed_methods,
    reason = "this verb makes content, and must see what is there already"
)]

use std::path::Path;

use super::new::{Made, write};
use super::scalar::{one_line, scalar};
use super::words_to_translate::lines_of_field;
use crate::base::english::ticked_and;
use crate::base::language::is_language_tag;
use crate::base::suggest::did_you_mean;
use crate::base::{FilePath, LanguageId, site_layout};
use crate::config::Languages;
use crate::content::disk;
use crate::document::markdown::TRANSLATE;
use crate::document::{Outline, TranslatableText, paragraphs};
use crate::engine::LinkedSite;
use crate::graph::Node;

/// What is wanted.
pub struct Request<'r> {
    /// What is to be translated, by its id or its path.
    pub source: &'r str,
    /// The language to translate it into.
    pub language: &'r str,
    /// The title, as typed; it is left to be written if there is none.
    pub title: Option<&'r str>,
}

/// What a translation is asked for with in one word: `about.cy` names a document and a language.
pub fn named(name: &str) -> Option<Request<'_>> {
    let name = name.strip_suffix(".md").unwrap_or(name);
    let (source, language) = name.rsplit_once('.')?;
    is_language_tag(language).then_some(Request {
        source,
        language,
        title: None,
    })
}

/// Makes the file.
///
/// # Errors
/// A sentence on why there is none, and what to do.
pub fn create(root: &Path, site: &LinkedSite, request: &Request) -> Result<Made, String> {
    let languages = &site.project.site.languages;
    let language = language(request.language, languages)?;
    let source = source(request.source, site)?;
    let code = &languages.get(language).code;
    let text = disk::read_to_show(root, &source.file)
        .ok_or_else(|| format!("{} cannot be read", source.file))?;
    let stem = stem(root, source, code, languages)?;
    if disk::leads_out(
        root,
        &root.join(FilePath::new(format!("{stem}.md")).folder()),
    ) {
        return Err(format!(
            "{stem}.md would be outside the site, so nothing was written"
        ));
    }
    let written = document(site, source, &text, request.title);
    write(root, &stem, &written)?;
    let title = request.title.is_none().then(|| "title".to_owned());
    Ok(Made {
        file: format!("{stem}.md"),
        to_fill_in: title.into_iter().collect(),
    })
}

fn language(tag: &str, languages: &Languages) -> Result<LanguageId, String> {
    match languages.tags.find(tag) {
        Some(LanguageId::DEFAULT) => Err(format!(
            "`{tag}` is the language of the sources; choose another one"
        )),
        Some(id) => Ok(id),
        None => {
            let known: Vec<&str> = languages.iter().map(|(_, it)| it.code.as_str()).collect();
            Err(format!(
                "the site has no language `{tag}`; its languages are {}: see `languages` in site.yaml",
                ticked_and(&known)
            ))
        }
    }
}

/// The document in the default language that a name means: an id, a kind and an id, or a path with or without `content/`.
fn source<'s>(name: &str, site: &'s LinkedSite) -> Result<&'s Outline, String> {
    let hidden = site.graph.hidden().iter().map(|hidden| &hidden.outline);
    let all = site.graph.nodes().map(Node::outline).chain(hidden);
    let sources = all.filter(|outline| outline.location.language == LanguageId::DEFAULT);
    let sources: Vec<&Outline> = sources.collect();
    let path = shared_path(name);
    let is_at = |outline: &&&Outline| {
        let name = outline.location.shared_name.as_ref();
        name.is_some_and(|name| name.as_str() == path)
    };
    match sources.iter().find(is_at) {
        Some(found) => Ok(found),
        None => called(name, &sources),
    }
}

fn called<'s>(name: &str, sources: &[&'s Outline]) -> Result<&'s Outline, String> {
    let is_called = |outline: &&&Outline| {
        outline.id == name || format!("{}/{}", outline.kind, outline.id) == name
    };
    let called: Vec<&&Outline> = sources.iter().filter(is_called).collect();
    match called.as_slice() {
        [one] => Ok(one),
        [] => Err(nothing_called(name, sources)),
        several => Err(several_called(name, several)),
    }
}

/// A path as documents know it: from the root of the site, without extension; an index is its folder.
fn shared_path(name: &str) -> String {
    let path = name.trim_start_matches("./").trim_matches('/');
    let path = path.strip_suffix(".md").unwrap_or(path);
    let is_in_content =
        path == site_layout::CONTENT || site_layout::below(site_layout::CONTENT, path).is_some();
    let path = match is_in_content {
        true => path.to_owned(),
        false if path.is_empty() => site_layout::CONTENT.to_owned(),
        false => site_layout::in_content(path),
    };
    path.strip_suffix("/index")
        .map_or(path.clone(), str::to_owned)
}

fn several_called(name: &str, several: &[&&Outline]) -> String {
    let files = several.iter().map(|outline| outline.file.as_str());
    let files = ticked_and(&files.collect::<Vec<_>>());
    format!("several documents are called `{name}`: {files}; name one by its path")
}

fn nothing_called(name: &str, sources: &[&Outline]) -> String {
    let ids = sources.iter().map(|outline| outline.id.as_str());
    let near = did_you_mean(name, ids.collect::<Vec<_>>());
    let near = near.unwrap_or_else(|| "name it by its id or its path below content/".to_owned());
    format!("there is no document `{name}` in the default language; {near}")
}

/// The file of a translation, without `.md`: in the folder of its language if there is one, else beside its source.
fn stem(
    root: &Path,
    source: &Outline,
    code: &str,
    languages: &Languages,
) -> Result<String, String> {
    let split = languages.tags.split(source.file.as_str());
    let shared = split.path.strip_suffix(".md").unwrap_or(&split.path);
    let below = site_layout::below(site_layout::CONTENT, shared).unwrap_or(shared);
    let folder = site_layout::in_content(code);
    let has_folder = disk::has_folder(&root.join(&folder)).unwrap_or(false);
    let is_in_folder = site_layout::in_content(below) == shared && split.language.is_some();
    let stem = if has_folder || is_in_folder {
        format!("{folder}/{below}")
    } else {
        format!("{shared}.{code}")
    };
    let other = [
        format!("{folder}/{below}.md"),
        format!("{shared}.{code}.md"),
    ];
    match other.iter().find(|other| root.join(other).exists()) {
        Some(other) => Err(format!("{other} already exists; edit that file")),
        None => Ok(stem),
    }
}

/// The text of a translation that is only begun.
fn document(site: &LinkedSite, source: &Outline, text: &str, title: Option<&str>) -> String {
    let mut out = String::from("---\n");
    out.push_str(&entry("title", &source.words.title, title));
    if let Some(summary) = source.words.fields.text("summary") {
        out.push_str(&entry("summary", summary, None));
    }
    for line in words_of_fields(site, source) {
        out.push_str(&format!("#{line}\n"));
    }
    out.push_str(&format!(
        "translated_from: {}\n",
        TranslatableText::of(source, text).version()
    ));
    out.push_str("# Delete this line when the translation is ready:\ndraft: true\n---\n");
    for paragraph in paragraphs(text) {
        // Nothing in a paragraph may end the comment.
        let paragraph = paragraph.text.replace("-->", "--&gt;");
        out.push_str(&format!("\n<!-- {TRANSLATE}\n{paragraph}\n-->\n"));
    }
    out
}

/// A key below what the source says, with the words of the translation if they are known.
fn entry(key: &str, theirs: &str, own: Option<&str>) -> String {
    let own = own.map_or_else(String::new, |own| format!(" {}", scalar(&one_line(own))));
    format!("# {}\n{key}:{own}\n", one_line(theirs))
}

/// What a source says in words in its fields: a translation has it of the source until it says it in its own words.
fn words_of_fields(site: &LinkedSite, source: &Outline) -> Vec<String> {
    let kind = site.project.kinds.find(&source.kind);
    let fields = kind
        .into_iter()
        .flat_map(|kind| site.project.kinds.fields(kind));
    fields
        .flat_map(|field| lines_of_field(source, field))
        .collect()
}
