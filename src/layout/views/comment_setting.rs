//! Whether the comments of a document are shown, and whether readers may leave another one.

use crate::config::Comments;
use crate::config::comments::Way;
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
        way: &'s Way,
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
    let outline = node.outline();
    let kind = context.kind(node);
    let (mut setting, mut privacy_of) = match (outline.comments.setting.as_deref(), &kind.comments)
    {
        (Some(own), _) => (own, None),
        (None, Some(of_kind)) => (of_kind, Some(kind.name.as_str())),
        (None, None) => return CommentSetting::Absent,
    };
    if let (Comments::Open, Some(of_site)) = (setting, &context.site.settings.comments) {
        (setting, privacy_of) = (of_site, Some(""));
    }
    // Nobody answers comments on a document that is only kept as a record.
    let is_past = outline.meta.status.is_past();
    match setting {
        Comments::None => CommentSetting::Absent,
        Comments::Closed => CommentSetting::Closed,
        _ if is_past => CommentSetting::Closed,
        Comments::Open => CommentSetting::Shown,
        Comments::By(way) => {
            let privacy = match privacy_of {
                Some(name) => context.site.graph.privacy().get(name).cloned(),
                None => own_privacy(context, node),
            };
            CommentSetting::Asked { way, privacy }
        }
    }
}

/// The page on privacy that a document itself names.
fn own_privacy(context: &RenderContext, node: Node) -> Option<Crumb> {
    let link = context.link(node, node.outline().comments.privacy?)?;
    (link.target != Target::Nothing).then(|| Crumb::to(link))
}
