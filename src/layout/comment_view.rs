//! What templates see of comments: those received, as threads, and the way to leave another one.

use tera::Value as View;

use super::record::Record;
use super::view::Shared;
use crate::base::mail;
use crate::config::Comments;
use crate::config::comments::{Form, Names, Recipient, Way};
use crate::document::Outline;
use crate::document::markdown::escape;
use crate::graph::{Comment, Crumb, Node, Target};

/// What holds for the comments on a page, once document, kind and site have been heard.
#[derive(Debug, PartialEq)]
enum Setting<'s> {
    /// None are shown.
    Absent,
    /// They are shown, and nobody is asked for more.
    Shown,
    /// They are shown, and it is said that no more are taken.
    Closed,
    /// They are shown, and more are asked for.
    Asked(&'s Way, Option<Crumb>),
}

/// How many comments are shown on a document's page.
pub(super) fn count(views: &Shared, node: Node) -> usize {
    if node.threads().is_empty() || setting(views, node) == Setting::Absent {
        return 0;
    }
    node.threads()
        .keys()
        .filter_map(|name| node.parts().get(name))
        .map(Vec::len)
        .sum()
}

/// Comments with the answers to them. `content` makes the text of each.
pub(super) fn threads(
    views: &Shared,
    (node, comments): (Node, &[Comment]),
    content: &mut dyn FnMut(Node) -> View,
) -> View {
    if setting(views, node) == Setting::Absent {
        return View::from(Vec::<View>::new());
    }
    level(views, comments, content)
}

fn level(views: &Shared, comments: &[Comment], content: &mut dyn FnMut(Node) -> View) -> View {
    let mut view = |comment: &Comment| {
        let node = views.graph.node(comment.node);
        let mut map = Record::of(&views.card(comment.node));
        let html = content(node);
        map.set("text", plain(html.as_str().unwrap_or_default()));
        map.set("content", html);
        map.set("anchor", node.outline().comment_anchor());
        let above = comment.in_answer_to.map(|above| {
            let outline = views.graph.node(above).outline();
            let mut map = Record::default();
            map.set("name", name(outline));
            map.set("anchor", outline.comment_anchor());
            View::from(map)
        });
        map.set("in_answer_to", above.unwrap_or_else(View::none));
        map.set("answers", level(views, &comment.answers, content));
        View::from(map)
    };
    View::from(comments.iter().map(&mut view).collect::<Vec<View>>())
}

/// Who wrote a comment.
fn name(outline: &Outline) -> &str {
    outline.fields.text("name").unwrap_or(&outline.title)
}

/// The way to leave a comment on a page: none, or a group whose `way` is `email`, `form` or `closed`.
pub(super) fn leave(views: &Shared, node: Node) -> View {
    let (way, privacy) = match setting(views, node) {
        Setting::Absent | Setting::Shown => return View::none(),
        Setting::Closed => return View::from(way("closed")),
        Setting::Asked(way, privacy) => (way, privacy),
    };
    let mut map = match &way.to {
        Recipient::Email(email) => by_email(views, node, email),
        Recipient::Form(form) => by_form(views, form),
    };
    if let Some(Crumb {
        title,
        href,
        outside,
    }) = privacy
    {
        let mut link = Record::default();
        link.set("title", title);
        link.set("url", href);
        link.set("external", outside);
        map.set("privacy", View::from(link));
    }
    View::from(map)
}

/// A way with everything in it that templates may ask for.
fn way(name: &str) -> Record {
    let mut map = Record::default();
    map.set("way", name);
    for key in ["email", "href", "form", "method"] {
        map.set(key, "");
    }
    map.set("names", names(&Names::default()));
    map.set("privacy", View::none());
    map
}

fn names(names: &Names) -> View {
    let mut map = Record::default();
    for (field, name) in &names.0 {
        map.set(*field, name.as_str());
    }
    View::from(map)
}

fn by_email(views: &Shared, node: Node, email: &str) -> Record {
    let words = &views.theme.words_of(views.language(node)).words;
    let url = format!("{}{}", views.site.origin(), views.href(node));
    let word = |key| {
        words
            .get(key)
            .replace("{url}", &url)
            .replace("{title}", &node.outline().title)
    };
    let href = mail::letter(
        email,
        &word("comment_subject"),
        &format!("{}\n\n", word("comment_letter")),
    );
    let mut map = way("email");
    map.set("email", email);
    map.set("href", href);
    map
}

fn by_form(views: &Shared, form: &Form) -> Record {
    let mut map = way("form");
    let own = form.url.starts_with('/');
    let base = if own { views.site.base_path() } else { "" };
    map.set("form", format!("{base}{}", form.url));
    map.set("method", form.method);
    map.set("names", names(&form.names));
    map
}

/// What the document says counts, else what its kind says; `open` refers to the site.
fn setting<'s>(views: &'s Shared, node: Node<'s>) -> Setting<'s> {
    let outline = node.outline();
    let kind = views.kind(node);
    let (mut said, mut privacy_of) = match (outline.comments.setting.as_deref(), &kind.comments) {
        (Some(said), _) => (said, None),
        (None, Some(said)) => (said, Some(kind.name.as_str())),
        (None, None) => return Setting::Absent,
    };
    if let (Comments::Open, Some(of_site)) = (said, &views.site.comments) {
        (said, privacy_of) = (of_site, Some(""));
    }
    // Nobody answers comments on a document that is only kept as a record.
    let is_past = outline.meta.status.is_past();
    match said {
        Comments::None => Setting::Absent,
        Comments::Closed => Setting::Closed,
        _ if is_past => Setting::Closed,
        Comments::Open => Setting::Shown,
        Comments::By(way) => {
            let named = privacy_of.map(|name| views.graph.privacy().get(name).cloned());
            Setting::Asked(way, named.unwrap_or_else(|| own_privacy(views, node)))
        }
    }
}

/// The page on privacy that a document itself names.
fn own_privacy(views: &Shared, node: Node) -> Option<Crumb> {
    let link = node
        .links()
        .get(node.outline().comments.privacy?.0 as usize)?;
    let title = match link.target {
        Target::Nothing => return None,
        Target::Node(id) => views.graph.node(id).outline().title.clone(),
        _ => link.href.to_string(),
    };
    Some(Crumb {
        title,
        href: link.href.to_string(),
        outside: link.target == Target::Outside,
    })
}

/// The text of HTML, on one line.
fn plain(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    for (number, piece) in html.split('<').enumerate() {
        let words = if number == 0 {
            piece
        } else {
            piece.split_once('>').map_or("", |(_, words)| words)
        };
        text.push_str(words);
    }
    let text = escape::decoded(&text).replace('↩', "");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn the_text_of_html_has_no_markup() {
        assert_eq!(
            plain("<p>a &lt;b&gt; &amp;amp; “c”</p>\n<p>d<br>\ne <a href=\"#x\">↩</a></p>\n"),
            "a <b> &amp; “c” d e"
        );
    }
}
