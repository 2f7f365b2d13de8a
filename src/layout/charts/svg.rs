//! Elements of SVG, one after the other, and the frame around them.

use std::fmt::Write;

use super::{FONT, WIDTH};
use crate::layout::markup::escaped;

/// Where a text stands in relation to its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// A drawing that grows downwards.
pub(super) struct Drawing {
    /// Its id on the page; the ids of its parts start with it.
    pub id: String,
    /// Where the next part starts.
    pub y: f64,
    body: String,
}

impl Drawing {
    /// A drawing of nothing.
    pub fn new(id: &str) -> Drawing {
        Drawing {
            id: id.to_owned(),
            y: 0.0,
            body: String::new(),
        }
    }

    /// Adds markup as it is.
    pub fn raw(&mut self, markup: &str) {
        self.body.push_str(markup);
    }

    /// Adds a text on one line; `y` is where its letters stand.
    pub fn text(&mut self, (x, y): (f64, f64), (class, anchor): (&str, Anchor), text: &str) {
        let anchor = match anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        let (x, y) = (short(x), short(y));
        let _ = writeln!(
            self.body,
            "<text class=\"{class}\" x=\"{x}\" y=\"{y}\"{anchor}>{}</text>",
            escaped(text)
        );
    }

    /// Adds a rectangle; `how` are its attributes.
    pub fn rect(&mut self, (x, y): (f64, f64), (width, height): (f64, f64), how: &str) {
        let (x, y, width, height) = (short(x), short(y), short(width), short(height));
        let _ = writeln!(
            self.body,
            "<rect {how} x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"/>"
        );
    }

    /// Adds a straight line.
    pub fn line(&mut self, class: &str, (x, y): (f64, f64), (to_x, to_y): (f64, f64)) {
        let d = format!("M{} {}L{} {}", short(x), short(y), short(to_x), short(to_y));
        self.path(
            &format!("class=\"{class}\" fill=\"none\" stroke=\"currentColor\""),
            &d,
        );
    }

    /// Adds a path; `how` are its attributes.
    pub fn path(&mut self, how: &str, d: &str) {
        let _ = writeln!(self.body, "<path {how} d=\"{d}\"/>");
    }

    /// The whole drawing with its name and what it shows.
    pub fn finish(self, ty: &str, title: &str, description: &str) -> String {
        let (id, width, height) = (
            escaped(&self.id),
            short(WIDTH),
            short(self.y.max(1.0).ceil()),
        );
        format!(
            "<svg class=\"chart chart-{ty}\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" \
             font-size=\"{FONT}\" fill=\"currentColor\" direction=\"ltr\" role=\"img\" \
             aria-labelledby=\"{id}-title {id}-desc\">\n<title id=\"{id}-title\">{}</title>\n\
             <desc id=\"{id}-desc\">{}</desc>\n{}</svg>",
            escaped(title),
            escaped(description),
            self.body
        )
    }
}

/// A number with one decimal at most.
pub(super) fn short(number: f64) -> String {
    let text = format!("{number:.1}");
    let text = text.strip_suffix(".0").unwrap_or(&text);
    if text == "-0" {
        "0".to_owned()
    } else {
        text.to_owned()
    }
}
