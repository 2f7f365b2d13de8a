//! What an author changes, and how their editor saves it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::measure::Row;
use crate::site::dialect::Dialect;
use crate::site::{Kind, Site};

/// What is changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    Body,
    Title,
    Template,
    Style,
}

impl Sort {
    /// All of them, in the order in which they are measured.
    pub const ALL: [Sort; 4] = [Sort::Body, Sort::Title, Sort::Template, Sort::Style];

    /// Its row in the table, and that of the time without the wait for silence.
    pub fn rows(self) -> [Row; 2] {
        match self {
            Sort::Body => [Row::Body, Row::BodyWork],
            Sort::Title => [Row::Title, Row::TitleWork],
            Sort::Template => [Row::Template, Row::TemplateWork],
            Sort::Style => [Row::Style, Row::StyleWork],
        }
    }
}

/// How an editor saves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Over the file.
    Over,
    /// Into a file beside it, which then takes its place.
    Beside,
}

impl Way {
    /// Both take turns.
    pub fn of(number: usize) -> Way {
        if number.is_multiple_of(2) {
            Way::Over
        } else {
            Way::Beside
        }
    }
}

/// A file to edit, and the page that shows it.
pub struct Place {
    sort: Sort,
    file: PathBuf,
    before: String,
    /// The path on the site of the page that is open.
    pub page: String,
}

impl Place {
    /// Where edits of this sort are made, in turns.
    ///
    /// # Errors
    /// As the disk says.
    pub fn all(
        site: &Site,
        (dialect, root): (Dialect, &Path),
        sort: Sort,
    ) -> io::Result<Vec<Place>> {
        let newest = |kind| site.of_kind(kind).first();
        let kinds: &[Kind] = match sort {
            Sort::Body => &[Kind::Blog, Kind::News, Kind::Chapter],
            Sort::Title => &[Kind::Blog, Kind::News],
            Sort::Template | Sort::Style => &[Kind::Blog],
        };
        let [template, style] = dialect.shared();
        let place = |document| {
            let source = dialect.path(site, document);
            let (file, page) = match sort {
                Sort::Body => (source, site.address(document)),
                Sort::Title => (source, format!("/{}/", document.kind.folder())),
                Sort::Template => (template.into(), site.address(document)),
                Sort::Style => (style.into(), site.address(document)),
            };
            let file = root.join(file);
            Ok(Place {
                sort,
                before: fs::read_to_string(&file)?,
                file,
                page,
            })
        };
        kinds
            .iter()
            .filter_map(|kind| newest(*kind))
            .map(place)
            .collect()
    }

    /// Makes an edit that holds `sign`, and saves it.
    ///
    /// # Errors
    /// As the disk says.
    pub fn edit(&self, sign: &str, way: Way) -> io::Result<()> {
        let before = &self.before;
        let text = match self.sort {
            Sort::Body => format!("{before}\nThis was added later, {sign}.\n"),
            Sort::Template => format!("{before}<p>{sign}</p>\n"),
            Sort::Style => format!("{before}\n.{sign} {{ color: inherit; }}\n"),
            Sort::Title => {
                let title = before
                    .lines()
                    .find(|line| line.starts_with("title: "))
                    .unwrap_or_default();
                before.replacen(title, &format!("{title} {sign}"), 1)
            }
        };
        self.save(&text, way)
    }

    /// Takes all edits back.
    ///
    /// # Errors
    /// As the disk says.
    pub fn restore(&self) -> io::Result<()> {
        self.save(&self.before, Way::Over)
    }

    fn save(&self, text: &str, way: Way) -> io::Result<()> {
        match way {
            Way::Over => fs::write(&self.file, text),
            Way::Beside => {
                let name = self
                    .file
                    .file_name()
                    .unwrap_or_default()
                    .to_string_lossy()
                    .into_owned();
                // Watchers know names like this one as those of editors.
                let beside = self.file.with_file_name(format!(".{name}.tmp"));
                fs::write(&beside, text)?;
                fs::rename(&beside, &self.file)
            }
        }
    }

    /// Whether the page's style sheet is looked at, or the page itself.
    pub fn sort(&self) -> Sort {
        self.sort
    }
}
