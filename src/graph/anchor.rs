//! Which anchors a page has: those of its own text, and those of the parts that are shown on it. Each page is read once,
//! when the first link leads to one of its anchors: a page may have as many anchors as another has links to them.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use unicode_normalization::UnicodeNormalization;

use super::family::Family;
use super::id::NodeId;
use super::index::{DocIndex, DocSummary};
use super::table::Table;
use crate::base::english::{ticked_and, ticked_or};
use crate::base::slug::slugify;
use crate::base::suggest::Candidates;
use crate::base::{SharedText, Url};

/// For so many links of a page a near heading is searched for: whoever has more wrong ones knows by then what is wrong.
const SEARCHED: usize = 100;
/// So many headings are listed if none is near.
const LISTED: usize = 8;

/// The anchors of all documents.
pub(super) struct Anchors<'a> {
    index: &'a DocIndex<'a>,
    family: &'a Family,
    pages: &'a Table<Option<Url>>,
    documents: Vec<OfDocument<'a>>,
}

#[derive(Default)]
struct OfDocument<'a> {
    /// Those of its text.
    text: OnceLock<HashSet<&'a str>>,
    /// Those of its parts that have no page of their own.
    parts: OnceLock<HashSet<Cow<'a, str>>>,
    /// The ids of its headings, for questions after one that it does not have.
    headings: OnceLock<Candidates<'a>>,
    /// How many suggestions were asked for by its links, which are resolved one after the other.
    asked: AtomicUsize,
}

impl<'a> Anchors<'a> {
    /// Those of all documents; none is read yet.
    pub fn new(
        index: &'a DocIndex<'a>,
        family: &'a Family,
        pages: &'a Table<Option<Url>>,
    ) -> Anchors<'a> {
        let documents = index.public.iter();
        Anchors {
            index,
            family,
            pages,
            documents: documents.map(|_| OfDocument::default()).collect(),
        }
    }

    /// True if a link may lead to `#anchor` of the page that a document has, or is shown on.
    pub fn are_on_page(&self, id: NodeId, anchor: &str) -> bool {
        let page = match self.family.owners[id] {
            Some(owner) if self.pages[id].is_none() => owner,
            _ => id,
        };
        let has = |id: NodeId| self.of_text(id).contains(anchor);
        has(page) || has(id) || self.of_parts(page).contains(anchor)
    }

    fn of_text(&self, id: NodeId) -> &HashSet<&'a str> {
        let structure = self.index.structure(id);
        let read = || structure.all_anchors().collect();
        self.documents[id.index()].text.get_or_init(read)
    }

    /// The anchors of the parts that are shown on a page.
    fn of_parts(&self, page: NodeId) -> &HashSet<Cow<'a, str>> {
        let of_part = |part: NodeId| {
            let summary = self.index.summary(part);
            let of_text = summary.structure.all_anchors().map(Cow::Borrowed);
            of_text.chain(of_comment(summary).map(Cow::Owned))
        };
        self.documents[page.index()].parts.get_or_init(|| {
            let parts = self.family.parts.get(page).into_iter();
            let parts = parts.flat_map(BTreeMap::values).flatten().copied();
            let shown = parts.filter(|part| self.pages[*part].is_none());
            shown.flat_map(of_part).collect()
        })
    }

    /// What to write in place of an anchor that a document does not have: a heading that is near, else the first ones.
    /// `from` is the page of the link.
    pub fn suggest(&self, id: NodeId, anchor: &str, from: Option<NodeId>) -> String {
        let near: Vec<String> = self
            .near(id, anchor, from)
            .into_iter()
            .map(written)
            .collect();
        if !near.is_empty() {
            return format!("did you mean {}?", ticked_or(&near));
        }
        let first: Vec<String> = self.headings(id).take(LISTED).map(written).collect();
        match first.as_slice() {
            [] => String::new(),
            [one] => format!("its only heading is `{one}`"),
            some => format!("its headings are {}", ticked_and(some)),
        }
    }

    fn headings(&self, id: NodeId) -> impl Iterator<Item = &'a str> {
        let headings = self.index.structure(id).heading_ids.iter();
        headings.map(SharedText::as_str)
    }

    /// The headings of a document that are near an anchor; none if the page of the link has asked too often.
    fn near(&self, id: NodeId, anchor: &str, from: Option<NodeId>) -> Vec<&'a str> {
        let asked = from.map_or(0, |from| {
            let asked = &self.documents[from.index()].asked;
            asked.fetch_add(1, Ordering::Relaxed)
        });
        if asked >= SEARCHED {
            return Vec::new();
        }
        if let Some(same) = self
            .headings(id)
            .find(|id| spelling(id) == spelling(anchor))
        {
            return vec![same];
        }
        let candidates = &self.documents[id.index()].headings;
        candidates
            .get_or_init(|| Candidates::new(self.headings(id)))
            .nearest(anchor)
    }
}

/// The words of an anchor whatever tool wrote it: `über-uns` and `uber-uns`, `q-a` and `qa`.
fn spelling(anchor: &str) -> String {
    let composed: String = anchor.nfc().collect();
    slugify(&composed).replace('-', "")
}

fn written(id: &str) -> String {
    format!("#{id}")
}

/// The anchor of a comment; `None` for all other documents.
pub(super) fn of_comment(summary: &DocSummary) -> Option<String> {
    let is_comment = summary.kind.is_some_and(|kind| kind.thread().is_some());
    is_comment.then(|| summary.structure.comment_anchor())
}
