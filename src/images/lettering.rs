//! Words on a canvas, in the one font that copublish has (Noto Sans Bold; its licence is beside it): Latin letters of all
//! languages of Europe and of Vietnamese, Greek and Cyrillic ones. Words with other characters are not written at all: a
//! box in the place of a letter says nothing, and scripts whose letters join look wrong letter by letter.

use ab_glyph::{Font, FontRef, Glyph, Point, ScaleFont, point};
use std::sync::LazyLock;

use super::canvas::{Canvas, Dot};
use crate::base::Colour;

static FONT: LazyLock<Option<FontRef<'static>>> =
    LazyLock::new(|| FontRef::try_from_slice(include_bytes!("font/noto-sans-bold.ttf")).ok());

/// How words look.
#[derive(Clone, Copy)]
pub(super) struct Lettering {
    /// The height of a line without room between lines, in pixels.
    pub size: f32,
    /// Their colour.
    pub ink: Colour,
}

/// True if all characters of a text can be written.
pub(super) fn can_write(text: &str) -> bool {
    let Some(font) = FONT.as_ref() else {
        return false;
    };
    let mut characters = text.chars();
    characters.all(|character| character == ' ' || font.glyph_id(character).0 != 0)
}

impl Lettering {
    /// How wide a text is in one line.
    pub fn width(self, text: &str) -> f32 {
        let Some(font) = FONT.as_ref() else {
            return 0.0;
        };
        let font = font.as_scaled(self.size);
        let widths = text.chars().map(|it| font.h_advance(font.glyph_id(it)));
        widths.sum()
    }

    /// How high capital letters are.
    pub fn height_of_capitals(self) -> f32 {
        let outline = FONT.as_ref().and_then(|font| {
            let glyph = font.glyph_id('H').with_scale(self.size);
            font.outline_glyph(glyph)
        });
        outline.map_or(self.size / 2.0, |outline| outline.px_bounds().height())
    }

    /// A text in lines that are not wider than this; `None` if a word of it is.
    pub fn lines(self, text: &str, width: f32) -> Option<Vec<String>> {
        let mut lines: Vec<String> = Vec::new();
        for word in text.split_whitespace() {
            if self.width(word) > width {
                return None;
            }
            match lines.last_mut() {
                Some(line) if self.width(&format!("{line} {word}")) <= width => {
                    line.push(' ');
                    line.push_str(word);
                }
                _ => lines.push(word.to_owned()),
            }
        }
        Some(lines)
    }

    /// Writes a line that begins at a point on the line that its letters stand on.
    pub fn write(self, canvas: &mut Canvas, text: &str, start: Point) {
        let Some(font) = FONT.as_ref() else { return };
        let scaled = font.as_scaled(self.size);
        let mut x = start.x;
        for character in text.chars() {
            let id = scaled.glyph_id(character);
            self.draw(
                canvas,
                id.with_scale_and_position(self.size, point(x, start.y)),
            );
            x += scaled.h_advance(id);
        }
    }

    fn draw(self, canvas: &mut Canvas, glyph: Glyph) {
        let outline = FONT.as_ref().and_then(|font| font.outline_glyph(glyph));
        // A space has none.
        let Some(outline) = outline else { return };
        let corner = outline.px_bounds().min;
        outline.draw(|x, y, part| {
            let place = Dot {
                x: corner.x as i32 + x as i32,
                y: corner.y as i32 + y as i32,
            };
            canvas.dot(place, self.ink, part);
        });
    }
}
