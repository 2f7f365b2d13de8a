//! Comments: what a document's front matter says of them, and what is different in a comment itself.

use super::link::{Link, LinkRole};
use super::spots::Located;
use super::value::LinkId;
use crate::base::slug::slugify;
use crate::base::{Code, FilePath, Reported};
use crate::config::comments::CommentChannel;
use crate::config::link_schemes::NO_OTHER_SCHEMES;
use crate::config::settings::SettingsFile;
use crate::config::{Comments, Kind, LinkSchemes, RawHtml};
use crate::yaml::Node;

/// What a document says of comments, with its own page on privacy among its links.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OwnComments {
    /// What it says; what its kind says where absent.
    pub setting: Option<Box<Comments>>,
    /// The page on privacy that it names.
    pub privacy: Option<LinkId>,
}

/// The anchor of a comment on the page it is shown on, made of its file's name.
pub(super) fn anchor(name: &str) -> String {
    let slug = slugify(name);
    if slug.is_empty() {
        "comment-unnamed".to_owned()
    } else {
        format!("comment-{slug}")
    }
}

/// What all ids in the text of a comment start with; nothing for other kinds.
pub(super) fn id_prefix(kind: &Kind, name: &str) -> Option<String> {
    kind.thread().map(|_| format!("{}-", anchor(name)))
}

/// What happens to HTML in a document's Markdown. That of a comment is never left as it is.
pub(super) fn raw_html(kind: &Kind, of_site: RawHtml) -> RawHtml {
    match kind.raw_html.unwrap_or(of_site) {
        RawHtml::Allow if kind.thread().is_some() => RawHtml::Sanitise,
        rule => rule,
    }
}

/// What links in a document may start with. Readers who comment get none besides those of every site.
pub(super) fn link_schemes<'c>(kind: &Kind, of_site: &'c LinkSchemes) -> &'c LinkSchemes {
    match kind.thread() {
        Some(_) => &NO_OTHER_SCHEMES,
        None => of_site,
    }
}

/// Reads `comments` of front matter, unless the kind has another use for the word.
pub(super) fn setting(file: &FilePath, root: &Node, kind: &Kind) -> Reported<Option<Comments>> {
    let node = match kind.field("comments") {
        None => root.get("comments"),
        Some(_) => None,
    };
    let Some(node) = node else {
        return Reported::default();
    };
    let settings = SettingsFile::new(file, Code::WrongValue);
    let value = Comments::read(&settings, node);
    let diagnostics = settings.diagnostics.into_inner();
    // Whoever closes comments with a mistake in the word does not want them open.
    let is_unclear = value.is_none() && !diagnostics.is_empty();
    Reported {
        value: if is_unclear {
            Some(Comments::None)
        } else {
            value
        },
        diagnostics,
    }
}

impl OwnComments {
    /// What a setting says; its page on privacy is added to the links of the document.
    pub(super) fn new(setting: Option<Comments>, links: &mut Vec<Located<Link>>) -> OwnComments {
        let privacy = setting.as_ref().and_then(privacy).map(|link| {
            links.push(link);
            LinkId(u32::try_from(links.len() - 1).unwrap_or(u32::MAX))
        });
        OwnComments {
            setting: setting.map(Box::new),
            privacy,
        }
    }
}

/// The link to the page on privacy that a setting names.
fn privacy(setting: &Comments) -> Option<Located<Link>> {
    let Comments::By(CommentChannel {
        privacy: Some(privacy),
        ..
    }) = setting
    else {
        return None;
    };
    let value = Link {
        target: privacy.target.as_str().into(),
        role: LinkRole::Target,
    };
    Some(Located {
        value,
        span: *privacy.span,
    })
}
