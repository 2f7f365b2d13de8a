//! What a site and its theme bring to the look of PDFs.

/// Fonts and Typst files besides those of the press.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PressLook {
    /// The fonts of the site.
    pub fonts: Vec<LookFont>,
    /// The files of the theme's folder `press`.
    pub sources: Vec<LookSource>,
}

/// A font of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LookFont {
    /// What it is for: `text`, `headings`.
    pub role: &'static str,
    /// Which of its faces it is: `regular`, `bold`, `italic`, `variable`.
    pub face: &'static str,
    /// Its file, from the folder `assets` on.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// A Typst file of a theme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LookSource {
    /// Its name in its folder: `look.typ`.
    pub name: String,
    /// What is in it.
    pub text: String,
}

impl PressLook {
    /// The name by which Typst knows the font for something, as a literal.
    pub fn family(&self, role: &str) -> String {
        match self.fonts.iter().any(|font| font.role == role) {
            true => format!("\"site {role}\""),
            false => "none".to_owned(),
        }
    }
}
