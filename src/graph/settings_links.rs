//! What site.yaml and the kinds link to: menus, redirects, pages on privacy; and other files that no page is made of.

use super::index::DocIndex;
use super::input::OtherLink;
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
    /// What is written.
    pub written: &'o str,
    /// What is meant by it.
    pub target: String,
    /// The language of the readers that it is for.
    pub language: LanguageId,
}

impl<'o> SettingsLink<'o> {
    /// A link of site.yaml for readers of the default language.
    pub fn of_site(index: &'o DocIndex<'o>, span: SourceSpan, target: &'o str) -> SettingsLink<'o> {
        SettingsLink {
            file: &index.input.site_file,
            span,
            written: target,
            target: target.to_owned(),
            language: LanguageId::DEFAULT,
        }
    }

    /// An entry of a menu, for readers of a language.
    pub fn of_menu(
        index: &'o DocIndex<'o>,
        entry: &'o MenuEntry,
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
            written: &privacy.target,
            target: from_content(&privacy.target),
            language,
        }
    }

    /// A link of a file that no page is made of.
    fn of_other(link: &'o OtherLink) -> SettingsLink<'o> {
        SettingsLink {
            file: &link.file,
            span: link.span,
            written: &link.target,
            target: from_content(&link.target),
            language: LanguageId::DEFAULT,
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
    let others = index.input.other_links.iter().map(SettingsLink::of_other);
    menus.chain(redirects).chain(privacy).chain(others)
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

/// A target whose path starts at `content/`, wherever its file is.
fn from_content(target: &str) -> String {
    let is_path = !is_outside(target) && !target.starts_with(['/', '#', '?']);
    if is_path {
        format!("/{target}")
    } else {
        target.to_owned()
    }
}

fn privacy(comments: &Comments) -> Option<&Privacy> {
    match comments {
        Comments::By(CommentChannel { privacy, .. }) => privacy.as_ref(),
        _ => None,
    }
}
