//! All that a job can see. Whatever else it asks for is not there: no clock, no packages, no files of the disk.

use std::collections::HashMap;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt, World};

use crate::fonts::Fonts;
use crate::job::FontFile;

/// The name of the text.
pub const MAIN: &str = "main.typ";
/// The name of the look.
const LOOK: &str = "look.typ";
/// How editions look.
const LOOK_TEXT: &str = include_str!("../look/look.typ");

/// Where the files of a theme are.
const OF_THEME: &str = "press/";
/// The name by which a theme's look imports that of this program, from where it is itself.
const SHIPPED_LOOK: &str = "press/copublish.typ";
/// The look where a theme brings its own.
const IMPORTS_THEME: &str = "#import \"press/look.typ\": *";

/// What is the same for many jobs.
pub struct Shop {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Fonts,
}

impl Shop {
    /// With some fonts.
    pub fn new(fonts: Fonts) -> Shop {
        // Heads of rows need it.
        let features = [Feature::A11yExtras].into_iter().collect();
        Shop {
            library: LazyHash::new(Library::builder().with_features(features).build()),
            book: LazyHash::new(fonts.book.clone()),
            fonts,
        }
    }

    /// True if it has the fonts of a job.
    pub fn is_for(&self, fonts: &[FontFile]) -> bool {
        self.fonts.are_for(fonts)
    }
}

/// What one job can see.
pub struct JobWorld<'s> {
    shop: &'s Shop,
    main: Source,
    looks: HashMap<FileId, Source>,
    files: HashMap<FileId, Bytes>,
}

/// Names and what they are the names of.
pub type Named<T> = Vec<(String, T)>;

impl<'s> JobWorld<'s> {
    /// The world of a text with its files and with the theme's look. A file whose name is no path is left out.
    pub fn new(
        main: String,
        files: Named<Bytes>,
        of_theme: Named<String>,
        shop: &'s Shop,
    ) -> Option<JobWorld<'s>> {
        let files = files
            .into_iter()
            .filter_map(|(name, bytes)| Some((id(&name)?, bytes)));
        let is_own = of_theme.iter().any(|(name, _)| name == LOOK);
        let look = if is_own { IMPORTS_THEME } else { LOOK_TEXT };
        let shipped = [(LOOK, look), (SHIPPED_LOOK, LOOK_TEXT)];
        let shipped = shipped.map(|(name, text)| (name.to_owned(), text.to_owned()));
        let of_theme = of_theme
            .into_iter()
            .map(|(name, text)| (format!("{OF_THEME}{name}"), text));
        let looks = of_theme.chain(shipped);
        let looks = looks.filter_map(|(name, text)| {
            let id = id(&name)?;
            Some((id, Source::new(id, text)))
        });
        Some(JobWorld {
            shop,
            main: Source::new(id(MAIN)?, main),
            looks: looks.collect(),
            files: files.collect(),
        })
    }
}

/// The name of a file of the look: that of this program has one name, wherever it was imported.
pub fn look_name(name: &str) -> &str {
    if name == SHIPPED_LOOK { LOOK } else { name }
}

fn id(name: &str) -> Option<FileId> {
    let path = VirtualPath::new(name).ok()?;
    Some(RootedPath::new(VirtualRoot::Project, path).intern())
}

impl World for JobWorld<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.shop.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.shop.book
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let source = match id == self.main.id() {
            true => Some(&self.main),
            false => self.looks.get(&id),
        };
        source.cloned().ok_or(FileError::AccessDenied)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.files.get(&id).cloned().ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.shop.fonts.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
