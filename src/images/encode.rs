//! Pixels into the bytes of a file.

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder};
use webp::{Encoder, WebPConfig};

use super::Undecodable;
use super::metadata::webp::with_profile;
use super::pixels::Pixels;
use crate::content::PixelFormat;

/// How good photographs stay, of 100; measured by eye on photographs of faces, and of text on paper.
const QUALITY_OF_JPEG: u8 = 80;
const QUALITY_OF_WEBP: f32 = 76.0;
/// How much time is spent on small files, of 6: two fifths of the time of 4, and a twentieth more bytes.
const EFFORT_OF_WEBP: i32 = 2;
/// How much time is spent on small files without loss, of 100.
const EFFORT_WITHOUT_LOSS: f32 = 40.0;

/// What a file is to be.
pub(super) struct Target<'t> {
    pub format: PixelFormat,
    pub profile: Option<&'t [u8]>,
}

/// Writes pixels in a format.
pub(super) fn encode(pixels: &Pixels, target: &Target) -> Result<Vec<u8>, Undecodable> {
    match target.format {
        PixelFormat::Jpeg => jpeg(pixels, target.profile),
        PixelFormat::Png => png(pixels, target.profile),
        PixelFormat::WebP => webp(pixels, target.profile),
    }
}

fn jpeg(pixels: &Pixels, profile: Option<&[u8]>) -> Result<Vec<u8>, Undecodable> {
    let mut bytes = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut bytes, QUALITY_OF_JPEG);
    write(pixels, profile, encoder)?;
    Ok(bytes)
}

fn png(pixels: &Pixels, profile: Option<&[u8]>) -> Result<Vec<u8>, Undecodable> {
    let mut bytes = Vec::new();
    // Areas of one colour are smallest as they are, slopes as what changes from pixel to pixel.
    let filter = if pixels.is_drawing {
        FilterType::NoFilter
    } else {
        FilterType::Adaptive
    };
    let encoder = PngEncoder::new_with_quality(&mut bytes, CompressionType::Default, filter);
    write(pixels, profile, encoder)?;
    Ok(bytes)
}

fn write(
    pixels: &Pixels,
    profile: Option<&[u8]>,
    mut encoder: impl ImageEncoder,
) -> Result<(), Undecodable> {
    if let Some(profile) = profile {
        // Without it colours are a little off, which is no reason to show none.
        let _ = encoder.set_icc_profile(profile.to_vec());
    }
    let colours = if pixels.has_alpha {
        ExtendedColorType::Rgba8
    } else {
        ExtendedColorType::Rgb8
    };
    encoder
        .write_image(&pixels.bytes, pixels.width, pixels.height, colours)
        .map_err(|_| Undecodable)
}

fn webp(pixels: &Pixels, profile: Option<&[u8]>) -> Result<Vec<u8>, Undecodable> {
    let (bytes, width, height) = (&pixels.bytes, pixels.width, pixels.height);
    let encoder = if pixels.has_alpha {
        Encoder::from_rgba(bytes, width, height)
    } else {
        Encoder::from_rgb(bytes, width, height)
    };
    let mut config = WebPConfig::new().map_err(|()| Undecodable)?;
    if pixels.is_drawing {
        config.lossless = 1;
        config.quality = EFFORT_WITHOUT_LOSS;
    } else {
        config.quality = QUALITY_OF_WEBP;
        config.method = EFFORT_OF_WEBP;
    }
    let made = encoder.encode_advanced(&config).map_err(|_| Undecodable)?;
    Ok(match profile {
        Some(profile) => with_profile(&made, profile, (width, height)),
        None => made.to_vec(),
    })
}
