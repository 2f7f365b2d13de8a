//! A site as files on the disk, for copublish and for each peer: the same documents with the same words,
//! relations and links, in the front matter and the folders that each of them expects.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io;
use std::path::{Path, PathBuf};

use super::markdown::{Habits, body};
use super::text::{Relation, Text, text};
use super::{Document, Kind, PICTURES, Site};
use crate::shared::files::{copy, copy_all, put};

/// For whom a site is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    Copublish,
    Hugo,
    Eleventy,
}

/// The project, whose theme and whose templates for peers a site is given.
const PROJECT: &str = env!("CARGO_MANIFEST_DIR");
/// Kinds with a list.
const LISTED: [(Kind, &str); 9] = [
    (Kind::Blog, "Blogs"),
    (Kind::News, "News"),
    (Kind::Report, "Reports"),
    (Kind::Event, "Events"),
    (Kind::Person, "People"),
    (Kind::Organisation, "Organisations"),
    (Kind::WorkStream, "Work streams"),
    (Kind::Region, "Regions"),
    (Kind::Topic, "Topics"),
];

/// Writes the whole site below `root`, which is new.
///
/// # Errors
/// As the disk says.
pub fn write(site: &Site, dialect: Dialect, root: &Path) -> io::Result<()> {
    let theme = Path::new(PROJECT).join("themes/partnership");
    let peers = Path::new(PROJECT).join("benches/preview/peers");
    let (pictures, style) = match dialect {
        Dialect::Copublish => {
            let footer = "templates/partials/footer.html";
            copy(&theme.join(footer), &root.join(footer))?;
            put(&root.join("site.yaml"), &settings())?;
            ("content/images", "assets/style.css")
        }
        Dialect::Hugo => {
            copy_all(&peers.join("hugo"), root)?;
            ("static/images", "assets/style.css")
        }
        Dialect::Eleventy => {
            copy_all(&peers.join("eleventy"), root)?;
            ("content/images", "content/style.css")
        }
    };
    copy(&theme.join("assets/style.css"), &root.join(style))?;
    for number in 0..PICTURES {
        put(
            &root.join(format!("{pictures}/plan-{number}.svg")),
            &picture(number),
        )?;
    }
    for (path, text) in front_pages(dialect) {
        put(&root.join(path), &text)?;
    }
    for document in site.documents() {
        put(
            &root.join(dialect.path(site, document)),
            &file(site, dialect, document),
        )?;
    }
    Ok(())
}

impl Dialect {
    /// Where the file of a document stands, below the root.
    pub fn path(self, site: &Site, document: &Document) -> PathBuf {
        let (folder, slug) = (document.kind.folder(), &document.slug);
        let path = match (self, document.kind) {
            (Dialect::Copublish, Kind::Blog | Kind::News) => {
                format!("{folder}/{}.md", dated(document))
            }
            (Dialect::Copublish, Kind::Report) => format!("{folder}/{slug}/index.md"),
            // To Hugo a report is a section, and what has inverses is a term with a page of its own.
            (Dialect::Hugo, kind) if kind == Kind::Report || taxonomy(kind).is_some() => {
                format!("{folder}/{slug}/_index.md")
            }
            (_, Kind::Chapter) => format!("{folder}/{}/{slug}.md", site.report_of(document).slug),
            _ => format!("{folder}/{slug}.md"),
        };
        Path::new("content").join(path)
    }

    /// The template that stands at the foot of every page, and the style sheet of all of them.
    pub fn shared(self) -> [&'static str; 2] {
        match self {
            Dialect::Copublish => ["templates/partials/footer.html", "assets/style.css"],
            Dialect::Hugo => ["layouts/_partials/footer.html", "assets/style.css"],
            Dialect::Eleventy => ["_includes/footer.njk", "content/style.css"],
        }
    }
}

/// The name of a file that bears its date.
fn dated(document: &Document) -> String {
    let date = document.date.map(|date| format!("{date}-"));
    date.unwrap_or_default() + &document.slug
}

/// The key under which peers gather what names a document of this kind.
fn taxonomy(kind: Kind) -> Option<&'static str> {
    let gathered = [
        Kind::Person,
        Kind::Organisation,
        Kind::WorkStream,
        Kind::Region,
        Kind::Topic,
    ];
    gathered.contains(&kind).then(|| kind.folder())
}

fn file(site: &Site, dialect: Dialect, document: &Document) -> String {
    let written = text(site, document);
    let mut front = format!(
        "---\ntitle: {}\nsummary: \"{}\"\n",
        document.title, written.summary
    );
    let quote: fn(&str, &str) -> String = match dialect {
        Dialect::Copublish => |text, by| format!("::: quote by=\"{by}\"\n{text}\n:::"),
        Dialect::Hugo | Dialect::Eleventy => |text, by| format!("> {text}\n>\n> {by}"),
    };
    let link = match dialect {
        Dialect::Copublish => source_of,
        Dialect::Hugo | Dialect::Eleventy => Site::address,
    };
    match dialect {
        Dialect::Copublish => own_front(document, &written, &mut front),
        Dialect::Hugo | Dialect::Eleventy => peers_front(document, &written, &mut front),
    }
    let is_report = document.kind == Kind::Report;
    match dialect {
        Dialect::Hugo if is_report => front.push_str("layout: report\n"),
        Dialect::Eleventy if is_report => front.push_str("report: true\n"),
        _ => {}
    }
    if dialect == Dialect::Eleventy {
        let _ = writeln!(front, "permalink: {}", site.address(document));
        // Its templates cannot name a key with a hyphen.
        front = front.replacen("work-streams: ", "work_streams: ", 1);
    }
    format!(
        "{front}---\n\n{}",
        body(&written.body, &Habits { site, link, quote })
    )
}

/// A link as an author of copublish writes it: the path of a file, counted from `content`.
fn source_of(site: &Site, document: &Document) -> String {
    let path = Dialect::Copublish.path(site, document);
    let below = path.strip_prefix("content").unwrap_or(&path);
    format!("/{}", below.display())
}

fn own_front(document: &Document, text: &Text, front: &mut String) {
    let _ = match (document.kind, document.date) {
        (Kind::Blog | Kind::News, _) | (_, None) => Ok(()),
        (Kind::Event, Some(date)) => writeln!(front, "start: {date} 13:00\nvenue: Example Centre"),
        (_, Some(date)) => writeln!(front, "date: {date}"),
    };
    if matches!(document.kind, Kind::Chapter | Kind::WorkStream) {
        let _ = writeln!(front, "order: {}", document.place + 1);
    }
    for Relation { field, to } in &text.relations {
        let names = to.iter().map(|to| {
            // Authors may be of several kinds, so theirs is said.
            if *field == "authors" {
                format!("person/{}", to.slug)
            } else {
                to.slug.clone()
            }
        });
        list(front, field, names);
    }
    if !text.tags.is_empty() {
        list(front, "tags", text.tags.iter().cloned());
    }
}

fn peers_front(document: &Document, text: &Text, front: &mut String) {
    if let Some(date) = document.date {
        let _ = writeln!(front, "date: {date}");
    }
    if matches!(document.kind, Kind::Chapter | Kind::WorkStream) {
        let _ = writeln!(front, "weight: {}", document.place + 1);
    }
    let mut named: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for to in text.relations.iter().flat_map(|relation| &relation.to) {
        if let Some(key) = taxonomy(to.kind) {
            named.entry(key).or_default().push(to.slug.clone());
        }
    }
    for (key, names) in named {
        list(front, key, names.into_iter());
    }
    if !text.tags.is_empty() {
        list(front, "tags", text.tags.iter().cloned());
    }
}

fn list(front: &mut String, key: &str, names: impl Iterator<Item = String>) {
    let _ = writeln!(
        front,
        "{key}: [{}]",
        names.collect::<Vec<String>>().join(", ")
    );
}

/// The home page and the pages of the lists. Eleventy makes its lists from templates.
fn front_pages(dialect: Dialect) -> Vec<(PathBuf, String)> {
    let index = match dialect {
        Dialect::Copublish => "index.md",
        Dialect::Hugo => "_index.md",
        Dialect::Eleventy => return Vec::new(),
    };
    let page =
        |title: &str| format!("---\ntitle: {title}\nsummary: What we do and how far we are\n---\n");
    let content = Path::new("content");
    let mut pages = vec![(content.join(index), page("A large partnership"))];
    for (kind, title) in LISTED {
        pages.push((content.join(kind.folder()).join(index), page(title)));
    }
    pages
}

fn settings() -> String {
    let mut text = "title: A large partnership\ndescription: What many pages look like\n\
        base_url: https://copublish.example\nlanguage: en\ngit_dates: false\n\
        page_author: The secretariat\nmenus:\n  main:\n"
        .to_owned();
    for (kind, _) in LISTED {
        let _ = writeln!(text, "    - /{}/index.md", kind.folder());
    }
    text
}

fn picture(number: usize) -> String {
    let width = 20 + number * 20;
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"400\" height=\"200\" viewBox=\"0 0 400 200\">\
         <rect x=\"20\" y=\"40\" width=\"{width}\" height=\"120\" fill=\"#386\"/></svg>\n"
    )
}
