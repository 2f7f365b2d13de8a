//! The last build of a site, kept: of what it was made, what it found, and what it wrote. A build that finds both ends
//! of it unchanged is over: making the site once more would give the same bytes and the same words.
//!
//! It is believed on the disk it was made on only. A folder of kept things travels, and so do finished sites: where both
//! come from elsewhere, the site is made anew, whatever they say.

use jiff::{Timestamp, Zoned};
use serde::{Deserialize, Serialize};

use super::inputs::Inputs;
use super::site_bundle::Content;
use super::{Drafts, LeftOut, NewUrls, NoHistory, OnError, Options, Outcome, Redone};
use crate::base::{Code, Diagnostic, Hash};
use crate::content::disk;
use crate::layout::Plan;
use crate::output;

/// The name of its file.
const NAME: &str = "last-build";

/// What the file starts with; the hash of what follows stands behind it.
const FIRST: &str = "copublish last build ";

/// The program that made it: another one may make another site of the same files.
const MADE_BY: &str = concat!(env!("CARGO_PKG_VERSION"), " ", env!("COPUBLISH_SOURCES"));

/// A build that was written.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct LastBuild {
    made_by: String,
    /// Of the options that make a difference.
    options: Hash,
    /// The moments for which the site is this one: from the first up to, and without, the second.
    from: String,
    until: Option<String>,
    inputs: Inputs,
    /// Of all files, as [`output::hash_of_site`] has it.
    output: Hash,
    told: Told,
}

/// What there was to say of it.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Told {
    diagnostics: Vec<Diagnostic>,
    pages: usize,
    files: usize,
    bytes: u64,
    no_history: Option<NoHistory>,
    left_out: LeftOut,
    unrecorded: usize,
}

/// True for a build that may be like the one before it, and the one after it like this one. Texts that are not saved are
/// nowhere afterwards, and a ledger that is written is another one.
pub(super) fn is_kept(options: &Options) -> bool {
    options.unsaved.0.is_empty() && options.new_urls == NewUrls::Count
}

/// The outcome of a build that would change nothing; nothing where it might.
pub(super) fn unchanged(options: &Options) -> Option<Outcome> {
    let last = read(&disk::read_kept(&options.root, NAME))?;
    let is_like =
        last.made_by == MADE_BY && last.options == hash_of(options) && last.is_from(options.now);
    let until = last.until()?;
    let is_unchanged = is_like
        && disk::is_folder(&options.output)
        && until
            .as_ref()
            .is_none_or(|until| options.now < until.timestamp())
        && last.inputs.are_still_there(options)
        && output::standing(&options.output) == Some(last.output);
    is_unchanged.then(|| last.told.outcome(until))
}

/// True for a build that was written as a whole, of files that could all be read.
pub(super) fn is_whole(outcome: &Outcome) -> bool {
    let is_unsure = |found: &Diagnostic| found.code == Code::UnreadableFile;
    outcome.committed && outcome.kept.is_empty() && !outcome.diagnostics.iter().any(is_unsure)
}

/// Keeps a build that is whole: what it was made of, and what it wrote, in the order of its plan.
pub(super) fn keep(
    options: &Options,
    (inputs, plan): (Inputs, &Plan),
    contents: &[Content],
    outcome: &Outcome,
) {
    let Some(output) = hash_of_output(options, (&inputs, plan), contents) else {
        return;
    };
    let last = LastBuild {
        made_by: MADE_BY.to_owned(),
        options: hash_of(options),
        from: options.now.to_string(),
        until: outcome.next_change.as_ref().map(Zoned::to_string),
        inputs,
        output,
        told: Told {
            diagnostics: outcome.diagnostics.clone(),
            pages: outcome.pages,
            files: outcome.files,
            bytes: outcome.bytes,
            no_history: outcome.no_history,
            left_out: outcome.left_out.clone(),
            unrecorded: outcome.unrecorded,
        },
    };
    if let Some(bytes) = last.write() {
        // What cannot be kept is made again: nothing is lost but a moment.
        let _ = output::keep(&options.root.join(disk::KEPT), NAME, &bytes);
    }
}

fn hash_of_output(
    options: &Options,
    (inputs, plan): (&Inputs, &Plan),
    contents: &[Content],
) -> Option<Hash> {
    let hash = |content: &Content| match content {
        Content::Bytes(hash) => Some(*hash),
        Content::CopyOf(file) => inputs.hash_of_asset(file),
    };
    let hashes: Vec<Hash> = contents.iter().map(hash).collect::<Option<_>>()?;
    let names: Vec<&str> = plan
        .files
        .iter()
        .map(|planned| planned.file.as_str())
        .collect();
    output::hash_of_site(&options.output, &names, &hashes)
}

/// A hash of the options that a site and what is said of it depend on. It is the same site in every folder.
fn hash_of(options: &Options) -> Hash {
    // Taken apart in full: whoever adds an option has to say here whether it makes a difference. The moment is compared
    // by itself, and a build with unsaved texts or a new ledger is not kept.
    let Options {
        base_url,
        drafts,
        on_error,
        root: _,
        output: _,
        now: _,
        unsaved: _,
        new_urls: _,
        texts_in_memory: _,
        stop: _,
    } = options;
    let shown = (*drafts == Drafts::Show, *on_error == OnError::KeepGoing);
    Hash::of(format!("{base_url:?} {shown:?}").as_bytes())
}

/// Reads what was kept; nothing where it is damaged.
fn read(bytes: &[u8]) -> Option<LastBuild> {
    let rest = bytes.strip_prefix(FIRST.as_bytes())?;
    let line_end = memchr::memchr(b'\n', rest)?;
    let (hash, json) = (rest.get(..line_end)?, rest.get(line_end + 1..)?);
    let hash = Hash::parse(std::str::from_utf8(hash).ok()?)?;
    (Hash::of(json) == hash)
        .then(|| serde_json::from_slice(json).ok())
        .flatten()
}

impl LastBuild {
    fn write(&self) -> Option<Vec<u8>> {
        // The hash is as long as any other, and takes this one's place: a large site's file is not copied.
        let mut bytes = format!("{FIRST}{}\n", Hash::of(b"")).into_bytes();
        let start = bytes.len();
        serde_json::to_writer(&mut bytes, self).ok()?;
        let hash = Hash::of(bytes.get(start..)?).to_string();
        bytes
            .get_mut(FIRST.len()..FIRST.len() + hash.len())?
            .copy_from_slice(hash.as_bytes());
        Some(bytes)
    }

    fn is_from(&self, now: Timestamp) -> bool {
        self.from.parse::<Timestamp>().is_ok_and(|from| from <= now)
    }

    /// The moment from which on the site is another one, if there is any; nothing where nobody can tell.
    fn until(&self) -> Option<Option<Zoned>> {
        self.until
            .as_deref()
            .map(|until| until.parse().ok())
            .map_or(Some(None), |until| until.map(Some))
    }
}

impl Told {
    /// The outcome of a build that has changed nothing.
    fn outcome(self, next_change: Option<Zoned>) -> Outcome {
        Outcome {
            diagnostics: self.diagnostics,
            pages: self.pages,
            files: self.files,
            bytes: self.bytes,
            committed: true,
            next_change,
            no_history: self.no_history,
            left_out: self.left_out,
            unrecorded: self.unrecorded,
            redone: Some(Redone::Nothing),
            ..Outcome::default()
        }
    }
}
