//! The state that is shown now, the pages that are open in browsers, and what becomes of them when
//! another state takes its place.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::{broadcast, watch};

use crate::base::Hash;
use crate::content::disk::OpenFile;

use super::styles::{self, Swap};
use super::uses::Uses;
use crate::output::FileContent;

use super::{Health, State, problems};

/// How much an open page may miss before it is simply told to load again.
const NEWS_KEPT: usize = 16;
/// What a missing page shows where the site has no `404.html`.
const NOT_FOUND: &[u8] =
    b"<!doctype html><html lang=\"en\"><head><title>Not found</title></head><body>\
    <p>There is no page at this address.</p></body></html>";
/// The page that answers where there is none.
pub const MISSING: &str = "404.html";

/// What browsers see: one state of the site after the other.
pub struct Shown {
    now: watch::Sender<Now>,
    /// Open pages by file name, and those that are kept because they are gone for an error only.
    open: Mutex<BTreeMap<String, Open>>,
    /// The paths that the site lived below before.
    bases: Mutex<Vec<String>>,
    /// The list of problems as it was last made, and when.
    list: Mutex<Option<(When, Arc<str>)>>,
}

/// The moment of a list of problems: another one may hold others.
type When = (u64, u64, Health);

/// The state of the moment.
#[derive(Clone)]
pub struct Now {
    /// The state.
    pub state: Arc<dyn State>,
    /// How many there were before it.
    pub generation: u64,
    /// How often it was said of it that other problems are known.
    round: u64,
}

/// A page as it goes out, without the script.
#[derive(Clone, Debug)]
pub struct Page {
    /// What the state gives.
    pub bytes: Arc<[u8]>,
    /// Their hash.
    pub version: Hash,
    /// False where they are those of the page for missing ones.
    pub found: bool,
}

/// A page that is open in at least one tab.
struct Open {
    /// As tabs were last told of it.
    page: Page,
    /// What it shows that is not in it.
    uses: Uses,
    /// The place in the order of opening.
    opened: u64,
    /// Gone in the state of the moment, which has errors.
    kept: bool,
    news: broadcast::Sender<News>,
}

/// What open pages are told.
#[derive(Clone, Debug)]
pub enum News {
    /// The page is another one now.
    Page {
        /// The version before.
        from: Hash,
        /// The version now.
        to: Hash,
        /// Where nothing but style sheets changed: which.
        styles: Option<Arc<[Swap]>>,
    },
    /// What the page shows is other than before, and the page itself is the same.
    Files {
        /// Names the bytes of all that it shows.
        token: Hash,
        /// The addresses of what is other, as they stand in the page.
        changed: Arc<[String]>,
    },
    /// The list of problems is another one now: this, as JSON.
    Problems(Arc<str>),
}

/// An open page that waits for news.
pub struct Tab {
    /// The page as it is now, in the state of this generation.
    pub version: Hash,
    /// Names the bytes of all that the page shows.
    pub files: Hash,
    /// The state it was opened in.
    pub now: Now,
    /// What will be told.
    pub news: broadcast::Receiver<News>,
}

impl Shown {
    /// Shows the first state.
    pub fn new(state: Arc<dyn State>) -> Arc<Shown> {
        let (now, _) = watch::channel(Now {
            state,
            generation: 0,
            round: 0,
        });
        Arc::new(Shown {
            now,
            open: Mutex::default(),
            bases: Mutex::default(),
            list: Mutex::default(),
        })
    }

    /// Shows another state. Returns at once; open pages are told soon after.
    pub fn show(&self, state: Arc<dyn State>) {
        let before = self.state();
        if before.base_path() != state.base_path() {
            let mut bases = self.bases.lock().unwrap_or_else(PoisonError::into_inner);
            bases.retain(|base| base != before.base_path());
            bases.push(before.base_path().to_owned());
        }
        self.now.send_modify(|now| {
            *now = Now {
                state,
                generation: now.generation + 1,
                round: 0,
            }
        });
    }

    /// The state that is shown.
    pub fn state(&self) -> Arc<dyn State> {
        self.now().state
    }

    /// Says that the state that is shown has found other problems since; open pages are told.
    pub fn problems_changed(&self) {
        self.now.send_modify(|now| now.round += 1);
    }

    /// Where something is by now, that was at this path while the site lived below another; the path in
    /// an address, encoded as it was sent.
    pub(super) fn moved(&self, path: &str) -> Option<String> {
        let state = self.state();
        let base = state.base_path();
        let within = |base: &str| {
            Some(path.strip_prefix(base)?).filter(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let bases = self.bases.lock().unwrap_or_else(PoisonError::into_inner);
        // The longest one: the site may have lived at the root too.
        let olds = bases
            .iter()
            .filter(|old| *old != base && within(old).is_some());
        let old = olds.max_by_key(|old| old.len())?;
        // What was moved below its old path is there, and not moved again.
        if base.len() > old.len() && within(base).is_some() {
            return None;
        }
        let rest = within(old).filter(|rest| !rest.is_empty()).unwrap_or("/");
        Some(format!("{base}{rest}"))
    }

    /// The list of problems as JSON, made once for as long as it is the same. Slow, the first time.
    pub(super) fn problems(&self, now: &Now, editor: &str) -> Arc<str> {
        let mut list = self.list.lock().unwrap_or_else(PoisonError::into_inner);
        let when = (now.generation, now.round, now.state.health());
        if let Some((made, list)) = &*list
            && *made == when
        {
            return Arc::clone(list);
        }
        let made: Arc<str> = problems::json(&now.state.problems(), editor).into();
        *list = Some((when, Arc::clone(&made)));
        made
    }

    /// True where a page is open in a browser.
    pub(super) fn has_tabs(&self) -> bool {
        self.open()
            .values()
            .any(|open| open.news.receiver_count() > 0)
    }

    /// The state of the moment.
    pub(super) fn now(&self) -> Now {
        self.now.borrow().clone()
    }

    /// Wakes whoever awaits it whenever there is something to tell.
    pub(super) fn changes(&self) -> watch::Receiver<Now> {
        self.now.subscribe()
    }

    /// A file of the state; or the last good version of an open page that is gone in a state with errors.
    pub(super) fn file(&self, now: &Now, name: &str) -> Option<FileContent> {
        let last_good = || {
            self.last_good(now, name)
                .map(|page| FileContent::Bytes(page.bytes))
        };
        now.state
            .file(name)
            .or_else(last_good)
            .or_else(|| self.used_by_kept(now, name))
    }

    /// A file that a page uses which is kept: its style sheets have gone with the state that made it.
    fn used_by_kept(&self, now: &Now, name: &str) -> Option<FileContent> {
        is_broken(now)
            .then(|| self.open().values().find_map(|open| open.uses.file(name)))
            .flatten()
    }

    /// A page, or the one for missing pages in its place.
    pub(super) fn page(&self, now: &Now, name: &str) -> Page {
        match now.state.file(name).and_then(|content| bytes_of(&content)) {
            Some(bytes) => Page::of(bytes),
            None => self.last_good(now, name).unwrap_or_else(|| missing(now)),
        }
    }

    fn last_good(&self, now: &Now, name: &str) -> Option<Page> {
        let page = self.open().get(name).map(|open| open.page.clone());
        page.filter(|page| page.found && is_broken(now))
    }

    /// Waits for news of a page. Renders it, so that it is known what the next state is compared with.
    pub(super) fn connect(&self, name: &str) -> Tab {
        loop {
            let now = self.now();
            let page = self.page(&now, name);
            let uses = Uses::of(&page.bytes, name, &*now.state);
            let mut open = self.open();
            // Whoever tells of a newer state has looked at the open pages without this one.
            if self.now.borrow().generation != now.generation {
                continue;
            }
            let opened = open.values().map(|open| open.opened).max().unwrap_or(0) + 1;
            let version = page.version;
            let entry = open.entry(name.to_owned()).or_insert_with(|| {
                let (news, _) = broadcast::channel(NEWS_KEPT);
                Open {
                    page,
                    uses,
                    opened,
                    kept: false,
                    news,
                }
            });
            entry.opened = opened;
            return Tab {
                version,
                files: entry.uses.token(),
                now,
                news: entry.news.subscribe(),
            };
        }
    }

    /// Compares every open page with what it is now, each once, the one opened last first, and tells
    /// its tabs. Slow: it renders.
    pub(super) fn tell_pages(&self, now: &Now) {
        for name in self.names() {
            let content = now.state.file(&name).and_then(|content| bytes_of(&content));
            let page = content.map_or_else(|| missing(now), Page::of);
            let uses = Uses::of(&page.bytes, &name, &*now.state);
            if let Some(open) = self.open().get_mut(&name) {
                open.kept = !page.found && open.page.found && is_broken(now);
                if !open.kept {
                    open.becomes(page, uses);
                }
            }
        }
        self.open()
            .retain(|_, open| open.kept || open.news.receiver_count() > 0);
    }

    /// Tells all tabs that the list of problems is another one.
    pub(super) fn tell_problems(&self, list: &Arc<str>) {
        for open in self.open().values() {
            // Nobody there to be told is no error.
            drop(open.news.send(News::Problems(Arc::clone(list))));
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

    /// A thread that panicked over a page has left the map whole: each change of it is one step.
    fn open(&self) -> MutexGuard<'_, BTreeMap<String, Open>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Open {
    fn becomes(&mut self, page: Page, uses: Uses) {
        let before = std::mem::replace(&mut self.uses, uses);
        if page.version == self.page.version {
            let changed: Arc<[String]> = before
                .changed(&self.uses)
                .into_iter()
                .map(str::to_owned)
                .collect();
            if !changed.is_empty() {
                drop(self.news.send(News::Files {
                    token: self.uses.token(),
                    changed,
                }));
            }
            return;
        }
        let swaps = if page.found == self.page.found {
            styles::swaps(&self.page.bytes, &page.bytes)
        } else {
            None
        };
        // A picture may have changed with the style sheets: then all of it is loaded again.
        let is_same = before.changed(&self.uses).is_empty();
        let styles = swaps
            .filter(|swaps| !swaps.is_empty() && is_same)
            .map(Arc::from);
        let news = News::Page {
            from: self.page.version,
            to: page.version,
            styles,
        };
        self.page = page;
        drop(self.news.send(news));
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

fn missing(now: &Now) -> Page {
    let bytes = now
        .state
        .file(MISSING)
        .and_then(|content| bytes_of(&content));
    Page {
        found: false,
        ..Page::of(bytes.unwrap_or_else(|| Arc::from(NOT_FOUND)))
    }
}

/// All bytes of a content; `None` for a file that cannot be read any more.
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

/// True where what is missing may be missing for an error only.
fn is_broken(now: &Now) -> bool {
    now.state.health().errors > 0
}
