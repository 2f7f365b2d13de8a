//! One build of a state: written, or only made for what is wrong with it.

use rayon::prelude::*;

use super::file_change::{Cause, FileChange};
use super::last_build::{Attempt, LastBuild};
use super::site_bundle::{Next, SiteBundle};
use super::site_state::SiteState;
use super::{Engine, Failure, OnError, Options, file_change};
use crate::base::FilePath;
use crate::base::report::any_error;
use crate::content::disk;
use crate::output::{self, KeepGoing, Target, Written};

/// A build.
pub(super) struct Run<'r> {
    pub options: &'r Options,
    pub state: &'r SiteState,
    /// What was written before.
    pub last: Option<LastBuild>,
    /// What was written now, and why.
    pub why: Vec<FileChange>,
}

/// What came of it.
#[derive(Default)]
pub(super) struct Made {
    pub written: Written,
    /// Why the output folder could not be written.
    pub not_written: Option<Failure>,
    /// How many files were made, the same as before or not.
    pub made_again: usize,
}

impl Run<'_> {
    /// Makes all files, and writes those that changed. `progress` is told how many of how many are made; `memory`
    /// remembers them for the next build.
    pub fn write(
        &mut self,
        (memory, next): (&Engine, Next),
        progress: &(dyn Fn(usize, usize) + Sync),
    ) -> Made {
        let (options, state) = (self.options, self.state);
        let last = self.last.take();
        let bundle = SiteBundle::new(state, &options.root, (last.as_ref(), next));
        let total = state.ready().plan.files.len();
        let done = |done: usize| progress(done, total);
        let mut made = Made::default();
        if options.on_error == OnError::Stop && any_error(&state.diagnostics()) {
            // What is wrong with the pages is said in the same run; not a byte of them is written.
            made.written.diagnostics = bundle.make_all(&done);
        } else {
            let keep_going = if options.on_error == OnError::Stop {
                KeepGoing::No
            } else {
                KeepGoing::Yes
            };
            let target = Target {
                folder: &options.output,
                keep_going,
                progress: &done,
                cancel: &options.stop,
            };
            // A disk that is full is no reason to keep quiet about what is wrong with the site.
            made.written = output::write(&bundle, &target).unwrap_or_else(|error| {
                made.not_written = Some(Failure::from(format!("{error}; {}", error.help())));
                Written::default()
            });
        }
        let files = bundle.into_made();
        let causes = files
            .iter()
            .flatten()
            .filter(|(_, cause)| *cause != Cause::Same);
        made.made_again = if next == Next::Expected {
            causes.count()
        } else {
            total
        };
        self.why = self.reasons(&made.written, files.as_deref());
        if next == Next::Expected {
            let built = match (made.written.committed, files) {
                (true, Some(files)) => Some(self.built(files)),
                // The folder holds what it held.
                (false, _) if made.not_written.is_none() => last,
                _ => None,
            };
            memory.remember(built);
        }
        made
    }

    fn reasons(&self, written: &Written, files: Option<&[(Attempt, Cause)]>) -> Vec<FileChange> {
        let plan = &self.state.ready().plan;
        let cause_of = |file: &str| files?.get(plan.place(file)?).map(|(_, cause)| cause);
        let changed = written.changed_files.iter().map(|(file, was_there)| {
            let reason = match cause_of(file) {
                _ if !was_there => file_change::Written::New,
                Some(Cause::Moved(parts)) => file_change::Written::Parts(parts.clone()),
                _ => file_change::Written::Other,
            };
            FileChange {
                file: file.clone(),
                reason,
            }
        });
        let gone = |file: &String| FileChange {
            file: file.clone(),
            reason: file_change::Written::Gone,
        };
        changed
            .chain(written.removed_files.iter().map(gone))
            .collect()
    }

    /// What was written, with the stamps of the files as they stand there now.
    fn built(&self, files: Vec<(Attempt, Cause)>) -> LastBuild {
        let (output, plan) = (&self.options.output, &self.state.ready().plan);
        let stamped = |((mut attempt, cause), name): ((Attempt, Cause), &str)| {
            if let Attempt::Made(file) = &mut attempt
                && cause != Cause::Same
            {
                file.written = disk::stamp(output, &FilePath::new(name));
            }
            attempt
        };
        let names: Vec<&str> = plan
            .files
            .iter()
            .map(|planned| planned.file.as_str())
            .collect();
        let files = files.into_par_iter().zip(names).map(stamped).collect();
        LastBuild {
            output: output.clone(),
            state: self.state.clone(),
            files,
        }
    }
}
