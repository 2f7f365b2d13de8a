//! `copublish serve`: hands one state of the site after the other to the preview server, and says what is wrong
//! with each. Serves nothing itself.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use jiff::Timestamp;

use super::args::Serve;
use super::build::{forget, moment, options_at, say_how};
use super::change::Change;
use super::due::Due;
use super::reasons;
use super::shell::Shell;
use super::summary::{self, Counts};
use super::terminal::{self, Colour};
use super::texts::for_each;
use super::{Answer, clock, clock_of_files};
use crate::base::site_layout;
use crate::base::{Diagnostic, Severity};
use crate::engine::{self, Drafts, Engine, Failure, Options, Preview, Rebuild};
use crate::layout::STACK;
use crate::output::FileContent;
use crate::serve::{self, Health, Problem, Shown, State};
use crate::watch::{Batch, Watch, WatchEvent, WatchMethod};

/// Serves the site until the program is ended.
///
/// # Errors
/// A sentence on why nothing could be served.
pub fn run(shell: Shell, root: &Path, args: &Serve) -> Result<Answer, Failure> {
    if shell.wants_json() {
        return Err("`serve` cannot be combined with --format json"
            .to_owned()
            .into());
    }
    let began = clock_of_files();
    let base_path = engine::base_path(root)?;
    let first = Arc::new(First::new(&base_path));
    let shown = Shown::new(Arc::clone(&first) as Arc<dyn State>);
    let options = serve::Options {
        host: args.host,
        port: args.port,
        editor: args.editor.clone(),
    };
    let server = serve::start(Arc::clone(&shown), &options).map_err(|error| {
        format!(
            "cannot listen on {}, port {}: {error}",
            args.host, args.port
        )
    })?;
    server.when_asked_to_end(end);
    let mut url = server.url();
    shell.say(&format!("the site is at {url}; press Ctrl-C to stop"))?;
    let mut say_where = || {
        let is_other = server.url() != url;
        url = server.url();
        let moved = || format!("the site is now at {url}; its old addresses redirect there");
        if is_other {
            shell.say(&moved())
        } else {
            Ok(())
        }
    };
    let mut course = LiveSite::new(shell, root, (args, shown));
    let state = course.read()?;
    first.is(Arc::clone(&state) as Arc<dyn State>);
    course.show(state);
    // Nobody waits for the watch: what changes before it begins is found behind the first page.
    let mut watch = Watch::start(root, &root.join(site_layout::OUTPUT));
    let mut by = WatchMethod::Events;
    say_how(shell, &mut by, &watch)?;
    let missed = if clock_of_files() < began {
        // The clock was put back meanwhile, and the times of files tell nothing.
        Batch {
            everything: true,
            ..Batch::default()
        }
    } else {
        watch.changes_since(began)
    };
    course.catch_up(&missed)?;
    say_where()?;
    if args.open
        && let Err(error) = open::that_detached(server.url())
    {
        shell.say(&format!("the browser could not be opened: {error}"))?;
    }
    while let Some(woken) = watch.wait(course.due.until()) {
        say_how(shell, &mut by, &watch)?;
        let Some(change) = Change::of(&woken, course.due, root) else {
            continue;
        };
        course.follow(&woken, &change)?;
        say_where()?;
    }
    Ok(Answer::Fine)
}

/// How long pages that somebody looks at have the machine for themselves, before the others are looked through.
const OTHERS_FIRST: Duration = Duration::from_millis(100);

/// Ends the program at once: whoever asks for the end of a preview has seen what they wanted. Nothing has
/// to be put away, and what is under way is for nobody.
#[expect(
    clippy::disallowed_methods,
    reason = "the end of the program belongs to this room"
)]
fn end() {
    std::process::exit(0);
}

/// What goes on from the first state to the last.
struct LiveSite<'c> {
    shell: Shell,
    root: &'c Path,
    args: &'c Serve,
    shown: Arc<Shown>,
    /// The number of the newest state: what is done for an older one may stop.
    generation: Arc<AtomicUsize>,
    /// What was last said to be wrong, so that nothing is said twice.
    said: Arc<Mutex<Vec<Diagnostic>>>,
    /// What need not be read again.
    memory: Engine,
    /// The newest state.
    last: Option<Arc<Current>>,
    /// The moment typed, in the zone of the site; none where it is that of the clock.
    moment: Option<Timestamp>,
    /// When the site changes by itself.
    due: Due,
}

impl<'c> LiveSite<'c> {
    fn new(shell: Shell, root: &'c Path, (args, shown): (&'c Serve, Arc<Shown>)) -> LiveSite<'c> {
        let (generation, said, memory) = (Arc::default(), Arc::default(), Engine::default());
        let (last, moment, due) = (None, None, Due::default());
        LiveSite {
            shell,
            root,
            args,
            shown,
            generation,
            said,
            memory,
            last,
            moment,
            due,
        }
    }

    /// Shows the site as it is after a change, and says what it was.
    fn follow(&mut self, woken: &WatchEvent, change: &Change) -> Result<(), String> {
        let started = Instant::now();
        if let WatchEvent::Changed(batch) = woken {
            self.change(batch);
        }
        match self.read() {
            Ok(state) => {
                let how_far = reasons::rebuild_words(&state.preview.rebuild, change.files);
                self.show(state);
                let took = reasons::time(started.elapsed());
                self.shell
                    .say(&format!("{}; {how_far}; shown in {took}", change.what))
            }
            Err(failure) => self.fail(&change.what, failure),
        }
    }

    /// Shows what has changed while the site was read for the first time, and says so if it makes a difference.
    fn catch_up(&mut self, batch: &Batch) -> Result<(), String> {
        if batch.is_empty() {
            return Ok(());
        }
        let what = summary::changes(batch);
        self.change(batch);
        match self.read() {
            Ok(state) => {
                let redone = &state.preview.rebuild;
                let is_said = *redone != Rebuild::Nothing && !batch.everything;
                let how_far = reasons::rebuild_words(redone, batch.paths.len());
                self.show(state);
                if is_said {
                    self.shell.say(&format!("{what}; {how_far}"))
                } else {
                    Ok(())
                }
            }
            Err(failure) => self.fail(&what, failure),
        }
    }

    /// Takes note that files have changed: what is still done for the state before may stop.
    fn change(&mut self, batch: &Batch) {
        self.generation.fetch_add(1, Ordering::AcqRel);
        forget(&self.memory, batch);
        // Another zone makes another moment of the same words.
        if batch.everything
            || batch
                .paths
                .iter()
                .any(|path| !path.starts_with(site_layout::CONTENT))
        {
            self.moment = None;
        }
    }

    /// The site as it is now.
    fn read(&mut self) -> Result<Arc<Current>, Failure> {
        if let (Some(now), None) = (&self.args.now, self.moment) {
            self.moment = Some(moment(self.root, now)?);
        }
        let drafts = if self.args.drafts {
            Drafts::Show
        } else {
            Drafts::Hide
        };
        let options = options_at(self.root, self.moment.unwrap_or_else(clock), drafts);
        let before = self.last.as_deref();
        let preview = Preview::after(before.map(|before| &before.preview), &options, &self.memory);
        Ok(Arc::new(Current {
            preview: preview?,
            options,
        }))
    }

    /// Shows a state, and looks beside that for what is wrong with pages that nobody has opened.
    fn show(&mut self, state: Arc<Current>) {
        self.due = Due::at(
            (state.options.now, state.preview.next_change()),
            self.args.now.as_ref(),
        );
        let number = self.generation.fetch_add(1, Ordering::AcqRel) + 1;
        self.shown.show(Arc::clone(&state) as Arc<dyn State>);
        let before = self.last.replace(Arc::clone(&state));
        let (shell, shown, generation, said) = (
            self.shell,
            Arc::clone(&self.shown),
            Arc::clone(&self.generation),
            Arc::clone(&self.said),
        );
        let look_through = move || {
            thread::sleep(OTHERS_FIRST);
            // A large site takes a moment to be let go of.
            drop(before);
            let is_old = || generation.load(Ordering::Acquire) != number;
            state.preview.look_through(&is_old);
            if !is_old() {
                shown.problems_changed();
                say(shell, &state, &said);
            }
        };
        // Without a thread nothing is found in pages that nobody opens, and they are shown all the same.
        drop(thread::Builder::new().stack_size(STACK).spawn(look_through));
    }

    /// Keeps what is shown, and says after which change and why there is nothing newer.
    fn fail(&mut self, what: &str, failure: Failure) -> Result<(), String> {
        self.shell.say(what)?;
        super::fail(self.shell, self.root, &failure);
        self.due = Due::default();
        self.generation.fetch_add(1, Ordering::AcqRel);
        let last = self.shown.state();
        self.shown.show(Arc::new(Failed {
            last,
            failure,
            root: self.root.to_owned(),
        }));
        Ok(())
    }
}

/// Says what is wrong, where that is something else than was last said.
fn say(shell: Shell, state: &Current, said: &Mutex<Vec<Diagnostic>>) {
    let diagnostics = state.preview.diagnostics();
    let mut last = said.lock().unwrap_or_else(PoisonError::into_inner);
    if *last == diagnostics {
        return;
    }
    let ordered: Vec<&Diagnostic> = diagnostics.iter().collect();
    let text_of = |file: &_| engine::source_text(&state.options, file);
    shell.complain(|colour, stderr| {
        terminal::draw_all(&ordered, &text_of, colour, |part| {
            let _ = write!(stderr, "{part}");
        });
    });
    let words = Counts::of(&ordered).words();
    let _ = shell.say(if words.is_empty() {
        "no problems"
    } else {
        &words
    });
    *last = diagnostics;
}

/// A state that could be read.
struct Current {
    preview: Preview,
    options: Options,
}

impl State for Current {
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

/// What is wrong, as the preview shows it.
fn problems(diagnostics: &[Diagnostic], options: &Options) -> Vec<Problem> {
    let ordered: Vec<&Diagnostic> = diagnostics.iter().collect();
    let mut problems = Vec::with_capacity(ordered.len());
    for_each(
        &ordered,
        &|file| engine::source_text(options, file),
        |diagnostic, texts| {
            let label = diagnostic.labels.first();
            let place = label.and_then(|label| {
                let text = texts.get(&label.file)?;
                Some(text.position(text.range(label.span?).start))
            });
            let number = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
            problems.push(Problem {
                severity: diagnostic.severity.word(),
                code: diagnostic.code.id().to_owned(),
                message: diagnostic.message.clone(),
                file: label.map(|label| label.file.to_string()),
                path: label.map(|label| absolute(&options.root, label.file.as_str())),
                line: place.map(|place| number(place.line)),
                column: place.map(|place| number(place.column)),
                drawing: terminal::draw(diagnostic, texts, Colour::Off),
            });
        },
    );
    problems
}

/// Where a file stands, for an editor.
fn absolute(root: &Path, file: &str) -> String {
    let path = root.join(file);
    std::path::absolute(&path)
        .unwrap_or(path)
        .display()
        .to_string()
}

/// The last good state, and why there is no newer one.
struct Failed {
    last: Arc<dyn State>,
    failure: Failure,
    root: PathBuf,
}

impl State for Failed {
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

/// Stands for the first state while it is read, so that the address is there at once: whoever asks waits.
struct First {
    base_path: String,
    state: Mutex<Option<Arc<dyn State>>>,
    come: Condvar,
}

impl First {
    fn new(base_path: &str) -> First {
        First {
            base_path: base_path.to_owned(),
            state: Mutex::default(),
            come: Condvar::new(),
        }
    }

    fn is(&self, state: Arc<dyn State>) {
        *self.state.lock().unwrap_or_else(PoisonError::into_inner) = Some(state);
        self.come.notify_all();
    }

    fn wait(&self) -> Arc<dyn State> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            match &*state {
                Some(state) => return Arc::clone(state),
                None => {
                    state = self
                        .come
                        .wait(state)
                        .unwrap_or_else(PoisonError::into_inner)
                }
            }
        }
    }
}

impl State for First {
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
