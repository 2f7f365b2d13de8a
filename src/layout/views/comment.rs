//! What templates see of the comments that were received: threads.

use serde::Serialize;

use super::card::{Card, card};
use super::comment_setting::{CommentSetting, setting};
use super::value::Html;
use crate::document::Outline;
use crate::document::markdown::escape;
use crate::graph::{Comment, Node};
use crate::layout::context::RenderContext;

/// A comment with the answers to it.
#[derive(Debug, Serialize)]
pub struct CommentView<'c> {
    #[serde(flatten)]
    card: Card,
    /// Its content without markup.
    text: String,
    content: Html,
    anchor: String,
    in_answer_to: Option<AnsweredComment<'c>>,
    answers: Vec<CommentView<'c>>,
}

/// The comment that another one answers from further down.
#[derive(Debug, Serialize)]
struct AnsweredComment<'c> {
    name: &'c str,
    anchor: String,
}

/// Makes the HTML of a comment's text.
pub type FillComment<'f> = &'f mut dyn FnMut(Node) -> Html;

/// The threads of a document.
pub fn threads<'c>(
    context: &RenderContext<'c>,
    node: Node<'c>,
    comments: &[Comment],
    fill: FillComment,
) -> Vec<CommentView<'c>> {
    if setting(context, node) == CommentSetting::Absent {
        return Vec::new();
    }
    level(context, comments, fill)
}

fn level<'c>(
    context: &RenderContext<'c>,
    comments: &[Comment],
    fill: FillComment,
) -> Vec<CommentView<'c>> {
    let mut views = Vec::with_capacity(comments.len());
    for comment in comments {
        let node = context.node(comment.node);
        let content = fill(node);
        views.push(CommentView {
            card: card(context, comment.node),
            text: plain(content.as_str()),
            content,
            anchor: node.outline().comment_anchor(),
            in_answer_to: comment
                .in_answer_to
                .map(|above| AnsweredComment::new(context.node(above).outline())),
            answers: level(context, &comment.answers, fill),
        });
    }
    views
}

impl<'c> AnsweredComment<'c> {
    fn new(outline: &'c Outline) -> AnsweredComment<'c> {
        AnsweredComment {
            name: outline.fields.text("name").unwrap_or(&outline.words.title),
            anchor: outline.comment_anchor(),
        }
    }
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
