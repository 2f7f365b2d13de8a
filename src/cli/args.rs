//! The command line: subcommands, options and their help. Does not read files or the clock, and runs nothing.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

use super::examples::{
    BUILD_EXAMPLES, CHECK_EXAMPLES, COMPLETIONS_EXAMPLES, EXAMPLES, EXPLAIN_EXAMPLES, FIX_EXAMPLES,
    INIT_EXAMPLES, LIST_EXAMPLES, LSP_EXAMPLES, MAN_EXAMPLES, NEW_EXAMPLES, PUBLISH_EXAMPLES,
    SCHEMA_EXAMPLES, SERVE_EXAMPLES,
};
use crate::base::date;
use crate::config::web_address::check_base_url;
use crate::engine::Shard;

/// What `--version` says; `-V` says the version alone.
const LONG_VERSION: &str = concat!(
    env!("CARGO_PKG_VERSION"),
    env!("COPUBLISH_COMMIT_WORDS"),
    "\nLicence: ",
    env!("CARGO_PKG_LICENSE"),
);

/// Turns a folder of Markdown into the website of a partnership.
///
/// copublish reads the documents in `content/`, checks them, and writes a website to `output/`. It reports
/// problems in plain English, with the file and the line.
#[derive(Debug, Parser)]
#[command(name = "copublish", version, long_version = LONG_VERSION, arg_required_else_help = true, after_help = EXAMPLES)]
pub struct Args {
    #[command(subcommand)]
    pub verb: Verb,
    #[command(flatten)]
    pub everywhere: GlobalOptions,
}

/// Options that every subcommand accepts.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Global options")]
pub struct GlobalOptions {
    /// The folder of the site, which contains `site.yaml`.
    #[arg(long, global = true, value_name = "DIR", default_value = ".", value_hint = clap::ValueHint::DirPath)]
    pub root: PathBuf,
    /// Output format.
    #[arg(long, global = true, value_name = "FORMAT", value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// Print errors only.
    #[arg(long, short, global = true)]
    pub quiet: bool,
}

/// How results are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Text for people
    Text,
    /// One JSON document on standard output
    Json,
    /// Findings as a SARIF 2.1.0 log; only `build` and `check`
    Sarif,
    /// Findings as annotations for GitHub; only `build` and `check`
    Github,
}

/// A subcommand with its own options.
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Start a new site with a few example pages.
    ///
    /// Creates site.yaml and a few Markdown files, ready to build. Existing files are never changed.
    #[command(after_help = INIT_EXAMPLES)]
    Init(Init),
    /// Start a new document: a blog, a news item, a person.
    ///
    /// Creates a Markdown file in the right folder, with the required fields of its kind, and the optional ones
    /// as comments. A report or a programme gets a folder for its files. Existing files are never changed.
    ///
    /// On a terminal, it asks for the kind and the title if they are not given, and for what the kind requires.
    #[command(after_help = NEW_EXAMPLES)]
    New(New),
    /// Build the website into `output/`.
    ///
    /// Reports all problems in one run. If there are errors, `output/` is not changed and the exit code is 1.
    /// Warnings do not stop a build.
    #[command(after_help = BUILD_EXAMPLES)]
    Build(Build),
    /// Check the site for problems, and write nothing.
    ///
    /// Reports what `build` reports, and also checks quality and accessibility: pictures without alternative
    /// text, pages with the same title, vague links. The exit code is 1 if there are errors. `checks` in site.yaml
    /// can turn a warning into an error, or turn it off.
    #[command(after_help = CHECK_EXAMPLES)]
    Check(Check),
    /// Fix mistakes that have only one possible correction: quotes, tabs, dates, names and links.
    ///
    /// Changes site.yaml and files in `content/`, and only the mistakes in them: comments, line ends and
    /// everything else stay byte for byte. With --dry-run, it only shows the changes.
    #[command(after_help = FIX_EXAMPLES)]
    Fix(Fix),
    /// Build the site and send what changed to where readers find it: a folder, a server, a store or a branch.
    ///
    /// `publish` in site.yaml says where. Files go in an order in which no page refers to a missing file, and of those
    /// that were there only what copublish wrote is removed. A site with errors is not sent. With --dry-run, it only
    /// lists what it would do. Secrets are taken from the environment.
    #[command(after_help = PUBLISH_EXAMPLES)]
    Publish(Publish),
    /// Preview the site in a browser; open pages update with every change.
    ///
    /// Renders pages when the browser asks for them, and writes nothing. Problems are shown here and on the
    /// pages. Press Ctrl-C to stop.
    #[command(after_help = SERVE_EXAMPLES)]
    Serve(Serve),
    /// List the documents of the site, or those that need attention.
    ///
    /// Without an option, lists all documents, public or not. Builds nothing.
    #[command(after_help = LIST_EXAMPLES)]
    List(List),
    /// Explain a problem by its name, or a page of the site by its address.
    ///
    /// For a problem, prints its page of the manual: what it is, why it matters, and what to do. For an address,
    /// prints which file and template the page is made from, what it refers to, and what links to it; with
    /// --view, the values that its template receives.
    #[command(after_help = EXPLAIN_EXAMPLES)]
    Explain(Explain),
    /// Print JSON Schemas of what authors write, for editors: of site.yaml, and of the front matter of each kind.
    ///
    /// Editors that know JSON Schema complete and check settings as they are typed. `copublish init` sets that up
    /// for new sites; for others, --write writes the schemas and the manual page `editors` says how to use them.
    #[command(after_help = SCHEMA_EXAMPLES)]
    Schema(SchemaArgs),
    /// Print the script with which your shell completes commands, kinds and files.
    ///
    /// The shell reads the script once; then it asks copublish at each press of Tab, and so knows the kinds of the
    /// site you are in.
    #[command(after_help = COMPLETIONS_EXAMPLES)]
    Completions(Completions),
    /// Answer an editor that speaks the Language Server Protocol.
    ///
    /// The editor starts this itself. It shows mistakes as they are typed, and completes keys, kinds, choices and the
    /// ids of documents, in the front matter of Markdown files and in site.yaml.
    #[command(after_help = LSP_EXAMPLES)]
    Lsp,
    /// Print the manual page of copublish, or write those of all commands to a folder.
    #[command(after_help = MAN_EXAMPLES)]
    Man(ManArgs),
}

/// `copublish init`
#[derive(Debug, clap::Args)]
pub struct Init {
    /// The folder for the site; created if it does not exist.
    #[arg(value_name = "FOLDER")]
    pub folder: Option<PathBuf>,
    /// The name of the site.
    #[arg(long, value_name = "TITLE")]
    pub title: Option<String>,
    /// Use this date for the first news item instead of today.
    #[arg(long, value_name = "INSTANT", value_parser = Now::read)]
    pub now: Option<Now>,
}

/// `copublish new`
#[derive(Debug, clap::Args)]
pub struct New {
    /// The kind: blog, news, report, person … or one of your own. For a translation, the file and its language, such as
    /// `about.cy`.
    #[arg(value_name = "KIND")]
    pub kind: Option<String>,
    /// The title, in quotes; for a comment, the name of its author.
    #[arg(value_name = "TITLE")]
    pub title: Option<String>,
    /// Start a translation of this document, named by its id or its path, in the language of `--language`.
    #[arg(long, value_name = "DOCUMENT")]
    pub translation_of: Option<String>,
    /// The language of the translation, as in `languages` of site.yaml.
    #[arg(long, value_name = "TAG")]
    pub language: Option<String>,
    /// The folder of `content/` to put it in. Required for a chapter or a comment: the folder (or, for a
    /// comment, the file) of the document it belongs to.
    #[arg(long = "in", value_name = "FOLDER")]
    pub inside: Option<String>,
    /// Use this date in the file name instead of today.
    #[arg(long, value_name = "INSTANT", value_parser = Now::read)]
    pub now: Option<Now>,
    /// Ask nothing, also on a terminal.
    #[arg(long)]
    pub no_input: bool,
    /// List the kinds of the site with what they are for, and make nothing.
    #[arg(long, conflicts_with_all = ["kind", "title", "inside", "now", "no_input"])]
    pub list: bool,
}

/// `copublish build`
#[derive(Debug, clap::Args)]
pub struct Build {
    /// Where to write the website [default: `output` in the site's folder].
    #[arg(long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// The address of the website, in place of `base_url` in site.yaml.
    #[arg(long, value_name = "URL", value_parser = check_base_url)]
    pub base_url: Option<String>,
    /// Build the site as at this moment instead of now. It decides what is published and what has expired.
    #[arg(long, value_name = "INSTANT", value_parser = Now::read)]
    pub now: Option<Now>,
    /// Include drafts, and report problems in scheduled and expired documents.
    #[arg(long)]
    pub drafts: bool,
    /// Write what can be built even when there are errors; the exit code stays 1.
    #[arg(long)]
    pub keep_going: bool,
    /// Show each problem. Otherwise, what was found often is shown once, and many problems as an overview.
    #[arg(long)]
    pub all: bool,
    /// Print how long each stage took.
    #[arg(long)]
    pub timings: bool,
    /// Explain why each file was written or removed.
    #[arg(long)]
    pub why: bool,
    /// Keep running, and rebuild when something in the site's folder changes; press Ctrl-C to stop.
    #[arg(long)]
    pub watch: bool,
    /// Add the site's addresses to `addresses.lock`, which guards them against being lost.
    #[arg(long, conflicts_with_all = ["drafts", "watch"])]
    pub update_ledger: bool,
    /// What to do if `copublish-press`, which makes PDFs, is not installed.
    #[arg(long, value_name = "WHEN", default_value = "if-possible")]
    pub editions: EditionsWanted,
    /// Build one part of a large site, such as the second of eight: each of eight machines builds one, and `copublish publish --parts` puts them together.
    #[arg(long, value_name = "I/N", conflicts_with_all = ["drafts", "keep_going", "update_ledger", "watch"])]
    pub shard: Option<Shard>,
    /// How many threads to use [default: one per core].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
}

/// Whether a site without some of its editions may be built.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum EditionsWanted {
    /// They are left out, with a note.
    #[default]
    IfPossible,
    /// That is an error.
    Required,
}

/// `copublish check`
#[derive(Debug, clap::Args)]
pub struct Check {
    /// Use the site as at this moment instead of now.
    #[arg(long, value_name = "INSTANT", value_parser = Now::read)]
    pub now: Option<Now>,
    /// Include drafts, and report problems in scheduled and expired documents.
    #[arg(long)]
    pub drafts: bool,
    /// Exit with code 1 if there are more warnings than this.
    #[arg(long, value_name = "N")]
    pub max_warnings: Option<usize>,
    /// Report only findings that are not in this baseline file [default: `checks.baseline` in the site's folder].
    #[arg(long, value_name = "FILE", num_args = 0..=1)]
    pub baseline: Option<Option<PathBuf>>,
    /// Write all current findings to the baseline, so that only new ones are reported.
    #[arg(long)]
    pub update_baseline: bool,
    /// Check links to other sites too.
    #[arg(long)]
    pub external: bool,
    /// With --external: also check the anchors of those links.
    #[arg(long, requires = "external")]
    pub fragments: bool,
    /// The timeout for other sites, in place of the setting.
    #[arg(long, hide = true, value_name = "MILLISECONDS")]
    pub patience: Option<u32>,
    /// Show each problem. Otherwise, what was found often is shown once, and many problems as an overview.
    #[arg(long)]
    pub all: bool,
    /// Print how long each stage took.
    #[arg(long)]
    pub timings: bool,
}

/// `copublish fix`
#[derive(Debug, clap::Args)]
pub struct Fix {
    /// Show the changes without making them; the exit code is 1 if there are any.
    #[arg(long)]
    pub dry_run: bool,
    /// Use the site as at this moment instead of now.
    #[arg(long, value_name = "INSTANT", value_parser = Now::read)]
    pub now: Option<Now>,
    /// Include drafts, and fix scheduled and expired documents too.
    #[arg(long)]
    pub drafts: bool,
}

/// `copublish publish`
#[derive(Debug, clap::Args)]
pub struct Publish {
    /// The target, by its name in site.yaml; not needed if there is only one.
    #[arg(value_name = "TARGET")]
    pub target: Option<String>,
    /// List what would be sent and removed, and change nothing at the target.
    #[arg(long)]
    pub dry_run: bool,
    /// Do nothing unless the published site has changed by itself since: something has become public, or is over.
    #[arg(long)]
    pub if_due: bool,
    /// Replace files at the target that copublish did not write.
    #[arg(long)]
    pub replace: bool,
    /// Publish the parts of a site that `copublish build --shard` has made, in place of building it: the folders of all parts, in any order.
    #[arg(long, value_name = "DIR", num_args = 1.., conflicts_with = "now", value_hint = clap::ValueHint::DirPath)]
    pub parts: Vec<PathBuf>,
    /// Publish the site as at this moment, which cannot be in the future.
    #[arg(long, value_name = "INSTANT", value_parser = Now::read)]
    pub now: Option<Now>,
    /// What to do if `copublish-press`, which makes PDFs, is not installed.
    #[arg(long, value_name = "WHEN", default_value = "if-possible")]
    pub editions: EditionsWanted,
    /// How long another run may be silent before it is taken for dead.
    #[arg(long, hide = true, value_name = "MILLISECONDS")]
    pub patience: Option<u32>,
}

/// `copublish serve`
#[derive(Debug, clap::Args)]
pub struct Serve {
    /// The port to listen on; if it is taken, the next free one. 0 means any free port.
    #[arg(long, value_name = "N", default_value_t = 4000)]
    pub port: u16,
    /// The IP address to listen on. With any other than the default, everybody who can reach this machine can
    /// see the site, including drafts.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    pub host: std::net::IpAddr,
    /// Open the site in the browser.
    #[arg(long)]
    pub open: bool,
    /// Show the site as at this moment instead of now.
    #[arg(long, value_name = "INSTANT", value_parser = Now::read)]
    pub now: Option<Now>,
    /// Include drafts.
    #[arg(long)]
    pub drafts: bool,
    /// The link that opens a file in your editor.
    #[arg(
        long,
        value_name = "LINK",
        default_value = "vscode://file{path}:{line}:{column}"
    )]
    pub editor: String,
}

/// `copublish list`
#[derive(Debug, clap::Args)]
pub struct List {
    #[command(flatten)]
    pub wanted: ListedDocuments,
    /// List documents of this kind only.
    #[arg(long, value_name = "KIND")]
    pub kind: Option<String>,
    /// Use the site as at this moment instead of now.
    #[arg(long, value_name = "INSTANT", value_parser = Now::read)]
    pub now: Option<Now>,
}

/// Which documents to list: one of these, or all.
#[derive(Debug, clap::Args)]
#[group(multiple = false)]
pub struct ListedDocuments {
    /// Drafts: `draft: true`.
    #[arg(long)]
    pub drafts: bool,
    /// Documents whose `publish_at` is in the future, soonest first.
    #[arg(long)]
    pub scheduled: bool,
    /// Documents whose `expires` has passed, latest first.
    #[arg(long)]
    pub expired: bool,
    /// Documents whose `review_by` has passed, by page author, oldest first.
    #[arg(long)]
    pub overdue: bool,
    /// Pages that no other page links to or refers to, and no menu shows.
    #[arg(long)]
    pub orphans: bool,
    /// Translations whose source has changed since they were made.
    #[arg(long)]
    pub stale: bool,
}

/// `copublish explain`
#[derive(Debug, clap::Args)]
pub struct Explain {
    /// The name of a problem, as shown in square brackets; or an address or a file of the site. --view accepts
    /// several addresses.
    #[arg(value_name = "CODE or ADDRESS", required = true)]
    pub what: Vec<String>,
    /// Print, as JSON, all values that the page's template receives.
    #[arg(long)]
    pub view: bool,
    /// Use the site as at this moment instead of now.
    #[arg(long, value_name = "INSTANT", value_parser = Now::read)]
    pub now: Option<Now>,
    /// Include drafts.
    #[arg(long)]
    pub drafts: bool,
}

/// `copublish schema`
#[derive(Debug, clap::Args)]
pub struct SchemaArgs {
    /// A kind, for its front matter; or `site.yaml`, `theme.yaml`, `kind.yaml`, `glossary.yaml` or `text.yaml`
    /// [default: all, in one document].
    #[arg(value_name = "NAME")]
    pub name: Option<String>,
    /// Write all schemas to `.copublish/schema/`, where editors find them. After that, each build keeps them up
    /// to date.
    #[arg(long, conflicts_with = "name")]
    pub write: bool,
}

/// `copublish completions`
#[derive(Debug, clap::Args)]
pub struct Completions {
    /// The shell.
    #[arg(value_name = "SHELL", value_enum)]
    pub shell: Shell,
}

/// A shell that can complete.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Shell {
    Bash,
    Elvish,
    Fish,
    Powershell,
    Zsh,
}

impl Shell {
    /// Its name, as typed.
    pub fn name(self) -> &'static str {
        match self {
            Shell::Bash => "bash",
            Shell::Elvish => "elvish",
            Shell::Fish => "fish",
            Shell::Powershell => "powershell",
            Shell::Zsh => "zsh",
        }
    }
}

/// `copublish man`
#[derive(Debug, clap::Args)]
pub struct ManArgs {
    /// The folder to write the pages to; it must exist.
    #[arg(value_name = "FOLDER", value_hint = clap::ValueHint::DirPath)]
    pub folder: Option<PathBuf>,
}

/// A moment from the command line. A time without a zone is in the site's zone, which is not known yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Now(String);

impl Now {
    /// Accepts a text that can be read as a moment.
    ///
    /// # Errors
    /// The accepted forms.
    pub fn read(text: &str) -> Result<Now, String> {
        match instant(text, &TimeZone::UTC) {
            Some(_) => Ok(Now(text.to_owned())),
            None => Err(format!("not a date; use {}", date::FORMS)),
        }
    }

    /// The moment, with `zone` for a time without one.
    pub fn instant(&self, zone: &TimeZone) -> Timestamp {
        instant(&self.0, zone).unwrap_or_default()
    }
}

fn instant(text: &str, zone: &TimeZone) -> Option<Timestamp> {
    let written = date::read(text, zone).map(|moment| moment.instant);
    let full = || text.parse::<Timestamp>().ok();
    written
        .or_else(full)
        .or_else(|| Some(text.parse::<Zoned>().ok()?.timestamp()))
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    fn parse(line: &str) -> Result<Args, clap::Error> {
        Args::try_parse_from(line.split(' '))
    }

    #[test]
    fn the_declaration_holds_together() {
        Args::command().debug_assert();
    }

    #[test]
    fn options_of_every_verb_stand_before_or_after_it() {
        for line in [
            "copublish --root a -q build",
            "copublish build --root a --quiet",
        ] {
            let args = parse(line).unwrap();
            assert_eq!(
                (args.everywhere.root, args.everywhere.quiet),
                (PathBuf::from("a"), true),
                "{line}"
            );
        }
    }

    #[test]
    fn moments_are_read_in_the_zone_of_the_site() {
        let zone = TimeZone::get("Europe/London").unwrap();
        for (text, expected) in [
            ("2012-08-02", "2012-08-01T23:00:00Z"),
            ("2 August 2012", "2012-08-01T23:00:00Z"),
            ("2012-08-02T14:05:00Z", "2012-08-02T14:05:00Z"),
            (
                "2012-08-02T14:05:00+02:00[Europe/Paris]",
                "2012-08-02T12:05:00Z",
            ),
        ] {
            assert_eq!(
                Now::read(text).unwrap().instant(&zone).to_string(),
                expected,
                "{text}"
            );
        }
    }

    #[test]
    fn what_cannot_be_meant_is_a_usage_error_that_says_what_can() {
        for (line, said) in [
            ("copublish build --now soon", "2012-08-02 14:05"),
            ("copublish build --base-url example.org", "http://"),
            ("copublish build --threads 0", "1..=1024"),
            ("copublish list --drafts --overdue", "cannot be used with"),
            (
                "copublish build --format xml",
                "[possible values: text, json, sarif, github]",
            ),
            ("copublish biuld", "'build'"),
        ] {
            let error = parse(line).unwrap_err();
            assert_eq!(error.exit_code(), 2, "{line}");
            assert!(error.to_string().contains(said), "{line}: {error}");
        }
    }

    #[test]
    fn every_help_has_examples() {
        for verb in ["", "init ", "new ", "build ", "check ", "list ", "explain "] {
            let help = parse(&format!("copublish {verb}--help")).unwrap_err();
            assert_eq!(help.exit_code(), 0);
            assert!(
                help.to_string().contains("\nEXAMPLES\n  copublish "),
                "{help}"
            );
        }
    }
}
