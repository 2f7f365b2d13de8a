//! On top: what people type and what they are told.
//!
//! 1. `args`: verbs, options, help, with `examples`
//! 2. `build`, `check`, `explain_code`, `explain_url`, `explain_view`, `fix`, `init`, `list`, `new`, `serve`: one
//!    file for each verb; `external` asks other sites, `external_absent` says that it cannot; `blank` and `scalar` write what `new` makes, `list_table` draws a list, `replace` puts one
//!    file in place of another
//! 3. `texts`, `excerpt`, `terminal`: diagnostics for people; `json`, `sarif`, `github`, by
//!    `places`: diagnostics for programs; `known`: those that are new
//! 4. `summary`, `progress`: what a build comes to, and how far it is; `due`: when a site changes by itself;
//!    `ending`: how a build ends when it is asked to
//! 5. `shell`: where all of this goes
//!
//! The only room that prints, reads the clock and looks at the terminal. Exit codes: 0 all is well,
//! 1 there are errors in the site, 2 copublish could not run.

mod args;
mod blank;
mod build;
mod change;
mod check;
mod due;
mod ending;
mod examples;
mod excerpt;
mod explain_code;
mod explain_url;
mod explain_view;
#[cfg_attr(not(feature = "external"), path = "external_absent.rs")]
mod external;
mod fix;
mod github;
mod init;
mod json;
mod known;
mod list;
mod list_table;
mod new;
mod places;
mod progress;
mod reasons;
mod replace;
mod sarif;
mod scalar;
mod serve;
mod shell;
mod summary;
mod terminal;
mod texts;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Serialize;

use self::args::{Args, Explain, Format, Init, New, Now, Verb};
use self::json::Document;
use self::places::Places;
use self::shell::Shell;
use crate::base::date::day_of;
use crate::base::{Diagnostic, FilePath};
use crate::engine::{Failure, Options};
use crate::graph::Drafts;
use crate::layout::STACK;

/// How a verb that could run went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answer {
    /// Nothing wrong, or warnings only.
    Fine,
    /// At least one error in the site.
    Problems,
}

impl Answer {
    /// What programs are told.
    fn exit_code(self) -> u8 {
        match self {
            Answer::Fine => 0,
            Answer::Problems => 1,
        }
    }
}

/// Does what the arguments ask, the first one being the program's name, and says how it went.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let args = match Args::try_parse_from(args) {
        Ok(args) => args,
        Err(error) => {
            // Help goes to standard output, which may be closed before all of it is read.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let shell = Shell::new(&args.everywhere);
    match dispatch(shell, &args) {
        Ok(answer) => ExitCode::from(answer.exit_code()),
        Err(why) => {
            fail(shell, &args.everywhere.root, &why);
            ExitCode::from(2)
        }
    }
}

fn dispatch(shell: Shell, args: &Args) -> Result<Answer, Failure> {
    let root = args.everywhere.root.as_path();
    let finds = matches!(args.verb, Verb::Build(_) | Verb::Check(_));
    if !finds && matches!(args.everywhere.format, Format::Sarif | Format::Github) {
        return Err(
            "`--format sarif` and `--format github` work only with `build` and `check`"
                .to_owned()
                .into(),
        );
    }
    match &args.verb {
        Verb::Build(args) => start_threads(args.threads)?,
        Verb::Check(_) | Verb::Serve(_) => start_threads(None)?,
        _ => {}
    }
    match &args.verb {
        Verb::Init(args) => start_site(shell, root, args),
        Verb::New(args) => start_document(shell, root, args),
        Verb::Build(args) => build::run(shell, root, args),
        Verb::Check(args) => check::run(shell, root, args),
        Verb::Fix(args) => fix::run(shell, root, args),
        Verb::Serve(args) => serve::run(shell, root, args),
        Verb::List(args) => list::run(shell, root, args),
        Verb::Explain(args) => explain(shell, root, args),
    }
}

/// Starts the threads that render, with room for the deepest templates: so many, or one for each core.
fn start_threads(wanted: Option<u16>) -> Result<(), String> {
    let pool = rayon::ThreadPoolBuilder::new()
        .stack_size(STACK)
        .num_threads(wanted.unwrap_or(0).into());
    pool.build_global().map_err(|error| match wanted {
        Some(threads) => format!("{threads} threads cannot be started: {error}"),
        None => format!("no threads can be started: {error}"),
    })
}

/// Says why copublish could not run, after what was found before that.
fn fail(shell: Shell, root: &Path, failure: &Failure) {
    let why = failure.why.as_str();
    let options = build::options_at(root, Timestamp::UNIX_EPOCH, Drafts::Hide);
    let text_of = |file: &FilePath| crate::engine::source_text(&options, file);
    let found: Vec<&Diagnostic> = failure.found.iter().collect();
    let places = Places::of(root, here().as_deref());
    shell.complain(|colour, stderr| {
        // Programs read them in the document below.
        let shown = if shell.speaks_to_people() {
            found.as_slice()
        } else {
            &[]
        };
        terminal::draw_all(shown, &text_of, colour, |part| {
            let _ = stderr.write_all(part.as_bytes());
        });
        let (on, off) = match colour {
            terminal::Colour::Off => ("", ""),
            terminal::Colour::On => ("\u{1b}[1;91m", "\u{1b}[0m"),
        };
        let _ = writeln!(stderr, "{on}error:{off} {}", shell::tame(why));
    });
    // Where standard output is broken too, the line above has said all that can be said.
    let _ = match shell.format() {
        Format::Text => Ok(()),
        Format::Json => {
            let diagnostics = json::found(&found, &text_of);
            shell.document(&Document {
                diagnostics,
                ..Document::failed(why)
            })
        }
        Format::Sarif => shell.document(&sarif::failure(why, &found, (&text_of, &places))),
        Format::Github => {
            shell.show(&(github::annotations(&found, &text_of, &places) + &github::failure(why)))
        }
    };
}

/// The files a verb made, for programs.
#[derive(Debug, Serialize)]
struct Created {
    created: Vec<String>,
}

fn start_site(shell: Shell, root: &Path, args: &Init) -> Result<Answer, Failure> {
    let folder = args
        .folder
        .as_ref()
        .map_or_else(|| root.to_owned(), |folder| root.join(folder));
    let given = args.title.clone().filter(|title| !title.trim().is_empty());
    let asked = || {
        shell
            .can_ask()
            .then(|| shell.ask("What is the site called?"))
            .flatten()
    };
    let title = given
        .or_else(asked)
        .unwrap_or_else(|| init::TITLE.to_owned());
    let created = init::create(
        &folder,
        &title,
        today(args.now.as_ref(), &TimeZone::system()),
    )?;
    if shell.wants_json() {
        shell.document(&Document::fine(Created { created }))?;
        return Ok(Answer::Fine);
    }
    for file in &created {
        let file = folder.join(file);
        shell.say(&format!(
            "created {}",
            file.strip_prefix(".").unwrap_or(&file).display()
        ))?;
    }
    match &args.folder {
        Some(folder) => shell.say(&format!(
            "next: `cd {}`, then `copublish build`",
            folder.display()
        ))?,
        None => shell.say("next: `copublish build`")?,
    }
    Ok(Answer::Fine)
}

fn start_document(shell: Shell, root: &Path, args: &New) -> Result<Answer, Failure> {
    let declared = crate::engine::read_project(root)?;
    let today = today(args.now.as_ref(), &declared.site.timezone);
    let request = new::Request {
        kind: &args.kind,
        title: &args.title,
        inside: args.inside.as_deref(),
        today,
    };
    let made = new::create(root, &declared.kinds, &request)?;
    if shell.wants_json() {
        shell.document(&Document::fine(Created {
            created: vec![made.file],
        }))?;
    } else {
        shell.say(&format!("created {}", made.file))?;
        shell.say(&made.next())?;
    }
    Ok(Answer::Fine)
}

/// What is asked about: a problem, or an address or a file of the site; only these hold a slash or a dot.
fn explain(shell: Shell, root: &Path, args: &Explain) -> Result<Answer, Failure> {
    let drafts = if args.drafts {
        Drafts::Show
    } else {
        Drafts::Hide
    };
    let options = || build::options_for(root, args.now.as_ref(), drafts);
    if args.view {
        return show_views(shell, &options()?, args);
    }
    let [what] = args.what.as_slice() else {
        return Err(
            "explain one thing at a time; only --view takes several addresses"
                .to_owned()
                .into(),
        );
    };
    if what.contains(['/', '.']) {
        let explained = explain_url::explain(&options()?, what)?;
        if shell.wants_json() {
            shell.document(&Document::fine(&explained))?;
        } else {
            shell.show(&explained.for_terminal())?;
        }
        return Ok(Answer::Fine);
    }
    let explained = explain_code::explain(what)?;
    if shell.wants_json() {
        shell.document(&Document::fine(explained))?;
    } else {
        shell.show_styled(&explained.for_terminal())?;
    }
    Ok(Answer::Fine)
}

/// What templates receive is JSON in either format: it is what programs and theme makers read.
fn show_views(shell: Shell, options: &Options, args: &Explain) -> Result<Answer, Failure> {
    let shown = explain_view::explain(options, &args.what)?;
    if shell.wants_json() {
        shell.document(&Document::fine(&shown))?;
    } else {
        shell.document(&shown)?;
    }
    Ok(Answer::Fine)
}

/// The day it is in `zone`, or the day typed.
fn today(now: Option<&Now>, zone: &TimeZone) -> Date {
    let instant = now.map_or_else(clock, |now| now.instant(zone));
    day_of(instant, zone)
}

/// The folder that copublish was started in.
#[expect(clippy::disallowed_methods, reason = "the one look at where we are")]
fn here() -> Option<PathBuf> {
    std::env::current_dir().ok()
}

/// The present moment. All below takes it as a value.
#[expect(clippy::disallowed_methods, reason = "the one look at the clock")]
fn clock() -> Timestamp {
    Timestamp::now()
}

/// The present moment by the clock that files are stamped by, which may be a little behind the other one.
#[cfg(target_os = "linux")]
fn clock_of_files() -> Timestamp {
    let now = rustix::time::clock_gettime(rustix::time::ClockId::RealtimeCoarse);
    let nanoseconds = i32::try_from(now.tv_nsec).unwrap_or(0);
    Timestamp::new(now.tv_sec, nanoseconds).unwrap_or_else(|_| clock())
}

/// The present moment by the clock that files are stamped by, or a little before it.
#[cfg(not(target_os = "linux"))]
fn clock_of_files() -> Timestamp {
    let tick = jiff::SignedDuration::from_millis(20);
    clock().saturating_sub(tick).unwrap_or(Timestamp::MIN)
}
