//! Where a link leads: the one answer for every document, public and hidden, and for site.yaml. It ends at a thing (a
//! document, a file, an address somebody may have), which is found by path, by id, by name or by the address it would
//! have, before any address is given. So which files are public may depend on links, and the URLs of links on files.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::OnceLock;

use rayon::prelude::*;

use super::alias::aliases;
use super::claimed_urls::ClaimedUrls;
use super::doc_tables::DocTables;
use super::id::{FileId, NodeId};
use super::index::{DocIndex, own_folder};
use super::own_host::OwnHost;
use super::target::{address, first_known, is_address, split_behind, with_slashes};
use super::translation::Translations;
use super::wanted_urls::WantedUrls;
use crate::base::site_layout;
use crate::base::text_map::with_capacity;
use crate::base::url::{ClashKey, percent_decoded};
use crate::base::{FilePath, LanguageId, TextMap, Url};
use crate::config::LanguageTags;
use crate::document::{LinkRole, Structure};

/// What a link leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Thing {
    /// A public document.
    Node(NodeId),
    /// A document that is not public now.
    Hidden,
    /// A document that is not public since something is wrong with it, which is reported already.
    Reported,
    /// A file, public or not.
    File(FileId),
    /// A name that several files have.
    SharedName,
    /// An id that several documents have.
    SharedId,
    /// An address of the site; what is there is known once all are claimed.
    Url(Url),
    /// The page that the link is on.
    Here,
    /// Another site, or another program.
    Outside,
    /// Nothing at all.
    Nothing,
}

/// A document that is not public. What is wrong with one that could not be read is told already.
fn hidden(structure: &Structure, index: &DocIndex) -> Thing {
    if index.is_reported(structure) {
        Thing::Reported
    } else {
        Thing::Hidden
    }
}

/// What wants an address that is in no public document's front matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum UrlOwner {
    /// A file.
    File(FileId),
    /// A document that is not public, for its page or as an old address.
    Hidden,
    /// The same for one with which something is wrong, which is reported already.
    Reported,
}

/// The file that hosts serve at the address of its folder.
const INDEX_HTML: &str = "/index.html";

/// Where a link is written.
#[derive(Clone, Copy)]
pub(super) struct Origin<'a> {
    /// The file.
    pub file: &'a FilePath,
    /// The address that the page wants on which the file is shown.
    pub page: Option<&'a Url>,
    /// The language in which it is written.
    pub language: LanguageId,
}

/// Everything that a link can name.
pub(super) struct Names<'n> {
    pub index: &'n DocIndex<'n>,
    own_host: OwnHost<'n>,
    /// Files of `content/` that are no public documents.
    by_path: TextMap<&'n str, Thing>,
    /// Files by the last part of their path; made ready when the first `[[…]]` names one.
    by_name: OnceLock<TextMap<&'n str, Vec<FileId>>>,
    /// Files and hidden documents by the address they want.
    by_url: TextMap<ClashKey, Vec<UrlOwner>>,
    /// Which documents say the same.
    translations: &'n Translations,
    /// The URLs that documents ask for.
    wanted: &'n WantedUrls,
    /// The URLs that public documents, lists and settings ask for.
    claimed: ClaimedUrls<'n>,
    /// The URL that each file asks for, or why it cannot have one.
    of_files: Vec<Result<Url, String>>,
}

impl<'n> Names<'n> {
    /// Takes all documents and files.
    pub fn new(index: &'n DocIndex<'n>, documents: &'n DocTables) -> Names<'n> {
        let wanted = &documents.wanted;
        let assets = &index.input.assets;
        let files = assets.iter().enumerate();
        let files = files.map(|(at, asset)| (asset.file.as_str(), Thing::File(FileId::new(at))));
        let hidden_files = index.hidden.iter();
        let hidden_files =
            hidden_files.map(|structure| (structure.file.as_str(), hidden(structure, index)));
        let mut by_path: TextMap<&str, Thing> = with_capacity(assets.len() + index.hidden.len());
        by_path.extend(files.chain(hidden_files));
        let of_files = wanted_by_files(index, wanted);
        Names {
            index,
            own_host: OwnHost::new(index.input.site),
            by_path,
            by_name: OnceLock::new(),
            by_url: wanted_by_others(index, &of_files, &wanted.hidden),
            translations: &documents.relations.translations,
            wanted,
            claimed: ClaimedUrls::new(index, documents),
            of_files,
        }
    }

    /// Where the links of a public document are written.
    pub fn origin_of(&self, id: NodeId) -> Origin<'_> {
        Origin {
            file: &self.index.structure(id).file,
            page: self.wanted.shown_on(id),
            language: self.index.language(id),
        }
    }

    /// Where the links of a hidden document are written.
    pub fn origin_of_hidden<'a>(&'a self, at: usize, structure: &'a Structure) -> Origin<'a> {
        Origin {
            file: &structure.file,
            page: self.wanted.hidden_shown_on(at),
            language: structure.location.language,
        }
    }

    /// The address that a file wants, or why it cannot have one.
    pub fn url_of(&self, file: FileId) -> Result<&Url, &str> {
        self.of_files[file.index()].as_ref().map_err(String::as_str)
    }

    /// What wants an address, besides public documents and what the site makes of them.
    pub fn wanting(&self, url: &Url) -> &[UrlOwner] {
        self.by_url.get(&url.clash_key()).map_or(&[], Vec::as_slice)
    }

    /// The files that a thing surely is: all that want an address, since it is not known yet who gets it.
    pub fn files_of(&self, thing: &Thing) -> impl Iterator<Item = FileId> {
        let (one, wanting) = match thing {
            Thing::File(file) => (Some(*file), &[][..]),
            Thing::Url(url) => (None, self.wanting(url)),
            _ => (None, &[][..]),
        };
        let wanting = wanting.iter().filter_map(|wants| match wants {
            UrlOwner::File(file) => Some(*file),
            UrlOwner::Hidden | UrlOwner::Reported => None,
        });
        one.into_iter().chain(wanting)
    }

    /// The files that a link by name may mean. Those of a hidden document's own folder are never meant by others, so
    /// they count only if there is no other.
    pub fn called(&self, name: &str) -> &[FileId] {
        self.by_name().get(name).map_or(&[], Vec::as_slice)
    }

    /// A target without the site's own host.
    pub fn on_site<'t>(&self, target: &'t str) -> Cow<'t, str> {
        self.own_host
            .on_site(target)
            .unwrap_or(Cow::Borrowed(target))
    }

    /// Where a link leads.
    pub fn find(&self, target: &str, role: LinkRole, origin: &Origin) -> Thing {
        match role {
            LinkRole::Id => return self.by_id(target, origin),
            LinkRole::Mention => return self.mentioned(target, origin),
            LinkRole::Target | LinkRole::File | LinkRole::Picture => {}
        }
        let Some(own) = self.own_host.on_site(target) else {
            return Thing::Outside;
        };
        let path = with_slashes(split_behind(&own).0);
        if path.is_empty() {
            return Thing::Here;
        }
        let path = percent_decoded(&path).unwrap_or(Cow::Borrowed(&path));
        let found = if role == LinkRole::Target && is_address(&path) {
            self.by_address(&path, origin)
        } else {
            let by_path = self.by_path(&path, origin);
            by_path.or_else(|| self.url(&path, origin).map(Thing::Url))
        };
        found.unwrap_or(Thing::Nothing)
    }

    /// The file that a text may mention.
    fn mentioned(&self, target: &str, origin: &Origin) -> Thing {
        let thing = self.find(target, LinkRole::Target, origin);
        let is_file = match &thing {
            Thing::File(_) => true,
            Thing::Url(url) => !self.wanting(url).is_empty(),
            _ => false,
        };
        if is_file { thing } else { Thing::Nothing }
    }

    /// What is at an address, as browsers resolve it; if nothing is, it may be the path of a file all the same.
    fn by_address(&self, path: &str, origin: &Origin) -> Option<Thing> {
        let url = self.url(path, origin);
        if url.as_ref().is_some_and(|url| self.is_wanted(url)) {
            return url.map(Thing::Url);
        }
        self.by_path(path, origin).or(url.map(Thing::Url))
    }

    /// The address that a browser finds in a decoded path, as the site has it.
    fn url(&self, path: &str, origin: &Origin) -> Option<Url> {
        address(path, origin.page).map(|url| self.served(url))
    }

    /// What a link to an address would lead to if it were the path of a file; nothing for other links.
    pub fn other_reading(&self, target: &str, origin: &Origin) -> Option<Thing> {
        let own = self.own_host.on_site(target)?;
        let path = percent_decoded(split_behind(&own).0)?;
        if path.is_empty() || !is_address(&path) {
            return None;
        }
        self.by_path(&path, origin)
    }

    /// The address at which the site has what hosts serve at `url`: a page is the `index.html` of its folder.
    fn served(&self, url: Url) -> Url {
        let other = match url.as_str().strip_suffix(INDEX_HTML) {
            Some(folder) => Url::parse(&format!("{folder}/")).ok(),
            None => Some(url.join(INDEX_HTML)),
        };
        match other {
            Some(other) if !self.is_wanted(&url) && self.is_wanted(&other) => other,
            _ => url,
        }
    }

    /// True for an address that something of the site asks for, public or not.
    pub fn is_wanted(&self, url: &Url) -> bool {
        !self.wanting(url).is_empty()
            || self.claimed.hold(url)
            || self.index.input.theme_assets.published(url).is_some()
    }

    /// The kind, if any, and the id in the path of a `[[…]]`.
    pub fn split_id<'t>(&self, path: &'t str) -> (Option<&'t str>, &'t str) {
        match path.split_once('/') {
            Some((kind, id)) if self.index.input.kinds.find(kind).is_some() => (Some(kind), id),
            _ => (None, path),
        }
    }

    /// The public documents that an id means in a language, of a kind if one is named.
    pub fn with_id(
        &self,
        kind: Option<&str>,
        id: &str,
        language: LanguageId,
    ) -> impl Iterator<Item = NodeId> {
        let fits =
            move |id: &NodeId| kind.is_none_or(|kind| kind == self.index.structure(*id).kind);
        self.index.called(id, language).filter(fits)
    }

    fn by_path(&self, path: &str, origin: &Origin) -> Option<Thing> {
        let found = first_known(origin.file, path, |file| {
            self.in_language(file, origin.language)
                .or_else(|| self.at_path(file))
        });
        found.or_else(|| self.in_default_language(path, origin))
    }

    /// What is at this very path.
    fn at_path(&self, file: &str) -> Option<Thing> {
        self.index
            .in_file(file)
            .map(Thing::Node)
            .or_else(|| self.by_path.get(file).cloned())
    }

    /// A path that names no language means the page in that of the reader.
    fn in_language(&self, file: &str, language: LanguageId) -> Option<Thing> {
        let names_none = self.index.languages().tags.split(file).language.is_none();
        if !names_none {
            return None;
        }
        let page = self.index.with_shared_path(file, language);
        let page = page.or_else(|| self.translation_at(file, language));
        page.map(Thing::Node)
    }

    /// The translation of what is at a path, which has a path of its own.
    fn translation_at(&self, file: &str, language: LanguageId) -> Option<NodeId> {
        let source = self.index.with_shared_path(file, LanguageId::DEFAULT)?;
        let found = self.translations.version_for(source, language);
        (found != source).then_some(found)
    }

    /// What is not there in the folder of a language may be there in the default language.
    fn in_default_language(&self, path: &str, origin: &Origin) -> Option<Thing> {
        let tags = &self.index.languages().tags;
        if !tags.are_named() {
            return None;
        }
        first_known(origin.file, path, |file| {
            let shared = tags.split(file);
            shared.language?;
            let page = self
                .index
                .with_shared_path(&shared.path, LanguageId::DEFAULT);
            page.map(Thing::Node)
                .or_else(|| self.at_path(&shared.path))
                .or_else(|| self.at_path(&in_folder_of_default(&shared.path, tags)?))
        })
    }

    /// A document as the readers of a text have it in their language.
    fn version_for(&self, node: NodeId, origin: &Origin) -> Thing {
        Thing::Node(self.translations.version_for(node, origin.language))
    }

    fn by_id(&self, target: &str, origin: &Origin) -> Thing {
        let path = split_behind(target).0;
        let (kind, id) = self.split_id(path);
        let mut found = self.with_id(kind, id, origin.language);
        match (found.next(), found.next()) {
            (Some(node), None) => return self.version_for(node, origin),
            (Some(_), Some(_)) => return Thing::SharedId,
            (None, _) => {}
        }
        let of_kind = |structure: &&&Structure| kind.is_none_or(|kind| kind == structure.kind);
        let mut hidden = self.index.ids.hidden(id).iter().filter(of_kind).peekable();
        if hidden.peek().is_some() {
            let is_reported = hidden.all(|structure| self.index.is_reported(structure));
            return if is_reported {
                Thing::Reported
            } else {
                Thing::Hidden
            };
        }
        if path.contains('.') {
            self.by_file_name(path, origin)
        } else {
            Thing::Nothing
        }
    }

    /// A file in `[[…]]`: its path, or its name wherever it is.
    fn by_file_name(&self, path: &str, origin: &Origin) -> Thing {
        let decoded = percent_decoded(path).unwrap_or(Cow::Borrowed(path));
        self.by_path(&decoded, origin)
            .unwrap_or_else(|| match self.called(path) {
                [] => Thing::Nothing,
                [one] => Thing::File(*one),
                _ => Thing::SharedName,
            })
    }

    fn by_name(&self) -> &TextMap<&'n str, Vec<FileId>> {
        self.by_name.get_or_init(|| {
            let mut by_name: TextMap<&str, Vec<FileId>> = TextMap::default();
            let mut owned: BTreeMap<&str, Vec<FileId>> = BTreeMap::new();
            for (at, asset) in self.index.input.assets.iter().enumerate() {
                let is_owned = self.index.is_of_hidden(&asset.file);
                let name = asset.file.name();
                let files = if is_owned {
                    owned.entry(name).or_default()
                } else {
                    by_name.entry(name).or_default()
                };
                files.push(FileId::new(at));
            }
            for (name, files) in owned {
                by_name.entry(name).or_insert(files);
            }
            by_name
        })
    }
}

/// `content/a.pdf` as `content/en/a.pdf`.
fn in_folder_of_default(path: &str, tags: &LanguageTags) -> Option<String> {
    let below = site_layout::below(site_layout::CONTENT, path)?;
    let tag = tags.get(LanguageId::DEFAULT);
    Some(site_layout::in_content(&format!("{tag}/{below}")))
}

/// The URL that each file asks for: below the page of the document whose folder it is in, else as its own folder says.
fn wanted_by_files(index: &DocIndex, wanted: &WantedUrls) -> Vec<Result<Url, String>> {
    let assets = &index.input.assets;
    if assets.is_empty() {
        return Vec::new();
    }
    let public = index.public.iter().map(|summary| summary.structure);
    let structures = public.chain(index.hidden.iter().copied());
    let pages = wanted.public.iter().chain(&wanted.hidden);
    let owners: TextMap<&str, &Url> = structures
        .zip(pages)
        .filter_map(|(structure, page)| Some((own_folder(structure)?, page.as_ref()?)))
        .collect();
    assets
        .par_iter()
        .map(|asset| wanted_by_file(&asset.file, &owners))
        .collect()
}

fn wanted_by_file(file: &FilePath, owners: &TextMap<&str, &Url>) -> Result<Url, String> {
    let path = file.as_str();
    let mut folder = file.folder();
    while !folder.is_empty() {
        if let Some(owner) = owners.get(folder) {
            return Url::parse(owner.join(&path[folder.len() + 1..]).as_str());
        }
        folder = folder.rsplit_once('/').map_or("", |(above, _)| above);
    }
    Url::parse(site_layout::below(site_layout::CONTENT, path).unwrap_or(path))
}

fn wanted_by_others(
    index: &DocIndex,
    of_files: &[Result<Url, String>],
    pages_of_hidden: &[Option<Url>],
) -> TextMap<ClashKey, Vec<UrlOwner>> {
    let mut wanted: TextMap<ClashKey, Vec<UrlOwner>> = with_capacity(of_files.len());
    let mut add = |url: &Url, by: UrlOwner| wanted.entry(url.clash_key()).or_default().push(by);
    for (at, url) in of_files.iter().enumerate() {
        if let Ok(url) = url {
            add(url, UrlOwner::File(FileId::new(at)));
        }
    }
    for (structure, page) in index.hidden.iter().zip(pages_of_hidden) {
        let by = if index.is_reported(structure) {
            UrlOwner::Reported
        } else {
            UrlOwner::Hidden
        };
        let old = aliases(structure, page.as_ref()).filter_map(|alias| alias.url.ok());
        for url in page.iter().cloned().chain(old) {
            add(&url, by);
        }
    }
    wanted
}
