//! Fonts: those that are shipped, and those of the site.

use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use typst::foundations::Bytes;
use typst::text::{Font, FontBook, FontInfo, FontStyle, FontWeight};

use crate::job::FontFile;

/// The fonts that are shipped, all under the SIL Open Font Licence.
const SHIPPED: [&[u8]; 9] = [
    include_bytes!("../fonts/SourceSans3_400Regular.ttf"),
    include_bytes!("../fonts/SourceSans3_400Regular_Italic.ttf"),
    include_bytes!("../fonts/SourceSans3_600SemiBold.ttf"),
    include_bytes!("../fonts/SourceSans3_700Bold.ttf"),
    include_bytes!("../fonts/AtkinsonHyperlegibleNext_400Regular.ttf"),
    include_bytes!("../fonts/AtkinsonHyperlegibleNext_600SemiBold.ttf"),
    include_bytes!("../fonts/AtkinsonHyperlegibleNext_700Bold.ttf"),
    include_bytes!("../fonts/SourceCodePro_400Regular.ttf"),
    include_bytes!("../fonts/AtkinsonHyperlegibleMono_400Regular.ttf"),
];

/// All fonts of a job, and what Typst finds them by.
pub struct Fonts {
    pub book: FontBook,
    pub fonts: Vec<Font>,
    /// What the site's own were read from: the next job most often has the same.
    of_site: Vec<FontFile>,
}

impl Fonts {
    /// Those that are shipped.
    pub fn shipped() -> Fonts {
        let fonts = SHIPPED
            .into_iter()
            .flat_map(|bytes| Font::iter(Bytes::new(bytes)));
        let fonts: Vec<Font> = fonts.collect();
        Fonts {
            book: FontBook::from_fonts(&fonts),
            fonts,
            of_site: Vec::new(),
        }
    }

    /// True if these are the fonts of a job with such fonts of its site.
    pub fn are_for(&self, of_site: &[FontFile]) -> bool {
        self.of_site == of_site
    }

    /// Those that are shipped and those of a site.
    ///
    /// # Errors
    /// The name of one that cannot be read.
    pub fn with_site(of_site: Vec<FontFile>) -> Result<Fonts, String> {
        let mut fonts = Fonts::shipped();
        for file in &of_site {
            let (role, face, name, text) = file;
            let font = read(text).ok_or_else(|| name.clone())?;
            fonts.book.push(info(&font, role, face));
            fonts.fonts.push(font);
        }
        fonts.of_site = of_site;
        Ok(fonts)
    }
}

/// A font in any form that browsers read.
fn read(text: &str) -> Option<Font> {
    let bytes = STANDARD.decode(text).ok()?;
    let plain: Cow<[u8]> = match bytes.get(..4)? {
        b"wOF2" => wuff::decompress_woff2(&bytes).ok()?.into(),
        b"wOFF" => wuff::decompress_woff1(&bytes).ok()?.into(),
        _ => bytes.into(),
    };
    Font::new(Bytes::new(plain.into_owned()), 0)
}

/// What Typst finds a font by: what the site chose it for, whatever the font says of itself.
fn info(font: &Font, role: &str, face: &str) -> FontInfo {
    let mut info = font.info().clone();
    info.family = format!("site {role}");
    let (style, weight) = match face {
        "bold" => (FontStyle::Normal, FontWeight::BOLD),
        "italic" => (FontStyle::Italic, FontWeight::REGULAR),
        "regular" => (FontStyle::Normal, FontWeight::REGULAR),
        _ => return info,
    };
    info.variant.style = style;
    info.variant.weight = weight;
    info
}
