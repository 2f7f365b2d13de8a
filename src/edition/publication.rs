//! What an edition is of: what a PDF or an EPUB says of itself, besides its text.

use jiff::civil::Date;

use crate::config::Hosts;

/// A document, as its editions name it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Publication {
    /// Its title.
    pub title: String,
    /// What it is about, in a sentence; may be empty.
    pub summary: String,
    /// Its language, as in `lang`.
    pub language: String,
    /// Who wrote it, in order.
    pub authors: Vec<String>,
    /// Who publishes it: the title of the site.
    pub publisher: String,
    /// The day it was published.
    pub published: Option<Date>,
    /// The day its text last changed, as far as is known.
    pub changed: Option<Date>,
    /// The whole URL of its page; empty if the site's own is not known.
    pub url: String,
    /// What comes before a path such as `/about/`.
    pub hosts: Hosts,
    /// The path of its page, as links on it are relative to it.
    pub path: String,
    /// What the list of its contents is called.
    pub contents: String,
    /// What the list of its abbreviations is called.
    pub abbreviations: String,
    /// The site's colour, as `#1f3c6e`; the look's own if it is empty.
    pub brand: String,
}

/// A picture that an edition shows.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Picture {
    /// The value of `src`.
    pub src: String,
    /// Its name in the edition, without folders: `1.jpg`.
    pub name: String,
    /// The file.
    pub bytes: Vec<u8>,
}

impl Publication {
    /// The day that an edition has: that of the last change, or else of publication.
    pub fn day(&self) -> Option<Date> {
        self.changed.or(self.published)
    }

    /// Where a link of the page leads from outside the site; a link within the edition, such as `#budget`, is as it was.
    pub fn outside(&self, href: &str) -> String {
        self.hosts.whole(href)
    }
}
