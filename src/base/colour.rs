//! Colours of a screen, and whether one can be told from another.

use std::fmt;

/// A colour without transparency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Colour {
    /// Its part of red.
    pub red: u8,
    /// Its part of green.
    pub green: u8,
    /// Its part of blue.
    pub blue: u8,
}

/// How finely the way to black or white is searched for a colour.
const STEPS: u16 = 256;

impl Colour {
    /// Black.
    pub const BLACK: Colour = Colour::grey(0);
    /// White.
    pub const WHITE: Colour = Colour::grey(255);

    const fn grey(part: u8) -> Colour {
        Colour {
            red: part,
            green: part,
            blue: part,
        }
    }

    /// Reads `#12414b` or `#fff`.
    pub fn parse(text: &str) -> Option<Colour> {
        let digits = text.trim().strip_prefix('#')?;
        let is_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        let doubled: String = match digits.len() {
            3 if is_hex => digits.chars().flat_map(|digit| [digit, digit]).collect(),
            6 if is_hex => digits.to_owned(),
            _ => return None,
        };
        let part = |at: usize| u8::from_str_radix(doubled.get(at..at + 2)?, 16).ok();
        Some(Colour {
            red: part(0)?,
            green: part(2)?,
            blue: part(4)?,
        })
    }

    /// The contrast with another colour as WCAG 2 defines it, from 1 to 21.
    pub fn contrast(self, other: Colour) -> f64 {
        let (one, other) = (self.luminance(), other.luminance());
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    fn luminance(self) -> f64 {
        0.2126 * linear(self.red) + 0.7152 * linear(self.green) + 0.0722 * linear(self.blue)
    }

    /// The colour nearest to this one on its way to black or to white that passes.
    pub fn nearest(self, passes: impl Fn(Colour) -> bool) -> Option<Colour> {
        let steps = (0..=STEPS)
            .flat_map(|step| [Colour::BLACK, Colour::WHITE].map(|end| self.mixed(end, step)));
        steps.into_iter().find(|colour| passes(*colour))
    }

    /// A part, from 0 to 1, of the way to another colour.
    pub fn part_of_way_to(self, end: Colour, part: f32) -> Colour {
        // As a whole number of steps.
        self.mixed(end, (f32::from(STEPS) * part.clamp(0.0, 1.0)) as u16)
    }

    /// So many of all steps towards another colour.
    fn mixed(self, end: Colour, step: u16) -> Colour {
        let mix = |from: u8, to: u8| {
            let sum = u32::from(from) * u32::from(STEPS - step) + u32::from(to) * u32::from(step);
            u8::try_from((sum + 128) / u32::from(STEPS)).unwrap_or(u8::MAX)
        };
        Colour {
            red: mix(self.red, end.red),
            green: mix(self.green, end.green),
            blue: mix(self.blue, end.blue),
        }
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.red, self.green, self.blue)
    }
}

/// A part of a colour without the gamma curve of screens.
fn linear(part: u8) -> f64 {
    let part = f64::from(part) / 255.0;
    if part <= 0.040_45 {
        part / 12.92
    } else {
        ((part + 0.055) / 1.055).powf(2.4)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_writes() {
        let read = |text| Colour::parse(text).map(|colour| colour.to_string());
        assert_eq!(read("#12414B").as_deref(), Some("#12414b"));
        assert_eq!(read("#fA0").as_deref(), Some("#ffaa00"));
        for text in ["", "#", "12414b", "#12414", "#12414g", "#é12", "teal"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn contrast_is_that_of_wcag() {
        assert!((Colour::BLACK.contrast(Colour::WHITE) - 21.0).abs() < 0.001);
        let grey = Colour::parse("#767676").unwrap();
        assert!((grey.contrast(Colour::WHITE) - 4.54).abs() < 0.01);
    }

    #[test]
    fn the_nearest_colour_is_hardly_another_one() {
        let orange = Colour::parse("#e67e22").unwrap();
        let on_white = |colour: Colour| colour.contrast(Colour::WHITE) >= 4.5;
        let nearest = orange.nearest(on_white).unwrap();
        assert!(
            on_white(nearest) && nearest.contrast(Colour::WHITE) < 4.7,
            "{nearest}"
        );
        assert_eq!(Colour::BLACK.nearest(on_white), Some(Colour::BLACK));
        assert_eq!(orange.nearest(|_| false), None);
    }
}
