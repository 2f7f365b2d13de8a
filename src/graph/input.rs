//! What a site is assembled from.

use std::sync::Arc;

use jiff::Timestamp;

use super::theme_assets::ThemeAssets;
use crate::base::{FilePath, SourceSpan};
use crate::config::{Kinds, MakeableEditions, SiteConfig};
use crate::content::Asset;
use crate::document::Document;

/// What a site is assembled from.
pub struct Input<'i> {
    /// Every document, sorted by file; those that could not be read too.
    pub documents: Vec<Arc<Document>>,
    /// The files below `content/` that are not sources, sorted.
    pub assets: Vec<Asset>,
    /// Files and folders below `content/` that are not read, since editors and systems left them there, sorted.
    pub leftovers: &'i [FilePath],
    /// The theme's and the site's own assets.
    pub theme_assets: ThemeAssets<'i>,
    /// The pages that the theme makes if the author wrote none.
    pub theme_pages: ThemePages,
    /// All kinds, those of the theme and of the site.
    pub kinds: &'i Kinds,
    /// The site's settings.
    pub site: &'i SiteConfig,
    /// The file that holds the site's settings.
    pub site_file: FilePath,
    /// Which editions can be made. Links to others lead to the pages that these would be made of.
    pub editions: MakeableEditions,
    /// Links of files that no page is made of. No page shows them: they are looked up for editors.
    pub other_links: Vec<OtherLink>,
    /// The moment the site is built for.
    pub now: Timestamp,
    /// Whether drafts are shown.
    pub drafts: Drafts,
    /// Whether documents come and go at their moments.
    pub moments: Moments,
}

/// A link in a file that no page is made of, such as the glossary. Its path starts at `content/`.
#[derive(Clone, Debug)]
pub struct OtherLink {
    /// The file.
    pub file: FilePath,
    /// Where it is written there.
    pub span: SourceSpan,
    /// What is written.
    pub target: String,
}

/// Which pages and files a theme makes if the author wrote none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ThemePages {
    /// The home page.
    pub home: bool,
    /// The site map for readers.
    pub site_map: bool,
    /// The page on which readers search.
    pub search: bool,
    /// The files of the site's icon at fixed addresses.
    pub marks: bool,
}

/// Whether documents marked as drafts are part of the site.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Drafts {
    /// They are left out.
    #[default]
    Hide,
    /// They are shown, for a preview.
    Show,
}

/// Whether documents come and go at the moments that they name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Moments {
    /// They do.
    #[default]
    Count,
    /// All are there at once: the site as it would be without `publish_at` and `expires`.
    Ignored,
}
