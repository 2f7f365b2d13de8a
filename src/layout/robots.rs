//! robots.txt (RFC 9309): everything may be read, and here is the sitemap.

use super::context::RenderContext;

/// The file's text.
pub(super) fn text(context: &RenderContext) -> String {
    format!(
        "User-agent: *\nAllow: /\n\nSitemap: {}/sitemap.xml\n",
        context.site.settings.base_url
    )
}
