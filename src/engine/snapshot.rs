//! A site as it was last read from the disk: settings, theme, listing, documents, days of commits, data. Read
//! again, it takes over what cannot have changed, and says what is different.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;

use super::changes::Changes;
use super::inheritance::inherit_all;
use super::project::{Project, read_project_in};
use super::sources::{self, ChangedDocument, PreviousSources, ReadSource, SourceReader};
use super::stopwatch::Stopwatch;
use super::{Failure, LanguageHosts, Options};
use crate::base::site_layout;
use crate::base::{Code, Diagnostic, FilePath, Reported, file_error};
use crate::config::web_address::check_base_url;
use crate::content::{
    Data, Folder, History, LastChanges, Ledger, Listing, NameRules, data, disk, ledger, walk,
};
use crate::document::{self, Context, Placement};
use crate::layout::Theme;

/// What was read.
pub(super) struct Snapshot {
    /// What the site declares.
    pub project: Arc<Project>,
    /// Its theme, ready to render.
    pub theme: Arc<Theme>,
    of_settings: Vec<Diagnostic>,
    /// The files of `content/`.
    pub listing: Arc<Listing>,
    /// What is wrong with these.
    pub of_listing: Vec<Diagnostic>,
    /// What their places say.
    placements: Vec<Placement>,
    /// Its sources as they were read, in the order of the listing.
    pub sources: Vec<ReadSource>,
    /// The days of the last commits that some document needs.
    pub days: Arc<LastChanges>,
    /// The moment at which they were asked for.
    days_of: Timestamp,
    /// The files that were asked for.
    asked: BTreeSet<FilePath>,
    /// Its data files.
    pub data: Arc<Vec<Data>>,
    of_data: Vec<Diagnostic>,
    /// Its ledger of addresses.
    pub ledger: Arc<Option<Ledger>>,
    /// What is wrong with that.
    pub of_ledger: Vec<Diagnostic>,
}

/// What listing files and reading documents takes of what a site declares. They are given nothing else, so whatever they
/// depend on is compared.
#[derive(Clone, Copy, PartialEq)]
struct Rules<'d> {
    context: Context<'d>,
    names: NameRules<'d>,
    git_dates: bool,
}

impl<'d> Rules<'d> {
    fn of(project: &'d Project) -> Rules<'d> {
        let Project { kinds, site, .. } = project;
        Rules {
            context: Context::of(kinds, site),
            names: NameRules {
                ignore: &site.ignore,
                include: &site.include,
                languages: &site.languages.tags,
            },
            git_dates: site.git_dates,
        }
    }
}

/// What changed since a site was last read.
#[derive(Debug, Default)]
pub(super) struct Difference {
    /// site.yaml or the theme.
    pub settings: bool,
    /// More than the texts of files: which files there are, their order, their size, data, days of commits.
    pub files: bool,
    /// Sources whose documents changed.
    pub documents: Vec<ChangedDocument>,
}

impl Difference {
    /// Adds documents that are other than before.
    fn add(&mut self, changed: Vec<ChangedDocument>) {
        let known: BTreeSet<usize> = self.documents.iter().map(|noted| noted.at).collect();
        let others = changed.into_iter().filter(|it| !known.contains(&it.at));
        self.documents.extend(others);
    }
}

/// What is read of `content/`.
struct Content {
    listing: Reported<Listing>,
    placements: Vec<Placement>,
    sources: Vec<ReadSource>,
    data: Reported<Vec<Data>>,
}

impl Content {
    fn read(folder: Folder, rules: &Rules, history: Option<&History>) -> Content {
        let listing = walk(folder.root, rules.names);
        let mut placements = document::place(&listing.value.sources, &rules.context);
        let reader = SourceReader {
            folder,
            listing: &listing.value,
            context: &rules.context,
            history,
            previous: None,
        };
        let sources = reader.read_all(&mut placements);
        let data = data::read(folder, &listing.value.assets);
        Content {
            listing,
            placements,
            sources,
            data,
        }
    }
}

/// What is read again after changes.
#[derive(Clone, Copy)]
struct Scope<'c> {
    changes: &'c Changes,
    /// True if documents are read by the same rules as before; else each of them is read again.
    keeps_rules: bool,
}

impl<'c> Scope<'c> {
    fn new(changes: &'c Changes, before: &Arc<Project>, now: &Arc<Project>) -> Scope<'c> {
        Scope {
            changes,
            keeps_rules: Arc::ptr_eq(before, now) || Rules::of(before) == Rules::of(now),
        }
    }
}

impl Snapshot {
    /// Reads a site.
    ///
    /// # Errors
    /// If there is no site, or `base_url` of the options is not a URL.
    pub fn new(options: &Options, stopwatch: &mut Stopwatch) -> Result<Snapshot, Failure> {
        let root = options.root.as_path();
        let project = read_settings(options)?;
        has_content(root)?;
        stopwatch.lap("settings");
        let history = project
            .site
            .git_dates
            .then(|| History::of(root, options.now));
        // Templates are compiled beside the reading of documents, which do not know them.
        let (theme, content) = rayon::join(
            || Theme::new(&project.theme, &project.site),
            || Content::read(options.folder(), &Rules::of(&project), history.as_ref()),
        );
        stopwatch.lap("read documents");
        let days = history.map(History::last_changes).unwrap_or_default();
        let mut snapshot = Snapshot::undated_site(project, theme, content, ledger::read(root));
        (snapshot.days, snapshot.days_of) = (Arc::new(days), options.now);
        snapshot.asked = snapshot.undated();
        snapshot.date_all();
        inherit_all(&mut snapshot.sources, &snapshot.project);
        stopwatch.lap("read history");
        Ok(snapshot)
    }

    /// What was read, before documents get the days of their last commits.
    fn undated_site(
        project: Project,
        theme: Reported<Theme>,
        content: Content,
        ledger: Reported<Option<Ledger>>,
    ) -> Snapshot {
        let mut of_settings = project.diagnostics.clone();
        Snapshot {
            theme: Arc::new(theme.into_value(&mut of_settings)),
            of_settings,
            project: Arc::new(project),
            listing: Arc::new(content.listing.value),
            of_listing: content.listing.diagnostics,
            placements: content.placements,
            sources: content.sources,
            days: Arc::default(),
            days_of: Timestamp::MAX,
            asked: BTreeSet::new(),
            data: Arc::new(content.data.value),
            of_data: content.data.diagnostics,
            ledger: Arc::new(ledger.value),
            of_ledger: ledger.diagnostics,
        }
    }

    /// Reads what may have changed.
    ///
    /// # Errors
    /// As for [`Snapshot::new`]; what was read so far is of no use then.
    pub fn update(
        &mut self,
        options: &Options,
        changes: &Changes,
        stopwatch: &mut Stopwatch,
    ) -> Result<Difference, Failure> {
        let root = options.root.as_path();
        let mut difference = Difference::default();
        let before = Arc::clone(&self.project);
        if changes.in_settings() {
            difference.settings = self.update_settings(options)?;
        }
        has_content(root)?;
        stopwatch.lap("settings and theme");
        let scope = Scope::new(changes, &before, &self.project);
        if self.keeps_all_else(scope, options)
            && let Some(edited) = self.edited(root, changes)
            && self.read_some(options.folder(), &edited, &mut difference)
        {
            self.date(&edited);
            stopwatch.lap("read documents");
        } else {
            self.update_content(options.folder(), scope, &mut difference);
            stopwatch.lap("read documents");
            difference.files |= self.read_history(options, changes);
            stopwatch.lap("read history");
        }
        let inherited = inherit_all(&mut self.sources, &self.project);
        difference.add(inherited);
        Ok(difference)
    }

    /// True if nothing but sources may have changed.
    fn keeps_all_else(&self, scope: Scope, options: &Options) -> bool {
        scope.keeps_rules && !scope.changes.history && self.keeps_days(options.now)
    }

    /// Reads site.yaml, the theme and, since it is kept beside them, the ledger. True if they say something else.
    fn update_settings(&mut self, options: &Options) -> Result<bool, Failure> {
        let project = read_settings(options)?;
        let declares_the_same = project == *self.project;
        if !declares_the_same {
            self.of_settings = project.diagnostics.clone();
            let theme = Theme::new(&project.theme, &project.site).into_value(&mut self.of_settings);
            self.theme = Arc::new(theme);
        }
        // Also if it is equal: what is found from now on points to the places of now.
        self.project = Arc::new(project);
        let ledger = ledger::read(&options.root);
        let same_ledger = ledger.value == *self.ledger && ledger.diagnostics == self.of_ledger;
        (self.ledger, self.of_ledger) = (Arc::new(ledger.value), ledger.diagnostics);
        Ok(!(declares_the_same && same_ledger))
    }

    /// True where some file could not be read.
    pub fn lacks_files(&self) -> bool {
        let of_sources = self.sources.iter().flat_map(ReadSource::told);
        let of_all = self
            .of_settings
            .iter()
            .chain(&self.of_listing)
            .chain(&self.of_data)
            .chain(&self.of_ledger);
        of_all
            .chain(of_sources)
            .any(|found| found.code == Code::UnreadableFile)
    }

    /// What was found in settings, theme and listing.
    pub fn found_before(&self) -> Vec<Diagnostic> {
        [self.of_settings.as_slice(), &self.of_listing].concat()
    }

    /// What was found in single documents.
    pub fn found_in_documents(&self) -> BTreeMap<FilePath, Vec<Diagnostic>> {
        let sources = self.listing.sources.iter().zip(&self.sources);
        let wrong = sources.filter(|(_, source)| !source.told().is_empty());
        wrong
            .map(|(file, source)| (file.clone(), source.told().to_vec()))
            .collect()
    }

    /// What was found in data files.
    pub fn found_in_data(&self) -> &[Diagnostic] {
        &self.of_data
    }

    /// The sources that have changed, by their place in the listing, where nothing else has.
    fn edited(&self, root: &Path, changes: &Changes) -> Option<Vec<usize>> {
        if self.listing.has_links {
            return None;
        }
        let place = |file: FilePath| {
            let at = self.listing.sources.binary_search(&file).ok()?;
            // Another one may be a source no longer.
            (file.is_source() && disk::is_plain_file(root, &file)).then_some(at)
        };
        changes.in_content()?.into_iter().map(place).collect()
    }

    /// Reads these sources. False where one of them needs more of the history than is known, or others have to be read too.
    fn read_some(&mut self, folder: Folder, edited: &[usize], difference: &mut Difference) -> bool {
        let project = Arc::clone(&self.project);
        let rules = Rules::of(&project);
        for at in edited {
            let file = &self.listing.sources[*at];
            let Some(placement) = self.placements.get(*at) else {
                return false;
            };
            let source = sources::read(folder, file, placement, &rules.context);
            if rules.git_dates && source.needs_history() && !self.asked.contains(file) {
                return false;
            }
            let was = std::mem::replace(&mut self.sources[*at], source);
            note(*at, was, &mut self.sources[*at], difference);
        }
        !rules.context.languages.are_several()
            || sources::of_other_kinds(&self.sources, &self.placements).is_empty()
    }

    /// Reads all of `content/`; documents stay if the rules and their files are the same.
    fn update_content(&mut self, folder: Folder, scope: Scope, difference: &mut Difference) {
        let changes = scope.changes;
        let project = Arc::clone(&self.project);
        let rules = Rules::of(&project);
        let walked = walk(folder.root, rules.names);
        let mut placements = document::place(&walked.value.sources, &rules.context);
        let previous = self.previous_sources(&walked.value, changes);
        let reader = SourceReader {
            folder,
            listing: &walked.value,
            context: &rules.context,
            history: None,
            previous: scope.keeps_rules.then_some(previous),
        };
        let sources = reader.read_all(&mut placements);
        difference.files |= !scope.keeps_rules;
        self.take_sources(walked.value, placements, sources, difference);
        difference.files |= !self.only_sources(changes) || walked.diagnostics != self.of_listing;
        self.of_listing = walked.diagnostics;
        self.update_data(folder, difference);
    }

    fn previous_sources<'p>(
        &'p self,
        listing: &Listing,
        changes: &'p Changes,
    ) -> PreviousSources<'p> {
        PreviousSources {
            listing: &self.listing,
            placements: &self.placements,
            sources: &self.sources,
            changes,
            is_sure: !self.listing.has_links && !listing.has_links,
        }
    }

    /// Takes over sources that were read again.
    fn take_sources(
        &mut self,
        listing: Listing,
        placements: Vec<Placement>,
        mut sources: Vec<ReadSource>,
        difference: &mut Difference,
    ) {
        if !difference.files && listing == *self.listing && placements == self.placements {
            note_all(std::mem::take(&mut self.sources), &mut sources, difference);
        } else {
            difference.files = true;
            self.listing = Arc::new(listing);
        }
        (self.placements, self.sources) = (placements, sources);
    }

    /// True if only sources changed. Another file may look different, though its name and its size are the same.
    fn only_sources(&self, changes: &Changes) -> bool {
        let is_source = |file: &FilePath| self.listing.sources.binary_search(file).is_ok();
        changes
            .in_content()
            .is_some_and(|files| files.iter().all(is_source))
    }

    fn update_data(&mut self, folder: Folder, difference: &mut Difference) {
        let data = data::read(folder, &self.listing.assets);
        difference.files |= data.value != *self.data || data.diagnostics != self.of_data;
        (self.data, self.of_data) = (Arc::new(data.value), data.diagnostics);
    }

    /// Asks git again where it may say something else, or is asked for something new. True where it does.
    fn read_history(&mut self, options: &Options, changes: &Changes) -> bool {
        let undated = self.undated();
        let is_known = !changes.history
            && !changes.is_everything()
            && self.keeps_days(options.now)
            && undated.is_subset(&self.asked);
        let mut is_other = false;
        if !self.project.site.git_dates {
            is_other = !self.days.at.is_empty();
            (self.days, self.asked) = (Arc::default(), BTreeSet::new());
        } else if !is_known {
            let history = History::of(&options.root, options.now);
            undated.iter().for_each(|file| history.ask(file));
            let days = history.last_changes();
            is_other = days != *self.days;
            (self.days, self.asked) = (Arc::new(days), undated);
            self.days_of = options.now;
        }
        self.date_all();
        is_other
    }

    /// True if a history is the same as when it was read: no commit was of the future that is so no longer, or the other
    /// way round.
    fn keeps_days(&self, now: Timestamp) -> bool {
        self.days_of <= now && self.days.next_change().is_none_or(|next| now < next)
    }

    /// The sources that only the history knows the age of.
    fn undated(&self) -> BTreeSet<FilePath> {
        let sources = self.listing.sources.iter().zip(&self.sources);
        sources
            .filter(|(_, source)| source.needs_history())
            .map(|(file, _)| file.clone())
            .collect()
    }

    fn date_all(&mut self) {
        let all: Vec<usize> = (0..self.sources.len()).collect();
        self.date(&all);
    }

    /// Gives some documents the days of their last commits.
    fn date(&mut self, some: &[usize]) {
        let zone = &self.project.site.timezone;
        for at in some {
            let source = &mut self.sources[*at];
            let day = if source.needs_history() {
                self.days.at.get(&self.listing.sources[*at]).copied()
            } else {
                None
            };
            source.date(day, zone);
        }
    }
}

/// Takes note of all sources, which were read again.
fn note_all(before: Vec<ReadSource>, now: &mut [ReadSource], difference: &mut Difference) {
    for (at, (was, is)) in before.into_iter().zip(now).enumerate() {
        note(at, was, is, difference);
    }
}

/// Takes note of a source that was read again. One with the same bytes keeps its document, so that others can tell by a
/// look. Other bytes make it another one, even if only places in it are different: diagnostics show these.
fn note(at: usize, was: ReadSource, is: &mut ReadSource, difference: &mut Difference) {
    if was.hash == is.hash && was.diagnostics == is.diagnostics {
        let stamp = is.stamp;
        *is = ReadSource { stamp, ..was };
    } else {
        let before = Arc::clone(was.shown());
        let document = Arc::make_mut(&mut is.document);
        document.outline.take_over(&was.document.outline);
        difference.documents.push(ChangedDocument { at, before });
    }
}

/// What the site declares, at the address that the options give it.
fn read_settings(options: &Options) -> Result<Project, Failure> {
    let mut project = read_project_in(options.folder())?;
    if let Some(url) = &options.base_url {
        let url = check_base_url(url).map_err(|why| Failure::from(format!("--base-url {why}")))?;
        project.site.move_to(url);
    }
    if options.hosts == LanguageHosts::Joined {
        project.site.join_hosts();
    }
    Ok(project)
}

/// A site without `content/` would be an empty one, and its output would lose every page.
fn has_content(root: &Path) -> Result<(), Failure> {
    let content = root.join(site_layout::CONTENT);
    let has_content = disk::has_folder(&content).map_err(|error| {
        let (why, help) = (file_error::reason(&error), file_error::help_to_read(&error));
        Failure::from(format!(
            "{} cannot be read: {why}; {help}",
            content.display()
        ))
    })?;
    if !has_content {
        let why = "there is no folder `content`; put your Markdown files there, such as `content/index.md`";
        return Err(Failure::from(format!("{}: {why}", root.display())));
    }
    let inside = disk::real_path(&content)
        .ok()
        .zip(disk::real_path(root).ok());
    if inside.is_some_and(|(content, root)| !content.starts_with(root)) {
        let why = "the folder `content` is a link that points outside the site's folder, so it is not followed";
        return Err(Failure::from(format!("{}: {why}", root.display())));
    }
    Ok(())
}
