//! Looks at a whole site with the texts of an editor, beside the answering of questions: what is typed meanwhile waits for
//! nothing. Tells what it found; keeps nothing that is older than the last look but what makes the next one quick.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, TryRecvError};
use std::time::Duration;

use serde_json::Value;

use super::findings::{all_shown, moved_finding};
use crate::base::{Diagnostic, FilePath};
use crate::check::{check_document, check_whole_site};
use crate::cli::check::with_checked_site;
use crate::cli::options::options_for;
use crate::content::disk;
use crate::engine::{Drafts, EditedSite, Engine, Options, Unsaved, at_levels, schemas};
use crate::graph::Node;
use crate::lsp::file_sort::{FileSort, counts_unsaved, sort_of};
use crate::schema::Schema;

/// Texts of an editor by file.
pub type Texts = BTreeMap<FilePath, Arc<str>>;

/// How long nothing must have been typed before all is looked at that is not urgent.
const QUIET: Duration = Duration::from_millis(150);

/// A look that is wanted.
#[derive(Debug, Default)]
pub struct Job {
    /// What is in the editor.
    pub texts: Texts,
    /// Files that have changed on the disk, by their paths below the root.
    pub changed: Vec<PathBuf>,
    /// True if somebody waits for it.
    pub is_urgent: bool,
    /// True if the rules that look at the whole site are wanted too.
    pub with_site_rules: bool,
}

impl Job {
    /// The newest texts, and everything that was wanted of either.
    fn merged(self, newer: Job) -> Job {
        Job {
            texts: newer.texts,
            changed: [self.changed, newer.changed].concat(),
            is_urgent: self.is_urgent || newer.is_urgent,
            with_site_rules: self.with_site_rules || newer.with_site_rules,
        }
    }
}

/// A site as it was looked at.
pub struct View {
    /// The site.
    pub site: EditedSite,
    /// The texts of the editor that it has.
    pub texts: Texts,
    /// What is wrong with each file, at the levels of the site.
    pub found: BTreeMap<FilePath, Vec<Diagnostic>>,
    /// The same as editors show it, for files that are not in the editor.
    pub shown: Shown,
    /// What rules found: those of texts in these texts, those of the site when something was last saved.
    pub of_rules: Vec<Diagnostic>,
    /// The schemas of what authors write.
    pub schemas: Arc<Vec<Schema>>,
}

/// What editors show of files.
pub type Shown = BTreeMap<FilePath, Arc<Vec<Value>>>;

impl View {
    /// True for a document that is on the disk, public or not.
    pub fn has_document(&self, file: &FilePath) -> bool {
        let graph = &self.site.linked().graph;
        let documents = graph.nodes().map(Node::document).chain(graph.hidden());
        let mut files = documents.map(|document| &document.outline.file);
        files.any(|known| known == file)
    }

    /// What was found in reading and linking, and by rules, without what is found in one document alone.
    pub fn of_site(&self) -> impl Iterator<Item = &Diagnostic> {
        let findings = self.site.findings();
        let of_all = findings.before.iter().chain(&findings.of_graph);
        of_all.chain(&findings.after).chain(&self.of_rules)
    }
}

/// What came of a look.
pub enum Looked {
    /// The site, and whether more will be said of it.
    View(Arc<View>),
    /// There is no site that can be read, for these reasons.
    Nothing(Vec<Diagnostic>),
    /// The look itself went wrong.
    Failed,
}

/// Looks at a site as often as it is told to, and tells what came of it.
pub struct Analyst {
    root: PathBuf,
    engine: Engine,
    /// What the rules of the site found, at the places of now.
    of_site: Vec<Diagnostic>,
    /// The texts of the last look.
    texts: Texts,
    schemas: Arc<Vec<Schema>>,
    /// What editors show of files, with what was found there.
    shown: BTreeMap<FilePath, ShownFile>,
}

/// What editors show of a file.
struct ShownFile {
    found: Vec<Diagnostic>,
    shown: Arc<Vec<Value>>,
}

impl Analyst {
    /// Has not looked yet.
    pub fn new(root: PathBuf) -> Analyst {
        Analyst {
            root,
            engine: Engine::for_editor(),
            of_site: Vec::new(),
            texts: Texts::new(),
            schemas: Arc::default(),
            shown: BTreeMap::new(),
        }
    }

    /// Does jobs until nobody gives any more.
    pub fn work(mut self, jobs: &Receiver<Job>, tell: &dyn Fn(Looked)) {
        let mut next = jobs.recv().ok();
        while let Some(job) = next {
            next = self.work_on(&when_quiet(job, jobs), jobs, tell);
        }
    }

    /// Does a job. Returns the next one; `None` if there will be none.
    fn work_on(&mut self, job: &Job, jobs: &Receiver<Job>, tell: &dyn Fn(Looked)) -> Option<Job> {
        let view = self.look_safely(job, tell);
        match jobs.try_recv() {
            Ok(newer) => Some(Job {
                with_site_rules: job.with_site_rules || newer.with_site_rules,
                ..newer
            }),
            Err(TryRecvError::Disconnected) => None,
            Err(TryRecvError::Empty) => {
                if let (Some(view), true) = (view, job.with_site_rules) {
                    self.look_at_site(&view, tell);
                }
                jobs.recv().ok()
            }
        }
    }

    /// Looks, and tells what came of it. Whatever goes wrong in one look, the next one starts anew.
    fn look_safely(&mut self, job: &Job, tell: &dyn Fn(Looked)) -> Option<Arc<View>> {
        let Ok(looked) = catch_unwind(AssertUnwindSafe(|| self.look(job))) else {
            self.engine = Engine::for_editor();
            tell(Looked::Failed);
            return None;
        };
        let view = match &looked {
            Looked::View(view) => Some(Arc::clone(view)),
            Looked::Nothing(_) | Looked::Failed => None,
        };
        tell(looked);
        view
    }

    fn options(&self, texts: &Texts) -> Option<Options> {
        let mut options = options_for(&self.root, None, Drafts::Show).ok()?;
        let counted = texts.iter().filter(|(file, _)| counts_unsaved(file));
        let counted = counted.map(|(file, text)| (file.clone(), Arc::clone(text)));
        options.unsaved = Unsaved(counted.collect());
        Some(options)
    }

    fn look(&mut self, job: &Job) -> Looked {
        self.engine.forget(&job.changed);
        let Some(options) = self.options(&job.texts) else {
            return Looked::Nothing(Vec::new());
        };
        let site = match self.engine.edited_site(&options) {
            Ok(site) => site,
            Err(failure) => return Looked::Nothing(failure.found),
        };
        let is_as_declared = job.changed.is_empty() && !self.declares_anew(&job.texts);
        self.take_texts(&job.texts);
        self.forget_shown(job);
        if !is_as_declared || self.schemas.is_empty() {
            self.schemas = Arc::new(schemas(&site.linked().project));
        }
        let mut of_rules = of_texts(&site, &options, &job.texts);
        of_rules.extend(self.of_site.iter().cloned());
        Looked::View(Arc::new(self.view(site, &job.texts, of_rules)))
    }

    /// True if settings, or what a theme declares, are others in the editor than in the last look.
    fn declares_anew(&self, texts: &Texts) -> bool {
        let files = self.texts.keys().chain(texts.keys());
        let mut declaring = files.filter(|file| matches!(sort_of(file), FileSort::Yaml(_)));
        declaring.any(|file| self.texts.get(file) != texts.get(file))
    }

    /// A view of a site. What editors show is worked out here, where nobody waits.
    fn view(&mut self, site: EditedSite, texts: &Texts, of_rules: Vec<Diagnostic>) -> View {
        let mut all = site.findings().all();
        all.extend(of_rules.iter().cloned());
        let levels = &site.linked().project.site.levels;
        let found = by_file(at_levels(levels, all));
        let closed = found.iter().filter(|(file, _)| !texts.contains_key(*file));
        let shown = closed.map(|(file, found)| (file.clone(), self.shown_of(file, found)));
        View {
            shown: shown.collect(),
            found,
            site,
            texts: texts.clone(),
            of_rules,
            schemas: Arc::clone(&self.schemas),
        }
    }

    fn shown_of(&mut self, file: &FilePath, found: &[Diagnostic]) -> Arc<Vec<Value>> {
        if let Some(known) = self.shown.get(file).filter(|known| known.found == found) {
            return Arc::clone(&known.shown);
        }
        let text = disk::read_to_show(&self.root, file).unwrap_or_default();
        let shown: Arc<Vec<Value>> = Arc::new(all_shown(found, &text));
        let known = ShownFile {
            found: found.to_vec(),
            shown: Arc::clone(&shown),
        };
        self.shown.insert(file.clone(), known);
        shown
    }

    /// Forgets what was shown of files that may have changed.
    fn forget_shown(&mut self, job: &Job) {
        let is_changed = |file: &FilePath| {
            let path = Path::new(file.as_str());
            job.changed.iter().any(|changed| path.starts_with(changed))
        };
        self.shown
            .retain(|file, _| !job.texts.contains_key(file) && !is_changed(file));
    }

    /// Takes newer texts; what was found in a file is where it is now, or gone if what it is about was changed.
    fn take_texts(&mut self, texts: &Texts) {
        for (file, old) in &self.texts {
            let Some(new) = texts.get(file).filter(|new| *new != old) else {
                continue;
            };
            let found = std::mem::take(&mut self.of_site).into_iter();
            let is_in = |found: &Diagnostic| {
                let label = found.labels.first();
                label.is_some_and(|label| label.file == *file)
            };
            let found = found.filter_map(|found| {
                if is_in(&found) {
                    moved_finding(&found, old, new)
                } else {
                    Some(found)
                }
            });
            self.of_site = found.collect();
        }
        self.texts.clone_from(texts);
    }

    /// Runs the rules that look at the whole site, which takes a while.
    fn look_at_site(&mut self, view: &View, tell: &dyn Fn(Looked)) {
        let Some(options) = self.options(&view.texts) else {
            return;
        };
        let before = self.of_site.len();
        let of_texts = view.of_rules.len() - before;
        let found = catch_unwind(AssertUnwindSafe(|| {
            with_checked_site(view.site.planned(), &options, check_whole_site)
        }));
        self.of_site = found.unwrap_or_default();
        let mut of_rules = view.of_rules.clone();
        of_rules.truncate(of_texts);
        of_rules.extend(self.of_site.iter().cloned());
        let view = self.view(view.site.clone(), &view.texts, of_rules);
        tell(Looked::View(Arc::new(view)));
    }
}

/// Findings by the file that they are about.
pub fn by_file(all: Vec<Diagnostic>) -> BTreeMap<FilePath, Vec<Diagnostic>> {
    let mut found: BTreeMap<FilePath, Vec<Diagnostic>> = BTreeMap::new();
    for one in all {
        if let Some(label) = one.labels.first() {
            found.entry(label.file.clone()).or_default().push(one);
        }
    }
    found
}

/// What the rules of texts find in the texts of the editor.
fn of_texts(site: &EditedSite, options: &Options, texts: &Texts) -> Vec<Diagnostic> {
    with_checked_site(site.planned(), options, |checked| {
        let found = texts.keys().map(|file| check_document(checked, file));
        found.collect::<Vec<_>>().concat()
    })
}

/// The job with what is typed right after it, unless somebody waits.
fn when_quiet(mut job: Job, jobs: &Receiver<Job>) -> Job {
    while !job.is_urgent {
        match jobs.recv_timeout(QUIET) {
            Ok(newer) => job = job.merged(newer),
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => break,
        }
    }
    while let Ok(newer) = jobs.try_recv() {
        job = job.merged(newer);
    }
    job
}
