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
pub(super) struct MissingUrl<'g> {
    /// What the ledger says of it.
    pub entry: &'g Entry,
    /// The site without it.
    pub graph: &'g Site,
    /// The site's settings.
    pub site: &'g SiteConfig,
}

/// Addresses that are new, by what may tell that they are old ones in another place.
pub(super) struct MoveCandidates<'h> {
    graph: &'h Site,
    new: &'h [&'h Public<'h>],
    /// By what they are made of.
    by_source: BTreeMap<&'h str, Vec<usize>>,
    /// By their last part, the name of their file, and the title of their document.
    by_name: BTreeMap<String, Vec<usize>>,
}

impl<'h> MoveCandidates<'h> {
    /// Makes the new addresses ready to be looked up.
    pub fn new(graph: &'h Site, new: &'h [&'h Public<'h>]) -> MoveCandidates<'h> {
        let mut candidates = MoveCandidates {
            graph,
            new,
            by_source: BTreeMap::new(),
            by_name: BTreeMap::new(),
        };
        for (at, public) in new.iter().enumerate() {
            candidates
                .by_source
                .entry(&public.source)
                .or_default()
                .push(at);
            let mut names = vec![last_part(public.url).to_owned()];
            if let Some(id) = public.page {
                let outline = graph.node(id).outline();
                names.extend([outline.location.name.clone(), slugify(&outline.words.title)]);
            }
            names.sort();
            names.dedup();
            for name in names.into_iter().filter(|name| !name.is_empty()) {
                candidates.by_name.entry(name).or_default().push(at);
            }
        }
        candidates
    }

    /// The one new URL of what was at an old one; nothing if that is a guess.
    fn new_url_of(&self, entry: &Entry) -> Option<&'h Public<'h>> {
        let name = last_part(&entry.url);
        let source = self.by_source.get(entry.source.as_str());
        let same_source = self.alike(entry, source);
        let same_source = same_source.iter().copied();
        let file = FilePath::new(entry.source.as_str());
        let same_file = same_source
            .clone()
            .filter(|public| last_part(public.url) == name);
        let named = self.alike(entry, self.by_name.get(name));
        let found = only(same_file);
        if !entry.url.is_page() {
            return found.or_else(|| only(named.into_iter()));
        }
        let pages = same_source.filter(|public| public.page.is_some());
        let by_file = self.alike(entry, self.by_name.get(name_of_source(&file)));
        found
            .or_else(|| only(pages))
            .or_else(|| only(named.into_iter()))
            .or_else(|| only(by_file.into_iter()))
    }

    /// Those of some new URLs that are of the same sort as an old one.
    fn alike(&self, entry: &Entry, found: Option<&Vec<usize>>) -> Vec<&'h Public<'h>> {
        let is_alike = |public: &&Public| {
            public.url.is_page() == entry.url.is_page()
                && extension(public.url) == extension(&entry.url)
        };
        let found = found.into_iter().flatten();
        let found = found.filter_map(|at| self.new.get(*at).copied());
        found.filter(is_alike).collect()
    }
}

impl MissingUrl<'_> {
    /// The problem, at its line in the ledger, with the line to add.
    pub fn report(&self, candidates: &MoveCandidates) -> Diagnostic {
        let Entry { url, source, span } = self.entry;
        let message = format!("`{url}` no longer exists, and readers are not redirected from it");
        let diagnostic = Diagnostic::new(Code::AddressGone, message).at(
            &FilePath::new(site_layout::LEDGER),
            *span,
            format!("last made from {}", words_for(source)),
        );
        let diagnostic = match candidates.new_url_of(self.entry) {
            Some(home) => self.moved_to(home, candidates.graph, diagnostic),
            None => self.lost(diagnostic),
        };
        diagnostic.help(format!(
            "if you removed it on purpose: add {}",
            self.line_for_gone()
        ))
    }

    fn moved_to(&self, home: &Public, graph: &Site, diagnostic: Diagnostic) -> Diagnostic {
        let (old, new) = (quoted(&self.entry.url), &home.url);
        match home.page {
            Some(id) if self.entry.url.is_page() => {
                let outline = graph.node(id).outline();
                let file = &outline.file;
                let line = aliases_with(outline, &self.entry.url);
                diagnostic
                    .at(file, outline.spots.title, format!("now at `{new}`"))
                    .help(format!(
                        "if it moved there: write `{line}` in the front matter of {file}"
                    ))
            }
            _ => diagnostic.help(if self.site.old_urls.redirects.is_empty() {
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
        if draft.is_some_and(|outline| outline.is_draft()) {
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
    if text.chars().all(is_plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', "''"))
    }
}

/// True for a character that YAML takes as it is anywhere in a text.
fn is_plain(c: char) -> bool {
    c.is_alphanumeric() || "/-_.~+".contains(c)
}

/// What an address was made of, in words.
fn words_for(source: &str) -> String {
    match source.split_once(' ') {
        Some(("kind", kind)) => format!("the list of kind `{kind}`"),
        Some(("field", field)) => format!("the tags in `{field}`"),
        _ => source.to_owned(),
    }
}

/// `pdf` for `/plan.pdf`.
fn extension(url: &Url) -> Option<&str> {
    let (_, extension) = last_part(url).rsplit_once('.')?;
    Some(extension)
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
