//! Style sheets for code, taken from two well-known colour themes and made readable.
//!
//! A colour that stands out too little from its background is moved towards black or white until it
//! reaches the contrast that WCAG asks of text.

use std::fmt::Write;
use std::sync::LazyLock;

use syntect::highlighting::{Color, FontStyle, Highlighter, Style, Theme, ThemeSet};
use syntect::parsing::Scope;

use super::highlight::CLASSES;
use crate::base::Colour;

const LIGHT: &str = "InspiredGitHub";
const DARK: &str = "base16-eighties.dark";

/// The least contrast of text against its background, WCAG 2.2 at level AA.
const LEAST_CONTRAST: f64 = 4.5;

/// The style sheet for blocks of code, light and dark. It is always the same, and made once.
pub fn style_sheets() -> &'static str {
    static SHEET: LazyLock<String> = LazyLock::new(made);
    &SHEET
}

fn made() -> String {
    let themes = ThemeSet::load_defaults().themes;
    let mut css = String::new();
    let Some(light) = themes.get(LIGHT).map(styles) else {
        return css;
    };
    let plain = ClassStyle {
        background: None,
        bold: false,
        italic: false,
        ..light.ground
    };
    write_theme(&mut css, &light, |_| plain);
    if let Some(dark) = themes.get(DARK).map(styles) {
        css.push_str("@media (prefers-color-scheme: dark) {\n");
        write_theme(&mut css, &dark, |at| {
            light.classes.get(at).map_or(plain, |(_, looks)| *looks)
        });
        css.push_str("}\n");
    }
    css
}

/// How a theme shows code.
struct Styles {
    ground: ClassStyle,
    classes: Vec<(&'static str, ClassStyle)>,
}

/// How a class looks.
#[derive(Clone, Copy)]
struct ClassStyle {
    colour: Color,
    /// The background, where it is not that of the block.
    background: Option<Color>,
    bold: bool,
    italic: bool,
}

fn styles(theme: &Theme) -> Styles {
    let highlighter = Highlighter::new(theme);
    let ground = highlighter.get_default();
    let looks = |style: Style| ClassStyle {
        colour: readable(style.foreground, style.background),
        background: (style.background != ground.background).then_some(style.background),
        bold: style.font_style.contains(FontStyle::BOLD),
        italic: style.font_style.contains(FontStyle::ITALIC),
    };
    let mut classes: Vec<(&str, ClassStyle)> = Vec::new();
    for (scope, class) in CLASSES {
        let Ok(scope) = Scope::new(sample(scope)) else {
            continue;
        };
        if classes.iter().all(|(known, _)| *known != class) {
            classes.push((class, looks(highlighter.style_for_stack(&[scope]))));
        }
    }
    Styles {
        ground: ClassStyle {
            background: Some(ground.background),
            ..looks(ground)
        },
        classes,
    }
}

/// The scope that themes colour for all that a class stands for.
fn sample(scope: &str) -> &str {
    match scope {
        "constant" => "constant.numeric",
        "entity.name" => "entity.name.class",
        scope => scope,
    }
}

/// Writes a theme's rules; `before` is how the class at a place looks already.
fn write_theme(css: &mut String, styles: &Styles, before: impl Fn(usize) -> ClassStyle) {
    let background = styles.ground.background.unwrap_or(Color::WHITE);
    let colour = hex(styles.ground.colour);
    // Writing to a `String` cannot fail.
    let _ = writeln!(
        css,
        "pre.code {{ color: {colour}; background-color: {}; }}",
        hex(background)
    );
    for (at, (class, looks)) in styles.classes.iter().enumerate() {
        let before = before(at);
        let _ = write!(css, ".{class} {{ color: {};", hex(looks.colour));
        match (looks.background, before.background) {
            (Some(background), _) => drop(write!(css, " background-color: {};", hex(background))),
            (None, Some(_)) => css.push_str(" background-color: transparent;"),
            (None, None) => {}
        }
        if looks.bold != before.bold {
            css.push_str(if looks.bold {
                " font-weight: bold;"
            } else {
                " font-weight: normal;"
            });
        }
        if looks.italic != before.italic {
            css.push_str(if looks.italic {
                " font-style: italic;"
            } else {
                " font-style: normal;"
            });
        }
        css.push_str(" }\n");
    }
}

/// The colour nearest to `colour` that can be read on `ground`.
fn readable(colour: Color, ground: Color) -> Color {
    let is_light = contrast(ground, Color::BLACK) > contrast(ground, Color::WHITE);
    let end = if is_light { 0.0 } else { 255.0 };
    let moved = |step: u8| {
        let share = f64::from(step) / 20.0;
        let mix = |part: u8| (f64::from(part) * (1.0 - share) + end * share).round() as u8;
        Color {
            r: mix(colour.r),
            g: mix(colour.g),
            b: mix(colour.b),
            a: 255,
        }
    };
    (0..=20)
        .map(moved)
        .find(|moved| contrast(*moved, ground) >= LEAST_CONTRAST)
        .unwrap_or_else(|| moved(20))
}

/// The contrast of two colours as WCAG defines it, from 1 to 21.
fn contrast(one: Color, other: Color) -> f64 {
    plain(one).contrast(plain(other))
}

fn plain(colour: Color) -> Colour {
    Colour {
        red: colour.r,
        green: colour.g,
        blue: colour.b,
    }
}

fn hex(colour: Color) -> String {
    plain(colour).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measures_contrast() {
        assert!((contrast(Color::BLACK, Color::WHITE) - 21.0).abs() < 0.01);
        let grey = Color {
            r: 0x96,
            g: 0x98,
            b: 0x96,
            a: 255,
        };
        assert!(contrast(grey, Color::WHITE) < LEAST_CONTRAST);
        assert!(contrast(readable(grey, Color::WHITE), Color::WHITE) >= LEAST_CONTRAST);
        assert!(contrast(readable(grey, Color::BLACK), Color::BLACK) >= LEAST_CONTRAST);
    }

    #[test]
    fn has_a_light_and_a_dark_sheet() {
        let css = style_sheets();
        assert!(
            css.starts_with("pre.code { color: #323232; background-color: #ffffff; }\n"),
            "{css}"
        );
        assert_eq!(
            css.matches("@media (prefers-color-scheme: dark)").count(),
            1
        );
        for (_, class) in CLASSES {
            assert_eq!(css.matches(&format!(".{class} {{")).count(), 2, "{class}");
        }
        // What the light sheet sets and the dark one does not is taken back there.
        assert!(
            css.contains(".hl-inserted { color: #99cc99; background-color: transparent; }\n"),
            "{css}"
        );
        assert!(
            css.contains(".hl-comment { color: #97968f; font-style: normal; }\n"),
            "{css}"
        );
        assert_eq!(css.matches('{').count(), css.matches('}').count());
    }
}
