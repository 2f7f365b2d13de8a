//! What browsers, telephones and other sites show of a site: its logo, its icon in all sizes, and the card beside links to it.
//! What a site does not bring is drawn of its title and its colour.

use std::collections::BTreeMap;

use serde::Serialize;

use super::asset::AssetContent;
use crate::base::site_layout::{ASSET_URLS, ASSETS, SETTINGS};
use crate::base::{Code, Colour, Diagnostic, FilePath, Url};
use crate::config::SiteConfig;
use crate::config::look::LookFile;
use crate::content::{FileType, ThemeFile, ThemeFiles};
use crate::images::{CARD_SIZE, Card, Colours, IconSource, Mark};
use crate::layout::markup::escaped;

/// The name of the icon that a site without one of its own has, below `assets`.
const DEFAULT_ICON: &str = "icon.svg";
/// The icon on the home screens of Apple's telephones, in pixels.
const TOUCH_SIZE: u32 = 180;
/// The icons that other home screens and lists of programs ask for.
const MANIFEST_SIZES: [u32; 2] = [192, 512];

/// What browsers and other sites show of a site, as templates see it.
#[derive(Clone, Debug, Default, Serialize)]
pub struct SiteMarks {
    logo: Option<LogoView>,
    /// The icon in a tab.
    icon: Option<MarkView>,
    /// The icon on a home screen.
    touch_icon: Option<MarkView>,
    /// The picture beside links to pages without one of their own.
    share_image: Option<MarkView>,
}

/// What the files at fixed addresses are made of.
#[derive(Debug)]
pub struct FixedMarks {
    /// What is at `/favicon.ico`.
    pub favicon: Mark,
    /// The icons that the manifest names.
    pub icons: Vec<(Url, u32)>,
    /// The colour of the site's brand.
    pub brand: Colour,
}

/// A picture of a site.
#[derive(Clone, Debug, Default, Serialize)]
struct MarkView {
    url: String,
    media_type: &'static str,
    width: Option<usize>,
    height: Option<usize>,
}

/// The logo, as templates see it.
#[derive(Clone, Debug, Default, Serialize)]
struct LogoView {
    url: String,
    text: String,
}

/// What is drawn for a site, each with the name that it has below `assets`.
pub(super) struct DrawnMarks {
    /// The icon of a site without one of its own, as SVG.
    default_icon: Option<String>,
    icon: IconSource,
    card: Option<Card>,
    brand: Colour,
}

impl DrawnMarks {
    /// Decides what is drawn for a site whose brand has a colour. Icons that fit nowhere are reported.
    pub fn new(
        site: &SiteConfig,
        brand: Colour,
        files: &ThemeFiles,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> DrawnMarks {
        let own = site.look.icon.as_ref();
        let own = own.and_then(|icon| own_icon(icon, files, diagnostics));
        let colours = Colours::on(brand);
        let is_drawn = site.look.icon.is_none() && asset(files, DEFAULT_ICON).is_none();
        DrawnMarks {
            default_icon: is_drawn.then(|| default_icon(&site.title, colours)),
            icon: own.unwrap_or_else(|| IconSource::Initials {
                text: initials(&site.title),
                colours,
            }),
            card: site.look.share_image.is_none().then(|| Card {
                title: site.title.clone(),
                host: host(site),
                colours,
            }),
            brand,
        }
    }

    /// The same as assets of the theme.
    pub fn assets(&self) -> Vec<(String, AssetContent)> {
        let mut all = Vec::new();
        if let Some(icon) = &self.default_icon {
            let bytes = icon.clone().into_bytes();
            all.push((DEFAULT_ICON.to_owned(), AssetContent::Read(bytes)));
        }
        for size in MANIFEST_SIZES.into_iter().chain([TOUCH_SIZE]) {
            let mark = Mark::Icon(self.icon.clone(), size);
            all.push((icon_name(size), AssetContent::Drawn(mark)));
        }
        if let Some(card) = &self.card {
            let mark = Mark::Card(card.clone());
            all.push((CARD.to_owned(), AssetContent::Drawn(mark)));
        }
        all
    }

    /// What the files at fixed addresses are made of, once the assets have URLs.
    pub fn fixed(&self, urls: &BTreeMap<Url, Url>) -> FixedMarks {
        let url = |size| published_url(&icon_name(size), urls).cloned();
        let sizes = MANIFEST_SIZES.into_iter();
        FixedMarks {
            favicon: Mark::Favicon(self.icon.clone()),
            icons: sizes.filter_map(|size| Some((url(size)?, size))).collect(),
            brand: self.brand,
        }
    }
}

/// The name of the card that is drawn for a site, below `assets`.
const CARD: &str = "share-card.png";

fn icon_name(size: u32) -> String {
    format!("icon-{size}.png")
}

fn host(site: &SiteConfig) -> String {
    let origin = site.origin();
    let host = origin.split_once("//").map_or("", |(_, host)| host);
    host.trim_start_matches("www.").to_owned()
}

fn asset<'f>(files: &'f ThemeFiles, name: &str) -> Option<&'f ThemeFile> {
    files.files.get(&format!("{ASSETS}/{name}"))
}

/// The picture that a site's icons are made of: the one it names, or a PNG beside a drawing.
fn own_icon(
    icon: &LookFile,
    files: &ThemeFiles,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<IconSource> {
    let named = asset(files, &icon.name)?;
    let is_drawing = FileType::of(&icon.name).media_type == "image/svg+xml";
    let file = if is_drawing {
        picture_beside(icon, files, diagnostics)?
    } else {
        named
    };
    check_size(icon, file, diagnostics);
    Some(IconSource::Picture {
        file: file.file.clone(),
        bytes: file.bytes.to_vec().into(),
    })
}

/// The PNG that is called like a drawing.
fn picture_beside<'f>(
    icon: &LookFile,
    files: &'f ThemeFiles,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<&'f ThemeFile> {
    let stem = icon.name.rsplit_once('.').map_or(&*icon.name, |it| it.0);
    let beside = format!("{stem}.png");
    let found = asset(files, &beside);
    if found.is_none() {
        let name = &icon.name;
        diagnostics.push(unfit(
            icon,
            format!("`{name}` is a drawing, which home screens and feed readers do not show"),
            format!(
                "save it as `{ASSETS}/{beside}` too, 512 pixels wide and high; until then they show initials"
            ),
        ));
    }
    found
}

fn check_size(icon: &LookFile, file: &ThemeFile, diagnostics: &mut Vec<Diagnostic>) {
    let Ok(size) = imagesize::blob_size(&file.bytes) else {
        return;
    };
    if size.width != size.height || size.width < TOUCH_SIZE as usize {
        let (name, width, height) = (file.file.name(), size.width, size.height);
        diagnostics.push(unfit(
            icon,
            format!(
                "`{name}` is {width} pixels wide and {height} high, which is no size for an icon"
            ),
            format!("save it as a square, at least {TOUCH_SIZE} pixels wide and better 512"),
        ));
    }
}

fn unfit(icon: &LookFile, message: String, help: String) -> Diagnostic {
    Diagnostic::new(Code::UnfitIcon, message)
        .at(&FilePath::new(SETTINGS), icon.span, "this file")
        .help(help)
}

/// What browsers and other sites show of a site.
pub(super) fn marks(site: &SiteConfig, files: &ThemeFiles, urls: &BTreeMap<Url, Url>) -> SiteMarks {
    let published = Published {
        files,
        urls,
        base_path: site.base_path(),
    };
    let icon = site.look.icon.as_ref();
    let icon = icon.and_then(|icon| published.view(&icon.name));
    let share = site.look.share_image.as_ref();
    SiteMarks {
        logo: published.logo(site),
        icon: icon.or_else(|| published.view(DEFAULT_ICON)),
        touch_icon: published.drawn(&icon_name(TOUCH_SIZE), (TOUCH_SIZE, TOUCH_SIZE)),
        share_image: share
            .and_then(|share| published.view(&share.name))
            .or_else(|| published.drawn(CARD, CARD_SIZE)),
    }
}

fn published_url<'u>(name: &str, urls: &'u BTreeMap<Url, Url>) -> Option<&'u Url> {
    let plain = Url::parse(&format!("{ASSET_URLS}{name}")).ok()?;
    urls.get(&plain)
}

/// The assets of a theme as they are published.
struct Published<'p> {
    files: &'p ThemeFiles,
    urls: &'p BTreeMap<Url, Url>,
    base_path: &'p str,
}

impl Published<'_> {
    fn url(&self, name: &str) -> Option<&Url> {
        published_url(name, self.urls)
    }

    /// The logo of a site; nothing if it has none, or its file is not there.
    fn logo(&self, site: &SiteConfig) -> Option<LogoView> {
        let logo = site.look.logo.as_ref()?;
        let text = logo.text.as_ref().unwrap_or(&site.title);
        Some(LogoView {
            url: self.url(&logo.file.name)?.href(self.base_path),
            text: text.clone(),
        })
    }

    fn view(&self, name: &str) -> Option<MarkView> {
        let size = asset(self.files, name).and_then(|file| imagesize::blob_size(&file.bytes).ok());
        Some(MarkView {
            url: self.url(name)?.href(self.base_path),
            media_type: FileType::of(name).media_type,
            width: size.map(|size| size.width),
            height: size.map(|size| size.height),
        })
    }

    fn drawn(&self, name: &str, size: (u32, u32)) -> Option<MarkView> {
        let (width, height) = size;
        Some(MarkView {
            width: Some(width as usize),
            height: Some(height as usize),
            ..self.view(name)?
        })
    }
}

/// The first letters of the first two words of a title.
fn initials(title: &str) -> String {
    let words = title.split(|c: char| !c.is_alphanumeric());
    let letters = words.filter_map(|word| word.chars().next());
    letters.take(2).flat_map(char::to_uppercase).collect()
}

/// The icon of a site without one of its own: its initials on its colour.
fn default_icon(title: &str, colours: Colours) -> String {
    let Colours { ground, ink } = colours;
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 64 64\">\
         <rect width=\"64\" height=\"64\" rx=\"12\" fill=\"{ground}\"/>\
         <text x=\"32\" y=\"43\" text-anchor=\"middle\" font-family=\"Arial, sans-serif\" font-weight=\"700\" \
         font-size=\"31\" fill=\"{ink}\">{}</text></svg>\n",
        escaped(&initials(title))
    )
}
