//! The media types of files, as static hosts send them.

use super::file_type::FileType;

/// Types that only browsers know, in addition to those that readers know by name.
const ONLY_WEB: [(&str, &str); 9] = [
    ("htm", "text/html"),
    ("map", "application/json"),
    ("md", "text/markdown"),
    ("mjs", "text/javascript"),
    ("otf", "font/otf"),
    ("ttf", "font/ttf"),
    ("wasm", "application/wasm"),
    ("webmanifest", "application/manifest+json"),
    ("woff", "font/woff"),
];

/// The media type of the file `name`, with the charset if it is text: all of ours is UTF-8.
pub fn type_of(name: &str) -> String {
    let file = name.rsplit('/').next().unwrap_or_default();
    let extension = file.rsplit_once('.').map_or("", |(_, extension)| extension);
    let known = ONLY_WEB
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(extension));
    let media_type = known.map_or_else(
        || FileType::of(file).media_type,
        |(_, media_type)| *media_type,
    );
    let is_text = media_type.starts_with("text/")
        || media_type.ends_with("+xml")
        || [
            "application/json",
            "application/manifest+json",
            "application/xml",
        ]
        .contains(&media_type);
    if is_text {
        format!("{media_type}; charset=utf-8")
    } else {
        media_type.to_owned()
    }
}

/// True for a file that browsers show as a page.
pub fn is_page(name: &str) -> bool {
    type_of(name).starts_with("text/html")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_those_of_static_hosts() {
        let types = [
            ("a/index.html", "text/html; charset=utf-8"),
            ("a.HTM", "text/html; charset=utf-8"),
            ("style.0123.css", "text/css; charset=utf-8"),
            ("x.js", "text/javascript; charset=utf-8"),
            ("x.mjs", "text/javascript; charset=utf-8"),
            ("search.json", "application/json; charset=utf-8"),
            ("feed.xml", "application/xml; charset=utf-8"),
            ("events.ics", "text/calendar; charset=utf-8"),
            ("a.svg", "image/svg+xml; charset=utf-8"),
            ("a.csv", "text/csv; charset=utf-8"),
            ("a.vtt", "text/vtt; charset=utf-8"),
            ("robots.txt", "text/plain; charset=utf-8"),
            (
                "site.webmanifest",
                "application/manifest+json; charset=utf-8",
            ),
            ("a.pdf", "application/pdf"),
            ("a.woff2", "font/woff2"),
            ("a.mp3", "audio/mpeg"),
            ("a.mp4", "video/mp4"),
            ("a.webp", "image/webp"),
            ("a.avif", "image/avif"),
            ("CNAME", "application/octet-stream"),
            ("folder.html/CNAME", "application/octet-stream"),
            (".nojekyll", "application/octet-stream"),
            ("a.", "application/octet-stream"),
        ];
        for (name, media_type) in types {
            assert_eq!(type_of(name), media_type, "{name}");
        }
        assert!(is_page("a/index.html") && !is_page("feed.xml"));
    }
}
