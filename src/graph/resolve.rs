//! Links, anchors and files, in bodies and fields: each leads somewhere or is an error at its place.

use std::borrow::Cow;
use std::sync::OnceLock;

use super::anchor::Anchors;
use super::doc_tables::DocTables;
use super::edition_links::edition_called;
use super::file_index::FileIndex;
use super::file_title::FileTitles;
use super::files::State;
use super::finding::{Finding, Reported};
use super::id::{AssetId, FileId, NodeId};
use super::link::{Label, ResolvedLink, Target};
use super::link_problem::{
    At, gone, in_unclear_folder, no_target, not_a_file, unpublished, which_document, which_file,
};
use super::made_page;
use super::moved_files::MovedFiles;
use super::name_index::NameIndex;
use super::names::{Names, Thing, UrlOwner};
use super::route::{Item, Readable, Route};
use super::settings_links::SettingsLink;
use super::target::split_behind;
use super::targets::Targets;
use super::url_tables::UrlTables;
use crate::base::english::excerpt;
use crate::base::suggest;
use crate::base::url::percent_decoded;
use crate::base::{Code, SharedText, Url};
use crate::config::LinkSchemes;
use crate::config::link_schemes::NO_OTHER_SCHEMES;
use crate::document::markdown::{is_refused, refusal};
use crate::document::{Link, LinkId, LinkRole, Spot};

/// A link; or what is wrong with it, nothing where that was said elsewhere.
pub(super) type Resolved = Result<ResolvedLink, Option<Box<Finding>>>;

/// Gives targets their URLs, and says what is wrong with those that have none.
pub(super) struct Resolver<'r> {
    pub from: Resolvable<'r>,
    /// The URL of each document's page, made when the first link leads there.
    pub(super) hrefs: Vec<OnceLock<SharedText>>,
    /// Prepared when the first link leads nowhere.
    pub(super) near: OnceLock<NameIndex<'r>>,
    pub(super) file_index: OnceLock<FileIndex<'r>>,
    pub(super) moved: OnceLock<MovedFiles<'r>>,
    /// Prepared when the first `[[…]]` names a file.
    titles: OnceLock<FileTitles<'r>>,
    /// The names of public files, prepared when the first `[[…]]` names a file that is not there.
    pub(super) file_names: OnceLock<suggest::Candidates<'r>>,
    /// What links to a part of a page may lead to.
    anchors: Anchors<'r>,
}

/// The tables that links are resolved with.
#[derive(Clone, Copy)]
pub(super) struct Resolvable<'r> {
    pub names: &'r Names<'r>,
    pub documents: &'r DocTables,
    pub targets: &'r Targets,
    pub urls: &'r UrlTables,
}

/// A link as written: its target, and what kind of target that is.
#[derive(Clone, Copy)]
pub(super) struct Written<'a> {
    pub target: &'a SharedText,
    pub role: LinkRole,
}

/// True for anchors that any page has: `#top` is its start by the HTML standard, `#:~:text=` names words.
fn is_on_every_page(anchor: &str) -> bool {
    anchor.is_empty() || anchor == "top" || anchor.starts_with(":~:")
}

/// A link that leads nowhere, as it is shown on a site that is written all the same.
fn as_written(target: &SharedText, found: Option<&Finding>) -> ResolvedLink {
    // The site does not say what the unpublished is called.
    let is_secret = found.is_none_or(|found| found.code == Code::LinkToUnpublished);
    let href = if is_secret || is_refused(target, &NO_OTHER_SCHEMES) {
        SharedText::default()
    } else {
        target.clone()
    };
    ResolvedLink {
        label: Label::Text(href.as_str().into()),
        href,
        target: Target::Nothing,
    }
}

impl<'r> Resolver<'r> {
    /// Prepares the URLs of all targets.
    pub fn new(from: Resolvable<'r>) -> Resolver<'r> {
        let index = from.names.index;
        Resolver {
            from,
            hrefs: index.public.iter().map(|_| OnceLock::new()).collect(),
            near: OnceLock::new(),
            file_index: OnceLock::new(),
            moved: OnceLock::new(),
            titles: OnceLock::new(),
            file_names: OnceLock::new(),
            anchors: Anchors::new(index, &from.documents.family, &from.urls.pages),
        }
    }

    /// Resolves all links of a document.
    pub fn links(&self, id: NodeId) -> Reported<Box<[ResolvedLink]>> {
        let structure = self.from.names.index.structure(id);
        let mut diagnostics = Vec::new();
        let things = &self.from.targets.public[id.index()];
        let links = structure.links.iter().zip(things);
        let links = (0..).zip(links).map(|(number, (link, thing))| {
            let at = At {
                file: &structure.file,
                place: Spot::Link(LinkId(number)).into(),
                page: Some(id),
                language: structure.location.language,
            };
            self.link(link, thing, &at).into_value(&mut diagnostics)
        });
        Reported {
            value: links.collect(),
            diagnostics,
        }
    }

    /// What is wrong with the links of a hidden document. What is not public now may be so with it.
    pub fn problems_to_come(&self, hidden: usize) -> Vec<Finding> {
        let names = self.from.names;
        let structure = names.index.hidden[hidden];
        let origin = names.origin_of_hidden(hidden, structure);
        let found = (0..).zip(&structure.links).flat_map(|(number, link)| {
            let at = At {
                file: &structure.file,
                place: Spot::Link(LinkId(number)).into(),
                page: None,
                language: structure.location.language,
            };
            let thing = names.find(&link.target, link.role, &origin);
            self.link(link, &thing, &at).diagnostics
        });
        found
            .filter(|found| found.code != Code::LinkToUnpublished)
            .collect()
    }

    fn link(&self, link: &Link, thing: &Thing, at: &At) -> Reported<ResolvedLink> {
        let written = Written {
            target: &link.target,
            role: link.role,
        };
        match self.resolve(thing, written, at) {
            Ok(resolved) => Reported {
                diagnostics: self
                    .other_reading(link, &resolved, at)
                    .into_iter()
                    .collect(),
                value: resolved,
            },
            Err(found) => Reported {
                value: as_written(&link.target, found.as_deref()),
                diagnostics: found.into_iter().map(|found| *found).collect(),
            },
        }
    }

    /// Resolves a link of a file of settings; from site.yaml, paths start at `content/`.
    pub fn of_settings(&self, link: &SettingsLink) -> Resolved {
        let mut thing = link.find(self.from.names);
        if let Thing::Url(url) = &mut thing {
            let languages = self.from.names.index.languages();
            made_page::give_readers_theirs(url, link.language, languages, &self.from.urls.routes);
        }
        let written = Written {
            target: &link.target.as_str().into(),
            role: LinkRole::Target,
        };
        let at = At {
            file: link.file,
            place: link.span.into(),
            page: None,
            language: link.language,
        };
        self.resolve(&thing, written, &at)
    }

    /// True if a target of a file of settings is an old address of this site that leads on to another one.
    pub fn leads_on(&self, link: &SettingsLink) -> bool {
        let Thing::Url(url) = link.find(self.from.names) else {
            return false;
        };
        let route = self.from.urls.routes.find(&url);
        route.is_some_and(|route| {
            matches!(
                route.item,
                Item::Alias(_) | Item::Root | Item::SiteRedirect(_)
            )
        })
    }

    /// What links may start with at a place: what this site allows is not for its readers' comments.
    fn schemes(&self, at: &At) -> &LinkSchemes {
        let index = self.from.names.index;
        let kind = at
            .page
            .and_then(|id| index.input.kinds.find(&index.structure(id).kind));
        if kind.is_some_and(|kind| kind.thread().is_some()) {
            &NO_OTHER_SCHEMES
        } else {
            &index.input.site.link_schemes
        }
    }

    /// What is wrong with a target whatever the site holds.
    fn refusal(&self, target: &str, at: &At) -> Option<Finding> {
        refusal(target, self.schemes(at), at.file, at.place.clone())
    }

    pub(super) fn resolve(&self, thing: &Thing, link: Written, at: &At) -> Resolved {
        let Written { target, role } = link;
        if matches!(role, LinkRole::Target | LinkRole::File | LinkRole::Picture)
            && let Some(refused) = self.refusal(target, at)
        {
            return Err(Some(Box::new(refused)));
        }
        if role != LinkRole::Mention && *thing == Thing::Here && target.trim().is_empty() {
            return Err(Some(Box::new(no_target(role, at))));
        }
        let path = split_behind(target).0;
        if role == LinkRole::Mention {
            return Ok(self.to_mentioned(thing));
        }
        if role != LinkRole::Id && path.contains('\\') && *thing != Thing::Outside {
            return self.with_backslashes(thing, link, at);
        }
        let resolved = self.to_thing(thing, link, at)?;
        if role.is_file() && matches!(resolved.target, Target::Node(_)) {
            return Err(Some(Box::new(not_a_file(target, at))));
        }
        Ok(resolved)
    }

    fn to_thing(&self, thing: &Thing, link: Written, at: &At) -> Resolved {
        let Written { target, role } = link;
        let (path, behind) = split_behind(target);
        match thing {
            Thing::Node(id) if role == LinkRole::Id => self.to_titled_node(*id, behind, at),
            Thing::Node(id) => self.to_node(*id, behind, at),
            Thing::File(file) => self.to_file(*file, link, at),
            Thing::SharedName => self.to_named_file(path, link, at),
            Thing::Url(url) => self.to_url(url, link, at),
            Thing::Here => self.to_this_page(behind, at),
            Thing::Outside => Ok(ResolvedLink::to_outside(target)),
            Thing::Reported => Err(None),
            Thing::Hidden | Thing::SharedId | Thing::Nothing => self.to_other(thing, link, at),
        }
    }

    /// A link that names no document and no file of an author: it may be the name of an edition.
    fn to_other(&self, thing: &Thing, link: Written, at: &At) -> Resolved {
        let (path, behind) = split_behind(link.target);
        if *thing == Thing::Nothing
            && link.role == LinkRole::Id
            && let Some(route) = edition_called(&self.from.urls.routes, path)
        {
            return Ok(self.to_route(route, behind));
        }
        Err(Some(Box::new(self.no_target(thing, link, at))))
    }

    /// Why a link leads to nothing that readers can see.
    fn no_target(&self, thing: &Thing, link: Written, at: &At) -> Finding {
        match thing {
            Thing::Hidden => unpublished(link.target, link.role, at),
            Thing::SharedId => self.shared_id(split_behind(link.target).0, at),
            _ => self.nothing(link, at),
        }
    }

    /// Several documents have an id that a link names.
    fn shared_id(&self, written: &str, at: &At) -> Finding {
        let (kind, id) = self.from.names.split_id(written);
        let found = self.from.names.with_id(kind, id, at.language);
        let documents = found.map(|id| self.from.names.index.structure(id));
        which_document(id, documents, at)
    }

    /// A file that is mentioned. Nobody is told of one that is not there: it may be something else altogether.
    fn to_mentioned(&self, thing: &Thing) -> ResolvedLink {
        let public = self
            .from
            .names
            .files_of(thing)
            .find_map(|file| self.public(file));
        public
            .map(|asset| self.to_asset(asset, ""))
            .unwrap_or_default()
    }

    fn to_this_page(&self, behind: &str, at: &At) -> Resolved {
        self.check_anchor(at.page, behind, at)?;
        let target = at.page.map_or(Target::OtherPage, Target::Node);
        Ok(ResolvedLink {
            href: behind.into(),
            label: Label::default(),
            target,
        })
    }

    /// Whatever is at an address of the site: what claimed it, or what would if it were public.
    fn to_url(&self, url: &Url, link: Written, at: &At) -> Resolved {
        let (path, behind) = split_behind(link.target);
        if let Some(published) = self.from.names.index.input.theme_assets.published(url) {
            return Ok(self.site_link(published, behind));
        }
        let Some(route) = self.from.urls.routes.find(url) else {
            return Err(self.no_route(url, link, at));
        };
        match route.item {
            Item::Gone(_) => Err(Some(Box::new(gone(path, at)))),
            Item::ContentAsset(asset) => Ok(self.to_asset(asset, behind)),
            item => match self.document_at(item) {
                Some(id) => self.to_node(id, behind, at),
                None => Ok(self.to_route(route, behind)),
            },
        }
    }

    /// A link to what is at a route. To an edition, it is called by the title of its document; one that cannot be made gives way
    /// to the page, which says the same and offers what there is.
    fn to_route(&self, route: &Route, behind: &str) -> ResolvedLink {
        let Item::Edition(id, edition) = route.item else {
            return self.to_made(route, behind);
        };
        let is_made = self.from.names.index.input.editions.include(edition);
        let page = self.from.urls.pages[id].as_ref();
        let (link, target) = match page {
            Some(page) if !is_made => (self.site_link(page, ""), Target::UnmadeEdition(id)),
            _ => (
                self.site_link(&route.url, behind),
                Target::Edition(id, edition),
            ),
        };
        ResolvedLink {
            label: Label::Title(id),
            target,
            ..link
        }
    }

    /// A link to what copublish makes, for readers of a language or for programs.
    fn to_made(&self, route: &Route, behind: &str) -> ResolvedLink {
        let link = self.site_link(&route.url, behind);
        if !route.item.is_made_for_readers() {
            return link;
        }
        let documents = self.from.documents;
        let made = Readable {
            lists: &documents.lists,
            hub_lists: &documents.hub_lists,
            tags: &documents.tags,
        };
        let language = made.language_of(route.item, |id| self.from.names.index.language(id));
        ResolvedLink {
            target: Target::MadeFor(language),
            label: made_page::label_of(route.item, documents).unwrap_or(link.label),
            ..link
        }
    }

    /// The document whose page is at a URL.
    fn document_at(&self, item: Item) -> Option<NodeId> {
        match item {
            Item::Page(id) => Some(id),
            Item::List(id, 1) => self.from.documents.lists.get(id.index())?.introduction,
            _ => None,
        }
    }

    pub(super) fn site_link(&self, url: &Url, behind: &str) -> ResolvedLink {
        let href = url.href_with(self.from.names.index.input.site.base_path(), behind);
        ResolvedLink {
            href: href.into(),
            label: Label::default(),
            target: Target::OtherPage,
        }
    }

    /// A file. `[[…]]` shows its title.
    fn to_file(&self, file: FileId, link: Written, at: &At) -> Resolved {
        let Written { target, role } = link;
        let asset = match self.from.urls.files.state(file) {
            State::Public(asset) => asset,
            State::Withheld => return Err(Some(Box::new(self.withheld(file, link, at)))),
            // What is wrong with it has been said of the file.
            State::Nameless | State::WithReported => return Err(None),
        };
        let resolved = self.to_asset(asset, split_behind(target).1);
        if role != LinkRole::Id {
            return Ok(resolved);
        }
        let titles = self
            .titles
            .get_or_init(|| FileTitles::new(self.from.names.index, self.from.targets));
        let name = || self.from.names.index.input.assets[file.index()].file.name();
        let title = titles.title(file, at.page).unwrap_or_else(name);
        Ok(ResolvedLink {
            label: Label::Text(title.into()),
            ..resolved
        })
    }

    fn withheld(&self, file: FileId, link: Written, at: &At) -> Finding {
        let index = self.from.names.index;
        let file = &index.input.assets[file.index()].file;
        match index.unclear_folders.around(file) {
            Some(folder) => in_unclear_folder(link.target, folder, at),
            None => unpublished(link.target, link.role, at),
        }
    }

    /// A file by a name that several have: the only public one of them.
    fn to_named_file(&self, name: &str, link: Written, at: &At) -> Resolved {
        let files = self.from.names.called(name).iter().copied();
        let public: Vec<FileId> = files.filter(|file| self.public(*file).is_some()).collect();
        match public.as_slice() {
            [] => Err(Some(Box::new(unpublished(link.target, link.role, at)))),
            [one] => self.to_file(*one, link, at),
            several => {
                let files = several
                    .iter()
                    .map(|file| &self.from.names.index.input.assets[file.index()].file);
                Err(Some(Box::new(which_file(name, files, at))))
            }
        }
    }

    pub(super) fn public(&self, file: FileId) -> Option<AssetId> {
        match self.from.urls.files.state(file) {
            State::Public(asset) => Some(asset),
            State::Nameless | State::Withheld | State::WithReported => None,
        }
    }

    /// What there is to say of an address that nothing public has.
    fn no_route(&self, url: &Url, link: Written, at: &At) -> Option<Box<Finding>> {
        let wanting = self.from.names.wanting(url);
        if wanting.is_empty() {
            Some(Box::new(self.nothing(link, at)))
        } else if wanting.contains(&UrlOwner::Reported) {
            None
        } else {
            Some(Box::new(unpublished(link.target, link.role, at)))
        }
    }

    fn to_titled_node(&self, id: NodeId, behind: &str, at: &At) -> Resolved {
        let link = self.to_node(id, behind, at)?;
        Ok(ResolvedLink {
            label: Label::Title(id),
            ..link
        })
    }

    pub(super) fn to_asset(&self, asset: AssetId, behind: &str) -> ResolvedLink {
        let url = self
            .from
            .urls
            .files
            .public
            .get(asset.0 as usize)
            .map(|(_, url)| url);
        let href =
            url.map(|url| url.href_with(self.from.names.index.input.site.base_path(), behind));
        let href = href.unwrap_or_default().into();
        ResolvedLink {
            href,
            label: Label::default(),
            target: Target::Asset(asset),
        }
    }

    /// The page of a document; a document without one is shown on its owner's.
    pub(super) fn shown_on(&self, id: NodeId) -> Option<&Url> {
        let pages = &self.from.urls.pages;
        let of_owner = || pages[self.from.documents.family.owners[id]?].as_ref();
        pages[id].as_ref().or_else(of_owner)
    }

    pub(super) fn check_anchor(
        &self,
        id: Option<NodeId>,
        behind: &str,
        at: &At,
    ) -> Result<(), Option<Box<Finding>>> {
        let (Some(id), Some((_, wanted))) = (id, behind.split_once('#')) else {
            return Ok(());
        };
        let structure = self.from.names.index.structure(id);
        let decoded = percent_decoded(wanted).unwrap_or(Cow::Borrowed(wanted));
        if is_on_every_page(&decoded) || self.anchors.are_on_page(id, &decoded) {
            return Ok(());
        }
        let place = if *at.file == structure.file {
            "on this page".to_owned()
        } else {
            format!("in {}", structure.file)
        };
        let message = format!("there is no heading `#{}` {place}", excerpt(&decoded, 60));
        let diagnostic = Finding::new(Code::BrokenAnchor, message)
            .at(at.file, at.place.clone(), "no such heading")
            .help(self.anchors.suggest(id, &decoded, at.page));
        Err(Some(Box::new(diagnostic)))
    }
}
