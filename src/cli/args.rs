//! What can be typed: verbs, options, and their help. Reads no file and no clock, and runs nothing.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

use super::examples::{
    BUILD_EXAMPLES, CHECK_EXAMPLES, EXAMPLES, EXPLAIN_EXAMPLES, FIX_EXAMPLES, INIT_EXAMPLES,
    LIST_EXAMPLES, NEW_EXAMPLES, SERVE_EXAMPLES,
};
use crate::base::date;
use crate::config::site::check_base_url;

/// Turns a folder of Markdown into the website of a partnership.
///
/// copublish reads the texts in `content/`, checks them, and writes a website to `output/`. When something
/// is wrong, it says so in plain English, with the file and the line.
#[derive(Debug, Parser)]
#[command(name = "copublish", version, arg_required_else_help = true, after_help = EXAMPLES)]
pub struct Args {
    /// What to do.
    #[command(subcommand)]
    pub verb: Verb,
    /// What may be said with each verb.
    #[command(flatten)]
    pub everywhere: Everywhere,
}

/// Options of every verb.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Options of every verb")]
pub struct Everywhere {
    /// The folder of the site: the one with `site.yaml` in it.
    #[arg(long, global = true, value_name = "DIR", default_value = ".")]
    pub root: PathBuf,
    /// Words for people, or a form for programs.
    #[arg(long, global = true, value_name = "FORMAT", value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// Say nothing but errors.
    #[arg(long, short, global = true)]
    pub quiet: bool,
}

/// How results are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Words for people
    Text,
    /// One JSON document on standard output
    Json,
    /// What was found as a SARIF 2.1.0 log; of `build` and `check`
    Sarif,
    /// What was found as annotations for GitHub; of `build` and `check`
    Github,
}

/// One verb with its own options.
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Start a new site with a few pages to change.
    ///
    /// Makes site.yaml and a few Markdown files that build at once. No file that is there already is touched.
    #[command(after_help = INIT_EXAMPLES)]
    Init(Init),
    /// Start a new document: a blog, a news item, a person.
    ///
    /// Makes a Markdown file in the right folder, with the fields its kind needs and, as comments, those it
    /// may have. No file that is there already is touched.
    #[command(after_help = NEW_EXAMPLES)]
    New(New),
    /// Build the website into `output/`.
    ///
    /// Says everything that is wrong in one go. Where there are errors, `output/` stays as it was, and the
    /// exit code is 1. Warnings do not stop a build.
    #[command(after_help = BUILD_EXAMPLES)]
    Build(Build),
    /// Find everything that is wrong with the site, and write nothing.
    ///
    /// Says all that `build` says, and looks further: at pictures without a text, at titles that cannot be told
    /// apart, at everything that a reader would stumble over. The exit code is 1 where there are errors; site.yaml
    /// can make an error of a warning.
    #[command(after_help = CHECK_EXAMPLES)]
    Check(Check),
    /// Put right what needs no thought: quotes, tabs, dates, names and links that can mean only one thing.
    ///
    /// Changes files of `content/` and site.yaml, and in them only what is wrong: comments, line ends and all
    /// else stay byte for byte. With --dry-run, shows what would be changed.
    #[command(after_help = FIX_EXAMPLES)]
    Fix(Fix),
    /// Show the site in a browser while it is written; open pages follow every change.
    ///
    /// Pages are made when they are asked for, and nothing is written. What is wrong is said here and on the
    /// pages. Ctrl-C ends it.
    #[command(after_help = SERVE_EXAMPLES)]
    Serve(Serve),
    /// List the documents of the site, or those that somebody should look at.
    ///
    /// Without an option, lists all documents, public or not. Nothing is built.
    #[command(after_help = LIST_EXAMPLES)]
    List(List),
    /// Explain a problem by its name, or a page of the site by its address.
    ///
    /// For a problem, prints the page of the manual that says what it is, why it matters, and what to do. For
    /// an address, says which file and template make the page, what it names, and who links to it; with
    /// --view, what its template receives.
    #[command(after_help = EXPLAIN_EXAMPLES)]
    Explain(Explain),
}

/// `copublish init`
#[derive(Debug, clap::Args)]
pub struct Init {
    /// Where to make the site; the folder is made if there is none.
    #[arg(value_name = "FOLDER")]
    pub folder: Option<PathBuf>,
    /// The name of the site.
    #[arg(long, value_name = "TITLE")]
    pub title: Option<String>,
    /// Take this date for the first news item, instead of today.
    #[arg(long, value_name = "INSTANT", value_parser = Now::read)]
    pub now: Option<Now>,
}

/// `copublish new`
#[derive(Debug, clap::Args)]
pub struct New {
    /// What it is: blog, news, report, person … or a kind of your own.
    #[arg(value_name = "KIND")]
    pub kind: String,
    /// Its title, in quotes; for a comment, the name of who wrote it.
    #[arg(value_name = "TITLE")]
    pub title: String,
    /// Put it into this folder of `content/`. A chapter or a comment needs it: the folder, or for a comment
    /// the file, of the document it belongs to.
    #[arg(long = "in", value_name = "FOLDER")]
    pub inside: Option<String>,
    /// Take this date for the name of the file, instead of today.
    #[arg(long, value_name = "INSTANT", value_parser = Now::read)]
    pub now: Option<Now>,
}

/// `copublish build`
#[derive(Debug, clap::Args)]
pub struct Build {
    /// Where to write the website; `output` in the site's folder where nothing is said.
    #[arg(long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// The address of the website, instead of the one in site.yaml.
    #[arg(long, value_name = "URL", value_parser = check_base_url)]
    pub base_url: Option<String>,
    /// Build the site as it is at this moment, instead of now: what is to be published later, and what
    /// expires, depends on it.
    #[arg(long, value_name = "INSTANT", value_parser = Now::read)]
    pub now: Option<Now>,
    /// Show drafts too.
    #[arg(long)]
    pub drafts: bool,
    /// Write what can be built even when there are errors; the exit code stays 1.
    #[arg(long)]
    pub keep_going: bool,
    /// Say how long each stage took.
    #[arg(long)]
    pub timings: bool,
    /// Say of each file that was written or removed why it was.
    #[arg(long)]
    pub why: bool,
    /// Stay, and build again whenever something in the site's folder changes; Ctrl-C ends it.
    #[arg(long)]
    pub watch: bool,
    /// Add the addresses that the site has now to `addresses.lock`, which keeps them from being lost.
    #[arg(long, conflicts_with_all = ["drafts", "watch"])]
    pub update_ledger: bool,
    /// How many threads to use; all cores where nothing is said.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
}

/// `copublish check`
#[derive(Debug, clap::Args)]
pub struct Check {
    /// Look at the site as at this moment.
    #[arg(long, value_name = "INSTANT", value_parser = Now::read)]
    pub now: Option<Now>,
    /// Look at drafts too.
    #[arg(long)]
    pub drafts: bool,
    /// End with exit code 1 where there are more warnings than this.
    #[arg(long, value_name = "N")]
    pub max_warnings: Option<usize>,
    /// Count and show only what this file does not know; `checks.baseline` in the site's folder where no file is named.
    #[arg(long, value_name = "FILE", num_args = 0..=1)]
    pub baseline: Option<Option<PathBuf>>,
    /// Write all that is wrong now into the baseline, so that only what comes later counts.
    #[arg(long)]
    pub update_baseline: bool,
    /// Ask other sites whether links to them still lead somewhere.
    #[arg(long)]
    pub external: bool,
    /// With --external: look for the places on their pages too.
    #[arg(long, requires = "external")]
    pub fragments: bool,
    /// How many milliseconds other sites have for an answer, in place of the setting.
    #[arg(long, hide = true, value_name = "MILLISECONDS")]
    pub patience: Option<u32>,
    /// Say how long each stage took.
    #[arg(long)]
    pub timings: bool,
}

/// `copublish fix`
#[derive(Debug, clap::Args)]
pub struct Fix {
    /// Show what would be changed, and change nothing; the exit code is 1 where there is anything.
    #[arg(long)]
    pub dry_run: bool,
    /// Look at the site as at this moment.
    #[arg(long, value_name = "INSTANT", value_parser = Now::read)]
    pub now: Option<Now>,
    /// Look at drafts too.
    #[arg(long)]
    pub drafts: bool,
}

/// `copublish serve`
#[derive(Debug, clap::Args)]
pub struct Serve {
    /// The port to listen at; the next free one where it is taken, any free one with 0.
    #[arg(long, value_name = "N", default_value_t = 4000)]
    pub port: u16,
    /// The address of this machine to listen at. With another than the default, everybody who can reach this
    /// machine sees the site, drafts included.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    pub host: std::net::IpAddr,
    /// Open the site in the browser.
    #[arg(long)]
    pub open: bool,
    /// Show the site as it is at this moment, instead of now.
    #[arg(long, value_name = "INSTANT", value_parser = Now::read)]
    pub now: Option<Now>,
    /// Show drafts too.
    #[arg(long)]
    pub drafts: bool,
    /// The link that opens a place in your editor.
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
    /// What is listed.
    #[command(flatten)]
    pub wanted: Wanted,
    /// List documents of this kind only.
    #[arg(long, value_name = "KIND")]
    pub kind: Option<String>,
    /// Look at the site as at this moment.
    #[arg(long, value_name = "INSTANT", value_parser = Now::read)]
    pub now: Option<Now>,
}

/// Which documents are listed: one of these, or all.
#[derive(Debug, clap::Args)]
#[group(multiple = false)]
pub struct Wanted {
    /// Those that are not ready: `draft: true`.
    #[arg(long)]
    pub drafts: bool,
    /// Those whose `publish_at` is still to come, the soonest first.
    #[arg(long)]
    pub scheduled: bool,
    /// Those whose `expires` has passed, the latest first.
    #[arg(long)]
    pub expired: bool,
    /// Those past their `review_by`, by page author, the oldest first.
    #[arg(long)]
    pub overdue: bool,
    /// Pages that no other page links to or names, and no menu shows.
    #[arg(long)]
    pub orphans: bool,
}

/// `copublish explain`
#[derive(Debug, clap::Args)]
pub struct Explain {
    /// A problem's name, as it stands in square brackets; or an address or a file of the site. With
    /// --view there may be several addresses.
    #[arg(value_name = "CODE or ADDRESS", required = true)]
    pub what: Vec<String>,
    /// Show, as JSON, all values that the template of the page receives.
    #[arg(long)]
    pub view: bool,
    /// Look at the site as at this moment.
    #[arg(long, value_name = "INSTANT", value_parser = Now::read)]
    pub now: Option<Now>,
    /// Look at drafts too.
    #[arg(long)]
    pub drafts: bool,
}

/// A moment somebody typed. A time without a zone is one in the site's zone, which is not known yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Now(String);

impl Now {
    /// Takes a text that can be read as a moment.
    ///
    /// # Errors
    /// The accepted forms.
    pub fn read(text: &str) -> Result<Now, String> {
        match instant(text, &TimeZone::UTC) {
            Some(_) => Ok(Now(text.to_owned())),
            None => Err(format!("this is no date; write it like {}", date::FORMS)),
        }
    }

    /// The moment, where a time without a zone is one in `zone`.
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
            ("copublish new blog", "<TITLE>"),
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
