//! The current state of the site, the pages that are open in browsers, and how they are updated when the state changes.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::{broadcast, watch};

use crate::base::Hash;
use crate::content::disk::OpenFile;

use super::page_files::PageFiles;
use super::route::page_in;
use super::styles::{self, Swap};
use crate::output::FileContent;

use super::{Health, State, problems};

/// How many events an open page may miss before it has to load again.
const EVENTS_KEPT: usize = 16;
/// The page for missing pages if the site has no `404.html`.
const NOT_FOUND: &[u8] =
    b"<!doctype html><html lang=\"en\"><head><title>Not found</title></head><body>\
    <p>There is no page at this address.</p></body></html>";
/// The page of a site for missing pages.
pub const MISSING: &str = "404.html";

/// The site as browsers see it: one state after the other.
pub struct ServedSite {
    current: watch::Sender<CurrentState>,
    /// Open pages by file name, including those that are kept because an error removed them.
    open: Mutex<BTreeMap<String, OpenPage>>,
    /// The base paths that the site had before.
    old_bases: Mutex<Vec<String>>,
    /// The last list of problems.
    problems: Mutex<Option<ProblemList>>,
}

/// A list of problems as JSON.
struct ProblemList {
    json: Arc<str>,
    version: ProblemVersion,
}

/// If this is unchanged, so is the list of problems.
#[derive(Clone, Copy, PartialEq, Eq)]
struct ProblemVersion {
    generation: u64,
    round: u64,
    health: Health,
}

/// The current state.
#[derive(Clone)]
pub struct CurrentState {
    pub state: Arc<dyn State>,
    /// The number of states before it.
    pub generation: u64,
    /// How often its problems have changed.
    round: u64,
}

/// A page without the script.
#[derive(Clone, Debug)]
pub struct Page {
    pub bytes: Arc<[u8]>,
    /// The hash of the bytes.
    pub version: Hash,
    /// False for the page for missing pages.
    pub found: bool,
}

/// A page that is open in at least one tab.
struct OpenPage {
    /// The version that its tabs know.
    page: Page,
    /// The files that it uses.
    files: PageFiles,
    /// Counts up with each page that is opened.
    opened: u64,
    /// Whether it is missing in the current state, which has errors.
    kept: bool,
    events: broadcast::Sender<TabEvent>,
}

/// What open pages are sent.
#[derive(Clone, Debug)]
pub enum TabEvent {
    /// The page has changed.
    Page {
        from: Hash,
        to: Hash,
        /// The changed style sheets, if nothing else changed.
        styles: Option<Arc<[Swap]>>,
    },
    /// Files that the page uses have changed, and the page itself is the same.
    Files {
        /// The version of all files that it uses.
        token: Hash,
        /// The URLs of the changed files, as they are written in the page.
        changed: Arc<[String]>,
    },
    /// The new list of problems, as JSON.
    Problems(Arc<str>),
}

/// An open page that waits for events.
pub struct Tab {
    /// The version of the page.
    pub version: Hash,
    /// The version of all files that the page uses.
    pub files: Hash,
    /// The state in which it was opened.
    pub current: CurrentState,
    pub receiver: broadcast::Receiver<TabEvent>,
}

impl ServedSite {
    /// A site in its first state.
    pub fn new(state: Arc<dyn State>) -> Arc<ServedSite> {
        let (current, _) = watch::channel(CurrentState {
            state,
            generation: 0,
            round: 0,
        });
        Arc::new(ServedSite {
            current,
            open: Mutex::default(),
            old_bases: Mutex::default(),
            problems: Mutex::default(),
        })
    }

    /// Replaces the state. Returns at once; open pages are updated soon after.
    pub fn show(&self, state: Arc<dyn State>) {
        let before = self.state();
        if before.base_path() != state.base_path() {
            let mut bases = self
                .old_bases
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            bases.retain(|base| base != before.base_path());
            bases.push(before.base_path().to_owned());
        }
        self.current.send_modify(|current| {
            *current = CurrentState {
                state,
                generation: current.generation + 1,
                round: 0,
            }
        });
    }

    /// The current state.
    pub fn state(&self) -> Arc<dyn State> {
        self.current().state
    }

    /// Notes that the problems of the current state have changed; open pages are updated.
    pub fn problems_changed(&self) {
        self.current.send_modify(|current| current.round += 1);
    }

    /// The new path of something that was at this path while the site had another base path; encoded as it was sent.
    pub(super) fn moved_path(&self, path: &str) -> Option<String> {
        let state = self.state();
        let base = state.base_path();
        let within = |base: &str| {
            Some(path.strip_prefix(base)?).filter(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let bases = self
            .old_bases
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        // The longest one, because the root may be an old base path too.
        let olds = bases
            .iter()
            .filter(|old| *old != base && within(old).is_some());
        let old = olds.max_by_key(|old| old.len())?;
        // What has moved below its old path is there already.
        if base.len() > old.len() && within(base).is_some() {
            return None;
        }
        let rest = within(old).filter(|rest| !rest.is_empty()).unwrap_or("/");
        Some(format!("{base}{rest}"))
    }

    /// The list of problems as JSON. Slow if it has changed.
    pub(super) fn problems(&self, current: &CurrentState, editor: &str) -> Arc<str> {
        let mut known = self.problems.lock().unwrap_or_else(PoisonError::into_inner);
        let version = ProblemVersion {
            generation: current.generation,
            round: current.round,
            health: current.state.health(),
        };
        if let Some(list) = &*known
            && list.version == version
        {
            return Arc::clone(&list.json);
        }
        let json: Arc<str> = problems::json(&current.state.problems(), editor).into();
        *known = Some(ProblemList {
            json: Arc::clone(&json),
            version,
        });
        json
    }

    /// True if a page is open in a browser.
    pub(super) fn has_tabs(&self) -> bool {
        self.open()
            .values()
            .any(|open| open.events.receiver_count() > 0)
    }

    /// The current state.
    pub(super) fn current(&self) -> CurrentState {
        self.current.borrow().clone()
    }

    /// Changes whenever there is something to send to open pages.
    pub(super) fn changes(&self) -> watch::Receiver<CurrentState> {
        self.current.subscribe()
    }

    /// True for a folder with a page.
    pub(super) fn has_page_in(&self, current: &CurrentState, folder: &str) -> bool {
        self.file(current, &page_in(folder)).is_some()
    }

    /// A file of the state, or the last good version of an open page that is missing in a state with errors.
    pub(super) fn file(&self, current: &CurrentState, name: &str) -> Option<FileContent> {
        let last_good = || {
            self.last_good(current, name)
                .map(|page| FileContent::Bytes(page.bytes))
        };
        current
            .state
            .file(name)
            .or_else(last_good)
            .or_else(|| self.used_by_kept(current, name))
    }

    /// A file that a kept page uses, such as a style sheet of an earlier state.
    fn used_by_kept(&self, current: &CurrentState, name: &str) -> Option<FileContent> {
        if !has_errors(current) {
            return None;
        }
        self.open().values().find_map(|open| open.files.file(name))
    }

    /// A page, or the page for missing pages.
    pub(super) fn page(&self, current: &CurrentState, name: &str) -> Page {
        match current
            .state
            .file(name)
            .and_then(|content| bytes_of(&content))
        {
            Some(bytes) => Page::of(bytes),
            None => self
                .last_good(current, name)
                .unwrap_or_else(|| missing(current)),
        }
    }

    fn last_good(&self, current: &CurrentState, name: &str) -> Option<Page> {
        let page = self.open().get(name).map(|open| open.page.clone());
        page.filter(|page| page.found && has_errors(current))
    }

    /// Opens a tab. Renders the page, so that the next state can be compared with it.
    pub(super) fn connect(&self, name: &str) -> Tab {
        loop {
            let current = self.current();
            let page = self.page(&current, name);
            let files = PageFiles::find(&page.bytes, name, &*current.state);
            let mut open = self.open();
            // If there is a newer state, open pages were compared with it before this one was among them.
            if self.current.borrow().generation != current.generation {
                continue;
            }
            let opened = open.values().map(|open| open.opened).max().unwrap_or(0) + 1;
            let version = page.version;
            let entry = open.entry(name.to_owned()).or_insert_with(|| {
                let (events, _) = broadcast::channel(EVENTS_KEPT);
                OpenPage {
                    page,
                    files,
                    opened,
                    kept: false,
                    events,
                }
            });
            entry.opened = opened;
            return Tab {
                version,
                files: entry.files.token(),
                current,
                receiver: entry.events.subscribe(),
            };
        }
    }

    /// Compares every open page with its current version, the one opened last first, and updates its tabs. Slow: it renders.
    pub(super) fn update_pages(&self, current: &CurrentState) {
        for name in self.names() {
            let content = current
                .state
                .file(&name)
                .and_then(|content| bytes_of(&content));
            let page = content.map_or_else(|| missing(current), Page::of);
            let files = PageFiles::find(&page.bytes, &name, &*current.state);
            if let Some(open) = self.open().get_mut(&name) {
                open.kept = !page.found && open.page.found && has_errors(current);
                if !open.kept {
                    open.update(page, files);
                }
            }
        }
        self.open()
            .retain(|_, open| open.kept || open.events.receiver_count() > 0);
    }

    /// Sends a new list of problems to all tabs.
    pub(super) fn send_problems(&self, list: &Arc<str>) {
        for open in self.open().values() {
            // It is no error if a page has no tab.
            drop(open.events.send(TabEvent::Problems(Arc::clone(list))));
        }
    }

    fn names(&self) -> Vec<String> {
        let open = self.open();
        let mut names: Vec<(u64, String)> = open
            .iter()
            .map(|(name, open)| (open.opened, name.clone()))
            .collect();
        names.sort_by(|a, b| b.cmp(a));
        names.into_iter().map(|(_, name)| name).collect()
    }

    /// A thread that panicked has left the map intact: each change of it is one step.
    fn open(&self) -> MutexGuard<'_, BTreeMap<String, OpenPage>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl OpenPage {
    fn update(&mut self, page: Page, files: PageFiles) {
        let before = std::mem::replace(&mut self.files, files);
        let changed = before.changed(&self.files);
        if page.version == self.page.version {
            if !changed.is_empty() {
                let changed = changed.into_iter().map(str::to_owned).collect();
                let token = self.files.token();
                drop(self.events.send(TabEvent::Files { token, changed }));
            }
            return;
        }
        // If a picture has changed too, the whole page is loaded again.
        let styles = if changed.is_empty() {
            self.style_swaps(&page)
        } else {
            None
        };
        let event = TabEvent::Page {
            from: self.page.version,
            to: page.version,
            styles,
        };
        self.page = page;
        drop(self.events.send(event));
    }

    /// The style sheets to exchange, if the new page differs in nothing else.
    fn style_swaps(&self, page: &Page) -> Option<Arc<[Swap]>> {
        if page.found != self.page.found {
            return None;
        }
        let swaps = styles::swaps(&self.page.bytes, &page.bytes)?;
        if swaps.is_empty() {
            return None;
        }
        Some(swaps.into())
    }
}

impl Page {
    fn of(bytes: Arc<[u8]>) -> Page {
        Page {
            version: Hash::of(&bytes),
            bytes,
            found: true,
        }
    }
}

fn missing(current: &CurrentState) -> Page {
    let bytes = current
        .state
        .file(MISSING)
        .and_then(|content| bytes_of(&content));
    Page {
        found: false,
        ..Page::of(bytes.unwrap_or_else(|| Arc::from(NOT_FOUND)))
    }
}

/// All bytes of a file; `None` if it can no longer be read.
fn bytes_of(content: &FileContent) -> Option<Arc<[u8]>> {
    match content {
        FileContent::Bytes(bytes) => Some(Arc::clone(bytes)),
        FileContent::CopyOf(copy) => OpenFile::of(copy.open().ok()?)
            .ok()?
            .read_at(0, u64::MAX)
            .ok()
            .map(Arc::from),
    }
}

/// True if an error may be the reason why something is missing.
fn has_errors(current: &CurrentState) -> bool {
    current.state.health().errors > 0
}
