//! What copublish assumes because nobody said it, as far as readers would notice: for notes.

use crate::base::{FilePath, LanguageId, site_layout};
use crate::config::SiteConfig;
use crate::graph::Site;

/// What was assumed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Defaults {
    /// The site does not know its own URL.
    pub no_base_url: bool,
    /// The home page, if copublish makes it.
    pub home_page: Option<DefaultHome>,
}

/// Why copublish makes the home page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DefaultHome {
    /// The author wrote none.
    Missing,
    /// That of the author is not public.
    Hidden,
    /// That of the author is of a kind whose pages are elsewhere.
    Elsewhere,
}

impl DefaultHome {
    fn of(graph: &Site) -> DefaultHome {
        let mut hidden = graph.hidden().iter();
        if hidden.any(|document| is_home(&document.outline.file)) {
            DefaultHome::Hidden
        } else if graph.nodes().any(|node| is_home(&node.outline().file)) {
            DefaultHome::Elsewhere
        } else {
            DefaultHome::Missing
        }
    }
}

fn is_home(file: &FilePath) -> bool {
    file.is_index() && file.folder() == site_layout::CONTENT
}

impl Defaults {
    /// Looks at the settings and at what is at the URL of the home page.
    pub fn of(site: &SiteConfig, graph: &Site) -> Defaults {
        Defaults {
            no_base_url: site.base_url.is_none(),
            home_page: graph
                .has_default_home(LanguageId::DEFAULT)
                .then(|| DefaultHome::of(graph)),
        }
    }
}
