//! The indexes of tag fields, gathered from all documents: an index for each URL, a page for each tag.

use std::collections::BTreeMap;

use super::finding::{Finding, Reported};
use super::id::NodeId;
use super::index::{DocIndex, DocSummary};
use super::sort;
use super::table::Table;
use crate::base::english::{capitalised, one_line};
use crate::base::{Code, LanguageId, TextMap, Url};
use crate::document::{Spot, TagUse, letters_of};

/// All tags of one field.
#[derive(Debug, PartialEq, Eq)]
pub struct TagIndex {
    /// The field's name.
    pub field: String,
    /// The language of the documents that have the tags.
    pub language: LanguageId,
    /// The URL of the index: `/tags/`.
    pub url: Url,
    /// The tags, by slug.
    pub pages: Vec<TagPage>,
}

/// The list of one tag.
#[derive(Debug, PartialEq, Eq)]
pub struct TagPage {
    /// The tag as it was first written.
    pub label: String,
    /// Its part of the URL.
    pub slug: String,
    /// The URL of its first page.
    pub url: Url,
    /// Documents with this tag, newest first.
    pub entries: Vec<NodeId>,
    /// Where it was first written.
    pub first: FirstUse,
}

/// The first use of a tag: a document, and which of its tags it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FirstUse {
    /// The document.
    pub node: NodeId,
    /// Its place among the tags of the structure.
    pub tag: usize,
}

impl TagPage {
    /// Entries on a page.
    pub const PER_PAGE: usize = 20;
}

/// The title of a tag field's index: `Tags` for `tags`.
pub fn tag_index_title(field: &str) -> String {
    capitalised(&field.replace(['_', '-'], " "))
}

/// The indexes of all tag fields in use, by URL. A field that several kinds share is one index.
pub(super) fn find(index: &DocIndex, wanted: &Table<Option<Url>>) -> Reported<Vec<TagIndex>> {
    let mut indexes: Vec<TagIndex> = Vec::new();
    let mut diagnostics = Vec::new();
    for builder in builders(index, wanted).into_values().flatten() {
        diagnostics.extend(builder.odd_pairs(index));
        let built = builder.build(index);
        add(built, &mut indexes);
    }
    Reported {
        value: indexes,
        diagnostics,
    }
}

/// What is gathered of each field, by language and URL.
type Builders<'i> = BTreeMap<(LanguageId, &'i str), Option<Builder<'i>>>;

fn builders<'i>(index: &DocIndex<'i>, wanted: &Table<Option<Url>>) -> Builders<'i> {
    let mut found = Builders::new();
    for (id, summary) in index.each() {
        if wanted[id].is_none() {
            continue;
        }
        for (at, tag) in summary.structure.tags.iter().enumerate() {
            let language = summary.structure.location.language;
            let new = || Builder::new(tag, language, index);
            let of_url = found.entry((language, &tag.url)).or_insert_with(new);
            if let Some(builder) = of_url {
                let first = FirstUse { node: id, tag: at };
                builder.add(tag, first, summary);
            }
        }
    }
    found
}

/// Adds an index. The same URL may have been written in two ways.
fn add(built: TagIndex, indexes: &mut Vec<TagIndex>) {
    match indexes.iter_mut().find(|known| known.url == built.url) {
        Some(known) => known.pages.extend(built.pages),
        None => indexes.push(built),
    }
}

/// An index while its tags are gathered.
struct Builder<'i> {
    field: &'i str,
    language: LanguageId,
    url: Url,
    pages: Vec<TagPage>,
    /// The places of pages, by slug.
    places: TextMap<&'i str, usize>,
    /// Tags that got the page of another one although they say something else.
    odd: BTreeMap<String, (usize, FirstUse)>,
}

impl<'i> Builder<'i> {
    /// An empty index; `None` if no page can have its URL.
    fn new(tag: &'i TagUse, language: LanguageId, index: &DocIndex) -> Option<Builder<'i>> {
        let at_root = Url::parse(&tag.url).ok()?;
        Some(Builder {
            field: &tag.field,
            language,
            url: index.languages().get(language).url(&at_root),
            pages: Vec::new(),
            places: TextMap::default(),
            odd: BTreeMap::new(),
        })
    }

    fn add(&mut self, tag: &'i TagUse, first: FirstUse, summary: &DocSummary) {
        let place = *self.places.entry(&tag.word.slug).or_insert_with(|| {
            self.pages.push(TagPage {
                label: tag.word.label.to_string(),
                slug: tag.word.slug.to_string(),
                url: self.url.join(&format!("{}/", tag.word.slug)),
                entries: Vec::new(),
                first,
            });
            self.pages.len() - 1
        });
        let page = &self.pages[place];
        let label = tag.word.label.as_str();
        // Nearly all are written in the same way each time.
        if page.label != label && letters_of(&page.label) != letters_of(label) {
            self.odd.entry(label.to_owned()).or_insert((place, first));
        }
        let entries = &mut self.pages[place].entries;
        // A document may have two tags that share a page.
        if summary.is_listed && entries.last() != Some(&first.node) {
            entries.push(first.node);
        }
    }

    /// What is wrong with tags that share a page and say something else.
    fn odd_pairs(&self, index: &DocIndex) -> Vec<Finding> {
        let odd = self.odd.iter();
        odd.map(|(label, (place, used))| one_page(label, &self.pages[*place], *used, index))
            .collect()
    }

    fn build(mut self, index: &DocIndex) -> TagIndex {
        for page in &mut self.pages {
            sort::newest_first(&mut page.entries, index);
        }
        self.pages.sort_by(|a, b| a.slug.cmp(&b.slug));
        TagIndex {
            field: self.field.to_owned(),
            language: self.language,
            url: self.url,
            pages: self.pages,
        }
    }
}

/// Signs that tags differ in, and how they are read aloud.
const SIGNS: &[(char, &str)] = &[
    ('#', "sharp"),
    ('+', "plus"),
    ('&', "and"),
    ('@', "at"),
    ('%', "percent"),
    ('=', "equals"),
    ('*', "star"),
];

/// Two tags whose letters make the same address. `C#` and `C++` both leave a `c`.
fn one_page(label: &str, page: &TagPage, used: FirstUse, index: &DocIndex) -> Finding {
    let spot = Spot::Tag(u32::try_from(used.tag).unwrap_or(u32::MAX));
    let message = format!(
        "the tags `{label}` and `{}` share one page, {}",
        page.label, page.url
    );
    Finding::new(Code::SimilarTags, message)
        .at(&index.structure(used.node).file, spot, "also listed there")
        .help(format!(
            "if they mean the same, write them alike; else {}",
            how_to_tell_apart(label, &page.label)
        ))
}

/// What to write so that two tags get two pages.
fn how_to_tell_apart(label: &str, other: &str) -> String {
    let letters = |tag: &str| -> String {
        let kept = tag.chars().filter(|c| c.is_alphanumeric());
        kept.flat_map(char::to_lowercase).collect()
    };
    let has_signs = letters(label) == letters(other);
    let spelled = [label, other].map(spelled_out).into_iter().flatten().next();
    match spelled {
        Some(spelled) if has_signs => format!("spell out what differs, as in `{spelled}`"),
        _ => "add a word to one of them, since the address of a page is in Latin letters without \
              accents"
            .to_owned(),
    }
}

/// A tag with words in place of its signs; nothing if it has none that are read aloud.
fn spelled_out(tag: &str) -> Option<String> {
    // A sign in front is that of a hashtag.
    let tag = tag.trim_start_matches('#');
    let mut spelled = tag.to_owned();
    for (sign, word) in SIGNS {
        spelled = spelled.replace(*sign, &format!(" {word} "));
    }
    let is_changed = spelled != tag;
    is_changed.then(|| one_line(&spelled))
}
