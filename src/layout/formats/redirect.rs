//! Old addresses that lead to new ones: a page for every host, and a table for hosts that read one. The table also
//! names the addresses that are gone: a page at one of them would say that something is there.

use super::Format;
use crate::base::Url;
use crate::config::{HostId, Hosts};
use crate::content::FileType;
use crate::graph::{Item, NodeId, Route, Site};
use crate::layout::context::RenderContext;
use crate::layout::markup::escaped;
use crate::layout::page_context::PageContext;

/// The page that hosts show for an address that is gone.
const NOT_FOUND: &str = "/404.html";

/// The file of an old address: a page, also where the author left out the slash at its end. None for the address
/// of a picture or a download: a browser, or a program that reads a feed, would not read a page there.
pub fn file(old: &Url) -> Option<String> {
    let last = old.as_str().rsplit('/').next().unwrap_or("");
    if old.is_page() {
        return Some(old.file());
    }
    if !last.contains('.') {
        return Some(old.join("").file());
    }
    matches!(
        FileType::of(last).media_type,
        "text/html" | "application/octet-stream"
    )
    .then(|| old.file())
}

/// A page at an old URL.
pub struct RedirectPage;

impl Format for RedirectPage {
    fn text(&self, item: &Item, page: &PageContext) -> Option<String> {
        let context = page.render;
        match item {
            Item::Alias(id) => Some(page_of_alias(context, *id)),
            Item::Root => Some(page_of_root(context)),
            Item::SiteRedirect(at) => Some(page_of_setting(context, *at)),
            _ => None,
        }
    }
}

/// All redirects in the form that some hosts read.
pub struct RedirectTable;

impl Format for RedirectTable {
    fn text(&self, item: &Item, page: &PageContext) -> Option<String> {
        let context = page.render;
        match item {
            Item::Redirects(host) => Some(table(context, *host)),
            _ => None,
        }
    }
}

/// The page at an old address of a document.
fn page_of_alias(context: &RenderContext, id: NodeId) -> String {
    let node = context.site.graph.node(id);
    RedirectTarget {
        hosts: &context.site.settings.hosts,
        href: &context.href(node),
        title: &node.outline().words.title,
    }
    .page(context.readers_language())
}

/// The page at the root of a site whose default language is elsewhere.
fn page_of_root(context: &RenderContext) -> String {
    let settings = context.site.settings;
    RedirectTarget {
        hosts: &settings.hosts,
        href: &context
            .site
            .graph
            .home(context.language)
            .href(settings.base_path()),
        title: context.site_title(),
    }
    .page(context.readers_language())
}

/// The page at an address that site.yaml leads on.
fn page_of_setting(context: &RenderContext, at: usize) -> String {
    let Some(redirect) = context.site.graph.redirect(at) else {
        return String::new();
    };
    RedirectTarget {
        hosts: &context.site.settings.hosts,
        href: &redirect.href,
        title: context.site.graph.label(&redirect.label),
    }
    .page(context.readers_language())
}

/// What an old URL redirects to.
struct RedirectTarget<'t> {
    hosts: &'t Hosts,
    href: &'t str,
    title: &'t str,
}

impl RedirectTarget<'_> {
    /// A page that sends browsers on, and says so to those who stay.
    fn page(&self, language: &str) -> String {
        let (url, title, language) = (escaped(self.href), escaped(self.title), escaped(language));
        // A canonical address is a whole one.
        let whole = self.hosts.whole(self.href);
        let canonical = if whole.starts_with('/') {
            String::new()
        } else {
            format!("<link rel=\"canonical\" href=\"{}\">\n", escaped(&whole))
        };
        format!(
            "<!doctype html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n\
         {canonical}<meta name=\"robots\" content=\"noindex\">\n\
         <meta http-equiv=\"refresh\" content=\"0; url={url}\">\n</head>\n<body>\n<p><a href=\"{url}\">{title}</a></p>\n</body>\n</html>\n",
        )
    }
}

/// The root, with the home page to which it leads, if that is elsewhere.
fn from_root<'u>(context: &RenderContext<'u>) -> Option<(&'u Url, String)> {
    let graph = context.site.graph;
    let home = graph.home(context.language);
    let root = graph.url_of(Item::Root)?;
    Some((root, home.href(context.site.settings.base_path())))
}

/// True if a host has a table of redirects.
pub fn has_table(graph: &Site, hosts: &Hosts, host: HostId) -> bool {
    let mut routes = graph.routes().iter();
    let is_old = |route: &Route| match route.item {
        Item::Alias(_) | Item::Root | Item::Gone(_) => true,
        Item::SiteRedirect(at) => graph.redirect(at).is_some(),
        _ => false,
    };
    let leads_to_others = host == HostId::OWN && hosts.are_several();
    leads_to_others || routes.any(|route| is_old(route) && hosts.of_url(&route.url) == host)
}

/// `OLD NEW 301`, a line for each old address; `OLD /404.html 410` for those that are gone. On the site's own host, readers of
/// what is on another one are sent there: it may have been here before.
fn table(context: &RenderContext, host: HostId) -> String {
    let hosts = &context.site.settings.hosts;
    let base_path = context.site.settings.base_path();
    let here = |href: String| hosts.seen_from(host, &href).unwrap_or(href);
    let line = |old: &Url, rest: &str| format!("{} {rest}\n", here(old.href(base_path)));
    let mut lines = String::new();
    for (old, new) in leading_on(context) {
        if hosts.of_url(old) == host {
            lines += &line(old, &format!("{} 301", in_table(&here(new))));
        }
    }
    let not_found = format!("{}{NOT_FOUND} 410", hosts.base_path(host));
    for old in context.site.graph.gone() {
        if hosts.of_url(old) == host {
            lines += &line(old, &not_found);
        }
    }
    if host == HostId::OWN {
        lines.extend(to_others(hosts));
    }
    lines
}

/// The old addresses that lead on, each with where that is; sorted.
fn leading_on<'u>(context: &RenderContext<'u>) -> Vec<(&'u Url, String)> {
    let graph = context.site.graph;
    let aliases = graph
        .aliases()
        .map(|(old, node)| (old, context.href(graph.node(node))));
    let redirects = graph.redirects();
    let redirects = redirects.map(|redirect| (&redirect.from, redirect.href.clone()));
    let all = aliases.chain(redirects).chain(from_root(context));
    let mut all: Vec<(&Url, String)> = all.collect();
    all.sort();
    all
}

/// A line for each other host.
fn to_others(hosts: &Hosts) -> impl Iterator<Item = String> {
    hosts.others().map(|other| {
        let folder = hosts.url(other, "/").unwrap_or_else(Url::home);
        let old = folder.href(hosts.base_path(HostId::OWN));
        format!("{old}* {}/:splat 301\n", hosts.origin(other))
    })
}

/// A URL as one word: hosts take a space for the end of it.
fn in_table(url: &str) -> String {
    let escaped = |c: char| match c {
        c if c.is_whitespace() || c.is_control() => {
            let mut bytes = [0; 4];
            c.encode_utf8(&mut bytes)
                .bytes()
                .map(|byte| format!("%{byte:02X}"))
                .collect()
        }
        c => c.to_string(),
    };
    url.chars().map(escaped).collect()
}
