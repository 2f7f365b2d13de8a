//! Types of files: what programs call them, what readers call them, and what readers do with them. Told by the name alone.

/// The end of a name, the media type (IANA, or what programs send), and the reader's word.
type Entry = (&'static str, &'static str, &'static str);

/// A type of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileType {
    /// What programs call it; `application/octet-stream` for one that we do not know.
    pub media_type: &'static str,
    /// What readers call it: "PDF", "Word document".
    pub label: &'static str,
    /// What readers do with it.
    pub used: Use,
}

/// What readers do with a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// A document that another program opens.
    Office,
    /// Something else that they save: an archive, data, audio, video.
    Saved,
    /// Their browser shows it, or it is what pages are made of.
    Shown,
}

const OFFICE: &[Entry] = &[
    ("pdf", "application/pdf", "PDF"),
    ("doc", "application/msword", "Word document"),
    (
        "docm",
        "application/vnd.ms-word.document.macroEnabled.12",
        "Word document",
    ),
    (
        "docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "Word document",
    ),
    ("dot", "application/msword", "Word template"),
    (
        "dotm",
        "application/vnd.ms-word.template.macroEnabled.12",
        "Word template",
    ),
    (
        "dotx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.template",
        "Word template",
    ),
    (
        "odt",
        "application/vnd.oasis.opendocument.text",
        "OpenDocument text",
    ),
    (
        "fodt",
        "application/vnd.oasis.opendocument.text-flat-xml",
        "OpenDocument text",
    ),
    (
        "ott",
        "application/vnd.oasis.opendocument.text-template",
        "OpenDocument template",
    ),
    ("rtf", "application/rtf", "Rich text"),
    ("wpd", "application/vnd.wordperfect", "WordPerfect document"),
    ("pages", "application/vnd.apple.pages", "Pages document"),
    ("pub", "application/vnd.ms-publisher", "Publisher document"),
    ("xps", "application/vnd.ms-xpsdocument", "XPS document"),
    ("xls", "application/vnd.ms-excel", "Excel spreadsheet"),
    (
        "xlsb",
        "application/vnd.ms-excel.sheet.binary.macroEnabled.12",
        "Excel spreadsheet",
    ),
    (
        "xlsm",
        "application/vnd.ms-excel.sheet.macroEnabled.12",
        "Excel spreadsheet",
    ),
    (
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "Excel spreadsheet",
    ),
    ("xlt", "application/vnd.ms-excel", "Excel template"),
    (
        "xltm",
        "application/vnd.ms-excel.template.macroEnabled.12",
        "Excel template",
    ),
    (
        "xltx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.template",
        "Excel template",
    ),
    (
        "ods",
        "application/vnd.oasis.opendocument.spreadsheet",
        "OpenDocument spreadsheet",
    ),
    (
        "fods",
        "application/vnd.oasis.opendocument.spreadsheet-flat-xml",
        "OpenDocument spreadsheet",
    ),
    (
        "ots",
        "application/vnd.oasis.opendocument.spreadsheet-template",
        "OpenDocument template",
    ),
    (
        "numbers",
        "application/vnd.apple.numbers",
        "Numbers spreadsheet",
    ),
    (
        "ppt",
        "application/vnd.ms-powerpoint",
        "PowerPoint presentation",
    ),
    (
        "pptm",
        "application/vnd.ms-powerpoint.presentation.macroEnabled.12",
        "PowerPoint presentation",
    ),
    (
        "pptx",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "PowerPoint presentation",
    ),
    (
        "pps",
        "application/vnd.ms-powerpoint",
        "PowerPoint presentation",
    ),
    (
        "ppsm",
        "application/vnd.ms-powerpoint.slideshow.macroEnabled.12",
        "PowerPoint presentation",
    ),
    (
        "ppsx",
        "application/vnd.openxmlformats-officedocument.presentationml.slideshow",
        "PowerPoint presentation",
    ),
    (
        "pot",
        "application/vnd.ms-powerpoint",
        "PowerPoint template",
    ),
    (
        "potm",
        "application/vnd.ms-powerpoint.template.macroEnabled.12",
        "PowerPoint template",
    ),
    (
        "potx",
        "application/vnd.openxmlformats-officedocument.presentationml.template",
        "PowerPoint template",
    ),
    (
        "odp",
        "application/vnd.oasis.opendocument.presentation",
        "OpenDocument presentation",
    ),
    (
        "fodp",
        "application/vnd.oasis.opendocument.presentation-flat-xml",
        "OpenDocument presentation",
    ),
    (
        "otp",
        "application/vnd.oasis.opendocument.presentation-template",
        "OpenDocument template",
    ),
    (
        "key",
        "application/vnd.apple.keynote",
        "Keynote presentation",
    ),
    (
        "odg",
        "application/vnd.oasis.opendocument.graphics",
        "OpenDocument drawing",
    ),
    ("vsd", "application/vnd.visio", "Visio drawing"),
    ("vsdx", "application/vnd.ms-visio.drawing", "Visio drawing"),
    ("mpp", "application/vnd.ms-project", "Project plan"),
    (
        "odb",
        "application/vnd.oasis.opendocument.base",
        "OpenDocument database",
    ),
    ("accdb", "application/msaccess", "Access database"),
    ("mdb", "application/msaccess", "Access database"),
    ("one", "application/onenote", "OneNote section"),
];

const SAVED: &[Entry] = &[
    ("csv", "text/csv", "CSV"),
    ("tsv", "text/tab-separated-values", "TSV"),
    ("epub", "application/epub+zip", "EPUB"),
    ("mobi", "application/x-mobipocket-ebook", "Kindle book"),
    ("azw3", "application/vnd.amazon.mobi8-ebook", "Kindle book"),
    ("brf", "application/x-brf", "Braille file"),
    ("zip", "application/zip", "ZIP"),
    ("7z", "application/x-7z-compressed", "7-Zip archive"),
    ("rar", "application/vnd.rar", "RAR archive"),
    ("tar", "application/x-tar", "TAR archive"),
    ("tar.gz", "application/gzip", "TAR archive"),
    ("tgz", "application/gzip", "TAR archive"),
    ("tar.bz2", "application/x-bzip2", "TAR archive"),
    ("tbz2", "application/x-bzip2", "TAR archive"),
    ("tar.xz", "application/x-xz", "TAR archive"),
    ("txz", "application/x-xz", "TAR archive"),
    ("tar.zst", "application/zstd", "TAR archive"),
    ("gz", "application/gzip", "GZIP file"),
    ("bz2", "application/x-bzip2", "BZIP2 file"),
    ("xz", "application/x-xz", "XZ file"),
    ("zst", "application/zstd", "Zstandard file"),
    ("iso", "application/x-iso9660-image", "Disk image"),
    ("dmg", "application/x-apple-diskimage", "Disk image"),
    ("geojson", "application/geo+json", "GeoJSON"),
    ("gml", "application/gml+xml", "GML"),
    ("gpkg", "application/geopackage+sqlite3", "GeoPackage"),
    ("gpx", "application/gpx+xml", "GPX"),
    ("kml", "application/vnd.google-earth.kml+xml", "KML"),
    ("kmz", "application/vnd.google-earth.kmz", "KMZ"),
    ("shp", "application/vnd.shp", "Shapefile"),
    ("jsonl", "application/jsonl", "JSON Lines"),
    ("ndjson", "application/x-ndjson", "JSON Lines"),
    ("jsonld", "application/ld+json", "JSON-LD"),
    ("rdf", "application/rdf+xml", "RDF"),
    ("ttl", "text/turtle", "Turtle"),
    ("parquet", "application/vnd.apache.parquet", "Parquet"),
    ("px", "application/x-pcaxis", "PC-Axis table"),
    ("sqlite", "application/vnd.sqlite3", "SQLite database"),
    ("sav", "application/x-spss-sav", "SPSS data"),
    ("dta", "application/x-stata-dta", "Stata data"),
    ("sas7bdat", "application/x-sas-data", "SAS data"),
    ("rds", "application/x-rds", "R data"),
    ("mp3", "audio/mpeg", "MP3 audio"),
    ("aac", "audio/aac", "Audio"),
    ("aif", "audio/aiff", "Audio"),
    ("aiff", "audio/aiff", "Audio"),
    ("flac", "audio/flac", "Audio"),
    ("m4a", "audio/mp4", "Audio"),
    ("m4b", "audio/mp4", "Audio"),
    ("oga", "audio/ogg", "Audio"),
    ("ogg", "audio/ogg", "Audio"),
    ("opus", "audio/ogg", "Audio"),
    ("wav", "audio/wav", "Audio"),
    ("weba", "audio/webm", "Audio"),
    ("wma", "audio/x-ms-wma", "Audio"),
    ("mp4", "video/mp4", "MP4 video"),
    ("m4v", "video/mp4", "MP4 video"),
    ("mov", "video/quicktime", "QuickTime video"),
    ("3gp", "video/3gpp", "Video"),
    ("avi", "video/x-msvideo", "Video"),
    ("flv", "video/x-flv", "Video"),
    ("mkv", "video/matroska", "Video"),
    ("mpeg", "video/mpeg", "Video"),
    ("mpg", "video/mpeg", "Video"),
    ("ogv", "video/ogg", "Video"),
    ("webm", "video/webm", "Video"),
    ("wmv", "video/x-ms-wmv", "Video"),
    ("srt", "application/x-subrip", "Captions"),
    ("ai", "application/illustrator", "Illustrator drawing"),
    ("dwg", "image/vnd.dwg", "CAD drawing"),
    ("dxf", "image/vnd.dxf", "CAD drawing"),
    ("eps", "application/postscript", "EPS drawing"),
    ("heic", "image/heic", "HEIC image"),
    ("indd", "application/x-indesign", "InDesign document"),
    ("psd", "image/vnd.adobe.photoshop", "Photoshop image"),
    ("tif", "image/tiff", "TIFF image"),
    ("tiff", "image/tiff", "TIFF image"),
    ("eml", "message/rfc822", "Email message"),
    ("msg", "application/vnd.ms-outlook", "Email message"),
    ("vcf", "text/vcard", "Contact file"),
];

const SHOWN: &[Entry] = &[
    ("txt", "text/plain", "Plain text"),
    ("html", "text/html", "HTML"),
    ("json", "application/json", "JSON"),
    ("xml", "application/xml", "XML"),
    ("ics", "text/calendar", "Calendar file"),
    ("vtt", "text/vtt", "Captions"),
    ("png", "image/png", "PNG image"),
    ("jpg", "image/jpeg", "JPEG image"),
    ("jpeg", "image/jpeg", "JPEG image"),
    ("gif", "image/gif", "GIF image"),
    ("webp", "image/webp", "WebP image"),
    ("avif", "image/avif", "AVIF image"),
    ("bmp", "image/bmp", "Bitmap image"),
    ("svg", "image/svg+xml", "SVG image"),
    ("ico", "image/x-icon", "Icon"),
    ("css", "text/css", "Style sheet"),
    ("js", "text/javascript", "Script"),
    ("woff2", "font/woff2", "Font"),
];

/// Drawings for printers, which are no `image` to programs.
const PRINTED: [&str; 2] = ["application/illustrator", "application/postscript"];

impl FileType {
    /// The type of a file by its name, or by the end of a path or an address. Capitals make no difference.
    pub fn of(name: &str) -> FileType {
        let name = name.rsplit('/').next().unwrap_or_default();
        let mut ends = name.match_indices('.').filter(|(at, _)| *at > 0);
        // The longest end comes first: `plans.tar.gz` is an archive.
        ends.find_map(|(at, _)| known(name.get(at + 1..)?))
            .unwrap_or(FileType {
                media_type: "application/octet-stream",
                label: "File",
                used: Use::Shown,
            })
    }

    /// True for what readers take away with them, and want to know something of before they do: not a picture, not a page,
    /// not what pages are made of.
    pub fn is_download(self) -> bool {
        matches!(self.used, Use::Office | Use::Saved)
    }

    /// True for a picture that browsers show as one.
    pub fn is_shown_picture(self) -> bool {
        self.used == Use::Shown && self.media_type.starts_with("image/")
    }

    /// True for a picture that only other programs show, such as a TIFF.
    pub fn is_picture_for_programs(self) -> bool {
        let is_picture =
            self.media_type.starts_with("image/") || PRINTED.contains(&self.media_type);
        is_picture && self.used != Use::Shown
    }
}

fn known(end: &str) -> Option<FileType> {
    let tables = [
        (OFFICE, Use::Office),
        (SAVED, Use::Saved),
        (SHOWN, Use::Shown),
    ];
    tables.into_iter().find_map(|(table, used)| {
        let mut entries = table.iter();
        let (_, media_type, label) =
            entries.find(|(known, _, _)| known.eq_ignore_ascii_case(end))?;
        Some(FileType {
            media_type,
            label,
            used,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn downloads_are_told_from_pictures_and_pages() {
        for name in [
            "a.pdf",
            "a.PDF",
            "a.docm",
            "a/b.xls",
            "a.odp",
            "a.csv",
            "a.7z",
            "a.epub",
            "a.mov",
            "a.tif",
            "a.geojson",
        ] {
            assert!(FileType::of(name).is_download(), "{name}");
        }
        for name in [
            "a.png", "a.svg", "a.html", "a.txt", "a.json", "a.xml", "a.ics", "a.css", "a.vtt",
            "a.woff2", "a.bin", "a.aspx", "a", "", ".pdf", "a.pdf/b",
        ] {
            assert!(!FileType::of(name).is_download(), "{name}");
        }
    }

    #[test]
    fn the_longest_end_of_a_name_counts() {
        for (name, label) in [
            ("plans.tar.gz", "TAR archive"),
            ("plans.TAR.GZ", "TAR archive"),
            ("plans.gz", "GZIP file"),
            ("tar.gz", "GZIP file"),
            ("2012.06.29.docx", "Word document"),
            ("v1.2", "File"),
            ("x.pdf.p7m", "File"),
        ] {
            assert_eq!(FileType::of(name).label, label, "{name}");
        }
    }

    #[test]
    fn each_end_is_in_one_table_once() {
        let mut ends: Vec<&str> = [OFFICE, SAVED, SHOWN]
            .concat()
            .iter()
            .map(|entry| entry.0)
            .collect();
        let all = ends.len();
        ends.sort_unstable();
        ends.dedup();
        assert_eq!(ends.len(), all);
    }
}
