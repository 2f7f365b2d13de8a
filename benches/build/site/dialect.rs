//! A site as a project on the disk: the same articles with the same words and links, in the front matter and the
//! folders that each generator expects. The rest of a project stands in `peers`.

use std::fmt::Write as _;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::{Article, Shape, Site, author, slug, terms, topic};
use crate::shared::files::{copy, copy_all, put};
use crate::shared::generator::Generator;

/// What is said of the site and of its lists.
const ABOUT: &str = "What we do and how far we are";

/// Writes the whole project below `root`, which is new.
///
/// # Errors
/// As the disk says.
pub fn write(site: &Site, generator: Generator, root: &Path) -> io::Result<()> {
    let peers = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/build/peers");
    copy_all(&peers.join(generator.word()), root)?;
    // What a shape wants otherwise lies over it.
    let over = peers.join(format!("{}-{}", generator.word(), site.shape.word()));
    if over.is_dir() {
        copy_all(&over, root)?;
    }
    let style = match generator {
        Generator::Copublish => None,
        Generator::Hugo | Generator::Zola => Some("static/style.css"),
        Generator::Eleventy => Some("content/style.css"),
    };
    if let Some(style) = style {
        copy(
            &peers.join("copublish/themes/lean/assets/style.css"),
            &root.join(style),
        )?;
    }
    for (path, text) in around(site, generator) {
        put(&root.join("content").join(path), &text)?;
    }
    let folder = root.join("content/articles");
    fs::create_dir_all(&folder)?;
    for number in 0..site.pages {
        let article = site.article(number);
        let mut file = fs::File::create(folder.join(format!("{}.md", article.slug)))?;
        file.write_all(text(site, generator, &article).as_bytes())?;
    }
    Ok(())
}

/// The home page, the page of the list, and authors and topics: what is more than a file in `peers`.
fn around(site: &Site, generator: Generator) -> Vec<(PathBuf, String)> {
    let title = |title: &str| format!("---\ntitle: {title}\nsummary: {ABOUT}\n---\n");
    let index = match generator {
        Generator::Copublish => "index.md",
        Generator::Hugo => "_index.md",
        // They have these pages as templates, or with settings of their own.
        Generator::Eleventy | Generator::Zola => return Vec::new(),
    };
    let mut files = vec![
        (PathBuf::from(index), title("A large partnership")),
        (Path::new("articles").join(index), title("Articles")),
    ];
    if site.shape == Shape::Short {
        return files;
    }
    for (folder, names) in ["authors", "topics"].into_iter().zip(terms()) {
        for name in names {
            let path = match generator {
                Generator::Hugo => format!("{folder}/{}/_index.md", slug(&name)),
                _ => format!("{folder}/{}.md", slug(&name)),
            };
            files.push((PathBuf::from(path), format!("---\ntitle: {name}\n---\n")));
        }
    }
    files
}

fn text(site: &Site, generator: Generator, article: &Article) -> String {
    let Article {
        title,
        date,
        summary,
        ..
    } = article;
    let mut text = format!("---\ntitle: {title}\ndate: {date}\n");
    let key = if generator == Generator::Zola {
        "description"
    } else {
        "summary"
    };
    let _ = writeln!(text, "{key}: \"{summary}\"");
    let mut terms = Vec::new();
    for (field, named) in [
        (
            "authors",
            article
                .authors
                .iter()
                .map(|number| author(*number))
                .collect::<Vec<String>>(),
        ),
        (
            "topics",
            article.topics.iter().map(|number| topic(*number)).collect(),
        ),
    ] {
        let names: Vec<String> = match generator {
            Generator::Eleventy | Generator::Zola => {
                named.iter().map(|name| format!("\"{name}\"")).collect()
            }
            _ => named.iter().map(|name| slug(name)).collect(),
        };
        if !names.is_empty() {
            terms.push(format!("{field}: [{}]\n", names.join(", ")));
        }
    }
    if generator == Generator::Zola && !terms.is_empty() {
        text += "taxonomies:\n";
        terms.iter_mut().for_each(|line| line.insert_str(0, "  "));
    }
    text += &terms.concat();
    text += "---\n\n";
    text + &site.text(article, link_of(generator))
}

/// How an author links to another article: by its file, where the generator checks that it is there.
fn link_of(generator: Generator) -> fn(&Article) -> String {
    match generator {
        Generator::Copublish => |article| format!("/articles/{}.md", article.slug),
        Generator::Zola => |article| format!("@/articles/{}.md", article.slug),
        Generator::Hugo | Generator::Eleventy => |article| format!("/articles/{}/", article.slug),
    }
}
