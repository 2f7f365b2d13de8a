//! What a build made: how much, whether it is everything, and whether a second build left it alone.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;
use std::time::UNIX_EPOCH;
use std::{fs, io};

use crate::shared::words::Dice;
use crate::site::{Article, Shape, Site, slug, topic};

/// How many articles are looked into after each build.
const SAMPLES: usize = 8;

/// The files of a site.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Output {
    pub files: usize,
    pub bytes: u64,
    /// Pages of HTML, and those among them that are an article's, with their bytes.
    pub pages: usize,
    pub articles: usize,
    pub article_bytes: u64,
    /// Another number where a file was replaced or written to, whatever is in it.
    pub stamp: u64,
}

impl Output {
    /// Looks at all files of a folder.
    ///
    /// # Errors
    /// As the disk says.
    pub fn of(folder: &Path) -> io::Result<Output> {
        let mut output = Output::default();
        let articles = folder.join("articles");
        output.add(folder, &articles)?;
        Ok(output)
    }

    fn add(&mut self, folder: &Path, articles: &Path) -> io::Result<()> {
        // `articles/page/2/` is a page of the list.
        let is_article = folder.parent() == Some(articles) && !folder.ends_with("page");
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let about = entry.metadata()?;
            if about.is_dir() {
                self.add(&entry.path(), articles)?;
                continue;
            }
            self.files += 1;
            self.bytes += about.len();
            self.stamp = self.stamp.wrapping_add(stamp(&entry.path(), &about));
            if entry.file_name() == "index.html" {
                self.pages += 1;
                if is_article {
                    self.articles += 1;
                    self.article_bytes += about.len();
                }
            }
        }
        Ok(())
    }

    /// Whether everything was made: as many pages as there have to be, and in some of them, chosen by `round`,
    /// what stands in their articles.
    ///
    /// # Errors
    /// In words, with what is missing.
    pub fn verify(
        &self,
        (site, least): (&Site, usize),
        folder: &Path,
        round: usize,
    ) -> Result<(), String> {
        if self.articles != site.pages {
            return Err(format!(
                "it made {} of {} articles",
                self.articles, site.pages
            ));
        }
        if self.pages < least {
            return Err(format!(
                "it made {} pages, and there have to be {least}",
                self.pages
            ));
        }
        let mut dice = Dice::new(0xcafe + round as u64);
        for _ in 0..SAMPLES {
            look_into(site, &site.article(dice.below(site.pages)), folder)?;
        }
        let (newest, oldest) = (site.article(0), site.article(site.pages - 1));
        holds(&folder.join("feed.xml"), &newest.title)?;
        holds(&folder.join("articles/index.html"), &newest.title)?;
        in_sitemap(folder, &format!("/articles/{}/", oldest.slug))?;
        holds(&folder.join("404.html"), "There is no such page")
    }
}

/// Whether the page of an article has its title, its text, and the ways to its topics, which are there.
fn look_into(site: &Site, article: &Article, folder: &Path) -> Result<(), String> {
    let page = folder
        .join("articles")
        .join(&article.slug)
        .join("index.html");
    holds(&page, &article.title)?;
    holds(&page, &article.mark)?;
    for name in article.topics.iter().map(|number| topic(*number)) {
        holds(&page, &format!("/topics/{}/", slug(&name)))?;
        holds(
            &folder.join("topics").join(slug(&name)).join("index.html"),
            "/articles/",
        )?;
    }
    if site.shape == Shape::Code {
        // Colours are elements of their own, many in each line.
        holds(&page, "<span class=")?;
    }
    Ok(())
}

/// Whether the sitemap names an address, or one of its parts does: a sitemap of more than 50,000 addresses has parts.
fn in_sitemap(folder: &Path, address: &str) -> Result<(), String> {
    let whole = holds(&folder.join("sitemap.xml"), address);
    let mut parts = (1..)
        .map(|number| folder.join(format!("sitemap-{number}.xml")))
        .take_while(|part| part.exists());
    if parts.any(|part| holds(&part, address).is_ok()) {
        Ok(())
    } else {
        whole
    }
}

fn holds(path: &Path, words: &str) -> Result<(), String> {
    let bytes = fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let text = String::from_utf8_lossy(&bytes);
    if text.contains(words) {
        Ok(())
    } else {
        Err(format!("{} does not hold `{words}`", path.display()))
    }
}

/// A number for a file, where it stands, and when it was last written.
fn stamp(path: &Path, about: &fs::Metadata) -> u64 {
    let mut hasher = DefaultHasher::new();
    path.hash(&mut hasher);
    let written = about
        .modified()
        .ok()
        .and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    written.hash(&mut hasher);
    #[cfg(unix)]
    std::os::unix::fs::MetadataExt::ino(about).hash(&mut hasher);
    hasher.finish()
}
