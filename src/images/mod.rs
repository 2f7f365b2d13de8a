//! Pipeline: pictures as they are published: smaller, upright, and without what a camera or a program wrote into them,
//! such as the place where a photograph was taken.
//!
//! 1. `metadata`: the same pixels with nothing beside them, by a file for each format, such as `jpeg` and `heif`
//! 2. `pixels`: a picture decoded, within bounds, and in another width
//! 3. `encode`: pixels into JPEG, PNG or WebP, with the picture's colour profile
//! 4. `mark`: what is drawn for a site, its icon and the card beside links to it, on a `canvas`, in `lettering`
//!
//! A function of bytes: reads and writes no file. In which forms a picture is needed is decided in `html::Pictures`.

mod canvas;
mod encode;
mod lettering;
mod mark;
mod metadata;
mod pixels;

use self::encode::Target;
use self::pixels::Pixels;
use crate::content::PixelFormat;
use crate::html::OwnFile;

pub use mark::{CARD_SIZE, Card, Colours, IconSource, Mark};

/// Behind each change of what comes out for the same picture; what was kept of other versions is not used.
pub const VERSION: u32 = 3;

/// The form in which a picture is published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// The author's pixels with nothing beside them.
    Kept,
    /// This wide, in the format of the source.
    Smaller(u32),
    /// This wide, as WebP.
    WebP(u32),
}

/// A picture that cannot be decoded: it is damaged, or larger than [`MOST_PIXELS`](crate::html::MOST_PIXELS).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Undecodable;

/// Makes forms of one picture; its pixels are decoded once. Gives each form to `found` as soon as it is made.
///
/// # Errors
/// If the picture cannot be decoded. Then the forms that need no pixels have been made.
pub fn make(
    bytes: &[u8],
    forms: &[Form],
    mut found: impl FnMut(Form, Vec<u8>),
) -> Result<(), Undecodable> {
    if forms.contains(&Form::Kept) {
        found(Form::Kept, kept(bytes)?);
    }
    let smaller = forms.iter().copied().filter(|form| *form != Form::Kept);
    make_smaller(bytes, smaller.collect(), &mut found)
}

fn make_smaller(
    bytes: &[u8],
    mut forms: Vec<Form>,
    found: &mut dyn FnMut(Form, Vec<u8>),
) -> Result<(), Undecodable> {
    if forms.is_empty() {
        return Ok(());
    }
    let format = PixelFormat::of(bytes).ok_or(Undecodable)?;
    // Each is made of the one before it, which has fewer pixels than the whole picture.
    forms.sort_by_key(|form| std::cmp::Reverse(form.width()));
    let mut pixels = Pixels::decode(bytes, format)?;
    let profile = pixels.take_profile();
    for form in forms {
        let Some(width) = form.width() else { continue };
        pixels = pixels.in_width(width)?;
        let target = Target {
            format: match form {
                Form::WebP(_) => PixelFormat::WebP,
                Form::Kept | Form::Smaller(_) => format,
            },
            profile: profile.as_deref(),
        };
        found(form, encode::encode(&pixels, &target)?);
    }
    Ok(())
}

/// Finds out whether [`make`] could make these forms of a picture, and makes none.
///
/// # Errors
/// If the picture cannot be decoded.
pub fn examine(bytes: &[u8], forms: &[Form]) -> Result<(), Undecodable> {
    let has_smaller = forms.iter().any(|form| *form != Form::Kept);
    let is_kept = metadata::without(bytes).is_some() || is_as_it_is(bytes);
    if has_smaller || !is_kept {
        Pixels::decode(bytes, PixelFormat::of(bytes).ok_or(Undecodable)?)?;
    }
    Ok(())
}

impl From<OwnFile> for Form {
    fn from(own: OwnFile) -> Form {
        match own {
            OwnFile::Kept => Form::Kept,
            OwnFile::Smaller(width) => Form::Smaller(width),
        }
    }
}

impl Form {
    fn width(self) -> Option<u32> {
        match self {
            Form::Kept => None,
            Form::Smaller(width) | Form::WebP(width) => Some(width),
        }
    }
}

/// The same file with nothing beside its pixels; `None` if that cannot be told.
pub fn without_metadata(bytes: &[u8]) -> Option<Vec<u8>> {
    metadata::without(bytes).or_else(|| (!metadata::may_be_in(bytes)).then(|| bytes.to_vec()))
}

/// True for a picture of a format that is not decoded here, such as GIF, with nothing in it that tells a place.
fn is_as_it_is(bytes: &[u8]) -> bool {
    PixelFormat::of(bytes).is_none() && !metadata::may_be_in(bytes)
}

/// The same; where its parts cannot be told apart, made anew of its pixels.
fn kept(bytes: &[u8]) -> Result<Vec<u8>, Undecodable> {
    if let Some(clean) = metadata::without(bytes) {
        return Ok(clean);
    }
    if is_as_it_is(bytes) {
        return Ok(bytes.to_vec());
    }
    let format = PixelFormat::of(bytes).ok_or(Undecodable)?;
    let mut pixels = Pixels::decode(bytes, format)?;
    let profile = pixels.take_profile();
    let target = Target {
        format,
        profile: profile.as_deref(),
    };
    encode::encode(&pixels, &target)
}

#[cfg(test)]
mod tests;
