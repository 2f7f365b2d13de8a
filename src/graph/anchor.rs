//! Which anchors a page has: those of its own text, and those of the parts that are shown on it. Each page is read once,
//! when the first link leads to one of its anchors: a page may have as many anchors as another has links to them.

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::overview::{Brief, Overview};
use super::{NodeData, NodeId};
use crate::base::suggest::Candidates;
use crate::base::wording::{ticked_and, ticked_or};
use crate::document::Outline;

/// For so many links of a page a near heading is searched for: whoever has more wrong ones knows by then what is wrong.
const SEARCHED: usize = 100;
/// So many headings are listed if none is near.
const LISTED: usize = 8;

/// The anchors of all documents, by their nodes.
pub(super) struct Anchors<'a>(Vec<OfDocument<'a>>);

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
    /// Those of so many documents; none is read yet.
    pub fn new(documents: usize) -> Anchors<'a> {
        Anchors((0..documents).map(|_| OfDocument::default()).collect())
    }

    /// True if a link may lead to `#anchor` of the page that a node has, or is shown on.
    pub fn are_on_page(
        &self,
        of: (&[NodeData], &'a Overview<'a>),
        id: NodeId,
        anchor: &str,
    ) -> bool {
        let node = &of.0[id.index()];
        let page = node.owner.filter(|_| node.url.is_none()).unwrap_or(id);
        let has = |id: NodeId| self.of_text(id, of.1.outline(id)).contains(anchor);
        has(page) || has(id) || self.of_parts(of, page).contains(anchor)
    }

    fn of_text(&self, id: NodeId, outline: &'a Outline) -> &HashSet<&'a str> {
        self.0[id.index()]
            .text
            .get_or_init(|| outline.all_anchors().collect())
    }

    /// The anchors of the parts that are shown on a page.
    fn of_parts(
        &self,
        (nodes, overview): (&[NodeData], &'a Overview<'a>),
        page: NodeId,
    ) -> &HashSet<Cow<'a, str>> {
        self.0[page.index()].parts.get_or_init(|| {
            let parts = nodes[page.index()].parts.values().flatten();
            let shown = parts.filter(|part| nodes[part.index()].url.is_none());
            let of_part = |part: &NodeId| {
                let brief = overview.brief(*part);
                brief
                    .outline
                    .all_anchors()
                    .map(Cow::Borrowed)
                    .chain(of_comment(brief).map(Cow::Owned))
            };
            shown.flat_map(of_part).collect()
        })
    }

    /// What to write in place of an anchor that a document does not have: a heading that is near, else the first ones.
    /// `from` is the page of the link.
    pub fn suggest(
        &self,
        overview: &'a Overview<'a>,
        (id, anchor): (NodeId, &str),
        from: Option<NodeId>,
    ) -> String {
        let headings = &overview.outline(id).headings;
        let ids = || headings.iter().map(|heading| heading.id.as_str());
        let asked = from.map_or(0, |from| {
            self.0[from.index()].asked.fetch_add(1, Ordering::Relaxed)
        });
        let near = if asked < SEARCHED {
            self.0[id.index()]
                .headings
                .get_or_init(|| Candidates::new(ids()))
                .nearest(anchor)
        } else {
            Vec::new()
        };
        let written = |id: &str| format!("#{id}");
        if !near.is_empty() {
            let near: Vec<String> = near.into_iter().map(written).collect();
            return format!("did you mean {}?", ticked_or(&near));
        }
        let first: Vec<String> = ids().take(LISTED).map(written).collect();
        match first.as_slice() {
            [] => String::new(),
            [one] => format!("its only heading is `{one}`"),
            some => format!("its headings are {}", ticked_and(some)),
        }
    }
}

/// The anchor of a comment; `None` for all other documents.
pub(super) fn of_comment(brief: &Brief) -> Option<String> {
    let is_comment = brief.kind.is_some_and(|kind| kind.thread().is_some());
    is_comment.then(|| brief.outline.comment_anchor())
}
