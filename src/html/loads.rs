//! What HTML runs, and what it loads from other sites: the sources that a content security policy has to allow.
//!
//! Scripts and styles in the HTML itself are known by a hash of their text. Reads finished HTML, and the text of templates:
//! where a template fills something in, no hash can be known, and the policy allows any text there.

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest, Sha256};

use crate::document::markdown::{escape, urls_in};
use crate::document::tag::{RawAttribute, RawTag, Scanner, Token, is_handler};

/// The page's own site.
pub const SELF: &str = "'self'";
/// Any text in the HTML itself.
pub const ANY_INLINE: &str = "'unsafe-inline'";
/// That hashes of attributes count.
const ATTRIBUTES_BY_HASH: &str = "'unsafe-hashes'";
/// What stands for something that a template fills in.
const FILLED_IN: char = '\u{1}';

/// The sources that HTML needs, by the directive that allows them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Loads(BTreeMap<&'static str, BTreeSet<String>>);

impl Loads {
    /// The directives with the sources of each.
    pub fn by_directive(&self) -> &BTreeMap<&'static str, BTreeSet<String>> {
        &self.0
    }

    /// Adds what other HTML needs.
    pub fn add_all(&mut self, other: &Loads) {
        for (directive, sources) in &other.0 {
            let own = self.0.entry(directive).or_default();
            own.extend(sources.iter().cloned());
        }
    }

    /// Adds a source.
    pub fn add(&mut self, directive: &'static str, source: impl Into<String>) {
        self.0.entry(directive).or_default().insert(source.into());
    }

    /// Adds where a URL leads, if that is not the site itself.
    pub fn add_url(&mut self, directive: &'static str, url: &str) {
        if let Some(source) = source_of(url) {
            self.add(directive, source);
        }
    }

    /// Adds what a page with this HTML needs.
    pub fn add_html(&mut self, html: &str) {
        let mut scanner = Scanner::new(html);
        while let Some(token) = scanner.next() {
            let Token::Tag(tag) = token else { continue };
            if tag.closing {
                continue;
            }
            self.add_attributes(&tag);
            if is(&tag, "script") || is(&tag, "style") {
                let content = scanner.raw_content(tag.name);
                self.add_content(&tag, html.get(content).unwrap_or(""));
            }
        }
    }

    /// Adds what pages need that are made of this template.
    pub fn add_template(&mut self, text: &str) {
        self.add_html(&without_code(text));
    }

    /// Adds what a style sheet loads.
    pub fn add_style_sheet(&mut self, text: &str) {
        for behind in text.split("url(").skip(1) {
            let url = behind.split(')').next().unwrap_or_default();
            let url = url.trim().trim_matches(['"', '\'']);
            for directive in ["font-src", "img-src"] {
                self.add_url(directive, url);
            }
        }
        for behind in text.split("@import").skip(1) {
            let rule = behind.split(';').next().unwrap_or_default();
            let url = rule.trim().trim_start_matches("url(");
            self.add_url("style-src", url.trim_start_matches(['"', '\'']));
        }
    }

    fn add_attributes(&mut self, tag: &RawTag) {
        for attribute in &tag.attributes {
            let value = escape::decoded(attribute.value);
            if value.is_empty() {
                continue;
            }
            let name = attribute.name.to_ascii_lowercase();
            if name == "style" {
                self.add_inline("style-src-attr", &value);
            } else if is_handler(&name) {
                self.add_inline("script-src-attr", &value);
            } else if name == "srcset" {
                for url in urls_in(&value) {
                    self.add_url("img-src", value.get(url).unwrap_or(""));
                }
            } else if let Some(directive) = directive_of(tag, &name) {
                self.add_loaded(directive, &value);
            }
        }
    }

    /// Adds a file that a page loads. Programs and pages in a frame are not allowed unless a page has one.
    fn add_loaded(&mut self, directive: &'static str, url: &str) {
        match source_of(url) {
            Some(source) => self.add(directive, source),
            None => self.add(directive, SELF),
        }
        if directive == "script-src" {
            self.add("connect-src", SELF);
            self.add_what_scripts_load(url);
        }
    }

    /// Adds the content of a script or a style.
    fn add_content(&mut self, tag: &RawTag, content: &str) {
        if is(tag, "style") {
            self.add_inline("style-src", content);
            self.add_style_sheet(content);
            return;
        }
        if find(tag, "src").is_some() || !runs(tag) {
            return;
        }
        self.add_inline("script-src", content);
        self.add("connect-src", SELF);
        for at in content.match_indices("//").map(|(at, _)| at) {
            let url = content.get(at..).unwrap_or("");
            let end = url.find(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`'));
            let url = url.get(..end.unwrap_or(url.len())).unwrap_or("");
            if let Some(source) = source_of(url) {
                self.add("script-src", source);
                self.add_what_scripts_load(url);
            }
        }
    }

    /// Adds what a script of another site may load: from that site, whatever it is.
    fn add_what_scripts_load(&mut self, url: &str) {
        for directive in ["connect-src", "frame-src", "img-src"] {
            self.add_url(directive, url);
        }
    }

    /// Adds a text in the HTML itself.
    fn add_inline(&mut self, directive: &'static str, text: &str) {
        if text.contains(FILLED_IN) {
            self.add(directive, ANY_INLINE);
            return;
        }
        // Browsers read pages with one sort of line break.
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        let hash = BASE64_STANDARD.encode(Sha256::digest(text.as_bytes()));
        self.add(directive, format!("'sha256-{hash}'"));
        if directive.ends_with("-attr") {
            self.add(directive, ATTRIBUTES_BY_HASH);
        }
    }
}

/// What allows the file that an attribute names.
fn directive_of(tag: &RawTag, attribute: &str) -> Option<&'static str> {
    let name = tag.name.to_ascii_lowercase();
    match (name.as_str(), attribute) {
        ("script", "src") => Some("script-src"),
        ("iframe" | "frame", "src") => Some("frame-src"),
        ("img" | "input", "src") | ("video", "poster") => Some("img-src"),
        ("image", "href" | "xlink:href") => Some("img-src"),
        ("audio" | "video" | "source" | "track", "src") => Some("media-src"),
        ("object", "data") | ("embed", "src") => Some("object-src"),
        ("form", "action") | (_, "formaction") => Some("form-action"),
        ("link", "href") => match find(tag, "rel")?.value {
            rel if rel.contains("stylesheet") => Some("style-src"),
            "manifest" => Some("manifest-src"),
            _ => None,
        },
        _ => None,
    }
}

/// True for a script that browsers run: not for data.
fn runs(tag: &RawTag) -> bool {
    let kind = find(tag, "type").map_or("", |attribute| attribute.value);
    let kind = kind.to_ascii_lowercase();
    kind.is_empty()
        || kind.contains("javascript")
        || matches!(kind.as_str(), "module" | "importmap" | "speculationrules")
}

fn is(tag: &RawTag, name: &str) -> bool {
    tag.name.eq_ignore_ascii_case(name)
}

fn find<'t>(tag: &'t RawTag, name: &str) -> Option<&'t RawAttribute<'t>> {
    let mut attributes = tag.attributes.iter();
    attributes.find(|attribute| attribute.name.eq_ignore_ascii_case(name))
}

/// The source that allows a URL; nothing for one of the site itself, and for what no policy can name.
fn source_of(url: &str) -> Option<String> {
    let url = url.trim();
    let lower = url.to_ascii_lowercase();
    if let Some(scheme) = ["data:", "blob:"]
        .into_iter()
        .find(|it| lower.starts_with(it))
    {
        return Some(scheme.to_owned());
    }
    let scheme = ["https://", "http://", "//"]
        .into_iter()
        .find(|scheme| lower.starts_with(scheme))?;
    let host = lower.get(scheme.len()..)?;
    let host = host.split(['/', '?', '#', '\\']).next()?;
    let host = host.rsplit('@').next()?;
    if host.contains(FILLED_IN) {
        return Some("https:".to_owned());
    }
    let scheme = if scheme == "//" { "https://" } else { scheme };
    is_host(host).then(|| format!("{scheme}{host}"))
}

/// True for the name of a host, with a port or without: nothing else could stand in a policy.
fn is_host(host: &str) -> bool {
    host.contains('.')
        && host
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b':'))
}

/// The text of a template with a mark for everything that is filled in, and for what decides what is there.
fn without_code(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('{') {
        let (before, code) = rest.split_at(at);
        out.push_str(before);
        let end = match code.as_bytes().get(1) {
            Some(b'{') => "}}",
            Some(b'%') => "%}",
            Some(b'#') => "#}",
            _ => {
                out.push('{');
                rest = &code[1..];
                continue;
            }
        };
        if end != "#}" {
            out.push(FILLED_IN);
        }
        let length = code
            .find(end)
            .map_or(code.len(), |end_at| end_at + end.len());
        rest = &code[length..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::tag::may_load;

    fn read(make: impl Fn(&mut Loads)) -> Vec<String> {
        let mut loads = Loads::default();
        make(&mut loads);
        let directives = loads.by_directive().iter();
        directives
            .map(|(directive, sources)| {
                let sources: Vec<&str> = sources.iter().map(String::as_str).collect();
                format!("{directive} {}", sources.join(" "))
            })
            .collect()
    }

    fn html(text: &str) -> Vec<String> {
        assert!(
            may_load(text) || text.contains("<img") || text.contains("ld+json"),
            "{text}"
        );
        read(|loads| loads.add_html(text))
    }

    #[test]
    fn what_runs_is_known_by_its_hash() {
        // The hash of `doSomething();` that MDN shows for an inline handler is another text; this one is of `a()`.
        let hash = BASE64_STANDARD.encode(Sha256::digest(b"a()"));
        assert_eq!(
            html("<script>a()</script>"),
            [
                "connect-src 'self'".to_owned(),
                format!("script-src 'sha256-{hash}'")
            ]
        );
        assert_eq!(
            html("<p onclick='a&#40;)'>"),
            [format!("script-src-attr 'sha256-{hash}' 'unsafe-hashes'")]
        );
        assert_eq!(
            html("<script type=\"application/ld+json\">{}</script>"),
            [""; 0]
        );
        assert_eq!(
            html("<p style=\"a()\">"),
            [format!("style-src-attr 'sha256-{hash}' 'unsafe-hashes'")]
        );
    }

    #[test]
    fn what_comes_from_elsewhere_is_known_by_its_host() {
        assert_eq!(
            html("<img src=/a.png srcset='https://B.org/a.png 2x'>"),
            ["img-src 'self' https://b.org"]
        );
        assert_eq!(
            html("<iframe src=\"//c.org/x\"></iframe>"),
            ["frame-src https://c.org"]
        );
        assert_eq!(
            html("<form action='https://d.org:80/?a'>"),
            ["form-action https://d.org:80"]
        );
        assert_eq!(
            html("<script src=https://e.org/a.js></script>"),
            [
                "connect-src 'self' https://e.org",
                "frame-src https://e.org",
                "img-src https://e.org",
                "script-src https://e.org"
            ]
        );
        assert_eq!(
            html("<img src=\"https://a.org;script-src *\">"),
            ["img-src 'self'"]
        );
        assert_eq!(
            read(|loads| loads
                .add_style_sheet("a{b:url(\"data:image/png,x\")}@import 'https://f.org/a';")),
            ["font-src data:", "img-src data:", "style-src https://f.org"]
        );
    }

    #[test]
    fn what_a_template_fills_in_has_no_hash() {
        let template = |text: &str| read(|loads| loads.add_template(text));
        assert_eq!(
            template("<p style=\"width: {{ share }}%\"{% if only %} lang=\"{{ a }}\"{% endif %}>"),
            ["style-src-attr 'unsafe-inline'"]
        );
        assert_eq!(
            template("<script src=\"{{ \"a.js\" | asset }}\"></script>{# <script>a()</script> #}"),
            ["connect-src 'self'", "script-src 'self'"]
        );
        assert_eq!(
            template("<img src=\"{{ a }}\"> {% if a < b and onclick == \"x\" %}"),
            ["img-src 'self'"]
        );
    }
}
