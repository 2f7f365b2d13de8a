//! Whether the comments of a document are shown, and whether readers may leave another one.

use crate::config::Comments;
use crate::config::comments::CommentChannel;
use crate::graph::{Crumb, Node, Target};
use crate::layout::context::RenderContext;

/// What holds for the comments on a page, by what document, kind and site say.
#[derive(Debug, PartialEq)]
pub enum CommentSetting<'s> {
    /// None are shown.
    Absent,
    /// They are shown, and readers are not asked for more.
    Shown,
    /// They are shown, and the page says that no more are taken.
    Closed,
    /// They are shown, and readers are asked for more.
    Asked {
        way: &'s CommentChannel,
        /// The page on privacy.
        privacy: Option<Crumb>,
    },
}

/// How many comments are shown on a document's page.
pub fn count(context: &RenderContext, node: Node) -> usize {
    if node.threads().is_empty() || setting(context, node) == CommentSetting::Absent {
        return 0;
    }
    node.threads()
        .keys()
        .filter_map(|name| node.parts().get(name))
        .map(Vec::len)
        .sum()
}

/// What the document says counts, else what its kind says; `open` refers to the site.
pub fn setting<'c>(context: &RenderContext<'c>, node: Node<'c>) -> CommentSetting<'c> {
    let Some(said) = Said::of(context, node) else {
        return CommentSetting::Absent;
    };
    // Nobody answers comments on a document that is only kept as a record.
    let is_past = node.outline().meta.status.is_past();
    match said.setting {
        Comments::None => CommentSetting::Absent,
        Comments::Closed => CommentSetting::Closed,
        _ if is_past => CommentSetting::Closed,
        Comments::Open => CommentSetting::Shown,
        Comments::By(way) => {
            let privacy = match said.settings_of {
                Some(name) => context
                    .site
                    .graph
                    .privacy(context.language)
                    .get(name)
                    .cloned(),
                None => own_privacy(context, node),
            };
            CommentSetting::Asked { way, privacy }
        }
    }
}

/// What is said of comments, and by whom.
struct Said<'c> {
    setting: &'c Comments,
    /// The kind that says it, or `""` for the site; `None` for the document itself.
    settings_of: Option<&'c str>,
}

impl<'c> Said<'c> {
    fn of(context: &RenderContext<'c>, node: Node<'c>) -> Option<Said<'c>> {
        let own = node.outline().comments.setting.as_deref();
        let kind = context.kind(node);
        let said = match (own, &kind.comments) {
            (Some(own), _) => Said::by(own, None),
            (None, of_kind) => Said::by(of_kind.as_ref()?, Some(&kind.name)),
        };
        Some(match (said.setting, &context.site.settings.comments) {
            (Comments::Open, Some(of_site)) => Said::by(of_site, Some("")),
            _ => said,
        })
    }

    fn by(setting: &'c Comments, settings_of: Option<&'c str>) -> Said<'c> {
        Said {
            setting,
            settings_of,
        }
    }
}

/// The page on privacy that a document itself names.
fn own_privacy(context: &RenderContext, node: Node) -> Option<Crumb> {
    let link = context.link(node, node.outline().comments.privacy?)?;
    (link.target != Target::Nothing).then(|| Crumb::to(link))
}
