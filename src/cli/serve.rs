//! `copublish serve`: passes each state of the site to the preview server, and reports its problems. Serves nothing
//! itself.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use jiff::Timestamp;

use super::args::Serve;
use super::change::{Change, PollingNotice, invalidate};
use super::digest::{self, Detail};
use super::options::{drafts, moment, options_at};
use super::press_program::press_program;
use super::preview_problems::problems;
use super::reasons;
use super::schedule::Schedule;
use super::shell::Shell;
use super::summary::{self, Counts};
use super::{Answer, clock, clock_of_files};
use crate::base::site_layout;
use crate::base::{Diagnostic, Severity};
use crate::engine::{
    self, Drafts, EditionPress, Engine, Failure, LanguageHosts, Options, Preview, Rebuild,
};
use crate::layout::STACK;
use crate::output::FileContent;
use crate::serve::{self, Health, Problem, ServedSite, Server, State};
use crate::watch::{Batch, Watch, WatchEvent};

/// Serves the site until the program is stopped.
///
/// # Errors
/// A sentence on why nothing could be served.
pub fn run(shell: Shell, root: &Path, args: &Serve) -> Result<Answer, Failure> {
    check_format(shell)?;
    let started = clock_of_files();
    let base_path = engine::base_path(root)?;
    let first = Arc::new(PendingState::new(&base_path));
    let shown = ServedSite::new(Arc::clone(&first) as Arc<dyn State>);
    let server = start_server(args, &shown)?;
    let mut announced = Announcement::new(shell, &server);
    announced.first()?;
    let mut preview = PreviewLoop::new(shell, root, args, shown);
    preview.show_first(&first)?;
    // Readers need not wait for the watch: earlier changes are found after the first page is shown.
    let mut watch = Watch::start(root, &root.join(site_layout::OUTPUT));
    let mut notice = PollingNotice::default();
    notice.show_once(shell, &watch)?;
    preview.catch_up(&changes_since(started, &watch))?;
    announced.again_if_moved()?;
    if args.open {
        open_browser(shell, &server)?;
    }
    preview.follow_all(&mut watch, &mut notice, &mut announced)?;
    Ok(Answer::Fine)
}

fn check_format(shell: Shell) -> Result<(), Failure> {
    if shell.wants_json() {
        let why = "`serve` cannot be combined with --format json";
        return Err(why.to_owned().into());
    }
    Ok(())
}

fn start_server(args: &Serve, shown: &Arc<ServedSite>) -> Result<Server, String> {
    let options = serve::Options {
        host: args.host,
        port: args.port,
        editor: args.editor.clone(),
    };
    let server = serve::start(Arc::clone(shown), &options).map_err(|error| {
        format!(
            "cannot listen on {}, port {}: {error}",
            args.host, args.port
        )
    })?;
    server.when_asked_to_end(exit);
    Ok(server)
}

/// What changed since the program started, before the watch did.
fn changes_since(started: Timestamp, watch: &Watch) -> Batch {
    if clock_of_files() < started {
        // The clock was set back meanwhile, so the times of files cannot be compared.
        return Batch {
            everything: true,
            ..Batch::default()
        };
    }
    watch.changes_since(started)
}

/// Prints the address of the preview, and again if the path of the site changes.
struct Announcement<'s> {
    shell: Shell,
    server: &'s Server,
    url: String,
}

impl<'s> Announcement<'s> {
    fn new(shell: Shell, server: &'s Server) -> Announcement<'s> {
        Announcement {
            shell,
            server,
            url: server.url(),
        }
    }

    fn first(&self) -> Result<(), String> {
        let line = format!("the site is at {}; press Ctrl-C to stop", self.url);
        self.shell.say(&line)
    }

    fn again_if_moved(&mut self) -> Result<(), String> {
        let url = self.server.url();
        if url == self.url {
            return Ok(());
        }
        self.url = url;
        let line = format!(
            "the site is now at {}; its old addresses redirect there",
            self.url
        );
        self.shell.say(&line)
    }
}

/// How long open pages have the machine to themselves before the other pages are checked.
const OPEN_PAGES_FIRST: Duration = Duration::from_millis(100);

/// Exits at once. A preview leaves nothing to clean up.
#[expect(clippy::disallowed_methods, reason = "exiting is the job of this room")]
fn exit() {
    std::process::exit(0);
}

/// What was said of a state besides what changed.
#[derive(Default)]
struct Printed {
    diagnostics: Vec<Diagnostic>,
    note: Option<String>,
}

impl Printed {
    /// Says which PDFs have no date, unless that was said.
    fn tell_note(&mut self, shell: Shell, state: &CurrentState) {
        let note = summary::undated_pdfs(state.preview.undated_pdfs());
        if let Some(words) = &note
            && note != self.note
        {
            let _ = shell.say(&format!("note: {words}"));
        }
        self.note = note;
    }
}

/// The loop that shows one state of the site after another.
struct PreviewLoop<'c> {
    shell: Shell,
    root: &'c Path,
    args: &'c Serve,
    shown: Arc<ServedSite>,
    /// The number of the newest state. Work for older ones may stop.
    generation: Arc<AtomicUsize>,
    /// What was printed last, so that it is not printed twice.
    printed: Arc<Mutex<Printed>>,
    engine: Engine,
    editions: EditionPress,
    /// The newest state.
    last: Option<Arc<CurrentState>>,
    /// The moment from `--now` in the time zone of the site.
    moment: Option<Timestamp>,
    schedule: Schedule,
}

impl<'c> PreviewLoop<'c> {
    /// Reads the site, and shows it to who asked for a page before that.
    fn show_first(&mut self, pending: &PendingState) -> Result<(), Failure> {
        let state = self.read()?;
        pending.set(Arc::clone(&state) as Arc<dyn State>);
        self.show(state);
        Ok(())
    }

    /// Follows all changes until the program is stopped.
    fn follow_all(
        &mut self,
        watch: &mut Watch,
        notice: &mut PollingNotice,
        announced: &mut Announcement,
    ) -> Result<(), Failure> {
        while let Some(event) = watch.wait(self.schedule.deadline()) {
            notice.show_once(self.shell, watch)?;
            if let Some(change) = Change::new(&event, self.schedule, self.root) {
                self.follow(&event, &change)?;
                announced.again_if_moved()?;
            }
        }
        Ok(())
    }

    fn new(
        shell: Shell,
        root: &'c Path,
        args: &'c Serve,
        shown: Arc<ServedSite>,
    ) -> PreviewLoop<'c> {
        PreviewLoop {
            shell,
            root,
            args,
            shown,
            generation: Arc::default(),
            printed: Arc::default(),
            engine: Engine::default(),
            editions: EditionPress::of_preview(press_program(), root),
            last: None,
            moment: None,
            schedule: Schedule::default(),
        }
    }

    /// Shows the site after a change, and prints what changed.
    fn follow(&mut self, event: &WatchEvent, change: &Change) -> Result<(), String> {
        let started = Instant::now();
        if let WatchEvent::Changed(batch) = event {
            self.invalidate(batch);
        }
        match self.read() {
            Ok(state) => {
                let rebuilt = reasons::rebuild_words(&state.preview.rebuild, change.files);
                self.show(state);
                let took = reasons::time(started.elapsed());
                self.shell
                    .say(&format!("{}; {rebuilt}; shown in {took}", change.what))
            }
            Err(failure) => self.show_failure(&change.what, failure),
        }
    }

    /// Shows what changed while the site was first read, and prints it if it makes a difference.
    fn catch_up(&mut self, batch: &Batch) -> Result<(), String> {
        if batch.is_empty() {
            return Ok(());
        }
        let what = summary::changes(batch);
        self.invalidate(batch);
        match self.read() {
            Ok(state) => {
                let rebuild = &state.preview.rebuild;
                let is_news = *rebuild != Rebuild::Nothing && !batch.everything;
                let rebuilt = reasons::rebuild_words(rebuild, batch.paths.len());
                self.show(state);
                if is_news {
                    self.shell.say(&format!("{what}; {rebuilt}"))
                } else {
                    Ok(())
                }
            }
            Err(failure) => self.show_failure(&what, failure),
        }
    }

    /// Notes changed files. Work for the previous state may stop.
    fn invalidate(&mut self, batch: &Batch) {
        self.generation.fetch_add(1, Ordering::AcqRel);
        invalidate(&self.engine, batch);
        // In another time zone, `--now` is another moment.
        if batch.everything
            || batch
                .paths
                .iter()
                .any(|path| !path.starts_with(site_layout::CONTENT))
        {
            self.moment = None;
        }
    }

    /// Reads the current site.
    fn read(&mut self) -> Result<Arc<CurrentState>, Failure> {
        if let (Some(now), None) = (&self.args.now, self.moment) {
            self.moment = Some(moment(self.root, now)?);
        }
        let now = self.moment.unwrap_or_else(clock);
        let options = Options {
            editions: self.editions.clone(),
            hosts: LanguageHosts::Joined,
            ..options_at(self.root, now, drafts(self.args.drafts))
        };
        let before = self.last.as_deref();
        let preview = Preview::after(before.map(|before| &before.preview), &options, &self.engine);
        Ok(Arc::new(CurrentState {
            preview: preview?,
            options,
        }))
    }

    /// Shows a state, and finds the problems of pages that are not open on another thread.
    fn show(&mut self, state: Arc<CurrentState>) {
        self.schedule = Schedule::new(
            state.options.now,
            state.preview.next_change(),
            self.args.now.as_ref(),
        );
        let number = self.generation.fetch_add(1, Ordering::AcqRel) + 1;
        self.shown.show(Arc::clone(&state) as Arc<dyn State>);
        let before = self.last.replace(Arc::clone(&state));
        let (shell, shown, generation, printed) = (
            self.shell,
            Arc::clone(&self.shown),
            Arc::clone(&self.generation),
            Arc::clone(&self.printed),
        );
        let check_all = move || {
            thread::sleep(OPEN_PAGES_FIRST);
            // Freeing a large site takes a moment.
            drop(before);
            let is_old = || generation.load(Ordering::Acquire) != number;
            state.preview.look_through(&is_old);
            if !is_old() {
                shown.problems_changed();
                print_problems(shell, &state, &printed);
            }
        };
        // If there is no thread, only the problems of open pages are found.
        drop(thread::Builder::new().stack_size(STACK).spawn(check_all));
    }

    /// Keeps what is shown, and prints the change and the failure.
    fn show_failure(&mut self, what: &str, failure: Failure) -> Result<(), String> {
        self.shell.say(what)?;
        super::report_failure(self.shell, self.root, &failure, Detail::ELSEWHERE);
        self.schedule = Schedule::default();
        self.generation.fetch_add(1, Ordering::AcqRel);
        let last = self.shown.state();
        self.shown.show(Arc::new(FailedState {
            last,
            failure,
            root: self.root.to_owned(),
        }));
        Ok(())
    }
}

/// Prints the problems, unless they are the same as those last printed.
fn print_problems(shell: Shell, state: &CurrentState, printed: &Mutex<Printed>) {
    let diagnostics = state.preview.diagnostics();
    let mut last = printed.lock().unwrap_or_else(PoisonError::into_inner);
    last.tell_note(shell, state);
    if last.diagnostics == diagnostics {
        return;
    }
    let ordered: Vec<&Diagnostic> = diagnostics.iter().collect();
    let text_of = |file: &_| engine::source_text(&state.options, file);
    shell.on_stderr(|colour, stderr| {
        let detail = Detail::ELSEWHERE;
        let report = digest::report(&ordered, &text_of, colour, detail);
        let _ = stderr.write_all(report.text().as_bytes());
    });
    let words = Counts::of(&ordered).words();
    let _ = shell.say(if words.is_empty() {
        "no problems"
    } else {
        &words
    });
    last.diagnostics = diagnostics;
}

/// A state of the site that could be read.
struct CurrentState {
    preview: Preview,
    options: Options,
}

impl State for CurrentState {
    fn base_path(&self) -> &str {
        self.preview.base_path()
    }

    fn file(&self, name: &str) -> Option<FileContent> {
        self.preview.file(name)
    }

    fn health(&self) -> Health {
        let (errors, warnings) = self.preview.counts();
        Health { errors, warnings }
    }

    fn problems(&self) -> Vec<Problem> {
        problems(&self.preview.diagnostics(), &self.options)
    }
}

/// The last good state, and the failure that prevents a newer one.
struct FailedState {
    last: Arc<dyn State>,
    failure: Failure,
    root: PathBuf,
}

impl State for FailedState {
    fn base_path(&self) -> &str {
        self.last.base_path()
    }

    fn file(&self, name: &str) -> Option<FileContent> {
        self.last.file(name)
    }

    fn health(&self) -> Health {
        let errors = self
            .failure
            .found
            .iter()
            .filter(|found| found.severity == Severity::Error)
            .count();
        Health {
            errors: errors.max(1),
            warnings: 0,
        }
    }

    fn problems(&self) -> Vec<Problem> {
        if !self.failure.found.is_empty() {
            return problems(
                &self.failure.found,
                &options_at(&self.root, Timestamp::UNIX_EPOCH, Drafts::Hide),
            );
        }
        let message = self.failure.why.clone();
        vec![Problem {
            severity: "error",
            code: String::new(),
            drawing: message.clone(),
            message,
            file: None,
            path: None,
            line: None,
            column: None,
        }]
    }
}

/// Replaces the first state while it is read, so that the server can start at once. Requests wait.
struct PendingState {
    base_path: String,
    state: Mutex<Option<Arc<dyn State>>>,
    is_set: Condvar,
}

impl PendingState {
    fn new(base_path: &str) -> PendingState {
        PendingState {
            base_path: base_path.to_owned(),
            state: Mutex::default(),
            is_set: Condvar::new(),
        }
    }

    fn set(&self, state: Arc<dyn State>) {
        *self.state.lock().unwrap_or_else(PoisonError::into_inner) = Some(state);
        self.is_set.notify_all();
    }

    fn wait(&self) -> Arc<dyn State> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            match &*state {
                Some(state) => return Arc::clone(state),
                None => {
                    state = self
                        .is_set
                        .wait(state)
                        .unwrap_or_else(PoisonError::into_inner);
                }
            }
        }
    }
}

impl State for PendingState {
    fn base_path(&self) -> &str {
        &self.base_path
    }

    fn file(&self, name: &str) -> Option<FileContent> {
        self.wait().file(name)
    }

    fn health(&self) -> Health {
        self.wait().health()
    }

    fn problems(&self) -> Vec<Problem> {
        self.wait().problems()
    }
}

fn open_browser(shell: Shell, server: &Server) -> Result<(), String> {
    match open::that_detached(server.url()) {
        Ok(()) => Ok(()),
        Err(error) => shell.say(&format!("the browser could not be opened: {error}")),
    }
}
