//! One state of a site in memory: every file made when somebody asks for it, and then remembered. What a
//! preview shows is what a build would write, byte for byte, for the same input and the same moment.

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use self_cell::self_cell;

use super::files::{self, Keep};
use super::pipeline::link_again;
use super::stats::Stopwatch;
use super::{Failure, Linked, Memory, Options, in_order, level};
use crate::base::Diagnostic;
use crate::content::{Facts, disk};
use crate::layout::{self, Plan, Views};

/// What views are made of.
struct Site {
    linked: Linked,
    facts: Vec<Facts>,
    plan: Plan,
}

type SiteViews<'s> = Views<'s>;

self_cell!(
    /// A site with the views that borrow from it.
    struct Viewed {
        owner: Site,
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
    /// What was found before anything was made.
    linked: Vec<Diagnostic>,
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
        let (plan, mut diagnostics) = linked.plan();
        let facts = files::facts(&options.root, &linked.graph, Keep::Nothing).into_value(&mut diagnostics);
        diagnostics.splice(0..0, linked.diagnostics.iter().cloned());
        let found = level::apply(&linked.declared.site.levels, diagnostics);
        let places = plan.files.iter().enumerate().map(|(at, planned)| (planned.file.clone(), at)).collect();
        let viewed = Viewed::new(Site { linked, facts, plan }, |site| site.linked.views(&site.facts));
        Ok(Preview {
            viewed,
            root: options.root.clone(),
            places,
            linked: found,
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
        in_order([self.linked.clone(), in_pages].concat())
    }

    fn make(&self, place: usize) -> Content {
        let site = self.viewed.borrow_owner();
        let Some(planned) = site.plan.files.get(place) else { return Content::Bytes(Arc::default()) };
        let made = layout::render(&planned.item, self.viewed.borrow_dependent());
        let diagnostics = level::apply(&site.linked.declared.site.levels, made.diagnostics);
        self.found.lock().unwrap_or_else(PoisonError::into_inner).insert(place, diagnostics);
        match made.value {
            layout::Made::Bytes(bytes) => Content::Bytes(bytes.into()),
            layout::Made::CopyOf(file) => Content::CopyOf(disk::path_of(&self.root, &file)),
        }
    }
}
