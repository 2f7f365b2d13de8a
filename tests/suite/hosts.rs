//! Languages on hosts of their own: the folders of a build, looked at as the hosts that they are the roots of. Whatever a file of one
//! names is there, or at the other.

use std::collections::{BTreeMap, BTreeSet};

use copublish::base::url::percent_decoded;
use copublish::document::markdown::escape;

use crate::html::{Element, parse};
use crate::languages::bilingual_example_with;
use crate::site::{Run, Site};

const OWN: &str = "https://copublish.example";
const WELSH: &str = "https://www.cymru.example";
const LANGUAGES: &str = "languages: {en: {}, cy: {title: Meddwl, description: Disgrifiad, base_url: \"https://www.cymru.example/\"}, de: {missing: fallback}}\n";
/// Attributes that hold a link.
const LINKS: [&str; 7] = [
    "action",
    "data-index",
    "data",
    "href",
    "poster",
    "src",
    "xlink:href",
];

/// The files of a build, as its two hosts have them.
struct Hosts<'r>(BTreeMap<&'static str, BTreeMap<&'r str, &'r [u8]>>);

impl<'r> Hosts<'r> {
    fn of(run: &'r Run) -> Hosts<'r> {
        let mut hosts = BTreeMap::from([(OWN, BTreeMap::new()), (WELSH, BTreeMap::new())]);
        for (file, bytes) in &run.output {
            let (host, name) = match file.strip_prefix("cy/") {
                Some(name) => (WELSH, name),
                None => (OWN, file.as_str()),
            };
            let files = hosts.entry(host).or_default();
            files.insert(name, bytes.as_slice());
        }
        Hosts(hosts)
    }

    /// The text of a file, if it is one.
    fn text(&self, host: &str, file: &str) -> Option<&'r str> {
        let bytes = self.0.get(host)?.get(file)?;
        std::str::from_utf8(bytes).ok()
    }

    fn pages(&self) -> impl Iterator<Item = (&'static str, &'r str, Element)> + use<'r, '_> {
        self.0.iter().flat_map(|(host, files)| {
            let pages = files.iter().filter(|(file, _)| file.ends_with(".html"));
            pages.map(|(file, bytes)| {
                let text = std::str::from_utf8(bytes).expect("a page is text");
                (*host, *file, parse(text))
            })
        })
    }

    /// The file that a browser gets that follows a link on a page; `None` for other sites and parts of the same page.
    fn target(&self, host: &'static str, page: &str, link: &str) -> Option<(&'static str, String)> {
        let link = link.split(['#', '?']).next().filter(|it| !it.is_empty())?;
        let (host, path) = match [OWN, WELSH].into_iter().find(|it| link.starts_with(it)) {
            Some(other) => (other, link[other.len()..].to_owned()),
            None if link.contains(':') => return None,
            None if link.starts_with('/') => (host, link.to_owned()),
            None => {
                let folder = page.rsplit_once('/').map_or("", |(folder, _)| folder);
                (host, format!("/{folder}/{link}"))
            }
        };
        let path = percent_decoded(&path).expect("a path that can be read");
        let mut parts: Vec<&str> = Vec::new();
        for part in path.split('/').filter(|part| !matches!(*part, "" | ".")) {
            if part == ".." {
                parts.pop();
            } else {
                parts.push(part);
            }
        }
        if path.is_empty() || path.ends_with('/') {
            parts.push("index.html");
        }
        Some((host, parts.join("/")))
    }

    fn has(&self, (host, file): &(&'static str, String)) -> bool {
        self.0[host].contains_key(file.as_str())
    }
}

/// All links of an element and of what is in it, as browsers read them.
fn links(element: &Element) -> Vec<String> {
    let mut found: Vec<String> = element.elements().flat_map(links).collect();
    for (name, value) in &element.attributes {
        let value = escape::decoded(value).into_owned();
        if LINKS.contains(&name.as_str()) {
            found.push(value);
        } else if name == "srcset" {
            let pictures = value.split(", ").filter_map(|it| it.split(' ').next());
            found.extend(pictures.map(str::to_owned));
        } else if name == "content" && element.attribute("http-equiv") == Some("refresh") {
            let url = value.split_once("url=").expect("where a redirect leads").1;
            found.push(url.to_owned());
        }
    }
    found
}

/// The whole addresses of the hosts in a text.
fn addresses(text: &str) -> BTreeSet<&str> {
    let starts = [OWN, WELSH]
        .into_iter()
        .flat_map(|host| text.match_indices(host));
    let whole = starts.map(|(at, _)| {
        let rest = &text[at..];
        let end = rest.find(|c: char| c.is_whitespace() || "\"<>'\\&);,*".contains(c));
        // A sentence ends behind it.
        rest[..end.unwrap_or(rest.len())].trim_end_matches('.')
    });
    // Where hosts put in what follows a folder.
    whole
        .filter(|address| !address.ends_with(":splat"))
        .collect()
}

fn trilingual_example() -> Site {
    bilingual_example_with(LANGUAGES)
}

#[test]
fn whatever_a_host_names_is_on_it_or_on_the_other() {
    let run = trilingual_example().build();
    let named = Named::of(&run);
    assert!(named.followed > 10_000, "{} links", named.followed);
    assert!(named.lost.is_empty(), "{:#?}", named.lost);
}

/// A language of which nothing is translated yet: what is made in it all the same leads nowhere else than the rest.
#[test]
fn a_language_without_documents_has_no_broken_links() {
    for missing in ["link", "fallback", "hide"] {
        for host in ["", ", base_url: \"https://www.cymru.example/\""] {
            let settings = format!(
                "title: Partnership\nbase_url: https://www.example.org\ngit_dates: false\n\
                 languages:\n  en:\n  cy: {{title: Partneriaeth, missing: {missing}{host}}}\n"
            );
            let site = Site::new()
                .site_yaml(&settings)
                .file("content/index.md", "---\ntitle: Home\n---\n[Us](about.md)\n")
                .file("content/about.md", "---\ntitle: About us\n---\nWe.\n")
                .file("content/people/sam-lee.md", "---\ntitle: Sam Lee\n---\n")
                .file(
                    "content/blogs/first.md",
                    "---\ntitle: First\ndate: 2012-06-29\nauthors: [sam-lee]\n---\n[[page/about]]\n",
                );
            let run = site.build();
            run.assert_exit(0);
            assert!(run.output.contains_key("cy/index.html"), "{missing}{host}");
            if host.is_empty() {
                continue;
            }
            let named = Named::of(&run);
            assert!(named.followed > 100, "{} links", named.followed);
            assert!(named.lost.is_empty(), "{missing}: {:#?}", named.lost);
        }
    }
}

/// What the files of a build name on its hosts.
struct Named {
    /// How many links of pages.
    followed: usize,
    /// Those with nothing there, of pages and of all other text.
    lost: BTreeSet<String>,
}

impl Named {
    fn of(run: &Run) -> Named {
        let hosts = Hosts::of(run);
        let (mut followed, mut lost) = (0, BTreeSet::new());
        for (host, file, page) in hosts.pages() {
            for link in links(&page) {
                if let Some(target) = hosts.target(host, file, &link) {
                    followed += 1;
                    if !hosts.has(&target) {
                        lost.insert(format!("{host}/{file}: {link}"));
                    }
                }
            }
        }
        for (host, files) in &hosts.0 {
            for file in files.keys().filter(|file| !file.starts_with('.')) {
                let Some(text) = hosts.text(host, file) else {
                    continue;
                };
                // Calendars go on in the next line.
                let text = text.replace("\r\n ", "");
                for address in addresses(&text) {
                    let target = hosts.target(host, file, address);
                    if target.is_some_and(|target| !hosts.has(&target)) {
                        lost.insert(format!("{host}/{file}: {address}"));
                    }
                }
            }
        }
        Named { followed, lost }
    }
}

#[test]
fn style_sheets_scripts_and_pictures_of_the_theme_are_on_the_host_of_the_page() {
    let run = trilingual_example().build();
    let hosts = Hosts::of(&run);
    let mut loaded = 0;
    for (host, file, page) in hosts.pages() {
        let sheets = page.select("link[rel=stylesheet]");
        let sheets = sheets.iter().filter_map(|link| link.attribute("href"));
        let scripts = page.select("script");
        let scripts = scripts.iter().filter_map(|script| script.attribute("src"));
        for link in sheets.chain(scripts) {
            let target = hosts.target(host, file, link);
            loaded += 1;
            assert_eq!(target.map(|(from, _)| from), Some(host), "{file}: {link}");
        }
    }
    assert!(loaded > 400, "{loaded}");
    for host in [OWN, WELSH] {
        for file in [
            "404.html",
            "_headers",
            "favicon.ico",
            "feed.xml",
            "robots.txt",
            "sitemap.xml",
        ] {
            assert!(hosts.0[host].contains_key(file), "{host} has no {file}");
        }
    }
}

#[test]
fn each_page_says_its_own_address_and_those_of_its_translations() {
    let run = trilingual_example().build();
    let hosts = Hosts::of(&run);
    let mut alternates: BTreeSet<(String, String)> = BTreeSet::new();
    let mut canonical: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for (host, file, page) in hosts.pages() {
        let own = page.select("link[rel=canonical]");
        let Some(own) = own.first().and_then(|link| link.attribute("href")) else {
            continue;
        };
        let is_redirect = !page.select("meta[http-equiv=refresh]").is_empty();
        let is_fallback = own.starts_with(OWN) && file.starts_with("de/") && !own.contains("/de/");
        // All chapters on one page are for readers; search engines know them by their own pages.
        if is_redirect || is_fallback || file.ends_with("/whole/index.html") {
            continue;
        }
        assert_eq!(
            own,
            format!("{host}/{}", file.trim_end_matches("index.html"))
        );
        canonical.entry(host).or_default().insert(own.to_owned());
        for link in page.select("link[rel=alternate]") {
            if let (Some(href), Some(_)) = (link.attribute("href"), link.attribute("hreflang")) {
                alternates.insert((own.to_owned(), href.to_owned()));
            }
        }
    }
    assert!(alternates.len() > 300, "{}", alternates.len());
    for (from, to) in &alternates {
        let back = (to.clone(), from.clone());
        assert!(
            alternates.contains(&back),
            "{from} names {to}, which does not name it"
        );
    }
    for (host, pages) in &canonical {
        let sitemap = hosts.text(host, "sitemap.xml").expect("a sitemap");
        let listed = sitemap.split("<loc>").skip(1);
        let listed: Vec<&str> = listed.filter_map(|it| it.split('<').next()).collect();
        assert!(listed.len() > 50, "{host} lists {}", listed.len());
        for page in listed {
            assert!(page.starts_with(host), "{host} lists {page}");
            assert!(pages.contains(page), "{page} is listed and is no page");
        }
    }
}

/// A preview shows all of it from one server: its pages name each other as they do without other hosts.
#[test]
fn a_site_at_one_address_has_no_other_hosts() {
    let site = trilingual_example();
    let one = site.run(&["build", "--base-url", "https://preview.example"]);
    let plain = LANGUAGES.replace(", base_url: \"https://www.cymru.example/\"", "");
    let plain = bilingual_example_with(&plain);
    let plain = plain.run(&["build", "--base-url", "https://preview.example"]);
    let differing = |path: &&String| one.output.get(*path) != plain.output.get(*path);
    let paths: BTreeSet<&String> = one.output.keys().chain(plain.output.keys()).collect();
    let differing: Vec<&String> = paths.into_iter().filter(differing).collect();
    assert!(one.output.len() > 500, "{} files", one.output.len());
    assert!(
        differing.iter().all(|path| path.starts_with(".copublish")),
        "{differing:#?}"
    );
}
