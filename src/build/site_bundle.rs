//! The planned files as a bundle: each is made when the writer asks for it, and then forgotten.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use super::state::State;
use super::{Ready, level};
use crate::base::{Code, Diagnostic, Reported};
use crate::config::Level;
use crate::content::disk;
use crate::layout::{self, Plan, Planned, Views};

use crate::output::{Bundle, Made};

/// A site's files, on demand.
pub struct SiteBundle<'b> {
    names: Vec<String>,
    plan: &'b Plan,
    state: &'b State,
    root: &'b Path,
    levels: &'b BTreeMap<Code, Level>,
}

impl<'b> SiteBundle<'b> {
    /// The bundle of a state; `root` is where its sources stand.
    pub fn new(state: &'b State, root: &'b Path) -> SiteBundle<'b> {
        let Ready { plan, linked, .. } = state.ready();
        let names = plan.files.iter().map(|planned| planned.file.clone()).collect();
        SiteBundle { names, plan, state, root, levels: &linked.declared.site.levels }
    }

    /// Makes every file for what is wrong with it, and keeps none.
    pub fn make_all(&self, progress: &(dyn Fn(usize) + Sync)) -> Vec<Diagnostic> {
        let done = AtomicUsize::new(0);
        let made: Vec<Vec<Diagnostic>> = (0..self.names.len())
            .into_par_iter()
            .map(|index| {
                let diagnostics = self.make(index).diagnostics;
                progress(done.fetch_add(1, Ordering::Relaxed) + 1);
                diagnostics
            })
            .collect();
        made.concat()
    }
}

impl Bundle for SiteBundle<'_> {
    fn files(&self) -> &[String] {
        &self.names
    }

    fn make(&self, index: usize) -> Reported<Made> {
        let Some(planned) = self.plan.files.get(index) else {
            return Reported::clean(Made::Bytes(Vec::new()));
        };
        made(planned, &self.state.views(), (self.root, self.levels))
    }
}

/// Makes one planned file; what is found in doing so is at the levels of the site.
pub(super) fn made(
    planned: &Planned,
    views: &Views,
    (root, levels): (&Path, &BTreeMap<Code, Level>),
) -> Reported<Made> {
    let made = layout::render(&planned.item, views);
    let value = match made.value {
        layout::Made::Bytes(bytes) => Made::Bytes(bytes),
        layout::Made::CopyOf(file) => Made::CopyOf(disk::path_of(root, &file)),
    };
    Reported { value, diagnostics: level::apply(levels, made.diagnostics) }
}
