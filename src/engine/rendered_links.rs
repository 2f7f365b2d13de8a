//! Links of a made site that no document wrote: those of templates, of data that templates show, and of style sheets. Whether
//! they lead anywhere is only certain once pages are made. Those of documents are resolved, and told, by `graph`.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::{Mutex, PoisonError};

use super::link_source::{LinkSources, TextOf};
use super::planned_site::{PlannedSite, file_of};
use crate::base::url::percent_decoded;
use crate::base::{Diagnostic, Url};
use crate::document::markdown::{escape, link_role, urls_in};
use crate::document::tag::{Scanner, Token};
use crate::graph::{Item, Node, OwnHost, Target};
use crate::html::RAW_ELEMENTS;
use crate::layout::{Planned, style_sheet_addresses};

/// The links of the files of a site that lead nowhere.
pub(super) struct RenderedLinks<'s> {
    site: &'s PlannedSite,
    own_host: OwnHost<'s>,
    /// What nearly all links are: the URLs of the site as pages write them.
    known: HashSet<String>,
    /// What documents wrote, and is told of them.
    told: BTreeSet<&'s str>,
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

impl<'s> RenderedLinks<'s> {
    pub fn new(site: &'s PlannedSite) -> RenderedLinks<'s> {
        let graph = &site.linked.graph;
        let settings = &site.linked.project.site;
        let base_path = settings.base_path();
        let urls = graph.routes().iter().map(|route| &route.url);
        let assets = site.linked.theme.assets.iter().map(|asset| &asset.url);
        let links = graph.nodes().flat_map(Node::links);
        let untold = links.filter(|link| link.target == Target::Nothing);
        RenderedLinks {
            site,
            own_host: OwnHost::new(settings),
            known: urls.chain(assets).map(|url| url.href(base_path)).collect(),
            told: untold.map(|link| link.href.as_str()).collect(),
            lost: Mutex::default(),
        }
    }

    /// Takes note of the links in a file of the site.
    pub fn note(&self, planned: &'s Planned, bytes: &[u8]) {
        let Ok(text) = std::str::from_utf8(bytes) else {
            return;
        };
        let links = if planned.file.ends_with(".html") {
            links_of_page(text)
        } else if planned.file.ends_with(".css") {
            let places = style_sheet_addresses(text).into_iter();
            places
                .filter_map(|place| Some(text.get(place)?.to_owned()))
                .collect()
        } else {
            return;
        };
        for link in links {
            if !self.known.contains(&link) && self.leads_nowhere(&link, planned) {
                self.add(link, planned);
            }
        }
    }

    /// The same for a style sheet that is published as its author wrote it.
    pub fn note_copy(&self, planned: &'s Planned, text_of: TextOf) {
        if !planned.file.ends_with(".css") {
            return;
        }
        let graph = &self.site.linked.graph;
        let asset = file_of(&planned.item).and_then(|id| graph.asset(id));
        if let Some(text) = asset.and_then(|asset| text_of(&asset.file)) {
            self.note(planned, text.as_bytes());
        }
    }

    fn add(&self, link: String, planned: &'s Planned) {
        let mut lost = self.lost.lock().unwrap_or_else(PoisonError::into_inner);
        let known = lost.entry(link).or_insert(LostLink {
            first: planned,
            files: 0,
        });
        known.files += 1;
        if planned.file < known.first.file {
            known.first = planned;
        }
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
            None if planned.item == Item::NotFound => return None,
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
        let lost = self
            .lost
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        if lost.is_empty() {
            return Vec::new();
        }
        let sources = LinkSources::new(self.site, text_of);
        let lost = lost.iter();
        lost.filter_map(|(link, lost)| {
            let own = self.own_host.on_site(link)?;
            sources.finding(link, &own, *lost)
        })
        .collect()
    }
}

/// The links of a page, as browsers read them.
fn links_of_page(html: &str) -> Vec<String> {
    let mut links = Vec::new();
    let mut scanner = Scanner::new(html);
    while let Some(token) = scanner.next() {
        let Token::Tag(tag) = token else { continue };
        if tag.closing {
            continue;
        }
        for attribute in &tag.attributes {
            let value = escape::decoded(attribute.value);
            if link_role(tag.name, attribute.name).is_some() {
                links.push(value.into_owned());
            } else if attribute.name.eq_ignore_ascii_case("srcset") {
                let urls = urls_in(&value).into_iter();
                links.extend(urls.filter_map(|url| Some(value.get(url)?.to_owned())));
            }
        }
        let raw = RAW_ELEMENTS.iter();
        if let Some(name) = raw
            .into_iter()
            .find(|raw| raw.eq_ignore_ascii_case(tag.name))
        {
            scanner.raw_content(name);
        }
    }
    links
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
        assert_eq!(links_of_page(html), ["/a/?b&c", "d.png"]);
    }
}
