//! A site at one moment.

use std::sync::{Arc, OnceLock};

use self_cell::self_cell;

use super::Options;
use super::findings;
use super::findings::Findings;
use super::pictures::Asked;
use super::planned_site::PlannedSite;
use super::search_index::{EarlierIndex, SearchIndex};
use super::silent_documents::HiddenProblems;
use crate::base::{Diagnostic, FoundWhile, Reported};
use crate::edition::MakeMoment;
use crate::graph::Item;
use crate::layout::{self, Frames, Made, PageContext, Planned, TextEdits};

type FramesOf<'s> = Frames<'s>;

self_cell!(
    /// A site with what all its pages are made of, which borrows from it.
    struct Viewed {
        owner: PlannedSite,
        #[covariant]
        dependent: FramesOf,
    }
);

/// A site at one moment. Cheap to clone.
#[derive(Clone)]
pub(super) struct SiteState {
    viewed: Arc<Viewed>,
    /// The texts that are newer than that.
    pub prose: Arc<TextEdits>,
    /// The index of its search, for these texts, once somebody asks for it.
    index: Arc<OnceLock<Arc<SearchIndex>>>,
    /// The one that was made last.
    earlier: EarlierIndex,
    /// What was found before any page was made.
    pub findings: Arc<Findings>,
}

impl SiteState {
    /// The first state of a site.
    pub fn of(ready: PlannedSite) -> SiteState {
        SiteState::with_index(ready, EarlierIndex::None)
    }

    /// The state of a site that was planned again.
    pub fn after(&self, ready: PlannedSite) -> SiteState {
        SiteState::with_index(ready, self.last_index().of_other_site())
    }

    fn with_index(ready: PlannedSite, earlier: EarlierIndex) -> SiteState {
        let findings = Arc::new(ready.linked.findings.clone());
        let viewed = Arc::new(Viewed::new(ready, PlannedSite::frames));
        SiteState {
            viewed,
            prose: Arc::default(),
            index: Arc::default(),
            earlier,
            findings,
        }
    }

    /// Takes texts that are newer.
    pub fn set_texts(&mut self, prose: TextEdits) {
        self.earlier = self.last_index();
        self.index = Arc::default();
        self.prose = Arc::new(prose);
    }

    /// The index of this state if it is made, else the one before it.
    fn last_index(&self) -> EarlierIndex {
        match self.index.get() {
            Some(index) => EarlierIndex::OfOtherTexts(Arc::clone(index)),
            None => self.earlier.clone(),
        }
    }

    /// The site, with its plan.
    pub fn ready(&self) -> &PlannedSite {
        self.viewed.borrow_owner()
    }

    /// What one page is made of.
    pub fn page_context(&self, item: Item) -> PageContext<'_> {
        let frames = self.viewed.borrow_dependent();
        PageContext::new(frames.of(item), &self.prose).with_texts(frames.of_texts(item))
    }

    /// True if a file can be what its author meant: the fields of its document are as their kind declares them. Its template
    /// would only fail on them, or show half of them.
    pub fn is_sound(&self, planned: &Planned, page: &PageContext) -> bool {
        let site = self.ready();
        let (Item::Page(id) | Item::Fallback(id, _) | Item::SinglePage(id) | Item::Edition(id, _)) =
            planned.item
        else {
            return true;
        };
        let node = site.linked.graph.node(id);
        // The answer follows from its newest text.
        page.document(node);
        let of_document = self.findings.of_documents.get(&node.outline().file);
        let mut of_document = of_document.into_iter().flatten();
        let levels = &site.linked.project.site.levels;
        !of_document.any(|found| {
            found.found_while == FoundWhile::ReadingFields && findings::is_error(levels, found)
        })
    }

    /// Makes one file, unless its template would only fail on the fields.
    pub fn render(&self, planned: &Planned, page: &PageContext, asked: Asked) -> Reported<Made> {
        if self.is_sound(planned, page) {
            self.make(planned, page, asked)
        } else {
            Reported::clean(Made::Failed)
        }
    }

    /// Makes one file. Nothing can be wrong with an index, so it is made only for its content, and an edition is where nobody
    /// waits for it.
    pub fn make(&self, planned: &Planned, page: &PageContext, asked: Asked) -> Reported<Made> {
        let moment = self.ready().editions.press.moment();
        match planned.item {
            Item::SearchIndex => {
                layout::note_searched_texts(page);
                Reported::clean(Made::Bytes(match asked {
                    Asked::ForContent => self.index().root().to_vec(),
                    Asked::ForProblems => Vec::new(),
                }))
            }
            Item::Edition(id, edition)
                if (asked, moment) == (Asked::ForProblems, MakeMoment::WhenAsked) =>
            {
                Reported {
                    value: Made::Bytes(Vec::new()),
                    diagnostics: layout::examine_editions(page, id, edition),
                }
            }
            _ => layout::render(planned, page),
        }
    }

    /// The files of the search's index. They are named by what is in them, so no plan lists them: an edit of a text changes
    /// some, and the plan stays.
    pub fn index(&self) -> &SearchIndex {
        self.index.get_or_init(|| {
            let page = self.page_context(Item::SearchIndex);
            Arc::new(SearchIndex::new(&page, &self.prose, &self.earlier))
        })
    }

    /// A file of the search's index. The index is made only for a name that is in its folder: browsers also ask for
    /// what is not there.
    pub fn index_file(&self, name: &str) -> Option<&[u8]> {
        let linked = &self.ready().linked;
        let folder = layout::index_folder(linked.graph.search_index()?);
        let name = linked.project.site.hosts.original(name);
        let is_inside = name.starts_with(folder.trim_start_matches('/'));
        is_inside.then(|| self.index().file(name))?
    }

    /// True where both are the same but for texts: then pages made of the same texts are the same.
    pub fn is_same_but_for_texts(&self, other: &SiteState) -> bool {
        Arc::ptr_eq(&self.viewed, &other.viewed)
    }

    /// Everything found before any page was made, at the site's own levels.
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        let linked = &self.ready().linked;
        let mut found = self.at_levels();
        found.retain(|found| !linked.silent.covers(found) && !linked.wrong_folders.explains(found));
        found
    }

    /// What was found in documents that are not public, counted.
    pub fn hidden_problems(&self) -> HiddenProblems {
        self.ready().linked.silent.count(&self.at_levels())
    }

    fn at_levels(&self) -> Vec<Diagnostic> {
        let levels = &self.ready().linked.project.site.levels;
        findings::at_levels(levels, self.findings.all())
    }

    /// True where the moment makes no difference.
    pub fn holds_at(&self, then: &Options, now: &Options) -> bool {
        let next_change = self.ready().linked.next_moment();
        then.now <= now.now && next_change.is_none_or(|change| now.now < change)
    }
}
