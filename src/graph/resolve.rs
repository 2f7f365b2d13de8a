//! Links, anchors and files, in bodies and fields: each leads somewhere or is an error at its place.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::anchor::Anchors;
use super::book::{Book, Claim};
use super::file_title::FileTitles;
use super::files::{Files, State};
use super::link_problem::{
    gone, left_over, moved_away, not_a_file, nothing_there, unpublished, which_document, which_file,
};
use super::moved::Moved;
use super::names::{FileId, Names, Origin, Thing, Wants};
use super::near::Near;
use super::near_file::NearFiles;
use super::overview::Overview;
use super::target::{absolute, split_behind};
use super::targets::Targets;
use super::{Diagnostics, NodeData, NodeId, anchor};
use crate::base::site_layout;
use crate::base::suggest;
use crate::base::url::percent_decoded;
use crate::base::wording::excerpt;
use crate::base::{Code, Diagnostic, FilePath, SharedText, Span, Url};
use crate::document::markdown::{is_refused, refusal};
use crate::document::{Link, LinkRole, Outline};

/// Which public asset of the graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AssetId(pub u32);

/// Where a link leads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ResolvedLink {
    /// The address for `href` and `src`, base path and anchor included; as written where it leads nowhere.
    pub href: SharedText,
    /// The target's title, for links that show it; empty for targets outside the site.
    pub title: Box<str>,
    /// What stands there.
    pub target: Target,
}

/// What stands at the end of a link.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Target {
    /// A document's page.
    Node(NodeId),
    /// A file.
    Asset(AssetId),
    /// Another page or file of the site.
    OtherPage,
    /// Another site, or another program.
    Outside,
    /// Nothing; it was reported.
    #[default]
    Nothing,
}

/// A link; or what is wrong with it, nothing where that was said elsewhere.
type Resolved = Result<ResolvedLink, Option<Box<Diagnostic>>>;

/// Gives targets their URLs, and says what is wrong with those that have none.
pub(super) struct Resolver<'r> {
    nodes: &'r [NodeData],
    names: &'r Names<'r>,
    targets: &'r Targets,
    files: &'r Files,
    book: &'r Book<'r>,
    /// The documents that are linked.
    pub overview: &'r Overview<'r>,
    asked_of_theme: Mutex<BTreeSet<Url>>,
    /// The address of each node's page, made when the first link leads there.
    hrefs: Vec<OnceLock<SharedText>>,
    /// Made ready when the first link leads nowhere.
    near: OnceLock<Near<'r>>,
    near_files: OnceLock<NearFiles<'r>>,
    moved: OnceLock<Moved<'r>>,
    /// Made ready when the first `[[…]]` names a file.
    titles: OnceLock<FileTitles<'r>>,
    /// The names of public files, made ready when the first `[[…]]` names a file that is not there.
    file_names: OnceLock<suggest::Candidates<'r>>,
    /// What links to a part of a page may lead to.
    anchors: Anchors<'r>,
}

/// Where a link stands.
pub(super) struct At<'a> {
    /// The file.
    pub file: &'a FilePath,
    /// The place of its target.
    pub span: Span,
    /// The page it stands on.
    pub page: Option<NodeId>,
}

/// A link as written: its target, and what kind of target that is.
type Written<'a> = (&'a SharedText, LinkRole);

impl<'r> Resolver<'r> {
    /// Makes the URLs of all targets ready to be looked up.
    pub fn new(
        nodes: &'r [NodeData],
        (names, targets, files): (&'r Names<'r>, &'r Targets, &'r Files),
        book: &'r Book<'r>,
        overview: &'r Overview<'r>,
    ) -> Resolver<'r> {
        Resolver {
            nodes,
            names,
            targets,
            files,
            book,
            overview,
            asked_of_theme: Mutex::default(),
            hrefs: nodes.iter().map(|_| OnceLock::new()).collect(),
            near: OnceLock::new(),
            near_files: OnceLock::new(),
            moved: OnceLock::new(),
            titles: OnceLock::new(),
            file_names: OnceLock::new(),
            anchors: Anchors::new(nodes.len()),
        }
    }

    /// The addresses that were looked for among the assets of the theme.
    pub fn into_asked_of_theme(self) -> BTreeSet<Url> {
        self.asked_of_theme
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner)
    }

    pub fn links(&self, id: NodeId, outline: &Outline) -> (Arc<[ResolvedLink]>, Diagnostics) {
        let mut diagnostics = Vec::new();
        let resolve = |(link, thing): (&Link, &Thing)| {
            let at = At {
                file: &outline.file,
                span: *link.span,
                page: Some(id),
            };
            match self.resolve(thing, (&link.target, link.role), &at) {
                Ok(resolved) => resolved,
                Err(diagnostic) => {
                    // A site that is written all the same does not say what the unpublished is called.
                    let is_secret = diagnostic
                        .as_ref()
                        .is_none_or(|found| found.code == Code::LinkToUnpublished);
                    diagnostics.extend(diagnostic.map(|boxed| *boxed));
                    let is_left_out = is_secret || is_refused(&link.target);
                    let href = if is_left_out {
                        SharedText::default()
                    } else {
                        link.target.clone()
                    };
                    ResolvedLink {
                        title: href.as_str().into(),
                        href,
                        target: Target::Nothing,
                    }
                }
            }
        };
        let links = outline
            .links
            .iter()
            .zip(&self.targets.public[id.index()])
            .map(resolve)
            .collect();
        (links, diagnostics)
    }

    /// Resolves a link of a file of settings; from site.yaml, paths start at `content/`.
    pub fn of_settings(&self, (file, span): (&FilePath, Span), target: &str) -> Resolved {
        let thing = self.of_setting(file, target);
        self.resolve(
            &thing,
            (&target.into(), LinkRole::Target),
            &At {
                file,
                span,
                page: None,
            },
        )
    }

    /// True if a target of a file of settings is an old address of this site that leads on to another one.
    pub fn leads_on(&self, file: &FilePath, target: &str) -> bool {
        let Thing::Url(url) = self.of_setting(file, target) else {
            return false;
        };
        self.book.find(&url).is_some_and(Claim::leads_on)
    }

    fn of_setting(&self, file: &FilePath, target: &str) -> Thing {
        self.names
            .find((target, LinkRole::Target), &Origin { file, page: None })
    }

    fn resolve(&self, thing: &Thing, link: Written, at: &At) -> Resolved {
        let (target, role) = link;
        if role != LinkRole::Id && is_refused(target) {
            return Err(Some(Box::new(refusal(target, (at.file, at.span)))));
        }
        let (path, behind) = split_behind(target);
        if role == LinkRole::Mention {
            return Ok(self.to_mentioned(thing));
        }
        let resolved = match thing {
            Thing::Node(id) if role == LinkRole::Id => self.to_titled_node(*id, behind, at)?,
            Thing::Node(id) => self.to_node(*id, behind, at)?,
            Thing::File(file) => self.to_file(*file, link, at)?,
            Thing::SharedName => self.to_named_file(path, link, at)?,
            Thing::Url(url) => self.to_url(url, link, at)?,
            Thing::Here => self.to_this_page(behind, at)?,
            Thing::Outside => ResolvedLink {
                href: target.clone(),
                title: Box::default(),
                target: Target::Outside,
            },
            Thing::Hidden => return Err(Some(Box::new(unpublished(target, role, at)))),
            Thing::Told => return Err(None),
            Thing::SharedId => {
                let id = self.names.split_id(path);
                let kinds = self
                    .names
                    .with_id(id)
                    .map(|id| self.overview.outline(id).kind.as_str());
                return Err(Some(Box::new(which_document(id.1, kinds, at))));
            }
            Thing::Nothing => return Err(Some(Box::new(self.nothing(link, at)))),
        };
        if role == LinkRole::File && matches!(resolved.target, Target::Node(_)) {
            return Err(Some(Box::new(not_a_file(target, at))));
        }
        Ok(resolved)
    }

    /// A file that is mentioned. Nobody is told of one that is not there: it may be something else altogether.
    fn to_mentioned(&self, thing: &Thing) -> ResolvedLink {
        let public = self
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
            title: Box::default(),
            target,
        })
    }

    /// Whatever is at an address of the site: what claimed it, or what would if it were public.
    fn to_url(&self, url: &Url, link: Written, at: &At) -> Resolved {
        let (target, role) = link;
        let (path, behind) = split_behind(target);
        // All assets of a theme stand there.
        if url.as_str().starts_with(site_layout::ASSET_URLS) {
            self.asked_of_theme
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .insert(url.clone());
        }
        if let Some(published) = self.overview.input.theme_assets.get(url) {
            return Ok(self.site_link(published, behind));
        }
        let wanting = self.names.wanting(url);
        let public = wanting.iter().find_map(|wants| match wants {
            Wants::File(file) => self.public(*file),
            Wants::Hidden | Wants::Told => None,
        });
        match self.book.find(url) {
            Some(claim) if claim.is_gone() => Err(Some(Box::new(gone(path, at)))),
            Some(Claim {
                url,
                node: Some(id),
                ..
            }) if self.is_page_of(*id, url) => self.to_node(*id, behind, at),
            Some(claim) => Ok(match public.filter(|_| claim.is_file()) {
                Some(asset) => self.to_asset(asset, behind),
                None => self.site_link(&claim.url, behind),
            }),
            None if wanting.is_empty() => Err(Some(Box::new(self.nothing(link, at)))),
            None if wanting.contains(&Wants::Told) => Err(None),
            None => Err(Some(Box::new(unpublished(target, role, at)))),
        }
    }

    fn is_page_of(&self, id: NodeId, url: &Url) -> bool {
        let own = self.nodes[id.index()].url.as_ref();
        own.is_some_and(|own| own.clash_key() == url.clash_key())
    }

    fn site_link(&self, url: &Url, behind: &str) -> ResolvedLink {
        let href = url.href_with(self.overview.input.site.base_path(), behind);
        ResolvedLink {
            href: href.into(),
            title: Box::default(),
            target: Target::OtherPage,
        }
    }

    /// A file. `[[…]]` shows its title.
    fn to_file(&self, file: FileId, link: Written, at: &At) -> Resolved {
        let (target, role) = link;
        let asset = match self.files.state(file) {
            State::Public(asset) => asset,
            State::Withheld => return Err(Some(Box::new(unpublished(target, role, at)))),
            // What is wrong with it has been said of the file.
            State::Nameless => return Err(None),
        };
        let resolved = self.to_asset(asset, split_behind(target).1);
        if role != LinkRole::Id {
            return Ok(resolved);
        }
        let titles = self
            .titles
            .get_or_init(|| FileTitles::new(self.overview, self.targets));
        let title = titles
            .title(file, at.page)
            .unwrap_or(self.overview.input.assets[file.index()].file.name());
        Ok(ResolvedLink {
            title: title.into(),
            ..resolved
        })
    }

    /// A file by a name that several have: the only public one of them.
    fn to_named_file(&self, name: &str, link: Written, at: &At) -> Resolved {
        let files = self.names.called(name).iter().copied();
        let public: Vec<FileId> = files.filter(|file| self.public(*file).is_some()).collect();
        match public.as_slice() {
            [] => Err(Some(Box::new(unpublished(link.0, link.1, at)))),
            [one] => self.to_file(*one, link, at),
            several => {
                let files = several
                    .iter()
                    .map(|file| &self.overview.input.assets[file.index()].file);
                Err(Some(Box::new(which_file(name, files, at))))
            }
        }
    }

    fn public(&self, file: FileId) -> Option<AssetId> {
        match self.files.state(file) {
            State::Public(asset) => Some(asset),
            State::Nameless | State::Withheld => None,
        }
    }

    fn unknown_id(&self, id: &str, kind: Option<&str>, at: &At) -> Diagnostic {
        let what = kind.unwrap_or("document");
        let near = self
            .near
            .get_or_init(|| Near::new(self.overview))
            .id_like(id, kind);
        Diagnostic::new(
            Code::BrokenLink,
            format!("there is no {what} called `{}`", excerpt(id, 60)),
        )
        .at(at.file, at.span, "no such id")
        .help(near.unwrap_or_default())
    }

    fn to_node(&self, id: NodeId, behind: &str, at: &At) -> Resolved {
        let node = &self.nodes[id.index()];
        self.check_anchor(Some(id), behind, at)?;
        // A document without a page is shown on its owner's.
        let shown_on = node
            .url
            .as_ref()
            .or_else(|| self.nodes[node.owner?.index()].url.as_ref());
        let anchor = anchor::of_comment(self.overview.brief(id)).filter(|_| behind.is_empty());
        let anchor = anchor.map(|anchor| format!("#{anchor}"));
        let behind = anchor.as_deref().unwrap_or(behind);
        let base_path = self.overview.input.site.base_path();
        let make = || {
            shown_on
                .map_or_else(String::new, |url| url.href_with(base_path, behind))
                .into()
        };
        // Most links lead to the start of a page, and all of these are the same.
        let href = if behind.is_empty() {
            self.hrefs[id.index()].get_or_init(make).clone()
        } else {
            make()
        };
        Ok(ResolvedLink {
            href,
            title: Box::default(),
            target: Target::Node(id),
        })
    }

    fn to_titled_node(&self, id: NodeId, behind: &str, at: &At) -> Resolved {
        let title = self.overview.outline(id).title.as_str().into();
        Ok(ResolvedLink {
            title,
            ..self.to_node(id, behind, at)?
        })
    }

    fn to_asset(&self, asset: AssetId, behind: &str) -> ResolvedLink {
        let url = self.files.public.get(asset.0 as usize).map(|(_, url)| url);
        let href = url.map(|url| url.href_with(self.overview.input.site.base_path(), behind));
        let href = href.unwrap_or_default().into();
        ResolvedLink {
            href,
            title: Box::default(),
            target: Target::Asset(asset),
        }
    }

    fn check_anchor(
        &self,
        id: Option<NodeId>,
        behind: &str,
        at: &At,
    ) -> Result<(), Option<Box<Diagnostic>>> {
        let (Some(id), Some((_, wanted))) = (id, behind.split_once('#')) else {
            return Ok(());
        };
        let outline = self.overview.outline(id);
        let decoded = percent_decoded(wanted).unwrap_or(Cow::Borrowed(wanted));
        // `#top` is the start of any page by the HTML standard; `#:~:text=` names words, not an anchor.
        if decoded.is_empty()
            || decoded == "top"
            || decoded.starts_with(":~:")
            || self
                .anchors
                .are_on_page((self.nodes, self.overview), id, &decoded)
        {
            return Ok(());
        }
        let is_here = *at.file == outline.file;
        let place = if is_here {
            "on this page".to_owned()
        } else {
            format!("in {}", outline.file)
        };
        let diagnostic = Diagnostic::new(
            Code::BrokenAnchor,
            format!("there is no heading `#{}` {place}", excerpt(&decoded, 60)),
        )
        .at(at.file, at.span, "no such heading")
        .help(self.anchors.suggest(self.overview, (id, &decoded), at.page));
        Err(Some(Box::new(diagnostic)))
    }

    /// What is wrong with a link that leads nowhere.
    fn nothing(&self, (target, role): Written, at: &At) -> Diagnostic {
        let own = self.names.on_site(target);
        let path = split_behind(&own).0;
        let decoded = percent_decoded(path).unwrap_or(Cow::Borrowed(path));
        if let Some(leftover) = self.leftover(&decoded, at) {
            return left_over(target, leftover, at);
        }
        let near = || {
            self.near_files
                .get_or_init(|| NearFiles::new(self.nodes, &self.files.public))
        };
        if role == LinkRole::Id {
            if !path.contains('.') {
                let (kind, id) = self.names.split_id(path);
                return self.unknown_id(id, kind, at);
            }
            let near = near().suggest(at.file, path, LinkRole::File);
            let near = near.or_else(|| self.file_names().did_you_mean(path));
            return nothing_there(target, near, at);
        }
        let moved = self.moved.get_or_init(|| Moved::new(self.overview));
        let nothing = nothing_there(target, near().suggest(at.file, &decoded, role), at);
        moved_away(
            nothing,
            (target, moved.target(at.file, (target, &decoded), role)),
            at,
        )
    }

    fn file_names(&self) -> &suggest::Candidates<'r> {
        self.file_names.get_or_init(|| {
            let names = self.files.public.iter().map(|(asset, _)| asset.file.name());
            suggest::Candidates::new(names.collect::<BTreeSet<&str>>())
        })
    }

    /// The leftover that a path leads to, itself or a folder above it.
    fn leftover(&self, path: &str, at: &At) -> Option<&FilePath> {
        let wanted = absolute(at.file, path)?;
        let leftovers = &self.overview.input.leftovers;
        let known = |path: &str| {
            leftovers
                .binary_search_by(|leftover| leftover.as_str().cmp(path))
                .ok()
        };
        let folders = wanted.match_indices('/').map(|(at, _)| &wanted[..at]);
        let found = std::iter::once(wanted.as_str())
            .chain(folders)
            .find_map(known)?;
        leftovers.get(found)
    }
}
