//! robots.txt (RFC 9309): everything may be read, and here is the sitemap.

use super::view::Shared;

/// The file's text.
pub(super) fn text(views: &Shared) -> String {
    format!(
        "User-agent: *\nAllow: /\n\nSitemap: {}/sitemap.xml\n",
        views.site.base_url
    )
}
