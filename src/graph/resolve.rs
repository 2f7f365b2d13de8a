//! Links, anchors and files, in bodies and fields: each leads somewhere or is an error at its place.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use super::book::Book;
use super::{Diagnostics, Input, Node, NodeId};
use crate::base::address::percent_decoded;
use crate::base::nearest::{Names, did_you_mean};
use crate::base::wording::{excerpt, ticked_or};
use crate::base::{Address, Code, Diagnostic, FilePath, Span};
use crate::content::Asset;
use crate::document::{Document, Link, LinkRole, Outline};

/// Which public asset of the graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AssetId(pub u32);

/// Where a link leads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ResolvedLink {
    /// The address for `href` and `src`, base path and anchor included; as written where it leads nowhere.
    pub href: String,
    /// The target's title, for links that show it; empty for targets outside the site.
    pub title: String,
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

/// The files that are published: all but those that only hidden documents own or use.
pub(super) fn published_assets(
    nodes: &[Node],
    hidden: &[Arc<Document>],
    input: &Input,
) -> Vec<(Asset, Address)> {
    let uses = |outline: &Outline| -> BTreeSet<String> {
        outline
            .links
            .iter()
            .filter_map(|link| candidates(&outline.file, path_of(&link.target)?))
            .flatten()
            .collect()
    };
    let hidden_folders: HashSet<String> =
        hidden.iter().filter_map(|document| own_folder(&document.outline)).collect();
    let hidden_uses: BTreeSet<String> = hidden.iter().flat_map(|document| uses(&document.outline)).collect();
    let public_uses: BTreeSet<String> = if hidden_uses.is_empty() {
        BTreeSet::new()
    } else {
        nodes.iter().flat_map(|node| uses(node.outline())).collect()
    };
    let is_public = |asset: &&Asset| {
        let path = asset.file.as_str();
        let owned = path.match_indices('/').any(|(at, _)| hidden_folders.contains(&path[..=at]));
        !owned && (!hidden_uses.contains(path) || public_uses.contains(path))
    };
    let owners: HashMap<String, &Address> =
        nodes.iter().filter_map(|node| Some((own_folder(node.outline())?, node.address.as_ref()?))).collect();
    let published = |asset: &Asset| Some((asset.clone(), asset_address(asset, &owners)?));
    input.assets.iter().filter(is_public).filter_map(published).collect()
}

/// A file in a document's folder stands below the document's page, any other where its folder says.
fn asset_address(asset: &Asset, owners: &HashMap<String, &Address>) -> Option<Address> {
    let path = asset.file.as_str();
    let mut folder = asset.file.folder();
    while !folder.is_empty() {
        if let Some(owner) = owners.get(format!("{folder}/").as_str()) {
            return Address::parse(owner.join(&path[folder.len() + 1..]).as_str()).ok();
        }
        folder = folder.rsplit_once('/').map_or("", |(above, _)| above);
    }
    Address::parse(path.strip_prefix("content/")?).ok()
}

/// The folder whose files belong to a document, with a slash at its end.
fn own_folder(outline: &Outline) -> Option<String> {
    let folder = outline.location.own_folder.clone().filter(|_| !outline.location.introduces_list);
    // A home page's own folder is all of `content/`: it owns no file.
    folder.filter(|folder| folder != "content").map(|folder| format!("{folder}/"))
}

type Found2<'f> = (&'f [Arc<Document>], &'f [(Asset, Address)]);

/// Resolves the links of all nodes, and tells each node who links to it.
pub(super) fn links(
    nodes: &mut [Node],
    known: Found2,
    book: &Book,
    (input, diagnostics): (&Input, &mut Diagnostics),
) {
    let resolver = Resolver::new(nodes, known, book, input);
    let resolved: Vec<(Vec<ResolvedLink>, Diagnostics)> = nodes
        .par_iter()
        .enumerate()
        .map(|(at, node)| resolver.links(NodeId::new(at), node.outline()))
        .collect();
    let mut backlinks: BTreeMap<NodeId, BTreeSet<NodeId>> = BTreeMap::new();
    for (at, (links, found)) in resolved.into_iter().enumerate() {
        diagnostics.extend(found);
        for link in &links {
            if let Target::Node(target) = link.target
                && target.index() != at
            {
                backlinks.entry(target).or_default().insert(NodeId::new(at));
            }
        }
        nodes[at].links = links;
    }
    for (target, sources) in backlinks {
        nodes[target.index()].backlinks = sources.into_iter().collect();
    }
}

/// Looks up one link after another.
pub(super) struct Resolver<'r> {
    nodes: &'r [Node],
    assets: &'r [(Asset, Address)],
    book: &'r Book,
    input: &'r Input<'r>,
    files: HashMap<&'r str, Found>,
    ids: HashMap<&'r str, Vec<(&'r str, NodeId)>>,
    hidden_ids: HashSet<(&'r str, &'r str)>,
    names: OnceLock<HashMap<&'r str, Vec<&'r str>>>,
    /// The names of the files in each folder, and the ids of each kind and of all, for near misses.
    siblings: OnceLock<HashMap<&'r str, Names<'r>>>,
    ids_of_kinds: OnceLock<HashMap<Option<&'r str>, Names<'r>>>,
}

/// Where a link stands.
struct At<'a> {
    file: &'a FilePath,
    span: Span,
    /// The page it stands on.
    page: Option<NodeId>,
}

impl<'r> Resolver<'r> {
    pub fn new(
        nodes: &'r [Node],
        (hidden, assets): Found2<'r>,
        book: &'r Book,
        input: &'r Input<'r>,
    ) -> Resolver<'r> {
        let mut files: HashMap<&str, Found> = HashMap::with_capacity(nodes.len() + assets.len());
        let mut ids: HashMap<&str, Vec<(&str, NodeId)>> = HashMap::with_capacity(nodes.len());
        files.extend(input.assets.iter().map(|asset| (asset.file.as_str(), Found::Hidden)));
        files.extend(hidden.iter().map(|document| (document.outline.file.as_str(), Found::Hidden)));
        files.extend(input.unread.iter().map(|file| (file.as_str(), Found::Unread)));
        files.extend(
            assets.iter().enumerate().map(|(at, (asset, _))| (asset.file.as_str(), Found::Asset(at))),
        );
        for (at, node) in nodes.iter().enumerate() {
            let (id, outline) = (NodeId::new(at), node.outline());
            files.insert(outline.file.as_str(), Found::Node(id));
            ids.entry(&outline.id).or_default().push((&outline.kind, id));
        }
        let hidden_ids = hidden.iter().map(|hidden| (&*hidden.outline.kind, &*hidden.outline.id)).collect();
        Resolver {
            nodes,
            assets,
            book,
            input,
            files,
            ids,
            hidden_ids,
            names: OnceLock::new(),
            siblings: OnceLock::new(),
            ids_of_kinds: OnceLock::new(),
        }
    }

    fn links(&self, id: NodeId, outline: &Outline) -> (Vec<ResolvedLink>, Diagnostics) {
        let mut diagnostics = Vec::new();
        let resolve = |link: &Link| {
            let at = At { file: &outline.file, span: link.span, page: Some(id) };
            match self.resolve(&link.target, link.role, &at) {
                Ok(resolved) => resolved,
                Err(diagnostic) => {
                    diagnostics.extend(diagnostic.map(|boxed| *boxed));
                    ResolvedLink {
                        href: link.target.clone(),
                        title: link.target.clone(),
                        target: Target::Nothing,
                    }
                }
            }
        };
        let links = outline.links.iter().map(resolve).collect();
        (links, diagnostics)
    }

    /// Resolves a link of site.yaml, as from the root of `content/`.
    pub fn from_settings(&self, target: &str, span: Span) -> Result<ResolvedLink, Option<Box<Diagnostic>>> {
        let at = At { file: self.input.site_file, span, page: None };
        self.resolve(target, LinkRole::Target, &at)
    }

    /// # Errors
    /// What is wrong with the link; `None` where that was said elsewhere.
    fn resolve(
        &self,
        target: &str,
        role: LinkRole,
        at: &At,
    ) -> Result<ResolvedLink, Option<Box<Diagnostic>>> {
        if role == LinkRole::Id {
            return self.by_id(target, at);
        }
        let own = target
            .strip_prefix(&self.input.site.base_url)
            .filter(|rest| rest.is_empty() || rest.starts_with(['/', '#', '?']));
        if own.is_none() && is_outside(target) {
            return Ok(ResolvedLink {
                href: target.to_owned(),
                title: String::new(),
                target: Target::Outside,
            });
        }
        let (path, behind) = split_behind(own.unwrap_or(target));
        if path.is_empty() && own.is_none() {
            self.check_anchor(at.page, behind, at)?;
            return Ok(ResolvedLink {
                href: behind.to_owned(),
                title: String::new(),
                target: at.page.map_or(Target::Site, Target::Node),
            });
        }
        let decoded = percent_decoded(path).unwrap_or_else(|| path.to_owned());
        match self.by_file(&decoded, at) {
            Some(Found::Node(id)) => self.to_node(id, behind, at),
            Some(Found::Asset(index)) => Ok(self.to_asset(index, behind)),
            Some(Found::Hidden) => Err(Some(Box::new(unpublished(target, at)))),
            Some(Found::Unread) => Err(None),
            None => self
                .by_address(&decoded, behind, at)
                .unwrap_or_else(|| Err(Some(Box::new(self.broken(target, &decoded, at))))),
        }
    }

    fn by_file(&self, path: &str, at: &At) -> Option<Found> {
        candidates(at.file, path)?
            .into_iter()
            .find_map(|candidate| self.files.get(candidate.as_str()).copied())
    }

    /// An address of the site, from its root or from the page the link stands on.
    fn by_address(
        &self,
        path: &str,
        behind: &str,
        at: &At,
    ) -> Option<Result<ResolvedLink, Option<Box<Diagnostic>>>> {
        let absolute = if path.starts_with('/') {
            path.to_owned()
        } else {
            let page = at.page.and_then(|page| self.nodes[page.index()].address.as_ref());
            join(page.map_or("", |page| page.as_str().trim_matches('/')), path)?
        };
        let address = Address::parse(&absolute).ok()?;
        if let Some(published) = self.input.theme_assets.get(&address) {
            return Some(Ok(self.site_link(published, behind)));
        }
        let claim = self.book.find(&address)?;
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

    fn site_link(&self, address: &Address, behind: &str) -> ResolvedLink {
        let href = address.href(self.input.site.base_path()) + behind;
        ResolvedLink { href, title: String::new(), target: Target::Site }
    }

    fn by_id(&self, target: &str, at: &At) -> Result<ResolvedLink, Option<Box<Diagnostic>>> {
        let (path, behind) = split_behind(target);
        let (kind, id) = match path.split_once('/') {
            Some((kind, id)) if self.input.kinds.find(kind).is_some() => (Some(kind), id),
            _ => (None, path),
        };
        let fits = |(of_kind, _): &&(&str, NodeId)| kind.is_none_or(|kind| kind == *of_kind);
        let found: Vec<_> = self.ids.get(id).map_or(&[][..], Vec::as_slice).iter().filter(fits).collect();
        match found.as_slice() {
            [(_, node)] => {
                let mut link = self.to_node(*node, behind, at)?;
                link.title.clone_from(&self.nodes[node.index()].outline().title);
                Ok(link)
            }
            [] if self.is_hidden(id, kind) => Err(Some(Box::new(unpublished(target, at)))),
            [] => Err(Some(Box::new(self.unknown_id(id, kind, at)))),
            several => {
                let ids: Vec<String> = several.iter().map(|(kind, _)| format!("[[{kind}/{id}]]")).collect();
                let message = format!("several documents are called `{id}`");
                let diagnostic =
                    Diagnostic::new(Code::BrokenLink, message).at(at.file, at.span, "which one?");
                Err(Some(Box::new(diagnostic.help(format!("write {}", ticked_or(&ids))))))
            }
        }
    }

    fn is_hidden(&self, id: &str, kind: Option<&str>) -> bool {
        match kind {
            Some(kind) => self.hidden_ids.contains(&(kind, id)),
            None => self.input.kinds.iter().any(|kind| self.hidden_ids.contains(&(&kind.name, id))),
        }
    }

    fn unknown_id(&self, id: &str, kind: Option<&str>, at: &At) -> Diagnostic {
        let what = kind.unwrap_or("document");
        let names = self.ids_of_kinds.get_or_init(|| self.ids_by_kind());
        let near = names.get(&kind).and_then(|names| names.did_you_mean(id));
        Diagnostic::new(Code::BrokenLink, format!("there is no {what} called `{}`", excerpt(id, 60)))
            .at(at.file, at.span, "no such id")
            .help(near.unwrap_or_default())
    }

    fn ids_by_kind(&self) -> HashMap<Option<&'r str>, Names<'r>> {
        let mut ids: HashMap<Option<&str>, Vec<&str>> = HashMap::new();
        for outline in self.nodes.iter().map(Node::outline) {
            for kind in [None, Some(outline.kind.as_str())] {
                ids.entry(kind).or_default().push(&outline.id);
            }
        }
        ids.into_iter().map(|(kind, ids)| (kind, Names::new(ids))).collect()
    }

    fn to_node(&self, id: NodeId, behind: &str, at: &At) -> Result<ResolvedLink, Option<Box<Diagnostic>>> {
        let node = &self.nodes[id.index()];
        self.check_anchor(Some(id), behind, at)?;
        // A document without a page is shown on its owner's.
        let shown_on = node.address.as_ref().or_else(|| self.nodes[node.owner?.index()].address.as_ref());
        let href =
            shown_on.map_or_else(String::new, |address| address.href(self.input.site.base_path()) + behind);
        Ok(ResolvedLink { href, title: String::new(), target: Target::Node(id) })
    }

    fn to_asset(&self, index: usize, behind: &str) -> ResolvedLink {
        let (_, address) = &self.assets[index];
        let href = address.href(self.input.site.base_path()) + behind;
        ResolvedLink {
            href,
            title: String::new(),
            target: Target::Asset(AssetId(u32::try_from(index).unwrap_or(u32::MAX))),
        }
    }

    fn check_anchor(&self, id: Option<NodeId>, behind: &str, at: &At) -> Result<(), Option<Box<Diagnostic>>> {
        let (Some(id), Some((_, anchor))) = (id, behind.split_once('#')) else { return Ok(()) };
        let outline = self.nodes[id.index()].outline();
        let decoded = percent_decoded(anchor).unwrap_or_else(|| anchor.to_owned());
        // `#top` is the start of any page by the HTML standard; `#:~:text=` names words, not an anchor.
        if decoded.is_empty()
            || decoded == "top"
            || decoded.starts_with(":~:")
            || outline.has_anchor(&decoded)
        {
            return Ok(());
        }
        let is_here = *at.file == outline.file;
        let place = if is_here { "this page".to_owned() } else { outline.file.to_string() };
        let near = did_you_mean(&decoded, outline.headings.iter().map(|heading| heading.id.as_str()));
        let all: Vec<&str> = outline.headings.iter().map(|heading| heading.id.as_str()).take(8).collect();
        let help = near.unwrap_or_else(|| {
            if all.is_empty() { String::new() } else { format!("its headings are {}", ticked_or(&all)) }
        });
        let diagnostic = Diagnostic::new(
            Code::BrokenAnchor,
            format!("there is no heading `#{}` in {place}", excerpt(&decoded, 60)),
        )
        .at(at.file, at.span, "no such heading")
        .help(help);
        Err(Some(Box::new(diagnostic)))
    }

    fn broken(&self, target: &str, path: &str, at: &At) -> Diagnostic {
        Diagnostic::new(
            Code::BrokenLink,
            format!("`{}` leads to no document, file or address", excerpt(target, 80)),
        )
        .at(at.file, at.span, "nothing there")
        .help(self.near(path, at).unwrap_or_default())
    }

    /// Files of the same name elsewhere, else files of nearly the same name in the same folder.
    fn near(&self, path: &str, at: &At) -> Option<String> {
        let names = self.names.get_or_init(|| self.by_name());
        let wanted = candidates(at.file, path)?.into_iter().next()?;
        let wanted = FilePath::new(wanted);
        let shown = |file: &str| written_from(at.file, file);
        let elsewhere = names.get(wanted.stem()).or_else(|| names.get(wanted.name()));
        if let Some(files) = elsewhere.filter(|files| files.len() <= 3) {
            let files: Vec<String> = files.iter().map(|file| shown(file)).collect();
            return Some(format!("did you mean {}?", ticked_or(&files)));
        }
        let siblings = self.siblings.get_or_init(|| self.by_folder()).get(wanted.folder())?;
        let near = siblings.nearest(wanted.name());
        let files: Vec<String> =
            near.iter().map(|name| shown(&format!("{}/{name}", wanted.folder()))).collect();
        (!files.is_empty()).then(|| format!("did you mean {}?", ticked_or(&files)))
    }

    /// The names of all files, by folder.
    fn by_folder(&self) -> HashMap<&'r str, Names<'r>> {
        let mut names: HashMap<&str, Vec<&str>> = HashMap::new();
        for file in self.files.keys() {
            let (folder, name) = file.rsplit_once('/').unwrap_or(("", file));
            names.entry(folder).or_default().push(name);
        }
        names.into_iter().map(|(folder, names)| (folder, Names::new(names))).collect()
    }

    /// Public files by stem; an `index.md` by its folder's name.
    fn by_name(&self) -> HashMap<&'r str, Vec<&'r str>> {
        let mut names: HashMap<&str, Vec<&str>> = HashMap::new();
        let sources = self.nodes.iter().map(|node| node.outline().file.as_str());
        for file in sources.chain(self.assets.iter().map(|(asset, _)| asset.file.as_str())) {
            let (folder, name) = file.rsplit_once('/').unwrap_or(("", file));
            let stem = match name {
                "index.md" => folder.rsplit('/').next().unwrap_or(folder),
                _ => name.strip_suffix(".md").unwrap_or(name),
            };
            names.entry(stem).or_default().push(file);
        }
        names
    }
}

fn unpublished(target: &str, at: &At) -> Diagnostic {
    Diagnostic::new(
        Code::LinkToUnpublished,
        format!("`{}` is not public now, so no page can lead to it", excerpt(target, 80)),
    )
    .at(at.file, at.span, "not public")
    .help("it is a draft, waits for its `publish_at`, has expired, or belongs to a document that does")
}

/// `mailto:`, `https:`, `//host`: anything but a place on this site.
fn is_outside(target: &str) -> bool {
    if target.starts_with("//") {
        return true;
    }
    let scheme = target.split([':', '/', '?', '#']).next().unwrap_or("");
    target[scheme.len()..].starts_with(':')
        && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b))
}

/// A target's path, and its query and anchor.
fn split_behind(target: &str) -> (&str, &str) {
    target.split_at(target.find(['?', '#']).unwrap_or(target.len()))
}

/// The path of a target on this site, decoded.
fn path_of(target: &str) -> Option<&str> {
    (!is_outside(target)).then(|| split_behind(target).0).filter(|path| !path.is_empty())
}

/// The files a path may mean, seen from `file`: itself, a folder's `index.md`, itself with `.md`.
fn candidates(file: &FilePath, path: &str) -> Option<Vec<String>> {
    let decoded = percent_decoded(path)?;
    let absolute = match decoded.strip_prefix('/') {
        Some(rest) => join("content", rest)?,
        None => join(folder_for_links(file), &decoded)?,
    };
    let trimmed = absolute.trim_end_matches('/');
    Some(vec![absolute.clone(), format!("{trimmed}/index.md"), format!("{trimmed}.md")])
}

/// A relative path behind a folder, `.` and `..` worked out; `None` where it leads out of the root.
fn join(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// How an author writes the way from one file to another: relative within a folder, else from the root.
fn written_from(from: &FilePath, to: &str) -> String {
    match to.strip_prefix(from.folder()).and_then(|rest| rest.strip_prefix('/')) {
        Some(rest) => rest.to_owned(),
        None => to.strip_prefix("content").unwrap_or(to).to_owned(),
    }
}

/// Where relative paths start: the file's folder; for site.yaml, `content`.
fn folder_for_links(file: &FilePath) -> &str {
    if file.folder().is_empty() { "content" } else { file.folder() }
}
