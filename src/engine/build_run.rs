//! One build of a state: written, or only made for what is wrong with it.

use std::sync::atomic::{AtomicUsize, Ordering};

use jiff::Zoned;
use rayon::prelude::*;

use super::file_change::{Cause, FileChange, WriteReason};
use super::last_build::{Attempt, LastBuild, MadeFile};
use super::site_bundle::{Next, SiteBundle};
use super::site_identity::identity;
use super::site_state::SiteState;
use super::{Failure, OnError, Options};
use crate::base::FilePath;
use crate::base::report::any_error;
use crate::content::disk;
use crate::layout::Planned;
use crate::output::{self, BundleFile, KeepGoing, Part, Target, Written};

/// A build to run.
pub(super) struct BuildRun<'r> {
    pub options: &'r Options,
    pub state: &'r SiteState,
    pub next: Next,
    /// Is told how many files of how many are made.
    pub progress: &'r (dyn Fn(usize, usize) + Sync),
}

/// What a build did.
#[derive(Default)]
pub(super) struct BuildResult {
    pub written: Written,
    /// Why the output folder could not be written.
    pub not_written: Option<Failure>,
    /// How many files were made, the same as before or not.
    pub made_again: usize,
    /// What was written or removed, and why.
    pub changes: Vec<FileChange>,
    /// What the next build may take over.
    pub last: Option<LastBuild>,
}

impl BuildResult {
    fn not_written(why: String) -> BuildResult {
        BuildResult {
            not_written: Some(Failure::from(why)),
            ..BuildResult::default()
        }
    }
}

impl BuildRun<'_> {
    /// Makes all files, and writes those that changed since `last`.
    pub fn run(&self, last: Option<LastBuild>) -> BuildResult {
        self.options.editions.begin();
        let bundle = match self.bundle(last.as_ref()) {
            Ok(bundle) => bundle,
            Err(why) => return BuildResult::not_written(why),
        };
        let mut result = self.write(&bundle);
        let files = match self.next {
            Next::Expected => bundle.into_made(),
            Next::None => {
                if result.written.committed {
                    bundle.drop_unused_pictures();
                    self.options.editions.drop_unused();
                }
                None
            }
        };
        result.made_again = self.made_again(files.as_deref());
        result.changes = self.changes(&result.written, files.as_deref());
        result.last = match (result.written.committed, files) {
            (true, Some(files)) => Some(self.last_build(files)),
            // The folder holds what it held.
            (false, _) if result.not_written.is_none() => last,
            _ => None,
        };
        result
    }

    /// All that is to be made.
    fn bundle<'b>(&'b self, last: Option<&'b LastBuild>) -> Result<SiteBundle<'b>, String> {
        let (state, root) = (self.state, &self.options.root);
        let bundle = SiteBundle::new(state, root, last, self.next);
        Ok(bundle.with_part(self.part()?))
    }

    /// What the folder says of itself if it holds one part of the site.
    fn part(&self) -> Result<Option<Part>, String> {
        let Some(shard) = self.options.shard else {
            return Ok(None);
        };
        let linked = &self.state.ready().linked;
        Ok(Some(Part {
            shard,
            site: identity(self.state, self.options)?,
            now: self.options.now,
            next_change: linked.next_change().as_ref().map(Zoned::timestamp),
            holds_until: linked.next_moment(),
            address: linked.project.site.base_url.clone().unwrap_or_default(),
        }))
    }

    fn write(&self, bundle: &SiteBundle) -> BuildResult {
        let total = self.total();
        let done = |done: usize| (self.progress)(done, total);
        let mut result = BuildResult::default();
        let stops = self.options.on_error == OnError::Stop;
        if stops && any_error(&self.state.diagnostics()) {
            // What is wrong with the pages is reported in the same run; not a byte of them is written.
            let made = AtomicUsize::new(0);
            let look = |_: &Planned, _: &BundleFile| done(made.fetch_add(1, Ordering::Relaxed) + 1);
            result.written.diagnostics = bundle.make_all(&look);
            return result;
        }
        let target = Target {
            folder: &self.options.output,
            keep_going: if stops { KeepGoing::No } else { KeepGoing::Yes },
            progress: &done,
            cancel: &self.options.stop,
        };
        match output::write(bundle, &target) {
            Ok(written) => result.written = written,
            // A full disk is no reason to hide what is wrong with the site.
            Err(error) => {
                let why = format!("{error}; {}", error.help());
                result.not_written = Some(Failure::from(why));
            }
        }
        result
    }

    fn total(&self) -> usize {
        self.state.ready().plan.files.len()
    }

    fn made_again(&self, files: Option<&[MadeFile]>) -> usize {
        if self.next == Next::None {
            return self.total();
        }
        let files = files.unwrap_or_default().iter();
        files.filter(|file| file.cause != Cause::Same).count()
    }

    fn changes(&self, written: &Written, files: Option<&[MadeFile]>) -> Vec<FileChange> {
        let plan = &self.state.ready().plan;
        let cause_of = |file: &str| Some(&files?.get(plan.place(file)?)?.cause);
        let mut changes = Vec::new();
        for (file, was_there) in &written.changed_files {
            let reason = match cause_of(file) {
                _ if !was_there => WriteReason::New,
                Some(Cause::Moved(parts)) => WriteReason::Parts(parts.clone()),
                _ => WriteReason::Other,
            };
            changes.push(FileChange::new(file, reason));
        }
        for file in &written.removed_files {
            changes.push(FileChange::new(file, WriteReason::Gone));
        }
        changes
    }

    /// What was written, with the stamps of the files as they are in the folder now.
    fn last_build(&self, files: Vec<MadeFile>) -> LastBuild {
        let (output, plan) = (&self.options.output, &self.state.ready().plan);
        let names: Vec<&str> = plan
            .files
            .iter()
            .map(|planned| planned.file.as_str())
            .collect();
        let stamped = |(made, name): (MadeFile, &str)| {
            let MadeFile { mut attempt, cause } = made;
            if let Attempt::Made(file) = &mut attempt
                && cause != Cause::Same
            {
                file.written = disk::stamp(output, &FilePath::new(name));
            }
            attempt
        };
        LastBuild {
            output: output.clone(),
            state: self.state.clone(),
            files: files.into_par_iter().zip(names).map(stamped).collect(),
        }
    }
}
