//! The command line: subcommands, options, and everything that copublish prints.
//!
//! 1. `args` and `examples`: the subcommands, their options and `--help`; `options`: what they mean for the engine;
//!    `press_program`: where the program that sets PDFs is
//! 2. `build`, `check`, `completion`, `explain_code`, `explain_url`, `explain_view`, `fix`, `init`, `list`, `lsp`, `man_pages`, `new`, `publish`, `schema`, `serve`: one file
//!    for each subcommand. `external` checks links to other sites (`external_absent` replaces it where it is not built in),
//!    `document_name`, `document_skeleton` and `scalar` make the name and the text of a new document, `new_translation`, by `words_to_translate`, begins that
//!    of a translation, `list_table` draws a list, `replace` writes one file; `publish_target` opens a target (`publish_store`: a
//!    store; `publish_store_absent` replaces it where it is not built in), and `publish_report` says what was sent there
//! 3. `source_texts`, `excerpt`, `terminal`: diagnostics for people; `finding_group`, `digest`, `overview`: many of them in
//!    few lines; `preview_problems`: those that the preview shows; `json`, `sarif`, `github`, with `places`: diagnostics for programs; `new_findings`: those that are not in
//!    the baseline
//! 4. `summary`, `reasons`, `progress`: the results of a build; `change` and `schedule`: when to rebuild; `shutdown`: how a
//!    build ends on a signal
//! 5. `shell`: the output streams; `questions`, and `new_questions` for a new document: what is asked on a terminal
//!
//! Only this room prints, reads the clock and asks about the terminal. Exit codes: 0 no errors, 1 errors in the site,
//! 2 copublish could not run.

mod args;
mod build;
mod change;
mod check;
mod completion;
mod digest;
mod document_name;
mod document_skeleton;
mod examples;
mod excerpt;
mod explain_code;
mod explain_url;
mod explain_view;
#[cfg_attr(not(feature = "external"), path = "external_absent.rs")]
mod external;
mod finding_group;
mod fix;
mod github;
mod init;
mod json;
mod list;
mod list_table;
mod lsp;
mod man_pages;
mod new;
mod new_findings;
mod new_questions;
mod new_translation;
mod options;
mod overview;
mod places;
mod press_program;
mod preview_problems;
mod progress;
mod publish;
mod publish_report;
#[cfg_attr(not(feature = "s3"), path = "publish_store_absent.rs")]
mod publish_store;
mod publish_target;
mod questions;
mod reasons;
mod replace;
mod sarif;
mod scalar;
mod schedule;
mod schema;
mod serve;
mod shell;
mod shutdown;
mod source_texts;
mod summary;
mod terminal;
mod words_to_translate;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Serialize;

use self::args::{Args, Build, Check, Completions, Explain, Format, Init, New, Now, Verb};
use self::digest::Detail;
use self::json::Document;
use self::options::{drafts, options_at, options_for};
use self::places::Places;
use self::shell::Shell;
use crate::base::date::day_of;
use crate::base::{Diagnostic, FilePath};
use crate::config::Kinds;
use crate::engine::{Failure, Options, Stopwatch};
use crate::graph::Drafts;
use crate::layout::STACK;

/// The result of a subcommand that could run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answer {
    /// No errors.
    Fine,
    /// At least one error in the site.
    Problems,
}

impl Answer {
    fn exit_code(self) -> u8 {
        match self {
            Answer::Fine => 0,
            Answer::Problems => 1,
        }
    }
}

/// Runs the subcommand that the arguments ask for. The first argument is the name of the program.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let args: Vec<OsString> = args.into_iter().collect();
    if let Some(answered) = completion::answer(&args, current_folder().as_deref()) {
        return answered;
    }
    let args = match Args::try_parse_from(args) {
        Ok(args) => args,
        Err(error) => {
            // Help goes to standard output, which may be closed before all of it is read.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let shell = Shell::new(&args.everywhere);
    let root = args.everywhere.root.as_path();
    match prepare(&args).and_then(|()| dispatch(shell, root, &args.verb)) {
        Ok(answer) => ExitCode::from(answer.exit_code()),
        Err(why) => {
            report_failure(shell, root, &why, detail(&args.verb));
            ExitCode::from(2)
        }
    }
}

/// How much of a report a command shows.
fn detail(verb: &Verb) -> Detail {
    match verb {
        Verb::Build(Build { all, .. }) | Verb::Check(Check { all, .. }) => Detail::of(*all),
        _ => Detail::ELSEWHERE,
    }
}

fn check_format(args: &Args) -> Result<(), Failure> {
    let has_findings = matches!(args.verb, Verb::Build(_) | Verb::Check(_));
    if !has_findings && matches!(args.everywhere.format, Format::Sarif | Format::Github) {
        let why = "`--format sarif` and `--format github` work only with `build` and `check`";
        return Err(why.to_owned().into());
    }
    Ok(())
}

fn dispatch(shell: Shell, root: &Path, verb: &Verb) -> Result<Answer, Failure> {
    match verb {
        Verb::Init(args) => start_site(shell, root, args),
        Verb::New(args) => start_document(shell, root, args),
        Verb::Build(args) => build::run(shell, root, args),
        Verb::Check(args) => check::run(shell, root, args),
        Verb::Fix(args) => fix::run(shell, root, args),
        Verb::Publish(args) => publish::run(shell, root, args),
        Verb::Serve(args) => serve::run(shell, root, args),
        Verb::List(args) => list::run(shell, root, args),
        Verb::Explain(args) => explain(shell, root, args),
        Verb::Schema(args) => schema::run(shell, root, args),
        Verb::Completions(args) => print_script(shell, args),
        Verb::Lsp => lsp::run(root),
        Verb::Man(args) => man_pages::run(shell, args),
    }
}

/// Checks what was asked for, and starts what it needs.
fn prepare(args: &Args) -> Result<(), Failure> {
    check_format(args)?;
    Ok(start_threads_for(&args.verb)?)
}

/// Starts threads for what renders.
fn start_threads_for(verb: &Verb) -> Result<(), String> {
    match verb {
        Verb::Build(args) => start_threads(args.threads),
        Verb::Check(_) | Verb::Publish(_) | Verb::Serve(_) => start_threads(None),
        _ => Ok(()),
    }
}

/// Starts the threads that render, with stacks for the deepest templates: the `wanted` number, or one for each core.
fn start_threads(wanted: Option<u16>) -> Result<(), String> {
    let pool = rayon::ThreadPoolBuilder::new()
        .stack_size(STACK)
        .num_threads(wanted.unwrap_or(0).into());
    pool.build_global().map_err(|error| match wanted {
        Some(threads) => format!("{threads} threads cannot be started: {error}"),
        None => format!("no threads can be started: {error}"),
    })
}

/// Reports why copublish could not run, after the diagnostics that were found before that.
fn report_failure(shell: Shell, root: &Path, failure: &Failure, detail: Detail) {
    let why = failure.why.as_str();
    let options = options_at(root, Timestamp::UNIX_EPOCH, Drafts::Hide);
    let text_of = |file: &FilePath| crate::engine::source_text(&options, file);
    let found: Vec<&Diagnostic> = failure.found.iter().collect();
    // Programs read the diagnostics in the document below.
    let shown = if shell.is_for_people() {
        found.as_slice()
    } else {
        &[]
    };
    shell.on_stderr(|colour, stderr| {
        let report = digest::report(shown, &text_of, colour, detail);
        let _ = stderr.write_all(report.text().as_bytes());
        let _ = writeln!(stderr, "{}", error_line(why, colour));
    });
    report_for_programs(shell, root, why, &found, &text_of);
}

fn error_line(why: &str, colour: terminal::Colour) -> String {
    let (on, off) = match colour {
        terminal::Colour::Off => ("", ""),
        terminal::Colour::On => ("\u{1b}[1;91m", "\u{1b}[0m"),
    };
    format!("{on}error:{off} {}", shell::without_controls(why))
}

fn report_for_programs(
    shell: Shell,
    root: &Path,
    why: &str,
    found: &[&Diagnostic],
    text_of: &source_texts::TextOf,
) {
    let places = places_of(root);
    // If standard output is broken too, there is nowhere left to report it.
    let _ = match shell.format() {
        Format::Text => Ok(()),
        Format::Json => shell.document(&Document {
            diagnostics: json::found(found, text_of),
            ..Document::failed(why)
        }),
        Format::Sarif => shell.document(&sarif::failure(why, found, text_of, &places)),
        Format::Github => {
            shell.show(&(github::annotations(found, text_of, &places) + &github::failure(why)))
        }
    };
}

/// The created files in JSON.
#[derive(Debug, Serialize)]
struct Created {
    created: Vec<String>,
}

fn start_site(shell: Shell, root: &Path, args: &Init) -> Result<Answer, Failure> {
    let folder = match &args.folder {
        Some(folder) => root.join(folder),
        None => root.to_owned(),
    };
    let title = site_title(shell, args);
    let today = today(args.now.as_ref(), &TimeZone::system());
    let created = init::create(&folder, &title, today)?;
    if shell.wants_json() {
        shell.document(&Document::fine(Created { created }))?;
        return Ok(Answer::Fine);
    }
    for file in &created {
        let file = folder.join(file);
        let file = file.strip_prefix(".").unwrap_or(&file);
        shell.say(&format!("created {}", file.display()))?;
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

/// The title from the command line, or from a question, or the default.
fn site_title(shell: Shell, args: &Init) -> String {
    if let Some(title) = &args.title
        && !title.trim().is_empty()
    {
        return title.clone();
    }
    let answer = if shell.can_ask() {
        shell.ask("What is the site called?")
    } else {
        None
    };
    answer.unwrap_or_else(|| init::TITLE.to_owned())
}

fn start_document(shell: Shell, root: &Path, args: &New) -> Result<Answer, Failure> {
    let declared = crate::engine::read_project(root)?;
    if args.list {
        return list_kinds(shell, &declared.kinds);
    }
    if let Some(request) = translation(args)? {
        let options = options_for(root, args.now.as_ref(), drafts(true))?;
        let site = crate::engine::link(&options, &mut Stopwatch::start())?;
        return show_made(shell, new_translation::create(root, &site, &request)?);
    }
    let wanted = new_questions::wanted(shell, root, &declared, args)?;
    let request = new::Request {
        kind: &wanted.kind,
        title: &wanted.title,
        inside: wanted.inside.as_deref(),
        today: today(args.now.as_ref(), &declared.site.timezone),
        answers: &wanted.answers,
    };
    show_made(shell, new::create(root, &declared.kinds, &request)?)
}

/// The translation that is asked for, by options or as `about.cy`.
fn translation(args: &New) -> Result<Option<new_translation::Request<'_>>, Failure> {
    match (&args.translation_of, &args.language, &args.kind) {
        (Some(source), Some(language), title) => Ok(Some(new_translation::Request {
            source,
            language,
            title: title.as_deref(),
        })),
        (None, None, Some(name)) if args.title.is_none() => Ok(new_translation::named(name)),
        (None, None, _) => Ok(None),
        _ => {
            let help = "`--translation-of` and `--language` go together, as in `--translation-of about --language cy`";
            Err(help.to_owned().into())
        }
    }
}

fn show_made(shell: Shell, made: new::Made) -> Result<Answer, Failure> {
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

/// A kind, in JSON.
#[derive(Debug, Serialize)]
struct ListedKind<'k> {
    name: &'k str,
    label: &'k str,
    about: &'k str,
    folder: Option<&'k str>,
}

/// Lists the kinds with what they are for.
fn list_kinds(shell: Shell, kinds: &Kinds) -> Result<Answer, Failure> {
    let listed = kinds.iter().map(|kind| ListedKind {
        name: &kind.name,
        label: &kind.label,
        about: &kind.about,
        folder: kind.folder.as_deref(),
    });
    if shell.wants_json() {
        let kinds: Vec<ListedKind> = listed.collect();
        shell.document(&Document::fine(kinds))?;
        return Ok(Answer::Fine);
    }
    let width = kinds.iter().map(|kind| kind.name.chars().count()).max();
    let width = width.unwrap_or_default();
    let lines = listed.map(|kind| format!("{:width$}  {}\n", kind.name, kind.about));
    shell.show(&lines.collect::<String>())?;
    Ok(Answer::Fine)
}

/// Explains a problem, or an address or a file of the site. Only addresses and files contain a slash or a dot.
fn explain(shell: Shell, root: &Path, args: &Explain) -> Result<Answer, Failure> {
    let options = || options_for(root, args.now.as_ref(), drafts(args.drafts));
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

/// Prints the script for a shell.
fn print_script(shell: Shell, args: &Completions) -> Result<Answer, Failure> {
    let script = completion::script(args.shell).map_err(|error| error.to_string())?;
    shell.show_script(&script)?;
    Ok(Answer::Fine)
}

/// Prints JSON in both formats, since programs and theme authors read it.
fn show_views(shell: Shell, options: &Options, args: &Explain) -> Result<Answer, Failure> {
    let shown = explain_view::explain(options, &args.what)?;
    if shell.wants_json() {
        shell.document(&Document::fine(&shown))?;
    } else {
        shell.document(&shown)?;
    }
    Ok(Answer::Fine)
}

/// The day from `--now`, or the current day in `zone`.
fn today(now: Option<&Now>, zone: &TimeZone) -> Date {
    let instant = now.map_or_else(clock, |now| now.instant(zone));
    day_of(instant, zone)
}

/// The folder in which copublish was started.
#[expect(
    clippy::disallowed_methods,
    reason = "the only place that reads the current folder"
)]
fn current_folder() -> Option<PathBuf> {
    std::env::current_dir().ok()
}

/// The current time. Everything below `cli` receives it as a value.
#[expect(
    clippy::disallowed_methods,
    reason = "the only place that reads the clock"
)]
fn clock() -> Timestamp {
    Timestamp::now()
}

/// The current time of the clock for file times, which may be slightly behind the other clock.
#[cfg(target_os = "linux")]
fn clock_of_files() -> Timestamp {
    let now = rustix::time::clock_gettime(rustix::time::ClockId::RealtimeCoarse);
    let nanoseconds = i32::try_from(now.tv_nsec).unwrap_or(0);
    Timestamp::new(now.tv_sec, nanoseconds).unwrap_or_else(|_| clock())
}

/// The current time of the clock for file times, or slightly before it.
#[cfg(not(target_os = "linux"))]
fn clock_of_files() -> Timestamp {
    let tick = jiff::SignedDuration::from_millis(20);
    clock().saturating_sub(tick).unwrap_or(Timestamp::MIN)
}

/// The places of a site, for somebody in the current folder.
fn places_of(root: &Path) -> Places {
    Places::of(root, current_folder().as_deref())
}
