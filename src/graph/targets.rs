//! What every link of every document, public and hidden, and of the settings leads to. Found before URLs are given: see
//! `names`.

use rayon::prelude::*;

use super::id::NodeId;
use super::names::{Names, Origin, Thing};
use super::outside;
use super::settings_links;
use crate::document::markdown::meant_target;
use crate::document::{Link, Structure};

/// What each link leads to, in the order of the links of each structure.
pub(super) struct Targets {
    /// Of the public documents.
    pub public: Vec<Box<[Thing]>>,
    /// Of those that are not public.
    pub hidden: Vec<Box<[Thing]>>,
    /// Of what site.yaml and the kinds link to.
    pub settings: Vec<Thing>,
}

/// Looks up all links.
pub(super) fn find(names: &Names) -> Targets {
    let index = names.index;
    let public = index.public.par_iter().enumerate().map(|(at, summary)| {
        of_document(summary.structure, names, &names.origin_of(NodeId::new(at)))
    });
    let hidden = index.hidden.par_iter().enumerate().map(|(at, structure)| {
        let origin = names.origin_of_hidden(at, structure);
        let links = structure.links.iter();
        links.map(|link| find_meant(link, names, &origin)).collect()
    });
    let settings = settings_links::all(index).map(|link| link.find(names));
    Targets {
        public: public.collect(),
        hidden: hidden.collect(),
        settings: settings.collect(),
    }
}

fn of_document(structure: &Structure, names: &Names, origin: &Origin) -> Box<[Thing]> {
    structure
        .links
        .iter()
        .map(|link| names.find(&link.target, link.role, origin))
        .collect()
}

/// The same for a hidden document: nobody is told of its mistakes, so a target counts as what is meant by it. Else the
/// file that it names would be public.
fn find_meant(link: &Link, names: &Names, origin: &Origin) -> Thing {
    let found = names.find(&link.target, link.role, origin);
    let is_there = match &found {
        Thing::Nothing | Thing::Outside => false,
        Thing::Url(url) => names.is_wanted(url),
        _ => true,
    };
    if is_there {
        return found;
    }
    let meant = meant_target(&link.target).or_else(|| outside::meant(&link.target));
    match meant {
        Some(meant) => names.find(&meant, link.role, origin),
        None => found,
    }
}
