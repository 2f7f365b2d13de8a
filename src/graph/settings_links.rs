//! What site.yaml and the kinds link to: menus, redirects, pages on privacy.

use super::index::DocIndex;
use super::names::{Names, Origin, Thing};
use super::target::is_outside;
use crate::base::{FilePath, LanguageId, SourceSpan};
use crate::config::comments::{CommentChannel, Privacy};
use crate::config::{Comments, MenuEntry};
use crate::document::LinkRole;

/// A link in a file of settings.
pub(super) struct SettingsLink<'o> {
    pub file: &'o FilePath,
    pub span: SourceSpan,
    pub target: String,
    /// The language of the readers that it is for.
    pub language: LanguageId,
}

impl<'o> SettingsLink<'o> {
    /// A link of site.yaml for readers of the default language.
    pub fn of_site(index: &'o DocIndex<'o>, span: SourceSpan, target: &str) -> SettingsLink<'o> {
        SettingsLink {
            file: &index.input.site_file,
            span,
            target: target.to_owned(),
            language: LanguageId::DEFAULT,
        }
    }

    /// An entry of a menu, for readers of a language.
    pub fn of_menu(
        index: &'o DocIndex<'o>,
        entry: &MenuEntry,
        language: LanguageId,
    ) -> SettingsLink<'o> {
        SettingsLink {
            language,
            ..SettingsLink::of_site(index, entry.span, &entry.link)
        }
    }

    /// The link to a page on privacy: settings speak of `content/`, wherever their own file is.
    pub fn to_privacy(privacy: &'o Privacy, language: LanguageId) -> SettingsLink<'o> {
        SettingsLink {
            file: &privacy.file,
            span: privacy.span,
            target: privacy_target(privacy),
            language,
        }
    }

    /// What it leads to.
    pub fn find(&self, names: &Names) -> Thing {
        let origin = Origin {
            file: self.file,
            page: None,
            language: self.language,
        };
        names.find(&self.target, LinkRole::Target, &origin)
    }
}

/// All of them. A file that only these and hidden documents name is public, so a setting that is missing here withholds
/// a file, and its link is reported.
pub(super) fn all<'o>(index: &'o DocIndex<'o>) -> impl Iterator<Item = SettingsLink<'o>> {
    let menus = index.languages().tags.ids().flat_map(move |language| {
        let entries = index.menus_in(language).flat_map(|menu| &menu.entries);
        entries.map(move |entry| SettingsLink::of_menu(index, entry, language))
    });
    let redirects = index.input.site.old_urls.redirects.iter();
    let redirects =
        redirects.map(|redirect| SettingsLink::of_site(index, redirect.to_span, &redirect.to));
    let privacy = index.languages().tags.ids().flat_map(move |language| {
        privacy_pages(index).map(move |(_, privacy)| SettingsLink::to_privacy(privacy, language))
    });
    menus.chain(redirects).chain(privacy)
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

fn privacy_target(privacy: &Privacy) -> String {
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
