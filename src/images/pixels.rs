//! The pixels of a picture, upright.

use fast_image_resize::images::{TypedImage, TypedImageRef};
use fast_image_resize::pixels::{U8x3, U8x4};
use fast_image_resize::{FilterType, PixelTrait, ResizeAlg, ResizeOptions, Resizer};
use image::metadata::Orientation;
use image::{ColorType, DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};
use std::io::Cursor;

use super::Undecodable;
use crate::content::PixelFormat;
use crate::html::{MOST_PIXELS, height_at};

/// Pixels are looked at for how many colours a picture has: one in so many of a large one.
const SAMPLES: usize = 20_000;

/// A picture in memory: eight bits for each of three or four channels.
pub(super) struct Pixels {
    pub width: u32,
    pub height: u32,
    /// The width and height of the whole picture, which all heights are made of.
    full: (u32, u32),
    /// Row by row.
    pub bytes: Vec<u8>,
    pub has_alpha: bool,
    /// True for a drawing, a screenshot or a logo: few colours and sharp edges, which compression with losses spoils.
    pub is_drawing: bool,
    profile: Option<Vec<u8>>,
}

impl Pixels {
    /// Decodes a picture, and turns it upright.
    pub fn decode(bytes: &[u8], format: PixelFormat) -> Result<Pixels, Undecodable> {
        let reader = ImageReader::with_format(Cursor::new(bytes), image_format(format));
        let mut decoder = reader.into_decoder().map_err(undecodable)?;
        let (width, height) = decoder.dimensions();
        if u64::from(width) * u64::from(height) > MOST_PIXELS {
            return Err(Undecodable);
        }
        let mut limits = Limits::default();
        limits.max_alloc = Some(MOST_PIXELS * 8);
        decoder.set_limits(limits).map_err(undecodable)?;
        let profile = decoder.icc_profile().ok().flatten();
        let profile = profile.filter(|profile| is_for(decoder.color_type(), profile));
        // What browsers do: only photographs say which way is up.
        let orientation = match format {
            PixelFormat::Jpeg => decoder.orientation().unwrap_or(Orientation::NoTransforms),
            PixelFormat::Png | PixelFormat::WebP => Orientation::NoTransforms,
        };
        let mut decoded = DynamicImage::from_decoder(decoder).map_err(undecodable)?;
        decoded.apply_orientation(orientation);
        Ok(Pixels::of(decoded, format, profile))
    }

    /// A drawing of three channels.
    pub fn drawn(width: u32, height: u32, bytes: Vec<u8>) -> Pixels {
        Pixels {
            width,
            height,
            full: (width, height),
            bytes,
            has_alpha: false,
            is_drawing: true,
            profile: None,
        }
    }

    fn of(decoded: DynamicImage, format: PixelFormat, profile: Option<Vec<u8>>) -> Pixels {
        let (width, height) = (decoded.width(), decoded.height());
        let has_alpha = decoded.color().has_alpha();
        let bytes = if has_alpha {
            decoded.into_rgba8().into_raw()
        } else {
            decoded.into_rgb8().into_raw()
        };
        let mut pixels = Pixels {
            width,
            height,
            full: (width, height),
            bytes,
            has_alpha,
            is_drawing: false,
            profile,
        };
        pixels.is_drawing = format != PixelFormat::Jpeg && pixels.has_few_colours();
        pixels
    }

    /// The colour profile, which belongs to the pixels in every width.
    pub fn take_profile(&mut self) -> Option<Vec<u8>> {
        self.profile.take()
    }

    /// The same picture in another width.
    pub fn in_width(self, width: u32) -> Result<Pixels, Undecodable> {
        if width == self.width {
            return Ok(self);
        }
        let height = height_at(width, self.full);
        self.resized((width, height), ResizeOptions::new())
    }

    /// The middle of the picture as a square.
    pub fn in_square(self, side: u32) -> Result<Pixels, Undecodable> {
        let middle = ResizeOptions::new().fit_into_destination(None);
        self.resized((side, side), middle)
    }

    fn resized(self, size: (u32, u32), options: ResizeOptions) -> Result<Pixels, Undecodable> {
        let bytes = if self.has_alpha {
            self.resized_as::<U8x4>(size, options)?
        } else {
            self.resized_as::<U8x3>(size, options)?
        };
        let (width, height) = size;
        Ok(Pixels {
            width,
            height,
            bytes,
            ..self
        })
    }

    /// The bytes of the picture in another size. `P` names the sort of pixel: a call that finds it out by itself brings along
    /// the code for all twenty sorts, two megabytes of the program.
    fn resized_as<P: PixelTrait>(
        &self,
        size: (u32, u32),
        options: ResizeOptions,
    ) -> Result<Vec<u8>, Undecodable> {
        let (width, height) = size;
        let source = TypedImageRef::<P>::from_buffer(self.width, self.height, &self.bytes)
            .map_err(undecodable)?;
        let mut bytes = vec![0; width as usize * height as usize * P::size()];
        let mut target =
            TypedImage::<P>::from_buffer(width, height, &mut bytes).map_err(undecodable)?;
        let options = options.resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3));
        Resizer::new()
            .resize_typed(&source, &mut target, &options)
            .map_err(undecodable)?;
        Ok(bytes)
    }

    /// True if most of the pixels looked at have a colour that another one has too.
    fn has_few_colours(&self) -> bool {
        let channels = if self.has_alpha { 4 } else { 3 };
        let step = (self.bytes.len() / channels / SAMPLES).max(1);
        let mut seen: Vec<&[u8]> = self.bytes.chunks_exact(channels).step_by(step).collect();
        let all = seen.len();
        seen.sort_unstable();
        seen.dedup();
        seen.len() * 4 < all
    }
}

fn image_format(format: PixelFormat) -> ImageFormat {
    match format {
        PixelFormat::Jpeg => ImageFormat::Jpeg,
        PixelFormat::Png => ImageFormat::Png,
        PixelFormat::WebP => ImageFormat::WebP,
    }
}

/// True if a profile (ICC.1) is for colours of red, green and blue, as the decoded pixels are.
fn is_for(colours: ColorType, profile: &[u8]) -> bool {
    colours.has_color() && profile.get(16..20) == Some(b"RGB ")
}

/// What a decoder says is for programmers.
fn undecodable<E>(_: E) -> Undecodable {
    Undecodable
}
