//! What every link of every document, public and hidden, and of the settings leads to. Found before URLs are given: see
//! `names`.

use rayon::prelude::*;

use super::id::NodeId;
use super::names::{Names, Origin, Thing};
use super::settings_links::{self, SettingsLink};
use crate::document::{LinkRole, Structure};

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
        of_document(structure, names, &names.origin_of_hidden(at, structure))
    });
    let settings = settings_links::all(index).map(|SettingsLink { file, target }| {
        names.find(&target, LinkRole::Target, &Origin { file, page: None })
    });
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
