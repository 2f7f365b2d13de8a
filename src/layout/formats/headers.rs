//! What hosts are to send with each file, in the form that Netlify, Cloudflare Pages and others read: how long browsers may
//! keep it, and what pages may run and load. Everything follows from what the site has.

use std::collections::{BTreeMap, BTreeSet};

use super::Format;
use crate::base::site_layout::ASSET_URLS;
use crate::config::comments::Recipient;
use crate::config::{Comments, HostId};
use crate::document::{Document, LinkRole};
use crate::graph::{Item, Node, Target};
use crate::html::{ANY_INLINE, Loads, Piece, SELF};
use crate::layout::context::RenderContext;
use crate::layout::page_context::PageContext;
use crate::layout::search_index::index_folder;

/// The table of headers.
pub struct Headers;

impl Format for Headers {
    fn text(&self, item: &Item, page: &PageContext) -> Option<String> {
        match item {
            Item::Headers(host) => Some(table(page, *host)),
            _ => None,
        }
    }
}

/// A line longer than this is cut by Cloudflare Pages.
const LONGEST_LINE: usize = 2_000;

/// What holds where pages need nothing else. Nothing runs, and everything that is shown comes from the site itself.
const POLICY: [(&str, &str); 9] = [
    ("default-src", "'none'"),
    ("base-uri", "'none'"),
    ("font-src", SELF),
    ("form-action", SELF),
    ("frame-ancestors", SELF),
    ("img-src", SELF),
    ("manifest-src", SELF),
    ("media-src", SELF),
    ("style-src", SELF),
];

fn table(page: &PageContext, host: HostId) -> String {
    let hosts = &page.render.site.settings.hosts;
    let base_path = hosts.base_path(host);
    let others = hosts.ids().filter(|other| *other != host);
    let others: Vec<&str> = others.map(|other| hosts.origin(other)).collect();
    let mut text = format!(
        "{base_path}/*\n  Content-Security-Policy: {}\n  Referrer-Policy: strict-origin-when-cross-origin\n  \
         X-Content-Type-Options: nosniff\n",
        policy(&loads(page), &others)
    );
    let of_search = page.render.site.graph.search_index();
    let of_search = of_search.map(|root| format!("{}*", index_folder(root)));
    for pattern in hashed_files(page.render).into_iter().chain(of_search) {
        text.push_str(&format!(
            "{base_path}{pattern}\n  Cache-Control: public, max-age=31536000, immutable\n"
        ));
    }
    text
}

/// The files that have their hash in their name, so that what is at their address never changes.
fn hashed_files(context: &RenderContext) -> Vec<String> {
    let mut routes = context.site.graph.routes().iter();
    let is_shared = routes.any(|route| route.url.as_str().starts_with(ASSET_URLS));
    if is_shared {
        let assets = context.theme.assets.iter();
        return assets.map(|asset| asset.url.href("")).collect();
    }
    vec![format!("{ASSET_URLS}*")]
}

/// What all pages run and load.
fn loads(page: &PageContext) -> Loads {
    let cache = &page.render.cache;
    let mut loads = cache.loads.get_or_init(|| of_site(page.render)).clone();
    for (node, kept) in page.render.site.graph.nodes().zip(&cache.text_loads) {
        let document = page.document(node);
        if !document.may_load {
            continue;
        }
        if page.has_linked_text(node) {
            loads.add_all(kept.get_or_init(|| Box::new(of_text(document, node, page.render))));
        } else {
            loads.add_all(&of_text(document, node, page.render));
        }
    }
    loads
}

/// What pages run and load whatever their texts say.
fn of_site(context: &RenderContext) -> Loads {
    let mut loads = context.theme.loads.clone();
    if context.site.graph.search_index().is_some() {
        // The script of the search fetches its index, and the pages that it shows parts of.
        loads.add("connect-src", SELF);
    }
    for node in context.site.graph.nodes() {
        add_pictures(node, &mut loads);
    }
    if let Some(Comments::By(way)) = &context.site.settings.comments
        && let Recipient::Form(form) = &way.to
    {
        loads.add_url("form-action", &form.url);
    }
    loads
}

/// What the author's own HTML in a document runs and loads.
fn of_text(document: &Document, node: Node, context: &RenderContext) -> Loads {
    let mut loads = Loads::default();
    for fragment in document.fragments.iter().filter(|it| it.may_load()) {
        let html = crate::html::render(&node.outline().file, fragment, context.slots(node));
        add_pieces(&html.value.pieces, &mut loads);
    }
    loads
}

/// Adds the pictures and films of other sites that a document shows, in whatever field or block.
fn add_pictures(node: Node, loads: &mut Loads) {
    for (link, resolved) in node.outline().links.iter().zip(node.links()) {
        if resolved.target != Target::Outside {
            continue;
        }
        match link.role {
            LinkRole::Picture => loads.add_url("img-src", &resolved.href),
            LinkRole::File => loads.add_url("media-src", &resolved.href),
            LinkRole::Target | LinkRole::Id | LinkRole::Mention => {}
        }
    }
}

fn add_pieces(pieces: &[Piece], loads: &mut Loads) {
    for piece in pieces {
        match piece {
            Piece::Text(html) => loads.add_html(html),
            Piece::Table(_, html) => loads.add_html(html),
            Piece::Block(_, body) => add_pieces(&body.pieces, loads),
        }
    }
}

/// A policy that allows what pages need, and nothing else. What may come from the host of a page may come from the `others` of
/// the site.
fn policy(loads: &Loads, others: &[&str]) -> String {
    let mut directives = directives(loads);
    for sources in directives.values_mut() {
        if sources.contains(SELF) {
            sources.extend(others.iter().map(|other| (*other).to_owned()));
        }
    }
    let whole = written(&directives);
    if whole.len() <= LONGEST_LINE {
        return whole;
    }
    let short = directives.into_iter();
    written(
        &short
            .map(|(name, sources)| (name, without_hashes(sources)))
            .collect(),
    )
}

type Directives = BTreeMap<&'static str, BTreeSet<String>>;

fn directives(loads: &Loads) -> Directives {
    let mut directives: Directives = BTreeMap::new();
    for (name, source) in POLICY {
        directives
            .entry(name)
            .or_default()
            .insert(source.to_owned());
    }
    for (name, sources) in loads.by_directive() {
        directives
            .entry(name)
            .or_default()
            .extend(sources.iter().cloned());
    }
    directives
}

/// Sources with any text in place of too many hashes.
fn without_hashes(sources: BTreeSet<String>) -> BTreeSet<String> {
    let all = sources.len();
    let mut kept: BTreeSet<String> = sources.into_iter().filter(|it| !is_hash(it)).collect();
    if kept.len() < all {
        kept.insert(ANY_INLINE.to_owned());
    }
    kept
}

fn is_hash(source: &str) -> bool {
    source.starts_with("'sha256-") || source == "'unsafe-hashes'"
}

fn written(directives: &Directives) -> String {
    let written = directives.iter().map(|(name, sources)| {
        // A hash would make browsers ignore that any text is allowed.
        let any = sources.contains(ANY_INLINE);
        let is_kept = |source: &&String| !(any && source.starts_with("'sha256-"));
        let sources: Vec<&str> = sources.iter().filter(is_kept).map(String::as_str).collect();
        format!("{name} {}", sources.join(" "))
    });
    written.collect::<Vec<String>>().join("; ")
}
