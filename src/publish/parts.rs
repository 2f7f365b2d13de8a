//! Whether folders are all the parts of one site: none is missing, none is there twice, and all were made of the same.

use std::path::{Path, PathBuf};

use jiff::Timestamp;

use crate::base::english::ticked_and;
use crate::output::{Part, Shard};

/// A folder with what it says of itself.
struct PartFolder<'f> {
    folder: &'f Path,
    part: Part,
}

/// Reads what the folders of all parts say of themselves, and gives the moment at which the site changes by itself.
///
/// # Errors
/// A sentence, if they are not all the parts of one site with this address that is true `now`.
pub fn join(
    folders: &[PathBuf],
    address: &str,
    now: Timestamp,
) -> Result<Option<Timestamp>, String> {
    let parts = folders.iter().map(|folder| PartFolder::read(folder));
    let mut parts: Vec<PartFolder> = parts.collect::<Result<_, String>>()?;
    parts.sort_by_key(PartFolder::shard);
    let Some(first) = parts.first() else {
        return Ok(None);
    };
    for part in &parts {
        part.is_of_one_site_with(first)?;
        part.is_true(address, now)?;
    }
    are_all(&parts)?;
    Ok(first.part.next_change)
}

impl PartFolder<'_> {
    fn read(folder: &Path) -> Result<PartFolder<'_>, String> {
        let part = Part::read(folder)?;
        let part = part.ok_or_else(|| {
            format!(
                "`{}` holds no part of a site: build one with `copublish build --shard 1/8 --output FOLDER`",
                folder.display()
            )
        })?;
        Ok(PartFolder { folder, part })
    }

    fn shard(&self) -> Shard {
        self.part.shard
    }

    fn is_of_one_site_with(&self, first: &PartFolder) -> Result<(), String> {
        let (one, other) = (first.folder.display(), self.folder.display());
        if self.shard().of() != first.shard().of() {
            return Err(format!(
                "`{one}` is part {}, and `{other}` is part {}: build as many parts as each of them says",
                first.shard(),
                self.shard()
            ));
        }
        if self.part.site == first.part.site && self.part.address == first.part.address {
            return Ok(());
        }
        Err(format!(
            "`{one}` and `{other}` are parts of different sites: build all parts of the same files, with the same copublish and for the same moment, which `--now` says"
        ))
    }

    fn is_other_than(&self, other: &PartFolder) -> Result<(), String> {
        if self.shard() != other.shard() {
            return Ok(());
        }
        let (one, other) = (self.folder.display(), other.folder.display());
        Err(format!(
            "`{one}` and `{other}` are both part {}",
            self.shard()
        ))
    }

    fn is_true(&self, address: &str, now: Timestamp) -> Result<(), String> {
        let (folder, part) = (self.folder.display(), &self.part);
        if part.address.trim_end_matches('/') != address.trim_end_matches('/') {
            return Err(format!(
                "`{folder}` was built for the address `{}`, and the target has `{address}`: build the parts with `--base-url {address}`",
                part.address
            ));
        }
        if part.now > now {
            return Err(format!(
                "`{folder}` was built for a moment in the future, so it may hold what is not public yet"
            ));
        }
        match part.holds_until {
            Some(until) if until <= now => Err(format!(
                "`{folder}` is out of date, since something has become public or is over: build the parts again"
            )),
            _ => Ok(()),
        }
    }
}

/// `parts` are sorted.
fn are_all(parts: &[PartFolder]) -> Result<(), String> {
    for pair in parts.windows(2) {
        if let [one, other] = pair {
            one.is_other_than(other)?;
        }
    }
    match missing(parts).as_slice() {
        [] => Ok(()),
        [one] => Err(format!("part `{one}` is missing")),
        several => Err(format!("parts {} are missing", ticked_and(several))),
    }
}

fn missing(parts: &[PartFolder]) -> Vec<String> {
    let of = parts.first().map_or(0, |first| first.shard().of());
    let is_there = |part: &u32| parts.iter().any(|there| there.shard().part() == *part);
    let missing = (1..=of).filter(|part| !is_there(part));
    missing.map(|part| format!("{part}/{of}")).collect()
}
