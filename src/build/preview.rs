//! One state of a site in memory: every file made when somebody asks for it, and then remembered. What a
//! preview shows is what a build would write, byte for byte, for the same input and the same moment.

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use self_cell::self_cell;

use super::pipeline::link_again;
use super::stats::Stopwatch;
use super::{Failure, Keep, Memory, Options, Ready, in_order, site_bundle};
use crate::base::Diagnostic;
use crate::layout::Views;
use crate::output::Made;

type SiteViews<'s> = Views<'s>;

self_cell!(
    /// A site with the views that borrow from it.
    struct Viewed {
        owner: Ready,
        #[covariant]
        dependent: SiteViews,
    }
);

/// The content of a file of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// Finished bytes, shared by all who ask.
    Bytes(Arc<[u8]>),
    /// The same as a file of the author's; its path on the disk.
    CopyOf(PathBuf),
}

/// A state of a site.
pub struct Preview {
    viewed: Viewed,
    root: PathBuf,
    /// The places of files in the plan, by name.
    places: HashMap<String, usize>,
    /// Files that were made, and what was found in making them, by their place in the plan.
    made: RwLock<HashMap<usize, Content>>,
    found: Mutex<BTreeMap<usize, Vec<Diagnostic>>>,
}

impl Preview {
    /// Reads and links a site as it is now, taking over what `memory` knows. Nothing is rendered, and nothing is written.
    ///
    /// # Errors
    /// Where there is no site.
    pub fn of(options: &Options, memory: &Memory) -> Result<Preview, Failure> {
        let linked = link_again(options, Some(memory), &mut Stopwatch::start())?;
        let ready = Ready::of(linked, (&options.root, Keep::Nothing), &mut Stopwatch::start());
        let files = ready.plan.files.iter().enumerate();
        let places = files.map(|(at, planned)| (planned.file.clone(), at)).collect();
        Ok(Preview {
            viewed: Viewed::new(ready, Ready::views),
            root: options.root.clone(),
            places,
            made: RwLock::default(),
            found: Mutex::default(),
        })
    }

    /// The path the site lives below: empty, or `/sub`.
    pub fn base_path(&self) -> &str {
        self.viewed.borrow_owner().linked.declared.site.base_path()
    }

    /// The names of all its files below the output folder, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.viewed.borrow_owner().plan.files.iter().map(|planned| planned.file.as_str())
    }

    /// A file by its name below the output folder; made now where nobody has asked for it before.
    pub fn file(&self, name: &str) -> Option<Content> {
        let place = *self.places.get(name)?;
        // A map of finished files is whole whatever happened to the thread that last used it.
        let made = self.made.read().unwrap_or_else(PoisonError::into_inner).get(&place).cloned();
        Some(made.unwrap_or_else(|| {
            let content = self.make(place);
            let mut made = self.made.write().unwrap_or_else(PoisonError::into_inner);
            made.entry(place).or_insert(content).clone()
        }))
    }

    /// Makes all files that nobody has asked for, only to find what is wrong with them. One after the other:
    /// whoever waits for a page comes first. Ends early where `is_old` says that there is a newer state.
    pub fn look_through(&self, is_old: &dyn Fn() -> bool) {
        for place in 0..self.viewed.borrow_owner().plan.files.len() {
            if is_old() {
                return;
            }
            let is_seen = self.found.lock().unwrap_or_else(PoisonError::into_inner).contains_key(&place);
            if !is_seen {
                drop(self.make(place));
            }
        }
    }

    /// Everything known to be wrong by now, in the order of a build's report.
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        let found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        let in_pages: Vec<Diagnostic> = found.values().flatten().cloned().collect();
        drop(found);
        in_order([self.viewed.borrow_owner().diagnostics.clone(), in_pages].concat())
    }

    fn make(&self, place: usize) -> Content {
        let site = self.viewed.borrow_owner();
        let Some(planned) = site.plan.files.get(place) else { return Content::Bytes(Arc::default()) };
        let levels = &site.linked.declared.site.levels;
        let made = site_bundle::made(planned, self.viewed.borrow_dependent(), (&self.root, levels));
        self.found.lock().unwrap_or_else(PoisonError::into_inner).insert(place, made.diagnostics);
        match made.value {
            Made::Bytes(bytes) => Content::Bytes(bytes.into()),
            Made::CopyOf(path) => Content::CopyOf(path),
        }
    }
}
