//! A picture that is drawn: rectangles and dots of a colour, each over what is there already.

use super::pixels::Pixels;
use crate::base::Colour;

/// A picture being drawn.
pub(super) struct Canvas {
    width: u32,
    height: u32,
    /// Red, green and blue of each pixel, row by row.
    bytes: Vec<u8>,
}

/// A pixel, maybe beside the canvas.
#[derive(Clone, Copy)]
pub(super) struct Dot {
    pub x: i32,
    pub y: i32,
}

/// Where a rectangle is, in pixels.
#[derive(Clone, Copy)]
pub(super) struct Rectangle {
    pub left: u32,
    pub top: u32,
    pub width: u32,
    pub height: u32,
}

impl Canvas {
    /// A canvas of one colour.
    pub fn of(width: u32, height: u32, ground: Colour) -> Canvas {
        let pixels = width as usize * height as usize;
        Canvas {
            width,
            height,
            bytes: [ground.red, ground.green, ground.blue].repeat(pixels),
        }
    }

    /// Lays a colour over a pixel, more or less of it, from 0 to 1. What is beside the canvas is not drawn.
    pub fn dot(&mut self, at: Dot, colour: Colour, part: f32) {
        let (Ok(x), Ok(y)) = (u32::try_from(at.x), u32::try_from(at.y)) else {
            return;
        };
        if x >= self.width || y >= self.height {
            return;
        }
        let at = (y as usize * self.width as usize + x as usize) * 3;
        let pixel = self.bytes.iter_mut().skip(at);
        for (there, over) in pixel.zip([colour.red, colour.green, colour.blue]) {
            let (from, to) = (f32::from(*there), f32::from(over));
            // Between two bytes it is one too.
            *there = (from + (to - from) * part.clamp(0.0, 1.0)).round() as u8;
        }
    }

    /// Fills a rectangle.
    pub fn fill(&mut self, rectangle: Rectangle, colour: Colour) {
        let rows = self.bytes.chunks_exact_mut(self.width as usize * 3);
        let rows = rows.skip(rectangle.top as usize);
        for row in rows.take(rectangle.height as usize) {
            let pixels = row.chunks_exact_mut(3).skip(rectangle.left as usize);
            for pixel in pixels.take(rectangle.width as usize) {
                pixel.copy_from_slice(&[colour.red, colour.green, colour.blue]);
            }
        }
    }

    /// What was drawn.
    pub fn into_pixels(self) -> Pixels {
        Pixels::drawn(self.width, self.height, self.bytes)
    }
}
