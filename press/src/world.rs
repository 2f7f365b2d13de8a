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

/// How many texts are remembered: those of the editions of one document, and of another.
const TEXTS: usize = 4;

/// What is the same for many jobs.
pub struct Shop {
    /// The last texts, the newest last.
    texts: Vec<Source>,
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
            texts: Vec::new(),
            library: LazyHash::new(Library::builder().with_features(features).build()),
            book: LazyHash::new(fonts.book.clone()),
            fonts,
        }
    }

    /// The text of a job. An edit of an earlier text keeps the numbers of the parts that it does not touch: what was worked out
    /// for these holds.
    pub fn text(&mut self, text: String) -> Option<Source> {
        let nearest = (0..self.texts.len()).max_by_key(|at| common(self.texts[*at].text(), &text));
        let edited = nearest.filter(|at| common(self.texts[*at].text(), &text) * 2 > text.len());
        let source = match edited {
            Some(at) => {
                let mut source = self.texts.remove(at);
                source.replace(&text);
                source
            }
            None => Source::new(id(MAIN)?, text),
        };
        if self.texts.len() == TEXTS {
            self.texts.remove(0);
        }
        self.texts.push(source.clone());
        Some(source)
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
        main: Source,
        files: Named<Bytes>,
        of_theme: Named<String>,
        shop: &'s Shop,
    ) -> JobWorld<'s> {
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
        JobWorld {
            shop,
            main,
            looks: looks.collect(),
            files: files.collect(),
        }
    }
}

impl JobWorld<'_> {
    /// A file of the job by its name.
    pub fn bytes_of(&self, name: &str) -> Option<&Bytes> {
        self.files.get(&id(name)?)
    }
}

/// How many bytes two texts have in common at their beginning and their end.
fn common(one: &str, other: &str) -> usize {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let pairs = one.iter().zip(other);
    let first = pairs.take_while(|(one, other)| one == other).count();
    let pairs = one[first..].iter().rev().zip(other[first..].iter().rev());
    first + pairs.take_while(|(one, other)| one == other).count()
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
