//! What a store is to send with each file: its media type, how long browsers may keep it, how it is packed, and where readers
//! are sent instead.

use super::file_kind::FileKind;
use crate::content::media;

/// What holds for all files of a target.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HeaderRules {
    /// Whether texts are packed.
    pub compress: bool,
    /// Whether the target sends readers of an old address to the new one.
    pub redirects: bool,
}

/// The headers of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Headers {
    pub media_type: String,
    pub cache_control: &'static str,
    /// Whether the file is sent packed by gzip.
    pub is_packed: bool,
    /// The address that readers are sent to instead.
    pub redirect: Option<String>,
}

/// Packing gains nothing for shorter files.
const SHORTEST_PACKED: u64 = 1_000;

impl Headers {
    /// The headers of a file.
    pub fn of(path: &str, kind: FileKind, bytes: u64, rules: HeaderRules) -> Headers {
        let media_type = media::type_of(path);
        let is_text = media_type.contains("charset=");
        Headers {
            cache_control: cache_control(kind),
            is_packed: rules.compress && is_text && bytes >= SHORTEST_PACKED,
            media_type,
            redirect: None,
        }
    }

    /// All of them in one text, which tells whether a file must be sent again.
    pub fn text(&self) -> String {
        let redirect = self.redirect.as_deref().unwrap_or_default();
        format!(
            "{}\n{}\n{}\n{redirect}",
            self.media_type, self.cache_control, self.is_packed
        )
    }
}

/// Pages are asked for each time, and answered shortly if they are unchanged; what never changes at its address, never
/// again.
fn cache_control(kind: FileKind) -> &'static str {
    match kind {
        FileKind::Hashed => "public, max-age=31536000, immutable",
        FileKind::Asset => "public, max-age=3600",
        FileKind::Page | FileKind::List | FileKind::Home | FileKind::Map => {
            "public, max-age=0, must-revalidate"
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_follow_from_the_kind_of_file() {
        let rules = HeaderRules {
            compress: true,
            redirects: false,
        };
        let page = Headers::of("a/index.html", FileKind::Page, 5_000, rules);
        assert_eq!(page.media_type, "text/html; charset=utf-8");
        assert!(page.is_packed && page.cache_control.contains("must-revalidate"));
        let short = Headers::of("a/index.html", FileKind::Page, 500, rules);
        assert!(!short.is_packed && short.text() != page.text());
        let picture = Headers::of("a.webp", FileKind::Asset, 5_000, rules);
        assert!(!picture.is_packed && picture.cache_control.contains("3600"));
        let style = Headers::of("a.css", FileKind::Hashed, 5_000, rules);
        assert!(style.cache_control.contains("immutable"));
    }
}
