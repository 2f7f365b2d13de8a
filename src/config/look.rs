//! `look` of site.yaml: what a site changes of its theme's look without a template. Files are those of the site's folder
//! `assets`; whether they are there, and whether colours can be read, is checked in `layout`, which knows the theme.

use super::settings::{Settings, SettingsFile};
use crate::base::english::ticked_or;
use crate::base::site_layout::ASSETS;
use crate::base::suggest::did_you_mean;
use crate::base::{Colour, SourceSpan};
use crate::yaml::{Node, Value};

/// What `look` says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// The logo, in place of the site's name.
    pub logo: Option<Logo>,
    /// The icon that browsers show beside the site's name; one of its initials where that is not given.
    pub icon: Option<LookFile>,
    /// The picture that other sites show beside a link to a page without one of its own.
    pub share_image: Option<LookFile>,
    /// Colours by role.
    pub colours: Vec<ChosenColour>,
    /// Fonts by role.
    pub fonts: Vec<ChosenFont>,
}

/// A file of the site's folder `assets`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LookFile {
    /// Its path from that folder on.
    pub name: String,
    /// Where it is named in site.yaml.
    pub span: SourceSpan,
}

/// A logo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logo {
    /// The picture.
    pub file: LookFile,
    /// What it says; the title of the site where that is not given.
    pub text: Option<String>,
}

/// A colour of the site's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChosenColour {
    /// What it is for: `brand`, `accent`, `links`.
    pub role: &'static str,
    /// The colour on a light page.
    pub light: Option<PlacedColour>,
    /// The colour on a dark page; one like the light one where it is not given.
    pub dark: Option<PlacedColour>,
}

/// A colour and where it is in site.yaml.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlacedColour {
    /// The colour.
    pub colour: Colour,
    /// Its place.
    pub span: SourceSpan,
}

/// A font of the site's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChosenFont {
    /// What it is for: `text`, `headings`.
    pub role: &'static str,
    /// Its files, each with its face: `regular`, `bold`, `italic`, `variable`.
    pub files: Vec<(&'static str, LookFile)>,
}

/// What colours are for.
const COLOURS: [&str; 3] = ["brand", "accent", "links"];
/// What fonts are for.
const FONTS: [&str; 2] = ["text", "headings"];
/// The faces of a font.
const FACES: [&str; 4] = ["regular", "bold", "italic", "variable"];

impl Look {
    /// Reads the group.
    pub(super) fn read(file: &SettingsFile, node: &Node) -> Look {
        let settings = Settings::new(file, node, "`look`", "look");
        let look = Look {
            logo: settings.node("logo").and_then(|node| logo(file, node)),
            icon: picture(&settings, "icon", &["svg", "png"]),
            share_image: picture(&settings, "share_image", &["png", "jpg", "jpeg"]),
            colours: colours(file, &settings),
            fonts: fonts(file, &settings),
        };
        settings.done();
        look
    }
}

/// A path from `assets` on; one that begins with `assets/` means the same.
fn path(file: &SettingsFile, node: &Node, key: &str) -> Option<LookFile> {
    let Some(text) = node.text() else {
        file.wrong(
            node.span,
            format!("`{key}` must be the name of a file, but is {}", node.describe()),
            format!("put the file into the folder `{ASSETS}` and write its name, as in `{key}: logo.png`"),
        );
        return None;
    };
    let name = text.trim().trim_start_matches("./").trim_start_matches('/');
    let below = name
        .strip_prefix(ASSETS)
        .and_then(|rest| rest.strip_prefix('/'));
    Some(LookFile {
        name: below.unwrap_or(name).to_owned(),
        span: node.span,
    })
}

/// A picture in one of some formats.
fn picture(settings: &Settings, key: &'static str, formats: &[&str]) -> Option<LookFile> {
    let node = settings.node(key)?;
    let picture = path(settings.file, node, key)?;
    let ending = picture.name.rsplit('.').next().unwrap_or_default();
    if formats
        .iter()
        .any(|known| known.eq_ignore_ascii_case(ending))
    {
        return Some(picture);
    }
    settings.file.wrong(
        node.span,
        format!("`{key}` cannot be `{}`", picture.name),
        format!("save it as a file that ends in {}", ticked_or(formats)),
    );
    None
}

/// `logo: logo.svg`, or a group with `file` and `text`.
fn logo(file: &SettingsFile, node: &Node) -> Option<Logo> {
    if !matches!(node.value, Value::Mapping(_)) {
        let file = path(file, node, "logo")?;
        return Some(Logo { file, text: None });
    }
    let settings = Settings::new(file, node, "`logo`", "logo");
    let picture = settings
        .node("file")
        .and_then(|node| path(file, node, "file"));
    if picture.is_none() && settings.node("file").is_none() {
        file.wrong(
            node.span,
            "`logo` does not say which file it is",
            "add a line like `file: logo.svg`",
        );
    }
    let text = settings.text("text");
    settings.done();
    Some(Logo {
        file: picture?,
        text,
    })
}

fn colours(file: &SettingsFile, settings: &Settings) -> Vec<ChosenColour> {
    let Some(node) = settings.group("colour") else {
        return Vec::new();
    };
    let group = Settings::new(file, node, "`colour`", "colour");
    let chosen = COLOURS.into_iter().filter_map(|role| {
        let node = group.node(role)?;
        Some(colour(file, node, role))
    });
    let chosen = chosen.collect();
    group.done();
    chosen
}

/// `brand: "#12414b"`, or a group with `light` and `dark`.
fn colour(file: &SettingsFile, node: &Node, role: &'static str) -> ChosenColour {
    if !matches!(node.value, Value::Mapping(_)) {
        let light = placed(file, node, role);
        return ChosenColour {
            role,
            light,
            dark: None,
        };
    }
    let settings = Settings::new(file, node, format!("`{role}`"), "colour_pair");
    let read = |key| settings.node(key).and_then(|node| placed(file, node, key));
    let chosen = ChosenColour {
        role,
        light: read("light"),
        dark: read("dark"),
    };
    settings.done();
    chosen
}

fn placed(file: &SettingsFile, node: &Node, key: &str) -> Option<PlacedColour> {
    let colour = node.text().and_then(Colour::parse);
    let Some(colour) = colour else {
        let found = node
            .text()
            .map_or_else(|| node.describe().to_owned(), |text| format!("`{text}`"));
        file.wrong(
            node.span,
            format!("`{key}` must be a colour, but is {found}"),
            format!("write it in quotes, as a `#` and six digits: `{key}: \"#12414b\"`"),
        );
        return None;
    };
    let span = node.span;
    Some(PlacedColour { colour, span })
}

fn fonts(file: &SettingsFile, settings: &Settings) -> Vec<ChosenFont> {
    let Some(node) = settings.group("fonts") else {
        return Vec::new();
    };
    let group = Settings::new(file, node, "`fonts`", "fonts");
    let chosen = FONTS.into_iter().filter_map(|role| {
        let files = faces(file, group.node(role)?, role);
        (!files.is_empty()).then_some(ChosenFont { role, files })
    });
    let chosen = chosen.collect();
    group.done();
    chosen
}

/// `text: inter.woff2`, or a group with a file for each face.
fn faces(file: &SettingsFile, node: &Node, role: &str) -> Vec<(&'static str, LookFile)> {
    if !matches!(node.value, Value::Mapping(_)) {
        let whole = font(file, node, role).map(|font| ("regular", font));
        return whole.into_iter().collect();
    }
    let settings = Settings::new(file, node, format!("`{role}`"), "faces");
    let faces = FACES.into_iter().filter_map(|face| {
        let node = settings.node(face)?;
        Some((face, font(file, node, face)?))
    });
    let faces = faces.collect();
    settings.done();
    faces
}

/// The formats that browsers read.
const FONT_FORMATS: [&str; 4] = ["woff2", "woff", "ttf", "otf"];

fn font(file: &SettingsFile, node: &Node, key: &str) -> Option<LookFile> {
    let font = path(file, node, key)?;
    let ending = font.name.rsplit('.').next().unwrap_or_default();
    if FONT_FORMATS
        .iter()
        .any(|known| known.eq_ignore_ascii_case(ending))
    {
        return Some(font);
    }
    let near = did_you_mean(ending, FONT_FORMATS).unwrap_or_default();
    file.wrong(
        node.span,
        format!("`{}` is not a font that browsers read", font.name),
        format!("use a file that ends in `.woff2`, the smallest form of a font; {near}")
            .trim_end_matches([';', ' '])
            .to_owned(),
    );
    None
}
