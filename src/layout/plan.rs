//! The plan: every file the site will have, decided before any is made. It is the list of the site's URLs, with the
//! theme's assets and the template of each page.

use std::collections::BTreeSet;

use super::Theme;
use super::formats::{redirect, sitemap_parts};
use super::template_choice::Templates;
use crate::base::{Code, Diagnostic, FilePath, Reported};
use crate::config::{Edition, HostId, Hosts, Kinds, is_on_each_host};
use crate::graph::{Item, Route, Site};
use crate::html::{Pictures, variant_file};

/// The files of the site, sorted by name, each name once.
#[derive(Debug, Default)]
pub struct Plan {
    /// The files.
    pub files: Vec<Planned>,
    /// How many of them are pages for readers.
    pub pages: usize,
    /// What is left out, because nothing here can make it.
    pub unmade: UnmadeEditions,
    /// The documents whose PDFs have no date, so that they are no PDF/A.
    pub undated_pdfs: Vec<FilePath>,
}

/// Editions that are left out, because the program that makes them is not there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct UnmadeEditions {
    /// How many there are.
    pub editions: usize,
    /// How many links name them, which lead to the pages instead that they would be made of.
    pub links: usize,
}

impl Plan {
    fn new(files: Vec<Planned>) -> Plan {
        let pages = files.iter().filter(|file| file.is_page()).count();
        Plan {
            files,
            pages,
            ..Plan::default()
        }
    }

    /// The plan without the files that are not `held`.
    pub fn keep(&mut self, held: impl Fn(&Planned) -> bool) {
        self.files.retain(held);
        let pages = self.files.iter().filter(|file| file.is_page());
        self.pages = pages.count();
    }

    /// The place of a file by its name.
    pub fn place(&self, name: &str) -> Option<usize> {
        self.files
            .binary_search_by(|planned| planned.file.as_str().cmp(name))
            .ok()
    }

    /// True for a file that is counted as a page for readers.
    pub fn is_page(&self, name: &str) -> bool {
        let planned = self.place(name).and_then(|at| self.files.get(at));
        planned.is_some_and(Planned::is_page)
    }
}

/// One file of the site.
#[derive(Debug)]
pub struct Planned {
    /// Its name below the output folder, with forward slashes.
    pub file: String,
    /// What it is.
    pub item: Item,
    /// Its template; empty for files that no template makes.
    pub template: String,
}

impl Planned {
    fn is_page(&self) -> bool {
        use Item::{DefaultHome, Fallback, HubList, List, Page, SinglePage, TagIndex, TagPage};
        matches!(
            self.item,
            Page(_)
                | Fallback(..)
                | SinglePage(_)
                | DefaultHome(_)
                | List(..)
                | HubList(..)
                | TagIndex(_)
                | TagPage(..)
        )
    }
}

/// Decides the files of the site.
pub fn plan(
    graph: &Site,
    theme: &Theme,
    kinds: &Kinds,
    pictures: &Pictures,
    hosts: &Hosts,
) -> Reported<Plan> {
    let mut templates = Templates::new(graph, theme, kinds);
    let mut files = Vec::with_capacity(graph.routes().len() + theme.assets.len());
    let routes = made_routes(graph);
    for route in &routes {
        if let Some(file) = file(route, graph, theme, hosts) {
            files.push(Planned {
                file,
                item: route.item,
                template: templates.choose(route.item),
            });
        }
    }
    files.extend(assets(theme));
    files.extend(sitemap_parts(graph, hosts));
    files.extend(variants(graph, pictures));
    let mut diagnostics = templates.into_diagnostics();
    diagnostics.extend(keep_first(&mut files, graph));
    add_copies(&mut files, hosts);
    Reported {
        value: Plan {
            unmade: unmade_editions(&routes, graph),
            undated_pdfs: undated_pdfs(&routes, graph),
            ..Plan::new(files)
        },
        diagnostics,
    }
}

/// The routes but for editions that nothing here can make.
fn made_routes(graph: &Site) -> Vec<&Route> {
    let is_made = |route: &&Route| !matches!(route.item, Item::Edition(_, edition) if !graph.can_make(edition));
    graph.routes().iter().filter(is_made).collect()
}

/// What the routes leave out.
fn unmade_editions(made: &[&Route], graph: &Site) -> UnmadeEditions {
    UnmadeEditions {
        editions: graph.routes().len() - made.len(),
        links: graph.links_to_unmade(),
    }
}

/// The documents without any date that have PDFs, each once.
fn undated_pdfs(routes: &[&Route], graph: &Site) -> Vec<FilePath> {
    let pdfs = routes.iter().filter_map(|route| match route.item {
        Item::Edition(id, Edition::Pdf | Edition::LargePrint) => Some(graph.node(id).outline()),
        _ => None,
    });
    let undated = pdfs.filter(|it| it.meta.date.is_none() && it.meta.updated.is_none());
    let files: BTreeSet<&FilePath> = undated.map(|outline| &outline.file).collect();
    files.into_iter().cloned().collect()
}

/// Sorts files by name, and keeps the first of those with the same name. The others are reported.
fn keep_first(files: &mut Vec<Planned>, graph: &Site) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    files.sort_by(|a, b| a.file.cmp(&b.file));
    files.dedup_by(|later, first| {
        let is_taken = later.file == first.file;
        if is_taken {
            diagnostics.push(taken(first, later, graph));
        }
        is_taken
    });
    diagnostics
}

/// The file at a URL of the site; nothing if none is made for it.
fn file(route: &Route, graph: &Site, theme: &Theme, hosts: &Hosts) -> Option<String> {
    let is_made = match route.item {
        Item::NotFound(_) => theme.has_template("404.html"),
        Item::Redirects(host) => redirect::has_table(graph, hosts, host),
        Item::Gone(_) => false,
        Item::Alias(_) | Item::Root => return redirect::file(&route.url),
        Item::SiteRedirect(at) => {
            let redirect = graph.redirect(at)?;
            return redirect::file(&redirect.from);
        }
        _ => true,
    };
    is_made.then(|| route.url.file())
}

/// The files that the theme brings.
fn assets(theme: &Theme) -> impl Iterator<Item = Planned> {
    let assets = theme.assets.iter().enumerate();
    assets.map(|(at, asset)| without_template(asset.url.file(), Item::ThemeAsset(at)))
}

/// The parts of long sitemaps.
fn sitemap_parts(graph: &Site, hosts: &Hosts) -> Vec<Planned> {
    let mut files = Vec::new();
    for host in hosts.ids() {
        // The author's own sitemap, if there is one, has no parts of ours.
        let is_ours = graph.url_of(Item::Sitemap(host)).is_some();
        let parts = if is_ours {
            sitemap_parts::parts(graph, hosts, host)
        } else {
            0
        };
        for part in 0..parts {
            let url = hosts.url(host, &format!("/{}", sitemap_parts::part_file(part)));
            let file = url.map(|url| without_template(url.file(), Item::SitemapPart(host, part)));
            files.extend(file);
        }
    }
    files
}

/// Copies of what every host has, at the same path from its root. A file that a language has there itself stays.
fn add_copies(files: &mut Vec<Planned>, hosts: &Hosts) {
    if !hosts.are_several() {
        return;
    }
    let is_shared = |file: &&Planned| {
        hosts.of_file(&file.file) == HostId::OWN && is_on_each_host(&format!("/{}", file.file))
    };
    let shared = files.iter().filter(is_shared);
    let copies = shared.flat_map(|file| {
        hosts.others().map(move |host| Planned {
            file: hosts.file(host, &file.file),
            item: file.item,
            template: file.template.clone(),
        })
    });
    let copies: Vec<Planned> = copies.collect();
    files.extend(copies);
    files.sort_by(|a, b| a.file.cmp(&b.file));
    files.dedup_by(|later, first| later.file == first.file);
}

fn without_template(file: String, item: Item) -> Planned {
    Planned {
        file,
        item,
        template: String::new(),
    }
}

/// The files of pictures in other widths.
fn variants(graph: &Site, pictures: &Pictures) -> impl Iterator<Item = Planned> {
    pictures.variants().filter_map(|(id, width)| {
        let (_, url) = graph.assets().get(id.index())?;
        Some(Planned {
            file: variant_file(url, width),
            item: Item::PictureVariant(id, width),
            template: String::new(),
        })
    })
}

/// A file of the theme, or a part of the sitemap, whose name is taken.
fn taken(first: &Planned, later: &Planned, graph: &Site) -> Diagnostic {
    let what = match later.item {
        Item::SitemapPart(..) => "a part of the sitemap",
        Item::PictureVariant(..) => "a smaller size of a picture",
        _ => "an asset of the theme",
    };
    let message = format!("two files have the address `/{}`", first.file);
    let found = Diagnostic::new(Code::AddressClash, message).help(format!("one of them is {what}"));
    let document = first.item.document();
    let document = document.map(|id| &graph.node(id).outline().file);
    let asset = match first.item {
        Item::ContentAsset(id) | Item::PictureVariant(id, _) => graph.asset(id),
        _ => None,
    };
    match document.or(asset.map(|asset| &asset.file)) {
        Some(file) => found.in_file(file).help("rename this file"),
        None => found,
    }
}
