//! For every link of every document, public and hidden, and of site.yaml, what it leads to. Made before addresses are
//! given: see `names`.

use rayon::prelude::*;

use super::NodeId;
use super::names::{Names, Origin, Thing};
use super::overview::{Brief, Overview};
use crate::base::FilePath;
use crate::config::Comments;
use crate::config::comments::{Privacy, Way};
use crate::document::{LinkRole, Outline};

/// What each link leads to, in the order of the links of each outline.
pub(super) struct Targets {
    /// Of the public documents.
    pub public: Vec<Box<[Thing]>>,
    /// Of those that are not public.
    pub hidden: Vec<Box<[Thing]>>,
    /// Of what site.yaml and the kinds link to: menus, redirects, pages on privacy.
    pub settings: Vec<Thing>,
}

impl Targets {
    /// Looks up all links side by side.
    pub fn find(names: &Names, overview: &Overview) -> Targets {
        let of_public = |(at, brief): (usize, &Brief)| {
            of(brief.outline, names, &names.origin_of(NodeId::new(at)))
        };
        let of_hidden = |(at, outline): (usize, &&Outline)| {
            of(outline, names, &names.origin_of_hidden(at, outline))
        };
        let of_settings = |(file, target): (&FilePath, String)| {
            names.find((&target, LinkRole::Target), &Origin { file, page: None })
        };
        Targets {
            public: overview
                .briefs
                .par_iter()
                .enumerate()
                .map(of_public)
                .collect(),
            hidden: overview
                .hidden
                .par_iter()
                .enumerate()
                .map(of_hidden)
                .collect(),
            settings: in_settings(overview).map(of_settings).collect(),
        }
    }
}

fn of(outline: &Outline, names: &Names, origin: &Origin) -> Box<[Thing]> {
    outline
        .links
        .iter()
        .map(|link| names.find((&link.target, link.role), origin))
        .collect()
}

/// What the settings link to. A file that only these and hidden documents name is public, so a setting that is missing
/// here withholds a file, and its link is reported.
fn in_settings<'o>(overview: &'o Overview<'o>) -> impl Iterator<Item = (&'o FilePath, String)> {
    let (site, file) = (&overview.input.site, overview.input.site_file);
    let menus = site
        .menus
        .iter()
        .flat_map(|menu| &menu.entries)
        .map(|entry| entry.link.as_str());
    let redirects = site
        .old_urls
        .redirects
        .iter()
        .map(|redirect| redirect.to.as_str());
    let of_site = menus
        .chain(redirects)
        .map(move |target| (file, target.to_owned()));
    of_site.chain(
        privacy_pages(overview)
            .map(|(_, privacy)| (&privacy.file, super::privacy::target(privacy))),
    )
}

/// The pages on privacy that the site, under an empty name, and its kinds name.
pub(super) fn privacy_pages<'o>(
    overview: &'o Overview<'o>,
) -> impl Iterator<Item = (&'o str, &'o Privacy)> {
    let input = overview.input;
    let of_kinds = input
        .kinds
        .iter()
        .map(|kind| (kind.name.as_str(), kind.comments.as_ref()));
    std::iter::once(("", input.site.comments.as_ref()))
        .chain(of_kinds)
        .filter_map(|(name, comments)| Some((name, privacy(comments?)?)))
}

fn privacy(comments: &Comments) -> Option<&Privacy> {
    match comments {
        Comments::By(Way { privacy, .. }) => privacy.as_ref(),
        _ => None,
    }
}
