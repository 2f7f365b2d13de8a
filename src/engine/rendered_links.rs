//! Links of a made site that no document wrote: those of templates, of data that templates show, and of style sheets. Whether
//! they lead anywhere is only certain once pages are made. Those of documents are resolved, and told, by `graph`.

use std::collections::{BTreeMap, HashSet};
use std::sync::{Mutex, PoisonError};

use super::link_source::{LinkSources, TextOf};
use super::page_anchors::PageAnchors;
use super::planned_site::{PlannedSite, file_of};
use crate::base::url::percent_decoded;
use crate::base::{Diagnostic, Url};
use crate::document::markdown::{escape, link_role, urls_in};
use crate::document::tag::{RawTag, Scanner, Token};
use crate::graph::{Item, Node, OwnHost, ResolvedLink, Target};
use crate::html::RAW_ELEMENTS;
use crate::layout::{Planned, style_sheet_addresses};

/// The links of the files of a site that lead nowhere.
pub(super) struct RenderedLinks<'s> {
    site: &'s PlannedSite,
    own_host: OwnHost<'s>,
    /// What nearly all links are: the URLs of the site as pages write them.
    known: HashSet<String>,
    /// What documents wrote, and is told of them.
    told: HashSet<&'s str>,
    /// What documents wrote to a part of a page, and `graph` has found there.
    found: HashSet<&'s str>,
    anchors: PageAnchors,
    /// Other links to a part of a page.
    to_parts: Mutex<BTreeMap<String, LinkToPart<'s>>>,
    lost: Mutex<BTreeMap<String, LostLink<'s>>>,
}

/// A link that leads nowhere.
#[derive(Clone, Copy)]
pub(super) struct LostLink<'s> {
    /// The first file that it is in.
    pub first: &'s Planned,
    /// In how many it is.
    pub files: usize,
}

/// A link to a part of a page of the site.
struct LinkToPart<'s> {
    link: LostLink<'s>,
    /// The file of the page.
    file: String,
    id: String,
}

/// What a page has that concerns links.
#[derive(Default)]
struct PageLinks {
    links: Vec<String>,
    ids: Vec<String>,
}

impl<'s> LostLink<'s> {
    fn add(&mut self, planned: &'s Planned) {
        self.files += 1;
        if planned.file < self.first.file {
            self.first = planned;
        }
    }
}

impl<'s> RenderedLinks<'s> {
    pub fn new(site: &'s PlannedSite) -> RenderedLinks<'s> {
        let settings = &site.linked.project.site;
        RenderedLinks {
            site,
            own_host: OwnHost::new(settings),
            known: known_urls(site),
            told: hrefs(site, |link| link.target == Target::Nothing),
            found: hrefs(site, |link| {
                matches!(link.target, Target::Node(_)) && link.href.contains('#')
            }),
            anchors: PageAnchors::default(),
            to_parts: Mutex::default(),
            lost: Mutex::default(),
        }
    }

    /// Takes note of the links in a file of the site.
    pub fn note(&self, planned: &'s Planned, bytes: &[u8]) {
        let Ok(text) = std::str::from_utf8(bytes) else {
            return;
        };
        let links = if is_html(&planned.file) {
            let page = PageLinks::of(text);
            // A redirect leads on to a page that has the id.
            if !matches!(
                planned.item,
                Item::Alias(_) | Item::Root | Item::SiteRedirect(_)
            ) {
                self.anchors.add(&planned.file, &page.ids);
            }
            page.links
        } else if planned.file.ends_with(".css") {
            let places = style_sheet_addresses(text).into_iter();
            places
                .filter_map(|place| Some(text.get(place)?.to_owned()))
                .collect()
        } else {
            return;
        };
        for link in links {
            if self.known.contains(&link) {
                continue;
            }
            if self.leads_nowhere(&link, planned) {
                self.add(link, planned);
            } else if let Some((file, id)) = self.part_of_page(&link, planned) {
                self.add_to_part(link, file, id, planned);
            }
        }
    }

    /// The same for a page or a style sheet that is published as its author wrote it.
    pub fn note_copy(&self, planned: &'s Planned, text_of: TextOf) {
        if !is_html(&planned.file) && !planned.file.ends_with(".css") {
            return;
        }
        let graph = &self.site.linked.graph;
        let asset = file_of(&planned.item).and_then(|id| graph.asset(id));
        if let Some(text) = asset.and_then(|asset| text_of(&asset.file)) {
            self.note(planned, text.as_bytes());
        }
    }

    /// The page that a link leads to, and the id there that it names.
    fn part_of_page(&self, link: &str, planned: &Planned) -> Option<(String, String)> {
        let (_, id) = link.split_once('#')?;
        let id = percent_decoded(id)?;
        let is_on_every_page = id.is_empty() || id == "top" || id.starts_with(":~:");
        if is_on_every_page || self.found.contains(link) || self.told.contains(link) {
            return None;
        }
        let url = self.url(link, planned)?;
        let route = self.site.linked.graph.route(&url);
        let file = route.map_or_else(|| url.file(), |route| route.url.file());
        Some((file, id.into_owned()))
    }

    fn add_to_part(&self, link: String, file: String, id: String, planned: &'s Planned) {
        let to_part = LinkToPart {
            link: LostLink {
                first: planned,
                files: 0,
            },
            file,
            id,
        };
        let mut all = self.to_parts.lock().unwrap_or_else(PoisonError::into_inner);
        all.entry(link).or_insert(to_part).link.add(planned);
    }

    fn add(&self, link: String, planned: &'s Planned) {
        let mut lost = self.lost.lock().unwrap_or_else(PoisonError::into_inner);
        let lost_link = LostLink {
            first: planned,
            files: 0,
        };
        lost.entry(link).or_insert(lost_link).add(planned);
    }

    fn leads_nowhere(&self, link: &str, planned: &Planned) -> bool {
        // Template code of another program is shown as it is, and told of the text that it is in.
        if link.contains("{{") || link.contains("{%") {
            return false;
        }
        let url = self.url(link, planned);
        url.is_some_and(|url| !self.is_there(&url)) && !self.told.contains(link)
    }

    /// The URL of the site that a link leads to; nothing for other sites, and for a part of the same page.
    fn url(&self, link: &str, planned: &Planned) -> Option<Url> {
        let own = self.own_host.on_site(link.trim())?;
        let is_whole = own.as_ref() != link.trim();
        let path = own
            .split(['?', '#'])
            .next()
            .filter(|path| !path.is_empty())?;
        let path = percent_decoded(path)?;
        let base_path = self.site.linked.project.site.base_path();
        let whole = match path.strip_prefix('/') {
            Some(_) if is_whole => path.into_owned(),
            Some(_) => path
                .strip_prefix(base_path)
                .filter(|below| below.starts_with('/'))?
                .to_owned(),
            // Hosts show the page for what is not there at any address.
            None if matches!(planned.item, Item::NotFound(_)) => return None,
            None => {
                let folder = planned
                    .file
                    .rsplit_once('/')
                    .map_or("", |(folder, _)| folder);
                format!("/{folder}/{path}")
            }
        };
        Url::parse(&without_dots(&whole)).ok()
    }

    fn is_there(&self, url: &Url) -> bool {
        let is_planned = |url: &Url| self.site.plan.place(&url.file()).is_some();
        let route = self.site.linked.graph.route(url);
        is_planned(url) || route.is_some_and(|route| is_planned(&route.url))
    }

    /// What is wrong with them, each told once, where its author can change it.
    pub fn into_findings(self, text_of: TextOf) -> Vec<Diagnostic> {
        let to_parts = self
            .to_parts
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        let anchors = &self.anchors;
        let missing: Vec<(String, LinkToPart)> = to_parts
            .into_iter()
            .filter(|(_, to)| anchors.lack(&to.file, &to.id))
            .collect();
        let lost = self
            .lost
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        if lost.is_empty() && missing.is_empty() {
            return Vec::new();
        }
        let sources = LinkSources::new(self.site, text_of);
        let own = |link: &str| Some(self.own_host.on_site(link)?.into_owned());
        let of_lost = lost
            .iter()
            .filter_map(|(link, lost)| sources.finding(link, &own(link)?, *lost));
        let of_missing = missing
            .iter()
            .filter_map(|(link, to)| sources.missing_part(link, &own(link)?, to.link));
        of_lost.chain(of_missing).collect()
    }
}

/// The URLs of the site as pages write them.
fn known_urls(site: &PlannedSite) -> HashSet<String> {
    let base_path = site.linked.project.site.base_path();
    let urls = site.linked.graph.routes().iter().map(|route| &route.url);
    let assets = site.linked.theme.assets.iter().map(|asset| &asset.url);
    urls.chain(assets).map(|url| url.href(base_path)).collect()
}

/// What documents wrote of which something is true.
fn hrefs(site: &PlannedSite, is_wanted: fn(&ResolvedLink) -> bool) -> HashSet<&str> {
    let links = site.linked.graph.nodes().flat_map(Node::links);
    links
        .filter(|link| is_wanted(link))
        .map(|link| link.href.as_str())
        .collect()
}

fn is_html(file: &str) -> bool {
    file.ends_with(".html") || file.ends_with(".htm")
}

impl PageLinks {
    /// The links of a page, as browsers read them, and its ids.
    fn of(html: &str) -> PageLinks {
        let mut page = PageLinks::default();
        let mut scanner = Scanner::new(html);
        while let Some(token) = scanner.next() {
            let Token::Tag(tag) = token else { continue };
            if tag.closing {
                continue;
            }
            page.add(&tag);
            let raw = RAW_ELEMENTS.iter();
            if let Some(name) = raw
                .into_iter()
                .find(|raw| raw.eq_ignore_ascii_case(tag.name))
            {
                scanner.raw_content(name);
            }
        }
        page
    }

    fn add(&mut self, tag: &RawTag) {
        for attribute in &tag.attributes {
            let value = escape::decoded(attribute.value);
            let is = |name| attribute.name.eq_ignore_ascii_case(name);
            if link_role(tag.name, attribute.name).is_some() {
                self.links.push(value.into_owned());
            } else if is("srcset") {
                let urls = urls_in(&value).into_iter();
                let urls = urls.filter_map(|url| Some(value.get(url)?.to_owned()));
                self.links.extend(urls);
            } else if is("id") || is("name") && tag.name.eq_ignore_ascii_case("a") {
                self.ids.push(value.into_owned());
            }
        }
    }
}

/// A path with `.` and `..` worked out.
fn without_dots(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/').filter(|part| !matches!(*part, "" | ".")) {
        if part == ".." {
            parts.pop();
        } else {
            parts.push(part);
        }
    }
    let is_folder = path.ends_with(['/', '.']) && !parts.is_empty();
    let ending = if is_folder
        && path
            .rsplit('/')
            .next()
            .is_some_and(|last| matches!(last, "" | "." | ".."))
    {
        "/"
    } else {
        ""
    };
    format!("/{}{ending}", parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_read_as_browsers_do() {
        for (path, expected) in [
            ("/a/../b/", "/b/"),
            ("//a/./b", "/a/b"),
            ("/a/..", "/"),
            ("/../../a", "/a"),
            ("/a/b/.", "/a/b/"),
            ("/a/b.", "/a/b."),
        ] {
            assert_eq!(without_dots(path), expected, "{path}");
        }
    }

    #[test]
    fn links_are_those_of_tags() {
        let html = "<a href=\"/a/?b&amp;c\">x</a> href=\"/no/\" <img src='d.png' alt=\"\"><!-- <a href=e> --><script>'<a href=f>'</script><p id=\"g\">";
        let page = PageLinks::of(html);
        assert_eq!(page.links, ["/a/?b&c", "d.png"]);
        assert_eq!(page.ids, ["g"]);
    }
}
