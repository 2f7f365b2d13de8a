//! Comments: what a document's front matter says of them, and what is different in a comment itself.

use super::link::{Link, LinkRole};
use super::spots::Located;
use super::value::LinkId;
use crate::base::slug::slugify;
use crate::base::{Code, Diagnostic, FilePath};
use crate::config::comments::Way;
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
pub(super) fn read(
    (file, root): (&FilePath, &Node),
    kind: &Kind,
    links: &mut Vec<Located<Link>>,
    diagnostics: &mut Vec<Diagnostic>,
) -> OwnComments {
    let Some(node) = root
        .get("comments")
        .filter(|_| kind.field("comments").is_none())
    else {
        return OwnComments::default();
    };
    let settings = SettingsFile::new(file, Code::WrongValue);
    let mut setting = Comments::read(&settings, node);
    let found = settings.diagnostics.into_inner();
    if setting.is_none() && !found.is_empty() {
        // Whoever closes comments with a slip in the word does not want them open.
        setting = Some(Comments::None);
    }
    diagnostics.extend(found);
    let privacy = match &setting {
        Some(Comments::By(Way {
            privacy: Some(privacy),
            ..
        })) => {
            let id = LinkId(u32::try_from(links.len()).unwrap_or(u32::MAX));
            let target = privacy.target.clone();
            let value = Link {
                target: target.into(),
                role: LinkRole::Target,
            };
            links.push(Located {
                value,
                span: *privacy.span,
            });
            Some(id)
        }
        _ => None,
    };
    OwnComments {
        setting: setting.map(Box::new),
        privacy,
    }
}
