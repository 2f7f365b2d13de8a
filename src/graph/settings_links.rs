//! What site.yaml and the kinds link to: menus, redirects, pages on privacy.

use super::index::DocIndex;
use super::target::is_outside;
use crate::base::FilePath;
use crate::config::Comments;
use crate::config::comments::{CommentChannel, Privacy};

/// A link in a file of settings.
pub(super) struct SettingsLink<'o> {
    pub file: &'o FilePath,
    pub target: String,
}

/// All of them. A file that only these and hidden documents name is public, so a setting that is missing here withholds
/// a file, and its link is reported.
pub(super) fn all<'o>(index: &'o DocIndex<'o>) -> impl Iterator<Item = SettingsLink<'o>> {
    let (site, file) = (&index.input.site, &index.input.site_file);
    let entries = site.menus.iter().flat_map(|menu| &menu.entries);
    let menus = entries.map(|entry| entry.link.as_str());
    let redirects = site.old_urls.redirects.iter();
    let redirects = redirects.map(|redirect| redirect.to.as_str());
    let of_site = menus.chain(redirects).map(move |target| SettingsLink {
        file,
        target: target.to_owned(),
    });
    let privacy = privacy_pages(index).map(|(_, privacy)| SettingsLink {
        file: &privacy.file,
        target: privacy_target(privacy),
    });
    of_site.chain(privacy)
}

/// The pages on privacy that the site, under an empty name, and its kinds name.
pub(super) fn privacy_pages<'o>(
    index: &'o DocIndex<'o>,
) -> impl Iterator<Item = (&'o str, &'o Privacy)> {
    let input = index.input;
    let of_kinds = input
        .kinds
        .iter()
        .map(|kind| (kind.name.as_str(), kind.comments.as_ref()));
    std::iter::once(("", input.site.comments.as_ref()))
        .chain(of_kinds)
        .filter_map(|(name, comments)| Some((name, privacy(comments?)?)))
}

/// The target of a page on privacy: settings speak of `content/`, wherever their own file is.
pub(super) fn privacy_target(privacy: &Privacy) -> String {
    let is_path = !is_outside(&privacy.target) && !privacy.target.starts_with(['/', '#', '?']);
    if is_path {
        format!("/{}", privacy.target)
    } else {
        privacy.target.clone()
    }
}

fn privacy(comments: &Comments) -> Option<&Privacy> {
    match comments {
        Comments::By(CommentChannel { privacy, .. }) => privacy.as_ref(),
        _ => None,
    }
}
