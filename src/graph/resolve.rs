//! Links, anchors and files, in bodies and fields: each leads somewhere or is an error at its place.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::book::{Book, Claim};
use super::file_name::FileNames;
use super::link_problem::{
    code_in_link, gone, moved_away, not_a_file, nothing_there, unpublished, which_document, which_file,
};
use super::moved::Moved;
use super::near::Near;
use super::near_file::NearFiles;
use super::overview::Overview;
use super::target::{first_known, is_outside, join, split_behind};
use super::{Diagnostics, Node, NodeId, anchor};
use crate::base::address::percent_decoded;
use crate::base::lookup::with_room;
use crate::base::nearest::did_you_mean;
use crate::base::wording::{excerpt, ticked_and};
use crate::base::{Address, Code, Diagnostic, FilePath, Lookup, SharedText, Span};
use crate::content::Asset;
use crate::document::markdown::runs_code;
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
    Site,
    /// Another site, or another program.
    Outside,
    /// Nothing; it was reported.
    #[default]
    Nothing,
}

/// A file below `content/`, by its path.
#[derive(Clone, Copy)]
enum Found {
    Node(NodeId),
    Asset(usize),
    /// Known, but not public now.
    Hidden,
    /// Known, but it could not be read, which is reported already.
    Unread,
}

/// A link; or what is wrong with it, nothing where that was said elsewhere.
type Resolved = Result<ResolvedLink, Option<Box<Diagnostic>>>;

/// Looks up one link after another.
pub(super) struct Resolver<'r> {
    nodes: &'r [Node],
    assets: &'r [(Asset, Address)],
    book: &'r Book<'r>,
    /// The documents that are linked.
    pub overview: &'r Overview<'r>,
    /// Files of `content/` that are no public documents.
    others: Lookup<&'r str, Found>,
    asked_of_theme: Mutex<BTreeSet<Address>>,
    /// The address of each node's page, made when the first link leads there.
    hrefs: Vec<OnceLock<SharedText>>,
    /// Made ready when the first link leads nowhere.
    near: OnceLock<Near<'r>>,
    near_files: OnceLock<NearFiles<'r>>,
    moved: OnceLock<Moved<'r>>,
    /// Made ready when the first `[[…]]` names a file.
    file_names: OnceLock<FileNames<'r>>,
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

impl<'r> Resolver<'r> {
    /// Makes all files ready to be looked up.
    pub fn new(
        nodes: &'r [Node],
        (assets, nameless): (&'r [(Asset, Address)], &'r [FilePath]),
        book: &'r Book<'r>,
        overview: &'r Overview<'r>,
    ) -> Resolver<'r> {
        let input = overview.input;
        let mut others: Lookup<&str, Found> = with_room(input.assets.len());
        others.extend(input.assets.iter().map(|asset| (asset.file.as_str(), Found::Hidden)));
        others.extend(overview.hidden.iter().map(|outline| (outline.file.as_str(), Found::Hidden)));
        // What is wrong with these has been said where they stand.
        others.extend(input.unread.iter().chain(nameless).map(|file| (file.as_str(), Found::Unread)));
        let public = assets.iter().enumerate();
        others.extend(public.map(|(at, (asset, _))| (asset.file.as_str(), Found::Asset(at))));
        Resolver {
            nodes,
            assets,
            book,
            overview,
            others,
            asked_of_theme: Mutex::default(),
            hrefs: nodes.iter().map(|_| OnceLock::new()).collect(),
            near: OnceLock::new(),
            near_files: OnceLock::new(),
            moved: OnceLock::new(),
            file_names: OnceLock::new(),
        }
    }

    /// The addresses that were looked for among the assets of the theme.
    pub fn into_asked_of_theme(self) -> BTreeSet<Address> {
        self.asked_of_theme.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn links(&self, id: NodeId, outline: &Outline) -> (Arc<[ResolvedLink]>, Diagnostics) {
        let mut diagnostics = Vec::new();
        let resolve = |link: &Link| {
            let at = At { file: &outline.file, span: link.span, page: Some(id) };
            match self.resolve(&link.target, link.role, &at) {
                Ok(resolved) => resolved,
                Err(diagnostic) => {
                    // A site that is written all the same does not say what the unpublished is called.
                    let is_secret =
                        diagnostic.as_ref().is_some_and(|found| found.code == Code::LinkToUnpublished);
                    diagnostics.extend(diagnostic.map(|boxed| *boxed));
                    let is_left_out = is_secret || runs_code(&link.target);
                    let href = if is_left_out { SharedText::default() } else { link.target.clone() };
                    ResolvedLink { title: href.as_str().into(), href, target: Target::Nothing }
                }
            }
        };
        let links = outline.links.iter().map(resolve).collect();
        (links, diagnostics)
    }

    /// Resolves a link of a file of settings; from site.yaml, paths start at `content/`.
    pub fn of_settings(&self, (file, span): (&FilePath, Span), target: &str) -> Resolved {
        let at = At { file, span, page: None };
        self.resolve(&target.into(), LinkRole::Target, &at)
    }

    fn resolve(&self, target: &SharedText, role: LinkRole, at: &At) -> Resolved {
        if runs_code(target) {
            return Err(Some(Box::new(code_in_link(at))));
        }
        if role == LinkRole::Id {
            return self.by_id(target, at);
        }
        let own = target
            .strip_prefix(&self.overview.input.site.base_url)
            .filter(|rest| rest.is_empty() || rest.starts_with(['/', '#', '?']));
        if own.is_none() && is_outside(target) {
            return Ok(ResolvedLink { href: target.clone(), title: Box::default(), target: Target::Outside });
        }
        let (path, behind) = split_behind(own.unwrap_or(target));
        if path.is_empty() && own.is_none() {
            self.check_anchor(at.page, behind, at)?;
            return Ok(ResolvedLink {
                href: behind.into(),
                title: Box::default(),
                target: at.page.map_or(Target::Site, Target::Node),
            });
        }
        let decoded = percent_decoded(path).unwrap_or(Cow::Borrowed(path));
        let resolved = self.on_site(target, (&decoded, behind), role, at)?;
        if role == LinkRole::File && matches!(resolved.target, Target::Node(_)) {
            return Err(Some(Box::new(not_a_file(target, at))));
        }
        Ok(resolved)
    }

    fn on_site(&self, target: &str, (decoded, behind): (&str, &str), role: LinkRole, at: &At) -> Resolved {
        match self.by_file(decoded, at) {
            Some(Found::Node(id)) => self.to_node(id, behind, at),
            Some(Found::Asset(index)) => Ok(self.to_asset(index, behind)),
            Some(Found::Hidden) => Err(Some(Box::new(unpublished(target, at)))),
            Some(Found::Unread) => Err(None),
            None => self
                .by_address(decoded, behind, at)
                .unwrap_or_else(|| Err(Some(Box::new(self.broken(target, (decoded, role), at))))),
        }
    }

    fn by_file(&self, path: &str, at: &At) -> Option<Found> {
        first_known(at.file, path, |file| {
            self.overview.in_file(file).map(Found::Node).or_else(|| self.others.get(file).copied())
        })
    }

    /// An address of the site, from its root or from the page the link stands on.
    fn by_address(&self, path: &str, behind: &str, at: &At) -> Option<Resolved> {
        let absolute = if path.starts_with('/') {
            path.to_owned()
        } else {
            let page = at.page.and_then(|page| self.nodes[page.index()].address.as_ref());
            join(page.map_or("", |page| page.as_str().trim_matches('/')), path)?
        };
        let address = Address::parse(&absolute).ok()?;
        // All assets of a theme stand there.
        if address.as_str().starts_with("/assets/") {
            self.asked_of_theme.lock().unwrap_or_else(PoisonError::into_inner).insert(address.clone());
        }
        if let Some(published) = self.overview.input.theme_assets.get(&address) {
            return Some(Ok(self.site_link(published, behind)));
        }
        let claim = self.book.find(&address)?;
        if claim.is_gone() {
            return Some(Err(Some(Box::new(gone(path, at)))));
        }
        Some(match claim.node {
            Some(id)
                if self.nodes[id.index()]
                    .address
                    .as_ref()
                    .is_some_and(|own| own.clash_key() == claim.address.clash_key()) =>
            {
                self.to_node(id, behind, at)
            }
            _ => Ok(self.site_link(&claim.address, behind)),
        })
    }

    /// True where a target is an old address of this site that leads on to another one.
    pub fn leads_on(&self, target: &str) -> bool {
        let own = target.strip_prefix(&self.overview.input.site.base_url).unwrap_or(target);
        let path = percent_decoded(split_behind(own).0).unwrap_or_default();
        let claim = Address::parse(&path).ok().and_then(|address| self.book.find(&address));
        claim.is_some_and(Claim::leads_on)
    }

    fn site_link(&self, address: &Address, behind: &str) -> ResolvedLink {
        let href = address.href_with(self.overview.input.site.base_path(), behind);
        ResolvedLink { href: href.into(), title: Box::default(), target: Target::Site }
    }

    fn by_id(&self, target: &str, at: &At) -> Resolved {
        let (path, behind) = split_behind(target);
        let (kind, id) = match path.split_once('/') {
            Some((kind, id)) if self.overview.input.kinds.find(kind).is_some() => (Some(kind), id),
            _ => (None, path),
        };
        let kind_of = |id: NodeId| self.overview.outline(id).kind.as_str();
        let fits = |found: &NodeId| kind.is_none_or(|kind| kind == kind_of(*found));
        let mut found = self.overview.ids.called(id).filter(fits);
        match (found.next(), found.next()) {
            (Some(node), None) => self.to_titled_node(node, behind, at),
            (None, _) if self.is_hidden_id(id, kind) => {
                Err(Some(Box::new(unpublished(&format!("[[{path}]]"), at))))
            }
            (None, _) => self
                .by_file_name(target, (path, behind), at)
                .unwrap_or_else(|| Err(Some(Box::new(self.unknown_id(id, kind, at))))),
            (Some(first), Some(second)) => {
                let kinds = [first, second].into_iter().chain(found).map(kind_of);
                Err(Some(Box::new(which_document(id, kinds, at))))
            }
        }
    }

    /// A file in `[[…]]`: its path, or the name of a file wherever it stands. The link shows its title.
    fn by_file_name(&self, target: &str, (path, behind): (&str, &str), at: &At) -> Option<Resolved> {
        if !path.contains('.') {
            return None;
        }
        let names = self.file_names.get_or_init(|| FileNames::new(self.nodes, self.assets));
        let decoded = percent_decoded(path).unwrap_or(Cow::Borrowed(path));
        let found = self.by_file(&decoded, at).or_else(|| match names.called(path) {
            [one] => Some(Found::Asset(*one)),
            _ => None,
        });
        Some(match (found, names.called(path)) {
            (Some(Found::Node(id)), _) => self.to_titled_node(id, behind, at),
            (Some(Found::Asset(index)), _) => {
                let page = at.page.map(|page| self.nodes[page.index()].outline());
                let title = names.title(&self.assets[index].0, page);
                Ok(ResolvedLink { title: title.into(), ..self.to_asset(index, behind) })
            }
            (Some(Found::Hidden), _) => Err(Some(Box::new(unpublished(target, at)))),
            (Some(Found::Unread), _) => Err(None),
            (None, []) => {
                let near = self.near_files.get_or_init(|| NearFiles::new(self.nodes, self.assets));
                let near = near.suggest(at.file, path, LinkRole::File).or_else(|| names.near(path));
                Err(Some(Box::new(nothing_there(target, near, at))))
            }
            (None, several) => {
                Err(Some(Box::new(which_file(path, several.iter().map(|at| &self.assets[*at].0.file), at))))
            }
        })
    }

    /// True for the id of a document that is there, but not public now.
    fn is_hidden_id(&self, id: &str, kind: Option<&str>) -> bool {
        let fits = |of_kind: &str| kind.is_none_or(|kind| kind == of_kind);
        self.overview.ids.hidden(id).iter().any(|of_kind| fits(of_kind))
    }

    fn unknown_id(&self, id: &str, kind: Option<&str>, at: &At) -> Diagnostic {
        let what = kind.unwrap_or("document");
        let near = self.near.get_or_init(|| Near::new(self.overview)).id_like(id, kind);
        Diagnostic::new(Code::BrokenLink, format!("there is no {what} called `{}`", excerpt(id, 60)))
            .at(at.file, at.span, "no such id")
            .help(near.unwrap_or_default())
    }

    fn to_node(&self, id: NodeId, behind: &str, at: &At) -> Resolved {
        let node = &self.nodes[id.index()];
        self.check_anchor(Some(id), behind, at)?;
        // A document without a page is shown on its owner's.
        let shown_on = node.address.as_ref().or_else(|| self.nodes[node.owner?.index()].address.as_ref());
        let anchor = anchor::of_comment(self.overview.brief(id)).filter(|_| behind.is_empty());
        let anchor = anchor.map(|anchor| format!("#{anchor}"));
        let behind = anchor.as_deref().unwrap_or(behind);
        let base_path = self.overview.input.site.base_path();
        let make =
            || shown_on.map_or_else(String::new, |address| address.href_with(base_path, behind)).into();
        // Most links lead to the start of a page, and all of these are the same.
        let href = if behind.is_empty() { self.hrefs[id.index()].get_or_init(make).clone() } else { make() };
        Ok(ResolvedLink { href, title: Box::default(), target: Target::Node(id) })
    }

    fn to_titled_node(&self, id: NodeId, behind: &str, at: &At) -> Resolved {
        let title = self.overview.outline(id).title.as_str().into();
        Ok(ResolvedLink { title, ..self.to_node(id, behind, at)? })
    }

    fn to_asset(&self, index: usize, behind: &str) -> ResolvedLink {
        let (_, address) = &self.assets[index];
        let href = address.href_with(self.overview.input.site.base_path(), behind);
        ResolvedLink {
            href: href.into(),
            title: Box::default(),
            target: Target::Asset(AssetId(u32::try_from(index).unwrap_or(u32::MAX))),
        }
    }

    fn check_anchor(&self, id: Option<NodeId>, behind: &str, at: &At) -> Result<(), Option<Box<Diagnostic>>> {
        let (Some(id), Some((_, anchor))) = (id, behind.split_once('#')) else { return Ok(()) };
        let outline = self.overview.outline(id);
        let decoded = percent_decoded(anchor).unwrap_or(Cow::Borrowed(anchor));
        // `#top` is the start of any page by the HTML standard; `#:~:text=` names words, not an anchor.
        if decoded.is_empty()
            || decoded == "top"
            || decoded.starts_with(":~:")
            || anchor::is_on_page((self.nodes, self.overview), id, &decoded)
        {
            return Ok(());
        }
        let is_here = *at.file == outline.file;
        let place = if is_here { "on this page".to_owned() } else { format!("in {}", outline.file) };
        let anchors: Vec<String> =
            outline.headings.iter().map(|heading| format!("#{}", heading.id)).collect();
        let near = did_you_mean(&format!("#{decoded}"), anchors.iter().map(String::as_str));
        let help = near.unwrap_or_else(|| match &anchors[..anchors.len().min(8)] {
            [] => String::new(),
            [one] => format!("its only heading is `{one}`"),
            some => format!("its headings are {}", ticked_and(some)),
        });
        let diagnostic = Diagnostic::new(
            Code::BrokenAnchor,
            format!("there is no heading `#{}` {place}", excerpt(&decoded, 60)),
        )
        .at(at.file, at.span, "no such heading")
        .help(help);
        Err(Some(Box::new(diagnostic)))
    }

    fn broken(&self, target: &str, (path, role): (&str, LinkRole), at: &At) -> Diagnostic {
        let near = self.near_files.get_or_init(|| NearFiles::new(self.nodes, self.assets));
        let moved = self.moved.get_or_init(|| Moved::new(self.overview));
        let nothing = nothing_there(target, near.suggest(at.file, path, role), at);
        moved_away(nothing, (target, moved.target(at.file, (target, path), role)), at)
    }
}
