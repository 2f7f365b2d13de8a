//! The external URLs of a site, each once, with every place that mentions it.

use std::collections::BTreeMap;

use super::web_url::{NotRequested, WebUrl};
use crate::base::{FilePath, Span};
use crate::check::CheckedSite;
use crate::content::is_for_templates;
use crate::graph::Target;

/// A URL of another site, and where it is mentioned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExternalLink {
    pub url: WebUrl,
    /// In the order of files; at least one.
    pub mentions: Vec<Mention>,
}

/// One place that mentions a URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    pub file: FilePath,
    pub span: Span,
    /// The URL as its author wrote it, with the anchor.
    pub written: String,
}

/// The external links of a site.
#[derive(Debug, Default)]
pub struct ExternalLinks {
    /// Those that can be requested.
    pub links: Vec<ExternalLink>,
    /// Those that cannot, with what is wrong; by the URL as written.
    pub impossible: BTreeMap<String, (String, Vec<Mention>)>,
}

/// All external URLs that settings allow to request, in order: those in texts and fields of public documents, in
/// menus, and in data. Comments of readers are left out, because no author of the site can fix them.
pub fn external_links(site: &CheckedSite) -> ExternalLinks {
    let mut mentions = in_menus(site);
    mentions.extend(in_documents(site));
    mentions.extend(in_data(site));
    mentions.sort_by(|a, b| (&a.file, a.span).cmp(&(&b.file, b.span)));
    mentions.dedup();
    let mut by_url: BTreeMap<WebUrl, Vec<Mention>> = BTreeMap::new();
    let mut found = ExternalLinks::default();
    for mention in mentions {
        match url_to_request(&mention.written, site) {
            Some(Ok(url)) => by_url.entry(url).or_default().push(mention),
            Some(Err(why)) => {
                let entry = found.impossible.entry(mention.written.clone());
                entry.or_insert((why, Vec::new())).1.push(mention);
            }
            None => {}
        }
    }
    let links = by_url.into_iter();
    found.links = links
        .map(|(url, mentions)| ExternalLink { url, mentions })
        .collect();
    found
}

/// `None` for the site's own URLs, for those that settings exclude, and for what is not of the web; else the URL, or what is
/// wrong with it.
fn url_to_request(written: &str, site: &CheckedSite) -> Option<Result<WebUrl, String>> {
    let absolute = if written.starts_with("//") {
        format!("https:{written}")
    } else {
        written.to_owned()
    };
    let url = match WebUrl::parse(&absolute) {
        Ok(url) => url,
        Err(NotRequested::OtherScheme) => return None,
        Err(NotRequested::Impossible(why)) => {
            return site.config.external.wants(&absolute).then_some(Err(why));
        }
    };
    let own = WebUrl::parse(site.config.whole_url());
    let is_own = own.is_ok_and(|own| own.host() == url.host());
    (!is_own && site.config.external.wants(&url.to_string())).then_some(Ok(url))
}

fn in_menus(site: &CheckedSite) -> Vec<Mention> {
    let entries = site.config.menus.iter().flat_map(|menu| &menu.entries);
    entries
        .map(|entry| Mention {
            file: site.config.kinds.file.clone(),
            span: *entry.span,
            written: entry.link.clone(),
        })
        .collect()
}

fn in_documents<'s>(site: &'s CheckedSite) -> impl Iterator<Item = Mention> + use<'s> {
    let is_ours = |kind: &str| {
        site.kinds
            .find(kind)
            .is_none_or(|kind| kind.thread().is_none())
    };
    let nodes = site
        .graph
        .nodes()
        .filter(move |node| is_ours(&node.outline().kind));
    nodes.flat_map(|node| {
        let outline = node.outline();
        let links = outline.links.iter().zip(&outline.spots.links);
        let links = links.zip(node.links());
        let outside = links.filter(|(_, resolved)| resolved.target == Target::Outside);
        outside.map(|((link, span), _)| Mention {
            file: outline.file.clone(),
            span: *span,
            written: link.target.trim().to_owned(),
        })
    })
}

/// Templates receive data as it is, so only the start of a text tells that it is a URL.
fn in_data(site: &CheckedSite) -> Vec<Mention> {
    let mut mentions = Vec::new();
    for file in site
        .data
        .iter()
        .map(|data| &data.file)
        .filter(|file| is_for_templates(file))
    {
        let text = (site.text_of)(file).unwrap_or_default();
        mentions.extend(urls_in(&text).map(|(start, written)| Mention {
            file: file.clone(),
            span: Span::new(start, start + written.len()),
            written: written.to_owned(),
        }));
    }
    mentions
}

/// Everything in a text that starts like a URL, with its place.
fn urls_in(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let starts = text.match_indices("http").map(|(at, _)| at);
    starts.filter_map(|at| {
        let rest = text.get(at..)?;
        let is_url = rest.starts_with("http://") || rest.starts_with("https://");
        let end = rest.find(ends_url).unwrap_or(rest.len());
        let written = rest
            .get(..end)?
            .trim_end_matches([',', '.', ';', ')', ']', '}']);
        is_url.then_some((at, written))
    })
}

fn ends_url(c: char) -> bool {
    c.is_whitespace() || "\"'`<>|\\".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_are_found_in_data() {
        let text = "- {link: https://a.org/x, http: no}\n- \"see http://b.org/y.\"\n";
        let found: Vec<_> = urls_in(text).collect();
        assert_eq!(found, [(9, "https://a.org/x"), (43, "http://b.org/y")]);
    }
}
