//! What is drawn for a site: its icon in the sizes that browsers and telephones ask for, and the card that other sites show
//! beside links to it.

use std::sync::Arc;

use ab_glyph::point;

use super::canvas::{Canvas, Rectangle};
use super::encode::{Target, encode};
use super::lettering::{Lettering, can_write};
use super::pixels::Pixels;
use super::{Undecodable, VERSION};
use crate::base::{Colour, FilePath, Hash};
use crate::content::PixelFormat;

/// A picture that is drawn for a site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mark {
    /// The icon, this many pixels wide and high, as PNG.
    Icon(IconSource, u32),
    /// The icon in the format that is asked for at `/favicon.ico`.
    Favicon(IconSource),
    /// The card for links, as PNG.
    Card(Card),
}

/// What an icon is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IconSource {
    /// Letters on a colour.
    Initials {
        /// The letters.
        text: String,
        /// The colours.
        colours: Colours,
    },
    /// A picture of the author's.
    Picture {
        /// Its file.
        file: FilePath,
        /// What is in it.
        bytes: Arc<[u8]>,
    },
}

/// A card for links.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// The name of the site.
    pub title: String,
    /// Its host; empty if that is not known.
    pub host: String,
    /// The colours.
    pub colours: Colours,
}

/// A ground, and what can be read on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colours {
    /// The ground.
    pub ground: Colour,
    /// What is on it.
    pub ink: Colour,
}

/// The width and height of a card: what all sites that show one ask for.
pub const CARD_SIZE: (u32, u32) = (1200, 630);
/// The icon in a tab, in pixels.
const FAVICON_SIZE: u32 = 32;

impl Colours {
    /// A ground with black or white on it, whichever is easier to read.
    pub fn on(ground: Colour) -> Colours {
        let is_dark = ground.contrast(Colour::WHITE) >= ground.contrast(Colour::BLACK);
        let ink = if is_dark {
            Colour::WHITE
        } else {
            Colour::BLACK
        };
        Colours { ground, ink }
    }
}

impl IconSource {
    fn made_of(&self) -> Hash {
        match self {
            IconSource::Initials { text, colours } => {
                let Colours { ground, ink } = colours;
                Hash::of(format!("{ground} {ink} {text}").as_bytes())
            }
            IconSource::Picture { file: _, bytes } => Hash::of(bytes),
        }
    }
}

impl Mark {
    /// A hash of all that it is made of: whatever has the same hash looks the same.
    pub fn made_of(&self) -> Hash {
        let text = match self {
            Mark::Icon(source, size) => format!("{VERSION} icon {size} {}", source.made_of()),
            Mark::Favicon(source) => format!("{VERSION} favicon {}", source.made_of()),
            Mark::Card(card) => {
                let Card {
                    title,
                    host,
                    colours: Colours { ground, ink },
                } = card;
                format!("{VERSION} card {ground} {ink} {host} {title}")
            }
        };
        Hash::of(text.as_bytes())
    }

    /// The file of the author's that it is made of.
    pub fn source(&self) -> Option<&FilePath> {
        match self {
            Mark::Icon(source, _) | Mark::Favicon(source) => match source {
                IconSource::Picture { file, .. } => Some(file),
                IconSource::Initials { .. } => None,
            },
            Mark::Card(_) => None,
        }
    }

    /// Draws it.
    ///
    /// # Errors
    /// If it is made of a picture that cannot be decoded.
    pub fn draw(&self) -> Result<Vec<u8>, Undecodable> {
        match self {
            Mark::Icon(source, size) => icon(source, *size),
            Mark::Favicon(source) => Ok(in_ico(&icon(source, FAVICON_SIZE)?)),
            Mark::Card(card) => png(&card_pixels(card)),
        }
    }
}

fn png(pixels: &Pixels) -> Result<Vec<u8>, Undecodable> {
    let target = Target {
        format: PixelFormat::Png,
        profile: None,
    };
    encode(pixels, &target)
}

fn icon(source: &IconSource, size: u32) -> Result<Vec<u8>, Undecodable> {
    match source {
        IconSource::Initials { text, colours } => png(&initials(text, *colours, size)),
        IconSource::Picture { file: _, bytes } => {
            let pixels = Pixels::decode(bytes, PixelFormat::of(bytes).ok_or(Undecodable)?)?;
            png(&pixels.in_square(size)?)
        }
    }
}

/// Letters in the middle of a square. Where they cannot be written, a bar in their place.
fn initials(text: &str, colours: Colours, size: u32) -> Pixels {
    let mut canvas = Canvas::of(size, size, colours.ground);
    let whole = size as f32;
    if text.is_empty() || !can_write(text) {
        let bar = Rectangle {
            left: size / 4,
            top: size * 7 / 16,
            width: size / 2,
            height: size / 8,
        };
        canvas.fill(bar, colours.ink);
        return canvas.into_pixels();
    }
    let mut lettering = Lettering {
        size: whole * 0.66,
        ink: colours.ink,
    };
    let width = lettering.width(text);
    // Two wide letters, such as WM, have room at their sides too.
    lettering.size *= (whole * 0.8 / width).min(1.0);
    let left = (whole - lettering.width(text)) / 2.0;
    let bottom = (whole + lettering.height_of_capitals()) / 2.0;
    lettering.write(&mut canvas, text, point(left, bottom));
    canvas.into_pixels()
}

/// Sizes of the name of a site, largest first, with the most lines that it may take.
const SIZES: [(f32, usize); 6] = [
    (128.0, 2),
    (108.0, 3),
    (92.0, 3),
    (76.0, 4),
    (64.0, 4),
    (52.0, 5),
];
/// The room at the sides of a card.
const MARGIN: f32 = 84.0;
/// The size of the host's name.
const HOST_SIZE: f32 = 38.0;
/// How far a line is from the next one, as a part of its size.
const LEADING: f32 = 0.98;

/// The name of a site, its host, and lines at the foot. A name that cannot be written is left out.
fn card_pixels(card: &Card) -> Pixels {
    let (width, height) = CARD_SIZE;
    let mut canvas = Canvas::of(width, height, card.colours.ground);
    let (ground, ink) = (card.colours.ground, card.colours.ink);
    draw_strands(&mut canvas, card.colours);
    let Some((lines, size)) = title_lines(&card.title) else {
        return canvas.into_pixels();
    };
    let lettering = Lettering { size, ink };
    let mut bottom = MARGIN + lettering.height_of_capitals();
    for line in lines {
        lettering.write(&mut canvas, &line, point(MARGIN, bottom));
        bottom += size * LEADING;
    }
    let host = Lettering {
        size: HOST_SIZE,
        ink: ground.part_of_way_to(ink, 0.85),
    };
    let room = width as f32 - 2.0 * MARGIN;
    if can_write(&card.host) && host.width(&card.host) <= room {
        host.write(
            &mut canvas,
            &card.host,
            point(MARGIN, height as f32 - 132.0),
        );
    }
    canvas.into_pixels()
}

/// The name of a site in lines, as large as it fits; one that is too long ends early.
fn title_lines(title: &str) -> Option<(Vec<String>, f32)> {
    if title.trim().is_empty() || !can_write(title) {
        return None;
    }
    let room = CARD_SIZE.0 as f32 - 2.0 * MARGIN;
    let lines_in = |size| {
        let ink = Colour::BLACK;
        Lettering { size, ink }.lines(title, room)
    };
    let fitting = SIZES.iter().find_map(|(size, most)| {
        let lines = lines_in(*size)?;
        (lines.len() <= *most).then_some((lines, *size))
    });
    fitting.or_else(|| {
        let (size, most) = SIZES.last().copied()?;
        let mut lines = lines_in(size)?;
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            // Without its last word there is room for the sign.
            let cut = last.rfind(' ').unwrap_or(last.len());
            last.truncate(cut);
            last.push('…');
        }
        Some((lines, size))
    })
}

/// Lines of different lengths at the foot, like the streams of a programme of work.
fn draw_strands(canvas: &mut Canvas, colours: Colours) {
    let (width, height) = CARD_SIZE;
    for (at, part) in [(0, 0.62), (1, 0.38), (2, 0.86)] {
        let line = Rectangle {
            left: 0,
            top: height - 72 + at * 24,
            width: (width as f32 * part) as u32,
            height: 12,
        };
        let strength = 0.75 - 0.2 * at as f32;
        canvas.fill(line, colours.ground.part_of_way_to(colours.ink, strength));
    }
}

/// A PNG in a file of icons: a head, one entry, and the picture (the format that Windows and all browsers read).
fn in_ico(png: &[u8]) -> Vec<u8> {
    let side = u8::try_from(FAVICON_SIZE).unwrap_or(0);
    let length = u32::try_from(png.len()).unwrap_or(u32::MAX);
    let head_length = 22_u32;
    let mut out = vec![0, 0, 1, 0, 1, 0, side, side, 0, 0, 1, 0, 32, 0];
    out.extend(length.to_le_bytes());
    out.extend(head_length.to_le_bytes());
    out.extend(png);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn colours() -> Colours {
        Colours::on(Colour::parse("#12414b").unwrap())
    }

    fn card(title: &str) -> Vec<u8> {
        let card = Card {
            title: title.to_owned(),
            host: "example.org".to_owned(),
            colours: colours(),
        };
        Mark::Card(card).draw().unwrap()
    }

    /// The part of pixels that are not of the first one's colour, of a thousand.
    fn drawn(png: &[u8]) -> usize {
        let picture = image::load_from_memory(png).unwrap().into_rgb8();
        let ground = *picture.get_pixel(0, 0);
        let all = picture.pixels().len();
        picture.pixels().filter(|it| **it != ground).count() * 1000 / all
    }

    #[test]
    fn a_card_has_the_name_where_it_can_be_written() {
        let bare = drawn(&card("公民参与"));
        for title in ["Making it real", "Ŵyneb yn wyneb", "Łódź", "Ενωση", "Союз"] {
            assert!(drawn(&card(title)) > bare + 10, "{title}");
        }
        // Letters with a mark of their own, and those of scripts that join, are not written letter by letter.
        for title in ["", "  ", "x\u{0306}", "مشاركة", "समावेश", "Real 🎉"] {
            assert_eq!(drawn(&card(title)), bare, "{title}");
        }
    }

    #[test]
    fn a_card_has_a_size_and_is_small_however_long_the_name() {
        for title in [
            "A",
            "Word and word",
            &"many words ".repeat(60),
            &"long".repeat(80),
        ] {
            let card = card(title);
            let picture = image::load_from_memory(&card).unwrap();
            assert_eq!((picture.width(), picture.height()), CARD_SIZE);
            assert!(card.len() < 80_000, "{title}: {}", card.len());
        }
    }

    #[test]
    fn an_icon_is_made_of_letters_or_of_a_picture() {
        let text = "MR".to_owned();
        let letters = IconSource::Initials {
            text,
            colours: colours(),
        };
        let large: Arc<[u8]> = Mark::Icon(letters.clone(), 512).draw().unwrap().into();
        let own = IconSource::Picture {
            file: FilePath::new("assets/icon.png"),
            bytes: large,
        };
        for source in [letters, own] {
            let icon = Mark::Icon(source.clone(), 192).draw().unwrap();
            let picture = image::load_from_memory(&icon).unwrap();
            assert_eq!((picture.width(), picture.height()), (192, 192));
            assert!((100..400).contains(&drawn(&icon)), "{}", drawn(&icon));
            let ico = Mark::Favicon(source).draw().unwrap();
            assert_eq!(&ico[..6], [0, 0, 1, 0, 1, 0]);
            assert_eq!(image::load_from_memory(&ico[22..]).unwrap().width(), 32);
        }
    }

    #[test]
    fn what_is_other_has_another_name() {
        let icon = |bytes: &[u8], size| {
            let source = IconSource::Picture {
                file: FilePath::new("assets/icon.png"),
                bytes: bytes.into(),
            };
            Mark::Icon(source, size).made_of()
        };
        assert_ne!(icon(b"a", 1), icon(b"b", 1));
        assert_ne!(icon(b"a", 1), icon(b"a", 2));
        assert!(
            Mark::Favicon(IconSource::Picture {
                file: FilePath::new("assets/icon.png"),
                bytes: b"a".as_slice().into(),
            })
            .draw()
            .is_err()
        );
    }
}
