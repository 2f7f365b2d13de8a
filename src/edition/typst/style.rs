//! What drawings look like on paper, their letters and colours, and how much there is room for.

use super::look::PressLook;
use crate::base::Colour;
use crate::config::Edition;
use crate::edition::Publication;

/// What the theme's style sheet says of charts, for a program that knows no custom properties. `FONT` is that of the text,
/// `BRAND` the site's colour.
const STYLE: &str = "text{font-family:'FONT','Source Sans 3';fill:#1b1b1b}.value{font-weight:bold}.tick,.unit,.no-value{fill:#595959}\
.grid{stroke:#d5d5d5}.axis{stroke:#767676}.series-1{fill:BRAND}.series-2{fill:#b5541c}.series-3{fill:#2f7d4f}\
.series-4{fill:#7a3e8e}.series-5{fill:#8a6d00}.series-6{fill:#595959}.line{fill:none}\
.line.series-1{stroke:BRAND}.line.series-2{stroke:#b5541c}.line.series-3{stroke:#2f7d4f}.line.series-4{stroke:#7a3e8e}\
.line.series-5{stroke:#8a6d00}.line.series-6{stroke:#595959}.mark{stroke:#fff;stroke-width:1.5}.pattern{stroke:#fff}";

/// The first colour of charts where the site's own is too light.
const FIRST: &str = "#1f4e79";
/// How much a bar has to stand out from the paper: three times as dark.
const SEEN: f64 = 3.0;

/// What the pages of an edition and its drawings look like.
#[derive(Clone, Debug)]
pub struct PageStyle {
    rules: String,
    is_large: bool,
}

impl PageStyle {
    pub fn new(edition: Edition, publication: &Publication, look: &PressLook) -> PageStyle {
        let is_own = look.fonts.iter().any(|font| font.role == "text");
        let font = match edition {
            Edition::LargePrint => "Atkinson Hyperlegible Next",
            Edition::Pdf if is_own => "site text",
            Edition::Pdf | Edition::Epub => "Source Sans 3",
        };
        let brand = Colour::parse(&publication.brand);
        let brand = brand.filter(|colour| colour.contrast(Colour::WHITE) >= SEEN);
        let brand = brand.map_or_else(|| FIRST.to_owned(), |colour| colour.to_string());
        PageStyle {
            rules: STYLE.replace("FONT", font).replace("BRAND", &brand),
            is_large: edition == Edition::LargePrint,
        }
    }

    /// The rules, as a style sheet.
    pub fn rules(&self) -> &str {
        &self.rules
    }

    /// How many letters of a table fit beside one another on a page.
    pub fn page_letters(&self) -> usize {
        match self.is_large {
            true => 48,
            false => 78,
        }
    }

    /// How many lines of a table fit on half a page.
    pub fn half_page_lines(&self) -> usize {
        match self.is_large {
            true => 14,
            false => 22,
        }
    }

    /// How many of them fit on a turned page. In large print they are as large there.
    pub fn turned_letters(&self) -> usize {
        match self.is_large {
            true => self.page_letters() * 3 / 2,
            false => self.page_letters() * 9 / 5,
        }
    }

    /// True if no letters may be smaller than those of the text.
    pub fn keeps_letters(&self) -> bool {
        self.is_large
    }
}
