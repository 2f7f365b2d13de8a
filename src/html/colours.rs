//! Style sheets for code, taken from two well-known colour themes and made readable.
//!
//! A colour that stands out too little from its background is moved towards black or white until it
//! reaches the contrast that WCAG asks of text.

use std::fmt::Write;

use syntect::highlighting::{Color, FontStyle, Highlighter, Style, Theme, ThemeSet};
use syntect::parsing::Scope;

use super::code::CLASSES;

const LIGHT: &str = "InspiredGitHub";
const DARK: &str = "base16-eighties.dark";

/// The least contrast of text against its background, WCAG 2.2 at level AA.
const LEAST_CONTRAST: f64 = 4.5;

/// The style sheet for blocks of code, light and dark.
pub fn style_sheets() -> String {
    let themes = ThemeSet::load_defaults().themes;
    let mut css = String::new();
    if let Some(theme) = themes.get(LIGHT) {
        write_theme(&mut css, theme);
    }
    if let Some(theme) = themes.get(DARK) {
        css.push_str("@media (prefers-color-scheme: dark) {\n");
        write_theme(&mut css, theme);
        css.push_str("}\n");
    }
    css
}

fn write_theme(css: &mut String, theme: &Theme) {
    let highlighter = Highlighter::new(theme);
    let ground = highlighter.get_default();
    let text = hex(readable(ground.foreground, ground.background));
    // Writing to a `String` cannot fail.
    let _ = writeln!(css, "pre.code {{ color: {text}; background-color: {}; }}", hex(ground.background));
    let mut written: Vec<&str> = Vec::new();
    for (scope, class) in CLASSES {
        let Ok(scope) = Scope::new(scope) else { continue };
        if !written.contains(&class) {
            written.push(class);
            write_rule(css, class, (highlighter.style_for_stack(&[scope]), ground));
        }
    }
}

fn write_rule(css: &mut String, class: &str, (style, ground): (Style, Style)) {
    let _ = write!(css, ".{class} {{ color: {};", hex(readable(style.foreground, style.background)));
    if style.background != ground.background {
        let _ = write!(css, " background-color: {};", hex(style.background));
    }
    if style.font_style.contains(FontStyle::BOLD) {
        css.push_str(" font-weight: bold;");
    }
    if style.font_style.contains(FontStyle::ITALIC) {
        css.push_str(" font-style: italic;");
    }
    css.push_str(" }\n");
}

/// The colour nearest to `colour` that can be read on `ground`.
fn readable(colour: Color, ground: Color) -> Color {
    let end = if luminance(ground) > 0.18 { 0.0 } else { 255.0 };
    let moved = |step: u8| {
        let share = f64::from(step) / 20.0;
        let mix = |part: u8| (f64::from(part) * (1.0 - share) + end * share).round() as u8;
        Color { r: mix(colour.r), g: mix(colour.g), b: mix(colour.b), a: 255 }
    };
    (0..=20).map(moved).find(|moved| contrast(*moved, ground) >= LEAST_CONTRAST).unwrap_or_else(|| moved(20))
}

/// The contrast of two colours as WCAG defines it, from 1 to 21.
fn contrast(a: Color, b: Color) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

fn luminance(colour: Color) -> f64 {
    let linear = |part: u8| {
        let part = f64::from(part) / 255.0;
        if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(colour.r) + 0.7152 * linear(colour.g) + 0.0722 * linear(colour.b)
}

fn hex(colour: Color) -> String {
    format!("#{:02x}{:02x}{:02x}", colour.r, colour.g, colour.b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measures_contrast() {
        assert!((contrast(Color::BLACK, Color::WHITE) - 21.0).abs() < 0.01);
        let grey = Color { r: 0x96, g: 0x98, b: 0x96, a: 255 };
        assert!(contrast(grey, Color::WHITE) < LEAST_CONTRAST);
        assert!(contrast(readable(grey, Color::WHITE), Color::WHITE) >= LEAST_CONTRAST);
        assert!(contrast(readable(grey, Color::BLACK), Color::BLACK) >= LEAST_CONTRAST);
    }

    #[test]
    fn has_a_light_and_a_dark_sheet() {
        let css = style_sheets();
        assert!(css.starts_with("pre.code { color: #323232; background-color: #ffffff; }\n"), "{css}");
        assert_eq!(css.matches("@media (prefers-color-scheme: dark)").count(), 1);
        for (_, class) in CLASSES {
            assert_eq!(css.matches(&format!(".{class} {{")).count(), 2, "{class}");
        }
        assert_eq!(css.matches('{').count(), css.matches('}').count());
    }
}
