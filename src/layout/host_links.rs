//! The links of a finished file as the host that it is on has to write them, on sites with several hosts. Everything before this
//! knows one tree of URLs. Texts and cards that pages on several hosts share can only be taken apart here.

use std::borrow::Cow;
use std::ops::Range;

use super::elements::{is_among, is_raw};
use super::lang_attributes::WORDED;
use super::markup::escaped;
use super::theme::style_sheet_addresses;
use crate::config::{HostId, Hosts};
use crate::content::encoding;
use crate::document::markdown::{escape, urls_in};
use crate::document::tag::{RawAttribute, RawTag, Scanner, Token};

/// Attributes that hold several links.
const SEVERAL: &str = "imagesrcset srcset";
/// Attributes that hold no link, although they may begin like one.
const NO_LINKS: &str = "class content id name pattern value";

/// The bytes of a file of the output as its host has to have them.
pub fn for_host(hosts: &Hosts, file: &str, bytes: Vec<u8>) -> Vec<u8> {
    if !hosts.are_several() || !has_links(file) {
        return bytes;
    }
    let page = PageOnHost::new(hosts, file);
    // What is no text is published as it is.
    let Ok(text) = encoding::text(&bytes) else {
        return bytes;
    };
    let edits = if file.ends_with(".css") {
        page.edits_of_sheet(text, 0)
    } else {
        page.edits_of_html(text)
    };
    if edits.is_empty() {
        return bytes;
    }
    edited(text, &edits).into_bytes()
}

/// True for a file whose links are read.
pub fn has_links(file: &str) -> bool {
    file.ends_with(".html") || file.ends_with(".htm") || file.ends_with(".css")
}

/// A part of a text, and what stands there instead.
type Edit = (Range<usize>, String);

fn edited(text: &str, edits: &[Edit]) -> String {
    let mut out = String::with_capacity(text.len() + edits.len() * 32);
    let mut written = 0;
    for (place, new) in edits {
        out.push_str(text.get(written..place.start).unwrap_or_default());
        out.push_str(new);
        written = place.end;
    }
    out.push_str(text.get(written..).unwrap_or_default());
    out
}

/// Where a file is.
struct PageOnHost<'h> {
    hosts: &'h Hosts,
    host: HostId,
    /// The path of its folder as links of the site's own host name it: `/cy/about/`.
    folder: String,
}

impl PageOnHost<'_> {
    fn new<'h>(hosts: &'h Hosts, file: &str) -> PageOnHost<'h> {
        let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
        let base_path = hosts.base_path(HostId::OWN);
        let slash = if folder.is_empty() { "" } else { "/" };
        PageOnHost {
            hosts,
            host: hosts.of_file(file),
            folder: format!("{base_path}/{folder}{slash}"),
        }
    }

    fn edits_of_html(&self, html: &str) -> Vec<Edit> {
        let mut edits = Vec::new();
        let mut scanner = Scanner::new(html);
        while let Some(token) = scanner.next() {
            let Token::Tag(tag) = token else { continue };
            if tag.closing {
                continue;
            }
            let attributes = tag.attributes.iter();
            edits.extend(attributes.filter_map(|attribute| self.edit(&tag, attribute)));
            if is_raw(&tag) {
                let content = scanner.raw_content(tag.name);
                if is_among("style", tag.name) {
                    let sheet = html.get(content.clone()).unwrap_or_default();
                    edits.extend(self.edits_of_sheet(sheet, content.start));
                }
            }
        }
        edits
    }

    /// The edits of a style sheet that starts at a place.
    fn edits_of_sheet(&self, sheet: &str, start: usize) -> Vec<Edit> {
        let places = style_sheet_addresses(sheet).into_iter();
        let edit = |place: Range<usize>| {
            let new = self.link(sheet.get(place.clone())?)?;
            Some((start + place.start..start + place.end, new))
        };
        places.filter_map(edit).collect()
    }

    fn edit(&self, tag: &RawTag, attribute: &RawAttribute) -> Option<Edit> {
        let value = escape::decoded(attribute.value);
        let new = if is_among(SEVERAL, attribute.name) {
            self.several(&value, urls_in(&value))
        } else if is_among("style", attribute.name) {
            self.several(&value, style_sheet_addresses(&value))
        } else if is_refresh(tag, attribute) {
            self.several(&value, url_of_refresh(&value).into_iter().collect())
        } else if is_among(NO_LINKS, attribute.name) || is_among(WORDED, attribute.name) {
            None
        } else if is_relative_link(attribute.name) {
            self.link(value.trim())
        } else {
            self.hosts.seen_from(self.host, value.trim())
        };
        Some((attribute.value_range.clone(), escaped(&new?).into_owned()))
    }

    /// A value with links at these places; `None` if none of them changes.
    fn several(&self, value: &str, places: Vec<Range<usize>>) -> Option<String> {
        let edit = |place: Range<usize>| Some((place.clone(), self.link(value.get(place)?)?));
        let edits: Vec<Edit> = places.into_iter().filter_map(edit).collect();
        (!edits.is_empty()).then(|| edited(value, &edits))
    }

    /// What a link becomes; `None` if it stays as it is. One without a slash in front stays unless it leaves its host.
    fn link(&self, link: &str) -> Option<String> {
        if link.starts_with('/') {
            return self.hosts.seen_from(self.host, link);
        }
        if link.is_empty() || link.starts_with(['#', '?']) || link.contains(':') {
            return None;
        }
        let whole = self.path_of(link);
        let new = self.hosts.seen_from(self.host, &whole)?;
        let stays = !new.contains("://");
        (!stays).then_some(new)
    }

    /// A link that is relative to the folder, from the root.
    fn path_of(&self, link: &str) -> Cow<'static, str> {
        let mut rest = link;
        let mut folder = self.folder.as_str();
        loop {
            if let Some(after) = rest.strip_prefix("./") {
                rest = after;
            } else if let Some(after) = rest.strip_prefix("../") {
                rest = after;
                let above = folder.trim_end_matches('/').rfind('/');
                folder = above.map_or("/", |slash| &folder[..=slash]);
            } else {
                return format!("{folder}{rest}").into();
            }
        }
    }
}

fn is_relative_link(attribute: &str) -> bool {
    is_among(
        "action data formaction href poster src xlink:href",
        attribute,
    )
}

fn is_refresh(tag: &RawTag, attribute: &RawAttribute) -> bool {
    let mut others = tag.attributes.iter();
    is_among("content", attribute.name)
        && is_among("meta", tag.name)
        && others.any(|it| is_among("http-equiv", it.name) && is_among("refresh", it.value))
}

/// The place of the link in `0; url=/about/`.
fn url_of_refresh(value: &str) -> Option<Range<usize>> {
    let start = value.to_ascii_lowercase().find("url=")? + "url=".len();
    Some(start..value.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::FilePath;
    use crate::config::SiteConfig;

    fn seen(file: &str, text: &str) -> String {
        let settings = "base_url: https://a.example/sub/\nlanguages: {en: {}, cy: {base_url: \"https://cy.example\"}}\n";
        let site = SiteConfig::parse(&FilePath::new("site.yaml"), Some(settings)).value;
        let bytes = for_host(&site.hosts, file, text.as_bytes().to_vec());
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn each_link_is_written_for_its_host() {
        for (written, on_own, on_welsh) in [
            (
                "<a href=\"/sub/cy/a/?b&amp;c\">/sub/cy/</a>",
                "<a href=\"https://cy.example/a/?b&amp;c\">/sub/cy/</a>",
                "<a href=\"/a/?b&amp;c\">/sub/cy/</a>",
            ),
            (
                "<img src='/sub/a.jpg' srcset=\"/sub/a.jpg 1x, /sub/cy/b.jpg 2x\" alt=\"/sub/cy/\">",
                "<img src='/sub/a.jpg' srcset=\"/sub/a.jpg 1x, https://cy.example/b.jpg 2x\" alt=\"/sub/cy/\">",
                "<img src='https://a.example/sub/a.jpg' srcset=\"https://a.example/sub/a.jpg 1x, /b.jpg 2x\" alt=\"/sub/cy/\">",
            ),
            (
                "<style>a{background:url(/sub/assets/a.png)}</style><b style=\"background:url(/sub/cy/a.png)\">",
                "<style>a{background:url(/sub/assets/a.png)}</style><b style=\"background:url(https://cy.example/a.png)\">",
                "<style>a{background:url(/assets/a.png)}</style><b style=\"background:url(/a.png)\">",
            ),
            (
                "<div data-index=\"/sub/search/index.bin\"><meta http-equiv=\"refresh\" content=\"0; url=/sub/cy/\">",
                "<div data-index=\"/sub/search/index.bin\"><meta http-equiv=\"refresh\" content=\"0; url=https://cy.example/\">",
                "<div data-index=\"/search/index.bin\"><meta http-equiv=\"refresh\" content=\"0; url=/\">",
            ),
            (
                "<script>'/sub/cy/'</script><a href=\"#a\"></a><a href=\"mailto:a@b.example\"></a><a href=x/>",
                "<script>'/sub/cy/'</script><a href=\"#a\"></a><a href=\"mailto:a@b.example\"></a><a href=x/>",
                "<script>'/sub/cy/'</script><a href=\"#a\"></a><a href=\"mailto:a@b.example\"></a><a href=x/>",
            ),
        ] {
            assert_eq!(seen("about/index.html", written), on_own, "{written}");
            assert_eq!(seen("cy/about/index.html", written), on_welsh, "{written}");
        }
    }

    #[test]
    fn a_relative_link_that_leaves_its_host_is_whole() {
        let welsh = |link: &str| seen("cy/a/index.html", &format!("<a href=\"{link}\">"));
        assert_eq!(welsh("../b/"), "<a href=\"../b/\">");
        assert_eq!(welsh("./../../b/"), "<a href=\"https://a.example/sub/b/\">");
        let own = |link: &str| seen("index.html", &format!("<a href=\"{link}\">"));
        assert_eq!(own("cy/b/"), "<a href=\"https://cy.example/b/\">");
        assert_eq!(own("cyder/"), "<a href=\"cyder/\">");
    }

    #[test]
    fn style_sheets_name_files_of_their_host() {
        let sheet = "@import \"/sub/assets/a.css\"; b { src: url(../a.woff2) }";
        assert_eq!(seen("assets/b.css", sheet), sheet);
        let copy = "@import \"/assets/a.css\"; b { src: url(../a.woff2) }";
        assert_eq!(seen("cy/assets/b.css", sheet), copy);
        assert_eq!(seen("cy/a.txt", "/sub/cy/"), "/sub/cy/");
    }
}
