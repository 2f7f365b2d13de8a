//! A linked site with what was read for it: what pages are made of besides their theme.

use jiff::Timestamp;

use crate::base::Cache;
use crate::config::{Kinds, SiteConfig};
use crate::content::{Facts, Tables};
use crate::edition::EditionMaker;
use crate::graph::Site;
use crate::html::Pictures;

/// A linked site with what was read for it besides documents.
#[derive(Clone, Copy)]
pub struct SiteData<'s> {
    /// The linked site.
    pub graph: &'s Site,
    /// The facts about its public files, in their order.
    pub facts: &'s [Facts],
    /// How its pictures are published.
    pub pictures: &'s Pictures,
    /// Holds highlighted code.
    pub cache: &'s Cache,
    /// Its kinds.
    pub kinds: &'s Kinds,
    /// Its settings.
    pub settings: &'s SiteConfig,
    /// The moment for which the site is made.
    pub now: Timestamp,
    /// The CSV files that blocks name.
    pub tables: &'s Tables,
    /// Makes its editions.
    pub editions: &'s dyn EditionMaker,
}
