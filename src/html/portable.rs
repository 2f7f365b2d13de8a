//! Finished HTML for programs that show it without the page around it, such as feed readers: each URL is whole, and nothing
//! is left that needs the site's style sheet, runs, asks to be filled in, or is there for looks only.
//!
//! Elements and attributes are an allow list. A tag that is not on it is dropped and its text stays, unless its text is no
//! text for readers. Every element that is opened is closed again, so that no text changes what a program shows around it.

use crate::config::{Hosts, LinkSchemes};
use crate::document::markdown::{escape, is_refused, urls_in};
use crate::document::tag::{RawAttribute, RawTag, Scanner, Token};

/// Elements that may be there.
const ELEMENTS: &str = "a abbr address article aside audio b bdi bdo blockquote br caption cite code col colgroup dd del \
    details dfn div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li mark ol p picture pre q rp \
    rt ruby s samp section small source strong sub summary sup table tbody td tfoot th thead time tr track u ul var video wbr";
/// Those of them that hold nothing.
const VOID: &str = "br col hr img source track wbr";
/// Elements without a place in a text: their content goes with them.
const LEFT_OUT: &str = "applet button canvas datalist dialog form head iframe map noembed noframes noscript object \
    script select style svg template textarea title xmp";
/// Those of them whose text holds no tags.
const OPAQUE: &str = "iframe noembed noframes script style textarea title xmp";
/// Attributes that may be there.
const ATTRIBUTES: &str = "abbr alt cite colspan controls datetime dir height href hreflang kind label lang open poster \
    reversed rowspan scope sizes span src srclang srcset start title type value width";
/// Those of them that hold a URL.
const URLS: &str = "cite href poster src";
/// Deeper than this, elements are dropped: what nests so deep is not meant for readers.
const DEEPEST: usize = 100;
/// What the start of an element ends if it is the innermost one: `<p>` ends a `p`.
const ENDED_BY: [(&str, &str); 6] = [
    ("p", "p"),
    ("li", "li"),
    ("dt dd", "dt dd"),
    ("td th", "td th tr"),
    ("tr", "tr"),
    ("tbody thead tfoot", "tbody thead tfoot"),
];

/// The page that a text is on, as whole URLs.
#[derive(Clone, Copy)]
pub struct PageAddress<'a> {
    /// The hosts of the site.
    pub hosts: &'a Hosts,
    /// The whole URL of the page.
    pub page: &'a str,
    /// What links may start with besides what links of every site may.
    pub schemes: &'a LinkSchemes,
}

/// A text of a page as programs without the page may show it.
pub fn portable(html: &str, address: PageAddress) -> String {
    let mut writer = PortableWriter {
        address,
        out: String::with_capacity(html.len() + html.len() / 8),
        open: Vec::new(),
        left_out: None,
    };
    let mut scanner = Scanner::new(html);
    while let Some(token) = scanner.next() {
        match token {
            Token::Text(range) => writer.text(html.get(range).unwrap_or("")),
            Token::Tag(tag) => {
                writer.tag(&tag);
                if !tag.closing
                    && let Some(name) = among(OPAQUE, tag.name)
                {
                    scanner.raw_content(name);
                }
            }
            Token::Other(_) | Token::UnclosedComment(_) => {}
        }
    }
    writer.close_down_to(0);
    writer.out.trim().to_owned()
}

struct PortableWriter<'a> {
    address: PageAddress<'a>,
    out: String,
    /// The elements that are open, the innermost last.
    open: Vec<&'static str>,
    left_out: Option<LeftOut>,
}

/// An element that is left out with its content.
struct LeftOut {
    name: String,
    /// How many elements of this name are open.
    depth: usize,
}

impl LeftOut {
    /// Counts a tag inside; false after the one that ends it.
    fn goes_on_after(&mut self, tag: &RawTag) -> bool {
        if tag.name.eq_ignore_ascii_case(&self.name) {
            self.depth = if tag.closing {
                self.depth - 1
            } else {
                self.depth + 1
            };
        }
        self.depth > 0
    }
}

impl PortableWriter<'_> {
    fn text(&mut self, text: &str) {
        if self.left_out.is_none() {
            escape::tags(&mut self.out, text);
        }
    }

    fn tag(&mut self, tag: &RawTag) {
        if let Some(left_out) = &mut self.left_out {
            if !left_out.goes_on_after(tag) {
                self.left_out = None;
            }
        } else if tag.closing {
            self.close(tag.name);
        } else if is_left_out(tag) {
            self.leave_out(tag);
        } else if let Some(mark) = check_mark(tag) {
            self.out.push_str(mark);
        } else if let Some(name) = among(ELEMENTS, tag.name) {
            self.open(name, tag);
        }
    }

    fn leave_out(&mut self, tag: &RawTag) {
        if among(VOID, tag.name).is_none() {
            self.left_out = Some(LeftOut {
                name: tag.name.to_owned(),
                depth: 1,
            });
        }
    }

    fn open(&mut self, name: &'static str, tag: &RawTag) {
        let is_ended =
            |(ended, by): &(&str, &str), last| among_own(ended, last) && among_own(by, name);
        while let Some(last) = self.open.last()
            && ENDED_BY.iter().any(|pair| is_ended(pair, last))
        {
            self.close_down_to(self.open.len() - 1);
        }
        let is_void = among(VOID, name).is_some();
        if !is_void && self.open.len() >= DEEPEST {
            return;
        }
        self.out.push('<');
        self.out.push_str(name);
        let mut seen: Vec<&str> = Vec::new();
        for attribute in &tag.attributes {
            if let Some(known) = among(ATTRIBUTES, attribute.name)
                && !seen.contains(&known)
            {
                seen.push(known);
                self.attribute(known, attribute);
            }
        }
        self.out.push('>');
        if !is_void {
            self.open.push(name);
        }
    }

    /// Closes an element with those inside; nothing for one that is not open.
    fn close(&mut self, name: &str) {
        let mut open = self.open.iter();
        if let Some(at) = open.rposition(|open| open.eq_ignore_ascii_case(name)) {
            self.close_down_to(at);
        }
    }

    fn close_down_to(&mut self, depth: usize) {
        while self.open.len() > depth
            && let Some(name) = self.open.pop()
        {
            self.out.push_str("</");
            self.out.push_str(name);
            self.out.push('>');
        }
    }

    fn attribute(&mut self, name: &str, attribute: &RawAttribute) {
        let value = escape::decoded(attribute.value);
        let value = if name == "srcset" {
            Some(self.address.pictures(&value))
        } else if among(URLS, name).is_some() {
            self.address.link(&value)
        } else {
            Some(value.into_owned())
        };
        let Some(value) = value else { return };
        self.out.push(' ');
        self.out.push_str(name);
        if !attribute.quoted.is_empty() {
            self.out.push_str("=\"");
            escape::attribute(&mut self.out, &value);
            self.out.push('"');
        }
    }
}

impl PageAddress<'_> {
    /// A link of the page as a whole URL; nothing for one that may not be followed.
    fn link(self, target: &str) -> Option<String> {
        let target = target.trim();
        (!is_refused(target, self.schemes)).then(|| self.whole(target))
    }

    /// A link as RFC 3986 reads it on the page. The paths that copublish writes are whole: a relative one is an author's own.
    fn whole(self, target: &str) -> String {
        let page = before(self.page, '#');
        let path = before(page, '?');
        if has_scheme(target) {
            target.to_owned()
        } else if target.starts_with("//") {
            let scheme = self.page.split("//").next().unwrap_or_default();
            format!("{scheme}{target}")
        } else if target.starts_with('/') {
            self.hosts.whole(target)
        } else if target.is_empty() || target.starts_with('#') {
            format!("{page}{target}")
        } else if target.starts_with('?') {
            format!("{path}{target}")
        } else {
            let (origin, folder) = path.split_at(end_of_origin(path));
            format!("{origin}{}", joined(folder, target))
        }
    }

    /// A `srcset` with whole URLs.
    fn pictures(self, srcset: &str) -> String {
        let mut out = String::with_capacity(srcset.len() * 2);
        let mut written = 0;
        for url in urls_in(srcset) {
            out.push_str(srcset.get(written..url.start).unwrap_or(""));
            written = url.end;
            out.push_str(&self.whole(srcset.get(url).unwrap_or("")));
        }
        out.push_str(srcset.get(written..).unwrap_or(""));
        out
    }
}

/// A relative path on a page with this path, without `.` and `..`.
fn joined(page: &str, target: &str) -> String {
    let end = target.find(['?', '#']).unwrap_or(target.len());
    let (path, behind) = target.split_at(end);
    let mut parts: Vec<&str> = page.split('/').filter(|part| !part.is_empty()).collect();
    if !page.ends_with('/') {
        parts.pop();
    }
    for part in path.split('/').filter(|part| !part.is_empty()) {
        match part {
            "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    let is_folder = path.ends_with('/') || path.ends_with("/..") || path.ends_with("/.");
    let is_folder = is_folder || matches!(path, "." | "..");
    let slash = if is_folder && !parts.is_empty() {
        "/"
    } else {
        ""
    };
    format!("/{}{slash}{behind}", parts.join("/"))
}

fn before(text: &str, end: char) -> &str {
    text.split(end).next().unwrap_or(text)
}

/// Where the path of a whole URL starts.
fn end_of_origin(url: &str) -> usize {
    let host = url.find("://").map_or(0, |scheme| scheme + 3);
    url[host..]
        .find('/')
        .map_or(url.len(), |slash| host + slash)
}

fn has_scheme(target: &str) -> bool {
    let Some((scheme, _)) = target.split_once(':') else {
        return false;
    };
    scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
}

/// True for an element that is not for readers, or only decorates.
fn is_left_out(tag: &RawTag) -> bool {
    among(LEFT_OUT, tag.name).is_some() || tag.attributes.iter().any(hides)
}

fn hides(attribute: &RawAttribute) -> bool {
    let is = |name: &str| attribute.name.eq_ignore_ascii_case(name);
    is("hidden") || (is("aria-hidden") && attribute.value == "true")
}

/// The box of a task, which no program shows, as a character.
fn check_mark(tag: &RawTag) -> Option<&'static str> {
    let find = |name: &str| {
        let mut attributes = tag.attributes.iter();
        attributes.find(|attribute| attribute.name.eq_ignore_ascii_case(name))
    };
    let is_box = tag.name.eq_ignore_ascii_case("input") && find("type")?.value == "checkbox";
    let mark = if find("checked").is_some() {
        "☑"
    } else {
        "☐"
    };
    is_box.then_some(mark)
}

fn among(names: &'static str, name: &str) -> Option<&'static str> {
    let mut names = names.split_ascii_whitespace();
    names.find(|known| known.eq_ignore_ascii_case(name))
}

fn among_own(names: &str, name: &str) -> bool {
    names.split(' ').any(|known| known == name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::link_schemes::NO_OTHER_SCHEMES;

    fn read(html: &str) -> String {
        let address = PageAddress {
            hosts: &Hosts::one("https://a.org", "/sub"),
            page: "https://a.org/sub/blogs/b/",
            schemes: &NO_OTHER_SCHEMES,
        };
        portable(html, address)
    }

    #[test]
    fn every_address_is_whole() {
        for (written, whole) in [
            ("/sub/c/", "https://a.org/sub/c/"),
            ("#note-1", "https://a.org/sub/blogs/b/#note-1"),
            ("", "https://a.org/sub/blogs/b/"),
            ("?page=2", "https://a.org/sub/blogs/b/?page=2"),
            ("d.pdf#page=2", "https://a.org/sub/blogs/b/d.pdf#page=2"),
            ("../../x/./y/", "https://a.org/sub/x/y/"),
            ("../../../../..", "https://a.org/"),
            ("..", "https://a.org/sub/blogs/"),
            ("//b.org/x", "https://b.org/x"),
            ("http://b.org/?q=a&amp;b", "http://b.org/?q=a&amp;b"),
            ("mailto:a@b.org", "mailto:a@b.org"),
        ] {
            assert_eq!(
                read(&format!("<a href=\"{written}\">x</a>")),
                format!("<a href=\"{whole}\">x</a>"),
                "{written}"
            );
        }
        assert_eq!(
            read("<img srcset=\"/sub/a.jpg.160.webp 160w, /sub/b,c.webp 320w\" src='a.jpg' alt>"),
            "<img srcset=\"https://a.org/sub/a.jpg.160.webp 160w, https://a.org/sub/b,c.webp 320w\" \
             src=\"https://a.org/sub/blogs/b/a.jpg\" alt>"
        );
    }

    #[test]
    fn nothing_runs_or_needs_the_page() {
        for (written, left) in [
            (
                "<p onclick=\"a()\" class=\"b\" id=c style='d'>x</p>",
                "<p>x</p>",
            ),
            ("a<script>if (1 < 2) b()</script>c", "ac"),
            ("a<form><p>b</p><input name=c></form>d", "ad"),
            ("a<svg><g><svg></svg>b</g></svg>c", "ac"),
            ("<a href=\"java&#9;script:a()\">x</a>", "<a>x</a>"),
            ("<iframe src=/x/>a</iframe>b", "b"),
            ("a<!-- b -->c", "ac"),
            (
                "<span aria-hidden=\"true\">–</span><span>none</span>",
                "none",
            ),
            ("<p hidden>a</p>b", "b"),
            (
                "<li><input type=\"checkbox\" checked disabled> a",
                "<li>☑ a</li>",
            ),
            ("a < b & c &lt;b&gt;", "a &lt; b & c &lt;b&gt;"),
        ] {
            assert_eq!(read(written), left, "{written}");
        }
    }

    #[test]
    fn whatever_is_opened_is_closed() {
        for (written, left) in [
            ("<p>a<p>b", "<p>a</p><p>b</p>"),
            ("<ul><li>a<li>b</ul>c", "<ul><li>a</li><li>b</li></ul>c"),
            (
                "<table><tr><td>a<tr><td>b",
                "<table><tr><td>a</td></tr><tr><td>b</td></tr></table>",
            ),
            ("<b><i>a</b>b</i>", "<b><i>a</i></b>b"),
            ("</div>a<br></br>", "a<br>"),
        ] {
            assert_eq!(read(written), left, "{written}");
        }
        let deep = read(&"<div>".repeat(100_000));
        assert_eq!(deep.matches("<div>").count(), DEEPEST);
    }
}
