//! Pictures as they come from a camera: published in the sizes that pages need, upright, and without their place.

use std::collections::BTreeMap;
use std::fs;

use image::codecs::jpeg::JpegEncoder;
use image::{ImageBuffer, Rgb, RgbImage};

use crate::site::{Run, Site};

/// A photograph as a phone makes it: `orientation` says which way is up, as EXIF counts, and its place is in it.
fn photograph(width: u32, height: u32, orientation: u8) -> Vec<u8> {
    let pixels: RgbImage = ImageBuffer::from_fn(width, height, |x, y| {
        Rgb([
            (x % 256) as u8,
            (y % 256) as u8,
            ((x / 5 + y / 3) % 256) as u8,
        ])
    });
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, 80)
        .encode_image(&pixels)
        .expect("a photograph");
    let mut exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x02\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    exif.extend([orientation, 0, 0]);
    exif.extend(b"\x88\x25\0\x04\0\0\0\x01\0\0\0\x26\0\0\0\0SECRETPLACE");
    let length = u16::try_from(exif.len() + 2)
        .expect("a short segment")
        .to_be_bytes();
    [&bytes[..2], &[0xFF, 0xE1], &length, &exif, &bytes[2..]].concat()
}

fn site(settings: &str) -> Site {
    Site::new()
        .file(
            "site.yaml",
            format!("title: Pictures\nbase_url: https://example.org\n{settings}"),
        )
        .file(
            "content/blogs/walk.md",
            "---\ntitle: A walk\ndate: 2012-05-01\nimage: {file: lead.jpg, alt: The lane}\n---\n![The lane](lane.jpg)\n\n[The whole picture](map.jpg)\n",
        )
        .file("content/blogs/lead.jpg", photograph(1700, 900, 1))
        .file("content/blogs/lane.jpg", photograph(700, 400, 6))
        .file("content/blogs/map.jpg", photograph(1500, 800, 8))
}

/// Width, height and whether the place is in it, of each picture.
fn pictures(run: &Run) -> BTreeMap<String, (u32, u32, bool)> {
    let is_picture = |name: &str| name.ends_with(".jpg") || name.ends_with(".webp");
    let pictures = run.output.iter().filter(|(name, _)| is_picture(name));
    let look = |(name, bytes): (&String, &Vec<u8>)| {
        let picture =
            image::load_from_memory(bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
        let tells = memchr::memmem::find(bytes, b"SECRETPLACE").is_some();
        (name.clone(), (picture.width(), picture.height(), tells))
    };
    pictures.map(look).collect()
}

#[test]
fn pictures_are_published_in_the_sizes_that_pages_need() {
    let run = site("").build();
    run.assert_clean();
    let found: Vec<String> = pictures(&run)
        .iter()
        .map(|(name, (width, height, tells))| {
            assert!(!tells, "{name} tells where it was taken");
            format!("{name} {width}x{height}")
        })
        .collect();
    assert_eq!(
        found,
        [
            "blogs/lane.jpg 700x400",
            "blogs/lane.jpg.160.webp 160x280",
            "blogs/lane.jpg.320.webp 320x560",
            "blogs/lane.jpg.400.webp 400x700",
            "blogs/lead.jpg 1280x678",
            "blogs/lead.jpg.1280.webp 1280x678",
            "blogs/lead.jpg.160.webp 160x85",
            "blogs/lead.jpg.320.webp 320x169",
            "blogs/lead.jpg.480.webp 480x254",
            "blogs/lead.jpg.640.webp 640x339",
            "blogs/lead.jpg.960.webp 960x508",
            "blogs/map.jpg 1500x800",
        ]
    );
    let page = run.page("/blogs/walk/");
    for expected in [
        "<picture><source type=\"image/webp\" srcset=\"/blogs/lane.jpg.160.webp 160w, /blogs/lane.jpg.320.webp 320w, /blogs/lane.jpg.400.webp 400w\" sizes=\"(min-width: 44rem) 40rem, 100vw\"><img src=\"/blogs/lane.jpg\" width=\"400\" height=\"700\" alt=\"The lane\" loading=\"lazy\"></picture>",
        "/blogs/lead.jpg.1280.webp 1280w\" sizes=\"min(40rem, 1280px)\">",
        "<img src=\"/blogs/lead.jpg\" alt=\"The lane\" width=\"1280\" height=\"678\" fetchpriority=\"high\"></picture>",
    ] {
        assert!(page.contains(expected), "{expected}\n{page}");
    }
}

#[test]
fn pictures_are_made_once_and_kept_while_they_are_used() {
    let site = site("");
    let first = site.build();
    first.assert_clean();
    let kept = || {
        let folder = fs::read_dir(site.root().join(".copublish/pictures")).expect("kept pictures");
        let names = folder.map(|entry| entry.expect("a file").file_name());
        names.filter(|name| name != ".gitignore").count()
    };
    assert_eq!(kept(), 10);
    for entry in fs::read_dir(site.root().join(".copublish/pictures")).unwrap() {
        // What is not what it was is made again.
        let path = entry.unwrap().path();
        if !path.ends_with(".gitignore") {
            fs::write(path, "spoilt").unwrap();
        }
    }
    let again = site.build();
    again.assert_clean();
    assert_eq!(again.output, first.output);
    fs::remove_file(site.root().join("content/blogs/lead.jpg")).unwrap();
    let walk = "---\ntitle: A walk\ndate: 2012-05-01\n---\n![The lane](lane.jpg)\n";
    fs::write(site.root().join("content/blogs/walk.md"), walk).unwrap();
    site.build().assert_clean();
    assert_eq!(kept(), 3);
}

#[test]
fn pictures_stay_as_they_are_where_a_site_says_so_and_check_tells_what_they_say() {
    let site = site("images: off\n");
    let run = site.build();
    run.assert_clean();
    let found = pictures(&run);
    assert_eq!(found.len(), 3);
    assert!(found.values().all(|(_, _, tells)| *tells));
    let check = site.run(&["check"]);
    let told = check.stdout.clone() + &check.stderr;
    assert_eq!(told.matches("[picture-tells-place]").count(), 3, "{told}");
}

#[test]
fn a_setting_that_is_no_setting_counts_as_the_one_that_protects() {
    let site = site("images: of\n");
    let run = site.run(&["build", "--keep-going"]);
    assert!(
        run.stderr
            .contains("error[invalid-setting]: `images` must be `on` or `off`, but is `of`"),
        "{run}"
    );
    assert!(pictures(&run).values().all(|(_, _, tells)| !tells));
}

#[test]
fn pictures_of_a_draft_are_published_in_no_size() {
    let site = site("").file(
        "content/blogs/walk.md",
        "---\ntitle: A walk\ndraft: true\nimage: {file: lead.jpg, alt: The lane}\n---\n![The lane](lane.jpg) [Map](map.jpg)\n",
    )
    .file("content/index.md", "---\ntitle: Home\n---\nHello\n");
    let run = site.build();
    assert_eq!(pictures(&run), BTreeMap::new());
}

#[test]
fn a_damaged_picture_is_told_at_its_place_and_shown_as_far_as_it_goes() {
    let whole = photograph(700, 400, 1);
    // Its pixels begin with a table that is none.
    let table = memchr::memmem::find(&whole, b"\xFF\xC4").expect("a table");
    let mut damaged = whole.clone();
    damaged[table + 5..table + 21].fill(0xFF);
    let site = site("").file("content/blogs/lane.jpg", damaged);
    let run = site.build();
    assert!(
        run.stderr.contains(
            "warning[damaged-picture]: `lane.jpg` is damaged, so it cannot be made smaller"
        ),
        "{run}"
    );
    assert!(run.stderr.contains("content/blogs/walk.md:6:13"), "{run}");
    assert_eq!(run.stderr.matches("[damaged-picture]").count(), 1, "{run}");
    assert!(run.output.contains_key("blogs/lane.jpg.320.webp"));
}

#[test]
fn a_picture_too_large_to_decode_is_an_error() {
    let mut png = b"\x89PNG\r\n\x1A\n\0\0\0\x0DIHDR".to_vec();
    png.extend(30_000_u32.to_be_bytes());
    png.extend(30_000_u32.to_be_bytes());
    png.extend(b"\x08\x02\0\0\0\0\0\0\0\0\0\0\0IEND\0\0\0\0");
    let site = site("").file("content/blogs/lane.jpg", png);
    let run = site.build();
    assert!(run.stderr.contains("error[oversized-picture]: `lane.jpg` is 30000 × 30000 pixels, which is more than browsers can show"), "{run}");
    assert!(!run.status.success(), "{run}");
}

/// A chunk of a PNG.
fn chunk(name: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let mut sum = flate2::Crc::new();
    sum.update(name);
    sum.update(content);
    let length = u32::try_from(content.len())
        .expect("a short part")
        .to_be_bytes();
    [&length, &name[..], content, &sum.sum().to_be_bytes()].concat()
}

/// A PNG with a place as EXIF and as XMP; one that moves where `frames` says how.
fn png(frames: &[u8]) -> Vec<u8> {
    let pixels = RgbImage::from_pixel(200, 100, Rgb([9, 90, 200]));
    let mut bytes = std::io::Cursor::new(Vec::new());
    pixels
        .write_to(&mut bytes, image::ImageFormat::Png)
        .expect("pictures can be written");
    let bytes = bytes.into_inner();
    let exif = chunk(b"eXIf", b"MM\0*\0\0\0\x08\0\0SECRETPLACE");
    let xmp = chunk(
        b"iTXt",
        b"XML:com.adobe.xmp\0\0\0\0\0<x:xmpmeta>SECRETPLACE",
    );
    [&bytes[..33], frames, &exif, &xmp, &bytes[33..]].concat()
}

fn webp() -> Vec<u8> {
    let pixels = RgbImage::from_pixel(200, 100, Rgb([9, 90, 200]));
    let mut bytes = std::io::Cursor::new(Vec::new());
    pixels
        .write_to(&mut bytes, image::ImageFormat::WebP)
        .expect("pictures can be written");
    let plain = bytes.into_inner();
    let extra = [
        &b"EXIF\x0C\0\0\0SECRETPLACE!"[..],
        b"XMP \x0C\0\0\0SECRETPLACE!",
    ]
    .concat();
    // Width and height less one, in three bytes each.
    let head = b"VP8X\x0A\0\0\0\x0C\0\0\0\xC7\0\0\x63\0\0";
    let chunks = [b"WEBP", &head[..], &plain[12..], &extra].concat();
    let length = u32::try_from(chunks.len())
        .expect("a short file")
        .to_le_bytes();
    [b"RIFF", &length[..], &chunks].concat()
}

fn gif() -> Vec<u8> {
    let start = b"GIF89a\x02\0\x01\0\x80\0\0\0\0\0\xFF\xFF\xFF";
    let comment = b"\x21\xFE\x0BSECRETPLACE\0";
    let loops = b"\x21\xFF\x0BNETSCAPE2.0\x03\x01\0\0\0";
    let xmp = b"\x21\xFF\x0BXMP DataXMP\x0BSECRETPLACE\0";
    let frame = b"\x2C\0\0\0\0\x02\0\x01\0\0\x02\x02\x44\x0A\0;";
    [&start[..], comment, loops, xmp, frame].concat()
}

/// A box of a HEIF.
fn part(name: &[u8; 4], content: &[&[u8]]) -> Vec<u8> {
    let content = content.concat();
    let length = u32::try_from(content.len() + 8)
        .expect("a short file")
        .to_be_bytes();
    [&length[..], name, &content].concat()
}

/// An AVIF or HEIC with a picture, EXIF and XMP; the picture is `PIXELS`.
fn heif(brand: &[u8; 4]) -> Vec<u8> {
    let item =
        |id: u8, name: &[u8; 4]| part(b"infe", &[b"\x02\0\0\0\0", &[id], b"\0\0", name, b"\0"]);
    let items = [item(1, b"av01"), item(2, b"Exif"), item(3, b"mime")].concat();
    let list = part(b"iinf", &[b"\0\0\0\0\0\x03", &items]);
    let head = part(b"ftyp", &[brand, b"\0\0\0\0mif1"]);
    let exif = b"\0\0\0\0MM\0*\0\0\0\x08\0\x01SECRETPLACE";
    let contents: [&[u8]; 3] = [b"PIXELS", exif, b"<x:xmpmeta>SECRETPLACE"];
    let table = |start: usize| {
        let mut at = start;
        let mut places = b"\0\0\0\0\x44\0\0\x03".to_vec();
        for (id, content) in (1_u16..).zip(contents) {
            places.extend(id.to_be_bytes());
            places.extend(b"\0\0\0\x01");
            places.extend(u32::try_from(at).expect("a short file").to_be_bytes());
            places.extend(
                u32::try_from(content.len())
                    .expect("a short file")
                    .to_be_bytes(),
            );
            at += content.len();
        }
        part(b"meta", &[b"\0\0\0\0", &list, &part(b"iloc", &[&places])])
    };
    let start = head.len() + table(0).len() + 8;
    let data = part(b"mdat", &contents);
    let noted = part(b"uuid", &[b"SECRETPLACE"]);
    [head, table(start), data, noted].concat()
}

fn svg(photograph: &[u8]) -> String {
    use base64::Engine;
    let photograph = base64::engine::general_purpose::STANDARD.encode(photograph);
    format!(
        "<?xml version=\"1.0\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\">\
         <metadata id=\"m\"><rdf>SECRETPLACE</rdf></metadata><metadata/><rect width=\"9\"/>\
         <image href=\"data:image/jpeg;base64,{photograph}\"/></svg>\n"
    )
}

#[test]
fn no_format_tells_a_place() {
    let lane = photograph(40, 30, 6);
    let files = [
        ("a.jpg", lane.clone()),
        ("b.png", png(b"")),
        ("c.png", png(&chunk(b"acTL", b"\0\0\0\x01\0\0\0\0"))),
        ("d.webp", webp()),
        ("e.gif", gif()),
        ("f.avif", heif(b"avif")),
        ("g.heic", heif(b"heic")),
        ("h.svg", svg(&lane).into_bytes()),
    ];
    let links = files
        .iter()
        .map(|(name, _)| format!("[{name}]({name}) ![A lane]({name})"));
    let text = links.collect::<Vec<_>>().join("\n");
    let mut site = Site::new()
        .file(
            "site.yaml",
            "title: Pictures\nbase_url: https://example.org\n",
        )
        .file("assets/own.jpg", lane.clone())
        .file("content/walk.md", text);
    for (name, bytes) in &files {
        let is_text_away = memchr::memmem::find(bytes, b"SECRETPLACE").is_some();
        assert!(is_text_away, "{name} has a place in it");
        site = site.file(&format!("content/{name}"), bytes.clone());
    }
    let run = site.run(&["build", "--keep-going"]);
    for (name, bytes) in &run.output {
        let tells = memchr::memmem::find(bytes, b"SECRETPLACE").is_some();
        assert!(!tells, "{name} tells where it was taken");
    }
    let out = |name: &str| {
        run.output
            .get(name)
            .unwrap_or_else(|| panic!("{name}: {run}"))
    };
    let noted = "<metadata id=\"m\"><rdf>SECRETPLACE</rdf></metadata><metadata/>";
    let drawing = String::from_utf8(out("h.svg").clone()).unwrap();
    assert_eq!(drawing, svg(out("a.jpg")).replace(noted, ""));
    for (name, kept) in [
        ("c.png", b"acTL".as_slice()),
        ("e.gif", b"NETSCAPE"),
        ("f.avif", b"PIXELS"),
    ] {
        assert!(memchr::memmem::find(out(name), kept).is_some(), "{name}");
    }
    // Nothing moves in a file with places in it.
    assert_eq!(out("f.avif").len(), heif(b"avif").len());
    for name in ["a.jpg", "b.png", "d.webp"] {
        assert!(image::load_from_memory(out(name)).is_ok(), "{name}");
    }
}
