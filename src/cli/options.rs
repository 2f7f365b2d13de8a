//! Options of the engine that several subcommands share, made from what was typed.

use std::path::Path;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::args::Now;
use super::clock;
use super::press_program::press_program;
use crate::base::site_layout;
use crate::engine::{
    self, CancelToken, Drafts, EditionPress, Failure, LanguageHosts, NewUrls, OnError, Options,
    Unsaved,
};

/// Options to read a site without writing anything.
pub fn options_for(root: &Path, now: Option<&Now>, drafts: Drafts) -> Result<Options, Failure> {
    Ok(options_at(root, moment_or_now(root, now)?, drafts))
}

/// The same for a known moment.
pub fn options_at(root: &Path, now: Timestamp, drafts: Drafts) -> Options {
    Options {
        root: root.to_owned(),
        output: root.join(site_layout::OUTPUT),
        base_url: None,
        hosts: LanguageHosts::Own,
        now,
        drafts,
        on_error: OnError::KeepGoing,
        unsaved: Unsaved::default(),
        new_urls: NewUrls::Count,
        stop: CancelToken::default(),
        editions: EditionPress::new(press_program(), root),
        shard: None,
    }
}

/// What `--drafts` asks for.
#[expect(
    clippy::fn_params_excessive_bools,
    reason = "it is the value of a flag"
)]
pub fn drafts(is_given: bool) -> Drafts {
    if is_given { Drafts::Show } else { Drafts::Hide }
}

/// The moment from `--now`, or that of the clock.
pub fn moment_or_now(root: &Path, now: Option<&Now>) -> Result<Timestamp, Failure> {
    now.map_or_else(|| Ok(clock()), |now| moment(root, now))
}

/// The moment from `--now`, in the time zone of the site.
pub fn moment(root: &Path, now: &Now) -> Result<Timestamp, Failure> {
    let declared = engine::read_project(root)?;
    Ok(now.instant(&declared.site.timezone))
}

/// The time zone of the site; UTC if its settings cannot be read at the moment.
pub fn zone(root: &Path) -> TimeZone {
    engine::read_project(root).map_or(TimeZone::UTC, |declared| declared.site.timezone)
}
