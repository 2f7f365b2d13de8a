//! What templates see of the way to leave a comment.

use serde::Serialize;

use super::comment_setting::{CommentSetting, setting};
use super::crumb::CrumbView;
use super::steps::step;
use super::value::{Entries, Shared};
use crate::base::mail;
use crate::config::comments::{Form, Names, Recipient};
use crate::graph::Node;
use crate::layout::context::RenderContext;

/// The way to leave a comment: `email`, `form` or `closed`.
#[derive(Debug, Serialize)]
pub struct LeaveComment<'c> {
    way: &'static str,
    email: &'c str,
    /// A letter that is begun already.
    href: String,
    form: String,
    method: &'static str,
    /// What the fields of the form are called in what is sent.
    names: Entries,
    privacy: Option<Shared<CrumbView<'static>>>,
}

impl Default for LeaveComment<'_> {
    fn default() -> Self {
        LeaveComment {
            way: "closed",
            email: "",
            href: String::new(),
            form: String::new(),
            method: "",
            names: field_names(&Names::default()),
            privacy: None,
        }
    }
}

impl<'c> LeaveComment<'c> {
    /// The way for a document; `None` if there is none.
    pub fn new(context: &RenderContext<'c>, node: Node<'c>) -> Option<LeaveComment<'c>> {
        let (way, privacy) = match setting(context, node) {
            CommentSetting::Absent | CommentSetting::Shown => return None,
            CommentSetting::Closed => return Some(LeaveComment::default()),
            CommentSetting::Asked { way, privacy } => (way, privacy),
        };
        let by = match &way.to {
            Recipient::Email(email) => LeaveComment::by_email(context, node, email),
            Recipient::Form(form) => LeaveComment::by_form(context, form),
        };
        Some(LeaveComment {
            privacy: privacy.map(|page| Shared::new(&step(context, &page))),
            ..by
        })
    }

    fn by_email(context: &RenderContext<'c>, node: Node, email: &'c str) -> LeaveComment<'c> {
        let words = context.words(node);
        let url = context.absolute(&context.own_href(node));
        let title = &node.outline().words.title;
        let word = |key| {
            words
                .get(key)
                .replace("{url}", &url)
                .replace("{title}", title)
        };
        let letter = format!("{}\n\n", word("comment_letter"));
        LeaveComment {
            way: "email",
            email,
            href: mail::letter(email, &word("comment_subject"), &letter),
            ..LeaveComment::default()
        }
    }

    fn by_form(context: &RenderContext, form: &Form) -> LeaveComment<'c> {
        let is_own = form.url.starts_with('/');
        let base_path = if is_own {
            context.site.settings.base_path()
        } else {
            ""
        };
        LeaveComment {
            way: "form",
            form: format!("{base_path}{}", form.url),
            method: form.method,
            names: field_names(&form.names),
            ..LeaveComment::default()
        }
    }
}

fn field_names(names: &Names) -> Entries {
    let mut entries = Entries::default();
    for (field, name) in &names.0 {
        entries.push(*field, name.as_str().into());
    }
    entries
}
