//! The addresses outside the site that something of it leads to, each once, with every place it stands at.

use std::collections::BTreeMap;

use super::web_url::WebUrl;
use crate::base::{FilePath, Span};
use crate::check::Subject;
use crate::content::is_for_templates;
use crate::graph::Target;

/// An address, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outside {
    /// The address.
    pub url: WebUrl,
    /// The places, in the order of files; at least one.
    pub places: Vec<Place>,
}

/// Where an address stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file.
    pub file: FilePath,
    /// The place in it.
    pub span: Span,
    /// The address as it is written there, with the place on the page that is meant.
    pub written: String,
}

/// All addresses outside the site, in their order, that settings let be asked: in texts and fields of public
/// documents, in menus, in data. What readers sent is theirs, and nobody here mends it.
pub fn outside(subject: &Subject) -> Vec<Outside> {
    let mut places = in_settings(subject);
    places.extend(in_documents(subject));
    places.extend(in_data(subject));
    places.sort_by(|a, b| (&a.file, a.span).cmp(&(&b.file, b.span)));
    places.dedup();
    let mut found: BTreeMap<WebUrl, Vec<Place>> = BTreeMap::new();
    for place in places {
        let Some(url) = url(&place.written, subject) else {
            continue;
        };
        found.entry(url).or_default().push(place);
    }
    found
        .into_iter()
        .map(|(url, places)| Outside { url, places })
        .collect()
}

/// What is to be asked; nothing for the site's own addresses, and for what settings leave out.
fn url(written: &str, subject: &Subject) -> Option<WebUrl> {
    let whole = if written.starts_with("//") {
        format!("https:{written}")
    } else {
        written.to_owned()
    };
    let own = WebUrl::parse(&subject.site.base_url);
    let url = WebUrl::parse(&whole)?;
    let is_own = own.is_some_and(|own| own.host() == url.host());
    (!is_own && subject.site.external.wants(&url.to_string())).then_some(url)
}

fn in_settings(subject: &Subject) -> Vec<Place> {
    let entries = subject.site.menus.iter().flat_map(|menu| &menu.entries);
    let place = |entry: &crate::config::MenuEntry| Place {
        file: subject.site.kinds.file.clone(),
        span: *entry.span,
        written: entry.link.clone(),
    };
    entries.map(place).collect()
}

fn in_documents<'s>(subject: &'s Subject) -> impl Iterator<Item = Place> + use<'s> {
    let is_ours = |kind: &str| {
        subject
            .kinds
            .find(kind)
            .is_none_or(|kind| kind.thread().is_none())
    };
    let nodes = subject
        .graph
        .nodes()
        .filter(move |node| is_ours(&node.outline().kind));
    nodes.flat_map(|node| {
        let outline = node.outline();
        let links = outline.links.iter().zip(node.links());
        let outside = links.filter(|(_, resolved)| resolved.target == Target::Outside);
        outside.map(|(link, _)| Place {
            file: outline.file.clone(),
            span: *link.span,
            written: link.target.trim().to_owned(),
        })
    })
}

/// Templates receive data as they are, so what an address is there is only told by its start.
fn in_data(subject: &Subject) -> Vec<Place> {
    let mut places = Vec::new();
    for file in subject
        .data
        .iter()
        .map(|data| &data.file)
        .filter(|file| is_for_templates(file))
    {
        let text = (subject.text_of)(file).unwrap_or_default();
        places.extend(in_text(&text).map(|(start, written)| Place {
            file: file.clone(),
            span: Span::new(start, start + written.len()),
            written: written.to_owned(),
        }));
    }
    places
}

/// Everything in a text that starts like an address, with where it starts.
fn in_text(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let starts = text.match_indices("http").map(|(at, _)| at);
    starts.filter_map(|at| {
        let rest = text.get(at..)?;
        let is_url = rest.starts_with("http://") || rest.starts_with("https://");
        let is_end = |c: char| c.is_whitespace() || "\"'`<>|\\".contains(c);
        let end = rest.find(is_end).unwrap_or(rest.len());
        let written = rest
            .get(..end)?
            .trim_end_matches([',', '.', ';', ')', ']', '}']);
        is_url.then_some((at, written))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_are_found_in_data() {
        let text = "- {link: https://a.org/x, http: no}\n- \"see http://b.org/y.\"\n";
        let found: Vec<_> = in_text(text).collect();
        assert_eq!(found, [(9, "https://a.org/x"), (43, "http://b.org/y")]);
    }
}
