//! Old addresses that lead to new ones: a page for every host, and a table for hosts that read one. The table also
//! names the addresses that are gone: a page at one of them would say that something is there.

use super::Format;
use crate::base::Url;
use crate::content::FileType;
use crate::graph::{Item, NodeId};
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
            Item::Redirects => Some(table(context)),
            _ => None,
        }
    }
}

/// The page at an old address of a document.
fn page_of_alias(context: &RenderContext, id: NodeId) -> String {
    let node = context.site.graph.node(id);
    RedirectTarget {
        origin: context.site.settings.origin(),
        href: &context.href(node),
        title: &node.outline().words.title,
    }
    .page(context.readers_language())
}

/// The page at the root of a site whose default language is elsewhere.
fn page_of_root(context: &RenderContext) -> String {
    let settings = context.site.settings;
    RedirectTarget {
        origin: settings.origin(),
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
    let origin = if redirect.outside {
        ""
    } else {
        context.site.settings.origin()
    };
    RedirectTarget {
        origin,
        href: &redirect.href,
        title: context.site.graph.label(&redirect.label),
    }
    .page(context.readers_language())
}

/// What an old URL redirects to.
struct RedirectTarget<'t> {
    /// The host of the site; empty if `href` has a host itself.
    origin: &'t str,
    href: &'t str,
    title: &'t str,
}

impl RedirectTarget<'_> {
    /// A page that sends browsers on, and says so to those who stay.
    fn page(&self, language: &str) -> String {
        let (url, title, language) = (escaped(self.href), escaped(self.title), escaped(language));
        // A canonical address is a whole one.
        let canonical = if self.origin.is_empty() && self.href.starts_with('/') {
            String::new()
        } else {
            let origin = escaped(self.origin);
            format!("<link rel=\"canonical\" href=\"{origin}{url}\">\n")
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

/// `OLD NEW 301`, a line for each old address; `OLD /404.html 410` for those that are gone.
fn table(context: &RenderContext) -> String {
    let (graph, base_path) = (context.site.graph, context.site.settings.base_path());
    let aliases = graph
        .aliases()
        .map(|(old, node)| (old, context.href(graph.node(node))));
    let redirects = graph.redirects();
    let redirects = redirects.map(|redirect| (&redirect.from, redirect.href.clone()));
    let all = aliases.chain(redirects).chain(from_root(context));
    let mut lines: Vec<(&Url, String)> = all.collect();
    lines.sort();
    let leads_on = lines
        .iter()
        .map(|(old, new)| format!("{} {} 301\n", old.href(base_path), in_table(new)));
    let gone = graph.gone().into_iter();
    let gone = gone.map(|old| format!("{} {base_path}{NOT_FOUND} 410\n", old.href(base_path)));
    leads_on.chain(gone).collect()
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
