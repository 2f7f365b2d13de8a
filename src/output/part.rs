//! What the folder of one part of a site says of itself, in a hidden file beside its pages: which part of how many, and of which
//! site, so that nobody puts together what does not belong together.

use std::fmt;
use std::io::ErrorKind;
use std::path::Path;
use std::str::FromStr;

use jiff::Timestamp;

use crate::base::Hash;
use crate::content::disk;

/// The file in the folder of a part; it is never published.
pub const PART_FILE: &str = ".copublish-part";

/// In place of a moment that does not come.
const NEVER: &str = "never";
const FIRST_LINE: &str = "copublish part 1";
/// A site has no more parts.
const MOST: u32 = 10_000;

/// One of several parts of a site: `2/8` is the second of eight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Shard {
    /// Which part, from 1 on.
    part: u32,
    /// How many there are.
    of: u32,
}

impl Shard {
    /// Which part it is, from 1 on.
    pub fn part(self) -> u32 {
        self.part
    }

    /// How many parts there are.
    pub fn of(self) -> u32 {
        self.of
    }

    /// True if what has this name belongs to the part. Each name belongs to exactly one.
    pub fn holds(self, name: &str) -> bool {
        let [.., a, b, c, d] = Hash::of(name.as_bytes()).bytes();
        u32::from_be_bytes([a, b, c, d]) % self.of == self.part - 1
    }
}

impl FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Shard, String> {
        let numbers = text.split_once('/');
        let numbers = numbers.and_then(|(part, of)| Some((part.parse().ok()?, of.parse().ok()?)));
        match numbers {
            Some((part, of)) if (1..=of).contains(&part) && of <= MOST => Ok(Shard { part, of }),
            Some((part, of)) if of > MOST && part > 0 => {
                Err(format!("a site has at most {MOST} parts"))
            }
            _ => {
                Err("write which part of how many, as in `2/8` for the second of eight".to_owned())
            }
        }
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.part, self.of)
    }
}

/// What a part says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Which part it is.
    pub shard: Shard,
    /// The same for all parts of one site, and for no other: it is made of all that the site is made of.
    pub site: Hash,
    /// The moment for which it was built.
    pub now: Timestamp,
    /// The next moment at which something becomes public, or is not any more.
    pub next_change: Option<Timestamp>,
    /// The next moment from which its pages would say something else.
    pub holds_until: Option<Timestamp>,
    /// The address of the site; empty if it has none.
    pub address: String,
}

impl Part {
    /// The part that a folder holds; `None` if it holds a whole site or none.
    ///
    /// # Errors
    /// A sentence, if the file is there and cannot be understood.
    pub fn read(folder: &Path) -> Result<Option<Part>, String> {
        let path = folder.join(PART_FILE);
        let bytes = match disk::read_named(&path, disk::size_limit::LIST) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(format!("`{}` cannot be read: {error}", path.display())),
        };
        let part = String::from_utf8(bytes)
            .ok()
            .and_then(|text| Part::parse(&text));
        let damaged = || {
            format!(
                "`{}` is damaged, or was written by another version of copublish: build the part again",
                path.display()
            )
        };
        part.map(Some).ok_or_else(damaged)
    }

    fn parse(text: &str) -> Option<Part> {
        let mut lines = text.lines();
        (lines.next()? == FIRST_LINE).then_some(())?;
        let mut value = |key: &str| lines.next()?.strip_prefix(key)?.strip_prefix(": ");
        Some(Part {
            shard: value("part")?.parse().ok()?,
            site: Hash::parse(value("site")?)?,
            now: value("now")?.parse().ok()?,
            next_change: moment(value("next")?)?,
            holds_until: moment(value("until")?)?,
            address: value("address")?.to_owned(),
        })
    }

    /// The text of the file.
    pub fn text(&self) -> String {
        let Part {
            shard,
            site,
            now,
            address,
            ..
        } = self;
        let [next, until] = [self.next_change, self.holds_until]
            .map(|at| at.map_or(NEVER.to_owned(), |at| at.to_string()));
        format!(
            "{FIRST_LINE}\npart: {shard}\nsite: {site}\nnow: {now}\nnext: {next}\nuntil: {until}\naddress: {address}\n"
        )
    }
}

fn moment(text: &str) -> Option<Option<Timestamp>> {
    match text {
        NEVER => Some(None),
        text => text.parse().ok().map(Some),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shard_is_a_part_of_a_number() {
        assert_eq!("2/8".parse::<Shard>().unwrap().to_string(), "2/8");
        for wrong in [
            "", "2", "0/8", "9/8", "1/0", "-1/2", "a/b", "1/2/3", "1/10001",
        ] {
            assert!(wrong.parse::<Shard>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn each_name_is_in_one_part() {
        let shards: Vec<Shard> = (1..=8).map(|part| Shard { part, of: 8 }).collect();
        let mut counts = [0; 8];
        for name in (0..4_000).map(|at| format!("pages/{at}/index.html")) {
            let held: Vec<usize> = (0..8).filter(|at| shards[*at].holds(&name)).collect();
            assert_eq!(held.len(), 1, "{name}");
            counts[held[0]] += 1;
        }
        assert!(
            counts.iter().all(|count| (400..600).contains(count)),
            "{counts:?}"
        );
    }

    #[test]
    fn a_part_is_read_as_it_was_written() {
        let part = Part {
            shard: "3/8".parse().unwrap(),
            site: Hash::of(b"site"),
            now: "2012-10-01T12:00:00Z".parse().unwrap(),
            next_change: None,
            holds_until: None,
            address: String::new(),
        };
        assert_eq!(Part::parse(&part.text()), Some(part.clone()));
        let next_change = Some(part.now);
        let address = "https://example.org/a".to_owned();
        let part = Part {
            next_change,
            address,
            ..part
        };
        assert_eq!(Part::parse(&part.text()), Some(part.clone()));
        assert_eq!(Part::parse(&part.text().replace("3/8", "9/8")), None);
    }
}
