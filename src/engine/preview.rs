//! One state of a site in memory: every file made when somebody asks for it, and then remembered. What a
//! preview shows is what a build would write, byte for byte, for the same input and the same moment.

use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;

use super::pictures::{Asked, Keeping, PictureMaker, Wanted};
use super::preview_pages::{KnownContent, PreviewPages};
use super::site_state::SiteState;
use super::stopwatch::Stopwatch;
use super::{Engine, Failure, Options, Rebuild, findings, in_order};
use crate::base::{Diagnostic, FilePath, Reported, Severity};
use crate::content::disk::Inside;
use crate::layout::{Made, Planned};
use crate::output::FileContent;

/// A state of a site.
pub struct Preview {
    state: SiteState,
    /// How it came of the state before it.
    pub rebuild: Rebuild,
    root: PathBuf,
    /// Shared with the states before and after it that differ in texts only.
    pages: Arc<PreviewPages>,
}

impl Preview {
    /// Reads and links a site as it is now, taking over what `memory` knows. Nothing is rendered, and nothing is written.
    ///
    /// # Errors
    /// Where there is no site.
    pub fn of(options: &Options, memory: &Engine) -> Result<Preview, Failure> {
        Preview::after(None, options, memory)
    }

    /// The state after another one, which takes over the pages that are still the same.
    ///
    /// # Errors
    /// Where there is no site.
    pub fn after(
        before: Option<&Preview>,
        options: &Options,
        memory: &Engine,
    ) -> Result<Preview, Failure> {
        let (state, rebuild) = memory.state(options, &mut Stopwatch::start())?;
        let same = before.filter(|before| before.state.is_same_but_for_texts(&state));
        let pages = same.map_or_else(Arc::default, |before| Arc::clone(&before.pages));
        Ok(Preview {
            state,
            rebuild,
            root: options.root.clone(),
            pages,
        })
    }

    /// The path the site lives below: empty, or `/sub`.
    pub fn base_path(&self) -> &str {
        self.state.ready().linked.project.site.base_path()
    }

    /// The documents whose PDFs have no date, so that they are no PDF/A.
    pub fn undated_pdfs(&self) -> &[FilePath] {
        &self.state.ready().plan.undated_pdfs
    }

    /// The next moment at which the site would change by itself.
    pub fn next_change(&self) -> Option<Timestamp> {
        self.state.ready().linked.next_moment()
    }

    /// The names of all its files below the output folder, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let planned = self.state.ready().plan.files.iter();
        let planned = planned.map(|planned| planned.file.as_str());
        let mut names: Vec<&str> = planned.chain(self.state.index().names()).collect();
        names.sort_unstable();
        names.into_iter()
    }

    /// A file by its name below the output folder; made now where nobody has asked for it before. `None` for a name
    /// that is not planned, and for a page whose template fails.
    pub fn file(&self, name: &str) -> Option<FileContent> {
        let Some(place) = self.state.ready().plan.place(name) else {
            let bytes = self.state.index_file(name)?;
            return Some(FileContent::Bytes(bytes.into()));
        };
        match self.pages.known(place, &self.state.prose) {
            KnownContent::Content(content) => Some(content),
            KnownContent::Failed => None,
            KnownContent::Nothing => self.make(place, Asked::ForContent),
        }
    }

    /// Makes all files that nobody has asked for, only to find what is wrong with them. One after the other:
    /// whoever waits for a page comes first. Ends early where `is_old` says that there is a newer state.
    pub fn look_through(&self, is_old: &dyn Fn() -> bool) {
        for place in 0..self.state.ready().plan.files.len() {
            if is_old() {
                return;
            }
            if !self.pages.is_known(place, &self.state.prose) {
                drop(self.make(place, Asked::ForProblems));
            }
        }
    }

    /// Everything known to be wrong by now, in the order of a build's report.
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        in_order(
            [
                self.state.diagnostics(),
                self.pages.found(&self.state.prose),
            ]
            .concat(),
        )
    }

    /// How many errors and warnings are known by now.
    pub fn counts(&self) -> (usize, usize) {
        let known = [
            self.state.diagnostics(),
            self.pages.found(&self.state.prose),
        ]
        .concat();
        let errors = known
            .iter()
            .filter(|found| found.severity == Severity::Error)
            .count();
        (errors, known.len() - errors)
    }

    /// A preview writes nothing, and makes no picture that nobody looks at.
    fn pictures(&self) -> PictureMaker<'_> {
        PictureMaker::new(&self.root, Keeping::Nothing)
    }

    fn content(
        &self,
        planned: &Planned,
        made: Made,
        asked: Asked,
    ) -> Reported<Option<FileContent>> {
        Reported::clean(match made {
            Made::Bytes(bytes) => Some(FileContent::Bytes(bytes.into())),
            Made::CopyOf(file) => Some(FileContent::CopyOf(Inside::new(&self.root, &file))),
            Made::Picture(file, form) if asked == Asked::ForContent => {
                let wanted = Wanted {
                    file: &file,
                    form,
                    forms: &[form],
                };
                let picture = self.pictures().bytes(wanted);
                let Reported { value, diagnostics } = self.state.ready().picture(planned, picture);
                return Reported {
                    value: value.map(|bytes| FileContent::Bytes(bytes.into())),
                    diagnostics,
                };
            }
            // Nobody waits for it, and it takes long.
            Made::Picture(..) => Some(FileContent::Bytes(Arc::from([]))),
            Made::Failed => None,
        })
    }

    fn make(&self, place: usize, asked: Asked) -> Option<FileContent> {
        let site = self.state.ready();
        let planned = site.plan.files.get(place)?;
        let page = self.state.page_context(planned.item);
        let mut made = self.state.render(planned, &page, asked);
        let content = self.content(planned, made.value, asked);
        let content = content.into_value(&mut made.diagnostics);
        let found = findings::at_levels(&site.linked.project.site.levels, made.diagnostics);
        let known = match (&content, asked) {
            (None, _) => KnownContent::Failed,
            (Some(content), Asked::ForContent) => KnownContent::Content(content.clone()),
            (Some(_), Asked::ForProblems) => KnownContent::Nothing,
        };
        self.pages.insert(place, page.into_versions(), known, found);
        content
    }
}
