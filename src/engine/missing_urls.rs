//! An address that the site had and has no more: what it was made of, where that stands now, and the line that
//! leads readers there.

use std::collections::BTreeMap;

use super::urls::Public;
use crate::base::site_layout;
use crate::base::slug::slugify;
use crate::base::{Code, Diagnostic, FilePath, Url};
use crate::config::SiteConfig;
use crate::content::ledger::Entry;
use crate::document::Outline;
use crate::graph::Site;

/// An address that has gone.
pub(super) struct Gone<'g> {
    /// What the ledger says of it.
    pub entry: &'g Entry,
    /// The site without it.
    pub graph: &'g Site,
    /// The site's settings.
    pub site: &'g SiteConfig,
}

/// Addresses that are new, by what may tell that they are old ones in another place.
pub(super) struct Homes<'h> {
    graph: &'h Site,
    new: &'h [&'h Public<'h>],
    /// By what they are made of.
    by_source: BTreeMap<&'h str, Vec<usize>>,
    /// By their last part, the name of their file, and the title of their document.
    by_name: BTreeMap<String, Vec<usize>>,
}

impl<'h> Homes<'h> {
    /// Makes the new addresses ready to be looked up.
    pub fn new(graph: &'h Site, new: &'h [&'h Public<'h>]) -> Homes<'h> {
        let mut homes = Homes {
            graph,
            new,
            by_source: BTreeMap::new(),
            by_name: BTreeMap::new(),
        };
        for (at, public) in new.iter().enumerate() {
            homes.by_source.entry(&public.source).or_default().push(at);
            let mut names = vec![last_part(&public.url).to_owned()];
            if let Some(id) = public.page {
                let outline = graph.node(id).outline();
                names.extend([outline.location.name.clone(), slugify(&outline.title)]);
            }
            names.sort();
            names.dedup();
            for name in names.into_iter().filter(|name| !name.is_empty()) {
                homes.by_name.entry(name).or_default().push(at);
            }
        }
        homes
    }

    /// The one new address at which what stood at an old one stands now; nothing where that is a guess.
    fn of(&self, entry: &Entry) -> Option<&'h Public<'h>> {
        let name = last_part(&entry.url);
        let is_alike = |public: &&'h Public<'h>| {
            let extension = |url: &Url| {
                let last = last_part(url);
                last.rsplit_once('.')
                    .map(|(_, extension)| extension.to_owned())
            };
            public.url.is_page() == entry.url.is_page()
                && extension(&public.url) == extension(&entry.url)
        };
        let of = |found: Option<&Vec<usize>>| -> Vec<&'h Public<'h>> {
            let found = found
                .into_iter()
                .flatten()
                .filter_map(|at| self.new.get(*at).copied());
            found.filter(is_alike).collect()
        };
        let same_source = of(self.by_source.get(entry.source.as_str()));
        let same_file = same_source
            .iter()
            .copied()
            .filter(|public| last_part(&public.url) == name);
        let pages = same_source
            .iter()
            .copied()
            .filter(|public| public.page.is_some());
        let named = of(self.by_name.get(name));
        let file_name = FilePath::new(entry.source.as_str());
        let by_file = of(self.by_name.get(name_of_source(&file_name)));
        only(same_file)
            .or_else(|| only(pages.filter(|_| entry.url.is_page())))
            .or_else(|| only(named.into_iter()))
            .or_else(|| only(by_file.into_iter().filter(|_| entry.url.is_page())))
    }
}

impl Gone<'_> {
    /// The problem, at its line in the ledger, with the line to add.
    pub fn said(&self, homes: &Homes) -> Diagnostic {
        let Entry { url, source, span } = self.entry;
        let message = format!("`{url}` no longer exists, and readers are not redirected from it");
        let diagnostic = Diagnostic::new(Code::AddressGone, message).at(
            &FilePath::new(site_layout::LEDGER),
            *span,
            format!("last made from {}", words_for(source)),
        );
        let diagnostic = match homes.of(self.entry) {
            Some(home) => self.moved_to(home, homes.graph, diagnostic),
            None => self.lost(diagnostic),
        };
        diagnostic.help(format!(
            "if you removed it on purpose: add {}",
            self.line_for_gone()
        ))
    }

    fn moved_to(&self, home: &Public, graph: &Site, diagnostic: Diagnostic) -> Diagnostic {
        let (old, new) = (quoted(&self.entry.url), &home.url);
        match home.page.filter(|_| self.entry.url.is_page()) {
            Some(id) => {
                let outline = graph.node(id).outline();
                let file = &outline.file;
                let line = aliases_with(outline, &self.entry.url);
                diagnostic
                    .at(file, outline.title_span, format!("now at `{new}`"))
                    .help(format!(
                        "if it moved there: write `{line}` in the front matter of {file}"
                    ))
            }
            None => diagnostic.help(if self.site.old_urls.redirects.is_empty() {
                format!(
                    "if it moved to `{new}`: add `redirects: {{{old}: {}}}` to site.yaml",
                    quoted(new)
                )
            } else {
                format!(
                    "if it moved to `{new}`: add `{old}: {}` to `redirects` in site.yaml",
                    quoted(new)
                )
            }),
        }
    }

    /// Nothing new looks like it: a draft, or a document that is there no more.
    fn lost(&self, diagnostic: Diagnostic) -> Diagnostic {
        let source = self.entry.source.as_str();
        let hidden = |outline: &Outline| outline.file.as_str() == source;
        let draft = self
            .graph
            .hidden()
            .iter()
            .map(|document| &document.outline)
            .find(|outline| hidden(outline));
        let old = quoted(&self.entry.url);
        if draft.is_some_and(Outline::is_draft) {
            return diagnostic.help(format!(
                "{source} is a draft now, so readers lose its page; to keep the page with a notice, write `status: withdrawn` in place of `draft: true`"
            ));
        }
        diagnostic.help(if self.entry.url.is_page() && site_layout::below(site_layout::CONTENT, source).is_some() {
            format!(
                "if its text is on another page now: add `aliases: [{old}]` to the front matter of that page"
            )
        } else {
            format!("if something else replaces it: add `redirects: {{{old}: …}}` to site.yaml")
        })
    }

    fn line_for_gone(&self) -> String {
        let old = quoted(&self.entry.url);
        if self.site.old_urls.gone.is_empty() {
            format!("`gone: [{old}]` to site.yaml")
        } else {
            format!("`{old}` to `gone` in site.yaml")
        }
    }
}

/// The line of front matter that holds the aliases of a document and one more.
fn aliases_with(outline: &Outline, old: &Url) -> String {
    let mut all: Vec<String> = outline.aliases().map(plain_or_quoted).collect();
    all.push(quoted(old));
    format!("aliases: [{}]", all.join(", "))
}

/// An address as YAML takes it in a list on one line.
fn quoted(url: &Url) -> String {
    plain_or_quoted(url.as_str())
}

fn plain_or_quoted(text: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "/-_.~+".contains(c);
    if text.chars().all(is_plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', "''"))
    }
}

/// What an address was made of, in words.
fn words_for(source: &str) -> String {
    match source.split_once(' ') {
        Some(("kind", kind)) => format!("the list of kind `{kind}`"),
        Some(("field", field)) => format!("the tags in `{field}`"),
        _ => source.to_owned(),
    }
}

/// The last part of an address: `a` for `/blogs/a/`.
fn last_part(url: &Url) -> &str {
    let text = url.as_str().trim_end_matches('/');
    text.rsplit('/').next().unwrap_or(text)
}

/// What a document's file is called: the name of its folder where it has one of its own, without a date.
fn name_of_source(file: &FilePath) -> &str {
    let stem = file.stem();
    let name = if file.is_index() {
        file.folder().rsplit('/').next().unwrap_or(stem)
    } else {
        stem
    };
    crate::base::date::at_start(name).map_or(name, |(_, rest)| rest)
}

/// The one there is; nothing where there are several.
fn only<'h>(mut found: impl Iterator<Item = &'h Public<'h>>) -> Option<&'h Public<'h>> {
    let first = found.next()?;
    found.all(|other| other.url == first.url).then_some(first)
}
