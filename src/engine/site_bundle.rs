//! The planned files as a bundle: each is made when the writer asks for it, and then forgotten. A file that a
//! build before this one has written, and that would be the same again, is not made.

use std::path::Path;
use std::sync::OnceLock;

use rayon::prelude::*;

use super::file_change::Cause;
use super::findings;
use super::last_build::{Attempt, BuiltFile, FoundInFile, LastBuild, MadeFile};
use super::pictures::{Asked, Keeping, PictureMaker, Wanted};
use super::planned_site::file_of;
use super::search_index::SearchIndex;
use super::site_state::SiteState;
use crate::base::{Diagnostic, FilePath, Reported};
use crate::config::Hosts;
use crate::content::disk;
use crate::graph::Item;
use crate::images::Form;
use crate::layout::{self, Key, PageContext, Planned, RenderContext, TemplateInput};
use crate::output::{Bundle, BundleFile, LastGood, PART_FILE, Part};

/// A site's files, on demand.
pub struct SiteBundle<'b> {
    /// All its files, once somebody asks for more than the planned ones.
    files: OnceLock<Files>,
    state: &'b SiteState,
    root: &'b Path,
    last: Option<&'b LastBuild>,
    /// What was made, for the next build; nothing where there is to be none.
    made: Option<Vec<OnceLock<MadeFile>>>,
    /// Whether the last build may show what is not public any more, once a page asks for that.
    shows_withdrawn: OnceLock<bool>,
    pictures: PictureMaker<'b>,
    /// What the folder says of itself, where it is to hold one part of the site.
    part: Option<Part>,
}

/// Whether there will be another build after this one.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Next {
    /// There will: what files are made of is remembered.
    Expected,
    /// Nothing is to be known of this one.
    None,
}

/// A page that a template is to make.
struct Page<'p> {
    planned: &'p Planned,
    input: TemplateInput,
    context: PageContext<'p>,
    found_before: Vec<Diagnostic>,
    asked: Asked,
}

/// What becomes of one file.
struct Made {
    content: BundleFile,
    file: MadeFile,
}

impl Made {
    fn new(content: BundleFile, file: BuiltFile, cause: Cause) -> Made {
        let attempt = Attempt::Made(file);
        let file = MadeFile { attempt, cause };
        Made { content, file }
    }

    /// The file of the last build, which is still the same.
    fn unchanged(file: BuiltFile) -> Made {
        Made::new(
            BundleFile::Unchanged { bytes: file.bytes },
            file,
            Cause::Same,
        )
    }
}

impl<'b> SiteBundle<'b> {
    /// The bundle of a state; `root` is where its sources stand, `last` what was written before.
    pub(super) fn new(
        state: &'b SiteState,
        root: &'b Path,
        last: Option<&'b LastBuild>,
        next: Next,
    ) -> SiteBundle<'b> {
        let files = &state.ready().plan.files;
        let made = match next {
            Next::Expected => Some(files.iter().map(|_| OnceLock::new()).collect()),
            Next::None => None,
        };
        SiteBundle {
            files: OnceLock::new(),
            state,
            root,
            last,
            made,
            shows_withdrawn: OnceLock::new(),
            pictures: PictureMaker::new(root, Keeping::Kept),
            part: None,
        }
    }

    /// The bundle with what the folder says of itself, if it is to hold one part of the site.
    pub(super) fn with_part(self, part: Option<Part>) -> SiteBundle<'b> {
        SiteBundle { part, ..self }
    }

    /// Makes every planned file for what is wrong with it, shows it to `look`, and keeps none. Nothing can be wrong with a file
    /// of the search's index.
    pub fn make_all(&self, look: &(dyn Fn(&'b Planned, &BundleFile) + Sync)) -> Vec<Diagnostic> {
        let files = self.state.ready().plan.files.par_iter().enumerate();
        let made: Vec<Vec<Diagnostic>> = files
            .map(|(place, planned)| {
                let made = self.make_place(place, Asked::ForProblems);
                look(planned, &made.value);
                made.diagnostics
            })
            .collect();
        made.concat()
    }

    /// What was made, and why, in the order of the plan; nothing if a file is missing.
    pub(super) fn into_made(self) -> Option<Vec<MadeFile>> {
        self.made?.into_iter().map(OnceLock::into_inner).collect()
    }

    /// Forgets pictures on the disk that this site does not use. Every file has been made.
    pub(super) fn drop_unused_pictures(&self) {
        self.pictures.drop_unused();
    }

    fn files(&self) -> &Files {
        self.files
            .get_or_init(|| Files::of(self.state, self.part.is_some().then_some(PART_FILE)))
    }

    /// Makes the file at a place of the plan.
    fn make_place(&self, place: usize, asked: Asked) -> Reported<BundleFile> {
        let Some(planned) = self.state.ready().plan.files.get(place) else {
            return Reported::clean(BundleFile::Failed(LastGood::Goes));
        };
        let Made { content, file } = self.make_planned(planned, asked);
        let levels = &self.state.ready().linked.project.site.levels;
        let diagnostics = findings::at_levels(levels, file.attempt.found());
        if let Some(place) = self.made.as_ref().and_then(|made| made.get(place)) {
            // Asked for a second time, it was made of the same.
            let _ = place.set(file);
        }
        Reported {
            value: content,
            diagnostics,
        }
    }

    /// A file that no plan lists: of the search's index, or what a part says of itself.
    fn unplanned(&self, name: &str) -> BundleFile {
        if let (PART_FILE, Some(part)) = (name, &self.part) {
            return BundleFile::Bytes(part.text().into_bytes());
        }
        match self.state.index_file(name) {
            Some(bytes) => BundleFile::Bytes(bytes.to_vec()),
            None => BundleFile::Failed(LastGood::Goes),
        }
    }

    /// The last build, unless something was on another host then.
    fn same_hosts(&self) -> Option<&'b LastBuild> {
        self.last
            .filter(|last| hosts_of(&last.state) == hosts_of(self.state))
    }

    fn make_planned(&self, planned: &Planned, asked: Asked) -> Made {
        let last = self.same_hosts().and_then(|last| last.file(&planned.file));
        if let Some(last) = last
            && *last.item == planned.item
            && last.build.state.is_same_but_for_texts(self.state)
            && last.made.texts.are_in(&self.state.prose)
        {
            return Made::unchanged(last.made.clone());
        }
        let page = self.state.page_context(planned.item);
        if !self.state.is_sound(planned, &page) {
            return self.failed(planned, &FoundInFile::default());
        }
        let input = layout::template_input(planned, &page);
        let last = last.map(|last| last.made);
        match input.value {
            Some(template_input) => {
                let page = Page {
                    planned,
                    input: template_input,
                    context: page,
                    found_before: input.diagnostics,
                    asked,
                };
                self.make_page(page, last)
            }
            None => self.make_other(planned, page, last, asked),
        }
    }

    /// Makes a page by its template, unless the template would receive what it received for the `last` one.
    fn make_page(&self, page: Page, last: Option<&BuiltFile>) -> Made {
        let Page {
            planned,
            input,
            context,
            found_before: before,
            asked,
        } = page;
        let key = self.key(&input, context.render);
        let last_key = last.and_then(|last| last.key.as_ref());
        if let Some(last) = last
            && is_same_page(last_key, key.as_ref())
        {
            return Made::unchanged(last.with(context.into_versions(), before));
        }
        let cause = cause(key.as_ref(), last_key, &input, context.render);
        let mut found = FoundInFile::before(before);
        let Some(html) = input.render(context.render, &mut found.in_template) else {
            return self.failed(planned, &found);
        };
        let html = self.for_host(planned, html.into_bytes(), asked);
        let file = BuiltFile {
            key,
            ..BuiltFile::new(context.into_versions(), html.len() as u64, found)
        };
        Made::new(BundleFile::Bytes(html), file, cause)
    }

    /// What a page is made of, where there is to be a next build.
    fn key(&self, input: &TemplateInput, context: &RenderContext) -> Option<Key> {
        self.made.as_ref().map(|_| Key::of(input, context))
    }

    /// What becomes of a file that could not be made. The last good version stays only if this watch has made it, of the
    /// same document, and nothing has been withdrawn since: that version may show it.
    fn failed(&self, planned: &Planned, found: &FoundInFile) -> Made {
        let is_still_good = self.last.is_some_and(|last| {
            let shows_withdrawn = || last.shows_withdrawn(self.state);
            last.is_of_same(planned, self.state)
                && !self.shows_withdrawn.get_or_init(shows_withdrawn)
        });
        let last_good = if is_still_good {
            LastGood::Stays
        } else {
            LastGood::Goes
        };
        Made {
            content: BundleFile::Failed(last_good),
            file: MadeFile {
                attempt: Attempt::Failed(found.all()),
                cause: Cause::Unknown,
            },
        }
    }

    /// Makes a file without a template.
    fn make_other(
        &self,
        planned: &Planned,
        context: PageContext,
        last: Option<&BuiltFile>,
        asked: Asked,
    ) -> Made {
        let source = self.source(&planned.item);
        let made = self.state.make(planned, &context, asked);
        let form = form(&made.value);
        if let Some(last) = last
            && source.is_some()
            && (last.source, last.form) == (source, form)
        {
            return Made::unchanged(last.clone());
        }
        let made = self.with_picture(planned, made, asked);
        let found = FoundInFile::before(made.diagnostics);
        let Some(content) = self.content(planned, made.value, asked) else {
            return self.failed(planned, &found);
        };
        let file = BuiltFile {
            source,
            form,
            ..BuiltFile::new(context.into_versions(), size(&content, source), found)
        };
        Made::new(content, file, Cause::Unknown)
    }

    /// What was made, a picture in the form that is wanted.
    fn with_picture(
        &self,
        planned: &Planned,
        made: Reported<layout::Made>,
        asked: Asked,
    ) -> Reported<layout::Made> {
        let Reported {
            value,
            mut diagnostics,
        } = made;
        let layout::Made::Picture(file, form) = value else {
            return Reported { value, diagnostics };
        };
        let wanted = Wanted {
            file: &file,
            form,
            forms: &[],
        };
        let picture = self.picture(planned, wanted, asked);
        Reported {
            value: picture.into_value(&mut diagnostics),
            diagnostics,
        }
    }

    /// What a file holds on its host. Links are checked as they are within the site.
    fn for_host(&self, planned: &Planned, bytes: Vec<u8>, asked: Asked) -> Vec<u8> {
        let hosts = hosts_of(self.state);
        match asked {
            Asked::ForContent => layout::for_host(hosts, &planned.file, bytes),
            Asked::ForProblems => bytes,
        }
    }

    /// What goes into the folder; nothing for a file that could not be made.
    fn content(&self, planned: &Planned, made: layout::Made, asked: Asked) -> Option<BundleFile> {
        match made {
            layout::Made::Bytes(bytes) => {
                let bytes = self.for_host(planned, bytes, asked);
                Some(BundleFile::Bytes(bytes))
            }
            layout::Made::CopyOf(file) => Some(self.copy(planned, &file, asked)),
            layout::Made::Failed | layout::Made::Picture(..) => None,
        }
    }

    /// A file as its author wrote it, but for links that its host has to write otherwise.
    fn copy(&self, planned: &Planned, file: &FilePath, asked: Asked) -> BundleFile {
        let copy = BundleFile::CopyOf(disk::Inside::new(self.root, file));
        let hosts = hosts_of(self.state);
        if !hosts.are_several() || asked == Asked::ForProblems || !layout::has_links(&planned.file)
        {
            return copy;
        }
        // What cannot be read is said when it is copied.
        match disk::read(self.root, file, disk::size_limit::DOCUMENT) {
            Ok(bytes) => BundleFile::Bytes(self.for_host(planned, bytes, asked)),
            Err(_) => copy,
        }
    }

    fn picture(&self, planned: &Planned, wanted: Wanted, asked: Asked) -> Reported<layout::Made> {
        let site = self.state.ready();
        let forms = site.forms_of(&planned.item);
        let wanted = Wanted {
            forms: &forms,
            ..wanted
        };
        let outcome = match (asked, planned.item) {
            (Asked::ForContent, _) => self.pictures.bytes(wanted),
            (Asked::ForProblems, Item::ContentAsset(_)) => {
                self.pictures.examine(wanted).map(|()| Vec::new())
            }
            // What is wrong with a picture is told of its own file.
            (Asked::ForProblems, _) => Ok(Vec::new()),
        };
        let Reported { value, diagnostics } = site.picture(planned, outcome);
        Reported {
            value: value.map_or(layout::Made::Failed, layout::Made::Bytes),
            diagnostics,
        }
    }

    /// The author's file that a file is made of, as it is now.
    fn source(&self, item: &Item) -> Option<disk::Stamp> {
        let site = &self.state.ready().linked.graph;
        disk::stamp(self.root, &site.asset(file_of(item)?)?.file)
    }
}

/// The files of the search's index on each host. It is made of all texts, so only the part of a site that has it makes it.
fn index_files(state: &SiteState) -> impl Iterator<Item = String> {
    let plan = &state.ready().plan;
    let index = plan.files.iter().any(is_index).then(|| state.index());
    let names = index.into_iter().flat_map(SearchIndex::names);
    let hosts = hosts_of(state);
    names.flat_map(|name| hosts.ids().map(|id| hosts.file(id, name)))
}

fn hosts_of(state: &SiteState) -> &Hosts {
    &state.ready().linked.project.site.hosts
}

/// How long a file is.
fn size(content: &BundleFile, source: Option<disk::Stamp>) -> u64 {
    match content {
        BundleFile::Bytes(bytes) => bytes.len() as u64,
        _ => source.map_or(0, |stamp| stamp.size()),
    }
}

/// True if a page of the last build is made of the same.
fn is_same_page(last: Option<&Key>, now: Option<&Key>) -> bool {
    last.is_some() && last == now
}

fn is_index(planned: &Planned) -> bool {
    planned.item == Item::SearchIndex
}

/// All files of a site, sorted by name.
struct Files {
    names: Vec<String>,
    /// The places of those that are planned, by the places of their names; the others are of the search's index, or say what
    /// part this is.
    planned: Vec<Option<usize>>,
}

impl Files {
    /// `part` is the file that says which part of a site this is.
    fn of(state: &SiteState, part: Option<&str>) -> Files {
        let plan = &state.ready().plan;
        let planned = plan.files.iter().enumerate();
        let planned = planned.map(|(place, planned)| (planned.file.clone(), Some(place)));
        let others = index_files(state).chain(part.map(str::to_owned));
        let others = others.map(|name| (name, None));
        let mut all: Vec<(String, Option<usize>)> = planned.chain(others).collect();
        all.sort();
        let (names, planned) = all.into_iter().unzip();
        Files { names, planned }
    }
}

impl Bundle for SiteBundle<'_> {
    fn files(&self) -> &[String] {
        &SiteBundle::files(self).names
    }

    fn make(&self, index: usize) -> Reported<BundleFile> {
        let files = SiteBundle::files(self);
        match (files.planned.get(index), files.names.get(index)) {
            (Some(Some(place)), _) => self.make_place(*place, Asked::ForContent),
            (_, Some(name)) => Reported::clean(self.unplanned(name)),
            (_, None) => Reported::clean(BundleFile::Failed(LastGood::Goes)),
        }
    }
}

fn form(made: &layout::Made) -> Option<Form> {
    match made {
        layout::Made::Picture(_, form) => Some(*form),
        _ => None,
    }
}

/// Why a page is made again.
fn cause(
    key: Option<&Key>,
    last: Option<&Key>,
    input: &TemplateInput,
    context: &RenderContext,
) -> Cause {
    match (key, last) {
        (Some(key), Some(last)) => Cause::Moved(key.moved_since(last, input, context)),
        _ => Cause::Unknown,
    }
}
