//! Any file that is not Markdown: a picture, a download, a table of data.

use crate::base::FilePath;

/// A file that is published as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asset {
    /// Where it stands.
    pub file: FilePath,
    /// Its size in bytes.
    pub size: u64,
}

impl Asset {
    /// Its media type, by its extension; `application/octet-stream` for one we do not know.
    pub fn media_type(&self) -> &'static str {
        media_type(self.file.extension())
    }

    /// True for a document that readers take away with them, and want to know something of before they do:
    /// not a picture, not a page, not what pages are made of.
    pub fn is_download(&self) -> bool {
        is_download(self.file.extension())
    }

    /// What readers call its type: "PDF", "Word document".
    pub fn type_label(&self) -> &'static str {
        kind_of(self.file.extension()).2
    }
}

/// Extension, media type (IANA) and the reader's word for it.
const TYPES: &[(&str, &str, &str)] = &[
    ("pdf", "application/pdf", "PDF"),
    ("doc", "application/msword", "Word document"),
    (
        "docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "Word document",
    ),
    (
        "odt",
        "application/vnd.oasis.opendocument.text",
        "OpenDocument text",
    ),
    ("rtf", "application/rtf", "Rich text"),
    ("xls", "application/vnd.ms-excel", "Excel spreadsheet"),
    (
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "Excel spreadsheet",
    ),
    (
        "ods",
        "application/vnd.oasis.opendocument.spreadsheet",
        "OpenDocument spreadsheet",
    ),
    ("csv", "text/csv", "CSV"),
    (
        "ppt",
        "application/vnd.ms-powerpoint",
        "PowerPoint presentation",
    ),
    (
        "pptx",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "PowerPoint presentation",
    ),
    (
        "odp",
        "application/vnd.oasis.opendocument.presentation",
        "OpenDocument presentation",
    ),
    ("epub", "application/epub+zip", "EPUB"),
    ("zip", "application/zip", "ZIP"),
    ("txt", "text/plain", "Plain text"),
    ("html", "text/html", "HTML"),
    ("json", "application/json", "JSON"),
    ("xml", "application/xml", "XML"),
    ("ics", "text/calendar", "Calendar file"),
    ("mp3", "audio/mpeg", "MP3 audio"),
    ("m4a", "audio/mp4", "Audio"),
    ("ogg", "audio/ogg", "Audio"),
    ("wav", "audio/wav", "Audio"),
    ("mp4", "video/mp4", "MP4 video"),
    ("webm", "video/webm", "Video"),
    ("vtt", "text/vtt", "Captions"),
    ("png", "image/png", "PNG image"),
    ("jpg", "image/jpeg", "JPEG image"),
    ("jpeg", "image/jpeg", "JPEG image"),
    ("gif", "image/gif", "GIF image"),
    ("webp", "image/webp", "WebP image"),
    ("avif", "image/avif", "AVIF image"),
    ("svg", "image/svg+xml", "SVG image"),
    ("ico", "image/x-icon", "Icon"),
    ("css", "text/css", "Style sheet"),
    ("js", "text/javascript", "Script"),
    ("woff2", "font/woff2", "Font"),
];

/// True for the extension of a document to take away.
pub fn is_download(extension: &str) -> bool {
    let (_, media_type, _) = kind_of(extension);
    match media_type.split_once('/') {
        Some(("application", "json" | "xml" | "octet-stream")) => false,
        Some(("text", "csv") | ("application" | "audio" | "video", _)) => true,
        _ => false,
    }
}

/// The media type of files with this extension, in capitals or not; `application/octet-stream` for one
/// we do not know.
pub fn media_type(extension: &str) -> &'static str {
    kind_of(extension).1
}

fn kind_of(extension: &str) -> (&'static str, &'static str, &'static str) {
    TYPES
        .iter()
        .copied()
        .find(|(known, _, _)| known.eq_ignore_ascii_case(extension))
        .unwrap_or(("", "application/octet-stream", "File"))
}

#[cfg(test)]
mod tests {
    use super::is_download;

    #[test]
    fn downloads_are_told_from_pictures_and_pages() {
        for extension in [
            "pdf", "PDF", "docx", "xls", "odp", "csv", "zip", "epub", "mp3", "webm", "rtf",
        ] {
            assert!(is_download(extension), "{extension}");
        }
        for extension in [
            "png", "svg", "html", "txt", "json", "xml", "ics", "css", "vtt", "woff2", "bin", "",
        ] {
            assert!(!is_download(extension), "{extension}");
        }
    }
}
