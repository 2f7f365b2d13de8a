//! Whether the colours of a style sheet can be told apart, light and dark: those of the theme, and those that a site puts in
//! their place.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::look::LookSettings;
use crate::base::site_layout::SETTINGS;
use crate::base::{Code, Colour, Diagnostic, FilePath, SourceSpan};
use crate::config::Look;
use crate::config::look::{ChosenColour, PlacedColour};
use crate::config::settings::Settings;

/// Colours that meet: each of the first ones is seen on each of the others.
#[derive(Debug)]
pub(super) struct ColourPair {
    of: Vec<String>,
    on: Vec<String>,
    /// The least contrast, as WCAG measures it.
    least: f64,
}

/// What WCAG asks of text.
const OF_TEXT: f64 = 4.5;
/// What it asks of marks, lines and large text.
const OF_MARKS: f64 = 3.0;

/// Reads `contrast`: `{of: [ink], on: [paper]}`, with `least: marks` for what is no text.
pub(super) fn pairs(settings: &Settings) -> Vec<ColourPair> {
    let items = settings
        .node("contrast")
        .map_or(&[][..], |node| node.items());
    let pair = |node| {
        let group = Settings::new(settings.file, node, "a pair of colours", "theme_contrast");
        let pair = ColourPair {
            of: group.texts("of").unwrap_or_default(),
            on: group.texts("on").unwrap_or_default(),
            least: match group.choice("for") {
                Some("marks") => OF_MARKS,
                _ => OF_TEXT,
            },
        };
        group.done();
        pair
    };
    items.iter().map(pair).collect()
}

/// The scheme that a reader prefers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Scheme {
    Light,
    Dark,
}

/// The colours of tokens, light and dark.
#[derive(Clone, Debug, Default)]
pub(super) struct Palettes {
    light: BTreeMap<String, Colour>,
    dark: BTreeMap<String, Colour>,
}

/// The colours that a site puts in the place of the theme's, by token.
#[derive(Debug, Default)]
pub(super) struct OwnColours(BTreeMap<(Scheme, String), OwnColour>);

#[derive(Clone, Copy, Debug)]
struct OwnColour {
    role: &'static str,
    colour: Colour,
    /// Where it is written; nothing for one that follows from that of the other scheme.
    span: Option<SourceSpan>,
}

impl Palettes {
    /// The tokens of a style sheet: those of its first `:root`, and of that for readers who prefer a dark screen.
    pub fn of_sheet(text: &str) -> Palettes {
        let light = tokens_in(text);
        let dark = text.split_once("prefers-color-scheme: dark");
        let mut all = light.clone();
        all.extend(
            dark.map(|(_, behind)| tokens_in(behind))
                .unwrap_or_default(),
        );
        Palettes { light, dark: all }
    }

    /// The colour of a token on light pages.
    pub fn light(&self, token: &str) -> Option<Colour> {
        self.light.get(token).copied()
    }

    fn of(&self, scheme: Scheme) -> &BTreeMap<String, Colour> {
        match scheme {
            Scheme::Light => &self.light,
            Scheme::Dark => &self.dark,
        }
    }

    /// The same with the colours of a site, and these.
    pub fn with(mut self, look: &Look, settings: &LookSettings) -> (Palettes, OwnColours) {
        let mut own = OwnColours::default();
        for chosen in &look.colours {
            for token in settings.colours.get(chosen.role).into_iter().flatten() {
                for scheme in [Scheme::Light, Scheme::Dark] {
                    if let Some(colour) = self.chosen(chosen, scheme, token, settings) {
                        own.0.insert((scheme, token.clone()), colour);
                    }
                }
            }
        }
        for ((scheme, token), own) in &own.0 {
            let palette = match scheme {
                Scheme::Light => &mut self.light,
                Scheme::Dark => &mut self.dark,
            };
            palette.insert(token.clone(), own.colour);
        }
        (self, own)
    }

    /// The colour of a token that a site chose: as written, or on dark pages one like that for light pages.
    fn chosen(
        &self,
        chosen: &ChosenColour,
        scheme: Scheme,
        token: &str,
        settings: &LookSettings,
    ) -> Option<OwnColour> {
        let role = chosen.role;
        let placed = match scheme {
            Scheme::Light => chosen.light,
            Scheme::Dark => chosen.dark,
        };
        if let Some(PlacedColour { colour, span }) = placed {
            let span = Some(span);
            return Some(OwnColour { role, colour, span });
        }
        if scheme == Scheme::Light {
            return None;
        }
        let light = chosen.light?.colour;
        let passes = |colour: Colour| self.passes(scheme, token, colour, settings);
        Some(OwnColour {
            role,
            colour: light.nearest(passes)?,
            span: None,
        })
    }

    /// The pairs that cannot be told apart, or that are not there.
    #[cfg(test)]
    pub fn faults(&self, settings: &LookSettings) -> Vec<String> {
        let mut faults = Vec::new();
        for scheme in [Scheme::Light, Scheme::Dark] {
            for pair in &settings.pairs {
                for (of, on) in pair
                    .of
                    .iter()
                    .flat_map(|of| pair.on.iter().map(move |on| (of, on)))
                {
                    let palette = self.of(scheme);
                    let contrast = palette
                        .get(of)
                        .zip(palette.get(on))
                        .map(|(a, b)| a.contrast(*b));
                    if contrast.is_none_or(|contrast| contrast < pair.least) {
                        faults.push(format!("{scheme:?} {of} on {on}"));
                    }
                }
            }
        }
        faults
    }

    /// True if a colour could be that of a token: it meets the others that the token meets.
    fn passes(&self, scheme: Scheme, token: &str, colour: Colour, settings: &LookSettings) -> bool {
        let palette = self.of(scheme);
        settings.pairs.iter().all(|pair| {
            let others = pair.others(token);
            let others = others.filter_map(|other| palette.get(other));
            others
                .into_iter()
                .all(|other| colour.contrast(*other) >= pair.least)
        })
    }
}

impl ColourPair {
    /// The tokens that a token meets in this pair.
    fn others<'p>(&'p self, token: &str) -> impl Iterator<Item = &'p String> {
        let is_in = |tokens: &[String]| tokens.iter().any(|known| known == token);
        let on = if is_in(&self.of) { &self.on[..] } else { &[] };
        let of = if is_in(&self.on) { &self.of[..] } else { &[] };
        on.iter().chain(of)
    }
}

impl OwnColours {
    /// The colours as rules of a style sheet. Paper has its own.
    pub fn rules(&self) -> String {
        let mut css = String::new();
        for (scheme, query) in [
            (Scheme::Light, "screen"),
            (Scheme::Dark, "screen and (prefers-color-scheme: dark)"),
        ] {
            let of_scheme = self.0.iter().filter(|((own, _), _)| *own == scheme);
            let tokens: Vec<String> = of_scheme
                .map(|((_, token), own)| format!("--{token}: {};", own.colour))
                .collect();
            if !tokens.is_empty() {
                let _ = writeln!(css, "@media {query} {{ :root {{ {} }} }}", tokens.join(" "));
            }
        }
        css
    }
}

/// Reports colours that cannot be told from what they are seen on, each place once.
pub(super) fn check(
    palettes: &Palettes,
    own: &OwnColours,
    settings: &LookSettings,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut told = BTreeSet::new();
    for ((scheme, token), colour) in &own.0 {
        let Some(span) = colour.span else { continue };
        if palettes.passes(*scheme, token, colour.colour, settings)
            || !told.insert((*scheme, colour.role))
        {
            continue;
        }
        let nearest = colour
            .colour
            .nearest(|it| palettes.passes(*scheme, token, it, settings));
        diagnostics.push(too_faint(*scheme, *colour, span, nearest));
    }
}

fn too_faint(
    scheme: Scheme,
    own: OwnColour,
    span: SourceSpan,
    nearest: Option<Colour>,
) -> Diagnostic {
    let page = match scheme {
        Scheme::Light => "a light page",
        Scheme::Dark => "a dark page",
    };
    let message = format!(
        "`{}` is hard to read as the colour of `{}` on {page}",
        own.colour, own.role
    );
    let help = match nearest {
        Some(nearest) => format!("the nearest colour that can be read is `\"{nearest}\"`"),
        None => "no colour can be read there: change the colours around it".to_owned(),
    };
    Diagnostic::new(Code::LowContrast, message)
        .at(&FilePath::new(SETTINGS), span, "this colour")
        .help(help)
}

/// The tokens with a colour in the first `:root` of a text.
fn tokens_in(text: &str) -> BTreeMap<String, Colour> {
    let root = text.split_once(":root").map_or("", |(_, behind)| behind);
    let block = root.split('}').next().unwrap_or_default();
    let lines = block.split([';', '{', '\n']);
    let tokens = lines.filter_map(|line| {
        let (name, value) = line.trim().strip_prefix("--")?.split_once(':')?;
        Some((name.trim().to_owned(), Colour::parse(value)?))
    });
    tokens.collect()
}

#[cfg(test)]
mod tests;
