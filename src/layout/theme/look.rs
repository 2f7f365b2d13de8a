//! What a site changes of its theme's look: its own colours and fonts as style rules that come last. A theme says in its
//! theme.yaml, under `look`, which tokens of its style sheet are for that, and which colours of it meet.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::contrast::{ColourPair, Palettes, check, pairs};
use super::theme_yaml;
use crate::base::site_layout::{ASSETS, SETTINGS};
use crate::base::suggest::did_you_mean;
use crate::base::{Code, Colour, Diagnostic, FilePath};
use crate::config::Look;
use crate::config::look::{ChosenFont, LookFile};
use crate::config::settings::Settings;
use crate::content::ThemeFiles;
use crate::yaml::Node;

/// What a theme says of its look.
#[derive(Debug, Default)]
pub(super) struct LookSettings {
    /// The style sheet with its tokens.
    pub sheet: String,
    /// The tokens of each role of a colour.
    pub colours: BTreeMap<String, Vec<String>>,
    /// The tokens of each role of a font.
    fonts: BTreeMap<String, Vec<String>>,
    /// Which colours meet.
    pub pairs: Vec<ColourPair>,
}

impl LookSettings {
    /// Reads `look` of theme.yaml; nothing for a theme that has no look to set.
    pub fn read(files: &ThemeFiles, diagnostics: &mut Vec<Diagnostic>) -> Option<LookSettings> {
        theme_yaml::group(files, "look", diagnostics, |settings| LookSettings {
            sheet: settings.text("sheet").unwrap_or_default(),
            colours: tokens(settings, "colours"),
            fonts: tokens(settings, "fonts"),
            pairs: pairs(settings),
        })
    }
}

/// Lists of tokens by role.
fn tokens(settings: &Settings, key: &'static str) -> BTreeMap<String, Vec<String>> {
    let entries = settings.group(key).into_iter().flat_map(Node::entries);
    entries
        .map(|entry| {
            let tokens = entry.value.items().iter();
            let tokens = tokens.filter_map(|item| item.text().map(str::to_owned));
            (entry.key.clone(), tokens.collect())
        })
        .collect()
}

/// The style rules of a site's own look, for the end of the theme's style sheet, and the colour of its brand. What cannot be
/// used is reported.
pub(super) fn own_rules(
    look: &Look,
    settings: &LookSettings,
    files: &ThemeFiles,
    diagnostics: &mut Vec<Diagnostic>,
) -> (String, Colour) {
    let name = format!("{ASSETS}/{}", settings.sheet);
    let Some(sheet) = files.files.get(&name) else {
        return (String::new(), Colour::BLACK);
    };
    let palettes = Palettes::of_sheet(sheet.text().unwrap_or_default());
    let (palettes, own) = palettes.with(look, settings);
    check(&palettes, &own, settings, diagnostics);
    let mut css = own.rules();
    for font in &look.fonts {
        write_font(font, settings, &mut css);
    }
    let mut brand = settings.colours.get("brand").into_iter().flatten();
    let brand = brand.find_map(|token| palettes.light(token));
    (css, brand.unwrap_or(Colour::BLACK))
}

/// Reports files of `look` that are not there, and fonts that are none.
pub(super) fn check_files(look: &Look, files: &ThemeFiles, diagnostics: &mut Vec<Diagnostic>) {
    let fonts = look.fonts.iter().flat_map(|font| &font.files);
    let logo = look.logo.as_ref().map(|logo| &logo.file);
    let named = [logo, look.icon.as_ref(), look.share_image.as_ref()];
    let named = named.into_iter().flatten();
    for file in named.chain(fonts.clone().map(|(_, file)| file)) {
        if bytes_of(file, files).is_none() {
            diagnostics.push(missing(file, files));
        }
    }
    // One font may be named for several faces: the first is told.
    let fonts: BTreeMap<&str, &LookFile> =
        fonts.rev().map(|(_, file)| (&*file.name, file)).collect();
    for file in fonts.into_values() {
        if bytes_of(file, files).is_some_and(|bytes| !is_font(bytes)) {
            diagnostics.push(no_font(file));
        }
    }
}

fn bytes_of<'f>(file: &LookFile, files: &'f ThemeFiles) -> Option<&'f [u8]> {
    let found = files.files.get(&format!("{ASSETS}/{}", file.name))?;
    Some(&found.bytes)
}

/// True for bytes that begin as TrueType, OpenType, WOFF or WOFF2 files do.
fn is_font(bytes: &[u8]) -> bool {
    let starts: [&[u8]; 5] = [b"\0\x01\0\0", b"true", b"OTTO", b"wOFF", b"wOF2"];
    starts.iter().any(|start| bytes.starts_with(start))
}

/// Neither browsers nor the program that sets editions can use it.
fn no_font(file: &LookFile) -> Diagnostic {
    let message = format!("`{ASSETS}/{}` is no font that can be read", file.name);
    Diagnostic::new(Code::InvalidSetting, message)
        .at(&FilePath::new(SETTINGS), file.span, "this file")
        .help("it may be damaged, or another file with the name of a font; WOFF2, WOFF, TrueType and OpenType files can be used")
}

fn missing(file: &LookFile, files: &ThemeFiles) -> Diagnostic {
    let known = files.of_part(ASSETS).map(|(name, _)| name);
    let message = format!("there is no file `{ASSETS}/{}`", file.name);
    let near = did_you_mean(&file.name, known);
    Diagnostic::new(Code::InvalidSetting, message)
        .at(&FilePath::new(SETTINGS), file.span, "this file")
        .help(near.unwrap_or_else(|| format!("put it into the folder `{ASSETS}` beside site.yaml")))
}

/// Writes the faces of a font, and the token that names it.
fn write_font(font: &ChosenFont, settings: &LookSettings, css: &mut String) {
    let family = format!("site {}", font.role);
    for (face, file) in &font.files {
        let (style, weight) = match *face {
            "bold" => ("normal", "700"),
            "italic" => ("italic", "400"),
            "variable" => ("normal", "100 900"),
            _ => ("normal", "400"),
        };
        let _ = writeln!(
            css,
            "@font-face {{ font-family: \"{family}\"; src: url(\"{}\"); font-style: {style}; \
             font-weight: {weight}; font-display: swap; }}",
            file.name.replace(['"', '\\', '\n', '\r'], "")
        );
    }
    for token in settings.fonts.get(font.role).into_iter().flatten() {
        let _ = writeln!(
            css,
            ":root {{ --{token}: \"{family}\", system-ui, sans-serif; }}"
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::SiteConfig;
    use crate::content::ThemeFile;

    fn theme_file(name: &str, text: &str) -> (String, ThemeFile) {
        let file = FilePath::new(name);
        let bytes = text.as_bytes().to_vec().into();
        (name.to_owned(), ThemeFile { file, bytes })
    }

    fn theme(sheet: &str) -> ThemeFiles {
        let settings = include_str!("../../../themes/partnership/theme.yaml");
        let files = [
            theme_file("theme.yaml", settings),
            theme_file("assets/style.css", sheet),
        ];
        ThemeFiles {
            files: files.into(),
            ..ThemeFiles::default()
        }
    }

    fn rules(look: &str) -> (String, Vec<Diagnostic>) {
        let files = theme(include_str!("../../../themes/partnership/assets/style.css"));
        let text = format!("title: A\nlook: {look}\n");
        let site = SiteConfig::parse(&FilePath::new(SETTINGS), Some(&text));
        assert_eq!(site.diagnostics, []);
        let mut found = Vec::new();
        let settings = LookSettings::read(&files, &mut found).unwrap();
        let (rules, _) = own_rules(&site.value.look, &settings, &files, &mut found);
        (rules, found)
    }

    #[test]
    fn a_colour_for_light_pages_has_one_for_dark_pages() {
        let (css, found) = rules("{colour: {links: \"#5b2a6e\", brand: {dark: \"#123\"}}}");
        assert_eq!(found, []);
        assert_eq!(
            css,
            "@media screen { :root { --link: #5b2a6e; } }\n\
             @media screen and (prefers-color-scheme: dark) { :root { --brand: #112233; --link: #a388ae; } }\n"
        );
    }

    #[test]
    fn fonts_name_their_faces() {
        let (css, _) = rules("{fonts: {headings: a/b.woff2}}");
        assert_eq!(
            css,
            "@font-face { font-family: \"site headings\"; src: url(\"a/b.woff2\"); font-style: normal; \
             font-weight: 400; font-display: swap; }\n\
             :root { --font-headings: \"site headings\", system-ui, sans-serif; }\n"
        );
    }

    #[test]
    fn every_colour_that_the_theme_says_it_uses_is_there_and_can_be_read() {
        let files = theme(include_str!("../../../themes/partnership/assets/style.css"));
        let mut found = Vec::new();
        let settings = LookSettings::read(&files, &mut found).unwrap();
        assert_eq!(found, []);
        let sheet = files.files["assets/style.css"].text().unwrap();
        assert_eq!(Palettes::of_sheet(sheet).faults(&settings), [""; 0]);
        let faint = sheet.replacen("--soft: #41525a", "--soft: #a1a2aa", 1);
        assert_eq!(
            Palettes::of_sheet(&faint).faults(&settings),
            ["Light soft on paper", "Light soft on tint"]
        );
    }
}
