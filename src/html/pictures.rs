//! In which sizes the pictures of a site are published. Decides names and widths from what is known of each file before any
//! page is made; `images` makes the files.

use crate::base::Url;
use crate::content::{Facts, PictureFacts};
use crate::document::LinkRole;
use crate::graph::{AssetId, Site, Target};

/// What a theme asks of pictures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PictureSettings {
    /// The widths in pixels in which it shows pictures, in order.
    pub widths: Vec<u32>,
    /// How wide a picture in a text is: a value of the attribute `sizes`.
    pub in_text: String,
}

/// Widths for a phone's list, for the column of a text, and for a screen of twice as many pixels.
const WIDTHS: [u32; 7] = [160, 320, 480, 640, 960, 1280, 1600];
/// A picture of more pixels is not made smaller: a photograph has a tenth of that, and decoding takes four bytes for each.
pub const MOST_PIXELS: u64 = 100_000_000;
/// The widest that a picture is at its own address, for browsers that choose no other, and for cards of other sites.
const WIDEST_ALONE: u32 = 1280;

impl Default for PictureSettings {
    fn default() -> PictureSettings {
        PictureSettings {
            widths: WIDTHS.to_vec(),
            in_text: "100vw".to_owned(),
        }
    }
}

/// How each picture of a site is published.
#[derive(Debug, Default)]
pub struct Pictures {
    /// By the places of the site's files; `None` for what is published as it is.
    by_file: Vec<Option<Picture>>,
    in_text: String,
}

/// How one picture is published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// What is at its own address.
    pub own: OwnFile,
    /// Its width and height there; `None` if they cannot be found out.
    pub size: Option<(u32, u32)>,
    /// The widths in which it is there as WebP besides, in order.
    pub widths: Vec<u32>,
}

/// What is at the address of a picture's file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OwnFile {
    /// The author's file, without what else its camera wrote into it.
    Kept,
    /// A smaller picture in the same format, this wide.
    Smaller(u32),
}

/// How the pages of a site use a file.
#[derive(Clone, Copy, Debug, Default)]
struct Use {
    is_shown: bool,
    is_linked: bool,
}

impl Pictures {
    /// Decides the sizes of all pictures of a site from what is known of its files.
    pub fn new(site: &Site, facts: &[Facts], settings: &PictureSettings) -> Pictures {
        let uses = uses(site);
        let pictures = facts.iter().zip(uses);
        Pictures {
            by_file: pictures
                .map(|(facts, used)| Picture::new(facts.picture, used, &settings.widths))
                .collect(),
            in_text: settings.in_text.clone(),
        }
    }

    /// How a file is published; `None` if it is as its author made it.
    pub fn get(&self, id: AssetId) -> Option<&Picture> {
        self.by_file.get(id.index())?.as_ref()
    }

    /// How wide a picture in a text is: a value of the attribute `sizes`.
    pub fn in_text(&self) -> &str {
        &self.in_text
    }

    /// The files that pictures are published in besides their own: each picture with a width.
    pub fn variants(&self) -> impl Iterator<Item = (AssetId, u32)> {
        let pictures = self.by_file.iter().enumerate();
        pictures.flat_map(|(at, picture)| {
            let widths = picture.iter().flat_map(|picture| &picture.widths);
            widths.map(move |width| (AssetId::new(at), *width))
        })
    }
}

impl Picture {
    fn new(facts: PictureFacts, used: Use, widths: &[u32]) -> Option<Picture> {
        if facts.format.is_none() && !facts.is_cleaned {
            return None;
        }
        let size = facts.size;
        let picture = Picture {
            own: OwnFile::Kept,
            size,
            widths: Vec::new(),
        };
        // What moves, what is drawn and what nobody here can decode stays in its width.
        let (Some((width, height)), Some(_)) = (size, facts.format) else {
            return Some(picture);
        };
        let is_decodable = u64::from(width) * u64::from(height) <= MOST_PIXELS;
        if !used.is_shown || !is_decodable || widths.first().is_none_or(|least| width < *least) {
            return Some(picture);
        }
        let own = if width > WIDEST_ALONE && !used.is_linked {
            OwnFile::Smaller(WIDEST_ALONE)
        } else {
            OwnFile::Kept
        };
        Some(Picture {
            own,
            size: match own {
                OwnFile::Kept => size,
                OwnFile::Smaller(narrower) => {
                    Some((narrower, height_at(narrower, (width, height))))
                }
            },
            widths: widths_of(width, widths),
        })
    }

    /// True if a picture with this address is published in other widths too. What is behind an address is for programs
    /// that look into the file itself.
    pub fn has_widths(&self, href: &str) -> bool {
        !self.widths.is_empty() && !href.contains(['?', '#'])
    }

    /// The value of `srcset` for a picture with this address in `href`; empty where there is only its own file.
    pub fn srcset(&self, href: &str) -> String {
        if !self.has_widths(href) {
            return String::new();
        }
        let candidates = self.widths.iter();
        let candidates = candidates.map(|width| format!("{href}{} {width}w", ending(*width)));
        candidates.collect::<Vec<_>>().join(", ")
    }
}

/// The height that goes with a width of a picture, at least 1.
pub fn height_at(width: u32, full: (u32, u32)) -> u32 {
    let (full_width, full_height) = full;
    let full_width = u64::from(full_width.max(1));
    let height = (u64::from(width) * u64::from(full_height) + full_width / 2) / full_width;
    u32::try_from(height).unwrap_or(u32::MAX).max(1)
}

/// The name of the file with a picture in this width; `url` is the address of the picture.
pub fn variant_file(url: &Url, width: u32) -> String {
    format!("{}{}", url.file(), ending(width))
}

/// Behind the whole name, so that no two pictures and no file of an author's share one.
fn ending(width: u32) -> String {
    format!(".{width}.webp")
}

/// Those widths that are less than the picture's, and its own or the widest.
fn widths_of(own: u32, widths: &[u32]) -> Vec<u32> {
    let widest = widths.last().copied().unwrap_or(own);
    let narrower = widths.iter().copied().filter(|width| *width < own);
    let mut chosen: Vec<u32> = narrower.collect();
    if own < widest || chosen.is_empty() {
        chosen.push(own);
    }
    chosen
}

/// How all public documents use each file.
fn uses(site: &Site) -> Vec<Use> {
    let mut uses = vec![Use::default(); site.assets().len()];
    for node in site.nodes() {
        for (link, resolved) in node.outline().links.iter().zip(node.links()) {
            let Target::Asset(id) = resolved.target else {
                continue;
            };
            let Some(used) = uses.get_mut(id.index()) else {
                continue;
            };
            match link.role {
                LinkRole::Picture => used.is_shown = true,
                LinkRole::Mention => {}
                LinkRole::Target | LinkRole::File | LinkRole::Id => used.is_linked = true,
            }
        }
    }
    uses
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::PixelFormat;

    fn picture(size: (u32, u32), used: Use) -> Picture {
        let picture = PictureFacts {
            size: Some(size),
            format: Some(PixelFormat::Jpeg),
            ..PictureFacts::default()
        };
        Picture::new(picture, used, &WIDTHS).unwrap()
    }

    const SHOWN: Use = Use {
        is_shown: true,
        is_linked: false,
    };

    #[test]
    fn photographs_come_in_the_widths_of_the_theme_and_never_larger() {
        let photograph = picture((4000, 3000), SHOWN);
        assert_eq!(photograph.widths, WIDTHS);
        assert_eq!(
            (photograph.own, photograph.size),
            (OwnFile::Smaller(1280), Some((1280, 960)))
        );
        let small = picture((500, 333), SHOWN);
        assert_eq!((small.own, small.size), (OwnFile::Kept, Some((500, 333))));
        assert_eq!(
            small.srcset("/a.jpg"),
            "/a.jpg.160.webp 160w, /a.jpg.320.webp 320w, /a.jpg.480.webp 480w, /a.jpg.500.webp 500w"
        );
        assert_eq!(picture((640, 1), SHOWN).widths, [160, 320, 480, 640]);
        assert_eq!(picture((24, 24), SHOWN).widths, [0_u32; 0]);
    }

    #[test]
    fn what_readers_may_take_away_stays_as_large_as_it_is() {
        let taken = Use {
            is_linked: true,
            ..SHOWN
        };
        assert_eq!(picture((4000, 3000), taken).own, OwnFile::Kept);
        let only_taken = Use {
            is_shown: false,
            ..taken
        };
        assert_eq!(picture((4000, 3000), only_taken).widths, [0_u32; 0]);
    }

    #[test]
    fn heights_are_rounded_and_never_nothing() {
        assert_eq!(height_at(1280, (4000, 3001)), 960);
        assert_eq!(height_at(160, (30_000, 1)), 1);
        assert_eq!(height_at(1, (0, 7)), 7);
    }
}
