//! Pictures as cameras and drawing programs write them.

use image::{ImageBuffer, Rgb, RgbImage, Rgba};
use proptest::prelude::*;

use super::*;

/// A photograph of a slope, as a camera makes it.
fn photograph(width: u32, height: u32) -> Vec<u8> {
    let pixels: RgbImage = ImageBuffer::from_fn(width, height, |x, y| {
        Rgb([
            (x % 256) as u8,
            (y % 256) as u8,
            ((x * 7 + y * 13) % 256) as u8,
        ])
    });
    let mut bytes = Vec::new();
    image::codecs::jpeg::JpegEncoder::new_with_quality(&mut bytes, 90)
        .encode_image(&pixels)
        .unwrap();
    bytes
}

/// A drawing of two colours, one of them seen through.
fn drawing() -> Vec<u8> {
    let pixels = ImageBuffer::from_fn(300, 200, |x, _| {
        Rgba([0_u8, 40, 80, if x < 100 { 0 } else { 255 }])
    });
    let mut bytes = Vec::new();
    pixels
        .write_to(
            &mut std::io::Cursor::new(&mut bytes),
            image::ImageFormat::Png,
        )
        .unwrap();
    bytes
}

/// A segment of a JPEG behind its first bytes.
fn with_segment(photograph: &[u8], marker: u8, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len() + 2).unwrap().to_be_bytes();
    [
        &photograph[..2],
        &[0xFF, marker],
        &length,
        content,
        &photograph[2..],
    ]
    .concat()
}

/// What a phone writes: which way is up, and where it was.
fn exif(orientation: u8) -> Vec<u8> {
    let mut bytes = b"Exif\0\0MM\0*\0\0\0\x08\0\x02\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    bytes.extend([orientation, 0, 0]);
    bytes.extend(b"\x88\x25\0\x04\0\0\0\x01\0\0\0\x26\0\0\0\0SECRETPLACE");
    bytes
}

fn made(bytes: &[u8], forms: &[Form]) -> Vec<Vec<u8>> {
    let mut all = Vec::new();
    make(bytes, forms, |form, bytes| all.push((form, bytes))).unwrap();
    let found = |form: &Form| all.iter().find(|(made, _)| made == form);
    forms
        .iter()
        .map(|form| found(form).unwrap().1.clone())
        .collect()
}

fn size(bytes: &[u8]) -> (u32, u32) {
    let picture = image::load_from_memory(bytes).unwrap();
    (picture.width(), picture.height())
}

fn holds(bytes: &[u8], text: &str) -> bool {
    memchr::memmem::find(bytes, text.as_bytes()).is_some()
}

#[test]
fn a_photograph_is_made_smaller_upright_and_without_its_place() {
    let taken = with_segment(&photograph(400, 300), 0xE1, &exif(6));
    let forms = [
        Form::Kept,
        Form::Smaller(150),
        Form::WebP(75),
        Form::WebP(300),
    ];
    let [kept, smaller, narrow, wide] = made(&taken, &forms).try_into().unwrap();
    for bytes in [&kept, &smaller, &narrow, &wide] {
        assert!(!holds(bytes, "SECRETPLACE"));
    }
    assert_eq!(
        [&smaller, &narrow, &wide].map(|bytes| (PixelFormat::of(bytes).unwrap(), size(bytes))),
        [
            (PixelFormat::Jpeg, (150, 200)),
            (PixelFormat::WebP, (75, 100)),
            (PixelFormat::WebP, (300, 400)),
        ]
    );
    // The author's pixels, and which way is up.
    assert!(holds(&kept, "Exif\0\0MM") && kept.len() < taken.len());
    assert_eq!(size(&kept), (400, 300));
}

#[test]
fn nothing_behind_a_photograph_is_kept() {
    let plain = photograph(40, 30);
    let mut film = plain.clone();
    film.extend(b"ftypmp42 SECRETPLACE");
    assert_eq!(made(&film, &[Form::Kept])[0], plain);
    let noted = with_segment(
        &with_segment(&plain, 0xFE, b"SECRETPLACE"),
        0xED,
        b"SECRETPLACE",
    );
    assert_eq!(made(&noted, &[Form::Kept])[0], plain);
}

#[test]
fn a_drawing_keeps_its_colours_and_what_is_seen_through() {
    let drawing = drawing();
    let text = b"\0\0\0\x0BtEXtSECRETPLACE\0\0\0\0";
    let end = drawing.len() - 12;
    let noted = [&drawing[..end], text, &drawing[end..]].concat();
    let [kept, smaller] = made(&noted, &[Form::Kept, Form::WebP(150)])
        .try_into()
        .unwrap();
    assert_eq!(kept, drawing);
    let smaller = image::load_from_memory(&smaller).unwrap().into_rgba8();
    assert_eq!(smaller.get_pixel(140, 50), &Rgba([0, 40, 80, 255]));
    assert_eq!(smaller.get_pixel(10, 50)[3], 0);
}

#[test]
fn a_colour_profile_stays_with_the_colours_it_is_for() {
    let profile = [&[0_u8; 16][..], b"RGB XYZ ", &[7; 200]].concat();
    let segment = [b"ICC_PROFILE\0\x01\x01", profile.as_slice()].concat();
    let photograph = with_segment(&photograph(64, 48), 0xE2, &segment);
    for bytes in made(
        &photograph,
        &[Form::Kept, Form::Smaller(32), Form::WebP(32)],
    ) {
        assert!(holds(&bytes, "RGB XYZ "));
        assert!(image::load_from_memory(&bytes).is_ok());
    }
    let webp = &made(&photograph, &[Form::WebP(32)])[0];
    assert!(without_metadata(webp).is_some_and(|clean| clean == *webp));
    let wrong = memchr::memmem::replace(&photograph, b"RGB XYZ ", b"CMYKLab ");
    assert!(!holds(&made(&wrong, &[Form::WebP(32)])[0], "CMYK"));
}

/// The bytes with one text exchanged for another of the same length.
mod memchr {
    pub mod memmem {
        pub use ::memchr::memmem::find;

        pub fn replace(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
            let at = find(bytes, from).unwrap();
            [&bytes[..at], to, &bytes[at + from.len()..]].concat()
        }
    }
}

#[test]
fn webp_loses_what_was_written_into_it() {
    let webp = &made(&photograph(64, 48), &[Form::WebP(32)])[0];
    let chunk = b"EXIF\x0C\0\0\0SECRETPLACE!";
    let mut noted = [webp.as_slice(), chunk].concat();
    let length = u32::try_from(noted.len() - 8).unwrap().to_le_bytes();
    noted[4..8].copy_from_slice(&length);
    assert_eq!(without_metadata(&noted).as_ref(), Some(webp));
}

#[test]
fn damaged_and_huge_pictures_are_told() {
    let nothing = |bytes: &[u8], form| make(bytes, &[form], |_, _| panic!("nothing can be made"));
    let cut_with_place = b"GIF89a\x01\0\x01\0\0\0\0\x21\xFF\x0BXMP DataXMP<x:xmpmeta";
    assert!(matches!(
        nothing(cut_with_place, Form::Kept),
        Err(Undecodable)
    ));
    let cut = &photograph(400, 300)[..200];
    assert!(matches!(nothing(cut, Form::WebP(100)), Err(Undecodable)));
    let mut header = drawing();
    header[16..24].copy_from_slice(&[0, 0, 0x75, 0x30, 0, 0, 0x75, 0x30]);
    assert!(nothing(&header, Form::WebP(100)).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// Whatever the bytes, there is no panic, and what comes out can be read again.
    #[test]
    fn any_bytes_are_read(at in 0_usize..3000, bytes in proptest::collection::vec(any::<u8>(), 0..40), cut in 0_usize..3000) {
        for whole in [with_segment(&photograph(24, 16), 0xE1, &exif(3)), drawing(), made(&photograph(24, 16), &[Form::WebP(12)])[0].clone()] {
            let at = at % whole.len();
            let behind = whole.get(at + bytes.len()..).unwrap_or_default();
            let mut changed = [&whole[..at], &bytes, behind].concat();
            changed.truncate(changed.len().saturating_sub(cut % 64));
            if let Some(clean) = without_metadata(&changed) {
                prop_assert_eq!(without_metadata(&clean), Some(clean));
            }
            let _ = make(&changed, &[Form::Kept, Form::WebP(8)], |_, _| {});
        }
    }
}
