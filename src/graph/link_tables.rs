//! The tables that say where links lead, and what a page shows of others.

use std::collections::BTreeMap;

use super::collection::{self, Collections};
use super::doc_tables::DocTables;
use super::finding::Reported;
use super::links::{self, Links};
use super::names::Names;
use super::navigation::{self, Breadcrumbs, Crumb, Menu, Surroundings};
use super::placed_link::{self, PlacedLink};
use super::redirects::{self, Redirect};
use super::resolve::{Resolvable, Resolver};
use super::selection::Selector;
use super::settings_links::{SettingsLink, privacy_pages};
use super::table::{Sparse, Table};
use super::targets::Targets;
use super::thread::{self, Threads};
use super::url_tables::UrlTables;
use crate::base::LanguageId;

/// Where links lead, and what a page shows of others.
#[derive(Debug, Default)]
pub(super) struct LinkTables {
    pub links: Links,
    pub threads: Sparse<Threads>,
    pub collections: Table<Collections>,
    pub surroundings: Surroundings,
    pub breadcrumbs: Breadcrumbs,
    /// The menus by language.
    pub menus: Vec<Vec<Menu>>,
    /// The pages on privacy that kinds name, by the kind's name; that of the site by an empty name.
    pub privacy: Vec<BTreeMap<String, Crumb>>,
    /// The redirects of site.yaml, by their places there.
    pub redirects: Vec<Option<Redirect>>,
    /// What site.yaml and the kinds link to.
    pub settings: Vec<PlacedLink>,
}

impl LinkTables {
    pub fn new<'r>(
        documents: &'r DocTables,
        urls: &'r UrlTables,
        names: &'r Names<'r>,
        targets: &'r Targets,
    ) -> Reported<LinkTables> {
        let mut diagnostics = Vec::new();
        let index = names.index;
        let resolver = Resolver::new(Resolvable {
            names,
            documents,
            targets,
            urls,
        });
        let threads = thread::gather(index, &documents.family, &documents.relations);
        let value = LinkTables {
            threads: threads.into_value(&mut diagnostics),
            links: links::resolve(&resolver).into_value(&mut diagnostics),
            menus: navigation::menus(&resolver).into_value(&mut diagnostics),
            redirects: redirects::find(&resolver).into_value(&mut diagnostics),
            privacy: privacy(&resolver).into_value(&mut diagnostics),
            settings: placed_link::resolve(&resolver),
            breadcrumbs: navigation::breadcrumbs(index, documents, urls),
            surroundings: navigation::surroundings(index, documents),
            collections: collection::gather(Selector {
                index,
                relations: &documents.relations,
                pages: &urls.pages,
            }),
        };
        Reported { value, diagnostics }
    }
}

/// By language, the page on privacy that each kind names, by the kind's name; that of the site by an empty name.
fn privacy(resolver: &Resolver) -> Reported<Vec<BTreeMap<String, Crumb>>> {
    let tags = &resolver.from.names.index.languages().tags;
    let mut diagnostics = Vec::new();
    let in_languages = tags.ids().map(|language| {
        let found = privacy_in(resolver, language);
        // What is wrong with a setting is wrong in each language.
        if language == LanguageId::DEFAULT {
            diagnostics.extend(found.diagnostics);
        }
        found.value
    });
    let value = in_languages.collect();
    Reported { value, diagnostics }
}

fn privacy_in(resolver: &Resolver, language: LanguageId) -> Reported<BTreeMap<String, Crumb>> {
    let (mut pages, mut diagnostics) = (BTreeMap::new(), Vec::new());
    for (name, privacy) in privacy_pages(resolver.from.names.index) {
        match resolver.of_settings(&SettingsLink::to_privacy(privacy, language)) {
            Ok(link) => {
                pages.insert(name.to_owned(), Crumb::to(&link));
            }
            Err(found) => diagnostics.extend(found.map(|boxed| *boxed)),
        }
    }
    Reported {
        value: pages,
        diagnostics,
    }
}
