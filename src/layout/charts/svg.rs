//! Elements of SVG, one after the other, and the frame around them.

use std::fmt::Write;

use super::scale::Range;
use super::{BASELINE, FONT, LINE, WIDTH, label};
use crate::layout::markup::escaped;

/// A point of the drawing, from its upper left corner.
#[derive(Clone, Copy, Debug)]
pub(super) struct Point {
    pub x: f64,
    pub y: f64,
}

/// A rectangle with its sides along the axes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rect {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
}

/// Where a text is in relation to its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

impl Anchor {
    /// How much of a text stands before its place.
    fn share(self) -> f64 {
        match self {
            Anchor::Start => 0.0,
            Anchor::Middle => 0.5,
            Anchor::End => 1.0,
        }
    }

    fn attribute(self) -> &'static str {
        match self {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        }
    }
}

/// A text on one line, and where it stands.
pub(super) struct Text<'t> {
    pub class: &'static str,
    pub anchor: Anchor,
    pub x: f64,
    /// Where its letters stand.
    pub y: f64,
    pub text: &'t str,
}

impl Text<'_> {
    /// Its width at the size of charts. Themes may write values in bold.
    fn width(&self) -> f64 {
        if self.class == VALUE {
            label::width_of_value(self.text)
        } else {
            label::width(self.text)
        }
    }
}

/// The class of numbers.
pub(super) const VALUE: &str = "value";

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

    /// Adds a text on one line. It is never cut: one that would leave the picture is moved inside, and one that is wider than
    /// the picture is written smaller.
    pub fn text(&mut self, text: &Text) {
        let wide = text.width();
        let (x, size) = if wide > WIDTH {
            (text.anchor.share() * WIDTH, FONT * WIDTH / wide)
        } else {
            let start = (text.x - text.anchor.share() * wide).clamp(0.0, WIDTH - wide);
            (start + text.anchor.share() * wide, FONT)
        };
        let size = if size < FONT {
            // Rounded down: a hair more would leave the picture.
            format!(" font-size=\"{}\"", short((size * 10.0).floor() / 10.0))
        } else {
            String::new()
        };
        let _ = writeln!(
            self.body,
            "<text class=\"{}\" x=\"{}\" y=\"{}\"{}{size}>{}</text>",
            text.class,
            short(x),
            short(text.y),
            text.anchor.attribute(),
            escaped(text.text)
        );
    }

    /// Adds lines of text that start at `x`, beneath one another, and moves on beneath them.
    pub fn lines(&mut self, class: &'static str, x: f64, lines: &[String]) {
        for line in lines {
            self.text(&Text {
                class,
                anchor: Anchor::Start,
                x,
                y: self.y + BASELINE,
                text: line,
            });
            self.y += LINE;
        }
    }

    /// Adds a rectangle; `how` are its attributes.
    pub fn rect(&mut self, rect: Rect, how: &str) {
        let _ = writeln!(
            self.body,
            "<rect {how} x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>",
            short(rect.x),
            short(rect.y),
            short(rect.width),
            short(rect.height)
        );
    }

    /// Adds a straight line.
    pub fn line(&mut self, class: &str, from: Point, to: Point) {
        let (x, y) = (short(from.x), short(from.y));
        let d = format!("M{x} {y}L{} {}", short(to.x), short(to.y));
        self.path(
            &format!("class=\"{class}\" fill=\"none\" stroke=\"currentColor\""),
            &d,
        );
    }

    /// Adds a vertical line.
    pub fn axis(&mut self, x: f64, over: Range) {
        let (from, to) = (Point { x, y: over.from }, Point { x, y: over.to });
        self.line("axis", from, to);
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
