//! All that a job can see. Whatever else it asks for is not there: no clock, no packages, no files of the disk.

use std::collections::HashMap;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt, World};

/// The name of the text.
pub const MAIN: &str = "main.typ";
/// The name of the look.
const LOOK: &str = "look.typ";
/// How editions look.
const LOOK_TEXT: &str = include_str!("../look/look.typ");

/// The fonts that are shipped, all under the SIL Open Font Licence.
const FONTS: [&[u8]; 9] = [
    include_bytes!("../fonts/SourceSans3_400Regular.ttf"),
    include_bytes!("../fonts/SourceSans3_400Regular_Italic.ttf"),
    include_bytes!("../fonts/SourceSans3_600SemiBold.ttf"),
    include_bytes!("../fonts/SourceSans3_700Bold.ttf"),
    include_bytes!("../fonts/AtkinsonHyperlegibleNext_400Regular.ttf"),
    include_bytes!("../fonts/AtkinsonHyperlegibleNext_600SemiBold.ttf"),
    include_bytes!("../fonts/AtkinsonHyperlegibleNext_700Bold.ttf"),
    include_bytes!("../fonts/SourceCodePro_400Regular.ttf"),
    include_bytes!("../fonts/AtkinsonHyperlegibleMono_400Regular.ttf"),
];

/// What is the same for all jobs.
pub struct Fonts {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
}

impl Fonts {
    /// Reads the fonts.
    pub fn load() -> Fonts {
        let fonts: Vec<Font> = FONTS
            .into_iter()
            .flat_map(|bytes| Font::iter(Bytes::new(bytes)))
            .collect();
        // Heads of rows need it.
        let features = [Feature::A11yExtras].into_iter().collect();
        Fonts {
            library: LazyHash::new(Library::builder().with_features(features).build()),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
        }
    }
}

/// What one job can see.
pub struct JobWorld<'f> {
    fonts: &'f Fonts,
    main: Source,
    look: Source,
    files: HashMap<FileId, Bytes>,
}

impl<'f> JobWorld<'f> {
    /// The world of a text with its files. A file whose name is no path is left out.
    pub fn new(
        main: String,
        files: Vec<(String, Bytes)>,
        fonts: &'f Fonts,
    ) -> Option<JobWorld<'f>> {
        let files = files
            .into_iter()
            .filter_map(|(name, bytes)| Some((id(&name)?, bytes)));
        Some(JobWorld {
            fonts,
            main: Source::new(id(MAIN)?, main),
            look: Source::new(id(LOOK)?, LOOK_TEXT.to_owned()),
            files: files.collect(),
        })
    }
}

fn id(name: &str) -> Option<FileId> {
    let path = VirtualPath::new(name).ok()?;
    Some(RootedPath::new(VirtualRoot::Project, path).intern())
}

impl World for JobWorld<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.fonts.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.fonts.book
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        [&self.main, &self.look]
            .into_iter()
            .find(|source| source.id() == id)
            .cloned()
            .ok_or(FileError::AccessDenied)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.files.get(&id).cloned().ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
